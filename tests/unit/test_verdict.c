/* tests/unit/test_verdict.c - what is kept of a language model's readings, and what holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "assist/json.h"
#include "assist/reader/batch.h"
#include "assist/reader/verdict.h"
#include "../support.h"

static const passage patent = {
    .id = (char[]){"A"}, .text = (char[]){"[means] 水の袋を吊り、揺れの周期に合わせる。"}};
static const passage document = {
    .id = (char[]){"B"}, .text = (char[]){"[problem] 長い棒の先が風で大きく揺れる。"}};
static const passage title = {.id = (char[]){"C"},
    .text = (char[]){"[title] 遊技機\n(nothing more is known of it)\n"},
    .title_only = 1};

/* The language of the prompts. */
static tensen_lang read_in = TENSEN_JA;
static const char *own_noun = "";
static double scale;

/* Why a reading is dropped, else N_DROPS; *line: what is kept of it, to be put. */
static drop
check(const verdict_kind *kind, const char *given, const passage *d, int first, json_object **line)
{
	json_object *o = json_tokener_parse(given), *before = json_object_new_object();
	const pair_read pair = {&patent, d, first < 0 ? NULL : before, read_in, own_noun, scale};
	drop why;

	assert_non_null(o);
	json_object_object_add(before, "agree", json_object_new_int(first));
	*line = json_object_new_object();
	why = kind->check(*line, o, &pair);
	json_object_put(before);
	json_object_put(o);
	return why;
}

/* A first reading: the grade that is kept, or the reason why it is dropped. */
static const char *
judged(const char *given)
{
	static char out[16];
	json_object *line;
	drop why = check(&verdict_judge, given, &document, -1, &line);

	snprintf(out, sizeof out, "%d", json_object_get_int(json_at(line, "grade")));
	json_object_put(line);
	return why == N_DROPS ? out : drop_name(why);
}

