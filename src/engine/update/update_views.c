/* engine/update/update_views.c - vectors of an updated index, by the old model.
 *
 * Changed documents are projected by the old basis, so the cost grows with the changes and not with
 * the index.  Only the table of nearness reads the vectors of all. */
#include "engine/build/build_write.h"
#include "engine/update/updater.h"
#include "index/vectors/vecset_update.h"
#include "model/weights.h"
#include "util/fail.h"
#include "util/threads/threads.h"
#include "util/memory.h"

#define PIECE 64 /* documents */

typedef struct work {
	updater *u;
	uint32_t dims;
	row_fields fields;
	float *x; /* [u->n_changed_rows][dims] of the current view */
	view which;
} work;

/* The sparse row of counted terms in a view; *n entries in col and val. */
static tensen_status
update_sparse(const updater *update, view which, const buf *terms, uint32_t n_terms, buf *col,
    buf *val, uint32_t *n, tensen_error *err)
{
	buf_reset(col);
	buf_reset(val);
	if (buf_reserve(col, n_terms * sizeof(uint32_t) + 1) < 0 ||
	    buf_reserve(val, n_terms * sizeof(float) + 1) < 0)
		return tensen_fail_nomem(err);
	*n = view_row(&update->old->vocab, which, (const term_count *)(const void *)terms->p,
	    n_terms, (uint32_t *)(void *)col->p, (float *)(void *)val->p);
	return TENSEN_OK;
}

/* The counted terms of change k. */
static tensen_status
change_terms(
    const updater *update, uint32_t k, buf *raw, buf *terms, uint32_t *n, tensen_error *err)
{
	span record;
	tensen_status st = change_record(update->records, k, raw, &record, err);

	buf_reset(terms);
	if (st < 0)
		return st;
	if (buf_reserve(terms, (update->changes[k].terms + (size_t)1) * sizeof(term_count)) < 0)
		return tensen_fail_nomem(err);
	return termrec_read(record, (term_count *)(void *)terms->p, update->changes[k].terms, n,
	    update->old->vocab.terms.n, err);
}

/* ---- projecting changed documents ---- */

static tensen_status
project_piece(void *ctx, size_t piece, unsigned worker, tensen_error *err)
{
	work *w = ctx;
	const updater *u = w->u;
	uint32_t end = u->n_changed_rows - piece * PIECE < PIECE ? u->n_changed_rows
								 : (uint32_t)(piece + 1) * PIECE;
	buf raw = BUF_INIT, terms = BUF_INIT, col = BUF_INIT, val = BUF_INIT;
	tensen_status st = TENSEN_OK;

	(void)worker;
	for (uint32_t i = (uint32_t)piece * PIECE; i < end; i++) {
		uint32_t k = u->source[u->changed_rows[i]] & ~CHANGE, n, n_col = 0;
		if ((st = change_terms(u, k, &raw, &terms, &n, err)) < 0 ||
		    (st = update_sparse(u, w->which, &terms, n, &col, &val, &n_col, err)) < 0)
			break;
		lsa_project(&u->old->basis, (const uint32_t *)(const void *)col.p,
		    (const float *)(const void *)val.p, n_col, w->x + (size_t)i * w->dims);
	}
	bufs_clear(&raw, &terms, &col, &val);
	return st;
}

static tensen_status
project_changed(work *todo, tensen_error *err)
{
	size_t n = ((size_t)todo->u->n_changed_rows + PIECE - 1) / PIECE;

	return threads_try(todo->u->b.threads, n, project_piece, todo, err);
}

static tensen_status
put_set(work *todo, const char *tag, const vecset *old, tensen_error *err)
{
	updater *u = todo->u;
	vec_changes c = {u->b.n_rows, u->row_of, todo->fields.masks, todo->fields.primary,
	    u->changed_rows, todo->x, u->n_changed_rows};
	tensen_status st;

	container_begin(u->b.writer, tag);
	st = vecset_update(put_piece, u->b.writer, old, &c, u->b.threads, err);
	container_end(u->b.writer);
	return st;
}

static tensen_status
work_init(work *todo, tensen_error *err)
{
	const updater *u = todo->u;

	todo->x = calloc((size_t)u->n_changes * todo->dims + 1, sizeof *todo->x);
	if (!todo->x)
		return tensen_fail_nomem(err);
	return row_fields_of(&todo->fields, &u->b, err);
}

static void
work_clear(work *w)
{
	free_all(w->fields.masks, w->fields.primary, w->x);
}

/* Vectors of a model: documents that are new or changed have none until they are given one. */
tensen_status
update_embedded(updater *update, tensen_error *err)
{
	const store_embedded *e = &update->old->embedded;
	work w = {.u = update, .dims = e->v ? vecset_dim(e->v) : 0};
	tensen_status st = e->v ? work_init(&w, err) : TENSEN_OK;

	if (e->v && st == TENSEN_OK) {
		st = put_set(&w, STORE_EMBEDDED, e->v, err);
		if (e->probe)
			container_put(update->b.writer, STORE_PROBE, CODEC_STORED, e->probe,
			    w.dims * sizeof *e->probe);
	}
	work_clear(&w);
	return st;
}

/* From the vectors that are in the set, those of changes before they are rounded. */
static tensen_status
put_updated_nearness(work *todo, const vecset *old, tensen_error *err)
{
	updater *u = todo->u;
	float *kept = malloc(todo->dims * sizeof *kept);
	const float *changed = todo->x;
	nearness_sums sums = {0};
	tensen_status st = kept ? nearness_begin(&sums, todo->dims, err) : tensen_fail_nomem(err);

	for (uint32_t r = 0; r < u->b.n_rows && st == TENSEN_OK; r++) {
		if (u->source[r] & CHANGE) {
			nearness_add(&sums, todo->fields.masks[r], changed);
			changed += todo->dims;
			continue;
		}
		vecset_get(old, u->source[r], kept);
		nearness_add(&sums, todo->fields.masks[r], kept);
	}
	if (st == TENSEN_OK)
		st = put_nearness(&u->b, &sums, err);
	nearness_clear(&sums);
	free(kept);
	return st;
}

tensen_status
update_views(updater *update, tensen_error *err)
{
	work w = {.u = update, .dims = update->old->meta.dims};
	tensen_status st = work_init(&w, err);

	for (int v = 0; v < N_VIEWS && st == TENSEN_OK; v++) {
		w.which = (view)v;
		if ((st = build_progress(&update->b, "encode", (uint64_t)v, N_VIEWS, err)) ==
			TENSEN_OK &&
		    (st = project_changed(&w, err)) == TENSEN_OK)
			st = put_set(&w, view_tags[v], update->old->views[v], err);
		if (st == TENSEN_OK && v == VIEW_TOPIC)
			st = put_updated_nearness(&w, update->old->views[v], err);
	}
	work_clear(&w);
	return st;
}
