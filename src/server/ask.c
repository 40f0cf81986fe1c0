/* server/ask.c - parameters of a request to options of the library, by one table. */
#include "server/ask.h"
#include <string.h>
#include "server/ask_values.h"
#include "server/http/said.h"

#define FOR(op) (1u << (op))
#define FOR_ALL (~(FOR(OP_MODEL) | FOR(OP_MODEL_ASK) | FOR(OP_MODEL_STOP) | FOR(OP_WORKBOOK)))
#define FOR_IDEAS (FOR(OP_IDEAS) | FOR(OP_COMBINE))
#define FOR_MODEL (FOR(OP_MODEL) | FOR(OP_MODEL_ASK))
#define FOR_ASPECTS (FOR_IDEAS | FOR(OP_CANDIDATES) | FOR_MODEL)
#define FOR_FOUND (FOR_IDEAS | FOR(OP_SEARCH) | FOR(OP_MATCH))
#define FOR_FILTERED (FOR_FOUND | FOR(OP_CANDIDATES) | FOR_MODEL)
#define FOR_TRANSLATED (FOR_FOUND | FOR(OP_CANDIDATES))
#define FOR_TEXT                                                                                   \
	(FOR(OP_IDEAS) | FOR(OP_CANDIDATES) | FOR(OP_SEARCH) | FOR(OP_MATCH) | FOR(OP_SHOW) |      \
	    FOR_MODEL | FOR(OP_MODEL_STOP))
#define FOR_CORRECTED (FOR_TEXT & ~FOR(OP_MODEL_STOP))
#define FOR_ID (FOR_TEXT | FOR(OP_COMBINE))

static const word formats[] = {{"json", TENSEN_JSON}, {"jsonl", TENSEN_JSONL}, {"csv", TENSEN_CSV},
    {"xlsx", TENSEN_XLSX}, {"md", TENSEN_MARKDOWN}, {"html", TENSEN_HTML}, {NULL, 0}};
static const word encodings[] = {
    {"utf8-bom", TENSEN_UTF8_BOM}, {"utf8", TENSEN_UTF8}, {"cp932", TENSEN_CP932}, {NULL, 0}};
static const word sheets[] = {{"one", TENSEN_ONE_SHEET}, {"each", TENSEN_SHEET_EACH}, {NULL, 0}};
static const word languages[] = {{"ja", TENSEN_JA}, {"en", TENSEN_EN}, {NULL, 0}};
static const word sides[] = {{"fused", TENSEN_FUSED}, {"dense", TENSEN_DENSE},
    {"lexical", TENSEN_LEXICAL}, {"embeddings", TENSEN_EMBEDDINGS}, {NULL, 0}};
static const word borders[] = {{"wipo35", TENSEN_OUT_WIPO35}, {"ipc3", TENSEN_OUT_IPC3},
    {"ipc4", TENSEN_OUT_IPC4}, {"true", TENSEN_OUT_WIPO35}, {"", TENSEN_OUT_WIPO35},
    {"false", TENSEN_ANY_FIELD}, {NULL, 0}};
static const word groups[] = {
    {"wipo35", TENSEN_PER_WIPO35}, {"ipc3", TENSEN_PER_IPC3}, {"ipc4", TENSEN_PER_IPC4}, {NULL, 0}};
/* What documents in force are, or may be where nothing is known. */
static const word alives[] = {
    {"true", 1}, {"1", 1}, {"", 1}, {"false", 0}, {"0", 0}, {"or-unknown", 2}, {NULL, 0}};
static const word truths[] = {{"true", 1}, {"1", 1}, {"", 1}, {"false", 0}, {"0", 0}, {NULL, 0}};
#define TRUTH SAID("true or false", " true か false ")

