/* engine/build/build_columns.c - writes ROWS, the columns that filters and lists read. */
#include <stdlib.h>
#include "engine/base/searcher.h"
#include "engine/build/build_write.h"
#include "index/store/rows.h"
#include "util/fail.h"
#include "util/threads/threads.h"

#define PIECE 64 /* rows */

/* The documents of one piece. */
typedef struct work_slot {
	buf raw;
	arena mem;
	document docs[PIECE];
	tensen_error error;
} work_slot;

typedef struct work {
	builder *b;
	rows_writer *writer;
	work_slot *slots;
	tensen_error *err;
} work;

uint32_t
build_group(builder *b, rows_writer *w, const class_symbol *c)
{
	char name[CLASS_GROUP_MAX];
	uint32_t id = rows_group(w, class_group_name(c, name));

	if (id == b->group_row.n / sizeof id)
		buf_u32(&b->group_row, ROW_NONE);
	return id;
}

/* The distinct main groups of a document ("A63F 5"), in the order of its symbols. */
static uint32_t
groups_of(builder *b, rows_writer *w, uint32_t r, const document *d, uint32_t *out)
{
	class_cursor at = {.of = d};
	class_symbol c;
	uint32_t n = 0;

	while (class_next_symbol(&at, &c)) {
		uint32_t id = build_group(b, w, &c), *row;
		if (id >= b->group_row.n / sizeof *row) {
			b->group_row.failed = 1;
			return n;
		}
		row = (uint32_t *)(void *)b->group_row.p + id;
		if (*row != r)
			out[n++] = id;
		*row = r;
	}
	return n;
}

void
build_row(builder *b, rows_writer *w, uint32_t r, const document *d)
{
	const doc_slot *slot = &b->slots[r];
	uint32_t *classes = arena_alloc(d->mem, (class_count(d) + 1) * sizeof *classes);
	uint32_t *applicants = arena_alloc(d->mem, (d->applicants.n + 1) * sizeof *applicants);
	span *keys = arena_alloc(d->mem, (d->numbers.n + 2) * sizeof *keys);
	row_info x = {.id = d->id,
	    .title = d->title,
	    .date = d->date,
	    .status = d->status,
	    .flags = (uint8_t)(ROW_HAS_TEXT | (d->open ? ROW_OPEN : 0) |
			       (document_is_english(d) ? ROW_ENGLISH : 0) |
			       (document_is_bilingual(d) ? ROW_BILINGUAL : 0)),
	    .primary = slot->primary,
	    .mask = slot->mask,
	    .hash = slot->hash,
	    .groups = classes,
	    .applicants = applicants,
	    .keys = keys};

	if (!classes || !applicants || !keys) {
		b->group_row.failed = 1;
		return;
	}
	x.n_groups = groups_of(b, w, r, d, classes);
	while (x.n_applicants < d->applicants.n) {
		span name = d->applicants.v[x.n_applicants];
		applicants[x.n_applicants++] = rows_applicant(w, name);
	}
	keys[x.n_keys++] = d->id;
	for (uint32_t i = 0; i < d->numbers.n; i++)
		keys[x.n_keys++] = d->numbers.v[i];
	if (d->license_id.n)
		keys[x.n_keys++] = d->license_id;
	rows_add(w, &x);
	b->account->open += d->open;
	b->account->in_fields += slot->primary != 0;
}

static uint32_t
piece_size(const work *w, uint32_t first)
{
	return w->b->n_rows - first < PIECE ? w->b->n_rows - first : PIECE;
}

static void
make(void *ctx, size_t piece, unsigned slot, unsigned worker)
{
	work *w = ctx;
	work_slot *s = &w->slots[slot];
	uint32_t first = (uint32_t)piece * PIECE, n = piece_size(w, first);
	size_t at = 0;
	tensen_status st;

	(void)worker;
	s->error.code = TENSEN_OK;
	arena_reset(&s->mem);
	buf_reset(&s->raw);
	st = row_spill_get(w->b->docs, first, n, &s->raw, &s->error);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		span record = {s->raw.p + at, row_spill_size(w->b->docs, first + i)};
		st = document_read(&s->docs[i], &s->mem, record, &s->error);
		at += record.n;
	}
}

static int
take(void *ctx, size_t piece, unsigned slot)
{
	work *w = ctx;
	const work_slot *s = &w->slots[slot];
	uint32_t first = (uint32_t)piece * PIECE, n = piece_size(w, first);

	if (tensen_fail_first(w->err, &s->error, 1) < 0)
		return s->error.code;
	for (uint32_t i = 0; i < n; i++)
		build_row(w->b, w->writer, first + i, &s->docs[i]);
	return build_progress(w->b, "list", first + n, w->b->n_rows, w->err);
}

static tensen_status
add_all(work *w, tensen_error *err)
{
	unsigned n_slots = threads_slots(w->b->threads);
	threads_line line = {w, ((size_t)w->b->n_rows + PIECE - 1) / PIECE, make, take};
	tensen_status st;

	w->slots = calloc(n_slots, sizeof *w->slots);
	if (!w->slots)
		return tensen_fail_nomem(err);
	for (unsigned i = 0; i < n_slots; i++)
		arena_init(&w->slots[i].mem);
	st = (tensen_status)threads_in_line(w->b->threads, &line);
	for (unsigned i = 0; i < n_slots; i++) {
		buf_clear(&w->slots[i].raw);
		arena_clear(&w->slots[i].mem);
	}
	free(w->slots);
	return st;
}

tensen_status
put_rows(builder *b, tensen_error *err)
{
	work w = {.b = b, .err = err};
	tensen_status st = rows_writer_new(&w.writer, b->path, err);

	if (st == TENSEN_OK)
		st = add_all(&w, err);
	if (st < 0) {
		rows_writer_free(w.writer);
		return st;
	}
	if (b->group_row.failed) {
		rows_writer_free(w.writer);
		return tensen_fail_nomem(err);
	}
	container_begin(b->writer, "ROWS");
	st = rows_writer_end(w.writer, put_piece, b->writer, err);
	container_end(b->writer);
	return st;
}
