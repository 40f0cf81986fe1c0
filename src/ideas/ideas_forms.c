/* ideas/ideas_forms.c - see ideas_forms.h. */
#include "ideas/ideas_forms.h"
#include "ideas/cells.h"
#include "ideas/html.h"
#include "ideas/markdown.h"
#include "ideas/sheet.h"
#include "ideas/table.h"

static const ideas_result *
ideas_of(const tensen_result *r)
{
	return (const ideas_result *)(const void *)r;
}

static int
is_combine(const ideas_result *r)
{
	return strcmp(r->base.cls->kind, "combine") == 0;
}

/* The names of the columns: a contract, as the keys of JSON are.  Append, never rename. */
static const char *const columns[][2] = {{"特許番号", "patent"}, {"名称", "title"},
    {"順位", "rank"}, {"分野番号", "field"}, {"分野", "field_name"}, {"部門", "sector"},
    {"小分類", "subclass"}, {"小分類名", "subclass_name"}, {"用途仮説", "statement"},
    {"評点", "score"}, {"適合", "fit"}, {"意外", "surprise"}, {"課題百分位", "need_percentile"},
    {"先例百分位", "precedent_percentile"}, {"余白百分位", "whitespace_percentile"},
    {"距離百分位", "distance_percentile"}, {"課題文献", "need"}, {"課題文献名", "need_title"},
    {"課題の引用", "need_quote"}, {"他の課題文献", "other_needs"}, {"先例文献", "precedent"},
    {"先例文献名", "precedent_title"}, {"先例の引用", "precedent_quote"},
    {"他の先例文献", "other_precedents"}, {"既存文献", "refutation"},
    {"既存文献名", "refutation_title"}, {"既存の引用", "refutation_quote"},
    {"既存の近さ", "refutation_nearness"}, {"橋渡しの語", "bridges"}, {"相談先", "ask"}};

static void
csv_evidence(cells *c, const tensen_evidence *e)
{
	cells_str(c, e ? e->id : "");
	cells_str(c, e ? e->title : "");
	cells_str(c, e ? e->quote : "");
}

static double
nearness(const tensen_evidence *e)
{
	return (double)(e->problem < e->means ? e->problem : e->means);
}

static void
csv_others(cells *c, const tensen_evidence *e, size_t n, tensen_lang lang)
{
	buf b = BUF_INIT;

	for (size_t i = 1; i < n; i++)
		buf_printf(&b, "%s%s", i == 1 ? "" : lang == TENSEN_JA ? "、" : ", ", e[i].id);
	cells_text(c, (span){b.p ? b.p : "", b.n});
	c->out->failed |= b.failed;
	buf_clear(&b);
}

/* Two patents together are not scored in parts: the cells stay empty. */
static void
csv_parts(cells *c, const ideas_result *r, const tensen_idea *x)
{
	const float parts[] = {
	    x->fit, x->surprise, x->need, x->precedent, x->whitespace, x->distance};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (is_combine(r))
			cells_str(c, "");
		else
			cells_num(c, (double)parts[i], 4);
	}
}

static void
csv_idea(cells *c, const ideas_result *r, size_t i, tensen_lang lang)
{
	const tensen_idea *x = &r->ideas[i];
	const idea_detail *d = &r->details[i];

	cells_str(c, r->id);
	cells_str(c, r->title);
	cells_int(c, (long long)i + 1);
	cells_int(c, x->field);
	cells_str(c, d->field_name[lang]);
	cells_str(c, d->sector_name[lang]);
	cells_str(c, x->subclass);
	cells_str(c, d->subclass_name[lang]);
	cells_str(c, lang == TENSEN_JA ? x->statement_ja : x->statement_en);
	cells_num(c, (double)x->score, 4);
	csv_parts(c, r, x);
	csv_evidence(c, x->n_needs ? &x->needs[0] : NULL);
	csv_others(c, x->needs, x->n_needs, lang);
	csv_evidence(c, x->n_precedents ? &x->precedents[0] : NULL);
	csv_others(c, x->precedents, x->n_precedents, lang);
	csv_evidence(c, x->refutation);
	if (x->refutation)
		cells_num(c, nearness(x->refutation), 4);
	else
		cells_str(c, "");
	cells_joined(c, x->bridges, x->n_bridges, lang);
	cells_joined(c, x->applicants, x->n_applicants, lang);
	cells_end(c);
}

