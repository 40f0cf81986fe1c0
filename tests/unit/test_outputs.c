/* Cells, quotes, HTML and Markdown keep the text of a document. */
#include <string.h>
#include "../support.h"
#include "result/write/cells.h"
#include "result/write/html.h"
#include "result/write/markdown.h"
#include "text/utf8.h"
#include "util/plain.h"

static const char *
cell_of(buf *b, const char *s)
{
	cells c;

	buf_reset(b);
	c = cells_to(b);
	cells_str(&c, s);
	return buf_cstr(b);
}

static void
a_text_is_never_a_formula(void **state)
{
	static const char *const formulas[] = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1",
	    " =1", "\n=1", "　=1", "＝1+1", "＋1", "－1", "−1", "＠SUM(A1)", "\xc2\xa0=1"};
	static const char *const texts[] = {"1+1", "a=b", "", " ", "振動＝揺れ", "'=1", "0.5-1"};
	buf b = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++)
		if (strncmp(cell_of(&b, formulas[i]), "\"'", 2) != 0)
			fail_msg("%zu: %s", i, buf_cstr(&b));
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (strncmp(cell_of(&b, texts[i]), "\"'", 2) == 0 && texts[i][0] != '\'')
			fail_msg("%zu: %s", i, buf_cstr(&b));
	buf_clear(&b);
}

static void
a_row_is_quoted_and_ends_in_cr_lf(void **state)
{
	buf b = BUF_INIT;
	cells c = cells_to(&b);

	(void)state;
	cells_str(&c, "say \"yes\", or\r\nno\rat all");
	cells_int(&c, -5);
	cells_num(&c, -0.125, 3);
	cells_date(&c, 20240131);
	cells_date(&c, 0);
	cells_end(&c);
	cells_int(&c, 1);
	cells_end(&c);
	assert_string_equal(
	    buf_cstr(&b), "\"say \"\"yes\"\", or\nno\nat all\",-5,-0.125,2024-01-31,\r\n1\r\n");
	buf_clear(&b);
}

static const char *
encoded(buf *b, const char *s, const tensen_style *style, size_t *replaced)
{
	buf_reset(b);
	assert_int_equal(cells_encode(b, span_of(s), style, replaced, NULL), TENSEN_OK);
	return buf_cstr(b);
}

static void
what_cp932_lacks_is_counted(void **state)
{
	tensen_style geta = {.encoding = TENSEN_CP932}, bom = {.encoding = TENSEN_UTF8_BOM},
		     plain = {.encoding = TENSEN_UTF8};
	buf b = BUF_INIT;
	size_t n = 9;

	(void)state;
	assert_string_equal(encoded(&b, "亜1\\~", &geta, &n), "\x88\x9f"
							      "1\\~");
	assert_int_equal(n, 0);
	assert_string_equal(encoded(&b, "①㈱髙", &geta, &n), "\x87\x40\x87\x8a\xfb\xfc");
	assert_int_equal(n, 0);
	/* one character in Unicode's two spellings; a mark composed with its letter */
	assert_string_equal(encoded(&b, "〜～−－か\xe3\x82\x99", &geta, &n),
	    "\x81\x60\x81\x60\x81\x7c\x81\x7c\x82\xaa");
	assert_int_equal(n, 0);
	assert_string_equal(encoded(&b, "a😀𠮟é", &geta, &n), "a\x81\xac\x81\xac\x81\xac");
	assert_int_equal(n, 3);
	assert_string_equal(encoded(&b, "亜😀", &bom, &n), "\xef\xbb\xbf亜😀");
	assert_int_equal(n, 0);
	assert_string_equal(encoded(&b, "亜😀", &plain, &n), "亜😀");
	buf_clear(&b);
}

static void
html_shows_markup_as_text(void **state)
{
	static const char *const v[] = {"b", "<b", "&"};
	buf b = BUF_INIT;

	(void)state;
	html_str(&b, "<script>alert(\"1\" & '2')</script>\x01");
	assert_string_equal(
	    buf_cstr(&b), "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt; ");
	buf_reset(&b);
	html_highlighted(&b, SPAN_LIT("a <b> & b"), (highlights){v, 3});
	assert_string_equal(
	    buf_cstr(&b), "a <mark>&lt;b</mark>&gt; <mark>&amp;</mark> <mark>b</mark>");
	buf_clear(&b);
}

