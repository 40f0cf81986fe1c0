/* index/vecset_scan.c - the one pass: clusters that can matter are scanned, survivors
 * kept per field, the kept ones scored by their finest codes.
 *
 * WHAT    1. products with all centroids (one byte a dimension);
 *         2. the few best clusters of every field, to know what "near" means there;
 *         3. every other cluster whose centroid, plus `reach` deviations of what its
 *            residuals can add, comes as near as the k-th best estimate: first with
 *            half the reach, then, against the better bar, with all of it;
 *         4. final scores of the best `want` of each field.
 * WHY     Clusters are visited in the order of the file, so memory is read forward.
 *         A small field has few clusters and a low bar: it is read nearly whole; a
 *         large one is read where it matters.  That is where the speed comes from:
 *         the same recall by a fixed share of every field reads three times more.
 * RULES   The deviation is that of the product of the query with a residual of the
 *         set's mean spectrum; reach is not a proof but is set by measurement at
 *         build time (vecset_build.c). */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "index/vecset_impl.h"
#include "index/vecset_pick.h"
#include "util/fail.h"

#define FIRST_CLUSTERS 4 /* of each field, before anything is skipped */
#define EXACT_ROWS 512   /* a field with at most so many rows is scored whole */
#define EXACT_SET 8192   /* and so is a set of at most so many */
#define AHEAD 2          /* clusters loaded before their turn */
#define PREFETCH_BYTES 8192
#define PREFETCH 12 /* candidates ahead of the one being scored */

struct vecset_scratch {
	const vecset *v;
	vec_prep prep;
	int32_t *tmp;      /* [n_clusters] */
	float *centre;     /* [n_clusters] products with centroids */
	uint8_t *seen;     /* [n_clusters] */
	uint32_t *list;    /* [n_clusters] to be visited */
	float *est, *part; /* [PICK_CHUNK + 16] survivors before filters */
	uint32_t *pos;
	vec_stats stats;
	vec_pick pick[VEC_FIELDS + 1]; /* one per field, the last for all together */
};

/* What one search carries along. */
typedef struct pass {
	const vecset *v;
	vecset_scratch *s;
	const vecset_query *q;
	uint64_t want; /* fields that get a pick; 0: one pick for all */
	uint32_t k;
	float reach;     /* deviations, of this round */
	uint32_t probes; /* left per field; UINT32_MAX: no limit */
} pass;

tensen_status
vecset_scratch_new(vecset_scratch **out, const vecset *v, tensen_error *err)
{
	vecset_scratch *s = calloc(1, sizeof *s);
	size_t n = v->h.n_clusters + 16;

	*out = NULL;
	if (!s)
		return tensen_fail_nomem(err);
	s->v = v;
	s->tmp = malloc(n * sizeof *s->tmp);
	s->centre = malloc(n * sizeof *s->centre);
	s->seen = malloc(n);
	s->list = malloc(n * sizeof *s->list);
	s->est = malloc((PICK_CHUNK + 16) * sizeof *s->est);
	s->part = malloc((PICK_CHUNK + 16) * sizeof *s->part);
	s->pos = malloc((PICK_CHUNK + 16) * sizeof *s->pos);
	if (!s->tmp || !s->centre || !s->seen || !s->list || !s->est || !s->part || !s->pos ||
	    vec_prep_init(&s->prep, &v->h, err) < 0) {
		vecset_scratch_free(s);
		return tensen_fail_nomem(err);
	}
	*out = s;
	return TENSEN_OK;
}

void
vecset_scratch_free(vecset_scratch *s)
{
	if (!s)
		return;
	vec_prep_clear(&s->prep);
	free(s->tmp);
	free(s->centre);
	free(s->seen);
	free(s->list);
	free(s->est);
	free(s->part);
	free(s->pos);
	for (uint32_t f = 0; f <= VEC_FIELDS; f++)
		pick_free(&s->pick[f]);
	free(s);
}

tensen_status
vecset_score(const vecset *v, vecset_scratch *s, const float *q, const uint32_t *rows, uint32_t n,
    float *scores, tensen_error *err)
{
	return vec_prep_rows(&s->prep, v, q, rows, n, scores, err);
}

