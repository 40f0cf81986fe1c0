/* The evaluation of the demonstration corpus: null tests collapse, and they do not if the pairing
 * is right. */
#include <string.h>
#include "../support.h"
#include "engine/eval/eval_parts.h"

static eval_result *
evaluate(unsigned parts, uint64_t seed)
{
	tensen_eval_opts o = TENSEN_EVAL_OPTS_INIT;
	tensen_result *r;

	o.parts = parts;
	o.seed = seed;
	assert_int_equal(tensen_eval(demo, &o, &r, NULL), TENSEN_OK);
	return (eval_result *)(void *)r;
}

static const eval_section *
section_of(const eval_result *r, eval_kind kind)
{
	for (uint32_t i = 0; i < r->n_sections; i++)
		if (r->sections[i].kind == kind)
			return &r->sections[i];
	fail_msg("no section %d", (int)kind);
	return NULL;
}

static void
every_null_test_collapses_to_chance(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 3; seed++) {
		eval_result *r = evaluate(TENSEN_EVAL_HIDDEN_FIELD, seed);
		const eval_section *s = section_of(r, EVAL_NULL);
		assert_int_equal(s->n, 3);
		for (uint32_t i = 0; i < s->n; i++) {
			const eval_figure *f = s->figures[i];
			print_message("seed %d %s: %.3f, chance %.3f, real %.3f, left %.3f\n",
			    (int)seed, f->key, f->x.value, f->chance, f->real, eval_left(f));
			assert_true(f->x.n > 100);
			assert_true(f->real > 2 * f->chance);
			assert_true(eval_left(f) < EVAL_COLLAPSED);
		}
		tensen_result_free(&r->base);
	}
}

/* The pairing test with nothing broken: the whole effect is there, so the test could fail. */
static void
a_pairing_that_is_not_broken_does_not_collapse(void **state)
{
	tensen_eval_opts o = TENSEN_EVAL_OPTS_INIT;
	evaluation e = {.ix = demo, .opts = &o, .r = eval_result_new(), .threads = 1};
	eval_figure broken, whole;

	(void)state;
	e.r->seed = 1;
	e.r->bootstrap = 100;
	assert_int_equal(eval_pairing(&e, 1, &broken, NULL), TENSEN_OK);
	assert_int_equal(eval_pairing(&e, 0, &whole, NULL), TENSEN_OK);
	assert_float_equal(eval_left(&whole), 1, 1e-6);
	assert_true(eval_left(&broken) < EVAL_COLLAPSED);
	/* the value by chance does not depend on the pairs */
	assert_float_equal(whole.chance, broken.chance, 1e-12);
	tensen_result_free(&e.r->base);
}

/* The mean of the paired differences is the difference of the means. */
static void
paired_differences_agree_with_the_table(void **state)
{
	eval_result *r = evaluate(TENSEN_EVAL_HIDDEN_FIELD, 1);
	const eval_section *s = section_of(r, EVAL_PAIRED);
	const eval_row *ours = &r->rows[r->n_rows - 1];

	(void)state;
	assert_int_equal(s->n, 16);
	for (uint32_t i = 0; i < s->n; i++) {
		const eval_figure *f = s->figures[i];
		int b = i < 8 ? BUCKET_ALL : BUCKET_FAR,
		    m = i / 4 % 2 ? MEASURE_RECALL5 : MEASURE_HIT1;
		const eval_row *other = &r->rows[i % 4];
		assert_string_equal(f->scope, i < 8 ? "all" : "far");
		assert_int_equal(f->x.n, r->in_bucket[b]);
		assert_float_equal(f->x.value, ours->value[b][m] - other->value[b][m], 1e-6);
		assert_true(f->x.low <= f->x.value && f->x.value <= f->x.high);
		/* paired differences have a smaller interval than two independent samples */
		assert_true(f->x.high - f->x.low <= ours->high[b][m] - ours->low[b][m] +
							other->high[b][m] - other->low[b][m]);
	}
	tensen_result_free(&r->base);
}

static const eval_figure *
figure_of(const eval_section *s, const char *key, const char *scope)
{
	for (uint32_t i = 0; i < s->n; i++)
		if (!strcmp(s->figures[i]->key, key) && !strcmp(s->figures[i]->scope, scope))
			return s->figures[i];
	fail_msg("no figure %s of %s", key, scope);
	return NULL;
}

static void
candidates_bring_what_plain_searches_lack_and_neighbours_are_steadier_than_chance(void **state)
{
	eval_result *r = evaluate(TENSEN_EVAL_LISTS, 1);
	const eval_section *lists = section_of(r, EVAL_LISTS), *s = section_of(r, EVAL_STABILITY);
	const eval_figure *x = figure_of(lists, "coverage@10", "sectors");

	(void)state;
	assert_true(figure_of(lists, "serendipity@10", "candidates")->x.low > 0);
	assert_true(figure_of(lists, "with-ideas", "ideas")->x.value > 0);
	assert_true(x->x.value > 0.2 && x->x.value <= 1 && x->chance > 0.2 && x->chance <= 1);
	for (uint32_t i = 0; i < s->n; i++) {
		assert_true(s->figures[i]->x.low > s->figures[i]->chance);
		assert_true(s->figures[i]->x.value <= 1);
	}
	assert_true(figure_of(s, "dims/2", "neighbours")->x.value >
		    figure_of(s, "dims/4", "neighbours")->x.value);
	tensen_result_free(&r->base);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_null_test_collapses_to_chance),
	    cmocka_unit_test(a_pairing_that_is_not_broken_does_not_collapse),
	    cmocka_unit_test(paired_differences_agree_with_the_table),
	    cmocka_unit_test(
		candidates_bring_what_plain_searches_lack_and_neighbours_are_steadier_than_chance),
	};
	return cmocka_run_group_tests_name("eval", tests, demo_make, demo_remove);
}
