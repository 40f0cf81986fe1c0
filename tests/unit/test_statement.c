/* The sentence that states an idea: no more than its band allows, and only names from titles and
 * models/. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "ideas/statement.h"

static buf out;

static const char *
said(const statement_parts *p, tensen_lang lang)
{
	buf_again(&out);
	statement_write(&out, p, lang);
	buf_char(&out, 0);
	assert_false(out.failed);
	return out.p;
}

static statement_parts
parts(tensen_band band, tensen_shelf shelf)
{
	return (statement_parts){
	    SPAN_LIT("曇りにくいレンズ"), SPAN_LIT("防曇シート"), band, shelf, 0};
}

static void
each_band_claims_more_than_the_one_below(void **state)
{
	statement_parts low = parts(TENSEN_BAND_LOW, TENSEN_NEW_USE);
	statement_parts middle = parts(TENSEN_BAND_MIDDLE, TENSEN_NEW_USE);
	statement_parts high = parts(TENSEN_BAND_HIGH, TENSEN_NEW_USE);
	(void)state;
	assert_string_equal(said(&low, TENSEN_JA),
	    "防曇シートに、「曇りにくいレンズ」の手段が使えないか確かめる余地がある。");
	assert_string_equal(said(&middle, TENSEN_JA),
	    "防曇シートに、「曇りにくいレンズ」の手段を転用できる可能性がある。");
	assert_string_equal(said(&high, TENSEN_JA),
	    "防曇シートで、「曇りにくいレンズ」の手段が役立つ見込みがあり、確かめる値打ちがある。");
	assert_non_null(strstr(said(&low, TENSEN_EN), "may be worth checking"));
	assert_non_null(strstr(said(&high, TENSEN_EN), "may well serve"));
}

static void
a_precedent_says_that_near_means_are_in_use(void **state)
{
	statement_parts p = parts(TENSEN_BAND_HIGH, TENSEN_PRECEDENT);
	(void)state;
	assert_non_null(strstr(said(&p, TENSEN_JA), "近い手段が既に使われている"));
	assert_non_null(strstr(said(&p, TENSEN_EN), "Near means are in use"));
}

static void
a_lead_known_by_its_title_is_called_a_guess(void **state)
{
	statement_parts p = parts(TENSEN_BAND_LOW, TENSEN_NEW_USE);
	(void)state;
	assert_null(strstr(said(&p, TENSEN_JA), "推定"));
	p.title_only = 1;
	assert_non_null(strstr(said(&p, TENSEN_JA), "名称と分類からの推定"));
}

static void
a_long_title_is_cut_between_characters(void **state)
{
	char title[600] = "";
	statement_parts p = parts(TENSEN_BAND_LOW, TENSEN_NEW_USE);
	(void)state;
	for (int i = 0; i < 100; i++)
		strcat(title, "長");
	p.source = span_of(title);
	assert_non_null(strstr(said(&p, TENSEN_JA), "長…」の手段"));
	assert_true(strlen(out.p) < 400);
}

static void
a_text_without_a_title_is_called_a_text(void **state)
{
	statement_parts p = parts(TENSEN_BAND_MIDDLE, TENSEN_NEW_USE);
	(void)state;
	p.source = (span){"", 0};
	assert_non_null(strstr(said(&p, TENSEN_JA), "入力された文章の手段を"));
	assert_non_null(strstr(said(&p, TENSEN_EN), "The means of the given text could"));
}

static int
clear(void **state)
{
	(void)state;
	buf_clear(&out);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_band_claims_more_than_the_one_below),
	    cmocka_unit_test(a_precedent_says_that_near_means_are_in_use),
	    cmocka_unit_test(a_lead_known_by_its_title_is_called_a_guess),
	    cmocka_unit_test(a_long_title_is_cut_between_characters),
	    cmocka_unit_test(a_text_without_a_title_is_called_a_text),
	};
	return cmocka_run_group_tests_name("statement", tests, NULL, clear);
}
