/* index/vecset_pick.c - keeping the best candidates. */
#include "index/vecset_pick.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SLACK 2 /* room is this many times `want` */

int
pick_start(vec_pick *p, uint32_t want, uint32_t rows)
{
	size_t room = (size_t)want * SLACK < rows ? (size_t)want * SLACK : rows;
	size_t cap = (room += PICK_CHUNK) + 16; /* 16: kernels store whole registers */

	if (cap > p->cap) {
		pick_free(p);
		p->est = malloc(cap * sizeof *p->est);
		p->part = malloc(cap * sizeof *p->part);
		p->pos = malloc(cap * sizeof *p->pos);
		p->work = malloc(cap * sizeof *p->work);
		if (!p->est || !p->part || !p->pos || !p->work) {
			pick_free(p);
			return -1;
		}
		p->cap = cap;
	}
	p->n = 0;
	p->room = (uint32_t)room;
	p->want = want;
	p->whole = want >= rows;
	p->floor = p->near = -INFINITY;
	return 0;
}

void
pick_free(vec_pick *p)
{
	free(p->est);
	free(p->part);
	free(p->pos);
	free(p->work);
	memset(p, 0, sizeof *p);
}

static inline void
swap(float *a, float *b)
{
	float t = *a;

	*a = *b;
	*b = t;
}

/* Hoare's selection, pivot in the middle: linear on what comes here. */
float
pick_kth(float *x, uint32_t n, uint32_t k)
{
	int64_t lo = 0, hi = (int64_t)n - 1, want = (int64_t)k - 1;

	while (lo < hi) {
		float pivot = x[lo + (hi - lo) / 2];
		int64_t i = lo - 1, j = hi + 1;

		for (;;) {
			while (x[++i] > pivot)
				;
			while (x[--j] < pivot)
				;
			if (i >= j)
				break;
			swap(&x[i], &x[j]);
		}
		if (want <= j) /* lo .. j are at least the pivot, the rest at most */
			hi = j;
		else
			lo = j + 1;
	}
	return x[want];
}

/* Keep the best `want`; of equals at the border those that came first. */
static void
shrink(vec_pick *p)
{
	uint32_t n = 0, above = 0, equals;
	float t;

	memcpy(p->work, p->est, p->n * sizeof *p->est);
	t = pick_kth(p->work, p->n, p->want);
	for (uint32_t i = 0; i < p->n; i++)
		above += p->est[i] > t;
	equals = p->want - above;
	for (uint32_t i = 0; i < p->n; i++) {
		if (!(p->est[i] > t || (p->est[i] == t && equals && equals--)))
			continue;
		p->est[n] = p->est[i];
		p->part[n] = p->part[i];
		p->pos[n++] = p->pos[i];
	}
	p->n = n;
	p->floor = t;
}

void
pick_tidy(vec_pick *p)
{
	if (p->n + PICK_CHUNK > p->room && p->n > p->want)
		shrink(p);
}

void
pick_add(vec_pick *p, float est, float part, uint32_t pos)
{
	if (!(est > p->floor))
		return;
	p->est[p->n] = est;
	p->part[p->n] = part;
	p->pos[p->n++] = pos;
}

void
pick_near(vec_pick *p, uint32_t k)
{
	if (p->n < k || p->whole)
		return;
	memcpy(p->work, p->est, p->n * sizeof *p->est);
	p->near = pick_kth(p->work, p->n, k);
}
