/* index/vecset_update.c - see vecset_update.h.
 *
 * Each array of the section is made in one walk over the clusters, old rows first and
 * new ones behind them, and goes out at once: in memory are the codes of the new
 * rows and 8 bytes for every row. */
#include "index/vecset_update.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "index/vecset_make.h"
#include "util/clones.h"
#include "util/fail.h"
#include "util/threads.h"

#define WEIGHT_ROWS 16384 /* rows whose mean squares weigh errors, as in training */
#define FRESH_ROWS 100    /* rows of a cluster made for a slot that had none */

/* A new row: where it goes and what it became. */
typedef struct guest {
	uint32_t row, at;    /* at: number among the added */
	uint32_t slot, home; /* home: cluster of the old set, or VEC_GONE */
	double square;       /* of the residual */
} guest;

/* A cluster afterwards. */
typedef struct house {
	uint32_t old;             /* cluster of the old set, or VEC_GONE */
	uint32_t guest, n_guests; /* in `guests` */
	uint32_t n_old;           /* rows that stay */
} house;

typedef struct updater {
	const vecset *old;
	const vec_changes *in;
	unsigned threads;
	vec_head h;
	codes c;       /* weight is owned, the rest borrowed from the old set */
	guest *guests; /* by slot, cluster, row */
	uint32_t n_guests;
	uint8_t *blocks, *scales, *fine; /* of guests: [n_guests] nibble bytes, 2, stride */
	house *houses;
	vec_cluster *cluster; /* [h.n_clusters] */
	uint32_t slot[VEC_SLOTS + 1];
} updater;

static void
updater_clear(updater *u)
{
	free(u->c.weight);
	free(u->guests);
	free(u->blocks);
	free(u->scales);
	free(u->fine);
	free(u->houses);
	free(u->cluster);
}

/* ---- tables ---- */

/* What an error costs by dimension is not in the section: mean squares of rows as
 * they decode, at even distances. */
static tensen_status
borrow_tables(updater *u, tensen_error *err)
{
	const vecset *v = u->old;
	uint32_t every = v->h.n_stored / WEIGHT_ROWS + 1, n = 0;
	float y[VEC_MAX_DIM];
	double square[VEC_MAX_DIM] = {0};

	u->c = (codes){.dim = v->h.dim,
	    .n_pad = v->h.n_pad,
	    .n_bytes = v->h.n_bytes,
	    .fine_bits = v->h.fine_bits,
	    .order = (uint16_t *)(uintptr_t)v->a.order,
	    .group = (uint16_t *)(uintptr_t)v->a.group,
	    .book = (float *)(uintptr_t)v->a.book,
	    .mid = (float *)(uintptr_t)v->a.mid,
	    .gain = (float *)(uintptr_t)v->a.gain,
	    .var = (float *)(uintptr_t)v->a.var,
	    .weight = calloc(v->h.n_pad, sizeof(float))};
	if (!u->c.weight)
		return tensen_fail_nomem(err);
	for (uint32_t pos = 0; pos < v->h.n_stored; pos += every, n++) {
		vecset_get(v, v->a.row[pos], y);
		for (uint32_t d = 0; d < v->h.dim; d++)
			square[d] += (double)y[d] * y[d];
	}
	for (uint32_t d = 0; d < v->h.dim; d++)
		u->c.weight[d] =
		    (n ? (float)(square[v->a.order[d]] / n) : 0) + 1e-6f / (float)v->h.dim;
	return TENSEN_OK;
}

static int
gain_is_sound(const vecset *v)
{
	for (uint32_t d = 0; d < v->h.dim; d++)
		if (!(v->a.gain[d] > 0))
			return 0;
	return 1;
}

/* ---- guests ---- */

/* A unit vector in coded order; 0: a zero row. */
static int
unit_coded(const updater *u, uint32_t at, float *out)
{
	const float *x = u->in->x + (size_t)at * u->h.dim;
	double norm = 0;

	for (uint32_t d = 0; d < u->h.dim; d++)
		norm += (double)x[d] * x[d];
	for (uint32_t d = 0; d < u->h.dim; d++)
		out[d] = norm > 1e-30 ? (float)(x[u->c.order[d]] / sqrt(norm)) : 0;
	return norm > 1e-30;
}

#define LANES 16 /* a divisor of n_pad */
typedef float lanes __attribute__((vector_size(4 * LANES)));
typedef uint8_t byte_lanes __attribute__((vector_size(LANES)));

