/* result/lists/match_result.c - offers as table and JSON. */
#include "result/lists/match_result.h"
#include "corpus/document/document.h"
#include "result/ideas/candidates_result.h"
#include "result/write/table.h"

static int
match_empty(const tensen_result *r)
{
	return RESULT_AS(match_result, r)->n_offers == 0;
}

static void
json_offer(json *out, const match_result *result, size_t i, tensen_lang lang)
{
	const tensen_offer *o = &result->offers[i];

	json_open(out, '{');
	json_key_int(out, "rank", (int64_t)i + 1);
	json_key_str(out, "id", o->id);
	json_key_str(out, "title", o->title);
	json_key_num(out, "score", o->score, 4);
	json_key_int(out, "met", o->met);
	json_key_int(out, "asked", o->asked);
	json_key_num(out, "problem", o->problem, 4);
	json_key_num(out, "topic", o->topic, 4);
	json_key_num(out, "lexical", o->lexical, 4);
	json_key_bool(out, "in_field", o->in_field);
	json_key_str(out, "fields", result->details[i].field_names[lang]);
	json_key_bool(out, "open", o->open);
	json_key_str(out, "status", doc_status_name(o->status));
	json_key_int(out, "date", o->date);
	json_key_str(out, "license_id", o->license_id);
	json_key_str(out, "license_terms", o->license_terms);
	json_key_str(out, "applicants", o->applicants);
	json_key_str(out, "brings", o->brings);
	json_key_strs(out, "marks", o->highlights, o->n_highlights);
	json_key_strs(out, "shared", o->shared, o->n_shared);
	json_key_strs(out, "lacks", o->lacks, o->n_lacks);
	judgement_json(out, o->judgement);
	json_close(out, '}');
}

static void
to_json(const tensen_result *res, const tensen_style *style, json *out)
{
	const match_result *r = RESULT_AS(match_result, res);

	json_key_str(out, "query", r->query);
	json_key_str(out, "own_fields", r->own_fields[style->lang]);
	json_key_bool(out, "own_fields_guessed", r->fields_guessed);
	json_key_int(out, "total", (int64_t)r->total);
	query_words_json(out, &r->words);
	json_key_int(out, "read", r->read);
	json_key_int(out, "answering", r->answering);
	json_key_open(out, "offers", '[');
	for (size_t i = 0; i < r->n_offers; i++)
		json_offer(out, r, i, style->lang);
	json_close(out, ']');
}

static void
to_jsonl(const tensen_result *res, const tensen_style *style, buf *out)
{
	const match_result *r = RESULT_AS(match_result, res);

	for (size_t i = 0; i < r->n_offers; i++) {
		json j;
		json_init(&j, out, 0);
		json_offer(&j, r, i, style->lang);
		buf_char(out, '\n');
	}
}

static void
table_offer(const match_result *result, size_t i, int l, unsigned w, buf *out)
{
	static const char *const words[8][2] = {{"効果", "brings"}, {"共通", "shared"},
	    {"未言及", "lacks"}, {"許諾", "terms"}, {"相談", "ask"}, {"同分野", "own field"},
	    {"異分野", "other field"}, {"分野不明", "field unknown"}};
	const tensen_offer *o = &result->offers[i];
	offer_line read[OFFER_READ_LINES];
	buf line = BUF_INIT;

	buf_printf(&line, "%2zu. %s %s", i + 1, o->id, o->title);
	table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	buf_again(&line);
	offer_dots(&line, o);
	if (result->details[i].field_names[l][0])
		buf_printf(&line, l ? "  %s: %s" : "  %s：%s", words[o->in_field ? 5 : 6][l],
		    result->details[i].field_names[l]);
	else
		buf_printf(&line, "  %s", words[7][l]);
	buf_str(out, "     ");
	table_wrap(out, (span){line.p, line.n}, w - 5, 5);
	table_labelled(out, words[0][l], span_of(o->brings), w);
	buf_again(&line);
	offer_read_lines(read, o, &line, (tensen_lang)l);
	for (int k = 0; k < OFFER_READ_LINES; k++)
		table_labelled(out, read[k].label[l], span_of(read[k].text), w);
	table_joined(out, words[1][l], o->shared, o->n_shared, (tensen_lang)l, w);
	table_joined(out, words[2][l], o->lacks, o->n_lacks, (tensen_lang)l, w);
	buf_again(&line);
	buf_printf(&line, "%s%s%s", o->license_id, o->license_id[0] ? " " : "", o->license_terms);
	table_labelled(out, words[3][l], span_of(buf_cstr(&line)), w);
	table_labelled(out, words[4][l], span_of(o->applicants), w);
	buf_end_part(out, &line);
}

static void
table_read(const match_result *result, tensen_lang lang, unsigned w, buf *out)
{
	buf line = BUF_INIT;

	match_read_say(&line, result, lang);
	if (line.n)
		table_wrap(out, (span){line.p, line.n}, w, 0);
	buf_end_part(out, &line);
}

static void
to_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const match_result *r = RESULT_AS(match_result, res);
	unsigned w = table_columns(style);
	int l = style->lang == TENSEN_EN;

	if (r->words.known == 0 || r->total == 0) {
		buf line = BUF_INIT;
		match_nothing_say(&line, r, style->lang);
		table_wrap(out, (span){line.p, line.n}, w - 2, 2);
		buf_end_part(out, &line);
		return;
	}
	query_words_note(out, &r->words, style->lang, w);
	if (r->own_fields[l][0])
		buf_printf(out, l ? "own field: %s%s\n" : "ニーズの分野: %s%s\n", r->own_fields[l],
		    !r->fields_guessed ? ""
		    : l                ? " (guessed from the text)"
				       : "（文章から推定）");
	buf_printf(out, l ? "%s (of %llu)\n" : "役立ちそうな%s（%llu 件のうち）\n",
	    match_what(r, style->lang), (unsigned long long)r->total);
	table_read(r, style->lang, w, out);
	for (size_t i = 0; i < r->n_offers; i++) {
		buf_char(out, '\n');
		table_offer(r, i, l, w, out);
	}
}

static const result_class match_class = {.kind = "match",
    .version = 1,
    .empty = match_empty,
    .json = to_json,
    .table = to_table,
    .jsonl = to_jsonl,
    .csv = match_csv,
    .markdown = match_markdown,
    .html = match_html};

match_result *
match_result_new(void)
{
	return result_new(&match_class, sizeof(match_result));
}

const tensen_offer *
tensen_result_offers(const tensen_result *r, size_t *n)
{
	const match_result *x = RESULT_AS(match_result, r);

	*n = r->cls == &match_class ? x->n_offers : 0;
	return *n ? x->offers : NULL;
}
