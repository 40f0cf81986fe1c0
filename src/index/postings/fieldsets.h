/* index/postings/fieldsets.h - the few sets of fields that the rows of a corpus have, numbered.
 *
 * WHY     A search by field tests for every row whether its sum gets into the list of any of its
 *         fields.  A test by the mask of the row takes longer than adding up the sum; a test by a
 *         table with two bytes a row is one comparison.
 * WHAT    Rows have the same number when their first three fields are the same: with 35 fields
 *         at most 7,176 numbers.  The mask of a number has the fields of all of its rows; few rows
 *         have a fourth field. */
#ifndef INDEX_POSTINGS_FIELDSETS_H
#define INDEX_POSTINGS_FIELDSETS_H
#include <stdint.h>
#include <tensen/status.h>

#define FIELDSETS 8192 /* more than the 7,176 sets of 35 fields */

typedef struct fieldsets {
	uint16_t *of;             /* [rows] the number of the row */
	uint32_t n;               /* numbers are below, at most FIELDSETS */
	uint64_t mask[FIELDSETS]; /* the fields of its rows */
} fieldsets;

/* 64 KB and 2 bytes a row; immutable afterwards. */
tensen_status fieldsets_new(
    fieldsets **out, const uint64_t *masks, uint32_t n_rows, tensen_error *err);
void fieldsets_free(fieldsets *s); /* NULL allowed */

#endif
