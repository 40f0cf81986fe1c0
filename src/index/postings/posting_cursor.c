/* index/postings/posting_cursor.c - see postings_scratch.h.
 *
 * COST    A posting added costs about a nanosecond, half of it unpacking. */
#include "index/postings/postings_scratch.h"

tensen_status
posting_cursor_init(
    posting_cursor *cur, const postings *lists, const lex_weight *weight, tensen_error *err)
{
	cur->impact = &lists->impact;
	cur->norm = lists->norm;
	cur->w = weight->w;
	cur->top = weight->max_impact;
	cur->at = cur->n = 0;
	return list_cursor_init(&cur->cursor, lists, weight->term, err);
}

uint32_t
posting_cursor_row(const posting_cursor *cur)
{
	const list_view *v = &cur->cursor.list;

	if (cur->at < cur->n)
		return cur->rows[cur->at];
	if (cur->cursor.block >= (v->n_blocks ? v->n_blocks : 1))
		return UINT32_MAX;
	return cur->cursor.before + 1;
}

static void
skip_to(posting_cursor *cur, uint32_t lo)
{
	if (cur->at < cur->n && cur->rows[cur->n - 1] < lo)
		cur->at = cur->n;
	while (cur->at < cur->n && cur->rows[cur->at] < lo)
		cur->at++;
}

/* Leave blocks that end before lo; 0 if none is left.  The next one is peeked at. */
static int
skip_blocks(posting_cursor *cur, const postings *lists, uint32_t lo)
{
	list_cursor *c = &cur->cursor;

	while (list_cursor_peek(c, lists)) {
		if (c->list.n_blocks == 0 || c->entry.last >= lo)
			return 1;
		list_cursor_skip(c);
	}
	return 0;
}

/* Make the first posting at or after row `lo` the next one.  Blocks before it are
 * not decoded, and neither is one that cannot begin below hi. */
static tensen_status
posting_seek(
    posting_cursor *cur, const postings *lists, uint32_t lo, uint32_t hi, tensen_error *err)
{
	list_cursor *c = &cur->cursor;
	tensen_status st;

	for (;;) {
		skip_to(cur, lo);
		if (cur->at < cur->n || !skip_blocks(cur, lists, lo) || c->before + 1 >= hi)
			return TENSEN_OK;
		if ((st = list_cursor_decode(c, lists, cur->rows, cur->codes, err)) < 0)
			return st;
		cur->at = 0;
		cur->n = c->n;
		cur->here = c->entry.max;
		list_cursor_skip(c);
	}
}

void
posting_cursor_bound(posting_cursor *cur, const postings *lists, uint32_t lo, uint32_t hi)
{
	const list_cursor *c = &cur->cursor;
	uint16_t max = 0;
	block_entry e;

	skip_to(cur, lo);
	cur->coming = 0;
	if (cur->at < cur->n) {
		max = cur->here;
		cur->coming = cur->n - cur->at;
		if (cur->rows[cur->n - 1] >= hi) {
			cur->max = lex_contribution(cur->w, max < cur->top ? max : cur->top);
			return;
		}
	}
	if (skip_blocks(cur, lists, lo) && c->before + 1 < hi) {
		e = c->entry;
		for (uint32_t i = c->block;;) {
			max = e.max > max ? e.max : max;
			cur->coming += c->n;
			if (e.last + 1 >= hi || ++i >= c->list.n_blocks)
				break;
			block_entry_read(&e, c->list.entries + (size_t)i * POSTINGS_ENTRY);
		}
	}
	cur->max = lex_contribution(cur->w, max < cur->top ? max : cur->top);
}

/* Add postings at .. end-1 of the decoded block. */
static void
add_block(posting_cursor *cur, uint32_t end, uint32_t *sums, rows_seen *seen, uint32_t lo)
{
	const impact_table *impact = cur->impact;
	const uint8_t *norm = cur->norm;
	uint64_t w = cur->w;

	for (uint32_t i = cur->at; i < end; i++) {
		uint32_t row = cur->rows[i];
		sums[row - lo] += lex_contribution(w, impact->of[cur->codes[i]][norm[row]]);
	}
	for (uint32_t i = cur->at; seen && i < end; i++) {
		uint32_t word = (cur->rows[i] - lo) / 64;
		seen->row[word] |= (uint64_t)1 << ((cur->rows[i] - lo) % 64);
		seen->any[word / 64] |= (uint64_t)1 << (word % 64);
	}
	cur->at = end;
}

tensen_status
posting_cursor_add(posting_cursor *cur, const postings *lists, uint32_t *sums, rows_seen *seen,
    uint32_t lo, uint32_t hi, tensen_error *err)
{
	tensen_status st;
	uint32_t end;

	for (;;) {
		st = posting_seek(cur, lists, lo, hi, err);
		if (st < 0 || cur->at >= cur->n || cur->rows[cur->at] >= hi)
			return st;
		end = cur->n;
		if (cur->rows[end - 1] >= hi)
			for (end = cur->at + 1; cur->rows[end] < hi; end++)
				;
		add_block(cur, end, sums, seen, lo);
	}
}

tensen_status
posting_cursor_get(
    posting_cursor *cur, const postings *lists, uint32_t row, uint32_t *out, tensen_error *err)
{
	tensen_status st = posting_seek(cur, lists, row, row + 1, err);

	*out = 0;
	if (st == TENSEN_OK && cur->at < cur->n && cur->rows[cur->at] == row)
		*out =
		    lex_contribution(cur->w, cur->impact->of[cur->codes[cur->at]][cur->norm[row]]);
	return st;
}
