/* model/lsa.c - latent semantic analysis: which way to train, and fold-in.
 *
 * WHAT    Checks the matrix, chooses between the exact way and the Krylov way,
 *         gives every direction a sign, and folds rows into a basis.
 * WHY     For small corpora the exact answer takes no longer than an approximate one.
 * SEE     krylov.c, lsa_exact.c, tests/unit/test_lsa.c, bench/svd.sh. */
#include "model/lsa.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "model/dense.h"
#include "model/lsa_divide.h"
#include "model/lsa_impl.h"
#include "util/clones.h"
#include "util/fail.h"
#include "util/pages.h"
#include "util/team.h"

tensen_status
lsa_reserve(lsa *out, uint32_t n_terms, uint32_t rank, tensen_error *err)
{
	size_t cells = (size_t)n_terms * rank;

	out->n_terms = n_terms;
	out->rank = rank;
	out->basis = pages_alloc((cells + 1) * sizeof *out->basis);
	out->singular = malloc((rank ? rank : 1) * sizeof *out->singular);
	return out->basis && out->singular ? TENSEN_OK : tensen_fail_nomem(err);
}

tensen_status
lsa_progress(
    const lsa_opts *opts, unsigned long long done, unsigned long long total, tensen_error *err)
{
	if (opts->progress && opts->progress("svd", done, total, opts->progress_payload))
		return tensen_fail(err, TENSEN_E_CANCELLED, "cancelled");
	return TENSEN_OK;
}

void
lsa_clear(lsa *l)
{
	free(l->basis);
	free(l->singular);
	memset(l, 0, sizeof *l);
}

static double
squared_norm(const csr *a)
{
	double sum = 0;

	for (uint64_t i = 0; i < a->start[a->n_rows]; i++)
		sum += (double)a->val[i] * (double)a->val[i];
	return sum;
}

/* A direction and its opposite are equally right.  The largest coordinate (the first of
 * equals) is made positive, so that training again on nearly the same corpus does not
 * reverse directions. */
static tensen_status
fix_signs(lsa *l, tensen_error *err)
{
	float *peak = calloc(l->rank + 1ull, sizeof *peak);

	if (!peak)
		return tensen_fail_nomem(err);
	for (uint32_t t = 0; t < l->n_terms; t++)
		for (uint32_t k = 0; k < l->rank; k++) {
			float v = l->basis[(size_t)t * l->rank + k];
			if (fabsf(v) > fabsf(peak[k]))
				peak[k] = v;
		}
	for (uint32_t t = 0; t < l->n_terms; t++)
		for (uint32_t k = 0; k < l->rank; k++)
			if (peak[k] < 0)
				l->basis[(size_t)t * l->rank + k] *= -1;
	free(peak);
	return TENSEN_OK;
}

/* d: the matrix of a team, NULL alone. */
static tensen_status
train(
    lsa *out, const csr *a, const divided *d, double norm2, const lsa_opts *opts, tensen_error *err)
{
	uint32_t n_rows = d ? d->cols.n_cols : a->n_rows;
	uint32_t side = n_rows < a->n_cols ? n_rows : a->n_cols;
	lsa_opts o = *opts;
	tensen_status st;
	int before;

	if (o.rank > side)
		o.rank = side;
	before = dense_enter();
	if (side > LSA_EXACT && o.rank <= side / 2)
		st = lsa_train_krylov(out, a, d, norm2, &o, err);
	else
		st = d ? lsa_train_gathered(out, d, norm2, &o, err)
		       : lsa_train_exact(out, a, norm2, &o, err);
	dense_leave(before);
	return st == TENSEN_OK ? fix_signs(out, err) : st;
}

static tensen_status
train_checked(
    lsa *out, const csr *a, const divided *d, double norm2, const lsa_opts *opts, tensen_error *err)
{
	if (!isfinite(norm2))
		return tensen_fail(err, TENSEN_E_ARG, "the matrix has values that are not finite");
	return norm2 > 0 ? train(out, a, d, norm2, opts, err) : lsa_reserve(out, a->n_cols, 0, err);
}

