/* index/vectors/vecset_list.c - selects the clusters that may hold results.
 *
 * WHAT    1. Estimate the products with all centroids; where an estimate comes near the threshold,
 *            compute the product (one byte a dimension).
 *         2. List the few best clusters: scores by fine codes of the best of their rows give a first
 *            k-th best score, the threshold.
 *         3. List every cluster whose product plus `reach` deviations of its rows comes up to it:
 *            first with half the reach, then, against the risen threshold, with all of it.
 * WHY     Clusters are visited in the order of the file, so memory is read forward.
 * RULES   The deviation is that of the product of the query with a residual of the mean
 *         spectrum of the set.  Reaches and slack are no bounds: residuals have heavier tails
 *         than a normal distribution.  Building chooses them by measured recall
 *         (vecset_calibrate.c); reach can be given per query. */
#include <math.h>
#include "index/vectors/vecset_pass.h"

#define FIRST_CLUSTERS 2 /* listed in round 0 */

/* 1 if the query wants rows of these fields. */
static int
pass_serves(const pass *turn, uint64_t fields)
{
	return vec_has_several(fields) || !(fields & turn->q->skip);
}

/* Half of the negative squared distance between query and centroid, but for a constant.  (The
 * squared length of a centroid is 1 - rms^2.)  The cluster of a query that is a row of the set,
 * or nearly, comes first in this order. */
static inline float
vecset_nearness(const pass *turn, uint32_t c)
{
	return turn->s->product[c] + turn->v->near_by[c];
}

/* The best clusters by nearness.  Returns how many. */
static uint32_t
find_best(const pass *turn, uint32_t *best)
{
	float near[FIRST_CLUSTERS], least = -INFINITY;
	const uint32_t last = turn->v->h.n_clusters;
	uint32_t held = 0, *found = turn->s->list, n, i;

	/* few at first: all of them pass until there is a least one */
	for (uint32_t from = 0, to, many = VEC_BLOCK; from < last; from = to) {
		to = last - from < many ? last : from + many;
		many = SCAN_CHUNK;
		n = turn->v->k->reaching(turn->s->product + from, turn->v->near_by + from,
		    to - from, 1, least, from, found + turn->n_list);
		for (uint32_t j = 0; j < n; j++) {
			uint32_t c = found[turn->n_list + j];
			float x = vecset_nearness(turn, c);

			if (x <= least || !pass_serves(turn, turn->v->a.cluster[c].fields))
				continue;
			held += held < FIRST_CLUSTERS;
			for (i = held - 1; i > 0 && near[i - 1] < x; i--) {
				best[i] = best[i - 1];
				near[i] = near[i - 1];
			}
			best[i] = c;
			near[i] = x;
			least = held == FIRST_CLUSTERS ? near[held - 1] : -INFINITY;
		}
	}
	return held;
}

/* The next blocks of the list are of cluster c, which has these fields. */
static inline void
list_stretch(pass *turn, uint32_t c, uint64_t fields)
{
	vec_stretch *next = turn->s->stretches + turn->n_stretches;

	if (turn->n_stretches && !vec_has_several(fields) && !vec_has_several(next[-1].fields))
		return;
	*next = (vec_stretch){fields, turn->n_list, c};
	turn->n_stretches++;
}

/* Put the blocks of a cluster at the end of the list, if they are new. */
static void
list_cluster(pass *turn, uint32_t c)
{
	const vec_cluster *k = &turn->v->a.cluster[c];

	if (turn->s->listed[c])
		return;
	turn->s->listed[c] = 1;
	list_stretch(turn, c, k->fields);
	for (uint32_t at = 0, b = k->block; at < k->n; at += VEC_BLOCK) {
		turn->s->list[turn->n_list] = b++;
		turn->s->centre[turn->n_list++] = turn->s->product[c];
	}
}

static void
list_first(pass *turn)
{
	uint32_t best[FIRST_CLUSTERS], n = find_best(turn, best);

	for (uint32_t i = 0; i < n; i++) {
		turn->s->product[best[i]] = vec_prep_product(&turn->s->prep, turn->v, best[i]);
		turn->s->known[best[i]] = CENTRE_COMPUTED;
		list_cluster(turn, best[i]);
	}
}

/* ---- all that may reach their threshold ---- */

/* The clusters of [first, last) whose computed product comes up to `low`, to s->found.  Returns how
 * many. */
static uint32_t
find_clusters(const pass *turn, uint32_t first, uint32_t last, float low)
{
	const vecset *v = turn->v;
	vecset_scratch *s = turn->s;
	uint32_t kept = 0, unknown = 0;
	uint32_t n = v->k->reaching(s->product + first, v->wide + first, last - first, turn->wide,
	    low - turn->margin, first, s->found);

	for (uint32_t i = 0; i < n; i++) {
		uint32_t c = s->found[i];
		s->unknown[unknown] = c;
		unknown += s->known[c] == CENTRE_ESTIMATED;
		s->known[c] = CENTRE_COMPUTED;
	}
	vec_prep_products(&s->prep, v, s->unknown, unknown, s->product);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t c = s->found[i];
		s->found[kept] = c;
		kept += s->product[c] + turn->wide * v->wide[c] >= low;
	}
	return kept;
}

/* List the clusters of [first, last) that may reach the threshold; they have the same single field
 * or, if `several`, more. */
static void
list_slot(pass *turn, uint32_t first, uint32_t last, int several)
{
	const vecset *v = turn->v;
	const float *product = turn->s->product, low = turn->s->candidates.kth;
	uint32_t n;
	int any = 0;

	for (uint32_t c = first; c < last && (several || c == first); c++)
		any |= pass_serves(turn, v->a.cluster[c].fields);
	n = any ? find_clusters(turn, first, last, low) : 0;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t c = turn->s->found[i];
		if (pass_serves(turn, v->a.cluster[c].fields) &&
		    product[c] + turn->reach * v->radius[c] >= low)
			list_cluster(turn, c);
	}
}

/* How far a residual of length one may reach beyond its centroid. */
static float
wanted_reach(const pass *turn, float of_set)
{
	if (turn->q->exact)
		return INFINITY;
	if (turn->q->reach > 0)
		return turn->q->reach * turn->s->prep.sigma;
	return of_set;
}

void
pass_list(pass *turn, int round)
{
	const vec_head *h = &turn->v->h;
	const uint32_t *slot = turn->v->a.slot;
	const float part = round + 1 < VEC_ROUNDS ? 2 : 1;

	turn->n_list = turn->n_stretches = 0;
	if (round == 0) {
		list_first(turn);
	} else {
		pass_raise(turn);
		turn->reach = wanted_reach(turn, h->reach) / part;
		turn->wide = wanted_reach(turn, h->wide) / part;
		for (uint32_t i = 0; i < VEC_SLOTS; i++)
			if (slot[i] < slot[i + 1])
				list_slot(turn, slot[i], slot[i + 1], i & 1);
	}
}
