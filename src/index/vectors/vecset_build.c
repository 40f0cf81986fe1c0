/* index/vectors/vecset_build.c - sorts rows into slots and clusters and trains the codes.
 *
 * WHAT    Rows are sorted into slots (primary field, one field or several; vecset_rows.c) and
 *         clustered (vecset_cluster.c); a sample of residuals trains the codes
 *         (codes_train.c); vecset_encode.c encodes and writes.
 * MEMORY  14 bytes a row; VEC_PIECE floats of rows and 12 bytes for each of these rows. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "index/vectors/vecset_builder.h"
#include "util/fail.h"
#include "util/rng.h"
#include "util/threads.h"
#include "util/memory.h"

/* Rows of a parent.  k-means leaves parents of 50 to 400; those of more than VEC_FAMILY clusters
 * are cut.  Parents cut from 800 rows were fuller and looser: recall by field .004 lower. */
#define TARGET 200
/* The same of sets with rest codes.  Their parents are one cluster each: groups of equal titles lie
 * on a centroid of bytes, and the coarse difference of a cluster of 16 is too far from them
 * (33,755 documents of J-PlatPat and gazettes: a search of all rows scored 30 times as many). */
#define TARGET_EXACT 100
/* An eighth of the rows trains the codes, within these bounds.  Of 33,000 rows 4,096 gave the same
 * recall as 16,384 (by field within .004 on J-PlatPat, US and synthetic rows, neither always
 * better). */
#define TRAIN_SHARE 8
#define TRAIN_LEAST 4096
#define TRAIN_MOST 16384
/* A set of at most so many rows has fine codes of 8 bits and rest codes of 4: recall is then what
 * pruning leaves.  With 4 bits of path a final score errs by .0024, and recall by field is at most
 * .97; with 8 bits by .00025, and near-equal titles of J-PlatPat have a recall of .97
 * (FORMAT-vectors.md). */
#define EXACT_CODES 500000

static void
builder_clear(vec_builder *m)
{
	free_all(m->x, m->slot_of, m->order, m->cluster, m->parent);
	codes_clear(&m->c);
}

/* ---- clusters and the training sample ---- */

typedef struct sample {
	float *residuals; /* [room][dim] */
	uint32_t n, every;
	double square[VEC_MAX_DIM]; /* of the rows */
} sample;

static tensen_status
add_cluster(vec_builder *m, uint32_t first, uint32_t n, uint32_t slot, tensen_error *err)
{
	vec_cluster *k = array_room(m->cluster, m->h.n_clusters, &m->cap_clusters, 256, sizeof *k);

	if (!k)
		return tensen_fail_nomem(err);
	m->cluster = k;
	k = &m->cluster[m->h.n_clusters++];
	memset(k, 0, sizeof *k);
	k->first = first;
	k->n = n;
	k->block = m->h.n_blocks;
	k->parent = m->h.n_parents - 1;
	k->mask = slot & 1 ? m->h.n_masks : 0;
	for (uint32_t i = 0; i < n && m->in->masks; i++)
		k->fields |= m->in->masks[m->order[first + i]];
	m->h.n_blocks += (n + VEC_BLOCK - 1) / VEC_BLOCK;
	m->h.n_masks += slot & 1 ? n : 0;
	return TENSEN_OK;
}

static tensen_status
add_parent(vec_builder *m, tensen_error *err)
{
	vec_parent *p = array_room(m->parent, m->h.n_parents, &m->cap_parents, 64, sizeof *p);

	if (!p)
		return tensen_fail_nomem(err);
	m->parent = p;
	m->parent[m->h.n_parents++] = (vec_parent){.first = m->h.n_clusters};
	return TENSEN_OK;
}

/* Sample the residuals of the rows x of a cluster at positions that `every` divides. */
static void
take_sample(const vec_builder *m, sample *s, const vec_cluster *k, const float *x)
{
	uint32_t dim = m->opts->dim, pos = (k->first + s->every - 1) / s->every * s->every;
	float mean[VEC_MAX_DIM];

	if (pos >= k->first + k->n)
		return;
	vec_mean(x, k->n, dim, mean);
	for (; pos < k->first + k->n; pos += s->every, s->n++) {
		const float *row = x + (size_t)(pos - k->first) * dim;
		float *out = s->residuals + (size_t)s->n * dim;
		for (uint32_t d = 0; d < dim; d++) {
			s->square[d] += (double)row[d] * row[d];
			out[d] = row[d] - mean[d];
		}
	}
}

/* Rows of one slot that are clustered together. */
typedef struct piece {
	uint32_t first, n, slot;
	uint64_t seed;
} piece;

