/* bench/vectors/embedded.c - vectors of sentence encoders: recall and time by number of dimensions.
 *
 * usage: embedded DIM ROWS [QUERIES=200]       clustered Gauss vectors; the last rows ask
 *        embedded DIM ROWS QUERIES FILE.npy    float32 rows of a file
 *
 * Rows are mixtures of a topic, a theme in it and a noise of their own, whose spectrum falls with
 * the dimension, all about one direction as those of encoders.  They flatter the codes: real rows
 * have more near-equal neighbours.  Exact neighbours come from the float32 rows. */
#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../../tests/in_memory.h"
#include "util/clock.h"
#include "util/files/file.h"
#include "util/rng.h"
#include "util/threads/sort.h"
#include "util/threads/threads.h"

#define K 10
#define TOPICS 1000
#define THEMES 40 /* of a topic */

static void
make_row(float *x, uint32_t dim, uint32_t i)
{
	const uint64_t topic = rng_at(1, i) % TOPICS,
		       theme = topic * THEMES + rng_at(2, i) % THEMES;

	for (uint32_t d = 0; d < dim; d++)
		x[d] = 0.5f * rng_gauss_at(3, d) +
		       (rng_gauss_at(4, topic * dim + d) + 0.7f * rng_gauss_at(5, theme * dim + d) +
			   0.7f * rng_gauss_at(6, (uint64_t)i * dim + d)) /
			   sqrtf(1 + (float)d / 32);
}

static void
make_unit(float *x, uint32_t dim)
{
	double norm = 0;

	for (uint32_t d = 0; d < dim; d++)
		norm += (double)x[d] * x[d];
	for (uint32_t d = 0; d < dim; d++)
		x[d] = (float)(x[d] / sqrt(norm));
}

typedef struct making {
	float *x;
	uint32_t dim, n;
	int given; /* 1: only make them unit */
} making;

#define PIECE 1000

static void
make_piece(void *ctx, size_t piece, unsigned worker)
{
	making *m = ctx;

	(void)worker;
	for (size_t i = piece * PIECE; i < (piece + 1) * PIECE && i < m->n; i++) {
		if (!m->given)
			make_row(m->x + i * m->dim, m->dim, (uint32_t)i);
		make_unit(m->x + i * m->dim, m->dim);
	}
}

/* n rows and nq queries behind them, unit. */
static float *
all_rows(uint32_t dim, uint32_t n, const char *path)
{
	making m = {malloc((size_t)n * dim * sizeof(float)), dim, n, path != NULL};
	filemap file;
	tensen_error why;

	if (!m.x)
		errx(2, "out of memory");
	if (path && filemap_open(&file, path, &why) < 0)
		errx(2, "%s", why.message);
	if (path && file.n != 128 + sizeof(float) * dim * n)
		errx(2, "%s: not %u rows of %u numbers behind 128 bytes", path, n, dim);
	if (path) {
		memcpy(m.x, file.p + 128, file.n - 128);
		filemap_close(&file);
	}
	threads_run(2, (n + PIECE - 1) / PIECE, make_piece, &m);
	return m.x;
}

static float
product(const float *a, const float *b, uint32_t dim)
{
	float lanes[16] = {0}, sum = 0;

	for (uint32_t d = 0; d < dim; d += 16)
		for (int l = 0; l < 16; l++)
			lanes[l] += a[d + (uint32_t)l] * b[d + (uint32_t)l];
	for (int l = 0; l < 16; l++)
		sum += lanes[l];
	return sum;
}

/* The cosine of the tenth neighbour of a query, by floats. */
static float
tenth_of(const float *x, uint32_t dim, uint32_t n, const float *q)
{
	float best[K] = {0};

	for (uint32_t i = 0; i < n; i++) {
		float c = product(x + (size_t)i * dim, q, dim);
		int at = K - 1;
		if (c <= best[K - 1])
			continue;
		for (; at > 0 && best[at - 1] < c; at--)
			best[at] = best[at - 1];
		best[at] = c;
	}
	return best[K - 1];
}

static int
by_size(const void *a, const void *b)
{
	return ORDER(*(const double *)a, *(const double *)b);
}

/* Ask each query; a hit whose own cosine is that of the tenth neighbour or more is right. */
static void
ask(const vecset *v, const float *x, uint32_t dim, uint32_t n, const float *q, uint32_t nq)
{
	double *times = malloc(nq * sizeof *times), *scans = malloc(nq * sizeof *scans);
	uint32_t right = 0;
	vecset_scratch *s;
	tensen_error why;

	if (!times || !scans || vecset_scratch_new(&s, v, &why) < 0)
		errx(2, "out of memory");
	for (uint32_t i = 0; i < nq; i++) {
		vecset_query ask = {.q = q + (size_t)i * dim, .k = K};
		hit hits[K + 1];
		uint32_t n_hits = 0;
		float tenth;
		double t = clock_thread();
		if (vecset_search(v, s, &ask, hits, &n_hits, &why) < 0)
			errx(2, "%s", why.message);
		times[i] = clock_thread() - t;
		t = clock_thread();
		tenth = tenth_of(x, dim, n, ask.q);
		scans[i] = clock_thread() - t;
		for (uint32_t k = 0; k < n_hits; k++)
			right +=
			    product(x + (size_t)hits[k].row * dim, ask.q, dim) >= tenth - 1e-6f;
	}
	qsort(times, nq, sizeof *times, by_size);
	qsort(scans, nq, sizeof *scans, by_size);
	printf(
	    "%u dimensions, %u rows: recall@%d %.4f (%u queries), %.0f bytes a row, p50 %.3f ms, "
	    "p95 %.3f ms, float scan %.1f ms\n",
	    dim, n, K, (double)right / nq / K, nq, vecset_bytes_per_row(v), 1e3 * times[nq / 2],
	    1e3 * times[nq * 95 / 100], 1e3 * scans[nq / 2]);
	vecset_scratch_free(s);
	free(times);
	free(scans);
}

int
main(int argc, char **argv)
{
	uint32_t dim = argc > 2 ? (uint32_t)atoi(argv[1]) : 0,
		 n = argc > 2 ? (uint32_t)atoi(argv[2]) : 0,
		 nq = argc > 3 ? (uint32_t)atoi(argv[3]) : 200;
	vecset_build_opts o = {.dim = dim, .seed = 1, .threads = 2};
	buf b = BUF_INIT;
	tensen_error why;
	vecset *v;
	float *x;
	uint8_t *p;
	double t;

	if (dim < 16 || dim % 16 || n <= nq)
		errx(2, "usage: embedded DIM ROWS [QUERIES [FILE.npy]]");
	x = all_rows(dim, n, argc > 4 ? argv[4] : NULL);
	n -= nq; /* the last rows ask */
	t = clock_now();
	if (vecset_build(&b, x, NULL, NULL, n, &o, &why) < 0)
		errx(2, "%s", why.message);
	printf("built in %.0f s, ", clock_now() - t);
	if (!(p = aligned_alloc(64, (b.n + 63) & ~(size_t)63)))
		errx(2, "out of memory");
	memcpy(p, b.p, b.n);
	if (vecset_open(&v, p, b.n, &why) < 0)
		errx(2, "%s", why.message);
	buf_clear(&b);
	ask(v, x, dim, n, x + (size_t)n * dim, nq);
	vecset_close(v);
	free(p);
	free(x);
	return 0;
}
