/* ideas/pair_weights.h - the signals of a pair of query and document, and their weights. */
#ifndef IDEAS_PAIR_WEIGHTS_H
#define IDEAS_PAIR_WEIGHTS_H
#include <tensen/status.h>
#include "util/models.h"

typedef enum pair_signal {
	SIGNAL_PLACE,    /* ln(1 + place / weight) of the best aspect but scenes */
	SIGNAL_WHOLE,    /* words in common with the whole query, of the best candidate's */
	SIGNAL_NEAR,     /* cosine of the topic vectors */
	SIGNAL_PROBLEM,  /* cosine of the query's problem with the document */
	SIGNAL_SUBCLASS, /* share of its subclasses that are the query's */
	SIGNAL_CLASS,    /* 1: shares an IPC class (A01) */
	SIGNAL_GROUP,    /* 1: shares a main group */
	SIGNAL_AREA,     /* how sure it is that the query's means are useful in its class, 0..1 */
	SIGNAL_DISTANCE, /* of its first field from the query's fields, 0..1 */
	SIGNAL_CLOSE,  /* how far the cosine of the topics exceeds 0.7, 0..1: much the same text */
	SIGNAL_PLAIN,  /* ln(1 + place) by plain BM25, outside the subclasses of the query */
	SIGNAL_SCENE,  /* ln(1 + place) in the best scene */
	SIGNAL_SCENES, /* root of the summed shares of the words of its three best scenes */
	SIGNAL_AGREED, /* scenes (their sum, at most 1) times area: both agree */
	N_SIGNALS
} pair_signal;

const char *pair_signal_name(pair_signal k);

typedef struct pair_weights {
	/* the last of each: the constant */
	double good[N_SIGNALS + 1], family[N_SIGNALS + 1], precedent[N_SIGNALS + 1];
} pair_weights;

/* Read models/pair-weights.tsv.  E_INPUT: a name that is no signal, or a missing one. */
tensen_status pair_weights_read(pair_weights *out, const models *m, tensen_error *err);

/* The probability that weights (of pair_weights) give to signals. */
float pair_probability(const double w[N_SIGNALS + 1], const float x[N_SIGNALS]);

#endif
