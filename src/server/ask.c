/* server/ask.c - parameters of a request to options of the library, by one table. */
#include "server/ask.h"
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define FOR(op) (1u << (op))
#define FOR_ALL (~0u)
#define FOR_IDEAS (FOR(OP_IDEAS) | FOR(OP_COMBINE))
#define FOR_FOUND (FOR_IDEAS | FOR(OP_SEARCH) | FOR(OP_MATCH))
#define FOR_MOVED (FOR(OP_IDEAS) | FOR(OP_SEARCH))
#define FOR_TEXT (FOR(OP_IDEAS) | FOR(OP_SEARCH) | FOR(OP_MATCH) | FOR(OP_SHOW))
#define FOR_ID (FOR_TEXT | FOR(OP_COMBINE))

typedef struct reader {
	ask *a;
	const char *models;
	problem *why;
} reader;

typedef struct word {
	const char *word;
	int value;
} word;

static const word formats[] = {{"json", TENSEN_JSON}, {"jsonl", TENSEN_JSONL}, {"csv", TENSEN_CSV},
    {"md", TENSEN_MARKDOWN}, {"html", TENSEN_HTML}, {NULL, 0}};
static const word encodings[] = {
    {"utf8-bom", TENSEN_UTF8_BOM}, {"utf8", TENSEN_UTF8}, {"cp932", TENSEN_CP932}, {NULL, 0}};
static const word languages[] = {{"ja", TENSEN_JA}, {"en", TENSEN_EN}, {NULL, 0}};
static const word sides[] = {{"fused", TENSEN_FUSED}, {"dense", TENSEN_DENSE},
    {"lexical", TENSEN_LEXICAL}, {"lexical-bm25", TENSEN_LEXICAL_BM25}, {NULL, 0}};
static const word borders[] = {{"wipo35", TENSEN_OUT_WIPO35}, {"ipc3", TENSEN_OUT_IPC3},
    {"ipc4", TENSEN_OUT_IPC4}, {"true", TENSEN_OUT_WIPO35}, {"", TENSEN_OUT_WIPO35},
    {"false", TENSEN_ANY_FIELD}, {NULL, 0}};
static const word groups[] = {
    {"wipo35", TENSEN_PER_WIPO35}, {"ipc3", TENSEN_PER_IPC3}, {"ipc4", TENSEN_PER_IPC4}, {NULL, 0}};
static const word truths[] = {{"true", 1}, {"1", 1}, {"", 1}, {"false", 0}, {"0", 0}, {NULL, 0}};
#define TRUTH "true or false"

static int
bad(const reader *r, const param *p, const char *expected)
{
	return problem_set(r->why, 400, "bad_value", "\"%s\": expected %s", p->name, expected);
}

static int
read_word(const reader *r, const param *p, const word *words, int *out, const char *expected)
{
	for (; words->word; words++)
		if (strcmp(words->word, p->value) == 0) {
			*out = words->value;
			return 1;
		}
	return bad(r, p, expected);
}

/* Digits only: no sign, no blank, no exponent. */
static int
read_u32(const reader *r, const param *p, uint32_t least, uint32_t most, uint32_t *out)
{
	uint64_t v = 0;
	size_t i = 0;

	for (; i < p->n && i < 10 && p->value[i] >= '0' && p->value[i] <= '9'; i++)
		v = v * 10 + (unsigned)(p->value[i] - '0');
	if (i == 0 || i < p->n || v < least || v > most)
		return problem_set(r->why, 400, "bad_value",
		    "\"%s\": expected a whole number from %u to %u", p->name, least, most);
	*out = (uint32_t)v;
	return 1;
}

static int
read_id(const reader *r, const param *p)
{
	if (p->n == 0)
		return bad(r, p, "the id of a document");
	if (r->a->n_ids == ASK_IDS)
		return problem_set(r->why, 400, "too_many", "more than %d ids", ASK_IDS);
	r->a->ids[r->a->n_ids++] = p->value;
	return 1;
}

