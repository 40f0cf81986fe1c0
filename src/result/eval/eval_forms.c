/* result/eval/eval_forms.c - the figures of an evaluation as CSV, Markdown and HTML. */
#include "result/eval/eval_result.h"
#include "result/write/cells.h"
#include "result/write/html.h"
#include "result/write/markdown.h"

/* Column names are a contract with users' spreadsheets: append, never rename. */
static const char *const columns[][2] = {{"範囲", "bucket"}, {"文献数", "documents"},
    {"方法", "method"}, {"指標", "measure"}, {"値", "value"}, {"下限95%", "low95"},
    {"上限95%", "high95"}};

static const char *const title[2] = {"精度の評価", "Quality"};

void
eval_csv(const tensen_result *res, const tensen_style *style, buf *out)
{
	cells c = cells_to(out);

	cells_names(&c, columns, sizeof columns / sizeof *columns, style->lang);
	eval_sections_csv(RESULT_AS(eval_result, res), style->lang, &c);
}

void
eval_markdown(const tensen_result *res, const tensen_style *style, buf *out)
{
	buf_printf(out, "# %s\n", title[style->lang]);
	eval_sections_markdown(RESULT_AS(eval_result, res), style->lang, out);
	md_made_by(out, res, style);
}

void
eval_html(const tensen_result *res, const tensen_style *style, buf *out)
{
	html_list_begin(out, style->lang, title[style->lang]);
	eval_sections_html(RESULT_AS(eval_result, res), style->lang, out);
	html_list_end(out, res, style);
}
