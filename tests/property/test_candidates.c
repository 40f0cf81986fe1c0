/* Aspects bring candidates, judgements move them, ideas are made of judgements: on the
 * demonstration corpus. */
#include <stdio.h>
#include <string.h>
#include "../support.h"

#define QUERIES 20

static tensen_result *
ask(const char *id, const char *text, const tensen_candidates_opts *o, const tensen_candidate **v,
    size_t *n)
{
	const tensen_query q = {.id = id, .text = text, .text_len = text ? strlen(text) : 0};
	tensen_result *r = NULL;

	assert_int_equal(tensen_candidates(demo_searcher, &q, o, &r, NULL), TENSEN_OK);
	*v = tensen_result_candidates(r, n);
	return r;
}

static size_t
place_of(const tensen_candidate *v, size_t n, const char *id)
{
	size_t i = 0;

	while (i < n && strcmp(v[i].document.id, id) != 0)
		i++;
	return i;
}

static void
candidates_are_never_the_query_nor_twice_the_same(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < QUERIES; i++) {
		const tensen_candidates_opts o = {.n = 200};
		const tensen_candidate *v;
		size_t n;
		tensen_result *r = ask(demo_id(i, QUERIES), NULL, &o, &v, &n);
		assert_true(n > 20);
		assert_int_equal(place_of(v, n, demo_id(i, QUERIES)), n);
		for (size_t k = 0; k < n; k++)
			assert_int_equal(place_of(v, n, v[k].document.id), k);
		tensen_result_free(r);
	}
}

static void
its_own_family_comes_only_when_asked_for(void **state)
{
	size_t seen = 0;
	(void)state;
	for (uint32_t i = 0; i < QUERIES; i++) {
		tensen_candidates_opts o = {.n = 200};
		const tensen_candidate *v;
		size_t n;
		tensen_result *r = ask(demo_id(i, QUERIES), NULL, &o, &v, &n);
		for (size_t k = 0; k < n; k++)
			assert_int_not_equal(v[k].shelf, TENSEN_OWN_FAMILY);
		tensen_result_free(r);
		o.family = 1;
		r = ask(demo_id(i, QUERIES), NULL, &o, &v, &n);
		for (size_t k = 0; k < n; k++)
			seen += v[k].shelf == TENSEN_OWN_FAMILY;
		tensen_result_free(r);
	}
	assert_true(seen > 0);
}

static void
an_aspect_given_by_hand_brings_what_it_names(void **state)
{
	const char *const given[] = {"粉が湿気で固まるのを防ぐ", NULL};
	const tensen_candidates_opts o = {.asking = {.aspects = given, .only_given = 1}};
	const tensen_candidate *v;
	const tensen_aspect *a;
	size_t n, aspects;
	tensen_result *r = ask("DEMO-09-008", NULL, &o, &v, &n);
	(void)state;
	a = tensen_result_aspects(r, &aspects);
	assert_int_equal(aspects, 1);
	assert_string_equal(a[0].text, given[0]);
	assert_int_equal(a[0].kind, TENSEN_ASPECT_GIVEN);
	assert_true(n > 0);
	for (size_t k = 0; k < n; k++)
		assert_int_equal(v[k].aspect, 0);
	tensen_result_free(r);
}

static void
wrong_aspects_are_refused_with_a_line(void **state)
{
	static char longer[TENSEN_ASPECT_BYTES + 2];
	const char *many[TENSEN_ASPECTS_MAX + 2] = {NULL};
	const char *const blank[] = {"  ", NULL}, *const big[] = {longer, NULL};
	const tensen_query q = {.id = "DEMO-09-008"};
	const tensen_candidates_opts wrong[] = {{.asking = {.aspects = many}},
	    {.asking = {.aspects = blank}}, {.asking = {.aspects = big}},
	    {.n = TENSEN_CANDIDATES_MAX + 1}};
	(void)state;
	memset(longer, 'a', sizeof longer - 1);
	for (int i = 0; i <= TENSEN_ASPECTS_MAX; i++)
		many[i] = "振動";
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		tensen_error err = {0};
		tensen_result *r = NULL;
		assert_int_equal(
		    tensen_candidates(demo_searcher, &q, &wrong[i], &r, &err), TENSEN_E_ARG);
		assert_null(r);
		assert_true(err.message[0] != '\0');
	}
}

