/* index/vectors/vecset_update.h - rows removed from and added to a vector set.
 *
 * WHAT    The codes of rows that stay are copied bit by bit.  Added rows go into the nearest
 *         cluster of their slot and are encoded with the tables of the old set.
 * WHY     Training and clustering again would change every score and cost as much as
 *         building.  Centroids stay as they are: after many changes clusters are looser and
 *         a search reads more; building again repairs that.
 * RULES   The bytes depend on the old set and the changes, not on threads. */
#pragma once
#include "index/vectors/vecset.h"

#define VEC_GONE UINT32_MAX

/* Rows that stay keep their masks and primary fields. */
typedef struct vec_changes {
	uint32_t n;             /* rows of the new set */
	const uint32_t *row_of; /* [old rows]: number in the new set, ascending, or VEC_GONE */
	const uint64_t *masks;  /* [n] */
	const uint8_t *primary; /* [n], as vecset_build_from() */
	const uint32_t *added;  /* [n_added] numbers of the added rows in the new set, ascending */
	const float *x;         /* [n_added][dim]; a zero row is legal */
	uint32_t n_added;
} vec_changes;

/* Pass the bytes of the new section to put, front to back.  E_CORRUPT, E_NOMEM. */
tensen_status vecset_update(sink_fn put, void *payload, const vecset *old,
    const vec_changes *changes, unsigned threads, tensen_error *err);
