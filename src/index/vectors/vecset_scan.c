/* index/vectors/vecset_scan.c - selects the clusters that may hold results and scans them; keeps
 * the survivors of each field.
 *
 * WHAT    1. Estimate the products with all centroids; where an estimate comes near the
 *            threshold, compute the product (one byte a dimension).
 *         2. Scan the few best clusters of every field: fine codes of the best of their
 *            rows give a first k-th best score, the threshold of the field.
 *         3. Scan every other cluster whose centroid product plus `reach` deviations of
 *            its residuals comes up to the threshold: first with half the reach, then,
 *            against the risen threshold, with all of it.
 *         4. Score by fine codes the candidates of each field whose estimates come within the
 *            slack of the threshold (vecset_hits.c).
 * WHY     Clusters are visited in the order of the file, so memory is read forward.
 *         A small field has few clusters and a low threshold, so nearly all of it is
 *         scanned; a large field is scanned where the best rows are.  Scanning a fixed
 *         share of every field reads two to three times more at the same recall.
 * RULES   The deviation is that of the product of the query with a residual of the mean
 *         spectrum of the set.  Reach and slack are no bounds: residuals have heavier tails
 *         than a normal distribution.  Building chooses them by measured recall
 *         (vecset_calibrate.c); reach can be given per query. */
#include <math.h>
#include "index/vectors/vecset_pass.h"

#define FIRST_CLUSTERS 4 /* scanned for each field in round 0 */
#define CENTRES_AHEAD 8  /* centroids prefetched ahead; changes speed only */
/* Bytes prefetched ahead of the scan: 24 blocks of 256 dimensions.  4 to 24 KB gave 81 to 86 % of
 * the streaming bandwidth, no prefetching 55 to 61 % (FORMAT-vectors.md, "What limits the scan").
 */
#define AHEAD_BYTES 12288

/* ---- prefetching ---- */

/* Note the next n blocks of the list; after its end the last block again. */
static void
prefetch_next(vec_prefetch *l, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		const vec_cluster *k = &l->v->a.cluster[l->list[l->at]];
		size_t block = (size_t)k->block + l->block;

		l->ahead[i].block = l->v->a.blocks + block * vec_block_size(&l->v->h);
		l->ahead[i].scales = l->v->a.scales + block * VEC_BLOCK;
		if ((l->block + 1) * VEC_BLOCK < k->n)
			l->block++;
		else if (l->at + 1 < l->n)
			l->at++, l->block = 0;
	}
}

void
vec_prefetch_start(vec_prefetch *l, const vecset *v, const uint32_t *list, uint32_t n)
{
	const size_t bytes = vec_block_size(&v->h);

	*l = (vec_prefetch){.v = v, .list = list, .n = n};
	for (size_t i = 0; n && i < AHEAD_BYTES; i += bytes) {
		prefetch_next(l, 1);
		vec_load_ahead(l->ahead, bytes);
	}
}

vec_run
vec_run_of(const vecset *v, uint32_t c, uint32_t from, float centre, vec_prefetch *prefetch)
{
	const vec_cluster *k = &v->a.cluster[c];
	const size_t block = k->block + from / VEC_BLOCK;
	vec_run run = {.blocks = v->a.blocks + block * vec_block_size(&v->h),
	    .scales = v->a.scales + block * VEC_BLOCK,
	    .n_rows = k->n - from < SCAN_CHUNK ? k->n - from : SCAN_CHUNK,
	    .first_row = k->first + from,
	    .centre = centre,
	    .floor = -INFINITY};

	if (prefetch) {
		prefetch_next(prefetch, (run.n_rows + VEC_BLOCK - 1) / VEC_BLOCK);
		run.ahead = prefetch->ahead;
	}
	return run;
}

/* ---- one cluster ---- */

static float
exact_centre(pass *p, uint32_t c)
{
	int32_t tmp;

	if (!p->s->known[c]) {
		vec_prep_centres(&p->s->prep, p->v, c, c + 1, &tmp, &p->s->centre[c]);
		p->s->known[c] = 1;
	}
	return p->s->centre[c];
}

static inline int
allowed(const pass *p, uint32_t pos)
{
	uint32_t row = p->v->a.row[pos];

	return row < p->v->h.n && (p->q->allow[row / 64] >> (row % 64) & 1);
}

static inline uint64_t
fields_of(const vecset *v, const vec_cluster *k, uint32_t pos)
{
	return k->fields & (k->fields - 1) ? v->a.mask[k->mask + (pos - k->first)] : k->fields;
}

/* The fields with candidates in this cluster that the query wants (1 if there is one list for all
 * rows); 0: none. */
