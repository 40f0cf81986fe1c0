/* The options of a caller: NULL, {0} and INIT mean the same; a struct of another version is
 * understood or refused; every call that has a limit refuses a value above it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "engine/base/options.h"
#include "../support.h"

static const tensen_query by_id = {.id = "DEMO-35-012"};
static const char *const ids[] = {"DEMO-35-012", "DEMO-01-006"};

static char *
json_of(tensen_status st, tensen_result *r)
{
	tensen_style style = TENSEN_STYLE_INIT;
	tensen_text text;

	assert_int_equal(st, TENSEN_OK);
	style.format = TENSEN_JSON;
	assert_int_equal(tensen_result_render(r, &style, &text, NULL), TENSEN_OK);
	tensen_result_free(r);
	return text.p;
}

/* The answer to each is the answer to NULL. */
#define SAME(call, ...)                                                                            \
	do {                                                                                       \
		tensen_result *r_;                                                                 \
		tensen_status st_ = call(__VA_ARGS__, NULL, &r_, NULL);                            \
		char *plain_ = json_of(st_, r_), *other_;                                          \
		st_ = call(__VA_ARGS__, &zero, &r_, NULL);                                         \
		assert_string_equal(plain_, other_ = json_of(st_, r_));                            \
		free(other_);                                                                      \
		st_ = call(__VA_ARGS__, &init, &r_, NULL);                                         \
		assert_string_equal(plain_, other_ = json_of(st_, r_));                            \
		free(other_);                                                                      \
		free(plain_);                                                                      \
	} while (0)

static void
null_zero_and_init_ask_the_same(void **state)
{
	(void)state;
	{
		tensen_search_opts zero = {0}, init = TENSEN_SEARCH_OPTS_INIT;
		SAME(tensen_search, demo_searcher, &by_id);
	}
	{
		tensen_match_opts zero = {0}, init = TENSEN_MATCH_OPTS_INIT;
		SAME(tensen_match, demo_searcher, &by_id);
	}
	{
		tensen_ideas_opts zero = {0}, init = TENSEN_IDEAS_OPTS_INIT;
		SAME(tensen_ideas, demo_searcher, &by_id);
		SAME(tensen_ideas_together, demo_searcher, ids, 2);
		SAME(tensen_combine, demo_searcher, ids, 2);
	}
}

static void
a_scan_with_zeros_is_a_scan_without_options(void **state)
{
	tensen_scan_opts zero = {0};
	tensen_result *r;

	(void)state;
	assert_int_equal(tensen_scan(demo, place("a"), NULL, &r, NULL), TENSEN_OK);
	tensen_result_free(r);
	assert_int_equal(tensen_scan(demo, place("b"), &zero, &r, NULL), TENSEN_OK);
	tensen_result_free(r);
	assert_same_file(place("a"), place("b"));
}

static void
boldness_lies_between_zero_and_one(void **state)
{
	const float wrong[] = {-1, -0.1f, 1.1f, NAN};
	tensen_ideas_opts o = {0}, out;
	(void)state;
	assert_int_equal(ideas_options(&out, NULL, NULL), TENSEN_OK);
	assert_true(out.boldness == 0);
	o.boldness = 1;
	assert_int_equal(ideas_options(&out, &o, NULL), TENSEN_OK);
	assert_true(out.boldness == 1);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		o.boldness = wrong[i];
		assert_int_equal(ideas_options(&out, &o, NULL), TENSEN_E_ARG);
	}
}

static void
seeds_of_zero_are_one(void **state)
{
	tensen_build_opts build;
	tensen_eval_opts eval;
	tensen_report_opts report;
	tensen_bench_opts bench;

	(void)state;
	assert_int_equal(build_options(&build, NULL, NULL), TENSEN_OK);
	assert_int_equal(eval_options(&eval, NULL, NULL), TENSEN_OK);
	assert_int_equal(report_options(&report, NULL, NULL), TENSEN_OK);
	assert_int_equal(bench_options(&bench, NULL, NULL), TENSEN_OK);
	assert_int_equal(build.seed, 1);
	assert_int_equal(eval.seed, 1);
	assert_int_equal(report.seed, 1);
	assert_int_equal(bench.seed, 1);
}

typedef struct small {
	size_t size;
	int a, b;
} small;

typedef struct large {
	small known;
	uint64_t more;
} large;

