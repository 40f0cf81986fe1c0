/* model/dense.h - algebra of tall blocks [m][BLOCK], and small eigenproblems.
 *
 * A tall block is cut into chunks of rows; each is multiplied by one thread
 * (OpenBLAS, or dense_avx512.c where the processor has it) and sums over chunks
 * are taken in double, in order of their pieces.  Pieces depend on m alone: any
 * thread count gives the same bits. */
#ifndef MODEL_DENSE_H
#define MODEL_DENSE_H
#include <stddef.h>
#include <stdint.h>
#include <tensen/status.h>
#include "model/spmm.h"

/* OpenBLAS's own threads: off while we run ours.  Returns what was set before,
 * to be given back to dense_leave().  A setting of the whole process. */
int dense_enter(void);
void dense_leave(int before);

/* Room for a block of m rows, on huge pages where the system has them: rows are
 * read in no order, and small pages would miss the TLB at each.  Free by free(). */
float *tall_alloc(uint32_t m);

typedef struct tall {
	uint32_t m;
	unsigned threads;
	int avx512;      /* use dense_avx512.c; tests set it to 0 */
	double *partial; /* sums of pieces in tall_gram */
} tall;

/* For lists of at most `most` blocks. */
tensen_status tall_init(tall *t, uint32_t m, uint32_t most, unsigned threads, tensen_error *err);
void tall_clear(tall *t);

/* g[n * BLOCK][BLOCK] = the n blocks of x, transposed, times y. */
void tall_gram(double *g, const tall *t, float *const *x, uint32_t n, const float *y);
/* Columns of out, `width` (at most BLOCK) of them, rows `stride` apart: (+)= the sum
 * over j < n of x[j] c[j * BLOCK ..][BLOCK].  add 0: out need not be initialized,
 * and may be x[0] if n is 1. */
typedef struct tall_sum {
	float *out;
	size_t stride;
	uint32_t width;
	int add;
	float *const *x;
	uint32_t n;
	const float *c;
} tall_sum;
void tall_combine(const tall *t, const tall_sum *s);

/* Largest k eigenpairs of the symmetric a[n][n] (destroyed): value descending,
 * vec[k][n], one vector a row.  vec NULL: values only. */
tensen_status dense_eigen(
    double *value, double *vec, double *a, uint32_t n, uint32_t k, tensen_error *err);

#endif
