/* cli/commands/cmd_combine.c - tensen combine FILE ID ID...: uses that need all of the patents. */
#include "cli/commands/command.h"

typedef struct args {
	tensen_ideas_opts ideas;
	const char *const *ids;
	size_t n_ids;
} args;

#define AT(member) offsetof(args, ideas.member)
static const opt table[] = {{'k', "count", OPT_U32, AT(k), "N", .min = 1, .max = TENSEN_IDEAS_MAX,
				.help = {"出す仮説の数", "ideas wanted"}},
    {OPT_EVIDENCE(evidence)}, {.name = NULL}};
#undef AT

static tensen_status
call(tensen_searcher *s, const tensen_query *q, const void *opts, tensen_result **out,
    tensen_error *err)
{
	const args *a = opts;

	(void)q;
	return tensen_combine(s, a->ids, a->n_ids, &a->ideas, out, err);
}

exit_code
cmd_combine(common *c, int argc, char **argv)
{
	args a = {.ideas = TENSEN_IDEAS_OPTS_INIT};
	filter_args filter = {.since = 0};
	query q = {.bytes = NULL};
	command_line line = {.command = "combine",
	    .usage = "FILE ID ID [ID [ID]] [OPTION...]",
	    .wanted = {3, 1 + TENSEN_COMBINE_MAX, "an index and two ids"},
	    .summary = {"二件から四件の特許を併せて使えそうな用途を、別の製品分野から探す。",
		"Uses in other product areas for two to four patents together."},
	    .notes = {"確度は、その用途に最も遠い特許のもの。",
		"The confidence is that of the patent that is the least probable to serve there."},
	    .groups = {{{"組合せ", "Combining"}, table, &a}, {FILTER_GROUP(&filter)},
		{OUTPUT_GROUP(list_output, c)}, {FILES_GROUP(c)}, {WORDS_GROUP(c)}}};
	exit_code code;

	a.ideas.k = 8;
	a.ideas.evidence = 3;
	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if ((code = filter_resolve(&a.ideas.filter, line.command, &filter, c)) != EXIT_OK)
		return code;
	a.ids = line.words + 1;
	a.n_ids = line.n_words - 1;
	return query_ask(line.words[0], &q, call, &a, c);
}
