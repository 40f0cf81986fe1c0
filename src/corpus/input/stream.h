/* corpus/input/stream.h - a file of any encoding as a stream of UTF-8.
 *
 * A UTF-8 file passes unchanged.  Readers check each record (stream_check) and refuse an
 * ill-formed one, so one bad record does not cost the file.  In other encodings an ill-formed
 * sequence becomes U+FFFF, which stream_check also refuses, and a character that the code table
 * lacks becomes U+FFFD.  NUL bytes become blanks.  A byte order mark is dropped. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "corpus/input/encoding.h"
#include "corpus/input/input.h"
#include "util/arena.h"

typedef struct stream stream;

/* `name` NULL: the encoding is detected.  An Excel workbook is given as one CSV of the
 * sheets that are read (xlsx.h). */
tensen_status stream_open(stream **out, const char *path, const char *name, tensen_error *err);
/* The same of an input, which the stream takes over and closes, also after a failure. */
tensen_status stream_open_input(stream **out, input *in, const char *name, tensen_error *err);
void stream_close(stream *source); /* NULL allowed */
const char *stream_encoding(const stream *in);
int stream_nuls(const stream *in); /* 1: there were NUL bytes */
/* Offset behind a run of STREAM_ZEROS NUL bytes or more, as a crash or a full disk leaves them; 0:
 * there was none so far. */
#define STREAM_ZEROS 512
uint64_t stream_zeroed(const stream *in);
/* The first bytes of the file, unpacked but not converted. */
span stream_head(const stream *from);

/* The bytes that are not consumed yet, at least `want` of them unless the file ends before;
 * borrowed until the next call. */
tensen_status stream_peek(stream *in, size_t want, span *out, tensen_error *err);
/* The next piece of a line: it ends behind a newline (*eol = 1), at the end of the
 * file or where the buffer ends.  piece->n = 0 only at the end of the file. */
tensen_status stream_piece(stream *in, span *piece, int *eol, tensen_error *err);
/* The next bytes, as many as are in the buffer; none only at the end of the file. */
tensen_status stream_chunk(stream *in, span *chunk, tensen_error *err);
/* Offset in the UTF-8 stream of the next byte. */
uint64_t stream_offset(const stream *in);

/* E_INPUT if `text`, which began at stream offset `at`, is ill-formed. */
tensen_status stream_check(const stream *in, span text, uint64_t at, tensen_error *err);
