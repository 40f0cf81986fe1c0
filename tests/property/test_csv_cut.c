/* Rows cut the quick way equal libcsv's rows.  Random texts of few different characters have every
 * oddity that a table can have. */
#include <csv.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "corpus/formats/csv_cut.h"
#include "util/rng.h"

#define FIELDS 3
#define LONGEST 14
#define TEXTS 300000

typedef struct parsed {
	buf bytes, ends;
	int ended;
} parsed;

static void
on_field(void *p, size_t n, void *payload)
{
	parsed *r = payload;

	if (r->ended)
		return;
	buf_add(&r->bytes, p, n);
	buf_add(&r->ends, &r->bytes.n, sizeof r->bytes.n);
}

static void
on_row(int ch, void *payload)
{
	(void)ch;
	((parsed *)payload)->ended = 1;
}

/* The first row as corpus/formats/csv.c has libcsv read it. */
static void
parse(parsed *r, span s)
{
	struct csv_parser p;

	assert_int_equal(csv_init(&p, 0), 0);
	csv_set_space_func(&p, csv_is_blank);
	csv_set_term_func(&p, csv_is_line_end);
	csv_parse(&p, s.p, s.n, on_field, on_row, r);
	csv_free(&p);
}

static size_t
random_text(char *out, rng *r)
{
	static const char *const pieces[] = {
	    "\"", "\"", "\"", ",", ",", "a", " ", "\n", "\r\n", "\r", "\"\"", "あ", "\",\"", "b,"};
	size_t n = 0;

	for (uint32_t i = rng_below(r, LONGEST) + 1; i; i--) {
		const char *piece = pieces[rng_below(r, sizeof pieces / sizeof *pieces)];
		memcpy(out + n, piece, strlen(piece));
		n += strlen(piece);
	}
	return n;
}

static void
a_row_cut_quickly_is_the_row_of_libcsv(void **state)
{
	rng r = {20240607};
	uint32_t n_cut = 0;

	(void)state;
	for (int i = 0; i < TEXTS; i++) {
		char text[LONGEST * 4];
		span s = {text, random_text(text, &r)};
		parsed want = {BUF_INIT, BUF_INIT, 0};
		buf bytes = BUF_INIT, ends = BUF_INIT;
		uint64_t lines, seen = 0;
		size_t n = csv_cut(s, ',', FIELDS, &bytes, &ends, &lines);
		if (n) {
			parse(&want, (span){s.p, n});
			assert_true(want.ended);
			assert_int_equal(want.ends.n, FIELDS * sizeof(size_t));
			assert_int_equal(want.ends.n, ends.n);
			assert_memory_equal(want.ends.p, ends.p, ends.n);
			assert_int_equal(want.bytes.n, bytes.n);
			if (bytes.n)
				assert_memory_equal(want.bytes.p, bytes.p, bytes.n);
			for (size_t k = 0; k < n; k++)
				seen += text[k] == '\n';
			assert_int_equal(seen, lines);
			n_cut++;
		}
		bufs_clear(&want.bytes, &want.ends, &bytes, &ends);
	}
	assert_true(n_cut > TEXTS / 200);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_row_cut_quickly_is_the_row_of_libcsv)};
	return cmocka_run_group_tests_name("csv_cut", tests, NULL, NULL);
}
