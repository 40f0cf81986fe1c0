/* engine/update/update_records.c - writes DOCS and TERM of an updated index.
 *
 * A block of the old store is copied without decoding while at most a quarter of its records
 * is gone: compressing it again costs thirty times as much, and a change of 1 % of the
 * documents touches most blocks of a hundred records.  Records that are gone stay in a copied
 * block without an owner.  When more than a quarter is gone, the remaining records are
 * compressed again.  New records follow in blocks of their own; an order maps rows to records. */
#include <stdlib.h>
#include "engine/build/build_write.h"
#include "engine/build/pack_blocks.h"
#include "engine/update/updater.h"
#include "util/fail.h"

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
find_owners(work *w, tensen_error *err)
{
	uint32_t n = docstore_records(w->store);

	w->owner = malloc(((size_t)n + 1) * sizeof *w->owner);
	w->order = malloc(((size_t)w->u->b.n_rows + 1) * sizeof *w->order);
	if (!w->owner || !w->order)
		return tensen_fail_nomem(err);
	memset(w->owner, 0xff, ((size_t)n + 1) * sizeof *w->owner);
	for (uint32_t row = 0; row < w->u->old->rows.n; row++) {
		uint32_t record = docstore_record_of(w->store, row);
		if (record >= n || w->owner[record] != GONE)
			return tensen_fail(err, TENSEN_E_CORRUPT,
			    "stored documents: row %u has record %u of %u", row, record, n);
		w->owner[record] = row;
	}
	return TENSEN_OK;
}

/* The new row of an old record, or GONE. */
static uint32_t
row_after(const work *w, uint32_t record)
{
	uint32_t row = w->owner[record];

	return row == GONE ? GONE : w->u->row_of[row];
}

static void
add_old_units(work *w)
{
	for (uint32_t b = 0; b < docstore_blocks(w->store); b++) {
		uint32_t first, gone = 0, n = docstore_block_at(w->store, b, &first).n_records;
		unit x = {COPIED, b, 0, 0};
		for (uint32_t i = first; i < first + n; i++)
			gone += row_after(w, i) == GONE;
		if (gone > (w->u->opts->retrain ? 0 : n / GONE_SHARE))
			x.kind = REST;
		if (gone < n)
			buf_add(&w->units, &x, sizeof x);
	}
}

static uint32_t
change_of(const work *w, uint32_t i)
{
	return w->u->source[w->u->changed_rows[i]] & ~CHANGE;
}

static void
add_new_units(work *w)
{
	uint32_t n = w->u->n_changed_rows;

	for (unit x = {NEW, 0, 0, 0}; x.first < n; x.first += x.n) {
		size_t raw = 0;
		for (x.n = 0; x.first + x.n < n; x.n++) {
			size_t size = spill_size(w->changed, change_of(w, x.first + x.n));
			if (!docstore_fits(raw, size))
				break;
			raw += docstore_room(size);
		}
		buf_add(&w->units, &x, sizeof x);
	}
}

static const unit *
unit_at(const work *w, size_t i)
{
	return (const unit *)(const void *)w->units.p + i;
}

/* Add the remaining records of an old block. */
static tensen_status
rest_of(const work *w, const unit *x, block_room *room, tensen_error *err)
{
	uint32_t first, n = docstore_block_at(w->store, x->block, &first).n_records;
	tensen_status st = TENSEN_OK;
	span record;

	for (uint32_t i = first; i < first + n && st == TENSEN_OK; i++) {
		if (row_after(w, i) == GONE)
			continue;
		st = docstore_get(w->store, room->old, w->owner[i], &record, err);
		if (st == TENSEN_OK)
			docstore_put_record(&room->raw, record);
	}
	return st;
}

static tensen_status
new_records(const work *w, const unit *x, block_room *room, tensen_error *err)
{
	tensen_status st = TENSEN_OK;
	span record;

	for (uint32_t i = x->first; i < x->first + x->n && st == TENSEN_OK; i++) {
		st = change_record(w->changed, change_of(w, i), &room->one, &record, err);
		if (st == TENSEN_OK)
			docstore_put_record(&room->raw, record);
	}
	return st;
}

static tensen_status
fill(void *ctx, size_t i, block_room *room, tensen_error *err)
{
	const work *w = ctx;
	const unit *x = unit_at(w, i);

	return x->kind == COPIED ? TENSEN_OK
	       : x->kind == REST ? rest_of(w, x, room, err)
				 : new_records(w, x, room, err);
}

/* Enter the records of a block into the order; returns their number. */
static uint32_t
note_order(work *w, const unit *x)
{
	uint32_t before = w->n_records, first, n, row;

	for (uint32_t i = x->first; x->kind == NEW && i < x->first + x->n; i++)
		w->order[w->u->changed_rows[i]] = w->n_records++;
	if (x->kind == NEW)
		return x->n;
	n = docstore_block_at(w->store, x->block, &first).n_records;
	for (uint32_t i = first; i < first + n; i++) {
		if ((row = row_after(w, i)) != GONE)
			w->order[row] = w->n_records;
		w->n_records += row != GONE || x->kind == COPIED;
	}
	return w->n_records - before;
}

static tensen_status
place(void *ctx, size_t i, docstore_block *b, tensen_error *err)
{
	work *w = ctx;
	const unit *x = unit_at(w, i);
	uint32_t first;

	if (x->kind == COPIED)
		*b = docstore_block_at(w->store, x->block, &first);
	b->n_records = note_order(w, x);
	return build_progress(&w->u->b, "write", i + 1, w->units.n / sizeof(unit), err);
}

/* Every record has an owner, and records lie in the order of rows. */
static int
in_order(const work *w)
{
	if (w->n_records != w->u->b.n_rows)
		return 0;
	for (uint32_t row = 0; row < w->n_records; row++)
		if (w->order[row] != row)
			return 0;
	return 1;
}

tensen_status
update_records(updater *u, const char *tag, tensen_error *err)
{
	int docs = strcmp(tag, "DOCS") == 0;
	work w = {.u = u,
	    .store = docs ? u->old->docs : u->old->terms,
	    .changed = docs ? u->binaries : u->records};
	block_list blocks = {0, &w, fill, place};
	docstore_writer *writer = NULL;
	tensen_status st = find_owners(&w, err);

	if (st == TENSEN_OK) {
		add_old_units(&w);
		add_new_units(&w);
		st = w.units.failed ? tensen_fail_nomem(err) : TENSEN_OK;
	}
	container_begin(u->b.writer, tag);
	if (st == TENSEN_OK)
		st = docstore_writer_like(&writer, u->b.n_rows,
		    docs ? DOCSTORE_TEXTS : DOCSTORE_COUNTS, w.store, put_piece, u->b.writer, err);
	if (st == TENSEN_OK) {
		blocks.n = w.units.n / sizeof(unit);
		st = pack_blocks(&blocks, writer, u->b.threads, err);
	}
	if (st == TENSEN_OK && !in_order(&w))
		docstore_writer_order(writer, w.order);
	if (st == TENSEN_OK)
		st = docstore_writer_end(writer, err);
	else
		docstore_writer_free(writer);
	container_end(u->b.writer);
	buf_clear(&w.units);
	free(w.owner);
	free(w.order);
	return st;
}
