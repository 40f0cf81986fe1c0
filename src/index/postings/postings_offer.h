/* index/postings/postings_offer.h - which rows of a search get into its lists: the k best of all,
 * or of every field.
 *
 * COST    A search by field has no one floor: a field of which little is like the query lets
 *         nearly every row pass the least of them.  Rows are therefore asked by the floor of
 *         their set of fields (index/postings/fieldsets.h); asked of every row by its mask, that
 * took most of a search by field of a million rows. */
#ifndef INDEX_POSTINGS_POSTINGS_OFFER_H
#define INDEX_POSTINGS_POSTINGS_OFFER_H
#include <string.h>
#include "index/postings/postings_top.h"

typedef struct lex_offers {
	const lex_query *q;
	lex_top *tops;        /* one, or 64 by field; empty ones of k */
	uint64_t fields;      /* 0: one list for all */
	uint32_t *set_floors; /* [FIELDSETS] for a search by field with q->sets */
	/* set by lex_offers_start() */
	uint32_t floor; /* sums below have no chance */
	uint32_t floors[64];
} lex_offers;

void lex_offers_start(lex_offers *x);
void lex_offer(lex_offers *x, uint32_t row, uint32_t sum);
/* Rows lo .. lo+n-1. */
void lex_offer_window(lex_offers *x, const uint32_t *sums, uint32_t lo, uint32_t n);

typedef int32_t lex_v4 __attribute__((vector_size(16)));

/* Does any of 16 sums reach the floor?  Sums and floor are below 2^31. */
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

#endif
