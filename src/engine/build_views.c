/* engine/build_views.c - the four views: rows folded in, encoded, and what is learned of them.
 *
 * Vectors of one view at a time wait on disk as float32.  While the topic view is
 * folded, the sums over its rows are taken: field centroids, ridge. */
#include <stdlib.h>
#include "engine/build_write.h"
#include "engine/rowread.h"
#include "index/background.h"
#include "index/centroids.h"
#include "index/vecset.h"
#include "index/weights.h"
#include "model/ridge.h"
#include "util/fail.h"
#include "util/file.h"
#include "util/threads.h"

#define PIECE 64 /* rows */
#define RIDGE_LAMBDA 1.0

static const char *const view_tags[N_VIEWS] = {"VTOP", "VPRO", "VMEA", "VFUN"};

/* Rows folded in, waiting for their turn. */
typedef struct work_slot {
	rowread rows;
	buf col, val, x; /* sparse rows, one behind the other; [PIECE][dims] */
	uint32_t end[PIECE];
	tensen_error error;
} work_slot;

typedef struct work {
	builder *b;
	view which;
	work_slot *slots;
	uint64_t *masks;  /* by row */
	uint8_t *primary; /* by row: field - 1 */
	spool *vectors;   /* [n_rows][dims] of this view */
	/* the topic view only, else NULL */
	float *centroids, *ridge_out;
	ridge_fit *ridge;
	float *asked;     /* [N_VIEWS][background_count()][dims] */
	uint32_t n_asked; /* of this view */
	tensen_error *err;
} work;

/* ---- folding ---- */

static uint32_t
piece_size(const work *w, uint32_t first)
{
	return w->b->n_rows - first < PIECE ? w->b->n_rows - first : PIECE;
}

static void
fold(const work *w, work_slot *s, uint32_t i)
{
	const builder *b = w->b;
	uint32_t n, k;
	const term_count *t = rowread_row(&s->rows, i, &n);
	uint32_t *col;
	float *val;

	if (buf_reserve(&s->col, n * sizeof *col + 1) < 0 ||
	    buf_reserve(&s->val, n * sizeof *val + 1) < 0)
		return;
	col = (uint32_t *)(void *)(s->col.p + s->col.n);
	val = (float *)(void *)(s->val.p + s->val.n);
	k = view_row(&b->vocab, w->which, t, n, col, val);
	lsa_fold(b->basis, b->dims, col, val, k, (float *)(void *)s->x.p + (size_t)i * b->dims);
	s->col.n += k * sizeof *col;
	s->val.n += k * sizeof *val;
	s->end[i] = (uint32_t)(s->col.n / sizeof *col);
}

static void
make(void *ctx, size_t piece, unsigned slot, unsigned worker)
{
	work *w = ctx;
	work_slot *s = &w->slots[slot];
	uint32_t first = (uint32_t)piece * PIECE, n = piece_size(w, first);

	(void)worker;
	s->error.code = TENSEN_OK;
	buf_reset(&s->col);
	buf_reset(&s->val);
	buf_reset(&s->x);
	if (buf_reserve(&s->x, (size_t)PIECE * w->b->dims * sizeof(float)) < 0 ||
	    rowread_piece(&s->rows, w->b->terms, first, n, w->b->vocab.terms.n, &s->error) < 0) {
		if (s->x.failed)
			tensen_fail_nomem(&s->error);
		return;
	}
	for (uint32_t i = 0; i < n; i++)
		fold(w, s, i);
	if (s->col.failed || s->val.failed)
		tensen_fail_nomem(&s->error);
}

/* One row of the topic view into the sums. */
static void
add_sums(work *w, const work_slot *s, uint32_t i, uint32_t row, const float *x)
{
	uint32_t from = i ? s->end[i - 1] : 0;

	centroids_add(w->centroids, w->masks[row], (const uint32_t *)(const void *)s->col.p + from,
	    (const float *)(const void *)s->val.p + from, s->end[i] - from);
	ridge_fit_add(w->ridge, x, w->masks[row]);
}

static int
take(void *ctx, size_t piece, unsigned slot)
{
	work *w = ctx;
	const work_slot *s = &w->slots[slot];
	uint32_t first = (uint32_t)piece * PIECE, n = piece_size(w, first), dims = w->b->dims;
	uint32_t per_view = background_count(w->b->n_rows);
	tensen_status st;

	if (s->error.code < 0) {
		if (w->err)
			*w->err = s->error;
		return s->error.code;
	}
	for (uint32_t i = 0; i < n; i++) {
		const float *x = (const float *)(const void *)s->x.p + (size_t)i * dims;
		if (w->n_asked < per_view &&
		    background_row(w->b->n_rows, w->n_asked) == first + i) {
			size_t at = (size_t)w->which * per_view + w->n_asked++;
			memcpy(w->asked + at * dims, x, dims * sizeof *x);
		}
		if (w->which == VIEW_TOPIC)
			add_sums(w, s, i, first + i, x);
	}
	st = spool_add(w->vectors, s->x.p, (size_t)n * dims * sizeof(float), w->err);
	if (st == TENSEN_OK)
		st = build_progress(w->b, "fold", (uint64_t)w->which * w->b->n_rows + first + n,
		    (uint64_t)N_VIEWS * w->b->n_rows, w->err);
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
		st = spool_read(
		    w->vectors, ids[i] * bytes, out + (size_t)i * w->b->dims, run * bytes, err);
	}
	return st;
}

