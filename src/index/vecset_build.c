/* index/vecset_build.c - rows to the bytes of a vector set.
 *
 * WHAT    rows -> slots (primary field, one field or several) -> clusters ->
 *         codes trained on a sample of residuals -> every row encoded in place.
 * RULES   Parallel pieces are clusters; each writes only its own bytes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "index/codes.h"
#include "index/vecset_cluster.h"
#include "index/vecset_impl.h"
#include "util/fail.h"
#include "util/rng.h"
#include "util/threads.h"

#define TARGET 100       /* rows a cluster */
#define TRAIN_ROWS 16384 /* residuals that train the codes */
#define REACH 7.5f       /* deviations; recall and cost: bench/ann --reach, FORMAT-vectors.md */

typedef struct builder {
	const float *rows;
	const uint64_t *masks;
	const vecset_build_opts *opts;
	uint32_t n;
	vec_head h;
	vec_layout l;
	uint8_t *slot_of;             /* [n] slot, or VEC_SLOTS for a zero row */
	uint32_t *order;              /* [n_stored] row numbers by position */
	uint32_t slot[VEC_SLOTS + 1]; /* first cluster */
	vec_cluster *cluster;
	codes c;
	uint8_t *p; /* the section's bytes */
} builder;

static void
builder_clear(builder *b)
{
	free(b->slot_of);
	free(b->order);
	free(b->cluster);
	codes_clear(&b->c);
}

/* ---- slots ---- */

static tensen_status
slot_of_row(builder *b, uint32_t i, const uint8_t *primary, tensen_error *err)
{
	const float *x = b->rows + (size_t)i * b->opts->dim;
	uint64_t mask = b->masks ? b->masks[i] : 0;
	uint32_t f;
	double norm = 0;

	for (uint32_t d = 0; d < b->opts->dim; d++) {
		if (!isfinite(x[d])) {
			tensen_fail(
			    err, TENSEN_E_INPUT, "row %u holds no number at dimension %u", i, d);
			if (err)
				err->at = i;
			return TENSEN_E_INPUT;
		}
		norm += (double)x[d] * x[d];
	}
	f = mask ? (primary ? primary[i] : (uint32_t)__builtin_ctzll(mask)) : VEC_FIELDS;
	if (f > VEC_FIELDS || (mask && (f == VEC_FIELDS || !(mask >> f & 1))))
		return tensen_fail(
		    err, TENSEN_E_ARG, "row %u: primary field %u is not in its mask", i, f);
	b->slot_of[i] = (uint8_t)(2 * f + (mask & (mask - 1) ? 1 : 0));
	if (!(norm > 1e-30))
		b->slot_of[i] = VEC_SLOTS;
	return TENSEN_OK;
}

static tensen_status
sort_slots(builder *b, const uint8_t *primary, uint32_t first[VEC_SLOTS + 2], tensen_error *err)
{
	uint32_t at[VEC_SLOTS + 2] = {0};
	tensen_status st;

	for (uint32_t i = 0; i < b->n; i++) {
		if ((st = slot_of_row(b, i, primary, err)) < 0)
			return st;
		at[b->slot_of[i] + 1]++;
	}
	for (uint32_t s = 0; s <= VEC_SLOTS; s++)
		at[s + 1] += at[s];
	memcpy(first, at, sizeof at);
	b->h.n_stored = first[VEC_SLOTS];
	for (uint32_t i = 0; i < b->n; i++)
		if (b->slot_of[i] < VEC_SLOTS)
			b->order[at[b->slot_of[i]]++] = i;
	return TENSEN_OK;
}

/* ---- clusters ---- */

static void
add_cluster(builder *b, uint32_t first, uint32_t n, uint32_t slot)
{
	vec_cluster *k = &b->cluster[b->h.n_clusters++];

	memset(k, 0, sizeof *k);
	k->first = first;
	k->n = n;
	k->block = b->h.n_blocks;
	k->mask = slot & 1 ? b->h.n_masks : 0;
	for (uint32_t i = 0; i < n && b->masks; i++)
		k->fields |= b->masks[b->order[first + i]];
	b->h.n_blocks += (n + VEC_BLOCK - 1) / VEC_BLOCK;
	b->h.n_masks += slot & 1 ? n : 0;
}

