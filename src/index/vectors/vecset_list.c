/* index/vectors/vecset_list.c - selects the clusters that may hold results.
 *
 * WHAT    1. Estimate the products with the centroids of all parents; where an estimate comes
 *            near the threshold, compute the product (one byte a dimension).
 *         2. List all clusters of the few best parents: scores by fine codes of the best of their
 *            rows give a first k-th best score, the threshold.
 *         3. Open every parent whose product plus `wide` deviations of its rows comes up to the
 *            threshold: estimate the products with its clusters, 16 at once.  List the clusters
 *            whose product plus `reach` deviations of their rows comes up to it: first with half
 *            the reach, then, against the risen threshold, with all of it.
 * WHY     A residual around the mean of 16 rows is an eighth shorter than around the mean of
 *         200, so fewer rows are scanned for the same loss (FORMAT-vectors.md, "Clusters of 16").
 *         Clusters are visited in the order of the file, so memory is read forward.
 * RULES   The deviation is that of the product of the query with a residual of the mean
 *         spectrum of the set.  Reaches and slack are no bounds: residuals have heavier tails
 *         than a normal distribution.  Building chooses them by measured recall
 *         (vecset_calibrate.c); reach can be given per query. */
#include <math.h>
#include "index/vectors/vecset_pass.h"

#define FIRST_PARENTS 2 /* opened in round 0 */
#define FIRST_REACH                                                                                \
	3.0f       /* clusters of these that are listed: deviations; 1, 2, 4 took the same time */
#define FIRST_K 10 /* for more hits than this all of them are */
/* Before the last round so many times as many candidates are scored: a tighter floor saves a
 * twentieth of the clusters; 1.5 and 3 took more time.  Sets with rest codes lose .001 of
 * recall. */
#define LAST_RUN 2
#define OPENED_AHEAD 6 /* parents whose clusters are prefetched ahead; changes speed only */

int
pass_serves(const pass *turn, uint64_t fields)
{
	if (!vec_has_several(fields) && (fields & turn->q->skip))
		return 0;
	return !turn->q->only || (fields & turn->q->only);
}

/* ---- parents ---- */

static float
compute_parent(const pass *turn, uint32_t parent)
{
	vecset_scratch *s = turn->s;

	if (s->known[parent] == PARENT_ESTIMATED) {
		s->parent[parent] = vec_prep_parent(&s->prep, turn->v, parent);
		s->known[parent] = PARENT_COMPUTED;
	}
	return s->parent[parent];
}

static void
open_parent(const pass *turn, uint32_t parent)
{
	vecset_scratch *s = turn->s;

	if (s->known[parent] == PARENT_OPENED)
		return;
	vec_prep_clusters(&s->prep, turn->v, parent, compute_parent(turn, parent),
	    s->family + (size_t)parent * VEC_FAMILY);
	s->known[parent] = PARENT_OPENED;
}

VEC_PREFETCHES
prefetch_delta(const vecset *set, uint32_t parent)
{
	const size_t bytes = vec_block_size(&set->h);

	__builtin_prefetch(set->radius + (size_t)parent * VEC_FAMILY);
	if (set->family[parent + 1] - set->family[parent] > 1)
		vec_load_ahead(set->a.delta, set->a.delta_scales, parent, bytes);
}

/* ---- the best parents ---- */

/* Half of the negative squared distance between query and centroid, but for a constant.  (The
 * squared length of a centroid is 1 - rms^2.)  The parent of a query that is a row of the set,
 * or nearly, comes first in this order. */
static inline float
vecset_nearness(const pass *turn, uint32_t parent)
{
	return turn->s->parent[parent] + turn->v->near_by[parent];
}

