/* engine/rank.h - the documents of the index in order of likeness to a query.
 *
 * FUSION  A candidate of the tf-idf or the LSA list is scored exactly by three: tf-idf
 *         cosine, BM25 and LSA cosine.  Each is taken as a share of the query's best,
 *         and the rank goes by (tfidf + bm25) / 2 + w lsa, told in the scale of the
 *         tf-idf cosine.  The two word scores err in different places, so their mean is
 *         level with the better of them; w is small because on
 *         citations equal shares and rank fusion lose rank that words alone have,
 *         while a little LSA brings recall (bench/us_citations.sh prints the table).
 * PAGES   The list does not depend on how much of it is asked for.  It is made in
 *         tiers: the first holds the best 200 of each list, the second what the
 *         best 1,600 of each list add, the third 12,800, and so on to all rows;
 *         each tier is ordered by score, ties by lower row, and follows the one
 *         before.  Pages are cuts of that one list: disjoint, and together it.
 *         The query's best scores are those of the first tier.  A row without a vector
 *         is not on the LSA list, one without a word of the query not on the tf-idf list. */
#ifndef ENGINE_RANK_H
#define ENGINE_RANK_H
#include "engine/engine.h"
#include "engine/filter.h"

typedef struct candidate {
	uint32_t row;
	float score;
	float dense, lexical; /* of both sides, whichever found the row */
} candidate;

/* The query's best scores, of the first tier. */
typedef struct rank_best {
	float tfidf, bm25, dense;
} rank_best;

typedef struct candidates {
	candidate *v; /* best first, as PAGES says; in s->mem */
	uint32_t n;
	rank_best best; /* when fused */
} candidates;

/* What the list goes by, of a document's own scores; bm25 when fused, else any number. */
float rank_score(tensen_side side, const rank_best *b, float dense, float lexical, float bm25);

/* The first tier's LSA list of n queries, made together: a pass over the codes serves them
 * all.  For rank_rows_near(); worth it for lists and many queries (engine/run.c).  The
 * vectors' batch is the caller's; memory from s->mem. */
typedef struct near_list {
	vec_hit *v;
	uint32_t n;
} near_list;
tensen_status rank_nearest(near_list *out, tensen_searcher *s, vecset_batch *batch, const asked *a,
    const filter_set *f, uint32_t n, tensen_error *err);

/* The first `want` documents of the list, or more; all if there are fewer. */
tensen_status rank_rows(candidates *out, tensen_searcher *s, const asked *a, const filter_set *f,
    tensen_side side, uint64_t want, tensen_error *err);
/* The same with the LSA list of the first tier at hand. */
tensen_status rank_rows_near(candidates *out, tensen_searcher *s, const asked *a,
    const filter_set *f, tensen_side side, uint64_t want, const near_list *near, tensen_error *err);

#endif
