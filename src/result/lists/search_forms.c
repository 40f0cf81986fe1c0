/* result/lists/search_forms.c - hits as CSV, Markdown and HTML. */
#include "result/lists/search_result.h"
#include "result/write/cells.h"
#include "result/write/html.h"
#include "result/write/markdown.h"
#include "result/write/table.h"

/* Column names are a contract with users' spreadsheets: append, never rename. */
static const char *const columns[][2] = {{"順位", "rank"}, {"文献番号", "id"}, {"名称", "title"},
    {"適合度", "score"}, {"ベクトルの近さ", "dense"}, {"語の近さ", "lexical"},
    {"分野", "field_names"}, {"出願人", "applicants"}, {"日付", "date"}, {"状態", "status"},
    {"開放", "open"}, {"寄与の語", "terms"}, {"索引", "index"}, {"再現", "command"},
    {"区分", "group"}, {"区分の名称", "group_name"}, {"区分の件数", "group_documents"}};
#define OF_GROUPS 3 /* the last columns exist only in a search by groups */

static const char *
open_word(int open, tensen_lang lang)
{
	return !open ? "" : lang == TENSEN_JA ? "開放" : "open";
}

/* "粉 0.21、湿気 0.10": with --explain, the addend of each term. */
static void
search_terms(const hit_detail *detail, tensen_lang lang, buf *out)
{
	buf_again(out);
	for (uint32_t i = 0; i < detail->n_terms; i++)
		buf_printf(out, "%s%s %.3f",
		    i == 0              ? ""
		    : lang == TENSEN_JA ? "、"
					: ", ",
		    detail->terms[i].term, (double)detail->terms[i].weight);
}

static void
csv_hit(cells *row, const search_result *result, size_t i, size_t rank, const tensen_style *style,
    buf *out)
{
	const tensen_hit *h = &result->hits[i];

	cells_int(row, (long long)rank);
	cells_str(row, h->id);
	cells_str(row, h->title);
	cells_num(row, (double)h->score, 6);
	cells_num(row, (double)h->dense, 4);
	cells_num(row, (double)h->lexical, 4);
	cells_str(row, result->details[i].field_names[style->lang]);
	cells_str(row, result->details[i].applicants);
	cells_date(row, h->date);
	cells_str(row, status_word(h->status, style->lang));
	cells_str(row, open_word(h->open, style->lang));
	search_terms(&result->details[i], style->lang, out);
	cells_text(row, (span){out->p ? out->p : "", out->n});
	cells_made_by(row, &result->base, style);
}

void
search_csv(const tensen_result *res, const tensen_style *style, buf *out)
{
	const search_result *r = RESULT_AS(search_result, res);
	const size_t n = sizeof columns / sizeof *columns;
	cells c = cells_to(out);
	buf b = BUF_INIT;

	cells_names(&c, columns, r->per ? n : n - OF_GROUPS, style->lang);
	for (size_t k = 0; k < search_lists(r); k++) {
		const hit_range l = search_list(r, k);

		for (size_t i = l.first; i < l.end; i++) {
			csv_hit(&c, r, i, l.rank + i - l.first, style, &b);
			if (l.group) {
				cells_str(&c, l.group->symbol);
				cells_str(&c, l.group->name[style->lang]);
				cells_int(&c, (long long)l.group->documents);
			}
			cells_end(&c);
		}
	}
	buf_end_part(out, &b);
}

/* The query as a heading. */
static const char *
search_title(const search_result *result, int ja, buf *out)
{
	if (result->query[0])
		buf_printf(out, ja ? "%s に似た文献" : "Documents similar to %s", result->query);
	else
		buf_str(
		    out, ja ? "入力された文章に似た文献" : "Documents similar to the given text");
	return buf_cstr(out);
}

static void
search_count(const search_result *result, int ja, buf *out)
{
	const char *per = search_per(result, ja ? TENSEN_JA : TENSEN_EN);

	buf_printf(out, "%s%s", per, !per[0] ? "" : ja ? "、" : ", ");
	buf_printf(out, ja ? "条件に合う %llu 件のうち" : "of %llu that pass the filter",
	    (unsigned long long)result->total);
}

static const char *const heads[][2] = {{"", ""}, {"評点", "score"}, {"文献番号", "id"},
    {"名称", "title"}, {"分野", "fields"}, {"日付", "date"}, {"状態", "state"},
    {"出願人", "owner"}};

static void
markdown_hit(
    const search_result *result, size_t i, size_t rank, tensen_lang lang, buf *out, buf *to)
{
	const tensen_hit *h = &result->hits[i];

	buf_printf(out, "| %zu | %.3f ", rank, (double)h->score);
	md_cell(out, h->id);
	md_cell(out, h->title);
	md_cell(out, result->details[i].field_names[lang]);
	buf_again(to);
	table_date(to, h->date);
	md_cell(out, buf_cstr(to));
	buf_again(to);
	buf_printf(to, "%s%s%s", status_word(h->status, lang),
	    !h->open            ? ""
	    : lang == TENSEN_JA ? "・"
				: ", ",
	    open_word(h->open, lang));
	md_cell(out, buf_cstr(to));
	md_cell(out, result->details[i].applicants);
	md_row_end(out);
}

