/* ideas/table.c - see table.h. */
#include "ideas/table.h"
#include <stdio.h>
#include "text/normalize.h"

void
table_cell(buf *out, span s, size_t columns, int pad)
{
	size_t width = utf8_columns(s);

	if (width > columns) {
		s = utf8_clip(s, columns > 1 ? columns - 1 : 0);
		buf_span(out, s);
		buf_str(out, "…");
		width = utf8_columns(s) + 1;
	} else {
		buf_span(out, s);
	}
	for (; pad && width < columns; width++)
		buf_char(out, ' ');
}

static size_t
char_bytes(span s)
{
	size_t n = 1;

	while (n < s.n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n++;
	return n;
}

/* Marks that may not begin a line (行頭禁則). */
static int
is_closing(span s)
{
	static const char *const marks[] = {"、", "。", "）", "」", "』", "】", "〕", "，", "．",
	    "・", "ー", "：", "；", "？", "！", ")", "]", ",", ".", ";", ":"};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (span_starts(s, span_of(marks[i])))
			return 1;
	return 0;
}

/* Where the line that begins s ends: a count of bytes, at least one character. */
static size_t
line_end(span s, size_t columns)
{
	span fit = utf8_clip(s, columns);
	size_t end = fit.n ? fit.n : char_bytes(s), blank = end;

	if (end >= s.n)
		return s.n;
	if (s.p[end] != ' ' && (unsigned char)s.p[end] < 0x80) {
		while (blank > 0 && s.p[blank - 1] != ' ' && (unsigned char)s.p[blank - 1] < 0x80)
			blank--;
		if (blank > end / 2)
			return blank;
	}
	while (end > 3 && is_closing((span){s.p + end, s.n - end})) {
		do
			end--;
		while (end > 0 && ((unsigned char)s.p[end] & 0xc0) == 0x80);
	}
	return end ? end : fit.n;
}

void
table_wrap(buf *out, span s, size_t columns, size_t indent)
{
	int first = 1;

	s = span_trim(s);
	do {
		size_t n = line_end(s, columns);
		for (size_t i = 0; !first && i < indent; i++)
			buf_char(out, ' ');
		buf_span(out, span_trim((span){s.p, n}));
		buf_char(out, '\n');
		s = span_trim((span){s.p + n, s.n - n});
		first = 0;
	} while (s.n);
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
