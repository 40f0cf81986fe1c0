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
	query_words words;
	int title_only;    /* the query is known by its title alone */
	uint32_t n_family; /* documents of its own family that were set aside */
	candidate_list list;
} candidates_result;

candidates_result *candidates_result_new(void);
/* The list of a candidates result, NULL for other results. */
const candidate_list *candidates_of(const tensen_result *r);

/* "whole", "problem", ... in JSON; 全文, 課題の文, ... for people. */
const char *aspect_kind_name(tensen_aspect_kind k);
const char *aspect_kind_word(tensen_aspect_kind k, tensen_lang lang);
const char *shelf_name(tensen_shelf s);
const char *shelf_word(tensen_shelf s, tensen_lang lang);
const char *band_name(tensen_band b);
const char *band_word(tensen_band b, tensen_lang lang);

/* "key": [...] */
void aspects_json(json *j, const char *key, const tensen_aspect *v, size_t n);
/* "key": [{"rank": 1, ...}, ...] */
void candidates_json(json *j, const char *key, const candidate_list *l, tensen_lang lang);
/* The keys of one candidate, without the braces around them. */
void candidate_json_keys(
    json *j, const tensen_candidate *c, const tensen_aspect *aspects, tensen_lang lang);

#endif
