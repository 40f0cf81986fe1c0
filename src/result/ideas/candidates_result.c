/* result/ideas/candidates_result.c - candidates as JSON, JSONL, CSV and table. */
#include "result/ideas/candidates_result.h"
#include "fields/fields.h"
#include "corpus/document/document.h"
#include "result/ideas/idea_words.h"
#include "result/ideas/ideas_say.h"
#include "result/write/table.h"

static void
aspect_keys(json *j, const void *list, size_t i)
{
	const tensen_aspect *x = (const tensen_aspect *)list + i;

	json_key_str(j, "text", x->text);
	json_key_str(j, "kind", aspect_words[x->kind].name);
	json_key_int(j, "looked", x->looked);
	json_key_int(j, "read", x->read);
	json_key_int(j, "good", x->good);
}

void
aspects_json(json *j, const char *key, const tensen_aspect *v, size_t n)
{
	json_key_objects(j, key, n, aspect_keys, v);
}

void
json_optional(json *j, const char *key, const char *s)
{
	if (s && s[0])
		json_key_str(j, key, s);
	else
		json_key_null(j, key);
}

static void
json_judgement(json *j, const tensen_judgement *x)
{
	if (!x) {
		json_key_null(j, "judgement");
		return;
	}
	json_key_open(j, "judgement", '{');
	json_key_int(j, "grade", x->grade);
	json_optional(j, "shelf", x->shelf >= 0 ? shelf_words[x->shelf].name : NULL);
	json_optional(j, "by", x->by);
	json_optional(j, "date", x->date);
	json_optional(j, "application", x->application);
	json_optional(j, "transfer", x->transfer);
	json_optional(j, "quote_query", x->quote_query);
	json_optional(j, "quote_document", x->quote_document);
	json_optional(j, "objection", x->objection);
	json_key_int(j, "doubt", x->doubt);
	json_optional(j, "doubt_objection", x->doubt_objection);
	json_optional(j, "doubt_by", x->doubt_by);
	json_close(j, '}');
}

void
document_json(json *j, const tensen_document_ref *d, tensen_lang lang)
{
	json_key_open(j, "document", '{');
	json_key_str(j, "id", d->id);
	json_key_str(j, "title", d->title);
	json_key_str(j, "applicants", d->applicants);
	json_key_str(j, "url", d->url);
	json_key_int(j, "field", d->field);
	json_key_str(j, "field_name", d->field_name[lang]);
	json_key_str(j, "subclass", d->subclass);
	json_key_str(j, "subclass_name", d->subclass_name[lang]);
	json_key_int(j, "date", d->date);
	json_key_str(j, "status", doc_status_name(d->status));
	json_key_bool(j, "open", d->open);
	json_key_bool(j, "title_only", d->title_only);
	json_close(j, '}');
}

void
candidate_json_keys(json *j, const candidate_list *l, size_t i, int quoted, tensen_lang lang)
{
	const tensen_candidate *c = &l->v[i];
	const tensen_aspect *a = &l->aspects[c->aspect];

	json_key_int(j, "rank", (int64_t)i + 1);
	document_json(j, &c->document, lang);
	json_key_str(j, "application", c->application[lang]);
	json_key_str(j, "effect", c->effect);
	json_key_str(j, "trouble", c->trouble);
	if (quoted) {
		json_key_str(j, "sentence", c->sentence);
		json_key_strs(j, "marks", c->highlights, c->n_highlights);
	}
	json_key_open(j, "aspect", '{');
	json_key_int(j, "number", c->aspect);
	json_key_str(j, "kind", aspect_words[a->kind].name);
	json_key_str(j, "text", a->text);
	json_close(j, '}');
	json_key_num(j, "distance", c->distance, 4);
	json_key_str(j, "shelf", shelf_words[c->shelf].name);
	json_judgement(j, c->judgement);
}

void
candidates_json(json *j, const char *key, const candidate_list *l, int quoted, tensen_lang lang)
{
	json_key_open(j, key, '[');
	for (size_t i = 0; i < l->n; i++) {
		json_open(j, '{');
		candidate_json_keys(j, l, i, quoted, lang);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
to_json(const tensen_result *res, const tensen_style *style, json *j)
{
	const candidates_result *r = RESULT_AS(candidates_result, res);

	json_key_str(j, "id", r->id);
	json_key_str(j, "title", r->title);
	json_key_str(j, "own_fields", r->own_fields[style->lang] ? r->own_fields[style->lang] : "");
	fields_json_mask(j, "query_fields", r->query_fields);
	json_key_bool(j, "own_fields_guessed", r->fields_guessed);
	json_key_bool(j, "title_only", r->title_only);
	json_key_int(j, "own_family", r->n_family);
	json_key_strs(j, "key_words", r->key_words, r->n_key_words);
	query_words_json(j, &r->words);
	aspects_json(j, "asked", r->list.aspects, r->list.n_aspects);
	candidates_json(j, "candidates", &r->list, 1, style->lang);
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
empty(const tensen_result *r)
{
	return RESULT_AS(candidates_result, r)->list.n == 0;
}

static const result_class candidates_class = {
    "candidates", empty, to_json, to_table, to_jsonl, to_csv, NULL, NULL, NULL, 2};

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
