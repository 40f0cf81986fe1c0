/* corpus/formats/columns.h - what a column or key is called, and what it means. */
#ifndef CORPUS_FORMATS_COLUMNS_H
#define CORPUS_FORMATS_COLUMNS_H
#include "corpus/document/record.h"

/* The format a header belongs to, by the names it has: FORMAT_JPLATPAT,
 * FORMAT_PLIDB, FORMAT_TABLE, or FORMAT_AUTO when it is none. */
corpus_format columns_format(const span *names, uint32_t n);

/* Whether so many known names are there that the file is certainly a table, though
 * what it needs is missing. */
int columns_are_header(const span *names, uint32_t n);

/* The meaning of one name in files of that format.  `columns` (NULL allowed) is what
 * the user said: "id=Publication No". */
record_field columns_field(corpus_format format, span name, const char *const *columns);

/* Write into `out` what is missing from this header, "" if nothing. */
void columns_missing(
    buf *out, corpus_format format, const span *names, uint32_t n, const char *const *columns);

/* E_ARG if one of the user's mappings is not name=column with a name of ours. */
tensen_status columns_check(const char *const *columns, tensen_error *err);

/* The meaning of a key of JSONL (DESIGN's document); FIELD_EXTRA if unknown. */
record_field columns_json_key(span key);

#endif
