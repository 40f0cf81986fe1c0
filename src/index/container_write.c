/* index/container_write.c - the writer of the .tensen file.
 *
 * Room for the largest table is left at the front, sections follow as they
 * come, header and table are filled in at commit: one pass, any size. */
#include "index/container.h"
#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include <zstd.h>
#include "util/fail.h"
#include "util/files/file.h"

#define TABLE_ROOM (CONTAINER_HEADER_SIZE + CONTAINER_MAX_ENTRIES * CONTAINER_ENTRY_SIZE)
#define ZSTD_LEVEL 6

struct container_writer {
	filewriter *file;
	uint32_t n;
	int nomem;
	container_entry entries[CONTAINER_MAX_ENTRIES];
	XXH3_state_t *hash;
};

tensen_status
container_create(container_writer **out, const char *path, tensen_error *err)
{
	container_writer *w = calloc(1, sizeof *w);
	static const char zeros[TABLE_ROOM];
	tensen_status st;

	*out = NULL;
	if (!w)
		return tensen_fail_nomem(err);
	w->hash = XXH3_createState();
	if (!w->hash) {
		free(w);
		return tensen_fail_nomem(err);
	}
	if ((st = filewriter_open(&w->file, path, err)) < 0) {
		XXH3_freeState(w->hash);
		free(w);
		return st;
	}
	filewriter_add(w->file, zeros, sizeof zeros);
	*out = w;
	return TENSEN_OK;
}

void
container_begin(container_writer *out, const char *tag)
{
	container_entry *e = &out->entries[out->n];

	filewriter_pad(out->file, CONTAINER_ALIGN);
	memset(e, 0, sizeof *e);
	memcpy(e->tag, tag, 4);
	e->codec = CODEC_STORED;
	e->offset = filewriter_pos(out->file);
	XXH3_64bits_reset(out->hash);
}

void
container_write(container_writer *out, const void *ctx, size_t n)
{
	XXH3_64bits_update(out->hash, ctx, n);
	filewriter_add(out->file, ctx, n);
	out->entries[out->n].raw_size += n;
}

void
container_end(container_writer *out)
{
	container_entry *e = &out->entries[out->n++];

	e->stored_size = filewriter_pos(out->file) - e->offset;
	e->raw_hash = XXH3_64bits_digest(out->hash);
}

static void
put_zstd(container_writer *out, const char *tag, const void *ctx, size_t n)
{
	size_t cap = ZSTD_compressBound(n), got;
	void *packed = malloc(cap);
	container_entry *e = &out->entries[out->n];

	if (!packed) {
		out->nomem = 1;
		return;
	}
	got = ZSTD_compress(packed, cap, ctx, n, ZSTD_LEVEL);
	if (ZSTD_isError(got)) {
		out->nomem = 1;
		free(packed);
		return;
	}
	container_begin(out, tag);
	filewriter_add(out->file, packed, got);
	free(packed);
	container_end(out);
	e->codec = CODEC_ZSTD;
	e->raw_size = n;
	e->raw_hash = XXH3_64bits(ctx, n);
}

void
container_put(
    container_writer *out, const char *tag, enum container_codec codec, const void *ctx, size_t n)
{
	if (codec == CODEC_ZSTD) {
		put_zstd(out, tag, ctx, n);
		return;
	}
	container_begin(out, tag);
	container_write(out, ctx, n);
	container_end(out);
}

static void
free_writer(container_writer *out)
{
	XXH3_freeState(out->hash);
	free(out);
}

void
container_abort(container_writer *out)
{
	if (!out)
		return;
	filewriter_abort(out->file);
	free_writer(out);
}

static void
encode_entry(buf *out, const container_entry *one)
{
	buf_add(out, one->tag, 4);
	buf_u32(out, one->codec);
	buf_u64(out, one->offset);
	buf_u64(out, one->stored_size);
	buf_u64(out, one->raw_size);
	buf_u64(out, one->raw_hash);
	buf_u64(out, 0);
}

/* Header and table of the sections so far, into their places. */
static tensen_status
write_table(container_writer *out, tensen_error *err)
{
	buf head = BUF_INIT, table = BUF_INIT;
	XXH3_state_t *h = out->hash;
	int failed;

	for (uint32_t i = 0; i < out->n; i++)
		encode_entry(&table, &out->entries[i]);
	buf_add(&head, CONTAINER_MAGIC, 8);
	buf_u16(&head, CONTAINER_MAJOR);
	buf_u16(&head, CONTAINER_MINOR);
	buf_u32(&head, out->n);
	buf_u64(&head, filewriter_pos(out->file));
	if (!head.failed && !table.failed) {
		XXH3_64bits_reset(h);
		XXH3_64bits_update(h, head.p, 24);
		if (table.n)
			XXH3_64bits_update(h, table.p, table.n);
		buf_u64(&head, XXH3_64bits_digest(h));
		filewriter_at(out->file, 0, head.p, head.n);
		filewriter_at(out->file, CONTAINER_HEADER_SIZE, table.p, table.n);
	}
	failed = out->nomem || head.failed || table.failed;
	buf_clear(&head);
	buf_clear(&table);
	return failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

tensen_status
container_commit(container_writer *out, tensen_error *err)
{
	tensen_status st = write_table(out, err);

	if (st < 0) {
		container_abort(out);
		return st;
	}
	st = filewriter_commit(out->file, err);
	free_writer(out);
	return st;
}
