/* index/vectors/vecset_update.c - see vecset_update.h.
 *
 * Assigns added rows to clusters and encodes them; vecset_update_out.c writes the section.
 * MEMORY  the codes of the added rows and 8 bytes for every row. */
#include "index/vectors/vecset_update_impl.h"
#include <math.h>
#include <string.h>
#include "util/clones.h"
#include "util/fail.h"
#include "util/threads/threads.h"
#include "util/memory.h"
#include "util/threads/sort.h"

#define WEIGHT_ROWS 16384 /* rows whose mean squares weigh errors: TRAIN_MOST of vecset_build.c */
#define FRESH_ROWS 100    /* rows of a cluster in a slot that had none: TARGET of vecset_build.c */

/* ---- tables ---- */

/* The section does not hold the weight of an error by dimension.  It is computed from decoded
 * rows at even distances. */
static tensen_status
borrow_tables(updater *update, tensen_error *err)
{
	const vecset *v = update->old;
	uint32_t every = v->h.n_stored / WEIGHT_ROWS + 1, n = 0;
	float y[VEC_MAX_DIM];
	double square[VEC_MAX_DIM] = {0};

	update->c = (codes){.dim = v->h.dim,
	    .n_pad = v->h.n_pad,
	    .n_bytes = v->h.n_bytes,
	    .order = (uint16_t *)(uintptr_t)v->a.order,
	    .group = (uint16_t *)(uintptr_t)v->a.group,
	    .book = (float *)(uintptr_t)v->a.book,
	    .mid = (float *)(uintptr_t)v->a.mid,
	    .gain = (float *)(uintptr_t)v->a.gain,
	    .var = (float *)(uintptr_t)v->a.var,
	    .weight = calloc(v->h.n_pad, sizeof(float))};
	if (!update->c.weight)
		return tensen_fail_nomem(err);
	for (uint32_t pos = 0; pos < v->h.n_stored; pos += every, n++) {
		vecset_get(v, vec_row_of(v, pos), y);
		for (uint32_t d = 0; d < v->h.dim; d++)
			square[d] += (double)y[d] * y[d];
	}
	for (uint32_t d = 0; d < v->h.dim; d++)
		update->c.weight[d] =
		    (n ? (float)(square[v->a.order[d]] / n) : 0) + 1e-6f / (float)v->h.dim;
	return TENSEN_OK;
}

static int
gain_is_sound(const vecset *set)
{
	for (uint32_t d = 0; d < set->h.dim; d++)
		if (!(set->a.gain[d] > 0))
			return 0;
	return 1;
}

/* ---- added rows ---- */

/* The row as a unit vector in coded order.  Returns 0 for a zero row. */
static int
unit_coded(const updater *update, uint32_t at, float *out)
{
	const float *x = update->in->x + (size_t)at * update->h.dim;
	double norm = 0;

	for (uint32_t d = 0; d < update->h.dim; d++)
		norm += (double)x[d] * x[d];
	for (uint32_t d = 0; d < update->h.dim; d++)
		out[d] = norm > 1e-30 ? (float)(x[update->c.order[d]] / sqrt(norm)) : 0;
	return norm > 1e-30;
}

#define LANES 16 /* a divisor of n_pad */
typedef float lanes __attribute__((vector_size(4 * LANES)));
typedef uint8_t byte_lanes __attribute__((vector_size(LANES)));

/* The cluster of a slot whose centroid is nearest to x[n_pad]. */
CLONES static uint32_t
nearest_cluster(const vecset *set, uint32_t slot, const float *x)
{
	uint32_t best = VEC_GONE;
	float least = HUGE_VALF;

	for (uint32_t p = set->a.slot[slot]; p < set->a.slot[slot + 1]; p++) {
		const uint8_t *code = set->a.centre + (size_t)p * set->h.n_pad;
		const float scale = vec_centre_scale(set, p);
		lanes part = {0};
		float sum = 0;
		for (uint32_t d = 0; d < set->h.n_pad; d += LANES) {
			byte_lanes b;
			lanes e;
			memcpy(&b, code + d, sizeof b);
			memcpy(&e, x + d, sizeof e);
			e -= scale * (__builtin_convertvector(b, lanes) - 128);
			part += e * e;
		}
		for (uint32_t i = 0; i < LANES; i++)
			sum += part[i];
		if (sum < least) {
			least = sum;
			best = p;
		}
	}
	return best;
}

static void
assign_row(void *ctx, size_t piece, unsigned worker)
{
	updater *u = ctx;
	added_row *g = &u->added[piece];
	float x[VEC_MAX_DIM] = {0};

	(void)worker;
	g->cluster = VEC_GONE;
	if (!unit_coded(u, g->at, x))
		g->slot = VEC_SLOTS;
	else
		g->cluster = nearest_cluster(u->old, g->slot, x);
}

COMPARE3(compare_added, added_row, UP(slot), UP(cluster), UP(row))

