/* index/vecset_pass.h - one search on its way: what vecset_scan.c, vecset_hits.c and
 * vecset_search.c share. */
#ifndef INDEX_VECSET_PASS_H
#define INDEX_VECSET_PASS_H
#include "index/vecset_impl.h"
#include "index/vecset_pick.h"

struct vecset_scratch {
	const vecset *v;
	vec_prep prep;
	float *centre;     /* [n_clusters + 16] products with centroids, estimates until known */
	uint8_t *known;    /* [n_clusters] the product is exact */
	uint8_t *seen;     /* [n_clusters] scanned */
	uint32_t *list;    /* [n_clusters] to be visited */
	float *est, *part; /* [PICK_CHUNK + 16] survivors before filters */
	uint32_t *pos;
	vec_stats stats;
	vec_pick pick[VEC_FIELDS + 1]; /* one per field, the last for all together */
};

typedef struct pass {
	const vecset *v;
	vecset_scratch *s;
	const vecset_query *q;
	uint64_t want; /* fields that get a pick; 0: one pick for all */
	uint32_t k;
	float reach;         /* deviations, of this round */
	float margin;        /* what an estimated product with a centroid may be short of */
	uint32_t n_list, at; /* clusters to visit in this round, and the next of them */
} pass;

/* vecset_scan.c: the few best clusters; then twice a list, visited in order. */
void pass_first(pass *p);
void pass_list(pass *p, int round);               /* round 0, then VEC_ROUNDS - 1 more */
void pass_visit_next(pass *p, uint32_t distance); /* list[at++]; loads so far ahead */
#define VEC_ROUNDS 2
#define VEC_AHEAD 4 /* clusters loaded before their turn */

/* vecset_hits.c: final scores of a pick; its k best, sorted. */
uint32_t pass_hits(pass *p, vec_pick *pick, vec_hit *hits);

#endif
