/* Text for a terminal: nothing wider than asked, no line begun with a closing mark. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "result/write/table.h"
#include "text/utf8.h"
#include "util/rng.h"

static const char *
cell(buf *b, const char *s, size_t columns, int pad)
{
	buf_reset(b);
	table_cell(b, span_of(s), columns, pad);
	return buf_cstr(b);
}

static const char *
wrapped(buf *b, const char *s, size_t columns, size_t indent)
{
	buf_reset(b);
	table_wrap(b, span_of(s), columns, indent);
	return buf_cstr(b);
}

static void
a_cell_is_cut_and_padded_by_display_width(void **state)
{
	buf b = BUF_INIT;

	(void)state;
	assert_string_equal(cell(&b, "abc", 5, 1), "abc  ");
	assert_string_equal(cell(&b, "abc", 5, 0), "abc");
	assert_string_equal(cell(&b, "振動", 4, 1), "振動");
	assert_string_equal(cell(&b, "振動", 5, 1), "振動 ");
	assert_string_equal(cell(&b, "振動抑制", 6, 1), "振動… ");
	assert_string_equal(cell(&b, "abcdef", 4, 1), "abc…");
	assert_string_equal(cell(&b, "", 3, 1), "   ");
	assert_string_equal(cell(&b, "abcdef", 1, 1), "…");
	assert_string_equal(cell(&b, "abcdef", 0, 1), "");
	buf_clear(&b);
}

static void
english_breaks_at_blanks_and_japanese_anywhere(void **state)
{
	buf b = BUF_INIT;

	(void)state;
	assert_string_equal(wrapped(&b, "one two three four", 9, 2), "one two\n  three\n  four\n");
	assert_string_equal(wrapped(&b, "振動を抑制する", 6, 1), "振動を\n 抑制す\n る\n");
	assert_string_equal(wrapped(&b, "  振動　", 6, 1), "振動\n");
	assert_string_equal(wrapped(&b, "", 6, 1), "\n");
	assert_string_equal(wrapped(&b, "装置abcdefghijkl", 8, 0), "装置\nabcdefgh\nijkl\n");
	buf_clear(&b);
}

static void
no_line_begins_with_a_closing_mark_or_a_small_kana(void **state)
{
	static const char *const marks[] = {
	    "、", "。", "」", "）", "・", "ー", "々", "ッ", "ゃ", "％", "…", "〜"};
	buf b = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		char text[64] = "一二三四五", want[64] = "一二三四\n五";
		strcat(text, marks[i]);
		strcat(text, "六");
		strcat(want, marks[i]);
		strcat(want, "六\n");
		assert_string_equal(wrapped(&b, text, 10, 0), want);
	}
	assert_string_equal(wrapped(&b, "一二三四五」）。六", 10, 0), "一二三四\n五」）。六\n");
	buf_clear(&b);
}

static void
no_line_ends_with_an_opening_mark(void **state)
{
	buf b = BUF_INIT;

	(void)state;
	assert_string_equal(wrapped(&b, "一二三四「五」", 10, 0), "一二三四\n「五」\n");
	assert_string_equal(wrapped(&b, "一二三（「五」", 10, 0), "一二三\n（「五」\n");
	buf_clear(&b);
}

static void
nothing_but_marks_still_ends(void **state)
{
	buf b = BUF_INIT;

	(void)state;
	wrapped(&b, "。。。。。。。。。。。。。。。。。。。。", 6, 2);
	wrapped(&b, "「「「「「「「「「「「「「「「「「「「「", 6, 2);
	assert_string_equal(wrapped(&b, "振", 1, 0), "振\n"); /* wider than the line */
	buf_clear(&b);
}

/* Any text at any width: no line too wide, nothing lost but blanks. */
static void
wrapping_keeps_the_width_and_every_character(void **state)
{
	static const char *const pieces[] = {"振動", "a", "word", " ", "、", "。", "「", "」", "（",
	    "）", "装置", "μm", "3.5", "ー", "LSI", "ッ", "・", "\n"};
	buf text = BUF_INIT, out = BUF_INIT;
	rng r = {77};

	(void)state;
	for (int round = 0; round < 3000; round++) {
		size_t columns = 4 + rng_below(&r, 60), indent = rng_below(&r, 6);
		size_t n = 1 + rng_below(&r, 60), i = 0, k = 0;
		buf_reset(&text);
		buf_reset(&out);
		while (n--)
			buf_str(&text, pieces[rng_below(&r, sizeof pieces / sizeof *pieces)]);
		table_wrap(&out, (span){text.p, text.n}, columns, indent);
		for (size_t from = 0; from < out.n;) {
			size_t end = span_find((span){out.p, out.n}, SPAN_LIT("\n"), from);
			span line = span_sub((span){out.p, out.n}, from, end);
			assert_true(end != (size_t)-1);
			if (utf8_columns(line) > columns + indent)
				fail_msg("round %d: %zu columns, at most %zu: %.*s", round,
				    utf8_columns(line), columns + indent, (int)line.n, line.p);
			from = end + 1;
		}
		for (; i < text.n; i++) {
			if (text.p[i] == ' ' || text.p[i] == '\n')
				continue;
			while (k < out.n && (out.p[k] == ' ' || out.p[k] == '\n'))
				k++;
			assert_true(k < out.n);
			assert_int_equal(text.p[i], out.p[k]);
			k++;
		}
	}
	buf_clear(&text);
	buf_clear(&out);
}

static void
numbers_have_commas_and_dates_have_dashes(void **state)
{
	buf b = BUF_INIT;

	(void)state;
	table_number(&b, 0, 3);
	table_number(&b, 999, 4);
	table_number(&b, 1234567, 0);
	table_number(&b, UINT64_MAX, 0);
	assert_string_equal(buf_cstr(&b), "  0 9991,234,56718,446,744,073,709,551,615");
	buf_reset(&b);
	table_date(&b, 20240131);
	table_date(&b, 0);
	assert_string_equal(buf_cstr(&b), "2024-01-31");
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_cell_is_cut_and_padded_by_display_width),
	    cmocka_unit_test(english_breaks_at_blanks_and_japanese_anywhere),
	    cmocka_unit_test(no_line_begins_with_a_closing_mark_or_a_small_kana),
	    cmocka_unit_test(no_line_ends_with_an_opening_mark),
	    cmocka_unit_test(nothing_but_marks_still_ends),
	    cmocka_unit_test(wrapping_keeps_the_width_and_every_character),
	    cmocka_unit_test(numbers_have_commas_and_dates_have_dashes),
	};
	return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
