/* result/ideas/ideas_markdown.c - ideas as Markdown. */
#include "result/ideas/ideas_result.h"
#include "result/ideas/ideas_say.h"
#include "result/write/markdown.h"

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
md_line(buf *out, const char *label, const char *text, int ja)
{
	if (text[0])
		md_words(out, label, &text, 1, ja);
}

/* How query and target differ, how well the need is supported, which subclasses it lies in. */
static void
md_grounds(const ideas_result *r, size_t i, int ja, buf *out)
{
	const tensen_idea *x = &r->ideas[i];
	const idea_detail *d = &r->details[i];
	tensen_lang lang = ja ? TENSEN_JA : TENSEN_EN;
	buf b = BUF_INIT;

	if (ideas_is_combine(r))
		return;
	if (x->n_needs)
		difference_say(&b, &x->needs[0], lang);
	md_line(out, ja ? "相違" : "what differs", buf_cstr(&b), ja);
	md_words(out, ja ? "用途の側にだけある語" : "spoken of there only", x->differs,
	    x->n_differs, ja);
	buf_again(&b);
	if (x->support.documents)
		support_say(&b, &x->support, lang);
	md_line(out, ja ? "裏付け" : "support", buf_cstr(&b), ja);
	buf_again(&b);
	subclasses_say(&b, d, lang);
	md_line(out, ja ? "サブクラスの内訳" : "subclasses", buf_cstr(&b), ja);
	md_line(out, ja ? "対象の例" : "such as", d->products[lang], ja);
	buf_end_part(out, &b);
}

/* The patent of the query: state, licence, owner, core of its technique. */
static void
md_source(const idea_source *x, int ja, buf *out)
{
	buf b = BUF_INIT;

	if (!x->id[0])
		return;
	buf_str(out, ja ? "\n## 元の特許：" : "\n## The patent: ");
	md_str(out, x->id);
	buf_char(out, ' ');
	md_str(out, x->title);
	buf_str(out, "\n\n");
	state_say(&b, x, ja ? TENSEN_JA : TENSEN_EN);
	md_line(out, ja ? "状態" : "state", buf_cstr(&b), ja);
	buf_again(&b);
	licence_say(&b, x->license_id, x->license_terms);
	md_line(out, ja ? "許諾" : "licence", buf_cstr(&b), ja);
	md_line(out, ja ? "権利者" : "owner", x->applicants, ja);
	md_line(out, ja ? "分類" : "classes", x->classes, ja);
	md_line(out, ja ? "課題" : "problem", x->problem, ja);
	md_line(out, ja ? "技術の核心" : "core of the technique", x->means, ja);
	buf_end_part(out, &b);
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
		    evidence_nearness(x->refutation));
		md_evidence(out, buf_cstr(&label), x->refutation, 1, ja);
		buf_end_part(out, &label);
	}
	md_words(out, ja ? "橋渡しの語" : "bridging terms", x->bridges, x->n_bridges, ja);
	md_grounds(r, i, ja, out);
	md_words(out, ja ? "相談先" : "ask", x->applicants, x->n_applicants, ja);
	if (ideas_is_combine(r))
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
	const ideas_result *r = RESULT_AS(ideas_result, res);
	const char *own = r->own_fields[style->lang];
	int ja = style->lang == TENSEN_JA;

	buf_str(out, "# ");
	md_str(out, r->id);
	if (r->title[0]) {
		buf_char(out, ' ');
		md_str(out, r->title);
	}
	buf_str(out, r->id[0] ? ja ? " の用途仮説\n\n" : ": uses in other fields\n\n"
		     : ja     ? "入力された文章の用途仮説\n\n"
			      : "Uses in other fields of the given text\n\n");
	if (own[0]) {
		buf_str(out, ja ? "元の分野：" : "own field: ");
		md_str(out, own);
	}
	if (r->functions[0]) {
		buf_str(out, !own[0] ? "" : ja ? "　" : "; ");
		buf_str(out, ja ? "働き：" : "does: ");
		md_str(out, r->functions);
	}
	if (own[0] || r->functions[0])
		buf_char(out, '\n');
	for (size_t i = 0; i < r->n_sources; i++)
		md_source(&r->sources[i], ja, out);
	if (!r->n_ideas)
		query_words_markdown(out, &r->words, style->lang);
	for (size_t i = 0; i < r->n_ideas; i++)
		md_idea(r, i, ja, out);
	md_made_by(out, res, style);
}
