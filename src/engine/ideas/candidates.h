/* engine/ideas/candidates.h - the documents that the aspects of a query bring.
 *
 * UNION    Every aspect is asked by itself (engine/query/rank.h).  A candidate comes at the
 *          best of its places, each divided by the weight of its aspect: the best aspect
 *          counts, not a mean, because a use elsewhere is met by one effect and by nothing else.
 * ONCE     Documents of one title and the same fields count once, and the query's own never. */
#ifndef ENGINE_IDEAS_CANDIDATES_H
#define ENGINE_IDEAS_CANDIDATES_H
#include <math.h>
#include "engine/ideas/aspects.h"
#include "engine/query/filter.h"

#define MEETINGS_MAX 8 /* aspects kept of a candidate: more say nothing new */

/* An aspect that found a document. */
typedef struct meeting {
	uint32_t row;
	uint32_t aspect; /* its number */
	uint32_t place;  /* in the aspect's list, from 0 */
	float key;       /* place (from 1) by the weight of the aspect: less is better */
	float dense;     /* cosine of the topic vectors */
} meeting;

/* A document with the aspects that found it. */
typedef struct met_document {
	uint32_t row;
	float key;                 /* what the union is ordered by: less is better */
	float place;               /* the best key by aspects other than scenes; INFINITY: none */
	float scene;               /* the best place by scenes; INFINITY: none */
	float plain;               /* its place by plain BM25; INFINITY: none */
	meeting met[MEETINGS_MAX]; /* best place first, by place / weight */
	uint32_t n_met;
} met_document;

/* A document that nothing has met: it stands at `place` of every list (INFINITY: of none). */
static inline met_document
met_document_of(uint32_t row, float key, float place)
{
	return (met_document){
	    .row = row, .key = key, .place = place, .scene = place, .plain = place};
}

typedef struct met_documents {
	met_document *v; /* those that come first by key, by row: as lists are read; in s->mem */
	uint32_t n;
} met_documents;

/* At most `want` documents.  `filter` is the caller's; rows of the query never come. */
tensen_status candidates_find(met_documents *out, tensen_searcher *s, const query *a,
    const aspects *x, const tensen_filter *filter, uint64_t own, uint32_t want, tensen_error *err);

#endif
