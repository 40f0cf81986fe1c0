/* index/kernels_avx512.c - the loops for AVX-512 with BW, VL and VNNI.
 *
 * The coarse scan is the 4-bit look-up of André, Kermarrec and Le Scouarnec
 * ("Cache locality is not enough: high-performance nearest neighbor search with
 * product quantization fast scan", VLDB 2015) with two planes of 5 bits instead of
 * one of 8: the sum is then fine enough to be part of the final score, so that no
 * candidate's coarse code is ever read again.  One register holds four code bytes
 * of 16 rows; measured cost on Zen 5: FORMAT-vectors.md, "Why". */
#include "index/kernels.h"

#if defined __x86_64__
#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,bmi,popcnt")))

static int
usable(void)
{
	return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
	       __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
	       __builtin_cpu_supports("avx512vnni");
}

/* Bytes of `acc` added to the 16-bit sums of even and odd rows. */
AVX512 static inline void
widen(__m512i acc, __m512i *even, __m512i *odd)
{
	*even = _mm512_add_epi16(*even, _mm512_and_si512(acc, _mm512_set1_epi16(0xff)));
	*odd = _mm512_add_epi16(*odd, _mm512_srli_epi16(acc, 8));
}

/* The four quarters added: 8 sums of 16 bits. */
AVX512 static inline __m128i
fold(__m512i v)
{
	__m256i h = _mm256_add_epi16(_mm512_castsi512_si256(v), _mm512_extracti64x4_epi64(v, 1));

	return _mm_add_epi16(_mm256_castsi256_si128(h), _mm256_extracti128_si256(h, 1));
}

/* Entries of four code bytes of one block, in one plane. */
AVX512 static inline __m512i
look_up(const uint8_t *low, const uint8_t *high, __m512i a, __m512i b)
{
	return _mm512_add_epi8(_mm512_shuffle_epi8(_mm512_load_si512(low), a),
	    _mm512_shuffle_epi8(_mm512_load_si512(high), b));
}

/* Low and high tables of up to 32 code bytes, four bytes a register: half of all there are,
 * and then a block costs only the loads of its codes. */
typedef struct held {
	__m512i low[8], high[8];
} held;

AVX512 static inline __attribute__((always_inline)) void
hold(held *h, const vec_table *t, uint32_t n_bytes)
{
#pragma GCC unroll 8
	for (uint32_t i = 0; i < n_bytes / 4; i++) {
		h->low[i] = _mm512_load_si512(t->kind[0] + 64 * i);
		h->high[i] = _mm512_load_si512(t->kind[2] + 64 * i);
	}
}

/* Even and odd rows' sums of 16 bits to 16 sums in row order. */
AVX512 static inline __attribute__((always_inline)) __m256i
in_order(__m512i even, __m512i odd)
{
	__m128i e = fold(even), o = fold(odd);

	return _mm256_inserti128_si256(
	    _mm256_castsi128_si256(_mm_unpacklo_epi16(e, o)), _mm_unpackhi_epi16(e, o), 1);
}

/* The 16 sums of one block by held tables, one plane; n_bytes is a constant. */
AVX512 static inline __attribute__((always_inline)) __m256i
held_sums(const held *h, uint32_t n_bytes, const uint8_t *codes)
{
	const __m512i nibble = _mm512_set1_epi8(15);
	__m512i even = _mm512_setzero_si512(), odd = even, acc[2] = {even, even};

#pragma GCC unroll 8
	for (uint32_t i = 0; i < n_bytes / 4; i++) { /* 8 entries of 31 fit a byte */
		__m512i c = _mm512_load_si512(codes + 64 * i);
		__m512i a = _mm512_and_si512(c, nibble);
		__m512i b = _mm512_and_si512(_mm512_srli_epi16(c, 4), nibble);

		acc[i / 4] =
		    _mm512_add_epi8(acc[i / 4], _mm512_add_epi8(_mm512_shuffle_epi8(h->low[i], a),
						    _mm512_shuffle_epi8(h->high[i], b)));
	}
	widen(acc[0], &even, &odd);
	if (n_bytes > 16)
		widen(acc[1], &even, &odd);
	return in_order(even, odd);
}

