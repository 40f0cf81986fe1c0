/* ideas/interval.h - means with confidence intervals.
 *
 * WHAT   95 % percentile intervals of means over documents by the Poisson bootstrap: in a
 *        resample every document counts Poisson(1) times.  Documents of equal value count
 *        Poisson(how many) times together, so a resample costs one number per distinct value:
 *        ranks of 34 fields have few, however many documents there are.
 * PAIRS  The interval of a difference between two methods is that of the documents' own
 *        differences, which is why it is narrower than those of the methods suggest.
 * SOURCE Chamandy, Muralidharan, Najmi, Naidu, "Estimating uncertainty for massive data
 *        streams", Google 2012. */
#ifndef IDEAS_INTERVAL_H
#define IDEAS_INTERVAL_H
#include <stdint.h>
#include <tensen/status.h>
#include "util/rng.h"

typedef struct interval {
	double value, low, high; /* 0 when n is 0; low <= value <= high */
	uint32_t n;
} interval;

/* Of n values, which are put in order.  Costs n log n + resamples * distinct values.
 * resamples: 1 or more. */
tensen_status interval_of_mean(
    interval *out, float *values, uint32_t n, uint32_t resamples, uint64_t seed, tensen_error *err);

/* Of the sum of `part` over the sum of `whole` (both >= 0), n queries each drawn with its own
 * two numbers; n of *out is the sum of whole.  All-zero `whole`: n is 0. */
tensen_status interval_of_ratio(interval *out, const float *part, const float *whole, uint32_t n,
    uint32_t resamples, uint64_t seed, tensen_error *err);

/* A number of the Poisson distribution of that mean. */
double poisson_draw(rng *r, double mean);

#endif
