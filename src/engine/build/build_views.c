/* engine/build/build_views.c - the four views: rows folded in, encoded, and what is learned of
 * them.
 *
 * All views of a row are folded at once: its terms are decoded once and the basis rows that
 * the views share come from the cache.  Vectors wait as float32 and the views are encoded side by
 * side; if they are many, they wait on disk and a view is encoded after the other.  While folding,
 * sums over the rows of the topic view are taken: field centroids, ridge. */
#include <stdlib.h>
#include "engine/build/build_write.h"
#include "engine/build/rowread.h"
#include "index/store/background.h"
#include "model/centroids.h"
#include "index/vectors/vecset.h"
#include "model/weights.h"
#include "model/ridge.h"
#include "util/fail.h"
#include "util/files/file.h"
#include "util/pages.h"
#include "util/threads.h"

#define PIECE 64 /* rows */
#define RIDGE_LAMBDA 1.0

/* Rows folded in, waiting for their turn. */
typedef struct work_slot {
	rowread rows;
	buf col, val; /* sparse rows of the topic view, one behind the other */
	buf other_col, other_val;
	uint32_t end[PIECE];
	float *room;       /* [N_VIEWS][PIECE][dims] */
	float *x[N_VIEWS]; /* vectors of the piece: there, or where they stay */
	float *products;   /* [dims][dims] of the rows that have a field: */
	const float *in_fields[PIECE];
	uint64_t masks[PIECE];
	uint32_t n_in_fields;
	tensen_error error;
} work_slot;

typedef struct work {
	builder *b;
	view which;
	work_slot *slots;
	uint64_t *masks;         /* by row */
	uint8_t *primary;        /* by row: field - 1 */
	float *held[N_VIEWS];    /* [n_rows][dims] when there is memory for them, else: */
	spool *vectors[N_VIEWS]; /* the same on disk */
	float *centroids, *ridge_out;
	ridge_fit *ridge;
	float *asked;     /* [N_VIEWS][background_count()][dims] */
	uint32_t n_asked; /* of each view */
	tensen_error *err;
} work;

/* ---- folding ---- */

static uint32_t
piece_size(const work *w, uint32_t first)
{
	return w->b->n_rows - first < PIECE ? w->b->n_rows - first : PIECE;
}

static float *
vector(const work *w, const work_slot *s, int v, uint32_t i)
{
	return s->x[v] + (size_t)i * w->b->dims;
}

/* Row i in view v, appended to col and val. */
static void
fold(const work *w, work_slot *s, int v, uint32_t i, buf *col, buf *val)
{
	const builder *b = w->b;
	uint32_t n, k, *c;
	const term_count *t = rowread_row(&s->rows, i, &n);
	float *x;

	if (buf_reserve(col, n * sizeof *c + 1) < 0 || buf_reserve(val, n * sizeof *x + 1) < 0) {
		tensen_fail_nomem(&s->error); /* at once: buffers forget when they are reset */
		return;
	}
	c = (uint32_t *)(void *)(col->p + col->n);
	x = (float *)(void *)(val->p + val->n);
	k = view_row(&b->vocab, (view)v, t, n, c, x);
	lsa_fold(b->basis, b->dims, c, x, k, vector(w, s, v, i));
	col->n += k * sizeof *c;
	val->n += k * sizeof *x;
}

static void
multiply(const work *w, work_slot *s, uint32_t first, uint32_t n)
{
	s->n_in_fields = 0;
	for (uint32_t i = 0; i < n; i++)
		if (w->masks[first + i]) {
			s->masks[s->n_in_fields] = w->masks[first + i];
			s->in_fields[s->n_in_fields++] = vector(w, s, VIEW_TOPIC, i);
		}
	ridge_products(s->products, s->in_fields, s->n_in_fields, w->b->dims);
}

