/* The common parts of every result: copies, ends, forms. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "result/corpus/account.h"
#include "result/eval/eval_result.h"
#include "result/ideas/ideas_result.h"
#include "result/corpus/info_result.h"
#include "result/lists/search_result.h"

static void
a_copy_that_finds_no_memory_is_empty_and_remembered(void **state)
{
	search_result *r = search_result_new(TENSEN_PER_NONE);
	tensen_result *out = &r->base;
	tensen_error err = {.code = TENSEN_OK};

	(void)state;
	assert_string_equal(result_copy(&r->base, SPAN_LIT("kept")), "kept");
	assert_false(r->base.nomem);
	assert_string_equal(result_copy(&r->base, (span){"x", SIZE_MAX}), "");
	assert_true(r->base.nomem);
	assert_int_equal(result_end(&r->base, TENSEN_OK, &out, &err), TENSEN_E_NOMEM);
	assert_null(out); /* and the result is freed: ASan reports it if not */
	assert_int_equal(err.code, TENSEN_E_NOMEM);
}

static void
a_failed_buffer_fails_the_result(void **state)
{
	search_result *r = search_result_new(TENSEN_PER_NONE);
	tensen_result *out;
	buf b = BUF_INIT;

	(void)state;
	buf_str(&b, "part");
	b.failed = 1;
	result_text(&r->base, &b);
	assert_null(b.p);
	assert_int_equal(result_end(&r->base, TENSEN_OK, &out, NULL), TENSEN_E_NOMEM);
}

static void
an_operation_ends_with_its_result_or_its_failure(void **state)
{
	search_result *r = search_result_new(TENSEN_PER_NONE);
	tensen_result *out = NULL;
	tensen_error err = {.code = TENSEN_OK};

	(void)state;
	assert_int_equal(result_end(&r->base, TENSEN_OK, &out, &err), TENSEN_OK);
	assert_ptr_equal(out, &r->base);
	assert_int_equal(result_end(out, TENSEN_E_NOTFOUND, &out, &err), TENSEN_E_NOTFOUND);
	assert_null(out);
	assert_int_equal(err.code, TENSEN_OK); /* the function that failed has reported it */
	assert_int_equal(result_end(NULL, TENSEN_OK, &out, &err), TENSEN_E_NOMEM);
	assert_int_equal(result_end(NULL, TENSEN_E_IO, &out, &err), TENSEN_E_IO);
	tensen_result_free(NULL);
}

static void
a_form_that_a_kind_does_not_have_is_named(void **state)
{
	account *a = result_new(&account_class);
	tensen_style style = TENSEN_STYLE_INIT;
	tensen_text text = {(char *)1, 1, 0};
	tensen_error err;

	(void)state;
	style.format = TENSEN_CSV;
	assert_int_equal(tensen_result_render(&a->base, &style, &text, &err), TENSEN_E_ARG);
	assert_string_equal(err.message, "account results have no csv form");
	assert_null(text.p);
	style.format = (tensen_format)77;
	assert_int_equal(tensen_result_render(&a->base, &style, &text, &err), TENSEN_E_ARG);
	tensen_result_free(&a->base);
}

static void
hits_and_ideas_are_given_only_by_their_own_kind(void **state)
{
	account *a = result_new(&account_class);
	size_t n = 9;

	(void)state;
	assert_null(tensen_result_hits(&a->base, &n));
	assert_int_equal(n, 0);
	n = 9;
	assert_null(tensen_result_ideas(&a->base, &n));
	assert_int_equal(n, 0);
	tensen_result_free(&a->base);
}

static void
an_account_adds_its_files_up(void **state)
{
	account *a = result_new(&account_class);
	account_file sum;

	(void)state;
	for (int i = 0; i < 100; i++) { /* the table grows */
		account_file *f = account_add(a, "x.csv", "jplatpat", NULL);
		assert_non_null(f);
		*f = (account_file){f->path, f->format, f->encoding, 10, 5, 2, 2, 1, 0, {{0, NULL}},
		    0, NULL, {0, NULL}};
	}
	sum = account_sum(a);
	assert_int_equal(sum.records, 1000);
	assert_int_equal(sum.read + sum.merged + sum.no_text + sum.refused, sum.records);
	assert_string_equal(a->files[99].path, "x.csv");
	assert_string_equal(a->files[0].encoding, "");
	tensen_result_free(&a->base);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_copy_that_finds_no_memory_is_empty_and_remembered),
	    cmocka_unit_test(a_failed_buffer_fails_the_result),
	    cmocka_unit_test(an_operation_ends_with_its_result_or_its_failure),
	    cmocka_unit_test(a_form_that_a_kind_does_not_have_is_named),
	    cmocka_unit_test(hits_and_ideas_are_given_only_by_their_own_kind),
	    cmocka_unit_test(an_account_adds_its_files_up),
	};
	return cmocka_run_group_tests_name("result", tests, NULL, NULL);
}
