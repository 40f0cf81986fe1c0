/* From counted terms to the unit rows of the views. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <math.h>
#include <string.h>
#include <cmocka.h>
#include "model/weights.h"
#include "text/analyzer.h"

/* Terms a (df 1), b (df 4), c (df 9), f (a function, df 2) of 9 documents. */
static int
make_vocab(void **state)
{
	static vocab v;
	static const uint32_t df[] = {1, 4, 9, 2};
	static const uint8_t kind[] = {TERM_WORD, TERM_COMPOUND, TERM_WORD, TERM_FUNCTION};
	static const char *const form[] = {"a", "b", "c", "f>g"};
	tensen_status st = vocab_start(&v, 4, 9, NULL);

	for (uint32_t i = 0; i < 4 && st == TENSEN_OK; i++)
		st = vocab_add(&v, span_of(form[i]), kind[i], df[i], NULL);
	*state = &v;
	return st;
}

static int
free_vocab(void **state)
{
	vocab_clear(*state);
	return 0;
}

static double
length(const float *val, uint32_t n)
{
	double s = 0;

	for (uint32_t i = 0; i < n; i++)
		s += (double)val[i] * (double)val[i];
	return sqrt(s);
}

static void
rows_have_length_one_and_ascending_columns(void **state)
{
	static const term_count t[] = {{0, {1, 2}}, {1, {[SEC_MEANS] = 3}},
	    {2, {[SEC_DESCRIPTION] = 1}}, {3, {[SEC_PROBLEM] = 2}}};
	uint32_t col[4], n;
	float val[4];

	n = view_row(*state, VIEW_TOPIC, t, 4, col, val);
	assert_int_equal(n, 3);
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(col[i], i);
	assert_float_equal(length(val, n), 1, 1e-6);
}

static void
the_weight_is_damped_count_times_idf(void **state)
{
	static const term_count t[] = {{0, {[SEC_MEANS] = 4}}, {2, {[SEC_DESCRIPTION] = 1}}};
	float light = view_section_weights[VIEW_TOPIC][SEC_DESCRIPTION];
	float means = view_section_weights[VIEW_TOPIC][SEC_MEANS];
	uint32_t col[2];
	float val[2];
	double a = (1 + log(4.0 * (double)means)) * (log(10.0 / 2) + 1);
	double c = (double)light * (log(10.0 / 10) + 1); /* below 1: not damped */

	assert_true(light > 0 && light < 1 && 4 * means >= 1);
	assert_int_equal(view_row(*state, VIEW_TOPIC, t, 2, col, val), 2);
	assert_float_equal(val[0] / val[1], a / c, 1e-4);
}

static void
functions_stand_in_a_row_of_their_own_and_in_no_view(void **state)
{
	static const term_count t[] = {
	    {1, {[SEC_PROBLEM] = 1, [SEC_MEANS] = 1}}, {3, {[SEC_PROBLEM] = 1, [SEC_MEANS] = 1}}};
	uint32_t col[2];
	float val[2];

	for (int v = 0; v < N_VIEWS; v++) {
		assert_int_equal(view_row(*state, (view)v, t, 2, col, val), 1);
		assert_int_equal(col[0], 1);
		assert_float_equal(val[0], 1, 1e-6);
	}
	assert_int_equal(function_row(*state, t, 2, col, val), 1);
	assert_int_equal(col[0], 3);
	assert_float_equal(val[0], 1, 1e-6);
}

static void
the_problem_hears_its_own_sections(void **state)
{
	static const term_count means_only[] = {{0, {[SEC_MEANS] = 1}}};
	static const term_count problem_only[] = {{0, {[SEC_PROBLEM] = 1}}};
	uint32_t col[1];
	float val[1];

	assert_int_equal(view_row(*state, VIEW_PROBLEM, means_only, 1, col, val), 0);
	assert_int_equal(view_row(*state, VIEW_PROBLEM, problem_only, 1, col, val), 1);
	assert_int_equal(view_row(*state, VIEW_TOPIC, problem_only, 1, col, val), 1);
	assert_int_equal(view_row(*state, VIEW_TOPIC, means_only, 1, col, val), 1);
}

static void
a_document_that_says_nothing_has_an_empty_row(void **state)
{
	static const term_count silent[] = {{0, {0}}};
	uint32_t col[1];
	float val[1];

	assert_int_equal(view_row(*state, VIEW_TOPIC, NULL, 0, col, val), 0);
	assert_int_equal(view_row(*state, VIEW_TOPIC, silent, 1, col, val), 0);
}

static void
every_view_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (int a = 0; a < N_VIEWS; a++)
		for (int b = 0; b < a; b++)
			assert_string_not_equal(view_name((view)a), view_name((view)b));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_have_length_one_and_ascending_columns),
	    cmocka_unit_test(the_weight_is_damped_count_times_idf),
	    cmocka_unit_test(functions_stand_in_a_row_of_their_own_and_in_no_view),
	    cmocka_unit_test(the_problem_hears_its_own_sections),
	    cmocka_unit_test(a_document_that_says_nothing_has_an_empty_row),
	    cmocka_unit_test(every_view_has_a_name_of_its_own),
	};
	return cmocka_run_group_tests_name("weights", tests, make_vocab, free_vocab);
}
