/* index/vecset_cluster.c - rows cut into small clusters.
 *
 * WHAT    Lloyd's k-means: first into about sqrt(K) parts, then each part into
 *         clusters of the wished size.  One level would cost n * K products, which
 *         at ten million rows is days; two cost n * 2 sqrt(K).
 * RULES   A product is added up dimension by dimension in one lane, multiplication
 *         and addition apart: every vector width gives the same bits, so the same
 *         rows give the same clusters on every machine and for any thread count. */
#include "index/vecset_cluster.h"
#include <stdlib.h>
#include <string.h>
#include "index/kernels.h"
#include "util/fail.h"
#include "util/rng.h"
#include "util/threads.h"

#define LANES 16
#define ROWS 8    /* rows multiplied together: 8 accumulators of 16 lanes */
#define PIECE 512 /* rows of a parallel piece */
#define ITERATIONS 8
#define TRAIN_PER_MEAN 200 /* more rows do not move the means */
#define FLAT 24            /* up to so many clusters one level is as quick */

typedef float lanes __attribute__((vector_size(4 * LANES)));
typedef int32_t ilanes __attribute__((vector_size(4 * LANES)));

typedef struct means {
	uint32_t k, tiles, dim;
	lanes *tile; /* [tiles][dim]: lane = mean */
	lanes *half; /* [tiles]: half of the squared length; huge for absent means */
} means;

static void
means_free(means *m)
{
	free(m->tile);
	free(m->half);
	m->tile = m->half = NULL;
}

static int
means_new(means *m, uint32_t k, uint32_t dim)
{
	m->k = k;
	m->dim = dim;
	m->tiles = (k + LANES - 1) / LANES;
	m->tile = aligned_alloc(64, (size_t)m->tiles * dim * sizeof(lanes));
	m->half = aligned_alloc(64, (size_t)m->tiles * sizeof(lanes));
	if (m->tile && m->half)
		return 0;
	means_free(m);
	return -1;
}

static void
means_set(means *m, uint32_t j, const float *mean)
{
	float half = 0;

	for (uint32_t d = 0; d < m->dim; d++) {
		m->tile[(size_t)j / LANES * m->dim + d][j % LANES] = mean[d];
		half += mean[d] * mean[d];
	}
	m->half[j / LANES][j % LANES] = half / 2;
}

static void
means_blank(means *m)
{
	memset(m->tile, 0, (size_t)m->tiles * m->dim * sizeof(lanes));
	for (uint32_t j = 0; j < m->tiles * LANES; j++)
		m->half[j / LANES][j % LANES] = 1e30f;
}

/* For ROWS rows the nearest mean of each (the lower number of equals). */
static inline __attribute__((always_inline)) void
nearest_body(const means *m, const float *const x[ROWS], uint32_t out[ROWS])
{
	lanes best[ROWS];
	ilanes at[ROWS];

	for (int r = 0; r < ROWS; r++) {
		best[r] = (lanes){0} - 3e38f;
		at[r] = (ilanes){0};
	}
	for (uint32_t t = 0; t < m->tiles; t++) {
		const lanes *tile = m->tile + (size_t)t * m->dim;
		lanes s[ROWS];

		for (int r = 0; r < ROWS; r++)
			s[r] = -m->half[t];
		for (uint32_t d = 0; d < m->dim; d++)
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

typedef void (*nearest_fn)(const means *m, const float *const x[ROWS], uint32_t out[ROWS]);

static void
nearest_plain(const means *m, const float *const x[ROWS], uint32_t out[ROWS])
{
	nearest_body(m, x, out);
}

#if defined __x86_64__
__attribute__((target("avx512f,avx512dq"))) static void
nearest_avx512(const means *m, const float *const x[ROWS], uint32_t out[ROWS])
{
	nearest_body(m, x, out);
}

__attribute__((target("avx2"))) static void
nearest_avx2(const means *m, const float *const x[ROWS], uint32_t out[ROWS])
{
	nearest_body(m, x, out);
}
#endif

static nearest_fn
nearest_best(void)
{
#if defined __x86_64__
	if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq"))
		return nearest_avx512;
	if (__builtin_cpu_supports("avx2"))
		return nearest_avx2;
#endif
	return nearest_plain;
}

typedef struct assigning {
	const cluster_job *job;
	const uint32_t *ids;
	uint32_t n;
	const means *m;
	nearest_fn nearest;
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
		a->nearest(a->m, x, best);
		for (uint32_t r = 0; r < ROWS && i + r < end; r++)
			a->to[i + r] = best[r];
	}
}

static void
assign(const cluster_job *job, const uint32_t *ids, uint32_t n, const means *m, uint32_t *to)
{
	assigning a = {job, ids, n, m, nearest_best(), to};

	threads_run(job->threads, ((size_t)n + PIECE - 1) / PIECE, assign_piece, &a);
}

/* Means of the rows assigned to each; a mean that lost all its rows stays. */
static void
move_means(const cluster_job *job, const uint32_t *ids, uint32_t n, const uint32_t *to, means *m,
    float *sums, uint32_t *counts)
{
	memset(sums, 0, (size_t)m->k * m->dim * sizeof *sums);
	memset(counts, 0, m->k * sizeof *counts);
	for (uint32_t i = 0; i < n; i++) {
		const float *x = job->rows + (size_t)ids[i] * m->dim;
		float *s = sums + (size_t)to[i] * m->dim;

		for (uint32_t d = 0; d < m->dim; d++)
			s[d] += x[d];
		counts[to[i]]++;
	}
	for (uint32_t j = 0; j < m->k; j++) {
		if (!counts[j])
			continue;
		for (uint32_t d = 0; d < m->dim; d++)
			sums[(size_t)j * m->dim + d] /= (float)counts[j];
		means_set(m, j, sums + (size_t)j * m->dim);
	}
}

/* Every n/k-th row from a random start, as the first means. */
static void
seed_means(const cluster_job *job, const uint32_t *ids, uint32_t n, means *m, uint64_t seed)
{
	rng r = {seed};

	means_blank(m);
	for (uint32_t j = 0; j < m->k; j++) {
		uint64_t lo = (uint64_t)n * j / m->k, hi = (uint64_t)n * (j + 1) / m->k;
		uint64_t i = lo + rng_below(&r, (uint32_t)(hi - lo));
		means_set(m, j, job->rows + (size_t)ids[i] * m->dim);
	}
}

/* k-means of ids[0 .. n-1]; to[i] gets the cluster of ids[i].  -1: out of memory. */
static int
kmeans(const cluster_job *job, const uint32_t *ids, uint32_t n, uint32_t k, uint64_t seed,
    uint32_t *to)
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
		assign(job, train, n_train, &m, to);
		move_means(job, train, n_train, to, &m, sums, counts);
	}
	assign(job, ids, n, &m, to);
	st = 0;
