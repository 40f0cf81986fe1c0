/* result/eval/bench_result.c - times and bytes as table and JSON. */
#include "result/eval/bench_result.h"
#include <math.h>
#include "result/write/table.h"
#include "util/plain.h"

static const char *const row_names[N_BENCH] = {"search", "ideas"};
static const char *const quantile_names[N_QUANTILES] = {"p50", "p95", "p99"};

static void
json_times(json *out, const char *key, const double val[N_QUANTILES])
{
	json_key_open(out, key, '{');
	for (int k = 0; k < N_QUANTILES; k++)
		json_key_num(out, quantile_names[k], val[k], 4);
	json_close(out, '}');
}

static void
to_json(const tensen_result *res, const tensen_style *style, json *out)
{
	const bench_result *r = RESULT_AS(bench_result, res);

	(void)style;
	json_key_int(out, "seed", (int64_t)r->seed);
	json_key_int(out, "documents", r->documents);
	json_key_int(out, "queries", r->queries);
	json_key_int(out, "cold_queries", r->cold_queries);
	json_key_int(out, "threads", r->threads);
	for (int i = 0; i < N_BENCH; i++) {
		const bench_row *x = &r->rows[i];
		json_key_open(out, row_names[i], '{');
		json_times(out, "warm_ms", x->warm);
		json_times(out, "cold_ms", x->cold);
		json_key_num(out, "per_second", x->per_second, 1);
		json_key_num(out, "per_second_all", x->per_second_all, 1);
		json_close(out, '}');
	}
	json_key_num(out, "recall_at_10", r->recall, 4);
	json_key_int(out, "recall_queries", r->recall_queries);
	json_key_int(out, "peak_memory", (int64_t)r->peak_memory);
	json_key_int(out, "index_bytes", (int64_t)r->index_bytes);
}

/* A blank and a number.  A number too wide for its column loses decimals: times differ by a
 * factor of 1,000 between machines and indexes. */
static void
put_figure(buf *out, int columns, int decimals, double x)
{
	char text[64];

	while (plain_snprintf(text, sizeof text, " %*.*f", columns, decimals, x) > columns + 1 &&
	       decimals)
		decimals--;
	buf_str(out, text);
}

static void
table_row(const bench_result *result, int i, int l, buf *out)
{
	static const char *const names[N_BENCH][2] = {
	    {"類似検索", "search"}, {"用途仮説", "ideas"}};
	const bench_row *x = &result->rows[i];

	buf_str(out, "  ");
	table_cell(out, span_of(names[i][l]), 9, 1);
	for (int k = 0; k < N_QUANTILES; k++)
		put_figure(out, 6, 2, x->warm[k]);
	for (int k = 0; k < N_QUANTILES; k++)
		put_figure(out, 6, 2, x->cold[k]);
	put_figure(out, 6, 0, x->per_second);
	put_figure(out, 6, 0, x->per_second_all);
	buf_char(out, '\n');
}

static void
table_head(int l, buf *out)
{
	static const char *const over[3][2] = {{"  温（ミリ秒）", "  warm, ms"},
	    {"  冷（ミリ秒）", "  cold, ms"}, {"  件/秒", "  queries/s"}};

	buf_str(out, "           ");
	for (int i = 0; i < 3; i++)
		table_cell(out, span_of(over[i][l]), 21, i < 2);
	buf_str(out, "\n           ");
	for (int i = 0; i < 2; i++)
		buf_printf(out, "%7s%7s%7s", "p50", "p95", "p99");
	buf_str(out, l ? "  1 thr    all\n" : "  1並列     全\n");
}

static void
to_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const bench_result *r = RESULT_AS(bench_result, res);
	int l = style->lang == TENSEN_EN;

	buf_printf(out,
	    l ? "%u of %u documents asked, seed %llu; cold: %u; all: %u threads\n\n"
	      : "文献 %2$u 件中 %1$u 件で問う、種 %3$llu、冷 %4$u 件、全 %5$u 並列\n\n",
	    r->queries, r->documents, (unsigned long long)r->seed, r->cold_queries, r->threads);
	table_head(l, out);
	for (int i = 0; i < N_BENCH; i++)
		table_row(r, i, l, out);
	buf_char(out, '\n');
	if (!isnan(r->recall))
		buf_printf(out,
		    l ? "recall@10 of the codes against float32: %.4f (%u queries)\n"
		      : "符号の recall@10（float32 の総当たりに対し）: %.4f（%u 件）\n",
		    r->recall, r->recall_queries);
	buf_printf(out,
	    l ? "memory: %.0f MB at most, index %.0f MB\n"
	      : "メモリ: 最大 %.0f MB（索引 %.0f MB）\n",
	    (double)r->peak_memory / 1e6, (double)r->index_bytes / 1e6);
}

const result_class bench_class = {.kind = "bench",
    .size = sizeof(bench_result),
    .version = 1,
    .holds = {MEMBER(bench_result, queries)},
    .json = to_json,
    .table = to_table};
