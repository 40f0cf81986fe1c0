/* result/ideas/candidates_result.h - candidates of a query: for triage, and below ideas. */
#pragma once
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

extern const result_class candidates_class;
/* The list of a candidates result, NULL for other results. */
const candidate_list *candidates_of(const tensen_result *result);
