/* engine/update/put_vectors.c - tensen_put_vectors(): an index copied with vectors of a model.
 *
 * Every other section stays as it is.  Vectors of the same model that the index has stay, too: then
 * the set is updated as after a change of documents (index/vectors/vecset_update.h). */
#include <json-c/json.h>
#include <math.h>
#include "engine/build/build_write.h"
#include "engine/distributed/parts.h"
#include "engine/query/understand.h"
#include "engine/base/late.h"
#include "engine/base/options.h"
#include "engine/update/updater.h"
#include "index/vectors/vecset_update.h"
#include "util/fail.h"
#include "util/memory.h"
#include "util/threads/threads.h"

#define LEAST_DIM 8 /* of vecset_build_from() */
#define NO_VECTOR UINT64_MAX

typedef struct putter {
	const tensen_vectors *v;
	uint32_t dim;
	store *old;
	container_writer *writer;
	uint64_t *from; /* [rows] number of the vector, NO_VECTOR */
	uint8_t *primary;
	uint32_t *rows; /* [n] that get a vector, ascending */
	uint32_t n;
	uint64_t unknown;
	double *sum; /* [dim] of unit vectors */
	float *one;  /* [given] */
} putter;

/* The vector of row `row`, unit, of p->dim numbers. */
static tensen_status
unit_vector(putter *p, uint64_t i, float *out, tensen_error *err)
{
	double norm = 0;
	const char *why = NULL;

	p->v->get(p->v->payload, i, p->one);
	for (uint32_t d = 0; d < p->v->given; d++)
		if (!isfinite(p->one[d]))
			why = SAY_HOLDS_NO_NUMBER;
	for (uint32_t d = 0; d < p->dim; d++)
		norm += (double)p->one[d] * p->one[d];
	if (!why && !(norm > 0))
		why = SAY_ZERO;
	if (why) {
		tensen_fail(err, TENSEN_E_INPUT, SAY_VECTOR_DOCUMENT, (unsigned long long)i,
		    p->v->id(p->v->payload, i), why);
		return TENSEN_E_INPUT;
	}
	for (uint32_t d = 0; d < p->dim; d++)
		out[d] = (float)(p->one[d] / sqrt(norm));
	return TENSEN_OK;
}

static tensen_status
get_rows(void *ctx, const uint32_t *ids, uint32_t n, float *out, tensen_error *err)
{
	putter *p = ctx;
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		float *to = out + (size_t)i * p->dim;
		if (p->from[ids[i]] == NO_VECTOR)
			memset(to, 0, p->dim * sizeof *to);
		else
			st = unit_vector(p, p->from[ids[i]], to, err);
	}
	return st;
}

/* Which vector each row gets; every vector is looked at before anything is written. */
static tensen_status
assign(putter *p, tensen_error *err)
{
	const rows *r = &p->old->rows;
	float *unit = malloc(p->dim * sizeof *unit);
	tensen_status st = unit ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < r->n; i++) {
		p->from[i] = NO_VECTOR;
		p->primary[i] = r->primary[i] ? (uint8_t)(r->primary[i] - 1) : 0;
	}
	for (uint64_t i = 0; i < p->v->n && st == TENSEN_OK; i++) {
		const char *id = p->v->id(p->v->payload, i);
		uint32_t row = row_of_name(r, id);
		if ((st = unit_vector(p, i, unit, err)) < 0)
			break;
		for (uint32_t d = 0; d < p->dim; d++)
			p->sum[d] += unit[d];
		p->unknown += row == ROW_NONE;
		if (row != ROW_NONE)
			p->from[row] = i;
	}
	for (uint32_t i = 0; i < r->n; i++)
		if (p->from[i] != NO_VECTOR)
			p->rows[p->n++] = i;
	free(unit);
	if (st == TENSEN_OK && p->n == 0)
		st = tensen_fail(
		    err, TENSEN_E_INPUT, SAY_NONE_VECTORS_DOCUMENT, (unsigned long long)p->v->n);
	return st;
}

