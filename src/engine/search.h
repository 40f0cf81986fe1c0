/* engine/search.h - ranking the documents of the index for an understood query. */
#ifndef ENGINE_SEARCH_H
#define ENGINE_SEARCH_H
#include "engine/engine.h"
#include "engine/filter.h"

typedef struct candidate {
	uint32_t row;
	float score, dense, lexical;
} candidate;

typedef struct candidates {
	candidate *v; /* best first, ties by lower row; in s->mem */
	uint32_t n;
} candidates;

/* At least `want` of the documents that pass, as far as there are so many.
 * side: 0 fused, 1 dense, 2 lexical. */
tensen_status search_rank(candidates *out, tensen_searcher *s, const asked *a, const filter_set *f,
    int side, uint32_t want, tensen_error *err);

#endif
