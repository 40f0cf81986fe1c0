/* index/vectors/vecset_open.c - checks the bytes of a vector set; decodes rows.
 *
 * RULES   Offsets follow from the counts, so one comparison with the real size
 *         covers every array.  Values later used as an index are checked here,
 *         except row numbers and positions (8 bytes a row), which are checked at
 *         each use: opening must not read the whole file. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "index/vectors/vecset_impl.h"
#include "util/fail.h"
#include "util/memory.h"

static uint64_t
take(uint64_t *at, uint64_t bytes)
{
	uint64_t here = *at;

	*at = (here + bytes + 63) & ~(uint64_t)63;
	return here;
}

/* No term overflows: counts are below 2^32 and row sizes below 2^12. */
void
vec_layout_of(vec_layout *l, const vec_head *h)
{
	uint64_t at = sizeof *h;

	l->order = take(&at, 2ull * h->dim);
	l->group = take(&at, 2ull * (vec_groups(h) + 1));
	l->book = take(&at, 64ull * h->n_pad);
	l->mid = take(&at, 64ull * h->n_pad);
	l->gain = take(&at, 4ull * h->n_pad);
	l->var = take(&at, 4ull * h->n_pad);
	l->slot = take(&at, 4ull * (VEC_SLOTS + 1));
	l->cluster = take(&at, (uint64_t)h->n_clusters * sizeof(vec_stored_cluster));
	l->parent = take(&at, (uint64_t)h->n_parents * sizeof(vec_parent));
	l->centre = take(&at, (uint64_t)h->n_parents * h->n_pad);
	l->mean = take(&at, 4ull * h->n_pad);
	l->centre_codes = take(&at, (uint64_t)vec_centre_blocks(h) * vec_block_size(h));
	l->centre_scales = take(&at, (uint64_t)vec_centre_blocks(h) * 2 * VEC_BLOCK);
	l->delta = take(&at, (uint64_t)h->n_parents * vec_block_size(h));
	l->delta_scales = take(&at, (uint64_t)h->n_parents * 2 * VEC_BLOCK);
	l->blocks = take(&at, (uint64_t)h->n_blocks * vec_block_size(h));
	l->scales = take(&at, (uint64_t)h->n_blocks * 2 * VEC_BLOCK);
	l->step = take(&at, (uint64_t)h->n_stored * vec_step_stride(h));
	l->fine = take(&at, (uint64_t)h->n_stored * vec_fine_stride(h));
	l->rest = take(&at, (uint64_t)h->n_stored * vec_rest_stride(h));
	l->row = take(&at, vec_id_bytes(h, h->n_stored));
	l->pos = take(&at, vec_id_bytes(h, h->n));
	l->mask = take(&at, 8ull * h->n_masks);
	l->size = at;
}

static tensen_status
check_head(const vec_head *h, size_t n, tensen_error *err)
{
	const float measured[] = {h->reach, h->slack, h->centre_error, h->recall, h->wide};
	vec_layout l;

	if (memcmp(h->magic, VEC_MAGIC, 8) != 0)
		return tensen_fail(err, TENSEN_E_CORRUPT, "not a vector section (bad magic)");
	if (h->version != VEC_VERSION)
		return tensen_fail(err, TENSEN_E_VERSION,
		    "vector section of version %u, this program reads version %u: build the index "
		    "again",
		    h->version, VEC_VERSION);
	if (h->dim < VEC_MIN_DIM || h->dim > VEC_MAX_DIM || h->n_pad != ((h->dim + 63) & ~63u))
		return tensen_fail(err, TENSEN_E_CORRUPT, "%u dimensions, expected %u to %u",
		    h->dim, VEC_MIN_DIM, VEC_MAX_DIM);
	if (h->n_bytes == 0 || h->n_bytes % 4 || h->n_bytes > VEC_MAX_DIM / 8)
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "coarse codes of %u bytes a row", h->n_bytes);
	if (h->fine_bits != 8 && (h->fine_bits != 4 || h->dim > VEC_PATH_DIM))
		return tensen_fail(err, TENSEN_E_CORRUPT, "fine codes of %u bits", h->fine_bits);
	if (h->rest_bits != 0 && (h->rest_bits != 4 || h->fine_bits != 8))
		return tensen_fail(err, TENSEN_E_CORRUPT, "rest codes of %u bits", h->rest_bits);
	if (h->n == UINT32_MAX || h->n_stored > h->n || h->n_stored > VEC_MOST_ROWS ||
	    h->n_masks > h->n_stored || h->n_clusters > h->n_stored || h->n_blocks > h->n_stored ||
	    h->n_parents > h->n_clusters || (h->n_clusters && !h->n_parents))
		return tensen_fail(err, TENSEN_E_CORRUPT, "vector section's counts disagree");
	vec_layout_of(&l, h);
	if (l.size != h->size || l.size != n)
		return tensen_fail(err, TENSEN_E_CORRUPT,
		    "vector section is %zu bytes, its counts ask for %llu", n,
		    (unsigned long long)l.size);
	for (size_t i = 0; i < sizeof measured / sizeof *measured; i++)
		if (!(measured[i] >= 0 && measured[i] < 1e3f))
			return tensen_fail(err, TENSEN_E_CORRUPT,
			    "vector section's reach, slack or error is no number");
	return TENSEN_OK;
}

