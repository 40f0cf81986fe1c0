/* engine/build_records.c - documents and term records into their stores.
 *
 * Where blocks end follows from the sizes of the records alone, so blocks are read
 * and packed side by side and written in their order. */
#include <stdlib.h>
#include "engine/build_write.h"
#include "index/docstore.h"
#include "util/fail.h"
#include "util/threads.h"

/* Records the zstd dictionary is trained on, at most: 2,000 made the texts of 20,000 documents no
 * smaller and took 0.3 s of one core. */
#define DICT_SAMPLES 500
#define DICT_BYTES ((size_t)16 << 20)

typedef struct packed_block {
	buf records, raw, packed;
	tensen_error error;
} packed_block;

typedef struct work {
	builder *b;
	const pool *records;
	buf first; /* uint32_t by block: its first row; then the number of rows */
	docstore_writer *writer;
	docstore_packer **packers; /* by worker */
	packed_block *slots;
	tensen_error *err;
} work;

/* Records taken at even distances over the rows, for the dictionary. */
static tensen_status
sample(const pool *p, buf *bytes, buf *sizes, tensen_error *err)
{
	uint32_t n = pool_count(p), step = n / DICT_SAMPLES + 1;
	tensen_status st = TENSEN_OK;

	for (uint32_t r = 0; r < n && bytes->n < DICT_BYTES && st == TENSEN_OK; r += step) {
		size_t size = pool_size(p, r);
		buf_add(sizes, &size, sizeof size);
		st = pool_get(p, r, 1, bytes, err);
	}
	return st == TENSEN_OK && sizes->failed ? tensen_fail_nomem(err) : st;
}

static tensen_status
cut_blocks(work *w, tensen_error *err)
{
	uint32_t n = pool_count(w->records);
	size_t raw = 0;

	for (uint32_t r = 0; r < n; r++) {
		size_t size = pool_size(w->records, r);
		if (r == 0 || !docstore_fits(raw, size)) {
			buf_u32(&w->first, r);
			raw = 0;
		}
		raw += docstore_room(size);
	}
	buf_u32(&w->first, n);
	return w->first.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static uint32_t
first_row(const work *w, size_t block)
{
	return ((const uint32_t *)(const void *)w->first.p)[block];
}

static void
make(void *ctx, size_t block, unsigned slot, unsigned worker)
{
	work *w = ctx;
	packed_block *s = &w->slots[slot];
	uint32_t from = first_row(w, block), to = first_row(w, block + 1);
	size_t at = 0;

	s->error.code = TENSEN_OK;
	buf_reset(&s->records);
	buf_reset(&s->raw);
	if (pool_get(w->records, from, to - from, &s->records, &s->error) < 0)
		return;
	for (uint32_t r = from; r < to; r++) {
		size_t n = pool_size(w->records, r);
		docstore_put_record(&s->raw, (span){s->records.p + at, n});
		at += n;
	}
	if (s->raw.failed)
		tensen_fail_nomem(&s->error);
	else
		docstore_pack(
		    w->packers[worker], (span){s->raw.p, s->raw.n}, &s->packed, &s->error);
}

static int
take(void *ctx, size_t block, unsigned slot)
{
	work *w = ctx;
	const packed_block *s = &w->slots[slot];
	docstore_block b = {{s->packed.p, s->packed.n}, (uint32_t)s->raw.n,
	    first_row(w, block + 1) - first_row(w, block)};
	tensen_status st;

	if (s->error.code < 0) {
		if (w->err)
			*w->err = s->error;
		return s->error.code;
	}
	if ((st = docstore_writer_block(w->writer, &b, w->err)) < 0)
		return st;
	return build_progress(
	    w->b, "write", first_row(w, block + 1), pool_count(w->records), w->err);
}

static tensen_status
pack_all(work *w, tensen_error *err)
{
	unsigned threads = w->b->threads;
	threads_line line = {w, w->first.n / sizeof(uint32_t) - 1, make, take};
	tensen_status st = TENSEN_OK;

	w->packers = calloc(threads, sizeof *w->packers);
	w->slots = calloc(threads_slots(threads), sizeof *w->slots);
	if (!w->packers || !w->slots)
		st = tensen_fail_nomem(err);
	for (unsigned i = 0; i < threads && st == TENSEN_OK; i++)
		st = docstore_packer_new(&w->packers[i], w->writer, err);
	if (st == TENSEN_OK)
		st = (tensen_status)threads_in_line(threads, &line);
	for (unsigned i = 0; w->packers && i < threads; i++)
		docstore_packer_free(w->packers[i]);
	for (unsigned i = 0; w->slots && i < threads_slots(threads); i++) {
		buf_clear(&w->slots[i].records);
		buf_clear(&w->slots[i].raw);
		buf_clear(&w->slots[i].packed);
	}
	free(w->packers);
	free(w->slots);
	return st;
}

tensen_status
put_records(builder *b, const char *tag, const pool *records, tensen_error *err)
{
	docstore_level level = strcmp(tag, "TERM") == 0 ? DOCSTORE_COUNTS : DOCSTORE_TEXTS;
	work w = {.b = b, .records = records, .err = err};
	buf bytes = BUF_INIT, sizes = BUF_INIT;
	tensen_status st = sample(records, &bytes, &sizes, err);

	container_begin(b->writer, tag);
	if (st == TENSEN_OK)
		st = cut_blocks(&w, err);
	if (st == TENSEN_OK)
		st = docstore_writer_new(&w.writer, pool_count(records), level, bytes.p,
		    (const size_t *)(const void *)sizes.p, (unsigned)(sizes.n / sizeof(size_t)),
		    put_piece, b->writer, err);
	buf_clear(&bytes);
	buf_clear(&sizes);
	if (st == TENSEN_OK)
		st = pack_all(&w, err);
	if (st == TENSEN_OK)
		st = docstore_writer_end(w.writer, err);
	else
		docstore_writer_free(w.writer);
	container_end(b->writer);
	buf_clear(&w.first);
	return st;
}
