/* model/dense_avx512.c - products of tall blocks with 512-bit registers.
 *
 * WHAT    Two register tiles of 8 x 32 sums: x^T y over the rows of a chunk, and
 *         rows times a list of small matrices.
 * WHY     See dense_impl.h.  A tile needs 16 of 32 registers and loads 10 values
 *         for 16 fused operations, so the arithmetic is what limits it.
 * RULES   Compiled for every x86-64; run only if dense_has_avx512(). */
#include "model/dense_impl.h"
#include <string.h>
#include "model/spmm.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f")))
#define TILE 8
#define HOT 128 /* rows whose x and y stay in the first cache */

_Static_assert(BLOCK == 32, "tiles are two registers wide");

int
dense_has_avx512(void)
{
	return __builtin_cpu_supports("avx512f") != 0;
}

/* part[8][32] (+)= columns i .. i + 7 of x, transposed, times y. */
AVX512 static void
gram_tile(float *part, const float *x, const float *y, uint32_t rows, int add)
{
	__m512 acc[TILE][2];

#pragma GCC unroll 8
	for (int i = 0; i < TILE; i++) {
		acc[i][0] = add ? _mm512_loadu_ps(part + i * BLOCK) : _mm512_setzero_ps();
		acc[i][1] = add ? _mm512_loadu_ps(part + i * BLOCK + 16) : _mm512_setzero_ps();
	}
	for (uint32_t r = 0; r < rows; r++) {
		__m512 y0 = _mm512_loadu_ps(y + (size_t)r * BLOCK);
		__m512 y1 = _mm512_loadu_ps(y + (size_t)r * BLOCK + 16);
#pragma GCC unroll 8
		for (int i = 0; i < TILE; i++) {
			__m512 v = _mm512_set1_ps(x[(size_t)r * BLOCK + (size_t)i]);
			acc[i][0] = _mm512_fmadd_ps(v, y0, acc[i][0]);
			acc[i][1] = _mm512_fmadd_ps(v, y1, acc[i][1]);
		}
	}
#pragma GCC unroll 8
	for (int i = 0; i < TILE; i++) {
		_mm512_storeu_ps(part + i * BLOCK, acc[i][0]);
		_mm512_storeu_ps(part + i * BLOCK + 16, acc[i][1]);
	}
}

void
dense_gram_avx512(float *part, const float *x, const float *y, uint32_t rows)
{
	for (uint32_t r = 0; r < rows; r += HOT) {
		uint32_t n = rows - r < HOT ? rows - r : HOT;
		for (uint32_t i = 0; i < BLOCK; i += TILE)
			gram_tile(part + i * BLOCK, x + (size_t)r * BLOCK + i,
			    y + (size_t)r * BLOCK, n, r > 0);
	}
	if (rows == 0)
		memset(part, 0, (size_t)BLOCK * BLOCK * sizeof *part);
}

/* `rows` (1 or TILE, known when compiled) rows from `first`, columns at .. at + 31,
 * into out[rows][stride]. */
AVX512 static inline __attribute__((always_inline)) void
combine_tile(float *out, size_t stride, const dense_combination *d, size_t first, uint32_t at,
    const int rows)
{
	__m512 acc[TILE][2];

#pragma GCC unroll 8
	for (int r = 0; r < rows; r++) {
		float *o = out + (size_t)r * stride;
		acc[r][0] = d->add ? _mm512_loadu_ps(o) : _mm512_setzero_ps();
		acc[r][1] = d->add ? _mm512_loadu_ps(o + 16) : _mm512_setzero_ps();
	}
	for (uint32_t i = 0; i < d->n; i++) {
		const float *x = d->x[i] + first * BLOCK;
		const float *c = d->c + (size_t)i * BLOCK * d->k + at;
		for (int p = 0; p < BLOCK; p++, c += d->k) {
			__m512 c0 = _mm512_loadu_ps(c), c1 = _mm512_loadu_ps(c + 16);
#pragma GCC unroll 8
			for (int r = 0; r < rows; r++) {
				__m512 v = _mm512_set1_ps(x[r * BLOCK + p]);
				acc[r][0] = _mm512_fmadd_ps(v, c0, acc[r][0]);
				acc[r][1] = _mm512_fmadd_ps(v, c1, acc[r][1]);
			}
		}
	}
#pragma GCC unroll 8
	for (int r = 0; r < rows; r++) {
		_mm512_storeu_ps(out + (size_t)r * stride, acc[r][0]);
		_mm512_storeu_ps(out + (size_t)r * stride + 16, acc[r][1]);
	}
}

AVX512 static void
combine_panel(const dense_combination *d, size_t first, uint32_t rows, uint32_t at)
{
	uint32_t r = 0;

	for (; r + TILE <= rows; r += TILE)
		combine_tile(d->out + (first + r) * d->k + at, d->k, d, first + r, at, TILE);
	for (; r < rows; r++)
		combine_tile(d->out + (first + r) * d->k + at, d->k, d, first + r, at, 1);
}

/* The columns behind the last full panel, one by one. */
static void
combine_rest(const dense_combination *d, size_t first, uint32_t rows, uint32_t at)
{
	for (size_t r = first; r < first + rows; r++)
		for (uint32_t k = at; k < d->k; k++) {
			float sum = d->add ? d->out[r * d->k + k] : 0;
			for (uint32_t i = 0; i < d->n; i++)
				for (uint32_t p = 0; p < BLOCK; p++)
					sum += d->x[i][r * BLOCK + p] *
					       d->c[((size_t)i * BLOCK + p) * d->k + k];
			d->out[r * d->k + k] = sum;
		}
}

void
dense_combine_avx512(const dense_combination *d, size_t first, uint32_t rows)
{
	for (uint32_t r = 0; r < rows; r += HOT) {
		uint32_t n = rows - r < HOT ? rows - r : HOT, at = 0;
		for (; at + BLOCK <= d->k; at += BLOCK)
			combine_panel(d, first + r, n, at);
		combine_rest(d, first + r, n, at);
	}
}

#else

int
dense_has_avx512(void)
{
	return 0;
}

void
dense_gram_avx512(float *part, const float *x, const float *y, uint32_t rows)
{
	(void)part, (void)x, (void)y, (void)rows;
}

void
dense_combine_avx512(const dense_combination *d, size_t first, uint32_t rows)
{
	(void)d, (void)first, (void)rows;
}

#endif
