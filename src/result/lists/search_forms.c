/* result/lists/search_forms.c - the lists of a result and their headings, for all forms; hits as
 * Markdown and HTML. */
#include "result/lists/search_result.h"
#include "result/write/html.h"
#include "result/write/markdown.h"
#include "result/write/table.h"

size_t
search_lists(const search_result *result)
{
	return result->per ? result->n_groups : 1;
}

tensen_hit_group
search_list(const search_result *result, size_t i)
{
	return result->per ? result->groups[i]
			   : (tensen_hit_group){.hits = result->hits, .n = result->n_hits};
}

const char *
search_per(const search_result *result, tensen_lang lang)
{
	static const char *const kinds[][2] = {{"", ""}, {"分野ごと", "by field"},
	    {"IPC クラスごと", "by IPC class"}, {"IPC サブクラスごと", "by IPC subclass"}};

	return kinds[result->per][lang];
}

void
search_heading(buf *out, const tensen_hit_group *group_of, tensen_lang lang)
{
	const char *name = group_of->name[lang];

	buf_printf(out,
	    lang == TENSEN_JA          ? "%s%s%s（%llu 件）"
	    : group_of->documents == 1 ? "%s%s%s (%llu document)"
				       : "%s%s%s (%llu documents)",
	    group_of->symbol, name[0] ? " " : "", name, (unsigned long long)group_of->documents);
}

void
search_more(buf *out, const search_result *result, tensen_lang lang)
{
	static const char *const kinds[][3] = {{"", "", ""}, {"分野", "field", "fields"},
	    {"クラス", "class", "classes"}, {"サブクラス", "subclass", "subclasses"}};
	size_t n = result->all_groups - result->n_groups;

	if (n == 0)
		return;
	if (lang == TENSEN_JA)
		buf_printf(out, "ほか %zu %s", n, kinds[result->per][0]);
	else
		buf_printf(out, "%zu more %s", n, kinds[result->per][1 + (n > 1)]);
}

void
search_terms(buf *out, const void *hit, tensen_lang lang)
{
	const tensen_hit *h = hit;

	for (size_t i = 0; i < h->n_terms; i++)
		buf_printf(out, "%s%s %.3f",
		    i == 0              ? ""
		    : lang == TENSEN_JA ? "、"
					: ", ",
		    h->terms[i].term, (double)h->terms[i].weight);
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

static const char *const heads[][2] = {{"", ""}, {"適合度", "score"}, {"文献番号", "id"},
    {"名称", "title"}, {"分野", "fields"}, {"日付", "date"}, {"状態", "state"},
    {"出願人", "owner"}};

static void
markdown_hit(const tensen_hit *h, tensen_lang lang, buf *out, buf *to)
{
	buf_printf(out, "| %u | %.3f ", h->rank, (double)h->score);
	md_cell(out, h->document.id);
	md_cell(out, h->document.title);
	md_cell(out, h->document.field_names[lang]);
	buf_again(to);
	table_date(to, h->document.date);
	md_cell(out, buf_cstr(to));
	buf_again(to);
	buf_printf(to, "%s%s%s", status_word(h->document.status, lang),
	    !h->document.open   ? ""
	    : lang == TENSEN_JA ? "・"
				: ", ",
	    open_words[h->document.open != 0].of[lang]);
	md_cell(out, buf_cstr(to));
	md_cell(out, h->document.applicants);
	md_row_end(out);
}

/* With --explain: one line per hit below the table. */
static void
markdown_terms(const tensen_hit_group *list, tensen_lang lang, buf *out, buf *to)
{
	for (size_t i = 0; i < list->n; i++) {
		buf_again(to);
		search_terms(to, &list->hits[i], lang);
		if (!to->n)
			continue;
		buf_printf(out, "%s- ", i ? "" : "\n");
		md_str(out, list->hits[i].document.id);
		buf_str(out, lang == TENSEN_JA ? "：" : ": ");
		md_str(out, buf_cstr(to));
		buf_char(out, '\n');
	}
}

static void
markdown_list(
    const search_result *result, const tensen_hit_group *list, tensen_lang lang, buf *out, buf *to)
{
	if (result->per) {
		buf_again(to);
		search_heading(to, list, lang);
		buf_printf(out, "%s## ", list->hits > result->hits ? "\n" : "");
		md_str(out, buf_cstr(to));
		buf_str(out, "\n\n");
	}
	md_table(out, heads, sizeof heads / sizeof *heads, "rrllllll", lang);
	for (size_t i = 0; i < list->n; i++)
		markdown_hit(&list->hits[i], lang, out, to);
	markdown_terms(list, lang, out, to);
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
	if (r->words.nothing_here)
		buf_printf(out, "%s\n\n", nothing_here_say(style->lang));
	if (!r->n_hits)
		query_words_markdown(out, &r->words, style->lang);
	for (size_t k = 0; r->n_hits && k < search_lists(r); k++) {
		const tensen_hit_group l = search_list(r, k);
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
html_hit(const tensen_hit *h, double best, tensen_lang lang, buf *out)
{
	buf_printf(out, "<tr><td class=num>%u</td><td class=num>%.3f</td><td class=meter>", h->rank,
	    (double)h->score);
	html_bar(out, best > 0 ? (double)h->score / best : 0, "a");
	buf_str(out, "</td>");
	html_element(out, "td class=id", h->document.id);
	buf_str(out, "<td>");
	html_str(out, h->document.title);
	if (h->n_terms) {
		buf b = BUF_INIT;
		search_terms(&b, h, lang);
		buf_str(out, "<br>");
		html_element(out, "small", buf_cstr(&b));
		buf_end_part(out, &b);
	}
	buf_str(out, "</td>");
	html_element(out, "td", h->document.field_names[lang]);
	buf_str(out, "<td class=date>");
	table_date(out, h->document.date);
	buf_str(out, "</td><td class=id>");
	html_str(out, status_word(h->document.status, lang));
	if (h->document.open)
		html_element(out, "span class=\"tag open\"", open_words[1].of[lang]);
	buf_str(out, "</td>");
	html_element(out, "td", h->document.applicants);
	buf_str(out, "</tr>\n");
}

static void
html_list(const search_result *result, const tensen_hit_group *list, tensen_lang lang, buf *out)
{
	buf b = BUF_INIT;

	if (result->per) {
		search_heading(&b, list, lang);
		html_element(out, "h2", buf_cstr(&b));
	}
	buf_str(out, "<div class=scroll><table>\n<tr><th></th>");
	for (size_t i = 1; i < sizeof heads / sizeof *heads; i++)
		html_element(out, i == 1 ? "th colspan=2" : "th", heads[i][lang]);
	buf_str(out, "</tr>\n");
	for (size_t i = 0; i < list->n; i++)
		html_hit(&list->hits[i], (double)result->hits[0].score, lang, out);
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
	if (r->words.nothing_here)
		html_element(out, "p class=note", nothing_here_say(style->lang));
	if (!r->n_hits)
		query_words_html(out, &r->words, style->lang);
	for (size_t k = 0; r->n_hits && k < search_lists(r); k++) {
		const tensen_hit_group l = search_list(r, k);
		html_list(r, &l, style->lang, out);
	}
	buf_again(&b);
	search_more(&b, r, style->lang);
	if (b.n)
		html_element(out, "p", buf_cstr(&b));
	html_list_end(out, res, style);
	buf_end_part(out, &b);
}
