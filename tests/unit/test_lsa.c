/* The strongest directions of a sparse matrix, against LAPACK's dense SVD. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "matrix.h"
#include "model/lsa_impl.h"
#include "util/rng.h"

void dgesvd_(const char *jobu, const char *jobvt, const int *m, const int *n, double *a,
    const int *lda, double *s, double *u, const int *ldu, double *vt, const int *ldvt, double *work,
    const int *lwork, int *info);

/* Each cell is filled with probability `fill`; row r is scaled by decay^(r % period). */
static matrix
random_matrix(uint32_t n, uint32_t m, double fill, uint32_t period, uint64_t seed)
{
	matrix x = {.start = calloc(n + 1, 8),
	    .col = malloc((size_t)n * m * 4 + 4),
	    .val = malloc((size_t)n * m * 4 + 4)};
	rng r = {seed};
	uint64_t nnz = 0;

	for (uint32_t i = 0; i < n; i++) {
		for (uint32_t c = 0; c < m; c++)
			if (rng_unit(&r) < fill) {
				/* columns of one group resemble each other */
				double group =
				    (c % period == i % period) ? 3.0 / (1 + i % period) : 0;
				x.col[nnz] = c;
				x.val[nnz++] = (float)(group + 0.3 * rng_unit(&r));
			}
		x.start[i + 1] = nnz;
	}
	x.a = (csr){n, m, x.start, x.col, x.val};
	return x;
}

static double
squared_norm(const csr *a)
{
	double sum = 0;

	for (uint64_t i = 0; i < a->start[a->n_rows]; i++)
		sum += (double)a->val[i] * (double)a->val[i];
	return sum;
}

/* Singular values, descending; min(n, m) of them. */
static double *
dense_singular(const csr *a)
{
	int n = (int)a->n_rows, m = (int)a->n_cols, side = n < m ? n : m, one = 1, info;
	int lwork = 10 * (n + m) + 64;
	double *full = calloc((size_t)n * (size_t)m, sizeof *full);
	double *s = calloc((size_t)side, sizeof *s);
	double *work = malloc((size_t)lwork * sizeof *work);

	for (uint32_t r = 0; r < a->n_rows; r++)
		for (uint64_t i = a->start[r]; i < a->start[r + 1]; i++)
			full[(size_t)a->col[i] * a->n_rows + r] = (double)a->val[i];
	dgesvd_("N", "N", &n, &m, full, &n, s, NULL, &one, NULL, &one, work, &lwork, &info);
	assert_int_equal(info, 0);
	free(full);
	free(work);
	return s;
}

/* Squared norm of A V: the energy in the basis. */
static double
captured(const csr *a, const lsa *l)
{
	double sum = 0;

	for (uint32_t r = 0; r < a->n_rows; r++)
		for (uint32_t k = 0; k < l->rank; k++) {
			double dot = 0;
			for (uint64_t i = a->start[r]; i < a->start[r + 1]; i++)
				dot += (double)a->val[i] *
				       (double)l->basis[(size_t)a->col[i] * l->rank + k];
			sum += dot * dot;
		}
	return sum;
}

static void
assert_orthonormal(const lsa *l)
{
	for (uint32_t i = 0; i < l->rank; i++)
		for (uint32_t j = 0; j <= i; j++) {
			double dot = 0;
			for (uint32_t t = 0; t < l->n_terms; t++)
				dot += (double)l->basis[(size_t)t * l->rank + i] *
				       (double)l->basis[(size_t)t * l->rank + j];
			assert_true(fabs(dot - (i == j)) < 1e-4);
		}
}

/* Columns of A V are as long as the singular values say. */
static void
assert_consistent(const csr *a, const lsa *l, double norm2)
{
	double sum = 0;

	assert_orthonormal(l);
	for (uint32_t k = 0; k < l->rank; k++) {
		sum += (double)l->singular[k] * (double)l->singular[k];
		assert_true(k == 0 || l->singular[k] <= l->singular[k - 1]);
	}
	assert_true(fabs(sum / norm2 - l->energy) < 1e-5);
	assert_true(fabs(captured(a, l) / norm2 - l->energy) < 1e-4);
}