static tensen_status
cluster_slots(builder *b, const uint32_t first[VEC_SLOTS + 2], tensen_error *err)
{
	uint32_t *sizes = malloc(((size_t)b->h.n_stored + 1) * sizeof *sizes), n_sizes;
	tensen_status st = TENSEN_OK;

	b->cluster = malloc(((size_t)b->h.n_stored + 1) * sizeof *b->cluster);
	if (!sizes || !b->cluster)
		st = tensen_fail_nomem(err);
	for (uint32_t s = 0; s < VEC_SLOTS && st == TENSEN_OK; s++) {
		cluster_job job = {b->rows, b->opts->dim, b->order + first[s],
		    first[s + 1] - first[s], TARGET, rng_at(b->opts->seed, s), b->opts->threads};
		uint32_t at = first[s];

		b->slot[s] = b->h.n_clusters;
		if (job.n == 0 || (st = cluster_rows(&job, sizes, &n_sizes, err)) < 0)
			continue;
		for (uint32_t j = 0; j < n_sizes; at += sizes[j++])
			add_cluster(b, at, sizes[j], s);
	}
	b->slot[VEC_SLOTS] = b->h.n_clusters;
	free(sizes);
	return st;
}

/* The unit row behind a position, in the caller's order of dimensions. */
static void
unit_row(const builder *b, uint32_t pos, float *x)
{
	const float *row = b->rows + (size_t)b->order[pos] * b->opts->dim;
	double norm = 0;

	for (uint32_t d = 0; d < b->opts->dim; d++)
		norm += (double)row[d] * row[d];
	norm = 1.0 / sqrt(norm);
	for (uint32_t d = 0; d < b->opts->dim; d++)
		x[d] = (float)(row[d] * norm);
}

static void
mean_of(const builder *b, const vec_cluster *k, float *mean)
{
	float x[VEC_MAX_DIM];
	double sum[VEC_MAX_DIM] = {0};

	for (uint32_t i = 0; i < k->n; i++) {
		unit_row(b, k->first + i, x);
		for (uint32_t d = 0; d < b->opts->dim; d++)
			sum[d] += x[d];
	}
	for (uint32_t d = 0; d < b->opts->dim; d++)
		mean[d] = (float)(sum[d] / k->n);
}

/* ---- training ---- */

static tensen_status
train(builder *b, tensen_error *err)
{
	uint32_t dim = b->opts->dim, every = b->h.n_stored / TRAIN_ROWS + 1, n = 0;
	uint32_t room = b->h.n_stored / every + 1;
	float *res = malloc((size_t)room * dim * sizeof *res), mean[VEC_MAX_DIM] = {0};
	double square[VEC_MAX_DIM] = {0};
	float mean_square[VEC_MAX_DIM];
	tensen_status st;

	if (!res)
		return tensen_fail_nomem(err);
	for (uint32_t c = 0; c < b->h.n_clusters; c++) {
		const vec_cluster *k = &b->cluster[c];
		uint32_t at = (k->first + every - 1) / every * every;

		if (at < k->first + k->n)
			mean_of(b, k, mean);
		for (; at < k->first + k->n; at += every, n++) {
			float *x = res + (size_t)n * dim;
			unit_row(b, at, x);
			for (uint32_t d = 0; d < dim; d++) {
				square[d] += (double)x[d] * x[d];
				x[d] -= mean[d];
			}
		}
	}
	for (uint32_t d = 0; d < dim; d++)
		mean_square[d] = n ? (float)(square[d] / n) : 0;
	st = codes_train(&b->c, res, n, mean_square, dim, b->opts->seed, b->opts->threads, err);
	free(res);
	return st;
}

/* ---- encoding ---- */

static void
put_centre(builder *b, uint32_t c, float *mean)
{
	vec_cluster *k = &b->cluster[c];
	uint8_t *code = b->p + b->l.centre + (size_t)c * b->h.n_pad;
	float top = 0;

	for (uint32_t d = 0; d < b->h.dim; d++)
		top = fabsf(mean[d]) > top ? fabsf(mean[d]) : top;
	k->scale = top / 127.0f;
	memset(code, 128, b->h.n_pad);
	for (uint32_t d = 0; d < b->h.dim; d++) {
		float x = mean[b->c.order[d]];
		code[d] = (uint8_t)(128 + (k->scale > 0 ? (int)lrintf(x / k->scale) : 0));
	}
}

