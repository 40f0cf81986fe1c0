/* index/vectors/kernels_avx512.c - the loops for AVX-512 with BW, VL and VNNI.
 *
 * The coarse scan is the 4-bit look-up of André, Kermarrec and Le Scouarnec
 * ("Cache locality is not enough: high-performance nearest neighbor search with
 * product quantization fast scan", VLDB 2015) with two planes of 5 bits instead of
 * one of 8: the sum is then fine enough to be part of the final score, so that no
 * candidate's coarse code is ever read again.  One register holds four code bytes
 * of 16 rows; measured cost on Zen 5: FORMAT-vectors.md, "Why". */
#include "index/vectors/kernels.h"

#if defined __x86_64__
#include <immintrin.h>

#define AVX512                                                                                     \
	__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,bmi,bmi2,popcnt")))

static int
kernels_avx512_usable(void)
{
	return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
	       __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
	       __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("bmi") &&
	       __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}

/* Sums of 16 rows and the bytes to add to them, one of each row in each quarter, times
 * `weight`: the four bytes of a row are brought side by side and added by one instruction. */
AVX512 static inline __m512i
add_rows(__m512i sums, __m512i bytes, char weight)
{
	const __m512i quarters =
	    _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
	const __m512i turned = _mm512_broadcast_i32x4(
	    _mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15));

	bytes = _mm512_shuffle_epi8(_mm512_permutexvar_epi32(quarters, bytes), turned);
	return _mm512_dpbusd_epi32(sums, bytes, _mm512_set1_epi8(weight));
}

/* Entries of four code bytes of one block, in one plane. */
AVX512 static inline __m512i
look_up(const uint8_t *low, const uint8_t *high, __m512i m512i, __m512i one)
{
	return _mm512_add_epi8(_mm512_shuffle_epi8(_mm512_load_si512(low), m512i),
	    _mm512_shuffle_epi8(_mm512_load_si512(high), one));
}

/* Low and high tables of up to 32 code bytes, four bytes a register: half of all there are,
 * and then a block costs only the loads of its codes. */
typedef struct held {
	__m512i low[8], high[8];
} held;

AVX512 static inline __attribute__((always_inline)) void
kernels_hold(held *held_lut, const vec_table *lut, uint32_t n_bytes)
{
#pragma GCC unroll 8
	for (uint32_t i = 0; i < n_bytes / 4; i++) {
		held_lut->low[i] = _mm512_load_si512(lut->kind[0] + 64 * i);
		held_lut->high[i] = _mm512_load_si512(lut->kind[2] + 64 * i);
	}
}

/* The nibbles of 64 code bytes. */
AVX512 static inline __attribute__((always_inline)) void
kernels_nibbles(const uint8_t *codes, uint32_t i, __m512i *low, __m512i *high)
{
	const __m512i nibble = _mm512_set1_epi8(15);
	__m512i c = _mm512_load_si512(codes + 64 * (size_t)i);

	*low = _mm512_and_si512(c, nibble);
	*high = _mm512_and_si512(_mm512_srli_epi16(c, 4), nibble);
}

/* The 16 sums of one block by held tables, one plane; n_bytes is a constant. */
AVX512 static inline __attribute__((always_inline)) __m512i
held_sums(const held *held_lut, uint32_t n_bytes, const uint8_t *codes)
{
	__m512i sums = _mm512_setzero_si512(), acc[2] = {sums, sums};

#pragma GCC unroll 8
	for (uint32_t i = 0; i < n_bytes / 4; i++) { /* 8 entries of 31 fit a byte */
		__m512i a, b;

		kernels_nibbles(codes, i, &a, &b);
		acc[i / 4] = _mm512_add_epi8(
		    acc[i / 4], _mm512_add_epi8(_mm512_shuffle_epi8(held_lut->low[i], a),
				    _mm512_shuffle_epi8(held_lut->high[i], b)));
	}
	sums = add_rows(sums, acc[0], 1);
	return n_bytes > 16 ? add_rows(sums, acc[1], 1) : sums;
}

/* The same by tables in memory, for any n_bytes and one or two planes. */
AVX512 static inline __attribute__((always_inline)) __m512i
block_sums(const vec_table *table, uint32_t n_bytes, const uint8_t *codes, int planes)
{
	__m512i sums = _mm512_setzero_si512();
	const vec_table t = *table;

	for (uint32_t j = 0; j < n_bytes; j += 16) {
		__m512i lo = _mm512_setzero_si512(), hi = lo;

#pragma GCC unroll 4
		for (uint32_t i = j; i < j + 16; i += 4) {
			size_t at = (size_t)i * 16;
			__m512i a, b;

			if (i >= n_bytes)
				break;
			kernels_nibbles(codes, i / 4, &a, &b);
			lo = _mm512_add_epi8(lo, look_up(t.kind[0] + at, t.kind[2] + at, a, b));
			if (planes == 2)
				hi = _mm512_add_epi8(
				    hi, look_up(t.kind[1] + at, t.kind[3] + at, a, b));
		}
		sums = add_rows(sums, lo, 1);
		if (planes == 2)
			sums = add_rows(sums, hi, 32);
	}
	return sums;
}

