/* model/ridge.h - linear regression of field membership on LSA vectors, with the
 * exact leave-one-out prediction for each training row.
 *
 * B = (X'X + lambda I)^-1 X'(Y - mean).  Leaving row i out changes its own
 * prediction to y - (y - p) / (1 - h), h = x'Ax with A the inverse above
 * (the PRESS identity; Allen 1974).  The mean is not refitted. */
#ifndef MODEL_RIDGE_H
#define MODEL_RIDGE_H
#include <stdint.h>
#include <tensen/status.h>
#include "fields/fields.h"

/* Views into a section: [dims][N_FIELDS] B, [N_FIELDS] mean, [dims][dims] A. */
typedef struct ridge {
	uint32_t dims;
	const float *b, *mean, *inverse;
} ridge;

#define RIDGE_FLOATS(dims) ((size_t)(dims)*N_FIELDS + N_FIELDS + (size_t)(dims) * (dims))

/* Fitted on the rows that have a field. */
typedef struct ridge_fit ridge_fit;
tensen_status ridge_fit_new(ridge_fit **out, uint32_t dims, tensen_error *err);
void ridge_fit_free(ridge_fit *f); /* NULL allowed */
/* The products of all pairs of columns of n rows (some dozens; dims is a multiple of 8): the lower
 * half of out[dims][dims].  This takes most of the time of a fit; any thread may call it. */
void ridge_products(float *out, const float *const *rows, uint32_t n, uint32_t dims);
/* The same rows and their masks, none empty. */
void ridge_fit_add(ridge_fit *f, const float *products, const float *const *rows,
    const uint64_t *masks, uint32_t n);
/* out has room for RIDGE_FLOATS(dims); frees f. */
tensen_status ridge_fit_end(ridge_fit *f, double lambda, float *out, tensen_error *err);
/* Predictions for a vector; `without`: the mask it was trained under, or 0. */
void ridge_score(const ridge *r, const float *x, uint64_t without, double out[N_FIELDS]);

#endif
