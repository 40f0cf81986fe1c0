/* engine/build/build_columns.c - writes ROWS, the columns that filters and lists read. */
#include <stdlib.h>
#include "corpus/document/docnumber.h"
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
} work_slot;

typedef struct work {
	builder *b;
	rows_writer *writer;
} work;

uint32_t
build_group(builder *build, rows_writer *out, const class_symbol *symbol)
{
	char name[CLASS_GROUP_MAX];
	uint32_t id = rows_group(out, class_group_name(symbol, name));

	if (id == build->group_row.n / sizeof id)
		buf_u32(&build->group_row, ROW_NONE);
	return id;
}

/* The distinct main groups of a document ("A63F 5"), in the order of its symbols. */
static uint32_t
groups_of(builder *build, rows_writer *columns, uint32_t r, const document *doc, uint32_t *out)
{
	class_cursor at = {.of = doc};
	class_symbol c;
	uint32_t n = 0;

	while (class_next_symbol(&at, &c)) {
		uint32_t id = build_group(build, columns, &c), *row;
		if (id >= build->group_row.n / sizeof *row) {
			build->group_row.failed = 1;
			return n;
		}
		row = (uint32_t *)(void *)build->group_row.p + id;
		if (*row != r)
			out[n++] = id;
		*row = r;
	}
	return n;
}

void
build_row(builder *build, rows_writer *out, uint32_t r, const document *doc)
{
	const doc_slot *slot = &build->slots[r];
	uint32_t *classes = arena_alloc(doc->mem, (class_count(doc) + 1) * sizeof *classes);
	uint32_t *applicants = arena_alloc(doc->mem, (doc->applicants.n + 1) * sizeof *applicants);
	span *keys = arena_alloc(doc->mem, (doc->numbers.n + 3) * sizeof *keys);
	char us[DOCNUMBER_MAX];
	size_t us_n = docnumber_us(doc->id, us);
	int made;
	row_info x = {.id = doc->id,
	    .title = document_name(doc, &made),
	    .date = doc->date,
	    .status = doc->status,
	    .flags = (uint8_t)(ROW_HAS_TEXT | (doc->open ? ROW_OPEN : 0) |
			       (document_is_english(doc) ? ROW_ENGLISH : 0) |
			       (document_is_bilingual(doc) ? ROW_BILINGUAL : 0)),
	    .primary = slot->primary,
	    .mask = slot->mask,
	    .hash = slot->hash,
	    .groups = classes,
	    .applicants = applicants,
	    .keys = keys};

	if (!classes || !applicants || !keys) {
		build->group_row.failed = 1;
		return;
	}
	x.flags |= (made ? ROW_NAMED : 0) | (document_is_title_alone(doc) ? ROW_TITLE_ALONE : 0);
	x.n_groups = groups_of(build, out, r, doc, classes);
	while (x.n_applicants < doc->applicants.n) {
		span name = doc->applicants.v[x.n_applicants];
		applicants[x.n_applicants++] = rows_applicant(out, name);
	}
	keys[x.n_keys++] = doc->id;
	for (uint32_t i = 0; i < doc->numbers.n; i++)
		keys[x.n_keys++] = doc->numbers.v[i];
	if (doc->license_id.n)
		keys[x.n_keys++] = doc->license_id;
	if (us_n && !span_eq(doc->id, (span){us, us_n}))
		keys[x.n_keys++] = (span){us, us_n};
	rows_add(out, &x);
	build->account->open += doc->open;
	build->account->in_fields += slot->primary != 0;
}

static uint32_t
piece_size(const work *todo, uint32_t first)
{
	return todo->b->n_rows - first < PIECE ? todo->b->n_rows - first : PIECE;
}

static tensen_status
build_make(void *ctx, size_t piece, void *slot, unsigned worker, tensen_error *err)
{
	const work *w = ctx;
	work_slot *s = slot;
	uint32_t first = (uint32_t)piece * PIECE, n = piece_size(w, first);
	size_t at = 0;
	tensen_status st;

	(void)worker;
	arena_reset(&s->mem);
	buf_reset(&s->raw);
	st = row_spill_get(w->b->docs, first, n, &s->raw, err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		span record = {s->raw.p + at, row_spill_size(w->b->docs, first + i)};
		st = document_read(&s->docs[i], &s->mem, record, err);
		at += record.n;
	}
	return st;
}

static tensen_status
build_take(void *ctx, size_t piece, void *slot, tensen_error *err)
{
	const work *w = ctx;
	const work_slot *s = slot;
	uint32_t first = (uint32_t)piece * PIECE, n = piece_size(w, first);

	for (uint32_t i = 0; i < n; i++)
		build_row(w->b, w->writer, first + i, &s->docs[i]);
	return build_progress(w->b, "list", first + n, w->b->n_rows, err);
}

static void
build_slot_clear(void *slot)
{
	work_slot *s = slot;

	buf_clear(&s->raw);
	arena_clear(&s->mem);
}

tensen_status
put_rows_end(builder *build, rows_writer *w, tensen_status st, tensen_error *err)
{
	if (st == TENSEN_OK && build->group_row.failed)
		st = tensen_fail_nomem(err);
	if (st < 0) {
		rows_writer_free(w);
		return st;
	}
	container_begin(build->writer, "ROWS");
	st = rows_writer_end(w, put_piece, build->writer, err);
	container_end(build->writer);
	return st;
}

tensen_status
put_rows(builder *build, tensen_error *err)
{
	work w = {.b = build};
	threads_line line = {&w, ((size_t)build->n_rows + PIECE - 1) / PIECE, build_make,
	    build_take, sizeof(work_slot), build_slot_clear};
	tensen_status st = rows_writer_new(&w.writer, build->path, err);

	if (st == TENSEN_OK)
		st = threads_in_line(build->threads, &line, err);
	return put_rows_end(build, w.writer, st, err);
}