/* The cluster of a slot whose centroid is nearest to x[n_pad]. */
CLONES static uint32_t
nearest_cluster(const vecset *v, uint32_t slot, const float *x)
{
	uint32_t best = VEC_GONE;
	float least = HUGE_VALF;

	for (uint32_t c = v->a.slot[slot]; c < v->a.slot[slot + 1]; c++) {
		const uint8_t *code = v->a.centre + (size_t)c * v->h.n_pad;
		lanes part = {0};
		float sum = 0;
		for (uint32_t d = 0; d < v->h.n_pad; d += LANES) {
			byte_lanes b;
			lanes e;
			memcpy(&b, code + d, sizeof b);
			memcpy(&e, x + d, sizeof e);
			e -= v->a.cluster[c].scale * (__builtin_convertvector(b, lanes) - 128);
			part += e * e;
		}
		for (uint32_t i = 0; i < LANES; i++)
			sum += part[i];
		if (sum < least) {
			least = sum;
			best = c;
		}
	}
	return best;
}

static void
place_guest(void *ctx, size_t piece, unsigned worker)
{
	updater *u = ctx;
	guest *g = &u->guests[piece];
	float x[VEC_MAX_DIM] = {0};

	(void)worker;
	g->home = VEC_GONE;
	if (!unit_coded(u, g->at, x))
		g->slot = VEC_SLOTS;
	else
		g->home = nearest_cluster(u->old, g->slot, x);
}

static int
guest_order(const void *a, const void *b)
{
	const guest *x = a, *y = b;

	if (x->slot != y->slot)
		return x->slot < y->slot ? -1 : 1;
	if (x->home != y->home)
		return x->home < y->home ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static tensen_status
place_guests(updater *u, tensen_error *err)
{
	const vec_changes *in = u->in;

	u->guests = calloc(in->n_added + (size_t)1, sizeof *u->guests);
	if (!u->guests)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < in->n_added; i++) {
		uint32_t row = in->added[i];
		uint64_t mask = in->masks[row];
		uint32_t f = mask ? in->primary[row] : VEC_FIELDS;
		for (uint32_t d = 0; d < u->h.dim; d++)
			if (!isfinite(in->x[(size_t)i * u->h.dim + d]))
				return tensen_fail(
				    err, TENSEN_E_INPUT, "row %u holds no number", row);
		if (mask && (f >= VEC_FIELDS || !(mask >> f & 1)))
			return tensen_fail(err, TENSEN_E_ARG,
			    "row %u: primary field %u is not in its mask", row, f);
		u->guests[i] =
		    (guest){.row = row, .at = i, .slot = 2 * f + (mask & (mask - 1) ? 1 : 0)};
	}
	threads_run(u->threads, in->n_added, place_guest, u);
	qsort(u->guests, in->n_added, sizeof *u->guests, guest_order);
	for (u->n_guests = 0; u->n_guests < in->n_added; u->n_guests++)
		if (u->guests[u->n_guests].slot == VEC_SLOTS)
			break;
	return TENSEN_OK;
}

/* ---- houses ---- */

/* A stored row afterwards; VEC_GONE. */
static uint32_t
row_after(const updater *u, uint32_t pos)
{
	uint32_t row = u->old->a.row[pos];

	return row < u->old->h.n ? u->in->row_of[row] : VEC_GONE;
}

static void
add_house(updater *u, uint32_t slot, uint32_t old, uint32_t first, uint32_t n_guests)
{
	house *w = &u->houses[u->h.n_clusters];
	vec_cluster *k = &u->cluster[u->h.n_clusters];
	uint64_t own = slot / 2 < VEC_FIELDS ? 1ull << (slot / 2) : 0;

	*w = (house){old, first, n_guests, 0};
	*k = (vec_cluster){.first = u->h.n_stored,
	    .block = u->h.n_blocks,
	    .mask = slot & 1 ? u->h.n_masks : 0,
	    .fields = slot & 1 ? 0 : own};
	if (old != VEC_GONE) {
		const vec_cluster *was = &u->old->a.cluster[old];
		for (uint32_t i = 0; i < was->n; i++) {
			uint32_t row = row_after(u, was->first + i);
			if (row == VEC_GONE)
				continue;
			w->n_old++;
			k->fields |= slot & 1 ? u->in->masks[row] : 0;
		}
		k->scale = was->scale;
		k->spread = was->spread;
	}
	for (uint32_t i = 0; i < n_guests && slot & 1; i++)
		k->fields |= u->in->masks[u->guests[first + i].row];
	k->n = w->n_old + n_guests;
	if (k->n == 0)
		return; /* a cluster that lost its last row is gone */
	u->h.n_clusters++;
	u->h.n_stored += k->n;
	u->h.n_blocks += (k->n + VEC_BLOCK - 1) / VEC_BLOCK;
	u->h.n_masks += slot & 1 ? k->n : 0;
}

