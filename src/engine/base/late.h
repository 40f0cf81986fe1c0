/* engine/base/late.h - what an index opens or makes when it is first wanted.
 *
 * WHY     `info` and `show` need a few pages of a file of gigabytes, and only a text needs the
 *         dictionary that cuts it (50 ms, 80 MB).
 * THREADS Every call may be made by any thread; the first one does the work under a lock. */
#pragma once
#include "engine/base/index.h"

typedef struct index_late index_late;

/* path and options as the index is opened; copied. */
tensen_status index_late_new(
    index_late **out, const char *path, const tensen_open_opts *opts, tensen_error *err);
void index_late_free(index_late *late); /* NULL allowed */

/* Everything that a search reads but the vectors is open: store_finish(). */
tensen_status index_ready(const tensen_index *ix, tensen_error *err);
/* The analyzer of the index.  E_MISMATCH if it cuts text otherwise than the one that built the
 * index did. */
tensen_status index_analyzer(const analyzer **out, const tensen_index *ix, tensen_error *err);
/* Sizes and distances of the fields. */
const fieldmap *index_map(const tensen_index *ix);