static void
markdown_shows_markup_as_text(void **state)
{
	static const char *const v[] = {"振動"};
	buf b = BUF_INIT;

	(void)state;
	md_str(&b, " *a* [b](c) | <i>\n# &amp; `x` ");
	assert_string_equal(buf_cstr(&b), "\\*a\\* \\[b\\](c) \\| \\<i\\> \\# \\&amp; \\`x\\`");
	buf_reset(&b);
	md_highlighted(&b, SPAN_LIT("胴が曲げ振動を起こす"), (highlights){v, 1});
	assert_string_equal(buf_cstr(&b), "胴が曲げ**振動**を起こす");
	buf_clear(&b);
}

static void
a_mark_of_letters_is_a_whole_word(void **state)
{
	static const char *const v[] = {"gas", "樹脂", "熱硬化性樹脂"};
	const highlights m = {v, 3};
	span s = SPAN_LIT("A gasket for gas: 熱硬化性樹脂。");
	size_t at, end;

	(void)state;
	assert_true(quote_mark(s, 0, m, &at, &end));
	assert_int_equal(at, strlen("A gasket for "));
	assert_int_equal(end, at + 3);
	assert_true(quote_mark(s, end, m, &at, &end));
	assert_int_equal(end - at, strlen("熱硬化性樹脂")); /* the longest */
	assert_false(quote_mark(s, end, m, &at, &end));
}

static const char *
shortened(buf *b, const char *s, size_t columns, highlights m)
{
	buf_reset(b);
	quote_shorten(b, span_of(s), columns, m);
	return buf_cstr(b);
}

static void
a_quote_is_shortened_at_a_pause_and_keeps_its_mark(void **state)
{
	static const char *const v[] = {"振動"};
	const highlights m = {v, 1};
	static const char text[] = "極細の繊維を紡糸する際、冷却風が乱れて糸条が揺れ、単糸間の融着"
				   "が起き、装置の振動が増す。";
	buf b = BUF_INIT;

	(void)state;
	assert_string_equal(shortened(&b, "短い\n文", 10, NO_HIGHLIGHTS), "短い 文");
	assert_string_equal(shortened(&b, text, 54, NO_HIGHLIGHTS),
	    "極細の繊維を紡糸する際、冷却風が乱れて糸条が揺れ、…");
	assert_string_equal(shortened(&b, text, 30, m), "…装置の振動が増す。");
	for (size_t columns = 4; columns < 120; columns++) {
		shortened(&b, text, columns, m);
		if (utf8_columns((span){b.p, b.n}) > columns)
			fail_msg("%zu: %s", columns, buf_cstr(&b));
	}
	assert_string_equal(
	    shortened(&b, "A pump that never leaks water", 16, NO_HIGHLIGHTS), "A pump that…");
	buf_clear(&b);
}

static void
numbers_have_a_point_in_every_locale(void **state)
{
	buf b = BUF_INIT;
	cells c = cells_to(&b);

	(void)state;
	comma_begin();
	cells_num(&c, 0.25, 3);
	cells_num(&c, -1.5, 1);
	cells_end(&c);
	buf_printf(&b, "<td>%.2f</td>", 0.5);
	html_bar(&b, 0.125, "a");
	buf_printf(&b, "%.1f", 2.5);
	comma_end();
	assert_null(strstr(buf_cstr(&b), "0,2"));
	assert_non_null(strstr(buf_cstr(&b), "0.250,-1.5\r\n"));
	assert_non_null(strstr(buf_cstr(&b), ">0.50<"));
	assert_non_null(strstr(buf_cstr(&b), "width=\"12.5\""));
	assert_non_null(strstr(buf_cstr(&b), "2.5"));
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_text_is_never_a_formula),
	    cmocka_unit_test_setup_teardown(
		numbers_have_a_point_in_every_locale, place_make, place_remove),
	    cmocka_unit_test(a_row_is_quoted_and_ends_in_cr_lf),
	    cmocka_unit_test(what_cp932_lacks_is_counted),
	    cmocka_unit_test(html_shows_markup_as_text),
	    cmocka_unit_test(markdown_shows_markup_as_text),
	    cmocka_unit_test(a_mark_of_letters_is_a_whole_word),
	    cmocka_unit_test(a_quote_is_shortened_at_a_pause_and_keeps_its_mark),
	};
	return cmocka_run_group_tests_name("outputs", tests, NULL, NULL);
}
