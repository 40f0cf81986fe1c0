/* index/vectors/vecset_update_out.c - the section of an updated vector set.
 *
 * Each array is written in one walk over the clusters: old rows first, then added rows. */
#include <stdlib.h>
#include <string.h>
#include "index/vectors/vecset_update_impl.h"
#include "util/fail.h"

/* Appends the bytes of one cluster to `out`. */
typedef void (*cluster_fn)(const updater *u, uint32_t c, buf *out);

/* Clusters that stay keep their codes; a new one is its parent: scale 0. */
static void
give_deltas(const updater *u, uint8_t *blocks, uint8_t *scales)
{
	const size_t size = vec_block_size(&u->h);
	const vecset *v = u->old;

	for (uint32_t c = 0; c < u->h.n_clusters; c++) {
		const cluster_plan *w = &u->plans[c];
		uint32_t i = c - u->parents[w->parent].first, from, was;

		if (w->old == VEC_GONE)
			continue;
		was = u->parents[w->parent].old;
		from = w->old - v->family[was];
		for (uint32_t j = 0; j < u->h.n_bytes; j++)
			blocks[w->parent * size + (size_t)j * VEC_BLOCK + i] =
			    v->a.delta[was * size + (size_t)j * VEC_BLOCK + from];
		memcpy(scales + 2 * ((size_t)w->parent * VEC_BLOCK + i),
		    &v->a.delta_scales[(size_t)was * VEC_BLOCK + from], 2);
	}
}

static tensen_status
out_deltas(const updater *u, vec_writer *o, tensen_error *err)
{
	size_t n = u->h.n_parents, bytes = n * vec_block_size(&u->h);
	uint8_t *blocks, *scales;

	blocks = calloc(bytes + 1, 1);
	scales = calloc(n * VEC_BLOCK + 1, 2);
	if (blocks && scales) {
		give_deltas(u, blocks, scales);
		vec_out_array(o, blocks, bytes);
		vec_out_array(o, scales, n * VEC_BLOCK * 2);
	}
	free(blocks);
	free(scales);
	return blocks && scales ? TENSEN_OK : tensen_fail_nomem(err);
}

/* Old rows keep their bytes; their places in the blocks move up. */
static void
give_blocks(const updater *u, uint32_t c, buf *out)
{
	const cluster_plan *w = &u->plans[c];
	const vec_cluster *k = cluster_before(u, w);
	size_t size = vec_block_size(&u->h);
	size_t n = (u->cluster[c].n + VEC_BLOCK - 1) / VEC_BLOCK * size;
	uint32_t to = 0;
	uint8_t *p;

	if (buf_reserve(out, n) < 0)
		return;
	p = (uint8_t *)out->p + out->n;
	out->n += n;
	memset(p, 0, n);
	for (uint32_t i = 0; i < k->n; i++) {
		const uint8_t *from = u->old->a.blocks + (k->block + (size_t)i / VEC_BLOCK) * size;
		if (row_after(u, k->first + i) == VEC_GONE)
			continue;
		for (uint32_t j = 0; j < u->h.n_bytes; j++)
			p[to / VEC_BLOCK * size + (size_t)j * VEC_BLOCK + to % VEC_BLOCK] =
			    from[(size_t)j * VEC_BLOCK + i % VEC_BLOCK];
		to++;
	}
	for (uint32_t i = w->first_added; i < w->first_added + w->n_added; i++, to++)
		for (uint32_t j = 0; j < u->h.n_bytes; j++)
			p[to / VEC_BLOCK * size + (size_t)j * VEC_BLOCK + to % VEC_BLOCK] =
			    u->blocks[(size_t)i * u->h.n_bytes + j];
}

static void
give_scales(const updater *u, uint32_t c, buf *out)
{
	static const uint8_t none[2 * VEC_BLOCK];
	const cluster_plan *w = &u->plans[c];
	const vec_cluster *k = cluster_before(u, w);
	uint32_t n = u->cluster[c].n;

	for (uint32_t i = 0; i < k->n; i++)
		if (row_after(u, k->first + i) != VEC_GONE)
			buf_add(out, &u->old->a.scales[(size_t)k->block * VEC_BLOCK + i], 2);
	buf_add(out, u->scales + 2 * (size_t)w->first_added, 2 * (size_t)w->n_added);
	buf_add(out, none, 2 * (size_t)((VEC_BLOCK - n % VEC_BLOCK) % VEC_BLOCK));
}

/* Bytes of the old rows of a cluster that stay, then of the added ones; `stride` bytes a row. */
static void
give_codes(
    const updater *u, uint32_t c, const uint8_t *old, const uint8_t *added, size_t stride, buf *out)
{
	const cluster_plan *w = &u->plans[c];
	const vec_cluster *k = cluster_before(u, w);

	for (uint32_t pos = k->first; pos < k->first + k->n; pos++)
		if (row_after(u, pos) != VEC_GONE)
			buf_add(out, old + pos * stride, stride);
	buf_add(out, added + w->first_added * stride, w->n_added * stride);
}

static void
give_fine(const updater *u, uint32_t c, buf *out)
{
	give_codes(u, c, u->old->a.fine, u->fine, vec_fine_stride(&u->h), out);
}

