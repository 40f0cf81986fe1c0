/* index/postings/postings.c - opening the postings section and reading its lists.
 *
 * WHAT    The head, the directory and single lists; searching is in
 *         postings_search.c, query weights in postings_plan.c.
 * RULES   Opening checks sizes and the directory and touches no list: an index of
 *         gigabytes opens at once.  A list is checked while it is read: every block
 *         lies inside it, and its rows rise and end where its entry says, so no
 *         byte of a damaged file becomes an index out of bounds.
 * SEE     index/FORMAT-postings.md. */
#include <math.h>
#include "index/postings/postings_list.h"
#include "util/bytes.h"
#include "util/fail.h"
#include "util/memory.h"

static tensen_status
open_head(postings *posting_lists, const uint8_t *in, size_t n, tensen_error *err)
{
	uint64_t fixed;

	if (n < HEAD_SIZE)
		return tensen_fail(err, TENSEN_E_CORRUPT,
		    "postings are %zu bytes, their head alone is %d", n, HEAD_SIZE);
	if (le32(in + HEAD_VERSION) != POSTINGS_VERSION)
		return tensen_fail(err, TENSEN_E_VERSION, "postings of version %u, expected %d",
		    le32(in + HEAD_VERSION), POSTINGS_VERSION);
	posting_lists->n_rows = le32(in + HEAD_N_ROWS);
	posting_lists->n_terms = le32(in + HEAD_N_TERMS);
	posting_lists->n_levels = le32(in + HEAD_N_LEVELS);
	posting_lists->n_postings = le64(in + HEAD_N_POSTINGS);
	posting_lists->list_bytes = le64(in + HEAD_LIST_BYTES);
	if (posting_lists->n_rows > POSTINGS_MAX_ROWS || posting_lists->n_levels > POSTINGS_LEVELS)
		return tensen_fail(err, TENSEN_E_CORRUPT,
		    "postings of %u rows and %u count codes, at most %u and %d",
		    posting_lists->n_rows, posting_lists->n_levels, POSTINGS_MAX_ROWS,
		    POSTINGS_LEVELS);
	fixed = HEAD_SIZE + (((uint64_t)posting_lists->n_rows + 3) & ~3ull) +
		4 * ((uint64_t)posting_lists->n_terms + 1);
	if (fixed > n || posting_lists->list_bytes != n - fixed)
		return tensen_fail(err, TENSEN_E_CORRUPT,
		    "postings are %zu bytes, their head says %llu", n,
		    (unsigned long long)(fixed + posting_lists->list_bytes));
	posting_lists->head = in;
	posting_lists->norm = in + HEAD_SIZE;
	posting_lists->lists = in + fixed;
	posting_lists->list_at = posting_lists->lists - 4 * ((size_t)posting_lists->n_terms + 1);
	return TENSEN_OK;
}

static int
is_weight(float x)
{
	return isfinite(x) && x >= 0;
}

/* Every pair of count code and row byte has its impact computed once, here. */
static tensen_status
open_impacts(postings *lists, const uint8_t *in, tensen_error *err)
{
	float k1 = lef32(in + HEAD_K1), tf, norm;

	lists->max_impact = lef32(in + HEAD_MAX_IMPACT);
	if (!is_weight(k1) || !is_weight(lists->max_impact))
		return tensen_fail(err, TENSEN_E_CORRUPT, "postings with an impossible weight");
	for (uint32_t i = 0; i < lists->n_levels; i++) {
		tf = lef32(in + HEAD_LEVELS + 4 * i);
		for (int j = 0; j < 256; j++) {
			norm = lef32(in + HEAD_NORMS + 4 * j);
			if (!is_weight(tf) || !is_weight(norm))
				return tensen_fail(
				    err, TENSEN_E_CORRUPT, "postings with an impossible weight");
			lists->impact.of[i][j] =
			    impact_code(impact_value(k1, tf, norm), lists->max_impact);
		}
	}
	return TENSEN_OK;
}

static tensen_status
check_directory(const postings *lists, tensen_error *err)
{
	uint32_t before = 0, at;

	for (uint32_t t = 0; t <= lists->n_terms; t++) {
		at = le32(lists->list_at + 4 * (size_t)t);
		if (at < before || (t == 0 && at != 0))
			return tensen_fail(
			    err, TENSEN_E_CORRUPT, "list of term %u starts before the last one", t);
		before = at;
	}
	if ((uint64_t)before * 4 != lists->list_bytes)
		return tensen_fail(err, TENSEN_E_CORRUPT, "lists end at %llu of %llu bytes",
		    (unsigned long long)before * 4, (unsigned long long)lists->list_bytes);
	return TENSEN_OK;
}

tensen_status
postings_open(postings **out, const void *bytes, size_t n, tensen_error *err)
{
	postings *p = *out = calloc(1, sizeof *p);
	tensen_status st = p ? open_head(p, bytes, n, err) : tensen_fail_nomem(err);

	if (st == TENSEN_OK)
		st = open_impacts(p, bytes, err);
	if (st == TENSEN_OK)
		st = check_directory(p, err);
	return KEEP_OR_FREE(st, out, postings_close);
}

void
postings_close(postings *lists)
{
	free(lists);
}

uint32_t
postings_rows(const postings *lists)
{
	return lists->n_rows;
}

uint32_t
postings_terms(const postings *lists)
{
	return lists->n_terms;
}

uint32_t
postings_df(const postings *lists, uint32_t term)
{
	list_view l;

	return list_read(&l, lists, term, NULL) < 0 ? 0 : l.df;
}

/* Decode all of a list, counting; the maxima of its entries must hold. */
static tensen_status
verify_list(const postings *lists, uint32_t term, uint64_t *count, tensen_error *err)
{
	uint32_t rows[POSTINGS_BLOCK];
	uint8_t codes[POSTINGS_BLOCK];
	list_cursor c;
	tensen_status st;

	if ((st = list_cursor_init(&c, lists, term, err)) < 0)
		return st;
	for (uint32_t n; (n = list_cursor_peek(&c, lists)) > 0; list_cursor_skip(&c), *count += n) {
		if ((st = list_cursor_decode(&c, lists, rows, codes, err)) < 0)
			return st;
		for (uint32_t i = 0; i < n; i++)
			if (lists->impact.of[codes[i]][lists->norm[rows[i]]] > c.entry.max ||
			    c.entry.max > c.list.max)
				return tensen_fail(err, TENSEN_E_CORRUPT,
				    "list of term %u has a weight above its maximum", term);
	}
	return TENSEN_OK;
}

tensen_status
postings_verify(const postings *lists, tensen_error *err)
{
	uint64_t count = 0;
	tensen_status st = TENSEN_OK;

	for (uint32_t t = 0; t < lists->n_terms && st == TENSEN_OK; t++)
		st = verify_list(lists, t, &count, err);
	if (st == TENSEN_OK && count != lists->n_postings)
		return tensen_fail(err, TENSEN_E_CORRUPT, "%llu postings, the head says %llu",
		    (unsigned long long)count, (unsigned long long)lists->n_postings);
	return st;
}