static int
add_marked(const reader *r, const param *p, const char *ids[TENSEN_MARKED_MAX + 1])
{
	size_t n = 0;

	if (p->n == 0)
		return bad(r, p, "the id of a document");
	while (ids[n])
		n++;
	if (n == TENSEN_MARKED_MAX)
		return problem_set(r->why, 400, "too_many", "\"%s\" more than %d times", p->name,
		    TENSEN_MARKED_MAX);
	ids[n] = p->value;
	return 1;
}

static int
read_text(const reader *r, const param *p)
{
	if (r->a->text)
		return problem_set(r->why, 400, "too_many", "more than one text");
	r->a->text = p->value;
	r->a->text_len = p->n;
	return 1;
}

static int
read_boldness(const reader *r, const param *p, float *out)
{
	char *end;
	float v = strtof(p->value, &end);

	/* !(in range) also refuses NaN; strspn refuses the blanks, signs and hex that strtof
	 * accepts */
	if (p->n == 0 || strspn(p->value, "0123456789.") != p->n || *end || !(v >= 0 && v <= 1))
		return bad(r, p, "a number from 0 to 1");
	*out = v;
	return 1;
}

/* A number needs no table of names: opening one for each request would cost more than many
 * searches. */
static int
add_field(const reader *r, const param *p, uint64_t *bits)
{
	tensen_error err = {0};
	unsigned f = 0;
	uint32_t v;

	if (p->n > 0 && p->n <= 2 && strspn(p->value, "0123456789") == p->n) {
		if (!read_u32(r, p, 1, TENSEN_N_FIELDS, &v))
			return 0;
		f = v;
	} else if (tensen_field_find(&f, p->value, r->models, &err) < 0) {
		if (err.code != TENSEN_E_NOTFOUND)
			return problem_of(r->why, &err);
		return problem_set(r->why, 400, "bad_value", "\"%s\": %s", p->name, err.message);
	}
	*bits |= (uint64_t)1 << (f - 1);
	return 1;
}

typedef enum value_kind {
	IS_ID,
	IS_TEXT,
	IS_MARKED,
	IS_NUMBER, /* from least to most */
	IS_BOLDNESS,
	IS_WORD, /* one of words, an int or an enum */
	IS_NAME,
	IS_FIELD,
	IS_SINCE,
	IS_UNTIL
} value_kind;
_Static_assert(sizeof(tensen_out_of_field) == sizeof(int) && sizeof(tensen_per) == sizeof(int) &&
		   sizeof(tensen_format) == sizeof(int) && sizeof(tensen_encoding) == sizeof(int) &&
		   sizeof(tensen_lang) == sizeof(int),
    "IS_WORD writes enums as int");

