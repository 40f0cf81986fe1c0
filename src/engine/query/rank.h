/* engine/query/rank.h - the documents of the index in order of similarity to a query.
 *
 * FUSION  A candidate of the words' or the LSA list is scored exactly by both, and ranked by
 *         (words + w cosine) / (1 + w).  The words' score is BM25 with the idf on both sides, as a
 *         share of the greatest possible score (index/postings/postings.h), compounds counting half
 *         (engine/query/lexical.h); the cosine is that of the topic views, and w is small: a little
 *         LSA raises recall, more of it lowers the rank of the right documents; of a short question
 *         it is a fifth of that (bench/short.txt).  A query without a vector (norm 0) is asked by
 *         its words alone.  The form was
 *         chosen on eleven tasks other than citations, and then measured once on the 195 citations
 *         of the US sample: bench/text/fusion.txt has the tables.
 * BOTH    In an index with documents in both languages, the query searches those in its language
 *         and its translation searches the others, each alone, so the order within a language does
 *         not depend on the other one; then both lists are merged by score.  Scores are shares of
 *         the greatest possible score, and scores of the translation are divided by the share that
 *         a document with the same content would reach (engine/translate/translate.h), so neither
 *         length nor the idf of the smaller language decides.
 * PAGES   The list does not depend on the number of documents asked for.  It is made in tiers: the
 *         first holds the best 200 of each list, the second adds the best 1,600 of each list, the
 *         third 12,800, and so on to all rows; each tier is ordered by score, ties by lower row,
 *         and follows the one before.  Pages are cuts of that one list: they are disjoint and cover
 *         it.  (A translation's list beside the query's own: 32, 256, 2,048.) A row without a
 *         vector is not on the LSA list, one without a word of the query not on that of the
 *         words. */
#pragma once
#include "engine/base/query.h"
#include "engine/query/filter.h"

/* A hit with the scores of both sides, whichever side found its row. */
typedef struct candidate {
	hit hit; /* score: of the side or fused; the list is ordered by it */
	float dense, lexical;
} candidate;

typedef struct candidates {
	candidate *v; /* best first, as PAGES says; in s->mem */
	uint32_t n;
} candidates;

/* The fused score of a translated query, made comparable with scores in its own language: divided
 * by the share that a document with the same content reaches (engine/translate/translate.h).  The
 * order stays. */
float rank_comparable(const query *q, float score);
/* Cosines of a view of given rows with the query, or with its translation. */
tensen_status rank_views(float *scores, tensen_searcher *searcher, const query *q,
    view of_documents, const uint32_t *ids, uint32_t n, tensen_error *err);
/* The score that orders the list, from the scores of both sides. */
float rank_score(tensen_side side, float dense, float lexical);

/* The first `want` documents of the list, or more; all if there are fewer. */
tensen_status rank_rows(candidates *out, tensen_searcher *searcher, const query *q,
    const filter_set *filter, tensen_side side, uint64_t want, tensen_error *err);
/* The first n documents, from short lists: the fields that they guess are those of rank_rows() for
 * 1,097 of 1,100 texts. */
tensen_status rank_neighbours(candidates *out, tensen_searcher *searcher, const query *q,
    const filter_set *filter, uint32_t n, tensen_error *err);
