/* engine/update/update_rows.c - writes ROWS of an updated index, copying columns row by row. */
#include <stdlib.h>
#include "engine/build/build_write.h"
#include "engine/update/updater.h"
#include "util/fail.h"

/* Lookup tables of old rows.  The hashes that lead to row r are hash[first[r]] .. */
typedef struct lookup {
	uint64_t *hash;
	uint32_t *first;             /* [rows + 1] */
	uint32_t *group, *applicant; /* new number of each old name; STRTAB_NONE: none yet */
} lookup;

static tensen_status
keys_by_row(lookup *k, const rows *r, tensen_error *err)
{
	k->hash = malloc((r->n_keys + (size_t)1) * sizeof *k->hash);
	k->first = calloc(r->n + (size_t)2, sizeof *k->first);
	if (!k->hash || !k->first)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < r->n_keys; i++) {
		if (r->key_row[i] >= r->n)
			return tensen_fail(err, TENSEN_E_CORRUPT, "section ROWS: key %u", i);
		k->first[r->key_row[i] + 2]++;
	}
	for (uint32_t i = 0; i < r->n; i++)
		k->first[i + 2] += k->first[i + 1];
	for (uint32_t i = 0; i < r->n_keys; i++) /* first[row + 1] runs to the row's end */
		k->hash[k->first[r->key_row[i] + 1]++] = r->key_hash[i];
	return TENSEN_OK;
}

static tensen_status
lookup_init(lookup *k, const rows *r, tensen_error *err)
{
	size_t n = (size_t)r->n_groups + r->n_applicants;

	*k = (lookup){.group = malloc((n + 1) * sizeof *k->group)};
	if (!k->group)
		return tensen_fail_nomem(err);
	memset(k->group, 0xff, n * sizeof *k->group);
	k->applicant = k->group + r->n_groups;
	return keys_by_row(k, r, err);
}

static void
lookup_clear(lookup *k)
{
	free(k->hash);
	free(k->first);
	free(k->group);
}

static uint32_t
group_after(updater *u, rows_writer *w, lookup *k, uint32_t old)
{
	if (k->group[old] == STRTAB_NONE) {
		class_symbol c = {"", 0};
		class_symbol_parse(&c, rows_group_name(&u->old->rows, old));
		k->group[old] = build_group(&u->b, w, &c);
	}
	return k->group[old];
}

static uint32_t
applicant_after(updater *u, rows_writer *w, lookup *k, uint32_t old)
{
	if (k->applicant[old] == STRTAB_NONE)
		k->applicant[old] = rows_applicant(w, rows_applicant_name(&u->old->rows, old));
	return k->applicant[old];
}

static void
copy_row(updater *u, rows_writer *w, lookup *k, uint32_t row, buf *names)
{
	builder *b = &u->b;
	const rows *r = &u->old->rows;
	uint32_t n;
	const uint32_t *from = rows_groups(r, row, &n);
	row_info x = {.id = rows_id(r, row),
	    .title = rows_title(r, row),
	    .date = r->date[row],
	    .status = r->status[row],
	    .flags = r->flags[row],
	    .primary = r->primary[row],
	    .mask = r->mask[row],
	    .hash = r->hash[row],
	    .hashes = k->hash + k->first[row],
	    .n_hashes = k->first[row + 1] - k->first[row],
	    .n_groups = n};

	buf_reset(names);
	for (uint32_t i = 0; i < n; i++)
		buf_u32(names, group_after(u, w, k, from[i]));
	from = rows_applicants(r, row, &x.n_applicants);
	for (uint32_t i = 0; i < x.n_applicants; i++)
		buf_u32(names, applicant_after(u, w, k, from[i]));
	if (names->failed) {
		b->group_of.failed = 1;
		return;
	}
	x.groups = (const uint32_t *)(const void *)names->p;
	x.applicants = x.groups + n;
	rows_add(w, &x);
	buf_add(&b->group_of, x.groups, n * sizeof *x.groups);
	buf_u64(&b->group_end, b->group_of.n / sizeof *x.groups);
	b->account->open += (x.flags & ROW_OPEN) != 0;
	b->account->in_fields += x.primary != 0;
}

static tensen_status
changed_row(updater *u, rows_writer *w, uint32_t r, buf *one, tensen_error *err)
{
	arena mem;
	document d;
	span record;
	tensen_status st = change_record(u->binaries, u->source[r] & ~CHANGE, one, &record, err);

	arena_init(&mem);
	if (st == TENSEN_OK && (st = document_read(&d, &mem, record, err)) == TENSEN_OK)
		build_row(&u->b, w, r, &d);
	arena_clear(&mem);
	return st;
}

static tensen_status
add_all(updater *u, rows_writer *w, tensen_error *err)
{
	builder *b = &u->b;
	lookup k;
	buf scratch = BUF_INIT;
	tensen_status st = lookup_init(&k, &u->old->rows, err);

	for (uint32_t r = 0; r < b->n_rows && st == TENSEN_OK; r++) {
		if (u->source[r] & CHANGE)
			st = changed_row(u, w, r, &scratch, err);
		else
			copy_row(u, w, &k, u->source[r], &scratch);
		if (st == TENSEN_OK && r % 4096 == 0)
			st = build_progress(b, "list", r, b->n_rows, err);
	}
	if (st == TENSEN_OK && (b->group_of.failed || b->group_end.failed || b->group_field.failed))
		st = tensen_fail_nomem(err);
	buf_clear(&scratch);
	lookup_clear(&k);
	return st;
}

tensen_status
update_rows(updater *u, tensen_error *err)
{
	rows_writer *w = NULL;
	tensen_status st = rows_writer_new(&w, u->b.path, err);

	if (st < 0 || (st = add_all(u, w, err)) < 0) {
		rows_writer_free(w);
		return st;
	}
	container_begin(u->b.writer, "ROWS");
	st = rows_writer_end(w, put_piece, u->b.writer, err);
	container_end(u->b.writer);
	return st;
}