#define AT(member) offsetof(ask, member)
static const struct rule {
	const char *name;
	unsigned operations;
	value_kind kind;
	size_t at; /* offset in struct ask */
	const word *words;
	const char *expected;
	uint32_t least, most;
} rules[] = {
    {"id", FOR_ID, IS_ID, .at = 0},
    {"text", FOR_TEXT, IS_TEXT, .at = 0},
    {"seed", FOR_MOVED, IS_MARKED, .at = AT(seed)},
    {"noise", FOR_MOVED, IS_MARKED, .at = AT(noise)},
    {"k", FOR_FOUND, IS_NUMBER, AT(k), .least = 1, .most = ASK_K},
    {"offset", FOR(OP_SEARCH), IS_NUMBER, AT(offset), .most = ASK_OFFSET},
    {"side", FOR(OP_SEARCH), IS_WORD, AT(side), sides,
	.expected = "fused, dense, lexical or lexical-bm25"},
    {"per", FOR(OP_SEARCH), IS_WORD, AT(per), groups, .expected = "wipo35, ipc3 or ipc4"},
    {"groups", FOR(OP_SEARCH), IS_NUMBER, AT(groups), .least = 1, .most = ASK_GROUPS},
    {"explain", FOR(OP_SEARCH), IS_WORD, AT(explain), truths, .expected = TRUTH},
    {"boldness", FOR(OP_IDEAS), IS_BOLDNESS, .at = AT(boldness)},
    {"evidence", FOR_IDEAS, IS_NUMBER, AT(evidence), .least = 1, .most = TENSEN_EVIDENCE_MAX},
    {"closed", FOR(OP_MATCH), IS_WORD, AT(closed), truths, .expected = TRUTH},
    {"field", FOR_FOUND, IS_FIELD, .at = AT(filter.field)},
    {"not-field", FOR_FOUND, IS_FIELD, .at = AT(filter.not_field)},
    {"out-of-field", FOR_FOUND, IS_WORD, AT(filter.out_of_field), borders,
	.expected = "wipo35, ipc3 or ipc4"},
    {"open", FOR_FOUND, IS_WORD, AT(filter.open), truths, .expected = TRUTH},
    {"alive", FOR_FOUND, IS_WORD, AT(filter.alive), truths, .expected = TRUTH},
    {"applicant", FOR_FOUND, IS_NAME, .at = AT(filter.applicant)},
    {"since", FOR_FOUND, IS_SINCE, .at = AT(filter.since)},
    {"until", FOR_FOUND, IS_UNTIL, .at = AT(filter.until)},
    {"format", FOR_ALL, IS_WORD, AT(style.format), formats,
	.expected = "json, jsonl, csv, md or html"},
    {"encoding", FOR_ALL, IS_WORD, AT(style.encoding), encodings,
	.expected = "utf8-bom, utf8 or cp932"},
    {"lang", FOR_ALL, IS_WORD, AT(style.lang), languages, .expected = "ja or en"},
};
#undef AT

static const struct rule *
rule_of(operation op, const char *name)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (strcmp(rules[i].name, name) == 0 && (rules[i].operations & FOR(op)))
			return &rules[i];
	return NULL;
}

int
ask_takes(operation op, const char *name)
{
	return rule_of(op, name) != NULL;
}

static int
read_param(const reader *r, const param *p)
{
	const struct rule *rule = rule_of(r->a->op, p->name);
	void *at;

	if (!rule)
		return problem_set(
		    r->why, 400, "unknown_parameter", "no parameter \"%s\" here", p->name);
	at = (char *)r->a + rule->at;
	switch (rule->kind) {
	case IS_ID:
		return read_id(r, p);
	case IS_TEXT:
		return read_text(r, p);
	case IS_MARKED:
		return add_marked(r, p, at);
	case IS_NUMBER:
		return read_u32(r, p, rule->least, rule->most, at);
	case IS_BOLDNESS:
		return read_boldness(r, p, at);
	case IS_WORD:
		return read_word(r, p, rule->words, at, rule->expected);
	case IS_NAME:
		*(const char **)at = p->n ? p->value : NULL;
		return 1;
	case IS_FIELD:
		return add_field(r, p, at);
	case IS_SINCE:
	case IS_UNTIL:
		return tensen_date_parse(at, p->value, rule->kind == IS_UNTIL) ||
		       bad(r, p, "a date such as 2010, 2010-02 or 2010-02-18");
	}
	return 0;
}

/* Lists per group have no pages, and there may be hundreds of them. */
static int
check_groups(const ask *a, problem *why)
{
	if (a->per && a->offset)
		return problem_set(
		    why, 400, "bad_query", "\"per\" and \"offset\" do not go together");
	if (a->per && a->k > ASK_PER_K)
		return problem_set(why, 400, "bad_value",
		    "\"k\": expected a whole number from 1 to %d with \"per\"", ASK_PER_K);
	if (a->groups && !a->per)
		return problem_set(why, 400, "bad_query", "\"groups\" goes with \"per\"");
	return 1;
}

