/* Every table of every result fits the terminal it was asked for, in both languages. */
#include <stdio.h>
#include <string.h>
#include "../support.h"
#include "result/eval/bench_result.h"
#include "text/utf8.h"

static tensen_index *ix;
static tensen_searcher *s;
static tensen_result *account;

static int
make_all(void **state)
{
	static const char *const inputs[] = {"data/demo"};

	if (place_make(state) < 0 ||
	    tensen_build(&account, place("demo"), inputs, 1, NULL, NULL) < 0 ||
	    tensen_index_open(&ix, place("demo"), NULL, NULL) < 0)
		return -1;
	return tensen_searcher_new(&s, ix, NULL);
}

static int
free_all(void **state)
{
	tensen_result_free(account);
	tensen_searcher_free(s);
	tensen_index_free(ix);
	return place_remove(state);
}

static void
check_lines(tensen_text *t, unsigned columns, const char *what)
{
	for (char *line = t->p, *end; (end = strchr(line, '\n')); line = end + 1) {
		size_t n = utf8_columns((span){line, (size_t)(end - line)});
		if (n > columns)
			fail_msg("%s: a line of %zu columns, at most %u: %.*s", what, n, columns,
			    (int)(end - line), line);
	}
}

/* Lists of sentences go down to 64 columns; tables of numbers need 80. */
static void
check_widths(const tensen_result *r, const char *what, unsigned least)
{
	static const unsigned widths[] = {64, 80, 100};

	for (int lang = 0; lang < 2; lang++)
		for (size_t i = widths[0] < least; i < sizeof widths / sizeof *widths; i++) {
			tensen_style style = {.lang = (tensen_lang)lang, .columns = widths[i]};
			tensen_text text;
			assert_int_equal(tensen_result_render(r, &style, &text, NULL), TENSEN_OK);
			check_lines(&text, widths[i], what);
			tensen_text_free(&text);
		}
}

static void
answers_about_documents_fit(void **state)
{
	tensen_search_opts explain = {.k = 20, .explain = 1};

	(void)state;
	for (uint32_t row = 0; row < tensen_index_count(ix); row += 29) {
		tensen_query q = {.id = tensen_index_id(ix, row)};
		tensen_result *r;
		assert_int_equal(tensen_ideas(s, &q, NULL, &r, NULL), TENSEN_OK);
		check_widths(r, "ideas", 64);
		tensen_result_free(r);
		assert_int_equal(tensen_search(s, &q, &explain, &r, NULL), TENSEN_OK);
		check_widths(r, "search", 64);
		tensen_result_free(r);
		assert_int_equal(tensen_show(s, &q, &r, NULL), TENSEN_OK);
		check_widths(r, "show", 64);
		tensen_result_free(r);
	}
}

static void
answers_about_texts_fit(void **state)
{
	static const char *const texts[] = {"軸受の振動を抑制する磁性流体の減衰装置",
	    "zzqx wvkj qqrr xxyy zzzz aabb ccdd eeff gghh iijj kkll mmnn ooqq rrss ttuu vvww xxzz",
	    "damping of vibrations in rotating machines"};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		tensen_query q = {.text = texts[i], .text_len = strlen(texts[i])};
		tensen_result *r;
		assert_int_equal(tensen_ideas(s, &q, NULL, &r, NULL), TENSEN_OK);
		check_widths(r, "ideas of a text", 64);
		tensen_result_free(r);
		assert_int_equal(tensen_search(s, &q, NULL, &r, NULL), TENSEN_OK);
		check_widths(r, "search for a text", 64);
		tensen_result_free(r);
		assert_int_equal(tensen_show(s, &q, &r, NULL), TENSEN_OK);
		check_widths(r, "show of a text", 64);
		tensen_result_free(r);
	}
}

static void
answers_about_the_index_fit(void **state)
{
	tensen_eval_opts o = TENSEN_EVAL_OPTS_INIT;
	FILE *f = fopen(place("judged"), "w");
	tensen_result *r;

	(void)state;
	assert_non_null(f);
	fputs("query\tdocument\tgrade\nDEMO-34-005\tDEMO-32-006\t2\n", f);
	fclose(f);
	o.bootstrap = 20;
	o.judged = place("judged");
	check_widths(account, "account", 64);
	assert_int_equal(tensen_index_info(ix, &r, NULL), TENSEN_OK);
	check_widths(r, "info", 80);
	tensen_result_free(r);
	assert_int_equal(tensen_index_verify(place("demo"), &r, NULL), TENSEN_OK);
	check_widths(r, "verify", 80);
	tensen_result_free(r);
	assert_int_equal(tensen_index_fields(ix, &r, NULL), TENSEN_OK);
	check_widths(r, "fields", 80);
	tensen_result_free(r);
	assert_int_equal(tensen_eval(ix, &o, &r, NULL), TENSEN_OK);
	check_widths(r, "eval", 80);
	tensen_result_free(r);
	assert_int_equal(
	    tensen_bench(ix, &(tensen_bench_opts){.queries = 5, .seed = 1, .threads = 1}, &r, NULL),
	    TENSEN_OK);
	check_widths(r, "bench", 80);
	tensen_result_free(r);
}

/* Of a machine that reads codes from its caches, and of an index that is slow. */
static void
a_measurement_fits_whatever_its_figures(void **state)
{
	bench_result *r = result_new(&bench_class);

	(void)state;
	assert_non_null(r);
	for (int i = 0; i < N_BENCH; i++) {
		r->rows[i] = (bench_row){.per_second = 275130, .per_second_all = 537560};
		for (int k = 0; k < N_QUANTILES; k++)
			r->rows[i].warm[k] = r->rows[i].cold[k] = 123456.789;
	}
	check_widths(&r->base, "bench", 80);
	tensen_result_free(&r->base);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(answers_about_documents_fit),
	    cmocka_unit_test(answers_about_texts_fit),
	    cmocka_unit_test(answers_about_the_index_fit),
	    cmocka_unit_test(a_measurement_fits_whatever_its_figures),
	};
	return cmocka_run_group_tests_name("width", tests, make_all, free_all);
}
