/* cli/commands/cmd_candidates.c - tensen candidates FILE (ID | --text T | --file F | -) */
#include "cli/commands/command.h"

typedef struct args {
	tensen_candidates_opts ask;
	model_args model;
	asking_args asking;
} args;

#define AT(member) offsetof(args, ask.member)
static const opt table[] = {
    {'n', "count", OPT_U32, AT(n), "N", .min = 1, .max = TENSEN_CANDIDATES_MAX,
	.help = {"出す候補の数", "candidates wanted"}},
    {0, "family", OPT_SET, AT(family), NULL, .value = 1,
	.help = {"同じ製品系列の文献も出す", "show its own product family, too"}},
    {OPT_ROUNDS(offsetof(args, model.reader.rounds))}, {.name = NULL}};
#undef AT

QUERY_CALL(candidates, tensen_candidates)

exit_code
cmd_candidates(common *c, int argc, char **argv)
{
	args a = {.ask = {.size = sizeof a.ask, .n = 40}, .model = MODEL_ARGS(c)};
	query_args text = {.text = NULL};
	filter_args filter = {.rest = {0}};
	command_line line = {TAKES_QUERY("candidates"),
	    .summary = {"別の製品分野での用途になりそうな文献を、短い観点ごとに探して並べる。",
		"Documents that may show a use in another product area, found aspect by aspect."},
	    .notes = {"CSV か JSONL に 3・2・1・0 の評価を書き込み、--grades で読み戻すと、\n"
		      "残りを並べ直す。",
		"Write grades 3, 2, 1, 0 into the CSV or JSONL and read it back with --grades."},
	    .groups = {{{"候補", "Candidates"}, table, &a}, {ASKING_GROUP(&a.asking)},
		{QUERY_GROUP(&text)}, {MODEL_GROUP(&a.model)}, {FILTER_GROUP(&filter)},
		{OUTPUT_GROUP(triage_output, c)}, {FILES_GROUP(c)}, {WORDS_GROUP(c)}}};
	exit_code code;

	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if ((code = model_check(&a.model, &line, c)) != EXIT_OK)
		return code;
	if ((code = filter_resolve(&a.ask.filter, line.command, &filter, c)) != EXIT_OK)
		return code;
	return model_ask(&(read_question){&line, &text, &a.model, &a.asking, &a.ask.asking, NULL,
			     candidates, &a.ask},
	    c);
}
