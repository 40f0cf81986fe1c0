/* index/vectors/vecset_query.c - prepares a query: integers for products, tables for the coarse
 * scan; scores single rows.
 *
 * All floating-point sums of a query are computed here in plain loops, so the answer does not
 * depend on the kernels. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "index/vectors/vecset_pass.h"
#include "util/fail.h"

#define CENTRES_AHEAD 16 /* centroids prefetched ahead; changes speed only */
#define Q15_MAX 8064.0f  /* 63 * 128: both halves fit a signed byte */
#define Q15_DIMS 1024.0f /* of more the integers are smaller: products with bytes stay in 32 bits */

static size_t
q15_bytes(uint32_t n_pad)
{
	return (size_t)n_pad * 4;
}

static uint8_t *
q15_place(vec_q15 *coded, uint8_t *at, uint32_t n_pad)
{
	coded->n_pad = n_pad;
	coded->q = (void *)at;
	coded->hi = (void *)(at + 2 * (size_t)n_pad);
	coded->lo = (void *)(at + 3 * (size_t)n_pad);
	return at + q15_bytes(n_pad);
}

static uint32_t
lut_bytes(const vec_head *header)
{
	return (header->n_bytes * 16 + 63) & ~63u;
}

tensen_status
vec_prep_init(vec_prep *prep, const vec_head *header, tensen_error *err)
{
	size_t n = header->n_pad * sizeof(float) + 4 * q15_bytes(header->n_pad) +
		   8 * (size_t)lut_bytes(header) + 16 * sizeof(float) * vec_groups(header);
	uint8_t *at;

	memset(prep, 0, sizeof *prep);
	if (!(at = prep->mem = aligned_alloc(64, (n + 63) & ~(size_t)63)))
		return tensen_fail_nomem(err);
	memset(at, 0, n);
	prep->q = (void *)at;
	at = q15_place(&prep->centre, at + header->n_pad * sizeof(float), header->n_pad);
	at = q15_place(&prep->fine, at, header->n_pad);
	at = q15_place(&prep->centre_tail, at, header->n_pad);
	at = q15_place(&prep->fine_tail, at, header->n_pad);
	prep->lut.n_bytes = header->n_bytes;
	for (int i = 0; i < 4; i++, at += 2 * (size_t)lut_bytes(header)) {
		prep->lut.est.kind[i] = at;
		prep->lut.part.kind[i] = at + lut_bytes(header);
	}
	prep->mid = (void *)at;
	return TENSEN_OK;
}

void
vec_prep_clear(vec_prep *prep)
{
	free(prep->mem);
	memset(prep, 0, sizeof *prep);
}

/* Round x to integers of 14 bits; hi gets the nearest multiple of 128. */
static void
q15_set(vec_q15 *out, const float *x)
{
	int16_t *q = (int16_t *)(uintptr_t)out->q;
	int8_t *hi = (int8_t *)(uintptr_t)out->hi, *lo = (int8_t *)(uintptr_t)out->lo;
	float top = 0, most = Q15_MAX, inv;

	for (uint32_t d = 0; d < out->n_pad; d++)
		top = fabsf(x[d]) > top ? fabsf(x[d]) : top;
	if ((float)out->n_pad > Q15_DIMS)
		most *= Q15_DIMS / (float)out->n_pad;
	out->step = top / most;
	inv = top > 0 ? most / top : 0;
	out->sum = 0;
	for (uint32_t d = 0; d < out->n_pad; d++) {
		int i = (int)lrintf(x[d] * inv), h = (i + 8192 + 64) / 128 - 64;

		q[d] = (int16_t)i;
		hi[d] = (int8_t)h;
		lo[d] = (int8_t)(i - 128 * h);
		out->sum += i;
	}
}

/* The same for x, and for the remainder of x. */
static void
q15_set_both(vec_q15 *out, vec_q15 *tail, const float *x)
{
	float left[VEC_MAX_DIM];

	q15_set(out, x);
	for (uint32_t d = 0; d < out->n_pad; d++)
		left[d] = x[d] - out->step * (float)out->q[d];
	q15_set(tail, left);
}

