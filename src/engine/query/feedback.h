/* engine/query/feedback.h - a query moved by documents that a person marked (Rocchio 1971).
 *
 *     q' = ALPHA q + BETA mean of the seeds - GAMMA mean of the noise
 *
 * on unit vectors: each view's LSA vector, and the tf-idf row of the words, because half of
 * what is near is found by words.  Weights that come out negative are dropped.
 *
 * 1, 0.75, 0.15 are the values that text retrieval settled on (Salton and Buckley 1990; Manning
 * et al., Introduction to Information Retrieval, 9.1): what is wanted says more than what is
 * not.  A seed tells where to go, noise only one of many ways not to; a larger GAMMA pushes
 * the query out of its own subject when the noise is near, as it always is: it was found.
 * Noise documents themselves are never shown again: filter_rows() leaves them out. */
#ifndef ENGINE_QUERY_FEEDBACK_H
#define ENGINE_QUERY_FEEDBACK_H
#include "engine/engine.h"

#define FEEDBACK_ALPHA 1.0
#define FEEDBACK_BETA 0.75
#define FEEDBACK_GAMMA 0.15

/* Move `a` by the documents of the index named in seed and noise (each NULL, or ending with
 * NULL).  E_NOTFOUND: no such id. */
tensen_status feedback_move(asked *a, tensen_searcher *s, const char *const *seed,
    const char *const *noise, tensen_error *err);

#endif
