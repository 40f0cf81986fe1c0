/* index/container.c - the reader of the .tensen file: header, table, sections.
 *
 * WHAT    Finds the sections of an index file that is already in memory.
 *         Knows nothing of vectors or words; every room decodes its own section.
 * WHY     One file is easier to copy, name and trust than a folder of six.
 *         Sections start on 64-byte bounds so float and code data can be used in
 *         place under mmap.
 * RULES   Nothing read from the file is used as an offset or a length before it
 *         is compared with the file's real size.
 * SEE     index/FORMAT.md; tests/unit/test_container.c.
 */
#include "index/container.h"
#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include <zstd.h>
#include "util/bytes.h"
#include "util/fail.h"

static tensen_status
parse_header(container *out, tensen_error *err)
{
	const uint8_t *b = out->base;
	uint32_t major = 0;

	if (out->size < CONTAINER_HEADER_SIZE)
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, SAY_NOT_INDEX_FILE, out->size, CONTAINER_HEADER_SIZE);
	if (memcmp(b, CONTAINER_MAGIC, 8) != 0)
		return tensen_fail(err, TENSEN_E_CORRUPT, SAY_NOT_INDEX_FILE_BAD);
	major = le16(b + 8);
	if (major < CONTAINER_MAJOR)
		return tensen_fail(err, TENSEN_E_VERSION, SAY_FORMAT_MADE_BY, major);
	if (major > CONTAINER_MAJOR)
		return tensen_fail(
		    err, TENSEN_E_VERSION, SAY_FORMAT_THIS_PROGRAM, major, CONTAINER_MAJOR);
	out->n_entries = le32(b + 12);
	if (out->n_entries > CONTAINER_MAX_ENTRIES)
		return tensen_fail(err, TENSEN_E_CORRUPT, "%u sections, at most %d", out->n_entries,
		    CONTAINER_MAX_ENTRIES);
	if (out->size - CONTAINER_HEADER_SIZE < (size_t)out->n_entries * CONTAINER_ENTRY_SIZE)
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "table of %u sections is cut short", out->n_entries);
	if (le64(b + 16) != out->size)
		return tensen_fail(err, TENSEN_E_CORRUPT, SAY_FILE_CUT_OR, out->size,
		    (unsigned long long)le64(b + 16));
	return TENSEN_OK;
}

/* XXH3-64 of header bytes 0..23 followed by the table. */
static uint64_t
table_hash(const uint8_t *header, const uint8_t *table, size_t n)
{
	XXH3_state_t s;

	XXH3_64bits_reset(&s);
	XXH3_64bits_update(&s, header, 24);
	XXH3_64bits_update(&s, table, n);
	return XXH3_64bits_digest(&s);
}

static int
is_letter(uint8_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static tensen_status
parse_entry(container *out, uint32_t i, uint64_t *floor, tensen_error *err)
{
	const uint8_t *e = out->base + CONTAINER_HEADER_SIZE + (size_t)i * CONTAINER_ENTRY_SIZE;
	container_entry *x = &out->entries[i];

	for (int k = 0; k < 4; k++)
		if (!is_letter(e[k]))
			return tensen_fail(
			    err, TENSEN_E_CORRUPT, "section %u has no readable tag", i);
	memcpy(x->tag, e, 4);
	x->tag[4] = '\0';
	x->codec = le32(e + 4);
	x->offset = le64(e + 8);
	x->stored_size = le64(e + 16);
	x->raw_size = le64(e + 24);
	x->raw_hash = le64(e + 32);
	for (uint32_t k = 0; k < i; k++)
		if (memcmp(out->entries[k].tag, x->tag, 4) == 0)
			return tensen_fail(
			    err, TENSEN_E_CORRUPT, "section %s stands twice in the table", x->tag);
	if (x->codec > CODEC_ZSTD)
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "section %s: unknown codec %u", x->tag, x->codec);
	if (x->offset % CONTAINER_ALIGN || x->offset < *floor || x->offset > out->size ||
	    x->stored_size > out->size - x->offset)
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "section %s lies outside the file", x->tag);
	if (x->codec == CODEC_STORED && x->raw_size != x->stored_size)
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "section %s: two sizes for stored bytes", x->tag);
	if (x->codec == CODEC_ZSTD && x->raw_size > CONTAINER_MAX_UNPACKED)
		return tensen_fail(err, TENSEN_E_CORRUPT,
		    "section %s unpacks to %llu bytes, at most %llu", x->tag,
		    (unsigned long long)x->raw_size, (unsigned long long)CONTAINER_MAX_UNPACKED);
	*floor = x->offset + x->stored_size;
	return TENSEN_OK;
}

