/* index/vecset_encode.c - clustered rows to the bytes of a vector set.
 *
 * WHAT    Batches of clusters are loaded, encoded in parallel (a cluster is a piece
 *         and writes only its own bytes) and appended to one waiting array each for
 *         centroids, coarse codes, scales and fine codes; at the end the arrays go out
 *         in the order of the format. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "index/vecset_make.h"
#include "util/fail.h"
#include "util/threads.h"

#define BATCH ((uint32_t)1 << 22) /* floats of rows encoded at once */

enum { CENTRE, BLOCKS, SCALES, FINE, N_ARRAYS };

typedef struct encoder {
	vec_maker *m;
	spool *array[N_ARRAYS];
	uint32_t from, to;         /* clusters of the batch */
	buf part[N_ARRAYS];        /* their bytes */
	size_t unit[N_ARRAYS - 1]; /* bytes of a centroid, a block, its scales */
} encoder;

static void
put_centre(encoder *e, uint32_t c, const float *mean)
{
	vec_maker *m = e->m;
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

/* Nibbles of row r of a block. */
static void
put_block(const vec_head *h, uint8_t *block, uint32_t r, const uint8_t *nibbles)
{
	for (uint32_t j = 0; j < h->n_bytes; j++)
		block[(size_t)j * VEC_BLOCK + r] =
		    (uint8_t)(nibbles[2 * j] | nibbles[2 * j + 1] << 4);
}

static void
put_coarse(encoder *e, const vec_cluster *k, uint32_t i, const uint8_t *nibbles, uint16_t scale)
{
	size_t at = k->block - e->m->cluster[e->from].block + (size_t)i / VEC_BLOCK;
	uint8_t *block = (uint8_t *)e->part[BLOCKS].p + at * e->unit[BLOCKS];
	uint32_t r = i % VEC_BLOCK;

	put_block(&e->m->h, block, r, nibbles);
	memcpy(e->part[SCALES].p + at * e->unit[SCALES] + 2 * (size_t)r, &scale, 2);
}

static void
put_fine(encoder *e, uint32_t pos, const uint8_t *codes_, uint16_t step)
{
	const vec_head *h = &e->m->h;
	uint8_t *fine =
	    (uint8_t *)e->part[FINE].p + (pos - e->m->cluster[e->from].first) * vec_fine_stride(h);

	memcpy(fine, &step, 2);
	fine += 2;
	if (h->fine_bits == 8) {
		memcpy(fine, codes_, h->n_pad);
		return;
	}
	for (uint32_t d = 0; d < h->n_pad; d += 64)
		for (uint32_t i = 0; i < 32; i++)
			fine[d / 2 + i] = (uint8_t)(codes_[d + i] | codes_[d + 32 + i] << 4);
}

static void
encode_cluster(void *ctx, size_t piece, unsigned worker)
{
	encoder *e = ctx;
	vec_maker *m = e->m;
	uint32_t c = e->from + (uint32_t)piece;
	vec_cluster *k = &m->cluster[c];
	uint32_t at = k->first - m->cluster[e->from].first;
	const uint8_t *centre = (uint8_t *)e->part[CENTRE].p + piece * e->unit[CENTRE];
	float mean[VEC_MAX_DIM], r[VEC_MAX_DIM]; /* r: a row in coded order */
	uint8_t nibbles[256], fine[VEC_MAX_DIM];
	uint16_t scale, step;
	double spread = 0;

	(void)worker;
	vec_maker_mean(m, at, k->n, mean);
	put_centre(e, c, mean);
	for (uint32_t d = 0; d < m->h.dim; d++)
		mean[d] = k->scale * (float)((int)centre[d] - 128);
	for (uint32_t i = 0; i < k->n; i++) {
		const float *x = m->x + (size_t)(at + i) * m->h.dim;
		for (uint32_t d = 0; d < m->h.dim; d++)
			r[d] = x[m->c.order[d]];
		spread += codes_encode(&m->c, r, mean, nibbles, &scale, fine, &step);
		put_coarse(e, k, i, nibbles, scale);
		put_fine(e, k->first + i, fine, step);
	}
	k->spread = (float)sqrt(spread / k->n);
}

/* Clusters from `from` on, at most `rows` rows but one cluster at least. */
static uint32_t
batch_end(const vec_maker *m, uint32_t from, uint32_t rows)
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
	vec_maker *m = e->m;
	const vec_cluster *first = &m->cluster[e->from], *last = &m->cluster[e->to - 1];
	uint32_t rows = last->first + last->n - first->first;
	uint32_t blocks = last->block + (last->n + VEC_BLOCK - 1) / VEC_BLOCK - first->block;
	size_t bytes[N_ARRAYS] = {(e->to - e->from) * e->unit[CENTRE], blocks * e->unit[BLOCKS],
	    blocks * e->unit[SCALES], rows * vec_fine_stride(&m->h)};
	tensen_status st = vec_maker_load(m, first->first, rows, err);

	for (int i = 0; i < N_ARRAYS && st == TENSEN_OK; i++) {
		buf_reset(&e->part[i]);
		if (buf_reserve(&e->part[i], bytes[i]) < 0)
			st = tensen_fail_nomem(err);
		else
			memset(e->part[i].p, 0, bytes[i]);
	}
	if (st == TENSEN_OK)
		threads_run(m->opts->threads, e->to - e->from, encode_cluster, e);
	for (int i = 0; i < N_ARRAYS && st == TENSEN_OK; i++)
		st = spool_add(e->array[i], e->part[i].p, bytes[i], err);
	return st;
}

