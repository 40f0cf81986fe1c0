/* engine/build/build_views.c - projects all rows into the views.
 *
 * The views of a row are projected together: its terms are decoded once, and the basis rows that
 * the views share stay in the cache.  Vectors wait in memory, or on disk if they are many. */
#include <stdlib.h>
#include "engine/build/build_views.h"
#include "engine/build/build_write.h"
#include "engine/build/row_reader.h"
#include "model/lsa_basis.h"
#include "util/fail.h"
#include "util/threads/threads.h"
#include "util/memory.h"

#define PIECE 64 /* rows */
/* The projected rows of one piece. */
typedef struct work_slot {
	row_reader rows;
	buf col, val;      /* one sparse row */
	float *room;       /* [N_VIEWS][PIECE][dims] */
	float *x[N_VIEWS]; /* vectors of the piece: in room, or in views.held */
	tensen_error error;
} work_slot;

typedef struct work {
	builder *b;
	views *v;
	work_slot *slots;
	tensen_error *err;
} work;

static uint32_t
piece_size(const work *todo, uint32_t first)
{
	return todo->b->n_rows - first < PIECE ? todo->b->n_rows - first : PIECE;
}

static float *
build_vector(const work *todo, const work_slot *one, int v, uint32_t i)
{
	return one->x[v] + (size_t)i * todo->b->dims;
}

/* Project row i into view v. */
static void
build_fold(const work *todo, work_slot *one, int v, uint32_t i)
{
	const builder *b = todo->b;
	const lsa_basis basis = lsa_basis_at(b->basis, b->vocab.terms.n, b->dims);
	uint32_t n, k, *col;
	const term_count *t = row_reader_row(&one->rows, i, &n);
	float *val;

	buf_reset(&one->col);
	buf_reset(&one->val);
	if (buf_reserve(&one->col, n * sizeof *col + 1) < 0 ||
	    buf_reserve(&one->val, n * sizeof *val + 1) < 0) {
		tensen_fail_nomem(&one->error);
		return;
	}
	col = (uint32_t *)(void *)one->col.p;
	val = (float *)(void *)one->val.p;
	k = view_row(&b->vocab, (view)v, t, n, col, val);
	lsa_project(&basis, col, val, k, build_vector(todo, one, v, i));
}

static void
build_views_make(void *ctx, size_t piece, unsigned slot, unsigned worker)
{
	work *w = ctx;
	work_slot *s = &w->slots[slot];
	uint32_t first = (uint32_t)piece * PIECE, n = piece_size(w, first);
	size_t dims = w->b->dims;

	(void)worker;
	for (size_t v = 0; v < N_VIEWS; v++)
		s->x[v] = s->room + v * PIECE * dims;
	s->error.code = TENSEN_OK;
	if (row_reader_piece(&s->rows, w->b->terms, first, n, w->b->vocab.terms.n, &s->error) < 0)
		return;
	for (uint32_t i = 0; i < n; i++)
		for (int v = 0; v < N_VIEWS; v++)
			build_fold(w, s, v, i);
}

static int
build_views_take(void *ctx, size_t piece, unsigned slot)
{
	work *w = ctx;
	const work_slot *s = &w->slots[slot];
	uint32_t first = (uint32_t)piece * PIECE, n = piece_size(w, first);
	tensen_status st = s->error.code;

	if (st < 0 && w->err)
		*w->err = s->error;
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		nearness_add(
		    &w->v->near, w->v->masks[first + i], build_vector(w, s, VIEW_TOPIC, i));
	for (int v = 0; v < N_VIEWS && st == TENSEN_OK; v++)
		st = spool_add(w->v->vectors[v], build_vector(w, s, v, 0),
		    (size_t)n * w->b->dims * sizeof(float), w->err);
	if (st == TENSEN_OK)
		st = build_progress(w->b, "fold", first + n, w->b->n_rows, w->err);
	return st;
}

static tensen_status
work_slots(work *todo, tensen_error *err)
{
	size_t dims = todo->b->dims;
	unsigned n = threads_slots(todo->b->threads);

	todo->slots = calloc(n, sizeof *todo->slots);
	for (unsigned i = 0; todo->slots && i < n; i++) {
		todo->slots[i].room = malloc(N_VIEWS * PIECE * dims * sizeof(float));
		if (!todo->slots[i].room)
			return tensen_fail_nomem(err);
	}
	return todo->slots ? TENSEN_OK : tensen_fail_nomem(err);
}

static void
work_clear(work *todo)
{
	for (unsigned i = 0; todo->slots && i < threads_slots(todo->b->threads); i++) {
		work_slot *s = &todo->slots[i];
		row_reader_clear(&s->rows);
		bufs_clear(&s->col, &s->val);
		free(s->room);
	}
	free(todo->slots);
}

static tensen_status
views_init(views *both, builder *build, tensen_error *err)
{
	size_t n = build->n_rows + (size_t)1;
	tensen_status st;

	*both = (views){.b = build};
	both->masks = malloc(n * sizeof *both->masks);
	both->primary = malloc(n);
	if (!both->masks || !both->primary)
		return tensen_fail_nomem(err);
	for (uint32_t r = 0; r < build->n_rows; r++) {
		const doc_slot *slot = &build->slots[r];
		both->masks[r] = slot->mask;
		both->primary[r] = slot->primary ? (uint8_t)(slot->primary - 1) : 0;
	}
	st = nearness_begin(&both->near, build->dims, err);
	for (int v = 0; v < N_VIEWS && st == TENSEN_OK; v++)
		st = spool_new(&both->vectors[v], build->path, err);
	return st;
}

tensen_status
views_project(views *both, builder *build, tensen_error *err)
{
	work w = {.b = build, .v = both, .err = err};
	threads_line line = {
	    &w, ((size_t)build->n_rows + PIECE - 1) / PIECE, build_views_make, build_views_take};
	tensen_status st = views_init(both, build, err);

	if (st == TENSEN_OK)
		st = work_slots(&w, err);
	if (st == TENSEN_OK)
		st = (tensen_status)threads_in_line(build->threads, &line);
	for (int i = 0; i < N_VIEWS && st == TENSEN_OK; i++)
		st = spool_finish(both->vectors[i], err);
	work_clear(&w);
	return st;
}

void
views_clear(views *v)
{
	for (int i = 0; i < N_VIEWS; i++)
		spool_free(v->vectors[i]);
	nearness_clear(&v->near);
	free_all(v->masks, v->primary);
}

tensen_status
put_views(builder *build, tensen_error *err)
{
	views v;
	tensen_status st = views_project(&v, build, err);

	if (st == TENSEN_OK && (st = put_vectors(&v, err)) == TENSEN_OK)
		st = put_nearness(build, &v.near, err);
	views_clear(&v);
	return st;
}
