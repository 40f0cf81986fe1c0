/* index/codes_train.c - dimensions to groups, groups to codebooks.
 *
 * WHY     Rows of a latent semantic space have most of their variance in few
 *         dimensions, and so do queries.  The error of a product is the sum over
 *         dimensions of (query's square) * (code's error), so bits go where variance
 *         times mean square is large: about half a bit for each doubling of it
 *         (reverse water-filling), cut into groups of 4 bits in falling order.
 *         One nibble may hold one dimension or eight.
 * MEASURED (per-field top 10 found among the best 60 of all estimates; 256
 *         dimensions, 32 bytes): signs after a random rotation (RaBitQ) .941, this
 *         .961; by variance alone .932; with a rotation to principal axes first no
 *         better (the axes of a latent semantic space are principal axes already). */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "index/codes.h"
#include "index/kernels.h"
#include "util/fail.h"
#include "util/rng.h"
#include "util/threads.h"

#define ROUNDS 12

uint32_t
codes_bytes(uint32_t dim)
{
	uint32_t b = (dim + 31) / 32 * 4; /* one bit a dimension, in steps of 4 bytes */

	return b > 128 ? 128 : b;
}

uint32_t
codes_fine_bits(uint32_t dim)
{
	return dim <= 128 ? 8 : 4;
}

void
codes_clear(codes *c)
{
	free(c->order);
	free(c->group);
	free(c->book);
	free(c->mid);
	free(c->gain);
	free(c->var);
	free(c->weight);
	memset(c, 0, sizeof *c);
}

static int
codes_alloc(codes *c, uint32_t dim)
{
	memset(c, 0, sizeof *c);
	c->dim = dim;
	c->n_pad = (dim + 63) & ~63u;
	c->n_bytes = codes_bytes(dim);
	c->fine_bits = codes_fine_bits(dim);
	c->order = calloc(dim, sizeof *c->order);
	c->group = calloc(2 * (size_t)c->n_bytes + 1, sizeof *c->group);
	c->book = calloc((size_t)c->n_pad * 16, sizeof *c->book);
	c->mid = calloc((size_t)c->n_pad * 16, sizeof *c->mid);
	c->gain = calloc(c->n_pad, sizeof *c->gain);
	c->var = calloc(c->n_pad, sizeof *c->var);
	c->weight = calloc(c->n_pad, sizeof *c->weight);
	if (c->order && c->group && c->book && c->mid && c->gain && c->var && c->weight)
		return 0;
	codes_clear(c);
	return -1;
}

/* Lengths one; zero residuals stay. */
static void
make_unit(float *x, uint32_t n, uint32_t dim)
{
	for (uint32_t i = 0; i < n; i++, x += dim) {
		double s = 0;
		for (uint32_t d = 0; d < dim; d++)
			s += (double)x[d] * x[d];
		for (uint32_t d = 0; d < dim && s > 0; d++)
			x[d] = (float)(x[d] / sqrt(s));
	}
}

/* Dimensions by falling importance (insertion sort: at most 1,024). */
static void
sort_dims(uint16_t *order, const double *w, uint32_t dim)
{
	for (uint32_t i = 0; i < dim; i++) {
		uint32_t j = i;
		for (; j > 0 && w[order[j - 1]] < w[i]; j--)
			order[j] = order[j - 1];
		order[j] = (uint16_t)i;
	}
}

static double
bits_at(const double *w, uint32_t dim, double level)
{
	double sum = 0;

	for (uint32_t d = 0; d < dim; d++)
		sum += w[d] > level ? 0.5 * log2(w[d] / level) : 0;
	return sum;
}

/* The water level at which all dimensions together take `bits`. */
static double
water_level(const double *w, uint32_t dim, double bits)
{
	double lo = 1e-30, hi = 1e30;

	for (int i = 0; i < 200; i++) {
		double mid = sqrt(lo * hi);
		if (bits_at(w, dim, mid) > bits)
			lo = mid;
		else
			hi = mid;
	}
	return hi;
}

static void
cut_groups(codes *c, const double *w)
{
	uint32_t n = 2 * c->n_bytes, g = 0;
	double level = water_level(w, c->dim, 4.0 * n), sum = 0;

	for (uint32_t d = 0; d < c->dim; d++) {
		double x = w[c->order[d]], b = x > level ? 0.5 * log2(x / level) : 0;
		uint32_t to = (uint32_t)((sum + b / 2) / 4);

		to = to < n ? to : n - 1;
		while (g < to)
			c->group[++g] = (uint16_t)d;
		sum += b;
	}
	while (g < n)
		c->group[++g] = (uint16_t)c->dim;
}

static void
set_statistics(codes *c, const float *unit, uint32_t n, const float *mean_square)
{
	double w[CODES_MAX_DIM], var[CODES_MAX_DIM], total = 0;

	for (uint32_t d = 0; d < c->dim; d++) {
		var[d] = 0;
		for (uint32_t i = 0; i < n; i++)
			var[d] +=
			    (double)unit[(size_t)i * c->dim + d] * unit[(size_t)i * c->dim + d];
		total += var[d];
	}
	for (uint32_t d = 0; d < c->dim; d++) {
		var[d] = total > 0 ? var[d] / total : 1.0 / c->dim;
		w[d] = (var[d] + 1e-6 / c->dim) * (mean_square[d] + 1e-6 / c->dim);
	}
	sort_dims(c->order, w, c->dim);
	for (uint32_t d = 0; d < c->dim; d++) {
		/* cppcheck-suppress uninitvar ; the loop above sets var[d] for every d */
		c->var[d] = (float)var[c->order[d]];
		c->weight[d] = mean_square[c->order[d]] + 1e-6f / (float)c->dim;
	}
	cut_groups(c, w);
}

