/* index/vectors/kernels_plain.c - the loops in plain C: the definition the others must match. */
#include "index/vectors/kernels.h"

static int
kernels_plain_usable(void)
{
	return 1;
}

static uint32_t
row_sum(const vec_table *lut, uint32_t n_bytes, const uint8_t *codes, uint32_t r)
{
	uint32_t sum = 0;

	for (uint32_t j = 0; j < n_bytes; j++) {
		uint32_t c = codes[(size_t)j * VEC_BLOCK + r];
		uint32_t lo = (c & 15) + j * 16, hi = (c >> 4) + j * 16;
		sum += lut->kind[0][lo] + lut->kind[2][hi] +
		       32u * (lut->kind[1][lo] + lut->kind[3][hi]);
	}
	return sum;
}

float
vec_plain_product(const vec_table *lut, uint32_t n_bytes, const uint8_t *block,
    const uint16_t *scales, uint32_t r, float centre)
{
	float scale = vec_bf16(scales[r]);
	float inner = lut->step * (float)row_sum(lut, n_bytes, block, r);
	float x = scale * (inner + lut->base);

	return x + centre;
}

static void
scan_block(const vec_lut *lut, const vec_run *run, uint32_t i, vec_survivors *out)
{
	const uint32_t b = run->list[i], rows = vec_run_rows(run, b);
	const uint8_t *block = run->blocks + b * vec_block_bytes(lut->n_bytes);
	const uint16_t *scales = run->scales + (size_t)b * VEC_BLOCK;

	for (uint32_t r = 0; r < rows; r++) {
		float est =
		    vec_plain_product(&lut->est, lut->n_bytes, block, scales, r, run->centre[i]);

		if (!(est > run->floor))
			continue;
		out->est[out->n] = est;
		out->part[out->n] =
		    vec_plain_product(&lut->part, lut->n_bytes, block, scales, r, run->centre[i]);
		out->pos[out->n++] = run->first[b] + r;
	}
}

static void
kernels_plain_scan(const vec_lut *lut, const vec_run *run, vec_survivors *out)
{
	for (uint32_t i = 0; i < run->n; i++)
		scan_block(lut, run, i, out);
}

static void
kernels_plain_estimate(const vec_lut *lut, const uint8_t *blocks, const uint16_t *scales,
    uint32_t n_blocks, float centre, float *out)
{
	size_t stride = vec_block_bytes(lut->n_bytes);

	for (uint32_t b = 0; b < n_blocks; b++, blocks += stride, scales += VEC_BLOCK)
		for (uint32_t r = 0; r < VEC_BLOCK; r++)
			*out++ =
			    vec_plain_product(&lut->est, lut->n_bytes, blocks, scales, r, centre);
}

static void
kernels_plain_dot8(const vec_q15 *coded, const uint8_t *base, size_t stride, const uint32_t *at,
    uint32_t n, int32_t *out)
{
	for (uint32_t i = 0; i < n; i++) {
		const uint8_t *rows = base + at[i] * stride;
		int32_t s = 0;
		for (uint32_t d = 0; d < coded->n_pad; d++)
			s += (int32_t)rows[d] * coded->q[d];
		out[i] = s;
	}
}

static void
kernels_plain_dot4(const vec_q15 *coded, const uint8_t *base, size_t stride, const uint32_t *at,
    uint32_t n, int32_t *out)
{
	for (uint32_t i = 0; i < n; i++) {
		const uint8_t *rows = base + at[i] * stride;
		int32_t s = 0;
		for (uint32_t p = 0; p < coded->n_pad / 64; p++)
			for (uint32_t b = 0; b < 32; b++) {
				uint32_t c = rows[32 * p + b];
				s += (int32_t)(c & 15) * coded->q[64 * p + b];
				s += (int32_t)(c >> 4) * coded->q[64 * p + 32 + b];
			}
		out[i] = s;
	}
}

void
vec_plain_keep(vec_survivors *rows, uint32_t first, float t, uint32_t equals)
{
	uint32_t n = first;

	for (uint32_t i = first; i < rows->n; i++) {
		if (!(rows->est[i] > t || (rows->est[i] == t && equals && equals--)))
			continue;
		rows->est[n] = rows->est[i];
		rows->part[n] = rows->part[i];
		rows->pos[n++] = rows->pos[i];
	}
	rows->n = n;
}

uint32_t
vec_plain_reaching(const float *at, const float *radius, uint32_t n, float reach, float low,
    uint32_t first, uint32_t *list)
{
	uint32_t found = 0;

	for (uint32_t i = 0; i < n; i++) {
		float most = reach * radius[i];

		list[found] = first + i;
		found += at[i] + most >= low;
	}
	return found;
}

const vec_kernels vec_kernels_plain = {"plain", kernels_plain_usable, kernels_plain_scan,
    kernels_plain_estimate, kernels_plain_dot8, kernels_plain_dot4, vec_plain_keep,
    vec_plain_reaching};
