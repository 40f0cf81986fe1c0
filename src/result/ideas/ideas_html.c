/* result/ideas/ideas_html.c - ideas as a page: a list for the screen, then a sheet of each. */
#include "result/ideas/idea_words.h"
#include "result/ideas/ideas_result.h"
#include "result/ideas/ideas_say.h"
#include "result/ideas/sheet.h"
#include "result/write/html.h"

static void
overview_row(const ideas_result *r, size_t i, tensen_lang lang, buf *out)
{
	const tensen_idea *x = &r->ideas[i];
	buf b = BUF_INIT;

	buf_printf(out, "<tr><td class=num><a href=\"#sheet-%zu\">%zu</a></td><td>", i + 1, i + 1);
	html_str(out, x->application[lang]);
	buf_str(out, "</td><td>");
	html_str(out, lang == TENSEN_JA ? x->statement_ja : x->statement_en);
	buf_str(out, "</td>");
	html_element(out, "td class=id", x->lead->id);
	buf_str(out, "<td class=band>");
	buf_printf(&b, lang == TENSEN_JA ? "%s（%.0f%%）" : "%s (%.0f%%)",
	    band_words[x->band].of[lang], 100 * (double)x->share);
	html_str(out, buf_cstr(&b));
	html_bar(out, (double)x->share, "a");
	buf_str(out, "</td></tr>\n");
	out->failed |= b.failed;
	buf_clear(&b);
}

static void
shelf(const ideas_result *r, tensen_shelf s, tensen_lang lang, buf *out)
{
	int ja = lang == TENSEN_JA, n = 0;

	for (size_t i = 0; i < r->n_ideas; i++) {
		if (r->ideas[i].shelf != s)
			continue;
		if (!n++) {
			html_element(out, "h2", shelf_heading(s, lang));
			html_element(out, "p class=note", shelf_note(s, lang));
			buf_str(out, "<div class=scroll><table>\n<tr><th class=num></th>");
			buf_str(out, ja ? "<th>転用先</th><th>用途仮説</th><th>根拠文献</"
					  "th><th>確度</th>"
					: "<th>application</th><th>use hypothesis</th><th>lead "
					  "document</th><th>confidence</th>");
			buf_str(out, "</tr>\n");
		}
		overview_row(r, i, lang, out);
	}
	if (n)
		buf_str(out, "</table></div>\n");
}

static void
nothing(const ideas_result *r, tensen_lang lang, buf *out)
{
	const char *lines[NOTHING_LINES];
	buf keep = BUF_INIT;
	size_t n = nothing_say(lines, &keep, r, lang);

	html_element(out, "p", lines[0]);
	buf_str(out, "<ul>\n");
	for (size_t i = 1; i < n; i++) {
		html_element(out, "li", lines[i]);
		buf_char(out, '\n');
	}
	buf_str(out, "</ul>\n");
	out->failed |= keep.failed;
	buf_clear(&keep);
}

/* The list above the sheets, for the screen: print begins with the first sheet. */
static void
overview(const ideas_result *r, tensen_lang lang, buf *out)
{
	if (r->title_only)
		html_element(out, "p class=note", title_only_say(lang));
	if (r->n_ideas) {
		shelf(r, TENSEN_NEW_USE, lang, out);
		shelf(r, TENSEN_PRECEDENT, lang, out);
		html_element(out, "p class=note", confidence_note(lang));
	} else if (r->words.known == 0) {
		query_words_html(out, &r->words, lang);
	} else {
		nothing(r, lang, out);
	}
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
	overview(r, style->lang, out);
	html_made_by(out, res, style);
	buf_str(out, "</main>\n");
	for (size_t i = 0; i < r->n_ideas; i++)
		sheet_write(out, r, i, i + 1, r->n_ideas, style);
	html_end(out);
	out->failed |= name.failed | title.failed;
	buf_clear(&name);
	buf_clear(&title);
}
