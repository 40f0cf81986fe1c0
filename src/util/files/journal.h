/* util/files/journal.h - a file that is only appended to and may be taken up again.
 *
 * Unlike a filewriter (util/files/file.h) it writes under its final name: what was synced
 * survives a kill, and a torn end is the reader's to recognise and to cut off. */
#ifndef UTIL_FILES_JOURNAL_H
#define UTIL_FILES_JOURNAL_H
#include <stdint.h>
#include <tensen/status.h>
#include "util/span.h"

typedef struct journal journal;

/* Open or create `path` and lock it (flock).  E_IO: the system refuses, not a regular file,
 * or another process has it. */
tensen_status journal_open(journal **out, const char *path, tensen_error *err);
/* What is in the file now, mapped; valid until the next journal call. */
tensen_status journal_bytes(journal *j, span *out, tensen_error *err);
/* Forget all behind the first `keep` bytes. */
tensen_status journal_cut(journal *j, uint64_t keep, tensen_error *err);
/* Append and bring it to the disk: all of it, or the file is cut back to what it was
 * and E_IO says why. */
tensen_status journal_add(journal *j, const void *p, size_t n, tensen_error *err);
void journal_close(journal *j); /* NULL allowed */

#endif
