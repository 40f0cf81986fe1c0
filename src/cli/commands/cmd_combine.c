/* cli/commands/cmd_combine.c - tensen combine FILE ID ID...: uses that need all of the patents. */
#include "cli/commands/command.h"
#include <tensen/messages.h>

typedef struct args {
	tensen_ideas_opts ideas;
} args;

#define AT(member) offsetof(args, ideas.member)
static const opt table[] = {{'k', "count", OPT_U32, AT(k), "N", .min = 1, .max = TENSEN_IDEAS_MAX,
				.help = {"出す仮説の数", "ideas wanted"}},
    {OPT_UNREAD(unread)}, {.name = NULL}};
#undef AT

exit_code
cmd_combine(common *c, int argc, char **argv)
{
	args a = {.ideas = IDEAS_OPTS};
	filter_args filter = {.rest = {0}};
	command_line line = {.command = "combine",
	    .usage = "FILE ID ID [ID [ID]] [OPTION...]",
	    .wanted = {3, 1 + TENSEN_COMBINE_MAX, SAY_INDEX_AND_TWO},
	    .summary = {"二件から四件の特許を併せて使えそうな用途を、別の製品分野から探す。",
		"Uses in other product areas for two to four patents together."},
	    .notes = {"文献の順は、その文献に最も遠い特許での順位による。",
		"A document stands where the patent that serves it least puts it."},
	    .groups = {{{"組合せ", "Combining"}, table, &a}, {FILTER_GROUP(&filter)},
		{OUTPUT_GROUP(list_output, c)}, {FILES_GROUP(c)}, {WORDS_GROUP(c)}}};
	exit_code code;

	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if ((code = filter_resolve(&a.ideas.filter, line.command, &filter, c)) != EXIT_OK)
		return code;
	return together_ask(&line, tensen_combine, &a.ideas, c);
}
