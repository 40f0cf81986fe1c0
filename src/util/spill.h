/* util/spill.h - numbered byte records on disk: written once, then mapped.
 *
 * The file has no name (O_TMPFILE) and lives in the folder of the target, so a
 * killed process leaves nothing behind.  In memory a record costs 8 bytes. */
#ifndef UTIL_SPILL_H
#define UTIL_SPILL_H
#include <stdint.h>
#include <tensen/status.h>
#include "util/buf.h"

typedef struct spill spill;

tensen_status spill_new(spill **out, const char *target, tensen_error *err);
void spill_free(spill *s); /* NULL allowed */
/* Append record number spill_count(); not after spill_finish(). */
tensen_status spill_add(spill *s, const void *p, size_t n, tensen_error *err);
uint64_t spill_count(const spill *s);
uint64_t spill_bytes(const spill *s);
/* No more records: map them.  Afterwards threads may share spill_get(). */
tensen_status spill_finish(spill *s, tensen_error *err);
span spill_get(const spill *s, uint64_t i); /* borrowed until spill_free() */

#endif
