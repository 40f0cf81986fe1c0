/* engine/eval/bench_recall.c - see eval_parts.h.
 *
 * WHAT  Every row is projected once and compared with all queries; only the ten best cosines of
 *       each query are kept.  Then each hit of the index is projected again and counts as
 *       found if its own cosine is as good as the tenth: a row with the same text as a true
 *       neighbour is not a miss.
 * COST  Memory does not grow with the index. */
#include "engine/base/searcher.h"
#include "engine/eval/eval_parts.h"
#include <math.h>
#include "model/weights.h"
#include "util/fail.h"
#include "util/threads/threads.h"
#include "util/memory.h"

#define K 10
#define PIECE 4096     /* rows */
#define ROUNDING 1e-6f /* cosines of equal float32 vectors differ by less */

/* The best cosines of one query, descending. */
typedef struct best_cosines {
	float v[K];
	uint32_t n;
} best_cosines;

typedef struct exact {
	const crew *crew;
	const uint32_t *queries;
	uint32_t n, dims, n_rows;
	float *q;             /* [n][dims] */
	uint8_t *silent;      /* [n] 1: the query has no vector */
	best_cosines *best;   /* [threads][n] */
	double *found;        /* [n] */
	double *wanted;       /* [n] */
	tensen_error *errors; /* [pieces] */
} exact;

static void
bench_offer(best_cosines *cosines, float score)
{
	uint32_t k = cosines->n < K ? cosines->n++ : K;

	while (k > 0 && cosines->v[k - 1] < score) {
		if (k < K)
			cosines->v[k] = cosines->v[k - 1];
		k--;
	}
	if (k < K)
		cosines->v[k] = score;
}

/* The topic vector of a row; its length before scaling, negative on failure. */
static float
project_row(tensen_searcher *searcher, uint32_t row, float *out, tensen_error *err)
{
	const store *st = searcher->ix->store;
	term_count *t;
	uint32_t n, *col;
	float *val;

	arena_reset(&searcher->mem);
	if (row_terms(searcher, row, &t, &n, err) < 0)
		return -1;
	col = arena_alloc(&searcher->mem, (n + (size_t)1) * sizeof *col);
	val = arena_alloc(&searcher->mem, (n + (size_t)1) * sizeof *val);
	if (!col || !val) {
		tensen_fail_nomem(err);
		return -1;
	}
	n = view_row(&st->vocab, VIEW_TOPIC, t, n, col, val);
	return lsa_project(&st->basis, col, val, n, out);
}

static float
bench_dot(const float *a, const float *b, uint32_t n)
{
	float sum[8] = {0}, all = 0;

	for (uint32_t d = 0; d + 8 <= n; d += 8)
		for (uint32_t k = 0; k < 8; k++)
			sum[k] += a[d + k] * b[d + k];
	for (uint32_t d = n / 8 * 8; d < n; d++)
		all += a[d] * b[d];
	for (uint32_t k = 0; k < 8; k++)
		all += sum[k];
	return all;
}

/* Offer a row to the lists of all queries but itself. */
static void
offer_row(exact *full, best_cosines *best, uint32_t row, const float *x)
{
	for (uint32_t i = 0; i < full->n; i++)
		if (!full->silent[i] && row != full->queries[i])
			bench_offer(
			    &best[i], bench_dot(x, full->q + (size_t)i * full->dims, full->dims));
}

static void
scan_piece(void *ctx, size_t piece, unsigned worker)
{
	exact *e = ctx;
	tensen_searcher *s = e->crew->searchers[worker];
	uint32_t from = (uint32_t)piece * PIECE,
		 to = e->n_rows - from < PIECE ? e->n_rows : from + PIECE;
	float *x = malloc(e->dims * sizeof *x);

	e->errors[piece].code = TENSEN_OK;
	if (!x) {
		tensen_fail_nomem(&e->errors[piece]);
		return;
	}
	for (uint32_t row = from; row < to; row++) {
		float norm = project_row(s, row, x, &e->errors[piece]);
		if (norm < 0)
			break;
		if (norm > 0)
			offer_row(e, e->best + (size_t)worker * e->n, row, x);
	}
	free(x);
}

