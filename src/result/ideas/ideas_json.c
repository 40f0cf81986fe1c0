/* result/ideas/ideas_json.c - ideas (and patents combined) as JSON and as JSON lines. */
#include "result/ideas/idea_words.h"
#include "result/ideas/ideas_result.h"
#include "result/ideas/unread.h"
#include "corpus/document/document.h"

static void
json_source(json *out, const idea_source *source)
{
	json_open(out, '{');
	json_key_str(out, "id", source->id);
	json_key_str(out, "title", source->title);
	json_key_str(out, "license_id", source->license_id);
	json_key_str(out, "license_terms", source->license_terms);
	json_key_str(out, "applicants", source->applicants);
	json_key_str(out, "classes", source->classes);
	json_key_int(out, "date", source->date);
	json_key_str(out, "status", doc_status_name(source->status));
	json_key_bool(out, "open", source->open);
	json_key_str(out, "problem", source->problem);
	json_key_str(out, "means", source->means);
	json_close(out, '}');
}

void
ideas_json_keys(json *out, const ideas_result *result, size_t i, tensen_lang lang)
{
	const tensen_idea *x = &result->ideas[i];

	json_key_int(out, "rank", (int64_t)i + 1);
	document_json(out, &x->document, lang);
	json_key_str(out, "application", x->application);
	json_key_str(out, "transfer", x->transfer);
	json_key_str(out, "quote_query", x->quote_query);
	json_key_str(out, "quote_document", x->quote_document);
	json_key_str(out, "objection", x->objection);
	json_key_int(out, "grade", x->grade);
	json_key_str(out, "shelf", shelf_words[x->shelf].name);
	json_optional(out, "by", x->by);
	json_optional(out, "date", x->date);
	json_key_bool(out, "doubted", x->doubted);
	json_optional(out, "doubt_by", x->doubt_by);
	if (x->aspect == TENSEN_NO_ASPECT)
		json_key_null(out, "aspect");
	else
		json_key_int(out, "aspect", x->aspect);
	json_key_num(out, "distance", x->distance, 4);
	json_key_strs(out, "applicants", x->applicants, x->n_applicants);
}

static void
json_idea(json *out, const ideas_result *result, size_t i, tensen_lang lang)
{
	json_open(out, '{');
	ideas_json_keys(out, result, i, lang);
	json_close(out, '}');
}

static void
json_query(json *out, const ideas_result *result, tensen_lang lang)
{
	json_key_str(out, "id", result->id);
	json_key_str(out, "title", result->title);
	json_key_str(out, "own_fields", result->own_fields[lang]);
	json_key(out, "query_fields");
	fields_json_mask(out, result->query_fields);
	json_key_bool(out, "own_fields_guessed", result->fields_guessed);
	json_key_bool(out, "title_only", result->title_only);
	json_key_bool(out, "unfamiliar", result->unfamiliar);
	json_key_int(out, "own_family", result->n_family);
	json_key_open(out, "sources", '[');
	for (size_t i = 0; i < result->n_sources; i++)
		json_source(out, &result->sources[i]);
	json_close(out, ']');
	json_key_str(out, "functions", result->functions);
	json_key_strs(out, "key_words", result->key_words, result->n_key_words);
	query_words_json(out, &result->words);
}

void
ideas_json(const tensen_result *res, const tensen_style *style, json *out)
{
	const ideas_result *r = RESULT_AS(ideas_result, res);

	json_query(out, r, style->lang);
	json_key_num(out, "boldness", r->boldness, 2);
	aspects_json(out, "asked", r->list.aspects, r->list.n_aspects);
	json_key_int(out, "read", r->n_read);
	json_key_int(out, "left_out", r->n_left_out);
	json_key_open(out, "ideas", '[');
	for (size_t i = 0; i < r->n_ideas; i++)
		json_idea(out, r, i, style->lang);
	json_close(out, ']');
	candidates_json(out, "unread", &r->list, 0, style->lang);
	json_key_int(out, "unread_one_in", UNREAD_ONE_IN);
}

/* An idea a line, then an unread document a line, each with the query's id: a line to which a grade
 * is added is one of the file that is read back. */
void
ideas_jsonl(const tensen_result *res, const tensen_style *style, buf *out)
{
	const ideas_result *r = RESULT_AS(ideas_result, res);

	for (size_t i = 0; i < r->n_ideas + r->list.n; i++) {
		json j;
		json_init(&j, out, 0);
		json_open(&j, '{');
		json_key_str(&j, "query", r->id);
		if (i < r->n_ideas)
			ideas_json_keys(&j, r, i, style->lang);
		else
			candidate_json_keys(&j, &r->list, i - r->n_ideas, 0, style->lang);
		json_close(&j, '}');
		buf_char(out, '\n');
	}
}
