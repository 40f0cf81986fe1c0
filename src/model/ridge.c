/* model/ridge.c - normal equations in double, solved by one Cholesky factor.  The inverse is
 * explicit because leverages need it; dims is a few hundred.
 *
 * LAPACK of OpenBLAS rounds differently on different processors, in the last bits of doubles that
 * are stored as floats.  The basis of the index depends on OpenBLAS in the same way (lsa.h). */
#include "model/ridge.h"
#include <stdlib.h>
#include <string.h>
#include "model/dense.h"
#include "util/clones.h"
#include "util/fail.h"

struct ridge_fit {
	uint32_t dims;
	double *gram; /* [dims][dims], lower half; the others follow it: */
	double *xy;   /* [N_FIELDS][dims] */
	double *x;    /* [dims] */
	double *y;    /* [N_FIELDS] */
	double *n;    /* rows */
};

static size_t
n_sums(uint32_t dims)
{
	return (size_t)dims * (dims + N_FIELDS + (size_t)1) + N_FIELDS + 1;
}

tensen_status
ridge_fit_new(ridge_fit **out, uint32_t dims, tensen_error *err)
{
	ridge_fit *f = *out = calloc(1, sizeof *f);

	if (f && (f->gram = calloc(n_sums(dims), sizeof(double)))) {
		f->dims = dims;
		f->xy = f->gram + (size_t)dims * dims;
		f->x = f->xy + (size_t)dims * N_FIELDS;
		f->y = f->x + dims;
		f->n = f->y + N_FIELDS;
		return TENSEN_OK;
	}
	ridge_fit_free(f);
	*out = NULL;
	return tensen_fail_nomem(err);
}

void
ridge_fit_free(ridge_fit *f)
{
	if (!f)
		return;
	free(f->gram);
	free(f);
}

#define LANES 8
typedef float lanes __attribute__((vector_size(4 * LANES), aligned(4)));

/* Sums over some dozens of rows of length one are exact enough in float32; sums over all rows are
 * in double. */
CLONES void
ridge_products(float *out, const float *const *rows, uint32_t n, uint32_t dims)
{
	for (uint32_t i = 0; i < dims; i += LANES)
		for (uint32_t j = 0; j <= i; j += LANES) {
			lanes sum[LANES] = {{0}};
			for (uint32_t r = 0; r < n; r++) {
				lanes x = *(const lanes *)(const void *)(rows[r] + j);
				for (uint32_t k = 0; k < LANES; k++)
					sum[k] += rows[r][i + k] * x;
			}
			for (uint32_t k = 0; k < LANES; k++)
				memcpy(out + (size_t)(i + k) * dims + j, &sum[k], sizeof *sum);
		}
}

static void
add_targets(ridge_fit *f, const float *row, uint64_t mask)
{
	for (; mask; mask &= mask - 1) {
		size_t t = (size_t)__builtin_ctzll(mask);
		if (t >= N_FIELDS)
			continue;
		f->y[t]++;
		for (uint32_t i = 0; i < f->dims; i++)
			f->xy[t * f->dims + i] += (double)row[i];
	}
}

void
ridge_fit_add(ridge_fit *f, const float *products, const float *const *rows, const uint64_t *masks,
    uint32_t n)
{
	*f->n += n;
	for (uint32_t i = 0; i < f->dims; i++)
		for (uint32_t j = 0; j <= i; j++) {
			size_t at = (size_t)i * f->dims + j;
			f->gram[at] += (double)products[at];
		}
	for (uint32_t r = 0; r < n; r++) {
		for (uint32_t i = 0; i < f->dims; i++)
			f->x[i] += (double)rows[r][i];
		add_targets(f, rows[r], masks[r]);
	}
}

/* xy[N_FIELDS][dims] becomes the products of rows with targets less their mean. */
static void
centre_targets(const ridge_fit *s, float *mean)
{
	for (size_t f = 0; f < N_FIELDS; f++) {
		double m = *s->n > 0 ? s->y[f] / *s->n : 0;
		mean[f] = (float)m;
		for (uint32_t i = 0; i < s->dims; i++)
			s->xy[f * s->dims + i] -= m * s->x[i];
	}
}

/* gram holds the Cholesky factor; it becomes the inverse. */
static void
finish(const ridge_fit *s, float *out)
{
	size_t dims = s->dims;
	float *mean = out + dims * N_FIELDS, *inverse = mean + N_FIELDS;

	centre_targets(s, mean);
	dense_cholesky_solve(s->gram, s->dims, s->xy, N_FIELDS);
	for (size_t f = 0; f < N_FIELDS; f++)
		for (size_t i = 0; i < dims; i++)
			out[i * N_FIELDS + f] = (float)s->xy[f * dims + i];
	dense_cholesky_inverse(s->gram, s->dims);
	/* + 0: LAPACK gives -0 for a dimension that no row has, and the index keeps the bytes */
	for (size_t j = 0; j < dims; j++)
		for (size_t i = 0; i <= j; i++)
			inverse[j * dims + i] = inverse[i * dims + j] =
			    (float)s->gram[j * dims + i] + 0.0f;
}

tensen_status
ridge_fit_end(ridge_fit *f, double lambda, float *out, tensen_error *err)
{
	tensen_status st = TENSEN_OK;
	int before = dense_enter();

	for (uint32_t i = 0; i < f->dims; i++)
		f->gram[(size_t)i * f->dims + i] += lambda;
	if (dense_cholesky(f->gram, f->dims) < 0)
		st = tensen_fail(err, TENSEN_E_ARG, "ridge: the penalty must be above zero");
	else
		finish(f, out);
	dense_leave(before);
	ridge_fit_free(f);
	return st;
}

void
ridge_score(const ridge *r, const float *x, uint64_t without, double out[N_FIELDS])
{
	double h = 0;

	for (size_t f = 0; f < N_FIELDS; f++)
		out[f] = (double)r->mean[f];
	for (uint32_t i = 0; i < r->dims; i++)
		for (size_t f = 0; f < N_FIELDS; f++)
			out[f] += (double)x[i] * (double)r->b[(size_t)i * N_FIELDS + f];
	if (!without)
		return;
	for (uint32_t i = 0; i < r->dims; i++) {
		double s = 0;
		for (uint32_t j = 0; j < r->dims; j++)
			s += (double)x[j] * (double)r->inverse[(size_t)i * r->dims + j];
		h += s * (double)x[i];
	}
	if (h > 0.999)
		h = 0.999;
	for (size_t f = 0; f < N_FIELDS; f++) {
		double y = (double)(without >> f & 1);
		out[f] = y - (y - out[f]) / (1 - h);
	}
}
