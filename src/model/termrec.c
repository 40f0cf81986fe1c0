/* model/termrec.c - see termrec.h. */
#include "model/termrec.h"
#include <stdlib.h>
#include "util/bytes.h"
#include "util/fail.h"
#include "util/threads/sort.h"

_Static_assert(N_SECTIONS <= 8, "sections are a bit set of one byte");

float
term_weighted(const term_count *terms, const float weight[N_SECTIONS])
{
	float sum = 0;

	for (int s = 0; s < N_SECTIONS; s++)
		sum += weight[s] * terms->in[s];
	return sum;
}

COMPARE(term_order, term_count, UP(term))

void
term_counts_sort(term_count *terms, size_t n)
{
	qsort(terms, n, sizeof *terms, term_order);
}

void
termrec_write(buf *out, const term_count *terms, uint32_t n)
{
	uint32_t before = 0;

	buf_varint(out, n);
	for (uint32_t i = 0; i < n; i++) {
		unsigned char set = 0;
		for (int s = 0; s < N_SECTIONS; s++)
			if (terms[i].in[s])
				set |= (unsigned char)(1 << s);
		buf_varint(out, terms[i].term + 1 - before);
		buf_add(out, &set, 1);
		for (int s = 0; s < N_SECTIONS; s++)
			if (terms[i].in[s])
				buf_varint(out, terms[i].in[s]);
		before = terms[i].term + 1;
	}
}

uint32_t
termrec_count(span record)
{
	cursor c = cursor_of(record.p, record.n);
	uint64_t n = cursor_varint(&c);

	return c.failed || n > record.n ? 0 : (uint32_t)n;
}

static int
read_one(cursor *cur, uint64_t *next, term_count *terms)
{
	uint64_t delta = cursor_varint(cur);
	uint8_t set = cursor_u8(cur);

	if (cur->failed || delta == 0 || delta > UINT32_MAX)
		return -1;
	*next += delta;
	memset(terms, 0, sizeof *terms);
	for (int s = 0; s < N_SECTIONS; s++) {
		uint64_t n = set >> s & 1 ? cursor_varint(cur) : 0;
		if (n > UINT16_MAX)
			return -1;
		terms->in[s] = (uint16_t)n;
	}
	return cur->failed ? -1 : 0;
}

tensen_status
termrec_read(
    span record, term_count *terms, uint32_t max, uint32_t *n, uint32_t n_terms, tensen_error *err)
{
	cursor c = cursor_of(record.p, record.n);
	uint64_t count = cursor_varint(&c), next = 0;

	*n = 0;
	if (c.failed || count > record.n || count > max)
		return tensen_fail(err, TENSEN_E_CORRUPT, "term record: %llu terms in %zu bytes",
		    (unsigned long long)count, record.n);
	for (uint32_t i = 0; i < count; i++) {
		if (read_one(&c, &next, &terms[i]) < 0 || next > n_terms)
			return tensen_fail(
			    err, TENSEN_E_CORRUPT, "term record: entry %u is broken", i);
		terms[i].term = (uint32_t)next - 1;
	}
	if (cursor_left(&c) != 0)
		return tensen_fail(err, TENSEN_E_CORRUPT,
		    "term record: %zu bytes behind its last entry", cursor_left(&c));
	*n = (uint32_t)count;
	return TENSEN_OK;
}
