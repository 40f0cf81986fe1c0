/* index/store/docstore.h - the documents themselves: blocks of zstd, random access.
 *
 * Records are opaque bytes (corpus/document writes them) in the order given,
 * about BLOCK_TARGET bytes a block, each block one zstd frame made with a
 * dictionary trained on a sample of the records: short texts of one kind
 * compress about a third better with it.
 * THREADS A docstore is immutable; a docstore_scratch belongs to one thread at a
 *         time.  It keeps a decompression context and blocks that were unpacked: 8 MiB
 *         at most, and the largest block when records are larger than blocks. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "util/buf.h"
#include "util/files/spool.h"

typedef struct docstore docstore;
typedef struct docstore_scratch docstore_scratch;
typedef struct docstore_writer docstore_writer;

/* Blocks of 8 KiB: an answer reads some 20 to 60 documents from as many blocks.  With blocks of 16 KiB
 * a list of ideas took a sixth more time, and an index 1 % less room; with 4 KiB as much time and
 * 1 % more room.  Levels of zstd.  Texts of
 * 1.8 KB in blocks of 32 KiB with a dictionary (bytes of the JSONL's 100): level 3 25.9, 5 24.7, 6
 * 23.9, 9 22.9, 12 22.3; 9 takes nearly twice the time of 5, 5 more than twice that of 3.  Term
 * counts compress at level 1 as well as at level 5 (to 69.4 bytes of 100 against 69.6; on real
 * patents 54.2 and 53.9) in a quarter of the time. */
typedef enum docstore_level { DOCSTORE_COUNTS = 1, DOCSTORE_TEXTS = 3 } docstore_level;

/* The writer gives its section in pieces to `put` as blocks are filled.
 * samples (may be NULL) are record bytes laid end to end, sizes[n_samples] their
 * lengths: the dictionary is trained on them. */
tensen_status docstore_writer_new(docstore_writer **out, uint32_t n_docs, docstore_level level,
    const void *samples, const size_t *sizes, unsigned n_samples, sink_fn put, void *payload,
    tensen_error *err);
/* The same with the dictionary of an old store, whose blocks may then be copied. */
tensen_status docstore_writer_like(docstore_writer **out, uint32_t n_docs, docstore_level level,
    const docstore *old, sink_fn put, void *payload, tensen_error *err);
/* Documents are not in the order of their records, or not all records are documents:
 * order[n_docs], by document the number of its record among those added; borrowed until
 * the end.  Without it exactly n_docs records must have been added. */
void docstore_writer_order(docstore_writer *out, const uint32_t *order);
/* Writes the tail of the section; frees w whatever happens. */
tensen_status docstore_writer_end(docstore_writer *out, tensen_error *err);
void docstore_writer_free(docstore_writer *out);

/* Blocks packed on several threads, each with a packer of its own, and then added in
 * order. */
typedef struct docstore_packer docstore_packer;
tensen_status docstore_packer_new(
    docstore_packer **out, const docstore_writer *texts, tensen_error *err);
void docstore_packer_free(docstore_packer *packer); /* NULL allowed */
/* Replace *packed by the frame of a block. */
tensen_status docstore_pack(docstore_packer *packer, span raw, buf *packed, tensen_error *err);
/* A block: its frame, and the size and number of its records unpacked. */
typedef struct docstore_block {
	span packed;
	uint32_t raw_size, n_records;
} docstore_block;
tensen_status docstore_writer_block(
    docstore_writer *out, const docstore_block *packed, tensen_error *err);
/* A record in a raw block. */
void docstore_put_record(buf *raw, span record);
/* Bytes that a record of n bytes takes there. */
size_t docstore_room(size_t n);
/* 1 if a record of n bytes still fits into a block of `raw` bytes. */
int docstore_fits(size_t raw, size_t n);

tensen_status docstore_open(docstore **out, const void *ctx, size_t n, tensen_error *err);
/* Stores of several files as one: record i is record row_of[i] of parts[part_of[i]].  Everything is
 * borrowed; of the calls below docstore_count() and docstore_get() serve it.  E_CORRUPT: a record
 * that no part has. */
typedef struct docstore_parts {
	const docstore *const *parts;
	uint32_t n_parts, n_docs;
	const uint16_t *part_of;
	const uint32_t *row_of;
} docstore_parts;
tensen_status docstore_join(docstore **out, const docstore_parts *of, tensen_error *err);
void docstore_close(docstore *docs);
uint32_t docstore_count(const docstore *docs);
uint32_t docstore_blocks(const docstore *docs);
span docstore_dictionary(const docstore *docs); /* borrowed */
/* Block i as it lies, *first its first record: what docstore_writer_block() takes. */
docstore_block docstore_block_at(const docstore *docs, uint32_t i, uint32_t *first);
/* Records in the blocks: documents, and the records of deleted documents that are still there. */
uint32_t docstore_records(const docstore *docs);
/* The record of document i < docstore_count(); that it is one is checked by docstore_get(). */
uint32_t docstore_record_of(const docstore *docs, uint32_t i);

tensen_status docstore_scratch_new(docstore_scratch **out, tensen_error *err);
void docstore_scratch_free(docstore_scratch *scratch);
/* The record of document i; borrowed until the next call on this scratch. */
tensen_status docstore_get(
    const docstore *docs, docstore_scratch *scratch, uint32_t i, span *out, tensen_error *err);
