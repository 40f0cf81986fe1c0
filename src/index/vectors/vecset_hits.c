/* index/vectors/vecset_hits.c - scores candidates by fine codes and makes hits of the best. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "index/vectors/vecset_pass.h"

/* A row gets a final score if its score by the fine code lies within so many times the largest
 * error seen so far.  The largest of 20 normal errors is about 2 deviations, so this is about 5. */
#define ERRORS 2.5f
#define RUNS                                                                                       \
	8 /* each run of fine scores is so many times as long as the last; 4 to 64 took the same   \
	     time */
#define VEC_SCORED 0x80000000u /* of the position of a candidate that is scored */
#define PREFETCH 16            /* candidates prefetched ahead; changes speed only */

static int
before(const vec_hit *a, const vec_hit *b)
{
	return a->score != b->score ? a->score > b->score : a->row < b->row;
}

/* Insert into the k best; one comparison drops most of the late hits. */
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

static inline uint32_t
position(const vecset *v, uint32_t pos)
{
	return v->h.n_stored & VEC_SCORED ? pos : pos & ~VEC_SCORED;
}

static void
prefetch_fine(const vecset *v, uint32_t pos)
{
	const uint8_t *f = vec_fine_of(v, position(v, pos));
	const size_t bytes = vec_fine_stride(&v->h);

	if (pos != position(v, pos))
		return;

	if (v->a.step)
		__builtin_prefetch(v->a.step + pos);
	for (size_t at = 0; at < bytes; at += 64)
		__builtin_prefetch(f + at);
}

/* The score of a candidate by fine codes; a candidate is scored once.  Its score then takes the
 * place of `part`, and the highest bit of its position says so. */
static inline float
score_of(pass *p, vec_candidates *cand, uint32_t i)
{
	uint32_t pos = cand->pos[i];

	if (pos != position(p->v, pos))
		return cand->part[i];
	cand->part[i] = vec_prep_score(&p->s->prep, p->v, cand->part[i], pos);
	p->s->stats.scored++;
	if (!(p->v->h.n_stored & VEC_SCORED))
		cand->pos[i] = pos | VEC_SCORED;
	return cand->part[i];
}

/* Replace the estimates of candidates first .. last - 1 by scores by fine codes. */
static void
score_run(pass *p, vec_candidates *cand, uint32_t first, uint32_t last)
{
	for (uint32_t i = first; i < last && i < first + PREFETCH; i++)
		prefetch_fine(p->v, cand->pos[i]);
	for (uint32_t i = first; i < last; i++) {
		if (i + PREFETCH < last)
			prefetch_fine(p->v, cand->pos[i + PREFETCH]);
		cand->est[i] = score_of(p, cand, i);
		cand->pos[i] = position(p->v, cand->pos[i]);
	}
}

void
pass_raise(pass *p, vec_candidates *cand)
{
	const vec_kernels *k = p->v->k;
	const uint32_t n = pass_first_run(p->k);
	float *score = p->s->score, kth;

	if (cand->whole || cand->n <= n)
		return;
	candidates_bring_forward(cand, 0, candidates_cut(k, cand->est, cand->n, n));
	kth = candidates_cut(k, cand->est, n, p->k);
	for (uint32_t i = 0; i < n; i++)
		prefetch_fine(p->v, cand->pos[i]);
	for (uint32_t i = 0; i < n; i++)
		score[i] = score_of(p, cand, i);
	candidates_raise(cand, k, fminf(kth, candidates_cut(k, score, n, p->k)));
}

/* Score the best few candidates by fine codes: they give a first k-th best score.  Then score those
 * whose estimates come within the margin of it, in runs of growing length, because each run raises
 * the k-th best score; drop the others. */
static void
score_fine(pass *p, vec_candidates *cand)
{
	const vec_kernels *k = p->v->k;
	uint32_t done = 0;
	float estimated = cand->n > p->k ? candidates_cut(k, cand->est, cand->n, p->k) : 0;

	for (uint32_t run = pass_first_run(p->k); !cand->whole && cand->n - done > run;
	     run *= RUNS) {
		float t = candidates_cut(k, cand->est + done, cand->n - done, run);
		uint32_t end = candidates_bring_forward(cand, done, t);

		score_run(p, cand, done, end);
		done = end;
		t = fminf(estimated, candidates_cut(k, cand->est, done, p->k)) - cand->margin;
		candidates_keep(cand, k, done, t, cand->n);
	}
	score_run(p, cand, done, cand->n);
}

/* Replace scores by final scores; returns the largest difference. */
static float
final_run(pass *p, vec_candidates *cand, uint32_t first, uint32_t last)
{
	float error = 0;

	for (uint32_t i = first; i < last; i++) {
		uint32_t pos = cand->pos[i], c = vecset_cluster_of(p->v, pos);
		float centre = vec_prep_centre(&p->s->prep, p->v, c);
		float score = vec_prep_final(&p->s->prep, p->v, c, centre, pos);

		error = fmaxf(error, fabsf(score - cand->est[i]));
		cand->est[i] = score;
	}
	p->s->stats.final += last - first;
	return error;
}

/* Candidates that get a final score in any case.  Without rest codes a final score differs only by
 * the rounding of tables. */
static uint32_t
pass_final_run(const pass *p)
{
	return p->v->h.rest_bits ? pass_first_run(p->k) : p->k + 2;
}

/* Final scores for the best few, then for those that may still be among the k best; drop the
 * others. */
static void
score_final(pass *p, vec_candidates *cand)
{
	const vec_kernels *k = p->v->k;
	uint32_t n = pass_final_run(p);
	float error;

	if (cand->n <= n) {
		final_run(p, cand, 0, cand->n);
		return;
	}
	n = candidates_bring_forward(cand, 0, candidates_cut(k, cand->est, cand->n, n));
	error = final_run(p, cand, 0, n);
	candidates_keep(
	    cand, k, n, candidates_cut(k, cand->est, n, p->k) - ERRORS * error, cand->n);
	final_run(p, cand, n, cand->n);
}

static int
compare_hits(const void *a, const void *b)
{
	return before(a, b) ? -1 : 1;
}

/* The k best by final score: those above the cut, then those equal to it by row. */
uint32_t
pass_hits(pass *p, vec_candidates *cand, vec_hit *hits)
{
	uint32_t n = 0, k;
	float t = -INFINITY;

	score_fine(p, cand);
	score_final(p, cand);
	k = p->k < cand->n ? p->k : cand->n;
	if (k < cand->n)
		t = candidates_cut(p->v->k, cand->est, cand->n, k);
	for (uint32_t i = 0; i < cand->n; i++) {
		vec_hit h = {p->v->a.row[cand->pos[i]], cand->est[i]};

		if (h.score > t && h.row < p->v->h.n)
			hits[n++] = h;
	}
	qsort(hits, n, sizeof *hits, compare_hits);
	for (uint32_t i = 0; i < cand->n && n <= k && k < cand->n; i++) {
		vec_hit h = {p->v->a.row[cand->pos[i]], cand->est[i]};

		if (h.score == t && h.row < p->v->h.n)
			n = insert(hits, n, k, h);
	}
	return n;
}