/* With --explain: one line per hit below the table. */
static void
markdown_terms(
    const search_result *result, const hit_range *between, tensen_lang lang, buf *out, buf *to)
{
	for (size_t i = between->first; i < between->end; i++) {
		search_terms(&result->details[i], lang, to);
		if (!to->n)
			continue;
		buf_printf(out, "%s- ", i > between->first ? "" : "\n");
		md_str(out, result->hits[i].id);
		buf_str(out, lang == TENSEN_JA ? "：" : ": ");
		md_str(out, buf_cstr(to));
		buf_char(out, '\n');
	}
}

static void
markdown_list(
    const search_result *result, const hit_range *between, tensen_lang lang, buf *out, buf *to)
{
	if (between->group) {
		buf_again(to);
		search_heading(to, between->group, lang);
		buf_printf(out, "%s## ", between->first ? "\n" : "");
		md_str(out, buf_cstr(to));
		buf_str(out, "\n\n");
	}
	md_table(out, heads, sizeof heads / sizeof *heads, "rrllllll", lang);
	for (size_t i = between->first; i < between->end; i++)
		markdown_hit(result, i, between->rank + i - between->first, lang, out, to);
	markdown_terms(result, between, lang, out, to);
}

void
search_markdown(const tensen_result *res, const tensen_style *style, buf *out)
{
	const search_result *r = RESULT_AS(search_result, res);
	int ja = style->lang == TENSEN_JA;
	buf b = BUF_INIT;

	buf_str(out, "# ");
	md_str(out, search_title(r, ja, &b));
	buf_str(out, "\n\n");
	search_count(r, ja, out);
	buf_str(out, r->n_hits ? "\n\n" : "\n");
	if (!r->n_hits)
		query_words_markdown(out, &r->words, style->lang);
	for (size_t k = 0; r->n_hits && k < search_lists(r); k++) {
		const hit_range l = search_list(r, k);
		markdown_list(r, &l, style->lang, out, &b);
	}
	if (r->all_groups > r->n_groups) {
		buf_char(out, '\n');
		search_more(out, r, style->lang);
		buf_char(out, '\n');
	}
	md_made_by(out, res, style);
	buf_end_part(out, &b);
}

static void
html_hit(const search_result *result, size_t i, size_t rank, tensen_lang lang, buf *out)
{
	const tensen_hit *h = &result->hits[i];
	double best = (double)result->hits[0].score;

	buf_printf(out, "<tr><td class=num>%zu</td>", rank);
	html_cell_num(out, (double)h->score, 3);
	buf_str(out, "<td class=meter>");
	html_bar(out, best > 0 ? (double)h->score / best : 0, "a");
	buf_str(out, "</td>");
	html_element(out, "td class=id", h->id);
	buf_str(out, "<td>");
	html_str(out, h->title);
	if (result->details[i].n_terms) {
		buf b = BUF_INIT;
		search_terms(&result->details[i], lang, &b);
		buf_str(out, "<br>");
		html_element(out, "small", buf_cstr(&b));
		buf_end_part(out, &b);
	}
	buf_str(out, "</td>");
	html_element(out, "td", result->details[i].field_names[lang]);
	html_cell_date(out, h->date);
	buf_str(out, "<td class=id>");
	html_str(out, status_word(h->status, lang));
	if (h->open)
		html_element(out, "span class=\"tag open\"", open_word(1, lang));
	buf_str(out, "</td>");
	html_element(out, "td", result->details[i].applicants);
	buf_str(out, "</tr>\n");
}

static void
html_list(const search_result *result, const hit_range *between, tensen_lang lang, buf *out)
{
	buf b = BUF_INIT;

	if (between->group) {
		search_heading(&b, between->group, lang);
		html_element(out, "h2", buf_cstr(&b));
	}
	buf_str(out, "<div class=scroll><table>\n<tr><th></th>");
	for (size_t i = 1; i < sizeof heads / sizeof *heads; i++)
		html_element(out, i == 1 ? "th colspan=2" : "th", heads[i][lang]);
	buf_str(out, "</tr>\n");
	for (size_t i = between->first; i < between->end; i++)
		html_hit(result, i, between->rank + i - between->first, lang, out);
	buf_str(out, "</table></div>\n");
	buf_end_part(out, &b);
}

void
search_html(const tensen_result *res, const tensen_style *style, buf *out)
{
	const search_result *r = RESULT_AS(search_result, res);
	int ja = style->lang == TENSEN_JA;
	buf b = BUF_INIT;

	html_list_begin(out, style->lang, search_title(r, ja, &b));
	buf_str(out, "<p class=lead>");
	search_count(r, ja, out);
	buf_str(out, "</p>\n");
	if (!r->n_hits)
		query_words_html(out, &r->words, style->lang);
	for (size_t k = 0; r->n_hits && k < search_lists(r); k++) {
		const hit_range l = search_list(r, k);
		html_list(r, &l, style->lang, out);
	}
	buf_again(&b);
	search_more(&b, r, style->lang);
	if (b.n)
		html_element(out, "p", buf_cstr(&b));
	html_list_end(out, res, style);
	buf_end_part(out, &b);
}
