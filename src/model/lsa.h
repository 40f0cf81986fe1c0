/* model/lsa.h - latent semantic analysis by randomized SVD.
 *
 * A sparse matrix of n documents (rows) by m terms; the basis V (m x rank)
 * spans its strongest right singular directions.  Rows fold in as row * V.
 * Source: Halko, Martinsson, Tropp, SIAM Review 53(2), 2011; differences are
 * stated in lsa.c. */
#ifndef MODEL_LSA_H
#define MODEL_LSA_H
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
	uint32_t oversample; /* 0: default */
	uint32_t max_iters;  /* power iterations at most; 0: default with the stopping rule */
	uint64_t seed;
	unsigned threads; /* results do not depend on it, to the byte */
	tensen_progress_fn progress;
	void *progress_payload;
} lsa_opts;

typedef struct lsa {
	uint32_t n_terms, rank;
	float *basis;    /* [n_terms][rank], row-major: term t's coordinates; owned */
	float *singular; /* [rank], descending; owned */
	double energy;   /* sum of squared singular values / squared Frobenius norm */
	uint32_t iters;  /* power iterations done */
} lsa;

tensen_status lsa_train(lsa *out, const csr *a, const lsa_opts *opts, tensen_error *err);
void lsa_clear(lsa *l);

/* out[rank] = sum of val[i] * basis[col[i]], then scaled to length 1.  Returns the
 * length before scaling; 0 leaves zeros.  Fixed order of additions. */
float lsa_fold(const float *basis, uint32_t rank, const uint32_t *col, const float *val, uint32_t n,
    float *out);

#endif
