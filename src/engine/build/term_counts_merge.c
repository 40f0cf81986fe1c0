/* engine/build/term_counts_merge.c - merges sorted blocks of terms into one vocabulary.
 *
 * One merge over all blocks adds frequencies and applies the rule.  A second pass over the
 * kept terms cuts them to the number that memory allows. */
#include <stdlib.h>
#include "engine/build/term_counts_impl.h"
#include "index/store/rare.h"
#include "index/store/shown.h"
#include "text/analyzer.h"
#include "util/fail.h"
#include "util/memory.h"

/* A block and its current entry. */
typedef struct head {
	spool_cursor c;
	entry_head e;
	span form, shown;
	uint32_t block;
} head;

typedef struct merge {
	term_counts *counts;
	const vocab_rule *rule;
	head *heads;
	head **heap; /* least form first; of equals the earlier block */
	uint32_t n;  /* in the heap */
	uint32_t *holders;
	buf first; /* form and shown word of the entry with the first document */
} merge;

/* The next entry of a block: 1, 0 at its end, negative status. */
static int
advance(head *h, tensen_error *err)
{
	tensen_status st;
	const void *p = spool_next(&h->c, sizeof h->e, &st, err);

	if (!p)
		return st;
	memcpy(&h->e, p, sizeof h->e);
	p = spool_next(&h->c, (size_t)h->e.form_n + h->e.shown_n, &st, err);
	if (!p && st < 0)
		return st;
	h->form = (span){p ? p : "", h->e.form_n};
	h->shown = (span){h->form.p + h->e.form_n, h->e.shown_n};
	return 1;
}

static int
before(const head *a, const head *b)
{
	int c = form_order(a->form, b->form);

	return c ? c < 0 : a->block < b->block;
}

static void
sink_down(merge *m, uint32_t at)
{
	for (;;) {
		uint32_t least = at, left = 2 * at + 1;
		head *h = m->heap[at];

		for (uint32_t i = left; i < left + 2 && i < m->n; i++)
			if (before(m->heap[i], m->heap[least]))
				least = i;
		if (least == at)
			return;
		m->heap[at] = m->heap[least];
		m->heap[least] = h;
		at = least;
	}
}

static tensen_status
open_heads(merge *m, tensen_error *err)
{
	term_counts *c = m->counts;

	m->heads = calloc(c->n_blocks + (size_t)1, sizeof *m->heads);
	m->heap = calloc(c->n_blocks + (size_t)1, sizeof *m->heap);
	m->holders = calloc(c->n_blocks + (size_t)1, sizeof *m->holders);
	if (!m->heads || !m->heap || !m->holders)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < c->n_blocks; i++) {
		head *h = &m->heads[i];
		int more;
		h->c.s = c->blocks[i].entries;
		h->block = i;
		if ((more = advance(h, err)) < 0)
			return (tensen_status)more;
		if (more)
			m->heap[m->n++] = h;
	}
	for (uint32_t i = m->n; i-- > 0;)
		sink_down(m, i);
	return TENSEN_OK;
}

static tensen_status
take_least(merge *m, tensen_error *err)
{
	int more = advance(m->heap[0], err);

	if (more < 0)
		return (tensen_status)more;
	if (!more)
		m->heap[0] = m->heap[--m->n];
	if (m->n)
		sink_down(m, 0);
	return TENSEN_OK;
}