static inline uint64_t
fields_served(const pass *p, const vec_cluster *k)
{
	uint64_t m = k->fields;

	if (!(m & (m - 1)) && (m & p->q->skip))
		return 0;
	if (p->want)
		return m & p->want;
	return !p->q->only || (m & p->q->only) ? 1 : 0;
}

/* Add survivors to the candidates of their fields (bits of `to`), or to the one list for all. */
static void
add_survivors(pass *p, const vec_cluster *k, const vec_found *f, uint64_t to)
{
	for (uint32_t i = 0; i < f->n; i++) {
		uint64_t m = fields_of(p->v, k, f->pos[i]);

		if ((m & p->q->skip) || (p->q->allow && !allowed(p, f->pos[i])))
			continue;
		if (!p->want) {
			if (!p->q->only || (m & p->q->only))
				candidates_add(&p->s->candidates[VEC_FIELDS], f->est[i], f->part[i],
				    f->pos[i]);
			continue;
		}
		for (m &= to; m; m &= m - 1)
			candidates_add(&p->s->candidates[__builtin_ctzll(m)], f->est[i], f->part[i],
			    f->pos[i]);
	}
}

static float
lowest_floor(pass *p, uint64_t to)
{
	float low = INFINITY;

	if (!p->want)
		return p->s->candidates[VEC_FIELDS].floor;
	for (; to; to &= to - 1) {
		float f = p->s->candidates[__builtin_ctzll(to)].floor;
		low = f < low ? f : low;
	}
	return low;
}

static void
make_room_in(pass *p, vec_candidates *cand)
{
	if (!candidates_is_full(cand))
		return;
	pass_raise(p, cand);
	candidates_grow(cand, p->v->k);
}

static void
make_room(pass *p, uint64_t to)
{
	if (!p->want) { /* one list of all: those of the fields were never started */
		make_room_in(p, &p->s->candidates[VEC_FIELDS]);
		return;
	}
	for (; to; to &= to - 1)
		make_room_in(p, &p->s->candidates[__builtin_ctzll(to)]);
}

void
pass_visit(pass *p, vec_prefetch *prefetch, const uint8_t *unpacked)
{
	const vecset *v = p->v;
	const uint32_t c = p->s->list[p->n_done];
	const float centre = p->s->product[p->n_done++];
	const vec_cluster *k = &v->a.cluster[c];
	uint64_t to = fields_served(p, k);
	int several = (k->fields & (k->fields - 1)) != 0;
	int direct = !several && !p->q->allow;
	vec_candidates *only =
	    &p->s->candidates[p->want ? (uint32_t)__builtin_ctzll(to) : VEC_FIELDS];

	for (uint32_t at = 0; at < k->n; at += SCAN_CHUNK) {
		vec_run run = vec_run_of(v, c, at, centre, prefetch);
		vec_found f = {p->s->est, p->s->part, p->s->pos, 0};

		make_room(p, to);
		run.unpacked = unpacked;
		run.floor = lowest_floor(p, to);
		if (direct) {
			f = (vec_found){only->est, only->part, only->pos, only->n};
			v->k->scan(&p->s->prep.lut, &run, &f);
			only->n = f.n;
		} else {
			v->k->scan(&p->s->prep.lut, &run, &f);
			add_survivors(p, k, &f, to);
		}
	}
}

/* ---- selection of clusters ---- */

static float
threshold(const pass *p, uint64_t to)
{
	float low = INFINITY;

	if (!p->want)
		return p->s->candidates[VEC_FIELDS].kth;
	for (; to; to &= to - 1) {
		float f = p->s->candidates[__builtin_ctzll(to)].kth;
		low = f < low ? f : low;
	}
	return low;
}

/* Half of the negative squared distance between query and centroid, but for a constant.  (The
 * squared length of a centroid is 1 - rms^2.)  The cluster of a query that is a row of the set,
 * or nearly, comes first in this order. */
static inline float
nearness(const pass *p, uint32_t c)
{
	return p->s->centre[c] + 0.5f * p->v->rms[c] * p->v->rms[c];
}

/* List the best clusters of [first, last) by nearness, or by the product alone, which ranks the
 * clusters of a distant field better. */
