/* engine/build/build_encode.c - encodes the views. */
#include <stdlib.h>
#include "engine/build/build_views.h"
#include "engine/build/build_write.h"
#include "index/vectors/vecset.h"
#include "util/fail.h"
#include "util/files/file.h"
#include "util/threads/threads.h"

/* The view that the encoder reads from disk. */
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

/* One view at a time, from disk. */
static tensen_status
put_spooled_views(views *both, tensen_error *err)
{
	const builder *b = both->b;
	spooled_view from = {NULL, b->dims};
	vec_rows rows = {b->n_rows, NULL, both->masks, both->primary, get_rows, &from};
	vecset_build_opts o = {
	    .dim = b->dims, .seed = b->opts->seed, .threads = b->threads, .target = b->path};
	tensen_status st = TENSEN_OK;

	for (int v = 0; v < N_VIEWS && st == TENSEN_OK; v++) {
		if ((st = build_progress(b, "encode", (uint64_t)v, N_VIEWS, err)) < 0)
			return st;
		if (!view_is_wanted(both, v))
			continue;
		from.vectors = both->vectors[v];
		container_begin(b->writer, view_tags[v]);
		st = vecset_build_from(put_piece, b->writer, &rows, &o, err);
		container_end(b->writer);
		spool_free(both->vectors[v]);
		both->vectors[v] = NULL;
	}
	return st;
}

typedef struct encoding {
	views *w;
	buf out[N_VIEWS];
	tensen_error errors[N_VIEWS];
} encoding;

static void
encode_held(void *ctx, size_t v, unsigned worker)
{
	encoding *e = ctx;
	views *w = e->w;
	const builder *b = w->b;
	vec_rows rows = {b->n_rows, w->held[v], w->masks, w->primary, NULL, NULL};
	vecset_build_opts o = {
	    .dim = b->dims, .seed = b->opts->seed, .threads = (b->threads + N_VIEWS - 1) / N_VIEWS};

	(void)worker;
	if (!view_is_wanted(w, (int)v))
		return;
	vecset_build_from(sink_to_buf, &e->out[v], &rows, &o, &e->errors[v]);
	if (e->out[v].failed)
		tensen_fail_nomem(&e->errors[v]);
	free(w->held[v]);
	w->held[v] = NULL;
}

/* All views in parallel: with so few rows, threads inside one view would wait for each other. */
static tensen_status
put_held_views(views *both, tensen_error *err)
{
	builder *b = both->b;
	encoding *e = calloc(1, sizeof *e);
	tensen_status st =
	    e ? build_progress(b, "encode", 0, N_VIEWS, err) : tensen_fail_nomem(err);

	if (st == TENSEN_OK) {
		e->w = both;
		threads_run(b->threads, N_VIEWS, encode_held, e);
		st = tensen_fail_first(err, e->errors, N_VIEWS);
	}
	for (int v = 0; e && v < N_VIEWS; v++) {
		if (st == TENSEN_OK && view_is_wanted(both, v))
			container_put(
			    b->writer, view_tags[v], CODEC_STORED, e->out[v].p, e->out[v].n);
		buf_clear(&e->out[v]);
	}
	free(e);
	return st;
}

tensen_status
put_vectors(views *both, tensen_error *err)
{
	return both->in_memory ? put_held_views(both, err) : put_spooled_views(both, err);
}
