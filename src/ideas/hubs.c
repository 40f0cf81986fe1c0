/* ideas/hubs.c - see hubs.h. */
#include "ideas/hubs.h"
#include <math.h>
#include <stdlib.h>
#include "util/fail.h"
#include "util/rng.h"
#include "util/sort.h"

static int
descending(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return ORDER(y, x);
}

void
hubs_measure(hubs *out, uint32_t *times, uint32_t n)
{
	double sum = 0, top = 0, m2 = 0, m3 = 0, mean;

	*out = (hubs){0, 0};
	if (n == 0)
		return;
	qsort(times, n, sizeof *times, descending);
	for (uint32_t i = 0; i < n; i++) {
		sum += times[i];
		top += i < n / 100 + (n % 100 != 0) ? times[i] : 0;
	}
	mean = sum / n;
	for (uint32_t i = 0; i < n; i++) {
		double x = times[i] - mean;
		m2 += x * x / n;
		m3 += x * x * x / n;
	}
	out->skewness = m2 > 0 ? m3 / (m2 * sqrt(m2)) : 0;
	out->top = sum > 0 ? top / sum : 0;
}

tensen_status
hubs_by_chance(hubs *out, uint32_t n, uint32_t lists, uint32_t k, uint64_t seed, tensen_error *err)
{
	uint32_t *times = calloc(n + (size_t)1, sizeof *times);
	uint32_t *last =
	    calloc(n + (size_t)1, sizeof *last); /* the list it was drawn for, from 1 */
	rng r = {seed};

	if (!times || !last) {
		free(times);
		free(last);
		return tensen_fail_nomem(err);
	}
	for (uint32_t i = 1; i <= lists; i++)
		for (uint32_t drawn = 0; drawn < k && drawn < n;) {
			uint32_t x = rng_below(&r, n);
			if (last[x] == i)
				continue;
			last[x] = i;
			times[x]++;
			drawn++;
		}
	hubs_measure(out, times, n);
	free(times);
	free(last);
	return TENSEN_OK;
}
