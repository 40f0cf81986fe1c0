/* index/postings_search.c - the best rows for a query.
 *
 * WHAT    Rows are taken in windows of WINDOW; in a window the lists add their
 *         contributions to one integer per row, then the sums are compared with
 *         the k-th best so far.
 * WHY     Queries here are whole patents: 60 to 150 terms.  Document-at-a-time
 *         methods (WAND, block-max WAND) spend their time choosing among so many
 *         lists; adding a window's postings costs a nanosecond each and the sums
 *         stay in the first-level cache.  Measured in bench/lexical.c.
 * SEE     tests/unit/test_postings.c. */
#include <stdlib.h>
#include <string.h>
#include "index/postings_plan.h"
#include "index/postings_top.h"
#include "util/fail.h"
#include "util/threads.h"

#define WINDOW 4096u

/* A list being read, and its block that is decoded. */
typedef struct lane {
	list_cursor cursor;
	uint64_t w;
	uint32_t at, n; /* postings at .. n-1 of the block are still to come */
	uint32_t rows[POSTINGS_BLOCK];
	uint8_t codes[POSTINGS_BLOCK];
} lane;

struct postings_scratch {
	const postings *p;
	lex_plan plan;
	lane *lanes;
	uint32_t n_lanes, cap_lanes;
	uint64_t *keys;
	size_t cap_keys;
	uint32_t sums[WINDOW];
};

tensen_status
postings_scratch_new(postings_scratch **out, const postings *p, tensen_error *err)
{
	*out = calloc(1, sizeof **out);
	if (!*out)
		return tensen_fail_nomem(err);
	(*out)->p = p;
	return TENSEN_OK;
}

void
postings_scratch_free(postings_scratch *s)
{
	if (!s)
		return;
	free(s->plan.terms);
	free(s->lanes);
	free(s->keys);
	free(s);
}

static tensen_status
reserve(postings_scratch *s, size_t keys, tensen_error *err)
{
	void *p;

	if (s->plan.n > s->cap_lanes) {
		if (!(p = realloc(s->lanes, s->plan.n * sizeof *s->lanes)))
			return tensen_fail_nomem(err);
		s->lanes = p;
		s->cap_lanes = s->plan.n;
	}
	if (keys > s->cap_keys) {
		if (!(p = realloc(s->keys, keys * sizeof *s->keys)))
			return tensen_fail_nomem(err);
		s->keys = p;
		s->cap_keys = keys;
	}
	return TENSEN_OK;
}

static tensen_status
start(postings_scratch *s, const lex_query *q, size_t keys, tensen_error *err)
{
	tensen_status st = lex_plan_make(&s->plan, s->p, q, err);

	if (st < 0 || (st = reserve(s, keys, err)) < 0)
		return st;
	s->n_lanes = s->plan.n;
	for (uint32_t i = 0; i < s->n_lanes && st == TENSEN_OK; i++) {
		s->lanes[i].w = s->plan.terms[i].w;
		s->lanes[i].at = s->lanes[i].n = 0;
		st = list_cursor_init(&s->lanes[i].cursor, s->p, s->plan.terms[i].term, err);
	}
	return st;
}

/* No posting still to come is in a row below this; UINT32_MAX at the end. */
static uint32_t
next_row(const lane *l)
{
	const list_view *v = &l->cursor.list;

	if (l->at < l->n)
		return l->rows[l->at];
	if (l->cursor.block >= (v->n_blocks ? v->n_blocks : 1))
		return UINT32_MAX;
	return l->cursor.before + 1;
}

/* Make the first posting at or after row `lo` the next one.  Blocks before it are
 * not decoded, and neither is one that cannot begin below hi. */
