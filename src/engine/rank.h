/* engine/rank.h - the documents of the index in order of likeness to a query.
 *
 * FUSION  Both sides answer cosines of the same query: words (tf-idf) and LSA.  A
 *         candidate of either list is scored by both, exactly, and ranked by
 *         (lexical + w dense) / (1 + w).  w is small: on citations equal shares and
 *         rank fusion lose rank that words alone have, while a little LSA brings
 *         recall at no visible loss (bench/us_citations.sh prints the table).
 * PAGES   The list does not depend on how much of it is asked for.  It is made in
 *         tiers: the first holds the best 200 of each side, the second what the
 *         best 1,600 of each side add, the third 12,800, and so on to all rows;
 *         each tier is ordered by score, ties by lower row, and follows the one
 *         before.  Pages are cuts of that one list: disjoint, and together it.
 *         A row that a side has no vector or no word for is not on that side's list. */
#ifndef ENGINE_RANK_H
#define ENGINE_RANK_H
#include "engine/engine.h"
#include "engine/filter.h"

typedef struct candidate {
	uint32_t row;
	float score;
	float dense, lexical; /* of both sides, whichever found the row */
} candidate;

typedef struct candidates {
	candidate *v; /* best first, as PAGES says; in s->mem */
	uint32_t n;
} candidates;

/* The first `want` documents of the list, or more; all if there are fewer. */
tensen_status rank_rows(candidates *out, tensen_searcher *s, const asked *a, const filter_set *f,
    tensen_side side, uint64_t want, tensen_error *err);

#endif
