/* model/lsa_divide.c - see lsa_divide.h. */
#include "model/lsa_divide.h"
#include <string.h>
#include "model/dense.h"
#include "util/bytes.h"
#include "util/fail.h"
#include "util/memory.h"

#define ENTRY 12 /* bytes of an entry on its way: column, row, value */

uint32_t
lsa_first_piece(const team *threads, unsigned r, uint32_t m)
{
	return (uint32_t)team_first(threads, r, tall_pieces(m));
}

static size_t *
lsa_borders(const team *threads, uint32_t m, int gathered)
{
	size_t *first = malloc((threads->size + (size_t)1) * sizeof *first);

	for (unsigned r = 0; first && r <= threads->size; r++)
		first[r] = !gathered ? tall_row(m, lsa_first_piece(threads, r, m)) : r ? m : 0;
	return first;
}

/* The rank that has item i. */
static unsigned
lsa_owner(const team *threads, const size_t *first, uint32_t i)
{
	unsigned lo = 0, hi = threads->size - 1;

	while (lo < hi) {
		unsigned mid = (lo + hi + 1) / 2;
		if (first[mid] <= i)
			lo = mid;
		else
			hi = mid - 1;
	}
	return lo;
}

void
lsa_divide_clear(divided *d)
{
	free_all(d->row_start, d->row_col, d->row_val, d->col_start, d->col_row, d->col_val,
	    d->first_row, d->first_col);
	memset(d, 0, sizeof *d);
}

static tensen_status
lsa_divide_reserve(
    uint64_t **start, uint32_t **index, float **val, uint32_t n, uint64_t cells, tensen_error *err)
{
	*start = calloc(n + (size_t)2, sizeof **start);
	*index = malloc((cells + 1) * sizeof **index);
	*val = malloc((cells + 1) * sizeof **val);
	return *start && *index && *val ? TENSEN_OK : tensen_fail_nomem(err);
}

/* ---- rows ---- */

static tensen_status
send_rows(team *threads, const divided *split_text, const csr *mat, const uint32_t *number,
    buf *came, tensen_error *err)
{
	buf *send = team_bufs(threads);
	tensen_status st = send ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t r = 0; send && r < mat->n_rows; r++) {
		buf *to = &send[lsa_owner(threads, split_text->first_row, number[r])];
		uint64_t first = mat->start[r];
		uint32_t n = (uint32_t)(mat->start[r + 1] - first);
		buf_u32(to, number[r]);
		buf_u32(to, n);
		buf_add(to, mat->col + first, n * sizeof *mat->col);
		buf_add(to, mat->val + first, n * sizeof *mat->val);
	}
	if (st == TENSEN_OK)
		st = team_exchange(threads, send, came, err);
	team_bufs_free(threads, send);
	return st;
}

/* A row as it came. */
typedef struct packed_row {
	const char *p;
	uint32_t n;
} packed_row;

static tensen_status
find_rows(packed_row *rows, uint32_t first, uint32_t n_rows, const buf *out, uint64_t *cells,
    tensen_error *err)
{
	for (size_t at = 0; at + 8 <= out->n;) {
		uint32_t row = le32(out->p + at) - first, n = le32(out->p + at + 4);
		if (row >= n_rows || rows[row].p)
			return tensen_fail(err, TENSEN_E_ARG, "row %u comes twice", row + first);
		rows[row] = (packed_row){out->p + at + 8, n};
		*cells += n;
		at += 8 + n * (size_t)8;
	}
	return TENSEN_OK;
}

static tensen_status
take_rows(team *threads, divided *split_text, const csr *mat, const buf *came, tensen_error *err)
{
	uint32_t first = (uint32_t)split_text->first_row[threads->rank];
	uint32_t n = (uint32_t)split_text->first_row[threads->rank + 1] - first;
	packed_row *rows = calloc(n + (size_t)1, sizeof *rows);
	uint64_t cells = 0;
	tensen_status st = rows ? TENSEN_OK : tensen_fail_nomem(err);

	for (unsigned r = 0; r < threads->size && st == TENSEN_OK; r++)
		st = find_rows(rows, first, n, &came[r], &cells, err);
	if (st == TENSEN_OK)
		st = lsa_divide_reserve(&split_text->row_start, &split_text->row_col,
		    &split_text->row_val, n, cells, err);
	for (uint32_t r = 0; r < n && st == TENSEN_OK; r++) {
		uint64_t at = split_text->row_start[r];
		size_t bytes = rows[r].n * sizeof *split_text->row_col;
		if (bytes) {
			memcpy(split_text->row_col + at, rows[r].p, bytes);
			memcpy(split_text->row_val + at, rows[r].p + bytes, bytes);
		}
		split_text->row_start[r + 1] = at + rows[r].n;
	}
	split_text->rows =
	    (csr){n, mat->n_cols, split_text->row_start, split_text->row_col, split_text->row_val};
	free(rows);
	return st;
}

