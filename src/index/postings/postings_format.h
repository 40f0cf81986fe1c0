/* index/postings/postings_format.h - the bytes of the postings section, shared by writer and
 * reader.
 *
 * SEE index/FORMAT-postings.md, which this file must agree with. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "index/postings/postings.h"

#define POSTINGS_VERSION 2
#define POSTINGS_BLOCK 128    /* postings in a full block */
#define POSTINGS_LEVELS 32    /* different count codes at most */
#define POSTINGS_IMPACT 65528 /* the greatest impact; a multiple of 8, see block entries */
#define POSTINGS_K1 1.2f      /* of BM25 */
#define POSTINGS_B 0.75f
#define POSTINGS_ROW_BITS 26 /* widest row gap */
#define POSTINGS_CODE_BITS 5 /* widest count code */
#define POSTINGS_ENTRY 6     /* bytes of a block entry */
#define LIST_LONG 128        /* first byte of a list with block entries; else it is its length */
#define LIST_HEAD 10         /* bytes before the entries of a long list */

/* Places in the head. */
enum {
	HEAD_VERSION = 0,
	HEAD_N_ROWS = 4,
	HEAD_N_TERMS = 8,
	HEAD_N_LEVELS = 12,
	HEAD_N_POSTINGS = 16,
	HEAD_LIST_BYTES = 24,
	HEAD_K1 = 32,
	HEAD_MAX_IMPACT = 36,                           /* f32 */
	HEAD_LEVELS = 40,                               /* f32[32] counts */
	HEAD_NORMS = HEAD_LEVELS + 4 * POSTINGS_LEVELS, /* f32[256] */
	HEAD_SIZE = HEAD_NORMS + 4 * 256
};

/* One (row, count) weight: from numbers that are in the file, by
 * operations that IEEE rounds alike everywhere, so that writer and reader agree. */
static inline float
impact_value(float k1, float tf, float norm)
{
	return tf * (k1 + 1) / (tf + norm);
}

/* The same as an integer 0 .. POSTINGS_IMPACT; no number (a damaged file has a maximum of
 * zero) is 0. */
static inline uint16_t
impact_code(float value, float max_impact)
{
	float x = value / max_impact * (float)POSTINGS_IMPACT + 0.5f;

	return (uint16_t)(!(x > 0) ? 0 : x > POSTINGS_IMPACT ? POSTINGS_IMPACT : x);
}

typedef struct impact_table {
	uint16_t of[POSTINGS_LEVELS][256]; /* [count code][row's norm byte] */
} impact_table;

struct postings {
	uint32_t n_rows, n_terms, n_levels;
	uint64_t n_postings, list_bytes;
	float max_impact;
	const uint8_t *head;
	const uint8_t *norm;    /* a byte per row */
	const uint8_t *list_at; /* u32[n_terms + 1], in units of 4 bytes */
	const uint8_t *lists;
	impact_table impact;
};
