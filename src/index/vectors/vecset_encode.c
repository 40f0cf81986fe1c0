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
#include "util/threads.h"

#define OUT_PIECE ((size_t)1 << 20) /* bytes passed on at once */
#define BATCH                                                                                      \
	((uint32_t)1 << 22) /* floats of rows encoded at once: 16 MiB; changes memory only         \
			     */

enum { CENTRE, BLOCKS, SCALES, FINE, REST, N_ARRAYS };

typedef struct encoder {
	vec_builder *m;
	vec_sample *sample;
	spool *array[N_ARRAYS];
	uint32_t from, to;  /* clusters of the batch */
	float *x;           /* rows of the batch */
	buf part[N_ARRAYS]; /* bytes of the batch */
	size_t unit[FINE];  /* bytes of a centroid, of a block, of the scales of a block */
} encoder;

static void
put_centre(encoder *e, uint32_t c, const float *mean)
{
	vec_builder *m = e->m;
	vec_cluster *k = &m->cluster[c];
	uint8_t *code = (uint8_t *)e->part[CENTRE].p + (c - e->from) * e->unit[CENTRE];
	float top = 0;

	for (uint32_t d = 0; d < m->h.dim; d++)
		top = fabsf(mean[d]) > top ? fabsf(mean[d]) : top;
	k->scale = top / 127.0f;
	memset(code, 128, m->h.n_pad);
	for (uint32_t d = 0; d < m->h.dim; d++) {
		float x = mean[m->c.order[d]];
		code[d] = (uint8_t)(128 + (k->scale > 0 ? (int)lrintf(x / k->scale) : 0));
	}
}

/* Store the nibbles of row r of a block. */
static void
put_block(const vec_head *h, uint8_t *block, uint32_t r, const uint8_t *nibbles)
{
	for (uint32_t j = 0; j < h->n_bytes; j++)
		block[(size_t)j * VEC_BLOCK + r] =
		    (uint8_t)(nibbles[2 * j] | nibbles[2 * j + 1] << 4);
}

/* Byte b of each 32-byte piece p holds dimension 64p + b low and 64p + 32 + b high. */
static void
put_halves(const vec_head *h, uint8_t *to, const uint8_t *from)
{
	for (uint32_t d = 0; d < h->n_pad; d += 64)
		for (uint32_t i = 0; i < 32; i++)
			to[d / 2 + i] = (uint8_t)(from[d + i] | from[d + 32 + i] << 4);
}

void
vec_put_rest(const vec_head *h, uint8_t *rest, const uint8_t *from)
{
	if (h->rest_bits)
		put_halves(h, rest, from);
}

void
vec_put_fine(const vec_head *h, uint8_t *fine, const uint8_t *from, uint16_t step)
{
	memcpy(fine, &step, 2);
	fine += 2;
	if (h->fine_bits == 8)
		memcpy(fine, from, h->n_pad);
	else
		put_halves(h, fine, from);
}

/* The rows and the centroid of a cluster, and where its bytes go. */
typedef struct cluster_place {
	const float *x, *centre;
	uint8_t *blocks, *scales, *fines, *rests;
	vec_lengths lengths;
} cluster_place;

static void
encode_rows(const encoder *e, cluster_place *p, uint32_t first, uint32_t n)
{
	const vec_builder *m = e->m;
	const uint32_t dim = m->h.dim;
	float coded[CODES_ROWS * VEC_MAX_DIM] = {0};
	coded_row row[CODES_ROWS];

	for (uint32_t i = 0; i < n; i++)
		for (uint32_t d = 0; d < dim; d++)
			coded[i * dim + d] = p->x[(size_t)(first + i) * dim + m->c.order[d]];
	codes_encode(&m->c, coded, n, p->centre, row);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t at = first + i;
		put_block(&m->h, p->blocks + at / VEC_BLOCK * e->unit[BLOCKS], at % VEC_BLOCK,
		    row[i].coarse);
		vec_lengths_add(&p->lengths, row[i].length, 1);
		memcpy(p->scales + 2 * (size_t)at, &row[i].scale, 2);
		vec_put_fine(
		    &m->h, p->fines + at * vec_fine_stride(&m->h), row[i].fine, row[i].step);
		vec_put_rest(&m->h, p->rests + at * vec_rest_stride(&m->h), row[i].rest);
	}
}

