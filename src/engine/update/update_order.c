/* engine/update/update_order.c - the rows of an updated index: their order, their term records. */
#include <stdlib.h>
#include "engine/build/copy_rows.h"
#include "engine/build/row_reader.h"
#include "engine/update/updater.h"
#include "util/fail.h"

static void
add_row(updater *update, uint32_t source)
{
	uint32_t r = update->b.n_rows++;

	update->source[r] = source;
	if (source & CHANGE) {
		change *c = &update->changes[source & ~CHANGE];
		c->row = r;
		update->changed_rows[update->n_changed_rows++] = r;
		update->b.slots[r] = c->slot;
	} else {
		update->row_of[source] = r;
		update->b.slots[r] = rows_slot(&update->old->rows, source);
	}
}

/* Add the rows of one field: unchanged ones, changed ones in their old place, then new ones.
 * replaced: by old row, its change. */
static void
add_field(updater *update, unsigned field, uint32_t *next, const uint32_t *replaced)
{
	const rows *r = &update->old->rows;

	for (; *next < r->n && r->primary[*next] == field; ++*next) {
		if (update->fate[*next] == FATE_KEPT)
			add_row(update, *next);
		else if (update->fate[*next] == FATE_REPLACED)
			add_row(update, CHANGE | replaced[*next]);
	}
	for (uint32_t i = 0; i < update->n_changes; i++) {
		const change *c = &update->changes[i];
		if (c->slot.primary == field &&
		    (c->old == GONE || update->fate[c->old] == FATE_MOVED))
			add_row(update, CHANGE | i);
	}
}

tensen_status
update_order(updater *update, tensen_error *err)
{
	uint64_t most = (uint64_t)update->old->rows.n + update->n_changes;
	uint32_t *replaced = malloc((update->old->rows.n + (size_t)1) * sizeof *replaced), next = 0;

	if (most >= CHANGE) {
		free(replaced);
		return tensen_fail(err, TENSEN_E_INPUT, SAY_MORE_THAN_DOCUMENTS, CHANGE - 1);
	}
	update->source = malloc((most + 1) * sizeof *update->source);
	update->row_of = malloc((update->old->rows.n + (size_t)1) * sizeof *update->row_of);
	update->changed_rows =
	    malloc((update->n_changes + (size_t)1) * sizeof *update->changed_rows);
	update->b.slots = malloc((most + 1) * sizeof *update->b.slots);
	if (!replaced || !update->source || !update->row_of || !update->changed_rows ||
	    !update->b.slots) {
		free(replaced);
		return tensen_fail_nomem(err);
	}
	memset(update->row_of, 0xff, (update->old->rows.n + (size_t)1) * sizeof *update->row_of);
	for (uint32_t i = 0; i < update->n_changes; i++)
		if (update->changes[i].old != GONE)
			replaced[update->changes[i].old] = i;
	update->b.n_rows = 0;
	for (unsigned f = 1; f <= N_FIELDS; f++)
		add_field(update, f, &next, replaced);
	add_field(update, 0, &next, replaced);
	free(replaced);
	if (next != update->old->rows.n)
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "section ROWS: row %u lies in no field", next);
	update->b.n_all = update->b.n_rows;
	if (update->b.n_rows == 0)
		return tensen_fail(err, TENSEN_E_INPUT, SAY_NO_DOCUMENT_WOULD);
	return TENSEN_OK;
}

tensen_status
change_record(const spill *spilled, uint32_t k, buf *out, span *record, tensen_error *err)
{
	tensen_status st;

	buf_reset(out);
	st = spill_run(spilled, k, 1, out, err);
	*record = (span){out->p, out->n};
	return st;
}

/* The record of a row, old or new. */
static tensen_status
term_record(const updater *update, docstore_scratch *scratch, uint32_t row, buf *one, span *record,
    tensen_error *err)
{
	uint32_t from = update->source[row];

	return from & CHANGE ? change_record(update->records, from & ~CHANGE, one, record, err)
			     : docstore_get(update->old->terms, scratch, from, record, err);
}

tensen_status
update_terms(updater *update, tensen_error *err)
{
	builder *b = &update->b;
	int all = update->opts->retrain;
	uint32_t n = all ? b->n_rows : update->n_changed_rows;
	docstore_scratch *s = NULL;
	buf one = BUF_INIT;
	tensen_status st = row_spill_new(&b->terms, b->path, err);

	b->sizes = calloc((all ? n : 0) + (size_t)1, sizeof *b->sizes);
	if (st == TENSEN_OK)
		st = b->sizes ? docstore_scratch_new(&s, err) : tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		uint32_t row = all ? i : update->changed_rows[i];
		span record;
		if ((st = term_record(update, s, row, &one, &record, err)) < 0)
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
update_vocab(updater *update, tensen_error *err)
{
	builder *b = &update->b;
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
