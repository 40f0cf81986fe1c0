/* result/ideas/ideas_html.c - ideas as a page: a list for the screen, then a sheet of each. */
#include "result/ideas/idea_words.h"
#include "result/ideas/ideas_result.h"
#include "result/ideas/ideas_say.h"
#include "result/ideas/pair_columns.h"
#include "result/write/html.h"
#include "text/utf8.h"

static void
overview_row(const ideas_result *result, size_t i, tensen_lang lang, buf *out)
{
	const tensen_idea *x = &result->ideas[i];

	buf_printf(out, "<tr><td class=num><a href=\"#sheet-%zu\">%zu</a></td>", i + 1, i + 1);
	html_element(out, "td", x->application);
	html_element(out, "td", x->transfer);
	html_element(out, "td class=id", x->document.id);
	buf_printf(out, "<td class=num>%d</td>", x->grade);
	html_element(out, "td", shelf_words[x->shelf].of[lang]);
	buf_str(out, "</tr>\n");
}

static void
html_overview(const ideas_result *result, tensen_lang lang, buf *out)
{
	static const char *const heads[][2] = {{"用途", "use"}, {"転用の理由", "transfer"},
	    {"根拠文献", "document"}, {"評点", "grade"}, {"区分", "kind"}};

	html_element(out, "h2", lang == TENSEN_JA ? "用途仮説" : "Ideas");
	buf_str(out, "<div class=scroll><table>\n<tr><th class=num></th>");
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		html_element(out, "th", heads[i][lang]);
	buf_str(out, "</tr>\n");
	for (size_t i = 0; i < result->n_ideas; i++)
		overview_row(result, i, lang, out);
	buf_str(out, "</table></div>\n");
}

static void
html_nothing(const ideas_result *result, tensen_lang lang, buf *out)
{
	const char *lines[NOTHING_LINES];
	size_t n = nothing_say(lines, result, lang);

	html_element(out, "p", lines[0]);
	buf_str(out, "<ul>\n");
	for (size_t i = 1; i < n; i++) {
		html_element(out, "li", lines[i]);
		buf_char(out, '\n');
	}
	buf_str(out, "</ul>\n");
}

static void
html_asked(const ideas_result *result, tensen_lang lang, buf *out)
{
	buf b = BUF_INIT;

	if (!result->list.n_aspects)
		return;
	html_element(out, "h2", lang == TENSEN_JA ? "観点" : "Asked");
	buf_str(out, "<ol>\n");
	for (size_t i = 0; i < result->list.n_aspects; i++) {
		buf_again(&b);
		asked_say(&b, &result->list.aspects[i], lang);
		html_element(out, "li", buf_cstr(&b));
	}
	buf_str(out, "</ol>\n");
	buf_end_part(out, &b);
}

/* By which statement, if not the patent's own, a document was found. */
static void
html_statement(buf *out, const tensen_aspect *one_aspect, tensen_lang lang)
{
	if (!aspect_is_said(one_aspect))
		return;
	buf_printf(out, "<br><small>%s%s", aspect_words[one_aspect->kind].of[lang],
	    lang == TENSEN_JA ? "：" : ": ");
	html_str(out, one_aspect->text);
	buf_str(out, "</small>");
}

#define SENTENCE_COLUMNS 360 /* of a sentence in a table; a longer one is unfolded */

static void
html_sentence(buf *out, const char *text, highlights marks)
{
	const int is_long = utf8_columns(span_of(text)) > SENTENCE_COLUMNS;
	buf b = BUF_INIT;

	buf_str(out, "<td>");
	if (is_long) {
		quote_shorten(&b, span_of(text), SENTENCE_COLUMNS, marks);
		buf_str(out, "<details><summary>");
		html_highlighted(out, span_of(buf_cstr(&b)), marks);
		buf_str(out, "</summary>");
	}
	html_highlighted(out, span_of(text), marks);
	buf_str(out, is_long ? "</details></td>" : "</td>");
	buf_end_part(out, &b);
}