static tensen_status
assign_rows(updater *u, tensen_error *err)
{
	const vec_changes *in = u->in;

	u->added = calloc(in->n_added + (size_t)1, sizeof *u->added);
	if (!u->added)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < in->n_added; i++) {
		uint32_t row = in->added[i];
		uint64_t mask = in->masks[row];
		uint32_t f = mask ? in->primary[row] : VEC_FIELDS;
		for (uint32_t d = 0; d < u->h.dim; d++)
			if (!isfinite(in->x[(size_t)i * u->h.dim + d]))
				return tensen_fail(
				    err, TENSEN_E_INPUT, "row %u holds no number", row);
		if (mask && (f >= VEC_FIELDS || !(mask >> f & 1)))
			return tensen_fail(err, TENSEN_E_ARG,
			    "row %u: primary field %u is not in its mask", row, f);
		u->added[i] =
		    (added_row){.row = row, .at = i, .slot = 2 * f + (mask & (mask - 1) ? 1 : 0)};
	}
	threads_run(u->threads, in->n_added, assign_row, u);
	qsort(u->added, in->n_added, sizeof *u->added, compare_added);
	for (u->n_added = 0; u->n_added < in->n_added; u->n_added++)
		if (u->added[u->n_added].slot == VEC_SLOTS)
			break;
	return TENSEN_OK;
}

/* ---- clusters ---- */

static void
add_cluster(updater *update, uint32_t slot, uint32_t old, uint32_t first, uint32_t n_added)
{
	cluster_plan *w = &update->plans[update->h.n_clusters];
	vec_cluster *k = &update->cluster[update->h.n_clusters];
	const vec_cluster *was;
	uint64_t own = slot / 2 < VEC_FIELDS ? 1ull << (slot / 2) : 0;

	*w = (cluster_plan){.old = old,
	    .first_added = first,
	    .n_added = n_added,
	    .scale = old == VEC_GONE ? 0 : vec_centre_scale(update->old, old)};
	*k = (vec_cluster){.first = update->h.n_stored,
	    .block = update->h.n_blocks,
	    .mask = slot & 1 ? update->h.n_masks : 0,
	    .fields = slot & 1 ? 0 : own};
	was = cluster_before(update, w);
	for (uint32_t i = 0; i < was->n; i++) {
		uint32_t row = row_after(update, was->first + i);
		if (row == VEC_GONE)
			continue;
		w->n_old++;
		k->fields |= slot & 1 ? update->in->masks[row] : 0;
	}
	k->rms = was->rms;
	k->radius = was->radius;
	for (uint32_t i = 0; i < n_added && slot & 1; i++)
		k->fields |= update->in->masks[update->added[first + i].row];
	k->n = w->n_old + n_added;
	if (k->n == 0)
		return; /* a cluster that lost its last row is gone */
	update->h.n_parents = ++update->h.n_clusters;
	update->h.n_stored += k->n;
	update->h.n_blocks += (k->n + VEC_BLOCK - 1) / VEC_BLOCK;
	update->h.n_masks += slot & 1 ? k->n : 0;
}

static void
fill_slot(updater *update, uint32_t slot, uint32_t *next)
{
	const vecset *v = update->old;

	for (uint32_t c = v->a.slot[slot]; c < v->a.slot[slot + 1]; c++) {
		uint32_t from = *next;
		while (*next < update->n_added && update->added[*next].slot == slot &&
		       update->added[*next].cluster == c)
			++*next;
		add_cluster(update, slot, c, from, *next - from);
	}
	while (*next < update->n_added &&
	       update->added[*next].slot == slot) { /* a slot without clusters */
		uint32_t from = *next;
		while (*next < update->n_added && update->added[*next].slot == slot &&
		       *next - from < FRESH_ROWS)
			++*next;
		add_cluster(update, slot, VEC_GONE, from, *next - from);
	}
}

static tensen_status
build_clusters(updater *update, tensen_error *err)
{
	size_t most = (size_t)update->old->h.n_clusters + update->n_added + 1;
	uint32_t next = 0;

	update->plans = malloc(most * sizeof *update->plans);
	update->cluster = malloc(most * sizeof *update->cluster);
	if (!update->plans || !update->cluster)
		return tensen_fail_nomem(err);
	for (uint32_t s = 0; s < VEC_SLOTS; s++) {
		update->slot[s] = update->h.n_clusters;
		fill_slot(update, s, &next);
	}
	update->slot[VEC_SLOTS] = update->h.n_clusters;
	return TENSEN_OK;
}

/* ---- codes of the added rows ---- */

/* The centroid of cluster c that has no old rows, as it decodes, its code and its scale. */
static void
added_centre(const updater *update, uint32_t c, float *mean, uint8_t *code, float *scale)
{
	const cluster_plan *w = &update->plans[c];
	double sum[VEC_MAX_DIM] = {0};
	float x[VEC_MAX_DIM];

	for (uint32_t i = 0; i < w->n_added; i++) {
		unit_coded(update, update->added[w->first_added + i].at, x);
		for (uint32_t d = 0; d < update->h.dim; d++)
			sum[d] += x[d];
	}
	for (uint32_t d = 0; d < update->h.dim; d++)
		mean[d] = (float)(sum[d] / w->n_added);
	vec_put_centre(&update->h, scale, code, mean);
}

