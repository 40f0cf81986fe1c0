/* model/lsa.h - latent semantic analysis: the strongest directions of a sparse matrix.
 *
 * The matrix has n documents (rows) and m terms (columns).  The basis V (m x rank) spans its
 * strongest right singular directions; a row is projected as row * V.  A randomized block Krylov
 * method computes V (krylov.c); if min(n, m) is small, an exact method does (lsa_exact.c).  An
 * index stores V in 8 bits a number: model/lsa_basis.h.
 *
 * MEMORY  of lsa_train, beside the matrix: a transposed copy (8 bytes a nonzero)
 *         and 4 bytes x (min(n, m) x (3 x rank, about) + max(n, m) x 32), then the basis. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>

/* Compressed sparse rows, borrowed by every call here. */
typedef struct csr {
	uint32_t n_rows, n_cols;
	const uint64_t *start; /* n_rows + 1 */
	const uint32_t *col;   /* ascending in each row */
	const float *val;
} csr;

typedef struct lsa_opts {
	uint32_t rank;       /* wanted; the result may have less (min(n, m), numerical rank) */
	uint32_t max_blocks; /* Krylov blocks of 32 columns at most; 0: by the stopping rule */
	double tolerance;    /* energy that may be missing, of the best possible; 0: default */
	uint64_t seed;
	unsigned threads; /* results do not depend on it, to the byte */
	tensen_progress_fn progress;
	void *progress_payload;
	/* NULL, or the ranks that train together: the rows of the matrix are this rank's, and
	 * row_number[n_rows] their numbers among the n_all rows of all ranks. */
	struct team *team;
	const uint32_t *row_number;
	uint32_t n_all;
} lsa_opts;

typedef struct lsa {
	uint32_t n_terms, rank;
	float *basis;    /* [n_terms][rank], row-major: term t's coordinates; owned */
	float *singular; /* [rank], descending; owned */
	double energy;   /* sum of squared singular values / squared Frobenius norm */
	double missing;  /* estimate: share of the best possible energy not captured */
	uint32_t blocks; /* Krylov blocks made; 0: the exact way was taken */
} lsa;

/* Train.  On success *out is the caller's (lsa_clear).  A matrix without any
 * weight gives rank 0, energy 0 and pointers that are not NULL.
 * E_ARG: rank 0, a value that is not finite, or blocks that cannot be made
 * orthonormal.  E_NOMEM, E_CANCELLED.  OpenBLAS has different kernels for different
 * processors, so roundings differ between them; threads and timing change nothing.  All ranks
 * of a team get the same bits, and they are those of one process. */
tensen_status lsa_train(lsa *out, const csr *mat, const lsa_opts *opts, tensen_error *err);
void lsa_clear(lsa *model);
