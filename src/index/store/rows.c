/* index/store/rows.c - the reader of the ROWS section.
 *
 * SECTION  A head of 16 u64 numbers, then columns, each starting at a multiple
 *          of 8, in the order of struct layout below; see FORMAT.md, "ROWS". */
#include "index/store/rows.h"
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "index/store/rows_format.h"
#include "util/bytes.h"
#include "util/fail.h"

/* Hands out the columns one after another and remembers if one did not fit. */
typedef struct taker {
	const uint8_t *p;
	size_t left;
	int failed;
} taker;

static const void *
take(taker *t, uint64_t count, size_t size)
{
	const void *p = t->p;
	uint64_t bytes;

	if (t->failed || count > t->left / size) {
		t->failed = 1;
		return NULL;
	}
	bytes = (count * size + 7) / 8 * 8;
	if (bytes > t->left) {
		t->failed = 1;
		return NULL;
	}
	t->p += bytes;
	t->left -= bytes;
	return p;
}

/* n ascending ends, the last one equal to total. */
static int
ends_are_sound(const uint64_t *end, uint64_t n, uint64_t total)
{
	uint64_t before = 0;

	for (uint64_t i = 0; i < n; i++) {
		if (end[i] < before)
			return 0;
		before = end[i];
	}
	return before == total;
}

static int
all_below(const uint32_t *v, uint64_t n, uint32_t bound)
{
	for (uint64_t i = 0; i < n; i++)
		if (v[i] >= bound)
			return 0;
	return 1;
}

/* Every id has its NUL. */
static int
ids_are_ended(const rows *r)
{
	for (uint32_t i = 0; i < r->n; i++)
		if (r->id_end[i] == (i ? r->id_end[i - 1] : 0) || r->id_bytes[r->id_end[i] - 1])
			return 0;
	return 1;
}

static int
columns_are_sound(const rows *r)
{
	return ends_are_sound(r->id_end, r->n, r->id_bytes_n) && ids_are_ended(r) &&
	       ends_are_sound(r->title_end, r->n, r->title_bytes_n) &&
	       ends_are_sound(r->group_end, r->n, r->n_group_of) &&
	       ends_are_sound(r->applicant_end, r->n, r->n_applicant_of) &&
	       ends_are_sound(r->group_name_end, r->n_groups, r->group_names_n) &&
	       ends_are_sound(r->applicant_name_end, r->n_applicants, r->applicant_names_n) &&
	       all_below(r->group_of, r->n_group_of, r->n_groups) &&
	       all_below(r->applicant_of, r->n_applicant_of, r->n_applicants) &&
	       all_below(r->key_row, r->n_keys, r->n);
}

/* Fields are used as places in tables of N_FIELDS; a primary field is one of
 * the mask, and a row with fields has one. */
static int
fields_are_sound(const rows *r)
{
	for (uint32_t i = 0; i < r->n; i++) {
		uint64_t mask = r->mask[i];
		unsigned primary = r->primary[i];
		if (mask >> N_FIELDS || primary > N_FIELDS ||
		    (primary ? !(mask >> (primary - 1) & 1) : mask != 0))
			return 0;
	}
	return 1;
}

tensen_status
rows_open(rows *out, const void *p, size_t n, tensen_error *err)
{
	taker t = {p, n, 0};
	uint64_t h[ROWS_HEAD];
	const uint8_t *head = take(&t, ROWS_HEAD, 8);

	memset(out, 0, sizeof *out);
	for (int i = 0; head && i < ROWS_HEAD; i++)
		h[i] = le64(head + 8 * i);
	if (!head || h[ROWS_VERSION_AT] != ROWS_VERSION || h[ROWS_N] >= ROW_NONE ||
	    h[ROWS_GROUPS] >= ROW_NONE || h[ROWS_APPLICANTS] >= ROW_NONE ||
	    h[ROWS_KEYS] >= ROW_NONE)
		return tensen_fail(err, TENSEN_E_CORRUPT, "rows: no readable head");
	out->n = (uint32_t)h[ROWS_N];
	out->n_groups = (uint32_t)h[ROWS_GROUPS];
	out->n_applicants = (uint32_t)h[ROWS_APPLICANTS];
	out->n_keys = (uint32_t)h[ROWS_KEYS];
	out->n_group_of = h[ROWS_GROUP_OF];
	out->n_applicant_of = h[ROWS_APPLICANT_OF];
	out->id_bytes_n = h[ROWS_ID_BYTES];
	out->title_bytes_n = h[ROWS_TITLE_BYTES];
	out->group_names_n = h[ROWS_GROUP_BYTES];
	out->applicant_names_n = h[ROWS_APPLICANT_BYTES];
	out->mask = take(&t, out->n, 8);
	out->hash = take(&t, out->n, 8);
	out->id_end = take(&t, out->n, 8);
	out->title_end = take(&t, out->n, 8);
	out->group_end = take(&t, out->n, 8);
	out->applicant_end = take(&t, out->n, 8);
	out->group_name_end = take(&t, out->n_groups, 8);
	out->applicant_name_end = take(&t, out->n_applicants, 8);
	out->key_hash = take(&t, out->n_keys, 8);
	out->date = take(&t, out->n, 4);
	out->key_row = take(&t, out->n_keys, 4);
	out->group_of = take(&t, h[ROWS_GROUP_OF], 4);
	out->applicant_of = take(&t, h[ROWS_APPLICANT_OF], 4);
	out->status = take(&t, out->n, 1);
	out->flags = take(&t, out->n, 1);
	out->primary = take(&t, out->n, 1);
	out->id_bytes = take(&t, h[ROWS_ID_BYTES], 1);
	out->title_bytes = take(&t, h[ROWS_TITLE_BYTES], 1);
	out->group_names = take(&t, h[ROWS_GROUP_BYTES], 1);
	out->applicant_names = take(&t, h[ROWS_APPLICANT_BYTES], 1);
	if (t.failed || t.left != 0)
		return tensen_fail(err, TENSEN_E_CORRUPT, "rows: columns do not fill %zu bytes", n);
	return TENSEN_OK;
}

