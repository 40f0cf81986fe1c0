/* cli/commands/cmd_ideas.c - tensen ideas FILE (ID | --text T | --file F | -) */
#include "cli/commands/command.h"
#include <tensen/messages.h>

typedef struct args {
	tensen_ideas_opts ideas;
	model_args model;
	asking_args asking;
} args;

#define AT(member) offsetof(args, ideas.member)
static const opt table[] = {{'k', "count", OPT_U32, AT(k), "N", .min = 1, .max = TENSEN_IDEAS_MAX,
				.help = {"出す仮説の数", "ideas wanted"}},
    {OPT_BOLDNESS(boldness)}, {OPT_UNREAD(unread)},
    {OPT_ROUNDS(offsetof(args, model.reader.rounds))}, {.name = NULL}};
#undef AT

QUERY_CALL(ideas, tensen_ideas)

exit_code
cmd_ideas(common *c, int argc, char **argv)
{
	args a = {.ideas = IDEAS_OPTS, .model = MODEL_ARGS(c)};
	query_args text = {.text = NULL};
	filter_args filter = {.rest = {0}};
	command_line line = {.command = "ideas",
	    .usage = QUERY_USAGE,
	    .wanted = {1, 1 + TENSEN_TOGETHER_MAX, SAY_INDEX_AND_QUERY},
	    .summary = {"別の製品分野での用途: 読んで残ったもの（用途仮説）と、未読の候補を出す。",
		"Uses in other product areas: what was read and held, and what is unread."},
	    .notes = {"番号を二つ以上並べると、それらを合わせた用途を出す。\n"
		      "絞り込みは見つける文献にかかる。",
		"Several ids are asked as one.  Filters apply to the documents that may be found."},
	    .groups = {{{"用途仮説", "Ideas"}, table, &a}, {ASKING_GROUP(&a.asking)},
		{QUERY_GROUP(&text)}, {FILTER_GROUP(&filter)}, {MODEL_GROUP(&a.model)},
		{OUTPUT_GROUP(list_output, c)}, {FILES_GROUP(c)}, {WORDS_GROUP(c)}}};
	exit_code code;

	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if ((code = filter_resolve(&a.ideas.filter, line.command, &filter, c)) != EXIT_OK)
		return code;
	if ((code = model_check(&a.model, &line, c)) != EXIT_OK)
		return code;
	if (line.n_words > 2) {
		if (a.model.reader.url)
			return report_usage(line.command, SAY_MODEL_GOES_WITH);
		if (text.text || text.file)
			return report_usage(line.command, SAY_SEVERAL_IDS_OR);
		if (text.own_field.n || text.drop_words.n || text.add_words.n)
			return report_usage(line.command, SAY_OWN_FIELD_DROP);
		if ((code = asking_read(&a.ideas.asking, &a.asking, NULL)) != EXIT_OK)
			return code;
		return together_ask(&line, tensen_ideas_together, &a.ideas, c);
	}
	return model_ask(&(read_question){&line, &text, &a.model, &a.asking, &a.ideas.asking, NULL,
			     ideas, &a.ideas},
	    c);
}