static void
view_of(vec_view *a, const uint8_t *p, const vec_layout *l)
{
	a->order = (const void *)(p + l->order);
	a->group = (const void *)(p + l->group);
	a->book = (const void *)(p + l->book);
	a->mid = (const void *)(p + l->mid);
	a->gain = (const void *)(p + l->gain);
	a->var = (const void *)(p + l->var);
	a->slot = (const void *)(p + l->slot);
	a->parent = (const void *)(p + l->parent);
	a->centre = p + l->centre;
	a->mean = (const void *)(p + l->mean);
	a->centre_codes = p + l->centre_codes;
	a->centre_scales = (const void *)(p + l->centre_scales);
	a->delta = p + l->delta;
	a->delta_scales = (const void *)(p + l->delta_scales);
	a->blocks = p + l->blocks;
	a->scales = (const void *)(p + l->scales);
	a->step = p + l->step;
	a->fine = p + l->fine;
	a->rest = p + l->rest;
	a->row = p + l->row;
	a->pos = p + l->pos;
	a->mask = (const void *)(p + l->mask);
}

static int
finite_floats(const float *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!(x[i] > -1e6f && x[i] < 1e6f))
			return 0;
	return 1;
}

static tensen_status
check_tables(const vecset *v, tensen_error *err)
{
	uint8_t seen[VEC_MAX_DIM] = {0};
	const vec_head *h = &v->h;
	const vec_view *a = &v->a;

	for (uint32_t d = 0; d < h->dim; d++)
		if (a->order[d] >= h->dim || seen[a->order[d]]++)
			return tensen_fail(
			    err, TENSEN_E_CORRUPT, "dimension order is no permutation at %u", d);
	for (uint32_t g = 0; g < vec_groups(h); g++)
		if (a->group[g] > a->group[g + 1])
			return tensen_fail(
			    err, TENSEN_E_CORRUPT, "group %u ends before it begins", g);
	if (a->group[0] != 0 || a->group[vec_groups(h)] != h->dim)
		return tensen_fail(err, TENSEN_E_CORRUPT, "groups do not cover the dimensions");
	if (!finite_floats(a->book, (size_t)16 * h->n_pad) ||
	    !finite_floats(a->mid, (size_t)16 * h->n_pad) || !finite_floats(a->gain, h->n_pad) ||
	    !finite_floats(a->var, h->n_pad) || !finite_floats(a->mean, h->n_pad))
		return tensen_fail(err, TENSEN_E_CORRUPT, "a codebook holds no number");
	for (uint32_t s = 0; s < VEC_SLOTS; s++)
		if (a->slot[s] > a->slot[s + 1])
			return tensen_fail(
			    err, TENSEN_E_CORRUPT, "field slot %u ends before it begins", s);
	if (a->slot[0] != 0 || a->slot[VEC_SLOTS] != h->n_clusters)
		return tensen_fail(err, TENSEN_E_CORRUPT, "field slots do not cover the clusters");
	return TENSEN_OK;
}

/* ---- clusters and parents ---- */

static int
lengths_are_finite(float scale, float rms, float radius)
{
	const float x[3] = {scale, rms, radius};

	return finite_floats(x, 3);
}