/* What is known of the residuals of n rows that stay. */
static void
add_old_lengths(vec_lengths *vec, float rms, float radius, uint32_t n)
{
	vec_lengths by_radius = {0};

	vec_lengths_add(vec, rms, n);
	vec_lengths_add(&by_radius, radius, n);
	vec->eighths += by_radius.eighths - n * pow(rms, 8);
}

static void
put_added(const updater *update, uint32_t i, const coded_row *row)
{
	for (uint32_t j = 0; j < update->h.n_bytes; j++)
		update->blocks[(size_t)i * update->h.n_bytes + j] =
		    (uint8_t)(row->coarse[2 * j] | row->coarse[2 * j + 1] << 4);
	memcpy(update->scales + 2 * (size_t)i, &row->scale, 2);
	memcpy(update->steps + i * VEC_STEP_BYTES, &row->step, VEC_STEP_BYTES);
	memcpy(update->fine + i * vec_fine_stride(&update->h), row->fine, update->h.n_pad);
	vec_put_rest(&update->h, update->rest + i * vec_rest_stride(&update->h), row->rest);
}

/* The code of the centroid of a cluster, the codes of its added rows, and the lengths of its rows
 * from there. */
static void
encode_added(void *ctx, size_t c, unsigned worker)
{
	updater *u = ctx;
	cluster_plan *w = &u->plans[c];
	vec_cluster *k = &u->cluster[c];
	float mean[VEC_MAX_DIM], x[VEC_MAX_DIM];
	uint8_t *code = u->centres + c * u->h.n_pad;
	coded_row row;
	vec_lengths lengths = {0};

	(void)worker;
	add_old_lengths(&lengths, vec_cluster_rms(k), vec_cluster_radius(k), w->n_old);
	if (w->old == VEC_GONE) {
		added_centre(u, (uint32_t)c, mean, code, &w->scale);
	} else {
		const vec_centroid *was = &u->old->a.parent[w->old];
		add_old_lengths(&w->lengths, vec_bf16(was->rms), vec_bf16(was->radius), w->n_old);
		memcpy(code, u->old->a.centre + (size_t)w->old * u->h.n_pad, u->h.n_pad);
		vec_centre_get(u->old, w->old, mean);
	}
	for (uint32_t i = w->first_added; i < w->first_added + w->n_added; i++) {
		double sum = 0;
		unit_coded(u, u->added[i].at, x);
		codes_encode(&u->c, x, 1, mean, &row);
		put_added(u, i, &row);
		vec_lengths_add(&lengths, row.length, 1);
		for (uint32_t d = 0; d < u->h.dim; d++)
			sum += (double)(x[d] - mean[d]) * (x[d] - mean[d]);
		vec_lengths_add(&w->lengths, sqrt(sum), 1);
	}
	if (w->n_added)
		vec_cluster_note(k, &lengths);
}

static tensen_status
encode_all(updater *update, tensen_error *err)
{
	size_t n = update->n_added + (size_t)1;

	update->centres = malloc((update->h.n_clusters + (size_t)1) * update->h.n_pad);
	update->blocks = malloc(n * update->h.n_bytes);
	update->scales = malloc(n * 2);
	update->steps = malloc(n * VEC_STEP_BYTES + 1);
	update->fine = malloc(n * vec_fine_stride(&update->h));
	update->rest = malloc(n * vec_rest_stride(&update->h) + 1);
	if (!update->centres || !update->blocks || !update->scales || !update->steps ||
	    !update->fine || !update->rest)
		return tensen_fail_nomem(err);
	threads_run(update->threads, update->h.n_clusters, encode_added, update);
	return TENSEN_OK;
}

tensen_status
vecset_update(sink_fn put, void *payload, const vecset *old, const vec_changes *changes,
    unsigned threads, tensen_error *err)
{
	updater u = {.old = old, .in = changes, .threads = threads};
	vec_writer o = {put, payload, 0};
	tensen_status st;

	u.h = old->h;
	u.h.n = changes->n;
	u.h.n_stored = u.h.n_clusters = u.h.n_parents = u.h.n_blocks = u.h.n_masks = 0;
	if (!gain_is_sound(old))
		return tensen_fail(err, TENSEN_E_CORRUPT, "vector section: a gain is not positive");
	if ((st = borrow_tables(&u, err)) == TENSEN_OK &&
	    (st = assign_rows(&u, err)) == TENSEN_OK &&
	    (st = build_clusters(&u, err)) == TENSEN_OK && (st = encode_all(&u, err)) == TENSEN_OK)
		st = updater_write(&u, &o, err);
	free_all(u.c.weight, u.added, u.centres, u.blocks, u.scales, u.steps, u.fine, u.rest,
	    u.plans, u.cluster);
	return st;
}
