/* The promises of util: memory, bytes, names, lines, numbers. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "util/arena.h"
#include "util/buf.h"
#include "util/bytes.h"
#include "util/files/models.h"
#include "util/rng.h"
#include "util/strtab.h"

static void
assert_span(span s, const char *expected)
{
	if (!span_eq(s, span_of(expected)))
		fail_msg("got \"%.*s\", expected \"%s\"", (int)s.n, s.p, expected);
}

/* --- arena --- */

static void
an_arena_hands_out_aligned_memory_that_does_not_overlap(void **state)
{
	enum { N = 300 };
	unsigned char *p[N];
	arena a;

	(void)state;
	arena_init(&a);
	for (int i = 0; i < N; i++) {
		size_t n = (size_t)i * 7 + 1;
		p[i] = arena_alloc(&a, n);
		assert_non_null(p[i]);
		assert_int_equal((uintptr_t)p[i] % 16, 0);
		memset(p[i], i & 255, n);
	}
	for (int i = 0; i < N; i++)
		for (size_t k = 0; k < (size_t)i * 7 + 1; k++)
			assert_int_equal(p[i][k], i & 255);
	arena_clear(&a);
}

static void
an_arena_serves_pieces_larger_than_a_block_and_refuses_absurd_ones(void **state)
{
	arena a;
	char *p;

	(void)state;
	arena_init(&a);
	p = arena_alloc(&a, (size_t)5 << 20);
	assert_non_null(p);
	memset(p, 1, (size_t)5 << 20);
	assert_null(arena_alloc(&a, SIZE_MAX));
	assert_null(arena_alloc(&a, SIZE_MAX - 8));
	assert_null(arena_copy(&a, "x", SIZE_MAX).p);
	assert_non_null(arena_alloc(&a, 16));
	arena_clear(&a);
}

static void
a_reset_arena_counts_from_zero_and_serves_again(void **state)
{
	arena a;

	(void)state;
	arena_init(&a);
	for (int round = 0; round < 3; round++) {
		assert_int_equal(a.used, 0);
		for (int i = 0; i < 5000; i++)
			assert_non_null(arena_calloc(&a, 100));
		assert_int_equal(a.used, 500000);
		arena_reset(&a);
	}
	arena_clear(&a);
	arena_clear(&a); /* twice is harmless */
}

static void
an_arena_copy_ends_with_a_nul_that_is_not_counted(void **state)
{
	arena a;
	span s, none;

	(void)state;
	arena_init(&a);
	s = arena_copy(&a, "振動abc", 6);
	assert_int_equal(s.n, 6);
	assert_string_equal(s.p, "振動");
	none = arena_copy(&a, NULL, 0);
	assert_string_equal(none.p, "");
	arena_clear(&a);
}

/* --- buf --- */

static void
a_buffer_keeps_everything_appended_in_order(void **state)
{
	buf b = BUF_INIT;

	(void)state;
	buf_str(&b, "ab");
	buf_char(&b, 'c');
	buf_span(&b, SPAN_LIT("de"));
	buf_printf(&b, "%d-%s", 12, "x");
	buf_add(&b, "zzz", 0);
	assert_string_equal(buf_cstr(&b), "abcde12-x");
	assert_int_equal(b.n, 9);
	for (int i = 0; i < 100000; i++)
		buf_char(&b, (char)('a' + i % 26));
	assert_int_equal(b.n, 100009);
	assert_int_equal(b.p[100008], 'a' + 99999 % 26);
	buf_clear(&b);
}

static void
numbers_are_written_with_the_low_byte_first(void **state)
{
	static const unsigned char expected[] = {0x02, 0x01, 0x06, 0x05, 0x04, 0x03, 0x0e, 0x0d,
	    0x0c, 0x0b, 0x0a, 0x09, 0x08, 0x07, 0, 0, 0x80, 0x3f};
	buf b = BUF_INIT;

	(void)state;
	buf_u16(&b, 0x0102);
	buf_u32(&b, 0x03040506);
	buf_u64(&b, 0x0708090a0b0c0d0eull);
	buf_f32(&b, 1.0f);
	assert_int_equal(b.n, sizeof expected);
	assert_memory_equal(b.p, expected, sizeof expected);
	buf_clear(&b);
}