static void
small_matrices_are_decomposed_as_lapack_does(void **state)
{
	static const uint32_t sizes[][3] = {{60, 40, 10}, {40, 60, 10}, {50, 50, 50}, {300, 7, 5}};
	lsa_opts o = {.seed = 1, .threads = 2};
	tensen_error err;

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		matrix x = random_matrix(sizes[i][0], sizes[i][1], 0.3, 6, i);
		double *want = dense_singular(&x.a);
		lsa l;
		o.rank = sizes[i][2];
		assert_int_equal(lsa_train(&l, &x.a, &o, &err), TENSEN_OK);
		assert_int_equal(l.n_terms, sizes[i][1]);
		assert_true(l.rank == o.rank || want[l.rank] < 2 * LSA_NOISE * want[0]);
		for (uint32_t k = 0; k < l.rank; k++)
			assert_true(fabs((double)l.singular[k] - want[k]) < 1e-5 * want[0]);
		assert_consistent(&x.a, &l, squared_norm(&x.a));
		assert_int_equal(l.blocks, 0);
		lsa_clear(&l);
		free(want);
		matrix_clear(&x);
	}
}

static void
krylov_finds_the_energy_of_the_exact_directions(void **state)
{
	static const uint32_t sizes[][3] = {
	    {700, 500, 20}, {400, 900, 33}, {600, 600, 128}, {900, 600, 64}};
	tensen_error err;

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		matrix x = random_matrix(sizes[i][0], sizes[i][1], 0.05, i < 3 ? 40 : 8, 10 + i);
		double *want = dense_singular(&x.a), norm2 = squared_norm(&x.a), best = 0;
		lsa_opts o = {.rank = sizes[i][2], .seed = 7, .threads = 2};
		lsa l = {0};
		for (uint32_t k = 0; k < o.rank; k++)
			best += want[k] * want[k];
		assert_int_equal(lsa_train_krylov(&l, &x.a, NULL, norm2, &o, &err), TENSEN_OK);
		assert_int_equal(l.rank, o.rank);
		assert_true(captured(&x.a, &l) > 0.998 * best);
		/* the estimate of the stopping rule is not too low */
		assert_true(captured(&x.a, &l) > (1 - l.missing - 1e-5) * best);
		assert_true(fabs((double)l.singular[0] - want[0]) < 1e-4 * want[0]);
		assert_consistent(&x.a, &l, norm2);
		lsa_clear(&l);
		free(want);
		matrix_clear(&x);
	}
}

static void
results_are_the_same_bytes_for_any_thread_count(void **state)
{
	matrix x = random_matrix(2600, 1500, 0.02, 50, 3);
	lsa_opts o = {.rank = 100, .seed = 5, .threads = 1};
	tensen_error err;
	lsa first, l;

	(void)state;
	assert_int_equal(lsa_train(&first, &x.a, &o, &err), TENSEN_OK);
	assert_true(first.blocks > 0);
	for (o.threads = 2; o.threads <= 3; o.threads++) {
		assert_int_equal(lsa_train(&l, &x.a, &o, &err), TENSEN_OK);
		assert_int_equal(l.rank, first.rank);
		assert_memory_equal(l.basis, first.basis, (size_t)l.n_terms * l.rank * 4);
		assert_memory_equal(l.singular, first.singular, l.rank * 4);
		assert_true(l.energy == first.energy && l.blocks == first.blocks);
		lsa_clear(&l);
	}
	lsa_clear(&first);
	matrix_clear(&x);
}

