/* index/postings/postings_kept.h - lists of an old section without the rows that went.
 *
 * Used by postings_build.c to make the section of an updated index.  Every call reads
 * all that stays, on all threads; what it gives does not depend on their number. */
#ifndef INDEX_POSTINGS_POSTINGS_KEPT_H
#define INDEX_POSTINGS_POSTINGS_KEPT_H
#include "index/postings/postings_norms.h"

/* Count what stays: df by term, counts as the old levels say them. */
tensen_status kept_count(
    const postings_kept *k, unsigned threads, uint32_t *df, level_stats *levels, tensen_error *err);
/* What row_norms_add() wants to know of them; idf_square by term. */
tensen_status kept_norms(const postings_kept *k, unsigned threads, row_norms *n,
    const count_levels *l, const double *idf_square, tensen_error *err);
/* The codes that the old ones become. */
void kept_codes(const postings_kept *k, const count_levels *l, uint8_t codes[POSTINGS_LEVELS]);

/* A list while it is merged: n postings, room for `room`. */
typedef struct kept_list {
	uint32_t *rows;
	uint8_t *codes;
	uint32_t n, room;
} kept_list;
void kept_list_clear(kept_list *l);
/* What stays of a term's list and df new postings, in the order of rows. */
tensen_status kept_merge(const postings_kept *k, uint32_t term, const uint8_t *codes,
    const uint32_t *new_rows, const uint8_t *new_codes, uint32_t df, kept_list *out,
    tensen_error *err);

#endif