/* The same by tables in memory, for any n_bytes and one or two planes. */
AVX512 static inline __attribute__((always_inline)) __m256i
block_sums(const vec_table *table, uint32_t n_bytes, const uint8_t *codes, int planes)
{
	const __m512i nibble = _mm512_set1_epi8(15);
	__m512i even = _mm512_setzero_si512(), odd = even, even2 = even, odd2 = even;
	const vec_table t = *table;

#pragma GCC unroll 8
	for (uint32_t j = 0; j < n_bytes; j += 16) {
		__m512i lo = _mm512_setzero_si512(), hi = lo;

#pragma GCC unroll 4
		for (uint32_t i = j; i < j + 16; i += 4) {
			size_t at = (size_t)i * 16;
			__m512i c, a, b;

			if (i >= n_bytes)
				break;
			c = _mm512_loadu_si512(codes + at);
			a = _mm512_and_si512(c, nibble);
			b = _mm512_and_si512(_mm512_srli_epi16(c, 4), nibble);
			lo = _mm512_add_epi8(lo, look_up(t.kind[0] + at, t.kind[2] + at, a, b));
			if (planes == 2)
				hi = _mm512_add_epi8(
				    hi, look_up(t.kind[1] + at, t.kind[3] + at, a, b));
		}
		widen(lo, &even, &odd);
		if (planes == 2)
			widen(hi, &even2, &odd2);
	}
	if (planes == 2) {
		even = _mm512_add_epi16(even, _mm512_slli_epi16(even2, 5));
		odd = _mm512_add_epi16(odd, _mm512_slli_epi16(odd2, 5));
	}
	return in_order(even, odd);
}

/* scale * (step * sum + base) + centre for 16 rows. */
AVX512 static inline __attribute__((always_inline)) __m512
products(const vec_table *t, __m256i sums, const uint16_t *scales, __m512 centre)
{
	__m512 s = _mm512_cvtepi32_ps(_mm512_cvtepu16_epi32(sums));
	__m256i h = _mm256_loadu_si256((const void *)scales);
	__m512 scale = _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(h), 16));

	s = _mm512_add_ps(_mm512_mul_ps(_mm512_set1_ps(t->step), s), _mm512_set1_ps(t->base));
	return _mm512_add_ps(_mm512_mul_ps(scale, s), centre);
}

/* Compress, then store whole: a compressing store is microcoded on Zen. */
AVX512 static inline void
store(const vec_found *out, uint32_t n, __mmask16 keep, __m512 est, __m512 part, __m512i pos)
{
	_mm512_storeu_ps(out->est + n, _mm512_maskz_compress_ps(keep, est));
	_mm512_storeu_ps(out->part + n, _mm512_maskz_compress_ps(keep, part));
	_mm512_storeu_si512(out->pos + n, _mm512_maskz_compress_epi32(keep, pos));
}

/* Always inlined, with n_bytes constant for the usual sizes, so that it unrolls. */
AVX512 static inline __attribute__((always_inline)) void
scan_body(const vec_lut *lut, const vec_run *given, vec_found *out, uint32_t n_bytes, int hold_it)
{
	const size_t stride = vec_block_bytes(n_bytes);
	const vec_run run = *given;
	const vec_table table = lut->est;
	const __m512 centre = _mm512_set1_ps(run.centre), low = _mm512_set1_ps(run.floor);
	const __m512i lane =
	    _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
	const uint8_t *block = run.blocks;
	uint32_t n = out->n;
	held h;

	if (hold_it)
		hold(&h, &table, n_bytes);
	for (uint32_t at = 0; at < run.n_rows; at += VEC_BLOCK, block += stride) {
		uint32_t left = run.n_rows - at;
		__mmask16 in = left >= 16 ? 0xffff : (__mmask16)((1u << left) - 1), keep;
		const uint16_t *scales = run.scales + at;
		__m512 est, part;

		vec_load_ahead(&run, (size_t)(block - run.blocks), stride);
		est = products(&table,
		    hold_it ? held_sums(&h, n_bytes, block) : block_sums(&table, n_bytes, block, 1),
		    scales, centre);
		keep = _mm512_mask_cmp_ps_mask(in, est, low, _CMP_GT_OQ);
		if (!keep)
			continue;
		part =
		    products(&lut->part, block_sums(&lut->part, n_bytes, block, 2), scales, centre);
		store(out, n, keep, est, part,
		    _mm512_add_epi32(lane, _mm512_set1_epi32((int)(run.first_row + at))));
		n += (uint32_t)__builtin_popcount(keep);
	}
	out->n = n;
}

