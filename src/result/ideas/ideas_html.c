/* result/ideas/ideas_html.c - ideas as a page: a list for the screen, then a sheet of each. */
#include "result/ideas/ideas_result.h"
#include "result/ideas/sheet.h"
#include "result/write/html.h"

/* The list above the sheets is for the screen; print begins with the first sheet. */
static void
overview(const ideas_result *r, const tensen_style *style, buf *out)
{
	int ja = style->lang == TENSEN_JA;

	buf_str(out, "<div class=scroll><table>\n<tr><th class=num></th>");
	buf_str(out, ja ? "<th>分野</th><th>用途仮説</th><th class=num>評点</th>"
			: "<th>field</th><th>use hypothesis</th><th class=num>score</th>");
	if (!ideas_is_combine(r))
		buf_str(out, ja ? "<th>適合</th><th>意外</th>" : "<th>fit</th><th>surprise</th>");
	buf_str(out, "</tr>\n");
	for (size_t i = 0; i < r->n_ideas; i++) {
		const tensen_idea *x = &r->ideas[i];
		buf_printf(
		    out, "<tr><td class=num><a href=\"#sheet-%zu\">%zu</a></td><td>", i + 1, i + 1);
		html_str(out, r->details[i].field_name[style->lang]);
		buf_str(out, "</td><td>");
		html_str(out, ja ? x->statement_ja : x->statement_en);
		buf_str(out, "</td>");
		html_cell_num(out, (double)x->score, 2);
		if (!ideas_is_combine(r)) {
			buf_str(out, "<td class=meter>");
			html_bar(out, (double)x->fit, "a");
			buf_str(out, "</td><td class=meter>");
			html_bar(out, (double)x->surprise, "b");
			buf_str(out, "</td>");
		}
		buf_str(out, "</tr>\n");
	}
	buf_str(out, "</table></div>\n");
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
	if (r->n_ideas)
		overview(r, style, out);
	else
		query_words_html(out, &r->words, style->lang);
	html_made_by(out, res, style);
	buf_str(out, "</main>\n");
	for (size_t i = 0; i < r->n_ideas; i++)
		sheet_write(out, r, i, i + 1, r->n_ideas, style);
	html_end(out);
	buf_end_part(out, &name);
	buf_end_part(out, &title);
}
