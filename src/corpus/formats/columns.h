/* corpus/formats/columns.h - the names of columns and keys, and the field of each. */
#pragma once
#include "corpus/document/record.h"

/* The format that the names of a header show: FORMAT_JPLATPAT, FORMAT_PLIDB, FORMAT_TABLE, or
 * FORMAT_AUTO for an unknown one. */
corpus_format columns_format(const span *names, uint32_t n);

/* 1 if so many names are known that the file is certainly a table, even if a needed column is
 * missing. */
int columns_are_header(const span *names, uint32_t n);

/* The field of one name in files of that format.  `columns` (NULL allowed) are the user's
 * mappings: "id=Publication No". */
record_field columns_field(corpus_format format, span name, const char *const *columns);

/* Write into `out` which columns this header lacks, "" if none. */
void columns_missing(
    buf *out, corpus_format format, const span *names, uint32_t n, const char *const *columns);

/* E_ARG if a mapping is not FIELD=COLUMN with a field that exists. */
tensen_status columns_check(const char *const *columns, tensen_error *err);

/* 1 if the name is "id" in any spelling, not only one of the other names of an id. */
int columns_is_id(span name);

/* The field of a key of JSONL; FIELD_EXTRA if unknown. */
record_field columns_json_key(span key);
