/* ideas/interval.c - see interval.h. */
#include "ideas/interval.h"
#include <stdlib.h>
#include "util/fail.h"
#include "util/sort.h"

/* Knuth 3.4.1: products of uniform numbers; takes mean + 1 of them. */
static double
poisson_small(rng *r, double mean)
{
	double end = exp(-mean), product = rng_unit(r), k = 0;

	for (; product > end; product *= rng_unit(r))
		k++;
	return k;
}

/* Transformed rejection, W. Hoermann, "The transformed rejection method for generating
 * Poisson random variables", 1993, algorithm PTRS; for means of 10 and more. */
static double
poisson_large(rng *r, double mean)
{
	double b = 0.931 + 2.53 * sqrt(mean), a = -0.059 + 0.02483 * b;
	double alpha = 1.1239 + 1.1328 / (b - 3.4), sure = 0.9277 - 3.6224 / (b - 2);

	for (;;) {
		double u = rng_unit(r) - 0.5, v = rng_unit(r), us = 0.5 - fabs(u), k;
		int sign;
		if (us <= 0)
			continue;
		k = floor((2 * a / us + b) * u + mean + 0.43);
		if (us >= 0.07 && v <= sure)
			return k;
		if (k < 0 || v <= 0 || (us < 0.013 && v > us))
			continue;
		if (log(v * alpha / (a / (us * us) + b)) <=
		    k * log(mean) - mean - lgamma_r(k + 1, &sign))
			return k;
	}
}

double
poisson_draw(rng *r, double mean)
{
	return mean < 10 ? poisson_small(r, mean) : poisson_large(r, mean);
}

static int
ascending_float(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return ORDER(x, y);
}

/* Equal neighbours of sorted values become one value and a count; returns how many. */
static uint32_t
distinct(float *values, double *counts, uint32_t n)
{
	uint32_t k = 0;

	for (uint32_t i = 0; i < n; i++)
		if (k && values[k - 1] >= values[i]) {
			counts[k - 1]++;
		} else {
			values[k] = values[i];
			counts[k++] = 1;
		}
	return k;
}

static double
resampled(const float *values, const double *counts, uint32_t k, rng *r)
{
	double sum = 0, n = 0;

	while (n <= 0) { /* a resample of nothing has no mean: draw again */
		for (uint32_t i = 0; i < k; i++) {
			double times = poisson_draw(r, counts[i]);
			sum += times * (double)values[i];
			n += times;
		}
	}
	return sum / n;
}

tensen_status
interval_of_mean(
    interval *out, float *values, uint32_t n, uint32_t resamples, uint64_t seed, tensen_error *err)
{
	double *counts, *means, sum = 0;
	uint32_t k;
	rng random = {seed};

	*out = (interval){.n = n};
	if (n == 0)
		return TENSEN_OK;
	counts = malloc(n * sizeof *counts);
	means = malloc(resamples * sizeof *means);
	if (!counts || !means) {
		free(counts);
		free(means);
		return tensen_fail_nomem(err);
	}
	qsort(values, n, sizeof *values, ascending_float);
	k = distinct(values, counts, n);
	for (uint32_t i = 0; i < k; i++)
		sum += counts[i] * (double)values[i];
	out->value = sum / n;
	for (uint32_t i = 0; i < resamples; i++)
		means[i] = resampled(values, counts, k, &random);
	qsort(means, resamples, sizeof *means, sort_double);
	/* A handful of resamples may all lie on one side; the interval holds its value. */
	out->low = fmin(out->value, means[(uint64_t)resamples * 25 / 1000]);
	out->high = fmax(out->value, means[(uint64_t)resamples * 975 / 1000]);
	free(counts);
	free(means);
	return TENSEN_OK;
}

/* One resample: 0 when it drew nothing that counts. */
static int
resampled_ratio(double *out, const float *part, const float *whole, uint32_t n, rng *r)
{
	double a = 0, b = 0;

	for (uint32_t i = 0; i < n; i++) {
		double times = poisson_draw(r, 1);
		a += times * (double)part[i];
		b += times * (double)whole[i];
	}
	*out = b > 0 ? a / b : 0;
	return b > 0;
}

tensen_status
interval_of_ratio(interval *out, const float *part, const float *whole, uint32_t n,
    uint32_t resamples, uint64_t seed, tensen_error *err)
{
	double *ratios = malloc(resamples * sizeof *ratios), a = 0, b = 0;
	rng random = {seed};
	uint32_t kept = 0;

	*out = (interval){.n = 0};
	if (!ratios)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++) {
		a += (double)part[i];
		b += (double)whole[i];
	}
	for (uint32_t i = 0; i < resamples && b > 0; i++)
		kept += (uint32_t)resampled_ratio(&ratios[kept], part, whole, n, &random);
	if (b > 0)
		*out = (interval){a / b, a / b, a / b, (uint32_t)(b + 0.5)};
	if (kept) {
		qsort(ratios, kept, sizeof *ratios, sort_double);
		out->low = fmin(out->value, ratios[(uint64_t)kept * 25 / 1000]);
		out->high = fmax(out->value, ratios[(uint64_t)kept * 975 / 1000]);
	}
	free(ratios);
	return TENSEN_OK;
}
