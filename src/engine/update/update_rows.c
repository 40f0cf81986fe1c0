/* engine/update/update_rows.c - writes ROWS of an updated index, copying columns row by row. */
#include <stdlib.h>
#include "engine/build/build_write.h"
#include "engine/build/copy_rows.h"
#include "engine/update/updater.h"
#include "index/store/rare.h"
#include "util/fail.h"

static tensen_status
changed_row(updater *update, rows_writer *out, uint32_t r, buf *one, tensen_error *err)
{
	arena mem;
	document d;
	span record;
	tensen_status st =
	    change_record(update->binaries, update->source[r] & ~CHANGE, one, &record, err);

	arena_init(&mem);
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
