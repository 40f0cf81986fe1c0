/* result/ideas/ideas_json.c - ideas (and two patents combined) as JSON and as JSON lines. */
#include "result/ideas/ideas_result.h"
#include "corpus/document/document.h"

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

void
ideas_json(const tensen_result *res, const tensen_style *style, json *j)
{
	const ideas_result *r = RESULT_AS(ideas_result, res);

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

void
ideas_jsonl(const tensen_result *res, const tensen_style *style, buf *out)
{
	const ideas_result *r = RESULT_AS(ideas_result, res);

	for (size_t i = 0; i < r->n_ideas; i++) {
		json j;
		json_init(&j, out, 0);
		json_idea(&j, r, i, style->lang);
		buf_char(out, '\n');
	}
}
