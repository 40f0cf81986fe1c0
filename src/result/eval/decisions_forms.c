/* result/eval/decisions_forms.c - judgements of ideas as CSV, Markdown and HTML. */
#include "result/eval/decisions_result.h"
#include "result/write/cells.h"
#include "result/write/html.h"
#include "result/write/markdown.h"

static const char *const answers[3][2] = {
    {"もっともらしい", "plausible"}, {"新しい", "new"}, {"両方", "both"}};

static const share *
answer(const decisions_row *x, int k)
{
	return k == 0 ? &x->plausible : k == 1 ? &x->fresh : &x->both;
}

/* Column names are a contract with users' spreadsheets: append, never rename. */
static const char *const columns[][2] = {{"範囲", "of"}, {"分野番号", "field"},
    {"順位から", "from_rank"}, {"順位まで", "to_rank"}, {"判断", "answer"}, {"はい", "yes"},
    {"件数", "judged"}, {"下限95%", "low95"}, {"上限95%", "high95"}};

void
decisions_csv(const tensen_result *res, const tensen_style *style, buf *out)
{
	const decisions_result *r = RESULT_AS(decisions_result, res);
	cells c = cells_to(out);

	cells_names(&c, columns, sizeof columns / sizeof *columns, style->lang);
	for (uint32_t i = 0; i < r->n_rows; i++)
		for (int k = 0; k < 3; k++) {
			const decisions_row *x = &r->rows[i];
			const share *s = answer(x, k);
			cells_str(&c, x->name[style->lang]);
			cells_int(&c, x->field);
			cells_int(&c, x->from);
			cells_int(&c, x->to);
			cells_str(&c, answers[k][style->lang]);
			cells_int(&c, s->yes);
			cells_int(&c, s->n);
			cells_num(&c, s->low, 4);
			cells_num(&c, s->high, 4);
			cells_end(&c);
		}
}

static const char *
title(int ja)
{
	return ja ? "用途仮説への判断" : "Judgements of ideas";
}

static void
lead(const decisions_result *r, int ja, buf *out)
{
	buf_printf(out,
	    ja ? "判断 %u 行のうち %u 件を使った（上書き %u、候補でない分野 %u、読めない行 %u、"
		 "索引にない文献 %u）。区間は 95 %%。"
	       : "%u lines, %u judgements used (%u replaced later, %u of fields that are no "
		 "candidates, %u broken, %u of unknown documents). Intervals are 95 %%.",
	    r->lines, r->used, r->replaced, r->not_proposed, r->broken, r->unknown);
}

void
decisions_markdown(const tensen_result *res, const tensen_style *style, buf *out)
{
	static const char *const heads[][2] = {
	    {"", ""}, {"もっともらしい", "plausible"}, {"新しい", "new"}, {"両方", "both"}};
	const decisions_result *r = RESULT_AS(decisions_result, res);
	int ja = style->lang == TENSEN_JA;

	buf_printf(out, "# %s\n\n", title(ja));
	md_str(out, r->path);
	buf_str(out, ja ? "：" : ": ");
	lead(r, ja, out);
	buf_str(out, "\n\n");
	md_table(out, heads, 4, "lrrr", style->lang);
	for (uint32_t i = 0; i < r->n_rows; i++) {
		md_cell(out, r->rows[i].name[style->lang]);
		for (int k = 0; k < 3; k++) {
			const share *s = answer(&r->rows[i], k);
			if (s->n)
				buf_printf(
				    out, "| %u/%u [%.2f–%.2f] ", s->yes, s->n, s->low, s->high);
			else
				buf_str(out, "| – ");
		}
		md_row_end(out);
	}
	buf_char(out, '\n');
	decisions_say_advice(r, ja, out);
	buf_str(out, r->weighed ? "\n\n" : "\n");
	decisions_say_weights(r, ja, out);
	if (r->weighed)
		buf_char(out, '\n');
	md_made_by(out, res, style);
}

static void
html_share(const share *s, buf *out)
{
	if (s->n == 0) {
		buf_str(out, "<td></td><td></td>");
		return;
	}
	buf_printf(out, "<td class=num>%u/%u<br><small>%.2f–%.2f</small></td><td class=meter>",
	    s->yes, s->n, s->low, s->high);
	html_interval(out, s->low, (double)s->yes / s->n, s->high, "a");
	buf_str(out, "</td>");
}

static void
html_precision(const decisions_result *r, tensen_lang lang, buf *out)
{
	buf_str(out, "<div class=scroll><table>\n<tr><th></th>");
	for (int k = 0; k < 3; k++)
		html_element(out, "th colspan=2", answers[k][lang]);
	buf_str(out, "</tr>\n");
	for (uint32_t i = 0; i < r->n_rows; i++) {
		buf_str(out, "<tr>");
		html_element(out, "td", r->rows[i].name[lang]);
		for (int k = 0; k < 3; k++)
			html_share(answer(&r->rows[i], k), out);
		buf_str(out, "</tr>\n");
	}
	buf_str(out, "</table></div>\n");
}

void
decisions_html(const tensen_result *res, const tensen_style *style, buf *out)
{
	const decisions_result *r = RESULT_AS(decisions_result, res);
	int ja = style->lang == TENSEN_JA;
	buf line = BUF_INIT;

	html_list_begin(out, style->lang, title(ja));
	buf_printf(&line, "%s%s", r->path, ja ? "：" : ": ");
	lead(r, ja, &line);
	html_element(out, "p class=lead", buf_cstr(&line));
	html_precision(r, style->lang, out);
	buf_again(&line);
	decisions_say_advice(r, ja, &line);
	html_element(out, "p", buf_cstr(&line));
	buf_again(&line);
	decisions_say_weights(r, ja, &line);
	if (r->weighed)
		html_element(out, "p", buf_cstr(&line));
	html_list_end(out, res, style);
	buf_end_part(out, &line);
}
