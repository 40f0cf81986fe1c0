/* engine/distributed/shard_fold.c - what the views of all ranks give together: field centroids,
 * ridge regression, background. */
#include <stdlib.h>
#include "engine/distributed/shard.h"
#include "index/store/background.h"
#include "model/dense.h"
#include "util/fail.h"
#include "util/threads.h"

#define PIECE 256 /* rows compared with all samples at once */

/* ---- the background, by exact cosines ---- */

typedef struct measure {
	const shard *s;
	view which;
	uint32_t n;            /* samples */
	const float *x;        /* [n][dims] */
	const uint64_t *masks; /* [n] */
	float *best;           /* by worker: [n][N_FIELDS] */
	tensen_error *errors;  /* by worker */
} measure;

/* n vectors from row `first` on: where they lie, or in room. */
static tensen_status
vectors_at(const views *v, view which, uint32_t first, uint32_t n, float *room, const float **out,
    tensen_error *err)
{
	size_t dims = v->b->dims, bytes = dims * sizeof *room;

	*out = v->held[which] ? v->held[which] + first * dims : room;
	return v->held[which] ? TENSEN_OK
			      : spool_read(v->vectors[which], first * bytes, room, n * bytes, err);
}

static int
is_zero(const float *x, uint32_t dims)
{
	for (uint32_t i = 0; i < dims; i++)
		if (x[i] != 0)
			return 0;
	return 1;
}

static void
take_best(float *best, uint64_t mask, float score)
{
	for (; mask; mask &= mask - 1) {
		float *at = &best[__builtin_ctzll(mask)];
		if (score > *at)
			*at = score;
	}
}

static void
compare(void *ctx, size_t piece, unsigned worker)
{
	const measure *m = ctx;
	const views *v = &m->s->views;
	uint32_t dims = v->b->dims, first = (uint32_t)piece * PIECE;
	uint32_t n = v->b->n_rows - first < PIECE ? v->b->n_rows - first : PIECE;
	float *room;
	float *best = m->best + (size_t)worker * m->n * N_FIELDS, *dots;
	const float *x;

	if (m->errors[worker].code < 0)
		return;
	room = malloc(((size_t)PIECE * dims + (size_t)m->n * PIECE) * sizeof *room);
	if (!room) {
		tensen_fail_nomem(&m->errors[worker]);
		return;
	}
	dots = room + (size_t)PIECE * dims;
	if (vectors_at(v, m->which, first, n, room, &x, &m->errors[worker]) == TENSEN_OK) {
		dense_dots(dots, m->x, m->n, x, n, dims);
		for (uint32_t j = 0; j < n; j++) {
			uint64_t mask = v->masks[first + j];
			if (!mask || is_zero(x + (size_t)j * dims, dims))
				continue;
			for (uint32_t i = 0; i < m->n; i++)
				if (!(m->masks[i] & mask))
					take_best(best + (size_t)i * N_FIELDS, mask,
					    dots[(size_t)i * n + j]);
		}
	}
	free(room);
}

/* The best of all workers and ranks to the front of m->best; then its mean by field. */
static tensen_status
mean_best(measure *m, float *out, tensen_error *err)
{
	size_t n = (size_t)m->n * N_FIELDS;
	tensen_status st;

	for (unsigned w = 1; w < m->s->b.threads; w++)
		for (size_t i = 0; i < n; i++)
			if (m->best[w * n + i] > m->best[i])
				m->best[i] = m->best[w * n + i];
	if ((st = team_max_f32((team *)(uintptr_t)&m->s->team, m->best, n, err)) < 0)
		return st;
	for (unsigned f = 0; f < N_FIELDS; f++) {
		double sum = 0;
		uint32_t found = 0;
		for (uint32_t i = 0; i < m->n; i++) {
			float best = m->best[(size_t)i * N_FIELDS + f];
			found += best >= 0;
			sum += best >= 0 ? (double)best : 0;
		}
		out[f] = found ? (float)(sum / found) : 0;
	}
	return TENSEN_OK;
}