/* Unpack the clusters: sums of 32 bits, which check_cluster() compares. */
static int
unpack_clusters(vecset *v)
{
	const vec_stored_cluster *from = (const void *)(v->p + v->l.cluster);
	vec_cluster next = {0};
	uint32_t p = 0, s = 0;

	if (!(v->cluster = malloc((v->h.n_clusters + (size_t)1) * sizeof *v->cluster)))
		return -1;
	v->a.cluster = v->cluster;
	for (uint32_t c = 0; c < v->h.n_clusters; c++) {
		const uint32_t n = from[c].n;

		while (s < VEC_SLOTS && c >= v->a.slot[s + 1])
			s++;
		while (p + 1 < v->h.n_parents && v->a.parent[p + 1].first <= c)
			p++;
		next.n = n;
		next.fields = from[c].fields;
		next.parent = p;
		next.rms = from[c].rms;
		next.radius = from[c].radius;
		v->cluster[c] = next;
		next.first += n;
		next.block += n / VEC_BLOCK + (n % VEC_BLOCK != 0);
		next.mask += s & 1 ? n : 0;
	}
	return 0;
}

static int
reserve_parents(vecset *v)
{
	size_t parents = v->h.n_parents + (size_t)1;

	v->radius = malloc(parents * VEC_FAMILY * sizeof *v->radius);
	for (size_t i = 0; v->radius && i < parents * VEC_FAMILY; i++)
		v->radius[i] = NAN;
	v->wide = malloc(parents * sizeof *v->wide);
	v->near_by = malloc(parents * sizeof *v->near_by);
	v->family = malloc(parents * sizeof *v->family);
	v->fields = calloc(parents, sizeof *v->fields);
	v->at = malloc((v->h.n_stored / VEC_STRIDE + (size_t)2) * sizeof *v->at);
	v->first = malloc((v->h.n_blocks + (size_t)1) * sizeof *v->first);
	return v->at && v->radius && v->wide && v->near_by && v->family && v->fields && v->first
		   ? 0
		   : -1;
}

/* Note parent p, whose first cluster is `first`.  Returns 0 if it is unsound. */
static int
note_parent(vecset *v, uint32_t p, uint32_t first)
{
	const vec_parent *parent = &v->a.parent[p];
	const float rms = vec_bf16(parent->rms);

	v->family[p] = first;
	v->wide[p] = vec_bf16(parent->radius);
	v->near_by[p] = 0.5f * rms * rms;
	return parent->first == first && lengths_are_finite(parent->scale, rms, v->wide[p]);
}

/* The parent of cluster c, which continues the family of parent `last` or begins the next one.
 * UINT32_MAX: neither. */
static uint32_t
next_parent(vecset *v, uint32_t c, uint32_t last, int begins_slot)
{
	uint32_t p = vec_parent_of(v, c);

	if (p == last && !begins_slot && c - v->family[p] < VEC_FAMILY)
		return p;
	if (p != (c ? last + 1 : 0) || p >= v->h.n_parents || !note_parent(v, p, c))
		return UINT32_MAX;
	return p;
}

/* What precedes a cluster. */
typedef struct sums {
	uint64_t rows, blocks, masks;
	uint32_t parent;
} sums;

static int
check_cluster(vecset *v, uint32_t s, uint32_t c, sums *before)
{
	const vec_cluster *k = &v->a.cluster[c];
	const int several = s & 1;
	const uint64_t own = s / 2 < VEC_FIELDS ? 1ull << (s / 2) : 0;
	const uint32_t p = next_parent(v, c, before->parent, c == v->a.slot[s]);

	if (p == UINT32_MAX || k->n == 0 || k->first != before->rows ||
	    k->block != before->blocks || (several && k->mask != before->masks) ||
	    (several ? (k->fields & own) != own || !own : k->fields != own) ||
	    !lengths_are_finite(0, vec_cluster_rms(k), vec_cluster_radius(k)))
		return -1;
	v->radius[(size_t)p * VEC_FAMILY + c - v->family[p]] = vec_cluster_radius(k);
	v->fields[p] |= k->fields;
	before->rows += k->n;
	before->blocks += (k->n + VEC_BLOCK - 1) / VEC_BLOCK;
	before->masks += several ? k->n : 0;
	before->parent = p;
	return 0;
}

/* Note where each block begins; the clusters are sound. */
static void
note_blocks(vecset *v)
{
	for (uint32_t c = 0; c < v->h.n_clusters; c++) {
		const vec_cluster *k = &v->a.cluster[c];

		for (uint32_t at = 0, b = k->block; at < k->n; at += VEC_BLOCK)
			v->first[b++] = k->first + at;
	}
	v->first[v->h.n_blocks] = v->h.n_stored;
}