void
ideas_csv(const tensen_result *res, const tensen_style *style, buf *out)
{
	const ideas_result *r = ideas_of(res);
	cells c = cells_to(out);

	cells_names(&c, columns, sizeof columns / sizeof *columns, style->lang);
	for (size_t i = 0; i < r->n_ideas; i++)
		csv_idea(&c, r, i, style->lang);
}

static void
md_evidence(buf *out, const char *label, const tensen_evidence *e, size_t n, int ja)
{
	for (size_t i = 0; i < n; i++) {
		buf_printf(out, ja ? "- %s：" : "- %s: ", label);
		md_str(out, e[i].id);
		buf_char(out, ' ');
		md_str(out, e[i].title);
		if (e[i].date)
			buf_printf(out, ja ? "（%u）" : " (%u)", e[i].date / 10000);
		if (e[i].quote[0]) {
			buf_str(out, "\n  > ");
			md_marked(out, span_of(e[i].quote), (marks){e[i].marks, e[i].n_marks});
			buf_char(out, '\n');
		}
		buf_char(out, '\n');
	}
}

static void
md_words(buf *out, const char *label, const char *const *v, size_t n, int ja)
{
	if (!n)
		return;
	buf_printf(out, ja ? "- %s：" : "- %s: ", label);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_str(out, ja ? "、" : ", ");
		md_str(out, v[i]);
	}
	buf_char(out, '\n');
}

static void
md_idea(const ideas_result *r, size_t i, int ja, buf *out)
{
	const tensen_idea *x = &r->ideas[i];
	const idea_detail *d = &r->details[i];
	buf label = BUF_INIT;

	buf_printf(out, "\n## %zu. ", i + 1);
	md_str(out, d->field_name[!ja]);
	if (x->subclass[0]) {
		buf_printf(out, ja ? "／%s " : " / %s ", x->subclass);
		md_str(out, d->subclass_name[!ja]);
	}
	buf_str(out, "\n\n**");
	md_str(out, ja ? x->statement_ja : x->statement_en);
	buf_str(out, "**\n\n");
	md_evidence(out, ja ? "課題" : "need", x->needs, x->n_needs, ja);
	md_evidence(out, ja ? "先例" : "precedent", x->precedents, x->n_precedents, ja);
	if (x->refutation) {
		buf_printf(&label,
		    ja ? "既存（課題・手段とも近い度合い %.2f）"
		       : "exists (near in both problem and means: %.2f)",
		    nearness(x->refutation));
		md_evidence(out, buf_cstr(&label), x->refutation, 1, ja);
		buf_clear(&label);
	}
	md_words(out, ja ? "橋渡しの語" : "bridging terms", x->bridges, x->n_bridges, ja);
	md_words(out, ja ? "相談先" : "ask", x->applicants, x->n_applicants, ja);
	if (is_combine(r))
		buf_printf(out, ja ? "\n評点 %.2f\n" : "\nscore %.2f\n", (double)x->score);
	else
		buf_printf(out,
		    ja ? "\n| 評点 | 適合 | 意外 | 課題 | 先例 | 余白 | 距離 |\n"
			 "|---:|---:|---:|---:|---:|---:|---:|\n"
			 "| %.2f | %.2f | %.2f | %.0f | %.0f | %.0f | %.0f |\n"
		       : "\n| score | fit | surprise | need | precedent | whitespace | distance |\n"
			 "|---:|---:|---:|---:|---:|---:|---:|\n"
			 "| %.2f | %.2f | %.2f | %.0f | %.0f | %.0f | %.0f |\n",
		    (double)x->score, (double)x->fit, (double)x->surprise, 100 * (double)x->need,
		    100 * (double)x->precedent, 100 * (double)x->whitespace,
		    100 * (double)x->distance);
}

