/* engine/build/build_views.c - projects all rows into the four views and adds up sums over them.
 *
 * All views of a row are projected together: its terms are decoded once, and the basis rows that
 * the views share stay in the cache.  Vectors wait in memory, or on disk if they are many.  The
 * sums over the rows of the topic view give field centroids and the ridge regression. */
#include <stdlib.h>
#include "engine/build/build_views.h"
#include "engine/build/build_write.h"
#include "engine/build/row_reader.h"
#include "index/store/background.h"
#include "model/centroids.h"
#include "model/lsa_basis.h"
#include "util/fail.h"
#include "util/pages.h"
#include "util/threads.h"
#include "util/memory.h"

#define PIECE 64 /* rows */
/* The penalty of the ridge regression, on unit rows: it matters only for fields of few rows. */
#define RIDGE_LAMBDA 1.0

/* The projected rows of one piece. */
typedef struct work_slot {
	row_reader rows;
	buf col, val; /* sparse rows of the topic view, without gaps */
	buf other_col, other_val;
	uint32_t end[PIECE];
	float *room;       /* [N_VIEWS][PIECE][dims] */
	float *x[N_VIEWS]; /* vectors of the piece: in room, or in views.held */
	float *products;   /* [dims][dims] of the rows that have a field: */
	const float *in_fields[PIECE];
	uint64_t masks[PIECE];
	uint32_t n_in_fields;
	tensen_error error;
} work_slot;

typedef struct work {
	builder *b;
	views *v;
	work_slot *slots;
	tensen_error *err;
} work;

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
	const lsa_basis basis = lsa_basis_at(b->basis, b->vocab.terms.n, b->dims);
	uint32_t n, k, *c;
	const term_count *t = row_reader_row(&s->rows, i, &n);
	float *x;

	if (buf_reserve(col, n * sizeof *c + 1) < 0 || buf_reserve(val, n * sizeof *x + 1) < 0) {
		tensen_fail_nomem(&s->error); /* now: buf_reset() clears `failed` */
		return;
	}
	c = (uint32_t *)(void *)(col->p + col->n);
	x = (float *)(void *)(val->p + val->n);
	k = view_row(&b->vocab, (view)v, t, n, c, x);
	lsa_project(&basis, c, x, k, vector(w, s, v, i));
	col->n += k * sizeof *c;
	val->n += k * sizeof *x;
}

static void
multiply(const work *w, work_slot *s, uint32_t first, uint32_t n)
{
	s->n_in_fields = 0;
	for (uint32_t i = 0; i < n; i++)
		if (w->v->masks[first + i]) {
			s->masks[s->n_in_fields] = w->v->masks[first + i];
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
		s->x[v] = w->v->held[v] ? w->v->held[v] + first * dims : s->room + v * PIECE * dims;
	s->error.code = TENSEN_OK;
	buf_reset(&s->col);
	buf_reset(&s->val);
	if (row_reader_piece(&s->rows, w->b->terms, first, n, w->b->vocab.terms.n, &s->error) < 0)
		return;
	for (uint32_t i = 0; i < n; i++) {
		if (view_is_wanted(w->v, VIEW_TOPIC))
			fold(w, s, VIEW_TOPIC, i, &s->col, &s->val);
		s->end[i] = (uint32_t)(s->col.n / sizeof(uint32_t));
		for (int v = VIEW_TOPIC + 1; v < N_VIEWS; v++) {
			buf_reset(&s->other_col);
			buf_reset(&s->other_val);
			if (view_is_wanted(w->v, v))
				fold(w, s, v, i, &s->other_col, &s->other_val);
		}
	}
	if (s->error.code == TENSEN_OK && view_is_wanted(w->v, VIEW_TOPIC))
		multiply(w, s, first, n);
}

/* Keep the views of a row that background_measure() needs. */
static void
keep_sample(work *w, const work_slot *s, uint32_t i, uint32_t row)
{
	uint32_t per_view = background_count(w->b->n_rows), dims = w->b->dims;

	if (w->v->n_samples == per_view || background_row(w->b->n_rows, w->v->n_samples) != row)
		return;
	for (size_t v = 0; v < N_VIEWS; v++)
		if (view_is_wanted(w->v, (int)v))
			memcpy(w->v->samples + (v * per_view + w->v->n_samples) * dims,
			    vector(w, s, (int)v, i), dims * sizeof(float));
	w->v->n_samples++;
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
		keep_sample(w, s, i, first + i);
		centroids_add(w->v->centroids, w->v->masks[first + i], col + from, val + from,
		    s->end[i] - from);
	}
	if (st == TENSEN_OK && view_is_wanted(w->v, VIEW_TOPIC))
		ridge_fit_add(w->v->ridge, s->products, s->in_fields, s->masks, s->n_in_fields);
	for (int v = 0; v < N_VIEWS && st == TENSEN_OK && !w->v->in_memory; v++)
		st = !view_is_wanted(w->v, v) ? TENSEN_OK
					      : spool_add(w->v->vectors[v], vector(w, s, v, 0),
						    (size_t)n * w->b->dims * sizeof(float), w->err);
	if (st == TENSEN_OK)
		st = build_progress(w->b, "fold", first + n, w->b->n_rows, w->err);
	return st;
}

