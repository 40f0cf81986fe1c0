/* result/ideas/sheet_text.c - text written onto a sheet, with its lines counted. */
#include "result/ideas/sheet_impl.h"
#include "result/write/html.h"
#include "result/write/table.h"
#include "text/utf8.h"

const char *
sheet_say(const sheet *s, const char *ja, const char *en)
{
	return s->lang == TENSEN_JA ? ja : en;
}

/* Columns of a text with a reserve for line ends: English words are not broken and Japanese
 * closing marks do not begin a line, so part of each line stays empty.  A Japanese letter has
 * three bytes and two columns. */
static size_t
usable(span text, size_t columns)
{
	return text.n * 5 > utf8_columns(text) * 6 ? columns - 2 : columns - columns / 12 - 4;
}

unsigned
sheet_lines(sheet *s, span text, size_t columns, unsigned most, highlights m)
{
	size_t fits = usable(text, columns), width;
	buf b = BUF_INIT;

	quote_shorten(&b, text, fits * most, m);
	width = utf8_columns((span){b.p, b.n});
	html_highlighted(s->out, (span){b.p ? b.p : "", b.n}, m);
	buf_end_part(s->out, &b);
	return width ? (unsigned)((width + fits - 1) / fits) : 0;
}

unsigned
sheet_quote(sheet *s, const char *text, size_t columns, unsigned most, highlights m)
{
	unsigned n;

	if (!text[0])
		return 0;
	buf_str(s->out, s->lang == TENSEN_JA ? "「" : "“");
	n = sheet_lines(s, span_of(text), columns - 4, most, m);
	buf_str(s->out, s->lang == TENSEN_JA ? "」" : "”");
	return n;
}

void
sheet_heading(sheet *s, const char *text, const char *small)
{
	buf_str(s->out, "<h3>");
	html_str(s->out, text);
	if (small[0])
		html_element(s->out, "small", small);
	buf_str(s->out, "</h3>\n");
	s->mm += 8;
}

unsigned
sheet_row(sheet *s, const char *label, const char *text, unsigned most)
{
	unsigned n;

	if (!text[0])
		return 0;
	html_element(s->out, "dt", label);
	buf_str(s->out, "<dd>");
	n = sheet_lines(s, span_of(text), VALUE, most, NO_HIGHLIGHTS);
	buf_str(s->out, "</dd>\n");
	return n;
}

void
sheet_document(sheet *s, const char *id, const char *title, size_t columns)
{
	size_t number = utf8_columns(span_of(id)) + 2;

	buf_str(s->out, "<span class=number>");
	html_str(s->out, id);
	buf_str(s->out, "</span>");
	sheet_lines(
	    s, span_of(title), columns > number + 20 ? columns - number : 20, 1, NO_HIGHLIGHTS);
}
