/* result/ideas/ideas_result.c - what ideas answer, and patents combined. */
#include "result/ideas/ideas_result.h"
#include "result/ideas/pair_columns.h"
#include "result/ideas/ideas_say.h"

static const column source_columns[] = {
    KEY("id", COLUMN_TEXT, idea_source, document.id),
    KEY("title", COLUMN_TEXT, idea_source, document.title),
    KEY("license_id", COLUMN_TEXT, idea_source, document.license_id),
    KEY("license_terms", COLUMN_TEXT, idea_source, document.license_terms),
    KEY("applicants", COLUMN_TEXT, idea_source, document.applicants),
    KEY("classes", COLUMN_TEXT, idea_source, classes),
    KEY("date", COLUMN_DATE, idea_source, document.date),
    KEY("status", COLUMN_WORD, idea_source, document.status, .words = status_words),
    KEY("open", COLUMN_FLAG, idea_source, document.open),
    KEY("problem", COLUMN_TEXT, idea_source, problem),
    KEY("means", COLUMN_TEXT, idea_source, means),
    {.type = COLUMNS_END},
};

static void
json_one_in(json *out, const column_row *row)
{
	(void)row;
	json_key_int(out, "unread_one_in", UNREAD_ONE_IN);
}

static const column query_columns[] = {
    KEY("id", COLUMN_TEXT, ideas_result, id),
    KEY("title", COLUMN_TEXT, ideas_result, title),
    KEY("own_fields", COLUMN_NAME, ideas_result, own_fields),
    KEY("query_fields", COLUMN_FIELDS, ideas_result, query_fields),
    KEY("own_fields_guessed", COLUMN_FLAG, ideas_result, fields_guessed),
    KEY("title_only", COLUMN_FLAG, ideas_result, title_only),
    {.type = COLUMNS_END},
};

static const column ideas_keys[] = {
    {.type = COLUMN_WITHIN, .of = query_columns},
    KEY("unfamiliar", COLUMN_FLAG, ideas_result, unfamiliar),
    KEY("weak", COLUMN_FLAG, ideas_result, weak),
    KEY("withheld", COLUMN_COUNT, ideas_result, n_withheld),
    KEY("own_family", COLUMN_COUNT, ideas_result, n_family),
    KEY("sources", COLUMN_ROWS, ideas_result, sources, .n = MEMBER(ideas_result, n_sources),
	OF(source_columns, idea_source)),
    KEY("functions", COLUMN_TEXT, ideas_result, functions),
    KEY("key_words", COLUMN_TEXTS, ideas_result, key_words, .n = MEMBER(ideas_result, n_key_words)),
    KEY(NULL, COLUMN_WITHIN, ideas_result, words, .of = query_words_columns),
    KEY("boldness", COLUMN_NUMBER, ideas_result, boldness, .digits = 2, .most = 1),
    KEY("asked", COLUMN_ROWS, ideas_result, list.aspects, .n = MEMBER(ideas_result, list.n_aspects),
	OF(aspect_columns, tensen_aspect)),
    KEY("read", COLUMN_COUNT, ideas_result, n_read),
    KEY("left_out", COLUMN_COUNT, ideas_result, n_left_out),
    KEY("same_trade", COLUMN_COUNT, ideas_result, n_same_trade),
    KEY("ideas", COLUMN_ROWS, ideas_result, ideas, .n = MEMBER(ideas_result, n_ideas),
	OF(idea_columns, tensen_idea)),
    KEY("unread", COLUMN_ROWS, ideas_result, list.v, .n = MEMBER(ideas_result, list.n),
	OF(unread_columns, tensen_candidate)),
    {.key = "unread_one_in",
	.type = COLUMN_MADE,
	.json = json_one_in,
	.schema = "{\"type\": \"integer\", \"minimum\": 1}"},
    {.type = COLUMNS_END},
};