static void
make(void *ctx, size_t piece, unsigned slot, unsigned worker)
{
	work *w = ctx;
	work_slot *s = &w->slots[slot];
	uint32_t first = (uint32_t)piece * PIECE, n = piece_size(w, first);
	size_t dims = w->b->dims;

	(void)worker;
	for (size_t v = 0; v < N_VIEWS; v++)
		s->x[v] = w->held[v] ? w->held[v] + first * dims : s->room + v * PIECE * dims;
	s->error.code = TENSEN_OK;
	buf_reset(&s->col);
	buf_reset(&s->val);
	if (rowread_piece(&s->rows, w->b->terms, first, n, w->b->vocab.terms.n, &s->error) < 0)
		return;
	for (uint32_t i = 0; i < n; i++) {
		fold(w, s, VIEW_TOPIC, i, &s->col, &s->val);
		s->end[i] = (uint32_t)(s->col.n / sizeof(uint32_t));
		for (int v = VIEW_TOPIC + 1; v < N_VIEWS; v++) {
			buf_reset(&s->other_col);
			buf_reset(&s->other_val);
			fold(w, s, v, i, &s->other_col, &s->other_val);
		}
	}
	if (s->error.code == TENSEN_OK)
		multiply(w, s, first, n);
}

/* The views of a row that the background is measured with. */
static void
keep_asked(work *w, const work_slot *s, uint32_t i, uint32_t row)
{
	uint32_t per_view = background_count(w->b->n_rows), dims = w->b->dims;

	if (w->n_asked == per_view || background_row(w->b->n_rows, w->n_asked) != row)
		return;
	for (size_t v = 0; v < N_VIEWS; v++)
		memcpy(w->asked + (v * per_view + w->n_asked) * dims, vector(w, s, (int)v, i),
		    dims * sizeof(float));
	w->n_asked++;
}

static int
take(void *ctx, size_t piece, unsigned slot)
{
	work *w = ctx;
	const work_slot *s = &w->slots[slot];
	uint32_t first = (uint32_t)piece * PIECE, n = piece_size(w, first);
	const uint32_t *col = (const uint32_t *)(const void *)s->col.p;
	const float *val = (const float *)(const void *)s->val.p;
	tensen_status st = s->error.code;

	if (st < 0 && w->err)
		*w->err = s->error;
	for (uint32_t i = 0, from = 0; i < n && st == TENSEN_OK; from = s->end[i++]) {
		keep_asked(w, s, i, first + i);
		centroids_add(
		    w->centroids, w->masks[first + i], col + from, val + from, s->end[i] - from);
	}
	if (st == TENSEN_OK)
		ridge_fit_add(w->ridge, s->products, s->in_fields, s->masks, s->n_in_fields);
	for (int v = 0; v < N_VIEWS && st == TENSEN_OK && !w->held[v]; v++)
		st = spool_add(w->vectors[v], vector(w, s, v, 0),
		    (size_t)n * w->b->dims * sizeof(float), w->err);
	if (st == TENSEN_OK)
		st = build_progress(w->b, "fold", first + n, w->b->n_rows, w->err);
	return st;
}

/* ---- encoding ---- */

/* Rows of the view for the encoder; ids that follow each other are read at once. */
static tensen_status
get_rows(void *ctx, const uint32_t *ids, uint32_t n, float *out, tensen_error *err)
{
	const work *w = ctx;
	size_t bytes = w->b->dims * sizeof *out;
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0, run; i < n && st == TENSEN_OK; i += run) {
		for (run = 1; i + run < n && ids[i + run] == ids[i] + run; run++)
			;
		st = spool_read(w->vectors[w->which], ids[i] * bytes, out + (size_t)i * w->b->dims,
		    run * bytes, err);
	}
	return st;
}

/* One after the other, from disk. */
static tensen_status
put_spooled_views(work *w, tensen_error *err)
{
	const builder *b = w->b;
	vec_rows rows = {b->n_rows, NULL, w->masks, w->primary, get_rows, w};
	vecset_build_opts o = {b->dims, b->opts->seed, b->threads, b->path, 0};
	tensen_status st = TENSEN_OK;

	for (int v = 0; v < N_VIEWS && st == TENSEN_OK; v++) {
		if ((st = build_progress(b, "encode", (uint64_t)v, N_VIEWS, err)) < 0)
			return st;
		w->which = (view)v;
		container_begin(b->writer, view_tags[v]);
		st = vecset_build_from(put_piece, b->writer, &rows, &o, err);
		container_end(b->writer);
		spool_free(w->vectors[v]);
		w->vectors[v] = NULL;
	}
	return st;
}

