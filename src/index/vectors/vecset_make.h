/* index/vectors/vecset_make.h - what the two halves of making a vector set share; not for others.
 */
#ifndef INDEX_VECTORS_VECSET_MAKE_H
#define INDEX_VECTORS_VECSET_MAKE_H
#include "index/vectors/codes.h"
#include "index/vectors/vecset_impl.h"

/* Floats of rows that are in memory at once: rows of a slot beyond that are clustered
 * in pieces of so many.  Part of the format in so far as the bytes depend on it. */
#define VEC_PIECE ((uint32_t)1 << 25)

typedef struct vec_maker {
	const vec_rows *in;
	const vecset_build_opts *opts;
	uint32_t piece; /* rows in memory at once */
	float *x;       /* [piece][dim]: rows loaded, unless in->x has them all */
	uint32_t room;  /* rows x has room for */
	vec_head h;
	vec_layout l;
	uint8_t *slot_of;             /* [n] slot, or VEC_SLOTS for a zero row */
	uint32_t *order;              /* [n_stored] row numbers by position */
	uint32_t slot[VEC_SLOTS + 1]; /* first cluster */
	vec_cluster *cluster;
	uint32_t cap_clusters;
	codes c;
} vec_maker;

/* Every row to its slot: m->order, m->h.n_stored; first[s] is the position where slot s begins. */
tensen_status vec_maker_sort(vec_maker *m, uint32_t first[VEC_SLOTS + 2], tensen_error *err);
/* The rows at positions from .. from + n - 1 (n <= piece), as they are now; *x: good until the
 * next call. */
tensen_status vec_maker_get(vec_maker *m, uint32_t from, uint32_t n, float **x, tensen_error *err);
/* The same once they are clustered: of length one. */
tensen_status vec_maker_load(vec_maker *m, uint32_t from, uint32_t n, float **x, tensen_error *err);
/* Lengths one; zero rows stay. */
void vec_make_unit(float *x, uint32_t n, uint32_t dim);
/* x in the order of ids (a permutation of 0 .. n-1), which is used up. */
void vec_permute(float *x, uint32_t *ids, uint32_t n, uint32_t dim);
/* Mean of n rows. */
void vec_mean(const float *x, uint32_t n, uint32_t dim, float *mean);
/* Encode all rows and give the section to put. */
tensen_status vec_maker_write(vec_maker *m, sink_fn put, void *payload, tensen_error *err);

/* A section going out front to back; its arrays begin at multiples of 64. */
typedef struct vec_outlet {
	sink_fn put;
	void *payload;
	uint64_t at;
} vec_outlet;
void vec_out_bytes(void *outlet, const void *p, size_t n); /* a sink_fn */
void vec_out_pad(vec_outlet *o);
void vec_out_array(vec_outlet *o, const void *p, size_t n); /* and pad */
/* Head, codebooks, slots and clusters: what comes before the codes. */
void vec_out_tables(vec_outlet *o, const vec_head *h, const codes *c, const uint32_t *slot,
    const vec_cluster *cluster);

/* A fine code as vecset_impl.h has it, from one code a dimension. */
void vec_put_fine(const vec_head *h, uint8_t *fine, const uint8_t *from, uint16_t step);

/* Coarse codes of the centroids, less their mean: a search reads 1/8 of the bytes to
 * learn which clusters can matter.  Sets h->about_error. */
typedef struct vec_about {
	float mean[VEC_MAX_DIM];
	uint8_t *blocks;
	uint16_t *scales;
} vec_about;
tensen_status vec_about_make(vec_about *a, vec_head *h, const codes *table,
    const vec_cluster *cluster, const uint8_t *centres, tensen_error *err);
void vec_about_out(vec_outlet *o, const vec_head *h, const vec_about *a);
void vec_about_clear(vec_about *a);

#endif
