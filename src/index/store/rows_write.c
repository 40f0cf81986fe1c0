/* index/store/rows_write.c - the writer of the ROWS section: each column waits on disk. */
#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "index/store/rows.h"
#include "index/store/rows_format.h"
#include "util/fail.h"
#include "util/memory.h"
#include "util/threads/sort.h"

#define KEY_ROOM ((uint64_t)64 << 20) /* bytes of keys sorted at once */

typedef struct key {
	uint64_t hash;
	uint32_t row;
} key;

/* In the order of the section; KEYS and KEY_ROWS are made of what KEYS_COME holds. */
enum {
	MASK,
	HASH,
	ID_END,
	TITLE_END,
	GROUP_END,
	APPLICANT_END,
	GROUP_NAME_END,
	APPLICANT_NAME_END,
	KEYS,
	DATE,
	KEY_ROWS,
	GROUP_OF,
	APPLICANT_OF,
	STATUS,
	FLAGS,
	PRIMARY,
	IDS,
	TITLES,
	GROUP_NAMES,
	APPLICANT_NAMES,
	KEYS_COME,
	N_COLUMNS
};

struct rows_writer {
	uint32_t n;
	tensen_status st; /* the first failure */
	tensen_error err;
	spool *column[N_COLUMNS];
	strtab groups, applicants;
};

static tensen_status
open_columns(rows_writer *w, const char *target, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (int i = 0; st == TENSEN_OK && i < N_COLUMNS; i++)
		st = spool_new(&w->column[i], target, err);
	return st;
}

tensen_status
rows_writer_new(rows_writer **out, const char *target, tensen_error *err)
{
	rows_writer *w = *out = calloc(1, sizeof *w);
	tensen_status st = w ? open_columns(w, target, err) : tensen_fail_nomem(err);

	return KEEP_OR_FREE(st, out, rows_writer_free);
}