AVX512 static inline __m512
kernels_avx512_widen(const uint16_t *scales)
{
	__m256i h = _mm256_loadu_si256((const void *)scales);

	return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(h), 16));
}

/* scale * (step * sum + base) + centre for 16 rows. */
AVX512 static inline __attribute__((always_inline)) __m512
kernels_avx512_products(const vec_table *lut, __m512i sums, __m512 scales, __m512 centre)
{
	__m512 s = _mm512_cvtepi32_ps(sums);

	s = _mm512_add_ps(_mm512_mul_ps(_mm512_set1_ps(lut->step), s), _mm512_set1_ps(lut->base));
	return _mm512_add_ps(_mm512_mul_ps(scales, s), centre);
}

/* Compress, then store whole: a compressing store is microcoded on Zen. */
AVX512 static inline void
kernels_store(
    const vec_survivors *out, uint32_t n, __mmask16 keep, __m512 est, __m512 part, __m512i pos)
{
	_mm512_storeu_ps(out->est + n, _mm512_maskz_compress_ps(keep, est));
	_mm512_storeu_ps(out->part + n, _mm512_maskz_compress_ps(keep, part));
	_mm512_storeu_si512(out->pos + n, _mm512_maskz_compress_epi32(keep, pos));
}

/* The estimates of one block. */
AVX512 static inline __attribute__((always_inline)) __m512
estimate_block(const vec_lut *lut, const held *held_lut, uint32_t n_bytes, int hold_it,
    const uint8_t *block, const uint16_t *scales, float centre)
{
	return kernels_avx512_products(&lut->est,
	    hold_it ? held_sums(held_lut, n_bytes, block)
		    : block_sums(&lut->est, n_bytes, block, 1),
	    kernels_avx512_widen(scales), _mm512_set1_ps(centre));
}

/* Always inlined, with n_bytes constant for the usual sizes, so that it unrolls. */
AVX512 static inline __attribute__((always_inline)) void
estimate_body(const vec_lut *lut, const uint8_t *blocks, const uint16_t *scales, uint32_t n_blocks,
    float centre, float *out, uint32_t n_bytes, int hold_it)
{
	held h;

	if (hold_it)
		kernels_hold(&h, &lut->est, n_bytes);
	for (uint32_t b = 0; b < n_blocks; b++)
		_mm512_storeu_ps(out + (size_t)b * VEC_BLOCK,
		    estimate_block(lut, &h, n_bytes, hold_it, blocks + b * vec_block_bytes(n_bytes),
			scales + (size_t)b * VEC_BLOCK, centre));
}

AVX512 static void
kernels_avx512_estimate(const vec_lut *lut, const uint8_t *blocks, const uint16_t *scales,
    uint32_t n_blocks, float centre, float *out)
{
	if (lut->n_bytes == 32)
		estimate_body(lut, blocks, scales, n_blocks, centre, out, 32, 1);
	else if (lut->n_bytes == 16)
		estimate_body(lut, blocks, scales, n_blocks, centre, out, 16, 1);
	else
		estimate_body(lut, blocks, scales, n_blocks, centre, out, lut->n_bytes, 0);
}

/* Estimates of all blocks of a run; returns the blocks with a row above the floor, as bits. */
AVX512 static inline __attribute__((always_inline)) uint32_t
estimate_parts(const vec_lut *lut, const vec_run *run, float *out, uint32_t n_bytes, int hold_it)
{
	const __m512 low = _mm512_set1_ps(run->floor);
	const size_t bytes = vec_block_bytes(n_bytes);
	uint32_t found = 0;
	held h;

	if (hold_it)
		kernels_hold(&h, &lut->est, n_bytes);
	for (uint32_t i = 0; i < run->n; i++) {
		const size_t b = run->list[i];
		__m512 est;

		vec_load_ahead(run->blocks, run->scales, run->list[i + run->ahead], bytes);
		est = estimate_block(lut, &h, n_bytes, hold_it, run->blocks + b * bytes,
		    run->scales + b * VEC_BLOCK, run->centre[i]);
		found |= (uint32_t)(_mm512_cmp_ps_mask(est, low, _CMP_GT_OQ) != 0) << i;
		_mm512_storeu_ps(out + (size_t)i * VEC_BLOCK, est);
	}
	return found;
}

