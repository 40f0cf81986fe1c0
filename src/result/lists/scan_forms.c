/* result/lists/scan_forms.c - scans as Markdown and HTML. */
#include "result/lists/scan_result.h"
#include "result/write/html.h"
#include "result/write/markdown.h"

const column_word change_words[] = {
    {"", {"", ""}}, {"new", {"新", "new"}}, {"moved", {"変", "moved"}}, {.name = NULL}};

static const char *
scan_title(const scan_result *result, int ja)
{
	if (result->since)
		return ja ? "新しい用途仮説" : "What is new";
	return ja ? "評点の高い用途仮説" : "The best ideas";
}

const char *
scan_nothing_new(const scan_result *result, int ja)
{
	if (!result->since || result->fresh + result->moved)
		return "";
	return ja ? "前回のファイルのあと、新しい用途仮説も変わったものもありません。"
		  : "No idea is new or has moved since the earlier file.";
}

static void
scan_lead(const scan_result *result, int ja, buf *out)
{
	if (result->since && result->fresh + result->moved == 0)
		buf_str(out, scan_nothing_new(result, ja));
	else if (result->since)
		buf_printf(out,
		    ja ? "%s のあと、新しい用途仮説 %llu 件、変わったもの %llu 件、なくなったもの "
			 "%llu 件。"
		       : "Since %s: %llu ideas new, %llu moved, %llu gone.",
		    result->since, (unsigned long long)result->fresh,
		    (unsigned long long)result->moved, (unsigned long long)result->gone);
	else
		buf_printf(out,
		    ja ? "特許 %u 件の用途仮説 %llu 件のうち、評点の高いもの（特許ごとに一つ）。"
			 "仮説のない特許 %u 件。"
		       : "Of %u patents and %llu ideas, the best, one per patent; %u patents have "
			 "no idea.",
		    result->documents, (unsigned long long)result->ideas, result->silent);
}

static const char *const heads[][2] = {{"", ""}, {"特許", "patent"}, {"用途", "use"},
    {"転用の理由", "transfer"}, {"根拠文献", "document"}, {"評点", "grade"}};

static void
md_row(const scan_row *row, int ja, buf *out)
{
	buf b = BUF_INIT;

	buf_printf(out, "| %u ", row->rank);
	buf_printf(&b, "%s %s%s", row->id, row->title,
	    row->change == SCAN_NEW     ? ja ? "［新］" : " [new]"
	    : row->change == SCAN_MOVED ? ja ? "［変］" : " [moved]"
					: "");
	md_cell(out, buf_cstr(&b));
	buf_again(&b);
	buf_printf(&b, "%s%s%s %s", row->application, row->subclass[0] ? " / " : "", row->subclass,
	    row->subclass_name);
	md_cell(out, buf_cstr(&b));
	md_cell(out, row->transfer);
	buf_again(&b);
	buf_printf(&b, "%s %s", row->document, row->document_title);
	md_cell(out, buf_cstr(&b));
	buf_printf(out, "| %d ", row->grade);
	md_row_end(out);
	buf_end_part(out, &b);
}

void
scan_markdown(const tensen_result *res, const tensen_style *style, buf *out)
{
	const scan_result *r = RESULT_AS(scan_result, res);
	int ja = style->lang == TENSEN_JA;
	buf b = BUF_INIT;

	buf_printf(out, "# %s\n\n", scan_title(r, ja));
	scan_lead(r, ja, &b);
	md_text(out, (span){b.p, b.n});
	buf_str(out, "\n\n");
	md_table(out, heads, sizeof heads / sizeof *heads, "rllllr", !ja);
	for (uint32_t i = 0; i < r->n_rows; i++)
		md_row(&r->rows[i], ja, out);
	md_made_by(out, res, style);
	buf_end_part(out, &b);
}

static void
html_row(const scan_row *row, int ja, buf *out)
{
	buf_printf(out, "<tr><td class=num>%u</td><td>", row->rank);
	if (row->change != SCAN_SAME)
		html_element(out, "span class=tag", change_words[row->change].of[!ja]);
	html_str(out, row->id);
	buf_str(out, "<br>");
	html_str(out, row->title);
	buf_str(out, "</td><td>");
	html_str(out, row->application);
	if (row->subclass[0]) {
		buf_str(out, "<br><small>");
		html_str(out, row->subclass);
		buf_char(out, ' ');
		html_str(out, row->subclass_name);
		buf_str(out, "</small>");
	}
	buf_str(out, "</td>");
	html_element(out, "td", row->transfer);
	buf_str(out, "<td>");
	html_str(out, row->document);
	buf_str(out, "<br>");
	html_str(out, row->document_title);
	buf_printf(out, "</td><td class=num>%d</td></tr>\n", row->grade);
}

void
scan_html(const tensen_result *res, const tensen_style *style, buf *out)
{
	const scan_result *r = RESULT_AS(scan_result, res);
	int ja = style->lang == TENSEN_JA;
	buf b = BUF_INIT;

	html_list_begin(out, style->lang, scan_title(r, ja));
	scan_lead(r, ja, &b);
	html_element(out, "p class=lead", buf_cstr(&b));
	buf_str(out, "<div class=scroll><table>\n<tr>");
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		html_element(out, "th", heads[i][!ja]);
	buf_str(out, "</tr>\n");
	for (uint32_t i = 0; i < r->n_rows; i++)
		html_row(&r->rows[i], ja, out);
	buf_str(out, "</table></div>\n");
	html_list_end(out, res, style);
	buf_end_part(out, &b);
}