static tensen_status
check_model(const putter *p, tensen_error *err)
{
	const store_embedded *e = &p->old->embedded;
	const char *model = p->v->model ? p->v->model : "";

	if (!e->v)
		return TENSEN_OK;
	if (strcmp(e->model.p, model) != 0 || vecset_dim(e->v) != p->dim)
		return tensen_fail(err, TENSEN_E_MISMATCH, SAY_INDEX_HAS_VECTORS, e->model.p,
		    vecset_dim(e->v), model, p->dim);
	if (!store_is_probe(e, p->v->probe))
		return tensen_fail(err, TENSEN_E_MISMATCH, SAY_MODEL_ANSWERS_OTHERWISE_THAN, model);
	return TENSEN_OK;
}

/* ---- writing ---- */

/* META with the model; the mean cosine of two documents is the square of their mean. */
static tensen_status
put_meta(const putter *p, tensen_error *err)
{
	json_object *root = json_tokener_parse(p->old->meta.json.p), *o;
	double square = 0;

	if (!root || !(o = json_object_new_object()))
		return tensen_fail_nomem(err);
	for (uint32_t d = 0; d < p->dim; d++)
		square += p->sum[d] / (double)p->v->n * (p->sum[d] / (double)p->v->n);
	if (p->old->embedded.v)
		square = p->old->embedded.floor;
	json_object_object_add(o, "model", json_object_new_string(p->v->model ? p->v->model : ""));
	json_object_object_add(o, "dim", json_object_new_int64(p->dim));
	json_object_object_add(o, "characters", json_object_new_int64(p->v->characters));
	json_object_object_add(
	    o, "floor", json_object_new_double((double)(int64_t)(fmin(square, 0.999) * 1e6) / 1e6));
	json_object_object_add(root, "embeddings", o);
	return put_changed_meta(p->writer, root, err);
}

static tensen_status
copy_others(const putter *p, tensen_error *err)
{
	const container *c = &p->old->file;
	buf owned = BUF_INIT;
	span bytes;
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < c->n_entries && st == TENSEN_OK; i++) {
		const container_entry *e = &c->entries[i];
		if (strcmp(e->tag, "META") == 0 || strcmp(e->tag, STORE_EMBEDDED) == 0 ||
		    strcmp(e->tag, STORE_PROBE) == 0)
			continue;
		if ((st = container_get(c, e->tag, 1, &bytes, &owned, err)) == TENSEN_OK)
			container_put(
			    p->writer, e->tag, (enum container_codec)e->codec, bytes.p, bytes.n);
		buf_clear(&owned);
	}
	return st;
}

static tensen_status
put_new_set(putter *p, const char *path, tensen_error *err)
{
	const rows *r = &p->old->rows;
	vec_rows in = {r->n, r->mask, p->primary, get_rows, p};
	vecset_build_opts o = {.dim = p->dim,
	    .seed = p->old->meta.seed,
	    .threads = threads_wanted(p->v->threads),
	    .target = path};

	return vecset_build_from(put_piece, p->writer, &in, &o, err);
}

/* The rows that get a vector leave the set and come back with it. */
static tensen_status
put_changed_set(putter *p, tensen_error *err)
{
	const rows *r = &p->old->rows;
	uint32_t *row_of = malloc((r->n + (size_t)1) * sizeof *row_of);
	float *x = malloc((size_t)p->n * p->dim * sizeof *x);
	vec_changes c = {r->n, row_of, r->mask, p->primary, p->rows, x, p->n};
	tensen_status st = row_of && x ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t i = 0; st == TENSEN_OK && i < r->n; i++)
		row_of[i] = p->from[i] == NO_VECTOR ? i : VEC_GONE;
	if (st == TENSEN_OK && (st = get_rows(p, p->rows, p->n, x, err)) == TENSEN_OK)
		st = vecset_update(put_piece, p->writer, p->old->embedded.v, &c,
		    threads_wanted(p->v->threads), err);
	free_all(row_of, x);
	return st;
}

