/* cli/commands/cmd_search.c - tensen search FILE (ID | ...), and the TREC run:
 * tensen search FILE --queries Q --run RUN */
#include "cli/commands/command.h"
#include <tensen/messages.h>

typedef struct args {
	tensen_search_opts search;
	const char *queries, *run;
	uint32_t threads;
} args;

static const opt_choice sides[] = {{"fused", TENSEN_FUSED}, {"dense", TENSEN_DENSE},
    {"lexical", TENSEN_LEXICAL}, {"embeddings", TENSEN_EMBEDDINGS}, {NULL, 0}};

static const opt_choice groups[] = {
    {"wipo35", TENSEN_PER_WIPO35}, {"ipc3", TENSEN_PER_IPC3}, {"ipc4", TENSEN_PER_IPC4}, {NULL, 0}};

#define RUN_HITS 10 /* as many as a search without --run */

#define AT(member) offsetof(args, member)
static const opt table[] = {
    {'k', "count", OPT_U32, AT(search.k), "N", .min = 1, .max = TENSEN_HITS_MAX,
	.help = {"出す文献の数（--per では区分ごとに）", "hits wanted, with --per of each group"},
	.unset = {"10、--per では 3", "10, with --per 3"}},
    {0, "per", OPT_CHOICE, AT(search.per), "BY", .choices = groups,
	.help = {"分野・IPC クラス・サブクラスごとに出す",
	    "the nearest of every field, IPC class or subclass"}},
    {0, "groups", OPT_U32, AT(search.groups), "N", .min = 1, .max = TENSEN_GROUPS_MAX,
	.help = {"--per で出す区分の数", "with --per: groups wanted"}, .unset = {"すべて", "all"}},
    {0, "offset", OPT_U32, AT(search.offset), "N",
	.help = {"先頭から飛ばす数（続きを見る）", "hits skipped first"}},
    {0, "side", OPT_CHOICE, AT(search.side), "SIDE", .choices = sides,
	.help = {"何で比べるか", "what documents are compared by"}},
    {0, "quote", OPT_SET, AT(search.quote), NULL, .value = 1,
	.help = {"各文献の分類と、問いに合った文も出す（JSON）",
	    "class of each hit, the sentence that was met (JSON)"}},
    {0, "varied", OPT_SET, AT(search.varied), NULL, .value = 1,
	.help = {"似たものを続けず、いろいろなものを出す", "a list of different things"}},
    {0, "explain", OPT_SET, AT(search.explain), NULL, .value = 1,
	.help = {"どの語が効いたかも示す", "show which terms counted"}},
    {0, "queries", OPT_STRING, AT(queries), "Q",
	.help = {"このファイルの全文献で問う（--run と）",
	    "ask with every document of this file (with --run)"}},
    {0, "run", OPT_STRING, AT(run), "RUN", .help = {"TREC の run を書く", "write a TREC run here"}},
    {OPT_THREADS(threads), .help = {"--run のスレッド数", "threads of --run"}}, {.name = NULL}};
#undef AT

QUERY_CALL(call, tensen_search)

/* Every query of a file.  The answer is the run file; nothing is printed. */
static tensen_status
write_run(tensen_index *ix, void *payload, tensen_result **out, tensen_error *err)
{
	const args *a = payload;

	(void)out;
	return tensen_search_run(ix, a->queries, a->run, &a->search, a->threads, err);
}

static exit_code
cmd_search_ask(const command_line *line, args *with, const query_args *text, const common *opts)
{
	const char *const inputs[] = {with->queries, NULL};
	const report_files files = {line->words[0], inputs};
	query q = {.bytes = NULL};
	exit_code code;

	if (with->search.groups && !with->search.per)
		return report_usage(line->command, SAY_GROUPS_GOES_WITH);
	if (with->queries || with->run) {
		if (!with->queries || !with->run)
			return report_usage(line->command, SAY_QUERIES_AND_RUN);
		if (with->search.per)
			return report_usage(line->command, SAY_PER_AND_QUERIES);
		if (line->n_words > 1 || text->text || text->file)
			return report_usage(line->command, SAY_QUERIES_STANDS_INSTEAD);
		if (!with->search.k)
			with->search.k = RUN_HITS;
		code = report_target(with->run, line->words[0]);
		return code == EXIT_OK ? index_ask(&files, write_run, with, NULL, opts) : code;
	}
	if (with->search.per && with->search.offset)
		return report_usage(line->command, SAY_PER_AND_OFFSET);
	code = query_read(&q, line->command, text, line->words[1], opts);
	if (code == EXIT_OK)
		code = query_ask(line->words[0], &q, call, &with->search, opts);
	return code;
}

exit_code
cmd_search(common *c, int argc, char **argv)
{
	args a = {.search = TENSEN_SEARCH_OPTS_INIT};
	query_args text = {.text = NULL};
	filter_args filter = {.rest = {0}};
	command_line line = {TAKES_QUERY("search"),
	    .summary = {"似た文献を、近い順に出す。", "Similar documents, nearest first."},
	    .notes = {"tensen search FILE --queries Q.jsonl --run RUN.txt -k 100\n"
		      "は、Q の各文献について「qid Q0 docid rank score tag」を書く。",
		"tensen search FILE --queries Q.jsonl --run RUN.txt -k 100\n"
		"writes \"qid Q0 docid rank score tag\" for every document of Q."},
	    .groups = {{{"検索", "Search"}, table, &a}, {QUERY_GROUP(&text)},
		{FILTER_GROUP(&filter)}, {OUTPUT_GROUP(list_output, c)}, {FILES_GROUP(c)},
		{WORDS_GROUP(c)}}};
	exit_code code;

	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	if ((code = filter_resolve(&a.search.filter, line.command, &filter, c)) != EXIT_OK)
		return code;
	return cmd_search_ask(&line, &a, &text, c);
}
