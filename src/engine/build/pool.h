/* engine/build/pool.h - one record for every row, waiting on disk in the order of rows.
 *
 * Rows lie by primary field and inside it in order of arrival, which is not the
 * order in which documents arrive: each field has a file of its own, and a row
 * is found by counting.  In memory a record costs 8 bytes. */
#ifndef ENGINE_BUILD_POOL_H
#define ENGINE_BUILD_POOL_H
#include <stdint.h>
#include <tensen/status.h>
#include "fields/fields.h"
#include "util/buf.h"

typedef struct pool pool;

/* target: the index to be, beside which the files lie. */
tensen_status pool_new(pool **out, const char *target, tensen_error *err);
void pool_free(pool *p); /* NULL allowed */
/* The record of the next row of a field (1 .. N_FIELDS, 0: rows without one). */
tensen_status pool_add(pool *p, unsigned field, span record, tensen_error *err);
/* No more records.  Afterwards threads may share the calls below. */
tensen_status pool_finish(pool *p, tensen_error *err);
uint32_t pool_count(const pool *p);
uint32_t pool_first(const pool *p, unsigned field); /* row of the field's first record */
size_t pool_size(const pool *p, uint32_t row);      /* bytes of its record */
/* Append the records of rows first .. first+n-1, one behind the other, to out. */
tensen_status pool_get(const pool *p, uint32_t first, uint32_t n, buf *out, tensen_error *err);

#endif
