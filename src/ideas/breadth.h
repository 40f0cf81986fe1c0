/* ideas/breadth.h - application breadth: how many independent fields a patent reaches.
 *
 * Two different documents are drawn from those nearest to it outside its own fields, by
 * weight; breadth is one over the proximity that their fields have on the average:
 *
 *     1 / mean over i != j of Z(f_i, f_j)       Z: proximity of two fields, Z_ff = 1
 *
 * the diversity of order 2 with similar fields (Leinster and Cobbold, Ecology 93, 2012; one over 1
 * - Rao's Q, as in Stirling 2007), without pairs of a document with itself: they would make few
 * documents look narrow.  1: one field, or fields as good as one; n: n fields that have nothing in
 * common.  Order 2 gives little weight to a field of one stray document.  The interval is a Poisson
 * bootstrap over the documents: 95 %, by percentiles. */
#ifndef IDEAS_BREADTH_H
#define IDEAS_BREADTH_H
#include "fields/fieldmap.h"

typedef struct breadth_map {
	double z[N_FIELDS + 1][N_FIELDS + 1]; /* proximities of fields */
} breadth_map;

/* A near document: its fields, and how near it is (> 0). */
typedef struct breadth_item {
	uint64_t mask; /* not empty; its weight is shared among them */
	double weight;
	double itself; /* set by breadth_measure() */
} breadth_item;

typedef struct breadth {
	double fields, low, high; /* 0 when there is no item, 1 when there is one */
	uint32_t documents;
} breadth;

#define BREADTH_RESAMPLES 200 /* the 95 % interval lies between the 5th and the 195th */

void breadth_map_make(breadth_map *out, const fieldmap *m);
/* Same items and seed, same figures. */
breadth breadth_measure(const breadth_map *m, breadth_item *items, uint32_t n, uint64_t seed);

#endif
