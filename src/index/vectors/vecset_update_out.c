/* index/vectors/vecset_update_out.c - the section of an updated vector set.
 *
 * Each array is written in one walk over the clusters: old rows first, then added rows. */
#include <stdlib.h>
#include <string.h>
#include "index/vectors/vecset_update_impl.h"
#include "util/fail.h"

/* Appends the bytes of one cluster to `out`. */
typedef void (*cluster_fn)(const updater *u, uint32_t c, buf *out);

/* Old rows keep their bytes; their places in the blocks move up. */
static void
give_blocks(const updater *update, uint32_t c, buf *out)
{
	const cluster_plan *w = &update->plans[c];
	const vec_cluster *k = cluster_before(update, w);
	size_t size = vec_block_size(&update->h);
	size_t n = (update->cluster[c].n + VEC_BLOCK - 1) / VEC_BLOCK * size;
	uint32_t to = 0;
	uint8_t *p;

	if (buf_reserve(out, n) < 0)
		return;
	p = (uint8_t *)out->p + out->n;
	out->n += n;
	memset(p, 0, n);
	for (uint32_t i = 0; i < k->n; i++) {
		const uint8_t *from =
		    update->old->a.blocks + (k->block + (size_t)i / VEC_BLOCK) * size;
		if (row_after(update, k->first + i) == VEC_GONE)
			continue;
		for (uint32_t j = 0; j < update->h.n_bytes; j++)
			p[to / VEC_BLOCK * size + (size_t)j * VEC_BLOCK + to % VEC_BLOCK] =
			    from[(size_t)j * VEC_BLOCK + i % VEC_BLOCK];
		to++;
	}
	for (uint32_t i = w->first_added; i < w->first_added + w->n_added; i++, to++)
		for (uint32_t j = 0; j < update->h.n_bytes; j++)
			p[to / VEC_BLOCK * size + (size_t)j * VEC_BLOCK + to % VEC_BLOCK] =
			    update->blocks[(size_t)i * update->h.n_bytes + j];
}

static void
give_scales(const updater *update, uint32_t c, buf *out)
{
	static const uint8_t none[2 * VEC_BLOCK];
	const cluster_plan *w = &update->plans[c];
	const vec_cluster *k = cluster_before(update, w);
	uint32_t n = update->cluster[c].n;

	for (uint32_t i = 0; i < k->n; i++)
		if (row_after(update, k->first + i) != VEC_GONE)
			buf_add(out, &update->old->a.scales[(size_t)k->block * VEC_BLOCK + i], 2);
	buf_add(out, update->scales + 2 * (size_t)w->first_added, 2 * (size_t)w->n_added);
	buf_add(out, none, 2 * (size_t)((VEC_BLOCK - n % VEC_BLOCK) % VEC_BLOCK));
}

/* Bytes of the old rows of a cluster that stay, then of the added ones; `stride` bytes a row. */
static void
give_codes(const updater *update, uint32_t c, const uint8_t *old, const uint8_t *added,
    size_t stride, buf *out)
{
	const cluster_plan *w = &update->plans[c];
	const vec_cluster *k = cluster_before(update, w);

	for (uint32_t pos = k->first; pos < k->first + k->n; pos++)
		if (row_after(update, pos) != VEC_GONE)
			buf_add(out, old + pos * stride, stride);
	buf_add(out, added + w->first_added * stride, w->n_added * stride);
}

static void
give_fine(const updater *update, uint32_t c, buf *out)
{
	give_codes(update, c, update->old->a.fine, update->fine, vec_fine_stride(&update->h), out);
}

static void
give_steps(const updater *update, uint32_t c, buf *out)
{
	give_codes(update, c, update->old->a.step, update->steps, VEC_STEP_BYTES, out);
}

static void
give_rest(const updater *update, uint32_t c, buf *out)
{
	give_codes(update, c, update->old->a.rest, update->rest, vec_rest_stride(&update->h), out);
}

static void
give_rows(const updater *update, uint32_t c, buf *out)
{
	const cluster_plan *w = &update->plans[c];
	const vec_cluster *k = cluster_before(update, w);

	for (uint32_t i = 0; i < k->n; i++) {
		uint32_t row = row_after(update, k->first + i);
		if (row != VEC_GONE)
			buf_add(out, &row, sizeof row);
	}
	for (uint32_t i = w->first_added; i < w->first_added + w->n_added; i++)
		buf_add(out, &update->added[i].row, sizeof update->added[i].row);
}

static tensen_status
vecset_walk(const updater *update, vec_writer *out, cluster_fn give, tensen_error *err)
{
	buf b = BUF_INIT;
	int failed;

	for (uint32_t c = 0; c < update->h.n_clusters && !b.failed; c++) {
		give(update, c, &b);
		if (b.n < (size_t)1 << 20 && c + 1 < update->h.n_clusters)
			continue;
		vec_out_bytes(out, b.p, b.n);
		b.n = 0;
	}
	failed = b.failed;
	buf_clear(&b);
	vec_out_pad(out);
	return failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static tensen_status
out_numbers(const updater *update, vec_writer *out, tensen_error *err)
{
	buf rows = BUF_INIT;
	tensen_status st;

	for (uint32_t c = 0; c < update->h.n_clusters; c++)
		give_rows(update, c, &rows);
	st = rows.failed ? tensen_fail_nomem(err)
			 : vec_out_numbers(out, &update->h, update->slot, update->cluster,
			       (const uint32_t *)(const void *)rows.p, update->in->masks, err);
	buf_clear(&rows);
	return st;
}

/* The centroids of the section. */
static tensen_status
make_centroids(const updater *update, vec_centroid **out, tensen_error *err)
{
	if (!(*out = malloc((update->h.n_parents + (size_t)1) * sizeof **out)))
		return tensen_fail_nomem(err);
	for (uint32_t p = 0; p < update->h.n_parents; p++) {
		const cluster_plan *w = &update->plans[p];
		vec_cluster lengths = {0};

		vec_cluster_note(&lengths, &w->lengths);
		(*out)[p] = (vec_centroid){p, w->scale, lengths.rms, lengths.radius};
	}
	return TENSEN_OK;
}

static tensen_status
out_arrays(updater *update, vec_writer *out, tensen_error *err)
{
	static const cluster_fn give[] = {
	    give_blocks, give_scales, give_steps, give_fine, give_rest};
	tensen_status st = TENSEN_OK;

	vec_out_deltas(out, &update->h);
	for (size_t i = 0; i < sizeof give / sizeof *give && st == TENSEN_OK; i++)
		st = vecset_walk(update, out, give[i], err);
	return st < 0 ? st : out_numbers(update, out, err);
}

tensen_status
updater_write(updater *update, vec_writer *out, tensen_error *err)
{
	vec_layout l;
	vec_centre_codes centres_coded = {.blocks = NULL};
	vec_centroid *parents = NULL;
	tensen_status st = make_centroids(update, &parents, err);

	if (st == TENSEN_OK)
		st = vec_centre_codes_make(
		    &centres_coded, &update->h, &update->c, parents, update->centres, err);
	vec_layout_of(&l, &update->h);
	update->h.size = l.size;
	if (st == TENSEN_OK) {
		vec_out_tables(out, &update->h, &update->c, update->slot, update->cluster, parents);
		vec_out_array(out, update->centres, (size_t)update->h.n_parents * update->h.n_pad);
		vec_centre_codes_out(out, &update->h, &centres_coded);
	}
	vec_centre_codes_clear(&centres_coded);
	free(parents);
	return st < 0 ? st : out_arrays(update, out, err);
}
