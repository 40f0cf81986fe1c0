/* index/vectors/vecset_encode.c - encodes clustered rows and writes the section.
 *
 * WHAT    Batches of clusters are loaded and encoded in parallel (each cluster writes only
 *         its own bytes).  Centroids, coarse codes, scales and fine codes are appended to a
 *         spool each; then they are written in the order of the format to one more spool, which is
 *         mapped, searched to choose reach and slack (vecset_calibrate.c) and passed on. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "index/vectors/vecset_builder.h"
#include "util/fail.h"
#include "util/threads/threads.h"

#define OUT_PIECE ((size_t)1 << 20) /* bytes passed on at once */
/* Floats of rows encoded at once: 16 MiB; changes memory only. */
#define BATCH ((uint32_t)1 << 22)

enum { CENTRE, BLOCKS, SCALES, STEP, FINE, REST, N_ARRAYS };

typedef struct encoder {
	vec_builder *m;
	vec_sample *sample;
	spool *array[N_ARRAYS];
	uint32_t from, to;  /* clusters of the batch */
	float *x;           /* rows of the batch */
	buf part[N_ARRAYS]; /* bytes of the batch */
} encoder;

void
vec_put_centre(const vec_head *header, float *scale, uint8_t *code, float *mean)
{
	float top = 0;

	for (uint32_t d = 0; d < header->dim; d++)
		top = fabsf(mean[d]) > top ? fabsf(mean[d]) : top;
	*scale = top / 127.0f;
	memset(code, 128, header->n_pad);
	for (uint32_t d = 0; d < header->dim; d++) {
		code[d] = (uint8_t)(128 + (*scale > 0 ? (int)lrintf(mean[d] / *scale) : 0));
		mean[d] = *scale * (float)((int)code[d] - 128);
	}
}

/* Put nibbles [groups] into row r of a block. */
static void
vec_put_block(const vec_head *header, uint8_t *block, uint32_t r, const uint8_t *nibbles)
{
	for (uint32_t j = 0; j < header->n_bytes; j++)
		block[(size_t)j * VEC_BLOCK + r] =
		    (uint8_t)(nibbles[2 * j] | nibbles[2 * j + 1] << 4);
}

/* Byte b of each 32-byte piece p holds dimension 64p + b low and 64p + 32 + b high. */
void
vec_put_rest(const vec_head *header, uint8_t *rest, const uint8_t *from)
{
	for (uint32_t d = 0; d < header->n_pad; d += 64)
		for (uint32_t i = 0; i < 32; i++)
			rest[d / 2 + i] = (uint8_t)(from[d + i] | from[d + 32 + i] << 4);
}

/* A cluster: its rows, its centroid as decoded, where its bytes go, and the lengths of its residuals
 * as codes_encode() and as vecset_distance() have them. */
typedef struct cluster_rows {
	const float *x, *centre;
	uint8_t *to[N_ARRAYS];
	vec_lengths lengths, wide;
} cluster_rows_of;

static double
vecset_distance(const float *a, const float *b, uint32_t n)
{
	double sum = 0;

	for (uint32_t d = 0; d < n; d++)
		sum += (double)(a[d] - b[d]) * (a[d] - b[d]);
	return sqrt(sum);
}

/* Rows first .. first + n - 1 of a cluster. */
static void
encode_rows(const encoder *enc, cluster_rows_of *one, uint32_t first, uint32_t n)
{
	const vec_head *h = &enc->m->h;
	const uint32_t dim = h->dim;
	float coded[CODES_ROWS * VEC_MAX_DIM];
	coded_row row[CODES_ROWS];

	for (uint32_t i = 0; i < n; i++)
		for (uint32_t d = 0; d < dim; d++)
			coded[i * dim + d] = one->x[(size_t)(first + i) * dim + enc->m->c.order[d]];
	codes_encode(&enc->m->c, coded, n, one->centre, row);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t at = first + i;
		vec_put_block(h, one->to[BLOCKS] + at / VEC_BLOCK * vec_block_size(h),
		    at % VEC_BLOCK, row[i].coarse);
		vec_lengths_add(&one->lengths, row[i].length, 1);
		vec_lengths_add(&one->wide, vecset_distance(coded + i * dim, one->centre, dim), 1);
		memcpy(one->to[SCALES] + 2 * (size_t)at, &row[i].scale, 2);
		memcpy(one->to[STEP] + at * VEC_STEP_BYTES, &row[i].step, VEC_STEP_BYTES);
		memcpy(one->to[FINE] + at * vec_fine_stride(h), row[i].fine, h->n_pad);
		vec_put_rest(h, one->to[REST] + at * vec_rest_stride(h), row[i].rest);
	}
}

