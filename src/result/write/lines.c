/* result/write/lines.c - see columns.h. */
#include "result/write/columns.h"
#include "result/write/html.h"
#include "result/write/markdown.h"
#include "result/write/table.h"

#define QUOTE_LINES 3 /* of a quotation in a terminal */

typedef struct line_place {
	tensen_lang lang;
	line_columns of;
} line_place;

static const char *
quote_mark_of(tensen_lang lang, int end)
{
	static const char *const marks[2][2] = {{"「", "」"}, {"“", "”"}};

	return marks[lang][end];
}

/* Bytes of the "ID: " that a line of several begins with. */
static size_t
owner_of(span line)
{
	const size_t at = span_find(line, SPAN_LIT(": "), 0);

	return at == (size_t)-1 ? 0 : at + 2;
}

/* Each line of a quotation is cut by itself: the sentence of a second patent is not lost behind the first. */
static void
quote_lines(buf *out, const column_line *line, size_t columns)
{
	span left = span_of(line->text);
	const int of_several = span_find(left, SPAN_LIT("\n"), 0) != (size_t)-1;

	while (left.n) {
		const size_t end = span_find(left, SPAN_LIT("\n"), 0);
		const size_t n = end == (size_t)-1 ? left.n : end;
		const size_t owner = of_several ? owner_of(span_sub(left, 0, n)) : 0;
		buf_span(out, span_sub(left, 0, owner));
		quote_shorten(out, span_sub(left, owner, n), columns, line->marks);
		left = span_sub(left, n + (n < left.n), left.n);
		buf_str(out, left.n ? "\n" : "");
	}
}

/* Text of several lines, each behind the same indent. */
static void
wrap_lines(buf *out, const char *text, size_t room, size_t indent)
{
	for (const char *end; (end = strchr(text, '\n')); text = end + 1) {
		table_wrap(out, (span){text, (size_t)(end - text)}, room, indent);
		for (size_t i = 0; i < indent; i++)
			buf_char(out, ' ');
	}
	table_wrap(out, span_of(text), room, indent);
}

static void
line_table(buf *out, const column_line *line, const void *how)
{
	const line_place *place = how;
	const unsigned room = place->of.all - place->of.indent - place->of.label;
	const char *text = line->text;
	buf b = BUF_INIT;

	if (line->of->label.marks.size) {
		const int quoted = line->of->label.quoted;
		buf_str(&b, quoted ? quote_mark_of(place->lang, 0) : "");
		quote_lines(&b, line, QUOTE_LINES * (room - 4));
		buf_str(&b, quoted ? quote_mark_of(place->lang, 1) : "");
		text = buf_cstr(&b);
	}
	for (unsigned i = 0; i < place->of.indent; i++)
		buf_char(out, ' ');
	table_cell(out, span_of(line->of->label.of[place->lang]), place->of.label, 1);
	wrap_lines(out, text, room, place->of.indent + place->of.label);
	buf_end_part(out, &b);
}

static void
line_markdown(buf *out, const column_line *line, const void *how)
{
	const tensen_lang lang = *(const tensen_lang *)how;
	const int quoted = line->of->label.quoted;

	buf_printf(out, lang == TENSEN_JA ? "- %s：" : "- %s: ", line->of->label.of[lang]);
	buf_str(out, quoted ? quote_mark_of(lang, 0) : "");
	md_str(out, line->text);
	buf_str(out, quoted ? quote_mark_of(lang, 1) : "");
	buf_char(out, '\n');
}

static void
line_html(buf *out, const column_line *line, const void *how)
{
	html_element(out, "dt", line->of->label.of[*(const tensen_lang *)how]);
	html_element(out, "dd", line->text);
	buf_char(out, '\n');
}

void
lines_table(buf *out, const column *table, const void *at, tensen_lang lang, line_columns of)
{
	const line_place place = {lang, of};

	columns_lines(out, table, at, lang, line_table, &place);
}

void
lines_markdown(buf *out, const column *table, const void *at, tensen_lang lang)
{
	columns_lines(out, table, at, lang, line_markdown, &lang);
}

void
lines_html(buf *out, const column *table, const void *at, tensen_lang lang)
{
	columns_lines(out, table, at, lang, line_html, &lang);
}
