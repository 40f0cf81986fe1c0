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
	l->cluster = take(&at, (uint64_t)h->n_clusters * sizeof(vec_cluster));
	l->centre = take(&at, (uint64_t)h->n_clusters * h->n_pad);
	l->mean = take(&at, 4ull * h->n_pad);
	l->centre_codes = take(&at, (uint64_t)vec_centre_blocks(h) * vec_block_size(h));
	l->centre_scales = take(&at, (uint64_t)vec_centre_blocks(h) * 2 * VEC_BLOCK);
	l->blocks = take(&at, (uint64_t)h->n_blocks * vec_block_size(h));
	l->scales = take(&at, (uint64_t)h->n_blocks * 2 * VEC_BLOCK);
	l->fine = take(&at, (uint64_t)h->n_stored * vec_fine_stride(h));
	l->rest = take(&at, (uint64_t)h->n_stored * vec_rest_stride(h));
	l->row = take(&at, 4ull * h->n_stored);
	l->pos = take(&at, 4ull * h->n);
	l->mask = take(&at, 8ull * h->n_masks);
	l->size = at;
}

static tensen_status
check_head(const vec_head *h, size_t n, tensen_error *err)
{
	const float measured[] = {h->reach, h->reach_all, h->slack, h->slack_all, h->centre_error,
	    h->recall, h->recall_all};
	vec_layout l;

	if (memcmp(h->magic, VEC_MAGIC, 8) != 0)
		return tensen_fail(err, TENSEN_E_CORRUPT, "not a vector section (bad magic)");
	if (h->version < VEC_EVEN || h->version > VEC_VERSION)
		return tensen_fail(err, TENSEN_E_VERSION,
		    "vector section %u, this library reads %u to %u", h->version, VEC_EVEN,
		    VEC_VERSION);
	if (h->dim < VEC_MIN_DIM || h->dim > VEC_MAX_DIM || h->n_pad != ((h->dim + 63) & ~63u))
		return tensen_fail(err, TENSEN_E_CORRUPT, "%u dimensions, expected %u to %u",
		    h->dim, VEC_MIN_DIM, VEC_MAX_DIM);
	if (h->n_bytes == 0 || h->n_bytes % 4 || h->n_bytes > 128)
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "coarse codes of %u bytes a row", h->n_bytes);
	if (h->fine_bits != 4 && (h->fine_bits != 8 || h->version == VEC_PATHS))
		return tensen_fail(err, TENSEN_E_CORRUPT, "fine codes of %u bits", h->fine_bits);
	if (h->rest_bits != 0 && (h->rest_bits != 4 || h->fine_bits != 8))
		return tensen_fail(err, TENSEN_E_CORRUPT, "rest codes of %u bits", h->rest_bits);
	if (h->n == UINT32_MAX || h->n_stored > h->n || h->n_masks > h->n_stored ||
	    h->n_clusters > h->n_stored || h->n_blocks > h->n_stored)
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
	a->cluster = (const void *)(p + l->cluster);
	a->centre = p + l->centre;
	a->mean = (const void *)(p + l->mean);
	a->centre_codes = p + l->centre_codes;
	a->centre_scales = (const void *)(p + l->centre_scales);
	a->blocks = p + l->blocks;
	a->scales = (const void *)(p + l->scales);
	a->fine = p + l->fine;
	a->rest = p + l->rest;
	a->row = (const void *)(p + l->row);
	a->pos = (const void *)(p + l->pos);
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

static int
cluster_is_finite(const vec_head *h, const vec_cluster *k)
{
	const float x[3] = {k->scale, vec_cluster_rms(h, k), vec_cluster_radius(h, k)};

	return finite_floats(x, 3);
}

static tensen_status
check_clusters(vecset *v, tensen_error *err)
{
	uint64_t rows = 0, blocks = 0, masks = 0;

	v->rms = malloc(((size_t)v->h.n_clusters + 1) * sizeof *v->rms);
	v->radius = malloc(((size_t)v->h.n_clusters + 1) * sizeof *v->radius);
	if (!v->rms || !v->radius)
		return tensen_fail_nomem(err);
	for (uint32_t s = 0; s < VEC_SLOTS; s++)
		for (uint32_t c = v->a.slot[s]; c < v->a.slot[s + 1]; c++) {
			const vec_cluster *k = &v->a.cluster[c];
			int several = s & 1;
			uint64_t own = s / 2 < VEC_FIELDS ? 1ull << (s / 2) : 0;

			if (k->n == 0 || k->first != rows || k->block != blocks ||
			    !cluster_is_finite(&v->h, k) || (several && k->mask != masks) ||
			    (several ? (k->fields & own) != own || !own : k->fields != own))
				return tensen_fail(
				    err, TENSEN_E_CORRUPT, "cluster %u is inconsistent", c);
			v->rms[c] = vec_cluster_rms(&v->h, k);
			v->radius[c] = vec_cluster_radius(&v->h, k);
			rows += k->n;
			blocks += (k->n + VEC_BLOCK - 1) / VEC_BLOCK;
			masks += several ? k->n : 0;
			for (uint32_t f = 0; f < VEC_FIELDS; f++)
				v->rows_of[f] += k->fields >> f & 1 ? k->n : 0;
		}
	if (rows != v->h.n_stored || blocks != v->h.n_blocks || masks != v->h.n_masks)
		return tensen_fail(err, TENSEN_E_CORRUPT, "clusters do not cover the rows");
	return TENSEN_OK;
}