static tensen_status
seek(lane *l, const postings *p, uint32_t lo, uint32_t hi, tensen_error *err)
{
	tensen_status st;

	for (;;) {
		while (l->at < l->n && l->rows[l->at] < lo)
			l->at++;
		if (l->at < l->n || l->cursor.before + 1 >= hi || !list_cursor_peek(&l->cursor, p))
			return TENSEN_OK;
		if (l->cursor.list.n_blocks == 0 || l->cursor.entry.last >= lo) {
			if ((st = list_cursor_decode(&l->cursor, p, l->rows, l->codes, err)) < 0)
				return st;
			l->at = 0;
			l->n = l->cursor.n;
		}
		list_cursor_skip(&l->cursor);
	}
}

/* Add postings at .. end-1 of the block. */
static void
add_block(
    const lane *l, uint32_t end, const impact_table *impact, const uint8_t *norm, uint32_t *sums)
{
	uint64_t w = l->w;

	for (uint32_t i = l->at; i < end; i++) {
		uint32_t row = l->rows[i];
		sums[row] += lex_contribution(w, impact->of[l->codes[i]][norm[row]]);
	}
}

/* Add what the lane has in rows lo .. hi-1; sums[0] is row lo. */
static tensen_status
add_lane(
    postings_scratch *s, lane *l, lexical_score score, uint32_t lo, uint32_t hi, tensen_error *err)
{
	uint32_t end;
	tensen_status st;

	while (
	    (st = seek(l, s->p, lo, hi, err)) == TENSEN_OK && l->at < l->n && l->rows[l->at] < hi) {
		end = l->n;
		if (l->rows[end - 1] >= hi)
			for (end = l->at + 1; l->rows[end] < hi; end++)
				;
		for (uint32_t i = l->at; i < end; i++)
			l->rows[i] -= lo;
		add_block(l, end, &s->p->impact[score], s->p->norm[score] + lo, s->sums);
		l->at = end;
	}
	return st;
}

/* One search in progress. */
typedef struct search {
	postings_scratch *s;
	const lex_query *q;
	lex_top *tops;   /* one, or one per field */
	uint64_t fields; /* 0: one heap for all */
	uint32_t floor;  /* sums below have no chance */
} search;

static int
is_allowed(const lex_query *q, uint32_t row)
{
	if (q->allow && !(q->allow[row / 64] >> row % 64 & 1))
		return 0;
	return !(q->masks && (q->masks[row] & q->skip));
}

static void
offer_fields(search *x, uint32_t row, uint32_t sum)
{
	uint64_t left = x->q->masks[row];

	for (; left; left &= left - 1)
		lex_top_offer(&x->tops[__builtin_ctzll(left)], row, sum);
	x->floor = UINT32_MAX;
	for (left = x->fields; left; left &= left - 1) {
		uint32_t f = lex_top_floor(&x->tops[__builtin_ctzll(left)]);
		x->floor = f < x->floor ? f : x->floor;
	}
}

static void
offer(search *x, uint32_t row, uint32_t sum)
{
	if (!is_allowed(x->q, row))
		return;
	if (x->fields) {
		offer_fields(x, row, sum);
		return;
	}
	lex_top_offer(x->tops, row, sum);
	x->floor = lex_top_floor(x->tops);
}

typedef int32_t v4i __attribute__((vector_size(16)));

/* Does any of 16 sums reach the floor?  Sums and floor are below 2^31. */
static inline int
any_reaches(const uint32_t *sums, int32_t floor)
{
	v4i a[4], f = {floor, floor, floor, floor};
	uint64_t any[2];

	memcpy(a, sums, sizeof a);
	a[0] = (a[0] >= f) | (a[1] >= f) | (a[2] >= f) | (a[3] >= f);
	memcpy(any, &a[0], sizeof any);
	return (any[0] | any[1]) != 0;
}