/* Bytes of one item of an array; items are clusters, blocks or rows. */
static size_t
vecset_unit(const vec_head *header, int array)
{
	const size_t units[N_ARRAYS] = {header->n_pad, vec_block_size(header), 2 * VEC_BLOCK,
	    VEC_STEP_BYTES, vec_fine_stride(header), vec_rest_stride(header)};

	return units[array];
}

/* How many clusters, blocks or rows precede cluster c. */
static size_t
items_before(const vec_builder *maker, int array, uint32_t c)
{
	const vec_cluster *last = &maker->cluster[c ? c - 1 : 0];

	if (c == 0 || array == CENTRE)
		return c;
	return array <= SCALES ? last->block + ((size_t)last->n + VEC_BLOCK - 1) / VEC_BLOCK
			       : last->first + (size_t)last->n;
}

static void
encode_cluster(void *ctx, size_t piece, unsigned worker)
{
	encoder *e = ctx;
	vec_builder *m = e->m;
	const uint32_t c = e->from + (uint32_t)piece, dim = m->h.dim;
	vec_cluster *k = &m->cluster[c], wide = {0};
	float mean[VEC_MAX_DIM], centre[VEC_MAX_DIM];
	cluster_rows_of rows = {
	    .x = e->x + (size_t)(k->first - m->cluster[e->from].first) * dim, .centre = centre};

	(void)worker;
	for (int a = 0; a < N_ARRAYS; a++)
		rows.to[a] =
		    (uint8_t *)e->part[a].p +
		    (items_before(m, a, c) - items_before(m, a, e->from)) * vecset_unit(&m->h, a);
	vec_mean(rows.x, k->n, dim, mean);
	for (uint32_t d = 0; d < dim; d++)
		centre[d] = mean[m->c.order[d]];
	vec_put_centre(&m->h, &m->parent[c].scale, rows.to[CENTRE], centre);
	for (uint32_t first = 0; first < k->n; first += CODES_ROWS)
		encode_rows(e, &rows, first, k->n - first < CODES_ROWS ? k->n - first : CODES_ROWS);
	vec_cluster_note(k, &rows.lengths);
	vec_cluster_note(&wide, &rows.wide);
	m->parent[c].rms = wide.rms;
	m->parent[c].radius = wide.radius;
}

/* The end of a batch that begins at cluster `from`: at most `rows` rows, at least one cluster. */
static uint32_t
batch_end(const vec_builder *maker, uint32_t from, uint32_t rows)
{
	const vec_cluster *k = maker->cluster;
	uint32_t to = from + 1;

	while (to < maker->h.n_clusters && k[to].first + k[to].n - k[from].first <= rows)
		to++;
	return to;
}

static tensen_status
encode_batch(encoder *enc, tensen_error *err)
{
	vec_builder *m = enc->m;
	const vec_cluster *last = &m->cluster[enc->to - 1];
	uint32_t first = m->cluster[enc->from].first, rows = last->first + last->n - first;
	size_t bytes[N_ARRAYS];
	tensen_status st = vec_builder_load(m, first, rows, &enc->x, err);

	for (int i = 0; i < N_ARRAYS && st == TENSEN_OK; i++) {
		bytes[i] = (items_before(m, i, enc->to) - items_before(m, i, enc->from)) *
			   vecset_unit(&m->h, i);
		buf_reset(&enc->part[i]);
		if (buf_reserve(&enc->part[i], bytes[i]) < 0)
			st = tensen_fail_nomem(err);
		else
			memset(enc->part[i].p, 0, bytes[i]);
	}
	if (st == TENSEN_OK) {
		threads_run(m->opts->threads, enc->to - enc->from, encode_cluster, enc);
		vec_sample_offer(enc->sample, m, first, rows, enc->x);
	}
	for (int i = 0; i < N_ARRAYS && st == TENSEN_OK; i++)
		st = spool_add(enc->array[i], enc->part[i].p, bytes[i], err);
	return st;
}

