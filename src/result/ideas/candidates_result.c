/* result/ideas/candidates_result.c - candidates as JSON, JSONL, CSV and table. */
#include "result/ideas/candidates_result.h"
#include "fields/fields.h"
#include "corpus/document/document.h"
#include "result/ideas/idea_words.h"
#include "result/ideas/ideas_say.h"
#include "result/write/table.h"

static void
aspect_keys(json *out, const void *list, size_t i)
{
	const tensen_aspect *x = (const tensen_aspect *)list + i;

	json_key_str(out, "text", x->text);
	json_key_str(out, "kind", aspect_words[x->kind].name);
	json_key_int(out, "looked", x->looked);
	json_key_int(out, "read", x->read);
	json_key_int(out, "good", x->good);
}

void
aspects_json(json *out, const char *key, const tensen_aspect *one_aspect, size_t n)
{
	json_key_objects(out, key, n, aspect_keys, one_aspect);
}

void
json_optional(json *out, const char *key, const char *str)
{
	if (str && str[0])
		json_key_str(out, key, str);
	else
		json_key_null(out, key);
}

void
judgement_json(json *out, const tensen_judgement *judged)
{
	if (!judged) {
		json_key_null(out, "judgement");
		return;
	}
	json_key_open(out, "judgement", '{');
	json_key_int(out, "grade", judged->grade);
	json_optional(out, "shelf", judged->shelf >= 0 ? shelf_words[judged->shelf].name : NULL);
	json_optional(out, "by", judged->by);
	json_optional(out, "date", judged->date);
	json_optional(out, "application", judged->application);
	json_optional(out, "transfer", judged->transfer);
	json_optional(out, "quote_query", judged->quote_query);
	json_optional(out, "quote_document", judged->quote_document);
	json_optional(out, "objection", judged->objection);
	json_key_int(out, "doubt", judged->doubt);
	json_optional(out, "doubt_objection", judged->doubt_objection);
	json_optional(out, "doubt_by", judged->doubt_by);
	json_close(out, '}');
}

void
document_json(json *out, const tensen_document_ref *ref, tensen_lang lang)
{
	json_key_open(out, "document", '{');
	json_key_str(out, "id", ref->id);
	json_key_str(out, "title", ref->title);
	json_key_str(out, "applicants", ref->applicants);
	json_key_str(out, "url", ref->url);
	json_key_int(out, "field", ref->field);
	json_key_str(out, "field_name", ref->field_name[lang]);
	json_key_str(out, "subclass", ref->subclass);
	json_key_str(out, "subclass_name", ref->subclass_name[lang]);
	json_key_int(out, "date", ref->date);
	json_key_str(out, "status", doc_status_name(ref->status));
	json_key_bool(out, "open", ref->open);
	json_key_bool(out, "title_only", ref->title_only);
	json_close(out, '}');
}

void
candidate_json_keys(json *out, const candidate_list *cands, size_t i, int quoted, tensen_lang lang)
{
	const tensen_candidate *c = &cands->v[i];
	const tensen_aspect *a = &cands->aspects[c->aspect];

	json_key_int(out, "rank", (int64_t)i + 1);
	document_json(out, &c->document, lang);
	json_key_str(out, "application", c->application[lang]);
	json_key_str(out, "effect", c->effect);
	json_key_str(out, "trouble", c->trouble);
	if (quoted) {
		json_key_str(out, "sentence", c->sentence);
		json_key_strs(out, "marks", c->highlights, c->n_highlights);
	}
	json_key_open(out, "aspect", '{');
	json_key_int(out, "number", c->aspect);
	json_key_str(out, "kind", aspect_words[a->kind].name);
	json_key_str(out, "text", a->text);
	json_close(out, '}');
	json_key_num(out, "distance", c->distance, 4);
	json_key_str(out, "shelf", shelf_words[c->shelf].name);
	judgement_json(out, c->judgement);
}

void
candidates_json(
    json *out, const char *key, const candidate_list *cands, int quoted, tensen_lang lang)
{
	json_key_open(out, key, '[');
	for (size_t i = 0; i < cands->n; i++) {
		json_open(out, '{');
		candidate_json_keys(out, cands, i, quoted, lang);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void
to_json(const tensen_result *res, const tensen_style *style, json *out)
{
	const candidates_result *r = RESULT_AS(candidates_result, res);

	json_key_str(out, "id", r->id);
	json_key_str(out, "title", r->title);
	json_key_str(
	    out, "own_fields", r->own_fields[style->lang] ? r->own_fields[style->lang] : "");
	json_key(out, "query_fields");
	fields_json_mask(out, r->query_fields);
	json_key_bool(out, "own_fields_guessed", r->fields_guessed);
	json_key_bool(out, "title_only", r->title_only);
	json_key_int(out, "own_family", r->n_family);
	json_key_strs(out, "key_words", r->key_words, r->n_key_words);
	query_words_json(out, &r->words);
	aspects_json(out, "asked", r->list.aspects, r->list.n_aspects);
	candidates_json(out, "candidates", &r->list, 1, style->lang);
}

/* One candidate a line, with the query's id: a line to which a grade is added is one of the
 * file that is read back. */
static void
to_jsonl(const tensen_result *res, const tensen_style *style, buf *out)
{
	const candidates_result *r = RESULT_AS(candidates_result, res);

	for (size_t i = 0; i < r->list.n; i++) {
		json j;
		json_init(&j, out, 0);
		json_open(&j, '{');
		json_key_str(&j, "query", r->id);
		candidate_json_keys(&j, &r->list, i, 1, style->lang);
		json_close(&j, '}');
		buf_char(out, '\n');
	}
}

static void
to_csv(const tensen_result *res, const tensen_style *style, buf *out)
{
	const candidates_result *r = RESULT_AS(candidates_result, res);

	pairs_csv(out, r->id, NULL, 0, &r->list, res, style);
}

static void
to_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const candidates_result *r = RESULT_AS(candidates_result, res);
	unsigned w = table_columns(style);
	int ja = style->lang == TENSEN_JA;
	buf line = BUF_INIT;

	if (r->words.known == 0) {
		query_words_table(out, &r->words, style->lang, w);
		return;
	}
	if (r->id[0]) {
		buf_printf(&line, "%s %s", r->id, r->title);
		table_wrap(out, (span){line.p, line.n}, w, 2);
	}
	if (r->title_only)
		buf_printf(out, "  %s\n", title_only_say(style->lang));
	asked_table(out, r->list.aspects, r->list.n_aspects, style->lang, w);
	buf_printf(out,
	    ja ? "\n候補 %zu 件（同じ製品系列として除いた文献 %u 件）\n"
	       : "\n%zu candidates (%u of its own product family set aside)\n",
	    r->list.n, r->n_family);
	for (size_t i = 0; i < r->list.n; i++)
		candidate_table(out, &r->list, i, style->lang, w);
	out->failed |= line.failed;
	buf_clear(&line);
}

static int
candidates_empty(const tensen_result *r)
{
	return RESULT_AS(candidates_result, r)->list.n == 0;
}

static const result_class candidates_class = {.kind = "candidates",
    .version = 2,
    .empty = candidates_empty,
    .json = to_json,
    .table = to_table,
    .jsonl = to_jsonl,
    .csv = to_csv};

candidates_result *
candidates_result_new(void)
{
	return result_new(&candidates_class, sizeof(candidates_result));
}

const candidate_list *
candidates_of(const tensen_result *r)
{
	return r->cls == &candidates_class ? &RESULT_AS(candidates_result, r)->list : NULL;
}
