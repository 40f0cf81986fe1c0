/* index/container.h - the .tensen file: a checked table of named sections.
 *
 * See index/FORMAT.md for every byte. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "util/buf.h"

#define CONTAINER_MAGIC "TENSEN\0\n"
#define CONTAINER_MAJOR 4
#define CONTAINER_MINOR 1
#define CONTAINER_HEADER_SIZE 32
#define CONTAINER_ENTRY_SIZE 48
#define CONTAINER_MAX_ENTRIES 64
#define CONTAINER_ALIGN 64
#define CONTAINER_MAX_UNPACKED ((uint64_t)4 << 30) /* of a compressed section */

enum container_codec { CODEC_STORED = 0, CODEC_ZSTD = 1 };

typedef struct container_entry {
	char tag[5]; /* four letters and a NUL */
	uint32_t codec;
	uint64_t offset, stored_size, raw_size, raw_hash;
} container_entry;

typedef struct container {
	const uint8_t *base; /* borrowed */
	size_t size;
	uint32_t n_entries;
	container_entry entries[CONTAINER_MAX_ENTRIES];
} container;

/* Check header and table of a file in memory; nothing of the sections is read. */
tensen_status container_parse(container *out, const uint8_t *base, size_t size, tensen_error *err);
/* The hash of the table, which holds the hash of every section: two files with the same hash hold
 * the same bytes. */
uint64_t container_signature(const container *file);
/* NULL if there is no such section. */
const container_entry *container_find(const container *file, const char *tag);
/* The raw bytes of a section: a borrowed view when stored, else unpacked into
 * `owned` (which the caller clears; NULL: a section that must be stored).  The hash is checked when
 * `check`. */
tensen_status container_get(
    const container *file, const char *tag, int check, span *out, buf *owned, tensen_error *err);
/* Check the hash of one section. */
tensen_status container_check(const container *file, const container_entry *one, tensen_error *err);

typedef struct container_writer container_writer;

tensen_status container_create(container_writer **out, const char *path, tensen_error *err);
/* A whole section at once; failures are sticky and reported by container_commit(). */
void container_put(
    container_writer *out, const char *tag, enum container_codec codec, const void *ctx, size_t n);
/* A stored section in pieces. */
void container_begin(container_writer *out, const char *tag);
void container_write(container_writer *out, const void *ctx, size_t n);
void container_end(container_writer *out);
tensen_status container_commit(container_writer *out, tensen_error *err); /* frees w */
void container_abort(container_writer *out);                              /* NULL allowed */