/* ---- columns ---- */

static tensen_status
send_entries(team *threads, const divided *split_text, buf *came, tensen_error *err)
{
	uint32_t first = (uint32_t)split_text->first_row[threads->rank];
	buf *send = team_bufs(threads);
	tensen_status st = send ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t r = 0; send && r < split_text->rows.n_rows; r++)
		for (uint64_t i = split_text->row_start[r]; i < split_text->row_start[r + 1]; i++) {
			buf *to = &send[lsa_owner(
			    threads, split_text->first_col, split_text->row_col[i])];
			buf_u32(to, split_text->row_col[i]);
			buf_u32(to, first + r);
			buf_f32(to, split_text->row_val[i]);
		}
	if (st == TENSEN_OK)
		st = team_exchange(threads, send, came, err);
	team_bufs_free(threads, send);
	return st;
}

/* Entries came by ascending row: in every column they stay so. */
static tensen_status
take_columns(team *threads, divided *split_text, const buf *came, uint32_t n_all, tensen_error *err)
{
	uint32_t first = (uint32_t)split_text->first_col[threads->rank];
	uint32_t n = (uint32_t)split_text->first_col[threads->rank + 1] - first;
	uint64_t cells = 0;
	tensen_status st;

	for (unsigned r = 0; r < threads->size; r++)
		cells += came[r].n / ENTRY;
	if ((st = lsa_divide_reserve(&split_text->col_start, &split_text->col_row,
		 &split_text->col_val, n, cells, err)) < 0)
		return st;
	for (unsigned r = 0; r < threads->size; r++)
		for (size_t at = 0; at < came[r].n; at += ENTRY)
			split_text->col_start[le32(came[r].p + at) - first + 2]++;
	for (uint32_t c = 0; c < n; c++)
		split_text->col_start[c + 2] += split_text->col_start[c + 1];
	for (unsigned r = 0; r < threads->size; r++) /* start[c + 1] runs to the end of column c */
		for (size_t at = 0; at < came[r].n; at += ENTRY) {
			const char *p = came[r].p + at;
			uint64_t to = split_text->col_start[le32(p) - first + 1]++;
			split_text->col_row[to] = le32(p + 4);
			split_text->col_val[to] = lef32(p + 8);
		}
	split_text->cols =
	    (csr){n, n_all, split_text->col_start, split_text->col_row, split_text->col_val};
	return TENSEN_OK;
}

tensen_status
lsa_divide(divided *split_text, team *threads, const csr *mat, const uint32_t *number,
    uint32_t n_all, int gathered, tensen_error *err)
{
	buf *came = team_bufs(threads);
	tensen_status st = came ? TENSEN_OK : tensen_fail_nomem(err);

	memset(split_text, 0, sizeof *split_text);
	split_text->first_row = lsa_borders(threads, n_all, gathered);
	split_text->first_col = lsa_borders(threads, mat->n_cols, 0);
	if (st == TENSEN_OK && (!split_text->first_row || !split_text->first_col))
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK)
		st = send_rows(threads, split_text, mat, number, came, err);
	if (st == TENSEN_OK)
		st = take_rows(threads, split_text, mat, came, err);
	if (st == TENSEN_OK && !gathered)
		st = send_entries(threads, split_text, came, err);
	if (st == TENSEN_OK && !gathered)
		st = take_columns(threads, split_text, came, n_all, err);
	team_bufs_free(threads, came);
	return st;
}

tensen_status
lsa_divided_norm(team *threads, const divided *split_text, double *out, tensen_error *err)
{
	tensen_status st = TENSEN_OK;
	double sum = 0;

	for (unsigned r = 0; r < threads->size && st == TENSEN_OK; r++) { /* rank after rank */
		double mine = 0;
		if (r == threads->rank) {
			for (uint64_t i = 0; i < split_text->row_start[split_text->rows.n_rows];
			     i++)
				sum +=
				    (double)split_text->row_val[i] * (double)split_text->row_val[i];
			mine = sum;
		}
		st = team_sum_f64(threads, &mine, 1, err);
		sum = mine;
	}
	*out = sum;
	return st;
}