static void
give_steps(const updater *u, uint32_t c, buf *out)
{
	give_codes(u, c, u->old->a.step, u->steps, vec_step_stride(&u->h), out);
}

static void
give_rest(const updater *u, uint32_t c, buf *out)
{
	if (u->h.rest_bits)
		give_codes(u, c, u->old->a.rest, u->rest, vec_rest_stride(&u->h), out);
}

static void
give_rows(const updater *u, uint32_t c, buf *out)
{
	const cluster_plan *w = &u->plans[c];
	const vec_cluster *k = cluster_before(u, w);

	for (uint32_t i = 0; i < k->n; i++) {
		uint32_t row = row_after(u, k->first + i);
		if (row != VEC_GONE)
			buf_add(out, &row, sizeof row);
	}
	for (uint32_t i = w->first_added; i < w->first_added + w->n_added; i++)
		buf_add(out, &u->added[i].row, sizeof u->added[i].row);
}

static tensen_status
walk(const updater *u, vec_writer *o, cluster_fn give, tensen_error *err)
{
	buf b = BUF_INIT;
	int failed;

	for (uint32_t c = 0; c < u->h.n_clusters && !b.failed; c++) {
		give(u, c, &b);
		if (b.n < (size_t)1 << 20 && c + 1 < u->h.n_clusters)
			continue;
		vec_out_bytes(o, b.p, b.n);
		b.n = 0;
	}
	failed = b.failed;
	buf_clear(&b);
	vec_out_pad(o);
	return failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

/* Rows by position, positions by row, masks of rows with several fields. */
static tensen_status
out_numbers(const updater *u, vec_writer *o, tensen_error *err)
{
	uint32_t *pos = malloc(((size_t)u->h.n + 1) * sizeof *pos), at = 0;
	buf rows = BUF_INIT;
	const uint32_t *row;
	tensen_status st = pos ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t c = 0; c < u->h.n_clusters; c++)
		give_rows(u, c, &rows);
	if (st == TENSEN_OK && rows.failed)
		st = tensen_fail_nomem(err);
	row = (const uint32_t *)(const void *)rows.p;
	if (st == TENSEN_OK) {
		memset(pos, 0xff, u->h.n * sizeof *pos);
		for (at = 0; at < u->h.n_stored; at++)
			pos[row[at]] = at;
		vec_out_ids(o, &u->h, row, u->h.n_stored);
		vec_out_ids(o, &u->h, pos, u->h.n);
	}
	for (uint32_t s = 1; s < VEC_SLOTS && st == TENSEN_OK; s += 2)
		for (uint32_t c = u->slot[s]; c < u->slot[s + 1]; c++)
			for (uint32_t i = 0; i < u->cluster[c].n; i++)
				vec_out_bytes(o, &u->in->masks[row[u->cluster[c].first + i]], 8);
	vec_out_pad(o);
	buf_clear(&rows);
	free(pos);
	return st;
}

/* The parents of the section, and their scales. */
static tensen_status
make_parents(const updater *u, vec_parent **out, float **scales, tensen_error *err)
{
	*out = malloc((u->h.n_parents + (size_t)1) * sizeof **out);
	*scales = malloc((u->h.n_parents + (size_t)1) * sizeof **scales);
	if (!*out || !*scales)
		return tensen_fail_nomem(err);
	for (uint32_t p = 0; p < u->h.n_parents; p++) {
		const parent_plan *w = &u->parents[p];
		vec_cluster lengths = {0};

		vec_cluster_note(&lengths, &w->lengths);
		(*scales)[p] = w->scale;
		(*out)[p] = (vec_parent){w->first, w->scale, lengths.rms, lengths.radius};
	}
	return TENSEN_OK;
}

static tensen_status
out_arrays(updater *u, vec_writer *o, tensen_error *err)
{
	static const cluster_fn give[] = {
	    give_blocks, give_scales, give_steps, give_fine, give_rest};
	tensen_status st = out_deltas(u, o, err);

	for (size_t i = 0; i < sizeof give / sizeof *give && st == TENSEN_OK; i++)
		st = walk(u, o, give[i], err);
	return st < 0 ? st : out_numbers(u, o, err);
}

tensen_status
updater_write(updater *u, vec_writer *o, tensen_error *err)
{
	vec_layout l;
	vec_centre_codes centres_coded = {.blocks = NULL};
	vec_parent *parents = NULL;
	float *scales = NULL;
	tensen_status st = make_parents(u, &parents, &scales, err);

	if (st == TENSEN_OK)
		st = vec_centre_codes_make(&centres_coded, &u->h, &u->c, scales, u->centres, err);
	vec_layout_of(&l, &u->h);
	u->h.size = l.size;
	if (st == TENSEN_OK) {
		vec_out_tables(o, &u->h, &u->c, u->slot, u->cluster, parents);
		vec_out_array(o, u->centres, (size_t)u->h.n_parents * u->h.n_pad);
		vec_centre_codes_out(o, &u->h, &centres_coded);
	}
	vec_centre_codes_clear(&centres_coded);
	free(parents);
	free(scales);
	return st < 0 ? st : out_arrays(u, o, err);
}
