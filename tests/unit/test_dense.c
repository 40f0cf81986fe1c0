/* Tall blocks: against plain loops, at sizes that are multiples of no block. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "model/dense.h"
#include "util/rng.h"
#include "util/memory.h"

#define LIST 11 /* blocks of a list */

static const uint32_t sizes[] = {1, 7, 8, 129, 1024, 2501};

static float *
random_block(uint32_t m, uint64_t seed)
{
	float *x = tall_alloc(m);

	for (size_t i = 0; i < (size_t)m * BLOCK; i++)
		x[i] = rng_gauss_at(seed, i);
	return x;
}

static void
random_list(float **x, uint32_t m)
{
	for (uint32_t i = 0; i < LIST; i++)
		x[i] = random_block(m, i + 1);
}

static void
free_list(float **x)
{
	for (uint32_t i = 0; i < LIST; i++)
		free(x[i]);
}

static tall
must_init(uint32_t m, unsigned threads)
{
	tensen_error err;
	tall t;

	assert_int_equal(tall_init(&t, m, LIST, threads, &err), TENSEN_OK);
	return t;
}

static void
check_gram(uint32_t m)
{
	tall t = must_init(m, 2);
	float *x[LIST], *y = random_block(m, 99);
	double *g = malloc((size_t)LIST * BLOCK * BLOCK * sizeof *g);

	random_list(x, m);
	tall_gram(g, &t, x, LIST, y);
	for (uint32_t i = 0; i < LIST; i++)
		for (uint32_t a = 0; a < BLOCK; a++)
			for (uint32_t b = 0; b < BLOCK; b += 5) {
				double want = 0;
				for (uint32_t r = 0; r < m; r++)
					want +=
					    (double)x[i][r * BLOCK + a] * (double)y[r * BLOCK + b];
				if (fabs(g[(i * BLOCK + a) * BLOCK + b] - want) > 1e-5 * (m + 10))
					fail_msg("m %u block %u cell %u %u", m, i, a, b);
			}
	free(g);
	free(y);
	free_list(x);
	tall_clear(&t);
}

static void
products_of_blocks_are_right_for_every_height(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		check_gram(sizes[i]);
}

static void
check_combine(uint32_t m, uint32_t width, int add)
{
	tall t = must_init(m, 2);
	uint32_t stride = width + 3;
	float *x[LIST], *c = random_block(LIST * BLOCK, 50);
	float *out = malloc((size_t)m * stride * sizeof *out);

	random_list(x, m);
	for (size_t i = 0; i < (size_t)m * stride; i++)
		out[i] = 1;
	tall_combine(&t, &(tall_sum){out, stride, width, add, x, LIST, c});
	for (uint32_t r = 0; r < m; r++)
		for (uint32_t k = 0; k < stride; k++) {
			double want = k < width ? add : 1;
			for (uint32_t i = 0; k < width && i < LIST * BLOCK; i++)
				want += (double)x[i / BLOCK][r * BLOCK + i % BLOCK] *
					(double)c[i * BLOCK + k];
			if (fabs((double)out[(size_t)r * stride + k] - want) > 1e-3)
				fail_msg("m %u width %u add %d at %u %u", m, width, add, r, k);
		}
	free(out);
	free(c);
	free_list(x);
	tall_clear(&t);
}

static void
sums_of_blocks_write_their_columns_and_no_others(void **state)
{
	static const uint32_t widths[] = {1, 16, 17, 32};

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		for (size_t w = 0; w < sizeof widths / sizeof *widths; w++)
			check_combine(sizes[i], widths[w], (int)(w % 2));
}

static void
a_block_is_multiplied_in_its_own_place(void **state)
{
	uint32_t m = 777;
	tall t = must_init(m, 2);
	float *x = random_block(m, 1), *old = random_block(m, 1), *c = random_block(BLOCK, 2);

	(void)state;
	tall_combine(&t, &(tall_sum){x, BLOCK, BLOCK, 0, &x, 1, c});
	for (uint32_t r = 0; r < m; r++)
		for (uint32_t k = 0; k < BLOCK; k++) {
			double want = 0;
			for (uint32_t p = 0; p < BLOCK; p++)
				want += (double)old[r * BLOCK + p] * (double)c[p * BLOCK + k];
			assert_true(fabs((double)x[r * BLOCK + k] - want) < 1e-4);
		}
	free_all(x, old, c);
	tall_clear(&t);
}

static void
products_have_the_same_bytes_for_any_thread_count(void **state)
{
	uint32_t m = 70001;
	size_t cells = (size_t)LIST * BLOCK * BLOCK;
	double *first = malloc(cells * sizeof *first), *g = malloc(cells * sizeof *g);
	float *x[LIST];

	(void)state;
	random_list(x, m);
	for (unsigned threads = 1; threads <= 3; threads++) {
		tall t = must_init(m, threads);
		tall_gram(threads == 1 ? first : g, &t, x, LIST, x[0]);
		if (threads > 1)
			assert_memory_equal(g, first, cells * sizeof *g);
		tall_clear(&t);
	}
	free(first);
	free(g);
	free_list(x);
}

static void
eigenpairs_come_largest_first(void **state)
{
	double a[9] = {2, 0, 0, 0, 5, 0, 0, 0, -1}, b[9], value[3], vec[6];
	tensen_error err;

	(void)state;
	memcpy(b, a, sizeof a);
	assert_int_equal(dense_eigen(value, NULL, b, 3, 3, &err), TENSEN_OK);
	assert_float_equal(value[0], 5, 1e-12);
	assert_float_equal(value[1], 2, 1e-12);
	assert_float_equal(value[2], -1, 1e-12);
	memcpy(b, a, sizeof a);
	assert_int_equal(dense_eigen(value, vec, b, 3, 2, &err), TENSEN_OK);
	assert_float_equal(fabs(vec[1]), 1, 1e-12);
	assert_float_equal(fabs(vec[3]), 1, 1e-12);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(products_of_blocks_are_right_for_every_height),
	    cmocka_unit_test(sums_of_blocks_write_their_columns_and_no_others),
	    cmocka_unit_test(a_block_is_multiplied_in_its_own_place),
	    cmocka_unit_test(products_have_the_same_bytes_for_any_thread_count),
	    cmocka_unit_test(eigenpairs_come_largest_first),
	};
	int before = dense_enter();
	int failed = cmocka_run_group_tests_name("dense", tests, NULL, NULL);

	dense_leave(before);
	return failed;
}