void
vec_cluster_note(const vec_head *h, vec_cluster *k, const vec_lengths *l)
{
	float rms = l->n ? (float)sqrt(l->squares / l->n) : 0;

	if (h->version == VEC_VERSION) {
		k->rms = vec_to_bf16(rms);
		k->radius = vec_to_bf16(l->n ? (float)sqrt(sqrt(sqrt(l->eighths / l->n))) : 0);
	} else {
		k->spread = rms;
	}
}

float
vec_mean_rms(const vec_cluster *cluster, const float *rms, uint32_t n)
{
	double squares = 0, rows = 0;

	for (uint32_t c = 0; c < n; c++) {
		squares += (double)cluster[c].n * rms[c] * rms[c];
		rows += cluster[c].n;
	}
	return rows > 0 ? (float)sqrt(squares / rows) : 0;
}

/* Sets of versions 3 and 4 have one reach and no slack. */
static void
set_defaults(vec_head *h, const vec_cluster *cluster, const float *rms)
{
	if (h->version == VEC_VERSION)
		return;
	h->reach_all = 1.3f * h->reach;
	h->slack = h->slack_all = 2 * vec_mean_rms(cluster, rms, h->n_clusters);
}

tensen_status
vecset_open(vecset **out, const void *p, size_t n, tensen_error *err)
{
	vecset *v = NULL;
	tensen_status st;

	*out = NULL;
	if ((uintptr_t)p % 64)
		return tensen_fail(err, TENSEN_E_ARG, "vector section is not aligned to 64 bytes");
	if (n < sizeof(vec_head))
		return tensen_fail(err, TENSEN_E_CORRUPT,
		    "vector section is %zu bytes, a header alone is %zu", n, sizeof(vec_head));
	if (!(v = calloc(1, sizeof *v)))
		return tensen_fail_nomem(err);
	memcpy(&v->h, p, sizeof v->h);
	if (v->h.version != VEC_VERSION)
		memset(&v->h.reach_all, 0, 8), memset(&v->h.slack_all, 0, 56);
	v->p = p;
	v->k = vec_kernels_best();
	if ((st = check_head(&v->h, n, err)) < 0)
		goto out;
	vec_layout_of(&v->l, &v->h);
	view_of(&v->a, v->p, &v->l);
	if ((st = check_tables(v, err)) < 0 || (st = check_clusters(v, err)) < 0)
		goto out;
	set_defaults(&v->h, v->a.cluster, v->rms);
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
		free(v->rms);
		free(v->radius);
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

void
vecset_measured(const vecset *v, vec_measured *out)
{
	*out = (vec_measured){v->h.recall_all, v->h.recall, v->h.n_sample};
}

double
vecset_bytes_per_row(const vecset *v)
{
	return v->h.n ? (double)(v->l.size - v->l.cluster) / v->h.n : 0;
}

/* The last cluster that begins at or before pos. */
uint32_t
vecset_cluster_of(const vecset *v, uint32_t pos)
{
	uint32_t lo = 0, hi = v->h.n_clusters;

	while (hi - lo > 1) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (v->a.cluster[mid].first <= pos)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

static float
fine_value(const vec_head *h, const uint8_t *codes, uint32_t d)
{
	if (h->fine_bits == 8)
		return (float)codes[d] - 127.5f;
	if (vec_has_paths(h))
		return (float)vec_level(codes, h->n_pad, d);
	return (float)vec_half(codes, d) - 7.5f;
}

/* The value of a rest code in steps of the fine code. */
static float
rest_value(const vec_head *h, const uint8_t *codes, uint32_t d)
{
	return h->rest_bits ? ((float)vec_half(codes, d) - 7.5f) / VEC_REST_STEPS : 0;
}

/* Decode the row at `pos` of cluster c, in coded order. */
static void
decode(const vecset *v, uint32_t c, uint32_t pos, float *y)
{
	const vec_cluster *k = &v->a.cluster[c];
	uint32_t i = pos - k->first, r = i % VEC_BLOCK;
	const uint8_t *block =
	    v->a.blocks + (k->block + (size_t)i / VEC_BLOCK) * vec_block_size(&v->h);
	const uint8_t *fine = v->a.fine + (size_t)pos * vec_fine_stride(&v->h);
	const uint8_t *rest = v->a.rest + (size_t)pos * vec_rest_stride(&v->h);
	float scale = vec_bf16(v->a.scales[(size_t)k->block * VEC_BLOCK + i]);
	float step = vec_bf16((uint16_t)(fine[0] | fine[1] << 8));

	for (uint32_t g = 0; g < vec_groups(&v->h); g++) {
		int code = block[(size_t)(g / 2) * VEC_BLOCK + r] >> (g & 1 ? 4 : 0) & 15;
		for (uint32_t d = v->a.group[g]; d < v->a.group[g + 1]; d++)
			y[d] = vec_centre_at(v, c, d) +
			       scale * v->a.mid[(size_t)d * 16 + (size_t)code];
	}
	for (uint32_t d = 0; d < v->h.dim; d++)
		y[d] += step * v->a.gain[d] *
			(fine_value(&v->h, fine + 2, d) + rest_value(&v->h, rest, d));
}

void
vecset_get(const vecset *v, uint32_t row, float *out)
{
	float y[VEC_MAX_DIM];
	uint32_t pos = row < v->h.n ? v->a.pos[row] : VEC_NOWHERE;

	memset(out, 0, v->h.dim * sizeof *out);
	if (pos >= v->h.n_stored)
		return;
	decode(v, vecset_cluster_of(v, pos), pos, y);
	for (uint32_t d = 0; d < v->h.dim; d++)
		out[v->a.order[d]] = y[d];
}