static void
a_shorter_struct_is_filled_with_zeros_and_a_longer_one_must_end_in_them(void **state)
{
	large from = {{sizeof(large), 1, 2}, 0};
	small out;
	tensen_error err;

	(void)state;
	assert_int_equal(options_read(&out, sizeof out, &from, &err), TENSEN_OK);
	assert_int_equal(out.b, 2);
	from.more = 1;
	assert_int_equal(options_read(&out, sizeof out, &from, &err), TENSEN_E_ARG);
	assert_non_null(strstr(err.message, "newer"));
	from.known.size = offsetof(small, b);
	assert_int_equal(options_read(&out, sizeof out, &from, &err), TENSEN_OK);
	assert_int_equal(out.a, 1);
	assert_int_equal(out.b, 0);
	from.known.size = 3;
	assert_int_equal(options_read(&out, sizeof out, &from, &err), TENSEN_E_ARG);
	from.known.size = (size_t)-1;
	assert_int_equal(options_read(&out, sizeof out, &from, &err), TENSEN_E_ARG);
}

/* st is E_ARG, and the message names the option and the value. */
static void
refused(tensen_status st, const tensen_error *err, const char *what)
{
	assert_int_equal(st, TENSEN_E_ARG);
	if (!strstr(err->message, what))
		fail_msg("\"%s\" does not say \"%s\"", err->message, what);
}

static void
what_is_above_a_limit_is_refused_by_every_call(void **state)
{
	tensen_ideas_opts more = {.unread = TENSEN_CANDIDATES_MAX + 1};
	tensen_scan_opts scan = {.k = TENSEN_IDEAS_MAX + 1};
	tensen_match_opts match = {.k = TENSEN_OFFERS_MAX + 1};
	tensen_search_opts search = {.k = TENSEN_HITS_MAX + 1};
	tensen_report_opts report = {.ideas = TENSEN_REPORT_IDEAS_MAX + 1};
	tensen_query text = {.text = "x", .text_len = (size_t)TENSEN_TEXT_MAX + 1};
	tensen_result *r;
	tensen_error e;

	(void)state;
	refused(
	    tensen_ideas(demo_searcher, &by_id, &more, &r, &e), &e, "unread: 1001, at most 1000");
	refused(tensen_ideas_together(demo_searcher, ids, 2, &more, &r, &e), &e, "unread: 1001");
	refused(tensen_combine(demo_searcher, ids, 2, &more, &r, &e), &e, "unread: 1001");
	refused(tensen_scan(demo, place("scan"), &scan, &r, &e), &e, "k: 1001");
	refused(tensen_match(demo_searcher, &by_id, &match, &r, &e), &e, "k: 1001, at most 1000");
	refused(tensen_search(demo_searcher, &by_id, &search, &r, &e), &e, "k: 1000001");
	refused(tensen_report(demo, &report, &r, &e), &e, "ideas: 51, at most 50");
	refused(tensen_search(demo_searcher, &text, NULL, &r, &e), &e, "bytes of text");
	assert_null(r);
	more = (tensen_ideas_opts){.k = TENSEN_IDEAS_MAX + 1};
	refused(tensen_ideas(demo_searcher, &by_id, &more, &r, &e), &e, "k: 1001");
	refused(tensen_ideas_together(demo_searcher, NULL, TENSEN_TOGETHER_MAX + 1, NULL, &r, &e),
	    &e, "ids: 1001, at most 1000");
}

static void
the_unread_list_has_as_many_documents_as_asked_for(void **state)
{
	(void)state;
	for (uint32_t want = 1; want < 40; want += 13) {
		const tensen_ideas_opts o = {.unread = want};
		tensen_result *r;
		size_t n;
		assert_int_equal(tensen_ideas(demo_searcher, &by_id, &o, &r, NULL), TENSEN_OK);
		tensen_result_unread(r, &n);
		assert_int_equal(n, want);
		tensen_result_free(r);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(null_zero_and_init_ask_the_same),
	    cmocka_unit_test(a_scan_with_zeros_is_a_scan_without_options),
	    cmocka_unit_test(boldness_lies_between_zero_and_one),
	    cmocka_unit_test(seeds_of_zero_are_one),
	    cmocka_unit_test(
		a_shorter_struct_is_filled_with_zeros_and_a_longer_one_must_end_in_them),
	    cmocka_unit_test(what_is_above_a_limit_is_refused_by_every_call),
	    cmocka_unit_test(the_unread_list_has_as_many_documents_as_asked_for),
	};

	return cmocka_run_group_tests(tests, demo_make, demo_remove);
}