static void
fifty_aspects_one_of_one_word_and_one_unknown_are_answered(void **state)
{
	const char *many[TENSEN_ASPECTS_MAX + 1] = {NULL};
	const tensen_candidates_opts o = {.asking = {.aspects = many}};
	const tensen_candidate *v;
	size_t n;
	tensen_result *r;
	(void)state;
	for (int i = 0; i < TENSEN_ASPECTS_MAX; i++)
		many[i] = i == 0 ? "振動" : i == 1 ? "zzzqqq" : "粉が固まる";
	r = ask("DEMO-09-008", NULL, &o, &v, &n);
	assert_true(n > 0);
	tensen_result_free(r);
}

static void
a_good_judgement_brings_its_class_forward_and_stands_with_its_grade(void **state)
{
	size_t forward = 0, back = 0;
	(void)state;
	for (uint32_t i = 0; i < QUERIES; i++) {
		tensen_candidates_opts o = {.n = 200};
		const tensen_candidate *before, *after;
		size_t n, m;
		tensen_result *r = ask(demo_id(i, QUERIES), NULL, &o, &before, &n), *moved;
		tensen_judgement good = {.id = before[n / 2].document.id, .grade = 3, .shelf = -1};
		o.asking.judgements = &good;
		o.asking.n_judgements = 1;
		moved = ask(demo_id(i, QUERIES), NULL, &o, &after, &m);
		for (size_t k = 0; k < n; k++) {
			size_t now = place_of(after, m, before[k].document.id);
			if (k == n / 2) {
				assert_true(now < m);
				assert_non_null(after[now].judgement);
				assert_int_equal(after[now].judgement->grade, 3);
			} else if (before[k].document.subclass[0] &&
				   !strcmp(before[k].document.subclass,
				       before[n / 2].document.subclass)) {
				forward += now < k;
				back += now > k;
			}
		}
		tensen_result_free(moved);
		tensen_result_free(r);
	}
	assert_true(forward > 2 * back);
}

/* Twenty grades that praise one subclass, the first document's. */
static size_t
praise(tensen_judgement *j, const tensen_candidate *v, size_t n)
{
	size_t k = 0;

	for (; k < n && k < 20; k++)
		j[k] = (tensen_judgement){.id = v[k].document.id,
		    .shelf = -1,
		    .grade = strcmp(v[k].document.subclass, v[0].document.subclass) == 0 ? 3 : 0};
	return k;
}

static void
after_twenty_grades_the_next_twenty_are_of_several_subclasses(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < QUERIES; i++) {
		const tensen_candidates_opts all = {.n = 60};
		tensen_candidates_opts o = {.n = 60};
		const tensen_candidate *v, *next;
		tensen_judgement j[20];
		size_t n, m, seen = 0, alike = 0;
		tensen_result *r = ask(demo_id(i, QUERIES), NULL, &all, &v, &n), *graded;
		o.asking.n_judgements = praise(j, v, n);
		o.asking.judgements = j;
		graded = ask(demo_id(i, QUERIES), NULL, &o, &next, &m);
		for (size_t k = 0; k < m && seen < 20; k++)
			if (!next[k].judgement) {
				seen++;
				alike +=
				    strcmp(next[k].document.subclass, v[0].document.subclass) == 0;
			}
		assert_true(seen == 20 && alike <= 6);
		tensen_result_free(graded);
		tensen_result_free(r);
	}
}

static void
a_persons_judgement_outranks_a_models(void **state)
{
	tensen_judgement j[2] = {
	    {.grade = 3, .shelf = -1, .by = ""}, {.grade = 0, .shelf = -1, .by = "some-model"}};
	tensen_candidates_opts o = {.n = 40};
	const tensen_candidate *v;
	size_t n;
	tensen_result *r = ask("DEMO-09-008", NULL, &o, &v, &n), *judged;
	(void)state;
	j[0].id = j[1].id = v[0].document.id;
	o.asking.judgements = j;
	o.asking.n_judgements = 2;
	judged = ask("DEMO-09-008", NULL, &o, &v, &n);
	assert_int_equal(v[place_of(v, n, j[0].id)].judgement->grade, 3);
	tensen_result_free(judged);
	tensen_result_free(r);
}

