/* index/vectors/vecset_pass.h - the state of one search, shared by vecset_candidates.c,
 * vecset_list.c, vecset_scan.c, vecset_hits.c and vecset_search.c. */
#pragma once
#include "index/vectors/vecset_impl.h"

/* ---- the candidates of a search (vecset_candidates.c) ----
 *
 * The scan kernel appends survivors.  When the room is used up, the best estimates are scored by
 * fine codes; the k-th best of these scores, less the error that estimates may have, is the new
 * floor under which the kernel drops rows.  (The k-th best estimate is no such bound: in short
 * texts whole groups of equal rows are overestimated by .2.) A heap would cost a tree of
 * comparisons for each survivor; the selection costs a few nanoseconds. */
/* Rows the kernel may append between two calls of candidates_grow(). */
#define SCAN_CHUNK (VEC_PARTS * VEC_BLOCK)

typedef struct vec_candidates {
	float *est;    /* parallel arrays: the coarse estimate, which decides, */
	float *part;   /* the part of the final score that the coarse code gives, */
	uint32_t *pos; /* and the position of the row */
	uint32_t n, room, k;
	const vec_kernels *kernels;
	uint32_t first, last; /* those that are scored next */
	float estimated;      /* the k-th best estimate of all */
	float error;          /* of scores by fine codes, the largest seen */
	float margin;         /* an estimate may be short of the score by so much */
	float floor;          /* the kernel drops estimates that are not above this */
	float kth;            /* about the k-th best estimate so far, which a cluster must reach */
	int whole;            /* every row is a candidate: no cluster may be skipped */
	int failed;           /* out of memory: candidates are missing */
	size_t cap;           /* entries allocated */
} vec_candidates;

/* Empty the list; it will keep the rows, of `rows` at most, whose estimate comes within `margin` of
 * the k-th best, or all of them if `whole`.  -1: out of memory. */
int candidates_start(vec_candidates *cands, const vec_kernels *kernels, uint32_t k, uint32_t rows,
    float margin, int whole);
void candidates_free(vec_candidates *cands);
/* The k-th best score is at least `kth`: raise the floor to the margin below and drop what lies
 * there. */
void candidates_raise(vec_candidates *cands, float kth);
/* Make room in a full list, after an attempt to raise its floor. */
void candidates_grow(vec_candidates *cands);
/* Move candidates from `first` on that are not below t to the front of these; returns their end. */
uint32_t candidates_bring_forward(vec_candidates *cands, uint32_t first, float t);
void candidates_add(
    vec_candidates *cands, float est, float part, uint32_t pos); /* there must be room */
/* Among the candidates from `first` on, keep those above t and the first `equals` of those at t. */
void candidates_keep(vec_candidates *cands, uint32_t first, float t, uint32_t equals);
/* A bound with at most k of x[0 .. n-1] above it and at least k at or above it; k < n. */
float candidates_cut(const float *x, uint32_t n, uint32_t k);
/* The same with up to k + `more` above it, which takes fewer steps. */
float candidates_cut_near(const float *x, uint32_t n, uint32_t k, uint32_t more);

/* ---- one search ---- */

/* How the product of the query with a centroid is known. */
enum { CENTRE_ESTIMATED, CENTRE_COMPUTED };

/* Consecutive blocks of a list, to the next stretch, that share the fields of their rows: those of
 * one cluster, or of clusters with the same single field. */
typedef struct vec_stretch {
	uint64_t fields;
	uint32_t at;      /* its first block in the list */
	uint32_t cluster; /* of that block */
} vec_stretch;

struct vecset_scratch {
	const vecset *v;
	vec_prep prep;
	float *product;         /* [n_clusters + 16] of the query with the centroids */
	uint8_t *known;         /* [n_clusters] how: see above */
	uint8_t *listed;        /* [n_clusters] 1: its blocks were listed */
	uint32_t *list;         /* blocks of this round */
	float *centre;          /* products of the query with their centroids */
	vec_stretch *stretches; /* [n_clusters + 1] of the list */
	uint32_t *found;        /* [n_clusters + 16] that may reach the threshold */
	uint32_t *unknown;      /* [n_clusters + 16] of these, with estimated products */
	float *est, *part;      /* [SCAN_CHUNK + 16] survivors of the kernel before the filters */
	uint32_t *pos;
	vec_stats stats;
	vec_candidates candidates;
};

