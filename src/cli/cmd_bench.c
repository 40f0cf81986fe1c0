/* cli/cmd_bench.c - tensen bench FILE */
#include <tensen/bench.h>
#include "cli/command.h"
#include "cli/common.h"

#define AT(member) offsetof(tensen_bench_opts, member)
static const opt table[] = {
    {0, "queries", OPT_U32, AT(queries), "N", .min = 1, .max = 1000000,
	.help = {"問い合わせに使う文献の数（無作為抽出）", "documents drawn to ask with"}},
    {0, "seed", OPT_U64, AT(seed), "N", .help = {"乱数の種", "seed of the draw"}},
    {'j', "threads", OPT_U32, AT(threads), "N", .max = 1024,
	.help = {"全並列での件/秒に使うスレッド数", "threads of the throughput on all cores"},
	.unset = {"全コア", "all cores"}},
    {.name = NULL}};
#undef AT

static exit_code
measure(const command_line *line, const tensen_bench_opts *o, const common *c)
{
	const report_files files = {line->words[0], NULL};
	tensen_index *ix = NULL;
	tensen_result *r = NULL;
	tensen_error err = {0};
	exit_code code = common_open(&ix, NULL, line->words[0], c);

	if (code == EXIT_OK) {
		tensen_status st = tensen_bench(ix, o, &r, &err);
		code = common_finish(st, r, &err, &files, c);
	}
	tensen_index_free(ix);
	return code;
}

exit_code
cmd_bench(int argc, char **argv)
{
	tensen_bench_opts o = TENSEN_BENCH_OPTS_INIT;
	common c;
	command_line line = {.command = "bench",
	    .usage = "FILE [OPTION...]",
	    .summary = {"手元の索引の速さを、この計算機で測る。",
		"How fast your own index is on this machine."},
	    .notes = {"温: 一度問うた後、1 スレッド。冷: 問い合わせごとに検索器を新しくし、索引の\n"
		      "ページをプロセスから外す（OS のキャッシュには残る）。読む符号: "
		      "ベクトル符号の\n"
		      "MB と、同じ実行で測ったメモリ帯域に対する割合（転置索引と本文は数えない）。",
		"warm: asked once before, one thread.  cold: a new searcher for each query, the\n"
		"pages of the index taken from the process (the system's cache keeps them).\n"
		"codes read: MB of vector codes, and the share of the memory bandwidth measured\n"
		"in the same run (postings and texts are not counted)."},
	    .groups = {{{"測定", "Bench"}, table, &o}, COMMON_GROUP(&c)}};
	exit_code code;

	o.queries = 200;
	common_init(&c, argc, argv);
	if (!common_parse(&line, &c, argc, argv, &code))
		return code;
	if ((code = common_words(&line, 1, 1, "an index")) != EXIT_OK)
		return code;
	return measure(&line, &o, &c);
}
