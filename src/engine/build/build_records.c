/* engine/build/build_records.c - writes the sections DOCS and TERM.
 *
 * The sizes of the records alone determine where blocks end.  So threads read and pack
 * blocks in parallel, and one thread writes them in order. */
#include "engine/build/build_write.h"
#include "engine/build/pack_blocks.h"
#include "util/fail.h"

/* The zstd dictionary is trained on at most so many records and bytes.  2,000 records made the
 * texts of 20,000 documents no smaller and took 0.3 s of one core. */
#define DICT_SAMPLES 500
#define DICT_BYTES ((size_t)16 << 20)

typedef struct work {
	builder *b;
	const row_spill *records;
	buf first; /* uint32_t by block: its first row; at the end the number of rows */
} work;

/* Append records at even distances over the rows, to train the dictionary. */
static tensen_status
build_sample(const row_spill *out, buf *bytes, buf *sizes, tensen_error *err)
{
	uint32_t n = row_spill_count(out), step = n / DICT_SAMPLES + 1;
	tensen_status st = TENSEN_OK;

	for (uint32_t r = 0; r < n && bytes->n < DICT_BYTES && st == TENSEN_OK; r += step) {
		size_t size = row_spill_size(out, r);
		buf_add(sizes, &size, sizeof size);
		st = row_spill_get(out, r, 1, bytes, err);
	}
	return st == TENSEN_OK && sizes->failed ? tensen_fail_nomem(err) : st;
}

static tensen_status
cut_blocks(work *todo, tensen_error *err)
{
	uint32_t n = row_spill_count(todo->records);
	size_t raw = 0;

	for (uint32_t r = 0; r < n; r++) {
		size_t size = row_spill_size(todo->records, r);
		if (r == 0 || !docstore_fits(raw, size)) {
			buf_u32(&todo->first, r);
			raw = 0;
		}
		raw += docstore_room(size);
	}
	buf_u32(&todo->first, n);
	return todo->first.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static uint32_t
first_row(const work *todo, size_t block)
{
	return ((const uint32_t *)(const void *)todo->first.p)[block];
}

static tensen_status
build_fill(void *ctx, size_t block, block_room *room, tensen_error *err)
{
	const work *w = ctx;
	uint32_t from = first_row(w, block), to = first_row(w, block + 1);
	size_t at = 0;
	tensen_status st;

	buf_reset(&room->one);
	if ((st = row_spill_get(w->records, from, to - from, &room->one, err)) < 0)
		return st;
	for (uint32_t r = from; r < to; r++) {
		size_t n = row_spill_size(w->records, r);
		docstore_put_record(&room->raw, (span){room->one.p + at, n});
		at += n;
	}
	return TENSEN_OK;
}

static tensen_status
build_records_place(void *ctx, size_t block, docstore_block *packed, tensen_error *err)
{
	const work *w = ctx;

	packed->n_records = first_row(w, block + 1) - first_row(w, block);
	return build_progress(
	    w->b, "write", first_row(w, block + 1), row_spill_count(w->records), err);
}

tensen_status
put_records(builder *build, const char *tag, const row_spill *records, tensen_error *err)
{
	docstore_level level = strcmp(tag, "TERM") == 0 ? DOCSTORE_COUNTS : DOCSTORE_TEXTS;
	work w = {.b = build, .records = records};
	block_list blocks = {0, &w, build_fill, build_records_place};
	docstore_writer *writer = NULL;
	buf bytes = BUF_INIT, sizes = BUF_INIT;
	tensen_status st = build_sample(records, &bytes, &sizes, err);

	container_begin(build->writer, tag);
	if (st == TENSEN_OK)
		st = cut_blocks(&w, err);
	if (st == TENSEN_OK)
		st = docstore_writer_new(&writer, row_spill_count(records), level, bytes.p,
		    (const size_t *)(const void *)sizes.p, (unsigned)(sizes.n / sizeof(size_t)),
		    put_piece, build->writer, err);
	bufs_clear(&bytes, &sizes);
	if (st == TENSEN_OK) {
		blocks.n = w.first.n / sizeof(uint32_t) - 1;
		st = pack_blocks(&blocks, writer, build->threads, err);
	}
	if (st == TENSEN_OK)
		st = docstore_writer_end(writer, err);
	else
		docstore_writer_free(writer);
	container_end(build->writer);
	buf_clear(&w.first);
	return st;
}
