/* index/vectors/vecset_open.c - checks the bytes of a vector set; decodes rows.
 *
 * RULES   Offsets follow from the counts, so one comparison with the real size
 *         covers every array.  Values later used as an index are checked here,
 *         except row numbers and positions (8 bytes a row), which are checked at
 *         each use: opening must not read the whole file. */
#include <math.h>
#include <string.h>
#include "index/vectors/vecset_impl.h"
#include "util/fail.h"
#include "util/memory.h"

/* No term overflows: counts are below 2^32 and row sizes below 2^12. */
void
vec_layout_of(vec_layout *layout, const vec_head *header)
{
	const uint64_t block = vec_block_size(header), parents = header->n_parents,
		       centres = vec_centre_blocks(header), rows = header->n_stored;
	const uint64_t bytes[VEC_ARRAYS] = {2ull * header->dim, 2ull * (vec_groups(header) + 1),
	    64ull * header->n_pad, 64ull * header->n_pad, 4ull * header->n_pad,
	    4ull * header->n_pad, 4ull * (VEC_SLOTS + 1),
	    header->n_clusters * sizeof(vec_stored_cluster), parents * sizeof(vec_centroid),
	    parents * header->n_pad, 4ull * header->n_pad, centres * block, centres * 2 * VEC_BLOCK,
	    parents * block, parents * 2 * VEC_BLOCK, header->n_blocks * block,
	    header->n_blocks * 2ull * VEC_BLOCK, rows * VEC_STEP_BYTES,
	    rows * vec_fine_stride(header), rows * vec_rest_stride(header),
	    vec_id_bytes(header, rows), vec_id_bytes(header, header->n), 8ull * header->n_masks};

	layout->size = sizeof *header;
	for (int i = 0; i < VEC_ARRAYS; i++) {
		layout->at[i] = layout->size;
		layout->size = (layout->size + bytes[i] + 63) & ~(uint64_t)63;
	}
}

