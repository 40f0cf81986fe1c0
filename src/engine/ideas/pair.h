/* engine/ideas/pair.h - how probable it is that a document shows a use of the query elsewhere.
 *
 * MODEL    Two logistic models over one list of signals, fitted on pairs that readers graded
 *          (models/pair-weights.tsv, bench/judged_fit.py): the share of pairs graded 2 or 3,
 *          and the share of pairs of the query's own product family.  The signals say
 *          everything about a pair that is not likeness of the whole texts alone, because that
 *          points to the own family.  The probability is the confidence people see, on one
 *          scale for every query. */
#ifndef ENGINE_IDEAS_PAIR_H
#define ENGINE_IDEAS_PAIR_H
#include "engine/ideas/candidates.h"
#include "util/models.h"

typedef enum pair_signal {
	SIGNAL_PLACE,    /* ln(1 + place / weight) of the best aspect */
	SIGNAL_WORDS,    /* best share of an aspect's words, 0..1 */
	SIGNAL_MET,      /* ln of how many aspects found it */
	SIGNAL_WHOLE,    /* words in common with the whole query, of the best candidate's */
	SIGNAL_NEAR,     /* cosine of the topic vectors */
	SIGNAL_PROBLEM,  /* cosine of the query's problem with the document */
	SIGNAL_TITLE,    /* share of the query's title words (by idf) that its title has */
	SIGNAL_SUBCLASS, /* share of its subclasses that are the query's */
	SIGNAL_CLASS,    /* 1: shares an IPC class (A01) */
	SIGNAL_GROUP,    /* 1: shares a main group */
	SIGNAL_TEXT,     /* 1: more than a title is known */
	SIGNAL_AREA,     /* how surely its class is one that the query's means travel to, 0..1 */
	SIGNAL_DISTANCE, /* of its first field from the query's fields, 0..1 */
	SIGNAL_GIVEN,    /* 1: an aspect given by the caller found it */
	SIGNAL_WHOLE_ONLY, /* 1: nothing but the whole text found it */
	N_SIGNALS
} pair_signal;

const char *pair_signal_name(pair_signal k);

typedef struct pair_weights {
	double good[N_SIGNALS + 1], family[N_SIGNALS + 1]; /* the last: the constant */
} pair_weights;

/* Read models/pair-weights.tsv.  E_INPUT: a name that is no signal, or a missing one. */
tensen_status pair_weights_read(pair_weights *out, const models *m, tensen_error *err);

typedef struct pair {
	const found_doc *found;
	float signal[N_SIGNALS];
	float share;  /* probability of 2 or 3 */
	float family; /* probability of the own family */
} pair;

/* Measure and weigh all of `d`; pairs in s->mem, in the order of d. */
tensen_status pairs_measure(pair **out, tensen_searcher *s, const asked *a, const aspects *x,
    const found_docs *d, uint64_t own, tensen_error *err);

#endif
