/* engine/eval/bench.c - tensen_bench(): see tensen/bench.h for the measures. */
#include <tensen/bench.h>
#include <sys/resource.h>
#include "engine/crew.h"
#include "engine/base/options.h"
#include "engine/eval/eval_parts.h"
#include "engine/distributed/parts.h"
#include "result/eval/bench_result.h"
#include "util/clock.h"
#include "util/fail.h"
#include "util/rng.h"
#include "util/threads/sort.h"
#include "util/threads/threads.h"
#include "util/memory.h"

#define QUERIES_DEFAULT 200
#define COLD_MAX 50
#define RECALL_MAX 100
#define K 10

typedef struct bench {
	const tensen_index *ix;
	uint32_t *rows; /* of the queries */
	uint32_t n;
	int what; /* is asked */
	crew crew;
	double *times; /* [n] */
} bench;

/* A crew_fn. */
static tensen_status
bench_ask(void *ctx, uint32_t i, tensen_searcher *searcher, tensen_error *err)
{
	const bench *bn = ctx;
	tensen_query q = {.id = tensen_index_id(bn->ix, bn->rows[i])};
	tensen_result *r = NULL;
	tensen_status st = bn->what == BENCH_IDEAS ? tensen_ideas(searcher, &q, NULL, &r, err)
						   : tensen_search(searcher, &q,
							 &(tensen_search_opts){.k = K}, &r, err);

	tensen_result_free(r);
	return st;
}

/* Nearest rank, in milliseconds. */
static void
bench_quantiles(double out[N_QUANTILES], double *val, uint32_t n)
{
	static const double at[N_QUANTILES] = {0.5, 0.95, 0.99};

	qsort(val, n, sizeof *val, sort_double);
	for (int k = 0; k < N_QUANTILES; k++) {
		uint32_t i = (uint32_t)(at[k] * n);
		out[k] = 1e3 * val[i < n ? i : n - 1];
	}
}

static tensen_status
measure_warm(bench *bn, bench_row *out, tensen_error *err)
{
	double total = 0;
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < bn->n && st == TENSEN_OK; i++)
		st = bench_ask(bn, i, bn->crew.searchers[0], err);
	for (uint32_t i = 0; i < bn->n && st == TENSEN_OK; i++) {
		double t = clock_now();
		st = bench_ask(bn, i, bn->crew.searchers[0], err);
		bn->times[i] = clock_now() - t;
		total += bn->times[i];
	}
	if (st < 0)
		return st;
	bench_quantiles(out->warm, bn->times, bn->n);
	out->per_second = total > 0 ? bn->n / total : 0;
	return TENSEN_OK;
}

/* Give the pages of all files of the index back. */
static void
drop_pages(const tensen_index *ix)
{
	filemap_drop_pages(&ix->store->map);
	for (uint32_t i = 0; ix->parts && i < ix->parts->n; i++)
		filemap_drop_pages(&ix->parts->v[i].store->map);
}

static tensen_status
measure_cold(bench *bn, bench_row *out, uint32_t n, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		tensen_searcher *s;
		double t;

		drop_pages(bn->ix);
		t = clock_now();
		if ((st = tensen_searcher_new(&s, bn->ix, err)) < 0)
			break;
		st = bench_ask(bn, i, s, err);
		bn->times[i] = clock_now() - t;
		tensen_searcher_free(s);
	}
	if (st == TENSEN_OK)
		bench_quantiles(out->cold, bn->times, n);
	return st;
}

static tensen_status
measure_all(bench *bn, bench_row *out, tensen_error *err)
{
	double t = 0;
	tensen_status st = TENSEN_OK;

	for (int turn = 0; turn < 2 && st == TENSEN_OK;
	     turn++) { /* the first wakes all searchers */
		t = clock_now();
		st = crew_run(&bn->crew, bn->n, bench_ask, bn, err);
		t = clock_now() - t;
	}
	out->per_second_all = t > 0 ? bn->n / t : 0;
	return st;
}

static tensen_status
bench_prepare(bench *bn, const tensen_bench_opts *opts, tensen_error *err)
{
	rng r = {opts->seed};

	bn->n = opts->queries ? opts->queries : QUERIES_DEFAULT;
	bn->rows = calloc(bn->n, sizeof *bn->rows);
	bn->times = calloc(bn->n, sizeof *bn->times);
	if (!bn->rows || !bn->times)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < bn->n; i++)
		bn->rows[i] = rng_below(&r, bn->ix->store->rows.n);
	return crew_begin(&bn->crew, bn->ix, opts->threads ? opts->threads : threads_cores(), err);
}

static tensen_status
bench_measure(bench_result *result, bench *bn, tensen_error *err)
{
	struct rusage usage;
	bench_recalls recall;
	tensen_status st;

	result->cold_queries = bn->n < COLD_MAX ? bn->n : COLD_MAX;
	for (bn->what = 0; bn->what < N_BENCH; bn->what++) {
		bench_row *row = &result->rows[bn->what];
		if ((st = measure_cold(bn, row, result->cold_queries, err)) < 0 ||
		    (st = measure_warm(bn, row, err)) < 0 || (st = measure_all(bn, row, err)) < 0)
			return st;
	}
	/* before the memory that only the bench itself needs */
	if (getrusage(RUSAGE_SELF, &usage) == 0)
		result->peak_memory = (uint64_t)usage.ru_maxrss * 1024;
	st = bench_recall(
	    &recall, &bn->crew, bn->rows, bn->n < RECALL_MAX ? bn->n : RECALL_MAX, err);
	result->recall = recall.recall;
	result->recall_queries = recall.queries;
	return st;
}

static tensen_status
bench_fill(
    bench_result *result, const tensen_index *ix, const tensen_bench_opts *opts, tensen_error *err)
{
	bench b = {.ix = ix};
	tensen_status st;

	result->seed = opts->seed;
	result->documents = ix->store->rows.n;
	result->index_bytes = ix->store->map.n;
	for (uint32_t i = 0; ix->parts && i < ix->parts->n; i++)
		result->index_bytes += ix->parts->v[i].store->map.n;
	if (!result->documents)
		return TENSEN_OK;
	st = bench_prepare(&b, opts, err);
	result->queries = b.n;
	result->threads = b.crew.threads;
	if (st == TENSEN_OK)
		st = bench_measure(result, &b, err);
	crew_end(&b.crew);
	free_all(b.rows, b.times);
	return st;
}

tensen_status
tensen_bench(
    const tensen_index *ix, const tensen_bench_opts *opts, tensen_result **out, tensen_error *err)
{
	tensen_bench_opts o;
	tensen_status st = bench_options(&o, opts, err);
	bench_result *r = st < 0 ? NULL : result_new(&bench_class);

	if (r)
		st = bench_fill(r, ix, &o, err);
	return engine_answer(r, st, ix, out, err);
}
