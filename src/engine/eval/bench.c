/* engine/eval/bench.c - tensen_bench(): see tensen/bench.h for the measures. */
#include <tensen/bench.h>
#include <stdlib.h>
#include <sys/resource.h>
#include "engine/query/understand.h"
#include "engine/base/options.h"
#include "engine/eval/bench_recall.h"
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
	float *vectors; /* [n][dims] topic vectors of the queries */
	unsigned threads;
	tensen_searcher **searchers; /* by worker */
	double *times;               /* [n] */
	tensen_error *errors;        /* [n] */
} bench;

/* One query of a kind. */
typedef tensen_status (*task)(const bench *b, tensen_searcher *s, uint32_t i, tensen_error *err);

static tensen_status
ask_search(const bench *b, tensen_searcher *s, uint32_t i, tensen_error *err)
{
	tensen_query q = {.id = tensen_index_id(b->ix, b->rows[i])};
	tensen_result *r = NULL;
	tensen_status st = tensen_search(s, &q, &(tensen_search_opts){.k = K}, &r, err);

	tensen_result_free(r);
	return st;
}

static tensen_status
ask_ideas(const bench *b, tensen_searcher *s, uint32_t i, tensen_error *err)
{
	tensen_query q = {.id = tensen_index_id(b->ix, b->rows[i])};
	tensen_result *r = NULL;
	tensen_status st = tensen_ideas(s, &q, NULL, &r, err);

	tensen_result_free(r);
	return st;
}

/* Nearest rank, in milliseconds. */
static void
quantiles(double out[N_QUANTILES], double *t, uint32_t n)
{
	static const double at[N_QUANTILES] = {0.5, 0.95, 0.99};

	qsort(t, n, sizeof *t, sort_double);
	for (int k = 0; k < N_QUANTILES; k++) {
		uint32_t i = (uint32_t)(at[k] * n);
		out[k] = 1e3 * t[i < n ? i : n - 1];
	}
}

static tensen_status
measure_warm(const bench *b, bench_row *out, task ask, tensen_error *err)
{
	double total = 0;
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < b->n && st == TENSEN_OK; i++)
		st = ask(b, b->searchers[0], i, err);
	for (uint32_t i = 0; i < b->n && st == TENSEN_OK; i++) {
		double t = clock_now();
		st = ask(b, b->searchers[0], i, err);
		b->times[i] = clock_now() - t;
		total += b->times[i];
	}
	if (st < 0)
		return st;
	quantiles(out->warm, b->times, b->n);
	out->per_second = total > 0 ? b->n / total : 0;
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
measure_cold(const bench *b, bench_row *out, task ask, uint32_t n, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		tensen_searcher *s;
		double t;

		drop_pages(b->ix);
		t = clock_now();
		if ((st = tensen_searcher_new(&s, b->ix, err)) < 0)
			break;
		st = ask(b, s, i, err);
		b->times[i] = clock_now() - t;
		tensen_searcher_free(s);
	}
	if (st == TENSEN_OK)
		quantiles(out->cold, b->times, n);
	return st;
}

typedef struct many {
	const bench *b;
	task ask;
} many;

static void
ask_one(void *ctx, size_t piece, unsigned worker)
{
	many *m = ctx;
	const bench *b = m->b;

	b->errors[piece].code = TENSEN_OK;
	m->ask(b, b->searchers[worker], (uint32_t)piece, &b->errors[piece]);
}

static tensen_status
measure_all(const bench *b, bench_row *out, task ask, tensen_error *err)
{
	many m = {b, ask};
	double t;

	threads_run(b->threads, b->n, ask_one, &m); /* every searcher has answered once */
	t = clock_now();
	threads_run(b->threads, b->n, ask_one, &m);
	t = clock_now() - t;
	out->per_second_all = t > 0 ? b->n / t : 0;
	for (uint32_t i = 0; i < b->n; i++)
		if (b->errors[i].code < 0) {
			if (err)
				*err = b->errors[i];
			return b->errors[i].code;
		}
	return TENSEN_OK;
}