typedef struct encoding {
	work *w;
	buf out[N_VIEWS];
	tensen_error errors[N_VIEWS];
} encoding;

static void
encode_held(void *ctx, size_t v, unsigned worker)
{
	encoding *e = ctx;
	work *w = e->w;
	const builder *b = w->b;
	vec_rows rows = {b->n_rows, w->held[v], w->masks, w->primary, NULL, NULL};
	vecset_build_opts o = {
	    b->dims, b->opts->seed, (b->threads + N_VIEWS - 1) / N_VIEWS, NULL, 0};

	(void)worker;
	vecset_build_from(sink_to_buf, &e->out[v], &rows, &o, &e->errors[v]);
	if (e->out[v].failed)
		tensen_fail_nomem(&e->errors[v]);
	free(w->held[v]);
	w->held[v] = NULL;
}

/* Side by side: clusters of so few rows leave threads waiting for each other. */
static tensen_status
put_held_views(work *w, tensen_error *err)
{
	builder *b = w->b;
	encoding *e = calloc(1, sizeof *e);
	tensen_status st =
	    e ? build_progress(b, "encode", 0, N_VIEWS, err) : tensen_fail_nomem(err);

	if (st == TENSEN_OK) {
		e->w = w;
		threads_run(b->threads, N_VIEWS, encode_held, e);
		st = tensen_fail_first(err, e->errors, N_VIEWS);
	}
	for (int v = 0; e && v < N_VIEWS; v++) {
		if (st == TENSEN_OK)
			container_put(
			    b->writer, view_tags[v], CODEC_STORED, e->out[v].p, e->out[v].n);
		buf_clear(&e->out[v]);
	}
	free(e);
	return st;
}

/* ---- what is learned of the topic view ---- */

static void
put_centroids(work *w)
{
	uint32_t n = w->b->vocab.terms.n;

	centroids_squares(w->centroids, n, w->centroids + (size_t)n * N_FIELDS);
	container_put(w->b->writer, "CENT", CODEC_STORED, w->centroids,
	    ((size_t)n + 1) * N_FIELDS * sizeof *w->centroids);
	free(w->centroids);
	w->centroids = NULL;
}

static tensen_status
put_ridge(work *w, tensen_error *err)
{
	ridge_fit *r = w->ridge;
	tensen_status st;

	w->ridge = NULL;
	if ((st = ridge_fit_end(r, RIDGE_LAMBDA, w->ridge_out, err)) == TENSEN_OK)
		container_put(w->b->writer, "RIDG", CODEC_STORED, w->ridge_out,
		    RIDGE_FLOATS(w->b->dims) * sizeof *w->ridge_out);
	return st;
}

/* ---- the views ---- */

/* In memory while they take no more than half of what the lists had a step before. */
static tensen_status
room_for_vectors(work *w, tensen_error *err)
{
	size_t bytes = (size_t)w->b->n_rows * w->b->dims * sizeof(float);
	tensen_status st = TENSEN_OK;

	for (int v = 0; v < N_VIEWS && st == TENSEN_OK; v++) {
		if (bytes * N_VIEWS > w->b->plan.postings / 2)
			st = spool_new(&w->vectors[v], w->b->path, err);
		else if (!(w->held[v] = pages_alloc(bytes + 1)))
			st = tensen_fail_nomem(err);
	}
	return st;
}

static tensen_status
fold_all(work *w, tensen_error *err)
{
	threads_line line = {w, ((size_t)w->b->n_rows + PIECE - 1) / PIECE, make, take};
	tensen_status st = room_for_vectors(w, err);

	if (st == TENSEN_OK)
		st = (tensen_status)threads_in_line(w->b->threads, &line);
	for (int v = 0; v < N_VIEWS && st == TENSEN_OK && w->vectors[v]; v++)
		st = spool_finish(w->vectors[v], err);
	if (st < 0)
		return st;
	put_centroids(w);
	return put_ridge(w, err);
}

/* How near the best of each field usually are, asked of the views as they are in the file: of
 * the two whose cosines are compared across fields. */