static void
a_first_reading_is_a_number_and_a_kind(void **state)
{
	static const struct {
		const char *given, *kept;
	} cases[] = {{"{\"agree\":60,\"kind\":\"N\",\"application\":\"釣り竿\"}", "2"},
	    {"{\"agree\":42,\"kind\":\"P: a precedent\"}", "2"},
	    {"{\"agree\":41.9,\"kind\":\"n\"}", "1"}, {"{\"agree\":\"15\",\"kind\":\"\"}", "1"},
	    {"{\"agree\":14,\"kind\":\"\"}", "0"}, {"{\"agree\":90,\"kind\":\"F\"}", "1"},
	    {"{\"agree\":0,\"kind\":\"F\"}", "0"}, {"{\"agree\":101,\"kind\":\"N\"}", "grade"},
	    {"{\"agree\":-1,\"kind\":\"N\"}", "grade"},
	    {"{\"agree\":\"\",\"kind\":\"N\"}", "grade"},
	    {"{\"agree\":\"ninety\",\"kind\":\"N\"}", "grade"},
	    {"{\"agree\":true,\"kind\":\"N\"}", "grade"}, {"{\"grade\":3,\"kind\":\"N\"}", "grade"},
	    {"{\"agree\":4294967299,\"kind\":\"N\"}", "grade"},
	    {"{\"agree\":60,\"kind\":\"New\"}", "kind"}, {"{\"agree\":60,\"kind\":\"\"}", "kind"},
	    {"{\"agree\":20,\"kind\":\"X\"}", "kind"}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(judged(cases[i].given), cases[i].kept);
}

#define QUOTES                                                                                     \
	"\"quote_patent\":\"水の袋を吊り、揺れの周期\",\"quote_document\":"            \
	"\"棒の先が風で大きく揺れる\","
#define REASONS "\"application\":\"釣り竿\",\"transfer\":\"t\",\"objection\":\"o\""
#define SECOND(grade, agree)                                                                       \
	"{\"grade\":" #grade ",\"kind\":\"N\",\"agree\":" #agree "," QUOTES REASONS "}"

/* "held", "refused" or the reason why it is dropped; *grade: what is kept. */
static const char *
doubted(const char *given, const passage *d, int first, int *grade)
{
	json_object *line;
	drop why = check(&verdict_doubt, given, d, first, &line);
	const char *out = why != N_DROPS                                    ? drop_name(why)
			  : json_object_get_boolean(json_at(line, "holds")) ? "held"
									    : "refused";

	*grade = json_object_get_int(json_at(line, "grade"));
	json_object_put(line);
	return out;
}

static void
a_second_reading_stands_only_with_its_reasons(void **state)
{
	static const struct {
		const char *given, *kept;
	} cases[] = {{SECOND(2, 60), "held"}, {SECOND("3", 60), "held"}, {SECOND(7, 60), "grade"},
	    {SECOND(2, 101), "grade"},
	    {"{\"kind\":\"N\",\"agree\":60," QUOTES REASONS "}", "grade"},
	    {"{\"grade\":2,\"kind\":\"N\"," QUOTES REASONS "}", "grade"},
	    {"{\"grade\":2,\"kind\":\"\",\"agree\":60," QUOTES REASONS "}", "kind"},
	    {"{\"grade\":2,\"kind\":\"N\",\"agree\":60," REASONS "}", "quotation"},
	    {"{\"grade\":2,\"kind\":\"N\",\"agree\":60,\"quote_patent\":"
	     "\"水の袋を吊り、揺れの周期\","
	     "\"quote_document\":\"棒の先が風で小さく揺れる\"," REASONS "}",
		"quotation"},
	    {"{\"grade\":2,\"kind\":\"N\",\"agree\":60," QUOTES
	     "\"application\":\"釣り竿\",\"transfer\":\"t\"}",
		"without reasons"}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int grade;
		assert_string_equal(doubted(cases[i].given, &document, 60, &grade), cases[i].kept);
	}
}

static void
a_pair_holds_by_the_mean_of_both_readings_in_the_language_of_the_prompts(void **state)
{
	int grade;

	(void)state;
	assert_string_equal(doubted(SECOND(2, 51), &document, 51, &grade), "held");
	assert_string_equal(doubted(SECOND(2, 51), &document, 50, &grade), "refused");
	assert_string_equal(doubted(SECOND(2, "40"), &document, 62, &grade), "held");
	assert_string_equal(doubted(SECOND(2, 39), &document, 99, &grade), "refused");
	assert_string_equal(doubted(SECOND(3, 99), &document, 43, &grade), "refused");
	assert_string_equal(doubted(SECOND(3, 99), &document, 44, &grade), "held");
	assert_string_equal(doubted(SECOND(3, 80), &document, -1, &grade), "refused");
	assert_string_equal(doubted("{\"grade\":2,\"kind\":\"F\",\"agree\":90," QUOTES REASONS "}",
				&document, 95, &grade),
	    "refused");
	read_in = TENSEN_EN;
	assert_string_equal(doubted(SECOND(2, 45), &document, 45, &grade), "held");
	assert_string_equal(doubted(SECOND(2, 44), &document, 45, &grade), "refused");
	assert_string_equal(doubted(SECOND(2, 99), &document, 41, &grade), "refused");
	read_in = TENSEN_JA;
}

/* The scale of first readings: n documents with this number, as many without one. */
static double
scale_of(tensen_lang lang, int agree, int n)
{
	json_object *judged = json_object_new_object();
	double out;

	for (int i = 0; i < 2 * n; i++) {
		json_object *line = json_object_new_object();
		char id[16];
		snprintf(id, sizeof id, "D-%d", i);
		if (i < n)
			json_object_object_add(line, "agree", json_object_new_int(agree));
		json_object_object_add(judged, id, line);
	}
	out = verdict_scale(judged, lang);
	json_object_put(judged);
	return out;
}

static void
a_reader_whose_numbers_are_low_needs_lower_ones(void **state)
{
	int grade;

	(void)state;
	assert_float_equal(scale_of(TENSEN_JA, 24, 20), -4, 1e-9);
	assert_float_equal(scale_of(TENSEN_EN, 31, 30), 2, 1e-9);
	assert_float_equal(scale_of(TENSEN_JA, 5, 20), -5, 1e-9);
	assert_float_equal(scale_of(TENSEN_EN, 90, 20), 5, 1e-9);
	assert_float_equal(scale_of(TENSEN_EN, 90, 19), 0, 1e-9);
	scale = -4;
	assert_string_equal(doubted(SECOND(2, 47), &document, 47, &grade), "held");
	assert_string_equal(doubted(SECOND(2, 47), &document, 46, &grade), "refused");
	assert_string_equal(doubted(SECOND(2, 70), &document, 39, &grade), "refused");
	scale = 0;
}

static void
what_is_called_by_the_noun_of_the_patents_own_product_needs_ten_more(void **state)
{
	static const char *const own[] = {"釣り竿", "長い 釣り竿", "棒"};
	static const char *const not_so[] = {"drainage catheter", "heating device", "水の袋", ""};
	int grade;

	(void)state;
	for (size_t i = 0; i < sizeof not_so / sizeof *not_so; i++) {
		own_noun = not_so[i];
		assert_string_equal(doubted("{\"grade\":2,\"kind\":\"N\",\"agree\":52," QUOTES
					    "\"application\":\"cooling "
					    "device\",\"transfer\":\"t\",\"objection\":\"o\"}",
					&document, 52, &grade),
		    "held");
	}
	for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
		own_noun = own[i];
		assert_string_equal(doubted(SECOND(2, 61), &document, 61, &grade), "held");
		assert_string_equal(doubted(SECOND(2, 61), &document, 60, &grade), "refused");
	}
	own_noun = "";
}