/* Copy form and shown word of h: reading on overwrites them. */
static tensen_status
copy_words(merge *m, const head *h, tensen_error *err)
{
	buf_reset(&m->first);
	buf_span(&m->first, h->form);
	buf_span(&m->first, h->shown);
	return m->first.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static tensen_status
keep(merge *m, const entry_head *e, uint32_t *place, tensen_error *err)
{
	term_counts *c = m->counts;
	span form = {m->first.p, e->form_n}, word = {m->first.p + e->form_n, e->shown_n};

	*place = VOCAB_NONE;
	if (m->rule && !vocab_keeps(m->rule, form, e->df, (uint32_t)c->n_docs))
		return TENSEN_OK;
	*place = c->n_kept++;
	c->tally[e->df < TERM_COUNTS_TALLY ? e->df : TERM_COUNTS_TALLY]++;
	return term_counts_put(c->kept, e, form, word, err);
}

/* Merge all entries of the least form. */
static tensen_status
merge_one(merge *m, tensen_error *err)
{
	entry_head e = m->heap[0]->e;
	uint32_t n = 0, place = VOCAB_NONE, df = 0;
	tensen_status st = copy_words(m, m->heap[0], err);

	while (st == TENSEN_OK && m->n &&
	       form_order(m->heap[0]->form, (span){m->first.p, e.form_n}) == 0) {
		const head *h = m->heap[0];
		df += h->e.df;
		m->holders[n++] = h->block;
		if (h->e.first < e.first) {
			e = h->e;
			st = copy_words(m, h, err);
		}
		if (st == TENSEN_OK)
			st = take_least(m, err);
	}
	e.df = df;
	if (st == TENSEN_OK)
		st = keep(m, &e, &place, err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		st = spool_add(m->counts->blocks[m->holders[i]].kept, &place, sizeof place, err);
	return st;
}

static tensen_status
merge_all(merge *m, tensen_error *err)
{
	term_counts *c = m->counts;
	tensen_status st = open_heads(m, err);

	while (st == TENSEN_OK && m->n)
		st = merge_one(m, err);
	for (uint32_t i = 0; i < c->n_blocks && st == TENSEN_OK; i++)
		st = spool_finish(c->blocks[i].kept, err);
	return st == TENSEN_OK ? spool_finish(c->kept, err) : st;
}

tensen_status
term_counts_merge(term_counts *c, const vocab_rule *rule, tensen_error *err)
{
	merge m = {.counts = c, .rule = rule};
	tensen_status st = spool_new(&c->kept, c->target.p, err);

	c->tally = calloc(TERM_COUNTS_TALLY + 1, sizeof *c->tally);
	if (st == TENSEN_OK)
		st = c->tally ? merge_all(&m, err) : tensen_fail_nomem(err);
	for (uint32_t i = 0; m.heads && i < c->n_blocks; i++)
		spool_cursor_clear(&m.heads[i].c);
	free_all(m.heads, m.heap, m.holders);
	buf_clear(&m.first);
	return st;
}

uint32_t
term_counts_kept(const term_counts *c)
{
	return c->n_kept;
}

uint64_t *
term_counts_tally(term_counts *c)
{
	return c->tally;
}

void
term_counts_set_final(term_counts *c, uint32_t *final)
{
	free(c->final);
	c->final = final;
}

uint32_t
term_counts_cut(const uint64_t *tally, uint32_t max_terms, uint64_t *n)
{
	uint32_t df = 0;

	*n = 0;
	for (uint32_t i = 0; i <= TERM_COUNTS_TALLY; i++)
		*n += tally[i];
	for (; *n > max_terms && df < TERM_COUNTS_TALLY; df++)
		*n -= tally[df];
	return df;
}

tensen_status
term_counts_each(term_counts *c, uint32_t min_df, term_visit visit, void *ctx, tensen_error *err)
{
	head h = {.c = {.s = c->kept}};
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < c->n_kept && st == TENSEN_OK; i++) {
		int more = advance(&h, err);
		counted_term t = {h.form, h.shown, h.e.kind, h.e.df, h.e.first};
		if (more <= 0)
			st = more < 0 ? (tensen_status)more : tensen_fail_nomem(err);
		else if (t.df >= min_df)
			st = visit(ctx, i, &t, err);
	}
	spool_cursor_clear(&h.c);
	return st;
}

typedef struct chosen {
	vocab *vocab;
	buf *words;
	uint32_t *final, last_shown;
} chosen;

static tensen_status
choose(void *ctx, uint32_t place, const counted_term *t, tensen_error *err)
{
	chosen *c = ctx;
	uint32_t id = c->vocab->terms.n;

	c->final[place] = id;
	if (t->shown.n)
		shown_add(c->words, id, &c->last_shown, t->shown);
	return vocab_add(c->vocab, t->form, t->kind, t->df, err);
}

tensen_status
term_counts_choose(
    term_counts *c, vocab *out, vocab_rule *rule, uint32_t max_terms, buf *words, tensen_error *err)
{
	chosen ctx = {.vocab = out, .words = words};
	uint64_t n;
	uint32_t df;
	tensen_status st = term_counts_merge(c, rule, err);

	if (st < 0)
		return st;
	df = term_counts_cut(c->tally, max_terms, &n);
	if (df > rule->min_df)
		rule->min_df = df;
	ctx.final = c->final = malloc((c->n_kept + (size_t)1) * sizeof *c->final);
	if (!c->final)
		return tensen_fail_nomem(err);
	memset(c->final, 0xff, c->n_kept * sizeof *c->final); /* VOCAB_NONE */
	if ((st = vocab_start(out, (uint32_t)n, (uint32_t)c->n_docs, err)) < 0)
		return st;
	st = term_counts_each(c, rule->min_df, choose, &ctx, err);
	return st == TENSEN_OK && words->failed ? tensen_fail_nomem(err) : st;
}

tensen_status
term_counts_remap(const term_counts *c, uint32_t block, uint32_t **out, tensen_error *err)
{
	const term_counts_block_head *b = &c->blocks[block];
	spool_cursor numbers = {.s = b->numbers}, kept = {.s = b->kept};
	uint32_t *remap = *out = malloc((b->n + (size_t)1) * sizeof *remap);
	tensen_status st = remap ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < b->n && st == TENSEN_OK; i++) {
		uint32_t number = 0, place = VOCAB_NONE;
		const void *p = spool_next(&numbers, sizeof number, &st, err);
		if (p)
			memcpy(&number, p, sizeof number);
		if (st == TENSEN_OK && (p = spool_next(&kept, sizeof place, &st, err)))
			memcpy(&place, p, sizeof place);
		if (st == TENSEN_OK)
			remap[number] = place == VOCAB_NONE ? VOCAB_NONE : c->final[place];
	}
	spool_cursor_clear(&numbers);
	spool_cursor_clear(&kept);
	return st;
}

