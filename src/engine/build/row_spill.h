/* engine/build/row_spill.h - one record of every row on disk, readable in the order of rows.
 *
 * Rows are ordered by primary field, and within a field by arrival.  Documents of all fields
 * arrive mixed, so each field has a file of its own, and counting finds the file of a row.
 * In memory a record costs 8 bytes. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "fields/fields.h"
#include "util/buf.h"

typedef struct row_spill row_spill;

/* The files lie beside target, the future index, which is borrowed. */
tensen_status row_spill_new(row_spill **out, const char *target, tensen_error *err);
void row_spill_free(row_spill *out); /* NULL allowed */
/* Add the next row of a field (1 .. N_FIELDS; 0: no field). */
tensen_status row_spill_add(row_spill *out, unsigned field, span record, tensen_error *err);
/* End of adding.  Afterwards threads may share the calls below. */
tensen_status row_spill_finish(row_spill *out, tensen_error *err);
uint32_t row_spill_count(const row_spill *out);
uint32_t row_spill_first(const row_spill *out, unsigned field); /* the field's first row */
size_t row_spill_size(const row_spill *out, uint32_t row);      /* bytes of the record */
/* Append the records of rows first .. first+n-1 to out, without gaps. */
tensen_status row_spill_get(
    const row_spill *sp, uint32_t first, uint32_t n, buf *out, tensen_error *err);
