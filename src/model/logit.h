/* model/logit.h - conditional logit: probabilities of choices from a few features.
 *
 * P(choice g of query q) = exp(w.x_qg) / sum over the valid choices.  Newton's
 * method maximizes the mean log-likelihood of the true choices of each query, less a penalty on the
 * distance of w from w0: with little data the answer is w0.  (McFadden 1974.) */
#ifndef MODEL_LOGIT_H
#define MODEL_LOGIT_H
#include <stdint.h>
#include <tensen/status.h>

#define LOGIT_MAX_FEATURES 16

typedef struct logit_data {
	uint32_t n, choices, features; /* features <= LOGIT_MAX_FEATURES */
	const float *x;                /* [n][choices][features] */
	const uint8_t *state;          /* [n][choices]: 0 not to be chosen, 1 wrong, 2 true */
} logit_data;

/* Queries i with pick[i] == 0 are left out (pick NULL: none). */
void logit_fit(double *w, const double *w0, const logit_data *d, const uint8_t *pick, double l2);

#endif
