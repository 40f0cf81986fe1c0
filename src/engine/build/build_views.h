/* engine/build/build_views.h - the views of all rows, between projecting and writing. */
#ifndef ENGINE_BUILD_BUILD_VIEWS_H
#define ENGINE_BUILD_BUILD_VIEWS_H
#include "engine/build/builder.h"
#include "index/store/nearness.h"
#include "model/weights.h"
#include "util/files/spool.h"

typedef struct views {
	builder *b;
	uint64_t *masks;         /* by row */
	uint8_t *primary;        /* by row: field - 1 */
	spool *vectors[N_VIEWS]; /* [n_rows][dims] of float */
	nearness_sums near;
} views;

/* Project all rows into the views. */
tensen_status views_project(views *both, builder *build, tensen_error *err);
void views_clear(views *both);
/* Both views; frees their vectors. */
tensen_status put_vectors(views *both, tensen_error *err);

#endif
