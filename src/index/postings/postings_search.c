/* index/postings/postings_search.c - the best rows for a query.
 *
 * WHAT    Rows are taken in windows.  The block entries of a window give the most that each list
 *         can add.  The lists that together cannot lift a row to the k-th best so far are put
 *         aside; the others add their postings to one integer per row; then only the rows that
 *         could still get there are looked up in the lists put aside, the strongest first.
 * WHY     This is MaxScore (Turtle & Flood 1995) with block maxima (Ding & Suel
 *         2011), a window at a time.  Queries here are whole patents, 60 to 150
 *         terms: methods that choose a list for every posting (WAND and its kin)
 *         spend their time choosing, while adding a posting to a window costs a
 *         nanosecond.  Measured in bench/text/lexical.c.
 * SEE     tests/unit/test_postings.c. */
#include <string.h>
#include "index/postings/postings_scratch.h"
#include "util/fail.h"
#include "util/memory.h"

/* A row looked up costs about as much as this many postings added. */
#define LOOKUP_COST 50u
/* Keeping a row in the list while sums are completed costs as much as this many. */
#define ROW_COST 4u
/* Going through all sums of a window costs more than this many postings.  Of a query of few words,
 * most windows have fewer: half of the time of a search for three words in a million documents. */
#define SPARSE (POSTINGS_WINDOW / 16)

tensen_status
postings_scratch_new(postings_scratch **out, const postings *lists, tensen_error *err)
{
	*out = calloc(1, sizeof **out);
	if (!*out)
		return tensen_fail_nomem(err);
	(*out)->p = lists;
	return TENSEN_OK;
}

void
postings_scratch_free(postings_scratch *s)
{
	if (!s)
		return;
	free_all(s->plan.terms, s->cursors, s->order, s->keys, s);
}

static tensen_status
postings_search_reserve(postings_scratch *scratch, size_t keys, tensen_error *err)
{
	if (scratch->plan.n > scratch->cap_cursors) {
		free(scratch->cursors);
		free(scratch->order);
		scratch->cap_cursors = 0;
		scratch->cursors = malloc(scratch->plan.n * sizeof *scratch->cursors);
		scratch->order = malloc(scratch->plan.n * sizeof *scratch->order);
		if (!scratch->cursors || !scratch->order)
			return tensen_fail_nomem(err);
		scratch->cap_cursors = scratch->plan.n;
	}
	if (keys > scratch->cap_keys) {
		free(scratch->keys);
		scratch->cap_keys = 0;
		if (!(scratch->keys = malloc(keys * sizeof *scratch->keys)))
			return tensen_fail_nomem(err);
		scratch->cap_keys = keys;
	}
	return TENSEN_OK;
}

tensen_status
postings_start(postings_scratch *scratch, const lex_query *lq, size_t keys, tensen_error *err)
{
	tensen_status st = lex_plan_make(&scratch->plan, scratch->p, lq, err);

	if (st < 0 || (st = postings_search_reserve(scratch, keys, err)) < 0)
		return st;
	scratch->n_cursors = scratch->plan.n;
	for (uint32_t i = 0; i < scratch->n_cursors && st == TENSEN_OK; i++) {
		scratch->order[i] = &scratch->cursors[i];
		st = posting_cursor_init(
		    &scratch->cursors[i], scratch->p, &scratch->plan.terms[i], err);
	}
	return st;
}

/* One search in progress. */
typedef struct search {
	postings_scratch *s;
	const lex_query *q;
	lex_offers offers;
} search;

/* List the window's rows whose sums are at least `least`; 0 if they are more than
 * `most`, when looking them up costs more than it saves. */
static int
list_rows(postings_scratch *scratch, uint32_t n, uint32_t least, uint32_t most)
{
	uint32_t got = 0;

	for (uint32_t i = 0; i < n && got <= most; i += 16) {
		if (!lex_any_reaches(scratch->sums + i, least))
			continue;
		for (uint32_t j = i; j < i + 16 && j < n; j++) {
			scratch->rows[got] = j;
			got += scratch->sums[j] >= least;
		}
	}
	scratch->n_rows = got;
	return got <= most;
}

static void
keep_rows(postings_scratch *scratch, uint32_t least)
{
	uint32_t got = 0;

	for (uint32_t i = 0; i < scratch->n_rows; i++) {
		scratch->rows[got] = scratch->rows[i];
		got += scratch->sums[scratch->rows[i]] >= least;
	}
	scratch->n_rows = got;
}

/* Insertion sort: the order hardly changes from window to window. */
static void
sort_cursors(postings_scratch *scratch)
{
	for (uint32_t i = 1; i < scratch->n_cursors; i++) {
		posting_cursor *l = scratch->order[i];
		uint32_t j = i;

		for (; j > 0 && scratch->order[j - 1]->max > l->max; j--)
			scratch->order[j] = scratch->order[j - 1];
		scratch->order[j] = l;
	}
}

