/* engine/build/copy_rows.c - see copy_rows.h. */
#include "engine/build/copy_rows.h"
#include "engine/build/build_write.h"
#include "util/fail.h"
#include "util/memory.h"

doc_slot
rows_slot(const rows *from, uint32_t row)
{
	return (doc_slot){.mask = from->mask[row],
	    .hash = from->hash[row],
	    .year = (uint16_t)(from->date[row] / 10000),
	    .primary = from->primary[row]};
}

static tensen_status
keys_by_row(rows_copier *copy, const rows *rows_of, tensen_error *err)
{
	copy->hash = malloc((rows_of->n_keys + (size_t)1) * sizeof *copy->hash);
	copy->first = calloc(rows_of->n + (size_t)2, sizeof *copy->first);
	if (!copy->hash || !copy->first)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < rows_of->n_keys; i++) {
		if (rows_of->key_row[i] >= rows_of->n)
			return tensen_fail(err, TENSEN_E_CORRUPT, "section ROWS: key %u", i);
		copy->first[rows_of->key_row[i] + 2]++;
	}
	for (uint32_t i = 0; i < rows_of->n; i++)
		copy->first[i + 2] += copy->first[i + 1];
	for (uint32_t i = 0; i < rows_of->n_keys; i++) /* first[row + 1] runs to the row's end */
		copy->hash[copy->first[rows_of->key_row[i] + 1]++] = rows_of->key_hash[i];
	return TENSEN_OK;
}

tensen_status
rows_copier_init(
    rows_copier *copy, builder *build, rows_writer *to, const rows *from, tensen_error *err)
{
	size_t n = (size_t)from->n_groups + from->n_applicants;

	*copy = (rows_copier){.b = build,
	    .to = to,
	    .from = from,
	    .group = malloc((n + 1) * sizeof *copy->group),
	    .names = BUF_INIT};
	if (!copy->group)
		return tensen_fail_nomem(err);
	memset(copy->group, 0xff, n * sizeof *copy->group);
	copy->applicant = copy->group + from->n_groups;
	return keys_by_row(copy, from, err);
}

void
rows_copier_clear(rows_copier *k)
{
	free_all(k->hash, k->first, k->group);
	buf_clear(&k->names);
}

static uint32_t
group_after(rows_copier *copy, uint32_t old)
{
	if (copy->group[old] == STRTAB_NONE) {
		class_symbol c = {"", 0};
		class_symbol_parse(&c, rows_group_name(copy->from, old));
		copy->group[old] = build_group(copy->b, copy->to, &c);
	}
	return copy->group[old];
}

static uint32_t
applicant_after(rows_copier *copy, uint32_t old)
{
	if (copy->applicant[old] == STRTAB_NONE)
		copy->applicant[old] =
		    rows_applicant(copy->to, rows_applicant_name(copy->from, old));
	return copy->applicant[old];
}

void
rows_copier_add(rows_copier *copy, uint32_t row)
{
	builder *b = copy->b;
	const rows *r = copy->from;
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
	    .hashes = copy->hash + copy->first[row],
	    .n_hashes = copy->first[row + 1] - copy->first[row],
	    .n_groups = n};

	buf_reset(&copy->names);
	for (uint32_t i = 0; i < n; i++)
		buf_u32(&copy->names, group_after(copy, old[i]));
	old = rows_applicants(r, row, &x.n_applicants);
	for (uint32_t i = 0; i < x.n_applicants; i++)
		buf_u32(&copy->names, applicant_after(copy, old[i]));
	if (copy->names.failed) {
		b->group_row.failed = 1;
		return;
	}
	x.groups = (const uint32_t *)(const void *)copy->names.p;
	x.applicants = x.groups + n;
	rows_add(copy->to, &x);
	b->account->open += (x.flags & ROW_OPEN) != 0;
	b->account->in_fields += x.primary != 0;
}