static void
reorder(const codes *c, float *x, uint32_t n)
{
	float y[CODES_MAX_DIM];

	for (uint32_t i = 0; i < n; i++, x += c->dim) {
		for (uint32_t d = 0; d < c->dim; d++)
			y[d] = x[c->order[d]];
		memcpy(x, y, c->dim * sizeof *x);
	}
}

typedef struct training {
	codes *c;
	const float *unit;
	uint32_t n;
	uint64_t seed;
} training;

static void
move_words(training *t, uint32_t g)
{
	codes *c = t->c;
	uint32_t lo = c->group[g], len = c->group[g + 1] - lo, count[16] = {0};
	double sum[16][CODES_MAX_DIM];

	for (int k = 0; k < 16; k++)
		memset(sum[k], 0, len * sizeof **sum);
	for (uint32_t i = 0; i < t->n; i++) {
		const float *x = t->unit + (size_t)i * c->dim;
		int k = codes_nearest(c, g, x);
		count[k]++;
		for (uint32_t d = 0; d < len; d++)
			sum[k][d] += x[lo + d];
	}
	for (int k = 0; k < 16; k++)
		for (uint32_t d = 0; d < len && count[k]; d++)
			c->book[(size_t)(lo + d) * 16 + (size_t)k] = (float)(sum[k][d] / count[k]);
}

static void
train_group(void *ctx, size_t g, unsigned worker)
{
	training *t = ctx;
	codes *c = t->c;
	rng r = {rng_at(t->seed, g)};

	(void)worker;
	for (int k = 0; k < 16 && t->n; k++) {
		const float *x = t->unit + (size_t)rng_below(&r, t->n) * c->dim;
		for (uint32_t d = c->group[g]; d < c->group[g + 1]; d++)
			c->book[(size_t)d * 16 + (size_t)k] = x[d];
	}
	for (int round = 0; round < ROUNDS && t->n; round++)
		move_words(t, (uint32_t)g);
}

/* ---- what the fine codes refine ---- */

typedef struct refining {
	codes *c;
	const float *unit;
	const uint8_t *coarse; /* [n][groups] */
	const float *scale;    /* [n] */
	uint32_t n;
	int failed;
} refining;

static int
compare_floats(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return x < y ? -1 : x > y;
}

/* Middle between the low and the high end of x, outliers left out. */
static float
middle(float *x, uint32_t n, float otherwise)
{
	if (n < 8)
		return otherwise;
	qsort(x, n, sizeof *x, compare_floats);
	return (x[n / 100] + x[n - 1 - n / 100]) / 2;
}

/* Cells of one dimension: their middles, and the reach of what is left over. */
static void
refine_dim(refining *r, uint32_t g, uint32_t d, float *work)
{
	codes *c = r->c;
	uint32_t groups = 2 * c->n_bytes, n = 0;

	for (int k = 0; k < 16; k++) {
		n = 0;
		for (uint32_t i = 0; i < r->n; i++)
			if (r->coarse[(size_t)i * groups + g] == k && r->scale[i] > 0)
				work[n++] = r->unit[(size_t)i * c->dim + d] / r->scale[i];
		c->mid[(size_t)d * 16 + (size_t)k] =
		    middle(work, n, c->book[(size_t)d * 16 + (size_t)k]);
	}
	for (uint32_t i = 0; i < r->n; i++) {
		int k = r->coarse[(size_t)i * groups + g];
		float e = r->unit[(size_t)i * c->dim + d] -
			  r->scale[i] * c->mid[(size_t)d * 16 + (size_t)k];
		work[i] = fabsf(e);
	}
	qsort(work, r->n, sizeof *work, compare_floats);
	c->gain[d] = r->n ? work[(uint32_t)(0.97 * (r->n - 1))] : 1;
	c->gain[d] = c->gain[d] > 1e-4f ? c->gain[d] : 1e-4f;
}

static void
refine_group(void *ctx, size_t g, unsigned worker)
{
	refining *r = ctx;
	float *work = malloc(((size_t)r->n + 1) * sizeof *work);

	(void)worker;
	if (!work) {
		r->failed = 1;
		return;
	}
	for (uint32_t d = r->c->group[g]; d < r->c->group[g + 1]; d++)
		refine_dim(r, (uint32_t)g, d, work);
	free(work);
}

static tensen_status
refine(codes *c, const float *unit, uint32_t n, unsigned threads, tensen_error *err)
{
	uint32_t groups = 2 * c->n_bytes;
	uint8_t *coarse = malloc((size_t)n * groups + 1);
	float *scale = malloc(((size_t)n + 1) * sizeof *scale);
	refining r = {c, unit, coarse, scale, n, !coarse || !scale};

	for (uint32_t i = 0; i < n && !r.failed; i++)
		scale[i] = codes_coarse(c, unit + (size_t)i * c->dim, coarse + (size_t)i * groups);
	if (!r.failed)
		threads_run(threads, groups, refine_group, &r);
	free(coarse);
	free(scale);
	return r.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

tensen_status
codes_train(codes *c, float *residuals, uint32_t n, const float *mean_square, uint32_t dim,
    uint64_t seed, unsigned threads, tensen_error *err)
{
	training t = {c, residuals, n, seed};

	if (codes_alloc(c, dim) < 0)
		return tensen_fail_nomem(err);
	make_unit(residuals, n, dim);
	set_statistics(c, residuals, n, mean_square);
	reorder(c, residuals, n);
	threads_run(threads, 2 * (size_t)c->n_bytes, train_group, &t);
	return refine(c, residuals, n, threads, err);
}