/* Consecutive pieces that are in memory together. */
typedef struct batch {
	vec_builder *m;
	const piece *pieces;
	uint32_t n_pieces, first, n; /* positions */
	float *x;
	cluster_job *jobs;
	uint32_t *ids; /* [n] numbers within each piece, in the order of clusters */
	uint32_t *sizes;
} batch;

/* Put the rows of a piece and their numbers into the order of clusters; scale to length one. */
static void
reorder_piece(void *ctx, size_t i, unsigned worker)
{
	const batch *b = ctx;
	const piece *p = &b->pieces[i];
	const uint32_t dim = b->m->opts->dim, at = p->first - b->first;
	uint32_t *ids = b->ids + at, *order = b->m->order + p->first, *old = b->sizes + b->n + at;
	float *x = b->x + (size_t)at * dim;

	(void)worker;
	memcpy(old, order, p->n * sizeof *old);
	for (uint32_t k = 0; k < p->n; k++)
		order[k] = old[ids[k]];
	vec_permute(x, ids, p->n, dim);
	vec_make_unit(x, p->n, dim);
}

static tensen_status
cluster_pieces(batch *b, tensen_error *err)
{
	const vecset_build_opts *o = b->m->opts;
	tensen_status st = vec_builder_get(b->m, b->first, b->n, &b->x, err);

	for (uint32_t i = 0; i < b->n_pieces && st == TENSEN_OK; i++) {
		const piece *p = &b->pieces[i];
		uint32_t at = p->first - b->first;
		b->jobs[i] = (cluster_job){.rows = b->x + (size_t)at * o->dim,
		    .dim = o->dim,
		    .order = b->ids + at,
		    .n = p->n,
		    .target = b->m->h.rest_bits ? TARGET_EXACT : TARGET,
		    .split = !b->m->h.rest_bits,
		    .seed = p->seed,
		    .sizes = b->sizes + at};
		for (uint32_t k = 0; k < p->n; k++)
			b->ids[at + k] = k;
	}
	if (st == TENSEN_OK)
		st = cluster_rows(b->jobs, b->n_pieces, o->threads, err);
	if (st == TENSEN_OK)
		threads_run(o->threads, b->n_pieces, reorder_piece, b);
	return st;
}

/* Add a parent of n rows x at position `at`, and its clusters. */
static tensen_status
add_family(vec_builder *m, sample *s, uint32_t at, uint32_t n, uint32_t slot, const float *x,
    tensen_error *err)
{
	const uint32_t most = m->h.rest_bits ? n : VEC_BLOCK;
	tensen_status st = add_parent(m, err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i += most) {
		st = add_cluster(m, at + i, n - i < most ? n - i : most, slot, err);
		if (st == TENSEN_OK)
			take_sample(
			    m, s, &m->cluster[m->h.n_clusters - 1], x + (size_t)i * m->opts->dim);
	}
	return st;
}

static tensen_status
add_clusters(batch *b, sample *s, tensen_error *err)
{
	vec_builder *m = b->m;
	const float *x = b->x;
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < b->n_pieces; i++) {
		const cluster_job *job = &b->jobs[i];
		uint32_t at = b->pieces[i].first;
		for (uint32_t j = 0; j < job->n_sizes && st == TENSEN_OK; j++) {
			st = add_family(m, s, at, job->sizes[j], b->pieces[i].slot, x, err);
			at += job->sizes[j];
			x += (size_t)job->sizes[j] * m->opts->dim;
		}
	}
	return st;
}

static tensen_status
cluster_batch(batch *b, sample *s, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	b->jobs = malloc(b->n_pieces * sizeof *b->jobs);
	b->ids = malloc((size_t)b->n * sizeof *b->ids);
	b->sizes = malloc(2 * (size_t)b->n * sizeof *b->sizes);
	if (!b->jobs || !b->ids || !b->sizes)
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK)
		st = cluster_pieces(b, err);
	if (st == TENSEN_OK)
		st = add_clusters(b, s, err);
	free_all(b->jobs, b->ids, b->sizes);
	return st;
}

/* Cut the slots into pieces; the caller frees the list. */
static piece *
cut_pieces(const vec_builder *m, const uint32_t first[VEC_SLOTS + 2], uint32_t *n)
{
	piece *out = malloc((m->h.n_stored / m->piece + VEC_SLOTS + (size_t)1) * sizeof *out);

	*n = 0;
	for (uint32_t slot = 0; out && slot < VEC_SLOTS; slot++)
		for (uint32_t at = first[slot], k; at < first[slot + 1]; at += k) {
			k = first[slot + 1] - at < m->piece ? first[slot + 1] - at : m->piece;
			out[(*n)++] =
			    (piece){at, k, slot, rng_at(m->opts->seed, slot) + (at - first[slot])};
		}
	return out;
}

