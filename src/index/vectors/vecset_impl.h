/* index/vectors/vecset_impl.h - shared by the files of a vector set.
 *
 * WHAT    The bytes (see FORMAT-vectors.md), the open reader, and the codes:
 *         row = centroid + scale * cell middles + step * gain * (levels of) fine codes.
 */
#pragma once
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "index/vectors/kernels.h"
#include "index/vectors/vecset.h"

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "arrays are used in place");

#define VEC_MAGIC "TVEC\r\n\032\n"
#define VEC_VERSION 7u    /* numbers of rows and positions take as many bits as they need */
#define VEC_REST_STEPS 16 /* of a rest code, to one of the fine code */
#define VEC_STEP_BYTES 2  /* bfloat16 */
#define VEC_MIN_DIM 8u
#define VEC_MAX_DIM 4096u
#define VEC_MOST_ROWS 0x7fffffffu /* with a code: the highest bit of a position is a mark */
#define VEC_STRIDE 64u            /* of the positions whose clusters are noted */
#define VEC_FIELDS 64u
#define VEC_SLOTS (2 * (VEC_FIELDS + 1)) /* field f: 2f rows of one field, 2f+1 of several */
#define VEC_NOWHERE UINT32_MAX           /* position of a zero row */

typedef struct vec_head {
	char magic[8];
	uint32_t version, dim;
	uint32_t n;        /* rows given */
	uint32_t n_stored; /* rows that are not zero */
	uint32_t n_clusters;
	uint32_t n_blocks;
	uint32_t n_masks;   /* rows with several fields */
	uint32_t n_bytes;   /* coarse code bytes of a row */
	uint32_t n_pad;     /* dim rounded up to 64 */
	uint32_t fine_bits; /* 8 */
	float unused_48;
	float centre_error; /* root mean square error of a centroid decoded from centre_codes */
	float reach;        /* a cluster may reach so many radii beyond its centroid */
	float unused_60;
	uint64_t size; /* of the whole */
	float slack;   /* an estimate may be short of the score by so much */
	float unused_76;
	float recall;       /* measured with these, at 10; 0: not measured */
	uint32_t n_sample;  /* rows that were asked as queries */
	uint32_t rest_bits; /* 4 */
	uint32_t n_parents; /* n_clusters */
	float unused_96;
	float wide; /* reach, by the radius of vec_centroid */
	uint8_t zero[24];
} vec_head;
static_assert(sizeof(vec_head) == 128, "header");

typedef struct vec_cluster {
	uint32_t first, n;    /* rows by position */
	uint32_t block;       /* its first block */
	uint32_t mask;        /* its first mask, when its rows have several fields */
	uint64_t fields;      /* union of its rows' fields */
	uint16_t rms, radius; /* bfloat16: root mean square length of the residuals, and a mean of
				 eighth powers */
} vec_cluster;

/* A cluster as it is stored: the rest follows from those before it. */
typedef struct vec_stored_cluster {
	uint64_t fields;
	uint32_t n;
	uint16_t rms, radius;
} vec_stored_cluster;
static_assert(sizeof(vec_stored_cluster) == 16, "stored cluster");

/* The centroid of a cluster. */
typedef struct vec_centroid {
	uint32_t first;       /* the number of the cluster */
	float scale;          /* centroid = scale * (code - 128) */
	uint16_t rms, radius; /* of its rows around its centroid as it decodes, as of a cluster */
} vec_centroid;
static_assert(sizeof(vec_centroid) == 12, "parent");

/* Offsets of the arrays of vec_view in its order, computed from the counts alone. */
#define VEC_ARRAYS 23
typedef struct vec_layout {
	uint64_t at[VEC_ARRAYS];
	uint64_t size;
} vec_layout;

void vec_layout_of(vec_layout *layout, const vec_head *header);
static inline float
vec_cluster_rms(const vec_cluster *cluster)
{
	return vec_bf16(cluster->rms);
}

static inline float
vec_cluster_radius(const vec_cluster *cluster)
{
	return vec_bf16(cluster->radius);
}

/* Lengths of residuals summed up.  The root of the mean of eighth powers lies between the mean and
 * the largest length: in a cluster of a hundred equal titles and three others the three decide, and
 * in clusters of even lengths it is hardly more than the mean. */
