/* result/ideas/ideas_json.c - ideas (and patents combined) as JSON and as JSON lines. */
#include "result/ideas/idea_words.h"
#include "result/ideas/ideas_result.h"
#include "result/ideas/unread.h"
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

void
ideas_json_keys(json *j, const ideas_result *r, size_t i, tensen_lang lang)
{
	const tensen_idea *x = &r->ideas[i];

	json_key_int(j, "rank", (int64_t)i + 1);
	document_json(j, &x->document, lang);
	json_key_str(j, "application", x->application);
	json_key_str(j, "transfer", x->transfer);
	json_key_str(j, "quote_query", x->quote_query);
	json_key_str(j, "quote_document", x->quote_document);
	json_key_str(j, "objection", x->objection);
	json_key_int(j, "grade", x->grade);
	json_key_str(j, "shelf", shelf_words[x->shelf].name);
	json_optional(j, "by", x->by);
	json_optional(j, "date", x->date);
	json_key_bool(j, "doubted", x->doubted);
	json_optional(j, "doubt_by", x->doubt_by);
	if (x->aspect == TENSEN_NO_ASPECT)
		json_key_null(j, "aspect");
	else
		json_key_int(j, "aspect", x->aspect);
	json_key_num(j, "distance", x->distance, 4);
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
	aspects_json(j, "asked", r->list.aspects, r->list.n_aspects);
	json_key_int(j, "read", r->n_read);
	json_key_open(j, "ideas", '[');
	for (size_t i = 0; i < r->n_ideas; i++)
		json_idea(j, r, i, style->lang);
	json_close(j, ']');
	candidates_json(j, "unread", &r->list, 0, style->lang);
	json_key_int(j, "unread_one_in", UNREAD_ONE_IN);
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
