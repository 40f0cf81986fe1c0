/* result/corpus/report_forms.c - a report as Markdown and HTML. */
#include "result/corpus/report_result.h"
#include <stdio.h>
#include "result/write/html.h"
#include "result/write/markdown.h"
#include "result/ideas/ideas_say.h"

static void
report_tile(buf *out, unsigned long long n, const char *what, const char *small)
{
	buf_printf(out, "<div class=tile><b>%llu</b><span>", n);
	html_str(out, what);
	buf_str(out, "</span>");
	if (small[0])
		html_element(out, "small", small);
	buf_str(out, "</div>\n");
}

/* Documents not in force: "係属中 2、消滅 5、状態不明 20"; states without documents are left
 * out. */
static void
states_say(buf *out, const report_result *result, tensen_lang lang)
{
	const struct {
		uint32_t n;
		const char *of[2];
	} states[] = {{result->pending, {"係属中", "pending"}}, {result->dead, {"消滅", "lapsed"}},
	    {result->state_unknown, {"状態不明", "of unknown state"}}};

	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (states[i].n && lang == TENSEN_JA)
			buf_printf(
			    out, "%s%s %u", out->n ? "、" : "", states[i].of[0], states[i].n);
		else if (states[i].n)
			buf_printf(
			    out, "%s%u %s", out->n ? ", " : "", states[i].n, states[i].of[1]);
}

static void
report_tiles(const report_result *result, int ja, buf *out)
{
	char span_of_years[48] = "";
	uint32_t used = 0;
	buf rest = BUF_INIT;

	for (uint32_t i = 0; i < result->n_fields; i++)
		used += result->fields[i].documents > 0;
	if (result->n_years)
		snprintf(span_of_years, sizeof span_of_years, ja ? "%u～%u 年" : "%u to %u",
		    result->years[0].year, result->years[result->n_years - 1].year);
	buf_str(out, "<div class=tiles>\n");
	report_tile(out, result->documents, ja ? "文献" : "documents", span_of_years);
	report_tile(out, result->open, ja ? "開放特許" : "open to licence", "");
	states_say(&rest, result, ja ? TENSEN_JA : TENSEN_EN);
	report_tile(out, result->alive, ja ? "権利存続" : "in force", buf_cstr(&rest));
	buf_end_part(out, &rest);
	report_tile(out, used, ja ? "分野" : "fields", ja ? "35 のうち" : "of 35");
	report_tile(out, result->n_applicants, ja ? "出願人" : "applicants", "");
	buf_str(out, "</div>\n");
}

static void
best_ideas(const report_result *result, tensen_lang lang, buf *out)
{
	int ja = lang == TENSEN_JA;
	buf b = BUF_INIT;

	html_element(out, "h2", ja ? "評点の高い用途仮説" : "The best ideas");
	buf_printf(out,
	    ja ? "<p class=note>開放特許 %u 件の読まれた組から、評点の高い順に、用途のサブクラスが"
		 "重ならないように選んだ。各仮説のシートは末尾にある。</p>\n"
	       : "<p class=note>Of what was read for %u open patents the best, no subclass twice. "
		 "Their sheets are at the end.</p>\n",
	    result->patents);
	for (uint32_t i = 0; i < result->n_ideas; i++) {
		const tensen_idea *x = result->ideas[i]->ideas;
		buf_printf(out, "<section class=card><h3><span class=rank>%u</span>", i + 1);
		html_str(out, x->transfer[0] ? x->transfer : x->application);
		buf_str(out, "</h3>\n<p class=lead>");
		buf_again(&b);
		buf_printf(&b, "%s → ", result->ideas[i]->id);
		idea_heading_say(&b, x, lang);
		html_str(out, buf_cstr(&b));
		buf_printf(out, "　<a href=\"#sheet-%u\">%s</a></p></section>\n", i + 1,
		    ja ? "シート" : "sheet");
	}
	buf_end_part(out, &b);
}

/* A bar for the documents of a field or an applicant; those open to licence are a part of it. */
static void
stacked_bar(buf *out, uint32_t all, uint32_t open, uint32_t most)
{
	double scale = most ? 100.0 / most : 0;

	buf_printf(out,
	    "<svg class=bar viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" "
	    "aria-hidden=\"true\">"
	    "<rect class=c width=\"%.1f\" height=\"8\"/><rect class=a width=\"%.1f\" height=\"8\"/>"
	    "</svg>",
	    all * scale, open * scale);
}

static void
report_counts(buf *out, uint32_t all, uint32_t open, uint32_t most)
{
	buf_str(out, "<td class=wide>");
	stacked_bar(out, all, open, most);
	buf_str(out, "</td>");
	html_cell_int(out, all);
	html_cell_int(out, open);
	buf_str(out, "</tr>\n");
}