static void
a_failed_buffer_stays_failed_until_it_is_reset(void **state)
{
	buf b = BUF_INIT;

	(void)state;
	buf_str(&b, "kept");
	assert_int_equal(buf_reserve(&b, SIZE_MAX / 2), -1);
	assert_true(b.failed);
	buf_str(&b, "dropped");
	buf_printf(&b, "%d", 1);
	assert_int_equal(b.n, 4);
	assert_string_equal(buf_cstr(&b), "");
	buf_reset(&b);
	buf_str(&b, "again");
	assert_string_equal(buf_cstr(&b), "again");
	buf_clear(&b);
}

/* --- cursor --- */

static void
what_a_buffer_writes_a_cursor_reads(void **state)
{
	static const uint64_t values[] = {
	    0, 1, 127, 128, 16383, 16384, UINT32_MAX, (uint64_t)1 << 62, UINT64_MAX};
	buf b = BUF_INIT;
	cursor c;

	(void)state;
	buf_char(&b, 7);
	buf_u16(&b, 65535);
	buf_u32(&b, 4000000000u);
	buf_u64(&b, UINT64_MAX - 1);
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		buf_varint(&b, values[i]);
	buf_varint(&b, 3);
	buf_str(&b, "xyz");
	c = cursor_of(b.p, b.n);
	assert_int_equal(cursor_u8(&c), 7);
	assert_int_equal(le16(cursor_take(&c, 2)), 65535);
	assert_int_equal(cursor_u32(&c), 4000000000u);
	assert_true(cursor_u64(&c) == UINT64_MAX - 1);
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		assert_true(cursor_varint(&c) == values[i]);
	assert_span(cursor_span(&c), "xyz");
	assert_int_equal(cursor_left(&c), 0);
	assert_false(c.failed);
	buf_clear(&b);
}

static void
a_cursor_that_runs_out_of_bytes_fails_and_answers_zeros(void **state)
{
	static const unsigned char bytes[] = {1, 2, 3};
	cursor c = cursor_of(bytes, sizeof bytes);

	(void)state;
	assert_int_equal(cursor_u32(&c), 0);
	assert_true(c.failed);
	assert_int_equal(cursor_u8(&c), 0); /* sticky, though a byte is left */
	assert_int_equal(cursor_span(&c).n, 0);
	c = cursor_of(NULL, 0);
	assert_int_equal(cursor_u8(&c), 0);
	assert_true(c.failed);
}

static void
a_varint_that_never_ends_or_does_not_fit_is_refused(void **state)
{
	unsigned char bytes[11];
	cursor c;

	(void)state;
	memset(bytes, 0x80, sizeof bytes);
	c = cursor_of(bytes, sizeof bytes); /* more than ten bytes */
	assert_true(cursor_varint(&c) == 0);
	assert_true(c.failed);
	c = cursor_of(bytes, 4); /* cut short */
	assert_true(cursor_varint(&c) == 0);
	assert_true(c.failed);
	memset(bytes, 0xff, sizeof bytes);
	bytes[9] = 2; /* bit 64 */
	c = cursor_of(bytes, 10);
	cursor_varint(&c);
	assert_true(c.failed);
}

static void
a_length_beyond_the_end_takes_nothing(void **state)
{
	buf b = BUF_INIT;
	cursor c;

	(void)state;
	buf_varint(&b, UINT64_MAX);
	buf_str(&b, "abc");
	c = cursor_of(b.p, b.n);
	assert_int_equal(cursor_span(&c).n, 0);
	assert_true(c.failed);
	buf_clear(&b);
}

/* --- span --- */

static void
spans_are_compared_by_bytes_and_may_be_empty(void **state)
{
	(void)state;
	assert_true(span_eq((span){NULL, 0}, SPAN_LIT("")));
	assert_false(span_eq(SPAN_LIT("ab"), SPAN_LIT("abc")));
	assert_true(span_starts(SPAN_LIT("abc"), SPAN_LIT("ab")));
	assert_true(span_starts(SPAN_LIT("abc"), SPAN_LIT("")));
	assert_true(span_starts(SPAN_LIT("abc"), (span){NULL, 0}));
	assert_true(span_starts((span){NULL, 0}, (span){NULL, 0}));
	assert_false(span_starts(SPAN_LIT("ab"), SPAN_LIT("abc")));
	assert_int_equal(span_of(NULL).n, 0);
}

