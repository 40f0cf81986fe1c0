/* index/postings/postings_kept.c - see postings_parts.h.
 *
 * COST    A nanosecond or two a posting and call, most of it unpacking. */
#include "index/postings/postings_parts.h"
#include <math.h>
#include <stdlib.h>
#include "index/postings/postings_list.h"
#include "util/bytes.h"
#include "util/fail.h"
#include "util/threads/threads.h"

#define PIECE_TERMS 1024 /* changes speed only */

static tensen_status
run_pieces(
    unsigned threads, size_t n, threads_fn fn, void *ctx, tensen_error **errors, tensen_error *err)
{
	tensen_status st;

	*errors = calloc(n + 1, sizeof **errors);
	if (!*errors)
		return tensen_fail_nomem(err);
	threads_run(threads, n, fn, ctx);
	st = tensen_fail_first(err, *errors, n);
	free(*errors);
	return st;
}

/* ---- counting ---- */

typedef struct tally {
	const postings_kept *k;
	uint32_t *df;
	uint64_t (*levels)[POSTINGS_LEVELS]; /* by worker */
	tensen_error *errors;
} tally;

static tensen_status
count_list(const tally *sum, uint32_t term, uint64_t *levels, tensen_error *err)
{
	const postings *p = sum->k->old;
	uint32_t rows[POSTINGS_BLOCK], df = 0;
	uint8_t codes[POSTINGS_BLOCK];
	list_cursor c;
	tensen_status st;

	if ((st = list_cursor_init(&c, p, term, err)) < 0)
		return st;
	for (uint32_t n; (n = list_cursor_peek(&c, p)) > 0; list_cursor_skip(&c)) {
		if ((st = list_cursor_decode(&c, p, rows, codes, err)) < 0)
			return st;
		for (uint32_t i = 0; i < n; i++) {
			uint32_t stays = sum->k->row_of[rows[i]] != POSTINGS_GONE;
			df += stays;
			levels[codes[i] % POSTINGS_LEVELS] += stays;
		}
	}
	sum->df[term] += df;
	return TENSEN_OK;
}

static void
count_piece(void *ctx, size_t piece, unsigned worker)
{
	tally *t = ctx;
	uint32_t from = (uint32_t)piece * PIECE_TERMS, n = t->k->old->n_terms;

	for (uint32_t i = from; i < n && i - from < PIECE_TERMS; i++)
		if (count_list(t, i, t->levels[worker], &t->errors[piece]) < 0)
			return;
}

static float
old_level(const postings *lists, uint32_t code)
{
	return lef32(lists->head + HEAD_LEVELS + 4 * (size_t)code);
}

tensen_status
kept_frequencies(const postings_kept *kept, unsigned threads, uint32_t *df, level_stats *levels,
    tensen_error *err)
{
	tally t = {.k = kept, .df = df};
	size_t n = ((size_t)kept->old->n_terms + PIECE_TERMS - 1) / PIECE_TERMS;
	tensen_status st;

	t.levels = calloc((size_t)threads + 1, sizeof *t.levels);
	if (!t.levels)
		return tensen_fail_nomem(err);
	st = run_pieces(threads, n, count_piece, &t, &t.errors, err);
	for (uint32_t c = 0; c < POSTINGS_LEVELS && st == TENSEN_OK; c++) {
		uint64_t times = 0;
		float tf = old_level(kept->old, c);
		for (unsigned i = 0; i < threads; i++)
			times += t.levels[i][c];
		if (times == 0)
			continue;
		if (!(tf > 0) || !isfinite(tf))
			st =
			    tensen_fail(err, TENSEN_E_CORRUPT, "postings with an impossible count");
		else
			level_stats_add(levels, tf, times);
	}
	free(t.levels);
	return st;
}

void
kept_codes(const postings_kept *kept, const count_levels *levels, uint8_t codes[POSTINGS_LEVELS])
{
	for (uint32_t c = 0; c < POSTINGS_LEVELS; c++)
		codes[c] = level_code(levels, old_level(kept->old, c));
}

/* ---- lengths ---- */

/* Threads share the rows, not the terms: each row's sums grow in the order of terms. */
typedef struct lengths {
	const postings_kept *k;
	row_norms *norms;
	const count_levels *levels;
	uint32_t n_pieces;
	uint8_t codes[POSTINGS_LEVELS];
	tensen_error *errors;
} lengths;

