/* engine/query/class_rows.h - the rows of every main group.
 *
 * WHY     Documents outside the query's classes are found by the rows of a few groups.  A pass over the groups of every row takes 10 ms at 300,000 rows, and
 *         an answer needed three.
 * MEMORY  4 bytes per row and group: about 12 MB for a million documents.
 * THREADS Made when first wanted, under a lock; read freely afterwards. */
#pragma once
#include "index/store/rows.h"

typedef struct class_rows class_rows;

/* r must outlive it. */
tensen_status class_rows_new(class_rows **out, const rows *rows_of, tensen_error *err);
void class_rows_free(class_rows *class); /* NULL allowed */

/* Make the lists unless they are there.  Before the call below. */
tensen_status class_rows_ready(class_rows *class, tensen_error *err);
/* Clear the bits of all rows that are in a marked group: `marked` has a byte per group,
 * `bits` a bit per row. */
void class_rows_clear(const class_rows *class, const uint8_t *marked, uint64_t *bits);
