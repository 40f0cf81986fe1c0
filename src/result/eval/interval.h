/* result/eval/interval.h - ratios with confidence intervals.
 *
 * WHAT   95 % percentile intervals by the Poisson bootstrap: in a resample every query counts
 *        Poisson(1) times.
 * SOURCE Chamandy, Muralidharan, Najmi, Naidu, "Estimating uncertainty for massive data
 *        streams", Google 2012. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "util/rng.h"

typedef struct interval {
	double value, low, high; /* 0 when n is 0; low <= value <= high */
	uint32_t n;
} interval;

/* Of the sum of `part` over the sum of `whole` (>= 0), n queries each drawn with its own
 * two numbers; n of *out is the sum of whole.  All-zero `whole`: n is 0. */
tensen_status interval_of_ratio(interval *out, const float *part, const float *whole, uint32_t n,
    uint32_t resamples, uint64_t seed, tensen_error *err);
