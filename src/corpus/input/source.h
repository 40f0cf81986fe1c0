/* corpus/input/source.h - a file as a stream of UTF-8, whatever it was written in.
 *
 * Bytes of UTF-8 files are passed as they are: a reader checks each record and
 * refuses the one that is ill-formed (source_check), so one bad record does not
 * cost the file.  From other encodings an ill-formed sequence comes out as U+FFFF,
 * which source_check also refuses, and a character that the code table lacks as
 * U+FFFD.  NUL bytes become blanks.  A byte order mark is dropped. */
#ifndef CORPUS_INPUT_SOURCE_H
#define CORPUS_INPUT_SOURCE_H
#include <stdint.h>
#include <tensen/status.h>
#include "corpus/input/encoding.h"
#include "util/arena.h"

typedef struct source source;

/* `name` NULL: the encoding is detected. */
tensen_status source_open(source **out, const char *path, const char *name, tensen_error *err);
void source_close(source *s); /* NULL allowed */
const char *source_encoding(const source *s);
uint64_t source_consumed(const source *s); /* bytes of the file read so far */
int source_nuls(const source *s);          /* 1: there were NUL bytes */

/* The beginning that is not consumed yet, at least `want` bytes unless the file is
 * shorter; borrowed until the next call. */
tensen_status source_peek(source *s, size_t want, span *out, tensen_error *err);
/* Pass over n bytes that source_peek() gave. */
void source_skip(source *s, size_t n);
/* The next piece of a line: it ends behind a newline (*eol = 1), at the end of the
 * file or where the buffer ends.  piece->n = 0 only at the end of the file. */
tensen_status source_piece(source *s, span *piece, int *eol, tensen_error *err);
/* Any number of bytes. */
tensen_status source_chunk(source *s, span *chunk, tensen_error *err);
/* Offset in the UTF-8 stream of the next byte. */
uint64_t source_offset(const source *s);

/* E_INPUT if `text`, which began at stream offset `at`, is ill-formed. */
tensen_status source_check(const source *s, span text, uint64_t at, tensen_error *err);

#endif