out:
	means_free(&m);
	free(sums);
	free(counts);
	free(train);
	return st;
}

/* Stable counting sort of ids by to[]; sizes[j] gets the length of run j. */
static int
group(uint32_t *ids, uint32_t n, const uint32_t *to, uint32_t k, uint32_t *sizes)
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
parts(uint32_t n, uint32_t target)
{
	uint32_t k = (n + target / 2) / target;

	return k ? k : 1;
}

/* Second level: one part, alone in its thread. */
typedef struct splitting {
	const cluster_job *job;
	const uint32_t *first, *count; /* parts as runs of order */
	uint32_t *sizes;               /* clusters of part j from sizes[first[j]] */
	uint32_t *n_sizes;
	uint32_t *failed;
} splitting;

static void
split_part(void *ctx, size_t j, unsigned worker)
{
	const splitting *s = ctx;
	cluster_job alone = *s->job;
	uint32_t *ids = alone.order + s->first[j], n = s->count[j], k = parts(n, alone.target);
	uint32_t *to;

	(void)worker;
	alone.threads = 1;
	s->n_sizes[j] = n ? k : 0;
	if (n == 0)
		return;
	if (!(to = malloc((size_t)n * sizeof *to)) ||
	    kmeans(&alone, ids, n, k, rng_at(alone.seed, j + 1), to) < 0 ||
	    group(ids, n, to, k, s->sizes + s->first[j]) < 0)
		s->failed[j] = 1;
	free(to);
}

/* Runs of all parts moved together, empty ones dropped. */
static uint32_t
gather_sizes(uint32_t *sizes, const uint32_t *first, const uint32_t *n_sizes, uint32_t k)
{
	uint32_t out = 0;

	for (uint32_t j = 0; j < k; j++)
		for (uint32_t i = 0; i < n_sizes[j]; i++)
			if (sizes[first[j] + i])
				sizes[out++] = sizes[first[j] + i];
	return out;
}

static uint32_t
first_level(const cluster_job *job)
{
	uint32_t all = parts(job->n, job->target), k = 1;

	if (all <= FLAT)
		return 1;
	while ((uint64_t)k * k < all)
		k++;
	return k;
}

tensen_status
cluster_rows(const cluster_job *job, uint32_t *sizes, uint32_t *n_sizes, tensen_error *err)
{
	uint32_t k = first_level(job), at = 0;
	uint32_t *to = malloc(((size_t)job->n + 1) * sizeof *to);
	uint32_t *part = calloc((size_t)k * 4, sizeof *part);
	splitting s;
	tensen_status st = TENSEN_E_NOMEM;

	if (!to || !part || (k > 1 && kmeans(job, job->order, job->n, k, job->seed, to) < 0))
		goto out;
	s = (splitting){job, part, part + k, sizes, part + 2 * (size_t)k, part + 3 * (size_t)k};
	part[k] = job->n;
	if (k > 1 && group(job->order, job->n, to, k, part + k) < 0)
		goto out;
	for (uint32_t j = 0; j < k; j++) {
		part[j] = at;
		at += part[k + j];
	}
	threads_run(job->threads, k, split_part, &s);
	for (uint32_t j = 0; j < k; j++)
		if (s.failed[j])
			goto out;
	*n_sizes = gather_sizes(sizes, part, s.n_sizes, k);
	st = TENSEN_OK;
out:
	free(to);
	free(part);
	return st < 0 ? tensen_fail_nomem(err) : st;
}
