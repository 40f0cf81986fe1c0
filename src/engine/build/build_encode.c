/* engine/build/build_encode.c - encodes the views. */
#include "engine/build/build_views.h"
#include "engine/build/build_write.h"
#include "index/vectors/vecset.h"

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
tensen_status
put_vectors(views *both, tensen_error *err)
{
	const builder *b = both->b;
	spooled_view from = {NULL, b->dims};
	vec_rows rows = {b->n_rows, both->masks, both->primary, get_rows, &from};
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