static tensen_status
measure_view(measure *m, float *out, tensen_error *err)
{
	unsigned threads = m->s->b.threads;
	size_t n = (size_t)m->n * N_FIELDS * threads;
	int before;
	tensen_status st;

	for (size_t i = 0; i < n; i++)
		m->best[i] = -1;
	before = dense_enter();
	threads_run(threads, ((size_t)m->s->b.n_rows + PIECE - 1) / PIECE, compare, m);
	dense_leave(before);
	if ((st = tensen_fail_first(err, m->errors, threads)) < 0)
		return st;
	return mean_best(m, out, err);
}

static int
number_order(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Vectors and masks of the sampled rows, from the ranks that have them. */
static tensen_status
gather_samples(shard *s, view which, uint32_t n, float *x, uint64_t *masks, tensen_error *err)
{
	size_t dims = s->b.dims;
	tensen_status st;

	memset(x, 0, n * dims * sizeof *x);
	memset(masks, 0, n * sizeof *masks);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t row = background_row((uint32_t)s->b.n_all, i), at;
		const uint32_t *hit =
		    bsearch(&row, s->row_number, s->b.n_rows, sizeof row, number_order);
		const float *from;
		if (!hit)
			continue;
		at = (uint32_t)(hit - s->row_number);
		masks[i] = s->views.masks[at];
		if ((st = vectors_at(&s->views, which, at, 1, x + i * dims, &from, err)) < 0)
			return st;
		if (from != x + i * dims)
			memcpy(x + i * dims, from, dims * sizeof *x);
	}
	if ((st = team_sum_f32(&s->team, x, n * dims, err)) < 0)
		return st;
	return team_sum_u64(&s->team, masks, n, err);
}

static tensen_status
find_background(shard *s, tensen_error *err)
{
	uint32_t n = background_count((uint32_t)s->b.n_all);
	float *x = malloc((size_t)n * s->b.dims * sizeof *x);
	uint64_t *masks = malloc(n * sizeof *masks);
	measure m = {.s = s, .n = n, .x = x, .masks = masks};
	tensen_status st = TENSEN_OK;

	m.best = malloc((size_t)n * N_FIELDS * s->b.threads * sizeof *m.best);
	m.errors = calloc(s->b.threads, sizeof *m.errors);
	if (!x || !masks || !m.best || !m.errors)
		st = tensen_fail_nomem(err);
	for (int v = VIEW_PROBLEM; v <= VIEW_MEANS && st == TENSEN_OK; v++) {
		m.which = (view)v;
		st = gather_samples(s, m.which, n, x, masks, err);
		if (st == TENSEN_OK)
			st = measure_view(&m, s->background + v * N_FIELDS, err);
	}
	free(x);
	free(masks);
	free(m.best);
	free(m.errors);
	return st;
}

/* ---- sums ---- */

static tensen_status
add_sums(shard *s, tensen_error *err)
{
	size_t n, bytes = RIDGE_FLOATS(s->b.dims) * sizeof *s->ridge;
	double *sums = ridge_fit_sums(s->views.ridge, &n);
	tensen_status st;

	if ((st = team_sum_f32(
		 &s->team, s->views.centroids, (size_t)s->b.vocab.terms.n * N_FIELDS, err)) < 0 ||
	    (st = team_sum_f64(&s->team, sums, n, err)) < 0 ||
	    (st = views_ridge(&s->views, &s->ridge, err)) < 0)
		return st;
	return team_share(&s->team, s->ridge, bytes, err);
}

tensen_status
shard_fold(shard *s, tensen_error *err)
{
	tensen_status st = views_fold(&s->views, &s->b, err);

	s->folded = 1;
	if (st < 0)
		return st;
	if (s->has_model) {
		memcpy(s->views.centroids, s->centroids,
		    (size_t)s->b.vocab.terms.n * N_FIELDS * sizeof *s->centroids);
		return TENSEN_OK;
	}
	if ((st = add_sums(s, err)) < 0)
		return st;
	return find_background(s, err);
}
