/* result/write/markdown.c - see markdown.h. */
#include "result/write/markdown.h"
#include <tensen/version.h>

void
md_text(buf *out, span s)
{
	s = span_trim(s);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
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
md_str(buf *out, const char *s)
{
	md_text(out, span_of(s));
}

/* md_text() without trimming: a piece between two marks keeps its blanks. */
static void
piece(buf *out, span s)
{
	size_t lead = 0, tail = s.n;

	while (lead < s.n && (unsigned char)s.p[lead] <= ' ')
		lead++;
	while (tail > lead && (unsigned char)s.p[tail - 1] <= ' ')
		tail--;
	if (lead)
		buf_char(out, ' ');
	md_text(out, span_sub(s, lead, tail));
	if (tail < s.n && tail > lead)
		buf_char(out, ' ');
}

void
md_highlighted(buf *out, span s, highlights m)
{
	size_t from = 0, at, end;

	s = span_trim(s);
	while (quote_mark(s, from, m, &at, &end)) {
		piece(out, span_sub(s, from, at));
		buf_str(out, "**");
		md_text(out, span_sub(s, at, end));
		buf_str(out, "**");
		from = end;
	}
	piece(out, span_sub(s, from, s.n));
}

void
md_cell(buf *out, const char *s)
{
	buf_str(out, "| ");
	md_str(out, s);
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
code(buf *out, const char *s)
{
	int most = 0, run = 0;

	for (const char *p = s; *p; p++) {
		run = *p == '`' ? run + 1 : 0;
		most = run > most ? run : most;
	}
	for (int i = 0; i <= most; i++)
		buf_char(out, '`');
	buf_printf(out, most ? " %s " : "%s", s);
	for (int i = 0; i <= most; i++)
		buf_char(out, '`');
}

void
md_made_by(buf *out, const tensen_result *r, const tensen_style *style)
{
	int ja = style->lang == TENSEN_JA;

	buf_str(out, "\n---\n\n");
	if (style->command) {
		buf_str(out, ja ? "再現：" : "To repeat: ");
		code(out, style->command);
		buf_str(out, ja ? "　" : " · ");
	}
	if (r->index[0])
		buf_printf(out, ja ? "索引 %s　" : "index %s · ", r->index);
	buf_str(out, "tensen " TENSEN_VERSION "\n");
}
