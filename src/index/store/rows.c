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
rows_take(taker *one, uint64_t count, size_t size)
{
	const void *p = one->p;
	uint64_t bytes;

	if (one->failed || count > one->left / size) {
		one->failed = 1;
		return NULL;
	}
	bytes = (count * size + 7) / 8 * 8;
	if (bytes > one->left) {
		one->failed = 1;
		return NULL;
	}
	one->p += bytes;
	one->left -= bytes;
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
all_below(const uint32_t *ids, uint64_t n, uint32_t bound)
{
	for (uint64_t i = 0; i < n; i++)
		if (ids[i] >= bound)
			return 0;
	return 1;
}

/* Every id has its NUL. */
static int
ids_are_ended(const rows *rows_of)
{
	for (uint32_t i = 0; i < rows_of->n; i++)
		if (rows_of->id_end[i] == (i ? rows_of->id_end[i - 1] : 0) ||
		    rows_of->id_bytes[rows_of->id_end[i] - 1])
			return 0;
	return 1;
}

static int
columns_are_sound(const rows *rows_of)
{
	return ends_are_sound(rows_of->id_end, rows_of->n, rows_of->id_bytes_n) &&
	       ids_are_ended(rows_of) &&
	       ends_are_sound(rows_of->title_end, rows_of->n, rows_of->title_bytes_n) &&
	       ends_are_sound(rows_of->group_end, rows_of->n, rows_of->n_group_of) &&
	       ends_are_sound(rows_of->applicant_end, rows_of->n, rows_of->n_applicant_of) &&
	       ends_are_sound(rows_of->group_name_end, rows_of->n_groups, rows_of->group_names_n) &&
	       ends_are_sound(rows_of->applicant_name_end, rows_of->n_applicants,
		   rows_of->applicant_names_n) &&
	       all_below(rows_of->group_of, rows_of->n_group_of, rows_of->n_groups) &&
	       all_below(rows_of->applicant_of, rows_of->n_applicant_of, rows_of->n_applicants) &&
	       all_below(rows_of->key_row, rows_of->n_keys, rows_of->n);
}

/* Fields are used as places in tables of N_FIELDS; a primary field is one of
 * the mask, and a row with fields has one. */
static int
fields_are_sound(const rows *rows_of)
{
	for (uint32_t i = 0; i < rows_of->n; i++) {
		uint64_t mask = rows_of->mask[i];
		unsigned primary = rows_of->primary[i];
		if (mask >> N_FIELDS || primary > N_FIELDS ||
		    (primary ? !(mask >> (primary - 1) & 1) : mask != 0))
			return 0;
	}
	return 1;
}

tensen_status
rows_open(rows *out, const void *ctx, size_t n, tensen_error *err)
{
	taker t = {ctx, n, 0};
	uint64_t h[ROWS_HEAD];
	const uint8_t *head = rows_take(&t, ROWS_HEAD, 8);

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
	out->mask = rows_take(&t, out->n, 8);
	out->hash = rows_take(&t, out->n, 8);
	out->id_end = rows_take(&t, out->n, 8);
	out->title_end = rows_take(&t, out->n, 8);
	out->group_end = rows_take(&t, out->n, 8);
	out->applicant_end = rows_take(&t, out->n, 8);
	out->group_name_end = rows_take(&t, out->n_groups, 8);
	out->applicant_name_end = rows_take(&t, out->n_applicants, 8);
	out->key_hash = rows_take(&t, out->n_keys, 8);
	out->date = rows_take(&t, out->n, 4);
	out->key_row = rows_take(&t, out->n_keys, 4);
	out->group_of = rows_take(&t, h[ROWS_GROUP_OF], 4);
	out->applicant_of = rows_take(&t, h[ROWS_APPLICANT_OF], 4);
	out->status = rows_take(&t, out->n, 1);
	out->flags = rows_take(&t, out->n, 1);
	out->primary = rows_take(&t, out->n, 1);
	out->id_bytes = rows_take(&t, h[ROWS_ID_BYTES], 1);
	out->title_bytes = rows_take(&t, h[ROWS_TITLE_BYTES], 1);
	out->group_names = rows_take(&t, h[ROWS_GROUP_BYTES], 1);
	out->applicant_names = rows_take(&t, h[ROWS_APPLICANT_BYTES], 1);
	if (t.failed || t.left != 0)
		return tensen_fail(err, TENSEN_E_CORRUPT, "rows: columns do not fill %zu bytes", n);
	return TENSEN_OK;
}

tensen_status
rows_check_fields(const rows *rows_of, tensen_error *err)
{
	if (!fields_are_sound(rows_of))
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "rows: a row of a field that does not exist");
	return TENSEN_OK;
}

