/* engine/ideas/triage.h - candidates in the order a person should read them.
 *
 * ORDER  That of lists.h.  Judgements move the other documents: aspects and classes that brought
 *        good documents count more, those that brought bad ones less, and documents similar to the
 *        good ones come forward (Rocchio, on topic vectors). */
#pragma once
#include "engine/base/query.h"
#include "engine/ideas/lists.h"
#include "engine/query/own.h"

typedef struct judged_row {
	uint32_t row;
	const tensen_judgement *judgement;
	uint8_t family; /* 1: of the query's own product */
} judged_row;

typedef struct triage_doc {
	uint32_t row;
	uint32_t aspect; /* number of the one that found it first */
	float order;     /* more is earlier; moved by judgements, then by boldness */
	float distance;  /* of its field from those of the query, 0..1 */
	tensen_shelf shelf;
	const tensen_judgement *judgement; /* NULL: not judged */
} triage_doc;

typedef struct triage {
	aspects aspects;
	triage_doc *v; /* best first; in s->mem */
	uint32_t n;
	uint32_t n_family; /* set aside */
	own_classes own;   /* fields and classes of the query */
	const query *const
	    *together; /* the patents that are combined, n_together of them; else 0 */
	size_t n_together;
	judged_row *judged; /* documents of the index, each once, in the order of the caller */
	uint32_t n_judged;
} triage;

#define GOOD_GRADE 2 /* the least grade of a good document */

/* For a query that was read before. q->n_terms 0: nothing. */
tensen_status triage_make(triage *out, tensen_searcher *searcher, const query *q,
    const tensen_candidates_opts *opts, tensen_error *err);

/* Fill grades->judged from the caller's judgements; of one document a person's counts, else the last. */
tensen_status triage_judged(
    triage *grades, tensen_searcher *searcher, const tensen_asking *asking, tensen_error *err);
/* Mark those of the query's own product; marks of other patents that are combined stay. */
tensen_status triage_mark_judged(
    triage *grades, tensen_searcher *searcher, const family *of, tensen_error *err);
/* Fill grades->v from a list, move it by judgements and sort it. */
tensen_status triage_fill(
    triage *grades, tensen_searcher *searcher, const listed_docs *docs, tensen_error *err);
/* Bring documents of distant fields forward: tensen_ideas_opts.boldness. */
void triage_order(triage *grades, float boldness);
