/* Ratios and their intervals against values computed by hand. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "result/eval/interval.h"

#define SEED 20261121

/* The first `ones` of n values are 1, the others 0. */
static interval
of_ones(uint32_t ones, uint32_t n, uint32_t resamples, uint64_t seed)
{
	float *v = calloc(2 * (n + (size_t)1), sizeof *v);
	interval out;

	assert_non_null(v);
	for (uint32_t i = 0; i < n; i++) {
		v[i] = i < ones;
		v[n + i] = 1;
	}
	assert_int_equal(interval_of_ratio(&out, v, v + n, n, resamples, seed, NULL), TENSEN_OK);
	free(v);
	return out;
}

static void
an_interval_holds_its_mean_at_any_number_of_resamples(void **state)
{
	static const uint32_t resamples[] = {1, 2, 40, 1000};

	(void)state;
	for (size_t k = 0; k < 4; k++)
		for (uint32_t ones = 0; ones <= 7; ones++) {
			interval x = of_ones(ones, 7, resamples[k], SEED + ones);
			assert_float_equal(x.value, ones / 7.0, 1e-9);
			assert_true(x.low <= x.value && x.value <= x.high);
			assert_true(x.low >= 0 && x.high <= 1);
		}
}

static void
the_same_seed_gives_the_same_interval_and_another_does_not(void **state)
{
	interval a = of_ones(300, 1000, 500, 1), b = of_ones(300, 1000, 500, 1),
		 c = of_ones(300, 1000, 500, 2);

	(void)state;
	assert_memory_equal(&a, &b, sizeof a);
	assert_true(a.low < c.low || a.low > c.low || a.high < c.high || a.high > c.high);
}

/* 1.96 sqrt(p (1 - p) / n). */
static void
the_interval_of_a_share_is_the_binomial_one(void **state)
{
	static const uint32_t sizes[] = {400, 10000};

	(void)state;
	for (size_t k = 0; k < 2; k++) {
		interval x = of_ones(sizes[k] / 4, sizes[k], 2000, SEED);
		double half = 1.96 * sqrt(0.25 * 0.75 / sizes[k]);
		assert_float_equal(x.high - x.low, 2 * half, 0.2 * half);
		assert_float_equal((x.high + x.low) / 2, 0.25, 0.2 * half);
	}
}

/* Of a coin thrown 60 times, two hundred times over: about 95 of 100 intervals hold one half. */
static void
nineteen_of_twenty_intervals_hold_the_truth(void **state)
{
	rng r = {SEED};
	int held = 0;

	(void)state;
	for (uint64_t t = 0; t < 200; t++) {
		uint32_t ones = 0;
		interval x;
		for (int i = 0; i < 60; i++)
			ones += rng_unit(&r) < 0.5;
		x = of_ones(ones, 60, 400, SEED + t);
		held += x.low <= 0.5 && 0.5 <= x.high;
	}
	assert_in_range(held, 178, 199);
}

static void
no_values_give_an_interval_of_nothing(void **state)
{
	interval x;

	(void)state;
	assert_int_equal(interval_of_ratio(&x, NULL, NULL, 0, 1000, SEED, NULL), TENSEN_OK);
	assert_int_equal(x.n, 0);
}

static void
a_ratio_is_of_sums_and_its_interval_comes_from_whole_queries(void **state)
{
	static const float part[] = {1, 0, 3, 0}, whole[] = {5, 5, 5, 0}, none[] = {0, 0, 0, 0};
	interval x, y;

	(void)state;
	assert_int_equal(interval_of_ratio(&x, part, whole, 4, 1000, SEED, NULL), TENSEN_OK);
	assert_float_equal(x.value, 4.0 / 15, 1e-12);
	assert_int_equal(x.n, 15);
	assert_true(x.low <= 0.2 && x.low >= 0 && x.high >= 0.4 && x.high <= 0.6);
	assert_int_equal(interval_of_ratio(&y, part, whole, 4, 1000, SEED, NULL), TENSEN_OK);
	assert_memory_equal(&x, &y, sizeof x);
	assert_int_equal(interval_of_ratio(&y, part, none, 4, 10, SEED, NULL), TENSEN_OK);
	assert_int_equal(y.n, 0);
	assert_int_equal(interval_of_ratio(&y, none, whole, 4, 10, SEED, NULL), TENSEN_OK);
	assert_float_equal(y.low, 0, 1e-12);
	assert_float_equal(y.high, 0, 1e-12);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_interval_holds_its_mean_at_any_number_of_resamples),
	    cmocka_unit_test(the_same_seed_gives_the_same_interval_and_another_does_not),
	    cmocka_unit_test(the_interval_of_a_share_is_the_binomial_one),
	    cmocka_unit_test(nineteen_of_twenty_intervals_hold_the_truth),
	    cmocka_unit_test(no_values_give_an_interval_of_nothing),
	    cmocka_unit_test(a_ratio_is_of_sums_and_its_interval_comes_from_whole_queries),
	};
	return cmocka_run_group_tests_name("interval", tests, NULL, NULL);
}
