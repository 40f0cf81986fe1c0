/* engine/ideas/candidates.h - the documents that the aspects of a query find.
 *
 * UNION    Every aspect is asked by itself (engine/query/rank.h).  A candidate is ordered by the
 *          best of its places, each divided by the weight of its aspect.  The best aspect counts,
 *          not a mean, because usually a single effect meets a use elsewhere.
 * ONCE     Documents of one title and the same fields count once, and the query's own never. */
#ifndef ENGINE_IDEAS_CANDIDATES_H
#define ENGINE_IDEAS_CANDIDATES_H
#include <math.h>
#include "engine/ideas/aspects.h"
#include "engine/query/filter.h"

#define MEETINGS_MAX 8 /* aspects kept for a candidate, the best ones; the others are not shown */

/* An aspect that found a document. */
typedef struct meeting {
	uint32_t row;
	uint32_t aspect; /* its number */
	uint32_t place;  /* in the aspect's list, from 0 */
	float key;       /* place (from 1) divided by the weight of the aspect: less is better */
	float dense;     /* cosine of the topic vectors */
} meeting;

/* A document with the aspects that found it. */
typedef struct met_document {
	uint32_t row;
	float key;   /* the least key of its meetings, by which the union is ordered */
	float place; /* the best key by aspects other than scenes; INFINITY: none */
	float scene; /* the best place by scenes; INFINITY: none */
	float plain; /* its place by plain BM25; INFINITY: none */
	meeting met[MEETINGS_MAX]; /* best place first, by place / weight */
	uint32_t n_met;
} met_document;

/* A document that no aspect has met: its place in every list is `place` (INFINITY: none). */
static inline met_document
met_document_of(uint32_t row, float key, float place)
{
	return (met_document){
	    .row = row, .key = key, .place = place, .scene = place, .plain = place};
}

typedef struct met_documents {
	met_document *v; /* the best by key, sorted by row, because posting lists are in that order;
			  * in s->mem */
	uint32_t n;
} met_documents;

/* At most `want` documents.  `filter` is the caller's; rows of the query never come. */
tensen_status candidates_find(met_documents *out, tensen_searcher *s, const query *a,
    const aspects *x, const tensen_filter *filter, uint64_t own, uint32_t want, tensen_error *err);

#endif
