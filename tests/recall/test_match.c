/* Twenty needs in a company's everyday words (needs.jsonl, written by the author of
 * the patents that answer them, after those): the intended open patent stands among the
 * first five offers for at least sixteen. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <json-c/json.h>
#include "../support.h"

#define NEEDS 20
#define WANTED 16
#define WANTED_ENGLISH 14
#define TOP 5

static size_t
rank_of(const tensen_result *r, const char *id)
{
	size_t n;
	const tensen_offer *o = tensen_result_offers(r, &n);

	for (size_t i = 0; i < n; i++) {
		assert_true(o[i].document.open);
		if (strcmp(o[i].document.id, id) == 0)
			return i + 1;
	}
	return 0;
}

static unsigned
count_found(const char *path)
{
	FILE *f = fopen(path, "r");
	char line[8192];
	tensen_searcher *s;
	unsigned found = 0, n = 0;

	assert_non_null(f);
	assert_int_equal(tensen_searcher_new(&s, demo, NULL), TENSEN_OK);
	while (fgets(line, sizeof line, f)) {
		json_object *need = json_tokener_parse(line);
		const char *text, *expected;
		tensen_result *r;
		size_t rank;
		assert_non_null(need);
		text = json_object_get_string(json_object_object_get(need, "text"));
		expected = json_object_get_string(json_object_object_get(need, "expected"));
		assert_int_equal(
		    tensen_match(s, &(tensen_query){.text = text, .text_len = strlen(text)},
			&(tensen_match_opts){.k = 50}, &r, NULL),
		    TENSEN_OK);
		rank = rank_of(r, expected);
		print_message("%s rank %zu\n", expected, rank);
		found += rank >= 1 && rank <= TOP;
		n++;
		tensen_result_free(r);
		json_object_put(need);
	}
	fclose(f);
	tensen_searcher_free(s);
	print_message("needs: %u of %u in the top five\n", found, n);
	assert_int_equal(n, NEEDS);
	return found;
}

static void
needs_in_everyday_words_find_the_intended_open_patent(void **state)
{
	(void)state;
	assert_true(count_found("tests/recall/needs.jsonl") >= WANTED);
}

/* The same needs in English, matched with the Japanese patents through EDICT. */
static void
needs_in_english_find_the_intended_japanese_patent(void **state)
{
	(void)state;
	if (access("/usr/share/edict/edict", R_OK) != 0)
		skip();
	assert_true(count_found("tests/recall/needs-en.jsonl") >= WANTED_ENGLISH);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(needs_in_everyday_words_find_the_intended_open_patent),
	    cmocka_unit_test(needs_in_english_find_the_intended_japanese_patent),
	};
	return cmocka_run_group_tests_name("match", tests, demo_make, demo_remove);
}
