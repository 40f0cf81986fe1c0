/* index/store/groups.h - main groups of classes: finer evidence for a field.
 *
 * WHAT    For every main group that has a field and enough documents: its size, and how many
 *         of its documents are in each of the fields.
 * WHY     The fields that usually go with "A61B 5" say more than those that go with all of medical
 *         technology (engine/fieldmodel/field_signals.c).
 * SECTION GRPS: u32 version 2, u32 n, u64 zero; then by group u32 row-group number (rows.h),
 *         u32 field, u32 size, u32 zero; then [n][N_FIELDS] u32 counts. */
#ifndef INDEX_STORE_GROUPS_H
#define INDEX_STORE_GROUPS_H
#include <stdint.h>
#include <tensen/status.h>
#include "fields/fields.h"
#include "index/store/rows.h"
#include "util/buf.h"
#include "util/strtab.h"

#define GROUP_MIN_DOCS 3 /* smaller groups have no evidence of their own; chosen, not tuned */

typedef struct groups {
	uint32_t n;
	const uint32_t *heads; /* 4 per group: row group, field, size, 0 */
	const uint32_t *counts;
	uint32_t *of_group; /* row-group number -> group here, or UINT32_MAX; owned */
	/* All groups of a subclass ("A61B") together; owned. */
	uint32_t *subclass;        /* of a group */
	uint64_t *subclass_counts; /* [subclasses][1 + N_FIELDS]: size, then by field */
	strtab subclasses;         /* their names */
} groups;

/* Which main groups and fields the rows have: groups of row r are of[end[r-1]] .. of[end[r] - 1].
 */
typedef struct group_table {
	const uint32_t *of;
	const uint64_t *end;
	const uint64_t *mask; /* fields of a row */
	uint32_t n_rows, n_groups;
	const uint8_t *field; /* of a group, 0 none */
} group_table;

/* Append the section. */
tensen_status groups_write(buf *out, const group_table *table, tensen_error *err);

/* out may be closed after a failure, too. */
tensen_status groups_open(groups *out, span section, const rows *r, tensen_error *err);
void groups_close(groups *g);

/* Number of the subclass of a group's name ("A61B 5"), STRTAB_NONE if no group has it. */
uint32_t groups_subclass(const groups *g, span name);

#endif
