/* result/ideas/sheet.c - a use hypothesis on one page of A4: 用途仮説シート.
 *
 * Quotations and sections are cut to a number of columns, so that all of it stays on the page. */
#include <string.h>
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
sheet_say(const sheet *page, const char *ja, const char *en)
{
	return page->lang == TENSEN_JA ? ja : en;
}

static void
sheet_shortened(sheet *page, const char *text, size_t columns)
{
	buf b = BUF_INIT;

	quote_shorten(&b, span_of(text), columns, NO_HIGHLIGHTS);
	html_str(page->out, buf_cstr(&b));
	buf_end_part(page->out, &b);
}

/* Cut around the words that carry it, which are marked. */
static void
sheet_marked(sheet *page, const char *text, size_t columns)
{
	const highlights marks = {page->x->marks, page->x->n_marks};
	buf b = BUF_INIT;

	quote_shorten(&b, span_of(text), columns, marks);
	html_highlighted(page->out, span_of(buf_cstr(&b)), marks);
	buf_end_part(page->out, &b);
}

/* What a patent or a use is called. */
static void
sheet_named(sheet *page, const char *name)
{
	buf_str(page->out, "<div class=name>");
	sheet_shortened(
	    page, name, page->columns == LINE_COLUMNS ? 2 * LINE_COLUMNS : VALUE_COLUMNS);
	buf_str(page->out, "</div>\n");
}

/* <dt>label<dd>text; nothing for an empty text. */
static void
sheet_pair(sheet *page, const char *label, const char *text)
{
	if (!text[0])
		return;
	html_element(page->out, "dt", label);
	buf_str(page->out, "<dd>");
	sheet_shortened(page, text, page->columns);
	buf_str(page->out, "</dd>\n");
}

static void
pair_of(sheet *page, const char *label, buf *to)
{
	sheet_pair(page, label, buf_cstr(to));
	page->out->failed |= to->failed;
	buf_again(to);
}

static void
sheet_head(sheet *page, size_t number, size_t of)
{
	int is_precedent = page->x->shelf == TENSEN_PRECEDENT;

	buf_printf(page->out, "<section class=sheet id=\"sheet-%zu\" data-document=\"", number);
	html_str(page->out, page->x->document.id);
	buf_str(page->out, "\">\n<header>");
	html_element(page->out, "span class=kind",
	    page->r->combined
		? sheet_say(page, "用途仮説シート（組合せ）", "Use hypothesis: patents together")
		: sheet_say(page, "用途仮説シート", "Use hypothesis"));
	buf_printf(page->out, "<span class=of>%zu / %zu</span>", number, of);
	if (page->x->shelf != TENSEN_SHELF_NOT_SAID)
		html_element(page->out,
		    is_precedent ? "span class=\"shelf precedent\"" : "span class=shelf",
		    shelf_words[page->x->shelf].of[page->lang]);
	if (page->x->document.title_only)
		html_element(
		    page->out, "span class=shelf", sheet_say(page, "名称のみ", "title only"));
	buf_printf(page->out,
	    sheet_say(
		page, "<span class=score>評点 %d</span>", "<span class=score>grade %d</span>"),
	    page->x->grade);
	buf_str(page->out, "</header>\n<p class=statement>");
	sheet_marked(
	    page, page->x->transfer[0] ? page->x->transfer : page->x->application, TEXT_COLUMNS);
	buf_str(page->out, "</p>\n");
	if (page->r->title_only)
		html_element(page->out, "p class=note", title_only_say(page->lang));
}

static void
sheet_source(sheet *page, const idea_source *idea)
{
	buf b = BUF_INIT;

	sheet_named(page, idea->document.title[0] ? idea->document.title
			  : idea->document.id[0]
			      ? idea->document.id
			      : sheet_say(page, "入力された文章", "the given text"));
	buf_str(page->out, "<dl>\n");
	sheet_pair(page, sheet_say(page, "番号", "Number"), idea->document.id);
	if (idea->document.id[0])
		state_say(&b, idea, page->lang);
	pair_of(page, sheet_say(page, "状態", "State"), &b);
	licence_say(&b, idea->document.license_id, idea->document.license_terms);
	pair_of(page, sheet_say(page, "許諾", "Licence"), &b);
	sheet_pair(page, owner_word(idea->document.status, page->lang), idea->document.applicants);
	sheet_pair(page, sheet_say(page, "分類", "Classes"), idea->classes);
	buf_str(page->out, "</dl>\n");
	buf_clear(&b);
}

/* The original as a link under the name of its site: an address of J-PlatPat has 130 characters. */
static void
sheet_original(sheet *page, span url)
{
	span host = url;

	if (span_starts(url, SPAN_LIT("https://")))
		host = span_sub(url, 8, url.n);
	else if (span_starts(url, SPAN_LIT("http://")))
		host = span_sub(url, 7, url.n);
	else
		return;
	for (size_t i = 0; i < host.n; i++)
		if (host.p[i] == '/')
			host.n = i;
	html_element(page->out, "dt", sheet_say(page, "原文", "Original"));
	buf_str(page->out, "<dd><a href=\"");
	html_text(page->out, url);
	buf_str(page->out, "\" rel=noreferrer>");
	html_text(page->out,
	    span_find(host, SPAN_LIT("j-platpat"), 0) == (size_t)-1 ? host : SPAN_LIT("J-PlatPat"));
	buf_str(page->out, "</a></dd>\n");
}

