/* ideas/search_forms.c - see search_forms.h. */
#include "ideas/search_forms.h"
#include "ideas/cells.h"
#include "ideas/html.h"
#include "ideas/markdown.h"
#include "ideas/table.h"

static const search_result *
search_of(const tensen_result *r)
{
	return (const search_result *)(const void *)r;
}

/* A contract: append, never rename. */
static const char *const columns[][2] = {{"順位", "rank"}, {"文献番号", "id"}, {"名称", "title"},
    {"評点", "score"}, {"ベクトルの近さ", "dense"}, {"語の近さ", "lexical"},
    {"分野", "field_names"}, {"出願人", "applicants"}, {"日付", "date"}, {"状態", "status"},
    {"開放", "open"}, {"寄与の語", "terms"}, {"索引", "index"}, {"再現", "command"}};

static const char *
open_word(int open, tensen_lang lang)
{
	return !open ? "" : lang == TENSEN_JA ? "開放" : "open";
}

/* "粉 0.21、湿気 0.10": with --explain, what each term added. */
static void
terms(const hit_detail *d, tensen_lang lang, buf *out)
{
	buf_reset(out);
	for (uint32_t i = 0; i < d->n_terms; i++)
		buf_printf(out, "%s%s %.3f",
		    i == 0              ? ""
		    : lang == TENSEN_JA ? "、"
					: ", ",
		    d->terms[i].term, (double)d->terms[i].weight);
}

void
search_csv(const tensen_result *res, const tensen_style *style, buf *out)
{
	const search_result *r = search_of(res);
	cells c = cells_to(out);
	buf b = BUF_INIT;

	cells_names(&c, columns, sizeof columns / sizeof *columns, style->lang);
	for (size_t i = 0; i < r->n_hits; i++) {
		const tensen_hit *h = &r->hits[i];
		cells_int(&c, (long long)r->offset + (long long)i + 1);
		cells_str(&c, h->id);
		cells_str(&c, h->title);
		cells_num(&c, (double)h->score, 6);
		cells_num(&c, (double)h->dense, 4);
		cells_num(&c, (double)h->lexical, 4);
		cells_str(&c, r->details[i].field_names[style->lang]);
		cells_str(&c, r->details[i].applicants);
		cells_date(&c, h->date);
		cells_str(&c, status_word(h->status, style->lang));
		cells_str(&c, open_word(h->open, style->lang));
		terms(&r->details[i], style->lang, &b);
		cells_text(&c, (span){b.p ? b.p : "", b.n});
		cells_made_by(&c, res, style);
		cells_end(&c);
	}
	out->failed |= b.failed;
	buf_clear(&b);
}

/* What was asked, as a heading says it. */
static const char *
title(const search_result *r, int ja, buf *b)
{
	if (r->query[0])
		buf_printf(b, ja ? "%s に似た文献" : "Documents similar to %s", r->query);
	else
		buf_str(b, ja ? "入力された文章に似た文献" : "Documents similar to the given text");
	return buf_cstr(b);
}

static void
count(const search_result *r, int ja, buf *out)
{
	buf_printf(out, ja ? "条件に合う %llu 件のうち" : "of %llu that pass the filter",
	    (unsigned long long)r->total);
}

static const char *const heads[][2] = {{"", ""}, {"評点", "score"}, {"文献番号", "id"},
    {"名称", "title"}, {"分野", "fields"}, {"日付", "date"}, {"状態", "state"},
    {"出願人", "owner"}};

void
search_markdown(const tensen_result *res, const tensen_style *style, buf *out)
{
	const search_result *r = search_of(res);
	int ja = style->lang == TENSEN_JA;
	buf b = BUF_INIT;

	buf_str(out, "# ");
	md_str(out, title(r, ja, &b));
	buf_str(out, "\n\n");
	count(r, ja, out);
	buf_str(out, "\n\n");
	md_table(out, heads, sizeof heads / sizeof *heads, "rrllllll", !ja);
	for (size_t i = 0; i < r->n_hits; i++) {
		const tensen_hit *h = &r->hits[i];
		buf_printf(out, "| %zu | %.3f ", r->offset + i + 1, (double)h->score);
		md_cell(out, h->id);
		md_cell(out, h->title);
		md_cell(out, r->details[i].field_names[style->lang]);
		buf_reset(&b);
		table_date(&b, h->date);
		md_cell(out, buf_cstr(&b));
		buf_reset(&b);
		buf_printf(&b, "%s%s%s", status_word(h->status, style->lang),
		    h->open ? ja ? "・" : ", " : "", open_word(h->open, style->lang));
		md_cell(out, buf_cstr(&b));
		md_cell(out, r->details[i].applicants);
		md_row_end(out);
	}
	for (size_t i = 0; i < r->n_hits; i++) {
		terms(&r->details[i], style->lang, &b);
		if (b.n) {
			buf_printf(out, "%s- ", i ? "" : "\n");
			md_str(out, r->hits[i].id);
			buf_str(out, ja ? "：" : ": ");
			md_str(out, buf_cstr(&b));
			buf_char(out, '\n');
		}
	}
	md_made_by(out, res, style);
	out->failed |= b.failed;
	buf_clear(&b);
}

static void
html_hit(const search_result *r, size_t i, double best, tensen_lang lang, buf *out)
{
	const tensen_hit *h = &r->hits[i];

	buf_printf(out, "<tr><td class=num>%zu</td>", r->offset + i + 1);
	html_cell_num(out, (double)h->score, 3);
	buf_str(out, "<td class=meter>");
	html_bar(out, best > 0 ? (double)h->score / best : 0, "a");
	buf_str(out, "</td>");
	html_element(out, "td class=id", h->id);
	buf_str(out, "<td>");
	html_str(out, h->title);
	if (r->details[i].n_terms) {
		buf b = BUF_INIT;
		terms(&r->details[i], lang, &b);
		buf_str(out, "<br>");
		html_element(out, "small", buf_cstr(&b));
		out->failed |= b.failed;
		buf_clear(&b);
	}
	buf_str(out, "</td>");
	html_element(out, "td", r->details[i].field_names[lang]);
	html_cell_date(out, h->date);
	buf_str(out, "<td class=id>");
	html_str(out, status_word(h->status, lang));
	if (h->open)
		html_element(out, "span class=\"tag open\"", open_word(1, lang));
	buf_str(out, "</td>");
	html_element(out, "td", r->details[i].applicants);
	buf_str(out, "</tr>\n");
}

void
search_html(const tensen_result *res, const tensen_style *style, buf *out)
{
	const search_result *r = search_of(res);
	int ja = style->lang == TENSEN_JA;
	buf b = BUF_INIT;

	html_begin(out, style->lang, "list", title(r, ja, &b));
	buf_str(out, "<main>\n");
	html_element(out, "h1", buf_cstr(&b));
	buf_str(out, "<p class=lead>");
	count(r, ja, out);
	buf_str(out, "</p>\n<div class=scroll><table>\n<tr><th></th>");
	for (size_t i = 1; i < sizeof heads / sizeof *heads; i++)
		html_element(out, i == 1 ? "th colspan=2" : "th", heads[i][!ja]);
	buf_str(out, "</tr>\n");
	for (size_t i = 0; i < r->n_hits; i++)
		html_hit(r, i, (double)r->hits[0].score, style->lang, out);
	buf_str(out, "</table></div>\n");
	html_made_by(out, res, style);
	buf_str(out, "</main>\n");
	html_end(out);
	out->failed |= b.failed;
	buf_clear(&b);
}
