/* index/store/rows.h - the columns of all documents that filters and lists read.
 *
 * WHAT    Per row: id, title (for lists), date, status, open, primary field, field mask,
 *         class symbols down to the main group ("A63F 5"), applicants, other numbers of
 *         the patent; and the way from an id or number to its row.
 * RULES   Rows of one primary field are contiguous, fields ascending, rows without a
 *         field last; inside a field in order of input.
 *         Opening checks sizes alone.  A call that finds a column pointing outside its table gives
 *         nothing and notes it in *damaged, so that the answer can be refused. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "fields/fields.h"
#include "util/buf.h"
#include "util/files/spool.h"
#include "util/strtab.h"

#define ROW_NONE UINT32_MAX
#define ROW_OPEN 1 /* flags */
#define ROW_HAS_TEXT 2
#define ROW_BILINGUAL 8    /* its text is in both languages */
#define ROW_ENGLISH 4      /* its text is English; without: Japanese */
#define ROW_TITLE_ALONE 32 /* it has no other text */
#define ROW_NAMED 16       /* its title was made of its abstract: no title of its own */

/* One document as the writer is given it. */
typedef struct row_info {
	span id, title;
	uint32_t date;
	uint8_t status, flags, primary; /* primary: 1..35, 0 none */
	uint64_t mask;
	uint64_t hash;              /* document_hash() of the binary form */
	const uint32_t *groups;     /* numbers in rows_writer.groups, in order */
	const uint32_t *applicants; /* numbers by rows_applicant() */
	uint32_t n_groups, n_applicants;
	const span *keys; /* id and other numbers that lead to this row */
	uint32_t n_keys;
	const uint64_t *hashes; /* the same of a row of another index, where only hashes are kept */
	uint32_t n_hashes;
} row_info;

typedef struct rows_writer rows_writer;
/* Columns wait on disk beside `target` (NULL: in memory). */
tensen_status rows_writer_new(rows_writer **out, const char *target, tensen_error *err);
/* Names are interned: equal names get equal numbers, in order of arrival. */
uint32_t rows_group(rows_writer *out, span symbol);
uint32_t rows_applicant(rows_writer *out, span name);
void rows_add(rows_writer *out, const row_info *info); /* errors wait for rows_writer_end() */
/* Give the ROWS section to put; frees w whatever happens. */
tensen_status rows_writer_end(rows_writer *out, sink_fn put, void *payload, tensen_error *err);
void rows_writer_free(rows_writer *out);

typedef struct rows {
	uint32_t n, n_groups, n_applicants;
	const uint64_t *mask;
	const uint64_t *hash;
	const uint32_t *date;
	const uint8_t *status, *flags, *primary;
	/* the rest through the calls below */
	const uint64_t *id_end, *title_end, *group_end, *applicant_end, *key_hash;
	const uint32_t *group_of, *applicant_of, *key_row;
	const char *id_bytes, *title_bytes;
	uint32_t n_keys;
	const uint64_t *group_name_end, *applicant_name_end;
	const char *group_names, *applicant_names;
	uint64_t id_bytes_n, title_bytes_n, group_names_n, applicant_names_n;
	uint64_t n_group_of, n_applicant_of;
	int *damaged; /* of the owner; NULL: not noted */
} rows;

/* Views into p, which must stay mapped and be 8-byte aligned. */
tensen_status rows_open(rows *out, const void *ctx, size_t n, tensen_error *err);
/* Fields and masks, which are used as places without a call; then every column. */
tensen_status rows_check_fields(const rows *rows_of, tensen_error *err);
tensen_status rows_check(const rows *rows_of, tensen_error *err);
span rows_id(const rows *rows_of, uint32_t row); /* a NUL follows it */
span rows_title(const rows *rows_of, uint32_t row);
/* Numbers of the row's groups (applicants), *n of them. */
const uint32_t *rows_groups(const rows *rows_of, uint32_t row, uint32_t *n);
const uint32_t *rows_applicants(const rows *rows_of, uint32_t row, uint32_t *n);
static inline int
row_is_title_alone(const rows *rows_of, uint32_t row)
{
	return (rows_of->flags[row] & ROW_TITLE_ALONE) != 0;
}
/* Fetch what rows_title() and rows_groups() will read: `step` 0 first, 1 some rows later. */
void rows_ahead(const rows *rows_of, uint32_t row, int step);
span rows_group_name(const rows *rows_of, uint32_t i);
span rows_applicant_name(const rows *rows_of, uint32_t i);
/* The row of an id, else of another number; ROW_NONE: there is none. */
uint32_t rows_find(const rows *rows_of, span key);
