/* From signals of a query to ranked fields. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <math.h>
#include <string.h>
#include <cmocka.h>
#include "ideas/score.h"
#include "util/rng.h"

/* Signals of any query: every field has documents, field 1 is the query's own. */
static signals
any_signals(uint64_t seed)
{
	signals s;
	rng r = {seed};

	memset(&s, 0, sizeof s);
	s.known = FIELD_BIT(1);
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		s.size[f] = 1 + rng_below(&r, 100);
		s.votes[f] = rng_unit(&r);
		s.second[f] = rng_unit(&r);
		s.words[f] = rng_unit(&r);
		s.ridge[f] = rng_unit(&r);
		s.along[f] = rng_unit(&r);
		s.prior[f] = rng_unit(&r);
		s.need[f] = rng_unit(&r);
		s.precedent[f] = rng_unit(&r);
		s.whitespace[f] = rng_unit(&r);
		s.distance[f] = rng_unit(&r);
	}
	return s;
}

static int
is_ranked(const field_score *v, size_t n, unsigned field)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].field == field)
			return 1;
	return 0;
}

static void
own_fields_and_empty_fields_are_never_ranked(void **state)
{
	signals s = any_signals(1);
	field_score v[N_FIELDS];
	size_t n;

	(void)state;
	s.known = FIELD_BIT(3) | FIELD_BIT(17) | FIELD_BIT(35);
	s.size[5] = 0;
	s.need[3] = s.votes[3] = 1e6; /* however well they do */
	s.need[5] = s.votes[5] = 1e6;
	n = score_fields(&s, fit_weights_default, -1, v);
	assert_int_equal(n, N_FIELDS - 4);
	assert_false(
	    is_ranked(v, n, 3) || is_ranked(v, n, 17) || is_ranked(v, n, 35) || is_ranked(v, n, 5));
}

static void
every_score_and_percentile_is_between_zero_and_one(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed < 50; seed++) {
		signals s = any_signals(seed);
		field_score v[N_FIELDS];
		size_t n = score_fields(&s, fit_weights_default, (float)(seed % 5) / 4, v);
		for (size_t i = 0; i < n; i++) {
			const double x[] = {v[i].score, v[i].fit, v[i].surprise, v[i].need,
			    v[i].precedent, v[i].whitespace, v[i].distance};
			for (size_t k = 0; k < sizeof x / sizeof *x; k++)
				assert_true(x[k] >= 0 && x[k] <= 1);
			if (i)
				assert_true(v[i - 1].score >= v[i].score);
		}
	}
}

static void
equal_fields_are_ranked_by_number_and_stand_in_the_middle(void **state)
{
	signals s;
	field_score v[N_FIELDS];
	size_t n;

	(void)state;
	memset(&s, 0, sizeof s);
	for (unsigned f = 1; f <= N_FIELDS; f++)
		s.size[f] = 10;
	n = score_fields(&s, fit_weights_default, 0.5f, v);
	assert_int_equal(n, N_FIELDS);
	for (unsigned i = 0; i < n; i++) {
		assert_int_equal(v[i].field, i + 1);
		assert_float_equal(v[i].score, 0.5, 1e-9);
		assert_float_equal(v[i].need, 0.5, 1e-9);
	}
}

static void
a_single_candidate_and_none_are_no_special_case(void **state)
{
	signals s = any_signals(3);
	field_score v[N_FIELDS];

	(void)state;
	for (unsigned f = 2; f <= N_FIELDS; f++)
		s.size[f] = f == 9;
	assert_int_equal(score_fields(&s, fit_weights_default, -1, v), 1);
	assert_int_equal(v[0].field, 9);
	assert_true(v[0].score >= 0 && v[0].score <= 1);
	s.size[9] = 0;
	assert_int_equal(score_fields(&s, fit_weights_default, -1, v), 0);
}

static void
boldness_zero_ranks_by_fit_and_one_by_surprise(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed < 20; seed++) {
		signals s = any_signals(seed);
		field_score v[N_FIELDS];
		size_t n = score_fields(&s, fit_weights_default, 0, v);
		for (size_t i = 0; i < n; i++) {
			assert_float_equal(v[i].score, v[i].fit, 1e-12);
			assert_true(i == 0 || v[i - 1].fit >= v[i].fit);
		}
		n = score_fields(&s, fit_weights_default, 1, v);
		for (size_t i = 0; i < n; i++) {
			assert_float_equal(v[i].score, v[i].surprise, 1e-12);
			assert_true(i == 0 || v[i - 1].surprise >= v[i].surprise);
		}
	}
}