/* The rows of a block whose estimates pass; n are there already. */
AVX512 static uint32_t
keep_rows(const vec_lut *lut, const vec_run *run, uint32_t i, const float *est,
    const vec_survivors *out, uint32_t n)
{
	const uint32_t b = run->list[i], first = run->first[b];
	const uint8_t *block = run->blocks + b * vec_block_bytes(lut->n_bytes);
	const __m512i lane =
	    _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
	__m512 x = _mm512_loadu_ps(est), part;
	__mmask16 in = (__mmask16)((1u << vec_run_rows(run, b)) - 1);
	__mmask16 keep = _mm512_mask_cmp_ps_mask(in, x, _mm512_set1_ps(run->floor), _CMP_GT_OQ);

	part = kernels_avx512_products(&lut->part, block_sums(&lut->part, lut->n_bytes, block, 2),
	    kernels_avx512_widen(run->scales + (size_t)b * VEC_BLOCK),
	    _mm512_set1_ps(run->centre[i]));
	kernels_store(out, n, keep, x, part, _mm512_add_epi32(lane, _mm512_set1_epi32((int)first)));
	return n + (uint32_t)__builtin_popcount(keep);
}

/* All estimates first, with the tables in registers and nothing to guess; then the few rows
 * that pass, while their codes are in the nearest cache. */
AVX512 static void
kernels_avx512_scan(const vec_lut *lut, const vec_run *run, vec_survivors *out)
{
	float est[VEC_PARTS * VEC_BLOCK];
	uint32_t found;

	if (lut->n_bytes == 32)
		found = estimate_parts(lut, run, est, 32, 1);
	else if (lut->n_bytes == 16)
		found = estimate_parts(lut, run, est, 16, 1);
	else
		found = estimate_parts(lut, run, est, lut->n_bytes, 0);
	for (; found; found &= found - 1) {
		uint32_t i = (uint32_t)__builtin_ctz(found);

		out->n = keep_rows(lut, run, i, est + (size_t)i * VEC_BLOCK, out, out->n);
	}
}

/* Of each row 128 * (sum of the high parts) + (sum of the low parts). */
AVX512 static inline __attribute__((always_inline)) void
kernels_join(const __m512i *hi, const __m512i *lo, uint32_t rows, int32_t *out)
{
	__m512i s[VEC_TOGETHER];
	__m256i half;

#pragma GCC unroll 4
	for (uint32_t r = 0; r < rows; r++)
		s[r] = _mm512_add_epi32(_mm512_slli_epi32(hi[r], 7), lo[r]);
	if (rows == 1) {
		*out = _mm512_reduce_add_epi32(s[0]);
		return;
	}
	s[0] =
	    _mm512_add_epi32(_mm512_unpacklo_epi32(s[0], s[1]), _mm512_unpackhi_epi32(s[0], s[1]));
	s[2] =
	    _mm512_add_epi32(_mm512_unpacklo_epi32(s[2], s[3]), _mm512_unpackhi_epi32(s[2], s[3]));
	s[0] =
	    _mm512_add_epi32(_mm512_unpacklo_epi64(s[0], s[2]), _mm512_unpackhi_epi64(s[0], s[2]));
	half = _mm256_add_epi32(_mm512_castsi512_si256(s[0]), _mm512_extracti64x4_epi64(s[0], 1));
	_mm_storeu_si128((void *)out,
	    _mm_add_epi32(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1)));
}

/* The half bytes of 64 dimensions, in their order. */
AVX512 static inline __m512i
kernels_halves(const uint8_t *bytes)
{
	const __m256i nibble = _mm256_set1_epi8(15);
	__m256i b = _mm256_loadu_si256((const void *)bytes);

	return _mm512_inserti64x4(_mm512_castsi256_si512(_mm256_and_si256(b, nibble)),
	    _mm256_and_si256(_mm256_srli_epi16(b, 4), nibble), 1);
}

/* The products with bytes, or with half bytes; 1 or VEC_TOGETHER rows, a constant. */
AVX512 static inline __attribute__((always_inline)) void
code_rows(
    const vec_q15 *coded, const uint8_t *const *row, uint32_t rows, int in_halves, int32_t *out)
{
	__m512i hi[VEC_TOGETHER], lo[VEC_TOGETHER];

#pragma GCC unroll 4
	for (uint32_t r = 0; r < rows; r++)
		hi[r] = lo[r] = _mm512_setzero_si512();
	for (uint32_t d = 0; d < coded->n_pad; d += 64) {
		const __m512i high = _mm512_load_si512(coded->hi + d);
		const __m512i low = _mm512_load_si512(coded->lo + d);

#pragma GCC unroll 4
		for (uint32_t r = 0; r < rows; r++) {
			__m512i c = in_halves ? kernels_halves(row[r] + d / 2)
					      : _mm512_loadu_si512(row[r] + d);

			hi[r] = _mm512_dpbusd_epi32(hi[r], c, high);
			lo[r] = _mm512_dpbusd_epi32(lo[r], c, low);
		}
	}
	kernels_join(hi, lo, rows, out);
}

