/* model/lsa_exact.c - the exact way, for matrices with a short side.
 *
 * WHAT    The Gram matrix of the short side in double, its eigenpairs by
 *         LAPACK, and from them the right singular directions.
 * WHY     Squaring costs half the digits; double has enough for float results:
 *         directions down to LSA_NOISE of the strongest are good to about 1e-9.
 * COST    side^2 doubles, side^3 operations. */
#include <math.h>
#include "model/dense.h"
#include "model/lsa_impl.h"
#include "model/spmm.h"
#include "util/fail.h"
#include "util/memory.h"

/* g = sum over rows of row^T row, both halves. */
static void
gram_of_rows(double *num, const csr *mat)
{
	size_t n = mat->n_cols;

	for (uint32_t r = 0; r < mat->n_rows; r++)
		for (uint64_t i = mat->start[r]; i < mat->start[r + 1]; i++)
			for (uint64_t j = mat->start[r]; j < mat->start[r + 1]; j++)
				num[mat->col[i] * n + mat->col[j]] +=
				    (double)mat->val[i] * (double)mat->val[j];
}

/* Directions of the columns: eigenvectors of A^T A are the answer. */
static void
basis_from_columns(lsa *out, const double *vec)
{
	for (uint32_t k = 0; k < out->rank; k++)
		for (uint32_t t = 0; t < out->n_terms; t++)
			out->basis[(size_t)t * out->rank + k] =
			    (float)vec[(size_t)k * out->n_terms + t];
}

/* Eigenvectors u of A A^T give A^T u / sigma. */
static void
basis_from_rows(lsa *out, const csr *cols, const double *vec)
{
	for (uint32_t t = 0; t < out->n_terms; t++)
		for (uint32_t k = 0; k < out->rank; k++) {
			double sum = 0;
			for (uint64_t i = cols->start[t]; i < cols->start[t + 1]; i++)
				sum += (double)cols->val[i] *
				       vec[(size_t)k * cols->n_cols + cols->col[i]];
			out->basis[(size_t)t * out->rank + k] =
			    (float)(sum / (double)out->singular[k]);
		}
}

static tensen_status
lsa_fill(lsa *out, const spmat *mat, int by_rows, const double *value, const double *vec,
    uint32_t rank, double norm2, tensen_error *err)
{
	uint32_t keep = 0;
	double sum = 0;
	tensen_status st;

	while (keep < rank && value[keep] > LSA_NOISE * LSA_NOISE * value[0])
		sum += value[keep++];
	if ((st = lsa_reserve(out, mat->rows.n_cols, keep, err)) < 0)
		return st;
	for (uint32_t k = 0; k < keep; k++)
		out->singular[k] = (float)sqrt(value[k]);
	if (by_rows)
		basis_from_rows(out, &mat->cols, vec);
	else
		basis_from_columns(out, vec);
	out->energy = sum / norm2;
	return TENSEN_OK;
}

tensen_status
lsa_train_exact(lsa *out, const csr *mat, double norm2, const lsa_opts *opts, tensen_error *err)
{
	int by_rows = mat->n_rows < mat->n_cols;
	size_t side = by_rows ? mat->n_rows : mat->n_cols;
	double *g = calloc(side * side, sizeof *g);
	double *vec = malloc(side * opts->rank * sizeof *vec);
	double *value = malloc(side * sizeof *value);
	spmat s = {0};
	tensen_status st;

	if (!g || !vec || !value)
		st = tensen_fail_nomem(err);
	else
		st = spmat_init(&s, mat, opts->threads, err);
	if (st == TENSEN_OK) {
		gram_of_rows(g, by_rows ? &s.cols : &s.rows);
		st = dense_eigen(value, vec, g, (uint32_t)side, opts->rank, err);
	}
	if (st == TENSEN_OK)
		st = lsa_fill(out, &s, by_rows, value, vec, opts->rank, norm2, err);
	if (st == TENSEN_OK)
		st = lsa_progress(opts, 1, 1, err);
	spmat_clear(&s);
	free_all(value, vec, g);
	return st;
}
