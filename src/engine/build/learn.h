/* engine/build/learn.h - the weights of fit, learned from the index's own documents.
 *
 * Documents with two or more fields are the examples: the first field known,
 * the others true (the task of `tensen eval --hidden-field`).  Every component
 * is leave-one-out, so a few weights are all that is fitted to them. */
#ifndef ENGINE_BUILD_LEARN_H
#define ENGINE_BUILD_LEARN_H
#include "engine/ideas/probe.h"
#include "model/logit.h"

#define LEARN_L2 20.0 /* pull towards the defaults: worth some tens of documents */

typedef struct examples {
	uint32_t n;
	float *x;       /* [n][N_FIELDS][N_FIT] */
	uint8_t *state; /* [n][N_FIELDS], as logit_data */
} examples;

tensen_status examples_new(examples *out, uint32_t n, tensen_error *err);
void examples_clear(examples *e);
/* Fill example i; truth: fields to be found. */
void examples_set(examples *e, uint32_t i, const signals *s, uint64_t truth);
void examples_fit(const examples *e, const uint8_t *pick, double weights[N_FIT]);

/* Learn from at most `max` documents of an index (seeded sample).  *n is how many. */
tensen_status learn_weights(const tensen_index *ix, uint32_t max, uint64_t seed, unsigned threads,
    double weights[N_FIT], uint32_t *n, tensen_error *err);

/* Rows with two or more fields, in row order; above `max` (0: no bound) a seeded
 * sample of them.  *of: how many there are.  malloc'ed; NULL when out of memory. */
uint32_t *rows_with_two_fields(
    const rows *r, uint32_t max, uint64_t seed, uint32_t *n, uint32_t *of);

#endif