/* Note the clusters of every VEC_STRIDE-th position, and at the end the last one. */
static void
note_positions(vecset *v)
{
	const vec_cluster *k = v->a.cluster;
	uint32_t c = 0;

	for (uint32_t i = 0; i <= v->h.n_stored / VEC_STRIDE + 1; i++) {
		while (c + 1 < v->h.n_clusters && k[c + 1].first <= (uint64_t)i * VEC_STRIDE)
			c++;
		v->at[i] = c;
	}
}

static tensen_status
check_clusters(vecset *v, tensen_error *err)
{
	sums before = {0};

	if (unpack_clusters(v) < 0 || reserve_parents(v) < 0)
		return tensen_fail_nomem(err);
	for (uint32_t s = 0; s < VEC_SLOTS; s++) {
		v->slot[s] = v->a.slot[s] ? before.parent + 1 : 0;
		for (uint32_t c = v->a.slot[s]; c < v->a.slot[s + 1]; c++)
			if (check_cluster(v, s, c, &before) < 0)
				return tensen_fail(
				    err, TENSEN_E_CORRUPT, "cluster %u is inconsistent", c);
	}
	v->slot[VEC_SLOTS] = v->h.n_clusters ? before.parent + 1 : 0;
	v->family[v->h.n_parents] = v->h.n_clusters;
	if (before.rows != v->h.n_stored || before.blocks != v->h.n_blocks ||
	    before.masks != v->h.n_masks || v->slot[VEC_SLOTS] != v->h.n_parents)
		return tensen_fail(err, TENSEN_E_CORRUPT, "clusters do not cover the rows");
	note_positions(v);
	note_blocks(v);
	return TENSEN_OK;
}

void
vec_cluster_note(vec_cluster *k, const vec_lengths *l)
{
	k->rms = vec_to_bf16(l->n ? (float)sqrt(l->squares / l->n) : 0);
	k->radius = vec_to_bf16(l->n ? (float)sqrt(sqrt(sqrt(l->eighths / l->n))) : 0);
}

static tensen_status
read_head(vec_head *h, const void *p, size_t n, tensen_error *err)
{
	if ((uintptr_t)p % 64)
		return tensen_fail(err, TENSEN_E_ARG, "vector section is not aligned to 64 bytes");
	if (n < sizeof *h)
		return tensen_fail(err, TENSEN_E_CORRUPT,
		    "vector section is %zu bytes, a header alone is %zu", n, sizeof *h);
	memcpy(h, p, sizeof *h);
	return check_head(h, n, err);
}

tensen_status
vecset_open(vecset **out, const void *p, size_t n, tensen_error *err)
{
	vecset *v = calloc(1, sizeof *v);
	tensen_status st;

	*out = NULL;
	if (!v)
		return tensen_fail_nomem(err);
	if ((st = read_head(&v->h, p, n, err)) < 0)
		goto out;
	v->p = p;
	v->k = vec_kernels_best();
	vec_layout_of(&v->l, &v->h);
	view_of(&v->a, v->p, &v->l);
	if ((st = check_tables(v, err)) < 0 || (st = check_clusters(v, err)) < 0)
		goto out;
	*out = v;
	v = NULL;
out:
	vecset_close(v);
	return st;
}

void
vecset_close(vecset *v)
{
	if (v) {
		free_all(v->cluster, v->at, v->radius, v->wide, v->near_by, v->family, v->fields,
		    v->first);
	}
	free(v);
}

void
vecset_use_kernels(vecset *v, const vec_kernels *k)
{
	v->k = k;
}

uint32_t
vecset_count(const vecset *v)
{
	return v->h.n;
}

uint32_t
vecset_dim(const vecset *v)
{
	return v->h.dim;
}

uint32_t
vecset_stored(const vecset *v)
{
	return v->h.n_stored;
}

static vec_measured
measured_of(const vec_head *h)
{
	return (vec_measured){h->recall, h->n_sample};
}

tensen_status
vecset_head_measured(const void *p, size_t n, vec_measured *out, tensen_error *err)
{
	vec_head h;
	tensen_status st = read_head(&h, p, n, err);

	if (st == TENSEN_OK)
		*out = measured_of(&h);
	return st;
}

void
vecset_measured(const vecset *v, vec_measured *out)
{
	*out = measured_of(&v->h);
}

double
vecset_bytes_per_row(const vecset *v)
{
	return v->h.n ? (double)(v->l.size - v->l.cluster) / v->h.n : 0;
}

