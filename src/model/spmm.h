/* model/spmm.h - products of a sparse matrix, and of its transpose, with 32 columns. */
#pragma once
#include "model/lsa.h"

/* Columns of every dense block: two cache lines a row.  Narrower blocks reach a
 * given energy with fewer columns in all (600 of 16, 640 of 32, 730 of 64 for
 * 0.995 of the best rank 256 in bench/vectors/svd.sh's matrix), wider ones pay less for
 * each nonzero's index; 32 was fastest. */
#define BLOCK 32

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

tensen_status spmat_init(spmat *mat, const csr *one, unsigned threads, tensen_error *err);
void spmat_clear(spmat *mat);

/* out[n_rows][BLOCK] = half (n_rows x n_cols) * x[n_cols][BLOCK]; half is &mat->rows or &mat->cols. */
void spmat_apply(float *out, const spmat *mat, const csr *half, const float *x);
