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
container_begin(container_writer *w, const char *tag)
{
	container_entry *e = &w->entries[w->n];

	filewriter_pad(w->file, CONTAINER_ALIGN);
	memset(e, 0, sizeof *e);
	memcpy(e->tag, tag, 4);
	e->codec = CODEC_STORED;
	e->offset = filewriter_pos(w->file);
	XXH3_64bits_reset(w->hash);
}

void
container_write(container_writer *w, const void *p, size_t n)
{
	XXH3_64bits_update(w->hash, p, n);
	filewriter_add(w->file, p, n);
	w->entries[w->n].raw_size += n;
}

void
container_end(container_writer *w)
{
	container_entry *e = &w->entries[w->n++];

	e->stored_size = filewriter_pos(w->file) - e->offset;
	e->raw_hash = XXH3_64bits_digest(w->hash);
}

static void
put_zstd(container_writer *w, const char *tag, const void *p, size_t n)
{
	size_t cap = ZSTD_compressBound(n), got;
	void *packed = malloc(cap);
	container_entry *e = &w->entries[w->n];

	if (!packed) {
		w->nomem = 1;
		return;
	}
	got = ZSTD_compress(packed, cap, p, n, ZSTD_LEVEL);
	if (ZSTD_isError(got)) {
		w->nomem = 1;
		free(packed);
		return;
	}
	container_begin(w, tag);
	filewriter_add(w->file, packed, got);
	free(packed);
	container_end(w);
	e->codec = CODEC_ZSTD;
	e->raw_size = n;
	e->raw_hash = XXH3_64bits(p, n);
}

void
container_put(
    container_writer *w, const char *tag, enum container_codec codec, const void *p, size_t n)
{
	if (codec == CODEC_ZSTD) {
		put_zstd(w, tag, p, n);
		return;
	}
	container_begin(w, tag);
	container_write(w, p, n);
	container_end(w);
}

static void
free_writer(container_writer *w)
{
	XXH3_freeState(w->hash);
	free(w);
}

void
container_abort(container_writer *w)
{
	if (!w)
		return;
	filewriter_abort(w->file);
	free_writer(w);
}

static void
encode_entry(buf *b, const container_entry *e)
{
	buf_add(b, e->tag, 4);
	buf_u32(b, e->codec);
	buf_u64(b, e->offset);
	buf_u64(b, e->stored_size);
	buf_u64(b, e->raw_size);
	buf_u64(b, e->raw_hash);
	buf_u64(b, 0);
}

/* Header and table of the sections so far, into their places. */
static tensen_status
write_table(container_writer *w, tensen_error *err)
{
	buf head = BUF_INIT, table = BUF_INIT;
	XXH3_state_t *h = w->hash;
	int failed;

	for (uint32_t i = 0; i < w->n; i++)
		encode_entry(&table, &w->entries[i]);
	buf_add(&head, CONTAINER_MAGIC, 8);
	buf_u16(&head, CONTAINER_MAJOR);
	buf_u16(&head, CONTAINER_MINOR);
	buf_u32(&head, w->n);
	buf_u64(&head, filewriter_pos(w->file));
	if (!head.failed && !table.failed) {
		XXH3_64bits_reset(h);
		XXH3_64bits_update(h, head.p, 24);
		if (table.n)
			XXH3_64bits_update(h, table.p, table.n);
		buf_u64(&head, XXH3_64bits_digest(h));
		filewriter_at(w->file, 0, head.p, head.n);
		filewriter_at(w->file, CONTAINER_HEADER_SIZE, table.p, table.n);
	}
	failed = w->nomem || head.failed || table.failed;
	buf_clear(&head);
	buf_clear(&table);
	return failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

tensen_status
container_commit(container_writer *w, tensen_error *err)
{
	tensen_status st = write_table(w, err);

	if (st < 0) {
		container_abort(w);
		return st;
	}
	st = filewriter_commit(w->file, err);
	free_writer(w);
	return st;
}
