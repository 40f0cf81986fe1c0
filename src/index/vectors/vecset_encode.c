/* index/vectors/vecset_encode.c - encodes clustered rows and writes the section.
 *
 * WHAT    Batches of parents are loaded and encoded in parallel (each parent writes only
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

enum { CENTRE, DELTA, DELTA_SCALES, BLOCKS, SCALES, STEP, FINE, REST, N_ARRAYS };

typedef struct encoder {
	vec_builder *m;
	vec_sample *sample;
	spool *array[N_ARRAYS];
	uint32_t from, to;  /* parents of the batch */
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

void
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
	for (uint32_t d = 0; d < header->n_pad && header->rest_bits; d += 64)
		for (uint32_t i = 0; i < 32; i++)
			rest[d / 2 + i] = (uint8_t)(from[d + i] | from[d + 32 + i] << 4);
}

/* Where the bytes of a parent or cluster go; rows by position, blocks by number. */
typedef struct places {
	uint8_t *at[N_ARRAYS];
} places;

/* A cluster: its rows, its centroid as decoded, and in `lengths` of its residuals. */
typedef struct family_rows {
	const float *x, *centre, *parent;
	uint32_t n; /* rows of the parent */
	places to;
	vec_lengths lengths, wide;
} family_rows;

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
encode_rows(const encoder *enc, family_rows *one, uint32_t first, uint32_t n)
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
		vec_put_block(h, one->to.at[BLOCKS] + at / VEC_BLOCK * vec_block_size(h),
		    at % VEC_BLOCK, row[i].coarse);
		vec_lengths_add(&one->lengths, row[i].length, 1);
		vec_lengths_add(&one->wide, vecset_distance(coded + i * dim, one->parent, dim), 1);
		memcpy(one->to.at[SCALES] + 2 * (size_t)at, &row[i].scale, 2);
		memcpy(one->to.at[STEP] + at * VEC_STEP_BYTES, &row[i].step, VEC_STEP_BYTES);
		memcpy(one->to.at[FINE] + at * vec_fine_stride(h), row[i].fine, h->n_pad);
		vec_put_rest(h, one->to.at[REST] + at * vec_rest_stride(h), row[i].rest);
	}
}

/* The centroid of cluster k, the i-th of its parent, and its rows x. */
static void
encode_cluster(const encoder *enc, vec_cluster *cluster, uint32_t i, family_rows *one)
{
	const vec_builder *m = enc->m;
	float mean[VEC_MAX_DIM], delta[VEC_MAX_DIM], centre[VEC_MAX_DIM];
	uint8_t nibbles[CODES_MAX_GROUPS];
	uint16_t scale;

	memcpy(centre, one->parent, m->h.dim * sizeof *centre);
	if (cluster->n < one->n) { /* an only cluster is its parent */
		vec_mean(one->x, cluster->n, m->h.dim, mean);
		for (uint32_t d = 0; d < m->h.dim; d++)
			delta[d] = mean[m->c.order[d]] - one->parent[d];
		codes_difference(&m->c, delta, nibbles, &scale, centre);
		vec_put_block(&m->h, one->to.at[DELTA], i, nibbles);
		memcpy(one->to.at[DELTA_SCALES] + 2 * (size_t)i, &scale, 2);
	}
	one->centre = centre;
	one->lengths = (vec_lengths){0, 0, 0};
	for (uint32_t first = 0; first < cluster->n; first += CODES_ROWS)
		encode_rows(enc, one, first,
		    cluster->n - first < CODES_ROWS ? cluster->n - first : CODES_ROWS);
	vec_cluster_note(cluster, &one->lengths);
}

/* The first cluster behind parent p. */
static uint32_t
family_end(const vec_builder *maker, uint32_t p)
{
	return p + 1 < maker->h.n_parents ? maker->parent[p + 1].first : maker->h.n_clusters;
}

/* Bytes of one item of an array; items are parents, blocks or rows. */
static size_t
vecset_unit(const vec_head *header, int array)
{
	const size_t units[N_ARRAYS] = {header->n_pad, vec_block_size(header), 2 * VEC_BLOCK,
	    vec_block_size(header), 2 * VEC_BLOCK, VEC_STEP_BYTES, vec_fine_stride(header),
	    vec_rest_stride(header)};

	return units[array];
}

/* How many parents, blocks or rows precede cluster c. */
static size_t
items_before(const vec_builder *maker, int array, uint32_t c)
{
	const vec_cluster *last = &maker->cluster[c ? c - 1 : 0];

	if (c == 0)
		return 0;
	if (array <= DELTA_SCALES)
		return last->parent + (size_t)1;
	return array <= SCALES ? last->block + ((size_t)last->n + VEC_BLOCK - 1) / VEC_BLOCK
			       : last->first + (size_t)last->n;
}

static void
encode_family(void *ctx, size_t piece, unsigned worker)
{
	encoder *e = ctx;
	vec_builder *m = e->m;
	const uint32_t p = e->from + (uint32_t)piece, start = m->parent[e->from].first;
	const uint32_t begin = m->cluster[start].first, dim = m->h.dim;
	const uint32_t first = m->parent[p].first, end = family_end(m, p);
	const vec_cluster *last = &m->cluster[end - 1];
	const uint32_t n = last->first + last->n - m->cluster[first].first;
	const float *x = e->x + (size_t)(m->cluster[first].first - begin) * dim;
	float mean[VEC_MAX_DIM], parent[VEC_MAX_DIM];
	family_rows rows = {.parent = parent, .n = n, .wide = {0, 0, 0}};
	vec_cluster wide = {0};

	(void)worker;
	vec_mean(x, n, dim, mean);
	for (uint32_t d = 0; d < dim; d++)
		parent[d] = mean[m->c.order[d]];
	for (uint32_t c = first; c < end; c++) {
		for (int a = 0; a < N_ARRAYS; a++)
			rows.to.at[a] = (uint8_t *)e->part[a].p +
					(items_before(m, a, a <= DELTA_SCALES ? first : c) -
					    items_before(m, a, start)) *
					    vecset_unit(&m->h, a);
		if (c == first)
			vec_put_centre(&m->h, &m->parent[p].scale, rows.to.at[CENTRE], parent);
		rows.x = e->x + (size_t)(m->cluster[c].first - begin) * dim;
		encode_cluster(e, &m->cluster[c], c - first, &rows);
	}
	vec_cluster_note(&wide, &rows.wide);
	m->parent[p].rms = wide.rms;
	m->parent[p].radius = wide.radius;
}

