/* engine/ideas/triage.h - candidates in the order a person should read them.
 *
 * ORDER     By confidence (engine/ideas/pair.h).  Judgements move the other documents: aspects and
 *           classes that brought good documents count more, those that brought bad ones less, and
 *           documents similar to the good ones come forward (Rocchio, on topic vectors).
 * FAMILY    Documents that belong to the query's own product family with a probability of
 *           FAMILY_FROM or more, and those with the query's title, are set aside: shown on
 *           request, never an idea. */
#ifndef ENGINE_IDEAS_TRIAGE_H
#define ENGINE_IDEAS_TRIAGE_H
#include "engine/ideas/pair.h"
#include "engine/query/own.h"

typedef struct judged_row {
	uint32_t row;
	const tensen_judgement *judgement;
} judged_row;

typedef struct triage_doc {
	const pair *pair;
	float order; /* log-odds of the share, moved by judgements, then by boldness */
	tensen_shelf shelf;
	const tensen_judgement *judgement; /* NULL: not judged */
} triage_doc;

typedef struct triage {
	aspects aspects;
	triage_doc *v; /* best first; in s->mem */
	uint32_t n;
	uint32_t n_family; /* set aside */
	float read_from;   /* least share of those that a model judged; 0: none was */
	own_classes own;   /* fields and classes of the query */
} triage;

/* Probability of the own family from which a document is set aside.  Readers called one pair in
 * twenty own family; 0.1 to 0.2 keep all but two of 178 known good documents. */
#define FAMILY_FROM 0.15f
#define GOOD_GRADE 2           /* the least grade of a good document */
#define TRIAGE_CANDIDATES 1200 /* candidates weighed for a list, at least */

/* For a query that was read before. a->n_terms 0: nothing. */
tensen_status triage_make(triage *out, tensen_searcher *s, const query *a,
    const tensen_candidates_opts *o, tensen_error *err);

/* Put v in the order of its members `order`, ties by row. */
void triage_sort(triage *t);
float triage_log_odds(float share);
/* Bring documents of distant fields forward: tensen_ideas_opts.boldness. */
void triage_order(triage *t, float boldness);

/* Band of a share. */
tensen_band triage_band(float share);

#endif