static tensen_status
encode_all(encoder *e, tensen_error *err)
{
	vec_maker *m = e->m;
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

/* ---- the centroids' own codes ---- */

typedef struct about {
	float mean[VEC_MAX_DIM];
	uint8_t *blocks;
	uint16_t *scales;
} about;

static float
centre_at(const vec_maker *m, const uint8_t *centres, uint32_t c, uint32_t d)
{
	return m->cluster[c].scale * (float)((int)centres[(size_t)c * m->h.n_pad + d] - 128);
}

/* Coarse codes of the centroids, less their mean: a search reads 1/8 of the bytes
 * to learn which clusters can matter. */
static void
code_centres(vec_maker *m, about *a, const uint8_t *centres)
{
	const uint32_t dim = m->h.dim, n = m->h.n_clusters;
	double sum[VEC_MAX_DIM] = {0}, missed = 0;

	for (uint32_t c = 0; c < n; c++)
		for (uint32_t d = 0; d < dim; d++)
			sum[d] += centre_at(m, centres, c, d);
	for (uint32_t d = 0; d < dim && n; d++)
		a->mean[d] = (float)(sum[d] / n);
	for (uint32_t c = 0; c < n; c++) {
		float x[VEC_MAX_DIM];
		uint8_t nibbles[256];

		for (uint32_t d = 0; d < dim; d++)
			x[d] = centre_at(m, centres, c, d) - a->mean[d];
		missed += codes_estimate(&m->c, x, nibbles, &a->scales[c]);
		put_block(&m->h, a->blocks + c / VEC_BLOCK * vec_block_size(&m->h), c % VEC_BLOCK,
		    nibbles);
	}
	m->h.about_error = n ? (float)sqrt(missed / n) : 0;
}

static tensen_status
make_about(const encoder *e, about *a, tensen_error *err)
{
	size_t n = vec_about_blocks(&e->m->h), bytes = (size_t)spool_size(e->array[CENTRE]);
	uint8_t *centres = malloc(bytes + 1);
	tensen_status st;

	a->blocks = calloc(n + 1, vec_block_size(&e->m->h));
	a->scales = calloc(n + 1, VEC_BLOCK * sizeof *a->scales);
	st = centres && a->blocks && a->scales ? TENSEN_OK : tensen_fail_nomem(err);
	if (st == TENSEN_OK)
		st = spool_read(e->array[CENTRE], 0, centres, bytes, err);
	if (st == TENSEN_OK)
		code_centres(e->m, a, centres);
	free(centres);
	return st;
}

/* ---- out ---- */

typedef struct outlet {
	sink_fn put;
	void *payload;
	uint64_t at;
} outlet;

static void
out_bytes(void *payload, const void *p, size_t n)
{
	outlet *o = payload;

	if (n)
		o->put(o->payload, p, n);
	o->at += n;
}

/* Arrays begin at multiples of 64. */
static void
out_pad(outlet *o)
{
	static const char zeros[64];

	out_bytes(o, zeros, (64 - o->at % 64) % 64);
}

static void
out_array(outlet *o, const void *p, size_t n)
{
	out_bytes(o, p, n);
	out_pad(o);
}

static void
out_tables(outlet *o, const vec_maker *m)
{
	out_array(o, &m->h, sizeof m->h);
	out_array(o, m->c.order, 2 * (size_t)m->h.dim);
	out_array(o, m->c.group, 2 * (2 * (size_t)m->h.n_bytes + 1));
	out_array(o, m->c.book, 64 * (size_t)m->h.n_pad);
	out_array(o, m->c.mid, 64 * (size_t)m->h.n_pad);
	out_array(o, m->c.gain, 4 * (size_t)m->h.n_pad);
	out_array(o, m->c.var, 4 * (size_t)m->h.n_pad);
	out_array(o, m->slot, sizeof m->slot);
	out_array(o, m->cluster, m->h.n_clusters * sizeof *m->cluster);
}

static void
out_about(outlet *o, const vec_maker *m, const about *a)
{
	size_t n = vec_about_blocks(&m->h);

	out_array(o, a->mean, 4 * (size_t)m->h.n_pad);
	out_array(o, a->blocks, n * vec_block_size(&m->h));
	out_array(o, a->scales, n * VEC_BLOCK * sizeof *a->scales);
}

/* Row by position, position by row, masks of rows with several fields. */
static tensen_status
out_numbers(outlet *o, const vec_maker *m, tensen_error *err)
{
	uint32_t *pos = malloc(((size_t)m->h.n + 1) * sizeof *pos);

	if (!pos)
		return tensen_fail_nomem(err);
	memset(pos, 0xff, m->h.n * sizeof *pos);
	for (uint32_t i = 0; i < m->h.n_stored; i++)
		pos[m->order[i]] = i;
	out_array(o, m->order, 4 * (size_t)m->h.n_stored);
	out_array(o, pos, 4 * (size_t)m->h.n);
	free(pos);
	for (uint32_t s = 1; s < VEC_SLOTS; s += 2)
		for (uint32_t c = m->slot[s]; c < m->slot[s + 1]; c++)
			for (uint32_t i = 0; i < m->cluster[c].n; i++)
				out_bytes(o, &m->in->masks[m->order[m->cluster[c].first + i]], 8);
	out_pad(o);
	return TENSEN_OK;
}

tensen_status
vec_maker_write(vec_maker *m, sink_fn put, void *payload, tensen_error *err)
{
	encoder e = {.m = m};
	outlet o = {put, payload, 0};
	about a = {.blocks = NULL};
	tensen_status st = encode_all(&e, err);

	if (st == TENSEN_OK)
		st = make_about(&e, &a, err);
	vec_layout_of(&m->l, &m->h);
	m->h.size = m->l.size;
	if (st == TENSEN_OK)
		out_tables(&o, m);
	for (int i = 0; i < N_ARRAYS && st == TENSEN_OK; i++) {
		st = spool_pour(e.array[i], out_bytes, &o, err);
		out_pad(&o);
		if (i == CENTRE)
			out_about(&o, m, &a);
	}
	free(a.blocks);
	free(a.scales);
	if (st == TENSEN_OK)
		st = out_numbers(&o, m, err);
	for (int i = 0; i < N_ARRAYS; i++) {
		spool_free(e.array[i]);
		buf_clear(&e.part[i]);
	}
	return st;
}
