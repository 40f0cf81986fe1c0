/* model/lsa_divide.c - see lsa_divide.h. */
#include "model/lsa_divide.h"
#include <stdlib.h>
#include <string.h>
#include "model/dense.h"
#include "util/bytes.h"
#include "util/fail.h"
#include "util/memory.h"

#define ENTRY 12 /* bytes of an entry on its way: column, row, value */

uint32_t
lsa_first_piece(const team *t, unsigned r, uint32_t m)
{
	return (uint32_t)team_first(t, r, tall_pieces(m));
}

static size_t *
borders(const team *t, uint32_t m)
{
	size_t *first = malloc((t->size + (size_t)1) * sizeof *first);

	for (unsigned r = 0; first && r <= t->size; r++)
		first[r] = tall_row(m, lsa_first_piece(t, r, m));
	return first;
}

/* The rank that has item i. */
static unsigned
owner(const team *t, const size_t *first, uint32_t i)
{
	unsigned lo = 0, hi = t->size - 1;

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
reserve(
    uint64_t **start, uint32_t **index, float **val, uint32_t n, uint64_t cells, tensen_error *err)
{
	*start = calloc(n + (size_t)2, sizeof **start);
	*index = malloc((cells + 1) * sizeof **index);
	*val = malloc((cells + 1) * sizeof **val);
	return *start && *index && *val ? TENSEN_OK : tensen_fail_nomem(err);
}

/* ---- rows ---- */

static tensen_status
send_rows(
    team *t, const divided *d, const csr *a, const uint32_t *number, buf *came, tensen_error *err)
{
	buf *send = team_bufs(t);
	tensen_status st = send ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t r = 0; send && r < a->n_rows; r++) {
		buf *to = &send[owner(t, d->first_row, number[r])];
		uint64_t first = a->start[r];
		uint32_t n = (uint32_t)(a->start[r + 1] - first);
		buf_u32(to, number[r]);
		buf_u32(to, n);
		buf_add(to, a->col + first, n * sizeof *a->col);
		buf_add(to, a->val + first, n * sizeof *a->val);
	}
	if (st == TENSEN_OK)
		st = team_exchange(t, send, came, err);
	team_bufs_free(t, send);
	return st;
}

/* A row as it came. */
typedef struct packed_row {
	const char *p;
	uint32_t n;
} packed_row;

static tensen_status
find_rows(packed_row *rows, uint32_t first, uint32_t n_rows, const buf *b, uint64_t *cells,
    tensen_error *err)
{
	for (size_t at = 0; at + 8 <= b->n;) {
		uint32_t row = le32(b->p + at) - first, n = le32(b->p + at + 4);
		if (row >= n_rows || rows[row].p)
			return tensen_fail(err, TENSEN_E_ARG, "row %u comes twice", row + first);
		rows[row] = (packed_row){b->p + at + 8, n};
		*cells += n;
		at += 8 + n * (size_t)8;
	}
	return TENSEN_OK;
}

static tensen_status
take_rows(team *t, divided *d, const csr *a, const buf *came, uint32_t n_all, tensen_error *err)
{
	uint32_t first = (uint32_t)d->first_row[t->rank];
	uint32_t n = (uint32_t)d->first_row[t->rank + 1] - first;
	packed_row *rows = calloc(n + (size_t)1, sizeof *rows);
	uint64_t cells = 0;
	tensen_status st = rows ? TENSEN_OK : tensen_fail_nomem(err);

	(void)n_all;
	for (unsigned r = 0; r < t->size && st == TENSEN_OK; r++)
		st = find_rows(rows, first, n, &came[r], &cells, err);
	if (st == TENSEN_OK)
		st = reserve(&d->row_start, &d->row_col, &d->row_val, n, cells, err);
	for (uint32_t r = 0; r < n && st == TENSEN_OK; r++) {
		uint64_t at = d->row_start[r];
		size_t bytes = rows[r].n * sizeof *d->row_col;
		if (bytes) {
			memcpy(d->row_col + at, rows[r].p, bytes);
			memcpy(d->row_val + at, rows[r].p + bytes, bytes);
		}
		d->row_start[r + 1] = at + rows[r].n;
	}
	d->rows = (csr){n, a->n_cols, d->row_start, d->row_col, d->row_val};
	free(rows);
	return st;
}