/* How many cursors of the order, from the weakest, cannot reach the floor together; *bound is the
 * most that they can add. */
static uint32_t
set_aside(search *searching, uint32_t lo, uint32_t hi, uint32_t *bound)
{
	postings_scratch *s = searching->s;
	uint32_t n = 0;

	*bound = 0;
	if (searching->q->exhaustive || searching->offers.floor <= 1)
		return 0;
	for (uint32_t i = 0; i < s->n_cursors; i++)
		posting_cursor_bound(&s->cursors[i], s->p, lo, hi);
	sort_cursors(s);
	while (n < s->n_cursors && *bound + s->order[n]->max < searching->offers.floor)
		*bound += s->order[n++]->max;
	return n;
}

static tensen_status
look_up(postings_scratch *scratch, posting_cursor *cur, uint32_t lo, tensen_error *err)
{
	tensen_status st = TENSEN_OK;
	uint32_t add;

	for (uint32_t i = 0; i < scratch->n_rows && st == TENSEN_OK; i++) {
		st = posting_cursor_get(cur, scratch->p, lo + scratch->rows[i], &add, err);
		scratch->sums[scratch->rows[i]] += add;
	}
	return st;
}

/* Complete the sums of the listed rows by the lists set aside, the strongest first, dropping rows
 * that can no longer reach the floor. */
static tensen_status
postings_complete(search *searching, uint32_t aside, uint32_t bound, rows_seen *seen, uint32_t lo,
    uint32_t hi, tensen_error *err)
{
	postings_scratch *s = searching->s;
	tensen_status st = TENSEN_OK;

	while (aside-- > 0 && s->n_rows > 0 && st == TENSEN_OK) {
		posting_cursor *l = s->order[aside];

		if (l->coming == 0)
			continue;
		if (s->n_rows * LOOKUP_COST < l->coming)
			st = look_up(s, l, lo, err);
		else
			st = posting_cursor_add(l, s->p, s->sums, seen, lo, hi, err);
		bound -= l->max;
		keep_rows(s, searching->offers.floor - bound);
	}
	return st;
}

/* Postings of the window in the lists from .. to-1 of the order, at most. */
static uint32_t
coming_of(const postings_scratch *scratch, uint32_t from, uint32_t to)
{
	uint32_t sum = 0;

	for (uint32_t i = from; i < to; i++)
		sum += scratch->order[i]->coming;
	return sum;
}

/* Whether the lists from `aside` on have few postings in the window; bounds are known. */
static int
is_sparse(const search *searching, uint32_t aside)
{
	const postings_scratch *s = searching->s;

	return !searching->q->exhaustive && searching->offers.floor > 1 &&
	       coming_of(s, aside, s->n_cursors) <= SPARSE;
}

/* List the rows seen whose sums are at least `least`. */
static void
list_seen(postings_scratch *scratch, uint32_t least)
{
	uint32_t got = 0;

	for (uint32_t i = 0; i < POSTINGS_WINDOW / 64 / 64; i++)
		for (uint64_t any = scratch->seen.any[i]; any; any &= any - 1) {
			uint32_t word = 64 * i + (uint32_t)__builtin_ctzll(any);
			for (uint64_t left = scratch->seen.row[word]; left; left &= left - 1) {
				scratch->rows[got] = 64 * word + (uint32_t)__builtin_ctzll(left);
				got += scratch->sums[scratch->rows[got]] >= least;
			}
		}
	scratch->n_rows = got;
}

static void
clear_seen(postings_scratch *scratch)
{
	for (uint32_t i = 0; i < POSTINGS_WINDOW / 64 / 64; i++)
		for (; scratch->seen.any[i]; scratch->seen.any[i] &= scratch->seen.any[i] - 1) {
			uint32_t word = 64 * i + (uint32_t)__builtin_ctzll(scratch->seen.any[i]);
			uint64_t *left = &scratch->seen.row[word];
			for (; *left; *left &= *left - 1)
				scratch->sums[64 * word + (uint32_t)__builtin_ctzll(*left)] = 0;
		}
}

/* A window of few postings: only their rows are looked at. */
static tensen_status
search_sparse(
    search *searching, uint32_t aside, uint32_t bound, uint32_t lo, uint32_t hi, tensen_error *err)
{
	postings_scratch *s = searching->s;
	tensen_status st = TENSEN_OK;

	for (uint32_t i = aside; i < s->n_cursors && st == TENSEN_OK; i++)
		st = posting_cursor_add(s->order[i], s->p, s->sums, &s->seen, lo, hi, err);
	list_seen(s, searching->offers.floor - bound);
	if (st == TENSEN_OK)
		st = postings_complete(searching, aside, bound, &s->seen, lo, hi, err);
	for (uint32_t i = 0; i < s->n_rows && st == TENSEN_OK; i++)
		lex_offer(&searching->offers, lo + s->rows[i], s->sums[s->rows[i]]);
	clear_seen(s);
	return st;
}

