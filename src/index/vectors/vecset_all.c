/* index/vectors/vecset_all.c - final scores of all rows, computed in the order of the file. */
#include "index/vectors/vecset_pass.h"

#define FINE_AHEAD 8 /* fine codes prefetched ahead; changes speed only */

VEC_PREFETCHES
prefetch_row(const vecset *v, uint32_t pos)
{
	size_t fine = vec_fine_stride(&v->h), rest = vec_rest_stride(&v->h);

	if (pos >= v->h.n_stored)
		return;
	for (size_t at = 0; at < fine; at += 64)
		__builtin_prefetch(v->a.fine + pos * fine + at);
	for (size_t at = 0; at < rest; at += 64)
		__builtin_prefetch(v->a.rest + pos * rest + at);
}

static void
score_cluster(const vecset *v, const vec_prep *p, uint32_t c, float *scores)
{
	const vec_cluster *k = &v->a.cluster[c];
	const float centre = vec_prep_centre(p, v, c);

	for (uint32_t pos = k->first; pos < k->first + k->n; pos++) {
		uint32_t row = vec_row_of(v, pos);

		prefetch_row(v, pos + FINE_AHEAD);
		if (row < v->h.n)
			scores[row] = vec_prep_final(p, v, c, centre, pos);
	}
}

tensen_status
vecset_score_all(
    const vecset *v, vecset_scratch *s, const float *q, float *scores, tensen_error *err)
{
	int ok = vec_prep_set(&s->prep, v, q, err);

	for (uint32_t i = 0; i < v->h.n; i++)
		scores[i] = VECSET_NOTHING;
	for (uint32_t c = 0; ok > 0 && c < v->h.n_clusters; c++)
		score_cluster(v, &s->prep, c, scores);
	return ok < 0 ? (tensen_status)ok : TENSEN_OK;
}
