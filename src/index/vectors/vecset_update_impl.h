/* index/vectors/vecset_update_impl.h - what the two halves of an update share; not for others.
 *
 * A cluster afterwards is a house: rows of an old cluster that stay, and guests, the new
 * rows, behind them. */
#ifndef INDEX_VECTORS_VECSET_UPDATE_IMPL_H
#define INDEX_VECTORS_VECSET_UPDATE_IMPL_H
#include "index/vectors/vecset_make.h"
#include "index/vectors/vecset_update.h"

/* A new row: where it goes and what it became. */
typedef struct guest {
	uint32_t row, at;    /* at: number among the added */
	uint32_t slot, home; /* home: cluster of the old set, or VEC_GONE */
	double square;       /* of the residual */
} guest;

/* A cluster afterwards. */
typedef struct house {
	uint32_t old;             /* cluster of the old set, or VEC_GONE */
	uint32_t guest, n_guests; /* in `guests` */
	uint32_t n_old;           /* rows that stay */
} house;

typedef struct updater {
	const vecset *old;
	const vec_changes *in;
	unsigned threads;
	vec_head h;
	codes c;       /* weight is owned, the rest borrowed from the old set */
	guest *guests; /* by slot, cluster, row */
	uint32_t n_guests;
	uint8_t *blocks, *scales, *fine; /* of guests: [n_guests] nibble bytes, 2, stride */
	house *houses;
	vec_cluster *cluster; /* [h.n_clusters] */
	uint32_t slot[VEC_SLOTS + 1];
} updater;

/* The cluster that a house was before; one of no rows when it was none. */
static inline const vec_cluster *
house_before(const updater *u, const house *w)
{
	static const vec_cluster none;

	return w->old == VEC_GONE ? &none : &u->old->a.cluster[w->old];
}

/* A stored row afterwards; VEC_GONE. */
static inline uint32_t
row_after(const updater *u, uint32_t pos)
{
	uint32_t row = u->old->a.row[pos];

	return row < u->old->h.n ? u->in->row_of[row] : VEC_GONE;
}

/* vecset_update.c: the centroid of a house that was no cluster before, as its code says it,
 * and that code. */
void house_centre(const updater *u, uint32_t c, float *mean, uint8_t *code);
/* vecset_update_out.c: the section, all guests being encoded. */
tensen_status updater_write(updater *u, vec_outlet *o, tensen_error *err);

#endif
