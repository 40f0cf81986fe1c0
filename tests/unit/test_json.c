/* A parser reads from written JSON the values that were written. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <json-c/json.h>
#include "../support.h"
#include "util/json/json.h"

static void
write_sample(json *j)
{
	json_open(j, '{');
	json_key_str(j, "id", "A1");
	json_key_int(j, "n", -5);
	json_key(j, "list");
	json_open(j, '[');
	json_int(j, 1);
	json_open(j, '{');
	json_close(j, '}');
	json_open(j, '[');
	json_close(j, ']');
	json_str(j, NULL);
	json_close(j, ']');
	json_key_bool(j, "yes", 1);
	json_close(j, '}');
}

static void
on_one_line_there_are_no_blanks(void **state)
{
	buf b = BUF_INIT;
	json j;

	(void)state;
	json_init(&j, &b, 0);
	write_sample(&j);
	assert_string_equal(
	    buf_cstr(&b), "{\"id\":\"A1\",\"n\":-5,\"list\":[1,{},[],null],\"yes\":true}");
	buf_clear(&b);
}

static void
indented_every_value_has_a_line_and_empty_brackets_stay_closed(void **state)
{
	buf b = BUF_INIT;
	json j;

	(void)state;
	json_init(&j, &b, 1);
	write_sample(&j);
	assert_string_equal(buf_cstr(&b),
	    "{\n \"id\": \"A1\",\n \"n\": -5,\n \"list\": [\n  1,\n  {},\n  [],\n  null\n ],\n"
	    " \"yes\": true\n}");
	buf_clear(&b);
}

static void
strings_with_any_character_come_back_from_a_parser(void **state)
{
	char text[128 + 8];
	buf b = BUF_INIT;
	json j;
	json_object *o;

	(void)state;
	for (int c = 1; c < 128; c++)
		text[c - 1] = (char)c;
	memcpy(text + 127, "振動", 7);
	json_init(&j, &b, 0);
	json_str(&j, text);
	for (size_t i = 0; i < b.n; i++)
		assert_true((unsigned char)b.p[i] >= 0x20 && b.p[i] != 0x7f);
	o = json_tokener_parse(buf_cstr(&b));
	assert_non_null(o);
	assert_string_equal(json_object_get_string(o), text);
	json_object_put(o);
	buf_clear(&b);
}

static const char *
number(buf *b, double v, int digits)
{
	json j;

	buf_reset(b);
	json_init(&j, b, 0);
	json_num(&j, v, digits);
	return buf_cstr(b);
}

static void
numbers_keep_the_digits_asked_for_and_lose_trailing_zeros(void **state)
{
	buf b = BUF_INIT;

	(void)state;
	assert_string_equal(number(&b, 0.5, 4), "0.5");
	assert_string_equal(number(&b, 1, 4), "1.0");
	assert_string_equal(number(&b, 0.12345, 4), "0.1235");
	assert_string_equal(number(&b, -2.25, 1), "-2.2");
	assert_string_equal(number(&b, 100, 0), "100");
	assert_string_equal(number(&b, 1e300, 2), "1.0000000000000001e+300");
	buf_clear(&b);
}

static void
what_rounds_to_zero_has_no_sign(void **state)
{
	buf b = BUF_INIT;

	(void)state;
	assert_string_equal(number(&b, -0.00001, 3), "0.0");
	assert_string_equal(number(&b, -0.0, 3), "0.0");
	assert_string_equal(number(&b, -0.2, 0), "0");
	buf_clear(&b);
}

static void
no_number_is_null(void **state)
{
	buf b = BUF_INIT;

	(void)state;
	assert_string_equal(number(&b, (double)NAN, 3), "null");
	assert_string_equal(number(&b, HUGE_VAL, 3), "null");
	assert_string_equal(number(&b, -HUGE_VAL, 3), "null");
	buf_clear(&b);
}

static void
numbers_have_a_point_in_every_locale(void **state)
{
	buf b = BUF_INIT;

	(void)state;
	comma_begin();
	assert_string_equal(number(&b, 0.5, 4), "0.5");
	assert_string_equal(number(&b, 3, 4), "3.0");
	assert_string_equal(number(&b, 1e300, 2), "1.0000000000000001e+300");
	comma_end();
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(on_one_line_there_are_no_blanks),
	    cmocka_unit_test(indented_every_value_has_a_line_and_empty_brackets_stay_closed),
	    cmocka_unit_test(strings_with_any_character_come_back_from_a_parser),
	    cmocka_unit_test(numbers_keep_the_digits_asked_for_and_lose_trailing_zeros),
	    cmocka_unit_test(what_rounds_to_zero_has_no_sign),
	    cmocka_unit_test(no_number_is_null),
	    cmocka_unit_test_setup_teardown(
		numbers_have_a_point_in_every_locale, place_make, place_remove),
	};
	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
