/* The components of the field model. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "ideas/field_fit.h"
#include "util/rng.h"

/* Signals of any document: every field has documents, field 1 is the document's own. */
static field_signals
any_signals(uint64_t seed)
{
	field_signals s;
	rng r = {seed};

	memset(&s, 0, sizeof s);
	s.known = FIELD_BIT(1);
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		s.size[f] = 1 + rng_below(&r, 100);
		s.votes[f] = rng_unit(&r);
		s.second[f] = rng_unit(&r);
		s.words[f] = rng_unit(&r);
		s.ridge[f] = rng_unit(&r);
		s.coclass[f] = rng_unit(&r);
		s.prior[f] = rng_unit(&r);
	}
	return s;
}

static void
every_component_has_mean_zero_and_unit_spread_over_the_candidates(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed < 20; seed++) {
		field_signals s = any_signals(seed);
		double z[N_FIT][N_FIELDS + 1];
		s.size[7] = 0;
		field_fit_features(&s, z);
		for (int k = 0; k < FIT_FAR_VOTES; k++) {
			double sum = 0, square = 0;
			for (unsigned f = 1; f <= N_FIELDS; f++) {
				sum += z[k][f];
				square += z[k][f] * z[k][f];
			}
			assert_float_equal(sum, 0, 1e-9);
			assert_float_equal(square / (N_FIELDS - 2), 1, 1e-9);
		}
	}
}

static void
known_fields_and_empty_fields_have_no_value(void **state)
{
	field_signals s = any_signals(1);
	double z[N_FIT][N_FIELDS + 1];

	(void)state;
	s.known = FIELD_BIT(3) | FIELD_BIT(17) | FIELD_BIT(35);
	s.size[5] = 0;
	s.votes[3] = s.votes[5] = 1e6; /* however well they do */
	field_fit_features(&s, z);
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		int out = f == 3 || f == 5 || f == 17 || f == 35;
		assert_int_equal(field_is_candidate(&s, f), !out);
		for (int k = 0; out && k < N_FIT; k++)
			assert_true(z[k][f] == 0);
	}
}

static void
equal_fields_a_single_candidate_and_none_are_no_special_case(void **state)
{
	field_signals s;
	double z[N_FIT][N_FIELDS + 1];

	(void)state;
	memset(&s, 0, sizeof s);
	for (int n = 0; n < 3; n++) {
		for (unsigned f = 1; f <= N_FIELDS; f++)
			s.size[f] = n == 2 ? 10 : n == 1 && f == 9;
		field_fit_features(&s, z);
		for (int k = 0; k < N_FIT; k++)
			for (unsigned f = 1; f <= N_FIELDS; f++)
				assert_true(z[k][f] == 0);
	}
}

static void
far_are_the_candidates_behind_the_five_with_the_highest_prior(void **state)
{
	field_signals s = any_signals(8);
	double z[N_FIT][N_FIELDS + 1];

	(void)state;
	for (unsigned f = 1; f <= N_FIELDS; f++)
		s.prior[f] = f == 20 || f == 30 ? 1 : 0.5; /* the others tie: by number */
	s.size[2] = 0;                                     /* no candidate, takes no place */
	field_fit_features(&s, z);
	for (unsigned f = 3; f <= N_FIELDS; f++) {
		int near = f == 20 || f == 30 || f <= 5;
		assert_int_equal(field_is_far(&s, f), !near);
		assert_true(near == (z[FIT_FAR_VOTES][f] == 0)); /* no value of the rest is 0 */
		assert_true(near || z[FIT_FAR_COCLASS][f] == z[FIT_COCLASS][f]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_component_has_mean_zero_and_unit_spread_over_the_candidates),
	    cmocka_unit_test(known_fields_and_empty_fields_have_no_value),
	    cmocka_unit_test(equal_fields_a_single_candidate_and_none_are_no_special_case),
	    cmocka_unit_test(far_are_the_candidates_behind_the_five_with_the_highest_prior),
	};
	return cmocka_run_group_tests_name("field fit", tests, NULL, NULL);
}
