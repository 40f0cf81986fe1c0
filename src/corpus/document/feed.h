/* corpus/document/feed.h - takes the documents of the readers.
 *
 * The feed counts records, refuses and notes, and passes documents on to the caller's sink. */
#pragma once
#include "corpus/reader.h"
#include "corpus/input/stream.h"
#include "corpus/input/walk.h"

#define FEED_WHY_MAX 768 /* bytes of both languages */

typedef struct feed {
	const corpus_opts *opts;
	const corpus_sink *sink;
	file_account account;
	stream *src;
	input *base;           /* the file itself, for progress */
	uint64_t lines_before; /* of the file, when only a part is read */
	arena mem;             /* of the record being read; reset by record_begin() */
	uint64_t done, total;  /* bytes of all files, for progress */
	uint64_t reported;     /* `done` at the last call of progress */
	int nuls_noted;
	int early; /* read before its turn: an archive is postponed */
	int postponed;
	int is_sheet;               /* of a workbook: a table in UTF-8, whatever its name */
	int sink_failed;            /* the caller's sink stopped; the file is not at fault */
	char problem[FEED_WHY_MAX]; /* the first refusal, or what is wrong with the file */
	uint64_t problem_at;
	/* of all files that ended: feed_end_file() */
	uint64_t given; /* documents */
	uint32_t bad;   /* files */
	tensen_error first_bad, first_empty;
} feed;

/* Give a document to the sink; a document without an id is refused. */
tensen_status feed_document(feed *from, document *doc, uint64_t at, tensen_error *err);
/* Count a record that cannot be used and give the sink the reason; under strict it is the error. */
tensen_status feed_refuse(feed *from, uint64_t at, const char *why, tensen_error *err);
/* Note an oddity that costs no record (a date that does not exist). */
__attribute__((format(printf, 3, 4))) void feed_note(feed *from, uint64_t at, const char *fmt, ...);
/* The file is bad: cut or damaged in line `at` (0: as a whole), or no data. */
void feed_bad_file(feed *from, uint64_t at, const char *why);
/* The file is no data, and nobody misses it. */
void feed_pass_over(feed *from, const char *why);

/* Count a file that was read, of this feed or of one that read it early, and tell the sink. */
void feed_end_file(feed *from, const file_account *acct);

/* Report progress if enough was read since the last report; E_CANCELLED if the caller stops. */
tensen_status feed_progress(feed *from, tensen_error *err);

/* Read a file by the reader of its format (corpus/read_file.c).  The sink gets its account, of an
 * archive that of each member; a bad file is no failure. */
tensen_status read_file(feed *source, const walked *file, tensen_error *err);
/* 1 if the beginning of the file shows that it is bad. */
int read_head(const walked *file, const corpus_opts *opts);

/* The readers: each reads feed.src to its end. */
tensen_status read_jsonl(feed *from, tensen_error *err);
tensen_status read_table(feed *from, tensen_error *err); /* J-PlatPat, PLIDB, TSV, CSV */
tensen_status read_gazette(feed *from, tensen_error *err);
tensen_status read_text(feed *from, tensen_error *err);