static void
field_bars(const report_result *result, int ja, buf *out)
{
	uint32_t most = 0;

	for (uint32_t i = 0; i < result->n_fields; i++)
		most = result->fields[i].documents > most ? result->fields[i].documents : most;
	html_element(out, "h2", ja ? "分野" : "Fields");
	buf_printf(out,
	    "<table class=tight>\n<tr><th colspan=2>%s</th><th></th><th class=num>%s</th>"
	    "<th class=num>%s</th></tr>\n",
	    ja ? "分野" : "field", ja ? "文献" : "all", ja ? "開放" : "open");
	for (uint32_t i = 0; i < result->n_fields; i++) {
		const report_field *x = &result->fields[i];
		if (i == 0 || x->sector != x[-1].sector) {
			buf_str(out, "<tr class=sector>");
			html_element(out, "th colspan=5", x->sector_name[!ja]);
			buf_str(out, "</tr>\n");
		}
		buf_printf(out, "<tr><td class=num>%u</td>", x->field);
		html_element(out, "td", x->name[!ja]);
		report_counts(out, x->documents, x->open, most);
	}
	buf_str(out, "</table>\n");
}

const char *
report_unmapped_say(tensen_lang lang)
{
	return lang == TENSEN_JA
		   ? "この索引は古いプログラムが作ったもので、分野の近さの表がない。作り直すか更新"
		     "すると、"
		     "足りない結びつきが分かる。"
		   : "This index was made by an older program and does not say how near the fields "
		     "are. Build or update it again to see which links are missing.";
}

static void
report_forms_links(const report_result *result, tensen_lang lang, buf *out)
{
	int ja = lang == TENSEN_JA;

	html_element(out, "h2", ja ? "分野の結びつき" : "Links between fields");
	buf_printf(out, "<p class=note>%s</p>\n",
	    ja ? "左下は、両方の分野に属する文献の数（青が濃いほど多い）。右上は、使われる言葉が近"
		 "い"
		 "わりに両方に属する文献が少ない組（橙が濃いほど足りない）。用途を探す余地がある。"
	       : "Lower left: documents in both fields (the darker the blue, the more). Upper "
		 "right: "
		 "fields that speak alike while few documents are in both (the darker the orange, "
		 "the more is missing): room for new uses.");
	report_map(out, result, lang);
	if (result->unmapped)
		buf_printf(out, "<p class=note>%s</p>\n", report_unmapped_say(lang));
	if (!result->n_links)
		return;
	html_element(out, "h3", ja ? "足りない結びつき" : "Missing links");
	buf_printf(out,
	    "<div class=scroll><table>\n<tr><th>%s</th><th>%s</th><th class=num>%s</th></tr>\n",
	    ja ? "分野の組" : "fields", ja ? "足りなさ" : "missing",
	    ja ? "両方に属する文献" : "in both");
	for (uint32_t i = 0; i < result->n_links; i++) {
		const report_link *x = &result->links[i];
		buf_str(out, "<tr><td>");
		html_str(out, result->fields[x->a - 1].name[lang]);
		buf_str(out, " × ");
		html_str(out, result->fields[x->b - 1].name[lang]);
		buf_str(out, "</td><td class=meter>");
		html_bar(out, x->missing, "b");
		buf_str(out, "</td>");
		html_cell_int(out, x->both);
		buf_str(out, "</tr>\n");
	}
	buf_str(out, "</table></div>\n");
}

static void
report_forms_years(const report_result *result, tensen_lang lang, buf *out)
{
	int ja = lang == TENSEN_JA;

	if (!result->n_years)
		return;
	html_element(out, "h2", ja ? "年ごとの文献" : "Documents by year");
	report_years(out, result, lang);
	buf_printf(out,
	    ja ? "<p class=note>濃い部分が開放特許。日付のない文献 %u 件は除く。</p>\n"
	       : "<p class=note>The dark part is open to licence. %u documents without a "
		 "date are left out.</p>\n",
	    result->undated);
}

static void
report_applicants(const report_result *result, int ja, buf *out)
{
	if (!result->n_shown)
		return;
	html_element(out, "h2", ja ? "出願人" : "Applicants");
	buf_printf(out,
	    "<table class=tight>\n<tr><th>%s</th><th></th><th class=num>%s</th>"
	    "<th class=num>%s</th></tr>\n",
	    ja ? "文献の多い順" : "most documents first", ja ? "文献" : "all",
	    ja ? "開放" : "open");
	for (uint32_t i = 0; i < result->n_shown; i++) {
		buf_str(out, "<tr>");
		html_element(out, "td", result->applicants[i].name);
		report_counts(out, result->applicants[i].documents, result->applicants[i].open,
		    result->applicants[0].documents);
	}
	buf_str(out, "</table>\n");
}