static void
sheet_target(sheet *page)
{
	const tensen_document_ref *d = &page->x->document;
	buf b = BUF_INIT;

	sheet_named(page, page->x->application);
	buf_str(page->out, "<dl>\n");
	document_say(&b, d, page->lang);
	pair_of(page, sheet_say(page, "根拠文献", "Document"), &b);
	buf_printf(&b, "%s %s", d->subclass, d->subclass_name[page->lang]);
	pair_of(page, sheet_say(page, "サブクラス", "Subclass"), &b);
	sheet_pair(page, sheet_say(page, "分野", "Field"), d->field_name[page->lang]);
	words_joined(&b, page->x->applicants, page->x->n_applicants, page->lang);
	pair_of(page, sheet_say(page, "相談先", "Whom to ask"), &b);
	sheet_original(page, span_of(d->url));
	buf_str(page->out, "</dl>\n");
	buf_clear(&b);
}

static void
sheet_ends(sheet *page)
{
	buf_printf(page->out, "<div class=ends>\n<div class=end><div class=what>%s</div>\n",
	    sheet_say(page, "元の特許", "The patent"));
	for (size_t i = 0; i < page->r->n_sources && i < SOURCES; i++)
		sheet_source(page, &page->r->sources[i]);
	buf_printf(page->out,
	    "</div>\n<div class=arrow aria-hidden=true>▶</div>\n<div class=\"end to\"><div "
	    "class=what>%s</div>\n",
	    sheet_say(page, "用途", "The use"));
	sheet_target(page);
	buf_str(page->out, "</div></div>\n");
}

static void
sheet_side(sheet *page, const char *who, const char *text, const char *otherwise)
{
	buf_str(page->out, "<div class=side>");
	html_element(page->out, "div class=who", who);
	buf_str(page->out, "<p>");
	if (text[0]) {
		buf_str(page->out, sheet_say(page, "「", "“"));
		sheet_marked(page, text, QUOTE_COLUMNS);
		buf_str(page->out, sheet_say(page, "」", "”"));
	} else {
		html_str(page->out, otherwise);
	}
	buf_str(page->out, "</p></div>\n");
}

/* Both quotations side by side, and what speaks against it. */
static void
sheet_grounds(sheet *page)
{
	html_element(page->out, "h3", sheet_say(page, "根拠となる文", "The words that carry it"));
	buf_str(page->out, "<div class=two>\n");
	sheet_side(
	    page, sheet_say(page, "元の特許から", "Of the patent"), idea_query_side(page->x), "－");
	sheet_side(page, sheet_say(page, "根拠文献から", "Of the document"),
	    idea_document_side(page->x),
	    page->x->document.title_only ? document_title_only_say(page->lang) : "－");
	buf_str(page->out, "</div>\n");
	if (!page->x->objection[0])
		return;
	html_element(page->out, "h3", sheet_say(page, "反論", "Objection"));
	buf_str(page->out, "<p>");
	sheet_shortened(page, page->x->objection, TEXT_COLUMNS);
	buf_str(page->out, "</p>\n");
}

static void
sheet_technique(sheet *page)
{
	for (size_t i = 0; i < page->r->n_sources && i < SOURCES; i++) {
		const idea_source *x = &page->r->sources[i];
		const char *text = x->means[0] ? x->means : x->problem;
		if (!text[0])
			continue;
		if (i == 0)
			html_element(page->out, "h3",
			    sheet_say(page, "技術の核心", "Core of the technique"));
		buf_str(page->out, "<p>");
		sheet_shortened(page, text, TEXT_COLUMNS / page->r->n_sources);
		buf_str(page->out, "</p>\n");
	}
}

static void
sheet_reading(sheet *page)
{
	buf said = BUF_INIT, b = BUF_INIT;
	const char *prompt, *end;

	idea_judged_say(&said, page->x, page->lang);
	/* the version of a prompt is for who keeps readings, not for who reads paper */
	prompt = strstr(buf_cstr(&said), " (prompt ");
	end = prompt ? strchr(prompt, ')') : NULL;
	buf_span(&b, (span){buf_cstr(&said), end ? (size_t)(prompt - said.p) : said.n});
	if (end)
		buf_str(&b, end + 1);
	html_element(page->out, "p class=note", buf_cstr(&b));
	page->out->failed |= said.failed;
	buf_clear(&said);
	buf_end_part(page->out, &b);
}

/* What a person wrote, above room to write more. */
static void
sheet_memo(sheet *page)
{
	buf_printf(page->out, "<div class=memo>%s", sheet_say(page, "メモ", "Notes"));
	if (page->x->note[0]) {
		buf_str(page->out, "<p>");
		sheet_shortened(page, page->x->note, TEXT_COLUMNS);
		buf_str(page->out, "</p>");
	}
	buf_str(page->out, "</div>\n");
}

void
sheet_write(buf *out, const ideas_result *result, size_t i, size_t number, size_t of,
    const tensen_style *style)
{
	sheet s = {out, result, &result->ideas[i], style, style->lang,
	    result->n_sources > 2 ? LINE_COLUMNS : VALUE_COLUMNS};

	sheet_head(&s, number, of);
	sheet_ends(&s);
	sheet_technique(&s);
	sheet_grounds(&s);
	sheet_reading(&s);
	sheet_memo(&s);
	html_made_by(out, &result->base, style);
	buf_str(out, "</section>\n");
}
