/* index/vectors/vecset_update_impl.h - shared by vecset_update.c and vecset_update_out.c.
 *
 * A cluster of the new set holds the rows of an old cluster that stay, then the added rows. */
#pragma once
#include "index/vectors/vecset_builder.h"
#include "index/vectors/vecset_update.h"

/* An added row: its place in the new set. */
typedef struct added_row {
	uint32_t row, at;       /* at: index in vec_changes.added */
	uint32_t slot, cluster; /* home: cluster of the old set, or VEC_GONE */
	double square;          /* of the residual */
} added_row;

/* Where the rows of a cluster of the new set come from. */
typedef struct cluster_plan {
	uint32_t old;                  /* cluster of the old set, or VEC_GONE */
	uint32_t first_added, n_added; /* in updater.added */
	uint32_t n_old;                /* rows that stay */
	float scale;                   /* of the centroid */
	vec_lengths lengths;           /* as of vec_centroid */
} cluster_plan;

typedef struct updater {
	const vecset *old;
	const vec_changes *in;
	unsigned threads;
	vec_head h;
	codes c;          /* weight is owned, the rest is borrowed from the old set */
	added_row *added; /* by slot, cluster, row */
	uint32_t n_added;
	uint8_t *centres; /* [h.n_clusters][h.n_pad] codes of centroids */
	uint8_t *blocks, *scales, *steps, *fine, *rest; /* codes of the added rows */
	cluster_plan *plans;
	vec_cluster *cluster; /* [h.n_clusters] */
	uint32_t slot[VEC_SLOTS + 1];
} updater;

/* The old cluster of a plan; an empty one if there was none. */
static inline const vec_cluster *
cluster_before(const updater *update, const cluster_plan *plan)
{
	static const vec_cluster none;

	return plan->old == VEC_GONE ? &none : &update->old->a.cluster[plan->old];
}

/* The number of a stored row in the new set, or VEC_GONE. */
static inline uint32_t
row_after(const updater *update, uint32_t pos)
{
	uint32_t row = vec_row_of(update->old, pos);

	return row < update->old->h.n ? update->in->row_of[row] : VEC_GONE;
}

/* vecset_update_out.c: write the section, after the added rows are encoded. */
tensen_status updater_write(updater *update, vec_writer *out, tensen_error *err);
