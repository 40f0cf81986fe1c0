/* engine/build/train_weights.h - trains the weights of fit on the index's own documents.
 *
 * Documents with two or more fields are the training examples: the first field is known, the
 * others are the truth (the task of `tensen eval --hidden-field`).  Every signal leaves the
 * document itself out, so only the weights are fitted to the examples. */
#ifndef ENGINE_BUILD_TRAIN_WEIGHTS_H
#define ENGINE_BUILD_TRAIN_WEIGHTS_H
#include "engine/fieldmodel/field_signals.h"
#include "model/logit.h"

#define LEARN_L2                                                                                   \
	20.0 /* penalty towards the default weights: as strong as some tens of examples            \
	      */

typedef struct examples {
	uint32_t n;
	float *x;       /* [n][N_FIELDS][N_FIT] */
	uint8_t *state; /* [n][N_FIELDS], as logit_data */
} examples;

tensen_status examples_new(examples *out, uint32_t n, tensen_error *err);
void examples_clear(examples *e);
/* Fill example i; truth: the mask of the true fields. */
void examples_set(examples *e, uint32_t i, const field_signals *s, uint64_t truth);
void examples_fit(const examples *e, const uint8_t *pick, double weights[N_FIT]);

/* Train on at most `max` documents of an index (a seeded sample); *n: their number. */
tensen_status train_weights(const tensen_index *ix, uint32_t max, uint64_t seed, unsigned threads,
    double weights[N_FIT], uint32_t *n, tensen_error *err);

/* Rows with two or more fields, ascending; a seeded sample of them if there are more than `max`
 * (0: no bound).  *n: rows returned; *of: rows that qualify.  malloc'ed; NULL: out of memory. */
uint32_t *rows_with_two_fields(
    const rows *r, uint32_t max, uint64_t seed, uint32_t *n, uint32_t *of);

#endif