static tensen_status
put_background(work *w, tensen_error *err)
{
	builder *b = w->b;
	float background[N_VIEWS * N_FIELDS] = {0};
	size_t per_view = (size_t)background_count(b->n_rows) * b->dims;
	filemap map = {NULL, 0};
	container file;
	const char *path;
	tensen_status st = container_peek(b->writer, &path, err);

	if (st == TENSEN_OK)
		st = filemap_open(&map, path, err);
	if (st == TENSEN_OK)
		st = container_parse(&file, map.p, map.n, err);
	for (int v = VIEW_PROBLEM; v <= VIEW_MEANS && st == TENSEN_OK; v++) {
		vecset *set = NULL;
		span bytes;
		st = container_get(&file, view_tags[v], 0, &bytes, NULL, err);
		if (st == TENSEN_OK)
			st = vecset_open(&set, bytes.p, bytes.n, err);
		if (st == TENSEN_OK)
			st = background_measure(background + v * N_FIELDS, set,
			    w->asked + (size_t)v * per_view, w->masks, b->threads, err);
		vecset_close(set);
	}
	filemap_close(&map);
	if (st == TENSEN_OK)
		container_put(b->writer, "FBGR", CODEC_STORED, background, sizeof background);
	return st;
}

static tensen_status
work_slots(work *w, tensen_error *err)
{
	size_t dims = w->b->dims;
	unsigned n = threads_slots(w->b->threads);

	w->slots = calloc(n, sizeof *w->slots);
	for (unsigned i = 0; w->slots && i < n; i++) {
		w->slots[i].room = malloc(N_VIEWS * PIECE * dims * sizeof(float));
		w->slots[i].products = malloc(dims * dims * sizeof(float));
		if (!w->slots[i].room || !w->slots[i].products)
			return tensen_fail_nomem(err);
	}
	return w->slots ? TENSEN_OK : tensen_fail_nomem(err);
}

static tensen_status
work_init(work *w, tensen_error *err)
{
	const builder *b = w->b;
	size_t n = b->n_rows + (size_t)1;

	w->masks = malloc(n * sizeof *w->masks);
	w->primary = malloc(n);
	w->asked = malloc(
	    (N_VIEWS * (size_t)background_count(b->n_rows) * b->dims + 1) * sizeof *w->asked);
	w->centroids = calloc(((size_t)b->vocab.terms.n + 1) * N_FIELDS, sizeof *w->centroids);
	w->ridge_out = malloc(RIDGE_FLOATS(b->dims) * sizeof *w->ridge_out);
	if (!w->masks || !w->primary || !w->asked || !w->centroids || !w->ridge_out)
		return tensen_fail_nomem(err);
	for (uint32_t r = 0; r < b->n_rows; r++) {
		const doc_slot *slot = &b->slots[r];
		w->masks[r] = slot->mask;
		w->primary[r] = slot->primary ? (uint8_t)(slot->primary - 1) : 0;
	}
	if (ridge_fit_new(&w->ridge, b->dims, err) < 0)
		return TENSEN_E_NOMEM;
	return work_slots(w, err);
}

static void
work_clear(work *w)
{
	for (unsigned i = 0; w->slots && i < threads_slots(w->b->threads); i++) {
		work_slot *s = &w->slots[i];
		rowread_clear(&s->rows);
		buf_clear(&s->col);
		buf_clear(&s->val);
		buf_clear(&s->other_col);
		buf_clear(&s->other_val);
		free(s->room);
		free(s->products);
	}
	for (int v = 0; v < N_VIEWS; v++) {
		spool_free(w->vectors[v]);
		free(w->held[v]);
	}
	free(w->slots);
	free(w->masks);
	free(w->primary);
	free(w->asked);
	free(w->centroids);
	free(w->ridge_out);
	ridge_fit_free(w->ridge);
}

tensen_status
put_views(builder *b, tensen_error *err)
{
	work w = {.b = b, .err = err};
	tensen_status st = work_init(&w, err);

	if (st == TENSEN_OK)
		st = fold_all(&w, err);
	if (st == TENSEN_OK)
		st = w.held[0] ? put_held_views(&w, err) : put_spooled_views(&w, err);
	if (st == TENSEN_OK)
		st = put_background(&w, err);
	work_clear(&w);
	return st;
}
