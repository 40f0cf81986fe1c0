/* result/eval/eval_sections.c - the figures, in every form. */
#include "result/eval/eval_result.h"
#include <math.h>
#include <stdarg.h>
#include "result/write/cells.h"
#include "result/write/html.h"
#include "result/write/markdown.h"
#include "result/write/table.h"
#include "util/plain.h"

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
};

eval_section *
eval_section_add(eval_result *r, eval_kind kind)
{
	for (uint32_t i = 0; i < r->n_sections; i++)
		if (r->sections[i].kind == kind)
			return &r->sections[i];
	r->sections[r->n_sections].kind = kind;
	return &r->sections[r->n_sections++];
}

void
eval_figure_add(eval_result *r, eval_section *s, const eval_figure *f)
{
	eval_figure *copy = arena_alloc(&r->base.mem, sizeof *copy);

	if (!copy || s->n == EVAL_FIGURES) {
		r->base.nomem = 1;
		return;
	}
	*copy = *f;
	s->figures[s->n++] = copy;
}

const char *
eval_text(eval_result *r, const char *format, ...)
{
	char line[256];
	va_list args;

	va_start(args, format);
	plain_vsnprintf(line, sizeof line, format, args);
	va_end(args);
	return result_copy(&r->base, span_of(line));
}

void
eval_sections_json(const eval_result *r, tensen_lang lang, json *j)
{
	json_key_open(j, "sections", '[');
	for (uint32_t i = 0; i < r->n_sections; i++) {
		const eval_section *s = &r->sections[i];
		json_open(j, '{');
		json_key_str(j, "section", kinds[s->kind].key);
		json_key_str(j, "title", kinds[s->kind].title[lang]);
		json_key_str(j, "about", s->about[lang] ? s->about[lang] : "");
		json_key_open(j, "figures", '[');
		for (uint32_t k = 0; k < s->n; k++) {
			const eval_figure *f = s->figures[k];
			json_open(j, '{');
			json_key_str(j, "figure", f->key);
			json_key_str(j, "scope", f->scope);
			json_key_str(j, "name", f->name[lang]);
			json_key_int(j, "of", f->x.n);
			json_key_num(j, "value", f->x.value, 4);
			json_key_num(j, "low", f->x.low, 4);
			json_key_num(j, "high", f->x.high, 4);
			json_close(j, '}');
		}
		json_close(j, ']');
		json_close(j, '}');
	}
	json_close(j, ']');
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
table_row(const eval_figure *f, int ja, buf *out)
{
	char range[48];

	buf_str(out, "  ");
	table_cell(out, span_of(f->name[!ja]), 44, 1);
	range_text(range, &f->x, "[%.3f, %.3f]");
	buf_printf(out, " %6.3f %s\n", f->x.value, range);
}

void
eval_sections_table(const eval_result *r, tensen_lang lang, unsigned columns, buf *out)
{
	int ja = lang == TENSEN_JA;

	for (uint32_t i = 0; i < r->n_sections; i++) {
		const eval_section *s = &r->sections[i];
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
}

static void
csv_number(cells *c, double v)
{
	if (isnan(v))
		cells_str(c, "");
	else
		cells_num(c, v, 4);
}

void
eval_sections_csv(const eval_result *r, tensen_lang lang, cells *c)
{
	for (uint32_t i = 0; i < r->n_sections; i++) {
		const eval_section *s = &r->sections[i];
		for (uint32_t k = 0; k < s->n; k++) {
			const eval_figure *f = s->figures[k];
			cells_str(c, f->scope);
			cells_int(c, f->x.n);
			cells_str(c, kinds[s->kind].title[lang]);
			cells_str(c, f->name[lang]);
			cells_num(c, f->x.value, 4);
			csv_number(c, f->x.low);
			csv_number(c, f->x.high);
			cells_end(c);
		}
	}
}

static const char *const heads[][2] = {{"項目", "figure"}, {"件数", "of"}, {"値", "value"}};

void
eval_sections_markdown(const eval_result *r, tensen_lang lang, buf *out)
{
	for (uint32_t i = 0; i < r->n_sections; i++) {
		const eval_section *s = &r->sections[i];
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
}

static void
html_row(const eval_figure *f, int ja, buf *out)
{
	char range[48];

	buf_str(out, "<tr>");
	html_element(out, "td", f->name[!ja]);
	html_cell_int(out, f->x.n);
	range_text(range, &f->x, "%.3f–%.3f");
	buf_printf(out, "<td class=num>%.3f<br><small>%s</small></td>", f->x.value, range);
	buf_str(out, "</tr>\n");
}

void
eval_sections_html(const eval_result *r, tensen_lang lang, buf *out)
{
	for (uint32_t i = 0; i < r->n_sections; i++) {
		const eval_section *s = &r->sections[i];
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
}
