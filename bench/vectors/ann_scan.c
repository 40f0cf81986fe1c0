/* bench/vectors/ann_scan.c - the scan of coarse codes against the memory's bandwidth.
 *
 * For each query the caches are filled with float rows, 256 MiB of them: that is the bandwidth, by
 * one thread and loads of 64 bytes.  Then the blocks which the query visited are scanned, from
 * memory.  One ratio for each such pair, milliseconds apart, so that a machine that is
 * slow for a while is slow for both; the median of them.  Bytes are the codes and scales of the
 * scanned blocks, without data that is loaded along with them. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include "ann_float.h"
#include "ann_part.h"
#include "index/vectors/vecset_pass.h"
#include "util/clock.h"

#define PAIRS 96

/* The coarse scan alone of the listed blocks; returns bytes read by second. */
static double
scan_speed(const vecset *v, const vec_lut *lut, uint32_t *list, uint32_t n)
{
	float est[32], *centre = calloc(n + (size_t)1, sizeof *centre);
	uint32_t pos[32];
	vec_survivors f = {est, est, pos, 0};
	double t = clock_thread();
	vec_run run = vec_run_start(v, list, n, centre);

	run.floor = 2.0f; /* nothing passes: this is reading and adding alone */
	for (uint32_t at = 0; at < n; at += run.n) {
		run.list = list + at;
		run.centre = centre + at;
		run.n = n - at < VEC_PARTS ? n - at : VEC_PARTS;
		v->k->scan(lut, &run, &f);
	}
	t = clock_thread() - t;
	free(centre);
	return (double)n * (double)(vec_block_size(&v->h) + 2 * VEC_BLOCK) / t;
}

static double
stream_speed(const ann_part *a)
{
	double t = clock_thread();
	size_t bytes = ann_flush(a->rows, a->n, a->dim);

	return (double)bytes / (clock_thread() - t);
}

/* The blocks that the last search scanned, ascending; returns how many. */
static uint32_t
vecset_scratch_blocks(const vecset_scratch *scratch, uint32_t *list)
{
	uint32_t n = 0;

	for (uint32_t c = 0; c < scratch->v->h.n_clusters; c++)
		if (scratch->listed[c])
			for (uint32_t at = 0; at < scratch->v->a.cluster[c].n; at += VEC_BLOCK)
				list[n++] = scratch->v->a.cluster[c].block + at / VEC_BLOCK;
	return n;
}

void
ann_time_scan(const ann_part *a)
{
	double share[PAIRS], scan[PAIRS], stream[PAIRS], median;
	uint32_t *list = malloc((a->v->h.n_blocks + (size_t)vec_run_ahead(a->v)) * sizeof *list);
	uint32_t n;
	hit *hits = malloc(a->k * sizeof *hits);
	vecset_scratch *s;
	vec_prep prep;

	if (vecset_scratch_new(&s, a->v, NULL) < 0 || vec_prep_init(&prep, &a->v->h, NULL) < 0)
		errx(2, "out of memory");
	for (uint32_t i = 0; i < PAIRS; i++) {
		vecset_query q = {
		    .q = a->q + (size_t)(i % a->nq) * a->dim, .k = a->k, .reach = a->reach};

		vecset_search(a->v, s, &q, hits, &n, NULL);
		n = vecset_scratch_blocks(s, list);
		vec_prep_set(&prep, a->v, q.q, NULL);
		stream[i] = stream_speed(a);
		scan[i] = scan_speed(a->v, &prep.lut, list, n);
		share[i] = scan[i] / stream[i];
	}
	median = ann_median(share, PAIRS); /* and sorted */
	printf("scan part: %.2f GB/s, streaming in turn with it %.2f; %.0f %% (median of %d pairs, "
	       "quartiles %.0f and %.0f)\n",
	    ann_median(scan, PAIRS) / 1e9, ann_median(stream, PAIRS) / 1e9, 100 * median, PAIRS,
	    100 * share[PAIRS / 4], 100 * share[PAIRS * 3 / 4]);
	vec_prep_clear(&prep);
	vecset_scratch_free(s);
	free(hits);
	free(list);
}
