/* result/ideas/ideas_result.c - ideas as JSON and as a table for an 80-column terminal. */
#include "result/ideas/ideas_result.h"
#include <string.h>
#include "corpus/document/document.h"
#include "result/ideas/ideas_forms.h"
#include "result/ideas/ideas_say.h"
#include "result/write/table.h"

static int
empty(const tensen_result *r)
{
	return ((const ideas_result *)(const void *)r)->n_ideas == 0;
}

static void
json_subclasses(json *j, const idea_detail *d, tensen_lang lang)
{
	json_key_open(j, "subclasses", '[');
	for (uint32_t i = 0; i < d->n_subclasses; i++) {
		const subclass_share *x = &d->subclasses[i];
		json_open(j, '{');
		json_key_str(j, "symbol", x->symbol);
		json_key_str(j, "name", x->name[lang]);
		json_key_num(j, "share", x->share, 3);
		json_key_int(j, "documents", x->documents);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
json_support(json *j, const tensen_support *x)
{
	json_key_open(j, "support", '{');
	json_key_int(j, "documents", x->documents);
	json_key_int(j, "applicants", x->applicants);
	json_key_int(j, "open", x->open);
	json_key_int(j, "first_year", x->first_year);
	json_key_int(j, "last_year", x->last_year);
	json_key_int(j, "recent", x->recent);
	json_key_int(j, "earlier", x->earlier);
	json_close(j, '}');
}

double
evidence_nearness(const tensen_evidence *e)
{
	return (double)(e->problem < e->means ? e->problem : e->means);
}

static void
json_evidence(json *j, const char *key, const tensen_evidence *e, size_t n)
{
	json_key_open(j, key, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_key_str(j, "id", e[i].id);
		json_key_str(j, "title", e[i].title);
		json_key_str(j, "quote", e[i].quote);
		json_key_num(j, "need", e[i].need, 4);
		json_key_num(j, "problem", e[i].problem, 4);
		json_key_num(j, "means", e[i].means, 4);
		json_key_int(j, "date", e[i].date);
		json_key_str(j, "status", doc_status_name(e[i].status));
		json_key_bool(j, "open", e[i].open);
		json_key_strs(j, "marks", e[i].marks, e[i].n_marks);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
json_source(json *j, const idea_source *x)
{
	json_open(j, '{');
	json_key_str(j, "id", x->id);
	json_key_str(j, "title", x->title);
	json_key_str(j, "license_id", x->license_id);
	json_key_str(j, "license_terms", x->license_terms);
	json_key_str(j, "applicants", x->applicants);
	json_key_str(j, "classes", x->classes);
	json_key_int(j, "date", x->date);
	json_key_str(j, "status", doc_status_name(x->status));
	json_key_bool(j, "open", x->open);
	json_key_str(j, "problem", x->problem);
	json_key_str(j, "means", x->means);
	json_close(j, '}');
}

void
ideas_json_keys(json *j, const ideas_result *r, size_t i, tensen_lang lang)
{
	const tensen_idea *x = &r->ideas[i];
	const idea_detail *d = &r->details[i];

	json_key_int(j, "rank", (int64_t)i + 1);
	json_key_int(j, "field", x->field);
	json_key_str(j, "field_name", d->field_name[lang]);
	json_key_str(j, "sector", d->sector_name[lang]);
	json_key_str(j, "subclass", x->subclass);
	json_key_str(j, "subclass_name", d->subclass_name[lang]);
	json_key_str(j, "products", d->products[lang]);
	json_key_int(j, "field_documents", d->field_size);
	json_key_str(j, "statement", lang == TENSEN_JA ? x->statement_ja : x->statement_en);
	json_key_num(j, "score", x->score, 4);
	json_key_num(j, "fit", x->fit, 4);
	json_key_num(j, "surprise", x->surprise, 4);
	json_key_open(j, "percentiles", '{');
	json_key_num(j, "need", x->need, 4);
	json_key_num(j, "precedent", x->precedent, 4);
	json_key_num(j, "whitespace", x->whitespace, 4);
	json_key_num(j, "distance", x->distance, 4);
	json_close(j, '}');
	json_subclasses(j, d, lang);
	json_support(j, &x->support);
	json_evidence(j, "needs", x->needs, x->n_needs);
	json_evidence(j, "precedents", x->precedents, x->n_precedents);
	json_evidence(j, "refutation", x->refutation, x->refutation ? 1 : 0);
	json_key_strs(j, "bridges", x->bridges, x->n_bridges);
	json_key_strs(j, "differs", x->differs, x->n_differs);
	json_key_strs(j, "applicants", x->applicants, x->n_applicants);
}

static void
json_idea(json *j, const ideas_result *r, size_t i, tensen_lang lang)
{
	json_open(j, '{');
	ideas_json_keys(j, r, i, lang);
	json_close(j, '}');
}

static void
to_json(const tensen_result *res, const tensen_style *style, json *j)
{
	const ideas_result *r = (const ideas_result *)(const void *)res;

	json_key_str(j, "id", r->id);
	json_key_str(j, "title", r->title);
	json_key_str(j, "own_fields", r->own_fields[style->lang]);
	fields_json_mask(j, "query_fields", r->query_fields);
	json_key_bool(j, "own_fields_guessed", r->fields_guessed);
	json_key_open(j, "sources", '[');
	for (size_t i = 0; i < r->n_sources; i++)
		json_source(j, &r->sources[i]);
	json_close(j, ']');
	json_key_str(j, "functions", r->functions);
	query_words_json(j, &r->words);
	json_key_num(j, "boldness", r->boldness, 2);
	json_key_open(j, "ideas", '[');
	for (size_t i = 0; i < r->n_ideas; i++)
		json_idea(j, r, i, style->lang);
	json_close(j, ']');
}

static void
to_jsonl(const tensen_result *res, const tensen_style *style, buf *out)
{
	const ideas_result *r = (const ideas_result *)(const void *)res;

	for (size_t i = 0; i < r->n_ideas; i++) {
		json j;
		json_init(&j, out, 0);
		json_idea(&j, r, i, style->lang);
		buf_char(out, '\n');
	}
}

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
	out->failed |= line.failed;
	buf_clear(&line);
}

/* A precedent may be the refutation too, by the same words. */
static int
quoted_above(const tensen_idea *x, const tensen_evidence *e)
{
	for (size_t i = 0; i < x->n_precedents; i++)
		if (!strcmp(x->precedents[i].id, e->id) &&
		    !strcmp(x->precedents[i].quote, e->quote))
			return 1;
	return 0;
}

/* The document that comes nearest to doing both, and how near that is: 1 would be the idea itself.
 */
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
	out->failed |= line.failed;
	buf_clear(&line);
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
	out->failed |= line.failed;
	buf_clear(&line);
}

static void
support(const tensen_support *x, tensen_lang lang, unsigned w, buf *out)
{
	buf line = BUF_INIT;

	support_say(&line, x, lang);
	table_labelled(out, lang == TENSEN_JA ? "裏付" : "backed", (span){line.p, line.n}, w);
	out->failed |= line.failed;
	buf_clear(&line);
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
	out->failed |= line.failed;
	buf_clear(&line);
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
	out->failed |= line.failed;
	buf_clear(&line);
}

static void
to_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const ideas_result *r = (const ideas_result *)(const void *)res;
	unsigned w = style->columns ? style->columns : 80;

	if (w < 40)
		w = 40;
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

static const result_class ideas_class = {
    "ideas", empty, to_json, to_table, to_jsonl, ideas_csv, ideas_markdown, ideas_html, NULL};

static const result_class combine_class = {
    "combine", empty, to_json, to_table, to_jsonl, ideas_csv, ideas_markdown, ideas_html, NULL};

int
ideas_is_combine(const ideas_result *r)
{
	return r->base.cls == &combine_class;
}

ideas_result *
combine_result_new(void)
{
	return result_new(&combine_class, sizeof(ideas_result));
}

ideas_result *
ideas_result_new(void)
{
	return result_new(&ideas_class, sizeof(ideas_result));
}

const tensen_idea *
tensen_result_ideas(const tensen_result *r, size_t *n)
{
	const ideas_result *x = (const ideas_result *)(const void *)r;

	*n = r->cls == &ideas_class || r->cls == &combine_class ? x->n_ideas : 0;
	return *n ? x->ideas : NULL;
}
