/* model/spmm.h - products of a sparse matrix, and of its transpose, with 64 columns. */
#ifndef MODEL_SPMM_H
#define MODEL_SPMM_H
#include "model/lsa.h"

#define BLOCK 64 /* columns of every dense block; its rows are 256 bytes */

/* A matrix and its transpose, cut into pieces of about equal work.  The cuts
 * depend on the matrix only, and every output row is summed in the order of its
 * nonzeros, so nothing depends on the thread count. */
typedef struct spmat {
	csr rows, cols; /* cols is the transpose; rows is borrowed */
	uint64_t *start;
	uint32_t *doc;
	float *val;
	unsigned threads;
} spmat;

tensen_status spmat_init(spmat *s, const csr *a, unsigned threads, tensen_error *err);
void spmat_clear(spmat *s);

/* out[n_rows][BLOCK] = half (n_rows x n_cols) * x[n_cols][BLOCK]; half is &s->rows or &s->cols. */
void spmat_apply(float *out, const spmat *s, const csr *half, const float *x);

#endif
