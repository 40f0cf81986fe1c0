/* ideas/breadth.c - see breadth.h. */
#include "ideas/breadth.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "util/rng.h"
#include "util/sort.h"

void
breadth_map_make(breadth_map *out, const fieldmap *m)
{
	memset(out, 0, sizeof *out);
	for (unsigned f = 1; f <= N_FIELDS; f++)
		for (unsigned g = 1; g <= N_FIELDS; g++)
			out->z[f][g] = f == g ? 1 : 1 - fieldmap_distance(m, FIELD_BIT(f), g);
}

/* Proximity of a document with itself: these pairs are subtracted. */
static double
with_itself(const breadth_map *m, uint64_t mask)
{
	double sum = 0, n = __builtin_popcountll(mask);

	for (uint64_t k = mask; k; k &= k - 1)
		for (uint64_t l = mask; l; l &= l - 1)
			sum += m->z[__builtin_ctzll(k) + 1][__builtin_ctzll(l) + 1];
	return sum / (n * n);
}

/* Effective number of fields; item i counts times[i] times (NULL: once).  0: there are no two
 * documents. */
static double
effective(const breadth_map *m, const breadth_item *items, uint32_t n, const unsigned *times)
{
	double p[N_FIELDS + 1] = {0}, total = 0, alike = 0, square = 0;

	for (uint32_t i = 0; i < n; i++) {
		double w = items[i].weight * (times ? times[i] : 1);
		double part = w / __builtin_popcountll(items[i].mask);
		for (uint64_t k = items[i].mask; k; k &= k - 1)
			p[__builtin_ctzll(k) + 1] += part;
		total += w;
		square += w * w;
		alike -= w * w * items[i].itself;
	}
	for (unsigned f = 1; f <= N_FIELDS; f++)
		for (unsigned g = 1; p[f] > 0 && g <= N_FIELDS; g++)
			alike += p[f] * m->z[f][g] * p[g];
	if (total * total - square <= 1e-12 * total * total)
		return 0;
	return (total * total - square) / (alike > 1e-12 ? alike : 1e-12);
}

/* Poisson(1) by inversion (Knuth 3.4.1): how often a document is drawn, each for itself. */
static unsigned
poisson(rng *r)
{
	double u = rng_unit(r), p = exp(-1.0), sum = p;
	unsigned k = 0;

	while (u > sum && k < 20) {
		p /= ++k;
		sum += p;
	}
	return k;
}

#define ITEMS_MAX 64 /* a bound of memory: engine/scan/scan_line.c gives 50 */

breadth
breadth_measure(const breadth_map *m, breadth_item *items, uint32_t n, uint64_t seed)
{
	breadth out = {0, 0, 0, n < ITEMS_MAX ? n : ITEMS_MAX};
	double v[BREADTH_RESAMPLES];
	unsigned times[ITEMS_MAX], kept = 0;
	rng random = {seed};

	n = out.documents;
	for (uint32_t i = 0; i < n; i++)
		items[i].itself = with_itself(m, items[i].mask);
	out.fields = n == 0 ? 0 : effective(m, items, n, NULL);
	if (out.fields <= 0) { /* one document shows one field */
		out.fields = out.low = out.high = n > 0;
		return out;
	}
	for (unsigned k = 0; k < BREADTH_RESAMPLES; k++) {
		double x;
		for (uint32_t i = 0; i < n; i++)
			times[i] = poisson(&random);
		x = effective(m, items, n, times);
		if (x > 0) /* a resample of fewer than two documents has no breadth */
			v[kept++] = x;
	}
	if (kept == 0)
		return out;
	qsort(v, kept, sizeof *v, sort_double);
	out.low = v[kept * 25 / 1000];
	out.high = v[kept * 975 / 1000];
	return out;
}