void
vecset_scratch_stats(const vecset_scratch *s, vec_stats *out)
{
	const vecset *v = s->v;

	*out = s->stats;
	out->bytes = (uint64_t)v->h.n_clusters * (v->h.n_pad + sizeof(vec_cluster)) +
		     (uint64_t)out->scored * vec_fine_stride(&v->h);
	for (uint32_t c = 0; c < v->h.n_clusters; c++)
		if (s->seen[c])
			out->bytes += (uint64_t)((v->a.cluster[c].n + VEC_BLOCK - 1) / VEC_BLOCK) *
				      vec_block_size(&v->h);
}

const uint8_t *
vecset_scratch_seen(const vecset_scratch *s)
{
	return s->seen;
}

/* ---- one cluster ---- */

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

/* Give survivors to the picks of their fields (bits of `to`), or to the one for all. */
static void
deal(pass *p, const vec_cluster *k, const vec_found *f, uint64_t to)
{
	for (uint32_t i = 0; i < f->n; i++) {
		uint64_t m = fields_of(p->v, k, f->pos[i]);

		if ((m & p->q->skip) || (p->q->allow && !allowed(p, f->pos[i])))
			continue;
		if (!p->want) {
			if (!p->q->only || (m & p->q->only))
				pick_add(&p->s->pick[VEC_FIELDS], f->est[i], f->part[i], f->pos[i]);
			continue;
		}
		for (m &= to; m; m &= m - 1)
			pick_add(&p->s->pick[__builtin_ctzll(m)], f->est[i], f->part[i], f->pos[i]);
	}
}

static float
lowest_floor(pass *p, uint64_t to)
{
	float low = INFINITY;

	if (!p->want)
		return p->s->pick[VEC_FIELDS].floor;
	for (; to; to &= to - 1) {
		float f = p->s->pick[__builtin_ctzll(to)].floor;
		low = f < low ? f : low;
	}
	return low;
}

static void
tidy(pass *p, uint64_t to)
{
	if (!p->want)
		pick_tidy(&p->s->pick[VEC_FIELDS], p->v->k);
	for (; to; to &= to - 1)
		pick_tidy(&p->s->pick[__builtin_ctzll(to)], p->v->k);
}

/* Scan cluster c for the fields in `to` (ignored when there is one pick for all). */
static void
visit(pass *p, uint32_t c, uint64_t to)
{
	const vecset *v = p->v;
	const vec_cluster *k = &v->a.cluster[c];
	int several = (k->fields & (k->fields - 1)) != 0;
	int direct = !several && !p->q->allow;
	vec_pick *only = &p->s->pick[p->want ? (uint32_t)__builtin_ctzll(to) : VEC_FIELDS];
	vec_run run = {v->a.blocks + (size_t)k->block * vec_block_size(&v->h), 0, k->first,
	    p->s->centre[c], 0};

	p->s->seen[c] = 1;
	p->s->stats.clusters++;
	p->s->stats.rows += k->n;
	for (uint32_t at = 0; at < k->n; at += PICK_CHUNK) {
		vec_found f = {p->s->est, p->s->part, p->s->pos, 0};

		tidy(p, to);
		run.n_rows = k->n - at < PICK_CHUNK ? k->n - at : PICK_CHUNK;
		run.floor = lowest_floor(p, to);
		if (direct) {
			f = (vec_found){only->est, only->part, only->pos, only->n};
			v->k->scan(&p->s->prep.lut, &run, &f);
			only->n = f.n;
		} else {
			v->k->scan(&p->s->prep.lut, &run, &f);
			deal(p, k, &f, to);
		}
		run.blocks += PICK_CHUNK / VEC_BLOCK * vec_block_size(&v->h);
		run.first_row += PICK_CHUNK;
	}
}

/* ---- which clusters ---- */

/* Fields this cluster may serve; 0: none. */
static inline uint64_t
serves(const pass *p, const vec_cluster *k)
{
	uint64_t m = k->fields;

	if (!(m & (m - 1)) && (m & p->q->skip))
		return 0;
	if (p->want)
		return m & p->want;
	return !p->q->only || (m & p->q->only) ? 1 : 0;
}

