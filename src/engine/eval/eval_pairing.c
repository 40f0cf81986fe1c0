/* engine/eval/eval_pairing.c - a null test: problems with the means of other documents.
 *
 * The figure is the share of the ten documents nearest by problem that are among the ten nearest by
 * means.  It is large if the two views of a document belong together; with the means of another
 * document it must fall to the value of a random pairing.  This value is computed, not estimated:
 * over all pairs of different documents, the common neighbours sum up, row by row, to the number of
 * lists by problem with the row times the number of lists by means with it, less those of the
 * documents' own pairs. */
#include <math.h>
#include <stdlib.h>
#include "engine/eval/eval_parts.h"
#include "util/fail.h"

#define K 10
#define SAMPLE 1000

typedef struct neighbours {
	uint32_t rows[2][K];
	uint32_t n[2]; /* of rows[0] by problem, of rows[1] by means; 0: the view is empty */
} neighbours;

typedef struct task {
	const uint32_t *docs;
	neighbours *of;
} task;

static tensen_status
nearest(neighbours *out, int side, view v, tensen_searcher *s, const query *a, tensen_error *err)
{
	vecset_query q = {.q = a->view[v], .k = K + 1, .exact = s->ix->store->rows.n < EXACT_BELOW};
	hit hits[K + 1];
	uint32_t n = 0;
	tensen_status st = TENSEN_OK;

	if (a->norm[v] > 0)
		st = vecset_search(s->ix->store->views[v], s->vectors[v], &q, hits, &n, err);
	for (uint32_t i = 0; i < n && out->n[side] < K; i++)
		if (hits[i].row != a->row)
			out->rows[side][out->n[side]++] = hits[i].row;
	return st;
}

static tensen_status
look(void *ctx, uint32_t i, tensen_searcher *s, tensen_error *err)
{
	task *t = ctx;
	query a;
	tensen_status st = query_of_row(&a, s, t->docs[i], err);

	if (st == TENSEN_OK)
		st = nearest(&t->of[i], 0, VIEW_PROBLEM, s, &a, err);
	return st == TENSEN_OK ? nearest(&t->of[i], 1, VIEW_MEANS, s, &a, err) : st;
}

/* Those with both views, in a seeded order: neighbours in it have nothing to do with each other. */
static uint32_t
shuffled(neighbours *v, uint32_t n, uint64_t seed)
{
	rng r = {seed};
	uint32_t k = 0;

	for (uint32_t i = 0; i < n; i++)
		if (v[i].n[0] && v[i].n[1])
			v[k++] = v[i];
	for (uint32_t i = k; i > 1; i--) {
		uint32_t j = rng_below(&r, i);
		neighbours swap = v[i - 1];
		v[i - 1] = v[j];
		v[j] = swap;
	}
	return k;
}

/* Rows in both lists. */
static uint32_t
common(const neighbours *problem, const neighbours *means)
{
	uint32_t both = 0;

	for (uint32_t i = 0; i < problem->n[0]; i++)
		for (uint32_t j = 0; j < means->n[1]; j++)
			both += problem->rows[0][i] == means->rows[1][j];
	return both;
}

static float
share_of_k(uint32_t n)
{
	return (float)n / K;
}

/* *mean of the share in common over all pairs of different documents; 0 when there is no pair. */
static tensen_status
by_chance(double *mean, const neighbours *v, uint32_t n, uint32_t n_rows, tensen_error *err)
{
	uint32_t *times = calloc(2 * (n_rows + (size_t)1), sizeof *times);
	uint64_t sum = 0; /* whole numbers: subtraction leaves no rounding error */

	if (!times)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++)
		for (int side = 0; side < 2; side++)
			for (uint32_t k = 0; k < v[i].n[side]; k++)
				times[2 * (size_t)v[i].rows[side][k] + (size_t)side]++;
	for (size_t row = 0; row < n_rows; row++)
		sum += (uint64_t)times[2 * row] * times[2 * row + 1];
	for (uint32_t i = 0; i < n; i++)
		sum -= common(&v[i], &v[i]);
	free(times);
	*mean = n > 1 ? (double)sum / K / n / (n - 1.0) : 0;
	return TENSEN_OK;
}

static tensen_status
add_figures(const evaluation *e, const neighbours *v, uint32_t n, uint32_t shift, eval_figure *out,
    tensen_error *err)
{
	float *values = malloc((n + (size_t)1) * sizeof *values);
	interval own;
	tensen_status st;

	if (!values)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++)
		values[i] = share_of_k(common(&v[i], &v[i]));
	st = eval_mean(e, &own, values, n, err);
	for (uint32_t i = 0; i < n; i++)
		values[i] = share_of_k(common(&v[i], &v[(i + shift) % n]));
	if (st == TENSEN_OK)
		st = eval_mean(e, &out->x, values, n, err);
	out->real = own.value;
	free(values);
	return st < 0 ? st : by_chance(&out->chance, v, n, e->ix->store->rows.n, err);
}

tensen_status
eval_pairing(const evaluation *e, uint32_t shift, eval_figure *out, tensen_error *err)
{
	uint32_t n, *docs = eval_sample(e, SAMPLE, &n);
	task t = {docs, calloc(SAMPLE, sizeof *t.of)};
	tensen_status st = docs && t.of ? TENSEN_OK : tensen_fail_nomem(err);

	*out = (eval_figure){.key = "pairing",
	    .scope = "all",
	    .name = {"課題に他の文献の手段", "problem, another's means"}};
	if (st == TENSEN_OK)
		st = eval_each(e,
		    &(eval_pieces){.n = n, .fn = look, .ctx = &t, .out = {{t.of, sizeof *t.of}}},
		    err);
	if (st == TENSEN_OK)
		st = add_figures(e, t.of, shuffled(t.of, n, e->opts->seed), shift, out, err);
	free(t.of);
	free(docs);
	return st;
}
