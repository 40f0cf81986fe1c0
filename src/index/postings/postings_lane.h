/* index/postings/postings_lane.h - one list of a query, read along rising rows. */
#ifndef INDEX_POSTINGS_POSTINGS_LANE_H
#define INDEX_POSTINGS_POSTINGS_LANE_H
#include "index/postings/postings_plan.h"

typedef struct lane {
	list_cursor cursor;
	const impact_table *impact;
	const uint8_t *norm; /* a byte per row */
	lexical_score score;
	uint64_t w;
	uint32_t at, n;  /* postings at .. n-1 of the decoded block are still to come */
	uint16_t top;    /* the greatest impact of the list */
	uint16_t here;   /* the greatest impact the decoded block may have */
	uint32_t max;    /* lane_bound() of the window at hand */
	uint32_t coming; /* postings in it, at most */
	uint32_t rows[POSTINGS_BLOCK];
	uint8_t codes[POSTINGS_BLOCK];
} lane;

tensen_status lane_init(
    lane *l, const postings *p, const lex_weight *t, lexical_score score, tensen_error *err);
/* No posting still to come is in a row below this; UINT32_MAX at the end. */
uint32_t lane_next_row(const lane *l);
/* Leave the blocks behind that end before lo, decoding none, and find out from the
 * entries what rows lo .. hi-1 can add at most (max) and how many there may be (coming). */
void lane_bound(lane *l, const postings *p, uint32_t lo, uint32_t hi);
/* Add what rows lo .. hi-1 have; sums[0] is row lo. */
tensen_status lane_add(
    lane *l, const postings *p, uint32_t *sums, uint32_t lo, uint32_t hi, tensen_error *err);
/* What the list adds to one row, at or after those asked before. */
tensen_status lane_get(lane *l, const postings *p, uint32_t row, uint32_t *out, tensen_error *err);

#endif
