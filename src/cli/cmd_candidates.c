/* cli/cmd_candidates.c - tensen candidates FILE (ID | --text T | --file F | -) */
#include "cli/command.h"

typedef struct args {
	tensen_candidates_opts ask;
	opt_list aspects;
	const char *grades;
} args;

#define AT(member) offsetof(args, member)
static const opt table[] = {{'n', "count", OPT_U32, AT(ask.n), "N", .min = 1,
				.max = TENSEN_CANDIDATES_MAX,
				.help = {"出す候補の数", "candidates wanted"}},
    {OPT_ASPECT(aspects)},
    {0, "aspects-only", OPT_SET, AT(ask.asking.only_given), NULL, .value = 1,
	.help = {"--aspect の観点だけで探す", "ask by the given aspects alone"}},
    {0, "family", OPT_SET, AT(ask.family), NULL, .value = 1,
	.help = {"同じ製品系列の文献も出す", "show its own product family, too"}},
    {0, "grades", OPT_STRING, AT(grades), "F",
	.help = {"評価済みの候補（CSV、TSV、JSONL）を読み、残りを並べ直す",
	    "candidates that were graded (CSV, TSV, JSONL): the rest is ordered anew"}},
    {.name = NULL}};
#undef AT

static tensen_status
call(tensen_searcher *s, const tensen_query *q, const void *opts, tensen_result **out,
    tensen_error *err)
{
	const args *a = opts;
	tensen_candidates_opts o = a->ask;
	tensen_judged *judged = NULL;
	tensen_status st = TENSEN_OK;

	if (a->grades)
		st = tensen_judged_read(&judged, a->grades, err);
	if (st == TENSEN_OK && judged)
		o.asking.judgements = tensen_judged_of(judged, q->id ? q->id : "", &o.asking.n_judgements);
	if (st == TENSEN_OK)
		st = tensen_candidates(s, q, &o, out, err);
	tensen_judged_free(judged);
	return st;
}

exit_code
cmd_candidates(common *c, int argc, char **argv)
{
	args a = {.ask = {.size = sizeof a.ask, .n = 40}};
	query_args text = {NULL, NULL};
	filter_args filter = {.since = 0};
	query q = {.bytes = NULL};
	command_line line = {.command = "candidates",
	    .usage = QUERY_USAGE,
	    .wanted = {1, 2, "an index and a query"},
	    .summary = {"別の製品分野での用途になりそうな文献を、短い観点ごとに探して並べる。",
		"Documents that may show a use in another product area, found aspect by aspect."},
	    .notes = {"CSV か JSONL に 3・2・1・0 の評価を書き込み、--grades で読み戻すと、残り"
		      "を並べ直す。",
		"Write grades 3, 2, 1, 0 into the CSV or JSONL and read it back with --grades."},
	    .groups = {{{"候補", "Candidates"}, table, &a}, {QUERY_GROUP(&text)},
		{FILTER_GROUP(&filter)}, {OUTPUT_GROUP(triage_output, c)}, {WORDS_GROUP(c)}}};
	exit_code code;

	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	a.ask.asking.aspects = a.aspects.n ? a.aspects.v : NULL;
	if ((code = filter_resolve(&a.ask.filter, line.command, &filter, c)) == EXIT_OK &&
	    (code = query_read(&q, line.command, &text, line.words[1])) == EXIT_OK)
		code = query_ask(line.words[0], &q, call, &a, c);
	return code;
}
