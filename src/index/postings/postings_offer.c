/* index/postings/postings_offer.c - see postings_scratch.h. */
#include "index/postings/postings_scratch.h"

static int
is_allowed(const lex_query *q, uint32_t row)
{
	if (q->allow && !(q->allow[row / 64] >> row % 64 & 1))
		return 0;
	return !(q->masks && (q->masks[row] & q->skip));
}

void
lex_offer(lex_offers *x, uint32_t row, uint32_t sum)
{
	if (sum < x->floor || !is_allowed(x->q, row))
		return;
	lex_top_offer(x->top, row, sum);
	x->floor = lex_top_floor(x->top);
}

void
lex_offer_window(lex_offers *x, const uint32_t *sums, uint32_t lo, uint32_t n)
{
	for (uint32_t i = 0; i < n; i += 16) {
		if (!lex_any_reaches(sums + i, x->floor))
			continue;
		for (uint32_t j = i; j < i + 16 && j < n; j++)
			if (sums[j] >= x->floor)
				lex_offer(x, lo + j, sums[j]);
	}
}
