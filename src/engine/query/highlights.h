/* engine/query/highlights.h - the places of shared terms in a sentence. */
#pragma once
#include "engine/query/term_overlap.h"

/* Pieces of `quote`, as they are spelled there, that carry the terms: distinct, in r's
 * arena.  A verb is found in its other forms (揺れる in 揺れて), an English stem in its
 * words, a function by its object and its verb. */
tensen_status highlights_find(const char *const **out, size_t *n_out, tensen_result *result,
    const vocab *words, span quote, const weighted_term *weighted, uint32_t n, tensen_error *err);