static float
bar(const pass *p, uint64_t to)
{
	float low = INFINITY;

	if (!p->want)
		return p->s->pick[VEC_FIELDS].near;
	for (; to; to &= to - 1) {
		float f = p->s->pick[__builtin_ctzll(to)].near;
		low = f < low ? f : low;
	}
	return low;
}

/* How near a cluster lies: the squared distance of the query, halved and turned round.
 * (A centroid is shorter the wider its cluster: its square is 1 - spread^2.)  By this a
 * query that is in the set, or nearly, has its own cluster first. */
static inline float
nearness(const pass *p, uint32_t c)
{
	return p->s->centre[c] + 0.5f * p->v->spread[c] * p->v->spread[c];
}

/* Visit the best clusters of [first, last): by nearness, or by the product alone, which
 * tells better where the best of a far field are. */
static void
visit_best(pass *p, uint32_t first, uint32_t last, int by_nearness)
{
	uint32_t best[FIRST_CLUSTERS], held = 0;
	float near[FIRST_CLUSTERS], least = -INFINITY;

	for (uint32_t c = first; c < last; c++) {
		float x = by_nearness ? nearness(p, c) : p->s->centre[c];
		uint32_t i;

		if (x <= least || p->s->seen[c] || !serves(p, &p->v->a.cluster[c]))
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
	for (uint32_t i = 0; i < held; i++)
		visit(p, best[i], serves(p, &p->v->a.cluster[best[i]]));
}

/* Clusters of [first, last) that reach their bar, to the list. */
static uint32_t
list_reachable(const pass *p, uint32_t first, uint32_t last, uint32_t *list)
{
	const float reach = p->reach * p->s->prep.sigma;
	uint32_t n = 0;

	for (uint32_t c = first; c < last; c++) {
		const vec_cluster *k = &p->v->a.cluster[c];
		uint64_t to;

		if (p->s->seen[c] || !(to = serves(p, k)))
			continue;
		if (p->s->centre[c] + reach * p->v->spread[c] >= bar(p, to))
			list[n++] = c;
	}
	return n;
}

/* The same for clusters of one field: one bar for all. */
static uint32_t
list_single(const pass *p, uint32_t first, uint32_t last, uint32_t *list)
{
	const float reach = p->reach * p->s->prep.sigma;
	const float *centre = p->s->centre, *spread = p->v->spread;
	uint32_t n = 0;
	uint64_t to;
	float low;

	if (first == last || !(to = serves(p, &p->v->a.cluster[first])))
		return 0;
	low = bar(p, to);
	for (uint32_t c = first; c < last; c++) {
		list[n] = c;
		n += (centre[c] + reach * spread[c] >= low) & !p->s->seen[c];
	}
	return n;
}

/* Start loading a cluster's blocks: clusters lie scattered, and the processor's own
 * prefetcher begins anew at each. */
static void
prefetch_cluster(const vecset *v, uint32_t c)
{
	const vec_cluster *k = &v->a.cluster[c];
	size_t n = (size_t)((k->n + VEC_BLOCK - 1) / VEC_BLOCK) * vec_block_size(&v->h);
	const uint8_t *at = v->a.blocks + (size_t)k->block * vec_block_size(&v->h);

	for (size_t i = 0; i < n && i < PREFETCH_BYTES; i += 64)
		__builtin_prefetch(at + i);
}

static void
visit_reachable(pass *p)
{
	const uint32_t *slot = p->v->a.slot;
	uint32_t *list = p->s->list, n = 0;

	for (uint32_t i = 0; i < VEC_SLOTS; i += 2) {
		n += list_single(p, slot[i], slot[i + 1], list + n);
		n += list_reachable(p, slot[i + 1], slot[i + 2], list + n);
	}
	for (uint32_t i = 0; i < n; i++) {
		if (i + AHEAD < n)
			prefetch_cluster(p->v, list[i + AHEAD]);
		visit(p, list[i], serves(p, &p->v->a.cluster[list[i]]));
	}
}

static void
set_bars(pass *p)
{
	if (!p->want)
		pick_near(&p->s->pick[VEC_FIELDS], p->v->k, p->k);
	for (uint64_t f = p->want; f; f &= f - 1)
		pick_near(&p->s->pick[__builtin_ctzll(f)], p->v->k, p->k);
}

static void
rounds(pass *p)
{
	const uint32_t *slot = p->v->a.slot;
	const float reach = p->q->exact ? INFINITY : p->v->h.reach;

	visit_best(p, 0, p->v->h.n_clusters, 1);
	for (uint64_t f = p->want; f; f &= f - 1) {
		uint32_t i = (uint32_t)__builtin_ctzll(f);
		visit_best(p, slot[2 * i], slot[2 * i + 2], 0);
	}
	for (int half = 1; half >= 0; half--) {
		set_bars(p);
		p->reach = half ? reach / 2 : reach;
		visit_reachable(p);
	}
}

/* ---- final scores ---- */

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
static uint32_t
best_hits(pass *p, vec_pick *pick, vec_hit *hits)
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

static uint32_t
budget(const pass *p, uint32_t rows)
{
	uint64_t want = 40 + 6ull * p->k;
	int exact = p->q->exact || rows <= EXACT_ROWS || p->v->h.n_stored <= EXACT_SET;

	return exact || want > rows ? rows : (uint32_t)want;
}

/* 1: go on, 0: nothing to find, negative: failure. */
static int
begin(pass *p, const vecset *v, vecset_scratch *s, const vecset_query *q, tensen_error *err)
{
	int ok;

	*p = (pass){.v = v, .s = s, .q = q};
	memset(&s->stats, 0, sizeof s->stats);
	memset(s->seen, 0, v->h.n_clusters);
	p->k = q->k < v->h.n ? q->k : v->h.n;
	if ((ok = vec_prep_set(&s->prep, v, q->q, err)) <= 0)
		return ok;
	if (p->k == 0 || v->h.n_stored == 0)
		return 0;
	vec_prep_centres(&s->prep, v, 0, v->h.n_clusters, s->tmp, s->centre);
	return 1;
}

tensen_status
vecset_search_fields(const vecset *v, vecset_scratch *s, const vecset_query *q, vec_hit *hits,
    uint32_t counts[64], tensen_error *err)
{
	pass p;
	int ok = begin(&p, v, s, q, err);

	memset(counts, 0, 64 * sizeof *counts);
	if (ok <= 0)
		return ok < 0 ? (tensen_status)ok : TENSEN_OK;
	for (uint32_t f = 0; f < VEC_FIELDS; f++) {
		uint32_t rows = v->rows_of[f];

		if (!rows || (q->skip >> f & 1) || (q->only && !(q->only >> f & 1)))
			continue;
		if (pick_start(&s->pick[f], budget(&p, rows), rows) < 0)
			return tensen_fail_nomem(err);
		p.want |= 1ull << f;
	}
	if (!p.want)
		return TENSEN_OK;
	rounds(&p);
	for (uint64_t f = p.want; f; f &= f - 1) {
		uint32_t i = (uint32_t)__builtin_ctzll(f);
		counts[i] = best_hits(&p, &s->pick[i], hits + (size_t)i * q->k);
	}
	return TENSEN_OK;
}

tensen_status
vecset_search(const vecset *v, vecset_scratch *s, const vecset_query *q, vec_hit *hits,
    uint32_t *n_hits, tensen_error *err)
{
	pass p;
	int ok = begin(&p, v, s, q, err);

	*n_hits = 0;
	if (ok <= 0)
		return ok < 0 ? (tensen_status)ok : TENSEN_OK;
	if (pick_start(&s->pick[VEC_FIELDS], budget(&p, v->h.n_stored), v->h.n_stored) < 0)
		return tensen_fail_nomem(err);
	rounds(&p);
	*n_hits = best_hits(&p, &s->pick[VEC_FIELDS], hits);
	return TENSEN_OK;
}
