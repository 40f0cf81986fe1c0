/* The planted analogies of the demonstration corpus: from the text of the source
 * alone, the planted document stands in the unread list.  The list is read from data/README.md; the program never sees it.  One author wrote
 * both sides of each pair: the figure says that the pairs are recovered, not how analogies in the
 * wild fare. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "engine/query/understand.h"
#include "../support.h"

#define PLANTED 20
#define WANTED 16 /* among the forty of an unread list */
#define EARLY 20
#define WANTED_EARLY 15 /* among the first EARLY of them */

typedef struct pair {
	char source[16];
	uint64_t fields;
	char documents[128];
} pair;

static size_t
read_pairs(pair *out)
{
	FILE *f = fopen("data/README.md", "r");
	char line[4096];
	size_t n = 0;

	assert_non_null(f);
	while (n < PLANTED && fgets(line, sizeof line, f)) {
		char numbers[64], *p, *rest;
		if (sscanf(line, "| %15s | %63[0-9, ] | %127[A-Z0-9, -] |", out[n].source, numbers,
			out[n].documents) != 3)
			continue;
		out[n].fields = 0;
		for (p = numbers; *p; p = rest) {
			unsigned long x = strtoul(p, &rest, 10);
			if (rest == p)
				rest++;
			else
				out[n].fields |= (uint64_t)1 << (x - 1);
		}
		n++;
	}
	fclose(f);
	return n;
}

/* The source as an analyst would paste it: title, abstract, effect and claim. */
static void
text_of(tensen_searcher *s, const char *id, buf *out)
{
	document d;
	uint32_t row = rows_find(&demo->store->rows, span_of(id));

	assert_int_not_equal(row, ROW_NONE);
	arena_reset(&s->mem);
	assert_int_equal(stored_document(s, row, &d, NULL), TENSEN_OK);
	buf_reset(out);
	buf_span(out, d.title);
	buf_char(out, '\n');
	buf_span(out, d.abstract);
	buf_str(out, "【効果】");
	buf_span(out, d.effect);
	buf_str(out, "【請求項】");
	buf_span(out, d.claims.v[0]);
}

/* The place of the first unread document that is a document of the pair, from 1; 0: none. */
static size_t
candidate_place(const tensen_result *r, const char *documents)
{
	size_t n;
	const tensen_candidate *v = tensen_result_unread(r, &n);

	for (size_t i = 0; i < n; i++)
		if (strstr(documents, v[i].document.id))
			return i + 1;
	return 0;
}

static void
planted_documents_stand_in_the_unread_list(void **state)
{
	tensen_ideas_opts o = {.unread = 40};
	tensen_searcher *s;
	pair pairs[PLANTED];
	size_t n = read_pairs(pairs);
	unsigned early = 0, listed = 0;
	buf text = BUF_INIT;

	(void)state;
	assert_int_equal(n, PLANTED);
	assert_int_equal(tensen_searcher_new(&s, demo, NULL), TENSEN_OK);
	for (size_t i = 0; i < n; i++) {
		tensen_result *r;
		size_t place;
		text_of(s, pairs[i].source, &text);
		assert_int_equal(
		    tensen_ideas(
			s, &(tensen_query){.text = text.p, .text_len = text.n}, &o, &r, NULL),
		    TENSEN_OK);
		place = candidate_place(r, pairs[i].documents);
		listed += place != 0;
		early += place && place <= EARLY;
		print_message("%s: %zu\n", pairs[i].source, place);
		tensen_result_free(r);
	}
	print_message("planted: %u among %d unread documents, %u among 40\n", early, EARLY, listed);
	buf_clear(&text);
	tensen_searcher_free(s);
	assert_true(early >= WANTED_EARLY);
	assert_true(listed >= WANTED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(planted_documents_stand_in_the_unread_list),
	};
	return cmocka_run_group_tests_name("planted", tests, demo_make, demo_remove);
}