static int
window_is_allowed(const lex_query *lq, uint32_t lo, uint32_t hi)
{
	uint64_t any = 0;

	for (uint32_t i = lo / 64; lq->allow && !any && i <= (hi - 1) / 64; i++)
		any = lq->allow[i];
	return !lq->allow || any;
}

static tensen_status
search_window(search *searching, uint32_t lo, uint32_t hi, tensen_error *err)
{
	postings_scratch *s = searching->s;
	tensen_status st = TENSEN_OK;
	uint32_t bound, aside;

	if (!window_is_allowed(searching->q, lo, hi))
		return TENSEN_OK;
	aside = set_aside(searching, lo, hi, &bound);
	if (aside == s->n_cursors)
		return TENSEN_OK;
	if (is_sparse(searching, aside))
		return search_sparse(searching, aside, bound, lo, hi, err);
	for (uint32_t i = aside; i < s->n_cursors && st == TENSEN_OK; i++)
		st = posting_cursor_add(s->order[i], s->p, s->sums, NULL, lo, hi, err);
	if (st == TENSEN_OK && aside > 0 &&
	    list_rows(
		s, hi - lo, searching->offers.floor - bound, coming_of(s, 0, aside) / ROW_COST)) {
		st = postings_complete(searching, aside, bound, NULL, lo, hi, err);
		for (uint32_t i = 0; i < s->n_rows && st == TENSEN_OK; i++)
			lex_offer(&searching->offers, lo + s->rows[i], s->sums[s->rows[i]]);
	} else if (st == TENSEN_OK) {
		for (uint32_t i = 0; i < aside && st == TENSEN_OK; i++)
			st = posting_cursor_add(s->order[i], s->p, s->sums, NULL, lo, hi, err);
		lex_offer_window(&searching->offers, s->sums, lo, hi - lo);
	}
	memset(s->sums, 0, (hi - lo) * sizeof *s->sums);
	return st;
}

/* Windows of one range of rows, skipping those without postings. */
static tensen_status
search_range(search *searching, lex_range lex, tensen_error *err)
{
	tensen_status st = TENSEN_OK;
	uint32_t lo = lex.from, hi, next;

	while (st == TENSEN_OK) {
		next = UINT32_MAX;
		for (uint32_t i = 0; i < searching->s->n_cursors; i++) {
			uint32_t row = posting_cursor_row(&searching->s->cursors[i]);
			next = row < next ? row : next;
		}
		lo = next > lo ? next : lo;
		if (lo >= lex.to)
			break;
		hi = (lo | (POSTINGS_WINDOW - 1)) + 1;
		hi = hi < lex.to ? hi : lex.to;
		st = search_window(searching, lo, hi, err);
		lo = hi;
	}
	return st;
}

static tensen_status
check_ranges(const postings *lists, const lex_query *lq, tensen_error *err)
{
	uint32_t before = 0;

	for (uint32_t i = 0; lq->ranges && i < lq->n_ranges; i++) {
		if (lq->ranges[i].from < before || lq->ranges[i].to < lq->ranges[i].from ||
		    lq->ranges[i].to > lists->n_rows)
			return tensen_fail(err, TENSEN_E_ARG,
			    "range of rows %u to %u of %u after %u", lq->ranges[i].from,
			    lq->ranges[i].to, lists->n_rows, before);
		before = lq->ranges[i].to;
	}
	return TENSEN_OK;
}

static tensen_status
search_all(search *searching, tensen_error *err)
{
	const lex_query *q = searching->q;
	lex_range all = {0, searching->s->p->n_rows};
	tensen_status st = check_ranges(searching->s->p, q, err);

	if (st < 0 || !q->ranges)
		return st < 0 ? st : search_range(searching, all, err);
	for (uint32_t i = 0; i < q->n_ranges && st == TENSEN_OK; i++)
		st = search_range(searching, q->ranges[i], err);
	return st;
}

tensen_status
postings_search(const postings *lists, postings_scratch *scratch, const lex_query *lq, hit *hits,
    uint32_t *n_hits, tensen_error *err)
{
	uint32_t k = lq->k < lists->n_rows ? lq->k : lists->n_rows;
	lex_top top = {NULL, 0, k};
	search x = {.s = scratch, .q = lq, .offers = {.q = lq, .top = &top, .floor = 1}};
	tensen_status st;

	*n_hits = 0;
	if ((st = postings_start(scratch, lq, k, err)) < 0 || k == 0)
		return st;
	top.keys = scratch->keys;
	if ((st = search_all(&x, err)) < 0)
		return st;
	*n_hits = top.n;
	lex_top_end(&top, scratch->plan.unit, hits);
	return TENSEN_OK;
}
