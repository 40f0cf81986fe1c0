/* index/vectors/vecset_pass.h - one search on its way: what vecset_scan.c, vecset_hits.c and
 * vecset_search.c share. */
#ifndef INDEX_VECTORS_VECSET_PASS_H
#define INDEX_VECTORS_VECSET_PASS_H
#include "index/vectors/vecset_impl.h"
#include "index/vectors/vecset_pick.h"

struct vecset_scratch {
	const vecset *v;
	vec_prep prep;
	float *centre;     /* [n_clusters + 16] products with centroids, estimates until known */
	uint8_t *known;    /* [n_clusters] the product is exact */
	uint8_t *seen;     /* [n_clusters] scanned */
	uint32_t *list;    /* [n_clusters] to be scanned in this round, ascending */
	float *product;    /* [n_clusters] with the centroids of those */
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
	float reach;             /* deviations, of this round */
	float margin;            /* what an estimated product with a centroid may be short of */
	uint32_t n_list, n_done; /* clusters of this round, and of them scanned */
} pass;

/* vecset_search.c: 1: go on, 0: nothing to find, negative: failure. */
int pass_begin(pass *p, const vecset *v, vecset_scratch *s, const vecset_query *q, int by_field,
    tensen_error *err);
/* The hits of field f, or, f being VEC_FIELDS, of a search of all; nothing if not asked for. */
void pass_finish(pass *p, uint32_t f, const vec_answer *to);

/* Clusters about to be scanned, loaded block by block somewhat before their turn.  (Clusters have
 * 1 to 40 blocks: "the cluster after next while this one is scanned" asks for too little or
 * for what nobody reads.) */
typedef struct vec_lead {
	const vecset *v;
	const uint32_t *list;
	uint32_t n;         /* clusters of the list */
	uint32_t at, block; /* the next to load: a cluster of the list, a block of it */
	vec_ahead ahead[PICK_CHUNK / VEC_BLOCK];
} vec_lead;

/* Load the first blocks of the list, which must outlive the lead. */
void vec_lead_start(vec_lead *l, const vecset *v, const uint32_t *list, uint32_t n);
/* The rows of cluster c from the `from`-th on, PICK_CHUNK at most, for the kernels, with no floor.
 * As many blocks of the lead are loaded meanwhile; NULL: none. */
vec_run vec_run_of(const vecset *v, uint32_t c, uint32_t from, float centre, vec_lead *lead);

/* vecset_scan.c.  The list of a round: the few best clusters (round 0), then what comes up to
 * the bar. */
void pass_list(pass *p, int round);
/* Scan the next cluster of the list; `unpacked`: NULL, or that cluster, of PICK_CHUNK rows at
 * most, taken apart by the kernels. */
void pass_visit(pass *p, vec_lead *lead, const uint8_t *unpacked);
#define VEC_ROUNDS 3

/* vecset_hits.c: final scores of a pick; its k best, sorted. */
uint32_t pass_hits(pass *p, vec_pick *pick, vec_hit *hits);

#endif
