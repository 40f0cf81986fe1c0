/* The same input gives the same bytes, whatever the number of threads and however
 * often: indexes, runs and evaluations. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../support.h"

#define QUERIES "data/demo/electrical.jsonl"

static tensen_index *ix;

static void
build_demo(const char *name, unsigned threads, uint64_t memory)
{
	static const char *const inputs[] = {"data/demo"};
	tensen_build_opts o = TENSEN_BUILD_OPTS_INIT;

	o.threads = threads;
	o.memory = memory;
	build_index(place(name), inputs, 1, &o);
}

static int
make_first(void **state)
{
	if (place_make(state) < 0)
		return -1;
	build_demo("one", 1, 0);
	return tensen_index_open(&ix, place("one"), NULL, NULL);
}

static int
free_all(void **state)
{
	tensen_index_free(ix);
	return place_remove(state);
}

static void
building_twice_gives_the_same_bytes(void **state)
{
	(void)state;
	build_demo("again", 1, 0);
	assert_same_file(place("one"), place("again"));
}

static void
two_and_five_threads_give_the_bytes_of_one(void **state)
{
	(void)state;
	build_demo("two", 2, 0);
	assert_same_file(place("one"), place("two"));
	build_demo("five", 5, 0);
	assert_same_file(place("one"), place("five"));
}

static void
less_memory_gives_the_same_bytes(void **state)
{
	(void)state;
	build_demo("tight", 1, 400ull << 20);
	assert_same_file(place("one"), place("tight"));
	build_demo("ample", 1, 64ull << 30);
	assert_same_file(place("one"), place("ample"));
}

/* Nothing is read: no error names the missing input. */
static void
a_vocabulary_beyond_the_memory_is_refused_before_reading(void **state)
{
	static const char *const inputs[] = {"/nowhere/at all"};
	tensen_build_opts o = TENSEN_BUILD_OPTS_INIT;
	tensen_error err = {.code = TENSEN_OK};

	(void)state;
	o.memory = 1ull << 30;
	o.max_terms = 5000000;
	assert_int_equal(tensen_build(NULL, place("none"), inputs, 1, &o, &err), TENSEN_E_ARG);
	assert_non_null(strstr(err.message, "5000000 terms"));
	o.max_terms = 0;
	o.memory = 1 << 20;
	assert_int_equal(tensen_build(NULL, place("none"), inputs, 1, &o, &err), TENSEN_E_ARG);
	assert_non_null(strstr(err.message, "1 MiB"));
}

static void
a_folder_is_its_files_in_the_order_of_their_names(void **state)
{
	glob_t g;

	(void)state;
	assert_int_equal(glob("data/demo/*", 0, NULL, &g), 0);
	build_index(place("listed"), (const char *const *)g.gl_pathv, g.gl_pathc, NULL);
	globfree(&g);
	assert_same_file(place("one"), place("listed"));
}

static void
a_run_does_not_depend_on_threads(void **state)
{
	tensen_search_opts o = {.k = 20, .filter = {.out_of_field = TENSEN_OUT_IPC3}};

	(void)state;
	assert_int_equal(tensen_search_run(ix, QUERIES, place("run1"), &o, 1, NULL), TENSEN_OK);
	assert_int_equal(tensen_search_run(ix, QUERIES, place("run2"), &o, 2, NULL), TENSEN_OK);
	assert_same_file(place("run1"), place("run2"));
}

static void
write_judged(void)
{
	FILE *f = fopen(place("judged"), "w");

	assert_non_null(f);
	fputs("query\tdocument\tgrade\nDEMO-34-005\tDEMO-32-006\t2\nDEMO-34-005\tDEMO-01-006\t0\n",
	    f);
	fclose(f);
}

static char *
eval_json(unsigned threads)
{
	static const tensen_style json = {.format = TENSEN_JSON, .lang = TENSEN_EN};
	tensen_eval_opts o = TENSEN_EVAL_OPTS_INIT;
	tensen_result *r;
	tensen_text text;

	o.threads = threads;
	o.bootstrap = 50;
	o.judged = place("judged");
	assert_int_equal(tensen_eval(ix, &o, &r, NULL), TENSEN_OK);
	assert_int_equal(tensen_result_render(r, &json, &text, NULL), TENSEN_OK);
	tensen_result_free(r);
	return text.p;
}

static void
an_evaluation_does_not_depend_on_threads(void **state)
{
	char *one, *two;

	(void)state;
	write_judged();
	one = eval_json(1);
	two = eval_json(2);
	assert_string_equal(one, two);
	free(one);
	free(two);
}

/* A searcher keeps scratch between queries: none of it may change an answer. */
static void
an_answer_does_not_depend_on_what_was_asked_before(void **state)
{
	static const tensen_style json = {.format = TENSEN_JSON};
	char *first[12] = {NULL};
	tensen_searcher *s;

	(void)state;
	assert_int_equal(tensen_searcher_new(&s, ix, NULL), TENSEN_OK);
	for (int round = 0; round < 2; round++)
		for (uint32_t k = 0; k < 12; k++) {
			/* forwards, then backwards: other neighbours in time */
			uint32_t i = round ? 11 - k : k;
			tensen_query q = {.id = tensen_index_id(ix, i * 31)};
			tensen_result *r;
			tensen_text text;
			assert_int_equal(tensen_ideas(s, &q, NULL, &r, NULL), TENSEN_OK);
			assert_int_equal(tensen_result_render(r, &json, &text, NULL), TENSEN_OK);
			tensen_result_free(r);
			if (!round) {
				first[i] = text.p;
				continue;
			}
			assert_string_equal(first[i], text.p);
			tensen_text_free(&text);
			free(first[i]);
		}
	tensen_searcher_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(building_twice_gives_the_same_bytes),
	    cmocka_unit_test(two_and_five_threads_give_the_bytes_of_one),
	    cmocka_unit_test(less_memory_gives_the_same_bytes),
	    cmocka_unit_test(a_vocabulary_beyond_the_memory_is_refused_before_reading),
	    cmocka_unit_test(a_folder_is_its_files_in_the_order_of_their_names),
	    cmocka_unit_test(a_run_does_not_depend_on_threads),
	    cmocka_unit_test(an_evaluation_does_not_depend_on_threads),
	    cmocka_unit_test(an_answer_does_not_depend_on_what_was_asked_before),
	};
	return cmocka_run_group_tests_name("determinism", tests, make_first, free_all);
}