/* One document beside the patent's sentence. */
static void
unread_row(const ideas_result *result, size_t i, tensen_lang lang, buf *out)
{
	const tensen_candidate *x = &result->list.v[i];
	buf b = BUF_INIT;

	buf_printf(out, "<tr><td class=num>%zu</td><td>", i + 1);
	document_say(&b, &x->document, lang);
	html_str(out, buf_cstr(&b));
	buf_printf(out, "<br><small>%s ", x->document.subclass);
	html_str(out, x->document.subclass_name[lang]);
	buf_str(out, "</small>");
	html_statement(out, &result->list.aspects[x->aspect], lang);
	buf_str(out, "</td>");
	html_sentence(out, x->effect, (highlights){x->marks, x->n_marks});
	html_sentence(out, x->trouble[0] ? x->trouble : "－", (highlights){x->marks, x->n_marks});
	buf_again(&b);
	pair_shared_said(&b, x, lang);
	html_element(out, "td", buf_cstr(&b));
	buf_str(out, "</tr>\n");
	buf_end_part(out, &b);
}

static void
html_unread(const ideas_result *result, tensen_lang lang, buf *out)
{
	int ja = lang == TENSEN_JA;
	buf b = BUF_INIT;

	if (!result->list.n)
		return;
	html_element(out, "h2", ja ? "未読の候補" : "Unread");
	unread_say(&b, result, lang);
	html_element(out, "p class=note", buf_cstr(&b));
	buf_str(out, "<div class=scroll><table>\n<tr><th class=num></th>");
	buf_str(out, ja ? "<th>文献</th><th>元の特許の効果・課題</th><th>文献の課題</"
			  "th><th>共通の語</th></tr>\n"
			: "<th>document</th><th>effect or problem of the patent</th><th>trouble of "
			  "the document</th><th>shared</th></tr>\n");
	for (size_t i = 0; i < result->list.n; i++) {
		if (begins_titles(&result->list, i))
			buf_printf(out, "<tr><th colspan=5>%s</th></tr>\n", titles_say(lang));
		unread_row(result, i, lang, out);
	}
	buf_str(out, "</table></div>\n");
	buf_end_part(out, &b);
}

/* What stands above the sheets, for the screen: print begins with the first sheet. */
static void
ideas_overview(const ideas_result *result, tensen_lang lang, buf *out)
{
	if (result->title_only)
		html_element(out, "p class=note", title_only_say(lang));
	if (result->words.known == 0) {
		query_words_html(out, &result->words, lang);
		return;
	}
	if (result->n_ideas)
		html_overview(result, lang, out);
	else
		html_nothing(result, lang, out);
	html_asked(result, lang, out);
	html_unread(result, lang, out);
}

void
ideas_html(const tensen_result *res, const tensen_style *style, buf *out)
{
	const ideas_result *r = RESULT_AS(ideas_result, res);
	int ja = style->lang == TENSEN_JA;
	buf name = BUF_INIT, title = BUF_INIT;

	buf_printf(&name, "%s%s%s", r->id, r->id[0] ? " " : "", r->title);
	buf_printf(&title, ja ? "用途仮説: %s" : "Uses: %s", buf_cstr(&name));
	html_begin(out, style->lang, "sheets", buf_cstr(&title));
	buf_printf(out, "<main class=\"%s\">\n", r->n_ideas ? "screen" : "");
	html_element(out, "h1",
	    r->id[0] ? buf_cstr(&name)
	    : ja     ? "入力された文章"
		     : "The given text");
	if (r->own_fields[style->lang][0]) {
		buf_str(out, "<p class=lead>");
		html_str(out, ja ? "元の分野: " : "Own field: ");
		html_str(out, r->own_fields[style->lang]);
		buf_str(out, "</p>\n");
	}
	ideas_overview(r, style->lang, out);
	html_made_by(out, res, style);
	buf_str(out, "</main>\n");
	for (size_t i = 0; i < r->n_ideas; i++)
		sheet_write(out, r, i, i + 1, r->n_ideas, style);
	html_end(out);
	out->failed |= name.failed | title.failed;
	buf_clear(&name);
	buf_clear(&title);
}