static tensen_status
train_team(lsa *out, const csr *a, const lsa_opts *opts, tensen_error *err)
{
	divided d;
	double norm2 = 0;
	tensen_status st = lsa_divide(&d, opts->team, a, opts->row_number, opts->n_all, err);

	if (st == TENSEN_OK)
		st = lsa_divided_norm(opts->team, &d, &norm2, err);
	if (st == TENSEN_OK)
		st = train_checked(out, a, &d, norm2, opts, err);
	lsa_divide_clear(&d);
	return st;
}

tensen_status
lsa_train(lsa *out, const csr *a, const lsa_opts *opts, tensen_error *err)
{
	tensen_status st;

	memset(out, 0, sizeof *out);
	if (opts->rank == 0)
		return tensen_fail(err, TENSEN_E_ARG, "rank 0, expected at least 1");
	if (opts->team && opts->team->size > 1)
		st = train_team(out, a, opts, err);
	else
		st = train_checked(out, a, NULL, squared_norm(a), opts, err);
	if (st < 0)
		lsa_clear(out);
	return st;
}

/* A unit row whose projection is shorter lies outside the basis: what is left is rounding of
 * float32, and its direction means nothing. */
#define NOTHING 1e-6f
#define LANES 16
#define WIDE 8  /* vectors summed side by side */
#define AHEAD 6 /* terms between a prefetch and its use; changes speed only */
typedef float lanes __attribute__((vector_size(4 * LANES), aligned(4)));

/* Sum `wide` vectors of columns.  Basis rows are scattered in memory, so they are prefetched. */
static inline ALWAYS void
add_lanes(float *out, const float *basis, uint32_t rank, const uint32_t *col, const float *val,
    uint32_t n, const int wide)
{
	lanes sum[WIDE] = {{0}};

	for (uint32_t i = 0; i < n; i++) {
		const lanes *row = (const lanes *)(const void *)(basis + (size_t)col[i] * rank);
		const float *soon = basis + (size_t)col[i + AHEAD < n ? i + AHEAD : i] * rank;
		for (int k = 0; k < wide; k++)
			__builtin_prefetch(soon + (size_t)k * LANES);
		for (int k = 0; k < wide; k++)
			sum[k] += val[i] * row[k];
	}
	memcpy(out, sum, (size_t)wide * sizeof *sum);
}

CLONES static void
add_wide(float *out, const float *basis, uint32_t rank, const uint32_t *col, const float *val,
    uint32_t n)
{
	add_lanes(out, basis, rank, col, val, n, WIDE);
}

CLONES static void
add_narrow(float *out, const float *basis, uint32_t rank, const uint32_t *col, const float *val,
    uint32_t n)
{
	add_lanes(out, basis, rank, col, val, n, 1);
}

static void
add_one(float *out, const float *basis, uint32_t rank, const uint32_t *col, const float *val,
    uint32_t n)
{
	float sum = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += val[i] * basis[(size_t)col[i] * rank];
	*out = sum;
}

float
lsa_fold(const float *basis, uint32_t rank, const uint32_t *col, const float *val, uint32_t n,
    float *out)
{
	double length2 = 0;
	float length, scale;
	uint32_t at = 0;

	for (; at + WIDE * LANES <= rank; at += WIDE * LANES)
		add_wide(out + at, basis + at, rank, col, val, n);
	for (; at + LANES <= rank; at += LANES)
		add_narrow(out + at, basis + at, rank, col, val, n);
	for (; at < rank; at++)
		add_one(out + at, basis + at, rank, col, val, n);
	for (uint32_t k = 0; k < rank; k++)
		length2 += (double)out[k] * (double)out[k];
	length = (float)sqrt(length2);
	if (length < NOTHING)
		length = 0;
	scale = length > 0 ? 1 / length : 0;
	for (uint32_t k = 0; k < rank; k++)
		out[k] *= scale;
	return length;
}
