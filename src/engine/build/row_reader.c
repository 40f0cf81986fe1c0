/* engine/build/row_reader.c - see row_reader.h. */
#include "engine/build/row_reader.h"
#include "util/fail.h"

static tensen_status
row_decode(row_reader *row, span record, uint32_t n_terms, tensen_error *err)
{
	uint32_t max = termrec_count(record), n = 0;
	tensen_status st;

	if (buf_reserve(&row->terms, max * sizeof(term_count)) < 0)
		return tensen_fail_nomem(err);
	st = termrec_read(
	    record, (term_count *)(void *)(row->terms.p + row->terms.n), max, &n, n_terms, err);
	row->terms.n += n * sizeof(term_count);
	buf_u32(&row->ends, (uint32_t)(row->terms.n / sizeof(term_count)));
	return st;
}

tensen_status
row_reader_piece(row_reader *row, const row_spill *terms, uint32_t first, uint32_t n,
    uint32_t n_terms, tensen_error *err)
{
	size_t at = 0;
	tensen_status st;

	row->first = first;
	row->n = n;
	buf_reset(&row->raw);
	buf_reset(&row->terms);
	buf_reset(&row->ends);
	st = row_spill_get(terms, first, n, &row->raw, err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		span record = {row->raw.p + at, row_spill_size(terms, first + i)};
		st = row_decode(row, record, n_terms, err);
		at += record.n;
	}
	return st == TENSEN_OK && row->ends.failed ? tensen_fail_nomem(err) : st;
}

const term_count *
row_reader_row(const row_reader *row, uint32_t i, uint32_t *n)
{
	const uint32_t *end = (const uint32_t *)(const void *)row->ends.p;
	uint32_t from = i ? end[i - 1] : 0;

	*n = end[i] - from;
	return (const term_count *)(const void *)row->terms.p + from;
}

void
row_reader_clear(row_reader *r)
{
	bufs_clear(&r->raw, &r->terms, &r->ends);
}
