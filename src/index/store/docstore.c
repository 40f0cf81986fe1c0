/* index/store/docstore.c - reading stored documents.
 *
 * SECTION (little-endian; written back to front so that it can be streamed)
 *   blocks      zstd frames, one after another
 *   dictionary  dict_size bytes
 *   table       n_blocks x { u64 end offset of the block, u32 first record,
 *               u32 raw size }
 *   order       version 2: n_docs x { u32 number of the record in the blocks }
 *   tail (32)   u64 blocks_size, u32 n_docs, u32 n_blocks, u32 dict_size,
 *               u32 version, u64 records in the blocks (version 1: zero, n_docs are)
 *
 * A raw block is: for every record a varint length and its bytes. */
#include "index/store/docstore.h"
#include <stdlib.h>
#include <zstd.h>
#include "index/store/docstore_format.h"
#include "util/bytes.h"
#include "util/fail.h"

struct docstore {
	const uint8_t *p, *table;
	const uint8_t *order; /* u32 by document: its record; NULL: the same number */
	uint32_t n_docs, n_records, n_blocks;
	span dictionary;
	ZSTD_DDict *dict;
	docstore_parts joined; /* parts NULL: a store of its own */
};

/* Blocks stay unpacked: documents found together lie in few blocks (rows lie by field),
 * and a small corpus is unpacked once.  Unpacking costs 15 us and more a block.  A
 * block has one slot it may be in.  A gazette with its description is a block of its own that takes
 * a millisecond: large blocks have slots too, and those of more than LARGE_MAX bytes share the
 * last, so that a scratch holds 16 MiB at most, and one block. */
#define SLOTS 512
#define SLOT_MAX (2 * DOCSTORE_BLOCK_TARGET)
#define LARGE_SLOTS 16
#define LARGE_MAX (64 * DOCSTORE_BLOCK_TARGET)

typedef struct slot {
	buf raw;
	const docstore *of;
	uint32_t block; /* unpacked in raw, when `of` is not NULL */
} slot;

struct docstore_scratch {
	ZSTD_DCtx *ctx;
	slot slots[SLOTS + LARGE_SLOTS + 1];
};

static const uint8_t *
docstore_entry(const docstore *docs, uint32_t block)
{
	return docs->table + (size_t)block * DOCSTORE_ENTRY;
}

static uint64_t
block_end(const docstore *docs, uint32_t block)
{
	return le64(docstore_entry(docs, block));
}

static uint32_t
block_first(const docstore *docs, uint32_t block)
{
	return block == docs->n_blocks ? docs->n_records : le32(docstore_entry(docs, block) + 8);
}

/* Ends ascend within the blocks, first records ascend from 0. */
static int
table_is_sound(const docstore *docs, uint64_t blocks_size)
{
	uint64_t end = 0;

	for (uint32_t b = 0; b < docs->n_blocks; b++) {
		uint64_t e = block_end(docs, b);
		if (e <= end || e > blocks_size || block_first(docs, b) >= block_first(docs, b + 1))
			return 0;
		if (le32(docstore_entry(docs, b) + 12) > DOCSTORE_MAX_RAW)
			return 0;
		end = e;
	}
	return end == blocks_size &&
	       (docs->n_blocks == 0 ? docs->n_records == 0 : block_first(docs, 0) == 0);
}