static void
encode_cluster(void *ctx, size_t piece, unsigned worker)
{
	encoder *e = ctx;
	vec_builder *m = e->m;
	uint32_t c = e->from + (uint32_t)piece;
	vec_cluster *k = &m->cluster[c];
	uint32_t at = k->first - m->cluster[e->from].first;
	size_t block = k->block - m->cluster[e->from].block;
	const uint8_t *centre = (uint8_t *)e->part[CENTRE].p + piece * e->unit[CENTRE];
	float mean[VEC_MAX_DIM];
	cluster_place place = {e->x + (size_t)at * m->h.dim, mean,
	    (uint8_t *)e->part[BLOCKS].p + block * e->unit[BLOCKS],
	    (uint8_t *)e->part[SCALES].p + block * e->unit[SCALES],
	    (uint8_t *)e->part[FINE].p + at * vec_fine_stride(&m->h),
	    (uint8_t *)e->part[REST].p + at * vec_rest_stride(&m->h), {0, 0, 0}};

	(void)worker;
	vec_mean(place.x, k->n, m->h.dim, mean);
	put_centre(e, c, mean);
	for (uint32_t d = 0; d < m->h.dim; d++)
		mean[d] = k->scale * (float)((int)centre[d] - 128);
	for (uint32_t first = 0, n; first < k->n; first += n) {
		n = k->n - first < CODES_ROWS ? k->n - first : CODES_ROWS;
		encode_rows(e, &place, first, n);
	}
	vec_cluster_note(&m->h, k, &place.lengths);
}

/* The end of a batch that begins at cluster `from`: at most `rows` rows, at least one cluster. */
static uint32_t
batch_end(const vec_builder *m, uint32_t from, uint32_t rows)
{
	uint32_t to = from + 1;

	while (to < m->h.n_clusters &&
	       m->cluster[to].first + m->cluster[to].n - m->cluster[from].first <= rows)
		to++;
	return to;
}

static tensen_status
encode_batch(encoder *e, tensen_error *err)
{
	vec_builder *m = e->m;
	const vec_cluster *first = &m->cluster[e->from], *last = &m->cluster[e->to - 1];
	uint32_t rows = last->first + last->n - first->first;
	uint32_t blocks = last->block + (last->n + VEC_BLOCK - 1) / VEC_BLOCK - first->block;
	size_t bytes[N_ARRAYS] = {(e->to - e->from) * e->unit[CENTRE], blocks * e->unit[BLOCKS],
	    blocks * e->unit[SCALES], rows * vec_fine_stride(&m->h), rows * vec_rest_stride(&m->h)};
	tensen_status st = vec_builder_load(m, first->first, rows, &e->x, err);

	for (int i = 0; i < N_ARRAYS && st == TENSEN_OK; i++) {
		buf_reset(&e->part[i]);
		if (buf_reserve(&e->part[i], bytes[i]) < 0)
			st = tensen_fail_nomem(err);
		else if (bytes[i]) /* rows may have no rest */
			memset(e->part[i].p, 0, bytes[i]);
	}
	if (st == TENSEN_OK) {
		threads_run(m->opts->threads, e->to - e->from, encode_cluster, e);
		vec_sample_offer(e->sample, m, first->first, rows, e->x);
	}
	for (int i = 0; i < N_ARRAYS && st == TENSEN_OK; i++)
		st = spool_add(e->array[i], e->part[i].p, bytes[i], err);
	return st;
}

static tensen_status
encode_all(encoder *e, tensen_error *err)
{
	vec_builder *m = e->m;
	tensen_status st = TENSEN_OK;

	e->unit[CENTRE] = m->h.n_pad;
	e->unit[BLOCKS] = vec_block_size(&m->h);
	e->unit[SCALES] = 2 * VEC_BLOCK;
	for (int i = 0; i < N_ARRAYS && st == TENSEN_OK; i++)
		st = spool_new(&e->array[i], m->opts->target, err);
	for (e->from = 0; e->from < m->h.n_clusters && st == TENSEN_OK; e->from = e->to) {
		e->to = batch_end(m, e->from, BATCH / m->h.dim);
		st = encode_batch(e, err);
	}
	for (int i = 0; i < N_ARRAYS && st == TENSEN_OK; i++)
		st = spool_finish(e->array[i], err);
	return st;
}

