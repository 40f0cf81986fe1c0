/* result/write/lines.c - see lines.h. */
#include "result/write/lines.h"
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

static void
line_table(buf *out, const column *c, const char *text, const void *how)
{
	const line_place *place = how;
	const unsigned room = place->of.all - place->of.indent - place->of.label;
	buf b = BUF_INIT;

	if (c->label.quoted) {
		buf_str(&b, quote_mark_of(place->lang, 0));
		quote_shorten(&b, span_of(text), QUOTE_LINES * (room - 4), NO_HIGHLIGHTS);
		buf_str(&b, quote_mark_of(place->lang, 1));
		text = buf_cstr(&b);
	}
	for (unsigned i = 0; i < place->of.indent; i++)
		buf_char(out, ' ');
	table_cell(out, span_of(c->label.of[place->lang]), place->of.label, 1);
	table_wrap(out, span_of(text), room, place->of.indent + place->of.label);
	buf_end_part(out, &b);
}

static void
line_markdown(buf *out, const column *c, const char *text, const void *how)
{
	const tensen_lang lang = *(const tensen_lang *)how;

	buf_printf(out, lang == TENSEN_JA ? "- %s：" : "- %s: ", c->label.of[lang]);
	if (c->label.quoted)
		buf_str(out, quote_mark_of(lang, 0));
	md_str(out, text);
	if (c->label.quoted)
		buf_str(out, quote_mark_of(lang, 1));
	buf_char(out, '\n');
}

static void
line_html(buf *out, const column *c, const char *text, const void *how)
{
	html_element(out, "dt", c->label.of[*(const tensen_lang *)how]);
	html_element(out, "dd", text);
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