/* Products of the query with the 16 codewords of group g; returns largest minus smallest. */
static float
group_products(
    const vecset *set, const float *book, const float *vec, uint32_t g, float out[16], float *low)
{
	float top;

	memset(out, 0, 16 * sizeof *out);
	for (uint32_t d = set->a.group[g]; d < set->a.group[g + 1]; d++)
		for (int c = 0; c < 16; c++)
			out[c] += vec[d] * book[(size_t)d * 16 + (size_t)c];
	*low = top = out[0];
	for (int c = 1; c < 16; c++) {
		*low = out[c] < *low ? out[c] : *low;
		top = out[c] > top ? out[c] : top;
	}
	return top - *low;
}

/* Products of the query with all codewords before rounding, to table [groups][16], the least of
 * each group to low.  Returns the widest range of a group. */
static float
table_products(
    const vecset *set, const float *book, const float *vec, float (*table)[16], float *low)
{
	float widest = 0;

	for (uint32_t g = 0; g < vec_groups(&set->h); g++) {
		float s = group_products(set, book, vec, g, table[g], &low[g]);
		widest = s > widest ? s : widest;
	}
	return widest;
}

/* Round products to numbers of at most `top`. */
static void
table_round(vec_table *lut, const vecset *set, float (*table)[16], const float *low, float widest,
    uint32_t top)
{
	uint32_t n = vec_groups(&set->h);
	float levels = (float)(65535 / n < top ? 65535 / n : top); /* sums stay in 16 bits */
	float inv = widest > 0 ? levels / widest : 0;

	lut->base = 0;
	for (uint32_t g = 0; g < n; g++)
		lut->base += low[g];
	lut->step = widest / levels;
	for (uint32_t g = 0; g < n; g++) {
		uint8_t *lo = (uint8_t *)(uintptr_t)lut->kind[g & 1 ? 2 : 0] + g / 2 * 16;
		uint8_t *hi = (uint8_t *)(uintptr_t)lut->kind[g & 1 ? 3 : 1] + g / 2 * 16;
		for (int c = 0; c < 16; c++) {
			/* Codewords of a damaged file may be too small or too large for inv. */
			float level = (table[g][c] - low[g]) * inv + 0.5f;
			uint32_t e = level < levels + 1 ? (uint32_t)level : 0;
			lo[c] = e & 31;
			hi[c] = (uint8_t)(e >> 5);
		}
	}
}

#define ESTIMATE_TOP 31
#define EXACT_TOP 1023

static int
unit_query(vec_prep *prep, const vecset *set, const float *q, tensen_error *err)
{
	double norm = 0;

	for (uint32_t d = 0; d < set->h.dim; d++) {
		if (!isfinite(q[d]))
			return tensen_fail(err, TENSEN_E_INPUT, SAY_QUERY_VECTOR_HOLDS, d);
		norm += (double)q[d] * q[d];
	}
	if (!(norm > 0))
		return 0;
	for (uint32_t d = 0; d < set->h.dim; d++)
		prep->q[d] = (float)(q[set->a.order[d]] / sqrt(norm));
	return 1;
}

int
vec_prep_set(vec_prep *prep, const vecset *set, const float *vec, tensen_error *err)
{
	float scaled[VEC_MAX_DIM], low[256], means[256][16], widest,
	    (*table)[16] = (void *)prep->mid;
	double sigma = 0;
	int ok = unit_query(prep, set, vec, err);

	if (ok <= 0)
		return ok;
	for (uint32_t d = 0; d < set->h.n_pad; d++) {
		scaled[d] = prep->q[d] * set->a.gain[d];
		sigma += (double)prep->q[d] * prep->q[d] * set->a.var[d];
	}
	prep->sigma = (float)sqrt(sigma);
	q15_set_both(&prep->centre, &prep->centre_tail, prep->q);
	q15_set_both(&prep->fine, &prep->fine_tail, scaled);
	widest = table_products(set, set->a.book, prep->q, means, low);
	table_round(&prep->lut.est, set, means, low, widest, ESTIMATE_TOP);
	widest = table_products(set, set->a.mid, prep->q, table, low);
	table_round(&prep->lut.part, set, table, low, widest, EXACT_TOP);
	return 1;
}

