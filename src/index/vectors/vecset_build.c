/* index/vectors/vecset_build.c - sorts rows into slots and clusters and trains the codes.
 *
 * WHAT    Rows are sorted into slots (primary field, one field or several; vecset_rows.c) and
 *         clustered (vecset_cluster.c); a sample of residuals trains the codes
 *         (codes_train.c); vecset_encode.c encodes and writes.
 * MEMORY  14 bytes a row; VEC_PIECE floats of rows and 12 bytes for each of these rows. */
#include <string.h>
#include "index/vectors/vecset_builder.h"
#include "util/fail.h"
#include "util/rng.h"
#include "util/threads/threads.h"
#include "util/memory.h"

/* Rows of a cluster.  Clusters of 16 rows within one of 200, whose centroids were coarse codes, took
 * longer to search and found less (FORMAT-vectors.md, "One kind of codes"). */
#define TARGET 100

/* An eighth of the rows trains the codes, within these bounds.  Of 33,000 rows 4,096 gave the same
 * recall as 16,384 (by field within .004 on J-PlatPat, US and synthetic rows, neither always
 * better). */
#define TRAIN_SHARE 8
#define TRAIN_LEAST 4096
#define TRAIN_MOST 16384
/* ---- clusters and the training sample ---- */

typedef struct sample {
	float *residuals; /* [room][dim] */
	uint32_t n, every;
	double square[VEC_MAX_DIM]; /* of the rows */
} sample;

static tensen_status
add_cluster(vec_builder *maker, uint32_t first, uint32_t n, uint32_t slot, tensen_error *err)
{
	vec_cluster *k =
	    array_room(maker->cluster, maker->h.n_clusters, &maker->cap_clusters, 256, sizeof *k);
	vec_centroid *p =
	    array_room(maker->parent, maker->h.n_parents, &maker->cap_centroids, 64, sizeof *p);

	maker->cluster = k ? k : maker->cluster;
	maker->parent = p ? p : maker->parent;
	if (!k || !p)
		return tensen_fail_nomem(err);
	p[maker->h.n_parents++] = (vec_centroid){.first = maker->h.n_clusters};
	k = &maker->cluster[maker->h.n_clusters++];
	memset(k, 0, sizeof *k);
	k->first = first;
	k->n = n;
	k->block = maker->h.n_blocks;
	k->mask = slot & 1 ? maker->h.n_masks : 0;
	for (uint32_t i = 0; i < n && maker->in->masks; i++)
		k->fields |= maker->in->masks[maker->order[first + i]];
	maker->h.n_blocks += (n + VEC_BLOCK - 1) / VEC_BLOCK;
	maker->h.n_masks += slot & 1 ? n : 0;
	return TENSEN_OK;
}

/* Sample the residuals of the rows x of a cluster at positions that `every` divides. */
static void
take_sample(const vec_builder *maker, sample *drawn, const vec_cluster *cluster, const float *x)
{
	uint32_t dim = maker->opts->dim,
		 pos = (cluster->first + drawn->every - 1) / drawn->every * drawn->every;
	float mean[VEC_MAX_DIM];

	if (pos >= cluster->first + cluster->n)
		return;
	vec_mean(x, cluster->n, dim, mean);
	for (; pos < cluster->first + cluster->n; pos += drawn->every, drawn->n++) {
		const float *row = x + (size_t)(pos - cluster->first) * dim;
		float *out = drawn->residuals + (size_t)drawn->n * dim;
		for (uint32_t d = 0; d < dim; d++) {
			drawn->square[d] += (double)row[d] * row[d];
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
cluster_pieces(batch *lot, tensen_error *err)
{
	const vecset_build_opts *o = lot->m->opts;
	tensen_status st = vec_builder_get(lot->m, lot->first, lot->n, &lot->x, err);

	for (uint32_t i = 0; i < lot->n_pieces && st == TENSEN_OK; i++) {
		const piece *p = &lot->pieces[i];
		uint32_t at = p->first - lot->first;
		lot->jobs[i] = (cluster_job){.rows = lot->x + (size_t)at * o->dim,
		    .dim = o->dim,
		    .order = lot->ids + at,
		    .n = p->n,
		    .target = TARGET,
		    .seed = p->seed,
		    .sizes = lot->sizes + at};
		for (uint32_t k = 0; k < p->n; k++)
			lot->ids[at + k] = k;
	}
	if (st == TENSEN_OK)
		st = cluster_rows(lot->jobs, lot->n_pieces, o->threads, err);
	if (st == TENSEN_OK)
		threads_run(o->threads, lot->n_pieces, reorder_piece, lot);
	return st;
}

static tensen_status
add_clusters(batch *lot, sample *drawn, tensen_error *err)
{
	vec_builder *m = lot->m;
	const float *x = lot->x;
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < lot->n_pieces; i++) {
		const cluster_job *job = &lot->jobs[i];
		uint32_t at = lot->pieces[i].first;
		for (uint32_t j = 0; j < job->n_sizes && st == TENSEN_OK; j++) {
			st = add_cluster(m, at, job->sizes[j], lot->pieces[i].slot, err);
			if (st == TENSEN_OK)
				take_sample(m, drawn, &m->cluster[m->h.n_clusters - 1], x);
			at += job->sizes[j];
			x += (size_t)job->sizes[j] * m->opts->dim;
		}
	}
	return st;
}

static tensen_status
cluster_batch(batch *b, sample *drawn, tensen_error *err)
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
		st = add_clusters(b, drawn, err);
	free_all(b->jobs, b->ids, b->sizes);
	return st;
}

/* Cut the slots into pieces; the caller frees the list. */
static piece *
cut_pieces(const vec_builder *maker, const uint32_t first[VEC_SLOTS + 2], uint32_t *n)
{
	piece *out =
	    malloc((maker->h.n_stored / maker->piece + VEC_SLOTS + (size_t)1) * sizeof *out);

	*n = 0;
	for (uint32_t slot = 0; out && slot < VEC_SLOTS; slot++)
		for (uint32_t at = first[slot], k; at < first[slot + 1]; at += k) {
			k = first[slot + 1] - at < maker->piece ? first[slot + 1] - at
								: maker->piece;
			out[(*n)++] = (piece){
			    at, k, slot, rng_at(maker->opts->seed, slot) + (at - first[slot])};
		}
	return out;
}

/* Note the first cluster of each slot. */
static void
note_slots(vec_builder *maker, const uint32_t first[VEC_SLOTS + 2])
{
	uint32_t c = 0;

	for (uint32_t slot = 0; slot <= VEC_SLOTS; slot++) {
		while (c < maker->h.n_clusters && maker->cluster[c].first < first[slot])
			c++;
		maker->slot[slot] = c;
	}
}

static tensen_status
cluster_slots(
    vec_builder *maker, sample *drawn, const uint32_t first[VEC_SLOTS + 2], tensen_error *err)
{
	uint32_t n, most = maker->piece;
	piece *all = cut_pieces(maker, first, &n);
	tensen_status st = all ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK;) {
		batch b = {.m = maker, .pieces = all + i, .first = all[i].first};
		for (; i < n && b.n + all[i].n <= most; i++, b.n_pieces++)
			b.n += all[i].n;
		st = cluster_batch(&b, drawn, err);
	}
	free(all);
	note_slots(maker, first);
	return st;
}

