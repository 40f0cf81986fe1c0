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

/* Which main groups the rows have: those of row r are of[end[r-1]] .. of[end[r] - 1]. */
typedef struct group_table {
	const uint32_t *of;
	const uint64_t *end;
	uint32_t n_rows, n_groups;
	const uint8_t *field; /* of a group, 0 none */
} group_table;

/* The section is made from the topic vectors of all rows, given in order. */
typedef struct groups_maker groups_maker;
tensen_status groups_maker_new(
    groups_maker **out, const group_table *table, uint32_t dims, tensen_error *err);
void groups_maker_free(groups_maker *g); /* NULL allowed */
void groups_maker_add(groups_maker *g, const float *x, uint64_t mask);
tensen_status groups_maker_end(groups_maker *g, buf *out, tensen_error *err); /* frees g */
/* Or from the section of an index that has changed: begin with its sums (number: old row
 * groups -> those of the table, UINT32_MAX where no row has it any more), take away
 * rows that went, add those that came (fresh 1), and add every row that stayed and that
 * groups_maker_wants(): one of its groups has no old sum.  Any order. */
tensen_status groups_maker_from(
    groups_maker *g, const groups *old, const uint32_t *number, tensen_error *err);
int groups_maker_wants(const groups_maker *g, uint32_t row);
void groups_maker_row(groups_maker *g, uint32_t row, const float *x, uint64_t mask, int fresh);
void groups_maker_take(groups_maker *g, const group_use *old, const float *x, uint64_t mask);
tensen_status groups_open(groups *out, span section, uint32_t n_row_groups, tensen_error *err);
void groups_close(groups *g);

/* By field, the best cosine of q with a group of that field (0: none).  own:
 * row groups of the query's document if it is in the index (left out), else n = 0. */
void groups_best(const groups *g, const float *q, const group_use *own, double out[GROUP_FIELDS]);

#endif