/* The best parents by nearness.  Returns how many. */
static uint32_t
find_best(const pass *turn, uint32_t *best)
{
	float near[FIRST_PARENTS], least = -INFINITY;
	const uint32_t last = turn->v->h.n_parents;
	uint32_t held = 0, *found = turn->s->list, n, i;

	/* few at first: all of them pass until there is a least one */
	for (uint32_t from = 0, to, many = VEC_BLOCK; from < last; from = to) {
		to = last - from < many ? last : from + many;
		many = SCAN_CHUNK;
		n = turn->v->k->reaching(turn->s->parent + from, turn->v->near_by + from, to - from,
		    1, least, from, found + turn->n_list);
		for (uint32_t j = 0; j < n; j++) {
			uint32_t c = found[turn->n_list + j];
			float x = vecset_nearness(turn, c);

			if (x <= least || !pass_serves(turn, turn->v->fields[c]))
				continue;
			held += held < FIRST_PARENTS;
			for (i = held - 1; i > 0 && near[i - 1] < x; i--) {
				best[i] = best[i - 1];
				near[i] = near[i - 1];
			}
			best[i] = c;
			near[i] = x;
			least = held == FIRST_PARENTS ? near[held - 1] : -INFINITY;
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

/* Put the blocks of cluster i of a parent at the end of the list, if they are new. */
static void
list_cluster(pass *turn, uint32_t parent, uint32_t i)
{
	const uint32_t c = turn->v->family[parent] + i;
	const vec_cluster *k = &turn->v->a.cluster[c];

	if (turn->s->listed[parent] >> i & 1)
		return;
	turn->s->listed[parent] |= (uint16_t)(1u << i);
	list_stretch(turn, c, k->fields);
	for (uint32_t at = 0, b = k->block; at < k->n; at += VEC_BLOCK) {
		turn->s->list[turn->n_list] = b++;
		turn->s->centre[turn->n_list++] = turn->s->family[(size_t)parent * VEC_FAMILY + i];
	}
}

/* List the clusters of an opened parent with at[i] + reach * radius[i] >= low, i its number. */
static void
list_reaching(pass *turn, uint32_t parent, float reach, float low)
{
	const vecset *v = turn->v;
	vecset_scratch *s = turn->s;
	const size_t at = (size_t)parent * VEC_FAMILY;
	const uint32_t first = v->family[parent];
	uint32_t found;

	if (vec_has_several(v->fields[parent]) || v->h.n_blocks > v->h.n_clusters) {
		uint32_t list[2 * VEC_FAMILY];

		found =
		    v->k->reaching(s->family + at, v->radius + at, VEC_FAMILY, reach, low, 0, list);
		for (uint32_t i = 0; i < found; i++)
			if (pass_serves(turn, v->a.cluster[first + list[i]].fields))
				list_cluster(turn, parent, list[i]);
		return;
	}
	found = v->k->family(s->family + at, v->radius + at, reach, low, s->listed[parent], first,
	    s->list + turn->n_list, s->centre + turn->n_list);
	if (!found)
		return;
	list_stretch(turn, first, v->fields[parent]); /* a cluster record would be waited for */
	s->listed[parent] |= (uint16_t)found;
	turn->n_list += (uint32_t)__builtin_popcount(found);
}

/* List the clusters of a parent that may reach the best centroid of them: enough for a first k-th
 * best score unless k is large. */
static void
list_family(pass *turn, uint32_t parent)
{
	const float *at = turn->s->family + (size_t)parent * VEC_FAMILY;
	const uint32_t n = turn->v->family[parent + 1] - turn->v->family[parent];
	float least, most;

	open_parent(turn, parent);
	turn->v->k->range(at, n, &least, &most);
	list_reaching(
	    turn, parent, FIRST_REACH * turn->s->prep.sigma, turn->k <= FIRST_K ? most : -INFINITY);
}

static void
list_first(pass *turn)
{
	uint32_t best[FIRST_PARENTS], n = find_best(turn, best);

	for (uint32_t i = 0; i < n; i++)
		list_family(turn, best[i]);
}

/* ---- all that may reach their threshold ---- */

/* The same where clusters differ in their fields. */
static void
list_reaching_several(pass *turn, uint32_t parent)
{
	const vecset *v = turn->v;
	const float *at = turn->s->family + (size_t)parent * VEC_FAMILY;
	const float *radius = v->radius + (size_t)parent * VEC_FAMILY;
	const uint32_t first = v->family[parent], n = v->family[parent + 1] - first;

	for (uint32_t i = 0; i < n; i++) {
		if (pass_serves(turn, v->a.cluster[first + i].fields) &&
		    at[i] + turn->reach * radius[i] >= turn->s->candidates.kth)
			list_cluster(turn, parent, i);
	}
}

/* The parents of [first, last) whose computed product comes up to `low`, to s->parents.  Returns
 * how many. */
static uint32_t
find_parents(const pass *turn, uint32_t first, uint32_t last, float low)
{
	const vecset *v = turn->v;
	vecset_scratch *s = turn->s;
	uint32_t kept = 0, unknown = 0;
	uint32_t n = v->k->reaching(s->parent + first, v->wide + first, last - first, turn->wide,
	    low - turn->margin, first, s->parents);

	for (uint32_t i = 0; i < n; i++) {
		uint32_t c = s->parents[i];

		s->unknown[unknown] = c;
		unknown += s->known[c] == PARENT_ESTIMATED;
		s->known[c] = s->known[c] == PARENT_ESTIMATED ? PARENT_COMPUTED : s->known[c];
	}
	vec_prep_parents(&s->prep, v, s->unknown, unknown, s->parent);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t c = s->parents[i];

		s->parents[kept] = c;
		kept += s->parent[c] + turn->wide * v->wide[c] >= low;
	}
	return kept;
}

/* List the clusters of the parents [first, last), which have the same single field or, if
 * `several`, more. */
static void
list_slot(pass *turn, uint32_t first, uint32_t last, int several)
{
	const vecset *v = turn->v;
	vecset_scratch *s = turn->s;
	uint32_t n;
	int any = 0;
	const float low = turn->s->candidates.kth;

	for (uint32_t c = first; c < last && (several || c == first); c++)
		any |= pass_serves(turn, v->fields[c]);
	if (!any)
		return;
	n = find_parents(turn, first, last, low);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t ahead = s->parents[i + OPENED_AHEAD < n ? i + OPENED_AHEAD : i];

		if (s->known[ahead] != PARENT_OPENED)
			prefetch_delta(v, ahead);
		open_parent(turn, s->parents[i]);
		if (several)
			list_reaching_several(turn, s->parents[i]);
		else
			list_reaching(turn, s->parents[i], turn->reach, low);
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
	const uint32_t *slot = turn->v->slot;
	const float part = round + 1 < VEC_ROUNDS ? 2 : 1;

	turn->n_list = turn->n_stretches = 0;
	turn->raise_run = pass_first_run(turn->k);
	if (round + 1 == VEC_ROUNDS && !h->rest_bits)
		turn->raise_run *= LAST_RUN;
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