static tensen_status
vecset_train(vec_builder *maker, sample *drawn, tensen_error *err)
{
	uint32_t dim = maker->opts->dim;
	float mean_square[VEC_MAX_DIM];

	for (uint32_t d = 0; d < dim; d++)
		mean_square[d] = drawn->n ? (float)(drawn->square[d] / drawn->n) : 0;
	return codes_train(&maker->c, drawn->residuals, drawn->n, mean_square, dim,
	    maker->opts->seed, maker->opts->threads, err);
}

static tensen_status
cluster_and_train(vec_builder *maker, const uint32_t first[VEC_SLOTS + 2], tensen_error *err)
{
	uint32_t rows = maker->h.n_stored / TRAIN_SHARE;
	sample s = {.every = 1};
	tensen_status st;

	rows = rows < TRAIN_LEAST ? TRAIN_LEAST : rows > TRAIN_MOST ? TRAIN_MOST : rows;
	s.every = maker->h.n_stored / rows + 1;
	s.residuals = malloc(
	    ((size_t)maker->h.n_stored / s.every + 1) * maker->opts->dim * sizeof *s.residuals);
	st = s.residuals ? cluster_slots(maker, &s, first, err) : tensen_fail_nomem(err);
	if (st == TENSEN_OK)
		st = vecset_train(maker, &s, err);
	free(s.residuals);
	return st;
}

/* ---- building ---- */

static tensen_status
builder_init(vec_builder *maker, tensen_error *err)
{
	const vecset_build_opts *o = maker->opts;
	uint32_t n = maker->in->n;

	if (o->dim < VEC_MIN_DIM || o->dim > VEC_MAX_DIM)
		return tensen_fail(err, TENSEN_E_ARG, "%u dimensions, expected %u to %u", o->dim,
		    VEC_MIN_DIM, VEC_MAX_DIM);
	if (n == UINT32_MAX)
		return tensen_fail(err, TENSEN_E_ARG, "too many rows for one vector set");
	memcpy(maker->h.magic, VEC_MAGIC, 8);
	maker->h.dim = o->dim;
	maker->h.n = n;
	maker->h.n_pad = (o->dim + 63) & ~63u;
	maker->h.n_bytes = codes_bytes(o->dim);
	maker->h.version = VEC_VERSION;
	maker->h.rest_bits = 4;
	maker->h.fine_bits = 8;
	maker->h.reach = 1;
	maker->h.wide = 1;
	maker->piece = o->piece ? o->piece : VEC_PIECE / o->dim;
	maker->slot_of = malloc((size_t)n + 1);
	maker->order = malloc(((size_t)n + 1) * sizeof *maker->order);
	return maker->slot_of && maker->order ? TENSEN_OK : tensen_fail_nomem(err);
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
	free_all(m.x, m.slot_of, m.order, m.cluster, m.parent);
	codes_clear(&m.c);
	return st;
}
