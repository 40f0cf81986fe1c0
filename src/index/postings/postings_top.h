/* index/postings/postings_top.h - the best k of a stream of (row, score) pairs.
 *
 * Kept as one 64-bit key, score above, complement of the row below: the greatest
 * key is the best hit, ties by lower row.  A binary heap, least key at its root. */
#pragma once
#include <stdint.h>
#include "index/postings/postings.h"

typedef struct lex_top {
	uint64_t *keys; /* room for k; the caller's */
	uint32_t n, k;
} lex_top;

/* A score must be at least this to have a chance; never 0. */
static inline uint32_t
lex_top_floor(const lex_top *top)
{
	uint32_t least = top->n < top->k ? 0 : (uint32_t)(top->keys[0] >> 32);

	return least ? least : 1;
}

void lex_top_offer(lex_top *top, uint32_t row, uint32_t score);
/* Write the hits best first; the heap is used up. */
void lex_top_end(lex_top *top, float unit, hit *hits);
