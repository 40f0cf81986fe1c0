/* engine/base/document_ref.h - what answers say of a document: the one way from a row, or from a
 * document, to a tensen_document_ref.  Its texts lie in the result's arena. */
#pragma once
#include "corpus/document/document.h"
#include "engine/base/index.h"
#include "result/result.h"

/* A row, without opening its text: url and licence are "". */
void ref_of_row(
    tensen_document_ref *out, tensen_result *result, const tensen_index *ix, uint32_t row);
/* What its text adds: url and licence. */
void ref_add_text(tensen_document_ref *out, tensen_result *result, const document *doc);
/* A document that was read, or a text; without fields and classes. */
void ref_of_document(tensen_document_ref *out, tensen_result *result, const document *doc);

/* The first `most` texts as one, with `with` between them. */
const char *texts_joined(
    tensen_result *result, const span_list *texts, const char *with, uint32_t most);
/* "電気・電力、計測" for the fields of a mask, by tensen_lang. */
void field_lists(const char *out[2], tensen_result *result, const fields *names, uint64_t mask);
/* The subclass of the first class of a row ("A63F"), empty without; borrowed. */
span row_subclass(const rows *rows_of, uint32_t row);
