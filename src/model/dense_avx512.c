/* model/dense_avx512.c - products of tall blocks with 512-bit registers.
 *
 * WHAT    Two register tiles of 8 x 32 sums: x^T y over the rows of a chunk, and
 *         rows times a list of small matrices.
 * WHY     See dense_impl.h.  A tile needs 16 of 32 registers and loads 10 values
 *         for 16 fused operations, so arithmetic limits the speed.
 * RULES   Compiled for every x86-64; run only if dense_has_avx512(). */
#include "model/dense_impl.h"
#include <string.h>
#include "model/spmm.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f")))
#define TILE 8
#define HOT 128 /* rows whose x and y fit the first-level cache */
#define GROUP 8 /* blocks whose small matrices fit it: 32 KB */

_Static_assert(BLOCK == 32, "tiles are two registers wide");

int
dense_has_avx512(void)
{
	return __builtin_cpu_supports("avx512f") != 0;
}

/* part[8][32] (+)= eight columns of x, transposed, times y.  `soon`: a quarter of
 * the rows that come next, fetched meanwhile. */
AVX512 static void
gram_tile(float *part, const float *x, const float *y, uint32_t rows, int add, const float *soon)
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
		_mm_prefetch((const char *)(soon + (size_t)r * TILE), _MM_HINT_T0);
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
			    y + (size_t)r * BLOCK, n, r > 0,
			    x + (size_t)(r + HOT + i * HOT / BLOCK) * BLOCK);
	}
	if (rows == 0)
		memset(part, 0, (size_t)BLOCK * BLOCK * sizeof *part);
}

/* What a call works on: some of the list's blocks, rows from `first`. */
typedef struct group {
	const tall_sum *s;
	uint32_t from, to;
	int add;
	__mmask16 mask[2];
} group;

/* `rows` (1 or TILE, known when compiled) rows of out. */
AVX512 static inline __attribute__((always_inline)) void
combine_tile(const group *grp, size_t first, const int rows)
{
	float *out = grp->s->out + first * grp->s->stride;
	__m512 acc[TILE][2];

#pragma GCC unroll 8
	for (int r = 0; r < rows; r++)
		for (int h = 0; h < 2; h++)
			acc[r][h] = grp->add ? _mm512_maskz_loadu_ps(grp->mask[h],
						   out + (size_t)r * grp->s->stride + 16 * h)
					     : _mm512_setzero_ps();
	for (uint32_t i = grp->from; i < grp->to; i++) {
		const float *x = grp->s->x[i] + first * BLOCK;
		const float *c = grp->s->c + (size_t)i * BLOCK * BLOCK;
		for (int p = 0; p < BLOCK; p++, c += BLOCK) {
			__m512 c0 = _mm512_loadu_ps(c), c1 = _mm512_loadu_ps(c + 16);
			_mm_prefetch((const char *)(x + rows * (BLOCK + p)), _MM_HINT_T0);
#pragma GCC unroll 8
			for (int r = 0; r < rows; r++) {
				__m512 v = _mm512_set1_ps(x[r * BLOCK + p]);
				acc[r][0] = _mm512_fmadd_ps(v, c0, acc[r][0]);
				acc[r][1] = _mm512_fmadd_ps(v, c1, acc[r][1]);
			}
		}
	}
#pragma GCC unroll 8
	for (int r = 0; r < rows; r++)
		for (int h = 0; h < 2; h++)
			_mm512_mask_storeu_ps(
			    out + (size_t)r * grp->s->stride + 16 * h, grp->mask[h], acc[r][h]);
}

AVX512 static void
combine_rows(const group *grp, size_t first, uint32_t rows)
{
	uint32_t r = 0;

	for (; r + TILE <= rows; r += TILE)
		combine_tile(grp, first + r, TILE);
	for (; r < rows; r++)
		combine_tile(grp, first + r, 1);
}

void
dense_combine_avx512(const tall_sum *sum, size_t first, uint32_t rows)
{
	uint32_t mask = sum->width < BLOCK ? (1u << sum->width) - 1 : UINT32_MAX;

	for (uint32_t r = 0; r < rows; r += HOT)
		for (uint32_t i = 0; i < sum->n; i += GROUP) {
			group g = {sum, i, sum->n - i < GROUP ? sum->n : i + GROUP,
			    sum->add || i > 0, {(__mmask16)mask, (__mmask16)(mask >> 16)}};
			combine_rows(&g, first + r, rows - r < HOT ? rows - r : HOT);
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
dense_combine_avx512(const tall_sum *s, size_t first, uint32_t rows)
{
	(void)s, (void)first, (void)rows;
}

#endif