/* Of a list of candidates. */
static const column candidates_keys[] = {
    {.type = COLUMN_WITHIN, .of = query_columns},
    KEY("own_family", COLUMN_COUNT, ideas_result, n_family),
    KEY("key_words", COLUMN_TEXTS, ideas_result, key_words, .n = MEMBER(ideas_result, n_key_words)),
    KEY(NULL, COLUMN_WITHIN, ideas_result, words, .of = query_words_columns),
    KEY("asked", COLUMN_ROWS, ideas_result, list.aspects, .n = MEMBER(ideas_result, list.n_aspects),
	OF(aspect_columns, tensen_aspect)),
    KEY("candidates", COLUMN_ROWS, ideas_result, list.v, .n = MEMBER(ideas_result, list.n),
	OF(candidate_columns, tensen_candidate)),
    {.type = COLUMNS_END},
};

/* Ideas, then unread documents; a line to which a grade is added is one of the file that is read
 * back. */
static const column ideas_lists[] = {
    KEY(NULL, COLUMN_ROWS, ideas_result, ideas, .n = MEMBER(ideas_result, n_ideas),
	OF(idea_line, tensen_idea)),
    KEY(NULL, COLUMN_ROWS, ideas_result, list.v, .n = MEMBER(ideas_result, list.n),
	OF(unread_line, tensen_candidate)),
    {.type = COLUMNS_END},
};

static const column candidates_lists[] = {
    KEY(NULL, COLUMN_ROWS, ideas_result, list.v, .n = MEMBER(ideas_result, list.n),
	OF(candidate_line, tensen_candidate)),
    {.type = COLUMNS_END},
};

void
idea_json(json *out, const tensen_idea *idea, tensen_lang lang)
{
	const tensen_style style = {.lang = lang};
	const column_row row = {.at = idea, .style = &style};

	columns_json(out, idea_columns, &row);
}

#define CLASS(name)                                                                                \
	{                                                                                          \
		.kind = name, .size = sizeof(ideas_result), .version = 3,                          \
		.holds = {MEMBER(ideas_result, n_ideas), MEMBER(ideas_result, list.n)},            \
		.keys = ideas_keys, .lists = ideas_lists,                                          \
		.sheets = {{"用途仮説", "Ideas"}, {"未読の候補", "Unread"}},                       \
		.query = MEMBER(ideas_result, id), .table = ideas_table,                           \
		.markdown = ideas_markdown, .html = ideas_html                                     \
	}
const result_class ideas_class = CLASS("ideas");
const result_class combine_class = CLASS("combine");
const result_class candidates_class = {.kind = "candidates",
    .size = sizeof(ideas_result),
    .version = 2,
    .holds = {MEMBER(ideas_result, n_ideas), MEMBER(ideas_result, list.n)},
    .keys = candidates_keys,
    .lists = candidates_lists,
    .query = MEMBER(ideas_result, id),
    .table = candidates_table};

/* NULL: it is of none of these kinds. */
static const ideas_result *
ideas_of(const tensen_result *r)
{
	return r->cls == &ideas_class || r->cls == &combine_class || r->cls == &candidates_class
		   ? RESULT_AS(ideas_result, r)
		   : NULL;
}

const tensen_idea *
tensen_result_ideas(const tensen_result *result, size_t *n)
{
	const ideas_result *x = ideas_of(result);

	*n = x ? x->n_ideas : 0;
	return *n ? x->ideas : NULL;
}

const tensen_candidate *
tensen_result_unread(const tensen_result *result, size_t *n)
{
	const ideas_result *x = result->cls == &candidates_class ? NULL : ideas_of(result);

	*n = x ? x->list.n : 0;
	return *n ? x->list.v : NULL;
}

const tensen_candidate *
tensen_result_candidates(const tensen_result *result, size_t *n)
{
	const ideas_result *x = result->cls == &candidates_class ? ideas_of(result) : NULL;

	*n = x ? x->list.n : 0;
	return *n ? x->list.v : NULL;
}

const tensen_aspect *
tensen_result_aspects(const tensen_result *result, size_t *n)
{
	const ideas_result *x = ideas_of(result);

	*n = x ? x->list.n_aspects : 0;
	return *n ? x->list.aspects : NULL;
}