static void
finding_starts_where_it_is_told_and_nothing_is_found_of_nothing(void **state)
{
	span s = SPAN_LIT("abcabc");

	(void)state;
	assert_int_equal(span_find(s, SPAN_LIT("bc"), 0), 1);
	assert_int_equal(span_find(s, SPAN_LIT("bc"), 2), 4);
	assert_true(span_find(s, SPAN_LIT("bc"), 5) == (size_t)-1);
	assert_true(span_find(s, SPAN_LIT("bc"), 99) == (size_t)-1);
	assert_true(span_find(s, SPAN_LIT(""), 0) == (size_t)-1);
}

static void
trimming_takes_ascii_and_ideographic_blanks_from_both_ends(void **state)
{
	(void)state;
	assert_span(span_trim(SPAN_LIT(" \t\r\n　 振動　の 　\n")), "振動　の");
	assert_span(span_trim(SPAN_LIT("　　")), "");
	assert_span(span_trim(SPAN_LIT("")), "");
	assert_span(span_sub(SPAN_LIT("abc"), 1, 99), "bc");
	assert_span(span_sub(SPAN_LIT("abc"), 5, 99), "");
}

/* --- strtab --- */

/* Only the address sanitizer sees an access outside the table. */
static void
expecting_strings_looks_at_no_place_outside_the_table(void **state)
{
	strtab t;
	char words[100][8];
	span s[100];

	(void)state;
	strtab_init(&t);
	for (uint32_t i = 0; i < 100; i++)
		s[i] = (span){words[i], (size_t)snprintf(words[i], sizeof words[i], "%u", i)};
	for (uint32_t i = 0; i <= 100; i++) {
		strtab_expect(&t, s, 100);
		if (i < 100)
			assert_int_equal(strtab_add(&t, s[i]), i);
	}
	assert_int_equal(t.n, 100);
	strtab_clear(&t);
}

static void
strings_are_numbered_in_order_of_arrival_and_found_again(void **state)
{
	enum { N = 20000 }; /* every table inside grows several times */
	strtab t;
	char s[32];

	(void)state;
	strtab_init(&t);
	assert_int_equal(strtab_find(&t, SPAN_LIT("x")), STRTAB_NONE);
	for (uint32_t i = 0; i < N; i++) {
		int n = snprintf(s, sizeof s, "term-%u", i * 7);
		assert_int_equal(strtab_add(&t, (span){s, (size_t)n}), i);
	}
	for (uint32_t i = 0; i < N; i++) {
		int n = snprintf(s, sizeof s, "term-%u", i * 7);
		assert_int_equal(strtab_add(&t, (span){s, (size_t)n}), i);
		assert_int_equal(strtab_find(&t, (span){s, (size_t)n}), i);
		assert_span(strtab_get(&t, i), s);
	}
	assert_int_equal(t.n, N);
	assert_int_equal(strtab_find(&t, SPAN_LIT("term-3")), STRTAB_NONE);
	strtab_clear(&t);
	assert_int_equal(strtab_find(&t, SPAN_LIT("term-7")), STRTAB_NONE);
}

static void
the_empty_string_and_strings_with_nuls_are_strings_too(void **state)
{
	strtab t;
	char big[10000];

	(void)state;
	strtab_init(&t);
	memset(big, 'b', sizeof big);
	assert_int_equal(strtab_add(&t, (span){NULL, 0}), 0);
	assert_int_equal(strtab_add(&t, (span){"a\0b", 3}), 1);
	assert_int_equal(strtab_add(&t, (span){"a\0c", 3}), 2);
	assert_int_equal(strtab_add(&t, (span){big, sizeof big}), 3);
	assert_int_equal(strtab_find(&t, SPAN_LIT("")), 0);
	assert_int_equal(strtab_find(&t, (span){"a\0b", 3}), 1);
	assert_int_equal(strtab_get(&t, 0).n, 0);
	assert_int_equal(strtab_get(&t, 3).n, sizeof big);
	strtab_clear(&t);
}

/* --- tsv --- */

static void
tsv_lines_are_cut_at_tabs_and_comments_are_skipped(void **state)
{
	tsv in = {.file = SPAN_LIT("# head\na\tb\tc\r\n\n#x\nd\n\te")};
	span c[3];

	(void)state;
	assert_int_equal(tsv_next(&in, c, 3), 3);
	assert_span(c[0], "a");
	assert_span(c[1], "b");
	assert_span(c[2], "c");
	assert_int_equal(in.line, 2);
	assert_int_equal(tsv_next(&in, c, 3), 1);
	assert_span(c[0], "d");
	assert_int_equal(in.line, 5);
	assert_int_equal(tsv_next(&in, c, 3), 2);
	assert_span(c[0], "");
	assert_span(c[1], "e");
	assert_int_equal(tsv_next(&in, c, 3), 0);
	assert_int_equal(tsv_next(&in, c, 3), 0);
}

