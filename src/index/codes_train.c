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

#define MAX_DIM 1024
#define ROUNDS 12
#define GAIN_ROWS 4096 /* rows that teach the fine gains */

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
	c->gain = calloc(c->n_pad, sizeof *c->gain);
	c->var = calloc(c->n_pad, sizeof *c->var);
	c->weight = calloc(c->n_pad, sizeof *c->weight);
	if (c->order && c->group && c->book && c->gain && c->var && c->weight)
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
	double w[MAX_DIM], var[MAX_DIM], total = 0;

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
		c->var[d] = (float)var[c->order[d]];
		c->weight[d] = mean_square[c->order[d]] + 1e-6f / (float)c->dim;
	}
	cut_groups(c, w);
}

static void
reorder(const codes *c, float *x, uint32_t n)
{
	float y[MAX_DIM];

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

/* The codeword of group g nearest to x (weighted by what errors cost). */
static int
nearest(const codes *c, uint32_t g, const float *x)
{
	float dist[16] = {0};
	int best = 0;

	for (uint32_t d = c->group[g]; d < c->group[g + 1]; d++) {
		const float *book = c->book + (size_t)d * 16;
		for (int k = 0; k < 16; k++) {
			float e = x[d] - book[k];
			dist[k] += c->weight[d] * e * e;
		}
	}
	for (int k = 1; k < 16; k++)
		best = dist[k] < dist[best] ? k : best;
	return best;
}

static void
move_words(training *t, uint32_t g)
{
	codes *c = t->c;
	uint32_t lo = c->group[g], len = c->group[g + 1] - lo, count[16] = {0};
	double sum[16][MAX_DIM];

	for (int k = 0; k < 16; k++)
		memset(sum[k], 0, len * sizeof **sum);
	for (uint32_t i = 0; i < t->n; i++) {
		const float *x = t->unit + (size_t)i * c->dim;
		int k = nearest(c, g, x);
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

/* Gains: how large what the coarse code leaves is, by dimension. */
static void
set_gains(codes *c, const float *unit, uint32_t n)
{
	double left[MAX_DIM] = {0}, total = 0;

	n = n < GAIN_ROWS ? n : GAIN_ROWS;
	for (uint32_t i = 0; i < n; i++) {
		const float *x = unit + (size_t)i * c->dim;
		for (uint32_t g = 0; g < 2 * c->n_bytes; g++) {
			int k = nearest(c, g, x);
			for (uint32_t d = c->group[g]; d < c->group[g + 1]; d++) {
				double e = x[d] - c->book[(size_t)d * 16 + (size_t)k];
				left[d] += e * e;
			}
		}
	}
	for (uint32_t d = 0; d < c->dim; d++)
		total += left[d];
	for (uint32_t d = 0; d < c->dim; d++)
		c->gain[d] = total > 0 ? (float)sqrt(left[d] / total * c->dim + 1e-4) : 1.0f;
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
	set_gains(c, residuals, n);
	return TENSEN_OK;
}

/* ---- encoding ---- */

static uint16_t
to_bf16(float x)
{
	uint32_t u;

	memcpy(&u, &x, 4);
	return (uint16_t)((u + 0x7fff + (u >> 16 & 1)) >> 16);
}

/* Codes of e at this step; returns the weighted squared error. */
static double
fine_at(const codes *c, const float *e, float step, uint8_t *fine)
{
	const float top = c->fine_bits == 8 ? 255.0f : 15.0f;
	double err = 0;

	for (uint32_t d = 0; d < c->dim; d++) {
		float unit = step * c->gain[d], u = unit > 0 ? e[d] / unit + top / 2 : 0;

		u = rintf(u < 0 ? 0 : u > top ? top : u);
		fine[d] = (uint8_t)u;
		u = e[d] - unit * (u - top / 2);
		err += (double)c->weight[d] * u * u;
	}
	return err;
}

/* Clipping a few large values buys a finer step for the rest: try some. */
static uint16_t
encode_fine(const codes *c, const float *e, uint8_t *fine)
{
	static const float clip[] = {0.5f, 0.58f, 0.66f, 0.75f, 0.85f, 1.0f};
	const float levels = c->fine_bits == 8 ? 127.5f : 7.5f;
	float top = 0;
	double best = HUGE_VAL;
	uint16_t step = 0;

	for (uint32_t d = 0; d < c->dim; d++)
		top = fabsf(e[d]) / c->gain[d] > top ? fabsf(e[d]) / c->gain[d] : top;
	for (size_t i = 0; i < sizeof clip / sizeof *clip; i++) {
		uint16_t s = to_bf16(top * clip[i] / levels);
		double err = fine_at(c, e, vec_bf16(s), fine);
		if (err < best) {
			best = err;
			step = s;
		}
	}
	fine_at(c, e, vec_bf16(step), fine);
	return step;
}

/* The scale that makes the estimate right along the residual itself: the codewords
 * are means and so too short; correcting it finds .961 where the least squares
 * scale finds .943. */
static float
row_scale(const codes *c, const float *x, const float *coded)
{
	double xx = 0, xc = 0;

	for (uint32_t d = 0; d < c->dim; d++) {
		xx += (double)c->weight[d] * x[d] * x[d];
		xc += (double)c->weight[d] * x[d] * coded[d];
	}
	return xc > 0.25 * xx ? (float)(xx / xc) : 0; /* a code that misses is left out */
}

void
codes_encode(const codes *c, const float *residual, uint8_t *coarse, uint16_t *scale, uint8_t *fine,
    uint16_t *step)
{
	float x[MAX_DIM], coded[MAX_DIM];
	double norm = 0;
	float s;

	for (uint32_t d = 0; d < c->dim; d++)
		norm += (double)residual[d] * residual[d];
	norm = sqrt(norm);
	for (uint32_t d = 0; d < c->dim; d++)
		x[d] = norm > 0 ? (float)(residual[d] / norm) : 0;
	for (uint32_t g = 0; g < 2 * c->n_bytes; g++) {
		coarse[g] = (uint8_t)nearest(c, g, x);
		for (uint32_t d = c->group[g]; d < c->group[g + 1]; d++)
			coded[d] = c->book[(size_t)d * 16 + coarse[g]];
	}
	*scale = to_bf16((float)norm * row_scale(c, x, coded));
	s = vec_bf16(*scale);
	for (uint32_t d = 0; d < c->dim; d++)
		x[d] = residual[d] - s * coded[d];
	memset(fine, 0, c->n_pad);
	*step = encode_fine(c, x, fine);
}
