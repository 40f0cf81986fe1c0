/* cli/commands/cmd_match.c - tensen match FILE (--text T | --file F | - | ID) */
#include "cli/commands/command.h"

typedef struct args {
	tensen_match_opts match;
	model_args model;
} args;

#define AT(member) offsetof(args, match.member)
static const opt table[] = {{'k', "count", OPT_U32, AT(k), "N", .min = 1, .max = TENSEN_OFFERS_MAX,
				.help = {"出す特許の数", "patents wanted"}},
    {0, "closed", OPT_SET, AT(closed), NULL, .value = 1,
	.help = {"開放されていない特許も含める", "patents that are not open, too"}},
    {.name = NULL}};
#undef AT

QUERY_CALL(match, tensen_match)

exit_code
cmd_match(common *c, int argc, char **argv)
{
	args a = {.match = TENSEN_MATCH_OPTS_INIT, .model = MODEL_ARGS(c)};
	query_args text = {.text = NULL};
	filter_args filter = {.rest = {0}};
	command_line line = {TAKES_QUERY("match"),
	    .summary = {"困りごとや会社の紹介文から、役立ちそうな開放特許を理由とともに出す。",
		"Open patents for a need or a company's profile, with reasons."},
	    .notes = {"普段の言葉でよい。文章が長いときは --file。",
		"Everyday words will do; --file for a longer text."},
	    .groups = {{{"照合", "Matching"}, table, &a}, {QUERY_GROUP(&text)},
		{MODEL_GROUP(&a.model)}, {FILTER_GROUP(&filter)}, {OUTPUT_GROUP(list_output, c)},
		{FILES_GROUP(c)}, {WORDS_GROUP(c)}}};
	exit_code code;

	a.match.k = 10;
	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if ((code = model_check(&a.model, &line, c)) != EXIT_OK)
		return code;
	if ((code = filter_resolve(&a.match.filter, line.command, &filter, c)) != EXIT_OK)
		return code;
	return model_ask(
	    &(read_question){&line, &text, &a.model, NULL, NULL, &a.match, match, &a.match}, c);
}
