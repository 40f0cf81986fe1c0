/* index/vectors/vecset_scan.c - scans the listed clusters; keeps the survivors of each field.
 *
 * WHAT    Clusters that share a candidate list are scanned up to 16 blocks at a time; the
 *         candidates of each field whose estimates come within the slack of the threshold are
 *         scored by fine codes later (vecset_hits.c). */
#include <math.h>
#include "index/vectors/vecset_pass.h"

/* Bytes prefetched ahead of the scan: 24 blocks of 256 dimensions.  4 to 24 KB gave 81 to 86 % of
 * the streaming bandwidth, no prefetching 55 to 61 % (FORMAT-vectors.md, "What limits the scan").
 */
#define AHEAD_BYTES 12288

#define CLUSTERS_AHEAD 12 /* of these, cluster records prefetched ahead */

/* ---- blocks of a list ---- */

static inline vec_ahead
block_at(const vec_blocks *b, uint32_t at, uint32_t block)
{
	size_t i = (size_t)b->v->a.cluster[b->list[at]].block + block;

	return (vec_ahead){
	    b->v->a.blocks + i * vec_block_size(&b->v->h), b->v->a.scales + i * VEC_BLOCK};
}

/* The block `ahead`; after the end of the list none. */
static inline vec_ahead
next_ahead(vec_blocks *b)
{
	vec_ahead a = {NULL, NULL};

	if (b->ahead_at == b->n)
		return a;
	if (b->ahead_at + CLUSTERS_AHEAD < b->n)
		__builtin_prefetch(&b->v->a.cluster[b->list[b->ahead_at + CLUSTERS_AHEAD]]);
	a = block_at(b, b->ahead_at, b->ahead_block);
	if ((b->ahead_block + 1) * VEC_BLOCK < b->v->a.cluster[b->list[b->ahead_at]].n)
		b->ahead_block++;
	else
		b->ahead_at++, b->ahead_block = 0;
	return a;
}

void
vec_blocks_start(
    vec_blocks *b, const vecset *v, const uint32_t *list, uint32_t n, const float *centre)
{
	const size_t bytes = vec_block_size(&v->h);

	*b = (vec_blocks){.v = v, .list = list, .centre = centre, .n = n};
	for (size_t i = 0; i < AHEAD_BYTES && b->ahead_at < n; i += bytes) {
		vec_ahead a = next_ahead(b);
		vec_load_ahead(&a, bytes);
	}
}

void
vec_blocks_next(vec_blocks *b, vec_part *out)
{
	const uint32_t c = b->list[b->at];
	const vec_cluster *k = &b->v->a.cluster[c];
	const uint32_t from = b->block * VEC_BLOCK;
	const vec_ahead here = block_at(b, b->at, b->block);

	*out = (vec_part){.block = here.block,
	    .scales = here.scales,
	    .ahead = next_ahead(b),
	    .n_rows = k->n - from < VEC_BLOCK ? k->n - from : VEC_BLOCK,
	    .first_row = k->first + from,
	    .centre = b->centre[b->at]};
	if (from + VEC_BLOCK < k->n)
		b->block++;
	else
		b->at++, b->block = 0;
}

/* ---- survivors ---- */

static inline int
allowed(const pass *p, uint32_t pos)
{
	uint32_t row = vec_row_of(p->v, pos);

	return row < p->v->h.n && (p->q->allow[row / 64] >> (row % 64) & 1);
}

static inline int
has_several(const vec_cluster *k)
{
	return (k->fields & (k->fields - 1)) != 0;
}

/* Add survivors of cluster k, or of clusters with the same single field, to the candidates of their
 * fields (bits of `to`), or to the one list for all. */
static void
add_survivors(pass *p, const vec_cluster *k, const vec_survivors *f, uint64_t to)
{
	for (uint32_t i = 0; i < f->n; i++) {
		uint64_t m =
		    has_several(k) ? p->v->a.mask[k->mask + (f->pos[i] - k->first)] : k->fields;

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
	pass_raise_one(p, cand);
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

/* ---- the scan ---- */

/* Take the next blocks of the list that can be scanned together: of one cluster with several
 * fields, or of clusters with the same single field (of any single field if there is one list).
 * Returns the first cluster. */
static const vec_cluster *
take_blocks(const pass *p, vec_blocks *b, vec_part *part, uint32_t *n)
{
	const vec_cluster *k = &p->v->a.cluster[b->list[b->at]];
	const uint32_t first = b->at;
	const int alone = has_several(k), any = !p->want;

	for (*n = 0; *n < VEC_PARTS && b->at < b->n; ++*n) {
		const vec_cluster *c = &p->v->a.cluster[b->list[b->at]];

		if (b->at != first && (alone || (any ? has_several(c) : c->fields != k->fields)))
			break;
		vec_blocks_next(b, &part[*n]);
		p->s->stats.rows += part[*n].n_rows;
	}
	return k;
}

void
pass_scan(pass *p)
{
	const vecset *v = p->v;
	vec_part part[VEC_PARTS];
	vec_run run = {.part = part};
	vec_blocks b;

	vec_blocks_start(&b, v, p->s->list, p->n_list, p->s->centre);
	while (b.at < b.n) {
		const vec_cluster *k = take_blocks(p, &b, part, &run.n);
		uint64_t to = pass_serves(p, k->fields);
		vec_candidates *only =
		    &p->s->candidates[p->want ? (uint32_t)__builtin_ctzll(to) : VEC_FIELDS];

		make_room(p, to);
		run.floor = lowest_floor(p, to);
		if (!has_several(k) && !p->q->allow) {
			vec_survivors f = {only->est, only->part, only->pos, only->n};
			v->k->scan(&p->s->prep.lut, &run, &f);
			only->n = f.n;
		} else {
			vec_survivors f = {p->s->est, p->s->part, p->s->pos, 0};
			v->k->scan(&p->s->prep.lut, &run, &f);
			add_survivors(p, k, &f, to);
		}
	}
}
