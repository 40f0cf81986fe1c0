/* ideas/search_result.h - the result of a search. */
#ifndef IDEAS_SEARCH_RESULT_H
#define IDEAS_SEARCH_RESULT_H
#include "ideas/fields.h"
#include "ideas/result.h"

/* What one term added to one hit (search --explain). */
typedef struct hit_term {
	const char *term; /* for people to read */
	float weight;     /* what it adds to the lexical score */
} hit_term;

typedef struct hit_detail {
	const char *applicants;
	const char *field_names[2]; /* joined short names, [TENSEN_JA], [TENSEN_EN] */
	const hit_term *terms;      /* heaviest first */
	uint32_t n_terms;
} hit_detail;

typedef struct search_result {
	tensen_result base;
	const char *query; /* id, or "" for a text */
	const tensen_hit *hits;
	const hit_detail *details; /* as many as hits */
	size_t n_hits;
	uint64_t total;                   /* documents that pass the filter */
	uint64_t per_field[N_FIELDS + 1]; /* of them, by field; [0]: without a field */
	uint32_t offset;
	uint64_t query_fields;
	int fields_guessed; /* 1: the query has no class symbols, its field was read from its text
			     */
	uint32_t known, unknown; /* distinct terms */
	const char *const *unknown_terms;
	uint32_t n_unknown_terms;
} search_result;

search_result *search_result_new(void);
/* "電気・電力、計測" for the fields of a mask, in the result's arena. */
const char *field_list(tensen_result *r, const fields *f, uint64_t mask, tensen_lang lang);

#endif