AVX512 static void
scan(const vec_lut *lut, const vec_run *run, vec_found *out)
{
	if (lut->n_bytes == 32)
		scan_body(lut, run, out, 32, 1);
	else if (lut->n_bytes == 16)
		scan_body(lut, run, out, 16, 1);
	else
		scan_body(lut, run, out, lut->n_bytes, 0);
}

AVX512 static inline __attribute__((always_inline)) void
estimate_body(const vec_lut *lut, const uint8_t *blocks, const uint16_t *scales, uint32_t n_blocks,
    float centre, float *out, uint32_t n_bytes, int hold_it)
{
	const size_t stride = vec_block_bytes(n_bytes);
	const vec_table table = lut->est;
	held h;

	if (hold_it)
		hold(&h, &table, n_bytes);
	for (uint32_t b = 0; b < n_blocks; b++, blocks += stride)
		_mm512_storeu_ps(out + (size_t)b * VEC_BLOCK,
		    products(&table,
			hold_it ? held_sums(&h, n_bytes, blocks)
				: block_sums(&table, n_bytes, blocks, 1),
			scales + (size_t)b * VEC_BLOCK, _mm512_set1_ps(centre)));
}

AVX512 static void
estimate(const vec_lut *lut, const uint8_t *blocks, const uint16_t *scales, uint32_t n_blocks,
    float centre, float *out)
{
	if (lut->n_bytes == 32)
		estimate_body(lut, blocks, scales, n_blocks, centre, out, 32, 1);
	else if (lut->n_bytes == 16)
		estimate_body(lut, blocks, scales, n_blocks, centre, out, 16, 1);
	else
		estimate_body(lut, blocks, scales, n_blocks, centre, out, lut->n_bytes, 0);
}

/* 128 * (sum of the high parts) + (sum of the low parts). */
AVX512 static inline int32_t
join(__m512i hi, __m512i lo)
{
	return _mm512_reduce_add_epi32(_mm512_add_epi32(_mm512_slli_epi32(hi, 7), lo));
}

AVX512 static void
dot8(const vec_q15 *q, const uint8_t *rows, size_t stride, uint32_t n, int32_t *out)
{
	for (uint32_t i = 0; i < n; i++, rows += stride) {
		__m512i hi = _mm512_setzero_si512(), lo = hi;

		for (uint32_t d = 0; d < q->n_pad; d += 64) {
			__m512i c = _mm512_loadu_si512(rows + d);
			hi = _mm512_dpbusd_epi32(hi, c, _mm512_load_si512(q->hi + d));
			lo = _mm512_dpbusd_epi32(lo, c, _mm512_load_si512(q->lo + d));
		}
		out[i] = join(hi, lo);
	}
}

AVX512 static void
dot4(const vec_q15 *q, const uint8_t *rows, size_t stride, uint32_t n, int32_t *out)
{
	const __m256i nibble = _mm256_set1_epi8(15);

	for (uint32_t i = 0; i < n; i++, rows += stride) {
		__m512i hi = _mm512_setzero_si512(), lo = hi;

		for (uint32_t d = 0; d < q->n_pad; d += 64) {
			__m256i b = _mm256_loadu_si256((const void *)(rows + d / 2));
			__m512i c =
			    _mm512_inserti64x4(_mm512_castsi256_si512(_mm256_and_si256(b, nibble)),
				_mm256_and_si256(_mm256_srli_epi16(b, 4), nibble), 1);
			hi = _mm512_dpbusd_epi32(hi, c, _mm512_load_si512(q->hi + d));
			lo = _mm512_dpbusd_epi32(lo, c, _mm512_load_si512(q->lo + d));
		}
		out[i] = join(hi, lo);
	}
}

AVX512 static uint32_t
above(const float *x, uint32_t n, float t)
{
	const __m512 bound = _mm512_set1_ps(t);
	uint32_t c = 0, i = 0;

	for (; i + 16 <= n; i += 16)
		c += (uint32_t)__builtin_popcount(
		    _mm512_cmp_ps_mask(_mm512_loadu_ps(x + i), bound, _CMP_GT_OQ));
	for (; i < n; i++)
		c += x[i] > t;
	return c;
}

const vec_kernels vec_kernels_avx512 = {"avx512", usable, scan, estimate, dot8, dot4, above};
#endif
