/* result/eval/eval_result.c - the kind of result that an evaluation is: figures in sections, in every
 * form. */
#include "result/eval/eval_result.h"
#include <math.h>
#include <stdarg.h>
#include "result/write/cells.h"
#include "result/write/html.h"
#include "result/write/markdown.h"
#include "result/write/table.h"
#include "util/plain.h"

static const char *const title[2] = {"精度の評価", "Quality"};

static const struct {
	const char *key, *title[2], *note[2];
} kinds[N_EVAL_KINDS] = {
    [EVAL_RETRIEVAL] = {"retrieval", {"検索（正解表による）", "retrieval of known answers"},
	{"「OUT のみを検索」: 同じ IPC クラスの文献を除いた順位。",
	    "OUT alone: documents of the query's IPC classes are not ranked."}},
    [EVAL_LEADS] = {"leads",
	{"評価済みの対: 上位の文献", "judged pairs: the documents shown first"},
	{"2 以上、3: 上位 5 件・10 件のうち、その評点の割合（未評価は 2 未満として数える）。",
	    "2+, 3: share of the first five or ten documents that have that grade; an unjudged one "
	    "counts as neither."}},
    [EVAL_FOUND] = {"found",
	{"評価済みの対: 知られた良い文献を見つけた割合",
	    "judged pairs: known good documents found"},
	{"評点 2 以上の文献のうち、上位 20 件・100 件にある割合。",
	    "Of the documents graded 2 or 3, the share among the first 20 or 100."}},
    [EVAL_WEIGHT] = {"weight",
	{"自分のモデルのベクトルの重み: nDCG@25",
	    "weight of the vectors of your own model: nDCG@25"},
	{"短い問いで語 1 に対する重み。件数: 評点 2 以上の文献のうち、どれかの問いの上位 5/10/25 "
	 "件に"
	 "あるもの。「他の特許で選んだ重み」: 各特許を、残りの特許に最もよい重みで問う。",
	    "Weight in short questions, that of words being 1. Found: documents graded 2 or 3 "
	    "among "
	    "the first 5/10/25 of any question. Chosen on other patents: each patent is asked with "
	    "the weight that is best for the rest."}},
};

eval_section *
eval_section_add(eval_result *result, eval_kind kind)
{
	for (uint32_t i = 0; i < result->n_sections; i++)
		if (result->sections[i].kind == kind)
			return &result->sections[i];
	result->sections[result->n_sections].kind = kind;
	return &result->sections[result->n_sections++];
}

void
eval_figure_add(eval_result *result, eval_section *eval, const eval_figure *figure)
{
	eval_figure *copy = arena_alloc(&result->base.mem, sizeof *copy);

	if (!copy || eval->n == EVAL_FIGURES) {
		result->base.nomem = 1;
		return;
	}
	*copy = *figure;
	eval->figures[eval->n++] = copy;
	result->n_figures++;
}

const char *
eval_text(eval_result *result, const char *format, ...)
{
	char line[256];
	va_list args;

	va_start(args, format);
	plain_vsnprintf(line, sizeof line, format, args);
	va_end(args);
	return result_copy(&result->base, span_of(line));
}

