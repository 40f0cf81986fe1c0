/* engine/update_records.c - DOCS and TERM of an updated index.
 *
 * A block of the old store all of whose records stay, one behind the other, is
 * copied as it is; of the others what stays is packed again, with the old dictionary. */
#include <stdlib.h>
#include "engine/build_write.h"
#include "engine/updater.h"
#include "util/fail.h"
#include "util/threads.h"

#define NEW_RECORDS 16 /* in a block of nothing but new ones, at most */

/* Rows that become one block. */
typedef struct unit {
	uint32_t first, n; /* rows */
	uint32_t block;    /* of the old store, to be copied; or GONE */
} unit;

typedef struct work_slot {
	docstore_scratch *old;
	buf one, raw, packed;
	tensen_error error;
} work_slot;

typedef struct work {
	updater *u;
	const docstore *store;
	const spill *fresh;
	buf units;
	docstore_writer *writer;
	docstore_packer **packers; /* by worker */
	work_slot *slots;
	tensen_error *err;
} work;

/* The old block a row comes from, its own or of the one it replaces; GONE: a new row. */
static uint32_t
block_of(const work *w, uint32_t row)
{
	const updater *u = w->u;
	uint32_t from = u->source[row];

	if (from & FRESH) {
		const change *c = &u->changes[from & ~FRESH];
		if (c->old == GONE || u->fate[c->old] != FATE_REPLACED)
			return GONE;
		from = c->old;
	}
	return docstore_block_of(w->store, from);
}

static tensen_status
cut_units(work *w, tensen_error *err)
{
	uint32_t n = w->u->b.n_rows, row = 0;

	while (row < n) {
		unit x = {row, 0, GONE};
		uint32_t block = block_of(w, row), first, fresh = 0;
		for (; row < n && block_of(w, row) == block; row++, x.n++) {
			fresh += w->u->source[row] & FRESH ? 1 : 0;
			if (block == GONE && x.n == NEW_RECORDS)
				break;
		}
		if (block != GONE && !fresh &&
		    docstore_block_at(w->store, block, &first).n_records == x.n)
			x.block = block;
		buf_add(&w->units, &x, sizeof x);
	}
	return w->units.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static const unit *
unit_at(const work *w, size_t i)
{
	return (const unit *)(const void *)w->units.p + i;
}

static void
make(void *ctx, size_t piece, unsigned slot, unsigned worker)
{
	work *w = ctx;
	const updater *u = w->u;
	work_slot *s = &w->slots[slot];
	const unit *x = unit_at(w, piece);

	s->error.code = TENSEN_OK;
	if (x->block != GONE)
		return;
	buf_reset(&s->raw);
	for (uint32_t r = x->first; r < x->first + x->n; r++) {
		uint32_t from = u->source[r];
		span record;
		tensen_status st =
		    from & FRESH
			? change_record(w->fresh, from & ~FRESH, &s->one, &record, &s->error)
			: docstore_get(w->store, s->old, from, &record, &s->error);
		if (st < 0)
			return;
		docstore_put_record(&s->raw, record);
	}
	if (s->raw.failed)
		tensen_fail_nomem(&s->error);
	else
		docstore_pack(
		    w->packers[worker], (span){s->raw.p, s->raw.n}, &s->packed, &s->error);
}

static int
take(void *ctx, size_t piece, unsigned slot)
{
	work *w = ctx;
	const work_slot *s = &w->slots[slot];
	const unit *x = unit_at(w, piece);
	docstore_block b = {{s->packed.p, s->packed.n}, (uint32_t)s->raw.n, x->n};
	uint32_t first;
	tensen_status st;

	if (s->error.code < 0) {
		if (w->err)
			*w->err = s->error;
		return s->error.code;
	}
	if (x->block != GONE)
		b = docstore_block_at(w->store, x->block, &first);
	if ((st = docstore_writer_block(w->writer, &b, w->err)) < 0)
		return st;
	return build_progress(&w->u->b, "write", x->first + x->n, w->u->b.n_rows, w->err);
}

static tensen_status
pack_all(work *w, tensen_error *err)
{
	unsigned threads = w->u->b.threads;
	threads_line line = {w, w->units.n / sizeof(unit), make, take};
	tensen_status st = TENSEN_OK;

	w->packers = calloc(threads, sizeof *w->packers);
	w->slots = calloc(threads_slots(threads), sizeof *w->slots);
	if (!w->packers || !w->slots)
		st = tensen_fail_nomem(err);
	for (unsigned i = 0; i < threads && st == TENSEN_OK; i++)
		st = docstore_packer_new(&w->packers[i], w->writer, err);
	for (unsigned i = 0; i < threads_slots(threads) && st == TENSEN_OK; i++)
		st = docstore_scratch_new(&w->slots[i].old, err);
	if (st == TENSEN_OK)
		st = (tensen_status)threads_in_line(threads, &line);
	for (unsigned i = 0; w->packers && i < threads; i++)
		docstore_packer_free(w->packers[i]);
	for (unsigned i = 0; w->slots && i < threads_slots(threads); i++) {
		docstore_scratch_free(w->slots[i].old);
		buf_clear(&w->slots[i].one);
		buf_clear(&w->slots[i].raw);
		buf_clear(&w->slots[i].packed);
	}
	free(w->packers);
	free(w->slots);
	return st;
}

tensen_status
update_records(updater *u, const char *tag, tensen_error *err)
{
	int docs = strcmp(tag, "DOCS") == 0;
	work w = {.u = u,
	    .store = docs ? u->old->docs : u->old->terms,
	    .fresh = docs ? u->binaries : u->records,
	    .err = err};
	tensen_status st = cut_units(&w, err);

	container_begin(u->b.writer, tag);
	if (st == TENSEN_OK)
		st = docstore_writer_like(&w.writer, u->b.n_rows,
		    docs ? DOCSTORE_TEXTS : DOCSTORE_COUNTS, w.store, put_piece, u->b.writer, err);
	if (st == TENSEN_OK)
		st = pack_all(&w, err);
	if (st == TENSEN_OK)
		st = docstore_writer_end(w.writer, err);
	else
		docstore_writer_free(w.writer);
	container_end(u->b.writer);
	buf_clear(&w.units);
	return st;
}
