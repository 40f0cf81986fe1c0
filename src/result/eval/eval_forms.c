/* result/eval/eval_forms.c - the figures of an evaluation as CSV, Markdown and HTML. */
#include "result/eval/eval_result.h"
#include "result/write/cells.h"
#include "result/write/html.h"
#include "result/write/markdown.h"

static const char *const bucket_names[N_BUCKETS][2] = {
    {"全分野", "all fields"}, {"近い分野", "near fields"}, {"遠い分野", "far fields"}};
static const char *const measure_names[N_MEASURES] = {"hit@1", "recall@5", "MRR"};

/* Column names are a contract with users' spreadsheets: append, never rename. */
static const char *const columns[][2] = {{"範囲", "bucket"}, {"文献数", "documents"},
    {"方法", "method"}, {"指標", "measure"}, {"値", "value"}, {"下限95%", "low95"},
    {"上限95%", "high95"}, {"偶然", "chance"}, {"本来", "real"}};

void
eval_csv(const tensen_result *res, const tensen_style *style, buf *out)
{
	const eval_result *r = RESULT_AS(eval_result, res);
	cells c = cells_to(out);

	cells_names(&c, columns, sizeof columns / sizeof *columns, style->lang);
	for (int b = 0; b < N_BUCKETS; b++)
		for (uint32_t i = 0; i < r->n_rows; i++)
			for (int m = 0; m < N_MEASURES; m++) {
				cells_str(&c, bucket_names[b][style->lang]);
				cells_int(&c, r->in_bucket[b]);
				cells_str(&c, r->rows[i].name[style->lang]);
				cells_str(&c, measure_names[m]);
				cells_num(&c, r->rows[i].value[b][m], 4);
				cells_num(&c, r->rows[i].low[b][m], 4);
				cells_num(&c, r->rows[i].high[b][m], 4);
				cells_str(&c, "");
				cells_str(&c, "");
				cells_end(&c);
			}
	eval_sections_csv(r, style->lang, &c);
}

static void
lead(const eval_result *r, int ja, buf *out)
{
	buf_printf(out,
	    ja ? "2 分野以上の文献 %2$u 件中 %1$u 件について、第一の分野だけを知るものとし、"
		 "残りの分野を当てる。区間は 95 %%（種 %3$llu）。"
	       : "For %u of %u documents of two or more fields the first is known and the others "
		 "are to be found. Intervals are 95 %% (seed %llu).",
	    r->documents, r->of, (unsigned long long)r->seed);
}

static void
bucket_title(const eval_result *r, int b, int ja, buf *out)
{
	static const char *const what[N_BUCKETS][2] = {{"", ""},
	    {"（共分類の上位 5）", " (the co-class prior's top five)"},
	    {"（共分類の上位 5 の外）", " (outside the co-class prior's top five)"}};

	buf_printf(out, ja ? "%s%s：%u 件" : "%s%s: %u documents", bucket_names[b][!ja],
	    what[b][!ja], r->in_bucket[b]);
}

static void
markdown_hidden(const eval_result *r, tensen_lang lang, buf *out)
{
	static const char *const heads[][2] = {
	    {"方法", "method"}, {"hit@1", "hit@1"}, {"recall@5", "recall@5"}, {"MRR", "MRR"}};
	int ja = lang == TENSEN_JA;

	lead(r, ja, out);
	buf_char(out, '\n');
	for (int b = 0; b < N_BUCKETS; b++) {
		if (!r->in_bucket[b])
			continue;
		buf_str(out, "\n## ");
		bucket_title(r, b, ja, out);
		buf_str(out, "\n\n");
		md_table(out, heads, sizeof heads / sizeof *heads, "lrrr", !ja);
		for (uint32_t i = 0; i < r->n_rows; i++) {
			md_cell(out, r->rows[i].name[lang]);
			for (int m = 0; m < N_MEASURES; m++)
				buf_printf(out, "| %.3f [%.3f–%.3f] ", r->rows[i].value[b][m],
				    r->rows[i].low[b][m], r->rows[i].high[b][m]);
			md_row_end(out);
		}
	}
}

static const char *
title(const eval_result *r, tensen_lang lang)
{
	if (r->hidden)
		return lang == TENSEN_JA ? "隠した分野の復元" : "Hidden-field recovery";
	return lang == TENSEN_JA ? "精度の評価" : "Quality";
}

void
eval_markdown(const tensen_result *res, const tensen_style *style, buf *out)
{
	const eval_result *r = RESULT_AS(eval_result, res);

	buf_printf(out, "# %s\n\n", title(r, style->lang));
	if (r->hidden)
		markdown_hidden(r, style->lang, out);
	eval_sections_markdown(r, style->lang, out);
	md_made_by(out, res, style);
}

static void
html_row(const eval_row *x, int b, int ours, tensen_lang lang, buf *out)
{
	buf_str(out, ours ? "<tr class=ours>" : "<tr>");
	html_element(out, "td", x->name[lang]);
	for (int m = 0; m < N_MEASURES; m++) {
		buf_printf(out, "<td class=num>%.3f<br><small>%.3f–%.3f</small></td>",
		    x->value[b][m], x->low[b][m], x->high[b][m]);
		buf_str(out, "<td class=meter>");
		html_interval(out, x->low[b][m], x->value[b][m], x->high[b][m], ours ? "a" : "c");
		buf_str(out, "</td>");
	}
	buf_str(out, "</tr>\n");
}

void
eval_tables(const eval_result *r, tensen_lang lang, buf *out)
{
	int ja = lang == TENSEN_JA;
	buf line = BUF_INIT;

	lead(r, ja, &line);
	html_element(out, "p class=lead", buf_cstr(&line));
	for (int b = 0; b < N_BUCKETS; b++) {
		if (!r->in_bucket[b])
			continue;
		buf_again(&line);
		bucket_title(r, b, ja, &line);
		html_element(out, "h3", buf_cstr(&line));
		buf_printf(
		    out, "<div class=scroll><table>\n<tr><th>%s</th>", ja ? "方法" : "method");
		for (int m = 0; m < N_MEASURES; m++)
			buf_printf(out, "<th colspan=2>%s</th>", measure_names[m]);
		buf_str(out, "</tr>\n");
		for (uint32_t i = 0; i < r->n_rows; i++)
			html_row(&r->rows[i], b, i + 1 == r->n_rows, lang, out);
		buf_str(out, "</table></div>\n");
	}
	buf_end_part(out, &line);
}

void
eval_html(const tensen_result *res, const tensen_style *style, buf *out)
{
	const eval_result *r = RESULT_AS(eval_result, res);

	html_list_begin(out, style->lang, title(r, style->lang));
	if (r->hidden)
		eval_tables(r, style->lang, out);
	eval_sections_html(r, style->lang, out);
	html_list_end(out, res, style);
}