static float
centre_at(const builder *b, uint32_t c, uint32_t d)
{
	return b->cluster[c].scale *
	       (float)((int)b->p[b->l.centre + (size_t)c * b->h.n_pad + d] - 128);
}

/* Nibbles of row r of a block. */
static void
put_block(const builder *b, uint8_t *block, uint32_t r, const uint8_t *nibbles)
{
	for (uint32_t j = 0; j < b->h.n_bytes; j++)
		block[(size_t)j * VEC_BLOCK + r] =
		    (uint8_t)(nibbles[2 * j] | nibbles[2 * j + 1] << 4);
}

static void
put_coarse(builder *b, const vec_cluster *k, uint32_t i, const uint8_t *nibbles, uint16_t scale)
{
	uint8_t *block =
	    b->p + b->l.blocks + (k->block + (size_t)i / VEC_BLOCK) * vec_block_size(&b->h);

	put_block(b, block, i % VEC_BLOCK, nibbles);
	memcpy(b->p + b->l.scales + 2 * ((size_t)k->block * VEC_BLOCK + i), &scale, 2);
}

static void
put_fine(builder *b, uint32_t pos, const uint8_t *codes_, uint16_t step)
{
	uint8_t *fine = b->p + b->l.fine + (size_t)pos * vec_fine_stride(&b->h);

	memcpy(fine, &step, 2);
	fine += 2;
	if (b->h.fine_bits == 8) {
		memcpy(fine, codes_, b->h.n_pad);
		return;
	}
	for (uint32_t d = 0; d < b->h.n_pad; d += 64)
		for (uint32_t i = 0; i < 32; i++)
			fine[d / 2 + i] = (uint8_t)(codes_[d + i] | codes_[d + 32 + i] << 4);
}

static void
encode_cluster(void *ctx, size_t c, unsigned worker)
{
	builder *b = ctx;
	vec_cluster *k = &b->cluster[c];
	const uint8_t *centre = b->p + b->l.centre + c * b->h.n_pad;
	float mean[VEC_MAX_DIM], x[VEC_MAX_DIM], r[VEC_MAX_DIM]; /* r: x in coded order */
	uint8_t nibbles[256], fine[VEC_MAX_DIM];
	uint16_t scale, step;
	double spread = 0;

	(void)worker;
	mean_of(b, k, mean);
	put_centre(b, (uint32_t)c, mean);
	for (uint32_t d = 0; d < b->h.dim; d++)
		mean[d] = k->scale * (float)((int)centre[d] - 128);
	for (uint32_t i = 0; i < k->n; i++) {
		unit_row(b, k->first + i, x);
		for (uint32_t d = 0; d < b->h.dim; d++)
			r[d] = x[b->c.order[d]];
		spread += codes_encode(&b->c, r, mean, nibbles, &scale, fine, &step);
		put_coarse(b, k, i, nibbles, scale);
		put_fine(b, k->first + i, fine, step);
	}
	k->spread = (float)sqrt(spread / k->n);
}

/* Coarse codes of the centroids themselves, less their mean: a search reads 1/8 of the bytes
 * to learn which clusters can matter. */
static void
put_about(builder *b)
{
	const uint32_t dim = b->h.dim, n = b->h.n_clusters;
	const size_t size = vec_block_size(&b->h);
	double sum[VEC_MAX_DIM] = {0}, missed = 0;
	float mean[VEC_MAX_DIM] = {0};

	for (uint32_t c = 0; c < n; c++)
		for (uint32_t d = 0; d < dim; d++)
			sum[d] += centre_at(b, c, d);
	for (uint32_t d = 0; d < dim && n; d++)
		mean[d] = (float)(sum[d] / n);
	memcpy(b->p + b->l.mean, mean, 4 * (size_t)b->h.n_pad);
	for (uint32_t c = 0; c < n; c++) {
		float x[VEC_MAX_DIM];
		uint8_t nibbles[256];
		uint16_t scale;

		for (uint32_t d = 0; d < dim; d++)
			x[d] = centre_at(b, c, d) - mean[d];
		missed += codes_estimate(&b->c, x, nibbles, &scale);
		put_block(b, b->p + b->l.about + c / VEC_BLOCK * size, c % VEC_BLOCK, nibbles);
		memcpy(b->p + b->l.about_scales + 2 * (size_t)c, &scale, 2);
	}
	b->h.about_error = n ? (float)sqrt(missed / n) : 0;
}

