/* index/vecset_build.c - rows to slots, clusters and trained codes.
 *
 * WHAT    rows -> slots (primary field, one field or several) -> clusters ->
 *         codes trained on a sample of residuals; vecset_encode.c does the rest.
 * MEMORY  VEC_PIECE floats of rows and 14 bytes a row, however many there are. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "index/vecset_cluster.h"
#include "index/vecset_make.h"
#include "util/fail.h"
#include "util/rng.h"

#define TARGET 100       /* rows a cluster */
#define TRAIN_ROWS 16384 /* residuals that train the codes */
#define REACH 8.0f       /* deviations; recall and cost: bench/ann --reach, FORMAT-vectors.md */
#define LOOK 4096        /* rows looked at together while sorting into slots */

static void
maker_clear(vec_maker *m)
{
	free(m->x);
	free(m->slot_of);
	free(m->order);
	free(m->cluster);
	codes_clear(&m->c);
}

/* ---- rows ---- */

static tensen_status
reserve(vec_maker *m, uint32_t n, tensen_error *err)
{
	float *x;

	if (n <= m->room)
		return TENSEN_OK;
	if (!(x = realloc(m->x, (size_t)n * m->opts->dim * sizeof *x)))
		return tensen_fail_nomem(err);
	m->x = x;
	m->room = n;
	return TENSEN_OK;
}

static void
make_unit(float *x, uint32_t dim)
{
	double norm = 0;

	for (uint32_t d = 0; d < dim; d++)
		norm += (double)x[d] * x[d];
	norm = norm > 0 ? 1.0 / sqrt(norm) : 0;
	for (uint32_t d = 0; d < dim; d++)
		x[d] = (float)(x[d] * norm);
}

static tensen_status
load(vec_maker *m, uint32_t from, uint32_t n, tensen_error *err)
{
	tensen_status st = reserve(m, n, err);

	return st < 0 ? st : m->in->get(m->in->ctx, m->order + from, n, m->x, err);
}

