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
#define FINE_AHEAD 32          /* candidates prefetched ahead; changes speed only */
#define SHORT 16               /* up to so many hits insertion is faster than qsort() */
#define FINAL_AHEAD 4          /* the same, of final scores */

/* ---- scores by fine codes of a part of the candidates ---- */

#define WORK 512 /* candidates taken at once */

/* Candidates without a score. */
typedef struct work {
	uint32_t next; /* candidate */
	uint32_t n, pos[WORK];
	float *part[WORK];
} work;

/* Take the next candidates that have no score yet and mark them as scored; what is marked already
 * is overwritten by the next one, as a comparison for each would be guessed wrong too often. */
static void
take_work(vec_candidates *cand, work *out)
{
	uint32_t i = out->next, n = 0;

	for (; i < cand->last && n < WORK; i++) {
		out->pos[n] = cand->pos[i];
		out->part[n] = &cand->part[i];
		n += !(cand->pos[i] & VEC_SCORED);
		cand->pos[i] |= VEC_SCORED;
	}
	out->n = n;
	out->next = i;
}

/* Score candidates first .. last - 1 by fine codes, each candidate once: its score takes the place
 * of `part`, and the highest bit of its position says so. */
static void
score_candidates(pass *turn)
{
	vec_candidates *cand = &turn->s->candidates;
	work now = {.next = cand->first};
	float fine[VEC_TOGETHER];

	for (take_work(cand, &now); now.n; take_work(cand, &now)) {
		for (uint32_t i = 0; i < FINE_AHEAD && i < now.n; i++)
			vec_prefetch_fine(turn->v, now.pos[i]);
		for (uint32_t i = 0; i < now.n; i += VEC_TOGETHER) {
			uint32_t n = now.n - i < VEC_TOGETHER ? now.n - i : VEC_TOGETHER;

			for (uint32_t k = i + FINE_AHEAD; k < i + FINE_AHEAD + VEC_TOGETHER; k++)
				vec_prefetch_fine(turn->v, now.pos[k < now.n ? k : i]);
			vec_prep_scores(&turn->s->prep, turn->v, now.pos + i, n, fine);
			for (uint32_t k = 0; k < n; k++)
				*now.part[i + k] += fine[k];
		}
		turn->s->stats.scored += now.n;
	}
}

/* ---- floors ---- */

/* Bring the best estimates forward, to be scored. */
static void
choose_best(const pass *turn, vec_candidates *cand)
{
	const uint32_t n = pass_first_run(turn->k);

	cand->first = cand->last = 0;
	if (cand->whole || cand->n <= n)
		return;
	cand->last =
	    candidates_bring_forward(cand, 0, candidates_cut_near(cand->est, cand->n, n, n / 4));
}

void
pass_raise(pass *turn)
{
	vec_candidates *cand = &turn->s->candidates;

	choose_best(turn, cand);
	score_candidates(turn);
	if (cand->last)
		candidates_raise(cand, fminf(candidates_cut(cand->est, cand->last, turn->k),
					   candidates_cut(cand->part, cand->last, turn->k)));
}

/* ---- scores by fine codes ---- */

/* Bring the best `run` estimates behind the scored candidates forward, or take all that are left.
 */
static void
choose_run(vec_candidates *cand, uint32_t run, int whole)
{
	cand->first = cand->last;
	cand->last = cand->n;
	if (!whole && cand->n - cand->first > run)
		cand->last = candidates_bring_forward(cand, cand->first,
		    candidates_cut_near(
			cand->est + cand->first, cand->n - cand->first, run, run / 4));
}

/* The scores of a run take the place of its estimates; candidates that are not within the margin of
 * the k-th best score, by their estimates, are dropped. */
static void
take_run(const pass *turn, vec_candidates *cand)
{
	float t;

	for (uint32_t i = cand->first; i < cand->last; i++) {
		cand->est[i] = cand->part[i];
		cand->pos[i] &= ~VEC_SCORED;
	}
	if (cand->last == cand->n)
		return;
	t = fminf(cand->estimated, candidates_cut(cand->est, cand->last, turn->k));
	candidates_keep(cand, cand->last, t - cand->margin, cand->n);
}

/* Score the best few candidates by fine codes: they give a first k-th best score.  Then score those
 * whose estimates come within the margin of it, in runs of growing length, because each run raises
 * the k-th best score; drop the others. */