typedef enum value_kind {
	IS_ID,
	IS_TEXT,
	IS_KEY_WORD,
	IS_ASPECT,
	IS_GRADE,
	IS_NOTE,
	IS_NUMBER, /* from least to most */
	IS_BOLDNESS,
	IS_WORD, /* one of words, an int or an enum */
	IS_NAME,
	IS_CLASSES,
	IS_FIELD,
	IS_SINCE,
	IS_UNTIL
} value_kind;
_Static_assert(sizeof(tensen_out_of_field) == sizeof(int) && sizeof(tensen_per) == sizeof(int) &&
		   sizeof(tensen_format) == sizeof(int) && sizeof(tensen_encoding) == sizeof(int) &&
		   sizeof(tensen_lang) == sizeof(int) && sizeof(tensen_sheets) == sizeof(int),
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
    {"own-field", FOR_CORRECTED, IS_FIELD, .at = AT(own_fields)},
    {"drop-word", FOR_CORRECTED, IS_KEY_WORD, .at = AT(drop_words)},
    {"add-word", FOR_CORRECTED, IS_KEY_WORD, .at = AT(add_words)},
    {"aspect", FOR_ASPECTS, IS_ASPECT, .at = 0},
    {"aspects-only", FOR_ASPECTS, IS_WORD, AT(aspects_only), truths, .expected = TRUTH},
    {"grade", FOR_ASPECTS, IS_GRADE, .at = 0},
    {"note", FOR_IDEAS | FOR(OP_CANDIDATES), IS_NOTE, .at = 0},
    {"n", FOR(OP_CANDIDATES), IS_NUMBER, AT(candidates), .least = 1, .most = ASK_K},
    {"family", FOR(OP_CANDIDATES), IS_WORD, AT(family), truths, .expected = TRUTH},
    {"k", FOR_FOUND, IS_NUMBER, AT(k), .least = 1, .most = ASK_K},
    {"offset", FOR(OP_SEARCH), IS_NUMBER, AT(offset), .most = ASK_OFFSET},
    {"side", FOR(OP_SEARCH), IS_WORD, AT(side), sides,
	.expected = SAID(
	    "fused, dense, lexical or embeddings", " fused・dense・lexical・embeddings のどれか")},
    {"per", FOR(OP_SEARCH), IS_WORD, AT(per), groups,
	.expected = SAID("wipo35, ipc3 or ipc4", " wipo35・ipc3・ipc4 のどれか")},
    {"groups", FOR(OP_SEARCH), IS_NUMBER, AT(groups), .least = 1, .most = ASK_GROUPS},
    {"quote", FOR(OP_SEARCH), IS_WORD, AT(quote), truths, .expected = TRUTH},
    {"varied", FOR(OP_SEARCH), IS_WORD, AT(varied), truths, .expected = TRUTH},
    {"explain", FOR(OP_SEARCH), IS_WORD, AT(explain), truths, .expected = TRUTH},
    {"boldness", FOR(OP_IDEAS), IS_BOLDNESS, .at = AT(boldness)},
    {"unread", FOR_IDEAS, IS_NUMBER, AT(candidates), .least = 1, .most = ASK_K},
    {"closed", FOR(OP_MATCH), IS_WORD, AT(closed), truths, .expected = TRUTH},
    {"no-translation", FOR_TRANSLATED, IS_WORD, AT(no_translation), truths, .expected = TRUTH},
    {"no-synonyms", FOR_TRANSLATED, IS_WORD, AT(no_synonyms), truths, .expected = TRUTH},
    {"field", FOR_FILTERED, IS_FIELD, .at = AT(filter.field)},
    {"not-field", FOR_FILTERED, IS_FIELD, .at = AT(filter.not_field)},
    {"out-of-field", FOR_FILTERED, IS_WORD, AT(filter.out_of_field), borders,
	.expected = SAID("wipo35, ipc3 or ipc4", " wipo35・ipc3・ipc4 のどれか")},
    {"open", FOR_FILTERED, IS_WORD, AT(filter.open), truths, .expected = TRUTH},
    {"alive", FOR_FILTERED, IS_WORD, AT(filter.alive), alives,
	.expected = SAID("true, false or or-unknown", " true・false・or-unknown のどれか")},
    {"applicant", FOR_FILTERED, IS_NAME, .at = AT(filter.applicant)},
    {"class", FOR_FILTERED, IS_CLASSES, .at = AT(filter.classes)},
    {"must", FOR_FILTERED, IS_NAME, .at = AT(filter.must)},
    {"since", FOR_FILTERED, IS_SINCE, .at = AT(filter.since)},
    {"until", FOR_FILTERED, IS_UNTIL, .at = AT(filter.until)},
    {"format", FOR_ALL, IS_WORD, AT(style.format), formats,
	.expected = SAID(
	    "json, jsonl, csv, xlsx, md or html", " json・jsonl・csv・xlsx・md・html のどれか")},
    {"encoding", FOR_ALL, IS_WORD, AT(style.encoding), encodings,
	.expected = SAID("utf8-bom, utf8 or cp932", " utf8-bom・utf8・cp932 のどれか")},
    {"csv", FOR(OP_WORKBOOK), IS_NAME, .at = AT(csv)},
    {"title", FOR(OP_WORKBOOK), IS_NAME, .at = AT(title)},
    {"sheets", FOR(OP_WORKBOOK), IS_WORD, AT(style.sheets), sheets,
	.expected = SAID("one or each", " one か each ")},
    {"lang", FOR_ALL, IS_WORD, AT(style.lang), languages,
	.expected = SAID("ja or en", " ja か en ")},
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
read_param(const reader *by, const param *arg)
{
	const struct rule *rule = rule_of(by->a->op, arg->name);
	void *at;

	if (!rule)
		return problem_set(
		    by->why, 400, "unknown_parameter", SAY_HTTP_NO_PARAMETER, arg->name);
	at = (char *)by->a + rule->at;
	switch (rule->kind) {
	case IS_ID:
		return value_id(by, arg);
	case IS_TEXT:
		return value_text(by, arg);
	case IS_KEY_WORD:
		return value_key_word(by, arg, at);
	case IS_ASPECT:
		return value_aspect(by, arg);
	case IS_GRADE:
		return value_grade(by, arg);
	case IS_NOTE:
		return value_note(by, arg);
	case IS_NUMBER:
		return value_u32(by, arg, rule->least, rule->most, at);
	case IS_BOLDNESS:
		return value_boldness(by, arg, at);
	case IS_WORD:
		return value_word(by, arg, rule->words, at, rule->expected);
	case IS_NAME:
		*(const char **)at = arg->n ? arg->value : NULL;
		return 1;
	case IS_CLASSES:
		*(const char **)at = arg->n ? arg->value : NULL;
		return tensen_classes_possible(arg->value) || value_bad(by, arg, SAY_HTTP_CLASSES);
	case IS_FIELD:
		return value_field(by, arg, at);
	case IS_SINCE:
	case IS_UNTIL:
		return tensen_date_parse(at, arg->value, rule->kind == IS_UNTIL) ||
		       value_bad(by, arg, SAY_HTTP_A_DATE);
	}
	return 0;
}

/* A note goes to the grade of its document, whichever came first, else to what was read of it. */
static int
take_note(const reader *by, const char *note)
{
	const char *equals = strchr(note, '=');
	const tensen_judgement alone = {.grade = -1, .shelf = -1, .note = equals + 1};

	for (size_t k = 0; k < by->a->n_judgements; k++) {
		tensen_judgement *j = &by->a->judgements[k];
		size_t n = strlen(j->id);
		if (strncmp(note, j->id, n) == 0 && note[n] == '=') {
			j->note = note + n + 1;
			return 1;
		}
	}
	return add_grade(by, note, (size_t)(equals - note), &alone);
}

/* Lists per group have no pages, and there may be hundreds of them. */
static int
check_groups(const ask *req, problem *why)
{
	if (req->per && req->offset)
		return problem_set(why, 400, "bad_query", SAY_HTTP_PER_OFFSET);
	if (req->per && req->k > ASK_PER_K)
		return problem_set(why, 400, "bad_value", SAY_HTTP_K_PER, ASK_PER_K);
	if (req->groups && !req->per)
		return problem_set(why, 400, "bad_query", SAY_HTTP_GROUPS_PER);
	return 1;
}

/* The subject of an operation: nothing, one id or text, some ids, or, for ideas, many. */
static int
check_subject(const ask *a, problem *why)
{
	if (a->op == OP_COMBINE)
		return (a->n_ids >= 2 && a->n_ids <= TENSEN_COMBINE_MAX) ||
		       problem_set(why, 400, "bad_query", SAY_HTTP_IDS_TOGETHER, TENSEN_COMBINE_MAX,
			   a->n_ids);
	if (a->op == OP_WORKBOOK)
		return a->csv || problem_set(why, 400, "bad_query", SAY_HTTP_WANTS_CSV);
	if (!(FOR(a->op) & FOR_TEXT) || (a->op == OP_MODEL && !a->n_ids && !a->text))
		return 1;
	if (!a->n_ids == !a->text)
		return problem_set(
		    why, 400, "bad_query", a->text ? SAY_HTTP_ID_NOT_BOTH : SAY_HTTP_ID_OR_TEXT);
	if (a->n_ids > 1 && a->op != OP_IDEAS)
		return problem_set(why, 400, "too_many", SAY_HTTP_ONE_ID);
	if (a->n_ids > 1 && (a->own_fields || a->drop_words[0] || a->add_words[0]))
		return problem_set(why, 400, "bad_query", SAY_HTTP_WORDS_ONE);
	return 1;
}

int
ask_parse(
    ask *out, operation op, tensen_format form, const params *par, const char *models, problem *why)
{
	const reader r = {out, models, why};

	*out = (ask){.op = op, .style = TENSEN_STYLE_INIT};
	out->style.format = form;
	for (size_t i = 0; i < par->n; i++)
		if (!read_param(&r, &par->v[i]))
			return 0;
	for (size_t i = 0; out->notes[i]; i++)
		if (!take_note(&r, out->notes[i]))
			return 0;
	if (out->filter.since && out->filter.until && out->filter.since > out->filter.until)
		return problem_set(why, 400, "bad_value", SAY_HTTP_SINCE_UNTIL);
	return check_groups(out, why) && check_subject(out, why);
}
