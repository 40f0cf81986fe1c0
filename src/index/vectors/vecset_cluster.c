/* index/vectors/vecset_cluster.c - divides rows into clusters of about 100.
 *
 * WHAT    Lloyd's k-means: first into about sqrt(K) parts, then each part into
 *         clusters of the wanted size.  One level needs n * K products, which takes days for ten million rows; two levels need
 *         n * 2 sqrt(K).
 * RULES   A product is summed dimension by dimension in one lane, with separate multiplication
 *         and addition, so every vector width gives the same bits: the same rows give the same
 *         clusters on every machine and for any thread count. */
#include "index/vectors/vecset_builder.h"
#include <string.h>
#include "util/clones.h"
#include "util/fail.h"
#include "util/rng.h"
#include "util/threads/threads.h"
#include "util/memory.h"

#define LANES 16
#define ROWS 8       /* rows multiplied together: 8 accumulators of 16 lanes */
#define PIECE 512    /* rows of a parallel piece */
#define ITERATIONS 6 /* see FIRST_ROUNDS of codes_train.c */
/* Rows per mean that train; a mean over 200 rows is known to a fourteenth of the deviation. */
#define TRAIN_PER_MEAN 200
#define FLAT 24 /* up to so many clusters one level is as fast as two */

typedef float lanes __attribute__((vector_size(4 * LANES)));
typedef int32_t ilanes __attribute__((vector_size(4 * LANES)));

typedef struct means {
	uint32_t k, tiles, dim;
	lanes *tile; /* [tiles][dim]: lane = mean */
	lanes *half; /* [tiles]: half of the squared length; huge for absent means */
} means;

static void
means_free(means *means_found)
{
	free(means_found->tile);
	free(means_found->half);
	means_found->tile = means_found->half = NULL;
}

static int
means_new(means *means_found, uint32_t k, uint32_t dim)
{
	means_found->k = k;
	means_found->dim = dim;
	means_found->tiles = (k + LANES - 1) / LANES;
	means_found->tile = aligned_alloc(64, (size_t)means_found->tiles * dim * sizeof(lanes));
	means_found->half = aligned_alloc(64, (size_t)means_found->tiles * sizeof(lanes));
	if (means_found->tile && means_found->half)
		return 0;
	means_free(means_found);
	return -1;
}

static void
means_set(means *means_found, uint32_t j, const float *mean)
{
	float half = 0;

	for (uint32_t d = 0; d < means_found->dim; d++) {
		means_found->tile[(size_t)j / LANES * means_found->dim + d][j % LANES] = mean[d];
		half += mean[d] * mean[d];
	}
	means_found->half[j / LANES][j % LANES] = half / 2;
}

static void
means_blank(means *means_found)
{
	memset(means_found->tile, 0, (size_t)means_found->tiles * means_found->dim * sizeof(lanes));
	for (uint32_t j = 0; j < means_found->tiles * LANES; j++)
		means_found->half[j / LANES][j % LANES] = 1e30f;
}

/* The nearest mean of each of ROWS rows; of equals the one with the lower number. */
CLONES static void
means_nearest(const means *means_found, const float *const x[ROWS], uint32_t out[ROWS])
{
	lanes best[ROWS];
	ilanes at[ROWS];

	for (int r = 0; r < ROWS; r++) {
		best[r] = (lanes){0} - 3e38f;
		at[r] = (ilanes){0};
	}
	for (uint32_t t = 0; t < means_found->tiles; t++) {
		const lanes *tile = means_found->tile + (size_t)t * means_found->dim;
		lanes s[ROWS];

		for (int r = 0; r < ROWS; r++)
			s[r] = -means_found->half[t];
		for (uint32_t d = 0; d < means_found->dim; d++)
			for (int r = 0; r < ROWS; r++)
				s[r] += tile[d] * x[r][d];
		for (int r = 0; r < ROWS; r++) {
			ilanes more = s[r] > best[r];
			best[r] = (lanes)(((ilanes)s[r] & more) | ((ilanes)best[r] & ~more));
			at[r] = ((at[r] & ~more) | (((ilanes){0} + (int32_t)t) & more));
		}
	}
	for (int r = 0; r < ROWS; r++) {
		float top = best[r][0];
		out[r] = (uint32_t)at[r][0] * LANES;
		for (uint32_t i = 1; i < LANES; i++) {
			uint32_t j = (uint32_t)at[r][i] * LANES + i;
			if (best[r][i] > top || (best[r][i] == top && j < out[r])) {
				top = best[r][i];
				out[r] = j;
			}
		}
	}
}