typedef struct vec_lengths {
	double squares, eighths;
	uint32_t n;
} vec_lengths;

static inline void
vec_lengths_add(vec_lengths *vec, double length, uint32_t n)
{
	double square = length * length, fourth = square * square;

	vec->squares += n * square;
	vec->eighths += n * fourth * fourth;
	vec->n += n;
}

/* rms and radius of a cluster with these residuals. */
void vec_cluster_note(vec_cluster *cluster, const vec_lengths *vec);

static inline uint32_t
vec_groups(const vec_head *header)
{
	return 2 * header->n_bytes;
}

/* Bits of the number of a row or position; all ones are no such number. */
static inline uint32_t
vec_id_bits(const vec_head *header)
{
	return header->n ? 32 - (uint32_t)__builtin_clz(header->n) : 32;
}

/* Bytes of so many numbers, with room to read eight bytes where the last one begins. */
static inline uint64_t
vec_id_bytes(const vec_head *header, uint64_t n)
{
	const uint32_t bits = vec_id_bits(header);

	return bits == 32 ? 4 * n : (n * bits + 7) / 8 + 8;
}

/* A fine code: n_pad codes. */
static inline size_t
vec_fine_stride(const vec_head *header)
{
	return header->n_pad;
}

/* A rest code: n_pad half bytes, the remainder of the fine code in sixteenths of its step. */
static inline size_t
vec_rest_stride(const vec_head *header)
{
	return (size_t)header->n_pad * header->rest_bits / 8;
}

/* The arrays in place.  Dimension d is the d-th in coded order in every array; order[d] is its
 * number in the caller's vectors. */
typedef struct vec_view {
	const uint16_t *order;       /* [dim] */
	const uint16_t *group;       /* [groups + 1]: first dimension of each nibble */
	const float *book;           /* [n_pad][16] means of the cells: estimates */
	const float *mid;            /* [n_pad][16] middles of the cells: what fine codes refine */
	const float *gain;           /* [n_pad] */
	const float *var;            /* [n_pad] share of the residuals' variance, sum 1 */
	const uint32_t *slot;        /* [VEC_SLOTS + 1]: first cluster */
	const vec_cluster *cluster;  /* unpacked; in the file vec_stored_cluster */
	const vec_centroid *parent;  /* [n_parents] */
	const uint8_t *centre;       /* [n_parents][n_pad] */
	const float *mean;           /* [n_pad] of the centroids */
	const uint8_t *centre_codes; /* coarse codes of these less their mean, in blocks */
	const uint16_t *centre_scales;
	const uint8_t *delta;         /* [n_parents] blocks of zeros */
	const uint16_t *delta_scales; /* [n_parents][16] zeros */
	const uint8_t *blocks;
	const uint16_t *scales; /* [n_blocks][16] */
	const uint8_t *step;    /* [n_stored] of fine codes */
	const uint8_t *fine;
	const uint8_t *rest; /* [n_stored] */
	const void *row;     /* position -> row: vec_row_of() */
	const void *pos;     /* row -> position: vec_pos_of() */
	const uint64_t *mask;
} vec_view;
static_assert(sizeof(vec_view) == VEC_ARRAYS * sizeof(void *), "pointers alone");

struct vecset {
	vec_head h;
	vec_layout l;
	vec_view a;
	const vec_kernels *k;
	const uint8_t *p;
	vec_cluster *cluster;  /* [n_clusters] unpacked */
	uint32_t *at;          /* [n_stored / VEC_STRIDE + 2] clusters of every so many positions */
	float *radius;         /* [n_clusters] */
	float *wide, *near_by; /* the same of vec_centroid, and half its mean squares */
	uint32_t *first;       /* [n_blocks + 1] positions of the first rows of blocks */
};

uint32_t vecset_cluster_of(const vecset *set, uint32_t pos);

/* 1 if a search scores every row of a list of at most `rows`. */
int vec_is_whole(const vec_head *header);

static inline float
vec_centre_scale(const vecset *set, uint32_t p)
{
	return set->a.parent[p].scale;
}

/* Dimension d of the centroid of cluster p. */
static inline float
vec_centre_at(const vecset *set, uint32_t p, uint32_t d)
{
	return vec_centre_scale(set, p) *
	       (float)((int)set->a.centre[(size_t)p * set->h.n_pad + d] - 128);
}

