/* engine/build/build_views.c - projects all rows into the views and encodes these, and vectors of a
 * model that united files have.
 *
 * The views of a row are projected together: its terms are decoded once, and the basis rows that
 * the views share stay in the cache.  Vectors wait in memory, or on disk if they are many. */
#include "engine/build/build_write.h"
#include "engine/build/row_reader.h"
#include "index/store/store.h"
#include "index/vectors/vecset.h"
#include "model/lsa_basis.h"
#include "util/fail.h"
#include "util/threads/threads.h"
#include "util/memory.h"

#define PIECE 64 /* rows */
/* The projected rows of one piece. */
typedef struct work_slot {
	row_reader rows;
	buf col, val; /* one sparse row */
	float *room;  /* [N_VIEWS][PIECE][dims] */
} work_slot;

typedef struct work {
	builder *b;
	spool **vectors; /* by view: [n_rows][dims] of float */
	const uint64_t *masks;
	nearness_sums *near;
} work;

static uint32_t
piece_size(const work *todo, uint32_t first)
{
	return todo->b->n_rows - first < PIECE ? todo->b->n_rows - first : PIECE;
}

static float *
build_vector(const work *todo, const work_slot *one, int v, uint32_t i)
{
	return one->room + ((size_t)v * PIECE + i) * todo->b->dims;
}

/* Project row i into view v. */
static tensen_status
build_fold(const work *todo, work_slot *one, int v, uint32_t i, tensen_error *err)
{
	const builder *b = todo->b;
	const lsa_basis basis = lsa_basis_at(b->basis, b->vocab.terms.n, b->dims);
	uint32_t n, k, *col;
	const term_count *t = row_reader_row(&one->rows, i, &n);
	float *val;

	buf_reset(&one->col);
	buf_reset(&one->val);
	if (buf_reserve(&one->col, n * sizeof *col + 1) < 0 ||
	    buf_reserve(&one->val, n * sizeof *val + 1) < 0)
		return tensen_fail_nomem(err);
	col = (uint32_t *)(void *)one->col.p;
	val = (float *)(void *)one->val.p;
	k = view_row(&b->vocab, (view)v, t, n, col, val);
	lsa_project(&basis, col, val, k, build_vector(todo, one, v, i));
	return TENSEN_OK;
}

static tensen_status
build_views_make(void *ctx, size_t piece, void *slot, unsigned worker, tensen_error *err)
{
	const work *w = ctx;
	work_slot *s = slot;
	uint32_t first = (uint32_t)piece * PIECE, n = piece_size(w, first);
	tensen_status st;

	(void)worker;
	if (!s->room && !(s->room = malloc(N_VIEWS * PIECE * w->b->dims * sizeof *s->room)))
		return tensen_fail_nomem(err);
	st = row_reader_piece(&s->rows, w->b->terms, first, n, w->b->vocab.terms.n, err);
	for (uint32_t i = 0; i < n; i++)
		for (int v = 0; v < N_VIEWS && st == TENSEN_OK; v++)
			st = build_fold(w, s, v, i, err);
	return st;
}

static tensen_status
build_views_take(void *ctx, size_t piece, void *slot, tensen_error *err)
{
	const work *w = ctx;
	const work_slot *s = slot;
	uint32_t first = (uint32_t)piece * PIECE, n = piece_size(w, first);
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < n; i++)
		nearness_add(w->near, w->masks[first + i], build_vector(w, s, VIEW_TOPIC, i));
	for (int v = 0; v < N_VIEWS && st == TENSEN_OK; v++)
		st = spool_add(w->vectors[v], build_vector(w, s, v, 0),
		    (size_t)n * w->b->dims * sizeof(float), err);
	return st < 0 ? st : build_progress(w->b, "fold", first + n, w->b->n_rows, err);
}

static void
build_views_clear(void *slot)
{
	work_slot *s = slot;

	row_reader_clear(&s->rows);
	bufs_clear(&s->col, &s->val);
	free(s->room);
}

tensen_status
row_fields_of(row_fields *out, const builder *build, tensen_error *err)
{
	size_t n = build->n_rows + (size_t)1;

	*out = (row_fields){malloc(n * sizeof *out->masks), malloc(n)};
	if (!out->masks || !out->primary)
		return tensen_fail_nomem(err);
	for (uint32_t r = 0; r < build->n_rows; r++) {
		const doc_slot *slot = &build->slots[r];
		out->masks[r] = slot->mask;
		out->primary[r] = slot->primary ? (uint8_t)(slot->primary - 1) : 0;
	}
	return TENSEN_OK;
}

