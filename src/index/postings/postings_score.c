/* index/postings/postings_score.c - scores of given rows, of all rows, and the parts of one. */
#include <stdlib.h>
#include "index/postings/postings_scratch.h"
#include "util/fail.h"
#include "util/threads/sort.h"
#include "util/threads/sort.h"

static int
postings_ascending(const uint32_t *rows, uint32_t n)
{
	for (uint32_t i = 1; i < n; i++)
		if (rows[i] < rows[i - 1])
			return 0;
	return 1;
}

/* Add the contributions of one list to the rows of `keys`, ascending.  A short list has no posting
 * for most of them, and these rows cost a comparison each. */
static tensen_status
score_cursor(postings_scratch *scratch, const postings *lists, posting_cursor *cur, uint32_t n,
    float *scores, tensen_error *err)
{
	tensen_status st = TENSEN_OK;
	uint32_t units;

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		uint32_t row = (uint32_t)(scratch->keys[i] >> 32), next = posting_cursor_row(cur);
		if (next == UINT32_MAX)
			break;
		if (row < next)
			continue;
		st = posting_cursor_get(cur, lists, row, &units, err);
		scores[(uint32_t)scratch->keys[i]] += scratch->plan.unit * (float)units;
	}
	return st;
}

/* Lists are read forwards only, so the rows are visited in their order; `keys` holds
 * (row, place in the caller's order). */
tensen_status
postings_score(const postings *lists, postings_scratch *scratch, const lex_query *lq,
    const uint32_t *rows, uint32_t n, float *scores, tensen_error *err)
{
	tensen_status st = postings_start(scratch, lq, n, err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		if (rows[i] >= lists->n_rows)
			return tensen_fail(
			    err, TENSEN_E_ARG, "row %u of %u", rows[i], lists->n_rows);
		scratch->keys[i] = (uint64_t)rows[i] << 32 | i;
		scores[i] = 0;
	}
	if (st == TENSEN_OK && !postings_ascending(rows, n))
		qsort(scratch->keys, n, sizeof *scratch->keys, sort_u64);
	for (uint32_t l = 0; l < scratch->n_cursors && st == TENSEN_OK; l++)
		st = score_cursor(scratch, lists, &scratch->cursors[l], n, scores, err);
	return st;
}

tensen_status
postings_explain(const postings *lists, postings_scratch *scratch, const lex_query *lq,
    uint32_t row, float *contribution, tensen_error *err)
{
	tensen_status st;
	uint32_t units;

	for (uint32_t i = 0; i < lq->n_terms; i++)
		contribution[i] = 0;
	if (row >= lists->n_rows)
		return tensen_fail(err, TENSEN_E_ARG, "row %u of %u", row, lists->n_rows);
	if ((st = postings_start(scratch, lq, 0, err)) < 0)
		return st;
	for (uint32_t i = 0; i < scratch->n_cursors; i++) {
		if ((st = posting_cursor_get(&scratch->cursors[i], lists, row, &units, err)) < 0)
			return st;
		contribution[scratch->plan.terms[i].index] = scratch->plan.unit * (float)units;
	}
	return TENSEN_OK;
}

tensen_status
postings_score_all(const postings *lists, postings_scratch *scratch, const lex_query *lq,
    float *scores, tensen_error *err)
{
	tensen_status st = postings_start(scratch, lq, 0, err);

	for (uint32_t lo = 0, hi; lo < lists->n_rows && st == TENSEN_OK; lo = hi) {
		hi = lists->n_rows - lo < POSTINGS_WINDOW ? lists->n_rows : lo + POSTINGS_WINDOW;
		for (uint32_t l = 0; l < scratch->n_cursors && st == TENSEN_OK; l++)
			st = posting_cursor_add(
			    &scratch->cursors[l], lists, scratch->sums, NULL, lo, hi, err);
		for (uint32_t i = 0; i < hi - lo; i++) {
			scores[lo + i] = scratch->plan.unit * (float)scratch->sums[i];
			scratch->sums[i] = 0;
		}
	}
	return st;
}