static void
a_rank_beyond_the_matrix_gives_what_there_is(void **state)
{
	matrix x = random_matrix(20, 12, 0.5, 3, 4);
	lsa_opts o = {.rank = 256, .seed = 1, .threads = 1};
	tensen_error err;
	lsa l;

	(void)state;
	assert_int_equal(lsa_train(&l, &x.a, &o, &err), TENSEN_OK);
	assert_true(l.rank <= 12 && l.rank >= 11);
	assert_true(fabs(l.energy - 1) < 1e-5);
	assert_consistent(&x.a, &l, squared_norm(&x.a));
	lsa_clear(&l);
	matrix_clear(&x);
}

static void
a_matrix_without_weight_has_rank_zero(void **state)
{
	static const uint64_t start[4] = {0};
	static const uint64_t two[3] = {0, 1, 2};
	static const uint32_t col[2] = {0, 4};
	static const float zero[2] = {0, 0};
	static const csr cases[] = {{3, 5, start, NULL, NULL}, {0, 5, start, NULL, NULL},
	    {2, 5, two, col, zero}, {0, 0, start, NULL, NULL}};
	lsa_opts o = {.rank = 8, .threads = 2};
	tensen_error err;
	lsa l;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(lsa_train(&l, &cases[i], &o, &err), TENSEN_OK);
		assert_int_equal(l.rank, 0);
		assert_true(l.energy == 0 && l.basis && l.singular);
		lsa_clear(&l);
	}
}

static void
one_row_is_its_own_direction(void **state)
{
	static const uint64_t start[2] = {0, 2};
	static const uint32_t col[2] = {1, 3};
	static const float val[2] = {3, -4};
	csr a = {1, 5, start, col, val};
	lsa_opts o = {.rank = 8, .threads = 2};
	tensen_error err;
	lsa l;

	(void)state;
	assert_int_equal(lsa_train(&l, &a, &o, &err), TENSEN_OK);
	assert_int_equal(l.rank, 1);
	assert_float_equal(l.singular[0], 5, 1e-5);
	assert_float_equal(l.basis[1], -0.6f, 1e-6); /* the largest coordinate is positive */
	assert_float_equal(l.basis[3], 0.8f, 1e-6);
	assert_float_equal(l.basis[0], 0, 0);
	lsa_clear(&l);
}

static void
one_term_is_one_direction(void **state)
{
	static const uint64_t start[4] = {0, 1, 2, 3};
	static const uint32_t col[3] = {0, 0, 0};
	static const float val[3] = {2, 1, 2};
	csr a = {3, 1, start, col, val};
	lsa_opts o = {.rank = 4, .threads = 1};
	tensen_error err;
	lsa l;

	(void)state;
	assert_int_equal(lsa_train(&l, &a, &o, &err), TENSEN_OK);
	assert_int_equal(l.rank, 1);
	assert_float_equal(l.singular[0], 3, 1e-5);
	assert_float_equal(l.basis[0], 1, 1e-6);
	lsa_clear(&l);
}

/* n rows, of `kinds` different ones in turn. */
static matrix
repeated_rows(uint32_t n, uint32_t m, uint32_t kinds)
{
	matrix x = {.start = calloc(n + 1, 8), .col = malloc(n * 40), .val = malloc(n * 40)};
	uint64_t nnz = 0;

	for (uint32_t i = 0; i < n; i++) {
		for (uint32_t c = 0; c < 10; c++) {
			uint32_t step = m / 10;
			x.col[nnz] = c * step + (uint32_t)(rng_at(i % kinds, c) % step);
			x.val[nnz++] = 0.1f * (float)(1 + (i % kinds + c) % 5);
		}
		x.start[i + 1] = nnz;
	}
	x.a = (csr){n, m, x.start, x.col, x.val};
	return x;
}

static void
equal_rows_have_as_many_directions_as_kinds(void **state)
{
	static const uint32_t sizes[][3] = {
	    {50, 30, 1}, {1500, 2000, 1}, {3000, 1100, 7}, {2500, 1500, 150}};
	lsa_opts o = {.rank = 200, .seed = 3, .threads = 2};
	tensen_error err;

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		matrix x = repeated_rows(sizes[i][0], sizes[i][1], sizes[i][2]);
		lsa l;
		assert_int_equal(lsa_train(&l, &x.a, &o, &err), TENSEN_OK);
		assert_int_equal(l.rank, sizes[i][2]);
		assert_true(fabs(l.energy - 1) < 1e-4);
		assert_consistent(&x.a, &l, squared_norm(&x.a));
		lsa_clear(&l);
		matrix_clear(&x);
	}
}