static tensen_status
check_head(const vec_head *header, size_t n, tensen_error *err)
{
	const float measured[] = {
	    header->reach, header->slack, header->centre_error, header->recall, header->wide};
	vec_layout l;

	if (memcmp(header->magic, VEC_MAGIC, 8) != 0)
		return tensen_fail(err, TENSEN_E_CORRUPT, "not a vector section (bad magic)");
	if (header->version != VEC_VERSION)
		return tensen_fail(err, TENSEN_E_VERSION, SAY_VECTOR_SECTION_VERSION,
		    header->version, VEC_VERSION);
	if (header->dim < VEC_MIN_DIM || header->dim > VEC_MAX_DIM ||
	    header->n_pad != ((header->dim + 63) & ~63u))
		return tensen_fail(err, TENSEN_E_CORRUPT, "%u dimensions, expected %u to %u",
		    header->dim, VEC_MIN_DIM, VEC_MAX_DIM);
	if (header->n_bytes == 0 || header->n_bytes % 4 || header->n_bytes > 128)
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "coarse codes of %u bytes a row", header->n_bytes);
	if (header->fine_bits != 8)
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "fine codes of %u bits", header->fine_bits);
	if (header->rest_bits == 0) /* older programs wrote large sets without */
		return tensen_fail(err, TENSEN_E_VERSION, SAY_VECTOR_SECTION_OLD);
	if (header->rest_bits != 4)
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "rest codes of %u bits", header->rest_bits);
	if (header->n == UINT32_MAX || header->n_stored > header->n ||
	    header->n_stored > VEC_MOST_ROWS || header->n_masks > header->n_stored ||
	    header->n_clusters > header->n_stored || header->n_blocks > header->n_stored ||
	    header->n_parents != header->n_clusters)
		return tensen_fail(err, TENSEN_E_CORRUPT, "vector section's counts disagree");
	vec_layout_of(&l, header);
	if (l.size != header->size || l.size != n)
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
view_of(vec_view *vec, const uint8_t *bytes, const vec_layout *layout)
{
	for (size_t i = 0; i < VEC_ARRAYS; i++) {
		const void *array = bytes + layout->at[i];
		memcpy((char *)vec + i * sizeof array, &array, sizeof array);
	}
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
check_tables(const vecset *set, tensen_error *err)
{
	uint8_t seen[VEC_MAX_DIM] = {0};
	const vec_head *h = &set->h;
	const vec_view *a = &set->a;

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

/* ---- clusters ---- */

static int
lengths_are_finite(float scale, float rms, float radius)
{
	const float x[3] = {scale, rms, radius};

	return finite_floats(x, 3);
}

static int
reserve_notes(vecset *set)
{
	size_t n = set->h.n_clusters + (size_t)1;

	set->cluster = malloc(n * sizeof *set->cluster);
	set->radius = malloc(n * sizeof *set->radius);
	set->wide = malloc(n * sizeof *set->wide);
	set->near_by = malloc(n * sizeof *set->near_by);
	set->at = malloc((set->h.n_stored / VEC_STRIDE + (size_t)2) * sizeof *set->at);
	set->first = malloc((set->h.n_blocks + (size_t)1) * sizeof *set->first);
	return set->cluster && set->at && set->radius && set->wide && set->near_by && set->first
		   ? 0
		   : -1;
}

/* Note the radii of cluster c.  Returns 0 if its centroid is unsound. */
static int
note_centre(vecset *set, uint32_t c)
{
	const vec_centroid *centre = &set->a.parent[c];
	const float rms = vec_bf16(centre->rms);

	set->radius[c] = vec_cluster_radius(&set->a.cluster[c]);
	set->wide[c] = vec_bf16(centre->radius);
	set->near_by[c] = 0.5f * rms * rms;
	return centre->first == c && lengths_are_finite(centre->scale, rms, set->wide[c]);
}

/* What precedes a cluster. */
typedef struct sums {
	uint64_t rows, blocks, masks;
} sums;

/* Cluster c, of slot s, as it is stored: the rest follows from those before it. */
static int
unpack_cluster(vecset *set, const vec_stored_cluster *from, uint32_t s, uint32_t c, sums *before)
{
	const int several = s & 1;
	const uint64_t own = s / 2 < VEC_FIELDS ? 1ull << (s / 2) : 0;
	vec_cluster *k = &set->cluster[c];

	*k = (vec_cluster){(uint32_t)before->rows, from->n, (uint32_t)before->blocks,
	    (uint32_t)before->masks, from->fields, from->rms, from->radius};
	if (!note_centre(set, c) || k->n == 0 || before->rows > UINT32_MAX ||
	    (several ? (k->fields & own) != own || !own : k->fields != own) ||
	    !lengths_are_finite(0, vec_cluster_rms(k), vec_cluster_radius(k)))
		return -1;
	before->rows += k->n;
	before->blocks += (k->n + (uint64_t)VEC_BLOCK - 1) / VEC_BLOCK;
	before->masks += several ? k->n : 0;
	return 0;
}

/* Note where each block begins; the clusters are sound. */
static void
note_blocks(vecset *set)
{
	for (uint32_t c = 0; c < set->h.n_clusters; c++) {
		const vec_cluster *k = &set->a.cluster[c];

		for (uint32_t at = 0, b = k->block; at < k->n; at += VEC_BLOCK)
			set->first[b++] = k->first + at;
	}
	set->first[set->h.n_blocks] = set->h.n_stored;
}

/* Note the clusters of every VEC_STRIDE-th position, and at the end the last one. */
static void
note_positions(vecset *set)
{
	const vec_cluster *k = set->a.cluster;
	uint32_t c = 0;

	for (uint32_t i = 0; i <= set->h.n_stored / VEC_STRIDE + 1; i++) {
		while (c + 1 < set->h.n_clusters && k[c + 1].first <= (uint64_t)i * VEC_STRIDE)
			c++;
		set->at[i] = c;
	}
}

static tensen_status
check_clusters(vecset *set, tensen_error *err)
{
	const vec_stored_cluster *from = (const void *)set->a.cluster;
	sums before = {0};

	if (reserve_notes(set) < 0)
		return tensen_fail_nomem(err);
	set->a.cluster = set->cluster;
	for (uint32_t s = 0; s < VEC_SLOTS; s++)
		for (uint32_t c = set->a.slot[s]; c < set->a.slot[s + 1]; c++)
			if (unpack_cluster(set, &from[c], s, c, &before) < 0)
				return tensen_fail(
				    err, TENSEN_E_CORRUPT, "cluster %u is inconsistent", c);
	if (before.rows != set->h.n_stored || before.blocks != set->h.n_blocks ||
	    before.masks != set->h.n_masks)
		return tensen_fail(err, TENSEN_E_CORRUPT, "clusters do not cover the rows");
	note_positions(set);
	note_blocks(set);
	return TENSEN_OK;
}

void
vec_cluster_note(vec_cluster *cluster, const vec_lengths *vec)
{
	cluster->rms = vec_to_bf16(vec->n ? (float)sqrt(vec->squares / vec->n) : 0);
	cluster->radius = vec_to_bf16(vec->n ? (float)sqrt(sqrt(sqrt(vec->eighths / vec->n))) : 0);
}

static tensen_status
read_head(vec_head *header, const void *ctx, size_t n, tensen_error *err)
{
	if ((uintptr_t)ctx % 64)
		return tensen_fail(err, TENSEN_E_ARG, "vector section is not aligned to 64 bytes");
	if (n < sizeof *header)
		return tensen_fail(err, TENSEN_E_CORRUPT,
		    "vector section is %zu bytes, a header alone is %zu", n, sizeof *header);
	memcpy(header, ctx, sizeof *header);
	return check_head(header, n, err);
}

tensen_status
vecset_open(vecset **out, const void *ctx, size_t n, tensen_error *err)
{
	vecset *v = calloc(1, sizeof *v);
	tensen_status st;

	*out = NULL;
	if (!v)
		return tensen_fail_nomem(err);
	if ((st = read_head(&v->h, ctx, n, err)) < 0)
		goto out;
	v->p = ctx;
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
	if (v)
		free_all(v->cluster, v->at, v->radius, v->wide, v->near_by, v->first);
	free(v);
}

uint32_t
vecset_count(const vecset *set)
{
	return set->h.n;
}

uint32_t
vecset_dim(const vecset *set)
{
	return set->h.dim;
}

tensen_status
vecset_summary(const void *ctx, size_t n, vec_summary *out, tensen_error *err)
{
	vec_head h;
	tensen_status st = read_head(&h, ctx, n, err);

	if (st == TENSEN_OK)
		*out = (vec_summary){h.n, h.dim, h.n_sample, h.recall};
	return st;
}

/* The last cluster that begins at or before pos; pos < n_stored. */
uint32_t
vecset_cluster_of(const vecset *set, uint32_t pos)
{
	const vec_cluster *k = set->a.cluster;
	uint32_t lo = set->at[pos / VEC_STRIDE], hi = set->at[pos / VEC_STRIDE + 1];

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
vec_centre_get(const vecset *set, uint32_t c, float *x)
{
	memset(x, 0, set->h.n_pad * sizeof *x);
	for (uint32_t d = 0; d < set->h.dim; d++)
		x[d] = vec_centre_at(set, c, d);
}

/* Decode the row at `pos` of cluster c, in coded order: y[n_pad]. */
static void
vecset_decode(const vecset *set, uint32_t c, uint32_t pos, float *y)
{
	const vec_cluster *k = &set->a.cluster[c];
	uint32_t i = pos - k->first, r = i % VEC_BLOCK;
	const uint8_t *block =
	    set->a.blocks + (k->block + (size_t)i / VEC_BLOCK) * vec_block_size(&set->h);
	const uint8_t *fine = vec_fine_of(set, pos);
	const uint8_t *rest = set->a.rest + (size_t)pos * vec_rest_stride(&set->h);
	float scale = vec_bf16(set->a.scales[(size_t)k->block * VEC_BLOCK + i]);
	float step = vec_bf16(vec_step_of(set, pos));

	vec_centre_get(set, c, y);
	for (uint32_t g = 0; g < vec_groups(&set->h); g++) {
		int code = block[(size_t)(g / 2) * VEC_BLOCK + r] >> (g & 1 ? 4 : 0) & 15;
		for (uint32_t d = set->a.group[g]; d < set->a.group[g + 1]; d++)
			y[d] += scale * set->a.mid[(size_t)d * 16 + (size_t)code];
	}
	for (uint32_t d = 0; d < set->h.dim; d++)
		y[d] +=
		    step * set->a.gain[d] *
		    ((float)fine[d] - 127.5f + ((float)vec_half(rest, d) - 7.5f) / VEC_REST_STEPS);
}

void
vecset_get(const vecset *set, uint32_t row, float *out)
{
	float y[VEC_MAX_DIM];
	uint32_t pos = row < set->h.n ? vec_pos_of(set, row) : VEC_NOWHERE;

	memset(out, 0, set->h.dim * sizeof *out);
	if (pos >= set->h.n_stored)
		return;
	vecset_decode(set, vecset_cluster_of(set, pos), pos, y);
	for (uint32_t d = 0; d < set->h.dim; d++)
		out[set->a.order[d]] = y[d];
}

int
vecset_has(const vecset *v, uint32_t row)
{
	return row < v->h.n && vec_pos_of(v, row) < v->h.n_stored;
}
