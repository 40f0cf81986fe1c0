/* engine/eval/bench_recall.c - see bench_recall.h.
 *
 * COST  A row is folded once for all queries and forgotten: memory does not grow
 *       with the index, but for ten hits per query and piece of rows. */
#include "engine/eval/bench_recall.h"
#include <math.h>
#include <stdlib.h>
#include "engine/query/shared.h"
#include "model/weights.h"
#include "model/lsa.h"
#include "util/fail.h"
#include "util/threads.h"

#define K 10
#define PIECE 4096 /* rows */

typedef struct nearest {
	vec_hit hit[K];
	uint32_t n;
} nearest;

typedef struct exact {
	tensen_searcher **searchers;
	const uint32_t *queries;
	uint32_t n, dims, n_rows;
	float *q;             /* [n][dims] */
	uint8_t *silent;      /* [n] 1: the query has no vector */
	nearest *best;        /* [pieces][n] */
	tensen_error *errors; /* [pieces] */
} exact;

static void
offer(nearest *b, vec_hit h)
{
	uint32_t k = b->n < K ? b->n++ : K;

	while (k > 0 && b->hit[k - 1].score < h.score) {
		if (k < K)
			b->hit[k] = b->hit[k - 1];
		k--;
	}
	if (k < K)
		b->hit[k] = h;
}

/* The topic vector of a row; its length before scaling, negative on failure. */
static float
fold_row(tensen_searcher *s, uint32_t row, float *out, tensen_error *err)
{
	const store *st = s->ix->store;
	term_count *t;
	uint32_t n, *col;
	float *val;

	arena_reset(&s->mem);
	if (row_terms(s, row, &t, &n, err) < 0)
		return -1;
	col = arena_alloc(&s->mem, (n + (size_t)1) * sizeof *col);
	val = arena_alloc(&s->mem, (n + (size_t)1) * sizeof *val);
	if (!col || !val) {
		tensen_fail_nomem(err);
		return -1;
	}
	n = view_row(&st->vocab, VIEW_TOPIC, t, n, col, val);
	return lsa_fold(st->basis, st->meta.dims, col, val, n, out);
}

static float
dot(const float *a, const float *b, uint32_t n)
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

static void
scan_piece(void *ctx, size_t piece, unsigned worker)
{
	exact *e = ctx;
	tensen_searcher *s = e->searchers[worker];
	uint32_t from = (uint32_t)piece * PIECE,
		 to = e->n_rows - from < PIECE ? e->n_rows : from + PIECE;
	float *x = malloc(e->dims * sizeof *x);

	e->errors[piece].code = TENSEN_OK;
	if (!x) {
		tensen_fail_nomem(&e->errors[piece]);
		return;
	}
	for (uint32_t row = from; row < to; row++) {
		float norm = fold_row(s, row, x, &e->errors[piece]);
		if (norm < 0)
			break;
		for (uint32_t i = 0; norm > 0 && i < e->n; i++)
			if (row != e->queries[i] && !e->silent[i])
				offer(&e->best[piece * e->n + i],
				    (vec_hit){row, dot(x, e->q + (size_t)i * e->dims, e->dims)});
	}
	free(x);
}

static tensen_status
compare(const exact *e, uint32_t i, size_t pieces, double *found, double *wanted, tensen_error *err)
{
	tensen_searcher *s = e->searchers[0];
	vecset_query q = {
	    .q = e->q + (size_t)i * e->dims, .k = K + 1, .exact = e->n_rows < EXACT_BELOW};
	nearest all = {.n = 0};
	vec_hit hits[K + 1];
	uint32_t n = 0, kept = 0;
	tensen_status st = vecset_search(
	    s->ix->store->views[VIEW_TOPIC], s->vectors[VIEW_TOPIC], &q, hits, &n, err);

	for (size_t p = 0; p < pieces; p++)
		for (uint32_t k = 0; k < e->best[p * e->n + i].n; k++)
			offer(&all, e->best[p * e->n + i].hit[k]);
	*wanted += all.n;
	for (uint32_t h = 0; h < n && kept < K; h++) {
		if (hits[h].row == e->queries[i])
			continue;
		kept++;
		for (uint32_t k = 0; k < all.n; k++)
			*found += all.hit[k].row == hits[h].row;
	}
	return st;
}

static tensen_status
run(exact *e, unsigned threads, double *recall, uint32_t *used, tensen_error *err)
{
	size_t pieces = (e->n_rows + (size_t)PIECE - 1) / PIECE;
	double found = 0, wanted = 0;
	tensen_status st;

	for (uint32_t i = 0; i < e->n; i++) {
		float norm =
		    fold_row(e->searchers[0], e->queries[i], e->q + (size_t)i * e->dims, err);
		if (norm < 0)
			return err ? err->code : TENSEN_E_CORRUPT;
		e->silent[i] = norm <= 0;
		*used += norm > 0;
	}
	threads_run(threads, pieces, scan_piece, e);
	st = tensen_fail_first(err, e->errors, pieces);
	for (uint32_t i = 0; i < e->n && st == TENSEN_OK; i++)
		st = compare(e, i, pieces, &found, &wanted, err);
	*recall = wanted > 0 ? found / wanted : (double)NAN;
	return st;
}

tensen_status
bench_recall(double *recall, uint32_t *used, tensen_searcher **searchers, unsigned threads,
    const uint32_t *queries, uint32_t n, tensen_error *err)
{
	const store *st = searchers[0]->ix->store;
	size_t pieces = (st->rows.n + (size_t)PIECE - 1) / PIECE;
	exact e = {.searchers = searchers,
	    .queries = queries,
	    .n = n,
	    .dims = st->meta.dims,
	    .n_rows = st->rows.n};
	tensen_status rc;

	*used = 0;
	*recall = (double)NAN;
	e.q = calloc((size_t)n * e.dims + 1, sizeof *e.q);
	e.silent = calloc(n + (size_t)1, 1);
	e.best = calloc(pieces * n + 1, sizeof *e.best);
	e.errors = calloc(pieces + 1, sizeof *e.errors);
	rc = e.q && e.silent && e.best && e.errors ? run(&e, threads, recall, used, err)
						   : tensen_fail_nomem(err);
	free(e.q);
	free(e.silent);
	free(e.best);
	free(e.errors);
	return rc;
}
