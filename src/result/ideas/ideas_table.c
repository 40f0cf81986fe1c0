/* result/ideas/ideas_table.c - ideas as a table for an 80-column terminal. */
#include "result/ideas/ideas_result.h"
#include <string.h>
#include "result/ideas/ideas_say.h"
#include "result/write/table.h"

static void
table_evidence(buf *out, const char *label, const tensen_evidence *e, size_t n, unsigned w)
{
	buf line = BUF_INIT;

	for (size_t i = 0; i < n; i++) {
		buf_again(&line);
		buf_printf(&line, "%s %s", e[i].id, e[i].title);
		table_labelled(out, i ? "" : label, (span){line.p, line.n}, w);
		if (!e[i].quote[0])
			continue;
		buf_again(&line);
		buf_printf(&line, "「%s」", e[i].quote);
		table_labelled(out, "", (span){line.p, line.n}, w);
	}
	buf_end_part(out, &line);
}

/* 1 if the same sentence of the refutation was quoted above as a precedent. */
static int
quoted_above(const tensen_idea *x, const tensen_evidence *e)
{
	for (size_t i = 0; i < x->n_precedents; i++)
		if (!strcmp(x->precedents[i].id, e->id) &&
		    !strcmp(x->precedents[i].quote, e->quote))
			return 1;
	return 0;
}

/* The refutation: the document nearest to the idea, and how near it is.  1 would be the idea
 * itself. */
static void
refutation(buf *out, const char *label, const tensen_idea *x, tensen_lang lang, unsigned w)
{
	const tensen_evidence *e = x->refutation;
	buf line = BUF_INIT;

	if (!e)
		return;
	buf_printf(&line,
	    lang == TENSEN_JA ? "%s %s（課題・手段とも近い度合い %.2f）"
			      : "%s %s (near in both problem and means: %.2f)",
	    e->id, e->title, evidence_nearness(e));
	table_labelled(out, label, (span){line.p, line.n}, w);
	buf_again(&line);
	if (quoted_above(x, e))
		buf_str(&line, lang == TENSEN_JA ? "（引用は先例に同じ）" : "(quoted above)");
	else
		buf_printf(&line, "「%s」", e->quote);
	table_labelled(out, "", (span){line.p, line.n}, w);
	buf_end_part(out, &line);
}

static void
components(const tensen_idea *x, tensen_lang lang, unsigned w, buf *out)
{
	buf line = BUF_INIT;

	buf_printf(&line,
	    lang == TENSEN_JA
		? "適合 %.2f 意外 %.2f ｜課題 %.0f 先例 %.0f 余白 %.0f 距離 %.0f（百分位）"
		: "fit %.2f surprise %.2f | need %.0f precedent %.0f whitespace %.0f "
		  "distance %.0f (percentiles)",
	    (double)x->fit, (double)x->surprise, 100 * (double)x->need, 100 * (double)x->precedent,
	    100 * (double)x->whitespace, 100 * (double)x->distance);
	table_labelled(out, lang == TENSEN_JA ? "成分" : "parts", (span){line.p, line.n}, w);
	buf_end_part(out, &line);
}

static void
support(const tensen_support *x, tensen_lang lang, unsigned w, buf *out)
{
	buf line = BUF_INIT;

	support_say(&line, x, lang);
	table_labelled(out, lang == TENSEN_JA ? "裏付" : "backed", (span){line.p, line.n}, w);
	buf_end_part(out, &line);
}

static void
table_idea(const ideas_result *r, size_t i, tensen_lang lang, unsigned w, buf *out)
{
	static const char *const words[2][6] = {{"課題", "先例", "既存", "橋渡", "相談", "相違"},
	    {"need", "prec.", "exists", "bridge", "ask", "unlike"}};
	const tensen_idea *x = &r->ideas[i];
	const idea_detail *d = &r->details[i];
	const char *const *word = words[lang];
	buf line = BUF_INIT;

	buf_printf(&line, "%2zu. %s", i + 1, d->field_name[lang]);
	if (x->subclass[0])
		buf_printf(&line, " / %s %s", x->subclass, d->subclass_name[lang]);
	buf_printf(&line, lang == TENSEN_JA ? "  評点 %.2f" : "  score %.2f", (double)x->score);
	table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	buf_str(out, "     ");
	table_wrap(out, span_of(lang == TENSEN_JA ? x->statement_ja : x->statement_en), w - 5, 5);
	table_evidence(out, word[0], x->needs, x->n_needs, w);
	table_evidence(out, word[1], x->precedents, x->n_precedents, w);
	refutation(out, word[2], x, lang, w);
	table_joined(out, word[3], x->bridges, x->n_bridges, lang, w);
	table_joined(out, word[5], x->differs, x->n_differs, lang, w);
	table_joined(out, word[4], x->applicants, x->n_applicants, lang, w);
	if (!ideas_is_combine(r)) {
		support(&x->support, lang, w, out);
		components(x, lang, w, out);
	}
	buf_end_part(out, &line);
}

static void
table_head(const ideas_result *r, tensen_lang lang, unsigned w, buf *out)
{
	int ja = lang == TENSEN_JA;
	buf line = BUF_INIT;

	if (r->id[0])
		buf_printf(&line, "%s %s", r->id, r->title);
	else
		buf_str(&line, ja ? "入力された文章" : "the given text");
	table_wrap(out, (span){line.p, line.n}, w - 2, 2);
	if (r->own_fields[lang][0]) {
		buf_again(&line);
		buf_printf(&line, ja ? "元の分野: %s%s" : "own field: %s%s", r->own_fields[lang],
		    !r->fields_guessed ? ""
		    : ja               ? "（文章から推定）"
				       : " (guessed from the text)");
		buf_str(out, "  ");
		table_wrap(out, (span){line.p, line.n}, w - 4, 4);
	}
	if (r->functions[0]) {
		buf_again(&line);
		buf_printf(&line, ja ? "働き: %s" : "does: %s", r->functions);
		buf_str(out, "  ");
		table_wrap(out, (span){line.p, line.n}, w - 4, 4);
	}
	buf_str(out, ja ? "\n他分野での用途仮説\n" : "\nuses in other fields\n");
	buf_end_part(out, &line);
}

void
ideas_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const ideas_result *r = RESULT_AS(ideas_result, res);
	unsigned w = table_columns(style);

	if (r->words.known == 0) {
		query_words_table(out, &r->words, style->lang, w);
		return;
	}
	table_head(r, style->lang, w, out);
	if (r->n_ideas == 0)
		buf_str(out, style->lang == TENSEN_JA ? "\n該当なし\n" : "\nnone\n");
	for (size_t i = 0; i < r->n_ideas; i++) {
		buf_char(out, '\n');
		table_idea(r, i, style->lang, w, out);
	}
}
