/* engine/readings/side.h - where the lines of a file of readings lie: FILE.readings.at, mapped.
 *
 * LAYOUT  A header of 64 bytes, little-endian: magic "tensenRA", version, lines n, bytes of the
 *         JSONL that are covered, hash of its first SIDE_SAMPLE and of its last covered
 *         SIDE_SAMPLE bytes.
 *         Then two tables of n places: by role and key, and by query; each sorted by name, of
 *         equal names by place. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <tensen/status.h>
#include "util/files/file.h"

#define SIDE_SAMPLE 4096

/* A line under a name (a hash of role and key, or of the query). */
typedef struct line_place {
	uint64_t name, at;
	uint32_t n, reserved;
} line_place;

typedef struct side {
	filemap file;
	const line_place *by_key, *by_query; /* borrowed from the file */
	uint64_t n, covers;
} side;

/* out->n 0: there is none, or it is not of this JSONL (fd, `bytes` long). */
void side_open(side *out, const char *path, int fd, uint64_t bytes);
void side_close(side *one_side);
/* Both tables, which this call sorts.  fd: the JSONL, of which they cover the first `covers`. */
tensen_status side_write(const char *path, int fd, uint64_t covers, line_place *by_key,
    line_place *by_query, uint64_t n, tensen_error *err);
/* The first place in a table with a name that is not below; n: none. */
uint64_t side_first(const line_place *at, uint64_t n, uint64_t name);