static void
put_centroids(views *w)
{
	uint32_t n = w->b->vocab.terms.n;

	centroids_squares(w->centroids, n, w->centroids + (size_t)n * N_FIELDS);
	container_put(w->b->writer, "CENT", CODEC_STORED, w->centroids,
	    ((size_t)n + 1) * N_FIELDS * sizeof *w->centroids);
	free(w->centroids);
	w->centroids = NULL;
}

/* Vectors stay in memory if they take no more than half of the share of postings, which are
 * finished by then. */
static tensen_status
room_for_vectors(views *w, tensen_error *err)
{
	size_t bytes = (size_t)w->b->n_rows * w->b->dims * sizeof(float);
	tensen_status st = TENSEN_OK;

	w->in_memory = bytes * N_VIEWS <= w->b->plan.postings / 2;
	for (int v = 0; v < N_VIEWS && st == TENSEN_OK; v++) {
		if (!view_is_wanted(w, v))
			continue;
		if (!w->in_memory)
			st = spool_new(&w->vectors[v], w->b->path, err);
		else if (!(w->held[v] = pages_alloc(bytes + 1)))
			st = tensen_fail_nomem(err);
	}
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

static void
work_clear(work *w)
{
	for (unsigned i = 0; w->slots && i < threads_slots(w->b->threads); i++) {
		work_slot *s = &w->slots[i];
		row_reader_clear(&s->rows);
		bufs_clear(&s->col, &s->val, &s->other_col, &s->other_val);
		free(s->room);
		free(s->products);
	}
	free(w->slots);
}

static tensen_status
views_init(views *v, builder *b, unsigned wanted, tensen_error *err)
{
	size_t n = b->n_rows + (size_t)1;

	*v = (views){.b = b, .wanted = wanted};
	v->masks = malloc(n * sizeof *v->masks);
	v->primary = malloc(n);
	v->samples = malloc(
	    (N_VIEWS * (size_t)background_count(b->n_rows) * b->dims + 1) * sizeof *v->samples);
	v->centroids = calloc(((size_t)b->vocab.terms.n + 1) * N_FIELDS, sizeof *v->centroids);
	if (!v->masks || !v->primary || !v->samples || !v->centroids)
		return tensen_fail_nomem(err);
	for (uint32_t r = 0; r < b->n_rows; r++) {
		const doc_slot *slot = &b->slots[r];
		v->masks[r] = slot->mask;
		v->primary[r] = slot->primary ? (uint8_t)(slot->primary - 1) : 0;
	}
	if (ridge_fit_new(&v->ridge, b->dims, err) < 0)
		return TENSEN_E_NOMEM;
	return room_for_vectors(v, err);
}

tensen_status
views_project(views *v, builder *b, unsigned wanted, tensen_error *err)
{
	work w = {.b = b, .v = v, .err = err};
	threads_line line = {&w, ((size_t)b->n_rows + PIECE - 1) / PIECE, make, take};
	tensen_status st = views_init(v, b, wanted, err);

	if (st == TENSEN_OK)
		st = work_slots(&w, err);
	if (st == TENSEN_OK)
		st = (tensen_status)threads_in_line(b->threads, &line);
	for (int i = 0; i < N_VIEWS && st == TENSEN_OK; i++)
		if (v->vectors[i])
			st = spool_finish(v->vectors[i], err);
	work_clear(&w);
	return st;
}

void
views_clear(views *v)
{
	for (int i = 0; i < N_VIEWS; i++) {
		spool_free(v->vectors[i]);
		free(v->held[i]);
	}
	free_all(v->masks, v->primary, v->samples, v->centroids);
	ridge_fit_free(v->ridge);
}

static tensen_status
put_ridge(views *v, tensen_error *err)
{
	size_t n = RIDGE_FLOATS(v->b->dims);
	float *out = malloc(n * sizeof *out);
	ridge_fit *r = v->ridge;
	tensen_status st;

	if (!out)
		return tensen_fail_nomem(err);
	v->ridge = NULL;
	if ((st = ridge_fit_end(r, RIDGE_LAMBDA, out, err)) == TENSEN_OK)
		container_put(v->b->writer, "RIDG", CODEC_STORED, out, n * sizeof *out);
	free(out);
	return st;
}

tensen_status
put_views(builder *b, unsigned wanted, tensen_error *err)
{
	views v;
	tensen_status st = views_project(&v, b, wanted, err);

	if (st == TENSEN_OK && view_is_wanted(&v, VIEW_TOPIC)) {
		put_centroids(&v);
		st = put_ridge(&v, err);
	}
	if (st == TENSEN_OK)
		st = put_vectors(&v, err);
	if (st == TENSEN_OK)
		st = put_background(&v, err);
	views_clear(&v);
	return st;
}
