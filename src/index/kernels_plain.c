/* index/kernels_plain.c - the loops in plain C: the definition the others must match. */
#include "index/kernels.h"
#include "util/bytes.h"

static int
usable(void)
{
	return 1;
}

static void
block_sums(const vec_lut *lut, const uint8_t *codes, uint32_t sums[VEC_BLOCK])
{
	for (int r = 0; r < VEC_BLOCK; r++)
		sums[r] = 0;
	for (uint32_t j = 0; j < lut->n_bytes; j++)
		for (int r = 0; r < VEC_BLOCK; r++) {
			uint32_t c = codes[(size_t)j * VEC_BLOCK + r];
			uint32_t lo = (c & 15) + j * 16, hi = (c >> 4) + j * 16;
			sums[r] += lut->kind[0][lo] + lut->kind[2][hi] +
				   32u * (lut->kind[1][lo] + lut->kind[3][hi]);
		}
}

static void
scan(const vec_lut *lut, const vec_run *run, vec_found *out)
{
	size_t stride = vec_block_bytes(lut->n_bytes);
	uint32_t sums[VEC_BLOCK];

	for (uint32_t at = 0; at < run->n_rows; at += VEC_BLOCK) {
		const uint8_t *block = run->blocks + at / VEC_BLOCK * stride;
		const uint8_t *scales = block + (size_t)VEC_BLOCK * lut->n_bytes;

		block_sums(lut, block, sums);
		for (uint32_t r = 0; r < VEC_BLOCK && at + r < run->n_rows; r++) {
			float inner = lut->step * (float)sums[r];
			float est = vec_bf16(le16(scales + 2 * r)) * (inner + lut->base);

			est = est + run->centre;
			if (!(est > run->floor))
				continue;
			out->est[out->n] = est;
			out->pos[out->n++] = run->first_row + at + r;
		}
	}
}

static void
dot8(const vec_q15 *q, const uint8_t *rows, size_t stride, uint32_t n, int32_t *out)
{
	for (uint32_t i = 0; i < n; i++, rows += stride) {
		int32_t s = 0;
		for (uint32_t d = 0; d < q->n_pad; d++)
			s += (int32_t)rows[d] * q->q[d];
		out[i] = s;
	}
}

static void
dot4(const vec_q15 *q, const uint8_t *rows, size_t stride, uint32_t n, int32_t *out)
{
	for (uint32_t i = 0; i < n; i++, rows += stride) {
		int32_t s = 0;
		for (uint32_t p = 0; p < q->n_pad / 64; p++)
			for (uint32_t b = 0; b < 32; b++) {
				uint32_t c = rows[32 * p + b];
				s += (int32_t)(c & 15) * q->q[64 * p + b];
				s += (int32_t)(c >> 4) * q->q[64 * p + 32 + b];
			}
		out[i] = s;
	}
}

const vec_kernels vec_kernels_plain = {"plain", usable, scan, dot8, dot4};