tensen_status
docstore_open(docstore **out, const void *ctx, size_t n, tensen_error *err)
{
	const uint8_t *tail;
	uint64_t blocks_size, dict_size, table_size, order_size, n_records;
	uint32_t version;
	docstore *d;

	*out = NULL;
	if (n < DOCSTORE_TAIL)
		return tensen_fail(err, TENSEN_E_CORRUPT, "stored documents: %zu bytes", n);
	tail = (const uint8_t *)ctx + n - DOCSTORE_TAIL;
	version = le32(tail + 20);
	if (version != DOCSTORE_PLAIN && version != DOCSTORE_ORDERED)
		return tensen_fail(err, TENSEN_E_CORRUPT, "stored documents: no readable tail");
	blocks_size = le64(tail);
	dict_size = le32(tail + 16);
	table_size = (uint64_t)le32(tail + 12) * DOCSTORE_ENTRY;
	order_size = version == DOCSTORE_ORDERED ? 4 * (uint64_t)le32(tail + 8) : 0;
	if (blocks_size > n || dict_size > n || table_size > n || order_size > n ||
	    blocks_size + dict_size + table_size + order_size + DOCSTORE_TAIL != n)
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "stored documents: sizes do not add up to %zu", n);
	n_records = le64(tail + 24); /* zero but for version 2 */
	if (n_records > (version == DOCSTORE_ORDERED ? UINT32_MAX : 0))
		return tensen_fail(err, TENSEN_E_CORRUPT, "stored documents: %llu records",
		    (unsigned long long)n_records);
	if (!(d = calloc(1, sizeof *d)))
		return tensen_fail_nomem(err);
	d->p = ctx;
	d->table = d->p + blocks_size + dict_size;
	d->n_docs = le32(tail + 8);
	d->n_records = version == DOCSTORE_ORDERED ? (uint32_t)n_records : d->n_docs;
	d->order = order_size ? d->table + table_size : NULL;
	d->n_blocks = le32(tail + 12);
	if (!table_is_sound(d, blocks_size)) {
		docstore_close(d);
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "stored documents: the table of blocks is broken");
	}
	d->dictionary = (span){(const char *)d->p + blocks_size, (size_t)dict_size};
	if (dict_size && !(d->dict = ZSTD_createDDict(d->p + blocks_size, dict_size))) {
		/* zstd does not say which; opening an index rarely lacks 100 KiB */
		docstore_close(d);
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "stored documents: the dictionary is broken");
	}
	*out = d;
	return TENSEN_OK;
}

tensen_status
docstore_join(docstore **out, const docstore_parts *of, tensen_error *err)
{
	docstore *d;

	*out = NULL;
	for (uint32_t i = 0; i < of->n_docs; i++)
		if (of->part_of[i] >= of->n_parts ||
		    of->row_of[i] >= of->parts[of->part_of[i]]->n_docs)
			return tensen_fail(
			    err, TENSEN_E_CORRUPT, "row %u is in none of %u files", i, of->n_parts);
	if (!(d = calloc(1, sizeof *d)))
		return tensen_fail_nomem(err);
	d->n_docs = of->n_docs;
	d->joined = *of;
	*out = d;
	return TENSEN_OK;
}

void
docstore_close(docstore *docs)
{
	if (!docs)
		return;
	ZSTD_freeDDict(docs->dict);
	free(docs);
}

uint32_t
docstore_count(const docstore *docs)
{
	return docs->n_docs;
}

tensen_status
docstore_scratch_new(docstore_scratch **out, tensen_error *err)
{
	docstore_scratch *s = calloc(1, sizeof *s);

	*out = NULL;
	if (!s || !(s->ctx = ZSTD_createDCtx())) {
		free(s);
		return tensen_fail_nomem(err);
	}
	*out = s;
	return TENSEN_OK;
}

void
docstore_scratch_free(docstore_scratch *scratch)
{
	if (!scratch)
		return;
	ZSTD_freeDCtx(scratch->ctx);
	for (size_t i = 0; i <= SLOTS + LARGE_SLOTS; i++)
		buf_clear(&scratch->slots[i].raw);
	free(scratch);
}

uint32_t
docstore_blocks(const docstore *docs)
{
	return docs->n_blocks;
}

span
docstore_dictionary(const docstore *docs)
{
	return docs->dictionary;
}

docstore_block
docstore_block_at(const docstore *docs, uint32_t i, uint32_t *first)
{
	uint64_t from = i ? block_end(docs, i - 1) : 0;

	*first = block_first(docs, i);
	return (docstore_block){{(const char *)docs->p + from, (size_t)(block_end(docs, i) - from)},
	    le32(docstore_entry(docs, i) + 12), block_first(docs, i + 1) - *first};
}

