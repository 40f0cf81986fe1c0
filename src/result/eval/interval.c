/* result/eval/interval.c - see interval.h. */
#include "result/eval/interval.h"
#include <stdlib.h>
#include "util/fail.h"
#include "util/threads/sort.h"

/* A number of the Poisson distribution of mean 1: Knuth 3.4.1, products of uniform numbers. */
static double
poisson_draw(rng *random)
{
	double product = rng_unit(random), k = 0;

	for (; product > exp(-1); product *= rng_unit(random))
		k++;
	return k;
}

/* One resample: 0 when it drew nothing that counts. */
static int
resampled_ratio(double *out, const float *part, const float *whole, uint32_t n, rng *random)
{
	double a = 0, b = 0;

	for (uint32_t i = 0; i < n; i++) {
		double times = poisson_draw(random);
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
