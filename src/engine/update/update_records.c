/* engine/update/update_records.c - writes DOCS and TERM of an updated index.
 *
 * A block of the old store is copied without decoding while at most a quarter of its records
 * is gone: compressing it again costs thirty times as much, and a change of 1 % of the
 * documents touches most blocks of a hundred records.  Records that are gone stay in a copied
 * block without an owner.  When more than a quarter is gone, the remaining records are
 * compressed again.  New records follow in blocks of their own; an order maps rows to records. */
#include <stdlib.h>
#include "engine/build/pack_blocks.h"
#include "engine/update/updater.h"
#include "util/fail.h"
#include "engine/build/build_write.h"
#include "engine/build/copy_rows.h"
#include "index/store/rare.h"

/* A block is compressed again when more than 1 / GONE_SHARE of its records is gone: dead records
 * then cost at most a third of the store. */
#define GONE_SHARE 4

/* The source of one block. */
typedef struct unit {
	enum { COPIED, REST, NEW } kind;
	uint32_t block;    /* of the old store; of NEW: */
	uint32_t first, n; /* in updater.changed */
} unit;

typedef struct work {
	updater *u;
	const docstore *store;
	const spill *changed;
	uint32_t *owner; /* by record of the old store: its old row, or GONE */
	uint32_t *order; /* by new row: its record */
	uint32_t n_records;
	buf units;
} work;

static tensen_status
find_owners(work *todo, tensen_error *err)
{
	uint32_t n = docstore_records(todo->store);

	todo->owner = malloc(((size_t)n + 1) * sizeof *todo->owner);
	todo->order = malloc(((size_t)todo->u->b.n_rows + 1) * sizeof *todo->order);
	if (!todo->owner || !todo->order)
		return tensen_fail_nomem(err);
	memset(todo->owner, 0xff, ((size_t)n + 1) * sizeof *todo->owner);
	for (uint32_t row = 0; row < todo->u->old->rows.n; row++) {
		uint32_t record = docstore_record_of(todo->store, row);
		if (record >= n || todo->owner[record] != GONE)
			return tensen_fail(err, TENSEN_E_CORRUPT,
			    "stored documents: row %u has record %u of %u", row, record, n);
		todo->owner[record] = row;
	}
	return TENSEN_OK;
}

/* The new row of an old record, or GONE. */
static uint32_t
row_after(const work *todo, uint32_t record)
{
	uint32_t row = todo->owner[record];

	return row == GONE ? GONE : todo->u->row_of[row];
}

static void
add_old_units(work *todo)
{
	for (uint32_t b = 0; b < docstore_blocks(todo->store); b++) {
		uint32_t first, gone = 0, n = docstore_block_at(todo->store, b, &first).n_records;
		unit x = {COPIED, b, 0, 0};
		for (uint32_t i = first; i < first + n; i++)
			gone += row_after(todo, i) == GONE;
		if (gone > (todo->u->opts->retrain ? 0 : n / GONE_SHARE))
			x.kind = REST;
		if (gone < n)
			buf_add(&todo->units, &x, sizeof x);
	}
}

static uint32_t
change_of(const work *todo, uint32_t i)
{
	return todo->u->source[todo->u->changed_rows[i]] & ~CHANGE;
}

static void
add_new_units(work *todo)
{
	uint32_t n = todo->u->n_changed_rows;

	for (unit x = {NEW, 0, 0, 0}; x.first < n; x.first += x.n) {
		size_t raw = 0;
		for (x.n = 0; x.first + x.n < n; x.n++) {
			size_t size = spill_size(todo->changed, change_of(todo, x.first + x.n));
			if (!docstore_fits(raw, size))
				break;
			raw += docstore_room(size);
		}
		buf_add(&todo->units, &x, sizeof x);
	}
}

static const unit *
unit_at(const work *todo, size_t i)
{
	return (const unit *)(const void *)todo->units.p + i;
}

/* Add the remaining records of an old block. */
static tensen_status
rest_of(const work *todo, const unit *one, block_room *room, tensen_error *err)
{
	uint32_t first, n = docstore_block_at(todo->store, one->block, &first).n_records;
	tensen_status st = TENSEN_OK;
	span record;

	for (uint32_t i = first; i < first + n && st == TENSEN_OK; i++) {
		if (row_after(todo, i) == GONE)
			continue;
		st = docstore_get(todo->store, room->old, todo->owner[i], &record, err);
		if (st == TENSEN_OK)
			docstore_put_record(&room->raw, record);
	}
	return st;
}

static tensen_status
new_records(const work *todo, const unit *of_it, block_room *room, tensen_error *err)
{
	tensen_status st = TENSEN_OK;
	span record;

	for (uint32_t i = of_it->first; i < of_it->first + of_it->n && st == TENSEN_OK; i++) {
		st = change_record(todo->changed, change_of(todo, i), &room->one, &record, err);
		if (st == TENSEN_OK)
			docstore_put_record(&room->raw, record);
	}
	return st;
}

static tensen_status
update_fill(void *ctx, size_t i, block_room *room, tensen_error *err)
{
	const work *w = ctx;
	const unit *x = unit_at(w, i);

	return x->kind == COPIED ? TENSEN_OK
	       : x->kind == REST ? rest_of(w, x, room, err)
				 : new_records(w, x, room, err);
}

