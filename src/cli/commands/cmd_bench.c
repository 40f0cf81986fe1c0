/* cli/commands/cmd_bench.c - tensen bench FILE */
#include <tensen/bench.h>
#include "cli/commands/command.h"

#define AT(member) offsetof(tensen_bench_opts, member)
static const opt table[] = {
    {0, "queries", OPT_U32, AT(queries), "N", .min = 1, .max = TENSEN_BENCH_QUERIES_MAX,
	.help = {"問い合わせに使う文献の数（無作為抽出）", "documents drawn to ask with"}},
    {0, "seed", OPT_U64, AT(seed), "N", .min = 1, .unset = {"1", "1"},
	.help = {"乱数の種", "seed of the draw"}},
    {OPT_THREADS(threads),
	.help = {"全並列での件/秒に使うスレッド数", "threads of the throughput on all cores"}},
    {.name = NULL}};
#undef AT

INDEX_CALL(bench, tensen_bench)

exit_code
cmd_bench(common *c, int argc, char **argv)
{
	tensen_bench_opts o = TENSEN_BENCH_OPTS_INIT;
	command_line line = {TAKES_INDEX("bench", "FILE [OPTION...]"),
	    .summary = {"手元の索引の速さを、この計算機で測る。",
		"How fast your own index is on this machine."},
	    .notes = {"温: 一度問うた後、1 スレッド。冷: 問い合わせごとに検索器を新しくし、索引の\n"
		      "ページをプロセスから外す（OS のキャッシュには残る）。",
		"warm: asked once before, one thread.  cold: a new searcher for each query, the\n"
		"pages of the index taken from the process (the system's cache keeps them)."},
	    .groups = {{{"測定", "Bench"}, table, &o}, {OUTPUT_GROUP(plain_output, c)},
		{FILES_GROUP(c)}, {WORDS_GROUP(c)}}};
	exit_code code;

	o.queries = 200;
	if (!options_parse(&line, c->lang, argc, argv, &code))
		return code;
	return index_ask(&(report_files){line.words[0], NULL}, bench, &o, NULL, c);
}
