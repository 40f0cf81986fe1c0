/* index/store/background.h - the usual cosine of the best document of a field.
 *
 * Large and generic fields hold something near to everything.  For a seeded
 * sample of the documents, each asked as a query, the cosine of the best
 * document of every other field is averaged.  A document counts as near only above this mean. */
#ifndef INDEX_STORE_BACKGROUND_H
#define INDEX_STORE_BACKGROUND_H
#include <stdint.h>
#include <tensen/status.h>
#include "fields/fields.h"
#include "index/vectors/vecset.h"

/* How many of n rows are in the sample, and which: rows background_row(0 ..), ascending. */
uint32_t background_count(uint32_t n);
uint32_t background_row(uint32_t n, uint32_t i);
/* x[background_count()][dim]: the vectors of those rows; masks: of all rows. */
tensen_status background_measure(float out[N_FIELDS], const vecset *v, const float *x,
    const uint64_t *masks, unsigned threads, tensen_error *err);

#endif
