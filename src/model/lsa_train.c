/* model/lsa_train.c - latent semantic analysis: which way to train.
 *
 * WHAT    Checks the matrix, chooses between the exact way and the Krylov way,
 *         and gives every direction a sign.
 * WHY     For small corpora the exact answer takes no longer than an approximate one.
 * SEE     krylov.c, lsa_exact.c, tests/unit/test_lsa.c, bench/vectors/svd.sh. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "model/dense.h"
#include "model/lsa.h"
#include "model/lsa_divide.h"
#include "model/lsa_impl.h"
#include "util/fail.h"
#include "util/threads/team.h"

static double
squared_norm(const csr *mat)
{
	double sum = 0;

	for (uint64_t i = 0; i < mat->start[mat->n_rows]; i++)
		sum += (double)mat->val[i] * (double)mat->val[i];
	return sum;
}

/* A direction and its opposite are equally right.  The largest coordinate (the first of
 * equals) is made positive, so that training again on nearly the same corpus does not
 * reverse directions. */
static tensen_status
fix_signs(lsa *model, tensen_error *err)
{
	float *peak = calloc(model->rank + 1ull, sizeof *peak);

	if (!peak)
		return tensen_fail_nomem(err);
	for (uint32_t t = 0; t < model->n_terms; t++)
		for (uint32_t k = 0; k < model->rank; k++) {
			float v = model->basis[(size_t)t * model->rank + k];
			if (fabsf(v) > fabsf(peak[k]))
				peak[k] = v;
		}
	for (uint32_t t = 0; t < model->n_terms; t++)
		for (uint32_t k = 0; k < model->rank; k++)
			if (peak[k] < 0)
				model->basis[(size_t)t * model->rank + k] *= -1;
	free(peak);
	return TENSEN_OK;
}

/* The exact way for a team: rank 0 has the rows of all ranks and trains.  A matrix that is small in
 * one direction has room there, and the result has the bits of one process. */
static tensen_status
lsa_train_gathered(
    lsa *out, const divided *split_text, double norm2, const lsa_opts *opts, tensen_error *err)
{
	team *t = opts->team;
	uint32_t n_terms = split_text->rows.n_cols;
	lsa head = {0};
	tensen_status st = TENSEN_OK;

	if (t->rank == 0)
		st = lsa_train_exact(out, &split_text->rows, norm2, opts, err);
	if (st == TENSEN_OK && t->rank == 0)
		head = (lsa){.rank = out->rank, .energy = out->energy};
	if (st < 0 || (st = team_share(t, &head, sizeof head, err)) < 0 ||
	    (t->rank != 0 && (st = lsa_reserve(out, n_terms, head.rank, err)) < 0))
		return st;
	out->energy = head.energy;
	if ((st = team_share(t, out->singular, head.rank * sizeof *out->singular, err)) < 0)
		return st;
	return team_share(t, out->basis, (size_t)n_terms * head.rank * sizeof *out->basis, err);
}

static int
is_exact(uint32_t n_rows, uint32_t n_cols, uint32_t rank)
{
	uint32_t side = n_rows < n_cols ? n_rows : n_cols;

	return side <= LSA_EXACT || rank > side / 2;
}

/* split_text: the matrix of a team, NULL alone. */
static tensen_status
lsa_train_model(lsa *out, const csr *mat, const divided *split_text, double norm2,
    const lsa_opts *opts, tensen_error *err)
{
	uint32_t n_rows = split_text ? opts->n_all : mat->n_rows;
	uint32_t side = n_rows < mat->n_cols ? n_rows : mat->n_cols;
	lsa_opts o = *opts;
	tensen_status st;
	int before;

	if (o.rank > side)
		o.rank = side;
	before = dense_enter();
	if (!is_exact(n_rows, mat->n_cols, o.rank))
		st = lsa_train_krylov(out, mat, split_text, norm2, &o, err);
	else
		st = split_text ? lsa_train_gathered(out, split_text, norm2, &o, err)
				: lsa_train_exact(out, mat, norm2, &o, err);
	dense_leave(before);
	return st == TENSEN_OK ? fix_signs(out, err) : st;
}

static tensen_status
train_checked(lsa *out, const csr *mat, const divided *split_text, double norm2,
    const lsa_opts *opts, tensen_error *err)
{
	if (!isfinite(norm2))
		return tensen_fail(err, TENSEN_E_ARG, "the matrix has values that are not finite");
	return norm2 > 0 ? lsa_train_model(out, mat, split_text, norm2, opts, err)
			 : lsa_reserve(out, mat->n_cols, 0, err);
}

static tensen_status
train_team(lsa *out, const csr *mat, const lsa_opts *opts, tensen_error *err)
{
	divided d;
	double norm2 = 0;
	tensen_status st = lsa_divide(&d, opts->team, mat, opts->row_number, opts->n_all,
	    is_exact(opts->n_all, mat->n_cols, opts->rank), err);

	if (st == TENSEN_OK)
		st = lsa_divided_norm(opts->team, &d, &norm2, err);
	if (st == TENSEN_OK)
		st = train_checked(out, mat, &d, norm2, opts, err);
	lsa_divide_clear(&d);
	return st;
}

tensen_status
lsa_train(lsa *out, const csr *mat, const lsa_opts *opts, tensen_error *err)
{
	tensen_status st;

	memset(out, 0, sizeof *out);
	if (opts->rank == 0)
		return tensen_fail(err, TENSEN_E_ARG, "rank 0, expected at least 1");
	if (opts->team && opts->team->size > 1)
		st = train_team(out, mat, opts, err);
	else
		st = train_checked(out, mat, NULL, squared_norm(mat), opts, err);
	if (st < 0)
		lsa_clear(out);
	return st;
}
