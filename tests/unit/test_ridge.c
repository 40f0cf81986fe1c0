/* The regression of fields on documents. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "model/ridge.h"
#include "util/rng.h"

enum { DIMS = 24, ROWS = 40 };

static float x[ROWS][DIMS];
static const float *rows[ROWS];
static uint64_t masks[ROWS];

static int
make_rows(void **state)
{
	rng r = {7};

	(void)state;
	for (uint32_t i = 0; i < ROWS; i++) {
		for (uint32_t d = 0; d < DIMS; d++)
			x[i][d] = (float)rng_below(&r, 2001) / 10000.0f - 0.1f;
		rows[i] = x[i];
		masks[i] = (uint64_t)1 << rng_below(&r, 35) | (uint64_t)1 << rng_below(&r, 35);
	}
	return 0;
}

static void
products_are_those_of_every_pair_of_columns(void **state)
{
	static float out[DIMS * DIMS];

	(void)state;
	ridge_products(out, rows, ROWS, DIMS);
	for (uint32_t i = 0; i < DIMS; i++)
		for (uint32_t j = 0; j <= i; j++) {
			double sum = 0;
			for (uint32_t r = 0; r < ROWS; r++)
				sum += (double)x[r][i] * (double)x[r][j];
			assert_true(fabs(sum - (double)out[i * DIMS + j]) < 1e-6);
		}
}

/* The fit of all rows, given `step` at a time. */
static float *
fit(uint32_t step)
{
	float *out = malloc(RIDGE_FLOATS(DIMS) * sizeof *out), products[DIMS * DIMS];
	ridge_fit *f;

	assert_int_equal(ridge_fit_new(&f, DIMS, NULL), TENSEN_OK);
	for (uint32_t i = 0, n; i < ROWS; i += n) {
		n = ROWS - i < step ? ROWS - i : step;
		ridge_products(products, rows + i, n, DIMS);
		ridge_fit_add(f, products, rows + i, masks + i, n);
	}
	assert_int_equal(ridge_fit_end(f, 1.0, out, NULL), TENSEN_OK);
	return out;
}

static void
rows_may_come_in_pieces_of_any_size(void **state)
{
	float *once = fit(ROWS), *pieces = fit(7);

	(void)state;
	for (size_t i = 0; i < RIDGE_FLOATS(DIMS); i++)
		assert_true(fabsf(once[i] - pieces[i]) < 1e-5f);
	free(once);
	free(pieces);
}

/* (X'X + I) A = I, and B = A X'(Y - mean). */
static void
the_fit_solves_the_normal_equations(void **state)
{
	float *out = fit(16), *mean = out + (size_t)DIMS * N_FIELDS;
	const float *inverse = mean + N_FIELDS;

	(void)state;
	for (uint32_t i = 0; i < DIMS; i++)
		for (uint32_t t = 0; t < N_FIELDS; t++) {
			double b = 0;
			for (uint32_t r = 0; r < ROWS; r++) {
				double at = 0, y = (double)(masks[r] >> t & 1) - (double)mean[t];
				for (uint32_t d = 0; d < DIMS; d++)
					at += (double)inverse[i * DIMS + d] * (double)x[r][d];
				b += at * y;
			}
			assert_true(fabs(b - (double)out[i * N_FIELDS + t]) < 1e-4);
		}
	free(out);
}

/* The index keeps these bytes, and LAPACK gives -0. */
static void
a_dimension_that_no_row_has_is_plain_zero_in_the_inverse(void **state)
{
	const float *inverse;
	float *out;

	for (uint32_t i = 0; i < ROWS; i++)
		x[i][3] = x[i][DIMS - 1] = 0;
	out = fit(16);
	inverse = out + (size_t)DIMS * N_FIELDS + N_FIELDS;
	for (uint32_t i = 0; i + 1 < DIMS; i++) {
		float cell = inverse[(size_t)i * DIMS + DIMS - 1];
		assert_true(cell == 0 && !signbit(cell));
	}
	free(out);
	make_rows(state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(products_are_those_of_every_pair_of_columns),
	    cmocka_unit_test(rows_may_come_in_pieces_of_any_size),
	    cmocka_unit_test(the_fit_solves_the_normal_equations),
	    cmocka_unit_test(a_dimension_that_no_row_has_is_plain_zero_in_the_inverse),
	};
	return cmocka_run_group_tests_name("ridge", tests, make_rows, NULL);
}
