/* index/postings/postings_parts.h - the parts of postings_build.c: codes of counts, norms of rows,
 * the bytes of a list, the lists kept of an old section. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "index/postings/postings_format.h"

/* ---- postings_levels.c: at most 32 codes for the counts of a corpus. ---- */

typedef struct count_levels {
	uint32_t n;
	float tf[POSTINGS_LEVELS];     /* ascending */
	float border[POSTINGS_LEVELS]; /* counts up to here (not beyond) have this code */
} count_levels;

typedef struct level_stats level_stats;
tensen_status level_stats_new(level_stats **out, tensen_error *err);   /* to be freed by free() */
void level_stats_add(level_stats *stats_of, float tf, uint64_t times); /* times > 0 */
void level_stats_end(level_stats *stats_of, count_levels *out);

static inline uint8_t
level_code(const count_levels *levels, float tf)
{
	uint32_t c = 0;

	while (c + 1 < levels->n && tf > levels->border[c])
		c++;
	return (uint8_t)c;
}

/* ---- postings_norms.c: the effect of row lengths on the weight of postings. ---- */

typedef struct row_norms {
	uint32_t n_rows;
	double *count;     /* by row: sum of its counts, as they are coded; 0 without terms */
	uint8_t *top_code; /* its greatest count code */
	/* after row_norms_end() */
	uint8_t *norm; /* the bytes of the section */
	float book[256];
} row_norms;

tensen_status row_norms_init(row_norms *norms, uint32_t n_rows, tensen_error *err);

/* The terms of one row count; they must come in ascending order, so that sums do not depend on who
 * adds them. */
static inline void
row_norms_add(row_norms *norms, const count_levels *levels, uint32_t row, uint8_t code)
{
	norms->count[row] += levels->tf[code];
	if (code > norms->top_code[row])
		norms->top_code[row] = code;
}

/* Row bytes and their books, and the impacts of `table`. */
tensen_status row_norms_end(
    row_norms *norms, const count_levels *levels, struct postings *table, tensen_error *err);

/* ---- postings_encode.c: the bytes of one list. ---- */

typedef struct list_encoder {
	const struct postings *table; /* its impacts */
	const uint8_t *norm;
} list_encoder;

/* Append the list of a term (nothing if df is 0), padded to 4 bytes. */
void list_encode(
    const list_encoder *enc, buf *out, const uint32_t *rows, const uint8_t *codes, uint32_t df);

/* ---- postings_kept.c: lists of an old section without the removed rows, for the section of an
 * updated index.  Every call reads all kept lists, on all threads; its result does not depend on
 * their number. ---- */

/* Count the kept postings: df by term, counts by the old levels. */
tensen_status kept_frequencies(const postings_kept *kept, unsigned threads, uint32_t *df,
    level_stats *levels, tensen_error *err);
/* What row_norms_add() wants to know of them. */
tensen_status kept_norms(const postings_kept *kept, unsigned threads, row_norms *row,
    const count_levels *count, tensen_error *err);
/* The codes that the old ones become. */
void kept_codes(
    const postings_kept *kept, const count_levels *levels, uint8_t codes[POSTINGS_LEVELS]);

/* A list while it is merged: n postings, room for `room`. */
typedef struct kept_list {
	uint32_t *rows;
	uint8_t *codes;
	uint32_t n, room;
} kept_list;
void kept_list_clear(kept_list *kept);
/* Merge the kept postings of a term and df new ones, in the order of rows. */
tensen_status kept_merge(const postings_kept *kept, uint32_t term, const uint8_t *codes,
    const uint32_t *new_rows, const uint8_t *new_codes, uint32_t df, kept_list *out,
    tensen_error *err);
