/* engine/query/understand.h - from an id, a text or a row to a query. */
#pragma once
#include "engine/base/query.h"

/* The row of a document by its id or any other number of it; the number of a patent in
 * any spelling (JP2010-035913A, 特開２０１０－３５９１３).  E_NOTFOUND. */
uint32_t row_of_name(const rows *bib, const char *id); /* or ROW_NONE */
tensen_status row_of_id(uint32_t *row, const tensen_index *ix, const char *id, tensen_error *err);
/* Resolve and read a query.  E_NOTFOUND: no such id; E_ARG: neither or both of id and text. */
tensen_status query_understand(
    query *out, tensen_searcher *searcher, const tensen_query *q, tensen_error *err);
/* A document that is not in the index (a TREC query), beside others: searcher->mem is not reset. */
tensen_status query_of_document(
    query *out, tensen_searcher *searcher, const document *doc, tensen_error *err);
/* The same without a vector: norm is 0.  For queries by words alone. */
tensen_status query_words_of_document(
    query *out, tensen_searcher *searcher, const document *record_doc, tensen_error *err);
/* A document of the index: terms and vector only, no text.  searcher->mem is not reset, so the
 * memory of another query stays. */
tensen_status query_of_next_row(
    query *out, tensen_searcher *searcher, uint32_t row, tensen_error *err);

/* The same with the stored document and its sections, as query_understand() gives them. */
tensen_status query_of_stored_row(
    query *out, tensen_searcher *searcher, uint32_t row, tensen_error *err);
/* Its title; of a stored document without one the name that was made for it. */
span query_title(const query *q, const tensen_searcher *searcher);

/* Several documents of the index as one: terms summed, fields and classes united; out->row is
 * ROW_NONE, out->doc has the first one's title. */
tensen_status query_of_rows(
    query *out, tensen_searcher *searcher, const uint32_t *rows_of, size_t n, tensen_error *err);
/* Add the class symbols of a document of the index to those of `to`; in searcher->mem. */
tensen_status add_classes(document *to, tensen_searcher *searcher, uint32_t row, tensen_error *err);

/* The stored document of a row, in searcher->mem; valid until the next query. */
tensen_status stored_document(
    tensen_searcher *searcher, uint32_t row, document *doc, tensen_error *err);