/* Offer the window's sums and clear them. */
static void
harvest(search *x, uint32_t lo, uint32_t hi)
{
	uint32_t *sums = x->s->sums, n = hi - lo;

	for (uint32_t i = 0; i < n; i += 16) {
		if (!any_reaches(sums + i, (int32_t)x->floor))
			continue;
		for (uint32_t j = i; j < i + 16 && j < n; j++)
			if (sums[j] >= x->floor)
				offer(x, lo + j, sums[j]);
	}
	memset(sums, 0, ((size_t)n + 15) / 16 * 16 * sizeof *sums);
}

static int
window_is_allowed(const lex_query *q, uint32_t lo, uint32_t hi)
{
	uint64_t any = 0;

	for (uint32_t i = lo / 64; q->allow && i <= (hi - 1) / 64; i++)
		any |= q->allow[i];
	return !q->allow || any;
}

static tensen_status
search_window(search *x, uint32_t lo, uint32_t hi, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	if (!window_is_allowed(x->q, lo, hi))
		return TENSEN_OK;
	for (uint32_t i = 0; i < x->s->n_lanes && st == TENSEN_OK; i++)
		st = add_lane(x->s, &x->s->lanes[i], x->q->score, lo, hi, err);
	harvest(x, lo, hi);
	return st;
}

/* Windows of one range of rows, skipping those without postings. */
static tensen_status
search_range(search *x, lex_range r, tensen_error *err)
{
	tensen_status st = TENSEN_OK;
	uint32_t lo = r.from, hi, next;

	while (st == TENSEN_OK) {
		next = UINT32_MAX;
		for (uint32_t i = 0; i < x->s->n_lanes; i++) {
			uint32_t row = next_row(&x->s->lanes[i]);
			next = row < next ? row : next;
		}
		lo = next > lo ? next : lo;
		if (lo >= r.to)
			break;
		hi = (lo | (WINDOW - 1)) + 1;
		hi = hi < r.to ? hi : r.to;
		st = search_window(x, lo, hi, err);
		lo = hi;
	}
	return st;
}

static tensen_status
check_ranges(const postings *p, const lex_query *q, tensen_error *err)
{
	uint32_t before = 0;

	for (uint32_t i = 0; q->ranges && i < q->n_ranges; i++) {
		if (q->ranges[i].from < before || q->ranges[i].to < q->ranges[i].from ||
		    q->ranges[i].to > p->n_rows)
			return tensen_fail(err, TENSEN_E_ARG,
			    "range of rows %u to %u of %u after %u", q->ranges[i].from,
			    q->ranges[i].to, p->n_rows, before);
		before = q->ranges[i].to;
	}
	return TENSEN_OK;
}

static tensen_status
search_all(search *x, tensen_error *err)
{
	const lex_query *q = x->q;
	lex_range all = {0, x->s->p->n_rows};
	tensen_status st = check_ranges(x->s->p, q, err);

	if (st < 0 || !q->ranges)
		return st < 0 ? st : search_range(x, all, err);
	for (uint32_t i = 0; i < q->n_ranges && st == TENSEN_OK; i++)
		st = search_range(x, q->ranges[i], err);
	return st;
}

tensen_status
postings_search(const postings *p, postings_scratch *s, const lex_query *q, lex_hit *hits,
    uint32_t *n_hits, tensen_error *err)
{
	uint32_t k = q->k < p->n_rows ? q->k : p->n_rows;
	lex_top top = {NULL, 0, k};
	search x = {.s = s, .q = q, .tops = &top, .floor = 1};
	tensen_status st;

	*n_hits = 0;
	if ((st = start(s, q, k, err)) < 0 || k == 0)
		return st;
	top.keys = s->keys;
	if ((st = search_all(&x, err)) < 0)
		return st;
	*n_hits = top.n;
	lex_top_end(&top, s->plan.unit, hits);
	return TENSEN_OK;
}

