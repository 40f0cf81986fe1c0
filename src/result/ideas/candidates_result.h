/* result/ideas/candidates_result.h - candidates of a query: for triage, and below ideas. */
#ifndef RESULT_IDEAS_CANDIDATES_RESULT_H
#define RESULT_IDEAS_CANDIDATES_RESULT_H
#include <tensen/ideas.h>
#include "result/query_words.h"
#include "result/result.h"

typedef struct candidate_list {
	const tensen_candidate *v; /* best first */
	size_t n;
	const tensen_aspect *aspects;
	size_t n_aspects;
} candidate_list;

typedef struct candidates_result {
	tensen_result base;
	const char *id, *title; /* of the query; "" for a text */
	const char *own_fields[2];
	uint64_t query_fields;
	int fields_guessed;
	query_words words;
	const char *const *key_words; /* aspects of the query, heaviest first */
	size_t n_key_words;
	int title_only;    /* the query is known by its title alone */
	uint32_t n_family; /* documents of its own family that were set aside */
	candidate_list list;
} candidates_result;

candidates_result *candidates_result_new(void);
/* The list of a candidates result, NULL for other results. */
const candidate_list *candidates_of(const tensen_result *result);

/* "key": [...] */
void aspects_json(json *out, const char *key, const tensen_aspect *one_aspect, size_t n);
/* "key": "..."; null for "" and NULL. */
void json_optional(json *out, const char *key, const char *str);
/* "judgement": {...}, null for NULL. */
void judgement_json(json *out, const tensen_judgement *judged);
/* "document": {...} */
void document_json(json *out, const tensen_document_ref *ref, tensen_lang lang);
/* "key": [{"rank": 1, ...}, ...]; quoted: with the sentence that met the aspect. */
void candidates_json(
    json *out, const char *key, const candidate_list *cands, int quoted, tensen_lang lang);
/* The keys of candidate i, without the braces around them. */
void candidate_json_keys(
    json *out, const candidate_list *cands, size_t i, int quoted, tensen_lang lang);

/* pairs_csv.c.  Pairs of a query with documents, a row each, with the columns of a judged file
 * (engine/eval/judged.c): grades are filled in and read back.  Ideas first, then the list. */
void pairs_csv(buf *out, const char *query, const tensen_idea *ideas, size_t n_ideas,
    const candidate_list *cands, const tensen_result *result, const tensen_style *style);

#endif
