/* fields/fieldmap.h - the sizes of the fields and the distances between them.
 *
 * Co-classification counts of the index's documents, smoothed by the shipped prior
 * (models/field-proximity.tsv). */
#pragma once
#include "fields/fields.h"

typedef struct fieldmap {
	uint32_t n_docs;                           /* documents with a field */
	uint32_t size[N_FIELDS + 1];               /* documents in field f */
	uint32_t both[N_FIELDS + 1][N_FIELDS + 1]; /* in f and g; diagonal: size */
	uint32_t others[N_FIELDS + 1];             /* sum over g != f of both[f][g] */
	double prior[N_FIELDS + 1][N_FIELDS + 1];  /* shipped P(g | f), g != f; sums to 1 */
} fieldmap;

/* masks[n]: the fields of each document. */
void fieldmap_make(fieldmap *fm, const uint64_t *masks, uint32_t n, const fields *names);
/* P(a document of f is also in g). */
double fieldmap_given(const fieldmap *fm, unsigned g, unsigned f);
/* 0 (often together) .. 1 (never): 1 minus the cosine of the two fields' rows of co-class
 * probabilities; for several fields in the mask the smallest distance, 1 for none. */
double fieldmap_distance(const fieldmap *fm, uint64_t mask, unsigned g);
