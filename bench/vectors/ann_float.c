/* bench/vectors/ann_float.c - see ann_float.h.  Lanes of 16 floats; compiled for AVX-512 where
 * there is. */
#include "ann_float.h"
#include <stdlib.h>
#include <string.h>
#include "index/hit.h"
#include "util/threads/threads.h"

typedef float lanes __attribute__((vector_size(64), aligned(4)));
typedef uint64_t words __attribute__((vector_size(64), aligned(4)));

#if defined __x86_64__ && !defined __clang__
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CLONES
#endif
#define AT_ONCE 4 /* queries per pass for exact answers */

static float sink_float;
static uint64_t sink_word;

CLONES float
ann_scan(const float *rows, uint32_t n, uint32_t dim, const float *q)
{
	float best = -9;

	for (uint32_t i = 0; i < n; i++, rows += dim) {
		lanes a = {0}, b = {0}, s;
		float sum = 0;
		uint32_t d = 0;

		for (; d + 32 <= dim; d += 32) {
			a += *(const lanes *)(rows + d) * *(const lanes *)(q + d);
			b += *(const lanes *)(rows + d + 16) * *(const lanes *)(q + d + 16);
		}
		s = a + b;
		for (int l = 0; l < 16; l++)
			sum += s[l];
		for (; d < dim; d++)
			sum += rows[d] * q[d];
		best = sum > best ? sum : best;
	}
	sink_float = best;
	return best;
}

CLONES uint64_t
ann_read(const void *p, size_t n)
{
	const char *c = p;
	words a = {0}, b = {0}, e = {0}, f = {0};

	for (; n >= 256; n -= 256, c += 256) {
		a ^= *(const words *)(c);
		b ^= *(const words *)(c + 64);
		e ^= *(const words *)(c + 128);
		f ^= *(const words *)(c + 192);
	}
	a ^= b ^ e ^ f;
	sink_word = a[0] ^ a[1] ^ a[2] ^ a[3] ^ a[4] ^ a[5] ^ a[6] ^ a[7];
	return sink_word;
}

size_t
ann_flush(const float *rows, uint32_t n, uint32_t dim)
{
	size_t bytes = (size_t)n * dim * 4;

	bytes = bytes < (256u << 20) ? bytes : 256u << 20;
	ann_read(rows, bytes);
	return bytes;
}

/* Insert into a list of k hits, best first. */
static void
offer(hit *l, uint32_t k, float score, uint32_t row)
{
	uint32_t i = k;

	if (!(score > l[k - 1].score))
		return;
	for (i = k - 1; i > 0 && l[i - 1].score < score; i--)
		l[i] = l[i - 1];
	l[i] = (hit){row, score};
}

typedef struct work {
	ann_truth *t;
	const float *rows, *q;
	uint32_t n, dim, nq;
} work;

CLONES static void
products(const float *x, const float *q, uint32_t dim, float *out)
{
	lanes s[AT_ONCE] = {0};

	for (uint32_t d = 0; d + 16 <= dim; d += 16)
		for (int j = 0; j < AT_ONCE; j++)
			s[j] += *(const lanes *)(x + d) * *(const lanes *)(q + (size_t)j * dim + d);
	for (int j = 0; j < AT_ONCE; j++) {
		out[j] = 0;
		for (int l = 0; l < 16; l++)
			out[j] += s[j][l];
		for (uint32_t d = dim / 16 * 16; d < dim; d++)
			out[j] += x[d] * q[(size_t)j * dim + d];
	}
}

static void
truth_piece(void *ctx, size_t piece, unsigned worker)
{
	work *w = ctx;
	ann_truth *t = w->t;
	uint32_t first = (uint32_t)piece * AT_ONCE;
	float *q = calloc((size_t)AT_ONCE * w->dim, sizeof *q), out[AT_ONCE];
	hit *l = malloc((size_t)AT_ONCE * t->k * sizeof *l);

	(void)worker;
	for (uint32_t i = 0; i < AT_ONCE * t->k; i++)
		l[i] = (hit){UINT32_MAX, -9};
	for (uint32_t j = 0; j < AT_ONCE && first + j < w->nq; j++)
		memcpy(q + (size_t)j * w->dim, w->q + (size_t)(first + j) * w->dim, 4 * w->dim);
	for (uint32_t i = 0; i < w->n; i++) {
		products(w->rows + (size_t)i * w->dim, q, w->dim, out);
		for (uint32_t j = 0; j < AT_ONCE; j++)
			offer(l + (size_t)j * t->k, t->k, out[j], i);
	}
	for (uint32_t j = 0; j < AT_ONCE && first + j < w->nq; j++)
		for (uint32_t i = 0; i < t->k; i++)
			t->row[(size_t)(first + j) * t->k + i] = l[(size_t)j * t->k + i].row;
	free(q);
	free(l);
}

void
ann_truth_make(ann_truth *t, const float *rows, uint32_t n, uint32_t dim, const float *q,
    uint32_t nq, uint32_t k, unsigned threads)
{
	work w = {t, rows, q, n, dim, nq};

	*t = (ann_truth){.k = k, .row = malloc((size_t)nq * k * sizeof *t->row)};
	threads_run(threads, (nq + AT_ONCE - 1) / AT_ONCE, truth_piece, &w);
}

const uint32_t *
ann_truth_of(const ann_truth *t, uint32_t query)
{
	return t->row + (size_t)query * t->k;
}