static tensen_status
encode(work *w, tensen_error *err)
{
	builder *b = w->b;
	vec_rows rows = {b->n_rows, w->masks, w->primary, get_rows, w};
	vecset_build_opts o = {b->dims, b->opts->seed, b->threads, b->path, 0};
	tensen_status st;

	container_begin(b->writer, view_tags[w->which]);
	st = vecset_build_from(put_piece, b->writer, &rows, &o, err);
	container_end(b->writer);
	return st;
}

/* ---- what is learned of the topic view ---- */

static tensen_status
begin_sums(work *w, tensen_error *err)
{
	const builder *b = w->b;

	w->centroids =
	    calloc(((size_t)b->vocab.terms.n + 1) * CENTROID_FIELDS, sizeof *w->centroids);
	w->ridge_out = malloc(RIDGE_FLOATS(b->dims) * sizeof *w->ridge_out);
	if (!w->centroids || !w->ridge_out)
		return tensen_fail_nomem(err);
	return ridge_fit_new(&w->ridge, b->dims, err);
}

static void
put_centroids(work *w)
{
	uint32_t n = w->b->vocab.terms.n;

	centroids_squares(w->centroids, n, w->centroids + (size_t)n * CENTROID_FIELDS);
	container_put(w->b->writer, "CENT", CODEC_STORED, w->centroids,
	    ((size_t)n + 1) * CENTROID_FIELDS * sizeof *w->centroids);
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

/* ---- a view ---- */

static tensen_status
put_view(work *w, view which, tensen_error *err)
{
	builder *b = w->b;
	threads_line line = {w, ((size_t)b->n_rows + PIECE - 1) / PIECE, make, take};
	tensen_status st = spool_new(&w->vectors, b->path, err);

	w->which = which;
	w->n_asked = 0;
	if (st == TENSEN_OK && which == VIEW_TOPIC)
		st = begin_sums(w, err);
	if (st == TENSEN_OK)
		st = (tensen_status)threads_in_line(b->threads, &line);
	if (st == TENSEN_OK)
		st = spool_finish(w->vectors, err);
	if (st == TENSEN_OK && which == VIEW_TOPIC)
		put_centroids(w);
	if (st == TENSEN_OK)
		st = build_progress(b, "encode", (uint64_t)which, N_VIEWS, err);
	if (st == TENSEN_OK)
		st = encode(w, err);
	if (st == TENSEN_OK && which == VIEW_TOPIC)
		st = put_ridge(w, err);
	spool_free(w->vectors);
	w->vectors = NULL;
	return st;
}

/* How near the best of each field usually are, asked of the views as they are in the file. */
static tensen_status
put_background(work *w, tensen_error *err)
{
	builder *b = w->b;
	float background[N_VIEWS * BACKGROUND_FIELDS];
	size_t per_view = (size_t)background_count(b->n_rows) * b->dims;
	filemap map = {NULL, 0};
	container file;
	const char *path;
	tensen_status st = container_peek(b->writer, &path, err);

	if (st == TENSEN_OK)
		st = filemap_open(&map, path, err);
	if (st == TENSEN_OK)
		st = container_parse(&file, map.p, map.n, err);
	for (int v = 0; v < N_VIEWS && st == TENSEN_OK; v++) {
		vecset *set = NULL;
		span bytes;
		st = container_get(&file, view_tags[v], 0, &bytes, NULL, err);
		if (st == TENSEN_OK)
			st = vecset_open(&set, bytes.p, bytes.n, err);
		if (st == TENSEN_OK)
			st = background_measure(background + v * BACKGROUND_FIELDS, set,
			    w->asked + (size_t)v * per_view, w->masks, b->threads, err);
		vecset_close(set);
	}
	filemap_close(&map);
	if (st == TENSEN_OK)
		container_put(b->writer, "FBGR", CODEC_STORED, background, sizeof background);
	return st;
}

static tensen_status
work_init(work *w, tensen_error *err)
{
	const builder *b = w->b;
	size_t n = b->n_rows + (size_t)1;

	w->slots = calloc(threads_slots(b->threads), sizeof *w->slots);
	w->masks = malloc(n * sizeof *w->masks);
	w->primary = malloc(n);
	w->asked = malloc(
	    (N_VIEWS * (size_t)background_count(b->n_rows) * b->dims + 1) * sizeof *w->asked);
	if (!w->slots || !w->masks || !w->primary || !w->asked)
		return tensen_fail_nomem(err);
	for (uint32_t r = 0; r < b->n_rows; r++) {
		const doc_slot *slot = &b->slots[r];
		w->masks[r] = slot->mask;
		w->primary[r] = slot->primary ? (uint8_t)(slot->primary - 1) : 0;
	}
	return TENSEN_OK;
}

static void
work_clear(work *w)
{
	for (unsigned i = 0; w->slots && i < threads_slots(w->b->threads); i++) {
		rowread_clear(&w->slots[i].rows);
		buf_clear(&w->slots[i].col);
		buf_clear(&w->slots[i].val);
		buf_clear(&w->slots[i].x);
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

	for (int v = 0; v < N_VIEWS && st == TENSEN_OK; v++)
		st = put_view(&w, (view)v, err);
	if (st == TENSEN_OK)
		st = put_background(&w, err);
	work_clear(&w);
	return st;
}