static tensen_status
put_all(putter *p, const char *path, tensen_error *err)
{
	tensen_status st;

	if ((st = put_meta(p, err)) < 0 || (st = copy_others(p, err)) < 0)
		return st;
	container_begin(p->writer, STORE_EMBEDDED);
	st = p->old->embedded.v ? put_changed_set(p, err) : put_new_set(p, path, err);
	container_end(p->writer);
	if (p->old->embedded.probe)
		container_put(p->writer, STORE_PROBE, CODEC_STORED, p->old->embedded.probe,
		    p->dim * sizeof(float));
	else if (p->v->probe)
		container_put(
		    p->writer, STORE_PROBE, CODEC_STORED, p->v->probe, p->dim * sizeof(float));
	return st;
}

/* ---- the call ---- */

static tensen_status
check(putter *p, tensen_error *err)
{
	const tensen_vectors *v = p->v;

	p->dim = v->dim ? v->dim : v->given;
	if (v->given > TENSEN_VECTOR_DIMS_MAX || p->dim < LEAST_DIM || p->dim > v->given)
		return tensen_fail(err, TENSEN_E_ARG, SAY_VECTORS_NUMBERS_WHICH, v->given, p->dim,
		    LEAST_DIM, TENSEN_VECTOR_DIMS_MAX);
	return v->id && v->get ? TENSEN_OK : tensen_fail(err, TENSEN_E_ARG, SAY_NO_VECTORS);
}

/* A shard has its documents alone. */
static tensen_status
open_old(putter *p, const char *path, int alone, tensen_error *err)
{
	tensen_status st;

	if (alone)
		return store_open(&p->old, path, err);
	st = store_open_documents(&p->old, path, err);
	return st == TENSEN_OK ? store_open_embedded(p->old, err) : st;
}

static tensen_status
run(putter *p, const char *path, tensen_error *err)
{
	size_t n;
	part_kind kind;
	container_writer *w;
	tensen_status st;

	if ((st = check(p, err)) < 0 || (st = parts_kind(&kind, path, err)) < 0)
		return st;
	if (kind == PART_SEVERAL)
		return tensen_fail(err, TENSEN_E_INPUT, SAY_ONE_SEVERAL_FILES);
	if ((st = container_create(&p->writer, path, err)) < 0 ||
	    (st = open_old(p, path, kind == PART_ALONE, err)) < 0)
		return st;
	n = p->old->rows.n + (size_t)1;
	p->from = malloc(n * sizeof *p->from);
	p->primary = malloc(n);
	p->rows = malloc(n * sizeof *p->rows);
	p->sum = calloc(p->dim, sizeof *p->sum);
	p->one = malloc(p->v->given * sizeof *p->one);
	if (!p->from || !p->primary || !p->rows || !p->sum || !p->one)
		return tensen_fail_nomem(err);
	if ((st = check_model(p, err)) < 0 || (st = assign(p, err)) < 0 ||
	    (st = put_all(p, path, err)) < 0)
		return st;
	w = p->writer;
	p->writer = NULL;
	return container_commit(w, err);
}

tensen_status
tensen_put_vectors(
    tensen_vectors_kept *out, const char *path, const tensen_vectors *v, tensen_error *err)
{
	tensen_vectors known;
	putter p = {.v = &known};
	tensen_status st = options_read(&known, sizeof known, v, err);

	if (st == TENSEN_OK)
		st = run(&p, path, err);
	if (st < 0 && st != TENSEN_E_NOMEM)
		tensen_fail_at(err, path, 0);
	container_abort(p.writer);
	if (st == TENSEN_OK && out)
		*out = (tensen_vectors_kept){.dim = p.dim, .documents = p.n, .unknown = p.unknown};
	store_close(p.old);
	free_all(p.from, p.primary, p.rows, p.sum, p.one);
	return st;
}

int
tensen_index_has_vector(const tensen_index *ix, uint32_t row)
{
	return ix->store->embedded.v && vecset_has(ix->store->embedded.v, row);
}