typedef struct pass {
	const vecset *v;
	vecset_scratch *s;
	const vecset_query *q;
	uint32_t k;
	float reach, wide; /* of a residual of length one, by both radii of a cluster */
	float margin;      /* allowance for the error of an estimated product with a centroid */
	uint32_t n_list;   /* blocks of this round */
	uint32_t n_stretches;
} pass;

static inline int
vec_has_several(uint64_t fields)
{
	return (fields & (fields - 1)) != 0;
}

/* vecset_search.c.  Returns 1 to go on, 0 if there is nothing to find, negative on failure. */
int pass_begin(pass *turn, const vecset *set, vecset_scratch *scratch, const vecset_query *vq,
    tensen_error *err);

/* vecset_list.c.  Make the list of a round: in round 0 the few best clusters, later those that may
 * reach the k-th best estimate. */
void pass_list(pass *turn, int round);
#define VEC_ROUNDS 3

/* vecset_scan.c: scan the blocks of the list. */
void pass_scan(pass *turn);
/* A run of the list of n blocks, of which none is taken yet.  Writes vec_run_ahead() entries behind
 * the list and prefetches its first blocks. */
vec_run vec_run_start(const vecset *set, uint32_t *list, uint32_t n, const float *centre);
/* Blocks prefetched ahead of a scan. */
uint32_t vec_run_ahead(const vecset *set);

/* Candidates that are scored first: enough for a k-th best, and for their errors to show the error
 * of scores. */
static inline uint32_t
pass_first_run(uint32_t k)
{
	return 2 * k > 20 ? 2 * k : 20;
}

/* vecset_hits.c: score the best candidates by fine codes and raise the floor by the k-th of them.
 */
void pass_raise(pass *turn);
/* Score the candidates by all codes; write the k best, sorted.  -1: candidates are missing for lack
 * of memory. */
int pass_hits(pass *turn, hit *hits, uint32_t *n_hits);

/* ---- codes of rows that are scored soon ---- */

VEC_PREFETCHES
vec_prefetch_fine(const vecset *set, uint32_t pos)
{
	const uint8_t *f = vec_fine_of(set, pos);
	const size_t bytes = vec_fine_stride(&set->h);

	__builtin_prefetch(set->a.step + pos * VEC_STEP_BYTES);
	for (size_t at = 0; at < bytes; at += 64)
		__builtin_prefetch(f + at);
}

/* The number of the row at a position. */
VEC_PREFETCHES
vec_prefetch_row(const vecset *set, uint32_t pos)
{
	__builtin_prefetch((const uint8_t *)set->a.row + (uint64_t)pos * vec_id_bits(&set->h) / 8);
}

VEC_PREFETCHES
vec_prefetch_rest(const vecset *set, uint32_t pos)
{
	for (size_t at = 0; at < vec_rest_stride(&set->h); at += 64)
		__builtin_prefetch(set->a.rest + pos * vec_rest_stride(&set->h) + at);
}

/* The codes that the final score of a row needs beside its fine code. */
VEC_PREFETCHES
vec_prefetch_final(const vecset *set, uint32_t pos)
{
	const uint32_t c = vecset_cluster_of(set, pos);
	const vec_cluster *k = &set->a.cluster[c];
	const size_t block = k->block + (size_t)(pos - k->first) / VEC_BLOCK;
	const size_t bytes = vec_block_size(&set->h);

	vec_prefetch_rest(set, pos);
	for (uint32_t at = 0; at < set->h.n_pad; at += 64)
		__builtin_prefetch(set->a.centre + (size_t)c * set->h.n_pad + at);
	vec_load_ahead(set->a.blocks, set->a.scales, block, bytes);
}
