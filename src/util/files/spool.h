/* util/files/spool.h - scratch bytes on disk: first appended, then read at any place.
 *
 * The file has no name (O_TMPFILE) and lies in the folder of the target, so a killed process
 * leaves nothing behind.  It is read by pread, not mapped: mapped pages would count as memory of
 * the process. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "util/buf.h"
#include "util/files/file.h"

typedef struct spool spool;

/* Receives bytes piece by piece: a section being written, a buffer. */
typedef void (*sink_fn)(void *payload, const void *p, size_t n);
void sink_to_buf(void *payload, const void *ctx, size_t n); /* payload: a buf */

/* target NULL: in memory (small things, tests). */
tensen_status spool_new(spool **out, const char *target, tensen_error *err);
void spool_free(spool *spooled); /* NULL allowed */
/* Append; not after spool_finish(). */
tensen_status spool_add(spool *spooled, const void *ctx, size_t n, tensen_error *err);
uint64_t spool_size(const spool *spooled);
/* No more bytes.  Afterwards threads may share the reading calls. */
tensen_status spool_finish(spool *spooled, tensen_error *err);
/* Exactly n bytes from `at`, all of them inside. */
tensen_status spool_read(const spool *spooled, uint64_t at, void *ctx, size_t n, tensen_error *err);
/* All bytes in order, in pieces. */
tensen_status spool_pour(const spool *spooled, sink_fn put, void *payload, tensen_error *err);

/* All bytes at an address that is a multiple of 64, for a short time: the pages that are read count
 * as memory of the process until filemap_drop_pages() or spool_unmap(). */
tensen_status spool_map(const spool *spooled, filemap *out, tensen_error *err);
void spool_unmap(const spool *spooled, filemap *fmap); /* twice is harmless */

/* Reads from front to back through a window. */
typedef struct spool_cursor {
	const spool *s;
	uint64_t at;
	buf window;
	size_t used;
} spool_cursor;
/* The next n bytes, borrowed until the next call; NULL with *st set when that fails,
 * NULL and TENSEN_OK at the end (n must then not reach past it). */
const void *spool_next(spool_cursor *cur, size_t n, tensen_status *st, tensen_error *err);
void spool_cursor_clear(spool_cursor *cur);