/* Note the first cluster of each slot. */
static void
note_slots(vec_builder *m, const uint32_t first[VEC_SLOTS + 2])
{
	uint32_t c = 0;

	for (uint32_t slot = 0; slot <= VEC_SLOTS; slot++) {
		while (c < m->h.n_clusters && m->cluster[c].first < first[slot])
			c++;
		m->slot[slot] = c;
	}
}

static tensen_status
cluster_slots(vec_builder *m, sample *s, const uint32_t first[VEC_SLOTS + 2], tensen_error *err)
{
	uint32_t n, most = m->in->x ? m->h.n : m->piece;
	piece *all = cut_pieces(m, first, &n);
	tensen_status st = all ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK;) {
		batch b = {.m = m, .pieces = all + i, .first = all[i].first};
		for (; i < n && b.n + all[i].n <= most; i++, b.n_pieces++)
			b.n += all[i].n;
		st = cluster_batch(&b, s, err);
	}
	free(all);
	note_slots(m, first);
	return st;
}

static tensen_status
train(vec_builder *m, sample *s, tensen_error *err)
{
	uint32_t dim = m->opts->dim;
	float mean_square[VEC_MAX_DIM];

	for (uint32_t d = 0; d < dim; d++)
		mean_square[d] = s->n ? (float)(s->square[d] / s->n) : 0;
	return codes_train(&m->c, m->h.rest_bits != 0, s->residuals, s->n, mean_square, dim,
	    m->opts->seed, m->opts->threads, err);
}

static tensen_status
cluster_and_train(vec_builder *m, const uint32_t first[VEC_SLOTS + 2], tensen_error *err)
{
	uint32_t rows = m->h.n_stored / TRAIN_SHARE;
	sample s = {.every = 1};
	tensen_status st;

	rows = rows < TRAIN_LEAST ? TRAIN_LEAST : rows > TRAIN_MOST ? TRAIN_MOST : rows;
	s.every = m->h.n_stored / rows + 1;
	s.residuals =
	    malloc(((size_t)m->h.n_stored / s.every + 1) * m->opts->dim * sizeof *s.residuals);
	st = s.residuals ? cluster_slots(m, &s, first, err) : tensen_fail_nomem(err);
	if (st == TENSEN_OK)
		st = train(m, &s, err);
	free(s.residuals);
	return st;
}

/* ---- building ---- */

static tensen_status
builder_init(vec_builder *m, tensen_error *err)
{
	const vecset_build_opts *o = m->opts;
	uint32_t n = m->in->n;

	if (o->dim < VEC_MIN_DIM || o->dim > VEC_MAX_DIM)
		return tensen_fail(err, TENSEN_E_ARG, "%u dimensions, expected %u to %u", o->dim,
		    VEC_MIN_DIM, VEC_MAX_DIM);
	if (n == UINT32_MAX)
		return tensen_fail(err, TENSEN_E_ARG, "too many rows for one vector set");
	memcpy(m->h.magic, VEC_MAGIC, 8);
	m->h.dim = o->dim;
	m->h.n = n;
	m->h.n_pad = (o->dim + 63) & ~63u;
	m->h.n_bytes = codes_bytes(o->dim);
	m->h.version = VEC_VERSION;
	m->h.rest_bits = n <= (o->exact ? o->exact : EXACT_CODES) ? 4 : 0;
	m->h.fine_bits = codes_fine_bits(m->h.rest_bits != 0, o->dim);
	m->h.reach = 1;
	m->h.wide = 1;
	m->piece = o->piece ? o->piece : VEC_PIECE / o->dim;
	m->slot_of = malloc((size_t)n + 1);
	m->order = malloc(((size_t)n + 1) * sizeof *m->order);
	return m->slot_of && m->order ? TENSEN_OK : tensen_fail_nomem(err);
}

tensen_status
vecset_build_from(sink_fn put, void *payload, const vec_rows *rows, const vecset_build_opts *opts,
    tensen_error *err)
{
	vec_builder m = {.in = rows, .opts = opts};
	uint32_t first[VEC_SLOTS + 2];
	tensen_status st = builder_init(&m, err);

	if (st == TENSEN_OK)
		st = vec_builder_sort(&m, first, err);
	if (st == TENSEN_OK)
		st = cluster_and_train(&m, first, err);
	if (st == TENSEN_OK)
		st = vec_builder_write(&m, put, payload, err);
	builder_clear(&m);
	return st;
}
