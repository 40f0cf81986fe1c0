/* Corpora with next to nothing in them still give a sound index, or a plain refusal. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include <tensen/tensen.h>

static char folder[] = "/tmp/tensen-small-XXXXXX";
static char input[64], output[64];

static int
make_folder(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(input, sizeof input, "%s/in.jsonl", folder);
	snprintf(output, sizeof output, "%s/out.tensen", folder);
	return 0;
}

static int
remove_folder(void **state)
{
	char command[100];

	(void)state;
	snprintf(command, sizeof command, "rm -rf %s", folder);
	return system(command);
}

/* `line` n times with its number in it. */
static tensen_status
build(const char *line, int n, tensen_error *err)
{
	const char *const inputs[] = {input};
	FILE *f = fopen(input, "w");

	assert_non_null(f);
	for (int i = 0; i < n; i++) {
		const char *at = strchr(line, '#');
		fprintf(f, "%.*s%d%s\n", (int)(at - line), line, i, at + 1);
	}
	assert_int_equal(fclose(f), 0);
	unlink(output);
	return tensen_build(NULL, output, inputs, 1, NULL, err);
}

/* Sound, and every operation answers for document 0 without falling over. */
static void
check_index(uint32_t documents)
{
	tensen_index *ix;
	tensen_searcher *s;
	tensen_result *r;
	tensen_query q = {.id = "D0"};

	assert_int_equal(tensen_index_verify(output, &r, NULL), TENSEN_OK);
	tensen_result_free(r);
	assert_int_equal(tensen_index_open(&ix, output, NULL, NULL), TENSEN_OK);
	assert_int_equal(tensen_index_count(ix), documents);
	assert_int_equal(tensen_searcher_new(&s, ix, NULL), TENSEN_OK);
	if (tensen_search(s, &q, NULL, &r, NULL) == TENSEN_OK)
		tensen_result_free(r);
	if (tensen_ideas(s, &q, NULL, &r, NULL) == TENSEN_OK)
		tensen_result_free(r);
	tensen_searcher_free(s);
	tensen_index_free(ix);
}

static void
one_document_is_an_index(void **state)
{
	(void)state;
	assert_int_equal(
	    build("{\"id\":\"D#\",\"title\":\"歯車の騒音を抑制する装置\"}", 1, NULL), TENSEN_OK);
	check_index(1);
}

static void
one_term_is_an_index(void **state)
{
	(void)state;
	assert_int_equal(
	    build("{\"id\":\"D#\",\"title\":\"歯車\",\"ipc\":[\"F16H 1/06\"]}", 10, NULL),
	    TENSEN_OK);
	check_index(10);
}

static void
equal_documents_are_an_index(void **state)
{
	(void)state;
	assert_int_equal(build("{\"id\":\"D#\",\"title\":\"歯車の騒音を抑制する装置\","
			       "\"ipc\":[\"F16H 1/06\",\"A61B 5/00\"]}",
			     300, NULL),
	    TENSEN_OK);
	check_index(300);
}

static void
documents_without_text_are_refused_and_leave_no_file(void **state)
{
	tensen_error err = {.code = TENSEN_OK};

	(void)state;
	assert_int_equal(build("{\"id\":\"D#\",\"title\":\"\"}", 3, &err), TENSEN_E_INPUT);
	assert_true(err.message[0] != '\0');
	assert_int_equal(access(output, F_OK), -1);
	assert_int_equal(unlink(input), 0);
	assert_int_equal(rmdir(folder), 0); /* no temporary file either */
	assert_int_equal(mkdir(folder, 0700), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_document_is_an_index),
	    cmocka_unit_test(one_term_is_an_index),
	    cmocka_unit_test(equal_documents_are_an_index),
	    cmocka_unit_test(documents_without_text_are_refused_and_leave_no_file),
	};

	return cmocka_run_group_tests_name("small corpora", tests, make_folder, remove_folder);
}