static void
centre_products(
    const vec_prep *prep, const vecset *set, const uint32_t *clusters, uint32_t n, float *out)
{
	int32_t sums[VEC_TOGETHER];

	set->k->dot8(&prep->centre, set->a.centre, set->h.n_pad, clusters, n, sums);
	for (uint32_t i = 0; i < n; i++)
		out[i] = vec_centre_scale(set, clusters[i]) * prep->centre.step *
			 (float)(sums[i] - 128 * prep->centre.sum);
}

float
vec_prep_product(const vec_prep *prep, const vecset *set, uint32_t cluster)
{
	float product;

	centre_products(prep, set, &cluster, 1, &product);
	return product;
}

VEC_PREFETCHES
prefetch_centre(const vecset *set, uint32_t cluster)
{
	for (uint32_t at = 0; at < set->h.n_pad; at += 64)
		__builtin_prefetch(set->a.centre + (size_t)cluster * set->h.n_pad + at);
}

void
vec_prep_products(
    const vec_prep *prep, const vecset *set, const uint32_t *clusters, uint32_t n, float *out)
{
	float product[VEC_TOGETHER];

	for (uint32_t i = 0; i < CENTRES_AHEAD && i < n; i++)
		prefetch_centre(set, clusters[i]);
	for (uint32_t i = 0; i < n; i += VEC_TOGETHER) {
		const uint32_t together = n - i < VEC_TOGETHER ? n - i : VEC_TOGETHER;

		for (uint32_t k = i + CENTRES_AHEAD; k < i + CENTRES_AHEAD + VEC_TOGETHER; k++)
			if (k < n)
				prefetch_centre(set, clusters[k]);
		centre_products(prep, set, clusters + i, together, product);
		for (uint32_t k = 0; k < together; k++)
			out[clusters[i + k]] = product[k];
	}
}

void
vec_prep_estimate_all(const vec_prep *prep, const vecset *set, float *out)
{
	float mean = 0;

	for (uint32_t d = 0; d < set->h.dim; d++)
		mean += prep->q[d] * set->a.mean[d];
	set->k->estimate(&prep->lut, set->a.centre_codes, set->a.centre_scales,
	    vec_centre_blocks(&set->h), mean, out);
}

void
vec_prep_scores(
    const vec_prep *prep, const vecset *set, const uint32_t *pos, uint32_t n, float *out)
{
	int32_t sums[VEC_TOGETHER];

	set->k->dot8(&prep->fine, vec_fine_of(set, 0), vec_fine_stride(&set->h), pos, n, sums);
	for (uint32_t i = 0; i < n; i++) {
		float step = vec_bf16(vec_step_of(set, pos[i])) * prep->fine.step;

		out[i] = step * ((float)sums[i] - 127.5f * (float)prep->fine.sum);
	}
}

float
vec_prep_estimate(const vec_prep *prep, const vecset *set, uint32_t cluster, uint32_t pos)
{
	const vec_cluster *k = &set->a.cluster[cluster];
	const uint32_t i = pos - k->first;
	const size_t block = k->block + (size_t)i / VEC_BLOCK;

	return vec_plain_product(&prep->lut.est, set->h.n_bytes,
	    set->a.blocks + block * vec_block_size(&set->h), set->a.scales + block * VEC_BLOCK,
	    i % VEC_BLOCK, vec_prep_product(prep, set, cluster));
}

static const uint32_t alone = 0; /* one row, at its base */

/* step * (sum of integers times row, from `half` as zero), with the tail of the query. */
static float
dot_all(const vec_kernels *kernels, const vec_q15 *coded, const vec_q15 *tail, const uint8_t *row,
    float half)
{
	int32_t s, t;

	kernels->dot8(coded, row, 0, &alone, 1, &s);
	kernels->dot8(tail, row, 0, &alone, 1, &t);
	return coded->step * ((float)s - half * (float)coded->sum) +
	       tail->step * ((float)t - half * (float)tail->sum);
}