/* What limits every answer of this index, whatever is asked. */
static void
report_forms_quality(const report_result *result, int ja, buf *out)
{
	if (!result->looked_at)
		return;
	html_element(out, "h2", ja ? "この索引について" : "What to know of this index");
	buf_printf(out,
	    ja ? "<p>題名のほかに文章のない文献は %.0f %%（標本 %u 件中 %u 件）。何を困り、"
		 "何をするものかは、題名からしか分からない。</p>\n"
	       : "<p>%.0f %% of the documents have no text but their title (of a sample of %u: "
		 "%u). What they need or do is known from the title alone.</p>\n",
	    100.0 * result->title_only / result->looked_at, result->looked_at, result->title_only);
}

void
report_html(const tensen_result *res, const tensen_style *style, buf *out)
{
	const report_result *r = RESULT_AS(report_result, res);
	int ja = style->lang == TENSEN_JA;
	const char *title = ja ? "特許コーパスの報告" : "Report of a patent corpus";

	html_begin(out, style->lang, "report", title);
	buf_str(out, "<main>\n");
	html_element(out, "h1", title);
	report_tiles(r, ja, out);
	if (r->n_ideas)
		best_ideas(r, style->lang, out);
	report_forms_links(r, style->lang, out);
	field_bars(r, ja, out);
	report_forms_years(r, style->lang, out);
	report_applicants(r, ja, out);
	report_forms_quality(r, ja, out);
	html_made_by(out, res, style);
	buf_str(out, "</main>\n");
	for (uint32_t i = 0; i < r->n_ideas; i++)
		sheet_write(out, r->ideas[i], 0, i + 1, r->n_ideas, style);
	html_end(out);
}

void
report_markdown(const tensen_result *res, const tensen_style *style, buf *out)
{
	static const char *const heads[][2] = {
	    {"", ""}, {"分野", "field"}, {"文献", "documents"}, {"開放", "open"}};
	const report_result *r = RESULT_AS(report_result, res);
	int ja = style->lang == TENSEN_JA;
	buf b = BUF_INIT;

	buf_str(out, ja ? "# 特許コーパスの報告\n\n" : "# Report of a patent corpus\n\n");
	states_say(&b, r, style->lang);
	buf_printf(out,
	    ja ? "文献 %u 件（開放 %u、権利存続 %u%s%s）、出願人 %u。\n"
	       : "%u documents (%u open, %u in force%s%s), %u applicants.\n",
	    r->documents, r->open, r->alive,
	    b.n == 0 ? ""
	    : ja     ? "、"
		     : ", ",
	    buf_cstr(&b), r->n_applicants);
	if (r->n_ideas)
		buf_str(out, ja ? "\n## 評点の高い用途仮説\n\n" : "\n## The best ideas\n\n");
	for (uint32_t i = 0; i < r->n_ideas; i++) {
		const tensen_idea *x = r->ideas[i]->ideas;
		buf_again(&b);
		buf_printf(&b, "%s → ", r->ideas[i]->id);
		idea_heading_say(&b, x, style->lang);
		buf_printf(&b, ja ? "：%s" : ": %s", x->transfer);
		buf_printf(out, "%u. ", i + 1);
		md_str(out, buf_cstr(&b));
		buf_char(out, '\n');
	}
	buf_str(out, ja ? "\n## 足りない結びつき\n\n" : "\n## Missing links\n\n");
	if (r->unmapped)
		buf_printf(out, "%s\n", report_unmapped_say(style->lang));
	for (uint32_t i = 0; i < r->n_links; i++) {
		const report_link *x = &r->links[i];
		buf_str(out, "- ");
		md_str(out, r->fields[x->a - 1].name[style->lang]);
		buf_str(out, " × ");
		md_str(out, r->fields[x->b - 1].name[style->lang]);
		buf_printf(out, ja ? "（両方に属する文献 %u）\n" : " (%u in both)\n", x->both);
	}
	buf_str(out, ja ? "\n## 分野\n\n" : "\n## Fields\n\n");
	md_table(out, heads, sizeof heads / sizeof *heads, "rlrr", !ja);
	for (uint32_t i = 0; i < r->n_fields; i++) {
		const report_field *x = &r->fields[i];
		buf_printf(out, "| %u ", x->field);
		md_cell(out, x->name[style->lang]);
		buf_printf(out, "| %u | %u ", x->documents, x->open);
		md_row_end(out);
	}
	md_made_by(out, res, style);
	buf_end_part(out, &b);
}
