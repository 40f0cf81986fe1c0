/* What a title says of the product, and what a document without a title is called. */
#include <string.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "corpus/document/document.h"
#include "corpus/document/fold.h"
#include "engine/ideas/titles.h"

static int
alike(const char *x, const char *y)
{
	return title_heads_match(title_head_of(span_of(x)), title_head_of(span_of(y)));
}

static void
a_device_of_a_product_is_the_product(void **state)
{
	(void)state;
	assert_true(alike("ベッドの昇降装置", "介護用ベッド"));
	assert_true(alike("介護ベッド", "ベッドの昇降装置"));
	assert_true(alike("ベッドの昇降装置", "ベッドの床部構造"));
	assert_true(alike("Bed frame", "Adjustable bed frames"));
}

static void
other_products_and_ordinary_words_are_not(void **state)
{
	(void)state;
	assert_false(alike("ベッドの昇降装置", "洗濯機の排水装置"));
	assert_false(alike("ベッドの昇降装置", "フラワーベッドカバー"));
	assert_false(alike("車両の制動装置", "車両の空調装置"));
	assert_false(alike("Backpack", "Battery pack"));
	assert_false(alike("", ""));
}

static int
shares(const char *x, const char *y)
{
	const title_product one = title_product_of(span_of(x)),
			    other = title_product_of(span_of(y));

	return title_products_match(one, other) && title_products_match(other, one);
}

static void
english_titles_share_a_noun_where_one_names_the_kind_of_the_other(void **state)
{
	(void)state;
	assert_true(shares("plug for electric connectors", "sealed electrical connector"));
	assert_true(shares("ink composition for use in jet printing", "ink jet ink composition"));
	assert_false(shares("plug for electric connectors", "underwater housing"));
	assert_false(shares("method for making a seat", "method for making a lens"));
	assert_false(shares("", "seat"));
	assert_false(shares("ベッドの昇降装置", "介護用ベッド"));
}

static void
a_japanese_title_that_is_a_bare_product_shares_it_with_whatever_names_it(void **state)
{
	(void)state;
	assert_true(shares("葉書", "インクジェット記録用葉書"));
	assert_true(shares("葉書", "再生葉書用紙"));
	assert_true(shares("はがき", "インクジェット用はがき"));
	assert_false(shares("葉書", "記録用紙"));
	assert_false(shares("重ね葉書", "再生葉書用紙")); /* more than the bare name */
	assert_false(shares("装置", "制動装置"));
}

static int
names(const char *title, const char *product)
{
	return title_names(span_of(title), title_head_of(span_of(product)));
}

static void
a_title_names_a_product_anywhere(void **state)
{
	(void)state;
	assert_true(names("葉書用模様紙およびその製造方法", "カード付き重ね合わせ葉書"));
	assert_true(names("親展葉書の紙基材", "カード付き重ね合わせ葉書"));
	assert_true(names("Tower of wind turbines", "Wind turbine"));
	assert_false(names("フラワーベッドカバー", "介護用ベッド"));
	assert_false(names("backwind turbine", "Wind turbine"));
	assert_false(names("Bed cover", "A bed")); /* one word is too little */
	assert_false(names("", ""));
}

static void
named(const char *abstract, const char *name)
{
	document d;
	arena mem;
	int made;
	span s;

	arena_init(&mem);
	document_init(&d, &mem);
	d.abstract = span_of(abstract);
	s = document_name(&d, &made);
	if (!span_eq(s, span_of(name)))
		fail_msg("\"%.*s\", expected \"%s\"", (int)s.n, s.p, name);
	assert_int_equal(made, name[0] != '\0');
	arena_clear(&mem);
}

static void
an_english_document_without_a_title_is_called_by_its_first_noun_phrase(void **state)
{
	document d;
	arena mem;
	int made;

	(void)state;
	named("A bias circuit for a large device comprising a power supply coupled to the device.",
	    "bias circuit for a large device");
	named("The present invention relates to an optical sensor, in which light is bent.",
	    "optical sensor");
	named("A method, comprising: providing a substrate.", "method");
	named("The present disclosure generally pertains to magnetic antennas that may be used in "
	      "devices.",
	    "magnetic antennas");
	named("Exemplary systems and methods are directed to transmission of pulses.",
	    "systems and methods are directed to transmission of pulses");
	named("A receiver includes a correlation filter.", "receiver");
	named("It is an object of the present invention to provide a quiet fan which is small.",
	    "quiet fan");
	named("A marking device of the present invention includes a head.", "marking device");
	named("Aspects of the present disclosure relate to a door lock.", "door lock");
	named("A method is provided for cooling a hot plate.",
	    "method is provided for cooling a hot plate");
	named("Object detection is done by a camera.", "Object detection");
	named("Disclosed is a gas-barrier laminate having high strength.", "gas-barrier laminate");
	named("ベッドの昇降装置を提供する。", "");
	named("", "");
	named("The", "");
	arena_init(&mem);
	document_init(&d, &mem);
	d.title = span_of("Bed");
	d.abstract = span_of("A lamp stand comprising a foot.");
	assert_true(span_eq(document_name(&d, &made), d.title));
	assert_int_equal(made, 0);
	arena_clear(&mem);
}

static void
entities_are_read_once_and_what_is_none_stays(void **state)
{
	static const struct {
		const char *text, *character;
		size_t length;
	} cases[] = {{"&amp;lt;", "&", 5}, {"&#39;s", "'", 5}, {"&#x3bc;m", "\316\274", 7},
	    {"&lt;0.4", "<", 4}, {"&nbsp;", " ", 6}, {"&#0;", "", 0}, {"&#xd800;", "", 0},
	    {"&#x110000;", "", 0}, {"& and;", "", 0}, {"&amp", "", 0}, {"&;", "", 0}, {"&", "", 0},
	    {"&#99999999999;", "", 0}, {"&#x10FFFF;", "\364\217\277\277", 10}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char out[ENTITY_MAX];
		size_t n = 0;
		assert_int_equal(entity_read(span_of(cases[i].text), out, &n), cases[i].length);
		assert_int_equal(n, strlen(cases[i].character));
		assert_memory_equal(out, cases[i].character, n);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_device_of_a_product_is_the_product),
	    cmocka_unit_test(entities_are_read_once_and_what_is_none_stays),
	    cmocka_unit_test(
		a_japanese_title_that_is_a_bare_product_shares_it_with_whatever_names_it),
	    cmocka_unit_test(english_titles_share_a_noun_where_one_names_the_kind_of_the_other),
	    cmocka_unit_test(a_title_names_a_product_anywhere),
	    cmocka_unit_test(other_products_and_ordinary_words_are_not),
	    cmocka_unit_test(
		an_english_document_without_a_title_is_called_by_its_first_noun_phrase),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