static void
furnish_slot(updater *u, uint32_t slot, uint32_t *next)
{
	const vecset *v = u->old;

	for (uint32_t c = v->a.slot[slot]; c < v->a.slot[slot + 1]; c++) {
		uint32_t from = *next;
		while (*next < u->n_guests && u->guests[*next].slot == slot &&
		       u->guests[*next].home == c)
			++*next;
		add_house(u, slot, c, from, *next - from);
	}
	while (*next < u->n_guests && u->guests[*next].slot == slot) { /* a slot without clusters */
		uint32_t from = *next;
		while (*next < u->n_guests && u->guests[*next].slot == slot &&
		       *next - from < FRESH_ROWS)
			++*next;
		add_house(u, slot, VEC_GONE, from, *next - from);
	}
}

static tensen_status
build_houses(updater *u, tensen_error *err)
{
	size_t most = (size_t)u->old->h.n_clusters + u->n_guests + 1;
	uint32_t next = 0;

	u->houses = malloc(most * sizeof *u->houses);
	u->cluster = malloc(most * sizeof *u->cluster);
	if (!u->houses || !u->cluster)
		return tensen_fail_nomem(err);
	for (uint32_t s = 0; s < VEC_SLOTS; s++) {
		u->slot[s] = u->h.n_clusters;
		furnish_slot(u, s, &next);
	}
	u->slot[VEC_SLOTS] = u->h.n_clusters;
	return TENSEN_OK;
}

/* ---- codes of the guests ---- */

/* The centroid as its code says it, and that code. */
static void
fresh_centre(const updater *u, uint32_t c, float *mean, uint8_t *code)
{
	const house *w = &u->houses[c];
	double sum[VEC_MAX_DIM] = {0};
	float x[VEC_MAX_DIM], top = 0, scale;

	for (uint32_t i = 0; i < w->n_guests; i++) {
		unit_coded(u, u->guests[w->guest + i].at, x);
		for (uint32_t d = 0; d < u->h.dim; d++)
			sum[d] += x[d];
	}
	for (uint32_t d = 0; d < u->h.dim; d++) {
		mean[d] = (float)(sum[d] / w->n_guests);
		top = fabsf(mean[d]) > top ? fabsf(mean[d]) : top;
	}
	scale = u->cluster[c].scale = top / 127.0f;
	memset(code, 128, u->h.n_pad);
	for (uint32_t d = 0; d < u->h.dim; d++) {
		code[d] = (uint8_t)(128 + (scale > 0 ? (int)lrintf(mean[d] / scale) : 0));
		mean[d] = scale * (float)((int)code[d] - 128);
	}
}

static void
encode_guests(void *ctx, size_t piece, unsigned worker)
{
	updater *u = ctx;
	const house *w = &u->houses[piece];
	vec_cluster *k = &u->cluster[piece];
	float mean[VEC_MAX_DIM], x[VEC_MAX_DIM];
	uint8_t centre[VEC_MAX_DIM];
	coded_row row;
	double square = (double)k->spread * k->spread * w->n_old;

	(void)worker;
	if (w->n_guests == 0)
		return;
	if (w->old == VEC_GONE)
		fresh_centre(u, (uint32_t)piece, mean, centre);
	for (uint32_t d = 0; d < u->h.dim && w->old != VEC_GONE; d++)
		mean[d] = vec_centre_at(u->old, w->old, d);
	for (uint32_t i = w->guest; i < w->guest + w->n_guests; i++) {
		unit_coded(u, u->guests[i].at, x);
		square += codes_encode(&u->c, x, 1, mean, &row);
		for (uint32_t j = 0; j < u->h.n_bytes; j++)
			u->blocks[(size_t)i * u->h.n_bytes + j] =
			    (uint8_t)(row.coarse[2 * j] | row.coarse[2 * j + 1] << 4);
		memcpy(u->scales + 2 * (size_t)i, &row.scale, 2);
		vec_put_fine(&u->h, u->fine + i * vec_fine_stride(&u->h), row.fine, row.step);
	}
	k->spread = (float)sqrt(square / k->n);
}

