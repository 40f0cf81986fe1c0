/* index/postings/postings_top.c - see postings_top.h. */
#include "index/postings/postings_top.h"
#include "index/postings/postings_scratch.h"

static void
sift_down(uint64_t *keys, uint32_t n, uint64_t key)
{
	uint32_t i = 0, child;

	while ((child = 2 * i + 1) < n) {
		if (child + 1 < n && keys[child + 1] < keys[child])
			child++;
		if (keys[child] >= key)
			break;
		keys[i] = keys[child];
		i = child;
	}
	keys[i] = key;
}

static void
sift_up(uint64_t *keys, uint32_t i, uint64_t key)
{
	while (i > 0 && keys[(i - 1) / 2] > key) {
		keys[i] = keys[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	keys[i] = key;
}

void
lex_top_offer(lex_top *top, uint32_t row, uint32_t score)
{
	uint64_t key = (uint64_t)score << 32 | (UINT32_MAX - row);

	if (top->n < top->k)
		sift_up(top->keys, top->n++, key);
	else if (top->k > 0 && key > top->keys[0])
		sift_down(top->keys, top->n, key);
}

void
lex_top_end(lex_top *top, float unit, hit *hits)
{
	while (top->n > 0) {
		uint64_t key = top->keys[0], last = top->keys[--top->n];

		sift_down(top->keys, top->n, last);
		hits[top->n] = (hit){UINT32_MAX - (uint32_t)key, (float)(key >> 32) * unit};
	}
}

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