/* ---- ideas ---- */

static tensen_result *
ask_ideas(const char *id, const tensen_ideas_opts *o)
{
	const tensen_query q = {.id = id};
	tensen_result *r = NULL;

	assert_int_equal(tensen_ideas(demo_searcher, &q, o, &r, NULL), TENSEN_OK);
	return r;
}

static size_t
n_ideas(const tensen_result *r)
{
	size_t n;

	tensen_result_ideas(r, &n);
	return n;
}

static void
what_nobody_has_read_is_no_idea(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < QUERIES; i++) {
		tensen_result *r = ask_ideas(demo_id(i, QUERIES), NULL);
		const tensen_candidate *v;
		size_t n;
		assert_int_equal(n_ideas(r), 0);
		v = tensen_result_unread(r, &n);
		assert_true(n > 5);
		for (size_t k = 0; k < n; k++) {
			assert_int_equal(v[k].shelf, TENSEN_NEW_USE);
			assert_true(k == 0 || !v[k].trouble[0] || v[k - 1].trouble[0]);
			assert_true(v[k].effect[0] != '\0');
		}
		tensen_result_free(r);
	}
}

static void
a_persons_good_grade_makes_an_idea_and_a_bad_one_none(void **state)
{
	const char *const ids[] = {"DEMO-35-012", "DEMO-32-001", "DEMO-26-002"};
	const tensen_judgement j[] = {{.id = ids[0], .grade = 0, .shelf = -1},
	    {.id = ids[1], .grade = 2, .shelf = -1},
	    {.id = ids[2], .grade = 3, .shelf = TENSEN_PRECEDENT, .transfer = "手段→困りごと"}};
	const tensen_ideas_opts o = {.asking = {.judgements = j, .n_judgements = 3}};
	tensen_result *r = ask_ideas("DEMO-09-008", &o);
	const tensen_idea *v;
	const tensen_candidate *unread;
	size_t n;

	(void)state;
	v = tensen_result_ideas(r, &n);
	assert_int_equal(n, 2);
	assert_string_equal(v[0].document.id, ids[2]);
	assert_string_equal(v[0].transfer, "手段→困りごと");
	assert_int_equal(v[0].shelf, TENSEN_PRECEDENT);
	assert_string_equal(v[1].document.id, ids[1]);
	assert_int_equal(v[1].shelf, TENSEN_SHELF_NOT_SAID);
	unread = tensen_result_unread(r, &n);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(place_of(unread, n, ids[i]), n);
	tensen_result_free(r);
}

static void
the_own_product_is_no_idea_unless_a_person_named_its_kind(void **state)
{
	const tensen_candidates_opts all = {.n = 200, .family = 1};
	const tensen_candidate *v;
	size_t n, at = 0, checked = 0;

	(void)state;
	for (uint32_t i = 0; i < QUERIES; i++) {
		tensen_result *listed = ask(demo_id(i, QUERIES), NULL, &all, &v, &n);
		for (at = 0; at < n && v[at].shelf != TENSEN_OWN_FAMILY;)
			at++;
		for (int by = 0; at < n && by < 3; by++) {
			const tensen_judgement j = {.id = v[at].document.id,
			    .grade = 3,
			    .shelf = by == 1 ? -1 : TENSEN_NEW_USE,
			    .by = by ? "" : "m (prompt 1)",
			    .doubt = 1};
			const tensen_ideas_opts o = {
			    .asking = {.judgements = &j, .n_judgements = 1}};
			tensen_result *r = ask_ideas(demo_id(i, QUERIES), &o);
			assert_int_equal(n_ideas(r), by == 2);
			tensen_result_free(r);
			checked++;
		}
		tensen_result_free(listed);
	}
	assert_true(checked > 3);
}

