/* util/files/journal.h - a file that is only appended to and can be resumed.
 *
 * Unlike a filewriter (util/files/file.h) it writes under its final name: synced bytes survive a
 * kill, and the reader recognises and cuts off a torn end. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "util/span.h"

typedef struct journal journal;

/* Open or create `path` and lock it (flock).  E_IO: the system refuses, not a regular file,
 * or another process has it. */
tensen_status journal_open(journal **out, const char *path, tensen_error *err);
/* The bytes of the file, mapped; valid until the next journal call. */
tensen_status journal_bytes(journal *jr, span *out, tensen_error *err);
/* Cut the file to its first `keep` bytes. */
tensen_status journal_cut(journal *jr, uint64_t keep, tensen_error *err);
/* Append and sync n bytes.  On failure the file is cut back to its former size and E_IO says
 * why. */
tensen_status journal_add(journal *jr, const void *ctx, size_t n, tensen_error *err);
void journal_close(journal *jr); /* NULL allowed */
