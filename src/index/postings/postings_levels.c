/* index/postings/postings_levels.c - at most 32 codes for the counts of a corpus.
 *
 * WHY     Most counts are 1, nearly all are small: a code of the count costs about
 *         one bit where a quantized weight costs eight, and leaves the choice of
 *         the score to the query.  Counts weighted by section take more values
 *         than 32 only in long texts; then neighbours are merged where it costs
 *         least squared error of ln tf, so frequent counts keep their own code. */
#include "index/postings/postings_parts.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "util/fail.h"
#include "util/rng.h"
#include "util/threads/sort.h"

#define MAX_EXACT 4096 /* different counts kept apart before rounding begins */
#define SLOTS 16384    /* MAX_EXACT + the 2,049 values of rounded() fill it to 0.4 */

typedef struct level {
	double log_tf, weight; /* mean of ln tf, postings */
	float tf;              /* the count itself while unmerged */
} level;

struct level_stats {
	uint32_t n;
	float tf[SLOTS];
	uint64_t count[SLOTS]; /* 0: free */
	level levels[SLOTS];
};

tensen_status
level_stats_new(level_stats **out, tensen_error *err)
{
	*out = calloc(1, sizeof **out);
	return *out ? TENSEN_OK : tensen_fail_nomem(err);
}

static uint32_t
find_slot(const level_stats *stats_of, float tf)
{
	uint32_t bits, i;

	memcpy(&bits, &tf, 4);
	for (i = (uint32_t)rng_mix(bits) % SLOTS; stats_of->count[i] && stats_of->tf[i] != tf;
	     i = (i + 1) % SLOTS)
		;
	return i;
}

/* To 64 steps an octave, between 2^-16 and 2^16. */
static float
postings_rounded(float tf)
{
	double x = round(log2(tf) * 64);

	x = x < -1024 ? -1024 : x > 1024 ? 1024 : x;
	return (float)exp2(x / 64);
}

void
level_stats_add(level_stats *stats_of, float tf, uint64_t times)
{
	uint32_t i = find_slot(stats_of, tf);

	if (!stats_of->count[i] && stats_of->n >= MAX_EXACT)
		i = find_slot(stats_of, tf = postings_rounded(tf));
	if (!stats_of->count[i]) {
		stats_of->tf[i] = tf;
		stats_of->n++;
	}
	stats_of->count[i] += times;
}

COMPARE(by_tf, level, UP(tf))

/* The growth of the squared error of ln tf when two neighbours become one. */
static double
merge_cost(const level *one)
{
	double d = one[1].log_tf - one[0].log_tf;

	return one[0].weight * one[1].weight / (one[0].weight + one[1].weight) * d * d;
}

static uint32_t
merge_levels(level *one, uint32_t n)
{
	while (n > POSTINGS_LEVELS) {
		uint32_t best = 0;
		double weight;

		for (uint32_t i = 1; i + 1 < n; i++)
			if (merge_cost(one + i) < merge_cost(one + best))
				best = i;
		weight = one[best].weight + one[best + 1].weight;
		one[best].log_tf = (one[best].log_tf * one[best].weight +
				       one[best + 1].log_tf * one[best + 1].weight) /
				   weight;
		one[best].weight = weight;
		one[best].tf = (float)exp(one[best].log_tf);
		memmove(one + best + 1, one + best + 2, (n - best - 2) * sizeof *one);
		n--;
	}
	return n;
}

void
level_stats_end(level_stats *stats_of, count_levels *out)
{
	level *l = stats_of->levels;
	uint32_t n = 0;

	for (uint32_t i = 0; i < SLOTS; i++)
		if (stats_of->count[i])
			l[n++] = (level){
			    log(stats_of->tf[i]), (double)stats_of->count[i], stats_of->tf[i]};
	qsort(l, n, sizeof *l, by_tf);
	*out = (count_levels){.n = merge_levels(l, n)};
	for (uint32_t i = 0; i < out->n; i++) {
		out->tf[i] = l[i].tf;
		if (i > 0)
			out->border[i - 1] = (float)exp((l[i - 1].log_tf + l[i].log_tf) / 2);
	}
}
