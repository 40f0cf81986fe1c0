/* index/postings/postings_offer.c - see postings_scratch.h. */
#include "index/postings/postings_scratch.h"

static int
is_allowed(const lex_query *lq, uint32_t row)
{
	if (lq->allow && !(lq->allow[row / 64] >> row % 64 & 1))
		return 0;
	return !(lq->masks && (lq->masks[row] & lq->skip));
}

void
lex_offer(lex_offers *offers, uint32_t row, uint32_t sum)
{
	if (sum < offers->floor || !is_allowed(offers->q, row))
		return;
	lex_top_offer(offers->top, row, sum);
	offers->floor = lex_top_floor(offers->top);
}

void
lex_offer_window(lex_offers *offers, const uint32_t *sums, uint32_t lo, uint32_t n)
{
	for (uint32_t i = 0; i < n; i += 16) {
		if (!lex_any_reaches(sums + i, offers->floor))
			continue;
		for (uint32_t j = i; j < i + 16 && j < n; j++)
			if (sums[j] >= offers->floor)
				lex_offer(offers, lo + j, sums[j]);
	}
}
