/* engine/build/build_columns.c - writes ROWS, the columns that filters and lists read. */
#include <stdlib.h>
#include "corpus/document/docnumber.h"
#include "corpus/document/document_name.h"
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

static void
build_make(void *ctx, size_t piece, unsigned slot, unsigned worker)
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
build_take(void *ctx, size_t piece, unsigned slot)
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
add_all(work *todo, tensen_error *err)
{
	unsigned n_slots = threads_slots(todo->b->threads);
	threads_line line = {
	    todo, ((size_t)todo->b->n_rows + PIECE - 1) / PIECE, build_make, build_take};
	tensen_status st;

	todo->slots = calloc(n_slots, sizeof *todo->slots);
	if (!todo->slots)
		return tensen_fail_nomem(err);
	for (unsigned i = 0; i < n_slots; i++)
		arena_init(&todo->slots[i].mem);
	st = (tensen_status)threads_in_line(todo->b->threads, &line);
	for (unsigned i = 0; i < n_slots; i++) {
		buf_clear(&todo->slots[i].raw);
		arena_clear(&todo->slots[i].mem);
	}
	free(todo->slots);
	return st;
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
	work w = {.b = build, .err = err};
	tensen_status st = rows_writer_new(&w.writer, build->path, err);

	if (st == TENSEN_OK)
		st = add_all(&w, err);
	return put_rows_end(build, w.writer, st, err);
}
