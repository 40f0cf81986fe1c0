/* result/write/table.c - see table.h. */
#include "result/write/table.h"
#include <stdio.h>
#include "text/utf8.h"

unsigned
table_columns(const tensen_style *style)
{
	if (style->columns == 0)
		return 80;
	return style->columns < 40 ? 40 : style->columns;
}

void
table_cell(buf *out, span text, size_t columns, int pad)
{
	size_t width = utf8_columns(text);

	if (width > columns && columns == 0)
		return;
	if (width > columns) {
		text = utf8_clip(text, columns - 1);
		buf_span(out, text);
		buf_str(out, "…");
		width = utf8_columns(text) + 1;
	} else {
		buf_span(out, text);
	}
	for (; pad && width < columns; width++)
		buf_char(out, ' ');
}

static size_t
char_bytes(span text)
{
	size_t n = 1;

	while (n < text.n && ((unsigned char)text.p[n] & 0xc0) == 0x80)
		n++;
	return n;
}

/* Marks that may not begin a line (行頭禁則). */
static const char closing[] = "、。，．・：；？！）」』】〕〉》”’ー％…‥〜～々ゝゞヽヾぁぃぅぇぉっゃ"
			      "ゅょゎァィゥェォッャュョヮヵヶ"
			      ")]},.;:?!%";
/* Marks that may not end a line (行末禁則). */
static const char opening[] = "（「『【〔〈《“‘([{";

static int
is_one_of(span text, const char *marks)
{
	return span_find(span_of(marks), span_sub(text, 0, char_bytes(text)), 0) != (size_t)-1;
}

static size_t
char_before(span text, size_t at)
{
	do
		at--;
	while (at > 0 && ((unsigned char)text.p[at] & 0xc0) == 0x80);
	return at;
}

/* Where the ASCII word that ends at `end` begins; `end` if moving the word to the next line
 * would leave this line half empty. */
static size_t
word_start(span text, size_t end)
{
	size_t at = end;

	if (text.p[end] == ' ' || (unsigned char)text.p[end] >= 0x80)
		return end;
	while (at > 0 && text.p[at - 1] != ' ' && (unsigned char)text.p[at - 1] < 0x80)
		at--;
	return at > end / 2 ? at : end;
}

/* Bytes of s that fit on one line, at least one character. */
static size_t
line_end(span text, size_t columns)
{
	span fit = utf8_clip(text, columns);
	size_t end = fit.n ? fit.n : char_bytes(text);

	if (end >= text.n)
		return text.n;
	end = word_start(text, end);
	for (size_t at = end, before; at > 0; at = before) {
		before = char_before(text, at);
		if (before > 0 && !is_one_of(span_sub(text, at, text.n), closing) &&
		    !is_one_of(span_sub(text, before, text.n), opening))
			return at;
	}
	return end; /* the line holds only marks */
}

void
table_wrap(buf *out, span text, size_t columns, size_t indent)
{
	int first = 1;

	text = span_trim(text);
	do {
		size_t n = line_end(text, columns);
		for (size_t i = 0; !first && i < indent; i++)
			buf_char(out, ' ');
		buf_span(out, span_trim((span){text.p, n}));
		buf_char(out, '\n');
		text = span_trim((span){text.p + n, text.n - n});
		first = 0;
	} while (text.n);
}

void
table_number(buf *out, unsigned long long v, size_t columns)
{
	char digits[32], text[48];
	int n = snprintf(digits, sizeof digits, "%llu", v), k = 0;

	for (int i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0)
			text[k++] = ',';
		text[k++] = digits[i];
	}
	for (size_t i = (size_t)k; i < columns; i++)
		buf_char(out, ' ');
	buf_add(out, text, (size_t)k);
}

void
table_date(buf *out, uint32_t date)
{
	if (date)
		buf_printf(out, "%04u-%02u-%02u", date / 10000, date / 100 % 100, date % 100);
}

void
words_joined(buf *out, const char *const *str, size_t n, tensen_lang lang)
{
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%s", i == 0 ? "" : lang == TENSEN_JA ? "、" : ", ", str[i]);
}

void
words_rejoined(buf *out, const char *joined, tensen_lang lang)
{
	static const char comma[] = "、";
	const char *at = joined, *end;

	while (lang != TENSEN_JA && (end = strstr(at, comma))) {
		buf_add(out, at, (size_t)(end - at));
		buf_str(out, ", ");
		at = end + strlen(comma);
	}
	buf_str(out, at);
}