/* `in_halves` is a constant. */
AVX512 static inline __attribute__((always_inline)) void
kernels_dot(const vec_q15 *coded, const uint8_t *base, size_t stride, const uint32_t *at,
    uint32_t n, int in_halves, int32_t *out)
{
	const uint8_t *row[VEC_TOGETHER];
	uint32_t i = 0;

	for (; i + VEC_TOGETHER <= n; i += VEC_TOGETHER) {
		for (uint32_t r = 0; r < VEC_TOGETHER; r++)
			row[r] = base + at[i + r] * stride;
		code_rows(coded, row, VEC_TOGETHER, in_halves, out + i);
	}
	for (; i < n; i++) {
		row[0] = base + at[i] * stride;
		code_rows(coded, row, 1, in_halves, out + i);
	}
}

AVX512 static void
kernels_avx512_dot8(const vec_q15 *coded, const uint8_t *base, size_t stride, const uint32_t *at,
    uint32_t n, int32_t *out)
{
	kernels_dot(coded, base, stride, at, n, 0, out);
}

AVX512 static void
kernels_avx512_dot4(const vec_q15 *coded, const uint8_t *base, size_t stride, const uint32_t *at,
    uint32_t n, int32_t *out)
{
	kernels_dot(coded, base, stride, at, n, 1, out);
}

/* The first n bits of m. */
AVX512 static inline __mmask16
first_bits(__mmask16 mmask16, uint32_t n)
{
	return (__mmask16)_pdep_u32(n < 16 ? (1u << n) - 1 : 0xffff, mmask16);
}

AVX512 static void
kernels_keep(vec_survivors *rows, uint32_t first, float t, uint32_t equals)
{
	const __m512 bound = _mm512_set1_ps(t);
	const uint32_t end = rows->n;

	rows->n = first;
	for (uint32_t i = first; i < end; i += 16) {
		__mmask16 in = end - i >= 16 ? 0xffff : (__mmask16)((1u << (end - i)) - 1);
		__m512 est = _mm512_loadu_ps(rows->est + i);
		__mmask16 equal = _mm512_mask_cmp_ps_mask(in, est, bound, _CMP_EQ_OQ), taken;

		equal = first_bits(equal, equals);
		equals -= (uint32_t)__builtin_popcount(equal);
		taken = equal | _mm512_mask_cmp_ps_mask(in, est, bound, _CMP_GT_OQ);
		kernels_store(rows, rows->n, taken, est, _mm512_loadu_ps(rows->part + i),
		    _mm512_loadu_si512(rows->pos + i));
		rows->n += (uint32_t)__builtin_popcount(taken);
	}
}

AVX512 static uint32_t
kernels_avx512_reaching(const float *at, const float *radius, uint32_t n, float reach, float low,
    uint32_t first, uint32_t *list)
{
	const __m512 r = _mm512_set1_ps(reach), bound = _mm512_set1_ps(low);
	__m512i number = _mm512_add_epi32(_mm512_set1_epi32((int)first),
	    _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
	uint32_t found = 0;

	for (uint32_t i = 0; i < n; i += 16) {
		__m512 x, most;
		__mmask16 is, in = 0xffff;

		if (n - i >= 16) { /* a masked load waits for a store just before it */
			x = _mm512_loadu_ps(at + i);
			most = _mm512_mul_ps(r, _mm512_loadu_ps(radius + i));
		} else {
			in = (__mmask16)((1u << (n - i)) - 1);
			x = _mm512_maskz_loadu_ps(in, at + i);
			most = _mm512_mul_ps(r, _mm512_maskz_loadu_ps(in, radius + i));
		}
		is = _mm512_mask_cmp_ps_mask(in, _mm512_add_ps(x, most), bound, _CMP_GE_OQ);
		_mm512_storeu_si512(list + found, _mm512_maskz_compress_epi32(is, number));
		found += (uint32_t)__builtin_popcount(is);
		number = _mm512_add_epi32(number, _mm512_set1_epi32(16));
	}
	return found;
}

const vec_kernels vec_kernels_avx512 = {"avx512", kernels_avx512_usable, kernels_avx512_scan,
    kernels_avx512_estimate, kernels_avx512_dot8, kernels_avx512_dot4, kernels_keep,
    kernels_avx512_reaching};
#endif
