/* index/docstore.h - the documents themselves: blocks of zstd, random access.
 *
 * Records are opaque bytes (corpus/document writes them) in the order given,
 * about BLOCK_TARGET bytes a block, each block one zstd frame made with a
 * dictionary trained on a sample of the records: short texts of one kind
 * compress about a third better with it.
 * THREADS A docstore is immutable; a docstore_scratch belongs to one thread at a
 *         time.  It keeps a decompression context and blocks that were unpacked: 8 MiB
 *         at most, and the largest block when records are larger than blocks. */
#ifndef INDEX_DOCSTORE_H
#define INDEX_DOCSTORE_H
#include <stdint.h>
#include <tensen/status.h>
#include "util/buf.h"

typedef struct docstore docstore;
typedef struct docstore_scratch docstore_scratch;
typedef struct docstore_writer docstore_writer;

/* The writer gives its section in pieces to `put` as blocks are filled.
 * samples (may be NULL) are record bytes laid end to end, sizes[n_samples] their
 * lengths: the dictionary is trained on them. */
typedef void (*docstore_put)(void *payload, const void *p, size_t n);
tensen_status docstore_writer_new(docstore_writer **out, uint32_t n_docs, const void *samples,
    const size_t *sizes, unsigned n_samples, docstore_put put, void *payload, tensen_error *err);
tensen_status docstore_writer_add(docstore_writer *w, span record, tensen_error *err);
/* Writes the tail of the section; frees w whatever happens.  Exactly n_docs
 * records must have been added. */
tensen_status docstore_writer_end(docstore_writer *w, tensen_error *err);
void docstore_writer_free(docstore_writer *w);

tensen_status docstore_open(docstore **out, const void *p, size_t n, tensen_error *err);
void docstore_close(docstore *d);
uint32_t docstore_count(const docstore *d);

tensen_status docstore_scratch_new(docstore_scratch **out, tensen_error *err);
void docstore_scratch_free(docstore_scratch *s);
/* The record of row i; borrowed until the next call on this scratch. */
tensen_status docstore_get(
    const docstore *d, docstore_scratch *s, uint32_t i, span *out, tensen_error *err);

#endif
