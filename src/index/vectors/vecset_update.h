/* index/vectors/vecset_update.h - a vector set with rows taken out and rows put in.
 *
 * WHAT    Codes of rows that stay are copied, to the bit; new rows go into the
 *         nearest cluster of their slot and are encoded with the set's own tables.
 * WHY     Training and clustering again would change every score, and cost what
 *         building costs.  Centroids do not follow their rows: after many changes
 *         clusters are looser and a search reads more; building anew mends that.
 * RULES   The bytes depend on the old set and the changes, not on threads. */
#ifndef INDEX_VECTORS_VECSET_UPDATE_H
#define INDEX_VECTORS_VECSET_UPDATE_H
#include "index/vectors/vecset.h"

#define VEC_GONE UINT32_MAX

/* The rows that stay keep their masks and primary fields. */
typedef struct vec_changes {
	uint32_t n;             /* rows afterwards */
	const uint32_t *row_of; /* [old rows]: its number afterwards, ascending; VEC_GONE */
	const uint64_t *masks;  /* [n] */
	const uint8_t *primary; /* [n], as vecset_build() */
	const uint32_t *added;  /* [n_added] rows afterwards that are new, ascending */
	const float *x;         /* [n_added][dim]; a zero row is legal */
	uint32_t n_added;
} vec_changes;

/* Give the new section's bytes to put, front to back.  E_CORRUPT, E_NOMEM. */
tensen_status vecset_update(sink_fn put, void *payload, const vecset *old, const vec_changes *c,
    unsigned threads, tensen_error *err);

#endif