static tensen_status
encode_all(encoder *enc, tensen_error *err)
{
	vec_builder *m = enc->m;
	tensen_status st = TENSEN_OK;

	for (int i = 0; i < N_ARRAYS && st == TENSEN_OK; i++)
		st = spool_new(&enc->array[i], m->opts->target, err);
	for (enc->from = 0; enc->from < m->h.n_clusters && st == TENSEN_OK; enc->from = enc->to) {
		enc->to = batch_end(m, enc->from, BATCH / m->h.dim);
		st = encode_batch(enc, err);
	}
	for (int i = 0; i < N_ARRAYS && st == TENSEN_OK; i++)
		st = spool_finish(enc->array[i], err);
	return st;
}

/* ---- coarse codes of the centroids ---- */

static float
centre_at(const vec_head *header, const vec_centroid *parents, const uint8_t *centres, uint32_t p,
    uint32_t d)
{
	return parents[p].scale * (float)((int)centres[(size_t)p * header->n_pad + d] - 128);
}

tensen_status
vec_centre_codes_make(vec_centre_codes *vec, vec_head *header, const codes *table,
    const vec_centroid *parents, const uint8_t *centres, tensen_error *err)
{
	const uint32_t dim = header->dim, n = header->n_parents;
	double sum[VEC_MAX_DIM] = {0}, missed = 0;

	*vec = (vec_centre_codes){
	    .blocks = calloc(vec_centre_blocks(header) + (size_t)1, vec_block_size(header)),
	    .scales =
		calloc(vec_centre_blocks(header) + (size_t)1, VEC_BLOCK * sizeof *vec->scales)};
	if (!vec->blocks || !vec->scales)
		return tensen_fail_nomem(err);
	for (uint32_t c = 0; c < n; c++)
		for (uint32_t d = 0; d < dim; d++)
			sum[d] += centre_at(header, parents, centres, c, d);
	for (uint32_t d = 0; d < dim && n; d++)
		vec->mean[d] = (float)(sum[d] / n);
	for (uint32_t c = 0; c < n; c++) {
		float x[VEC_MAX_DIM];
		uint8_t nibbles[256];

		for (uint32_t d = 0; d < dim; d++)
			x[d] = centre_at(header, parents, centres, c, d) - vec->mean[d];
		missed += codes_estimate(table, x, nibbles, &vec->scales[c]);
		vec_put_block(header, vec->blocks + c / VEC_BLOCK * vec_block_size(header),
		    c % VEC_BLOCK, nibbles);
	}
	header->centre_error = n ? (float)sqrt(missed / n) : 0;
	return TENSEN_OK;
}

void
vec_centre_codes_clear(vec_centre_codes *vec)
{
	free(vec->blocks);
	free(vec->scales);
}

static tensen_status
make_centre_codes(const encoder *enc, vec_centre_codes *vec, tensen_error *err)
{
	vec_builder *m = enc->m;
	size_t bytes = (size_t)spool_size(enc->array[CENTRE]);
	uint8_t *centres = malloc(bytes + 1);
	tensen_status st = centres ? TENSEN_OK : tensen_fail_nomem(err);

	if (st == TENSEN_OK)
		st = spool_read(enc->array[CENTRE], 0, centres, bytes, err);
	if (st == TENSEN_OK)
		st = vec_centre_codes_make(vec, &m->h, &m->c, m->parent, centres, err);
	free(centres);
	return st;
}

/* ---- writing ---- */

void
vec_out_bytes(void *payload, const void *ctx, size_t n)
{
	vec_writer *o = payload;

	if (n)
		o->put(o->payload, ctx, n);
	o->at += n;
}

