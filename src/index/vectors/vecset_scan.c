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
vec_run_ahead(const vecset *set)
{
	return (uint32_t)((AHEAD_BYTES - 1) / vec_block_size(&set->h)) + 1;
}

vec_run
vec_run_start(const vecset *set, uint32_t *list, uint32_t n, const float *centre)
{
	const uint32_t ahead = vec_run_ahead(set);

	for (uint32_t i = 0; i < ahead && n; i++)
		list[n + i] = list[n - 1];
	for (uint32_t i = 0; i < ahead && i < n; i++)
		vec_load_ahead(set->a.blocks, set->a.scales, list[i], vec_block_size(&set->h));
	return (vec_run){.blocks = set->a.blocks,
	    .scales = set->a.scales,
	    .first = set->first,
	    .list = list,
	    .centre = centre,
	    .ahead = ahead};
}

/* ---- survivors ---- */

static inline int
vecset_allowed(const pass *turn, uint32_t pos)
{
	uint32_t row = vec_row_of(turn->v, pos);

	return row < turn->v->h.n && (turn->q->allow[row / 64] >> (row % 64) & 1);
}

/* Add survivors of cluster k, or of clusters with the same single field, to the candidates. */
static void
add_survivors(pass *turn, const vec_cluster *cluster, const vec_survivors *survivors)
{
	for (uint32_t i = 0; i < survivors->n; i++) {
		uint64_t m =
		    vec_has_several(cluster->fields)
			? turn->v->a.mask[cluster->mask + (survivors->pos[i] - cluster->first)]
			: cluster->fields;

		if ((m & turn->q->skip) ||
		    (turn->q->allow && !vecset_allowed(turn, survivors->pos[i])))
			continue;
		candidates_add(
		    &turn->s->candidates, survivors->est[i], survivors->part[i], survivors->pos[i]);
	}
}

static void
make_room(pass *turn)
{
	const vec_candidates *cands = &turn->s->candidates;

	if (cands->n + SCAN_CHUNK <= cands->room) /* a scan may append so many */
		return;
	pass_raise(turn);
	candidates_grow(&turn->s->candidates);
}

/* ---- the scan ---- */

/* Scan blocks [from, to) of the list, which share their fields. */
static void
scan_stretch(pass *turn, vec_run *run, const vec_stretch *stretch, uint32_t to)
{
	const vecset *v = turn->v;
	vec_candidates *all = &turn->s->candidates;

	for (uint32_t at = stretch->at; at < to; at += run->n) {
		run->list = turn->s->list + at;
		run->centre = turn->s->centre + at;
		run->n = to - at < VEC_PARTS ? to - at : VEC_PARTS;
		make_room(turn);
		run->floor = all->floor;
		if (!vec_has_several(stretch->fields) && !turn->q->allow) {
			vec_survivors f = {all->est, all->part, all->pos, all->n};
			v->k->scan(&turn->s->prep.lut, run, &f);
			all->n = f.n;
		} else {
			vec_survivors f = {turn->s->est, turn->s->part, turn->s->pos, 0};
			v->k->scan(&turn->s->prep.lut, run, &f);
			add_survivors(turn, &v->a.cluster[stretch->cluster], &f);
		}
	}
}

void
pass_scan(pass *turn)
{
	const vec_stretch *stretches = turn->s->stretches;
	vec_run run = vec_run_start(turn->v, turn->s->list, turn->n_list, turn->s->centre);

	for (uint32_t i = 0; i < turn->n_stretches; i++)
		scan_stretch(turn, &run, &stretches[i],
		    i + 1 < turn->n_stretches ? stretches[i + 1].at : turn->n_list);
}