static tensen_status
prepare(bench *b, const tensen_bench_opts *o, tensen_error *err)
{
	uint32_t n = b->ix->store->rows.n, dims = b->ix->store->meta.dims;
	rng r = {o->seed};
	tensen_status st = TENSEN_OK;

	b->n = o->queries ? o->queries : QUERIES_DEFAULT;
	b->threads = o->threads ? o->threads : threads_cores();
	b->rows = calloc(b->n, sizeof *b->rows);
	b->vectors = calloc((size_t)b->n * dims, sizeof *b->vectors);
	b->times = calloc(b->n, sizeof *b->times);
	b->errors = calloc(b->n, sizeof *b->errors);
	b->searchers = calloc(b->threads, sizeof *b->searchers);
	if (!b->rows || !b->vectors || !b->times || !b->errors || !b->searchers)
		return tensen_fail_nomem(err);
	for (unsigned i = 0; i < b->threads && st == TENSEN_OK; i++)
		st = tensen_searcher_new(&b->searchers[i], b->ix, err);
	for (uint32_t i = 0; i < b->n && st == TENSEN_OK; i++) {
		query a;
		b->rows[i] = rng_below(&r, n);
		if ((st = query_of_row(&a, b->searchers[0], b->rows[i], err)) == TENSEN_OK)
			memcpy(b->vectors + (size_t)i * dims, a.topic, dims * sizeof(float));
	}
	return st;
}

static void
release(bench *b)
{
	for (unsigned i = 0; b->searchers && i < b->threads; i++)
		tensen_searcher_free(b->searchers[i]);
	free_all(b->searchers, b->rows, b->vectors, b->times, b->errors);
}

static tensen_status
measure(bench_result *r, bench *b, tensen_error *err)
{
	static const task tasks[N_BENCH] = {ask_search, ask_ideas};
	struct rusage usage;
	bench_recalls recall;
	tensen_status st = TENSEN_OK;

	r->cold_queries = b->n < COLD_MAX ? b->n : COLD_MAX;
	for (int k = 0; k < N_BENCH && st == TENSEN_OK; k++)
		if ((st = measure_cold(b, &r->rows[k], tasks[k], r->cold_queries, err)) < 0 ||
		    (st = measure_warm(b, &r->rows[k], tasks[k], err)) < 0 ||
		    (st = measure_all(b, &r->rows[k], tasks[k], err)) < 0)
			return st;
	/* before the memory that only the bench itself needs */
	if (getrusage(RUSAGE_SELF, &usage) == 0)
		r->peak_memory = (uint64_t)usage.ru_maxrss * 1024;
	st = bench_recall(
	    &recall, b->searchers, b->threads, b->rows, b->n < RECALL_MAX ? b->n : RECALL_MAX, err);
	r->recall = recall.recall;
	r->recall_queries = recall.queries;
	return st;
}

static tensen_status
fill(bench_result *r, const tensen_index *ix, const tensen_bench_opts *o, tensen_error *err)
{
	bench b = {.ix = ix};
	tensen_status st;

	r->seed = o->seed;
	r->documents = ix->store->rows.n;
	r->index_bytes = ix->store->map.n;
	for (uint32_t i = 0; ix->parts && i < ix->parts->n; i++)
		r->index_bytes += ix->parts->v[i].store->map.n;
	if (!r->documents)
		return TENSEN_OK;
	st = prepare(&b, o, err);
	r->queries = b.n;
	r->threads = b.threads;
	if (st == TENSEN_OK)
		st = measure(r, &b, err);
	release(&b);
	return st;
}

tensen_status
tensen_bench(
    const tensen_index *ix, const tensen_bench_opts *opts, tensen_result **out, tensen_error *err)
{
	tensen_bench_opts o;
	tensen_status st = bench_options(&o, opts, err);
	bench_result *r = st < 0 ? NULL : bench_result_new();

	if (r)
		st = fill(r, ix, &o, err);
	return engine_answer(r, st, ix, out, err);
}
