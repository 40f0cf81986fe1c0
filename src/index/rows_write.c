/* index/rows_write.c - the writer of the ROWS section: one buffer per column. */
#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "index/rows.h"
#include "index/rows_format.h"
#include "util/fail.h"

typedef struct key {
	uint64_t hash;
	uint32_t row;
} key;

struct rows_writer {
	uint32_t n;
	int nameless; /* a name was not interned: out of memory */
	buf mask, hash, id_end, title_end, group_end, applicant_end, date, group_of, applicant_of,
	    status, flags, primary, ids, titles, keys;
	strtab groups, applicants;
};

tensen_status
rows_writer_new(rows_writer **out, tensen_error *err)
{
	*out = calloc(1, sizeof **out);
	return *out ? TENSEN_OK : tensen_fail_nomem(err);
}

static void
each_buffer(rows_writer *w, void (*fn)(buf *))
{
	buf *all[] = {&w->mask, &w->hash, &w->id_end, &w->title_end, &w->group_end,
	    &w->applicant_end, &w->date, &w->group_of, &w->applicant_of, &w->status, &w->flags,
	    &w->primary, &w->ids, &w->titles, &w->keys};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		fn(all[i]);
}

void
rows_writer_free(rows_writer *w)
{
	if (!w)
		return;
	each_buffer(w, buf_clear);
	strtab_clear(&w->groups);
	strtab_clear(&w->applicants);
	free(w);
}

uint32_t
rows_group(rows_writer *w, span symbol)
{
	return strtab_add(&w->groups, symbol);
}

uint32_t
rows_applicant(rows_writer *w, span name)
{
	return strtab_add(&w->applicants, name);
}

/* Numbers of interned names; there are `known` of them. */
static void
put_numbers(rows_writer *w, buf *out, const uint32_t *v, uint32_t n, uint32_t known)
{
	for (uint32_t i = 0; i < n; i++) {
		if (v[i] >= known)
			w->nameless = 1;
		buf_u32(out, v[i]);
	}
}

void
rows_add(rows_writer *w, const row_info *r)
{
	buf_u64(&w->mask, r->mask);
	buf_u64(&w->hash, r->hash);
	buf_u32(&w->date, r->date);
	buf_char(&w->status, (char)r->status);
	buf_char(&w->flags, (char)r->flags);
	buf_char(&w->primary, (char)r->primary);
	buf_span(&w->ids, r->id);
	buf_u64(&w->id_end, w->ids.n);
	buf_span(&w->titles, r->title);
	buf_u64(&w->title_end, w->titles.n);
	put_numbers(w, &w->group_of, r->groups, r->n_groups, w->groups.n);
	buf_u64(&w->group_end, w->group_of.n / 4);
	put_numbers(w, &w->applicant_of, r->applicants, r->n_applicants, w->applicants.n);
	buf_u64(&w->applicant_end, w->applicant_of.n / 4);
	for (uint32_t i = 0; i < r->n_keys; i++) {
		key k = {XXH3_64bits(r->keys[i].p, r->keys[i].n), w->n};
		buf_add(&w->keys, &k, sizeof k);
	}
	w->n++;
}

static int
key_order(const void *a, const void *b)
{
	const key *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static void
column(buf *out, const buf *b)
{
	static const char zeros[8];

	if (b->failed)
		out->failed = 1;
	buf_add(out, b->p, b->n);
	buf_add(out, zeros, (8 - b->n % 8) % 8);
}

static void
names(buf *ends, buf *bytes, const strtab *t)
{
	for (uint32_t i = 0; i < t->n; i++) {
		buf_span(bytes, strtab_get(t, i));
		buf_u64(ends, bytes->n);
	}
}

static void
put_keys(buf *out, rows_writer *w, size_t n)
{
	key *k = (key *)(void *)w->keys.p;
	buf hashes = BUF_INIT, where = BUF_INIT;

	if (n)
		qsort(k, n, sizeof *k, key_order);
	for (size_t i = 0; i < n; i++) {
		buf_u64(&hashes, k[i].hash);
		buf_u32(&where, k[i].row);
	}
	column(out, &hashes);
	column(out, &w->date);
	column(out, &where);
	buf_clear(&hashes);
	buf_clear(&where);
}

static void
put_head(buf *out, const rows_writer *w, const buf *sub, const buf *app)
{
	uint64_t h[ROWS_HEAD] = {0};

	h[ROWS_VERSION_AT] = ROWS_VERSION;
	h[ROWS_N] = w->n;
	h[ROWS_GROUPS] = w->groups.n;
	h[ROWS_APPLICANTS] = w->applicants.n;
	h[ROWS_KEYS] = w->keys.n / sizeof(key);
	h[ROWS_GROUP_OF] = w->group_of.n / 4;
	h[ROWS_APPLICANT_OF] = w->applicant_of.n / 4;
	h[ROWS_ID_BYTES] = w->ids.n;
	h[ROWS_TITLE_BYTES] = w->titles.n;
	h[ROWS_GROUP_BYTES] = sub->n;
	h[ROWS_APPLICANT_BYTES] = app->n;
	for (int i = 0; i < ROWS_HEAD; i++)
		buf_u64(out, h[i]);
}

tensen_status
rows_writer_end(rows_writer *w, buf *out, tensen_error *err)
{
	buf sub = BUF_INIT, app = BUF_INIT, sub_end = BUF_INIT, app_end = BUF_INIT;

	names(&sub_end, &sub, &w->groups);
	names(&app_end, &app, &w->applicants);
	put_head(out, w, &sub, &app);
	column(out, &w->mask);
	column(out, &w->hash);
	column(out, &w->id_end);
	column(out, &w->title_end);
	column(out, &w->group_end);
	column(out, &w->applicant_end);
	column(out, &sub_end);
	column(out, &app_end);
	if (w->keys.failed || w->nameless)
		out->failed = 1;
	put_keys(out, w, w->keys.n / sizeof(key));
	column(out, &w->group_of);
	column(out, &w->applicant_of);
	column(out, &w->status);
	column(out, &w->flags);
	column(out, &w->primary);
	column(out, &w->ids);
	column(out, &w->titles);
	column(out, &sub);
	column(out, &app);
	buf_clear(&sub);
	buf_clear(&app);
	buf_clear(&sub_end);
	buf_clear(&app_end);
	rows_writer_free(w);
	return out->failed ? tensen_fail_nomem(err) : TENSEN_OK;
}