static void
a_grade_alone_keeps_the_reasons_of_the_reading_before_it(void **state)
{
	const tensen_judgement j[] = {{.id = "DEMO-32-001",
					  .grade = 2,
					  .shelf = TENSEN_PRECEDENT,
					  .by = "m (prompt 1)",
					  .doubt = 1,
					  .transfer = "手段→困りごと",
					  .objection = "異論"},
	    {.id = "DEMO-32-001", .grade = 3, .shelf = -1}};
	const tensen_ideas_opts o = {.asking = {.judgements = j, .n_judgements = 2}};
	tensen_result *r = ask_ideas("DEMO-09-008", &o);
	size_t n;
	const tensen_idea *v = tensen_result_ideas(r, &n);

	(void)state;
	assert_int_equal(n, 1);
	assert_int_equal(v->grade, 3);
	assert_string_equal(v->by, "");
	assert_string_equal(v->transfer, "手段→困りごと");
	assert_string_equal(v->objection, "異論");
	assert_int_equal(v->shelf, TENSEN_PRECEDENT);
	tensen_result_free(r);
}

static void
a_models_good_grade_makes_an_idea_only_when_a_second_reading_held_it(void **state)
{
	tensen_judgement j = {.id = "DEMO-32-001", .grade = 3, .shelf = -1, .by = "m (prompt 1)"};
	const tensen_ideas_opts o = {.asking = {.judgements = &j, .n_judgements = 1}};

	(void)state;
	for (j.doubt = -1; j.doubt <= 1; j.doubt++) {
		tensen_result *r = ask_ideas("DEMO-09-008", &o);
		assert_int_equal(n_ideas(r), j.doubt > 0);
		tensen_result_free(r);
	}
	j.doubt = 1;
	j.shelf = TENSEN_OWN_FAMILY;
	{
		tensen_result *r = ask_ideas("DEMO-09-008", &o);
		assert_int_equal(n_ideas(r), 0);
		tensen_result_free(r);
	}
}

static void
ideas_stand_by_grade_then_person_then_doubt(void **state)
{
	const tensen_judgement j[] = {
	    {.id = "DEMO-35-012", .grade = 2, .shelf = -1, .by = "m", .doubt = 1},
	    {.id = "DEMO-32-001", .grade = 2, .shelf = -1},
	    {.id = "DEMO-26-002", .grade = 3, .shelf = -1, .by = "m", .doubt = 1}};
	const tensen_ideas_opts o = {.asking = {.judgements = j, .n_judgements = 3}};
	tensen_result *r = ask_ideas("DEMO-09-008", &o);
	const tensen_idea *v;
	size_t n;

	(void)state;
	v = tensen_result_ideas(r, &n);
	assert_int_equal(n, 3);
	assert_string_equal(v[0].document.id, "DEMO-26-002");
	assert_string_equal(v[1].document.id, "DEMO-32-001");
	assert_string_equal(v[2].document.id, "DEMO-35-012");
	tensen_result_free(r);
}

static void
the_unread_list_stays_varied_after_many_grades(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < QUERIES; i++) {
		const tensen_candidates_opts all = {.n = 200};
		tensen_judgement j[30];
		tensen_ideas_opts o = {.unread = 10, .asking = {.judgements = j}};
		const tensen_candidate *v;
		size_t n;
		tensen_result *r = ask(demo_id(i, QUERIES), NULL, &all, &v, &n), *after;
		for (size_t k = 0; k < 30 && k < n; k++)
			j[o.asking.n_judgements++] = (tensen_judgement){
			    .id = v[k].document.id, .grade = k % 3 ? 0 : 2, .shelf = -1};
		after = ask_ideas(demo_id(i, QUERIES), &o);
		v = tensen_result_unread(after, &n);
		for (size_t k = 0; k < n; k++) {
			size_t same = 0;
			for (size_t m = 0; m < n; m++)
				same += v[k].document.subclass[0] &&
					!strcmp(v[m].document.subclass, v[k].document.subclass);
			assert_true(same <= 3);
		}
		tensen_result_free(after);
		tensen_result_free(r);
	}
}