/* ---- columns ---- */

static tensen_status
send_entries(team *t, const divided *d, buf *came, tensen_error *err)
{
	uint32_t first = (uint32_t)d->first_row[t->rank];
	buf *send = team_bufs(t);
	tensen_status st = send ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t r = 0; send && r < d->rows.n_rows; r++)
		for (uint64_t i = d->row_start[r]; i < d->row_start[r + 1]; i++) {
			buf *to = &send[owner(t, d->first_col, d->row_col[i])];
			buf_u32(to, d->row_col[i]);
			buf_u32(to, first + r);
			buf_f32(to, d->row_val[i]);
		}
	if (st == TENSEN_OK)
		st = team_exchange(t, send, came, err);
	team_bufs_free(t, send);
	return st;
}

/* Entries came by ascending row: in every column they stay so. */
static tensen_status
take_columns(team *t, divided *d, const buf *came, uint32_t n_all, tensen_error *err)
{
	uint32_t first = (uint32_t)d->first_col[t->rank];
	uint32_t n = (uint32_t)d->first_col[t->rank + 1] - first;
	uint64_t cells = 0;
	tensen_status st;

	for (unsigned r = 0; r < t->size; r++)
		cells += came[r].n / ENTRY;
	if ((st = reserve(&d->col_start, &d->col_row, &d->col_val, n, cells, err)) < 0)
		return st;
	for (unsigned r = 0; r < t->size; r++)
		for (size_t at = 0; at < came[r].n; at += ENTRY)
			d->col_start[le32(came[r].p + at) - first + 2]++;
	for (uint32_t c = 0; c < n; c++)
		d->col_start[c + 2] += d->col_start[c + 1];
	for (unsigned r = 0; r < t->size; r++) /* start[c + 1] runs to the end of column c */
		for (size_t at = 0; at < came[r].n; at += ENTRY) {
			const char *p = came[r].p + at;
			uint64_t to = d->col_start[le32(p) - first + 1]++;
			d->col_row[to] = le32(p + 4);
			d->col_val[to] = lef32(p + 8);
		}
	d->cols = (csr){n, n_all, d->col_start, d->col_row, d->col_val};
	return TENSEN_OK;
}

tensen_status
lsa_divide(
    divided *d, team *t, const csr *a, const uint32_t *number, uint32_t n_all, tensen_error *err)
{
	buf *came = team_bufs(t);
	tensen_status st = came ? TENSEN_OK : tensen_fail_nomem(err);

	memset(d, 0, sizeof *d);
	d->first_row = borders(t, n_all);
	d->first_col = borders(t, a->n_cols);
	if (st == TENSEN_OK && (!d->first_row || !d->first_col))
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK)
		st = send_rows(t, d, a, number, came, err);
	if (st == TENSEN_OK)
		st = take_rows(t, d, a, came, n_all, err);
	if (st == TENSEN_OK)
		st = send_entries(t, d, came, err);
	if (st == TENSEN_OK)
		st = take_columns(t, d, came, n_all, err);
	team_bufs_free(t, came);
	return st;
}

tensen_status
lsa_divided_norm(team *t, const divided *d, double *out, tensen_error *err)
{
	tensen_status st = TENSEN_OK;
	double sum = 0;

	for (unsigned r = 0; r < t->size && st == TENSEN_OK; r++) { /* rank after rank */
		double mine = 0;
		if (r == t->rank) {
			for (uint64_t i = 0; i < d->row_start[d->rows.n_rows]; i++)
				sum += (double)d->row_val[i] * (double)d->row_val[i];
			mine = sum;
		}
		st = team_sum_f64(t, &mine, 1, err);
		sum = mine;
	}
	*out = sum;
	return st;
}
