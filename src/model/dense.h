/* model/dense.h - algebra of tall blocks [m][BLOCK], small eigenproblems and linear systems.
 *
 * A tall block is cut into chunks of rows; one thread multiplies each chunk by
 * OpenBLAS, and chunks are added in double in the order of their pieces.  Pieces depend on m alone, so any number of threads gives
 * the same bits. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <tensen/status.h>
#include "model/spmm.h"

/* Switch off the threads of OpenBLAS while this program runs its own.  Returns the
 * former number for dense_leave().  The setting is one of the whole process. */
int dense_enter(void);
void dense_leave(int before);

/* Allocate a block of m rows, on huge pages if the system has them: rows are read in
 * random order, and each would miss the TLB with small pages.  Free by free(). */
float *tall_alloc(uint32_t m);

/* A rank of a team may have the rows of some consecutive pieces only: then blocks are those rows,
 * and tall_gram() gives the sums of its pieces. */
typedef struct tall {
	uint32_t m;          /* rows of the whole block */
	uint32_t piece, end; /* pieces that are here */
	unsigned threads;
	double *partial; /* sums of pieces in tall_gram */
} tall;

/* For lists of at most `most` blocks. */
tensen_status tall_init(tall *wide, uint32_t m, uint32_t most, unsigned threads, tensen_error *err);
void tall_clear(tall *wide);

/* The pieces of a block of m rows, and the row that a piece begins with. */
uint32_t tall_pieces(uint32_t m);
uint32_t tall_row(uint32_t m, uint32_t piece);

/* wide->partial[piece - wide->piece][n * BLOCK][BLOCK] = the sums of the pieces that are here. */
void tall_gram_pieces(const tall *wide, float *const *x, uint32_t n, const float *y);
/* val[n * BLOCK][BLOCK] = the n blocks of x, transposed, times y. */
void tall_gram(double *val, const tall *wide, float *const *x, uint32_t n, const float *y);
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
void tall_combine(const tall *wide, const tall_sum *sum);

/* Largest k eigenpairs of the symmetric a[n][n] (destroyed): value descending,
 * vec[k][n], one vector a row.  vec NULL: values only. */
tensen_status dense_eigen(
    double *value, double *vec, double *a, uint32_t n, uint32_t k, tensen_error *err);
