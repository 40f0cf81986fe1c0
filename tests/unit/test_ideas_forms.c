/* Ideas and unread documents in every form, and the text when there is no idea. */
#include <string.h>
#include "../support.h"
#include "ideas_by_hand.h"
#include "result/ideas/ideas_say.h"
#include "schema.h"

static char *
rendered(const ideas_result *r, tensen_format format, tensen_lang lang)
{
	tensen_style style = {.format = format, .lang = lang, .encoding = TENSEN_UTF8};
	tensen_text text;

	assert_int_equal(tensen_result_render(&r->base, &style, &text, NULL), TENSEN_OK);
	return text.p;
}

static void
says(const ideas_result *r, tensen_format format, tensen_lang lang, const char *what)
{
	char *text = rendered(r, format, lang);

	if (!strstr(text, what))
		fail_msg("\"%s\" is not in:\n%s", what, text);
	free(text);
}

static void
does_not_say(const ideas_result *r, tensen_format format, tensen_lang lang, const char *what)
{
	char *text = rendered(r, format, lang);

	if (strstr(text, what))
		fail_msg("\"%s\" is in:\n%s", what, text);
	free(text);
}

static const tensen_format for_people[] = {TENSEN_TABLE, TENSEN_MARKDOWN, TENSEN_HTML};
#define N_FOR_PEOPLE (sizeof for_people / sizeof *for_people)

static void
json_of_both_kinds_is_what_its_schema_says(void **state)
{
	static const char *const kinds[] = {"ideas", "combine"};

	(void)state;
	for (int k = 0; k < 2; k++) {
		char path[64];
		ideas_result *r = ideas_by_hand(k);
		char *text = rendered(r, TENSEN_JSON, TENSEN_JA);
		json_object *v = json_tokener_parse(text);
		schema_check c = {NULL, ""};
		snprintf(path, sizeof path, "src/result/schema/%s.json", kinds[k]);
		c.root = json_object_from_file(path);
		assert_non_null(c.root);
		snprintf(r->base.index, sizeof r->base.index, "0123456789abcdef");
		free(text);
		text = rendered(r, TENSEN_JSON, TENSEN_JA);
		json_object_put(v);
		v = json_tokener_parse(text);
		if (!schema_holds(&c, c.root, v, kinds[k]))
			fail_msg("%s", c.why);
		json_object_put(v);
		json_object_put(c.root);
		free(text);
		tensen_result_free(&r->base);
	}
}

static void
an_idea_says_means_trouble_both_quotations_and_the_objection(void **state)
{
	static const char *const lines[] = {"車両用座席の背もたれ", "背もたれの戻りの揺れにも効く",
	    "「粘性体が揺れを抑える」", "「背もたれの揺れを抑えたい」", "座席に要る力は一桁大きい",
	    "新しい用途", "先例のある用途", "甲工業株式会社", "https://example.org/DEMO-32-001",
	    "名称しか登録されていない文献です"};
	ideas_result *r = ideas_by_hand(0);

	(void)state;
	for (size_t i = 0; i < N_FOR_PEOPLE; i++)
		for (size_t k = 0; k < sizeof lines / sizeof *lines; k++)
			says(r, for_people[i], TENSEN_JA, lines[k]);
	tensen_result_free(&r->base);
}

static void
a_graded_pair_keeps_both_sentences_and_the_note_in_every_form(void **state)
{
	static const tensen_format forms[] = {
	    TENSEN_TABLE, TENSEN_MARKDOWN, TENSEN_HTML, TENSEN_CSV, TENSEN_JSON, TENSEN_JSONL};
	ideas_result *r = ideas_by_hand(0);
	tensen_idea graded[2] = {hand_ideas[0], hand_ideas[1]};

	(void)state;
	graded[1].trouble = "管が振動して継手が緩む。";
	r->ideas = graded;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		says(r, forms[i], TENSEN_JA, "めくり終わりで筒が揺れない。");
		says(r, forms[i], TENSEN_JA, "管が振動して継手が緩む。");
		says(r, forms[i], TENSEN_JA, "配管メーカーに訊く");
	}
	says(r, TENSEN_CSV, TENSEN_JA, "\"メモ\"");
	says(r, TENSEN_CSV, TENSEN_JA, "\"人\"");
	tensen_result_free(&r->base);
}

static void
an_idea_says_who_read_it_and_whether_it_was_read_twice(void **state)
{
	ideas_result *r = ideas_by_hand(0);
	buf b = BUF_INIT;
	const tensen_judgement person = {.grade = 3, .shelf = TENSEN_PRECEDENT},
			       refused = {.grade = 2, .shelf = -1, .by = "m", .doubt = -1};

	(void)state;
	for (size_t i = 0; i < N_FOR_PEOPLE; i++) {
		says(r, for_people[i], TENSEN_JA, "some-model-7b");
		says(r, for_people[i], TENSEN_JA, "2026-11-21、再読でも残った");
		says(r, for_people[i], TENSEN_EN, "held by a second reading");
	}
	judged_say(&b, &person, TENSEN_JA);
	assert_string_equal(buf_cstr(&b), "評点 3・先例のある用途（人による評価）");
	buf_again(&b);
	judged_say(&b, &refused, TENSEN_EN);
	assert_string_equal(buf_cstr(&b), "graded 2 (by m, refused by a second reading)");
	buf_clear(&b);
	tensen_result_free(&r->base);
}

