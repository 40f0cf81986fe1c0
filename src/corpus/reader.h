/* corpus/reader.h - files of any known format to documents, one at a time.
 *
 * Format and encoding are detected from content.  One bad record never stops a
 * batch: it is counted, named and skipped (strict: it is the error).  Memory does
 * not grow with the size of a file.
 *
 * BAD FILES  A file is bad if it cannot be opened, is cut or damaged, or passes for data and is
 * none.  All of them are given to file_done(), and corpus_read() ends with E_INPUT, with skip_bad
 * it does not.  A file that is no data and does not pass for data is passed over. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "corpus/document/document.h"

typedef enum corpus_format {
	FORMAT_AUTO = 0,
	FORMAT_JSONL,
	FORMAT_JPLATPAT, /* 特実_国内文献.csv */
	FORMAT_PLIDB,    /* open-patent database bulk CSV */
	FORMAT_GAZETTE,  /* JPO gazette XML, both generations */
	FORMAT_TABLE,    /* TSV or CSV with a named header */
	FORMAT_TEXT,     /* plain text with 【】 headings */
	N_FORMATS
} corpus_format;

const char *corpus_format_name(corpus_format format); /* "auto", "jsonl", "jplatpat", ... */
int corpus_format_parse(const char *name);            /* -1 if none */

/* Per file, for the accounting table: read + no_text + refused = records.  The sink gets records
 * without text too: they may link or merge. */
typedef struct file_account {
	const char *path;
	corpus_format format; /* FORMAT_AUTO: no format was recognised */
	const char *encoding; /* "UTF-8", "Shift_JIS" ..., "" when nothing could be read */
	uint64_t records, read, no_text, refused;
	uint64_t noted;      /* oddities that cost no record */
	const char *problem; /* NULL, or why the file is bad or was passed over */
	uint64_t problem_at; /* line, 0: the file as a whole */
	int bad;             /* 1: the file is bad */
	int part;            /* 1: only a part was read; `problem` without `bad`: no record of it
				could be read, and the file is bad if none of the others gave one */
} file_account;

/* The caller's receiver.  `document` gets every document, valid during the call only; a negative
 * answer stops the reading with that status.  `refused` gets the place of each refused record
 * (the 1-based line where it begins) and the reason.  `noted` gets the same for oddities that cost
 * no record: a date or a class that does not exist, a second set of claims.  `file_begin` gets the
 * format of the documents that follow.  Any of them may be NULL. */
typedef struct corpus_sink {
	tensen_status (*document)(void *payload, const document *d, tensen_error *err);
	void (*refused)(void *payload, const char *path, unsigned long long at, const char *why);
	void (*file_done)(void *payload, const file_account *a);
	void *payload;
	void (*noted)(void *payload, const char *path, unsigned long long at, const char *what);
	void (*file_begin)(void *payload, const file_account *a);
} corpus_sink;

typedef struct corpus_opts {
	corpus_format format;       /* FORMAT_AUTO: from content */
	const char *encoding;       /* NULL: from content; an ICU converter name */
	const char *const *columns; /* tables: "id=Publication No" ..., NULL-terminated, or NULL:
				   names on the left as in JSONL, on the right as in the header */
	int strict;                 /* 1: the first bad record is the error */
	int skip_bad;               /* 1: bad files are no error */
	int may_be_empty;           /* 1: no record at all is no error */
	unsigned threads;           /* read small files side by side, give them in order; 0: as 1 */
	unsigned share, shares;     /* read part `share` of `shares` alone; shares 0: everything */
	uint64_t lines_before; /* corpus_cuts(): of the first file of the share, if it is cut */
	tensen_progress_fn progress;
	void *progress_payload;
} corpus_opts;

/* Read files, folders (walked in byte order of names), archives and "-" (standard input).  The
 * heads of all files are looked at first: if one shows that its file is bad, a large corpus is not
 * read further.  E_INPUT when a file is bad, with the first one and its place, and when there was
 * no record at all (not of a share, which may be empty). */
tensen_status corpus_read(const char *const *paths, size_t n, const corpus_opts *opts,
    const corpus_sink *sink, tensen_error *err);

/* A file of which this share has only a part. */
typedef struct corpus_cut {
	uint64_t file;  /* hash of its path */
	uint64_t lines; /* in the part */
	uint64_t front; /* 1: lines of the file lie before the part */
} corpus_cut;
/* The first and the last file of a share, if they are cut; *n of them.  With the cuts of all
 * shares a caller knows lines_before, so that it can report places as in the whole file. */
tensen_status corpus_cuts(const char *const *paths, size_t n_paths, const corpus_opts *opts,
    corpus_cut cuts[2], uint32_t *n, tensen_error *err);