void
vec_out_pad(vec_writer *out)
{
	static const char zeros[64];

	vec_out_bytes(out, zeros, (64 - out->at % 64) % 64);
}

void
vec_out_array(vec_writer *out, const void *ctx, size_t n)
{
	vec_out_bytes(out, ctx, n);
	vec_out_pad(out);
}

void
vec_out_deltas(vec_writer *out, const vec_head *header)
{
	static const uint8_t zeros[2 * VEC_BLOCK];
	const size_t sizes[] = {vec_block_size(header), sizeof zeros};

	for (int a = 0; a < 2; a++) {
		for (size_t left = sizes[a] * header->n_clusters, n; left; left -= n) {
			n = left < sizeof zeros ? left : sizeof zeros;
			vec_out_bytes(out, zeros, n);
		}
		vec_out_pad(out);
	}
}

/* Numbers of rows or positions; UINT32_MAX becomes all ones. */
static void
vec_out_ids(vec_writer *out, const vec_head *header, const uint32_t *ids, uint32_t n)
{
	const uint32_t bits = vec_id_bits(header);
	const uint64_t end = out->at + vec_id_bytes(header, n), all = (1ull << bits) - 1;
	uint64_t held = 0;
	uint32_t n_held = 0; /* bits not yet written */

	for (uint32_t i = 0; i < n; i++) {
		held |= (ids[i] & all) << n_held;
		n_held += bits;
		if (n_held >= 32) {
			vec_out_bytes(out, &held, 4);
			held >>= 32;
			n_held -= 32;
		}
	}
	while (out->at < end) {
		vec_out_bytes(out, &held, 1);
		held >>= 8;
	}
	vec_out_pad(out);
}

void
vec_out_tables(vec_writer *out, const vec_head *header, const codes *coded, const uint32_t *slot,
    const vec_cluster *cluster, const vec_centroid *parent)
{
	vec_out_array(out, header, sizeof *header);
	vec_out_array(out, coded->order, 2 * (size_t)header->dim);
	vec_out_array(out, coded->group, 2 * (2 * (size_t)header->n_bytes + 1));
	vec_out_array(out, coded->book, 64 * (size_t)header->n_pad);
	vec_out_array(out, coded->mid, 64 * (size_t)header->n_pad);
	vec_out_array(out, coded->gain, 4 * (size_t)header->n_pad);
	vec_out_array(out, coded->var, 4 * (size_t)header->n_pad);
	vec_out_array(out, slot, (VEC_SLOTS + 1) * sizeof *slot);
	for (uint32_t i = 0; i < header->n_clusters; i++) {
		vec_stored_cluster k = {
		    cluster[i].fields, cluster[i].n, cluster[i].rms, cluster[i].radius};
		vec_out_bytes(out, &k, sizeof k);
	}
	vec_out_pad(out);
	vec_out_array(out, parent, header->n_parents * sizeof *parent);
}

void
vec_centre_codes_out(vec_writer *out, const vec_head *header, const vec_centre_codes *vec)
{
	size_t n = vec_centre_blocks(header);

	vec_out_array(out, vec->mean, 4 * (size_t)header->n_pad);
	vec_out_array(out, vec->blocks, n * vec_block_size(header));
	vec_out_array(out, vec->scales, n * VEC_BLOCK * sizeof *vec->scales);
}

tensen_status
vec_out_numbers(vec_writer *out, const vec_head *header, const uint32_t *slot,
    const vec_cluster *cluster, const uint32_t *row, const uint64_t *masks, tensen_error *err)
{
	uint32_t *pos = malloc(((size_t)header->n + 1) * sizeof *pos);

	if (!pos)
		return tensen_fail_nomem(err);
	memset(pos, 0xff, header->n * sizeof *pos);
	for (uint32_t i = 0; i < header->n_stored; i++)
		pos[row[i]] = i;
	vec_out_ids(out, header, row, header->n_stored);
	vec_out_ids(out, header, pos, header->n);
	free(pos);
	for (uint32_t s = 1; s < VEC_SLOTS; s += 2)
		for (uint32_t c = slot[s]; c < slot[s + 1]; c++)
			for (uint32_t i = 0; i < cluster[c].n; i++)
				vec_out_bytes(out, &masks[row[cluster[c].first + i]], 8);
	vec_out_pad(out);
	return TENSEN_OK;
}

