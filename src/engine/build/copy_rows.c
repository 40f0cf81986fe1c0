/* engine/build/copy_rows.c - see copy_rows.h. */
#include "engine/build/copy_rows.h"
#include <stdlib.h>
#include "engine/build/build_write.h"
#include "util/fail.h"
#include "util/memory.h"

static tensen_status
keys_by_row(rows_copier *k, const rows *r, tensen_error *err)
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

tensen_status
rows_copier_init(rows_copier *k, builder *b, rows_writer *to, const rows *from, tensen_error *err)
{
	size_t n = (size_t)from->n_groups + from->n_applicants;

	*k = (rows_copier){.b = b,
	    .to = to,
	    .from = from,
	    .group = malloc((n + 1) * sizeof *k->group),
	    .names = BUF_INIT};
	if (!k->group)
		return tensen_fail_nomem(err);
	memset(k->group, 0xff, n * sizeof *k->group);
	k->applicant = k->group + from->n_groups;
	return keys_by_row(k, from, err);
}

void
rows_copier_clear(rows_copier *k)
{
	free_all(k->hash, k->first, k->group);
	buf_clear(&k->names);
}

static uint32_t
group_after(rows_copier *k, uint32_t old)
{
	if (k->group[old] == STRTAB_NONE) {
		class_symbol c = {"", 0};
		class_symbol_parse(&c, rows_group_name(k->from, old));
		k->group[old] = build_group(k->b, k->to, &c);
	}
	return k->group[old];
}

static uint32_t
applicant_after(rows_copier *k, uint32_t old)
{
	if (k->applicant[old] == STRTAB_NONE)
		k->applicant[old] = rows_applicant(k->to, rows_applicant_name(k->from, old));
	return k->applicant[old];
}

void
rows_copier_add(rows_copier *k, uint32_t row)
{
	builder *b = k->b;
	const rows *r = k->from;
	uint32_t n;
	const uint32_t *old = rows_groups(r, row, &n);
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

	buf_reset(&k->names);
	for (uint32_t i = 0; i < n; i++)
		buf_u32(&k->names, group_after(k, old[i]));
	old = rows_applicants(r, row, &x.n_applicants);
	for (uint32_t i = 0; i < x.n_applicants; i++)
		buf_u32(&k->names, applicant_after(k, old[i]));
	if (k->names.failed) {
		b->group_row.failed = 1;
		return;
	}
	x.groups = (const uint32_t *)(const void *)k->names.p;
	x.applicants = x.groups + n;
	rows_add(k->to, &x);
	b->account->open += (x.flags & ROW_OPEN) != 0;
	b->account->in_fields += x.primary != 0;
}