static void
assert_same_ranking(const field_score *a, const field_score *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(a[i].field, b[i].field);
		assert_float_equal(a[i].score, b[i].score, 1e-12);
	}
}

static void
boldness_out_of_range_means_its_nearest_end_or_the_default(void **state)
{
	signals s = any_signals(4);
	field_score a[N_FIELDS], b[N_FIELDS];
	size_t n = score_fields(&s, fit_weights_default, 1, a);

	(void)state;
	assert_int_equal(score_fields(&s, fit_weights_default, 7, b), n);
	assert_same_ranking(a, b, n);
	score_fields(&s, fit_weights_default, BOLDNESS_DEFAULT, a);
	score_fields(&s, fit_weights_default, -1, b);
	assert_same_ranking(a, b, n);
	score_fields(&s, fit_weights_default, NAN, b);
	assert_same_ranking(a, b, n);
}

static void
a_nearer_need_is_bolder_and_more_votes_fit_better(void **state)
{
	signals s = any_signals(5);
	field_score v[N_FIELDS];

	(void)state;
	s.need[20] = 9; /* far above all others */
	score_fields(&s, fit_weights_default, 1, v);
	assert_int_equal(v[0].field, 20);
	assert_float_equal(v[0].need, 1, 1e-9);
	s.votes[30] = s.second[30] = s.words[30] = s.along[30] = s.ridge[30] = 50;
	score_fields(&s, fit_weights_default, 0, v);
	assert_int_equal(v[0].field, 30);
}

static void
percentiles_count_the_fields_that_are_beaten(void **state)
{
	signals s = any_signals(6);
	field_score v[N_FIELDS];
	size_t n;

	(void)state;
	for (unsigned f = 1; f <= N_FIELDS; f++)
		s.need[f] = f;
	n = score_fields(&s, fit_weights_default, 1, v);
	for (size_t i = 0; i < n; i++)
		assert_float_equal(v[i].need, (v[i].field - 2) / 33.0, 1e-9);
}

static void
fields_that_are_no_candidates_have_no_fit(void **state)
{
	signals s = any_signals(7);
	double fit[N_FIELDS + 1];

	(void)state;
	s.size[8] = 0;
	score_fit(&s, fit_weights_default, fit);
	for (unsigned f = 1; f <= N_FIELDS; f++)
		assert_int_equal(isinf(fit[f]) != 0, f == 1 || f == 8);
}

static void
far_are_the_candidates_behind_the_five_with_the_highest_prior(void **state)
{
	signals s = any_signals(8);
	double z[N_FIT][N_FIELDS + 1];

	(void)state;
	for (unsigned f = 1; f <= N_FIELDS; f++)
		s.prior[f] = f == 20 || f == 30 ? 1 : 0.5; /* the others tie: by number */
	s.size[2] = 0;                                     /* no candidate, takes no place */
	fit_features(&s, z);
	for (unsigned f = 3; f <= N_FIELDS; f++) {
		int near = f == 20 || f == 30 || f <= 5;
		assert_int_equal(signals_far(&s, f), !near);
		assert_true(near == (z[FIT_FAR_VOTES][f] == 0)); /* no value of the rest is 0 */
		assert_true(near || z[FIT_FAR_ALONG][f] == z[FIT_ALONG][f]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(own_fields_and_empty_fields_are_never_ranked),
	    cmocka_unit_test(every_score_and_percentile_is_between_zero_and_one),
	    cmocka_unit_test(equal_fields_are_ranked_by_number_and_stand_in_the_middle),
	    cmocka_unit_test(a_single_candidate_and_none_are_no_special_case),
	    cmocka_unit_test(boldness_zero_ranks_by_fit_and_one_by_surprise),
	    cmocka_unit_test(boldness_out_of_range_means_its_nearest_end_or_the_default),
	    cmocka_unit_test(a_nearer_need_is_bolder_and_more_votes_fit_better),
	    cmocka_unit_test(percentiles_count_the_fields_that_are_beaten),
	    cmocka_unit_test(fields_that_are_no_candidates_have_no_fit),
	    cmocka_unit_test(far_are_the_candidates_behind_the_five_with_the_highest_prior),
	};
	return cmocka_run_group_tests_name("score", tests, NULL, NULL);
}