/* The centroid of a cluster in coded order, x[n_pad]. */
void vec_centre_get(const vecset *set, uint32_t c, float *x);

static inline uint16_t
vec_step_of(const vecset *set, uint32_t pos)
{
	const uint8_t *p = set->a.step + pos * VEC_STEP_BYTES;

	return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t
vec_id_at(const void *ids, uint32_t bits, uint32_t i)
{
	const uint8_t *p = ids;
	const uint64_t at = (uint64_t)i * bits;
	uint64_t x = 0;

	if (bits == 32) {
		memcpy(&x, p + at / 8, 4);
		return (uint32_t)x;
	}
	memcpy(&x, p + at / 8, 8);
	return (uint32_t)(x >> at % 8 & ((1ull << bits) - 1));
}

/* The row at a position; n or more in a damaged file. */
static inline uint32_t
vec_row_of(const vecset *set, uint32_t pos)
{
	return vec_id_at(set->a.row, vec_id_bits(&set->h), pos);
}

/* The position of a row; n_stored or more if it has none. */
static inline uint32_t
vec_pos_of(const vecset *set, uint32_t row)
{
	return vec_id_at(set->a.pos, vec_id_bits(&set->h), row);
}

/* The fine codes of a row. */
static inline const uint8_t *
vec_fine_of(const vecset *set, uint32_t pos)
{
	return set->a.fine + (size_t)pos * vec_fine_stride(&set->h);
}

static inline uint32_t
vec_centre_blocks(const vec_head *header)
{
	return (header->n_parents + VEC_BLOCK - 1) / VEC_BLOCK;
}

static inline size_t
vec_block_size(const vec_head *header)
{
	return vec_block_bytes(header->n_bytes);
}

/* ---- a prepared query (vecset_query.c) ---- */

typedef struct vec_prep {
	float *q;            /* unit, coded order, zero padded */
	vec_q15 centre;      /* to multiply with centroids */
	vec_q15 fine;        /* scaled by gain, to multiply with fine codes */
	vec_q15 centre_tail; /* what rounding to `centre` and `fine` leaves, for final scores */
	vec_q15 fine_tail;
	float *mid; /* [groups][16] products with the middles of cells, for final scores */
	vec_lut lut;
	float sigma; /* standard deviation of the product with a unit residual */
	void *mem;
} vec_prep;

tensen_status vec_prep_init(vec_prep *prep, const vec_head *header, tensen_error *err);
void vec_prep_clear(vec_prep *prep);
/* 1: ready; 0: a zero query; negative: NaN or infinity in it. */
int vec_prep_set(vec_prep *prep, const vecset *set, const float *vec, tensen_error *err);
/* The product with the centroid of a cluster. */
float vec_prep_product(const vec_prep *prep, const vecset *set, uint32_t cluster);
/* The products with n of them, to out[their numbers]. */
void vec_prep_products(
    const vec_prep *prep, const vecset *set, const uint32_t *clusters, uint32_t n, float *out);
/* Estimate the products with all from the coarse codes of their centroids; `out` has room
 * for 16 more. */
void vec_prep_estimate_all(const vec_prep *prep, const vecset *set, float *out);
/* The coarse estimate of a row, as a scan gives it. */
float vec_prep_estimate(const vec_prep *prep, const vecset *set, uint32_t cluster, uint32_t pos);
/* What fine codes add to the scores of n rows, at most VEC_TOGETHER, beside the parts that their
 * scan computed (vec_survivors). */
void vec_prep_scores(
    const vec_prep *prep, const vecset *set, const uint32_t *pos, uint32_t n, float *out);
/* The final score of a row: all its codes, and the query without the rounding of the tables. */
float vec_prep_final(
    const vec_prep *prep, const vecset *set, uint32_t cluster, float centre, uint32_t pos);
/* The product with a centroid that it needs, without rounding of the query. */
float vec_prep_centre(const vec_prep *prep, const vecset *set, uint32_t cluster);
/* vecset_score() in the memory of a prepared query. */
tensen_status vec_prep_rows(vec_prep *prep, const vecset *set, const float *vec,
    const uint32_t *rows, uint32_t n, float *scores, tensen_error *err);
