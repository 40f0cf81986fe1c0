/* index/vectors/kernels_avx2.c - the loops for AVX2: half the width of kernels_avx512.c. */
#include "index/vectors/kernels.h"

#if defined __x86_64__
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,bmi,popcnt")))

static int
kernels_usable(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
	       __builtin_cpu_supports("popcnt");
}

AVX2 static inline __m256i
kernels_entry(const vec_table *lut, int kind, uint32_t j, __m256i code)
{
	return _mm256_shuffle_epi8(
	    _mm256_load_si256((const void *)(lut->kind[kind] + (size_t)j * 16)), code);
}

AVX2 static inline void
kernels_widen(__m256i acc, __m256i *even, __m256i *odd)
{
	*even = _mm256_add_epi16(*even, _mm256_and_si256(acc, _mm256_set1_epi16(0xff)));
	*odd = _mm256_add_epi16(*odd, _mm256_srli_epi16(acc, 8));
}

AVX2 static inline __m128i
kernels_fold(__m256i v)
{
	return _mm_add_epi16(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
}

AVX2 static inline __attribute__((always_inline)) __m256i
block_sums(const vec_table *lut, uint32_t n_bytes, const uint8_t *codes, int planes)
{
	const __m256i nibble = _mm256_set1_epi8(15);
	__m256i even = _mm256_setzero_si256(), odd = even, even2 = even, odd2 = even;
	__m128i e, o;

	for (uint32_t j = 0; j < n_bytes;) {
		__m256i lo = _mm256_setzero_si256(), hi = lo;
		uint32_t stop = j + 8 < n_bytes ? j + 8 : n_bytes;

		for (; j < stop; j += 2) {
			__m256i c =
			    _mm256_loadu_si256((const void *)(codes + (size_t)j * VEC_BLOCK));
			__m256i a = _mm256_and_si256(c, nibble);
			__m256i b = _mm256_and_si256(_mm256_srli_epi16(c, 4), nibble);

			lo = _mm256_add_epi8(lo, kernels_entry(lut, 0, j, a));
			lo = _mm256_add_epi8(lo, kernels_entry(lut, 2, j, b));
			if (planes == 1)
				continue;
			hi = _mm256_add_epi8(hi, kernels_entry(lut, 1, j, a));
			hi = _mm256_add_epi8(hi, kernels_entry(lut, 3, j, b));
		}
		kernels_widen(lo, &even, &odd);
		kernels_widen(hi, &even2, &odd2);
	}
	e = kernels_fold(_mm256_add_epi16(even, _mm256_slli_epi16(even2, 5)));
	o = kernels_fold(_mm256_add_epi16(odd, _mm256_slli_epi16(odd2, 5)));
	return _mm256_inserti128_si256(
	    _mm256_castsi128_si256(_mm_unpacklo_epi16(e, o)), _mm_unpackhi_epi16(e, o), 1);
}

/* Eight products from eight sums and scales. */
AVX2 static inline __m256
kernels_product8(const vec_table *tab, __m128i sums, const uint16_t *scales, float centre)
{
	__m256 s = _mm256_cvtepi32_ps(_mm256_cvtepu16_epi32(sums));
	__m256 scale = _mm256_castsi256_ps(
	    _mm256_slli_epi32(_mm256_cvtepu16_epi32(_mm_loadu_si128((const void *)scales)), 16));

	s = _mm256_add_ps(_mm256_mul_ps(_mm256_set1_ps(tab->step), s), _mm256_set1_ps(tab->base));
	return _mm256_add_ps(_mm256_mul_ps(scale, s), _mm256_set1_ps(centre));
}

/* scale * (step * sum + base) + centre for the 16 rows of a block; which exceed `low`. */
AVX2 static inline __attribute__((always_inline)) uint32_t
kernels_products(const vec_table *tab, uint32_t n_bytes, const uint8_t *block,
    const uint16_t *scales, float centre, float low, float *out, int planes)
{
	__m256i sums = block_sums(tab, n_bytes, block, planes);
	__m256 a = kernels_product8(tab, _mm256_castsi256_si128(sums), scales, centre);
	__m256 b = kernels_product8(tab, _mm256_extracti128_si256(sums, 1), scales + 8, centre);
	__m256 bound = _mm256_set1_ps(low);

	_mm256_storeu_ps(out, a);
	_mm256_storeu_ps(out + 8, b);
	return (uint32_t)_mm256_movemask_ps(_mm256_cmp_ps(a, bound, _CMP_GT_OQ)) |
	       (uint32_t)_mm256_movemask_ps(_mm256_cmp_ps(b, bound, _CMP_GT_OQ)) << 8;
}

AVX2 static void
kernels_scan(const vec_lut *lut, const vec_run *run, vec_survivors *out)
{
	const size_t bytes = vec_block_bytes(lut->n_bytes);
	float est[VEC_BLOCK], part[VEC_BLOCK];

	for (uint32_t i = 0; i < run->n; i++) {
		const uint32_t b = run->list[i], rows = vec_run_rows(run, b);
		const uint8_t *block = run->blocks + b * bytes;
		const uint16_t *scales = run->scales + (size_t)b * VEC_BLOCK;
		uint32_t keep = kernels_products(
		    &lut->est, lut->n_bytes, block, scales, run->centre[i], run->floor, est, 1);

		vec_load_ahead(run->blocks, run->scales, run->list[i + run->ahead], bytes);
		if (rows < VEC_BLOCK)
			keep &= (1u << rows) - 1;
		if (!keep)
			continue;
		kernels_products(
		    &lut->part, lut->n_bytes, block, scales, run->centre[i], 0, part, 2);
		for (; keep; keep &= keep - 1) {
			uint32_t r = (uint32_t)__builtin_ctz(keep);
			out->est[out->n] = est[r];
			out->part[out->n] = part[r];
			out->pos[out->n++] = run->first[b] + r;
		}
	}
}

AVX2 static void
kernels_estimate(const vec_lut *lut, const uint8_t *blocks, const uint16_t *scales,
    uint32_t n_blocks, float centre, float *out)
{
	const size_t stride = vec_block_bytes(lut->n_bytes);

	for (uint32_t b = 0; b < n_blocks; b++)
		kernels_products(&lut->est, lut->n_bytes, blocks + b * stride,
		    scales + (size_t)b * VEC_BLOCK, centre, 0, out + (size_t)b * VEC_BLOCK, 1);
}

/* 16 products, 8 sums of two (madd of bytes would saturate). */
AVX2 static inline __m256i
kernels_mul16(__m128i codes, const int16_t *int16)
{
	return _mm256_madd_epi16(
	    _mm256_cvtepu8_epi16(codes), _mm256_loadu_si256((const void *)int16));
}

AVX2 static inline int32_t
kernels_sum8(__m256i v)
{
	__m128i s = _mm_add_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));

	s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0x4e));
	s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0xb1));
	return _mm_cvtsi128_si32(s);
}