/* The last cluster that begins at or before pos; pos < n_stored. */
uint32_t
vecset_cluster_of(const vecset *v, uint32_t pos)
{
	const vec_cluster *k = v->a.cluster;
	uint32_t lo = v->at[pos / VEC_STRIDE], hi = v->at[pos / VEC_STRIDE + 1];

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo + 1) / 2;
		if (k[mid].first <= pos)
			lo = mid;
		else
			hi = mid - 1;
	}
	return lo;
}

void
vec_centre_get(const vecset *v, uint32_t c, float *x)
{
	const uint32_t p = vec_parent_of(v, c), i = c - v->family[p];
	const uint8_t *block = v->a.delta + p * vec_block_size(&v->h);
	float scale;

	memset(x, 0, v->h.n_pad * sizeof *x);
	for (uint32_t d = 0; d < v->h.dim; d++)
		x[d] = vec_parent_at(v, p, d);
	scale = vec_bf16(v->a.delta_scales[(size_t)p * VEC_BLOCK + i]);
	for (uint32_t g = 0; g < vec_groups(&v->h); g++) {
		int code = block[(size_t)(g / 2) * VEC_BLOCK + i] >> (g & 1 ? 4 : 0) & 15;
		for (uint32_t d = v->a.group[g]; d < v->a.group[g + 1]; d++)
			x[d] += scale * v->a.book[(size_t)d * 16 + (size_t)code];
	}
}

static float
fine_value(const vec_head *h, const uint8_t *codes, uint32_t d)
{
	if (h->fine_bits == 8)
		return (float)codes[d] - 127.5f;
	return (float)vec_level(codes, h->n_pad, d);
}

/* The value of a rest code in steps of the fine code. */
static float
rest_value(const vec_head *h, const uint8_t *codes, uint32_t d)
{
	return h->rest_bits ? ((float)vec_half(codes, d) - 7.5f) / VEC_REST_STEPS : 0;
}

/* Decode the row at `pos` of cluster c, in coded order: y[n_pad]. */
static void
decode(const vecset *v, uint32_t c, uint32_t pos, float *y)
{
	const vec_cluster *k = &v->a.cluster[c];
	uint32_t i = pos - k->first, r = i % VEC_BLOCK;
	const uint8_t *block =
	    v->a.blocks + (k->block + (size_t)i / VEC_BLOCK) * vec_block_size(&v->h);
	const uint8_t *fine = vec_fine_of(v, pos);
	const uint8_t *rest = v->a.rest + (size_t)pos * vec_rest_stride(&v->h);
	float scale = vec_bf16(v->a.scales[(size_t)k->block * VEC_BLOCK + i]);
	float step = vec_bf16(vec_step_of(v, pos));

	vec_centre_get(v, c, y);
	for (uint32_t g = 0; g < vec_groups(&v->h); g++) {
		int code = block[(size_t)(g / 2) * VEC_BLOCK + r] >> (g & 1 ? 4 : 0) & 15;
		for (uint32_t d = v->a.group[g]; d < v->a.group[g + 1]; d++)
			y[d] += scale * v->a.mid[(size_t)d * 16 + (size_t)code];
	}
	for (uint32_t d = 0; d < v->h.dim; d++)
		y[d] +=
		    step * v->a.gain[d] * (fine_value(&v->h, fine, d) + rest_value(&v->h, rest, d));
	for (uint32_t o = 0; o < VEC_OUTLIERS && vec_has_paths(&v->h); o++) {
		int32_t value;
		uint32_t d = vec_outlier_at(vec_outliers_of(v, pos), v->h.n_pad, o, &value);
		if (d < v->h.dim)
			y[d] += step * v->a.gain[d] * (float)value;
	}
}

void
vecset_get(const vecset *v, uint32_t row, float *out)
{
	float y[VEC_MAX_DIM];
	uint32_t pos = row < v->h.n ? vec_pos_of(v, row) : VEC_NOWHERE;

	memset(out, 0, v->h.dim * sizeof *out);
	if (pos >= v->h.n_stored)
		return;
	decode(v, vecset_cluster_of(v, pos), pos, y);
	for (uint32_t d = 0; d < v->h.dim; d++)
		out[v->a.order[d]] = y[d];
}

int
vecset_has(const vecset *v, uint32_t row)
{
	return row < v->h.n && vec_pos_of(v, row) < v->h.n_stored;
}
