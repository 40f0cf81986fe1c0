/* engine/ideas/pair.h - the probability that a document shows a use of the query elsewhere.
 *
 * MODEL    Three logistic models over one list of signals, fitted on pairs that readers graded
 *          (models/pair-weights.tsv, bench/ideas/judged_fit.py): the share of pairs graded 2 or 3,
 *          the share of pairs of the query's own product family, and of the good pairs the
 *          share of precedents.  The signals describe more than the similarity of the whole texts,
 *          because that similarity points to the own family.  The probability is the confidence
 *          people see, on one scale for every query. */
#ifndef ENGINE_IDEAS_PAIR_H
#define ENGINE_IDEAS_PAIR_H
#include "engine/ideas/candidates.h"
#include "engine/query/own.h"

typedef struct pair {
	const met_document *found;
	float signal[N_SIGNALS];
	float share;     /* probability of 2 or 3 */
	float family;    /* of the own family */
	float precedent; /* that a good pair is a precedent */
} pair;

/* Measure and weigh all of `d`; pairs in s->mem, in the order of d. */
tensen_status pairs_measure(pair **out, tensen_searcher *s, const query *a, const aspects *x,
    const met_documents *d, const own_classes *own, tensen_error *err);

#endif
