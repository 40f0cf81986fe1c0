/* index/vectors/vecset_candidates.c - keeping the best candidates. */
#include "index/vectors/vecset_pass.h"
#include "util/clones.h"
#include "util/memory.h"
#include <math.h>
#include <string.h>

#define ROOM_FIRST 256 /* entries at first; a list grows while its candidates need more */
/* A list holds at most so many: fine codes then cost less than a millisecond.  Only sets with tens
 * of thousands of nearly equal rows come to it. */
#define ROOM_MOST 65536

/* Room for `room` entries and those that one scan may append. -1: out of memory, the list stays. */
static int
vecset_candidates_reserve(vec_candidates *cands, uint32_t room)
{
	size_t cap = (size_t)room + SCAN_CHUNK + 16; /* 16: kernels store whole registers */
	float *est, *part;
	uint32_t *pos;

	if (cap > cands->cap) {
		if ((est = realloc(cands->est, cap * sizeof *est)))
			cands->est = est;
		if ((part = realloc(cands->part, cap * sizeof *part)))
			cands->part = part;
		if ((pos = realloc(cands->pos, cap * sizeof *pos)))
			cands->pos = pos;
		if (!est || !part || !pos)
			return -1;
		cands->cap = cap;
	}
	cands->room = room + SCAN_CHUNK;
	return 0;
}

int
candidates_start(vec_candidates *cands, const vec_kernels *kernels, uint32_t k, uint32_t rows,
    float margin, int whole)
{
	uint32_t room = 4 * k > ROOM_FIRST ? 4 * k : ROOM_FIRST;

	cands->kernels = kernels;
	cands->n = 0;
	cands->k = k;
	cands->margin = margin;
	cands->whole = whole || room >= rows;
	cands->failed = 0;
	cands->floor = cands->kth = -INFINITY;
	return vecset_candidates_reserve(cands, cands->whole ? rows : room);
}

void
candidates_free(vec_candidates *p)
{
	free_all(p->est, p->part, p->pos);
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

#define LANES 16
typedef float lanes __attribute__((vector_size(4 * LANES)));
typedef int32_t ilanes __attribute__((vector_size(4 * LANES)));

/* How many of x[0 .. n-1] are greater than t. */
CLONES static uint32_t
count_above(const float *x, uint32_t n, float t)
{
	ilanes above = {0};
	uint32_t count = 0, i = 0;
	lanes v;

	for (; i + LANES <= n; i += LANES) {
		memcpy(&v, x + i, sizeof v);
		above -= v > t;
	}
	for (; i < n; i++)
		count += x[i] > t;
	for (int k = 0; k < LANES; k++)
		count += (uint32_t)above[k];
	return count;
}

/* The least and the greatest of x[0 .. n-1]; n > 0. */
CLONES static void
find_range(const float *x, uint32_t n, float *least, float *greatest)
{
	lanes low = (lanes){0} + x[0], high = low, v;
	uint32_t i = 0;

	for (; i + LANES <= n; i += LANES) {
		ilanes less, more;

		memcpy(&v, x + i, sizeof v);
		less = v < low;
		more = v > high;
		low = (lanes)((less & (ilanes)v) | (~less & (ilanes)low));
		high = (lanes)((more & (ilanes)v) | (~more & (ilanes)high));
	}
	*least = *greatest = x[0];
	for (; i < n; i++) {
		*least = x[i] < *least ? x[i] : *least;
		*greatest = x[i] > *greatest ? x[i] : *greatest;
	}
	for (int k = 0; k < LANES; k++) {
		*least = low[k] < *least ? low[k] : *least;
		*greatest = high[k] > *greatest ? high[k] : *greatest;
	}
}

/* Bisection of the interval of values: each step is one fast count over the numbers, and about a
 * dozen steps find a cut with exactly k above it.  Selection by partition took 13 % of a query. */
float
candidates_cut_near(const float *x, uint32_t n, uint32_t k, uint32_t more)
{
	float least, most;
	int64_t lo, hi; /* more than k above lo; at most k above hi */

	find_range(x, n, &least, &most);
	lo = (int64_t)key_of(least) - 1;
	hi = key_of(most);
	while (hi - lo > 1) {
		int64_t mid = lo + (hi - lo) / 2;
		uint32_t c = count_above(x, n, float_of((int32_t)mid));

		if (c >= k && c <= k + more)
			return float_of((int32_t)mid);
		if (c > k)
			lo = mid;
		else
			hi = mid;
	}
	return float_of((int32_t)hi);
}

float
candidates_cut(const float *x, uint32_t n, uint32_t k)
{
	return candidates_cut_near(x, n, k, 0);
}

void
candidates_keep(vec_candidates *cands, uint32_t first, float t, uint32_t equals)
{
	vec_survivors rows = {cands->est, cands->part, cands->pos, cands->n};

	cands->kernels->keep(&rows, first, t, equals);
	cands->n = rows.n;
}

/* Keep the best half; of equal estimates at the border keep those that came first. */
static void
drop_half(vec_candidates *cands)
{
	uint32_t most = ROOM_MOST / 2;
	float t = candidates_cut(cands->est, cands->n, most);

	candidates_keep(cands, 0, t, most - count_above(cands->est, cands->n, t));
	cands->floor = t;
}

void
candidates_raise(vec_candidates *cands, float kth)
{
	if (kth <= cands->kth)
		return;
	cands->kth = kth;
	cands->floor = kth - cands->margin;
	candidates_keep(cands, 0, cands->floor, 0);
}

/* Room doubles while half of it is taken, so that lists are not looked through too often. */
void
candidates_grow(vec_candidates *cands)
{
	if (cands->n < cands->room / 2)
		return;
	if (cands->room >= ROOM_MOST && cands->k < ROOM_MOST / 2)
		drop_half(cands);
	else if (vecset_candidates_reserve(cands, 2 * (cands->room - SCAN_CHUNK)) < 0)
		cands->failed = 1, cands->n = 0;
}

static void
vecset_exchange(vec_candidates *cands, uint32_t i, uint32_t j)
{
	const float est = cands->est[i], part = cands->part[i];
	const uint32_t pos = cands->pos[i];

	cands->est[i] = cands->est[j];
	cands->part[i] = cands->part[j];
	cands->pos[i] = cands->pos[j];
	cands->est[j] = est;
	cands->part[j] = part;
	cands->pos[j] = pos;
}

/* First find, then move: a comparison for each candidate is guessed wrong too often (4 % of a
 * query). */
uint32_t
candidates_bring_forward(vec_candidates *cand, uint32_t first, float t)
{
	uint32_t found[SCAN_CHUNK + 16], end = first, n;

	for (uint32_t from = first; from < cand->n; from += SCAN_CHUNK) {
		const float *est = cand->est + from;

		n = cand->n - from < SCAN_CHUNK ? cand->n - from : SCAN_CHUNK;
		n = cand->kernels->reaching(est, est, n, 0, t, from, found);
		for (uint32_t i = 0; i < n; i++)
			vecset_exchange(cand, found[i], end++);
	}
	return end;
}

void
candidates_add(vec_candidates *cands, float est, float part, uint32_t pos)
{
	if (!(est > cands->floor))
		return;
	cands->est[cands->n] = est;
	cands->part[cands->n] = part;
	cands->pos[cands->n++] = pos;
}