static void
the_unread_list_claims_nothing_and_says_how_many_are_worth_a_look(void **state)
{
	ideas_result *r = ideas_by_hand(0);

	(void)state;
	for (size_t i = 0; i < N_FOR_PEOPLE; i++) {
		says(r, for_people[i], TENSEN_JA, "未読の候補");
		says(r, for_people[i], TENSEN_JA, "10 件に 1 件ほど");
		says(r, for_people[i], TENSEN_JA, "押棒の揺れが幼児に伝わる");
		says(r, for_people[i], TENSEN_JA, "めくり動作の終わりで筒が揺れない");
		says(r, for_people[i], TENSEN_EN, "about one in 10");
		says(r, for_people[i], TENSEN_EN, "title only");
		does_not_say(r, for_people[i], TENSEN_EN, "confidence");
	}
	tensen_result_free(&r->base);
}

static void
a_weak_list_is_listed_and_said_to_be_weak(void **state)
{
	ideas_result *r = ideas_by_hand(0);

	(void)state;
	for (size_t i = 0; i < N_FOR_PEOPLE; i++)
		does_not_say(r, for_people[i], TENSEN_EN, "weak");
	r->weak = 1;
	for (size_t i = 0; i < N_FOR_PEOPLE; i++) {
		says(r, for_people[i], TENSEN_JA, "弱く");
		says(r, for_people[i], TENSEN_EN, "weak");
	}
	tensen_result_free(&r->base);
}

static void
what_was_asked_stands_below_the_ideas_with_what_it_brought(void **state)
{
	ideas_result *r = ideas_by_hand(0);

	(void)state;
	for (size_t i = 0; i < N_FOR_PEOPLE; i++) {
		says(r, for_people[i], TENSEN_JA, "見つけた 12、");
		says(r, for_people[i], TENSEN_EN, "found 5");
	}
	tensen_result_free(&r->base);
}

static void
without_an_idea_it_says_so_and_what_would_help(void **state)
{
	ideas_result *r = ideas_by_hand(0);

	(void)state;
	r->n_ideas = 0;
	for (size_t i = 0; i < N_FOR_PEOPLE; i++) {
		says(r, for_people[i], TENSEN_EN, "Nothing that was read has held");
		does_not_say(r, for_people[i], TENSEN_EN, "Add an abstract");
	}
	r->n_read = 0;
	r->title_only = 1;
	for (size_t i = 0; i < N_FOR_PEOPLE; i++) {
		says(r, for_people[i], TENSEN_EN, "nobody has read anything");
		says(r, for_people[i], TENSEN_EN, "Add an abstract");
		says(r, for_people[i], TENSEN_EN, "Nothing but the title is known");
	}
	r->title_only = 0;
	r->unfamiliar = 1;
	for (size_t i = 0; i < N_FOR_PEOPLE; i++)
		says(r, for_people[i], TENSEN_JA, "語の一部が重なる");
	tensen_result_free(&r->base);
}

static void
the_lists_of_a_result_are_given(void **state)
{
	ideas_result *r = ideas_by_hand(1);
	size_t n;

	(void)state;
	assert_ptr_equal(tensen_result_unread(&r->base, &n), hand_unread);
	assert_int_equal(n, 2);
	assert_ptr_equal(tensen_result_aspects(&r->base, &n), hand_aspects);
	assert_int_equal(n, 2);
	assert_ptr_equal(tensen_result_ideas(&r->base, &n), hand_ideas);
	assert_null(tensen_result_candidates(&r->base, &n));
	tensen_result_free(&r->base);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(json_of_both_kinds_is_what_its_schema_says),
	    cmocka_unit_test(an_idea_says_means_trouble_both_quotations_and_the_objection),
	    cmocka_unit_test(a_graded_pair_keeps_both_sentences_and_the_note_in_every_form),
	    cmocka_unit_test(an_idea_says_who_read_it_and_whether_it_was_read_twice),
	    cmocka_unit_test(the_unread_list_claims_nothing_and_says_how_many_are_worth_a_look),
	    cmocka_unit_test(a_weak_list_is_listed_and_said_to_be_weak),
	    cmocka_unit_test(what_was_asked_stands_below_the_ideas_with_what_it_brought),
	    cmocka_unit_test(without_an_idea_it_says_so_and_what_would_help),
	    cmocka_unit_test(the_lists_of_a_result_are_given),
	};
	return cmocka_run_group_tests_name("ideas forms", tests, NULL, NULL);
}
