/* index/vectors/vecset_builder.h - shared by the files that build and update a vector set. */
#pragma once
#include "index/vectors/codes.h"
#include "index/vectors/vecset_impl.h"

/* Floats of rows in memory at once (128 MiB): a slot with more rows is clustered in pieces of this
 * size.  The bytes of a set depend on it. */
#define VEC_PIECE ((uint32_t)1 << 25)

typedef struct vec_builder {
	const vec_rows *in;
	const vecset_build_opts *opts;
	uint32_t piece; /* rows in memory at once */
	float *x;       /* [room][dim]: rows loaded */
	uint32_t room;
	vec_head h;
	vec_layout l;
	uint8_t *slot_of;             /* [n] slot, or VEC_SLOTS for a zero row */
	uint32_t *order;              /* [n_stored] row numbers by position */
	uint32_t slot[VEC_SLOTS + 1]; /* first cluster */
	vec_cluster *cluster;
	vec_centroid *parent;
	uint32_t cap_clusters, cap_centroids;
	codes c;
} vec_builder;

/* Sort the rows into slots: sets maker->order and maker->h.n_stored; slot s begins at position first[s]. */
tensen_status vec_builder_sort(
    vec_builder *maker, uint32_t first[VEC_SLOTS + 2], tensen_error *err);
/* Get the rows at positions from .. from + n - 1 (n <= piece).  *x is valid until the next call. */
tensen_status vec_builder_get(
    vec_builder *maker, uint32_t from, uint32_t n, float **x, tensen_error *err);
/* The same after clustering; the rows have length one. */
tensen_status vec_builder_load(
    vec_builder *maker, uint32_t from, uint32_t n, float **x, tensen_error *err);
/* Scale rows to length one; zero rows stay zero. */
void vec_make_unit(float *x, uint32_t n, uint32_t dim);
/* Put rows of x into the order of ids (a permutation of 0 .. n-1; overwritten). */
void vec_permute(float *x, uint32_t *ids, uint32_t n, uint32_t dim);
/* Mean of n rows. */
void vec_mean(const float *x, uint32_t n, uint32_t dim, float *mean);
/* Encode all rows and pass the bytes of the section to put. */
tensen_status vec_builder_write(vec_builder *maker, sink_fn put, void *payload, tensen_error *err);

/* Writes a section front to back; its arrays begin at multiples of 64. */
typedef struct vec_writer {
	sink_fn put;
	void *payload;
	uint64_t at;
} vec_writer;
void vec_out_bytes(void *writer, const void *ctx, size_t n); /* a sink_fn */
void vec_out_pad(vec_writer *out);
void vec_out_array(vec_writer *out, const void *ctx, size_t n); /* and pad */
/* The arrays `delta` and `delta_scales`. */
void vec_out_deltas(vec_writer *out, const vec_head *header);
/* Write rows by position (`row`), positions by row, and the masks of rows with several fields. */
tensen_status vec_out_numbers(vec_writer *out, const vec_head *header, const uint32_t *slot,
    const vec_cluster *cluster, const uint32_t *row, const uint64_t *masks, tensen_error *err);
/* Write what precedes the codes: header, codebooks, slots and clusters. */
void vec_out_tables(vec_writer *out, const vec_head *header, const codes *coded,
    const uint32_t *slot, const vec_cluster *cluster, const vec_centroid *parent);

/* Pack rest codes, one a dimension, two into a byte (FORMAT-vectors.md). */
void vec_put_rest(const vec_head *header, uint8_t *rest, const uint8_t *from);
/* Encode the centroid of a cluster, mean[dim]; on return it is decoded.  Sets *scale. */
void vec_put_centre(const vec_head *header, float *scale, uint8_t *code, float *mean);

/* Coarse codes of the centroids less their mean.  A search estimates its products with
 * all of them from these and reads 1/8 of the bytes.  Sets h->centre_error. */
typedef struct vec_centre_codes {
	float mean[VEC_MAX_DIM];
	uint8_t *blocks;
	uint16_t *scales;
} vec_centre_codes;
tensen_status vec_centre_codes_make(vec_centre_codes *vec, vec_head *header, const codes *table,
    const vec_centroid *parents, const uint8_t *centres, tensen_error *err);
void vec_centre_codes_out(vec_writer *out, const vec_head *header, const vec_centre_codes *vec);
void vec_centre_codes_clear(vec_centre_codes *vec);

/* ---- rows asked as queries (vecset_sample.c, vecset_calibrate.c) ---- */

#define VEC_SAMPLE_K 10

/* True neighbours in float32: positions, nearest first. */
typedef struct vec_truth {
	float score[VEC_SAMPLE_K];
	uint32_t pos[VEC_SAMPLE_K], n;
} vec_truth;

/* A sample of the rows, and their true neighbours among the rows offered. */
typedef struct vec_sample {
	uint32_t n, dim;
	uint32_t *pos;
	float *q;       /* [n][dim] */
	void *tiles;    /* the same, 16 side by side */
	vec_truth *all; /* [n] of all rows but the query */
} vec_sample;
tensen_status vec_sample_new(vec_sample **out, vec_builder *maker, tensen_error *err);
void vec_sample_free(vec_sample *vec);
/* Compare the sample with the rows x at positions first .. first + n - 1. */
void vec_sample_offer(
    vec_sample *vec, const vec_builder *maker, uint32_t first, uint32_t n, const float *x);
/* Choose reach and slack of the set m wrote, which v reads, and measure its recall: sets the header
 * of both. */
tensen_status vec_calibrate(const vec_sample *vec, vec_builder *maker, vecset *set,
    const filemap *pages, tensen_error *err);

/* ---- k-means in two levels (vecset_cluster.c) ---- */

/* The rows of one slot.  cluster_rows() rearranges `order`, their numbers, so that each cluster is a
 * run of it; it writes the lengths of the runs to sizes (room for n) and how many there are to
 * n_sizes.  A cluster gets about `target` rows. */
typedef struct cluster_job {
	const float *rows; /* [..][dim] */
	uint32_t dim;
	uint32_t *order, n;
	uint32_t target;
	uint64_t seed;
	uint32_t *sizes, n_sizes;
} cluster_job;

/* Cluster several slots.  The result depends on rows and seeds, not on the number of threads. */
tensen_status cluster_rows(cluster_job *jobs, size_t n_jobs, unsigned threads, tensen_error *err);
