/* index/vectors/vecset_sample.c - rows of a set asked as queries: their true neighbours.
 *
 * WHAT    A sample of the rows, at even distances in the file, is compared in float32 with all
 *         rows while these are in memory for encoding.
 * RULES   A product is summed dimension by dimension in one lane, with separate multiplication
 *         and addition, so every processor and any number of threads gives the same bits. */
#include <string.h>
#include "index/vectors/vecset_builder.h"
#include "util/clones.h"
#include "util/fail.h"
#include "util/threads/threads.h"
#include "util/memory.h"

/* Queries of the sample.  A recall of .99 of 256 x 10 rows has a standard error of .002 if misses
 * are independent. */
#define SAMPLE 256
#define LANES 16
#define ROWS 8 /* rows multiplied together: 8 accumulators of 16 lanes */

typedef float lanes __attribute__((vector_size(4 * LANES)));

/* Products of 16 queries with ROWS rows. */
CLONES static void
vecset_multiply(const lanes *tile, const float *const x[ROWS], uint32_t dim, lanes out[ROWS])
{
	lanes s[ROWS] = {{0}};

	for (uint32_t d = 0; d < dim; d++)
		for (int r = 0; r < ROWS; r++)
			s[r] += tile[d] * x[r][d];
	memcpy(out, s, sizeof s);
}

static void
vecset_offer(vec_truth *truth, float score, uint32_t pos)
{
	uint32_t k = truth->n < VEC_SAMPLE_K ? truth->n++ : VEC_SAMPLE_K - 1;

	for (; k > 0 && truth->score[k - 1] < score; k--) {
		truth->score[k] = truth->score[k - 1];
		truth->pos[k] = truth->pos[k - 1];
	}
	truth->score[k] = score;
	truth->pos[k] = pos;
}

static inline int
is_better(const vec_truth *truth, float score)
{
	return truth->n < VEC_SAMPLE_K || score > truth->score[VEC_SAMPLE_K - 1];
}

typedef struct offering {
	vec_sample *s;
	uint32_t first, n;
	const float *x;
} offering;

/* One row to the lists of 16 queries. */
static void
offer_row(const offering *one, uint32_t query, uint32_t pos, const lanes *score)
{
	vec_sample *s = one->s;

	for (uint32_t i = 0; i < LANES && query + i < s->n; i++) {
		const float x = (*score)[i];
		vec_truth *all = &s->all[query + i];

		if (is_better(all, x) && s->pos[query + i] != pos)
			vecset_offer(all, x, pos);
	}
}

static void
offer_tile(void *ctx, size_t tile, unsigned worker)
{
	const offering *o = ctx;
	const uint32_t dim = o->s->dim;
	lanes score[ROWS];

	(void)worker;
	for (uint32_t at = 0; at < o->n; at += ROWS) {
		const float *x[ROWS];
		for (uint32_t r = 0; r < ROWS; r++)
			x[r] = o->x + (size_t)(at + r < o->n ? at + r : o->n - 1) * dim;
		vecset_multiply((const lanes *)o->s->tiles + tile * dim, x, dim, score);
		for (uint32_t r = 0; r < ROWS && at + r < o->n; r++)
			offer_row(o, (uint32_t)tile * LANES, o->first + at + r, &score[r]);
	}
}

static uint32_t
n_tiles(const vec_sample *vec)
{
	return (vec->n + LANES - 1) / LANES;
}

void
vec_sample_offer(
    vec_sample *vec, const vec_builder *maker, uint32_t first, uint32_t n, const float *x)
{
	offering o = {vec, first, n, x};

	threads_run(maker->opts->threads, n_tiles(vec), offer_tile, &o);
}

/* The rows at even distances. */
static tensen_status
vecset_load(vec_sample *vec, vec_builder *maker, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < vec->n && st == TENSEN_OK; i++) {
		float *x;
		vec->pos[i] = (uint32_t)((uint64_t)i * maker->h.n_stored / vec->n);
		if ((st = vec_builder_load(maker, vec->pos[i], 1, &x, err)) == TENSEN_OK)
			memcpy(vec->q + (size_t)i * vec->dim, x, vec->dim * sizeof *x);
	}
	for (uint32_t i = 0; i < vec->n && st == TENSEN_OK; i++)
		for (uint32_t d = 0; d < vec->dim; d++)
			((lanes *)vec->tiles)[i / LANES * vec->dim + d][i % LANES] =
			    vec->q[(size_t)i * vec->dim + d];
	return st;
}

tensen_status
vec_sample_new(vec_sample **out, vec_builder *maker, tensen_error *err)
{
	vec_sample *s = *out = calloc(1, sizeof *s);
	size_t tiles;

	if (!s)
		return tensen_fail_nomem(err);
	s->n = maker->h.n_stored < SAMPLE ? maker->h.n_stored : SAMPLE;
	s->dim = maker->opts->dim;
	tiles = ((size_t)n_tiles(s) * s->dim + 1) * sizeof(lanes);
	s->pos = malloc((s->n + (size_t)1) * sizeof *s->pos);
	s->q = malloc(((size_t)s->n * s->dim + 1) * sizeof *s->q);
	s->tiles = aligned_alloc(sizeof(lanes), tiles);
	s->all = calloc(s->n + (size_t)1, sizeof *s->all);
	if (!s->pos || !s->q || !s->tiles || !s->all)
		return tensen_fail_nomem(err);
	memset(s->tiles, 0, tiles);
	return vecset_load(s, maker, err);
}

void
vec_sample_free(vec_sample *s)
{
	if (!s)
		return;
	free_all(s->pos, s->q, s->tiles, s->all, s);
}