static tensen_status
encode_all(updater *u, tensen_error *err)
{
	size_t n = u->n_guests + (size_t)1;

	u->blocks = malloc(n * u->h.n_bytes);
	u->scales = malloc(n * 2);
	u->fine = malloc(n * vec_fine_stride(&u->h));
	if (!u->blocks || !u->scales || !u->fine)
		return tensen_fail_nomem(err);
	threads_run(u->threads, u->h.n_clusters, encode_guests, u);
	return TENSEN_OK;
}

/* ---- out ---- */

/* What one walk over the rows of a cluster gives to `out`. */
typedef void (*cluster_fn)(const updater *u, uint32_t c, buf *out);

static void
give_centre(const updater *u, uint32_t c, buf *out)
{
	uint8_t code[VEC_MAX_DIM];
	float mean[VEC_MAX_DIM];

	if (u->houses[c].old != VEC_GONE) {
		buf_add(out, u->old->a.centre + (size_t)u->houses[c].old * u->h.n_pad, u->h.n_pad);
		return;
	}
	fresh_centre(u, c, mean, code);
	buf_add(out, code, u->h.n_pad);
}

/* Old rows keep their bytes, only their places in the blocks move up. */
static void
give_blocks(const updater *u, uint32_t c, buf *out)
{
	const house *w = &u->houses[c];
	const vecset *v = u->old;
	size_t size = vec_block_size(&u->h);
	size_t n = (u->cluster[c].n + VEC_BLOCK - 1) / VEC_BLOCK * size;
	uint32_t to = 0;
	uint8_t *p;

	if (buf_reserve(out, n) < 0)
		return;
	p = (uint8_t *)out->p + out->n;
	out->n += n;
	memset(p, 0, n);
	for (uint32_t i = 0; w->old != VEC_GONE && i < v->a.cluster[w->old].n; i++) {
		const vec_cluster *k = &v->a.cluster[w->old];
		const uint8_t *from = v->a.blocks + (k->block + (size_t)i / VEC_BLOCK) * size;
		if (row_after(u, k->first + i) == VEC_GONE)
			continue;
		for (uint32_t j = 0; j < u->h.n_bytes; j++)
			p[to / VEC_BLOCK * size + (size_t)j * VEC_BLOCK + to % VEC_BLOCK] =
			    from[(size_t)j * VEC_BLOCK + i % VEC_BLOCK];
		to++;
	}
	for (uint32_t i = w->guest; i < w->guest + w->n_guests; i++, to++)
		for (uint32_t j = 0; j < u->h.n_bytes; j++)
			p[to / VEC_BLOCK * size + (size_t)j * VEC_BLOCK + to % VEC_BLOCK] =
			    u->blocks[(size_t)i * u->h.n_bytes + j];
}

static void
give_scales(const updater *u, uint32_t c, buf *out)
{
	static const uint8_t none[2 * VEC_BLOCK];
	const house *w = &u->houses[c];
	uint32_t n = u->cluster[c].n;

	for (uint32_t i = 0; w->old != VEC_GONE && i < u->old->a.cluster[w->old].n; i++) {
		const vec_cluster *k = &u->old->a.cluster[w->old];
		if (row_after(u, k->first + i) != VEC_GONE)
			buf_add(out, &u->old->a.scales[(size_t)k->block * VEC_BLOCK + i], 2);
	}
	buf_add(out, u->scales + 2 * (size_t)w->guest, 2 * (size_t)w->n_guests);
	buf_add(out, none, 2 * (size_t)((VEC_BLOCK - n % VEC_BLOCK) % VEC_BLOCK));
}

static void
give_fine(const updater *u, uint32_t c, buf *out)
{
	const house *w = &u->houses[c];
	size_t stride = vec_fine_stride(&u->h);

	for (uint32_t i = 0; w->old != VEC_GONE && i < u->old->a.cluster[w->old].n; i++) {
		uint32_t pos = u->old->a.cluster[w->old].first + i;
		if (row_after(u, pos) != VEC_GONE)
			buf_add(out, u->old->a.fine + pos * stride, stride);
	}
	buf_add(out, u->fine + w->guest * stride, w->n_guests * stride);
}

