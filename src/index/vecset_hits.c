/* index/vecset_hits.c - candidates to hits: the finest codes decide. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "index/vecset_pass.h"

#define PREFETCH 12 /* candidates ahead of the one being scored */

static int
before(const vec_hit *a, const vec_hit *b)
{
	return a->score != b->score ? a->score > b->score : a->row < b->row;
}

/* Insertion keeps the k best in order; late hits are mostly dropped by one comparison. */
static uint32_t
insert(vec_hit *hits, uint32_t n, uint32_t k, vec_hit h)
{
	uint32_t lo = 0, hi = n;

	if (n == k && !before(&h, &hits[k - 1]))
		return n;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (before(&hits[mid], &h))
			lo = mid + 1;
		else
			hi = mid;
	}
	n += n < k;
	memmove(hits + lo + 1, hits + lo, (n - lo - 1) * sizeof *hits);
	hits[lo] = h;
	return n;
}

static void
prefetch_fine(const vecset *v, uint32_t pos)
{
	const uint8_t *f = v->a.fine + (size_t)pos * vec_fine_stride(&v->h);

	__builtin_prefetch(f);
	__builtin_prefetch(f + 64);
	__builtin_prefetch(f + 128);
}

/* Estimates to final scores, in place. */
static void
score_all(pass *p, vec_pick *pick)
{
	for (uint32_t i = 0; i < pick->n && i < PREFETCH; i++)
		prefetch_fine(p->v, pick->pos[i]);
	for (uint32_t i = 0; i < pick->n; i++) {
		if (i + PREFETCH < pick->n)
			prefetch_fine(p->v, pick->pos[i + PREFETCH]);
		pick->est[i] = vec_prep_score(&p->s->prep, p->v, pick->part[i], pick->pos[i]);
	}
}

static int
compare_hits(const void *a, const void *b)
{
	return before(a, b) ? -1 : 1;
}

/* The k best by final score: those above the cut first, then equals by row. */
uint32_t
pass_hits(pass *p, vec_pick *pick, vec_hit *hits)
{
	uint32_t n = 0, k = p->k < pick->n ? p->k : pick->n;
	float t = -INFINITY;

	score_all(p, pick);
	p->s->stats.scored += pick->n;
	if (k < pick->n)
		t = pick_cut(p->v->k, pick->est, pick->n, k);
	for (uint32_t i = 0; i < pick->n; i++) {
		vec_hit h = {p->v->a.row[pick->pos[i]], pick->est[i]};

		if (h.score > t && h.row < p->v->h.n)
			hits[n++] = h;
	}
	qsort(hits, n, sizeof *hits, compare_hits);
	for (uint32_t i = 0; i < pick->n && n <= k && k < pick->n; i++) {
		vec_hit h = {p->v->a.row[pick->pos[i]], pick->est[i]};

		if (h.score == t && h.row < p->v->h.n)
			n = insert(hits, n, k, h);
	}
	return n;
}
