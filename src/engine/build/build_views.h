/* engine/build/build_views.h - the folded views of all rows, between folding and writing. */
#ifndef ENGINE_BUILD_BUILD_VIEWS_H
#define ENGINE_BUILD_BUILD_VIEWS_H
#include "engine/build/builder.h"
#include "model/ridge.h"
#include "model/weights.h"
#include "util/files/spool.h"

typedef struct views {
	builder *b;
	uint64_t *masks;         /* by row */
	uint8_t *primary;        /* by row: field - 1 */
	float *held[N_VIEWS];    /* [n_rows][dims] if memory allows, else: */
	spool *vectors[N_VIEWS]; /* the same on disk */
	float *centroids;        /* [terms][N_FIELDS] sums, then the squared lengths */
	ridge_fit *ridge;        /* sums over the rows that have a field */
	float *samples;          /* [N_VIEWS][background_count()][dims]: background_row() */
	uint32_t n_samples;      /* of each view */
} views;

/* Fold all rows into all views and add up the sums. */
tensen_status views_fold(views *v, builder *b, tensen_error *err);
void views_clear(views *v);
/* Solve the ridge regression; *out: RIDGE_FLOATS(dims), malloc'ed. */
tensen_status views_ridge(views *v, float **out, tensen_error *err);
/* CENT, and frees the sums.  RIDG. */
void put_centroids(views *v);
void put_ridge(const views *v, const float *values);
/* The four views; frees their vectors. */
tensen_status put_vectors(views *v, tensen_error *err);
/* FBGR, measured on the views in the file. */
tensen_status put_background(views *v, tensen_error *err);

#endif
