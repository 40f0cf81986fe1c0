/* index/vectors/kernels_neon.c - the loops for 64-bit ARM: 16 rows are one register. */
#include "index/vectors/kernels.h"

#if defined __aarch64__
#include <arm_neon.h>

static int
usable(void)
{
	return 1; /* part of the architecture */
}

static inline uint8x16_t
entry(const vec_table *t, int kind, uint32_t j, uint8x16_t code)
{
	return vqtbl1q_u8(vld1q_u8(t->kind[kind] + (size_t)j * 16), code);
}

/* The 16 sums of one block, rows 0 to 7 and 8 to 15. */
static inline __attribute__((always_inline)) uint16x8x2_t
block_sums(const vec_table *t, uint32_t n_bytes, const uint8_t *codes, int planes)
{
	uint16x8_t low[2] = {vdupq_n_u16(0), vdupq_n_u16(0)}, high[2] = {low[0], low[0]};
	uint16x8x2_t out;

	for (uint32_t j = 0; j < n_bytes;) {
		uint8x16_t lo = vdupq_n_u8(0), hi = lo;

		for (uint32_t stop = j + 4; j < stop; j++) { /* 8 entries of at most 31 */
			uint8x16_t c = vld1q_u8(codes + (size_t)j * VEC_BLOCK);
			uint8x16_t a = vandq_u8(c, vdupq_n_u8(15)), b = vshrq_n_u8(c, 4);

			lo = vaddq_u8(lo, vaddq_u8(entry(t, 0, j, a), entry(t, 2, j, b)));
			if (planes == 2)
				hi = vaddq_u8(hi, vaddq_u8(entry(t, 1, j, a), entry(t, 3, j, b)));
		}
		low[0] = vaddw_u8(low[0], vget_low_u8(lo));
		low[1] = vaddw_u8(low[1], vget_high_u8(lo));
		high[0] = vaddw_u8(high[0], vget_low_u8(hi));
		high[1] = vaddw_u8(high[1], vget_high_u8(hi));
	}
	out.val[0] = vaddq_u16(low[0], vshlq_n_u16(high[0], 5));
	out.val[1] = vaddq_u16(low[1], vshlq_n_u16(high[1], 5));
	return out;
}

static inline float32x4_t
product4(const vec_table *t, uint16x4_t sums, uint16x4_t scales, float centre)
{
	float32x4_t s = vcvtq_f32_u32(vmovl_u16(sums));
	float32x4_t scale = vreinterpretq_f32_u32(vshll_n_u16(scales, 16));

	s = vaddq_f32(vmulq_f32(vdupq_n_f32(t->step), s), vdupq_n_f32(t->base));
	return vaddq_f32(vmulq_f32(scale, s), vdupq_n_f32(centre));
}

/* scale * (step * sum + base) + centre for the 16 rows of a block. */
static inline __attribute__((always_inline)) void
products(const vec_table *t, uint32_t n_bytes, const uint8_t *block, const uint16_t *scales,
    float centre, float *out, int planes)
{
	uint16x8x2_t s = block_sums(t, n_bytes, block, planes);

	for (int h = 0; h < 2; h++) {
		uint16x8_t scale = vld1q_u16(scales + 8 * h);
		vst1q_f32(
		    out + 8 * h, product4(t, vget_low_u16(s.val[h]), vget_low_u16(scale), centre));
		vst1q_f32(out + 8 * h + 4,
		    product4(t, vget_high_u16(s.val[h]), vget_high_u16(scale), centre));
	}
}

static void
scan(const vec_lut *lut, const vec_run *run, vec_survivors *out)
{
	const size_t bytes = vec_block_bytes(lut->n_bytes);
	float est[VEC_BLOCK], part[VEC_BLOCK];

	for (uint32_t i = 0; i < run->n; i++) {
		const uint32_t b = run->list[i], rows = vec_run_rows(run, b);
		const uint8_t *block = run->blocks + b * bytes;
		const uint16_t *scales = run->scales + (size_t)b * VEC_BLOCK;
		int have = 0;

		vec_load_ahead(run->blocks, run->scales, run->list[i + run->ahead], bytes);
		products(&lut->est, lut->n_bytes, block, scales, run->centre[i], est, 1);
		for (uint32_t r = 0; r < rows; r++) {
			if (!(est[r] > run->floor))
				continue;
			if (!have++)
				products(&lut->part, lut->n_bytes, block, scales, run->centre[i],
				    part, 2);
			out->est[out->n] = est[r];
			out->part[out->n] = part[r];
			out->pos[out->n++] = run->first[b] + r;
		}
	}
}

static void
estimate(const vec_lut *lut, const uint8_t *blocks, const uint16_t *scales, uint32_t n_blocks,
    float centre, float *out)
{
	const size_t stride = vec_block_bytes(lut->n_bytes);

	for (uint32_t b = 0; b < n_blocks; b++)
		products(&lut->est, lut->n_bytes, blocks + b * stride,
		    scales + (size_t)b * VEC_BLOCK, centre, out + (size_t)b * VEC_BLOCK, 1);
}

/* 16 numbers times 16 of the query, added to acc. */
static inline int32x4_t
mul16(int32x4_t acc, uint8x16_t codes, const int16_t *q)
{
	int16x8_t lo = vreinterpretq_s16_u16(vmovl_u8(vget_low_u8(codes)));
	int16x8_t hi = vreinterpretq_s16_u16(vmovl_u8(vget_high_u8(codes)));
	int16x8_t a = vld1q_s16(q), b = vld1q_s16(q + 8);

	acc = vmlal_s16(acc, vget_low_s16(lo), vget_low_s16(a));
	acc = vmlal_s16(acc, vget_high_s16(lo), vget_high_s16(a));
	acc = vmlal_s16(acc, vget_low_s16(hi), vget_low_s16(b));
	return vmlal_s16(acc, vget_high_s16(hi), vget_high_s16(b));
}

static void
dot8(const vec_q15 *q, const uint8_t *base, size_t stride, const uint32_t *at, uint32_t n,
    int32_t *out)
{
	for (uint32_t i = 0; i < n; i++) {
		const uint8_t *rows = base + at[i] * stride;
		int32x4_t acc = vdupq_n_s32(0);

		for (uint32_t d = 0; d < q->n_pad; d += 16)
			acc = mul16(acc, vld1q_u8(rows + d), q->q + d);
		out[i] = vaddvq_s32(acc);
	}
}

static void
dot4(const vec_q15 *q, const uint8_t *base, size_t stride, const uint32_t *at, uint32_t n,
    int32_t *out)
{
	for (uint32_t i = 0; i < n; i++) {
		const uint8_t *rows = base + at[i] * stride;
		int32x4_t acc = vdupq_n_s32(0);

		for (uint32_t d = 0; d < q->n_pad; d += 64)
			for (uint32_t h = 0; h < 32; h += 16) {
				uint8x16_t b = vld1q_u8(rows + d / 2 + h);
				acc = mul16(acc, vandq_u8(b, vdupq_n_u8(15)), q->q + d + h);
				acc = mul16(acc, vshrq_n_u8(b, 4), q->q + d + 32 + h);
			}
		out[i] = vaddvq_s32(acc);
	}
}

const vec_kernels vec_kernels_neon = {
    "neon", usable, scan, estimate, dot8, dot4, vec_plain_keep, vec_plain_reaching};
#endif
