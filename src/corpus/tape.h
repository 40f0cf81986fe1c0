/* corpus/tape.h - what a sink was told of a file, to be told to another one later.
 *
 * Files are read side by side, each onto a tape of its own, and played in their order. */
#ifndef CORPUS_TAPE_H
#define CORPUS_TAPE_H
#include "corpus/reader.h"

#define TAPE_MAX ((size_t)4 << 20) /* bytes */

typedef struct tape {
	buf told;
	int full; /* more was told than TAPE_MAX: what is on it is of no use */
} tape;

void tape_begin(tape *t); /* empty again; {0} before the first time */
void tape_clear(tape *t);
/* The sink that records; t is borrowed.  When the tape is full its `document` fails, so
 * that the reader stops.  It has no `file_done`. */
corpus_sink tape_sink(tape *t);
/* Tell it all to `to`, in order; documents borrow from the tape. */
tensen_status tape_play(const tape *t, const char *path, const corpus_sink *to, tensen_error *err);

#endif