/* The arrays in the order of the format.  A spool is freed when its bytes are written. */
static tensen_status
out_arrays(encoder *enc, vec_writer *out, tensen_error *err)
{
	vec_centre_codes a = {.blocks = NULL};
	vec_builder *m = enc->m;
	tensen_status st = make_centre_codes(enc, &a, err);

	vec_layout_of(&m->l, &m->h);
	m->h.size = m->l.size;
	if (st == TENSEN_OK)
		vec_out_tables(out, &m->h, &m->c, m->slot, m->cluster, m->parent);
	for (int i = 0; i < N_ARRAYS && st == TENSEN_OK; i++) {
		st = spool_pour(enc->array[i], vec_out_bytes, out, err);
		spool_free(enc->array[i]);
		enc->array[i] = NULL;
		vec_out_pad(out);
		if (i == CENTRE) {
			vec_centre_codes_out(out, &m->h, &a);
			vec_out_deltas(out, &m->h);
		}
	}
	vec_centre_codes_clear(&a);
	return st < 0
		   ? st
		   : vec_out_numbers(out, &m->h, m->slot, m->cluster, m->order, m->in->masks, err);
}

/* A sink_fn that fills a spool. */
typedef struct filler {
	spool *to;
	tensen_status st;
	tensen_error *err;
} filler;

static void
fill_spool(void *payload, const void *ctx, size_t n)
{
	filler *f = payload;

	if (f->st == TENSEN_OK)
		f->st = spool_add(f->to, ctx, n, f->err);
}

/* The section with reach and slack by default, to a spool. */
static tensen_status
make_section(vec_builder *maker, vec_sample *sample, spool *section, tensen_error *err)
{
	encoder e = {.m = maker, .sample = sample};
	filler f = {section, TENSEN_OK, err};
	vec_writer o = {fill_spool, &f, 0};
	tensen_status st = encode_all(&e, err);

	if (st == TENSEN_OK)
		st = out_arrays(&e, &o, err);
	if (st == TENSEN_OK && (st = f.st) == TENSEN_OK)
		st = spool_finish(section, err);
	for (int i = 0; i < N_ARRAYS; i++) {
		spool_free(e.array[i]);
		buf_clear(&e.part[i]);
	}
	return st;
}

/* Calibrate the section, then pass it on with the new header. */
static tensen_status
put_section(vec_builder *maker, const vec_sample *sample, const filemap *section, sink_fn put,
    void *payload, tensen_error *err)
{
	static const filemap in_memory; /* no pages of a file to give back */
	vecset *v = NULL;
	tensen_status st = vecset_open(&v, section->p, section->n, err);

	if (st == TENSEN_OK)
		st = vec_calibrate(
		    sample, maker, v, maker->opts->target ? section : &in_memory, err);
	vecset_close(v);
	if (st < 0)
		return st;
	put(payload, &maker->h, sizeof maker->h);
	for (size_t at = sizeof maker->h, n; at < section->n; at += n) {
		n = section->n - at < OUT_PIECE ? section->n - at : OUT_PIECE;
		put(payload, section->p + at, n);
	}
	return TENSEN_OK;
}

tensen_status
vec_builder_write(vec_builder *maker, sink_fn put, void *payload, tensen_error *err)
{
	vec_sample *sample = NULL;
	spool *section = NULL;
	filemap bytes = {NULL, 0};
	tensen_status st = vec_sample_new(&sample, maker, err);

	if (st == TENSEN_OK)
		st = spool_new(&section, maker->opts->target, err);
	if (st == TENSEN_OK)
		st = make_section(maker, sample, section, err);
	if (st == TENSEN_OK)
		st = spool_map(section, &bytes, err);
	if (st == TENSEN_OK)
		st = put_section(maker, sample, &bytes, put, payload, err);
	if (section)
		spool_unmap(section, &bytes);
	spool_free(section);
	vec_sample_free(sample);
	return st;
}