/* ---- coarse codes of the centroids ---- */

static float
centre_at(
    const vec_head *h, const vec_cluster *cluster, const uint8_t *centres, uint32_t c, uint32_t d)
{
	return cluster[c].scale * (float)((int)centres[(size_t)c * h->n_pad + d] - 128);
}

tensen_status
vec_centre_codes_make(vec_centre_codes *a, vec_head *h, const codes *table,
    const vec_cluster *cluster, const uint8_t *centres, tensen_error *err)
{
	const uint32_t dim = h->dim, n = h->n_clusters;
	double sum[VEC_MAX_DIM] = {0}, missed = 0;

	*a = (vec_centre_codes){
	    .blocks = calloc(vec_centre_blocks(h) + (size_t)1, vec_block_size(h)),
	    .scales = calloc(vec_centre_blocks(h) + (size_t)1, VEC_BLOCK * sizeof *a->scales)};
	if (!a->blocks || !a->scales)
		return tensen_fail_nomem(err);
	for (uint32_t c = 0; c < n; c++)
		for (uint32_t d = 0; d < dim; d++)
			sum[d] += centre_at(h, cluster, centres, c, d);
	for (uint32_t d = 0; d < dim && n; d++)
		a->mean[d] = (float)(sum[d] / n);
	for (uint32_t c = 0; c < n; c++) {
		float x[VEC_MAX_DIM];
		uint8_t nibbles[256];

		for (uint32_t d = 0; d < dim; d++)
			x[d] = centre_at(h, cluster, centres, c, d) - a->mean[d];
		missed += codes_estimate(table, x, nibbles, &a->scales[c]);
		put_block(h, a->blocks + c / VEC_BLOCK * vec_block_size(h), c % VEC_BLOCK, nibbles);
	}
	h->centre_error = n ? (float)sqrt(missed / n) : 0;
	return TENSEN_OK;
}

void
vec_centre_codes_clear(vec_centre_codes *a)
{
	free(a->blocks);
	free(a->scales);
}

static tensen_status
make_centre_codes(const encoder *e, vec_centre_codes *a, tensen_error *err)
{
	vec_builder *m = e->m;
	size_t bytes = (size_t)spool_size(e->array[CENTRE]);
	uint8_t *centres = malloc(bytes + 1);
	tensen_status st = centres ? TENSEN_OK : tensen_fail_nomem(err);

	if (st == TENSEN_OK)
		st = spool_read(e->array[CENTRE], 0, centres, bytes, err);
	if (st == TENSEN_OK)
		st = vec_centre_codes_make(a, &m->h, &m->c, m->cluster, centres, err);
	free(centres);
	return st;
}

/* ---- writing ---- */

void
vec_out_bytes(void *payload, const void *p, size_t n)
{
	vec_writer *o = payload;

	if (n)
		o->put(o->payload, p, n);
	o->at += n;
}

void
vec_out_pad(vec_writer *o)
{
	static const char zeros[64];

	vec_out_bytes(o, zeros, (64 - o->at % 64) % 64);
}

void
vec_out_array(vec_writer *o, const void *p, size_t n)
{
	vec_out_bytes(o, p, n);
	vec_out_pad(o);
}

void
vec_out_tables(vec_writer *o, const vec_head *h, const codes *c, const uint32_t *slot,
    const vec_cluster *cluster)
{
	vec_out_array(o, h, sizeof *h);
	vec_out_array(o, c->order, 2 * (size_t)h->dim);
	vec_out_array(o, c->group, 2 * (2 * (size_t)h->n_bytes + 1));
	vec_out_array(o, c->book, 64 * (size_t)h->n_pad);
	vec_out_array(o, c->mid, 64 * (size_t)h->n_pad);
	vec_out_array(o, c->gain, 4 * (size_t)h->n_pad);
	vec_out_array(o, c->var, 4 * (size_t)h->n_pad);
	vec_out_array(o, slot, (VEC_SLOTS + 1) * sizeof *slot);
	vec_out_array(o, cluster, h->n_clusters * sizeof *cluster);
}

void
vec_centre_codes_out(vec_writer *o, const vec_head *h, const vec_centre_codes *a)
{
	size_t n = vec_centre_blocks(h);

	vec_out_array(o, a->mean, 4 * (size_t)h->n_pad);
	vec_out_array(o, a->blocks, n * vec_block_size(h));
	vec_out_array(o, a->scales, n * VEC_BLOCK * sizeof *a->scales);
}

