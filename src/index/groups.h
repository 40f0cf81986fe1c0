/* index/groups.h - main groups of classes: finer evidence for a field.
 *
 * WHAT    For every (main group, field) with enough documents: its LSA centroid,
 *         its size, and how many of its documents are in each of the fields.
 * WHY     A field is a loose heap of crafts: the nearest craft in it says more
 *         than its middle, and what usually goes with "A61B 5" says more than what
 *         goes with all of medical technology.
 * SECTION GRPS: u32 version 1, u32 n, u32 dims, u32 zero; then by group u32 row-group number
 *         (rows.h), u32 field, u32 size, u32 zero; then [n][GROUP_FIELDS] u32
 *         counts; [n][dims] float32 sums of unit topic vectors; [n] float32
 *         squared lengths. */
#ifndef INDEX_GROUPS_H
#define INDEX_GROUPS_H
#include <stdint.h>
#include <tensen/status.h>
#include "util/buf.h"

#define GROUP_FIELDS 35
#define GROUP_MIN_DOCS 3

typedef struct groups {
	uint32_t n, dims;
	const uint32_t *heads; /* 4 per group: row group, field, size, 0 */
	const uint32_t *counts;
	const float *sums, *square;
	uint32_t *of_group; /* row-group number -> group here, or UINT32_MAX; owned */
	uint32_t n_row_groups;
} groups;

/* One document's classes as the builder sees them. */
typedef struct group_use {
	const uint32_t *row_groups; /* of the document, distinct */
	uint32_t n;
} group_use;

/* fields_of_group[g]: the field of row group g, 0 none. */
tensen_status groups_build(buf *out, const float *x, uint32_t dims, const uint64_t *masks,
    const group_use *uses, uint32_t n_rows, const uint8_t *fields_of_group, uint32_t n_row_groups,
    tensen_error *err);
tensen_status groups_open(groups *out, span section, uint32_t n_row_groups, tensen_error *err);
void groups_close(groups *g);

/* By field, the best cosine of q with a group of that field (0: none).  own:
 * row groups of the query's document if it is in the index (left out), else n = 0. */
void groups_best(const groups *g, const float *q, const group_use *own, double out[GROUP_FIELDS]);

#endif
