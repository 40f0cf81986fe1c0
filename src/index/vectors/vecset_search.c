/* index/vectors/vecset_search.c - one search. */
#include <stdlib.h>
#include <string.h>
#include "index/vectors/vecset_pass.h"
#include "util/fail.h"
#include "util/memory.h"

#define EXACT_SET 8192 /* every row of a set with at most so many rows is scored */
/* Deviations allowed for the error of an estimated centroid product. */
#define MARGIN 2.0f

tensen_status
vecset_scratch_new(vecset_scratch **out, const vecset *set, tensen_error *err)
{
	vecset_scratch *s = calloc(1, sizeof *s);
	/* find_best() and the scan write behind the list */
	size_t n = set->h.n_blocks + (size_t)SCAN_CHUNK + vec_run_ahead(set);
	size_t parents = set->h.n_parents + (size_t)16;

	*out = NULL;
	if (!s)
		return tensen_fail_nomem(err);
	s->v = set;
	s->centre = malloc(n * sizeof *s->centre);
	s->family = calloc(parents, VEC_FAMILY * sizeof *s->family);
	s->parent = malloc(parents * sizeof *s->parent);
	s->known = malloc(parents);
	s->listed = malloc(parents * sizeof *s->listed);
	s->list = malloc(n * sizeof *s->list);
	s->stretches = malloc((set->h.n_clusters + (size_t)1) * sizeof *s->stretches);
	s->parents = malloc(parents * sizeof *s->parents);
	s->unknown = malloc(parents * sizeof *s->unknown);
	s->est = malloc((SCAN_CHUNK + 16) * sizeof *s->est);
	s->part = malloc((SCAN_CHUNK + 16) * sizeof *s->part);
	s->pos = malloc((SCAN_CHUNK + 16) * sizeof *s->pos);
	if (!s->centre || !s->family || !s->parent || !s->known || !s->listed || !s->list ||
	    !s->stretches || !s->parents || !s->unknown || !s->est || !s->part || !s->pos ||
	    vec_prep_init(&s->prep, &set->h, err) < 0) {
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
	free_all(s->centre, s->family, s->known, s->listed, s->list, s->stretches, s->parent,
	    s->parents, s->unknown, s->est, s->part, s->pos);
	candidates_free(&s->candidates);
	free(s);
}

tensen_status
vecset_score(const vecset *set, vecset_scratch *scratch, const float *vec, const uint32_t *rows,
    uint32_t n, float *scores, tensen_error *err)
{
	return vec_prep_rows(&scratch->prep, set, vec, rows, n, scores, err);
}

/* 1 if the last search scanned cluster c. */
static int
is_listed(const vecset_scratch *scratch, uint32_t c)
{
	const uint32_t parent = vec_parent_of(scratch->v, c);

	return scratch->listed[parent] >> (c - scratch->v->family[parent]) & 1;
}

void
vecset_scratch_stats(const vecset_scratch *scratch, vec_stats *out)
{
	const vecset *v = scratch->v;

	*out = scratch->stats;
	out->bytes = (uint64_t)vec_centre_blocks(&v->h) * (vec_block_size(&v->h) + 2 * VEC_BLOCK) +
		     (uint64_t)v->h.n_parents * sizeof(float) +
		     (uint64_t)out->scored * vec_fine_stride(&v->h) +
		     (uint64_t)out->final * vec_rest_stride(&v->h);
	for (uint32_t p = 0; p < v->h.n_parents; p++)
		out->bytes +=
		    (scratch->known[p] != PARENT_ESTIMATED ? v->h.n_pad : 0) +
		    (scratch->known[p] == PARENT_OPENED && v->family[p + 1] - v->family[p] > 1
			    ? vec_block_size(&v->h) + 2 * VEC_BLOCK
			    : 0);
	for (uint32_t c = 0; c < v->h.n_clusters; c++)
		if (is_listed(scratch, c)) {
			const uint32_t n = v->a.cluster[c].n;

			out->clusters++;
			out->rows += n;
			out->bytes += (uint64_t)((n + VEC_BLOCK - 1) / VEC_BLOCK) *
				      (vec_block_size(&v->h) + 2 * VEC_BLOCK);
		}
}

uint32_t
vecset_scratch_blocks(const vecset_scratch *scratch, uint32_t *list)
{
	uint32_t n = 0;

	for (uint32_t c = 0; c < scratch->v->h.n_clusters; c++)
		if (is_listed(scratch, c))
			for (uint32_t at = 0; at < scratch->v->a.cluster[c].n; at += VEC_BLOCK)
				list[n++] = scratch->v->a.cluster[c].block + at / VEC_BLOCK;
	return n;
}

/* ---- beginning and end of a search ---- */

int
vec_is_whole(const vec_head *header)
{
	return header->n_stored <= EXACT_SET;
}

/* Prepare the query and estimate its products with the centroids.  Returns as pass_begin(). */
static int
vecset_prepare(pass *turn, const vecset *set, vecset_scratch *scratch, const vecset_query *vq,
    tensen_error *err)
{
	int ok;

	*turn = (pass){.v = set, .s = scratch, .q = vq};
	memset(&scratch->stats, 0, sizeof scratch->stats);
	memset(scratch->listed, 0, set->h.n_parents * sizeof *scratch->listed);
	memset(scratch->known, PARENT_ESTIMATED, set->h.n_parents);
	turn->k = vq->k < set->h.n ? vq->k : set->h.n;
	if ((ok = vec_prep_set(&scratch->prep, set, vq->q, err)) <= 0)
		return ok;
	if (turn->k == 0 || set->h.n_stored == 0)
		return 0;
	vec_prep_estimate_parents(&scratch->prep, set, scratch->parent);
	turn->margin = MARGIN * scratch->prep.sigma * set->h.centre_error;
	return 1;
}

int
pass_begin(pass *turn, const vecset *set, vecset_scratch *scratch, const vecset_query *vq,
    tensen_error *err)
{
	const vec_head *h = &set->h;
	int ok = vecset_prepare(turn, set, scratch, vq, err);

	if (ok <= 0)
		return ok;
	if (candidates_start(&scratch->candidates, turn->k, h->n_stored, h->slack,
		vq->exact || vec_is_whole(h)) < 0)
		return tensen_fail_nomem(err);
	return 1;
}

static void
vecset_run(pass *turn)
{
	for (int round = 0; round < VEC_ROUNDS; round++) {
		pass_list(turn, round);
		pass_scan(turn);
	}
}

tensen_status
vecset_search(const vecset *set, vecset_scratch *scratch, const vecset_query *vq, hit *hits,
    uint32_t *n_hits, tensen_error *err)
{
	pass p;
	int ok = pass_begin(&p, set, scratch, vq, err);

	*n_hits = 0;
	if (ok > 0) {
		vecset_run(&p);
		if (pass_hits(&p, hits, n_hits) < 0)
			ok = tensen_fail_nomem(err);
	}
	return ok < 0 ? (tensen_status)ok : TENSEN_OK;
}