/* All directions are equally strong: a Krylov space of one start never leaves
 * its 64 columns, so the new columns must come from elsewhere. */
static void
an_identity_is_not_a_trap(void **state)
{
	uint32_t n = 1500;
	matrix x = {.start = malloc((n + 1) * 8), .col = malloc(n * 4), .val = malloc(n * 4)};
	lsa_opts o = {.rank = 200, .seed = 3, .threads = 2};
	tensen_error err;
	lsa l;

	(void)state;
	for (uint32_t i = 0; i <= n; i++)
		x.start[i] = i;
	for (uint32_t i = 0; i < n; i++) {
		x.col[i] = i;
		x.val[i] = 1;
	}
	x.a = (csr){n, n, x.start, x.col, x.val};
	assert_int_equal(lsa_train(&l, &x.a, &o, &err), TENSEN_OK);
	assert_int_equal(l.rank, 200);
	assert_true(fabs(l.energy - 200.0 / n) < 1e-5);
	assert_consistent(&x.a, &l, n);
	lsa_clear(&l);
	matrix_clear(&x);
}

static int
refuse(const char *stage, unsigned long long done, unsigned long long total, void *payload)
{
	assert_string_equal(stage, "svd");
	assert_true(done <= total);
	return ++*(int *)payload == 3;
}

static void
training_stops_when_the_caller_says_so(void **state)
{
	matrix x = random_matrix(1300, 1200, 0.02, 50, 3);
	int calls = 0;
	lsa_opts o = {.rank = 400, .threads = 1, .progress = refuse, .progress_payload = &calls};
	tensen_error err;
	lsa l;

	(void)state;
	assert_int_equal(lsa_train(&l, &x.a, &o, &err), TENSEN_E_CANCELLED);
	assert_int_equal(calls, 3);
	assert_null(l.basis);
	matrix_clear(&x);
}

static void
a_value_that_is_no_number_is_refused(void **state)
{
	static const uint64_t start[2] = {0, 2};
	static const uint32_t col[2] = {1, 3};
	float bad[2] = {1, NAN};
	csr a = {1, 5, start, col, bad};
	lsa_opts o = {.rank = 8, .threads = 2};
	tensen_error err;
	lsa l;

	(void)state;
	assert_int_equal(lsa_train(&l, &a, &o, &err), TENSEN_E_ARG);
	bad[1] = INFINITY;
	assert_int_equal(lsa_train(&l, &a, &o, &err), TENSEN_E_ARG);
	bad[1] = 1;
	o.rank = 0;
	assert_int_equal(lsa_train(&l, &a, &o, &err), TENSEN_E_ARG);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(small_matrices_are_decomposed_as_lapack_does),
	    cmocka_unit_test(krylov_finds_the_energy_of_the_exact_directions),
	    cmocka_unit_test(results_are_the_same_bytes_for_any_thread_count),
	    cmocka_unit_test(a_rank_beyond_the_matrix_gives_what_there_is),
	    cmocka_unit_test(a_matrix_without_weight_has_rank_zero),
	    cmocka_unit_test(one_row_is_its_own_direction),
	    cmocka_unit_test(one_term_is_one_direction),
	    cmocka_unit_test(equal_rows_have_as_many_directions_as_kinds),
	    cmocka_unit_test(an_identity_is_not_a_trap),
	    cmocka_unit_test(training_stops_when_the_caller_says_so),
	    cmocka_unit_test(a_value_that_is_no_number_is_refused),
	};
	return cmocka_run_group_tests_name("lsa", tests, NULL, NULL);
}
