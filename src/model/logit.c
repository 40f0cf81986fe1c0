/* model/logit.c - see logit.h. */
#include "model/logit.h"
#include <math.h>
#include <string.h>
#include "model/dense.h"

#define STEPS 25    /* at most; Newton needs about six */
#define ENOUGH 1e-7 /* sum of the changes of w: beyond float, in which w is stored */

typedef struct newton {
	double gradient[LOGIT_MAX_FEATURES];
	double hessian[LOGIT_MAX_FEATURES][LOGIT_MAX_FEATURES];
} newton;

/* Probabilities of the valid choices of one query; returns how many are true. */
static unsigned
softmax(const logit_data *d, uint32_t q, const double *w, double *p)
{
	const float *x = d->x + (size_t)q * d->choices * d->features;
	const uint8_t *state = d->state + (size_t)q * d->choices;
	double most = -HUGE_VAL, sum = 0;
	unsigned n_true = 0;

	for (uint32_t g = 0; g < d->choices; g++) {
		p[g] = 0;
		if (!state[g])
			continue;
		for (uint32_t k = 0; k < d->features; k++)
			p[g] += w[k] * (double)x[(size_t)g * d->features + k];
		if (p[g] > most)
			most = p[g];
		n_true += state[g] == 2;
	}
	for (uint32_t g = 0; g < d->choices; g++) {
		p[g] = state[g] ? exp(p[g] - most) : 0;
		sum += p[g];
	}
	for (uint32_t g = 0; g < d->choices; g++)
		p[g] /= sum > 0 ? sum : 1;
	return n_true;
}

static void
add_query(newton *m, const logit_data *d, uint32_t q, const double *p, unsigned n_true)
{
	const float *x = d->x + (size_t)q * d->choices * d->features;
	const uint8_t *state = d->state + (size_t)q * d->choices;
	double mean[LOGIT_MAX_FEATURES] = {0};

	for (uint32_t g = 0; g < d->choices; g++)
		for (uint32_t k = 0; k < d->features; k++)
			mean[k] += p[g] * (double)x[(size_t)g * d->features + k];
	for (uint32_t g = 0; g < d->choices; g++) {
		const float *v = x + (size_t)g * d->features;
		double t = state[g] == 2 ? 1.0 / n_true : 0;
		for (uint32_t k = 0; k < d->features; k++) {
			double c = (double)v[k] - mean[k];
			m->gradient[k] += (t - p[g]) * (double)v[k];
			for (uint32_t l = 0; l <= k; l++)
				m->hessian[k][l] += p[g] * c * ((double)v[l] - mean[l]);
		}
	}
}

/* Solve hessian * step = gradient; the penalty makes the Hessian positive definite.  Returns 0, or
 * -1 if it is not (a penalty of 0 with too little data). */
static int
newton_step(const newton *m, uint32_t n, double *step)
{
	double a[LOGIT_MAX_FEATURES * LOGIT_MAX_FEATURES];

	for (uint32_t k = 0; k < n; k++)
		for (uint32_t l = 0; l <= k; l++)
			a[k * n + l] = m->hessian[k][l];
	if (dense_cholesky(a, n) < 0)
		return -1;
	memcpy(step, m->gradient, n * sizeof *step);
	dense_cholesky_solve(a, n, step, 1);
	return 0;
}

void
logit_fit(double *w, const double *w0, const logit_data *d, const uint8_t *pick, double l2)
{
	double p[64], step[LOGIT_MAX_FEATURES];

	memcpy(w, w0, d->features * sizeof *w);
	for (int s = 0; s < STEPS; s++) {
		newton m;
		double moved = 0;
		memset(&m, 0, sizeof m);
		for (uint32_t q = 0; q < d->n; q++) {
			unsigned n_true = pick && !pick[q] ? 0 : softmax(d, q, w, p);
			if (n_true)
				add_query(&m, d, q, p, n_true);
		}
		for (uint32_t k = 0; k < d->features; k++) {
			m.gradient[k] -= l2 * (w[k] - w0[k]);
			m.hessian[k][k] += l2;
		}
		if (newton_step(&m, d->features, step) < 0)
			return;
		for (uint32_t k = 0; k < d->features; k++) {
			/* features have unit deviation: a step beyond 1 leaves the range in
			 * which the quadratic fits */
			step[k] = step[k] > 1 ? 1 : step[k] < -1 ? -1 : step[k];
			w[k] += step[k];
			moved += fabs(step[k]);
		}
		if (moved < ENOUGH)
			return;
	}
}