/* The subject of an operation: nothing, one id or text, some ids, or, for ideas, many. */
static int
check_subject(const ask *a, problem *why)
{
	if (a->op == OP_COMBINE)
		return (a->n_ids >= 2 && a->n_ids <= TENSEN_COMBINE_MAX) ||
		       problem_set(why, 400, "bad_query", "expected 2 to %d \"id\", got %zu",
			   TENSEN_COMBINE_MAX, a->n_ids);
	if (!(FOR(a->op) & FOR_TEXT))
		return 1;
	if (!a->n_ids == !a->text)
		return problem_set(why, 400, "bad_query", "expected \"id\" or \"text\"%s",
		    a->text ? ", not both" : "");
	if (a->n_ids > 1 && a->op != OP_IDEAS)
		return problem_set(why, 400, "too_many", "more than one \"id\"");
	if (a->n_ids > 1 && (a->seed[0] || a->noise[0]))
		return problem_set(why, 400, "bad_query",
		    "\"seed\" and \"noise\" go with one \"id\" or a \"text\"");
	return 1;
}

int
ask_parse(
    ask *out, operation op, tensen_format form, const params *p, const char *models, problem *why)
{
	const reader r = {out, models, why};

	*out = (ask){.op = op, .style = TENSEN_STYLE_INIT};
	out->style.format = form;
	for (size_t i = 0; i < p->n; i++)
		if (!read_param(&r, &p->v[i]))
			return 0;
	if (out->filter.since && out->filter.until && out->filter.since > out->filter.until)
		return problem_set(why, 400, "bad_value", "\"since\" is after \"until\"");
	return check_groups(out, why) && check_subject(out, why);
}

static tensen_status
call_ideas(
    const ask *a, tensen_searcher *s, const tensen_query *q, tensen_result **r, tensen_error *err)
{
	const tensen_ideas_opts o = {.size = sizeof o,
	    .k = a->k,
	    .boldness = a->boldness,
	    .evidence = a->evidence,
	    .filter = a->filter};

	if (a->op == OP_COMBINE)
		return tensen_combine(s, a->ids, a->n_ids, &o, r, err);
	if (a->n_ids > 1)
		return tensen_ideas_together(s, a->ids, a->n_ids, &o, r, err);
	return tensen_ideas(s, q, &o, r, err);
}

static tensen_status
call(const ask *a, const tensen_index *ix, tensen_searcher *s, tensen_result **r, tensen_error *err)
{
	const tensen_query q = {.size = sizeof q,
	    .id = a->ids[0],
	    .text = a->text,
	    .text_len = a->text_len,
	    .seed = a->seed,
	    .noise = a->noise};
	const tensen_search_opts search = {.size = sizeof search,
	    .k = a->k,
	    .offset = a->offset,
	    .side = a->side,
	    .explain = a->explain,
	    .filter = a->filter,
	    .per = a->per,
	    .groups = a->groups};
	const tensen_match_opts match = {
	    .size = sizeof match, .k = a->k, .closed = a->closed, .filter = a->filter};

	switch (a->op) {
	case OP_INFO:
		return tensen_index_info(ix, r, err);
	case OP_FIELDS:
		return tensen_index_fields(ix, r, err);
	case OP_SEARCH:
		return tensen_search(s, &q, &search, r, err);
	case OP_MATCH:
		return tensen_match(s, &q, &match, r, err);
	case OP_SHOW:
		return tensen_show(s, &q, r, err);
	case OP_IDEAS:
	case OP_COMBINE:
		break;
	}
	return call_ideas(a, s, &q, r, err);
}

int
ask_run(const ask *a, const tensen_index *ix, tensen_searcher *s, tensen_text *out,
    tensen_error *err, problem *why)
{
	tensen_result *r = NULL;
	tensen_status st = call(a, ix, s, &r, err);

	*out = (tensen_text){.p = NULL};
	if (st < 0)
		return problem_of(why, err);
	st = tensen_result_render(r, &a->style, out, err);
	tensen_result_free(r);
	if (st == TENSEN_E_ARG)
		return problem_set(why, 406, "no_such_form", "%s", err->message);
	return st == TENSEN_OK || problem_of(why, err);
}