static void
eval_json(const tensen_result *res, const tensen_style *style, json *out)
{
	const eval_result *result = RESULT_AS(eval_result, res);
	const tensen_lang lang = style->lang;

	json_key_int(out, "seed", (int64_t)result->seed);
	json_key_int(out, "bootstrap", result->bootstrap);
	agreement_json(out, &result->agreed);
	json_key_open(out, "sections", '[');
	for (uint32_t i = 0; i < result->n_sections; i++) {
		const eval_section *s = &result->sections[i];
		json_open(out, '{');
		json_key_str(out, "section", kinds[s->kind].key);
		json_key_str(out, "title", kinds[s->kind].title[lang]);
		json_key_str(out, "about", s->about[lang] ? s->about[lang] : "");
		json_key_open(out, "figures", '[');
		for (uint32_t k = 0; k < s->n; k++) {
			const eval_figure *f = s->figures[k];
			json_open(out, '{');
			json_key_str(out, "figure", f->key);
			json_key_str(out, "scope", f->scope);
			json_key_str(out, "name", f->name[lang]);
			json_key_int(out, "of", f->x.n);
			json_key_num(out, "value", f->x.value, 4);
			json_key_num(out, "low", f->x.low, 4);
			json_key_num(out, "high", f->x.high, 4);
			json_close(out, '}');
		}
		json_close(out, ']');
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void
table_head(int ja, buf *out)
{
	table_cell(out, span_of(""), 46, 1);
	buf_str(out, ja ? "     値 [95%]\n" : "  value [95%]\n");
}

/* The interval as text; "" when there is none. */
static void
range_text(char out[48], const interval *x, const char *format)
{
	if (isnan(x->low))
		*out = '\0';
	else
		plain_snprintf(out, 48, format, x->low, x->high);
}

static void
table_row(const eval_figure *figure, int ja, buf *out)
{
	char range[48];

	buf_str(out, "  ");
	table_cell(out, span_of(figure->name[!ja]), 44, 1);
	range_text(range, &figure->x, "[%.3f, %.3f]");
	buf_printf(out, " %6.3f %s\n", figure->x.value, range);
}

static void
eval_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const eval_result *result = RESULT_AS(eval_result, res);
	const tensen_lang lang = style->lang;
	const unsigned columns = table_columns(style);
	int ja = lang == TENSEN_JA;

	for (uint32_t i = 0; i < result->n_sections; i++) {
		const eval_section *s = &result->sections[i];
		if (s->n == 0 && !s->about[lang])
			continue;
		buf_printf(out, "\n%s\n", kinds[s->kind].title[lang]);
		if (s->about[lang]) {
			buf_str(out, "  ");
			table_wrap(out, span_of(s->about[lang]), columns - 2, 2);
		}
		table_head(ja, out);
		for (uint32_t k = 0; k < s->n; k++)
			table_row(s->figures[k], ja, out);
		buf_str(out, "  ");
		table_wrap(out, span_of(kinds[s->kind].note[lang]), columns - 2, 2);
	}
	agreement_line(out, &result->agreed, lang, columns);
}

static void
csv_number(cells *row, double v)
{
	if (isnan(v))
		cells_str(row, "");
	else
		cells_num(row, v, 4);
}

/* Column names are a contract with users' spreadsheets: append, never rename. */
static const char *const columns[][2] = {{"範囲", "bucket"}, {"文献数", "documents"},
    {"方法", "method"}, {"指標", "measure"}, {"値", "value"}, {"下限95%", "low95"},
    {"上限95%", "high95"}};

static void
eval_csv(const tensen_result *res, const tensen_style *style, buf *out)
{
	const eval_result *result = RESULT_AS(eval_result, res);
	const tensen_lang lang = style->lang;
	cells c = cells_to(out), *row = &c;

	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		cells_str(row, columns[i][lang]);
	cells_end(row);
	for (uint32_t i = 0; i < result->n_sections; i++) {
		const eval_section *s = &result->sections[i];
		for (uint32_t k = 0; k < s->n; k++) {
			const eval_figure *f = s->figures[k];
			cells_str(row, f->scope);
			cells_int(row, f->x.n);
			cells_str(row, kinds[s->kind].title[lang]);
			cells_str(row, f->name[lang]);
			cells_num(row, f->x.value, 4);
			csv_number(row, f->x.low);
			csv_number(row, f->x.high);
			cells_end(row);
		}
	}
}

static const char *const heads[][2] = {{"項目", "figure"}, {"件数", "of"}, {"値", "value"}};

static void
eval_markdown(const tensen_result *res, const tensen_style *style, buf *out)
{
	const eval_result *result = RESULT_AS(eval_result, res);
	const tensen_lang lang = style->lang;

	buf_printf(out, "# %s\n", title[lang]);
	for (uint32_t i = 0; i < result->n_sections; i++) {
		const eval_section *s = &result->sections[i];
		if (s->n == 0 && !s->about[lang])
			continue;
		buf_printf(out, "\n## %s\n\n", kinds[s->kind].title[lang]);
		if (s->about[lang])
			buf_printf(out, "%s\n\n", s->about[lang]);
		md_table(out, heads, sizeof heads / sizeof *heads, "lrr", lang);
		for (uint32_t k = 0; k < s->n; k++) {
			const eval_figure *f = s->figures[k];
			char range[48];
			md_cell(out, f->name[lang]);
			range_text(range, &f->x, " [%.3f, %.3f]");
			buf_printf(out, "| %u | %.3f%s ", f->x.n, f->x.value, range);
			md_row_end(out);
		}
		buf_printf(out, "\n%s\n", kinds[s->kind].note[lang]);
	}
	md_made_by(out, res, style);
}

static void
html_row(const eval_figure *figure, int ja, buf *out)
{
	char range[48];

	buf_str(out, "<tr>");
	html_element(out, "td", figure->name[!ja]);
	html_cell_int(out, figure->x.n);
	range_text(range, &figure->x, "%.3f–%.3f");
	buf_printf(out, "<td class=num>%.3f<br><small>%s</small></td>", figure->x.value, range);
	buf_str(out, "</tr>\n");
}

static void
eval_html(const tensen_result *res, const tensen_style *style, buf *out)
{
	const eval_result *result = RESULT_AS(eval_result, res);
	const tensen_lang lang = style->lang;

	html_list_begin(out, lang, title[lang]);
	for (uint32_t i = 0; i < result->n_sections; i++) {
		const eval_section *s = &result->sections[i];
		if (s->n == 0 && !s->about[lang])
			continue;
		html_element(out, "h3", kinds[s->kind].title[lang]);
		if (s->about[lang])
			html_element(out, "p class=lead", s->about[lang]);
		buf_str(out, "<div class=scroll><table>\n<tr>");
		for (size_t k = 0; k < sizeof heads / sizeof *heads; k++)
			html_element(out, k ? "th class=num" : "th", heads[k][lang]);
		buf_str(out, "</tr>\n");
		for (uint32_t k = 0; k < s->n; k++)
			html_row(s->figures[k], lang == TENSEN_JA, out);
		buf_str(out, "</table></div>\n");
		html_element(out, "p class=lead", kinds[s->kind].note[lang]);
	}
	html_list_end(out, res, style);
}

const result_class eval_class = {.kind = "eval",
    .size = sizeof(eval_result),
    .version = 2,
    .holds = {MEMBER(eval_result, n_figures)},
    .json = eval_json,
    .table = eval_table,
    .csv = eval_csv,
    .markdown = eval_markdown,
    .html = eval_html};