uint32_t
docstore_records(const docstore *docs)
{
	return docs->n_records;
}

uint32_t
docstore_record_of(const docstore *docs, uint32_t i)
{
	return docs->order ? le32(docs->order + 4 * (size_t)i) : i;
}

/* The block that holds a record. */
static uint32_t
block_of(const docstore *docs, uint32_t i)
{
	uint32_t lo = 0, hi = docs->n_blocks;

	while (hi - lo > 1) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (block_first(docs, mid) <= i)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

static tensen_status
bad_block(uint32_t b, tensen_error *err)
{
	return tensen_fail(err, TENSEN_E_CORRUPT, "stored documents: block %u does not unpack", b);
}

static tensen_status
unpack_block(const docstore *docs, ZSTD_DCtx *ctx, slot *one, uint32_t b, tensen_error *err)
{
	uint64_t from = b ? block_end(docs, b - 1) : 0, to = block_end(docs, b);
	uint32_t raw = le32(docstore_entry(docs, b) + 12);
	size_t got;

	one->of = NULL;
	buf_reset(&one->raw);
	/* memory is taken only when frame and table agree */
	if (ZSTD_getFrameContentSize(docs->p + from, (size_t)(to - from)) != raw)
		return bad_block(b, err);
	if (buf_reserve(&one->raw, raw ? raw : 1) < 0)
		return tensen_fail_nomem(err);
	if (docs->dict)
		got = ZSTD_decompress_usingDDict(
		    ctx, one->raw.p, raw, docs->p + from, (size_t)(to - from), docs->dict);
	else
		got =
		    ZSTD_decompressDCtx(ctx, one->raw.p, raw, docs->p + from, (size_t)(to - from));
	if (ZSTD_isError(got) || got != raw)
		return bad_block(b, err);
	one->raw.n = raw;
	one->of = docs;
	one->block = b;
	return TENSEN_OK;
}

static slot *
slot_of(const docstore *docs, docstore_scratch *scratch, uint32_t b)
{
	/* blocks of one number in several files lie in different slots */
	uint32_t other = (uint32_t)((uintptr_t)docs->p >> 6) * 0x9e3779b1u >> 16;
	uint32_t raw = le32(docstore_entry(docs, b) + 12);

	if (raw <= SLOT_MAX)
		return &scratch->slots[(b + other) % SLOTS];
	return &scratch
		    ->slots[SLOTS + (raw <= LARGE_MAX ? (b + other) % LARGE_SLOTS : LARGE_SLOTS)];
}

tensen_status
docstore_get(
    const docstore *docs, docstore_scratch *scratch, uint32_t i, span *out, tensen_error *err)
{
	uint32_t b;
	slot *x;
	cursor c;
	tensen_status st;

	*out = (span){"", 0};
	if (i >= docs->n_docs)
		return tensen_fail(err, TENSEN_E_ARG, "record %u of %u", i, docs->n_docs);
	if (docs->joined.parts) {
		uint32_t part = docs->joined.part_of[i];
		i = docs->joined.row_of[i];
		docs = docs->joined.parts[part];
	}
	i = docstore_record_of(docs, i);
	if (i >= docs->n_records)
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "stored documents: record %u of %u", i, docs->n_records);
	b = block_of(docs, i);
	x = slot_of(docs, scratch, b);
	if ((x->of != docs || x->block != b) &&
	    (st = unpack_block(docs, scratch->ctx, x, b, err)) < 0)
		return st;
	c = cursor_of(x->raw.p, x->raw.n);
	for (uint32_t k = block_first(docs, b); k <= i && !c.failed; k++)
		*out = cursor_span(&c);
	if (c.failed)
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "stored documents: record %u is cut short", i);
	return TENSEN_OK;
}
