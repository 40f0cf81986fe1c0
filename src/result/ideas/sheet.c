/* result/ideas/sheet.c - see sheet.h.
 *
 * Quotations and sections are cut to a number of columns, so that all of it stays on the page. */
#include "result/ideas/sheet.h"
#include "result/ideas/idea_words.h"
#include "result/ideas/ideas_say.h"
#include "result/write/html.h"
#include "result/write/quote.h"
#include "result/write/table.h"

#define SOURCES 4 /* shown: as many as are combined */
/* Columns (half a letter wide) of the longest texts. */
#define QUOTE_COLUMNS 480
#define TEXT_COLUMNS 360
#define VALUE_COLUMNS 120
#define LINE_COLUMNS 34 /* of three or four patents: a line of each value */

typedef struct sheet {
	buf *out;
	const ideas_result *r;
	const tensen_idea *x;
	const tensen_style *style;
	tensen_lang lang;
	size_t columns; /* of a value */
} sheet;

static const char *
sheet_say(const sheet *s, const char *ja, const char *en)
{
	return s->lang == TENSEN_JA ? ja : en;
}

static void
shortened(sheet *s, const char *text, size_t columns)
{
	buf b = BUF_INIT;

	quote_shorten(&b, span_of(text), columns, NO_HIGHLIGHTS);
	html_str(s->out, buf_cstr(&b));
	buf_end_part(s->out, &b);
}

/* What a patent or a use is called. */
static void
named(sheet *s, const char *name)
{
	buf_str(s->out, "<div class=name>");
	shortened(s, name, s->columns == LINE_COLUMNS ? 2 * LINE_COLUMNS : VALUE_COLUMNS);
	buf_str(s->out, "</div>\n");
}

static void
quotation(sheet *s, const char *text)
{
	buf_str(s->out, sheet_say(s, "「", "“"));
	shortened(s, text, QUOTE_COLUMNS);
	buf_str(s->out, sheet_say(s, "」", "”"));
}

/* <dt>label<dd>text; nothing for an empty text. */
static void
pair(sheet *s, const char *label, const char *text)
{
	if (!text[0])
		return;
	html_element(s->out, "dt", label);
	buf_str(s->out, "<dd>");
	shortened(s, text, s->columns);
	buf_str(s->out, "</dd>\n");
}

static void
pair_of(sheet *s, const char *label, buf *b)
{
	pair(s, label, buf_cstr(b));
	s->out->failed |= b->failed;
	buf_again(b);
}

static void
head(sheet *s, size_t number, size_t of)
{
	int is_precedent = s->x->shelf == TENSEN_PRECEDENT;

	buf_printf(s->out, "<section class=sheet id=\"sheet-%zu\">\n<header>", number);
	html_element(s->out, "span class=kind",
	    s->r->combined
		? sheet_say(s, "用途仮説シート（組合せ）", "Use hypothesis: patents together")
		: sheet_say(s, "用途仮説シート", "Use hypothesis"));
	buf_printf(s->out, "<span class=of>%zu / %zu</span>", number, of);
	html_element(s->out, is_precedent ? "span class=\"shelf precedent\"" : "span class=shelf",
	    shelf_words[s->x->shelf].of[s->lang]);
	buf_printf(s->out,
	    sheet_say(s, "<span class=score>評点 %d</span>", "<span class=score>grade %d</span>"),
	    s->x->grade);
	buf_str(s->out, "</header>\n<p class=statement>");
	shortened(s, s->x->transfer[0] ? s->x->transfer : s->x->application, TEXT_COLUMNS);
	buf_str(s->out, "</p>\n");
	if (s->r->title_only)
		html_element(s->out, "p class=note", title_only_say(s->lang));
}

static void
source(sheet *s, const idea_source *x)
{
	buf b = BUF_INIT;

	named(s, x->title[0] ? x->title
		 : x->id[0]  ? x->id
			     : sheet_say(s, "入力された文章", "the given text"));
	buf_str(s->out, "<dl>\n");
	pair(s, sheet_say(s, "番号", "Number"), x->id);
	if (x->id[0])
		state_say(&b, x, s->lang);
	pair_of(s, sheet_say(s, "状態", "State"), &b);
	licence_say(&b, x->license_id, x->license_terms);
	pair_of(s, sheet_say(s, "許諾", "Licence"), &b);
	pair(s, owner_word(x->status, s->lang), x->applicants);
	pair(s, sheet_say(s, "分類", "Classes"), x->classes);
	buf_str(s->out, "</dl>\n");
	buf_clear(&b);
}

