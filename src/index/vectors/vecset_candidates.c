/* index/vectors/vecset_candidates.c - keeping the best candidates. */
#include "index/vectors/vecset_pass.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Room is this many times `want`: a selection halves the list, so each survivor is compared in
 * about two selections.  Changes time and memory, not answers; not tuned. */
#define SLACK 2

int
candidates_start(vec_candidates *p, uint32_t want, uint32_t rows)
{
	size_t room = (size_t)want * SLACK < rows ? (size_t)want * SLACK : rows;
	size_t cap = (room += SCAN_CHUNK) + 16; /* 16: kernels store whole registers */

	if (cap > p->cap) {
		candidates_free(p);
		p->est = malloc(cap * sizeof *p->est);
		p->part = malloc(cap * sizeof *p->part);
		p->pos = malloc(cap * sizeof *p->pos);
		if (!p->est || !p->part || !p->pos) {
			candidates_free(p);
			return -1;
		}
		p->cap = cap;
	}
	p->n = 0;
	p->room = (uint32_t)room;
	p->want = want;
	p->whole = want >= rows;
	p->floor = p->kth = -INFINITY;
	return 0;
}

void
candidates_free(vec_candidates *p)
{
	free(p->est);
	free(p->part);
	free(p->pos);
	memset(p, 0, sizeof *p);
}

/* An integer that sorts as the float does, and its inverse. */
static int32_t
key_of(float f)
{
	int32_t i;

	memcpy(&i, &f, 4);
	return i < 0 ? INT32_MIN - i : i;
}

static float
float_of(int32_t i)
{
	float f;

	i = i < 0 ? INT32_MIN - i : i;
	memcpy(&f, &i, 4);
	return f;
}

/* Bisection of the interval of values: each step is one fast count over the numbers, and about a
 * dozen steps find a cut with exactly k above it.  Selection by partition took 13 % of a query. */
float
candidates_cut(const vec_kernels *kernels, const float *x, uint32_t n, uint32_t k)
{
	float least, most;
	int64_t lo, hi; /* more than k above lo; at most k above hi */

	kernels->range(x, n, &least, &most);
	lo = (int64_t)key_of(least) - 1;
	hi = key_of(most);
	while (hi - lo > 1) {
		int64_t mid = lo + (hi - lo) / 2;
		uint32_t c = kernels->above(x, n, float_of((int32_t)mid));

		if (c == k)
			return float_of((int32_t)mid);
		if (c > k)
			lo = mid;
		else
			hi = mid;
	}
	return float_of((int32_t)hi);
}

/* Keep the best `want`; of equal estimates at the border keep those that came first. */
static void
shrink(vec_candidates *p, const vec_kernels *kernels)
{
	float t = candidates_cut(kernels, p->est, p->n, p->want);

	candidates_keep(p, kernels, 0, t, p->want - kernels->above(p->est, p->n, t));
	p->floor = t;
}

void
candidates_keep(
    vec_candidates *p, const vec_kernels *kernels, uint32_t first, float t, uint32_t equals)
{
	vec_found rows = {p->est, p->part, p->pos, p->n};

	kernels->keep(&rows, first, t, equals);
	p->n = rows.n;
}

void
candidates_make_room(vec_candidates *p, const vec_kernels *kernels)
{
	if (p->n + SCAN_CHUNK > p->room && p->n > p->want)
		shrink(p, kernels);
}

void
candidates_add(vec_candidates *p, float est, float part, uint32_t pos)
{
	if (!(est > p->floor))
		return;
	p->est[p->n] = est;
	p->part[p->n] = part;
	p->pos[p->n++] = pos;
}

void
candidates_set_kth(vec_candidates *p, const vec_kernels *kernels, uint32_t k)
{
	if (p->n > k && !p->whole)
		p->kth = candidates_cut(kernels, p->est, p->n, k);
}
