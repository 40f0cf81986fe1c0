/* engine/update/update_order.c - the rows of an updated index: their order, their term records. */
#include <stdlib.h>
#include "engine/build/row_reader.h"
#include "engine/update/updater.h"
#include "util/fail.h"

static doc_slot
old_slot(const updater *u, uint32_t row)
{
	const rows *r = &u->old->rows;

	return (doc_slot){.mask = r->mask[row],
	    .hash = r->hash[row],
	    .year = (uint16_t)(r->date[row] / 10000),
	    .primary = r->primary[row]};
}

static void
add_row(updater *u, uint32_t source)
{
	uint32_t r = u->b.n_rows++;

	u->source[r] = source;
	if (source & CHANGE) {
		change *c = &u->changes[source & ~CHANGE];
		c->row = r;
		u->changed_rows[u->n_changed_rows++] = r;
		u->b.slots[r] = c->slot;
	} else {
		u->row_of[source] = r;
		u->b.slots[r] = old_slot(u, source);
	}
}

/* Add the rows of one field: unchanged ones, changed ones in their old place, then new ones.
 * replaced: by old row, its change. */
static void
add_field(updater *u, unsigned field, uint32_t *next, const uint32_t *replaced)
{
	const rows *r = &u->old->rows;

	for (; *next < r->n && r->primary[*next] == field; ++*next) {
		if (u->fate[*next] == FATE_KEPT)
			add_row(u, *next);
		else if (u->fate[*next] == FATE_REPLACED)
			add_row(u, CHANGE | replaced[*next]);
	}
	for (uint32_t i = 0; i < u->n_changes; i++) {
		const change *c = &u->changes[i];
		if (c->slot.primary == field && (c->old == GONE || u->fate[c->old] == FATE_MOVED))
			add_row(u, CHANGE | i);
	}
}

tensen_status
update_order(updater *u, tensen_error *err)
{
	uint64_t most = (uint64_t)u->old->rows.n + u->n_changes;
	uint32_t *replaced = malloc((u->old->rows.n + (size_t)1) * sizeof *replaced), next = 0;

	if (most >= CHANGE) {
		free(replaced);
		return tensen_fail(err, TENSEN_E_INPUT, "more than %u documents", CHANGE - 1);
	}
	u->source = malloc((most + 1) * sizeof *u->source);
	u->row_of = malloc((u->old->rows.n + (size_t)1) * sizeof *u->row_of);
	u->changed_rows = malloc((u->n_changes + (size_t)1) * sizeof *u->changed_rows);
	u->b.slots = malloc((most + 1) * sizeof *u->b.slots);
	if (!replaced || !u->source || !u->row_of || !u->changed_rows || !u->b.slots) {
		free(replaced);
		return tensen_fail_nomem(err);
	}
	memset(u->row_of, 0xff, (u->old->rows.n + (size_t)1) * sizeof *u->row_of);
	for (uint32_t i = 0; i < u->n_changes; i++)
		if (u->changes[i].old != GONE)
			replaced[u->changes[i].old] = i;
	u->b.n_rows = 0;
	for (unsigned f = 1; f <= N_FIELDS; f++)
		add_field(u, f, &next, replaced);
	add_field(u, 0, &next, replaced);
	free(replaced);
	if (next != u->old->rows.n)
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "section ROWS: row %u lies in no field", next);
	u->b.n_all = u->b.n_rows;
	if (u->b.n_rows == 0)
		return tensen_fail(err, TENSEN_E_INPUT, "no document would be left");
	return TENSEN_OK;
}

tensen_status
change_record(const spill *s, uint32_t k, buf *out, span *record, tensen_error *err)
{
	tensen_status st;

	buf_reset(out);
	st = spill_run(s, k, 1, out, err);
	*record = (span){out->p, out->n};
	return st;
}

/* The record of a row, old or new. */
static tensen_status
term_record(
    const updater *u, docstore_scratch *s, uint32_t row, buf *one, span *record, tensen_error *err)
{
	uint32_t from = u->source[row];

	return from & CHANGE ? change_record(u->records, from & ~CHANGE, one, record, err)
			     : docstore_get(u->old->terms, s, from, record, err);
}

tensen_status
update_terms(updater *u, tensen_error *err)
{
	builder *b = &u->b;
	int all = u->opts->retrain;
	uint32_t n = all ? b->n_rows : u->n_changed_rows;
	docstore_scratch *s = NULL;
	buf one = BUF_INIT;
	tensen_status st = row_spill_new(&b->terms, b->path, err);

	b->sizes = calloc((all ? n : 0) + (size_t)1, sizeof *b->sizes);
	if (st == TENSEN_OK)
		st = b->sizes ? docstore_scratch_new(&s, err) : tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		uint32_t row = all ? i : u->changed_rows[i];
		span record;
		if ((st = term_record(u, s, row, &one, &record, err)) < 0)
			break;
		if (all)
			b->sizes[row] = termrec_count(record);
		st = row_spill_add(b->terms, b->slots[row].primary, record, err);
		if (st == TENSEN_OK && i % 4096 == 0)
			st = build_progress(b, "count", i, n, err);
	}
	docstore_scratch_free(s);
	buf_clear(&one);
	return st == TENSEN_OK ? row_spill_finish(b->terms, err) : st;
}

tensen_status
update_vocab(updater *u, tensen_error *err)
{
	builder *b = &u->b;
	row_reader reader = {.n = 0};
	tensen_status st = TENSEN_OK;

	b->vocab.n_docs = b->n_rows;
	memset(b->vocab.own_df, 0, b->vocab.terms.n * sizeof *b->vocab.own_df);
	for (uint32_t r = 0; r < b->n_rows && st == TENSEN_OK; r++) {
		uint32_t n = 0;
		const term_count *t;
		if ((st = row_reader_piece(&reader, b->terms, r, 1, b->vocab.terms.n, err)) < 0)
			break;
		t = row_reader_row(&reader, 0, &n);
		for (uint32_t i = 0; i < n; i++)
			b->vocab.own_df[t[i].term]++;
	}
	row_reader_clear(&reader);
	return st;
}