/* The product with the fine code and the rest code, in units of the step of the row. */
static float
fine_product(const vec_prep *prep, const vecset *set, uint32_t pos)
{
	float score = dot_all(set->k, &prep->fine, &prep->fine_tail, vec_fine_of(set, pos), 127.5f);
	int32_t s;

	set->k->dot4(&prep->fine, set->a.rest, vec_rest_stride(&set->h), &pos, 1, &s);
	return score + prep->fine.step * ((float)s - 7.5f * (float)prep->fine.sum) / VEC_REST_STEPS;
}

/* The sum of the entries of `table` [groups][16] for row r of a block, in four sums. */
static float
look_up_row(const float *table, uint32_t n_bytes, const uint8_t *block, uint32_t r)
{
	float sum[4] = {0};

	for (uint32_t j = 0; j < n_bytes; j++) {
		uint8_t b = block[(size_t)j * VEC_BLOCK + r];

		sum[j % 4] += table[32 * j + (b & 15)] + table[32 * j + 16 + (b >> 4)];
	}
	return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

float
vec_prep_centre(const vec_prep *prep, const vecset *set, uint32_t cluster)
{
	return vec_centre_scale(set, cluster) * dot_all(set->k, &prep->centre, &prep->centre_tail,
						    set->a.centre + (size_t)cluster * set->h.n_pad,
						    128.0f);
}

float
vec_prep_final(
    const vec_prep *prep, const vecset *set, uint32_t cluster, float centre, uint32_t pos)
{
	const vec_cluster *k = &set->a.cluster[cluster];
	const uint32_t i = pos - k->first;
	const uint8_t *block =
	    set->a.blocks + (k->block + (size_t)i / VEC_BLOCK) * vec_block_size(&set->h);
	float scale = vec_bf16(set->a.scales[(size_t)k->block * VEC_BLOCK + i]);

	return centre + scale * look_up_row(prep->mid, set->h.n_bytes, block, i % VEC_BLOCK) +
	       vec_bf16(vec_step_of(set, pos)) * fine_product(prep, set, pos);
}

static float
final_score(const vec_prep *prep, const vecset *set, uint32_t pos)
{
	uint32_t c = vecset_cluster_of(set, pos);

	return vec_prep_final(prep, set, c, vec_prep_centre(prep, set, c), pos);
}

#define ROWS_AHEAD 3    /* rows whose codes are prefetched ahead; changes speed only */
#define PLACES_AHEAD 12 /* the same of their positions */

static uint32_t
position_of(const vecset *set, const uint32_t *rows, uint32_t i, uint32_t n)
{
	return i < n && rows[i] < set->h.n ? vec_pos_of(set, rows[i]) : VEC_NOWHERE;
}

VEC_PREFETCHES
prefetch_place(const vecset *set, const uint32_t *rows, uint32_t i, uint32_t n)
{
	if (i < n && rows[i] < set->h.n)
		__builtin_prefetch(
		    (const uint8_t *)set->a.pos + (uint64_t)rows[i] * vec_id_bits(&set->h) / 8);
}

VEC_PREFETCHES
prefetch_row(const vecset *set, uint32_t pos)
{
	if (pos >= set->h.n_stored)
		return;
	vec_prefetch_fine(set, pos);
	vec_prefetch_final(set, pos);
}

tensen_status
vec_prep_rows(vec_prep *prep, const vecset *set, const float *vec, const uint32_t *rows, uint32_t n,
    float *scores, tensen_error *err)
{
	int ok = vec_prep_set(prep, set, vec, err);

	for (uint32_t i = 0; i < ROWS_AHEAD && ok > 0; i++)
		prefetch_row(set, position_of(set, rows, i, n));
	for (uint32_t i = 0; i < n; i++) {
		uint32_t pos = ok > 0 ? position_of(set, rows, i, n) : VEC_NOWHERE;

		scores[i] = 0;
		if (ok > 0) {
			prefetch_place(set, rows, i + PLACES_AHEAD, n);
			prefetch_row(set, position_of(set, rows, i + ROWS_AHEAD, n));
		}
		if (pos < set->h.n_stored)
			scores[i] = final_score(prep, set, pos);
	}
	return ok < 0 ? (tensen_status)ok : TENSEN_OK;
}
