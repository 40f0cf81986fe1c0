/* The names that a person may type for one of the 35 fields. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <tensen/field.h>

static void
a_number_or_a_name_or_a_part_of_one_finds_its_field(void **state)
{
	static const struct {
		const char *typed;
		unsigned want;
	} cases[] = {
	    {"1", 1},
	    {"35", 35},
	    {" 26 ", 26},
	    {"Optics", 9},
	    {"oPTICS", 9},
	    {"Electrical machinery, apparatus, energy", 1},
	    {"コンピュータ技術", 6},
	    {"コンピュータ", 6},
	    {"semicond", 8},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		tensen_error err = {0};
		unsigned f;
		if (tensen_field_find(&f, cases[i].typed, NULL, &err) < 0 || f != cases[i].want)
			fail_msg("%s: field %u, expected %u (%s)", cases[i].typed, f, cases[i].want,
			    err.message);
	}
}

static void
what_is_no_field_or_several_is_said_so(void **state)
{
	static const char *const cases[] = {"", " ", "0", "36", "001", "-1", "astrology", "chem"};
	tensen_error err = {0};
	unsigned f;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		err.message[0] = '\0';
		if (tensen_field_find(&f, cases[i], NULL, &err) != TENSEN_E_NOTFOUND || f != 0)
			fail_msg("\"%s\" was taken for field %u", cases[i], f);
		assert_true(err.message[0] != '\0');
	}
	assert_non_null(strstr(err.message, "14 ")); /* "chem" names its candidates */
}

static void
a_very_long_name_is_cut_between_characters(void **state)
{
	char typed[301];
	tensen_error err = {0};
	unsigned f;
	const char *quote;

	(void)state;
	for (int i = 0; i < 300; i += 3)
		memcpy(typed + i, "錬", 3);
	typed[300] = '\0';
	assert_int_equal(tensen_field_find(&f, typed, NULL, &err), TENSEN_E_NOTFOUND);
	quote = strchr(err.message, '"');
	assert_non_null(quote);
	assert_int_equal(strcspn(quote + 1, "\"") % 3, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_number_or_a_name_or_a_part_of_one_finds_its_field),
	    cmocka_unit_test(what_is_no_field_or_several_is_said_so),
	    cmocka_unit_test(a_very_long_name_is_cut_between_characters),
	};
	return cmocka_run_group_tests_name("field", tests, NULL, NULL);
}
