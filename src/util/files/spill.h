/* util/files/spill.h - numbered byte records on disk: a spool with the end of each record.
 *
 * A record costs 8 bytes of memory. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "util/arena.h"
#include "util/buf.h"

typedef struct spill spill;

tensen_status spill_new(spill **out, const char *target, tensen_error *err);
void spill_free(spill *out); /* NULL allowed */
/* Append record number spill_count(); not after spill_finish(). */
tensen_status spill_add(spill *out, const void *ctx, size_t n, tensen_error *err);
uint64_t spill_count(const spill *out);
/* No more records.  Afterwards threads may share the calls below. */
tensen_status spill_finish(spill *out, tensen_error *err);
size_t spill_size(const spill *out, uint64_t i); /* of record i */
/* Record i, in mem. */
tensen_status spill_get(const spill *spilled, uint64_t i, arena *mem, span *out, tensen_error *err);
/* Append records first .. first+n-1 to out. */
tensen_status spill_run(
    const spill *spilled, uint64_t first, uint64_t n, buf *out, tensen_error *err);
