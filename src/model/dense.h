/* model/dense.h - algebra of tall blocks [m][64], and small eigenproblems.
 *
 * A tall block is cut into chunks of rows; each is multiplied by single-threaded
 * OpenBLAS and sums over chunks are taken in double, in order of their pieces.
 * Pieces depend on m alone: any thread count gives the same bits. */
#ifndef MODEL_DENSE_H
#define MODEL_DENSE_H
#include <stdint.h>
#include <tensen/status.h>
#include "model/spmm.h"

/* OpenBLAS's own threads: off while we run ours.  Returns what was set before,
 * to be given back to dense_leave().  A setting of the whole process. */
int dense_enter(void);
void dense_leave(int before);

typedef struct tall {
	uint32_t m;
	unsigned threads;
	double *partial; /* scratch of dense_gram: dense_partial(m) values */
} tall;

tensen_status tall_init(tall *t, uint32_t m, unsigned threads, tensen_error *err);
void tall_clear(tall *t);

/* g[BLOCK][BLOCK] = x^T y. */
void tall_gram(double *g, const tall *t, const float *x, const float *y);
/* y -= x c, with c[BLOCK][BLOCK]. */
void tall_subtract(float *y, const tall *t, const float *x, const double *c);
/* x = x c, in place. */
void tall_multiply(float *x, const tall *t, const double *c);
/* out[m][k] = sum over j of x[j] c[j * BLOCK ..][k]: c has n * BLOCK rows. */
void tall_combine(
    float *out, const tall *t, float *const *x, uint32_t n, const float *c, uint32_t k);

/* Largest k eigenpairs of the symmetric a[n][n] (destroyed): value descending,
 * vec[k][n], one vector a row.  vec NULL: values only. */
tensen_status dense_eigen(
    double *value, double *vec, double *a, uint32_t n, uint32_t k, tensen_error *err);

#endif
