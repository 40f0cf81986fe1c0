/* index/vectors/vecset_all.c - final scores of all rows, computed in the order of the file. */
#include <math.h>
#include "index/vectors/vecset_pass.h"

#define FINE_AHEAD 8 /* fine codes prefetched ahead; changes speed only */

/* Score the rows of a run by fine codes. */
static void
score_found(const vecset *v, const vec_prep *p, const vec_found *f, float *scores)
{
	const size_t stride = vec_fine_stride(&v->h);

	for (uint32_t i = 0; i < f->n; i++) {
		uint32_t row = v->a.row[f->pos[i]];
		const uint8_t *ahead = v->a.fine + (f->pos[i] + (size_t)FINE_AHEAD) * stride;

		for (size_t at = 0; at < stride && f->pos[i] + FINE_AHEAD < v->h.n_stored; at += 64)
			__builtin_prefetch(ahead + at);
		if (row < v->h.n)
			scores[row] = vec_prep_score(p, v, f->part[i], f->pos[i]);
	}
}

static void
score_cluster(const vecset *v, vecset_scratch *s, uint32_t c, float *scores)
{
	const vec_cluster *k = &v->a.cluster[c];
	int32_t tmp;
	float centre;

	vec_prep_centres(&s->prep, v, c, c + 1, &tmp, &centre);
	for (uint32_t at = 0; at < k->n; at += SCAN_CHUNK) {
		const vec_run run = vec_run_of(v, c, at, centre, NULL);
		vec_found found = {s->est, s->part, s->pos, 0};

		v->k->scan(&s->prep.lut, &run, &found);
		score_found(v, &s->prep, &found, scores);
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
		score_cluster(v, s, c, scores);
	return ok < 0 ? (tensen_status)ok : TENSEN_OK;
}
