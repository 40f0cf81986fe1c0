/* index/vectors/vecset_pick.h - the candidates of one field (or of all): a bounded heap that is
 * only tidied when full.
 *
 * WHY     A real heap costs a comparison tree per survivor.  Here survivors are
 *         appended by the scan kernel itself; when the room is used up one selection
 *         keeps the best `want` and raises the floor under which the kernel drops
 *         rows.  Amortized a few nanoseconds a survivor. */
#ifndef INDEX_VECTORS_VECSET_PICK_H
#define INDEX_VECTORS_VECSET_PICK_H
#include <stddef.h>
#include <stdint.h>
#include "index/vectors/kernels.h"

#define PICK_CHUNK 256 /* rows the kernel may append between two tidyings */

typedef struct vec_pick {
	float *est;    /* parallel arrays: what decides, */
	float *part;   /* what the final score starts from, */
	uint32_t *pos; /* and the row's position */
	uint32_t n, room, want;
	float floor; /* estimates not above it are not wanted */
	float near;  /* nearly the k-th best estimate so far: what a cluster must reach */
	int whole;   /* every row is wanted: nothing may be passed over */
	size_t cap;  /* entries allocated */
} vec_pick;

/* Empty, for the best `want` of at most `rows` rows.  -1: out of memory. */
int pick_start(vec_pick *p, uint32_t want, uint32_t rows);
void pick_free(vec_pick *p);
/* Make room for PICK_CHUNK more. */
void pick_tidy(vec_pick *p, const vec_kernels *k);
void pick_add(vec_pick *p, float est, float part, uint32_t pos); /* after pick_tidy() */
/* Of the candidates from `first` on keep those above t and the first `equals` at t. */
void pick_keep(vec_pick *p, const vec_kernels *kernels, uint32_t first, float t, uint32_t equals);
/* Set `near` to what at least the best k of the estimates held reach, if there are k. */
void pick_near(vec_pick *p, const vec_kernels *kernels, uint32_t k);
/* A bound with at most k of x[0 .. n-1] above it and at least k at or above it; k < n. */
float pick_cut(const vec_kernels *kernels, const float *x, uint32_t n, uint32_t k);

#endif