AVX2 static void
kernels_dot8(const vec_q15 *coded, const uint8_t *base, size_t stride, const uint32_t *at,
    uint32_t n, int32_t *out)
{
	for (uint32_t i = 0; i < n; i++) {
		const uint8_t *rows = base + at[i] * stride;
		__m256i acc = _mm256_setzero_si256();

		for (uint32_t d = 0; d < coded->n_pad; d += 16)
			acc = _mm256_add_epi32(acc,
			    kernels_mul16(_mm_loadu_si128((const void *)(rows + d)), coded->q + d));
		out[i] = kernels_sum8(acc);
	}
}

AVX2 static void
kernels_dot4(const vec_q15 *coded, const uint8_t *base, size_t stride, const uint32_t *at,
    uint32_t n, int32_t *out)
{
	const __m128i nibble = _mm_set1_epi8(15);

	for (uint32_t i = 0; i < n; i++) {
		const uint8_t *rows = base + at[i] * stride;
		__m256i acc = _mm256_setzero_si256();

		for (uint32_t d = 0; d < coded->n_pad; d += 64)
			for (uint32_t h = 0; h < 32; h += 16) {
				__m128i b = _mm_loadu_si128((const void *)(rows + d / 2 + h));
				acc = _mm256_add_epi32(
				    acc, kernels_mul16(_mm_and_si128(b, nibble), coded->q + d + h));
				b = _mm_and_si128(_mm_srli_epi16(b, 4), nibble);
				acc =
				    _mm256_add_epi32(acc, kernels_mul16(b, coded->q + d + 32 + h));
			}
		out[i] = kernels_sum8(acc);
	}
}

AVX2 static uint32_t
kernels_reaching(const float *at, const float *radius, uint32_t n, float reach, float low,
    uint32_t first, uint32_t *list)
{
	const __m256 r = _mm256_set1_ps(reach), bound = _mm256_set1_ps(low);
	uint32_t found = 0, i = 0;

	for (; i + 8 <= n; i += 8) {
		__m256 most = _mm256_mul_ps(r, _mm256_loadu_ps(radius + i));
		uint32_t is = (uint32_t)_mm256_movemask_ps(
		    _mm256_cmp_ps(_mm256_add_ps(_mm256_loadu_ps(at + i), most), bound, _CMP_GE_OQ));

		for (; is; is &= is - 1)
			list[found++] = first + i + (uint32_t)__builtin_ctz(is);
	}
	return found +
	       vec_plain_reaching(at + i, radius + i, n - i, reach, low, first + i, list + found);
}

const vec_kernels vec_kernels_avx2 = {"avx2", kernels_usable, kernels_scan, kernels_estimate,
    kernels_dot8, kernels_dot4, vec_plain_keep, kernels_reaching};
#endif
