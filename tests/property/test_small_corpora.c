/* Nearly empty corpora give a sound index or a plain refusal. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "../support.h"

/* `line` n times with its number in it. */
static tensen_status
build(const char *line, int n, tensen_error *err)
{
	const char *const inputs[] = {place("in.jsonl")};
	FILE *f = fopen(inputs[0], "w");

	assert_non_null(f);
	for (int i = 0; i < n; i++) {
		const char *at = strchr(line, '#');
		fprintf(f, "%.*s%d%s\n", (int)(at - line), line, i, at + 1);
	}
	assert_int_equal(fclose(f), 0);
	unlink(place("out.tensen"));
	return tensen_build(NULL, place("out.tensen"), inputs, 1, NULL, err);
}

/* Sound; document 0 has `alike` others that a search finds, and ideas answer for it. */
static void
check_index(uint32_t documents, size_t alike)
{
	tensen_index *ix;
	tensen_searcher *s;
	tensen_result *r;
	tensen_query q = {.id = "D0"};
	const tensen_hit *hits;
	size_t n;

	assert_int_equal(tensen_index_verify(place("out.tensen"), &r, NULL), TENSEN_OK);
	tensen_result_free(r);
	assert_int_equal(tensen_index_open(&ix, place("out.tensen"), NULL, NULL), TENSEN_OK);
	assert_int_equal(tensen_index_count(ix), documents);
	assert_int_equal(tensen_searcher_new(&s, ix, NULL), TENSEN_OK);
	assert_int_equal(tensen_search(s, &q, NULL, &r, NULL), TENSEN_OK);
	hits = tensen_result_hits(r, &n);
	assert_int_equal(n, alike);
	for (size_t i = 0; i < n; i++)
		assert_string_not_equal(hits[i].document.id, "D0");
	tensen_result_free(r);
	assert_int_equal(tensen_ideas(s, &q, NULL, &r, NULL), TENSEN_OK);
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
	check_index(1, 0);
}

static void
one_term_is_an_index(void **state)
{
	(void)state;
	assert_int_equal(
	    build("{\"id\":\"D#\",\"title\":\"歯車\",\"ipc\":[\"F16H 1/06\"]}", 10, NULL),
	    TENSEN_OK);
	check_index(10, 9);
}

/* A word that all of hundreds of documents have separates none of them: it is no term. */
static void
equal_documents_are_an_index(void **state)
{
	(void)state;
	assert_int_equal(build("{\"id\":\"D#\",\"title\":\"歯車の騒音を抑制する装置\","
			       "\"ipc\":[\"F16H 1/06\",\"A61B 5/00\"]}",
			     300, NULL),
	    TENSEN_OK);
	check_index(300, 0);
}

/* The documents that D0's unread list names. */
static size_t
count_unread(const char *one, const char *other)
{
	const tensen_query q = {.id = "D0"};
	tensen_index *ix;
	tensen_searcher *s;
	tensen_result *r;
	size_t n;
	FILE *f = fopen(place("in.jsonl"), "w");

	assert_non_null(f);
	fprintf(f, "{\"id\":\"D0\",\"title\":\"樹脂の吸音板\",\"ipc\":[\"E04B 1/82\"]}\n");
	fprintf(f,
	    "{\"id\":\"D1\",\"title\":\"%s\",\"abstract\":\"樹脂で作る。\",\"ipc\":[\"C08J "
	    "9/00\"]}\n",
	    one);
	fprintf(f,
	    "{\"id\":\"D2\",\"title\":\"%s\",\"abstract\":\"樹脂で作る。\",\"ipc\":[\"C09K "
	    "3/00\"]}\n",
	    other);
	assert_int_equal(fclose(f), 0);
	unlink(place("out.tensen"));
	assert_int_equal(tensen_build(NULL, place("out.tensen"),
			     (const char *[]){place("in.jsonl")}, 1, NULL, NULL),
	    TENSEN_OK);
	assert_int_equal(tensen_index_open(&ix, place("out.tensen"), NULL, NULL), TENSEN_OK);
	assert_int_equal(tensen_searcher_new(&s, ix, NULL), TENSEN_OK);
	assert_int_equal(tensen_ideas(s, &q, NULL, &r, NULL), TENSEN_OK);
	tensen_result_unread(r, &n);
	tensen_result_free(r);
	tensen_searcher_free(s);
	tensen_index_free(ix);
	return n;
}

static void
of_titles_that_differ_in_particles_alone_one_is_listed(void **state)
{
	(void)state;
	assert_int_equal(count_unread("樹脂粒および用途", "樹脂粒及びその用途"), 1);
	assert_int_equal(count_unread("樹脂粒および用途", "樹脂粒および容器"), 2);
	assert_int_equal(count_unread("いすとつくえ", "まくらとふとん"), 2); /* hiragana alone */
	unlink(place("out.tensen"));
}

static void
documents_without_text_are_refused_and_leave_no_file(void **state)
{
	tensen_error err = {.code = TENSEN_OK};

	(void)state;
	assert_int_equal(build("{\"id\":\"D#\",\"title\":\"\"}", 3, &err), TENSEN_E_INPUT);
	assert_true(err.message[0] != '\0');
	assert_int_equal(access(place("out.tensen"), F_OK), -1);
	assert_int_equal(unlink(place("in.jsonl")), 0);
	assert_int_equal(rmdir(place("")), 0); /* no temporary file either */
	assert_int_equal(mkdir(place(""), 0700), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_document_is_an_index),
	    cmocka_unit_test(one_term_is_an_index),
	    cmocka_unit_test(equal_documents_are_an_index),
	    cmocka_unit_test(of_titles_that_differ_in_particles_alone_one_is_listed),
	    cmocka_unit_test(documents_without_text_are_refused_and_leave_no_file),
	};

	return cmocka_run_group_tests_name("small corpora", tests, place_make, place_remove);
}
