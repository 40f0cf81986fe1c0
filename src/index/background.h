/* index/background.h - how near the best documents of a field usually come.
 *
 * Large and generic fields hold something near to everything.  For a seeded
 * sample of the documents, each asked as a query, the cosine of the best
 * document of every other field is averaged: what a query must exceed. */
#ifndef INDEX_BACKGROUND_H
#define INDEX_BACKGROUND_H
#include <stdint.h>
#include <tensen/status.h>
#include "util/buf.h"

#define BACKGROUND_FIELDS 35

/* section: the bytes of vecset_build(); x: the rows it was made from. */
tensen_status background_measure(float out[BACKGROUND_FIELDS], const buf *section, const float *x,
    const uint64_t *masks, unsigned threads, tensen_error *err);

#endif