static void
what_would_hardly_hold_is_not_read_again(void **state)
{
	static const struct {
		const char *line;
		int ja, en;
	} cases[] = {{"{\"agree\":44,\"grade\":2}", 1, 1}, {"{\"agree\":43,\"grade\":2}", 0, 1},
	    {"{\"agree\":41,\"grade\":1}", 0, 0}, {"{\"grade\":2}", 1, 1}, {"{\"grade\":1}", 0, 0}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		json_object *line = json_tokener_parse(cases[i].line);
		assert_int_equal(verdict_asks_again(line, TENSEN_JA, 0), cases[i].ja);
		assert_int_equal(verdict_asks_again(line, TENSEN_EN, 0), cases[i].en);
		json_object_put(line);
	}
}

#define OF_TITLE(agree)                                                                            \
	"{\"grade\":3,\"kind\":\"N\",\"agree\":" #agree                                            \
	",\"quote_patent\":\"水の袋を吊り、揺れの周期\",\"quote_document\":\"遊技機\"," REASONS    \
	"}"

static void
a_japanese_title_alone_holds_from_47_of_a_hundred(void **state)
{
	int grade;

	(void)state;
	assert_string_equal(doubted(OF_TITLE(47), &title, 47, &grade), "held");
	assert_string_equal(doubted(OF_TITLE(47), &title, 46, &grade), "refused");
	assert_string_equal(doubted(SECOND(2, 48), &document, 48, &grade), "refused");
}

/* 1: the transfer is kept, though the pair does not hold. */
static int
keeps_its_reasons(const char *given, int first)
{
	json_object *line;
	int kept;

	assert_int_equal(check(&verdict_doubt, given, &document, first, &line), N_DROPS);
	assert_false(json_object_get_boolean(json_at(line, "holds")));
	assert_non_null(json_at(line, "objection"));
	kept = json_at(line, "transfer") != NULL;
	json_object_put(line);
	return kept;
}

static void
what_nearly_holds_keeps_its_reasons_if_it_has_any(void **state)
{
	(void)state;
	assert_int_equal(keeps_its_reasons(SECOND(2, 40), 46), 1);
	assert_int_equal(keeps_its_reasons(SECOND(2, 40), 45), 0);
	assert_int_equal(keeps_its_reasons(SECOND(2, 39), 48), 0);
	assert_int_equal(keeps_its_reasons(SECOND(2, 48), 43), 0);
	assert_int_equal(
	    keeps_its_reasons("{\"grade\":2,\"kind\":\"N\",\"agree\":48," REASONS "}", 48), 0);
}

static void
a_short_title_may_be_quoted_whole_and_is_at_most_a_2(void **state)
{
	int grade;

	(void)state;
	assert_string_equal(doubted(OF_TITLE(60), &title, 60, &grade), "held");
	assert_int_equal(grade, 2);
	assert_string_equal(doubted(SECOND(3, 60), &document, 60, &grade), "held");
	assert_int_equal(grade, 3);
}

static void
a_model_with_a_short_context_gets_fewer_documents_in_a_question(void **state)
{
	static const struct {
		uint32_t context;
		size_t judged, doubted;
	} cases[] = {
	    {0, 22, 12}, {32768, 22, 12}, {8192, 12, 12}, {4096, 6, 6}, {640, 1, 1}, {100, 1, 1}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		reader by = {.o = {.context = cases[i].context}};
		assert_int_equal(batch_room(&by, &verdict_judge), cases[i].judged);
		assert_int_equal(batch_room(&by, &verdict_doubt), cases[i].doubted);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_first_reading_is_a_number_and_a_kind),
	    cmocka_unit_test(a_second_reading_stands_only_with_its_reasons),
	    cmocka_unit_test(
		a_pair_holds_by_the_mean_of_both_readings_in_the_language_of_the_prompts),
	    cmocka_unit_test(a_reader_whose_numbers_are_low_needs_lower_ones),
	    cmocka_unit_test(what_is_called_by_the_noun_of_the_patents_own_product_needs_ten_more),
	    cmocka_unit_test(what_would_hardly_hold_is_not_read_again),
	    cmocka_unit_test(a_japanese_title_alone_holds_from_47_of_a_hundred),
	    cmocka_unit_test(what_nearly_holds_keeps_its_reasons_if_it_has_any),
	    cmocka_unit_test(a_model_with_a_short_context_gets_fewer_documents_in_a_question),
	    cmocka_unit_test(a_short_title_may_be_quoted_whole_and_is_at_most_a_2),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