/* Project all rows into the views. */
static tensen_status
views_project(spool *vectors[N_VIEWS], nearness_sums *near, const uint64_t *masks, builder *build,
    tensen_error *err)
{
	work w = {.b = build, .vectors = vectors, .masks = masks, .near = near};
	threads_line line = {&w, ((size_t)build->n_rows + PIECE - 1) / PIECE, build_views_make,
	    build_views_take, sizeof(work_slot), build_views_clear};
	tensen_status st = nearness_begin(near, build->dims, err);

	for (int v = 0; v < N_VIEWS && st == TENSEN_OK; v++)
		st = spool_new(&vectors[v], build->path, err);
	if (st == TENSEN_OK)
		st = threads_in_line(build->threads, &line, err);
	for (int v = 0; v < N_VIEWS && st == TENSEN_OK; v++)
		st = spool_finish(vectors[v], err);
	return st;
}

/* ---- encoding, one set at a time, from disk ---- */

typedef struct spooled_view {
	const spool *vectors;
	uint32_t dims;
} spooled_view;

/* Rows for the encoder; consecutive ids are read at once. */
static tensen_status
get_rows(void *ctx, const uint32_t *ids, uint32_t n, float *out, tensen_error *err)
{
	const spooled_view *w = ctx;
	size_t bytes = w->dims * sizeof *out;
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0, run; i < n && st == TENSEN_OK; i += run) {
		for (run = 1; i + run < n && ids[i + run] == ids[i] + run; run++)
			;
		st = spool_read(
		    w->vectors, ids[i] * bytes, out + (size_t)i * w->dims, run * bytes, err);
	}
	return st;
}

static tensen_status
put_set(builder *build, const char *tag, const row_fields *by_field, const spool *vectors,
    uint32_t dims, tensen_error *err)
{
	spooled_view from = {vectors, dims};
	vec_rows in = {build->n_rows, by_field->masks, by_field->primary, get_rows, &from};
	vecset_build_opts o = {.dim = dims,
	    .seed = build->opts->seed,
	    .threads = build->threads,
	    .target = build->path};
	tensen_status st;

	container_begin(build->writer, tag);
	st = vecset_build_from(put_piece, build->writer, &in, &o, err);
	container_end(build->writer);
	return st;
}

tensen_status
put_nearness(builder *build, const nearness_sums *sums, tensen_error *err)
{
	buf out = BUF_INIT;
	tensen_status st;

	nearness_write(&out, sums);
	st = out.failed ? tensen_fail_nomem(err) : TENSEN_OK;
	container_put(build->writer, STORE_NEAR, CODEC_STORED, out.p, out.n);
	buf_clear(&out);
	return st;
}

tensen_status
put_views(builder *build, tensen_error *err)
{
	row_fields by_field;
	spool *vectors[N_VIEWS] = {NULL};
	nearness_sums near = {0};
	tensen_status st = row_fields_of(&by_field, build, err);

	if (st == TENSEN_OK)
		st = views_project(vectors, &near, by_field.masks, build, err);
	for (int v = 0; v < N_VIEWS; v++) {
		if (st == TENSEN_OK)
			st = build_progress(build, "encode", (uint64_t)v, N_VIEWS, err);
		if (st == TENSEN_OK)
			st = put_set(build, view_tags[v], &by_field, vectors[v], build->dims, err);
		spool_free(vectors[v]);
	}
	if (st == TENSEN_OK)
		st = put_nearness(build, &near, err);
	nearness_clear(&near);
	free_all(by_field.masks, by_field.primary);
	return st;
}

tensen_status
put_embedded(builder *build, tensen_error *err)
{
	row_fields by_field;
	tensen_status st;

	if (!build->given.rows)
		return TENSEN_OK;
	if ((st = row_fields_of(&by_field, build, err)) == TENSEN_OK)
		st = put_set(
		    build, STORE_EMBEDDED, &by_field, build->given.rows, build->given.dim, err);
	if (st == TENSEN_OK && build->given.probe)
		container_put(build->writer, STORE_PROBE, CODEC_STORED, build->given.probe,
		    build->given.dim * sizeof *build->given.probe);
	spool_free(build->given.rows);
	build->given.rows = NULL;
	free_all(by_field.masks, by_field.primary);
	return st;
}