static void
boldness_brings_distant_fields_forward(void **state)
{
	double sum[2] = {0, 0};
	(void)state;
	for (uint32_t i = 0; i < QUERIES; i++)
		for (int bold = 0; bold < 2; bold++) {
			const tensen_ideas_opts o = {.unread = 10, .boldness = (float)bold};
			tensen_result *r = ask_ideas(demo_id(i, QUERIES), &o);
			const tensen_candidate *v;
			size_t n;
			v = tensen_result_unread(r, &n);
			for (size_t k = 0; k < n; k++)
				sum[bold] += (double)v[k].distance / (double)n;
			tensen_result_free(r);
		}
	assert_true(sum[1] > sum[0]);
}

static void
words_of_many_patents_in_a_list_have_no_idea_and_those_of_one_have_candidates(void **state)
{
	buf list = BUF_INIT;
	const tensen_candidates_opts o = {.n = 40};
	const tensen_candidate *v;
	tensen_result *r;
	size_t n;

	(void)state;
	for (uint32_t i = 0; i < QUERIES; i++) {
		const tensen_candidates_opts two = {.n = 2};
		r = ask(demo_id(i, QUERIES), NULL, &two, &v, &n);
		for (size_t k = 0; k < n; k++)
			buf_printf(&list, "%s ", v[k].document.title);
		tensen_result_free(r);
	}
	assert_int_equal(
	    tensen_ideas(demo_searcher,
		&(tensen_query){.text = buf_cstr(&list), .text_len = list.n}, NULL, &r, NULL),
	    TENSEN_OK);
	tensen_result_ideas(r, &n);
	assert_int_equal(n, 0);
	tensen_result_free(r);
	r = ask(NULL, "粉体 吸湿 固化 防止 容器 保管", &o, &v, &n);
	assert_true(n > 0);
	tensen_result_free(r);
	buf_clear(&list);
}

static void
a_text_of_unknown_words_has_no_candidate_and_no_idea(void **state)
{
	const tensen_query q = {.text = "zzqq xxyy", .text_len = 9};
	const tensen_candidate *v;
	size_t n;
	tensen_result *r = ask(NULL, q.text, NULL, &v, &n);
	(void)state;
	assert_int_equal(n, 0);
	tensen_result_free(r);
	assert_int_equal(tensen_ideas(demo_searcher, &q, NULL, &r, NULL), TENSEN_OK);
	assert_true(tensen_result_empty(r));
	tensen_result_free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(candidates_are_never_the_query_nor_twice_the_same),
	    cmocka_unit_test(its_own_family_comes_only_when_asked_for),
	    cmocka_unit_test(an_aspect_given_by_hand_brings_what_it_names),
	    cmocka_unit_test(wrong_aspects_are_refused_with_a_line),
	    cmocka_unit_test(fifty_aspects_one_of_one_word_and_one_unknown_are_answered),
	    cmocka_unit_test(a_good_judgement_brings_its_class_forward_and_stands_with_its_grade),
	    cmocka_unit_test(after_twenty_grades_the_next_twenty_are_of_several_subclasses),
	    cmocka_unit_test(a_persons_judgement_outranks_a_models),
	    cmocka_unit_test(what_nobody_has_read_is_no_idea),
	    cmocka_unit_test(a_persons_good_grade_makes_an_idea_and_a_bad_one_none),
	    cmocka_unit_test(the_own_product_is_no_idea_unless_a_person_named_its_kind),
	    cmocka_unit_test(a_grade_alone_keeps_the_reasons_of_the_reading_before_it),
	    cmocka_unit_test(a_models_good_grade_makes_an_idea_only_when_a_second_reading_held_it),
	    cmocka_unit_test(ideas_stand_by_grade_then_person_then_doubt),
	    cmocka_unit_test(the_unread_list_stays_varied_after_many_grades),
	    cmocka_unit_test(boldness_brings_distant_fields_forward),
	    cmocka_unit_test(a_text_of_unknown_words_has_no_candidate_and_no_idea),
	    cmocka_unit_test(
		words_of_many_patents_in_a_list_have_no_idea_and_those_of_one_have_candidates),
	};
	return cmocka_run_group_tests_name("candidates", tests, demo_make, demo_remove);
}
