/* tensen/readings.h - what was read about the patents of an index, and by whom.
 *
 * A reading is a line of FILE.readings.jsonl beside the index (src/result/JSON.md, "readings"):
 * statements, lists looked through, grades with quotations and objections, second readings.  The
 * file is only appended to.  tensen_ideas(), tensen_candidates(), tensen_scan() and
 * tensen_report() use what it says of their query without being told to.
 *
 * SIDE FILE  FILE.readings.at says where the lines of a query lie, so that a million readings
 *            need not be read through.  Writers renew it; without it, or with an old one, opening
 *            takes longer and nothing else changes.
 * THREADS    Several threads may use one tensen_readings, and several programs one file. */
#pragma once

#include <tensen/index.h>

#define TENSEN_READINGS_VERSION 2
#define TENSEN_HASH_BYTES 17 /* 16 hexadecimal digits and NUL */

typedef struct tensen_readings tensen_readings; /* opaque */

/* A file that is not there has no readings; the first line makes it. */
TENSEN_API tensen_status tensen_readings_open(
    tensen_readings **out, const char *path, tensen_error *err);
/* The one beside an index file. */
TENSEN_API tensen_status tensen_readings_beside(
    tensen_readings **out, const char *index, tensen_error *err);
TENSEN_API void tensen_readings_close(tensen_readings *kept); /* NULL is allowed */
/* Take in the lines that others have added. */
TENSEN_API tensen_status tensen_readings_refresh(tensen_readings *kept, tensen_error *err);

/* Append one JSON object; it is in the file when the call returns. */
TENSEN_API tensen_status tensen_readings_add(
    tensen_readings *kept, const char *line, tensen_error *err);
/* The last line with this role and key; out->p NULL: there is none. */
TENSEN_API tensen_status tensen_readings_find(
    tensen_readings *kept, const char *role, const char *key, tensen_text *out, tensen_error *err);
TENSEN_API int tensen_readings_has(tensen_readings *kept, const char *role, const char *key);
/* All lines about a query, in the order of the file, each with its line end. */
TENSEN_API tensen_status tensen_readings_lines(
    tensen_readings *kept, const char *query, tensen_text *out, tensen_error *err);
/* Renew the side file if much was added since; at the end of writing. */
TENSEN_API tensen_status tensen_readings_settle(tensen_readings *kept, tensen_error *err);

typedef struct tensen_readings_counts {
	uint64_t lines, bytes;
	uint64_t indexed; /* lines that the side file covers */
	uint64_t memory;  /* bytes for the lines that it does not */
} tensen_readings_counts;
TENSEN_API void tensen_readings_counted(tensen_readings *kept, tensen_readings_counts *out);

/* The name under which readings of a query are kept (its id, of a text "text:HASH"), and the hash
 * of the text that is read.  name: free().  E_NOTFOUND. */
TENSEN_API tensen_status tensen_query_name(tensen_searcher *searcher, const tensen_query *q,
    char **name, char hash[TENSEN_HASH_BYTES], tensen_error *err);

/* The same hash of a document of the index, sooner. */
TENSEN_API tensen_status tensen_document_hash(
    tensen_searcher *searcher, const char *id, char hash[TENSEN_HASH_BYTES], tensen_error *err);

/* How often people agreed with a model, of pairs that both graded, the same texts. */
typedef struct tensen_agreement {
	uint32_t pairs, agreed; /* both at 2 or more, or both below */
	/* graded 2 or more by the model and held; of these the person's 2 or more */
	uint32_t ideas, confirmed;
} tensen_agreement;
/* Count again and keep the counts, for tensen_readings_agreed(): reads the whole file. */
TENSEN_API tensen_status tensen_readings_agree(
    tensen_readings *kept, tensen_agreement *out, tensen_error *err);
/* 1: the line holds these counts, which are of one file alone. */
TENSEN_API int tensen_reading_is_count(const char *line, size_t n);
/* As counted last; zeros: never. */
TENSEN_API void tensen_readings_agreed(tensen_readings *kept, tensen_agreement *out);

/* Each line that still counts, the last of its role and key, in the order of the file, without its
 * line end.  A status below 0 of `take` ends it and is the result. */
typedef tensen_status (*tensen_readings_take)(const char *line, size_t n, void *payload);
TENSEN_API tensen_status tensen_readings_each(
    tensen_readings *kept, tensen_readings_take take, void *payload, tensen_error *err);

/* Readings beside index `from` that the one beside `to` lacks go there; the same index: nothing. */
TENSEN_API tensen_status tensen_readings_carry(const char *to, const char *from, tensen_error *err);

/* A number that changes with the readings that answers of this index are made with. */
TENSEN_API uint64_t tensen_index_readings(const tensen_index *ix);
