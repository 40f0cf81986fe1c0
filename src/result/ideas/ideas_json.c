/* result/ideas/ideas_json.c - ideas (and patents combined) as JSON and as JSON lines. */
#include "result/ideas/idea_words.h"
#include "result/ideas/ideas_result.h"
#include "corpus/document/document.h"

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

static void
json_target(json *j, const tensen_idea *x, const idea_detail *d, tensen_lang lang)
{
	json_key_str(j, "application", x->application[lang]);
	json_key_int(j, "field", x->field);
	json_key_str(j, "field_name", d->field_name[lang]);
	json_key_str(j, "sector", d->sector_name[lang]);
	json_key_str(j, "subclass", x->subclass);
	json_key_str(j, "subclass_name", d->subclass_name[lang]);
	json_key_str(j, "products", d->products[lang]);
	json_key_int(j, "field_documents", d->field_size);
}

static void
json_nearest(json *j, const tensen_nearest *x)
{
	if (!x) {
		json_key_null(j, "nearest");
		return;
	}
	json_key_open(j, "nearest", '{');
	json_key_str(j, "id", x->id);
	json_key_str(j, "title", x->title);
	json_key_str(j, "sentence", x->sentence);
	json_key_num(j, "near", x->near, 4);
	json_key_bool(j, "exists", x->exists);
	json_key_int(j, "date", x->date);
	json_key_str(j, "status", doc_status_name(x->status));
	json_key_bool(j, "open", x->open);
	json_close(j, '}');
}

static void
json_documents(json *j, const ideas_result *r, const tensen_idea *x, tensen_lang lang)
{
	json_key_open(j, "lead", '{');
	candidate_json_keys(j, x->lead, r->list.aspects, lang);
	json_close(j, '}');
	json_key_open(j, "others", '[');
	for (size_t i = 0; i < x->n_others; i++) {
		json_open(j, '{');
		candidate_json_keys(j, &x->others[i], r->list.aspects, lang);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_nearest(j, x->nearest);
	json_key_strs(j, "applicants", x->applicants, x->n_applicants);
}

void
ideas_json_keys(json *j, const ideas_result *r, size_t i, tensen_lang lang)
{
	const tensen_idea *x = &r->ideas[i];

	json_key_int(j, "rank", (int64_t)i + 1);
	json_target(j, x, &r->details[i], lang);
	json_key_str(j, "shelf", shelf_words[x->shelf].name);
	json_key_open(j, "confidence", '{');
	json_key_str(j, "band", band_words[x->band].name);
	json_key_num(j, "share", x->share, 4);
	json_close(j, '}');
	json_key_num(j, "distance", x->distance, 4);
	json_key_str(j, "statement", lang == TENSEN_JA ? x->statement_ja : x->statement_en);
	json_documents(j, r, x, lang);
}

static void
json_idea(json *j, const ideas_result *r, size_t i, tensen_lang lang)
{
	json_open(j, '{');
	ideas_json_keys(j, r, i, lang);
	json_close(j, '}');
}

static void
json_query(json *j, const ideas_result *r, tensen_lang lang)
{
	json_key_str(j, "id", r->id);
	json_key_str(j, "title", r->title);
	json_key_str(j, "own_fields", r->own_fields[lang]);
	fields_json_mask(j, "query_fields", r->query_fields);
	json_key_bool(j, "own_fields_guessed", r->fields_guessed);
	json_key_bool(j, "title_only", r->title_only);
	json_key_bool(j, "unfamiliar", r->unfamiliar);
	json_key_int(j, "own_family", r->n_family);
	json_key_open(j, "sources", '[');
	for (size_t i = 0; i < r->n_sources; i++)
		json_source(j, &r->sources[i]);
	json_close(j, ']');
	json_key_str(j, "functions", r->functions);
	json_key_strs(j, "key_words", r->key_words, r->n_key_words);
	query_words_json(j, &r->words);
}

void
ideas_json(const tensen_result *res, const tensen_style *style, json *j)
{
	const ideas_result *r = RESULT_AS(ideas_result, res);

	json_query(j, r, style->lang);
	json_key_num(j, "boldness", r->boldness, 2);
	aspects_json(j, "aspects", r->list.aspects, r->list.n_aspects);
	json_key_open(j, "ideas", '[');
	for (size_t i = 0; i < r->n_ideas; i++)
		json_idea(j, r, i, style->lang);
	json_close(j, ']');
	candidates_json(j, "candidates", &r->list, style->lang);
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