/* Old rows lo .. hi-1 of one list. */
static tensen_status
measure_list(const lengths *one, uint32_t term, uint32_t lo, uint32_t hi, tensen_error *err)
{
	const postings *p = one->k->old;
	uint32_t rows[POSTINGS_BLOCK];
	uint8_t codes[POSTINGS_BLOCK];
	list_cursor c;
	tensen_status st;

	if ((st = list_cursor_init(&c, p, term, err)) < 0)
		return st;
	for (uint32_t n; (n = list_cursor_peek(&c, p)) > 0; list_cursor_skip(&c)) {
		if (c.entry.last < lo)
			continue;
		if (c.before + 1 >= hi)
			break;
		if ((st = list_cursor_decode(&c, p, rows, codes, err)) < 0)
			return st;
		for (uint32_t i = 0; i < n; i++) {
			uint32_t row = one->k->row_of[rows[i]];
			if (rows[i] >= lo && rows[i] < hi && row != POSTINGS_GONE)
				row_norms_add(one->norms, one->levels, row,
				    one->codes[codes[i] % POSTINGS_LEVELS]);
		}
	}
	return TENSEN_OK;
}

static void
measure_piece(void *ctx, size_t piece, unsigned worker)
{
	lengths *w = ctx;
	uint64_t n = w->k->old->n_rows;
	uint32_t lo = (uint32_t)(n * piece / w->n_pieces);
	uint32_t hi = (uint32_t)(n * (piece + 1) / w->n_pieces);

	(void)worker;
	for (uint32_t t = 0; t < w->k->old->n_terms; t++)
		if (measure_list(w, t, lo, hi, &w->errors[piece]) < 0)
			return;
}

tensen_status
kept_norms(const postings_kept *kept, unsigned threads, row_norms *row, const count_levels *count,
    tensen_error *err)
{
	lengths w = {.k = kept, .norms = row, .levels = count, .n_pieces = threads ? threads : 1};

	kept_codes(kept, count, w.codes);
	return run_pieces(threads, w.n_pieces, measure_piece, &w, &w.errors, err);
}

/* ---- merging ---- */

void
kept_list_clear(kept_list *kept)
{
	free(kept->rows);
	free(kept->codes);
	*kept = (kept_list){NULL, NULL, 0, 0};
}

static tensen_status
make_room(kept_list *kept, uint64_t n, tensen_error *err)
{
	uint32_t *rows;
	uint8_t *codes;

	if (n <= kept->room)
		return TENSEN_OK;
	if ((rows = realloc(kept->rows, n * sizeof *rows)))
		kept->rows = rows;
	if ((codes = realloc(kept->codes, n)))
		kept->codes = codes;
	if (!rows || !codes)
		return tensen_fail_nomem(err);
	kept->room = (uint32_t)n;
	return TENSEN_OK;
}

static void
add_posting(kept_list *kept, uint32_t row, uint8_t code)
{
	kept->rows[kept->n] = row;
	kept->codes[kept->n++] = code;
}

tensen_status
kept_merge(const postings_kept *kept, uint32_t term, const uint8_t *codes, const uint32_t *new_rows,
    const uint8_t *new_codes, uint32_t df, kept_list *out, tensen_error *err)
{
	uint32_t rows[POSTINGS_BLOCK], next = 0;
	uint8_t old[POSTINGS_BLOCK];
	list_cursor c;
	tensen_status st;

	out->n = 0;
	if ((st = list_cursor_init(&c, kept->old, term, err)) < 0 ||
	    (st = make_room(out, (uint64_t)c.list.df + df, err)) < 0)
		return st;
	for (uint32_t n; (n = list_cursor_peek(&c, kept->old)) > 0; list_cursor_skip(&c)) {
		if ((st = list_cursor_decode(&c, kept->old, rows, old, err)) < 0)
			return st;
		for (uint32_t i = 0; i < n; i++) {
			uint32_t row = kept->row_of[rows[i]];
			if (row == POSTINGS_GONE)
				continue;
			for (; next < df && new_rows[next] < row; next++)
				add_posting(out, new_rows[next], new_codes[next]);
			add_posting(out, row, codes[old[i] % POSTINGS_LEVELS]);
		}
	}
	for (; next < df; next++)
		add_posting(out, new_rows[next], new_codes[next]);
	return TENSEN_OK;
}