tensen_status
term_counts_rare(const term_counts *c, uint32_t block, uint64_t **out, tensen_error *err)
{
	const term_counts_block_head *b = &c->blocks[block];
	spool_cursor numbers = {.s = b->numbers}, kept = {.s = b->kept};
	head h = {.c = {.s = b->entries}};
	uint64_t *hash = *out = malloc((b->n + (size_t)1) * sizeof *hash);
	tensen_status st = hash ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < b->n && st == TENSEN_OK; i++) {
		uint32_t number = 0, place = VOCAB_NONE;
		int more = advance(&h, err);
		const void *p = spool_next(&numbers, sizeof number, &st, err);
		if (p)
			memcpy(&number, p, sizeof number);
		if (st == TENSEN_OK && (p = spool_next(&kept, sizeof place, &st, err)))
			memcpy(&place, p, sizeof place);
		if (more < 0)
			st = (tensen_status)more;
		if (st < 0)
			break;
		hash[number] = TERM_COUNTS_KEPT;
		if ((place == VOCAB_NONE || c->final[place] == VOCAB_NONE) &&
		    h.e.kind != TERM_FUNCTION)
			hash[number] = rare_hash(h.form);
	}
	spool_cursor_clear(&numbers);
	spool_cursor_clear(&kept);
	spool_cursor_clear(&h.c);
	return st;
}
