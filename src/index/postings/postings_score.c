/* index/postings/postings_score.c - scores of given rows, of all rows, and the parts of one. */
#include <stdlib.h>
#include "index/postings/postings_scratch.h"
#include "util/fail.h"
#include "util/threads/sort.h"
#include "util/threads/sort.h"

static int
ascending(const uint32_t *rows, uint32_t n)
{
	for (uint32_t i = 1; i < n; i++)
		if (rows[i] < rows[i - 1])
			return 0;
	return 1;
}

/* Add the contributions of one list to the rows of `keys`, ascending.  A short list has no posting
 * for most of them, and these rows cost a comparison each. */
static tensen_status
score_cursor(postings_scratch *s, const postings *p, posting_cursor *l, uint32_t n, float *scores,
    tensen_error *err)
{
	tensen_status st = TENSEN_OK;
	uint32_t units;

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		uint32_t row = (uint32_t)(s->keys[i] >> 32), next = posting_cursor_row(l);
		if (next == UINT32_MAX)
			break;
		if (row < next)
			continue;
		st = posting_cursor_get(l, p, row, &units, err);
		scores[(uint32_t)s->keys[i]] += s->plan.unit * (float)units;
	}
	return st;
}

/* Lists are read forwards only, so the rows are visited in their order; `keys` holds
 * (row, place in the caller's order). */
tensen_status
postings_score(const postings *p, postings_scratch *s, const lex_query *q, const uint32_t *rows,
    uint32_t n, float *scores, tensen_error *err)
{
	tensen_status st = postings_start(s, q, n, err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		if (rows[i] >= p->n_rows)
			return tensen_fail(err, TENSEN_E_ARG, "row %u of %u", rows[i], p->n_rows);
		s->keys[i] = (uint64_t)rows[i] << 32 | i;
		scores[i] = 0;
	}
	if (st == TENSEN_OK && !ascending(rows, n))
		qsort(s->keys, n, sizeof *s->keys, sort_u64);
	for (uint32_t l = 0; l < s->n_cursors && st == TENSEN_OK; l++)
		st = score_cursor(s, p, &s->cursors[l], n, scores, err);
	return st;
}

tensen_status
postings_explain(const postings *p, postings_scratch *s, const lex_query *q, uint32_t row,
    float *contribution, tensen_error *err)
{
	tensen_status st;
	uint32_t units;

	for (uint32_t i = 0; i < q->n_terms; i++)
		contribution[i] = 0;
	if (row >= p->n_rows)
		return tensen_fail(err, TENSEN_E_ARG, "row %u of %u", row, p->n_rows);
	if ((st = postings_start(s, q, 0, err)) < 0)
		return st;
	for (uint32_t i = 0; i < s->n_cursors; i++) {
		if ((st = posting_cursor_get(&s->cursors[i], p, row, &units, err)) < 0)
			return st;
		contribution[s->plan.terms[i].index] = s->plan.unit * (float)units;
	}
	return TENSEN_OK;
}

tensen_status
postings_score_all(
    const postings *p, postings_scratch *s, const lex_query *q, float *scores, tensen_error *err)
{
	tensen_status st = postings_start(s, q, 0, err);

	for (uint32_t lo = 0, hi; lo < p->n_rows && st == TENSEN_OK; lo = hi) {
		hi = p->n_rows - lo < POSTINGS_WINDOW ? p->n_rows : lo + POSTINGS_WINDOW;
		for (uint32_t l = 0; l < s->n_cursors && st == TENSEN_OK; l++)
			st = posting_cursor_add(&s->cursors[l], p, s->sums, NULL, lo, hi, err);
		for (uint32_t i = 0; i < hi - lo; i++) {
			scores[lo + i] = s->plan.unit * (float)s->sums[i];
			s->sums[i] = 0;
		}
	}
	return st;
}