tensen_status
rows_check_fields(const rows *r, tensen_error *err)
{
	if (!fields_are_sound(r))
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "rows: a row of a field that does not exist");
	return TENSEN_OK;
}

tensen_status
rows_check(const rows *r, tensen_error *err)
{
	if (!columns_are_sound(r))
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "rows: a column points outside its table");
	return rows_check_fields(r, err);
}

/* ---- reading ---- */

static void
note_damage(const rows *r)
{
	if (r->damaged)
		__atomic_store_n(r->damaged, 1, __ATOMIC_RELAXED);
}

static span
slice(const rows *r, const char *bytes, uint64_t n_bytes, const uint64_t *end, uint32_t i)
{
	uint64_t from = i ? end[i - 1] : 0, to = end[i];

	if (from <= to && to <= n_bytes)
		return (span){bytes + from, (size_t)(to - from)};
	note_damage(r);
	return (span){"", 0};
}

span
rows_id(const rows *r, uint32_t row)
{
	span s = slice(r, r->id_bytes, r->id_bytes_n, r->id_end, row);

	if (s.n && s.p[s.n - 1] == '\0')
		return (span){s.p, s.n - 1};
	note_damage(r);
	return (span){"", 0};
}

span
rows_title(const rows *r, uint32_t row)
{
	return slice(r, r->title_bytes, r->title_bytes_n, r->title_end, row);
}

span
rows_group_name(const rows *r, uint32_t i)
{
	return slice(r, r->group_names, r->group_names_n, r->group_name_end, i);
}

span
rows_applicant_name(const rows *r, uint32_t i)
{
	return slice(r, r->applicant_names, r->applicant_names_n, r->applicant_name_end, i);
}

/* The numbers of a row, all below `bound`. */
static const uint32_t *
numbers_of(const rows *r, const uint32_t *of, uint64_t n_of, const uint64_t *end, uint32_t row,
    uint32_t bound, uint32_t *n)
{
	uint64_t from = row ? end[row - 1] : 0, to = end[row];

	if (from <= to && to <= n_of && all_below(of + from, to - from, bound)) {
		*n = (uint32_t)(to - from);
		return of + from;
	}
	note_damage(r);
	*n = 0;
	return of;
}

const uint32_t *
rows_groups(const rows *r, uint32_t row, uint32_t *n)
{
	return numbers_of(r, r->group_of, r->n_group_of, r->group_end, row, r->n_groups, n);
}

const uint32_t *
rows_applicants(const rows *r, uint32_t row, uint32_t *n)
{
	return numbers_of(
	    r, r->applicant_of, r->n_applicant_of, r->applicant_end, row, r->n_applicants, n);
}

uint32_t
rows_find(const rows *r, span key)
{
	uint64_t hash = XXH3_64bits(key.p, key.n);
	uint32_t lo = 0, hi = r->n_keys, by_number = ROW_NONE;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (r->key_hash[mid] < hash)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < r->n_keys && r->key_hash[lo] == hash; lo++) {
		const uint32_t row = r->key_row[lo];
		if (row >= r->n) {
			note_damage(r);
			continue;
		}
		if (span_eq(rows_id(r, row), key))
			return row;
		if (by_number == ROW_NONE)
			by_number = row;
	}
	return by_number;
}
