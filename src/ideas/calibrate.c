/* ideas/calibrate.c - see calibrate.h. */
#include "ideas/calibrate.h"
#include "util/sort.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BY_SCORE, BY_FIT, BY_SURPRISE, N_BY };

struct backdrop {
	double mean[N_CAL], spread[N_CAL];
	double surprise_spread; /* of the mean of two standardised measures */
	double boldness;
	uint32_t n;
	double *sorted[N_BY]; /* [n] each, ascending */
};

static double
log_odds(double p)
{
	const double least = 1e-9;

	p = p < least ? least : p > 1 - least ? 1 - least : p;
	return log(p / (1 - p));
}

/* P(f) among the candidates by the logit whose weights the fit uses. */
static double
probability(const signals *s, const double weights[N_FIT], unsigned f)
{
	double fit[N_FIELDS + 1], most = -HUGE_VAL, sum = 0;

	score_fit(s, weights, fit);
	for (unsigned g = 1; g <= N_FIELDS; g++)
		most = fit[g] > most ? fit[g] : most;
	for (unsigned g = 1; g <= N_FIELDS; g++)
		sum += fit[g] > -HUGE_VAL ? exp(fit[g] - most) : 0;
	return exp(fit[f] - most) / sum;
}

void
calibrate_measures(
    double out[N_CAL], const signals *s, const double weights[N_FIT], const field_score *x)
{
	out[CAL_BELONGS] = log_odds(probability(s, weights, x->field));
	out[CAL_STANDS] = log_odds(x->surprise);
	out[CAL_NEAR] = s->near[x->field];
}

static double
standard(const backdrop *b, const double m[N_CAL], int k)
{
	return (m[k] - b->mean[k]) / b->spread[k];
}

static void
place(const backdrop *b, const double m[N_CAL], double out[N_BY])
{
	out[BY_FIT] = standard(b, m, CAL_BELONGS);
	out[BY_SURPRISE] =
	    0.5 * (standard(b, m, CAL_STANDS) + standard(b, m, CAL_NEAR)) / b->surprise_spread;
	out[BY_SCORE] = (1 - b->boldness) * out[BY_FIT] + b->boldness * out[BY_SURPRISE];
}

/* Spread of n values around their mean; 1 where there is none. */
static double
spread_of(const double *v, size_t step, uint32_t n, double *mean)
{
	double sum = 0, square = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += v[i * step];
	*mean = n ? sum / n : 0;
	for (uint32_t i = 0; i < n; i++)
		square += (v[i * step] - *mean) * (v[i * step] - *mean);
	square = n ? sqrt(square / n) : 0;
	return square > 1e-12 ? square : 1;
}

backdrop *
backdrop_new(const double *measures, uint32_t n, float boldness)
{
	backdrop *b = calloc(1, sizeof *b);
	double *all = malloc((n + (size_t)1) * N_BY * sizeof *all), mean;

	if (!b || !all) {
		free(b);
		free(all);
		return NULL;
	}
	b->n = n;
	b->boldness = (double)score_boldness(boldness);
	b->surprise_spread = 1;
	for (int k = 0; k < N_CAL; k++)
		b->spread[k] = spread_of(measures + k, N_CAL, n, &b->mean[k]);
	for (int k = 0; k < N_BY; k++)
		b->sorted[k] = all + (size_t)k * n;
	for (int pass = 0; pass < 2; pass++) { /* the second knows the spread of surprise */
		for (uint32_t i = 0; i < n; i++) {
			double by[N_BY];
			place(b, measures + (size_t)i * N_CAL, by);
			for (int k = 0; k < N_BY; k++)
				b->sorted[k][i] = by[k];
		}
		if (pass == 0)
			b->surprise_spread = spread_of(b->sorted[BY_SURPRISE], 1, n, &mean);
	}
	for (int k = 0; k < N_BY && n; k++)
		qsort(b->sorted[k], n, sizeof(double), sort_double);
	return b;
}

void
backdrop_free(backdrop *b)
{
	if (!b)
		return;
	free(b->sorted[0]);
	free(b);
}

/* How many of v[0..n) are below x. */
static uint32_t
below(const double *v, uint32_t n, double x)
{
	uint32_t lo = 0, hi = n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (v[mid] < x)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

calibrated
backdrop_place(const backdrop *b, const double measures[N_CAL])
{
	double by[N_BY], share[N_BY];

	place(b, measures, by);
	for (int k = 0; k < N_BY; k++)
		share[k] = b->n ? (double)below(b->sorted[k], b->n, by[k]) / b->n : 0.5;
	return (calibrated){
	    1 / (1 + exp(-by[BY_SCORE])), share[BY_SCORE], share[BY_FIT], share[BY_SURPRISE]};
}