static void
score_fine(pass *turn)
{
	vec_candidates *cand = &turn->s->candidates;

	cand->last = 0;
	if (cand->n > turn->k)
		cand->estimated = candidates_cut(cand->est, cand->n, turn->k);
	for (uint32_t run = pass_first_run(turn->k);; run *= RUNS) {
		choose_run(cand, run, cand->whole);
		score_candidates(turn);
		take_run(turn, cand);
		if (cand->last >= cand->n)
			return;
	}
}

/* ---- final scores ---- */

/* Replace scores first .. last - 1 by final scores; note the largest difference. */
static void
score_final_run(pass *turn)
{
	vec_candidates *cand = &turn->s->candidates;

	for (uint32_t i = cand->first; i < cand->last && i < cand->first + FINAL_AHEAD; i++)
		vec_prefetch_final(turn->v, cand->pos[i]);
	cand->error = 0;
	for (uint32_t i = cand->first; i < cand->last; i++) {
		uint32_t pos = cand->pos[i], c = vecset_cluster_of(turn->v, pos);
		float centre = vec_prep_centre(&turn->s->prep, turn->v, c);
		float score = vec_prep_final(&turn->s->prep, turn->v, c, centre, pos);

		if (i + FINAL_AHEAD < cand->last)
			vec_prefetch_final(turn->v, cand->pos[i + FINAL_AHEAD]);
		cand->error = fmaxf(cand->error, fabsf(score - cand->est[i]));
		cand->est[i] = score;
	}
	turn->s->stats.final += cand->last - cand->first;
}

/* Final scores for the best few, then for those that may still be among the k best; drop the
 * others. */
static void
score_final(pass *turn)
{
	vec_candidates *cand = &turn->s->candidates;
	uint32_t done;

	cand->first = cand->last = 0;
	choose_run(cand, pass_first_run(turn->k), 0);
	score_final_run(turn);
	done = cand->last;
	if (done < cand->n)
		candidates_keep(cand, done,
		    candidates_cut(cand->est, done, turn->k) - ERRORS * cand->error, cand->n);
	cand->first = done;
	cand->last = cand->n;
	score_final_run(turn);
}

/* Drop what is not among the k best, but for equal scores, and prefetch the numbers of the rows. */
static void
drop_others(const pass *turn, vec_candidates *cand)
{
	if (turn->k < cand->n)
		candidates_keep(cand, 0, candidates_cut(cand->est, cand->n, turn->k), cand->n);
	for (uint32_t i = 0; i < cand->n; i++)
		vec_prefetch_row(turn->v, cand->pos[i]);
}

/* Move hit `at` forward to its place among those before it, which are sorted. */
static void
hit_forward(hit *hits, uint32_t at)
{
	const hit h = hits[at];

	for (; at > 0 && hit_compare(&h, &hits[at - 1]) < 0; at--)
		hits[at] = hits[at - 1];
	hits[at] = h;
}

static void
sort_hits(hit *hits, uint32_t n)
{
	if (n > SHORT)
		qsort(hits, n, sizeof *hits, hit_compare);
	for (uint32_t i = 1; i < n && n <= SHORT; i++)
		hit_forward(hits, i);
}

/* The k best by final score; more than k are left only if the last of them have one score. */
static uint32_t
hits_of(const pass *turn, const vec_candidates *cand, hit *hits)
{
	const uint32_t k = turn->k < cand->n ? turn->k : cand->n;
	uint32_t n = 0;

	for (uint32_t i = 0; i < cand->n; i++) {
		hit h = {vec_row_of(turn->v, cand->pos[i]), cand->est[i]};

		if (h.row >= turn->v->h.n)
			continue;
		if (n < k) {
			hits[n++] = h;
			if (n == k)
				sort_hits(hits, n);
		} else if (hit_compare(&h, &hits[k - 1]) < 0) {
			hits[k - 1] = h;
			hit_forward(hits, k - 1);
		}
	}
	if (n < k)
		sort_hits(hits, n);
	return n;
}

int
pass_hits(pass *turn, hit *hits, uint32_t *n_hits)
{
	vec_candidates *cand = &turn->s->candidates;

	score_fine(turn);
	score_final(turn);
	drop_others(turn, cand);
	*n_hits = hits_of(turn, cand, hits);
	return cand->failed ? -1 : 0;
}