void
ideas_markdown(const tensen_result *res, const tensen_style *style, buf *out)
{
	const ideas_result *r = ideas_of(res);
	int ja = style->lang == TENSEN_JA;

	buf_str(out, "# ");
	if (r->id[0]) {
		md_str(out, r->id);
		buf_char(out, ' ');
		md_str(out, r->title);
	}
	buf_str(out, r->id[0] ? ja ? " の用途仮説\n\n" : ": uses in other fields\n\n"
		     : ja     ? "入力された文章の用途仮説\n\n"
			      : "Uses in other fields of the given text\n\n");
	buf_str(out, ja ? "元の分野：" : "own field: ");
	md_str(out, r->own_fields[style->lang]);
	if (r->functions[0]) {
		buf_str(out, ja ? "　働き：" : "; does: ");
		md_str(out, r->functions);
	}
	buf_char(out, '\n');
	if (!r->n_ideas)
		buf_str(out, ja ? "\n該当なし\n" : "\nnone\n");
	for (size_t i = 0; i < r->n_ideas; i++)
		md_idea(r, i, ja, out);
}

/* The list above the sheets, for the screen: print begins with the first sheet. */
static void
overview(const ideas_result *r, const tensen_style *style, buf *out)
{
	int ja = style->lang == TENSEN_JA;

	buf_str(out, "<div class=scroll><table>\n<tr><th class=num></th>");
	buf_printf(out, ja ? "<th>分野</th><th>用途仮説</th><th class=num>評点</th><th>適合</th>"
			     "<th>意外</th></tr>\n"
			   : "<th>field</th><th>use hypothesis</th><th class=num>score</th>"
			     "<th>fit</th><th>surprise</th></tr>\n");
	for (size_t i = 0; i < r->n_ideas; i++) {
		const tensen_idea *x = &r->ideas[i];
		buf_printf(
		    out, "<tr><td class=num><a href=\"#sheet-%zu\">%zu</a></td><td>", i + 1, i + 1);
		html_str(out, r->details[i].field_name[style->lang]);
		buf_str(out, "</td><td>");
		html_str(out, ja ? x->statement_ja : x->statement_en);
		buf_str(out, "</td>");
		html_cell_num(out, (double)x->score, 2);
		buf_str(out, "<td class=meter>");
		html_bar(out, (double)x->fit, "a");
		buf_str(out, "</td><td class=meter>");
		html_bar(out, (double)x->surprise, "b");
		buf_str(out, "</td></tr>\n");
	}
	buf_str(out, "</table></div>\n");
}

void
ideas_html(const tensen_result *res, const tensen_style *style, buf *out)
{
	const ideas_result *r = ideas_of(res);
	int ja = style->lang == TENSEN_JA;
	buf title = BUF_INIT;

	buf_printf(
	    &title, ja ? "用途仮説: %s%s%s" : "Uses: %s%s%s", r->id, r->id[0] ? " " : "", r->title);
	html_begin(out, style->lang, "sheets", buf_cstr(&title));
	buf_printf(out, "<main class=\"%s\">\n", r->n_ideas ? "screen" : "");
	html_element(out, "h1",
	    r->id[0] ? buf_cstr(&title) + (ja ? strlen("用途仮説: ") : strlen("Uses: "))
	    : ja     ? "入力された文章"
		     : "The given text");
	buf_str(out, "<p class=lead>");
	html_str(out, ja ? "元の分野: " : "Own field: ");
	html_str(out, r->own_fields[style->lang]);
	buf_str(out, "</p>\n");
	if (r->n_ideas)
		overview(r, style, out);
	else
		html_element(out, "p", ja ? "該当なし" : "none");
	html_made_by(out, res, style);
	buf_str(out, "</main>\n");
	for (size_t i = 0; i < r->n_ideas; i++)
		sheet_write(out, r, i, i + 1, r->n_ideas, style);
	html_end(out);
	buf_clear(&title);
}
