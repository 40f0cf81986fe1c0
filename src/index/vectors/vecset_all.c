/* index/vectors/vecset_all.c - final scores of all rows, computed in the order of the file. */
#include "index/vectors/vecset_pass.h"

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