/* The lists of all threads into those of the first. */
static void
merge_lists(exact *full)
{
	size_t n = full->n;

	for (unsigned t = 1; t < full->crew->threads; t++)
		for (size_t i = 0; i < n; i++)
			for (uint32_t k = 0; k < full->best[t * n + i].n; k++)
				bench_offer(&full->best[i], full->best[t * n + i].v[k]);
}

/* How many of the hits, the query itself left out, are as good as the list. */
static tensen_status
count_found(exact *full, tensen_searcher *searcher, uint32_t i, const hit *hits, uint32_t n,
    tensen_error *err)
{
	const best_cosines *list = &full->best[i];
	const float *q = full->q + (size_t)i * full->dims;
	float x[1024];
	uint32_t kept = 0, found = 0;

	for (uint32_t h = 0; h < n && kept < list->n; h++) {
		if (hits[h].row == full->queries[i])
			continue;
		kept++;
		if (project_row(searcher, hits[h].row, x, err) < 0)
			return err->code;
		found += bench_dot(x, q, full->dims) >= list->v[list->n - 1] - ROUNDING;
	}
	full->found[i] = found;
	return TENSEN_OK;
}

static tensen_status
bench_compare(void *ctx, uint32_t i, tensen_searcher *searcher, tensen_error *err)
{
	exact *e = ctx;
	searcher_vectors topic;
	vecset_query q = {
	    .q = e->q + (size_t)i * e->dims, .k = K + 1, .exact = e->n_rows < EXACT_BELOW};
	hit hits[K + 1];
	uint32_t n;
	tensen_status st;

	if (e->silent[i])
		return TENSEN_OK;
	e->wanted[i] = e->best[i].n;
	if ((st = searcher_view(&topic, searcher, VIEW_TOPIC, err)) < 0 ||
	    (st = vecset_search(topic.v, topic.scratch, &q, hits, &n, err)) < 0)
		return st;
	return count_found(e, searcher, i, hits, n, err);
}

static double
bench_share(const double *found, const double *wanted, uint32_t n)
{
	double f = 0, w = 0;

	for (uint32_t i = 0; i < n; i++) {
		f += found[i];
		w += wanted[i];
	}
	return w > 0 ? f / w : (double)NAN;
}

static tensen_status
bench_run(exact *full, bench_recalls *out, tensen_error *err)
{
	size_t pieces = (full->n_rows + (size_t)PIECE - 1) / PIECE;
	tensen_status st;

	for (uint32_t i = 0; i < full->n; i++) {
		float norm = project_row(full->crew->searchers[0], full->queries[i],
		    full->q + (size_t)i * full->dims, err);
		if (norm < 0)
			return err ? err->code : TENSEN_E_CORRUPT;
		full->silent[i] = norm <= 0;
		out->queries += norm > 0;
	}
	threads_run(full->crew->threads, pieces, scan_piece, full);
	if ((st = tensen_fail_first(err, full->errors, pieces)) < 0)
		return st;
	merge_lists(full);
	st = crew_run(full->crew, full->n, bench_compare, full, err);
	out->recall = bench_share(full->found, full->wanted, full->n);
	return st;
}

static int
exact_alloc(exact *full)
{
	size_t pieces = (full->n_rows + (size_t)PIECE - 1) / PIECE;

	full->q = calloc((size_t)full->n * full->dims + 1, sizeof *full->q);
	full->silent = calloc(full->n + (size_t)1, 1);
	full->best = calloc((size_t)full->crew->threads * full->n + 1, sizeof *full->best);
	full->errors = calloc(pieces + 1, sizeof *full->errors);
	full->found = calloc(2 * ((size_t)full->n + 1), sizeof *full->found);
	if (!full->q || !full->silent || !full->best || !full->errors || !full->found)
		return -1;
	full->wanted = full->found + full->n;
	return 0;
}

tensen_status
bench_recall(
    bench_recalls *out, const crew *all, const uint32_t *queries, uint32_t n, tensen_error *err)
{
	const store *st = all->searchers[0]->ix->store;
	exact e = {
	    .crew = all, .queries = queries, .n = n, .dims = st->meta.dims, .n_rows = st->rows.n};
	tensen_status rc;

	*out = (bench_recalls){(double)NAN, 0};
	rc = exact_alloc(&e) == 0 ? bench_run(&e, out, err) : tensen_fail_nomem(err);
	free_all(e.q, e.silent, e.best, e.errors, e.found);
	return rc;
}
