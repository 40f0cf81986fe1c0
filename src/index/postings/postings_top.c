/* index/postings/postings_top.c - see postings_top.h. */
#include "index/postings/postings_top.h"

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
