/* index/postings/postings_scratch.h - a query being answered from the lists: what postings_search.c
 * and postings_score.c share. */
#ifndef INDEX_POSTINGS_POSTINGS_SCRATCH_H
#define INDEX_POSTINGS_POSTINGS_SCRATCH_H
#include "index/postings/postings_lane.h"

#define POSTINGS_WINDOW 16384u /* rows whose sums are in the cache at once */

struct postings_scratch {
	const postings *p;
	lex_plan plan;
	lane *lanes;
	lane **order; /* of the window: by what they add at most, least first */
	uint32_t n_lanes, cap_lanes;
	uint64_t *keys;
	size_t cap_keys;
	uint32_t n_rows; /* rows of the window that may reach the floor */
	uint32_t rows[POSTINGS_WINDOW];
	uint32_t sums[POSTINGS_WINDOW];
	uint32_t set_floors[FIELDSETS]; /* of lex_offers */
};

/* The lanes of q at their beginnings, and room for so many keys. */
tensen_status postings_start(
    postings_scratch *s, const lex_query *q, size_t keys, tensen_error *err);

#endif