/* Write rows by position, positions by row, and masks of rows with several fields. */
static tensen_status
out_numbers(vec_writer *o, const vec_builder *m, tensen_error *err)
{
	uint32_t *pos = malloc(((size_t)m->h.n + 1) * sizeof *pos);

	if (!pos)
		return tensen_fail_nomem(err);
	memset(pos, 0xff, m->h.n * sizeof *pos);
	for (uint32_t i = 0; i < m->h.n_stored; i++)
		pos[m->order[i]] = i;
	vec_out_array(o, m->order, 4 * (size_t)m->h.n_stored);
	vec_out_array(o, pos, 4 * (size_t)m->h.n);
	free(pos);
	for (uint32_t s = 1; s < VEC_SLOTS; s += 2)
		for (uint32_t c = m->slot[s]; c < m->slot[s + 1]; c++)
			for (uint32_t i = 0; i < m->cluster[c].n; i++)
				vec_out_bytes(
				    o, &m->in->masks[m->order[m->cluster[c].first + i]], 8);
	vec_out_pad(o);
	return TENSEN_OK;
}

/* The arrays in the order of the format.  A spool is freed when its bytes are written. */
static tensen_status
out_arrays(encoder *e, vec_writer *o, tensen_error *err)
{
	vec_centre_codes a = {.blocks = NULL};
	vec_builder *m = e->m;
	tensen_status st = make_centre_codes(e, &a, err);

	vec_layout_of(&m->l, &m->h);
	m->h.size = m->l.size;
	if (st == TENSEN_OK)
		vec_out_tables(o, &m->h, &m->c, m->slot, m->cluster);
	for (int i = 0; i < N_ARRAYS && st == TENSEN_OK; i++) {
		st = spool_pour(e->array[i], vec_out_bytes, o, err);
		spool_free(e->array[i]);
		e->array[i] = NULL;
		vec_out_pad(o);
		if (i == CENTRE)
			vec_centre_codes_out(o, &m->h, &a);
	}
	vec_centre_codes_clear(&a);
	return st == TENSEN_OK ? out_numbers(o, m, err) : st;
}

/* A sink_fn that fills a spool. */
typedef struct filler {
	spool *to;
	tensen_status st;
	tensen_error *err;
} filler;

static void
fill_spool(void *payload, const void *p, size_t n)
{
	filler *f = payload;

	if (f->st == TENSEN_OK)
		f->st = spool_add(f->to, p, n, f->err);
}

/* The section with reach and slack by default, to a spool. */
static tensen_status
make_section(vec_builder *m, vec_sample *sample, spool *section, tensen_error *err)
{
	encoder e = {.m = m, .sample = sample};
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
put_section(vec_builder *m, const vec_sample *sample, const filemap *section, sink_fn put,
    void *payload, tensen_error *err)
{
	static const filemap in_memory; /* no pages of a file to give back */
	vecset *v = NULL;
	tensen_status st = vecset_open(&v, section->p, section->n, err);

	if (st == TENSEN_OK)
		st = vec_calibrate(sample, m, v, m->opts->target ? section : &in_memory, err);
	vecset_close(v);
	if (st < 0)
		return st;
	put(payload, &m->h, sizeof m->h);
	for (size_t at = sizeof m->h, n; at < section->n; at += n) {
		n = section->n - at < OUT_PIECE ? section->n - at : OUT_PIECE;
		put(payload, section->p + at, n);
	}
	return TENSEN_OK;
}

tensen_status
vec_builder_write(vec_builder *m, sink_fn put, void *payload, tensen_error *err)
{
	vec_sample *sample = NULL;
	spool *section = NULL;
	filemap bytes = {NULL, 0};
	tensen_status st = vec_sample_new(&sample, m, err);

	if (st == TENSEN_OK)
		st = spool_new(&section, m->opts->target, err);
	if (st == TENSEN_OK)
		st = make_section(m, sample, section, err);
	if (st == TENSEN_OK)
		st = spool_map(section, &bytes, err);
	if (st == TENSEN_OK)
		st = put_section(m, sample, &bytes, put, payload, err);
	if (section)
		spool_unmap(section, &bytes);
	spool_free(section);
	vec_sample_free(sample);
	return st;
}
