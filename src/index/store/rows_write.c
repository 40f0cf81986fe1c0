/* index/store/rows_write.c - the writer of the ROWS section: each column waits on disk. */
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

tensen_status
rows_writer_new(rows_writer **out, const char *target, tensen_error *err)
{
	rows_writer *w = *out = calloc(1, sizeof *w);
	tensen_status st = w ? TENSEN_OK : tensen_fail_nomem(err);

	for (int i = 0; st == TENSEN_OK && i < N_COLUMNS; i++)
		st = spool_new(&w->column[i], target, err);
	return KEEP_OR_FREE(st, out, rows_writer_free);
}

void
rows_writer_free(rows_writer *out)
{
	if (!out)
		return;
	for (int i = 0; i < N_COLUMNS; i++)
		spool_free(out->column[i]);
	strtab_clear(&out->groups);
	strtab_clear(&out->applicants);
	free(out);
}

uint32_t
rows_group(rows_writer *out, span symbol)
{
	return strtab_add(&out->groups, symbol);
}

uint32_t
rows_applicant(rows_writer *out, span name)
{
	return strtab_add(&out->applicants, name);
}

static void
rows_put(rows_writer *out, int column, const void *ctx, size_t n)
{
	if (out->st == TENSEN_OK)
		out->st = spool_add(out->column[column], ctx, n, &out->err);
}

/* Bytes of one entry, and where they end, in units of `unit`. */
static void
put_run(rows_writer *out, int column, int end_column, const void *ctx, size_t n, size_t unit)
{
	uint64_t end;

	rows_put(out, column, ctx, n);
	end = spool_size(out->column[column]) / unit;
	rows_put(out, end_column, &end, sizeof end);
}

/* Numbers of interned names; there are `known` of them. */
static void
put_numbers(
    rows_writer *out, int column, int end_column, const uint32_t *ids, uint32_t n, uint32_t known)
{
	for (uint32_t i = 0; i < n; i++)
		if (ids[i] >= known && out->st == TENSEN_OK)
			out->st = tensen_fail_nomem(&out->err); /* a name was not interned */
	put_run(out, column, end_column, ids, n * sizeof *ids, sizeof *ids);
}

static void
put_key(rows_writer *out, uint64_t hash)
{
	key k;

	memset(&k, 0, sizeof k);
	k.hash = hash;
	k.row = out->n;
	rows_put(out, KEYS_COME, &k, sizeof k);
}

void
rows_add(rows_writer *out, const row_info *info)
{
	rows_put(out, MASK, &info->mask, sizeof info->mask);
	rows_put(out, HASH, &info->hash, sizeof info->hash);
	rows_put(out, DATE, &info->date, sizeof info->date);
	rows_put(out, STATUS, &info->status, 1);
	rows_put(out, FLAGS, &info->flags, 1);
	rows_put(out, PRIMARY, &info->primary, 1);
	rows_put(out, IDS, info->id.p, info->id.n);
	put_run(out, IDS, ID_END, "", 1, 1); /* callers want C strings */
	put_run(out, TITLES, TITLE_END, info->title.p, info->title.n, 1);
	put_numbers(out, GROUP_OF, GROUP_END, info->groups, info->n_groups, out->groups.n);
	put_numbers(out, APPLICANT_OF, APPLICANT_END, info->applicants, info->n_applicants,
	    out->applicants.n);
	for (uint32_t i = 0; i < info->n_keys; i++)
		put_key(out, XXH3_64bits(info->keys[i].p, info->keys[i].n));
	for (uint32_t i = 0; i < info->n_hashes; i++)
		put_key(out, info->hashes[i]);
	out->n++;
}

COMPARE2(key_order, key, UP(hash), UP(row))

