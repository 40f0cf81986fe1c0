/* model/centroids.h - the sum of the unit tf-idf rows of every field.
 *
 * A field as a language model: the likelihood of a query is that of its terms under the
 * mean row of the field, smoothed by the mean row of all fields (Dirichlet; Zhai and Lafferty,
 * SIGIR 2001).  Rare words that a field never has lower it, unlike the cosine with the centroid of
 * the field.  If the query is a document of the index, its row is subtracted first: it was
 * added to exactly the fields of its mask.
 * SECTION  CENT: [n_terms][N_FIELDS] float32 sums, then N_FIELDS
 *          float32 squared lengths. */
#ifndef MODEL_CENTROIDS_H
#define MODEL_CENTROIDS_H
#include <stdint.h>
#include <tensen/status.h>
#include "fields/fields.h"
#include "util/span.h"

typedef struct centroids {
	const float *sums;
	const float *square;
	uint32_t n_terms;
} centroids;

tensen_status centroids_open(centroids *out, span section, uint32_t n_terms, tensen_error *err);
/* Add a unit row to the fields of a mask; sums is [n_terms][N_FIELDS]. */
void centroids_add(float *sums, uint64_t mask, const uint32_t *col, const float *val, uint32_t n);
void centroids_squares(const float *sums, uint32_t n_terms, float square[N_FIELDS]);
/* Sum over the terms of a unit row of weight * ln P(term | field) / P(term | any field), for every
 * field; size[f]: documents of field f + 1, the row itself not counted; `without`: the mask under
 * which this very row was added, or 0. */
void centroids_likelihood(const centroids *c, const uint32_t *col, const float *val, uint32_t n,
    uint64_t without, const double size[N_FIELDS], double out[N_FIELDS]);

#endif