static void
list_best(pass *p, uint32_t first, uint32_t last, int by_nearness)
{
	uint32_t best[FIRST_CLUSTERS], held = 0, *list = p->s->list;
	float near[FIRST_CLUSTERS], least = -INFINITY;

	for (uint32_t c = first; c < last; c++) {
		float x = by_nearness ? nearness(p, c) : p->s->centre[c];
		uint32_t i;

		if (x <= least || p->s->seen[c] || !fields_served(p, &p->v->a.cluster[c]))
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
	for (uint32_t i = 0; i < held; i++) {
		uint32_t at = p->n_list++;

		for (; at > 0 && list[at - 1] > best[i]; at--)
			list[at] = list[at - 1];
		list[at] = best[i];
		p->s->seen[best[i]] = 1;
	}
}

/* List the clusters of [first, last) that may reach their threshold. */
static uint32_t
list_reachable(const pass *p, uint32_t first, uint32_t last, uint32_t *list)
{
	const float reach = p->reach;
	uint32_t n = 0;

	for (uint32_t c = first; c < last; c++) {
		const vec_cluster *k = &p->v->a.cluster[c];
		uint64_t to;

		if (p->s->seen[c] || !(to = fields_served(p, k)))
			continue;
		if (p->s->centre[c] + reach * p->v->radius[c] >= threshold(p, to) - p->margin)
			list[n++] = c;
	}
	return n;
}

/* The same for clusters of one field, which share one threshold. */
static uint32_t
list_single(const pass *p, uint32_t first, uint32_t last, uint32_t *list)
{
	const float reach = p->reach;
	const float *centre = p->s->centre, *radius = p->v->radius;
	uint32_t n = 0;
	uint64_t to;
	float low;

	if (first == last || !(to = fields_served(p, &p->v->a.cluster[first])))
		return 0;
	low = threshold(p, to) - p->margin;
	for (uint32_t c = first; c < last; c++) {
		list[n] = c;
		n += (centre[c] + reach * radius[c] >= low) & !p->s->seen[c];
	}
	return n;
}

static void
set_thresholds(pass *p)
{
	if (!p->want)
		pass_raise(p, &p->s->candidates[VEC_FIELDS]);
	for (uint64_t f = p->want; f; f &= f - 1)
		pass_raise(p, &p->s->candidates[__builtin_ctzll(f)]);
}

/* Keep those listed clusters that may reach their threshold by the computed product. */
static void
keep_reachable(pass *p)
{
	const float reach = p->reach;
	const vec_view *a = &p->v->a;
	uint32_t *list = p->s->list, kept = 0;

	for (uint32_t i = 0; i < p->n_list; i++) {
		uint32_t c = list[i],
			 ahead = list[i + CENTRES_AHEAD < p->n_list ? i + CENTRES_AHEAD : i];
		float product = exact_centre(p, c);

		__builtin_prefetch(&a->cluster[ahead]);
		for (uint32_t at = 0; at < p->v->h.n_pad; at += 64)
			__builtin_prefetch(a->centre + (size_t)ahead * p->v->h.n_pad + at);
		if (!(product + reach * p->v->radius[c] >=
			threshold(p, fields_served(p, &a->cluster[c]))))
			continue;
		list[kept] = c;
		p->s->product[kept++] = product;
		p->s->seen[c] = 1;
		p->s->stats.rows += a->cluster[c].n;
	}
	p->n_list = kept;
	p->s->stats.clusters += kept;
}

static void
list_first(pass *p)
{
	const uint32_t *slot = p->v->a.slot;

	list_best(p, 0, p->v->h.n_clusters, 1);
	for (uint64_t f = p->want; f; f &= f - 1) {
		uint32_t i = (uint32_t)__builtin_ctzll(f);
		list_best(p, slot[2 * i], slot[2 * i + 2], 0);
	}
}

/* How far a residual of length one may reach beyond its centroid. */
static float
wanted_reach(const pass *p)
{
	if (p->q->exact)
		return INFINITY;
	if (p->q->reach > 0)
		return p->q->reach * p->s->prep.sigma;
	return p->want ? p->v->h.reach * p->s->prep.sigma
		       : p->v->h.reach_all * vec_unit(&p->v->h, &p->s->prep, 0);
}

void
pass_list(pass *p, int round)
{
	const uint32_t *slot = p->v->a.slot;

	p->n_list = p->n_done = 0;
	if (round == 0) {
		list_first(p);
		keep_reachable(p);
		return;
	}
	set_thresholds(p);
	p->reach = wanted_reach(p) / (round + 1 < VEC_ROUNDS ? 2 : 1);
	for (uint32_t i = 0; i < VEC_SLOTS; i += 2) {
		p->n_list += list_single(p, slot[i], slot[i + 1], p->s->list + p->n_list);
		p->n_list += list_reachable(p, slot[i + 1], slot[i + 2], p->s->list + p->n_list);
	}
	keep_reachable(p);
}
