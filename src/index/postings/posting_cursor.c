/* index/postings/posting_cursor.c - see postings_scratch.h.
 *
 * COST    A posting added costs about a nanosecond, half of it unpacking. */
#include "index/postings/postings_scratch.h"
#include "util/bytes.h"

tensen_status
posting_cursor_init(posting_cursor *l, const postings *p, const lex_weight *t, lexical_score score,
    tensen_error *err)
{
	l->impact = &p->impact[score];
	l->norm = p->norm[score];
	l->score = score;
	l->w = t->w;
	l->top = t->max_impact;
	l->at = l->n = 0;
	return list_cursor_init(&l->cursor, p, t->term, err);
}

uint32_t
posting_cursor_row(const posting_cursor *l)
{
	const list_view *v = &l->cursor.list;

	if (l->at < l->n)
		return l->rows[l->at];
	if (l->cursor.block >= (v->n_blocks ? v->n_blocks : 1))
		return UINT32_MAX;
	return l->cursor.before + 1;
}

static void
skip_to(posting_cursor *l, uint32_t lo)
{
	if (l->at < l->n && l->rows[l->n - 1] < lo)
		l->at = l->n;
	while (l->at < l->n && l->rows[l->at] < lo)
		l->at++;
}

/* Leave blocks that end before lo; 0 if none is left.  The next one is peeked at. */
static int
skip_blocks(posting_cursor *l, const postings *p, uint32_t lo)
{
	list_cursor *c = &l->cursor;

	while (list_cursor_peek(c, p)) {
		if (c->list.n_blocks == 0 || c->entry.last >= lo)
			return 1;
		list_cursor_skip(c);
	}
	return 0;
}

/* Make the first posting at or after row `lo` the next one.  Blocks before it are
 * not decoded, and neither is one that cannot begin below hi. */
static tensen_status
seek(posting_cursor *l, const postings *p, uint32_t lo, uint32_t hi, tensen_error *err)
{
	list_cursor *c = &l->cursor;
	tensen_status st;

	for (;;) {
		skip_to(l, lo);
		if (l->at < l->n || !skip_blocks(l, p, lo) || c->before + 1 >= hi)
			return TENSEN_OK;
		if ((st = list_cursor_decode(c, p, l->rows, l->codes, err)) < 0)
			return st;
		l->at = 0;
		l->n = c->n;
		l->here = c->entry.max[l->score];
		list_cursor_skip(c);
	}
}

void
posting_cursor_bound(posting_cursor *l, const postings *p, uint32_t lo, uint32_t hi)
{
	const list_cursor *c = &l->cursor;
	uint16_t max = 0;
	block_entry e;

	skip_to(l, lo);
	l->coming = 0;
	if (l->at < l->n) {
		max = l->here;
		l->coming = l->n - l->at;
		if (l->rows[l->n - 1] >= hi) {
			l->max = lex_contribution(l->w, max < l->top ? max : l->top);
			return;
		}
	}
	if (skip_blocks(l, p, lo) && c->before + 1 < hi) {
		e = c->entry;
		for (uint32_t i = c->block;;) {
			max = e.max[l->score] > max ? e.max[l->score] : max;
			l->coming += c->n;
			if (e.last + 1 >= hi || ++i >= c->list.n_blocks)
				break;
			block_entry_read(&e, c->list.entries + (size_t)i * POSTINGS_ENTRY);
		}
	}
	l->max = lex_contribution(l->w, max < l->top ? max : l->top);
}

/* Add postings at .. end-1 of the decoded block. */
static void
add_block(posting_cursor *l, uint32_t end, uint32_t *sums, rows_seen *seen, uint32_t lo)
{
	const impact_table *impact = l->impact;
	const uint8_t *norm = l->norm;
	uint64_t w = l->w;

	for (uint32_t i = l->at; i < end; i++) {
		uint32_t row = l->rows[i];
		sums[row - lo] += lex_contribution(w, impact->of[l->codes[i]][norm[row]]);
	}
	for (uint32_t i = l->at; seen && i < end; i++) {
		uint32_t word = (l->rows[i] - lo) / 64;
		seen->row[word] |= (uint64_t)1 << ((l->rows[i] - lo) % 64);
		seen->any[word / 64] |= (uint64_t)1 << (word % 64);
	}
	l->at = end;
}

tensen_status
posting_cursor_add(posting_cursor *l, const postings *p, uint32_t *sums, rows_seen *seen,
    uint32_t lo, uint32_t hi, tensen_error *err)
{
	tensen_status st;
	uint32_t end;

	for (;;) {
		st = seek(l, p, lo, hi, err);
		if (st < 0 || l->at >= l->n || l->rows[l->at] >= hi)
			return st;
		end = l->n;
		if (l->rows[end - 1] >= hi)
			for (end = l->at + 1; l->rows[end] < hi; end++)
				;
		add_block(l, end, sums, seen, lo);
	}
}

tensen_status
posting_cursor_get(
    posting_cursor *l, const postings *p, uint32_t row, uint32_t *out, tensen_error *err)
{
	tensen_status st = seek(l, p, row, row + 1, err);

	*out = 0;
	if (st == TENSEN_OK && l->at < l->n && l->rows[l->at] == row)
		*out = lex_contribution(l->w, l->impact->of[l->codes[l->at]][l->norm[row]]);
	return st;
}