static void
the_last_tsv_column_takes_the_rest_of_the_line(void **state)
{
	tsv in = {.file = SPAN_LIT("a\tb\tc\td\n")};
	span c[2];

	(void)state;
	assert_int_equal(tsv_next(&in, c, 2), 2);
	assert_span(c[1], "b\tc\td");
}

/* --- rng --- */

static void
the_generator_answers_what_its_authors_published(void **state)
{
	rng r = {1234567}; /* the reference sequence of splitmix64 */

	(void)state;
	assert_true(rng_next(&r) == 6457827717110365317ull);
	assert_true(rng_next(&r) == 3203168211198807973ull);
	assert_true(rng_next(&r) == 9817491932198370423ull);
	assert_true(rng_next(&r) == 4593380528125082431ull);
}

static void
uniform_numbers_stay_in_range_and_reach_all_of_it(void **state)
{
	rng r = {42};
	unsigned seen[7] = {0};
	double sum = 0;

	(void)state;
	for (int i = 0; i < 70000; i++) {
		double u = rng_unit(&r);
		uint32_t k = rng_below(&r, 7);
		assert_true(u >= 0 && u < 1);
		assert_true(k < 7);
		seen[k]++;
		sum += u;
	}
	for (int k = 0; k < 7; k++)
		assert_in_range(seen[k], 9500, 10500);
	assert_true(sum / 70000 > 0.495 && sum / 70000 < 0.505);
	assert_int_equal(rng_below(&r, 1), 0);
}

static void
normal_numbers_have_mean_zero_and_variance_one(void **state)
{
	double sum = 0, square = 0;

	(void)state;
	for (uint64_t i = 0; i < 100000; i++) {
		double x = (double)rng_gauss_at(9, i);
		assert_true(x > -10 && x < 10);
		sum += x;
		square += x * x;
	}
	assert_true(sum / 1e5 > -0.02 && sum / 1e5 < 0.02);
	assert_true(square / 1e5 > 0.97 && square / 1e5 < 1.03);
	assert_true(rng_gauss_at(9, 5) == rng_gauss_at(9, 5));
	assert_true(rng_gauss_at(9, 5) != rng_gauss_at(10, 5));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_arena_hands_out_aligned_memory_that_does_not_overlap),
	    cmocka_unit_test(an_arena_serves_pieces_larger_than_a_block_and_refuses_absurd_ones),
	    cmocka_unit_test(a_reset_arena_counts_from_zero_and_serves_again),
	    cmocka_unit_test(an_arena_copy_ends_with_a_nul_that_is_not_counted),
	    cmocka_unit_test(a_buffer_keeps_everything_appended_in_order),
	    cmocka_unit_test(numbers_are_written_with_the_low_byte_first),
	    cmocka_unit_test(a_failed_buffer_stays_failed_until_it_is_reset),
	    cmocka_unit_test(what_a_buffer_writes_a_cursor_reads),
	    cmocka_unit_test(a_cursor_that_runs_out_of_bytes_fails_and_answers_zeros),
	    cmocka_unit_test(a_varint_that_never_ends_or_does_not_fit_is_refused),
	    cmocka_unit_test(a_length_beyond_the_end_takes_nothing),
	    cmocka_unit_test(spans_are_compared_by_bytes_and_may_be_empty),
	    cmocka_unit_test(finding_starts_where_it_is_told_and_nothing_is_found_of_nothing),
	    cmocka_unit_test(trimming_takes_ascii_and_ideographic_blanks_from_both_ends),
	    cmocka_unit_test(strings_are_numbered_in_order_of_arrival_and_found_again),
	    cmocka_unit_test(expecting_strings_looks_at_no_place_outside_the_table),
	    cmocka_unit_test(the_empty_string_and_strings_with_nuls_are_strings_too),
	    cmocka_unit_test(tsv_lines_are_cut_at_tabs_and_comments_are_skipped),
	    cmocka_unit_test(the_last_tsv_column_takes_the_rest_of_the_line),
	    cmocka_unit_test(the_generator_answers_what_its_authors_published),
	    cmocka_unit_test(uniform_numbers_stay_in_range_and_reach_all_of_it),
	    cmocka_unit_test(normal_numbers_have_mean_zero_and_variance_one),
	};
	return cmocka_run_group_tests_name("util", tests, NULL, NULL);
}
