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
vecset_scratch_new(vecset_scratch **out, const vecset *v, tensen_error *err)
{
	vecset_scratch *s = calloc(1, sizeof *s);
	/* find_best() and the scan write behind the list */
	size_t n = v->h.n_blocks + (size_t)SCAN_CHUNK + vec_run_ahead(v);
	size_t parents = v->h.n_parents + (size_t)16;

	*out = NULL;
	if (!s)
		return tensen_fail_nomem(err);
	s->v = v;
	s->centre = malloc(n * sizeof *s->centre);
	s->family = calloc(parents, VEC_FAMILY * sizeof *s->family);
	s->parent = malloc(parents * sizeof *s->parent);
	s->known = malloc(parents);
	s->listed = malloc(parents * sizeof *s->listed);
	s->list = malloc(n * sizeof *s->list);
	s->stretches = malloc((v->h.n_clusters + (size_t)1) * sizeof *s->stretches);
	s->parents = malloc(parents * sizeof *s->parents);
	s->unknown = malloc(parents * sizeof *s->unknown);
	s->est = malloc((SCAN_CHUNK + 16) * sizeof *s->est);
	s->part = malloc((SCAN_CHUNK + 16) * sizeof *s->part);
	s->pos = malloc((SCAN_CHUNK + 16) * sizeof *s->pos);
	if (!s->centre || !s->family || !s->parent || !s->known || !s->listed || !s->list ||
	    !s->stretches || !s->parents || !s->unknown || !s->est || !s->part || !s->pos ||
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
	free_all(s->centre, s->family, s->known, s->listed, s->list, s->stretches, s->parent,
	    s->parents, s->unknown, s->est, s->part, s->pos);
	candidates_free(&s->candidates);
	free(s);
}

tensen_status
vecset_score(const vecset *v, vecset_scratch *s, const float *q, const uint32_t *rows, uint32_t n,
    float *scores, tensen_error *err)
{
	return vec_prep_rows(&s->prep, v, q, rows, n, scores, err);
}

/* 1 if the last search scanned cluster c. */
static int
is_listed(const vecset_scratch *s, uint32_t c)
{
	const uint32_t parent = vec_parent_of(s->v, c);

	return s->listed[parent] >> (c - s->v->family[parent]) & 1;
}

void
vecset_scratch_stats(const vecset_scratch *s, vec_stats *out)
{
	const vecset *v = s->v;

	*out = s->stats;
	out->bytes = (uint64_t)vec_centre_blocks(&v->h) * (vec_block_size(&v->h) + 2 * VEC_BLOCK) +
		     (uint64_t)v->h.n_parents * sizeof(float) +
		     (uint64_t)out->scored * vec_fine_stride(&v->h) +
		     (uint64_t)out->final * vec_rest_stride(&v->h);
	for (uint32_t p = 0; p < v->h.n_parents; p++)
		out->bytes += (s->known[p] != PARENT_ESTIMATED ? v->h.n_pad : 0) +
			      (s->known[p] == PARENT_OPENED && v->family[p + 1] - v->family[p] > 1
				      ? vec_block_size(&v->h) + 2 * VEC_BLOCK
				      : 0);
	for (uint32_t c = 0; c < v->h.n_clusters; c++)
		if (is_listed(s, c)) {
			const uint32_t n = v->a.cluster[c].n;

			out->clusters++;
			out->rows += n;
			out->bytes += (uint64_t)((n + VEC_BLOCK - 1) / VEC_BLOCK) *
				      (vec_block_size(&v->h) + 2 * VEC_BLOCK);
		}
}

uint32_t
vecset_scratch_blocks(const vecset_scratch *s, uint32_t *list)
{
	uint32_t n = 0;

	for (uint32_t c = 0; c < s->v->h.n_clusters; c++)
		if (is_listed(s, c))
			for (uint32_t at = 0; at < s->v->a.cluster[c].n; at += VEC_BLOCK)
				list[n++] = s->v->a.cluster[c].block + at / VEC_BLOCK;
	return n;
}

/* ---- beginning and end of a search ---- */

int
vec_is_whole(const vec_head *h)
{
	return h->n_stored <= EXACT_SET;
}

/* Prepare the query and estimate its products with the centroids.  Returns as pass_begin(). */
static int
prepare(pass *p, const vecset *v, vecset_scratch *s, const vecset_query *q, tensen_error *err)
{
	int ok;

	*p = (pass){.v = v, .s = s, .q = q};
	memset(&s->stats, 0, sizeof s->stats);
	memset(s->listed, 0, v->h.n_parents * sizeof *s->listed);
	memset(s->known, PARENT_ESTIMATED, v->h.n_parents);
	p->k = q->k < v->h.n ? q->k : v->h.n;
	if ((ok = vec_prep_set(&s->prep, v, q->q, err)) <= 0)
		return ok;
	if (p->k == 0 || v->h.n_stored == 0)
		return 0;
	vec_prep_estimate_parents(&s->prep, v, s->parent);
	p->margin = MARGIN * s->prep.sigma * v->h.centre_error;
	return 1;
}

int
pass_begin(pass *p, const vecset *v, vecset_scratch *s, const vecset_query *q, tensen_error *err)
{
	const vec_head *h = &v->h;
	int ok = prepare(p, v, s, q, err);

	if (ok <= 0)
		return ok;
	if (candidates_start(
		&s->candidates, p->k, h->n_stored, h->slack, q->exact || vec_is_whole(h)) < 0)
		return tensen_fail_nomem(err);
	return 1;
}

static void
run(pass *p)
{
	for (int round = 0; round < VEC_ROUNDS; round++) {
		pass_list(p, round);
		pass_scan(p);
	}
}

tensen_status
vecset_search(const vecset *v, vecset_scratch *s, const vecset_query *q, hit *hits,
    uint32_t *n_hits, tensen_error *err)
{
	pass p;
	int ok = pass_begin(&p, v, s, q, err);

	*n_hits = 0;
	if (ok > 0) {
		run(&p);
		if (pass_hits(&p, hits, n_hits) < 0)
			ok = tensen_fail_nomem(err);
	}
	return ok < 0 ? (tensen_status)ok : TENSEN_OK;
}