/* Keys whose hash lies in share `pass` of `passes`, sorted. */
static void
sort_share(rows_writer *out, uint64_t pass, uint64_t passes)
{
	uint64_t share = UINT64_MAX / passes + 1; /* 0: one pass, all */
	spool_cursor c = {.s = out->column[KEYS_COME]};
	buf keys = BUF_INIT;
	const void *p;

	while ((p = spool_next(&c, sizeof(key), &out->st, &out->err))) {
		key k;
		memcpy(&k, p, sizeof k);
		if (share == 0 || k.hash / share == pass)
			buf_add(&keys, &k, sizeof k);
	}
	spool_cursor_clear(&c);
	if (out->st == TENSEN_OK && keys.failed)
		out->st = tensen_fail_nomem(&out->err);
	if (keys.n)
		qsort(keys.p, keys.n / sizeof(key), sizeof(key), key_order);
	for (size_t i = 0; i < keys.n / sizeof(key); i++) {
		const key *k = (const key *)(const void *)keys.p + i;
		rows_put(out, KEYS, &k->hash, sizeof k->hash);
		rows_put(out, KEY_ROWS, &k->row, sizeof k->row);
	}
	buf_clear(&keys);
}

/* Hashes are spread evenly: shares of their range are about equal. */
static void
sort_keys(rows_writer *out)
{
	uint64_t passes = spool_size(out->column[KEYS_COME]) / KEY_ROOM + 1;

	if (out->st == TENSEN_OK)
		out->st = spool_finish(out->column[KEYS_COME], &out->err);
	for (uint64_t i = 0; i < passes && out->st == TENSEN_OK; i++)
		sort_share(out, i, passes);
}

static void
put_names(rows_writer *out, const strtab *names, int column, int end_column)
{
	for (uint32_t i = 0; i < names->n; i++) {
		span s = strtab_get(names, i);
		put_run(out, column, end_column, s.p, s.n, 1);
	}
}

static void
make_head(const rows_writer *out, uint64_t bits[ROWS_HEAD])
{
	memset(bits, 0, ROWS_HEAD * sizeof *bits);
	bits[ROWS_VERSION_AT] = ROWS_VERSION;
	bits[ROWS_N] = out->n;
	bits[ROWS_GROUPS] = out->groups.n;
	bits[ROWS_APPLICANTS] = out->applicants.n;
	bits[ROWS_KEYS] = spool_size(out->column[KEYS]) / 8;
	bits[ROWS_GROUP_OF] = spool_size(out->column[GROUP_OF]) / 4;
	bits[ROWS_APPLICANT_OF] = spool_size(out->column[APPLICANT_OF]) / 4;
	bits[ROWS_ID_BYTES] = spool_size(out->column[IDS]);
	bits[ROWS_TITLE_BYTES] = spool_size(out->column[TITLES]);
	bits[ROWS_GROUP_BYTES] = spool_size(out->column[GROUP_NAMES]);
	bits[ROWS_APPLICANT_BYTES] = spool_size(out->column[APPLICANT_NAMES]);
}

static void
pour_columns(rows_writer *out, sink_fn to, void *payload)
{
	static const char zeros[8];

	for (int i = 0; i < KEYS_COME && out->st == TENSEN_OK; i++) {
		if ((out->st = spool_finish(out->column[i], &out->err)) == TENSEN_OK)
			out->st = spool_pour(out->column[i], to, payload, &out->err);
		to(payload, zeros, (8 - spool_size(out->column[i]) % 8) % 8);
	}
}

tensen_status
rows_writer_end(rows_writer *out, sink_fn to, void *payload, tensen_error *err)
{
	uint64_t head[ROWS_HEAD];
	tensen_status st;

	put_names(out, &out->groups, GROUP_NAMES, GROUP_NAME_END);
	put_names(out, &out->applicants, APPLICANT_NAMES, APPLICANT_NAME_END);
	sort_keys(out);
	make_head(out, head);
	to(payload, head, sizeof head);
	pour_columns(out, to, payload);
	st = out->st;
	if (st < 0 && err)
		*err = out->err;
	rows_writer_free(out);
	return st;
}
