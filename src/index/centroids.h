/* index/centroids.h - the sum of the unit tf-idf rows of every field.
 *
 * score(q, f) = cosine of q with the centroid of f.  A query that is itself a
 * document of the index is taken out of the sums first: its row is added to
 * exactly the fields of its mask.  (Rocchio classifier with leave-one-out.)
 * SECTION  CENT: [n_terms][CENTROID_FIELDS] float32 sums, then CENTROID_FIELDS
 *          float32 squared lengths. */
#ifndef INDEX_CENTROIDS_H
#define INDEX_CENTROIDS_H
#include <stdint.h>
#include <tensen/status.h>
#include "util/span.h"

#define CENTROID_FIELDS 35

typedef struct centroids {
	const float *sums;
	const float *square;
	uint32_t n_terms;
} centroids;

tensen_status centroids_open(centroids *out, span section, uint32_t n_terms, tensen_error *err);
/* Add a unit row to the fields of a mask; sums is [n_terms][CENTROID_FIELDS]. */
void centroids_add(float *sums, uint64_t mask, const uint32_t *col, const float *val, uint32_t n);
void centroids_squares(const float *sums, uint32_t n_terms, float square[CENTROID_FIELDS]);
/* Cosines of a unit row; `without`: the mask under which this very row was added, or 0. */
void centroids_score(const centroids *c, const uint32_t *col, const float *val, uint32_t n,
    uint64_t without, double out[CENTROID_FIELDS]);

#endif
