/* engine/build/row_reader.c - see row_reader.h. */
#include "engine/build/row_reader.h"
#include "util/fail.h"

static tensen_status
decode(row_reader *r, span record, uint32_t n_terms, tensen_error *err)
{
	uint32_t max = termrec_count(record), n = 0;
	tensen_status st;

	if (buf_reserve(&r->terms, max * sizeof(term_count)) < 0)
		return tensen_fail_nomem(err);
	st = termrec_read(
	    record, (term_count *)(void *)(r->terms.p + r->terms.n), max, &n, n_terms, err);
	r->terms.n += n * sizeof(term_count);
	buf_u32(&r->ends, (uint32_t)(r->terms.n / sizeof(term_count)));
	return st;
}

tensen_status
row_reader_piece(row_reader *r, const row_spill *terms, uint32_t first, uint32_t n,
    uint32_t n_terms, tensen_error *err)
{
	size_t at = 0;
	tensen_status st;

	r->first = first;
	r->n = n;
	buf_reset(&r->raw);
	buf_reset(&r->terms);
	buf_reset(&r->ends);
	st = row_spill_get(terms, first, n, &r->raw, err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		span record = {r->raw.p + at, row_spill_size(terms, first + i)};
		st = decode(r, record, n_terms, err);
		at += record.n;
	}
	return st == TENSEN_OK && r->ends.failed ? tensen_fail_nomem(err) : st;
}

const term_count *
row_reader_row(const row_reader *r, uint32_t i, uint32_t *n)
{
	const uint32_t *end = (const uint32_t *)(const void *)r->ends.p;
	uint32_t from = i ? end[i - 1] : 0;

	*n = end[i] - from;
	return (const term_count *)(const void *)r->terms.p + from;
}

void
row_reader_clear(row_reader *r)
{
	bufs_clear(&r->raw, &r->terms, &r->ends);
}