/* By memcpy: where the caller's buffer stands now need not be aligned. */
static void
put_numbers(builder *b)
{
	uint8_t *pos = b->p + b->l.pos, *mask = b->p + b->l.mask;

	memcpy(b->p + b->l.row, b->order, 4 * (size_t)b->h.n_stored);
	memset(pos, 0xff, 4 * (size_t)b->n);
	for (uint32_t i = 0; i < b->h.n_stored; i++)
		memcpy(pos + 4 * (size_t)b->order[i], &i, 4);
	for (uint32_t s = 1; s < VEC_SLOTS; s += 2)
		for (uint32_t c = b->slot[s]; c < b->slot[s + 1]; c++)
			for (uint32_t i = 0; i < b->cluster[c].n; i++, mask += 8)
				memcpy(mask, &b->masks[b->order[b->cluster[c].first + i]], 8);
}

static void
put_tables(builder *b)
{
	memcpy(b->p + b->l.order, b->c.order, 2 * (size_t)b->h.dim);
	memcpy(b->p + b->l.group, b->c.group, 2 * (2 * (size_t)b->h.n_bytes + 1));
	memcpy(b->p + b->l.book, b->c.book, 64 * (size_t)b->h.n_pad);
	memcpy(b->p + b->l.mid, b->c.mid, 64 * (size_t)b->h.n_pad);
	memcpy(b->p + b->l.gain, b->c.gain, 4 * (size_t)b->h.n_pad);
	memcpy(b->p + b->l.var, b->c.var, 4 * (size_t)b->h.n_pad);
	memcpy(b->p + b->l.slot, b->slot, sizeof b->slot);
	memcpy(b->p + b->l.cluster, b->cluster, b->h.n_clusters * sizeof *b->cluster);
	memcpy(b->p, &b->h, sizeof b->h);
}

static tensen_status
write_all(builder *b, buf *out, tensen_error *err)
{
	vec_layout_of(&b->l, &b->h);
	b->h.size = b->l.size;
	if (buf_reserve(out, b->l.size) < 0)
		return tensen_fail_nomem(err);
	b->p = (uint8_t *)out->p + out->n;
	memset(b->p, 0, b->l.size);
	threads_run(b->opts->threads, b->h.n_clusters, encode_cluster, b);
	put_about(b);
	put_numbers(b);
	put_tables(b);
	out->n += b->l.size;
	return TENSEN_OK;
}

static tensen_status
check_opts(const vecset_build_opts *o, uint32_t n, tensen_error *err)
{
	if (o->dim < VEC_MIN_DIM || o->dim > VEC_MAX_DIM)
		return tensen_fail(err, TENSEN_E_ARG, "%u dimensions, expected %u to %u", o->dim,
		    VEC_MIN_DIM, VEC_MAX_DIM);
	if (n == UINT32_MAX)
		return tensen_fail(err, TENSEN_E_ARG, "too many rows for one vector set");
	return TENSEN_OK;
}

tensen_status
vecset_build(buf *out, const float *rows, const uint64_t *masks, const uint8_t *primary, uint32_t n,
    const vecset_build_opts *opts, tensen_error *err)
{
	builder b = {.rows = rows, .masks = masks, .opts = opts, .n = n};
	uint32_t first[VEC_SLOTS + 2];
	tensen_status st;

	if ((st = check_opts(opts, n, err)) < 0)
		return st;
	memcpy(b.h.magic, VEC_MAGIC, 8);
	b.h.version = VEC_VERSION;
	b.h.dim = opts->dim;
	b.h.n = n;
	b.h.n_pad = (opts->dim + 63) & ~63u;
	b.h.n_bytes = codes_bytes(opts->dim);
	b.h.fine_bits = codes_fine_bits(opts->dim);
	b.h.reach = REACH;
	b.slot_of = malloc((size_t)n + 1);
	b.order = malloc(((size_t)n + 1) * sizeof *b.order);
	if (!b.slot_of || !b.order)
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK)
		st = sort_slots(&b, primary, first, err);
	if (st == TENSEN_OK)
		st = cluster_slots(&b, first, err);
	if (st == TENSEN_OK)
		st = train(&b, err);
	if (st == TENSEN_OK)
		st = write_all(&b, out, err);
	builder_clear(&b);
	return st;
}