/* Enter the records of a block into the order; returns their number. */
static uint32_t
note_order(work *todo, const unit *one)
{
	uint32_t before = todo->n_records, first, n, row;

	for (uint32_t i = one->first; one->kind == NEW && i < one->first + one->n; i++)
		todo->order[todo->u->changed_rows[i]] = todo->n_records++;
	if (one->kind == NEW)
		return one->n;
	n = docstore_block_at(todo->store, one->block, &first).n_records;
	for (uint32_t i = first; i < first + n; i++) {
		if ((row = row_after(todo, i)) != GONE)
			todo->order[row] = todo->n_records;
		todo->n_records += row != GONE || one->kind == COPIED;
	}
	return todo->n_records - before;
}

static tensen_status
update_place(void *ctx, size_t i, docstore_block *packed, tensen_error *err)
{
	work *w = ctx;
	const unit *x = unit_at(w, i);
	uint32_t first;

	if (x->kind == COPIED)
		*packed = docstore_block_at(w->store, x->block, &first);
	packed->n_records = note_order(w, x);
	return build_progress(&w->u->b, "write", i + 1, w->units.n / sizeof(unit), err);
}

/* Every record has an owner, and records lie in the order of rows. */
static int
in_order(const work *todo)
{
	if (todo->n_records != todo->u->b.n_rows)
		return 0;
	for (uint32_t row = 0; row < todo->n_records; row++)
		if (todo->order[row] != row)
			return 0;
	return 1;
}

tensen_status
update_records(updater *update, const char *tag, tensen_error *err)
{
	int docs = strcmp(tag, "DOCS") == 0;
	work w = {.u = update,
	    .store = docs ? update->old->docs : update->old->terms,
	    .changed = docs ? update->binaries : update->records};
	block_list blocks = {0, &w, update_fill, update_place};
	docstore_writer *writer = NULL;
	tensen_status st = find_owners(&w, err);

	if (st == TENSEN_OK) {
		add_old_units(&w);
		add_new_units(&w);
		st = w.units.failed ? tensen_fail_nomem(err) : TENSEN_OK;
	}
	container_begin(update->b.writer, tag);
	if (st == TENSEN_OK)
		st = docstore_writer_like(&writer, update->b.n_rows,
		    docs ? DOCSTORE_TEXTS : DOCSTORE_COUNTS, w.store, put_piece, update->b.writer,
		    err);
	if (st == TENSEN_OK) {
		blocks.n = w.units.n / sizeof(unit);
		st = pack_blocks(&blocks, writer, update->b.threads, err);
	}
	if (st == TENSEN_OK && !in_order(&w))
		docstore_writer_order(writer, w.order);
	if (st == TENSEN_OK)
		st = docstore_writer_end(writer, err);
	else
		docstore_writer_free(writer);
	container_end(update->b.writer);
	buf_clear(&w.units);
	free(w.owner);
	free(w.order);
	return st;
}

static tensen_status
changed_row(updater *update, rows_writer *out, uint32_t r, buf *one, tensen_error *err)
{
	arena mem = {NULL, 0};
	document d;
	span record;
	tensen_status st =
	    change_record(update->binaries, update->source[r] & ~CHANGE, one, &record, err);

	if (st == TENSEN_OK && (st = document_read(&d, &mem, record, err)) == TENSEN_OK)
		build_row(&update->b, out, r, &d);
	arena_clear(&mem);
	return st;
}

static tensen_status
add_all(updater *update, rows_writer *out, tensen_error *err)
{
	builder *b = &update->b;
	rows_copier k;
	buf scratch = BUF_INIT;
	tensen_status st = rows_copier_init(&k, b, out, &update->old->rows, err);

	for (uint32_t r = 0; r < b->n_rows && st == TENSEN_OK; r++) {
		if (update->source[r] & CHANGE)
			st = changed_row(update, out, r, &scratch, err);
		else
			rows_copier_add(&k, update->source[r]);
		if (st == TENSEN_OK && r % 4096 == 0)
			st = build_progress(b, "list", r, b->n_rows, err);
	}
	buf_clear(&scratch);
	rows_copier_clear(&k);
	return st;
}

tensen_status
update_rows(updater *update, tensen_error *err)
{
	rows_writer *w = NULL;
	tensen_status st = rows_writer_new(&w, update->b.path, err);

	if (st == TENSEN_OK)
		st = add_all(update, w, err);
	return put_rows_end(&update->b, w, st, err);
}

tensen_status
update_rare(updater *update, tensen_error *err)
{
	uint32_t *row_of = malloc((update->n_changes + (size_t)1) * sizeof *row_of);
	buf old = BUF_INIT;
	tensen_status st =
	    row_of ? rare_keys(&update->old->rare, &old, err) : tensen_fail_nomem(err);

	for (uint32_t i = 0; row_of && i < update->n_changes; i++)
		row_of[i] = update->changes[i].row;
	if (st == TENSEN_OK) {
		rare_renumber(&update->b.rare, &old, update->row_of);
		rare_renumber(&update->b.rare, &update->rare, row_of);
	}
	buf_clear(&old);
	free(row_of);
	return st == TENSEN_OK && update->b.rare.failed ? tensen_fail_nomem(err) : st;
}
