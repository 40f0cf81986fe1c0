/* result/write/markdown.c - see markdown.h. */
#include "result/write/markdown.h"
#include <tensen/version.h>

void
md_text(buf *out, span text)
{
	text = span_trim(text);
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if (c < ' ' || c == 0x7f) {
			buf_char(out, ' ');
			continue;
		}
		if (strchr("\\`*_[]<>|~#&", c))
			buf_char(out, '\\');
		buf_char(out, (char)c);
	}
}

void
md_str(buf *out, const char *str)
{
	md_text(out, span_of(str));
}

/* md_text() without trimming: a piece between two marks keeps its blanks. */
static void
markdown_piece(buf *out, span text)
{
	size_t lead = 0, tail = text.n;

	while (lead < text.n && (unsigned char)text.p[lead] <= ' ')
		lead++;
	while (tail > lead && (unsigned char)text.p[tail - 1] <= ' ')
		tail--;
	if (lead)
		buf_char(out, ' ');
	md_text(out, span_sub(text, lead, tail));
	if (tail < text.n && tail > lead)
		buf_char(out, ' ');
}

void
md_highlighted(buf *out, span text, highlights marks)
{
	size_t from = 0, at, end;

	text = span_trim(text);
	while (quote_mark(text, from, marks, &at, &end)) {
		markdown_piece(out, span_sub(text, from, at));
		buf_str(out, "**");
		md_text(out, span_sub(text, at, end));
		buf_str(out, "**");
		from = end;
	}
	markdown_piece(out, span_sub(text, from, text.n));
}

void
md_cell(buf *out, const char *str)
{
	buf_str(out, "| ");
	md_str(out, str);
	buf_char(out, ' ');
}

void
md_row_end(buf *out)
{
	buf_str(out, "|\n");
}

void
md_table(buf *out, const char *const names[][2], size_t n, const char *align, int lang)
{
	for (size_t i = 0; i < n; i++)
		md_cell(out, names[i][lang]);
	md_row_end(out);
	for (size_t i = 0; i < n; i++)
		buf_str(out, align[i] == 'r' ? "|---:" : "|---");
	md_row_end(out);
}

/* A code span has no escapes; text with back quotes needs a longer run of them around it. */
static void
markdown_code(buf *out, const char *str)
{
	int most = 0, run = 0;

	for (const char *p = str; *p; p++) {
		run = *p == '`' ? run + 1 : 0;
		most = run > most ? run : most;
	}
	for (int i = 0; i <= most; i++)
		buf_char(out, '`');
	buf_printf(out, most ? " %s " : "%s", str);
	for (int i = 0; i <= most; i++)
		buf_char(out, '`');
}

void
md_made_by(buf *out, const tensen_result *result, const tensen_style *style)
{
	int ja = style->lang == TENSEN_JA;

	buf_str(out, "\n---\n\n");
	if (style->command) {
		buf_str(out, ja ? "再現：" : "To repeat: ");
		markdown_code(out, style->command);
		buf_str(out, ja ? "　" : " · ");
	}
	if (result->index[0])
		buf_printf(out, ja ? "索引 %s　" : "index %s · ", result->index);
	buf_str(out, "tensen " TENSEN_VERSION "\n");
}