void
rows_writer_free(rows_writer *w)
{
	if (!w)
		return;
	for (int i = 0; i < N_COLUMNS; i++)
		spool_free(w->column[i]);
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

static void
put(rows_writer *w, int column, const void *p, size_t n)
{
	if (w->st == TENSEN_OK)
		w->st = spool_add(w->column[column], p, n, &w->err);
}

/* Bytes of one entry, and where they end, in units of `unit`. */
static void
put_run(rows_writer *w, int column, int end_column, const void *p, size_t n, size_t unit)
{
	uint64_t end;

	put(w, column, p, n);
	end = spool_size(w->column[column]) / unit;
	put(w, end_column, &end, sizeof end);
}

/* Numbers of interned names; there are `known` of them. */
static void
put_numbers(
    rows_writer *w, int column, int end_column, const uint32_t *v, uint32_t n, uint32_t known)
{
	for (uint32_t i = 0; i < n; i++)
		if (v[i] >= known && w->st == TENSEN_OK)
			w->st = tensen_fail_nomem(&w->err); /* a name was not interned */
	put_run(w, column, end_column, v, n * sizeof *v, sizeof *v);
}

static void
put_key(rows_writer *w, uint64_t hash)
{
	key k;

	memset(&k, 0, sizeof k);
	k.hash = hash;
	k.row = w->n;
	put(w, KEYS_COME, &k, sizeof k);
}

void
rows_add(rows_writer *w, const row_info *r)
{
	put(w, MASK, &r->mask, sizeof r->mask);
	put(w, HASH, &r->hash, sizeof r->hash);
	put(w, DATE, &r->date, sizeof r->date);
	put(w, STATUS, &r->status, 1);
	put(w, FLAGS, &r->flags, 1);
	put(w, PRIMARY, &r->primary, 1);
	put(w, IDS, r->id.p, r->id.n);
	put_run(w, IDS, ID_END, "", 1, 1); /* callers want C strings */
	put_run(w, TITLES, TITLE_END, r->title.p, r->title.n, 1);
	put_numbers(w, GROUP_OF, GROUP_END, r->groups, r->n_groups, w->groups.n);
	put_numbers(
	    w, APPLICANT_OF, APPLICANT_END, r->applicants, r->n_applicants, w->applicants.n);
	for (uint32_t i = 0; i < r->n_keys; i++)
		put_key(w, XXH3_64bits(r->keys[i].p, r->keys[i].n));
	for (uint32_t i = 0; i < r->n_hashes; i++)
		put_key(w, r->hashes[i]);
	w->n++;
}

static int
key_order(const void *a, const void *b)
{
	const key *x = a, *y = b;
	int c = ORDER(x->hash, y->hash);

	return c ? c : ORDER(x->row, y->row);
}

/* Keys whose hash lies in share `pass` of `passes`, sorted. */
static void
sort_share(rows_writer *w, uint64_t pass, uint64_t passes)
{
	uint64_t share = UINT64_MAX / passes + 1; /* 0: one pass, all */
	spool_cursor c = {.s = w->column[KEYS_COME]};
	buf keys = BUF_INIT;
	const void *p;

	while ((p = spool_next(&c, sizeof(key), &w->st, &w->err))) {
		key k;
		memcpy(&k, p, sizeof k);
		if (share == 0 || k.hash / share == pass)
			buf_add(&keys, &k, sizeof k);
	}
	spool_cursor_clear(&c);
	if (w->st == TENSEN_OK && keys.failed)
		w->st = tensen_fail_nomem(&w->err);
	if (keys.n)
		qsort(keys.p, keys.n / sizeof(key), sizeof(key), key_order);
	for (size_t i = 0; i < keys.n / sizeof(key); i++) {
		const key *k = (const key *)(const void *)keys.p + i;
		put(w, KEYS, &k->hash, sizeof k->hash);
		put(w, KEY_ROWS, &k->row, sizeof k->row);
	}
	buf_clear(&keys);
}

/* Hashes are spread evenly: shares of their range are about equal. */
static void
sort_keys(rows_writer *w)
{
	uint64_t passes = spool_size(w->column[KEYS_COME]) / KEY_ROOM + 1;

	if (w->st == TENSEN_OK)
		w->st = spool_finish(w->column[KEYS_COME], &w->err);
	for (uint64_t i = 0; i < passes && w->st == TENSEN_OK; i++)
		sort_share(w, i, passes);
}

static void
put_names(rows_writer *w, const strtab *t, int column, int end_column)
{
	for (uint32_t i = 0; i < t->n; i++) {
		span s = strtab_get(t, i);
		put_run(w, column, end_column, s.p, s.n, 1);
	}
}

static void
make_head(const rows_writer *w, uint64_t h[ROWS_HEAD])
{
	memset(h, 0, ROWS_HEAD * sizeof *h);
	h[ROWS_VERSION_AT] = ROWS_VERSION;
	h[ROWS_N] = w->n;
	h[ROWS_GROUPS] = w->groups.n;
	h[ROWS_APPLICANTS] = w->applicants.n;
	h[ROWS_KEYS] = spool_size(w->column[KEYS]) / 8;
	h[ROWS_GROUP_OF] = spool_size(w->column[GROUP_OF]) / 4;
	h[ROWS_APPLICANT_OF] = spool_size(w->column[APPLICANT_OF]) / 4;
	h[ROWS_ID_BYTES] = spool_size(w->column[IDS]);
	h[ROWS_TITLE_BYTES] = spool_size(w->column[TITLES]);
	h[ROWS_GROUP_BYTES] = spool_size(w->column[GROUP_NAMES]);
	h[ROWS_APPLICANT_BYTES] = spool_size(w->column[APPLICANT_NAMES]);
}

static void
pour_columns(rows_writer *w, sink_fn to, void *payload)
{
	static const char zeros[8];

	for (int i = 0; i < KEYS_COME && w->st == TENSEN_OK; i++) {
		if ((w->st = spool_finish(w->column[i], &w->err)) == TENSEN_OK)
			w->st = spool_pour(w->column[i], to, payload, &w->err);
		to(payload, zeros, (8 - spool_size(w->column[i]) % 8) % 8);
	}
}

tensen_status
rows_writer_end(rows_writer *w, sink_fn to, void *payload, tensen_error *err)
{
	uint64_t head[ROWS_HEAD];
	tensen_status st;

	put_names(w, &w->groups, GROUP_NAMES, GROUP_NAME_END);
	put_names(w, &w->applicants, APPLICANT_NAMES, APPLICANT_NAME_END);
	sort_keys(w);
	make_head(w, head);
	to(payload, head, sizeof head);
	pour_columns(w, to, payload);
	st = w->st;
	if (st < 0 && err)
		*err = w->err;
	rows_writer_free(w);
	return st;
}