tensen_status
postings_search_fields(const postings *p, postings_scratch *s, const lex_query *q, lex_hit *hits,
    uint32_t counts[64], tensen_error *err)
{
	uint32_t k = q->k < p->n_rows ? q->k : p->n_rows;
	lex_top tops[64];
	search x = {.s = s, .q = q, .tops = tops, .floor = 1};
	tensen_status st;

	memset(counts, 0, 64 * sizeof *counts);
	if (!q->masks)
		return tensen_fail(err, TENSEN_E_ARG, "a search by field without field masks");
	for (uint32_t i = 0; i < p->n_rows; i++)
		x.fields |= q->masks[i] & q->skip ? 0 : q->masks[i];
	if ((st = start(s, q, (size_t)64 * k, err)) < 0 || k == 0 || !x.fields)
		return st;
	for (int f = 0; f < 64; f++)
		tops[f] = (lex_top){s->keys + (size_t)f * k, 0, k};
	if ((st = search_all(&x, err)) < 0)
		return st;
	for (int f = 0; f < 64; f++) {
		counts[f] = tops[f].n;
		lex_top_end(&tops[f], s->plan.unit, hits + (size_t)f * q->k);
	}
	return TENSEN_OK;
}

typedef struct batch {
	const postings *p;
	const lex_query *queries;
	postings_scratch **scratch; /* per worker */
	lex_hit *hits;
	size_t stride;
	uint32_t *counts;
	tensen_status *status; /* per query */
	tensen_error *errors;  /* per worker: of its first failure */
} batch;

static void
batch_piece(void *ctx, size_t i, unsigned worker)
{
	batch *b = ctx;

	b->status[i] = postings_search(b->p, b->scratch[worker], &b->queries[i],
	    b->hits + i * b->stride, &b->counts[i], &b->errors[i]);
}

tensen_status
postings_search_batch(const postings *p, const lex_query *queries, size_t n, unsigned threads,
    lex_hit *hits, size_t stride, uint32_t *counts, tensen_error *err)
{
	batch b = {.p = p, .queries = queries, .hits = hits, .stride = stride, .counts = counts};
	unsigned workers = threads ? threads : 1;
	tensen_status st = TENSEN_OK;

	b.scratch = calloc(workers, sizeof *b.scratch);
	b.status = calloc(n + 1, sizeof *b.status);
	b.errors = calloc(n + 1, sizeof *b.errors);
	if (!b.scratch || !b.status || !b.errors)
		st = tensen_fail_nomem(err);
	for (unsigned i = 0; i < workers && st == TENSEN_OK; i++)
		st = postings_scratch_new(&b.scratch[i], p, err);
	if (st == TENSEN_OK)
		threads_run(workers, n, batch_piece, &b);
	for (size_t i = 0; i < n && st == TENSEN_OK; i++)
		if ((st = b.status[i]) < 0 && err)
			*err = b.errors[i];
	for (unsigned i = 0; b.scratch && i < workers; i++)
		postings_scratch_free(b.scratch[i]);
	free(b.scratch);
	free(b.status);
	free(b.errors);
	return st;
}

tensen_status
postings_explain(const postings *p, postings_scratch *s, const lex_query *q, uint32_t row,
    float *contribution, tensen_error *err)
{
	tensen_status st;

	for (uint32_t i = 0; i < q->n_terms; i++)
		contribution[i] = 0;
	if (row >= p->n_rows)
		return tensen_fail(err, TENSEN_E_ARG, "row %u of %u", row, p->n_rows);
	if ((st = start(s, q, 0, err)) < 0)
		return st;
	for (uint32_t i = 0; i < s->n_lanes; i++) {
		lane *l = &s->lanes[i];
		if ((st = seek(l, p, row, row + 1, err)) < 0)
			return st;
		if (l->at < l->n && l->rows[l->at] == row)
			contribution[s->plan.terms[i].index] =
			    s->plan.unit *
			    (float)lex_contribution(l->w,
				p->impact[q->score].of[l->codes[l->at]][p->norm[q->score][row]]);
	}
	return TENSEN_OK;
}