/* The end of a batch that begins at parent `from`: at most `rows` rows, at least one parent. */
static uint32_t
batch_end(const vec_builder *maker, uint32_t from, uint32_t rows)
{
	uint32_t to = from + 1, begin = maker->cluster[maker->parent[from].first].first;

	for (; to < maker->h.n_parents; to++) {
		const vec_cluster *last = &maker->cluster[family_end(maker, to) - 1];
		if (last->first + last->n - begin > rows)
			break;
	}
	return to;
}

static tensen_status
encode_batch(encoder *enc, tensen_error *err)
{
	vec_builder *m = enc->m;
	const uint32_t start = m->parent[enc->from].first, end = family_end(m, enc->to - 1);
	const vec_cluster *last = &m->cluster[end - 1];
	uint32_t first = m->cluster[start].first, rows = last->first + last->n - first;
	size_t bytes[N_ARRAYS];
	tensen_status st = vec_builder_load(m, first, rows, &enc->x, err);

	for (int i = 0; i < N_ARRAYS && st == TENSEN_OK; i++) {
		bytes[i] =
		    (items_before(m, i, end) - items_before(m, i, start)) * vecset_unit(&m->h, i);
		buf_reset(&enc->part[i]);
		if (buf_reserve(&enc->part[i], bytes[i]) < 0)
			st = tensen_fail_nomem(err);
		else if (bytes[i]) /* rows may have no rest */
			memset(enc->part[i].p, 0, bytes[i]);
	}
	if (st == TENSEN_OK) {
		threads_run(m->opts->threads, enc->to - enc->from, encode_family, enc);
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
	for (enc->from = 0; enc->from < m->h.n_parents && st == TENSEN_OK; enc->from = enc->to) {
		enc->to = batch_end(m, enc->from, BATCH / m->h.dim);
		st = encode_batch(enc, err);
	}
	for (int i = 0; i < N_ARRAYS && st == TENSEN_OK; i++)
		st = spool_finish(enc->array[i], err);
	return st;
}

/* ---- coarse codes of the centroids ---- */

static float
centre_at(
    const vec_head *header, const float *scales, const uint8_t *centres, uint32_t p, uint32_t d)
{
	return scales[p] * (float)((int)centres[(size_t)p * header->n_pad + d] - 128);
}

tensen_status
vec_centre_codes_make(vec_centre_codes *vec, vec_head *header, const codes *table,
    const float *scales, const uint8_t *centres, tensen_error *err)
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
			sum[d] += centre_at(header, scales, centres, c, d);
	for (uint32_t d = 0; d < dim && n; d++)
		vec->mean[d] = (float)(sum[d] / n);
	for (uint32_t c = 0; c < n; c++) {
		float x[VEC_MAX_DIM];
		uint8_t nibbles[256];

		for (uint32_t d = 0; d < dim; d++)
			x[d] = centre_at(header, scales, centres, c, d) - vec->mean[d];
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
	float *scales = malloc((m->h.n_parents + (size_t)1) * sizeof *scales);
	tensen_status st = centres && scales ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t p = 0; p < m->h.n_parents && st == TENSEN_OK; p++)
		scales[p] = m->parent[p].scale;
	if (st == TENSEN_OK)
		st = spool_read(enc->array[CENTRE], 0, centres, bytes, err);
	if (st == TENSEN_OK)
		st = vec_centre_codes_make(vec, &m->h, &m->c, scales, centres, err);
	free(centres);
	free(scales);
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
    const vec_cluster *cluster, const vec_parent *parent)
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

/* Write rows by position, positions by row, and masks of rows with several fields. */
static tensen_status
out_numbers(vec_writer *out, const vec_builder *maker, tensen_error *err)
{
	uint32_t *pos = malloc(((size_t)maker->h.n + 1) * sizeof *pos);

	if (!pos)
		return tensen_fail_nomem(err);
	memset(pos, 0xff, maker->h.n * sizeof *pos);
	for (uint32_t i = 0; i < maker->h.n_stored; i++)
		pos[maker->order[i]] = i;
	vec_out_ids(out, &maker->h, maker->order, maker->h.n_stored);
	vec_out_ids(out, &maker->h, pos, maker->h.n);
	free(pos);
	for (uint32_t s = 1; s < VEC_SLOTS; s += 2)
		for (uint32_t c = maker->slot[s]; c < maker->slot[s + 1]; c++)
			for (uint32_t i = 0; i < maker->cluster[c].n; i++)
				vec_out_bytes(out,
				    &maker->in->masks[maker->order[maker->cluster[c].first + i]],
				    8);
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
		if (i == CENTRE)
			vec_centre_codes_out(out, &m->h, &a);
	}
	vec_centre_codes_clear(&a);
	return st == TENSEN_OK ? out_numbers(out, m, err) : st;
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