typedef struct assigning {
	const cluster_job *job;
	const uint32_t *ids;
	uint32_t n;
	const means *m;
	uint32_t *to;
} assigning;

static void
assign_piece(void *ctx, size_t piece, unsigned worker)
{
	const assigning *a = ctx;
	uint32_t end = (uint32_t)(piece + 1) * PIECE < a->n ? (uint32_t)(piece + 1) * PIECE : a->n;

	(void)worker;
	for (uint32_t i = (uint32_t)piece * PIECE; i < end; i += ROWS) {
		const float *x[ROWS];
		uint32_t best[ROWS];

		for (uint32_t r = 0; r < ROWS; r++) {
			uint32_t id = a->ids[i + r < end ? i + r : end - 1];
			x[r] = a->job->rows + (size_t)id * a->job->dim;
		}
		means_nearest(a->m, x, best);
		for (uint32_t r = 0; r < ROWS && i + r < end; r++)
			a->to[i + r] = best[r];
	}
}

static void
vecset_assign(const cluster_job *job, unsigned threads, const uint32_t *ids, uint32_t n,
    const means *means_found, uint32_t *to)
{
	assigning a = {job, ids, n, means_found, to};

	threads_run(threads, ((size_t)n + PIECE - 1) / PIECE, assign_piece, &a);
}

/* Move each mean to the mean of its rows; a mean without rows stays. */
static void
move_means(const cluster_job *job, const uint32_t *ids, uint32_t n, const uint32_t *to,
    means *means_found, float *sums, uint32_t *counts)
{
	memset(sums, 0, (size_t)means_found->k * means_found->dim * sizeof *sums);
	memset(counts, 0, means_found->k * sizeof *counts);
	for (uint32_t i = 0; i < n; i++) {
		const float *x = job->rows + (size_t)ids[i] * means_found->dim;
		float *s = sums + (size_t)to[i] * means_found->dim;

		for (uint32_t d = 0; d < means_found->dim; d++)
			s[d] += x[d];
		counts[to[i]]++;
	}
	for (uint32_t j = 0; j < means_found->k; j++) {
		if (!counts[j])
			continue;
		for (uint32_t d = 0; d < means_found->dim; d++)
			sums[(size_t)j * means_found->dim + d] /= (float)counts[j];
		means_set(means_found, j, sums + (size_t)j * means_found->dim);
	}
}

/* Initial means: one random row of each k-th part. */
static void
seed_means(
    const cluster_job *job, const uint32_t *ids, uint32_t n, means *means_found, uint64_t seed)
{
	rng r = {seed};

	means_blank(means_found);
	for (uint32_t j = 0; j < means_found->k; j++) {
		uint64_t lo = (uint64_t)n * j / means_found->k,
			 hi = (uint64_t)n * (j + 1) / means_found->k;
		uint64_t i = lo + rng_below(&r, (uint32_t)(hi - lo));
		means_set(means_found, j, job->rows + (size_t)ids[i] * means_found->dim);
	}
}

/* k-means of ids[0 .. n-1]; to[i] gets the cluster of ids[i].  -1: out of memory. */
static int
vecset_kmeans(const cluster_job *job, unsigned threads, const uint32_t *ids, uint32_t n, uint32_t k,
    uint64_t seed, uint32_t *to)
{
	uint64_t want = (uint64_t)k * TRAIN_PER_MEAN;
	uint32_t n_train = want < n ? (uint32_t)want : n;
	means m = {0};
	float *sums = malloc((size_t)k * job->dim * sizeof *sums);
	uint32_t *counts = malloc(k * sizeof *counts), *train = malloc(n_train * sizeof *train);
	int st = -1;

	if (!sums || !counts || !train || means_new(&m, k, job->dim) < 0)
		goto out;
	for (uint32_t i = 0; i < n_train; i++)
		train[i] = ids[(uint64_t)n * i / n_train];
	seed_means(job, train, n_train, &m, seed);
	for (int it = 0; it < ITERATIONS; it++) {
		vecset_assign(job, threads, train, n_train, &m, to);
		move_means(job, train, n_train, to, &m, sums, counts);
	}
	vecset_assign(job, threads, ids, n, &m, to);
	st = 0;
out:
	means_free(&m);
	free_all(sums, counts, train);
	return st;
}

