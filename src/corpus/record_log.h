/* corpus/record_log.h - the documents and messages of one file, kept to be replayed later.
 *
 * Files are read side by side, each into a log of its own; the logs are replayed in the order
 * of the files. */
#pragma once
#include "corpus/reader.h"

/* Bytes of a log; a larger file is read when its turn comes.  Reading side by side makes small
 * files (gazettes) faster, and every slot of threads_in_line() may hold so many bytes. */
#define RECORD_LOG_MAX ((size_t)4 << 20)

typedef struct record_log {
	buf entries;
	int full; /* the entries passed RECORD_LOG_MAX and were dropped */
} record_log;

void record_log_begin(record_log *reclog); /* empties it; zeroed before the first time */
void record_log_clear(record_log *reclog);
/* The sink that fills the log; t is borrowed.  Once the log is full, its `document` fails and the
 * reader stops.  It has no `file_done`. */
corpus_sink record_log_sink(record_log *reclog);
/* Give all entries to `to`, in order; documents borrow from the log. */
tensen_status record_log_replay(
    const record_log *reclog, const char *path, const corpus_sink *to, tensen_error *err);