tensen_status
vec_maker_load(vec_maker *m, uint32_t from, uint32_t n, tensen_error *err)
{
	tensen_status st = load(m, from, n, err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		make_unit(m->x + (size_t)i * m->opts->dim, m->opts->dim);
	return st;
}

void
vec_maker_mean(const vec_maker *m, uint32_t first, uint32_t n, float *mean)
{
	double sum[VEC_MAX_DIM] = {0};

	for (uint32_t i = first; i < first + n; i++)
		for (uint32_t d = 0; d < m->opts->dim; d++)
			sum[d] += m->x[(size_t)i * m->opts->dim + d];
	for (uint32_t d = 0; d < m->opts->dim; d++)
		mean[d] = (float)(sum[d] / n);
}

/* ---- slots ---- */

static tensen_status
slot_of_row(vec_maker *m, uint32_t i, const float *x, tensen_error *err)
{
	uint64_t mask = m->in->masks ? m->in->masks[i] : 0;
	const uint8_t *primary = m->in->primary;
	uint32_t f;
	double norm = 0;

	for (uint32_t d = 0; d < m->opts->dim; d++) {
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
	m->slot_of[i] = (uint8_t)(2 * f + (mask & (mask - 1) ? 1 : 0));
	if (!(norm > 1e-30))
		m->slot_of[i] = VEC_SLOTS;
	return TENSEN_OK;
}

/* Every row's slot; at[s + 1]: rows of slot s. */
static tensen_status
look_at_rows(vec_maker *m, uint32_t at[VEC_SLOTS + 2], tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (uint32_t first = 0, n; first < m->h.n && st == TENSEN_OK; first += n) {
		n = m->h.n - first < LOOK ? m->h.n - first : LOOK;
		for (uint32_t i = 0; i < n; i++)
			m->order[first + i] = first + i;
		st = load(m, first, n, err);
		for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
			if ((st = slot_of_row(
				 m, first + i, m->x + (size_t)i * m->opts->dim, err)) == TENSEN_OK)
				at[m->slot_of[first + i] + 1]++;
	}
	return st;
}

static tensen_status
sort_slots(vec_maker *m, uint32_t first[VEC_SLOTS + 2], tensen_error *err)
{
	uint32_t at[VEC_SLOTS + 2] = {0};
	tensen_status st = look_at_rows(m, at, err);

	for (uint32_t s = 0; s <= VEC_SLOTS; s++)
		at[s + 1] += at[s];
	memcpy(first, at, sizeof at);
	m->h.n_stored = first[VEC_SLOTS];
	for (uint32_t i = 0; i < m->h.n && st == TENSEN_OK; i++)
		if (m->slot_of[i] < VEC_SLOTS)
			m->order[at[m->slot_of[i]]++] = i;
	return st;
}

/* ---- clusters, and what trains the codes ---- */

typedef struct sample {
	float *residuals; /* [room][dim] */
	uint32_t n, every;
	double square[VEC_MAX_DIM]; /* of the rows */
} sample;

static tensen_status
add_cluster(vec_maker *m, uint32_t first, uint32_t n, uint32_t slot, tensen_error *err)
{
	vec_cluster *k;

	if (m->h.n_clusters == m->cap_clusters) {
		uint32_t cap = m->cap_clusters + m->cap_clusters / 2 + 256;
		if (!(k = realloc(m->cluster, cap * sizeof *k)))
			return tensen_fail_nomem(err);
		m->cluster = k;
		m->cap_clusters = cap;
	}
	k = &m->cluster[m->h.n_clusters++];
	memset(k, 0, sizeof *k);
	k->first = first;
	k->n = n;
	k->block = m->h.n_blocks;
	k->mask = slot & 1 ? m->h.n_masks : 0;
	for (uint32_t i = 0; i < n && m->in->masks; i++)
		k->fields |= m->in->masks[m->order[first + i]];
	m->h.n_blocks += (n + VEC_BLOCK - 1) / VEC_BLOCK;
	m->h.n_masks += slot & 1 ? n : 0;
	return TENSEN_OK;
}

/* Residuals of the cluster's rows at positions that `every` divides; its rows begin at
 * row `at` of m->x. */
static void
take_sample(const vec_maker *m, sample *s, const vec_cluster *k, uint32_t at)
{
	uint32_t dim = m->opts->dim, pos = (k->first + s->every - 1) / s->every * s->every;
	float mean[VEC_MAX_DIM];

	if (pos >= k->first + k->n)
		return;
	vec_maker_mean(m, at, k->n, mean);
	for (; pos < k->first + k->n; pos += s->every, s->n++) {
		const float *row = m->x + (size_t)(at + pos - k->first) * dim;
		float *out = s->residuals + (size_t)s->n * dim;
		for (uint32_t d = 0; d < dim; d++) {
			s->square[d] += (double)row[d] * row[d];
			out[d] = row[d] - mean[d];
		}
	}
}

/* x in the order of ids (a permutation of 0 .. n-1), which is used up. */
static void
permute(float *x, uint32_t *ids, uint32_t n, uint32_t dim)
{
	float held[VEC_MAX_DIM];

	for (uint32_t i = 0; i < n; i++) {
		uint32_t at = i;
		if (ids[i] == i)
			continue;
		memcpy(held, x + (size_t)i * dim, dim * sizeof *x);
		while (ids[at] != i) {
			uint32_t from = ids[at];
			memcpy(x + (size_t)at * dim, x + (size_t)from * dim, dim * sizeof *x);
			ids[at] = at;
			at = from;
		}
		memcpy(x + (size_t)at * dim, held, dim * sizeof *x);
		ids[at] = at;
	}
}

/* Positions first .. first + n - 1, all of one slot, to clusters. */
static tensen_status
cluster_piece(vec_maker *m, sample *s, uint32_t first, uint32_t n, uint32_t slot, uint64_t seed,
    tensen_error *err)
{
	uint32_t *ids = malloc((size_t)n * 3 * sizeof *ids), *sizes = ids + n, *old = ids + 2 * n;
	uint32_t n_sizes = 0, at = 0;
	tensen_status st = ids ? load(m, first, n, err) : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		ids[i] = i;
		old[i] = m->order[first + i];
	}
	if (st == TENSEN_OK) {
		cluster_job job = {m->x, m->opts->dim, ids, n, TARGET, seed, m->opts->threads};
		st = cluster_rows(&job, sizes, &n_sizes, err);
	}
	if (st == TENSEN_OK) {
		for (uint32_t i = 0; i < n; i++)
			m->order[first + i] = old[ids[i]];
		permute(m->x, ids, n, m->opts->dim);
		for (uint32_t i = 0; i < n; i++)
			make_unit(m->x + (size_t)i * m->opts->dim, m->opts->dim);
	}
	for (uint32_t j = 0; j < n_sizes && st == TENSEN_OK; at += sizes[j++])
		if ((st = add_cluster(m, first + at, sizes[j], slot, err)) == TENSEN_OK)
			take_sample(m, s, &m->cluster[m->h.n_clusters - 1], at);
	free(ids);
	return st;
}

static tensen_status
cluster_slots(vec_maker *m, sample *s, const uint32_t first[VEC_SLOTS + 2], tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (uint32_t slot = 0; slot < VEC_SLOTS && st == TENSEN_OK; slot++) {
		m->slot[slot] = m->h.n_clusters;
		for (uint32_t at = first[slot], n; at < first[slot + 1] && st == TENSEN_OK;
		     at += n) {
			n = first[slot + 1] - at < m->piece ? first[slot + 1] - at : m->piece;
			st = cluster_piece(m, s, at, n, slot,
			    rng_at(m->opts->seed, slot) + (at - first[slot]), err);
		}
	}
	m->slot[VEC_SLOTS] = m->h.n_clusters;
	return st;
}

static tensen_status
train(vec_maker *m, sample *s, tensen_error *err)
{
	uint32_t dim = m->opts->dim;
	float mean_square[VEC_MAX_DIM];

	for (uint32_t d = 0; d < dim; d++)
		mean_square[d] = s->n ? (float)(s->square[d] / s->n) : 0;
	return codes_train(
	    &m->c, s->residuals, s->n, mean_square, dim, m->opts->seed, m->opts->threads, err);
}

static tensen_status
cluster_and_train(vec_maker *m, const uint32_t first[VEC_SLOTS + 2], tensen_error *err)
{
	sample s = {.every = m->h.n_stored / TRAIN_ROWS + 1};
	tensen_status st;

	s.residuals =
	    malloc(((size_t)m->h.n_stored / s.every + 1) * m->opts->dim * sizeof *s.residuals);
	st = s.residuals ? cluster_slots(m, &s, first, err) : tensen_fail_nomem(err);
	if (st == TENSEN_OK)
		st = train(m, &s, err);
	free(s.residuals);
	return st;
}

/* ---- all of it ---- */

static tensen_status
maker_init(vec_maker *m, tensen_error *err)
{
	const vecset_build_opts *o = m->opts;
	uint32_t n = m->in->n;

	if (o->dim < VEC_MIN_DIM || o->dim > VEC_MAX_DIM)
		return tensen_fail(err, TENSEN_E_ARG, "%u dimensions, expected %u to %u", o->dim,
		    VEC_MIN_DIM, VEC_MAX_DIM);
	if (n == UINT32_MAX)
		return tensen_fail(err, TENSEN_E_ARG, "too many rows for one vector set");
	memcpy(m->h.magic, VEC_MAGIC, 8);
	m->h.version = VEC_VERSION;
	m->h.dim = o->dim;
	m->h.n = n;
	m->h.n_pad = (o->dim + 63) & ~63u;
	m->h.n_bytes = codes_bytes(o->dim);
	m->h.fine_bits = codes_fine_bits(o->dim);
	m->h.reach = REACH;
	m->piece = o->piece ? o->piece : VEC_PIECE / o->dim;
	m->slot_of = malloc((size_t)n + 1);
	m->order = malloc(((size_t)n + 1) * sizeof *m->order);
	return m->slot_of && m->order ? TENSEN_OK : tensen_fail_nomem(err);
}

tensen_status
vecset_build_from(sink_fn put, void *payload, const vec_rows *rows, const vecset_build_opts *opts,
    tensen_error *err)
{
	vec_maker m = {.in = rows, .opts = opts};
	uint32_t first[VEC_SLOTS + 2];
	tensen_status st = maker_init(&m, err);

	if (st == TENSEN_OK)
		st = sort_slots(&m, first, err);
	if (st == TENSEN_OK)
		st = cluster_and_train(&m, first, err);
	if (st == TENSEN_OK)
		st = vec_maker_write(&m, put, payload, err);
	maker_clear(&m);
	return st;
}

typedef struct memory_rows {
	const float *x;
	uint32_t dim;
} memory_rows;

static tensen_status
get_memory(void *ctx, const uint32_t *ids, uint32_t n, float *out, tensen_error *err)
{
	const memory_rows *r = ctx;

	(void)err;
	for (uint32_t i = 0; i < n; i++)
		memcpy(
		    out + (size_t)i * r->dim, r->x + (size_t)ids[i] * r->dim, r->dim * sizeof *out);
	return TENSEN_OK;
}

tensen_status
vecset_build(buf *out, const float *rows, const uint64_t *masks, const uint8_t *primary, uint32_t n,
    const vecset_build_opts *opts, tensen_error *err)
{
	memory_rows m = {rows, opts->dim};
	vec_rows in = {n, masks, primary, get_memory, &m};
	tensen_status st = vecset_build_from(sink_to_buf, out, &in, opts, err);

	return st == TENSEN_OK && out->failed ? tensen_fail_nomem(err) : st;
}
