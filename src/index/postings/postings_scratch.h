/* index/postings/postings_scratch.h - a query being answered from the lists: what
 * postings_search.c, postings_score.c and their parts share. */
#pragma once
#include <string.h>
#include "index/postings/postings_list.h"
#include "index/postings/postings_top.h"

/* ---- postings_plan.c: a query as fixed-point weights of lists. ---- */

/* One term that is used: a posting of impact i adds lex_contribution(w, i) units. */
typedef struct lex_weight {
	uint32_t index; /* in the query */
	uint32_t term;
	uint16_t max_impact; /* of its list */
	uint32_t max;        /* greatest contribution: of max_impact */
	uint64_t w;
	double value; /* the weight in the formula */
} lex_weight;

typedef struct lex_plan {
	lex_weight *terms; /* in the order of the query; sum of their max < 2^24 */
	uint32_t n, cap;
	float unit; /* a power of two */
} lex_plan;

static inline uint32_t
lex_contribution(uint64_t w, uint16_t impact)
{
	return (uint32_t)((w * impact + 32768) >> 16);
}

tensen_status lex_plan_make(
    lex_plan *plan, const postings *lists, const lex_query *lq, tensen_error *err);

/* ---- posting_cursor.c: one list of a query, read along rising rows. ---- */

#define POSTINGS_WINDOW 16384u /* rows whose sums are in the cache at once */

/* A set of rows of a window: a bit per row, and a bit for every 64 of them. */
typedef struct rows_seen {
	uint64_t any[POSTINGS_WINDOW / 64 / 64];
	uint64_t row[POSTINGS_WINDOW / 64];
} rows_seen;

typedef struct posting_cursor {
	list_cursor cursor;
	const impact_table *impact;
	const uint8_t *norm; /* a byte per row */
	uint64_t w;
	uint32_t at, n;  /* postings at .. n-1 of the decoded block are still to come */
	uint16_t top;    /* the greatest impact of the list */
	uint16_t here;   /* the greatest impact the decoded block may have */
	uint32_t max;    /* posting_cursor_bound() of the current window */
	uint32_t coming; /* postings in it, at most */
	uint32_t rows[POSTINGS_BLOCK];
	uint8_t codes[POSTINGS_BLOCK];
} posting_cursor;

tensen_status posting_cursor_init(
    posting_cursor *cur, const postings *lists, const lex_weight *weight, tensen_error *err);
/* No posting still to come is in a row below this; UINT32_MAX at the end. */
uint32_t posting_cursor_row(const posting_cursor *cur);
/* Skip the blocks that end before lo without decoding them, and compute from the entries the most
 * that rows lo .. hi-1 can add (max) and how many there may be (coming). */
void posting_cursor_bound(posting_cursor *cur, const postings *lists, uint32_t lo, uint32_t hi);
/* Add the contributions of rows lo .. hi-1; sums[0] is row lo.  seen: NULL, or
 * where the rows of the list are noted. */
tensen_status posting_cursor_add(posting_cursor *cur, const postings *lists, uint32_t *sums,
    rows_seen *seen, uint32_t lo, uint32_t hi, tensen_error *err);
/* The contribution of the list to one row; later calls need the same or a later row. */
tensen_status posting_cursor_get(
    posting_cursor *cur, const postings *lists, uint32_t row, uint32_t *out, tensen_error *err);

/* ---- postings_top.c: which rows of a search are among its k best. ---- */

typedef struct lex_offers {
	const lex_query *q;
	lex_top *top;   /* empty, of k */
	uint32_t floor; /* sums below have no chance */
} lex_offers;

void lex_offer(lex_offers *offers, uint32_t row, uint32_t sum);
/* Rows lo .. lo+n-1. */
void lex_offer_window(lex_offers *offers, const uint32_t *sums, uint32_t lo, uint32_t n);

typedef int32_t lex_v4 __attribute__((vector_size(16)));

/* 1 if any of 16 sums reaches the floor.  Sums and floor are below 2^31. */
static inline int
lex_any_reaches(const uint32_t *sums, uint32_t floor)
{
	int32_t g = (int32_t)floor;
	lex_v4 a[4], f = {g, g, g, g};
	uint64_t any[2];

	memcpy(a, sums, sizeof a);
	a[0] = (a[0] >= f) | (a[1] >= f) | (a[2] >= f) | (a[3] >= f);
	memcpy(any, &a[0], sizeof any);
	return (any[0] | any[1]) != 0;
}

/* ---- the query ---- */

struct postings_scratch {
	const postings *p;
	lex_plan plan;
	posting_cursor *cursors;
	posting_cursor **order; /* in the window, by the most that they can add, least first */
	uint32_t n_cursors, cap_cursors;
	uint64_t *keys;
	size_t cap_keys;
	uint32_t n_rows; /* rows of the window that may reach the floor */
	uint32_t rows[POSTINGS_WINDOW];
	uint32_t sums[POSTINGS_WINDOW]; /* 0 between windows */
	rows_seen seen;                 /* of a sparse window; empty between windows */
};

/* Put the cursors of q at the beginning of their lists and make room for so many keys. */
tensen_status postings_start(
    postings_scratch *scratch, const lex_query *lq, size_t keys, tensen_error *err);
