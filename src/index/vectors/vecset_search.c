/* index/vectors/vecset_search.c - one search. */
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
	size_t clusters = set->h.n_clusters + (size_t)16;

	*out = NULL;
	if (!s)
		return tensen_fail_nomem(err);
	s->v = set;
	s->centre = malloc(n * sizeof *s->centre);
	s->product = malloc(clusters * sizeof *s->product);
	s->known = malloc(clusters);
	s->listed = malloc(clusters);
	s->list = malloc(n * sizeof *s->list);
	s->stretches = malloc((set->h.n_clusters + (size_t)1) * sizeof *s->stretches);
	s->found = malloc(clusters * sizeof *s->found);
	s->unknown = malloc(clusters * sizeof *s->unknown);
	s->est = malloc((SCAN_CHUNK + 16) * sizeof *s->est);
	s->part = malloc((SCAN_CHUNK + 16) * sizeof *s->part);
	s->pos = malloc((SCAN_CHUNK + 16) * sizeof *s->pos);
	if (!s->centre || !s->product || !s->known || !s->listed || !s->list || !s->stretches ||
	    !s->found || !s->unknown || !s->est || !s->part || !s->pos ||
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
	free_all(s->centre, s->known, s->listed, s->list, s->stretches, s->product, s->found,
	    s->unknown, s->est, s->part, s->pos);
	candidates_free(&s->candidates);
	free(s);
}

tensen_status
vecset_score(const vecset *set, vecset_scratch *scratch, const float *vec, const uint32_t *rows,
    uint32_t n, float *scores, tensen_error *err)
{
	return vec_prep_rows(&scratch->prep, set, vec, rows, n, scores, err);
}

void
vecset_scratch_stats(const vecset_scratch *scratch, vec_stats *out)
{
	const vecset *v = scratch->v;

	*out = scratch->stats;
	out->bytes = (uint64_t)vec_centre_blocks(&v->h) * (vec_block_size(&v->h) + 2 * VEC_BLOCK) +
		     (uint64_t)v->h.n_clusters * sizeof(float) +
		     (uint64_t)out->scored * vec_fine_stride(&v->h) +
		     (uint64_t)out->final * vec_rest_stride(&v->h);
	for (uint32_t c = 0; c < v->h.n_clusters; c++) {
		out->bytes += scratch->known[c] != CENTRE_ESTIMATED ? v->h.n_pad : 0;
		if (scratch->listed[c]) {
			const uint32_t n = v->a.cluster[c].n;

			out->clusters++;
			out->rows += n;
			out->bytes += (uint64_t)((n + VEC_BLOCK - 1) / VEC_BLOCK) *
				      (vec_block_size(&v->h) + 2 * VEC_BLOCK);
		}
	}
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
	memset(scratch->listed, 0, set->h.n_clusters);
	memset(scratch->known, CENTRE_ESTIMATED, set->h.n_clusters);
	turn->k = vq->k < set->h.n ? vq->k : set->h.n;
	if ((ok = vec_prep_set(&scratch->prep, set, vq->q, err)) <= 0)
		return ok;
	if (turn->k == 0 || set->h.n_stored == 0)
		return 0;
	vec_prep_estimate_all(&scratch->prep, set, scratch->product);
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
	if (candidates_start(&scratch->candidates, set->k, turn->k, h->n_stored, h->slack,
		vq->exact || vec_is_whole(h)) < 0)
		return tensen_fail_nomem(err);
	return 1;
}

tensen_status
vecset_search(const vecset *set, vecset_scratch *scratch, const vecset_query *vq, hit *hits,
    uint32_t *n_hits, tensen_error *err)
{
	pass p;
	int ok = pass_begin(&p, set, scratch, vq, err);

	*n_hits = 0;
	for (int round = 0; ok > 0 && round < VEC_ROUNDS; round++) {
		pass_list(&p, round);
		pass_scan(&p);
	}
	if (ok > 0 && pass_hits(&p, hits, n_hits) < 0)
		ok = tensen_fail_nomem(err);
	return ok < 0 ? (tensen_status)ok : TENSEN_OK;
}

#define FINE_AHEAD 8 /* fine codes prefetched ahead; changes speed only */

static void
score_cluster(const vecset *set, const vec_prep *prep, uint32_t c, float *scores)
{
	const vec_cluster *k = &set->a.cluster[c];
	const float centre = vec_prep_centre(prep, set, c);

	for (uint32_t pos = k->first; pos < k->first + k->n; pos++) {
		uint32_t row = vec_row_of(set, pos);

		if (pos + FINE_AHEAD < set->h.n_stored) {
			vec_prefetch_fine(set, pos + FINE_AHEAD);
			vec_prefetch_rest(set, pos + FINE_AHEAD);
		}
		if (row < set->h.n)
			scores[row] = vec_prep_final(prep, set, c, centre, pos);
	}
}

tensen_status
vecset_score_all(
    const vecset *set, vecset_scratch *scratch, const float *vec, float *scores, tensen_error *err)
{
	int ok = vec_prep_set(&scratch->prep, set, vec, err);

	for (uint32_t i = 0; i < set->h.n; i++)
		scores[i] = VECSET_NOTHING;
	for (uint32_t c = 0; ok > 0 && c < set->h.n_clusters; c++)
		score_cluster(set, &scratch->prep, c, scores);
	return ok < 0 ? (tensen_status)ok : TENSEN_OK;
}