tensen_status
rows_check(const rows *rows_of, tensen_error *err)
{
	if (!columns_are_sound(rows_of))
		return tensen_fail(
		    err, TENSEN_E_CORRUPT, "rows: a column points outside its table");
	return rows_check_fields(rows_of, err);
}

/* ---- reading ---- */

static void
note_damage(const rows *rows_of)
{
	if (rows_of->damaged)
		__atomic_store_n(rows_of->damaged, 1, __ATOMIC_RELAXED);
}

static span
rows_slice(
    const rows *rows_of, const char *bytes, uint64_t n_bytes, const uint64_t *end, uint32_t i)
{
	uint64_t from = i ? end[i - 1] : 0, to = end[i];

	if (from <= to && to <= n_bytes)
		return (span){bytes + from, (size_t)(to - from)};
	note_damage(rows_of);
	return (span){"", 0};
}

span
rows_id(const rows *rows_of, uint32_t row)
{
	span s = rows_slice(rows_of, rows_of->id_bytes, rows_of->id_bytes_n, rows_of->id_end, row);

	if (s.n && s.p[s.n - 1] == '\0')
		return (span){s.p, s.n - 1};
	note_damage(rows_of);
	return (span){"", 0};
}

span
rows_title(const rows *rows_of, uint32_t row)
{
	return rows_slice(
	    rows_of, rows_of->title_bytes, rows_of->title_bytes_n, rows_of->title_end, row);
}

span
rows_group_name(const rows *rows_of, uint32_t i)
{
	return rows_slice(
	    rows_of, rows_of->group_names, rows_of->group_names_n, rows_of->group_name_end, i);
}

span
rows_applicant_name(const rows *rows_of, uint32_t i)
{
	return rows_slice(rows_of, rows_of->applicant_names, rows_of->applicant_names_n,
	    rows_of->applicant_name_end, i);
}

/* The numbers of a row, all below `bound`. */
static const uint32_t *
numbers_of(const rows *rows_of, const uint32_t *of, uint64_t n_of, const uint64_t *end,
    uint32_t row, uint32_t bound, uint32_t *n)
{
	uint64_t from = row ? end[row - 1] : 0, to = end[row];

	if (from <= to && to <= n_of && all_below(of + from, to - from, bound)) {
		*n = (uint32_t)(to - from);
		return of + from;
	}
	note_damage(rows_of);
	*n = 0;
	return of;
}

const uint32_t *
rows_groups(const rows *rows_of, uint32_t row, uint32_t *n)
{
	return numbers_of(rows_of, rows_of->group_of, rows_of->n_group_of, rows_of->group_end, row,
	    rows_of->n_groups, n);
}

const uint32_t *
rows_applicants(const rows *rows_of, uint32_t row, uint32_t *n)
{
	return numbers_of(rows_of, rows_of->applicant_of, rows_of->n_applicant_of,
	    rows_of->applicant_end, row, rows_of->n_applicants, n);
}

void
rows_ahead(const rows *rows_of, uint32_t row, int step)
{
	const uint64_t *title = &rows_of->title_end[row ? row - 1 : 0];
	const uint64_t *group = &rows_of->group_end[row ? row - 1 : 0];

	if (step == 0) {
		__builtin_prefetch(title);
		__builtin_prefetch(group);
		return;
	}
	if (*title < rows_of->title_bytes_n)
		__builtin_prefetch(rows_of->title_bytes + *title);
	if (*group < rows_of->n_group_of)
		__builtin_prefetch(rows_of->group_of + *group);
}

uint32_t
rows_find(const rows *rows_of, span key)
{
	uint64_t hash = XXH3_64bits(key.p, key.n);
	uint32_t lo = 0, hi = rows_of->n_keys, by_number = ROW_NONE;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (rows_of->key_hash[mid] < hash)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < rows_of->n_keys && rows_of->key_hash[lo] == hash; lo++) {
		const uint32_t row = rows_of->key_row[lo];
		if (row >= rows_of->n) {
			note_damage(rows_of);
			continue;
		}
		if (span_eq(rows_id(rows_of, row), key))
			return row;
		if (by_number == ROW_NONE)
			by_number = row;
	}
	return by_number;
}
