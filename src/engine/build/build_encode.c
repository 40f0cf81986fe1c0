/* engine/build/build_encode.c - encodes the views, and vectors of a model that united files have. */
#include "engine/build/build_views.h"
#include "engine/build/build_write.h"
#include <stdlib.h>
#include "index/store/store.h"
#include "index/vectors/vecset.h"
#include "util/fail.h"
#include "util/memory.h"

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
	vec_rows in = {b->n_rows, both->masks, both->primary, get_rows, &from};
	vecset_build_opts o = {
	    .dim = b->dims, .seed = b->opts->seed, .threads = b->threads, .target = b->path};
	tensen_status st = TENSEN_OK;

	for (int v = 0; v < N_VIEWS && st == TENSEN_OK; v++) {
		if ((st = build_progress(b, "encode", (uint64_t)v, N_VIEWS, err)) < 0)
			return st;
		from.vectors = both->vectors[v];
		container_begin(b->writer, view_tags[v]);
		st = vecset_build_from(put_piece, b->writer, &in, &o, err);
		container_end(b->writer);
		spool_free(both->vectors[v]);
		both->vectors[v] = NULL;
	}
	return st;
}

static tensen_status
put_given_set(builder *build, tensen_error *err)
{
	size_t n = build->n_rows + (size_t)1;
	uint64_t *masks = malloc(n * sizeof *masks);
	uint8_t *primary = malloc(n);
	spooled_view from = {build->given.rows, build->given.dim};
	vec_rows in = {build->n_rows, masks, primary, get_rows, &from};
	vecset_build_opts o = {.dim = build->given.dim,
	    .seed = build->opts->seed,
	    .threads = build->threads,
	    .target = build->path};
	tensen_status st = masks && primary ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t r = 0; st == TENSEN_OK && r < build->n_rows; r++) {
		const doc_slot *slot = &build->slots[r];
		masks[r] = slot->mask;
		primary[r] = slot->primary ? (uint8_t)(slot->primary - 1) : 0;
	}
	if (st == TENSEN_OK) {
		container_begin(build->writer, STORE_EMBEDDED);
		st = vecset_build_from(put_piece, build->writer, &in, &o, err);
		container_end(build->writer);
	}
	if (st == TENSEN_OK && build->given.probe)
		container_put(build->writer, STORE_PROBE, CODEC_STORED, build->given.probe,
		    build->given.dim * sizeof *build->given.probe);
	spool_free(build->given.rows);
	build->given.rows = NULL;
	free_all(masks, primary);
	return st;
}

tensen_status
put_embedded(builder *build, tensen_error *err)
{
	return build->given.rows ? put_given_set(build, err) : TENSEN_OK;
}
