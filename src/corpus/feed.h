/* corpus/feed.h - between a format's reader and the receiver of documents: one
 * place that counts, refuses and notes. */
#ifndef CORPUS_FEED_H
#define CORPUS_FEED_H
#include "corpus/reader.h"
#include "corpus/input/source.h"

typedef struct feed {
	const corpus_opts *opts;
	const corpus_sink *sink;
	file_account account;
	source *src;
	arena mem;            /* of the record being read; reset by record_begin() */
	uint64_t done, total; /* bytes of all files, for progress */
	uint64_t told;        /* `done` when progress was last told */
	int nuls_noted;
	int unasked;     /* not read, or of no known kind, met in a folder: strict does not mind */
	int sink_failed; /* the receiver stopped: not a fault of the file */
	char problem[256]; /* the first refusal, for the case that nothing was read */
	uint64_t problem_at;
} feed;

/* Give a document to the sink; refuses it when it has no id. */
tensen_status feed_document(feed *f, document *d, uint64_t at, tensen_error *err);
/* A record that cannot be used: counted, told; under --strict the error. */
tensen_status feed_refuse(feed *f, uint64_t at, const char *why, tensen_error *err);
/* Something odd that cost no record (a date that does not exist). */
__attribute__((format(printf, 3, 4))) void feed_note(feed *f, uint64_t at, const char *fmt, ...);
/* The file as a whole is not what it should be: no record is counted. */
tensen_status feed_refuse_file(feed *f, const char *why, tensen_error *err);

/* How far reading has come, if that is worth telling; E_CANCELLED if the caller wants to stop. */
tensen_status feed_progress(feed *f, tensen_error *err);

/* The readers: each reads feed.src to its end. */
tensen_status read_jsonl(feed *f, tensen_error *err);
tensen_status read_table(feed *f, tensen_error *err); /* J-PlatPat, PLIDB, TSV, CSV */
tensen_status read_gazette(feed *f, tensen_error *err);
tensen_status read_text(feed *f, tensen_error *err);

#endif
