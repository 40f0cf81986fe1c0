/* corpus/document/document_io.c - the binary form of a document.
 *
 * LAYOUT  varint version (1), then fields until the end: varint tag, varint
 *         length, that many bytes.  A list is its tag repeated.  Absent fields
 *         are not written.  A reader skips tags it does not know, so fields can
 *         be added without a new version.
 * RULES   Every length is checked by the cursor before it is used. */
#include "corpus/document/document.h"
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "util/bytes.h"
#include "util/fail.h"

#define VERSION 1
#define SOURCE_AT 12 /* in span_fields */

enum tag {
	TAG_DATE = 1,
	TAG_STATUS,
	TAG_OPEN,
	TAG_SPAN = 16, /* + index in span_fields */
	TAG_LIST = 64  /* + index in list_fields */
};

/* Order is part of the format: append only. */
static const size_t span_fields[] = {offsetof(document, id), offsetof(document, title),
    offsetof(document, abstract), offsetof(document, problem), offsetof(document, means),
    offsetof(document, effect), offsetof(document, description), offsetof(document, products),
    offsetof(document, license_id), offsetof(document, license_terms), offsetof(document, url),
    offsetof(document, lang), offsetof(document, source), offsetof(document, extra)};
static const size_t list_fields[] = {offsetof(document, claims), offsetof(document, ipc),
    offsetof(document, fi), offsetof(document, cpc), offsetof(document, fterm),
    offsetof(document, applicants), offsetof(document, numbers)};
#define N_SPANS (sizeof span_fields / sizeof *span_fields)
#define N_LISTS (sizeof list_fields / sizeof *list_fields)

static span *
span_at(document *doc, size_t i)
{
	return (span *)(void *)((char *)doc + span_fields[i]);
}

static span_list *
list_at(document *doc, size_t i)
{
	return (span_list *)(void *)((char *)doc + list_fields[i]);
}

static void
write_bytes(buf *out, unsigned tag, span text)
{
	buf_varint(out, tag);
	buf_varint(out, text.n);
	buf_span(out, text);
}

static void
write_number(buf *out, unsigned tag, uint32_t v)
{
	char x[4] = {(char)v, (char)(v >> 8), (char)(v >> 16), (char)(v >> 24)};

	if (v)
		write_bytes(out, tag, (span){x, 4});
}

void
document_write(buf *out, const document *doc)
{
	buf_varint(out, VERSION);
	write_number(out, TAG_DATE, doc->date);
	write_number(out, TAG_STATUS, doc->status);
	write_number(out, TAG_OPEN, doc->open);
	for (unsigned i = 0; i < N_SPANS; i++) {
		const span *s = (const span *)(const void *)((const char *)doc + span_fields[i]);
		if (s->n)
			write_bytes(out, TAG_SPAN + i, *s);
	}
	for (unsigned i = 0; i < N_LISTS; i++) {
		const span_list *l =
		    (const span_list *)(const void *)((const char *)doc + list_fields[i]);
		for (uint32_t j = 0; j < l->n; j++)
			write_bytes(out, TAG_LIST + i, l->v[j]);
	}
}

static uint32_t
number_of(span text)
{
	return text.n == 4 ? le32(text.p) : 0;
}

static tensen_status
read_field(document *doc, uint64_t tag, span text)
{
	if (tag == TAG_DATE)
		doc->date = number_of(text);
	else if (tag == TAG_STATUS)
		doc->status =
		    number_of(text) <= DOC_PENDING ? (uint8_t)number_of(text) : DOC_UNKNOWN;
	else if (tag == TAG_OPEN)
		doc->open = number_of(text) != 0;
	else if (tag >= TAG_SPAN && tag < TAG_SPAN + N_SPANS)
		*span_at(doc, (size_t)tag - TAG_SPAN) = text;
	else if (tag >= TAG_LIST && tag < TAG_LIST + N_LISTS)
		return span_list_add(doc->mem, list_at(doc, (size_t)tag - TAG_LIST), text);
	return TENSEN_OK;
}

tensen_status
document_read(document *doc, arena *mem, span bytes, tensen_error *err)
{
	cursor c = cursor_of(bytes.p, bytes.n);
	uint64_t version = cursor_varint(&c);

	document_init(doc, mem);
	doc->binary = bytes;
	if (c.failed)
		return tensen_fail(err, TENSEN_E_CORRUPT, "document record of %zu bytes", bytes.n);
	if (version != VERSION)
		return tensen_fail(err, TENSEN_E_VERSION,
		    "document record version %llu, this library reads %d",
		    (unsigned long long)version, VERSION);
	while (cursor_left(&c) > 0) {
		uint64_t tag = cursor_varint(&c);
		span s = cursor_span(&c);
		if (c.failed)
			return tensen_fail(err, TENSEN_E_CORRUPT, "document record is cut short");
		if (read_field(doc, tag, s) < 0)
			return tensen_fail_nomem(err);
	}
	return TENSEN_OK;
}

uint64_t
document_hash(span binary)
{
	cursor c = cursor_of(binary.p, binary.n);
	XXH3_state_t h;
	size_t from = 0;

	XXH3_64bits_reset(&h);
	cursor_varint(&c);
	while (cursor_left(&c) > 0 && !c.failed) {
		size_t at = binary.n - cursor_left(&c);
		uint64_t tag = cursor_varint(&c);
		cursor_span(&c);
		if (tag != TAG_SPAN + SOURCE_AT)
			continue;
		XXH3_64bits_update(&h, binary.p + from, at - from);
		from = binary.n - cursor_left(&c);
	}
	XXH3_64bits_update(&h, binary.p + from, binary.n - from);
	return XXH3_64bits_digest(&h);
}