static void
give_rows(const updater *u, uint32_t c, buf *out)
{
	const house *w = &u->houses[c];

	for (uint32_t i = 0; w->old != VEC_GONE && i < u->old->a.cluster[w->old].n; i++) {
		uint32_t row = row_after(u, u->old->a.cluster[w->old].first + i);
		if (row != VEC_GONE)
			buf_add(out, &row, sizeof row);
	}
	for (uint32_t i = w->guest; i < w->guest + w->n_guests; i++)
		buf_add(out, &u->guests[i].row, sizeof u->guests[i].row);
}

static tensen_status
walk(const updater *u, vec_outlet *o, cluster_fn give, tensen_error *err)
{
	buf b = BUF_INIT;
	int failed;

	for (uint32_t c = 0; c < u->h.n_clusters && !b.failed; c++) {
		give(u, c, &b);
		if (b.n < (size_t)1 << 20 && c + 1 < u->h.n_clusters)
			continue;
		vec_out_bytes(o, b.p, b.n);
		b.n = 0;
	}
	failed = b.failed;
	buf_clear(&b);
	vec_out_pad(o);
	return failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

/* Rows by position, positions by row, masks of rows with several fields. */
static tensen_status
out_numbers(const updater *u, vec_outlet *o, tensen_error *err)
{
	uint32_t *pos = malloc(((size_t)u->h.n + 1) * sizeof *pos), at = 0;
	buf rows = BUF_INIT;
	const uint32_t *row;
	tensen_status st = pos ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t c = 0; c < u->h.n_clusters; c++)
		give_rows(u, c, &rows);
	if (st == TENSEN_OK && rows.failed)
		st = tensen_fail_nomem(err);
	row = (const uint32_t *)(const void *)rows.p;
	if (st == TENSEN_OK) {
		memset(pos, 0xff, u->h.n * sizeof *pos);
		for (at = 0; at < u->h.n_stored; at++)
			pos[row[at]] = at;
		vec_out_array(o, row, 4 * (size_t)u->h.n_stored);
		vec_out_array(o, pos, 4 * (size_t)u->h.n);
	}
	for (uint32_t s = 1; s < VEC_SLOTS && st == TENSEN_OK; s += 2)
		for (uint32_t c = u->slot[s]; c < u->slot[s + 1]; c++)
			for (uint32_t i = 0; i < u->cluster[c].n; i++)
				vec_out_bytes(o, &u->in->masks[row[u->cluster[c].first + i]], 8);
	vec_out_pad(o);
	buf_clear(&rows);
	free(pos);
	return st;
}

static tensen_status
out_all(updater *u, vec_outlet *o, tensen_error *err)
{
	vec_layout l;
	vec_about about = {.blocks = NULL};
	buf centres = BUF_INIT;
	tensen_status st;

	for (uint32_t c = 0; c < u->h.n_clusters; c++)
		give_centre(u, c, &centres);
	st = centres.failed ? tensen_fail_nomem(err)
			    : vec_about_make(&about, &u->h, &u->c, u->cluster,
				  (const uint8_t *)centres.p, err);
	vec_layout_of(&l, &u->h);
	u->h.size = l.size;
	if (st == TENSEN_OK) {
		vec_out_tables(o, &u->h, &u->c, u->slot, u->cluster);
		vec_out_array(o, centres.p, centres.n);
		vec_about_out(o, &u->h, &about);
	}
	vec_about_clear(&about);
	buf_clear(&centres);
	if (st < 0 || (st = walk(u, o, give_blocks, err)) < 0 ||
	    (st = walk(u, o, give_scales, err)) < 0 || (st = walk(u, o, give_fine, err)) < 0)
		return st;
	return out_numbers(u, o, err);
}

tensen_status
vecset_update(sink_fn put, void *payload, const vecset *old, const vec_changes *c, unsigned threads,
    tensen_error *err)
{
	updater u = {.old = old, .in = c, .threads = threads, .h = old->h};
	vec_outlet o = {put, payload, 0};
	tensen_status st;

	u.h.n = c->n;
	u.h.n_stored = u.h.n_clusters = u.h.n_blocks = u.h.n_masks = 0;
	if (!gain_is_sound(old))
		return tensen_fail(err, TENSEN_E_CORRUPT, "vector section: a gain is not positive");
	if ((st = borrow_tables(&u, err)) == TENSEN_OK &&
	    (st = place_guests(&u, err)) == TENSEN_OK &&
	    (st = build_houses(&u, err)) == TENSEN_OK && (st = encode_all(&u, err)) == TENSEN_OK)
		st = out_all(&u, &o, err);
	updater_clear(&u);
	return st;
}
