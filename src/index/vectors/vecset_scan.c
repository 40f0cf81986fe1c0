/* index/vectors/vecset_scan.c - scans the listed clusters; keeps the survivors.
 *
 * WHAT    Blocks are scanned up to 16 at a time; the candidates whose estimates come within the
 *         slack of the threshold are scored by fine codes later (vecset_hits.c). */
#include "index/vectors/vecset_pass.h"

/* Bytes prefetched ahead of the scan: 16 blocks of 256 dimensions.  4 to 24 KB gave 81 to 86 % of
 * the streaming bandwidth, no prefetching 55 to 61 % (FORMAT-vectors.md, "What limits the scan").
 */
#define AHEAD_BYTES 8192

/* ---- runs of a list ---- */

uint32_t
vec_run_ahead(const vecset *v)
{
	return (uint32_t)((AHEAD_BYTES - 1) / vec_block_size(&v->h)) + 1;
}

vec_run
vec_run_start(const vecset *v, uint32_t *list, uint32_t n, const float *centre)
{
	const uint32_t ahead = vec_run_ahead(v);

	for (uint32_t i = 0; i < ahead && n; i++)
		list[n + i] = list[n - 1];
	for (uint32_t i = 0; i < ahead && i < n; i++)
		vec_load_ahead(v->a.blocks, v->a.scales, list[i], vec_block_size(&v->h));
	return (vec_run){.blocks = v->a.blocks,
	    .scales = v->a.scales,
	    .first = v->first,
	    .list = list,
	    .centre = centre,
	    .ahead = ahead};
}

/* ---- survivors ---- */

static inline int
allowed(const pass *p, uint32_t pos)
{
	uint32_t row = vec_row_of(p->v, pos);

	return row < p->v->h.n && (p->q->allow[row / 64] >> (row % 64) & 1);
}

/* Add survivors of cluster k, or of clusters with the same single field, to the candidates. */
static void
add_survivors(pass *p, const vec_cluster *k, const vec_survivors *f)
{
	for (uint32_t i = 0; i < f->n; i++) {
		uint64_t m = vec_has_several(k->fields)
				 ? p->v->a.mask[k->mask + (f->pos[i] - k->first)]
				 : k->fields;

		if ((m & p->q->skip) || (p->q->only && !(m & p->q->only)) ||
		    (p->q->allow && !allowed(p, f->pos[i])))
			continue;
		candidates_add(&p->s->candidates, f->est[i], f->part[i], f->pos[i]);
	}
}

static void
make_room(pass *p)
{
	if (!candidates_is_full(&p->s->candidates))
		return;
	pass_raise(p);
	candidates_grow(&p->s->candidates, p->v->k);
}

/* ---- the scan ---- */

/* Scan blocks [from, to) of the list, which share their fields. */
static void
scan_stretch(pass *p, vec_run *run, const vec_stretch *stretch, uint32_t to)
{
	const vecset *v = p->v;
	vec_candidates *all = &p->s->candidates;

	for (uint32_t at = stretch->at; at < to; at += run->n) {
		run->list = p->s->list + at;
		run->centre = p->s->centre + at;
		run->n = to - at < VEC_PARTS ? to - at : VEC_PARTS;
		make_room(p);
		run->floor = all->floor;
		if (!vec_has_several(stretch->fields) && !p->q->allow) {
			vec_survivors f = {all->est, all->part, all->pos, all->n};
			v->k->scan(&p->s->prep.lut, run, &f);
			all->n = f.n;
		} else {
			vec_survivors f = {p->s->est, p->s->part, p->s->pos, 0};
			v->k->scan(&p->s->prep.lut, run, &f);
			add_survivors(p, &v->a.cluster[stretch->cluster], &f);
		}
	}
}

void
pass_scan(pass *p)
{
	const vec_stretch *stretches = p->s->stretches;
	vec_run run = vec_run_start(p->v, p->s->list, p->n_list, p->s->centre);

	for (uint32_t i = 0; i < p->n_stretches; i++)
		scan_stretch(p, &run, &stretches[i],
		    i + 1 < p->n_stretches ? stretches[i + 1].at : p->n_list);
}