/* Stable counting sort of ids by to[]; sizes[j] gets the length of run j. */
static int
vecset_group(uint32_t *ids, uint32_t n, const uint32_t *to, uint32_t k, uint32_t *sizes)
{
	uint32_t *start = calloc((size_t)k + 1, sizeof *start),
		 *old = malloc((size_t)n * sizeof *old);
	int st = -1;

	if (start && old) {
		memcpy(old, ids, (size_t)n * sizeof *old);
		for (uint32_t i = 0; i < n; i++)
			start[to[i] + 1]++;
		for (uint32_t j = 0; j < k; j++) {
			sizes[j] = start[j + 1];
			start[j + 1] += start[j];
		}
		for (uint32_t i = 0; i < n; i++)
			ids[start[to[i]]++] = old[i];
		st = 0;
	}
	free(start);
	free(old);
	return st;
}

static uint32_t
vecset_parts(uint32_t n, uint32_t target)
{
	uint32_t k = (n + target / 2) / target;

	return k ? k : 1;
}

/* A run of job->order that one thread divides into clusters. */
typedef struct part {
	cluster_job *job;
	uint32_t first, n;
	uint64_t seed;
	uint32_t n_sizes; /* its clusters, from job->sizes[first] */
	int failed;
} part;

static void
split_part(void *ctx, size_t i, unsigned worker)
{
	part *p = (part *)ctx + i;
	uint32_t *ids = p->job->order + p->first, k = vecset_parts(p->n, p->job->target);
	uint32_t *to, *runs;

	(void)worker;
	if (p->n == 0)
		return;
	to = malloc((size_t)p->n * sizeof *to);
	runs = malloc(k * sizeof *runs);
	if (!to || !runs || vecset_kmeans(p->job, 1, ids, p->n, k, p->seed, to) < 0 ||
	    vecset_group(ids, p->n, to, k, runs) < 0)
		p->failed = 1;
	for (uint32_t j = 0; !p->failed && j < k; j++)
		if (runs[j])
			p->job->sizes[p->first + p->n_sizes++] = runs[j];
	free(to);
	free(runs);
}

static uint32_t
first_level(const cluster_job *job)
{
	uint32_t all = vecset_parts(job->n, job->target), k = 1;

	if (all <= FLAT)
		return 1;
	while ((uint64_t)k * k < all)
		k++;
	return k;
}

/* The first level of a job. */
static int
cut_parts(cluster_job *job, unsigned threads, uint32_t k, part *out)
{
	uint32_t *to = malloc(((size_t)job->n + 1) * sizeof *to);
	uint32_t *sizes = calloc(k, sizeof *sizes), at = 0;
	int st = to && sizes ? 0 : -1;

	if (st == 0)
		sizes[0] = job->n;
	if (st == 0 && k > 1 &&
	    (vecset_kmeans(job, threads, job->order, job->n, k, job->seed, to) < 0 ||
		vecset_group(job->order, job->n, to, k, sizes) < 0))
		st = -1;
	for (uint32_t j = 0; j < k && st == 0; at += sizes[j++])
		out[j] = (part){job, at, sizes[j], rng_at(job->seed, j + 1), 0, 0};
	free(to);
	free(sizes);
	return st;
}

/* Move the sizes of the parts of a job together. */
static void
gather_sizes(const part *pt)
{
	cluster_job *job = pt->job;

	for (uint32_t i = 0; i < pt->n_sizes; i++)
		job->sizes[job->n_sizes++] = job->sizes[pt->first + i];
}

tensen_status
cluster_rows(cluster_job *jobs, size_t n_jobs, unsigned threads, tensen_error *err)
{
	size_t n = 0, at = 0;
	part *p;
	int failed = 0;

	for (size_t i = 0; i < n_jobs; i++)
		n += first_level(&jobs[i]);
	if (!(p = calloc(n + 1, sizeof *p)))
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < n_jobs && !failed; i++) {
		uint32_t k = first_level(&jobs[i]);
		failed = cut_parts(&jobs[i], threads, k, p + at) < 0;
		jobs[i].n_sizes = 0;
		at += k;
	}
	if (!failed)
		threads_run(threads, n, split_part, p);
	for (size_t i = 0; i < n && !failed; i++) {
		failed = p[i].failed;
		if (!failed)
			gather_sizes(&p[i]);
	}
	free(p);
	return failed ? tensen_fail_nomem(err) : TENSEN_OK;
}