static void
target(sheet *s)
{
	const tensen_document_ref *d = &s->x->document;
	buf b = BUF_INIT;

	named(s, s->x->application);
	buf_str(s->out, "<dl>\n");
	document_say(&b, d, s->lang);
	pair_of(s, sheet_say(s, "根拠文献", "Document"), &b);
	buf_printf(&b, "%s %s", d->subclass, d->subclass_name[s->lang]);
	pair_of(s, sheet_say(s, "サブクラス", "Subclass"), &b);
	pair(s, sheet_say(s, "分野", "Field"), d->field_name[s->lang]);
	words_joined(&b, s->x->applicants, s->x->n_applicants, s->lang);
	pair_of(s, sheet_say(s, "相談先", "Whom to ask"), &b);
	pair(s, sheet_say(s, "原文", "Original"), d->url);
	buf_str(s->out, "</dl>\n");
	buf_clear(&b);
}

static void
ends(sheet *s)
{
	buf_printf(s->out, "<div class=ends>\n<div class=end><div class=what>%s</div>\n",
	    sheet_say(s, "元の特許", "The patent"));
	for (size_t i = 0; i < s->r->n_sources && i < SOURCES; i++)
		source(s, &s->r->sources[i]);
	buf_printf(s->out,
	    "</div>\n<div class=arrow aria-hidden=true>▶</div>\n<div class=\"end to\"><div "
	    "class=what>%s</div>\n",
	    sheet_say(s, "用途", "The use"));
	target(s);
	buf_str(s->out, "</div></div>\n");
}

static void
side(sheet *s, const char *who, const char *text, const char *otherwise)
{
	buf_str(s->out, "<div class=side>");
	html_element(s->out, "div class=who", who);
	buf_str(s->out, "<p>");
	if (text[0])
		quotation(s, text);
	else
		html_str(s->out, otherwise);
	buf_str(s->out, "</p></div>\n");
}

/* Both quotations side by side, and what speaks against it. */
static void
grounds(sheet *s)
{
	html_element(s->out, "h3", sheet_say(s, "根拠となる文", "The words that carry it"));
	buf_str(s->out, "<div class=two>\n");
	side(s, sheet_say(s, "元の特許から", "Of the patent"), s->x->quote_query, "－");
	side(s, sheet_say(s, "根拠文献から", "Of the document"), s->x->quote_document,
	    s->x->document.title_only ? document_title_only_say(s->lang) : "－");
	buf_str(s->out, "</div>\n");
	if (!s->x->objection[0])
		return;
	html_element(s->out, "h3", sheet_say(s, "反論", "Objection"));
	buf_str(s->out, "<p>");
	shortened(s, s->x->objection, TEXT_COLUMNS);
	buf_str(s->out, "</p>\n");
}

static void
technique(sheet *s)
{
	for (size_t i = 0; i < s->r->n_sources && i < SOURCES; i++) {
		const idea_source *x = &s->r->sources[i];
		const char *text = x->means[0] ? x->means : x->problem;
		if (!text[0])
			continue;
		if (i == 0)
			html_element(
			    s->out, "h3", sheet_say(s, "技術の核心", "Core of the technique"));
		buf_str(s->out, "<p>");
		shortened(s, text, TEXT_COLUMNS / s->r->n_sources);
		buf_str(s->out, "</p>\n");
	}
}

static void
reading(sheet *s)
{
	const tensen_judgement j = {.grade = s->x->grade,
	    .shelf = (int)s->x->shelf,
	    .by = s->x->by,
	    .date = s->x->date,
	    .doubt = s->x->doubted};
	buf b = BUF_INIT;

	judged_say(&b, &j, s->lang);
	html_element(s->out, "p class=note", buf_cstr(&b));
	buf_end_part(s->out, &b);
}

void
sheet_write(
    buf *out, const ideas_result *r, size_t i, size_t number, size_t of, const tensen_style *style)
{
	sheet s = {out, r, &r->ideas[i], style, style->lang,
	    r->n_sources > 2 ? LINE_COLUMNS : VALUE_COLUMNS};

	head(&s, number, of);
	ends(&s);
	technique(&s);
	grounds(&s);
	reading(&s);
	buf_printf(out, "<div class=memo>%s</div>\n", sheet_say(&s, "検討メモ", "Notes"));
	html_made_by(out, &r->base, style);
	buf_str(out, "</section>\n");
}
