/* engine/ideas/lists.h - the documents that the aspects of a query find, in one list.
 *
 * UNION   Every aspect is asked by itself (engine/query/rank.h).  A document counts most by its
 * best place: usually a single effect meets a use elsewhere.  Lists of the caller's aspects and of
 * the whole text count fully, those of the query's own sentences a quarter.
 * ONCE    Documents of nearly one title count once, and the query's own never.
 * FAMILY  Documents of the query's own family (family.h) are counted and left out, or marked. */
#pragma once
#include "engine/ideas/aspects.h"
#include "engine/ideas/family.h"
#include "engine/query/filter.h"

typedef struct listed {
	uint32_t row;
	uint32_t aspect; /* number of the one that it meets best */
	uint8_t family;  /* 1: own family */
} listed;

typedef struct listed_docs {
	listed *v; /* in s->mem */
	uint32_t n, n_family;
	int keep; /* 1: documents of the family remain, marked */
} listed_docs;

/* `filter` is the caller's; own: the query's fields, outside which the whole text is asked. */
tensen_status lists_make(listed_docs *out, tensen_searcher *searcher, const aspects *asked,
    const family *of, const tensen_filter *filter, uint64_t own, int keep, tensen_error *err);
/* Statements by class that brought nothing leave the aspects: dozens are asked, a few bring something. */
tensen_status lists_drop_silent(
    listed_docs *of, aspects *asked, tensen_searcher *searcher, tensen_error *err);