tensen_status
container_parse(container *out, const uint8_t *base, size_t size, tensen_error *err)
{
	uint64_t floor;
	tensen_status st;

	memset(out, 0, sizeof *out);
	out->base = base;
	out->size = size;
	if ((st = parse_header(out, err)) < 0)
		return st;
	floor = CONTAINER_HEADER_SIZE + (uint64_t)out->n_entries * CONTAINER_ENTRY_SIZE;
	if (table_hash(base, base + CONTAINER_HEADER_SIZE, floor - CONTAINER_HEADER_SIZE) !=
	    le64(base + 24))
		return tensen_fail(err, TENSEN_E_CORRUPT, SAY_TABLE_SECTIONS_FAILS);
	for (uint32_t i = 0; i < out->n_entries; i++)
		if ((st = parse_entry(out, i, &floor, err)) < 0)
			return st;
	return TENSEN_OK;
}

uint64_t
container_signature(const container *file)
{
	return le64(file->base + 24);
}

const container_entry *
container_find(const container *file, const char *tag)
{
	for (uint32_t i = 0; i < file->n_entries; i++)
		if (memcmp(file->entries[i].tag, tag, 4) == 0)
			return &file->entries[i];
	return NULL;
}

static tensen_status
hash_mismatch(const container_entry *one, tensen_error *err)
{
	return tensen_fail(
	    err, TENSEN_E_CORRUPT, SAY_SECTION_AT_BYTE, one->tag, (unsigned long long)one->offset);
}

/* Unpack a zstd section whose raw size the frame must confirm. */
static tensen_status
container_unpack(const container *file, const container_entry *one, buf *owned, tensen_error *err)
{
	const uint8_t *p = file->base + one->offset;
	unsigned long long says = ZSTD_getFrameContentSize(p, one->stored_size);
	size_t got;

	if (says != one->raw_size)
		return hash_mismatch(one, err);
	buf_reset(owned);
	if (buf_reserve(owned, one->raw_size ? one->raw_size : 1) < 0)
		return tensen_fail_nomem(err);
	got = ZSTD_decompress(owned->p, one->raw_size, p, one->stored_size);
	if (ZSTD_isError(got) || got != one->raw_size)
		return hash_mismatch(one, err);
	owned->n = got;
	return TENSEN_OK;
}

tensen_status
container_get(
    const container *file, const char *tag, int check, span *out, buf *owned, tensen_error *err)
{
	const container_entry *e = container_find(file, tag);
	tensen_status st;

	*out = (span){"", 0};
	if (!e)
		return tensen_fail(err, TENSEN_E_CORRUPT, "section %s is missing", tag);
	if (e->codec == CODEC_ZSTD) {
		if (!owned)
			return tensen_fail(err, TENSEN_E_CORRUPT,
			    "section %s is compressed, this one never is", tag);
		if ((st = container_unpack(file, e, owned, err)) < 0)
			return st;
		*out = (span){owned->p, owned->n};
	} else {
		*out = (span){(const char *)file->base + e->offset, e->stored_size};
	}
	if (check && XXH3_64bits(out->p, out->n) != e->raw_hash)
		return hash_mismatch(e, err);
	return TENSEN_OK;
}

tensen_status
container_check(const container *file, const container_entry *one, tensen_error *err)
{
	buf owned = BUF_INIT;
	span s;
	tensen_status st = container_get(file, one->tag, 1, &s, &owned, err);

	buf_clear(&owned);
	return st;
}
