/* util/files/file.h - reading whole files by mmap and replacing files atomically. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <tensen/status.h>
#include "util/buf.h"

/* A file mapped read-only; p is NULL for an empty file. */
typedef struct filemap {
	const uint8_t *p;
	size_t n;
} filemap;

tensen_status filemap_open(filemap *out, const char *path, tensen_error *err);
void filemap_close(filemap *fmap); /* twice is harmless */
/* Give the pages back to the system; a read brings back the pages it touches. */
void filemap_drop_pages(const filemap *fmap);

/* A file being written beside its target and renamed over it at commit:
 * a reader of `path` sees the old bytes or the new ones, never a mixture.
 * Errors are sticky: write freely, filewriter_commit() reports the first one.
 * The temporary name is PATH.tmp, locked (flock) while in use: a second writer on one target is
 * refused, and the next writer overwrites the unlocked file of a killed one. */
typedef struct filewriter filewriter;

tensen_status filewriter_open(filewriter **out, const char *path, tensen_error *err);
/* 1: another process writes the target now. */
int filewriter_is_busy(const char *path);
void filewriter_add(filewriter *out, const void *ctx, size_t n);
void filewriter_pad(filewriter *out, size_t align); /* zeros up to a multiple of align */
void filewriter_at(filewriter *out, uint64_t at, const void *ctx, size_t n); /* overwrite */
uint64_t filewriter_pos(const filewriter *out);
/* fsync, rename, fsync of the folder; frees w whatever happens. */
tensen_status filewriter_commit(filewriter *out, tensen_error *err);
void filewriter_abort(filewriter *out); /* removes the temporary file; NULL allowed */

/* Write all n bytes at a place of the file, at < 0: where it stands.  0, or errno. */
int file_write_all(int fd, const void *bytes, size_t n, int64_t at);

/* Read all of `path` ("-": standard input) into b. */
tensen_status file_slurp(buf *out, const char *path, tensen_error *err);
