/* Ideas in every form: two shelves, confidence, lead documents, judgements, and the text when there
 * is no idea. */
#include <string.h>
#include "../support.h"
#include "ideas/pair_weights.h"
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

/* The new use is headed before the precedent, whatever their ranks. */
static void
the_two_shelves_are_never_mixed_up(void **state)
{
	ideas_result *r = ideas_by_hand(0);

	(void)state;
	for (size_t i = 0; i < N_FOR_PEOPLE; i++) {
		char *text = rendered(r, for_people[i], TENSEN_JA);
		const char *at[] = {strstr(text, "新しい用途の候補"),
		    strstr(text, "背もたれが戻るときの揺れ"), strstr(text, "先例のある用途"),
		    strstr(text, "管継手では")};
		for (size_t k = 0; k < 4; k++)
			if (!at[k] || (k && at[k] < at[k - 1]))
				fail_msg("place %zu:\n%s", k, text);
		free(text);
	}
	tensen_result_free(&r->base);
}

static void
confidence_has_its_band_and_its_share(void **state)
{
	ideas_result *r = ideas_by_hand(0);

	(void)state;
	for (size_t i = 0; i < N_FOR_PEOPLE; i++) {
		says(r, for_people[i], TENSEN_JA, "確度 高（43%）");
		says(r, for_people[i], TENSEN_EN, "confidence high (43%)");
	}
	says(r, TENSEN_CSV, TENSEN_JA, ",\"高\",0.4300,");
	tensen_result_free(&r->base);
}

static void
only_what_does_both_is_said_to_exist(void **state)
{
	ideas_result *r = ideas_by_hand(0);

	(void)state;
	for (size_t i = 0; i < N_FOR_PEOPLE; i++)
		says(r, for_people[i], TENSEN_JA, "既にある");
	r->ideas++;
	r->details++;
	r->n_ideas = 1;
	for (size_t i = 0; i < N_FOR_PEOPLE; i++) {
		says(r, for_people[i], TENSEN_JA, "最も近い文献");
		does_not_say(r, for_people[i], TENSEN_JA, "既にある");
	}
	tensen_result_free(&r->base);
}

static void
a_judged_idea_says_by_whom_and_against_what(void **state)
{
	ideas_result *r = ideas_by_hand(0);
	buf b = BUF_INIT;
	tensen_judgement person = {.grade = 3, .shelf = TENSEN_PRECEDENT};

	(void)state;
	for (size_t i = 0; i < N_FOR_PEOPLE; i++) {
		says(r, for_people[i], TENSEN_JA, "評点 2・新しい用途の候補（some-model-7b");
		says(r, for_people[i], TENSEN_JA, "2026-11-21");
		says(r, for_people[i], TENSEN_JA, "座席に要る力は一桁大きい");
	}
	says(r, TENSEN_CSV, TENSEN_EN, ",2,\"some-model-7b\",\"2026-11-21\",");
	judged_say(&b, &person, TENSEN_JA);
	assert_string_equal(buf_cstr(&b), "評点 3・先例のある用途（人による評価）");
	buf_clear(&b);
	tensen_result_free(&r->base);
}

static void
without_an_idea_it_says_so_and_what_would_help(void **state)
{
	ideas_result *r = ideas_by_hand(0);

	(void)state;
	r->n_ideas = 0;
	for (size_t i = 0; i < N_FOR_PEOPLE; i++) {
		says(r, for_people[i], TENSEN_JA, "良い仮説は見つかりませんでした");
		says(r, for_people[i], TENSEN_EN, "lists the 3 that are less sure");
		does_not_say(r, for_people[i], TENSEN_EN, "Add an abstract");
	}
	r->title_only = 1;
	for (size_t i = 0; i < N_FOR_PEOPLE; i++) {
		says(r, for_people[i], TENSEN_EN, "Add an abstract");
		says(r, for_people[i], TENSEN_EN, "Nothing but the title is known");
	}
	r->title_only = 0;
	r->unfamiliar = 1;
	for (size_t i = 0; i < N_FOR_PEOPLE; i++)
		says(r, for_people[i], TENSEN_JA, "ほとんど言葉が重なりません");
	tensen_result_free(&r->base);
}

static void
the_lists_below_ideas_are_given(void **state)
{
	ideas_result *r = ideas_by_hand(1);
	size_t n;

	(void)state;
	assert_ptr_equal(tensen_result_candidates(&r->base, &n), hand_candidates);
	assert_int_equal(n, 3);
	assert_ptr_equal(tensen_result_aspects(&r->base, &n), hand_aspects);
	assert_int_equal(n, 2);
	assert_ptr_equal(tensen_result_ideas(&r->base, &n), hand_ideas);
	tensen_result_free(&r->base);
}

static void
every_signal_has_a_name_for_people(void **state)
{
	(void)state;
	for (int k = 0; k < N_SIGNALS; k++)
		for (int l = 0; l < 2; l++) {
			const char *name = pair_signal_name((pair_signal)k);
			if (signal_word(name, (tensen_lang)l) == name)
				fail_msg("%s", name);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(json_of_both_kinds_is_what_its_schema_says),
	    cmocka_unit_test(the_two_shelves_are_never_mixed_up),
	    cmocka_unit_test(confidence_has_its_band_and_its_share),
	    cmocka_unit_test(only_what_does_both_is_said_to_exist),
	    cmocka_unit_test(a_judged_idea_says_by_whom_and_against_what),
	    cmocka_unit_test(without_an_idea_it_says_so_and_what_would_help),
	    cmocka_unit_test(the_lists_below_ideas_are_given),
	    cmocka_unit_test(every_signal_has_a_name_for_people),
	};
	return cmocka_run_group_tests_name("ideas forms", tests, NULL, NULL);
}
