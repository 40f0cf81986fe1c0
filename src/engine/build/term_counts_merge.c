/* engine/build/term_counts_merge.c - merges sorted blocks of terms into one vocabulary.
 *
 * One merge over all blocks adds frequencies and applies the rule.  A second pass over the
 * kept terms cuts them to the number that memory allows. */
#include <stdlib.h>
#include "engine/build/term_counts_impl.h"
#include "index/store/shown.h"
#include "util/fail.h"

#define TALLY 65536 /* document frequencies counted one by one for the cut */

/* A block and its current entry. */
typedef struct head {
	spool_cursor c;
	entry_head e;
	span form, shown;
	uint32_t block;
} head;

typedef struct merge {
	term_counts *term_counts;
	const vocab_rule *rule;
	head *heads;
	head **heap; /* least form first; of equals the earlier block */
	uint32_t n;  /* in the heap */
	uint32_t *holders;
	spool *kept;
	uint32_t n_kept;
	uint32_t tally[TALLY + 1]; /* kept terms by df, TALLY: that and more */
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
	term_counts *c = m->term_counts;

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

/* Merge all entries of the least form. */
static tensen_status
merge_one(merge *m, buf *words, tensen_error *err)
{
	const head *h = m->heap[0];
	entry_head e = h->e;
	span form, word;
	uint32_t n = 0, place = VOCAB_NONE;
	tensen_status st = TENSEN_OK;

	buf_reset(words);
	buf_span(words, h->form);
	buf_span(words, h->shown);
	if (words->failed)
		return tensen_fail_nomem(err);
	form = (span){words->p, e.form_n};
	word = (span){words->p + e.form_n, e.shown_n};
	e.df = 0;
	while (st == TENSEN_OK && m->n && form_order(m->heap[0]->form, form) == 0) {
		e.df += m->heap[0]->e.df;
		m->holders[n++] = m->heap[0]->block;
		st = take_least(m, err);
	}
	if (st == TENSEN_OK && vocab_keeps(m->rule, form, e.df, m->term_counts->documents)) {
		place = m->n_kept++;
		m->tally[e.df < TALLY ? e.df : TALLY]++;
		st = term_counts_put(m->kept, &e, form, word, err);
	}
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		st = spool_add(
		    m->term_counts->blocks[m->holders[i]].kept, &place, sizeof place, err);
	return st;
}

static tensen_status
merge_all(merge *m, tensen_error *err)
{
	buf words = BUF_INIT;
	tensen_status st = open_heads(m, err);

	while (st == TENSEN_OK && m->n)
		st = merge_one(m, &words, err);
	for (uint32_t i = 0; i < m->term_counts->n_blocks && st == TENSEN_OK; i++)
		st = spool_finish(m->term_counts->blocks[i].kept, err);
	buf_clear(&words);
	return st == TENSEN_OK ? spool_finish(m->kept, err) : st;
}

/* The least frequency that leaves at most max_terms terms; *n: their number. */
static uint32_t
cut_at(const merge *m, uint32_t max_terms, uint32_t *n)
{
	uint32_t df = 0;

	for (*n = m->n_kept; *n > max_terms && df < TALLY; df++)
		*n -= m->tally[df];
	return df;
}

static tensen_status
fill(merge *m, vocab *out, uint32_t min_df, buf *words, tensen_error *err)
{
	head h = {.c = {.s = m->kept}};
	uint32_t last_shown = 0, term = 0;
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < m->n_kept && st == TENSEN_OK; i++) {
		int more = advance(&h, err);
		m->term_counts->final[i] = VOCAB_NONE;
		if (more <= 0)
			st = more < 0 ? (tensen_status)more : tensen_fail_nomem(err);
		else if (h.e.df >= min_df) {
			m->term_counts->final[i] = term;
			if (h.shown.n)
				shown_add(words, term, &last_shown, h.shown);
			st = vocab_add(out, h.form, h.e.kind, h.e.df, err);
			term++;
		}
	}
	spool_cursor_clear(&h.c);
	return st == TENSEN_OK && words->failed ? tensen_fail_nomem(err) : st;
}

static tensen_status
choose(merge *m, vocab *out, vocab_rule *rule, uint32_t max_terms, buf *words, tensen_error *err)
{
	uint32_t n, df;
	tensen_status st = merge_all(m, err);

	if (st < 0)
		return st;
	df = cut_at(m, max_terms, &n);
	if (df > rule->min_df)
		rule->min_df = df;
	m->term_counts->final = malloc((m->n_kept + (size_t)1) * sizeof *m->term_counts->final);
	if (!m->term_counts->final)
		return tensen_fail_nomem(err);
	if ((st = vocab_start(out, n, m->term_counts->documents, err)) < 0)
		return st;
	return fill(m, out, rule->min_df, words, err);
}

tensen_status
term_counts_choose(
    term_counts *c, vocab *out, vocab_rule *rule, uint32_t max_terms, buf *words, tensen_error *err)
{
	merge *m = calloc(1, sizeof *m);
	tensen_status st;

	if (!m)
		return tensen_fail_nomem(err);
	m->term_counts = c;
	m->rule = rule;
	if ((st = spool_new(&m->kept, c->target.p, err)) == TENSEN_OK)
		st = choose(m, out, rule, max_terms, words, err);
	for (uint32_t i = 0; m->heads && i < c->n_blocks; i++)
		spool_cursor_clear(&m->heads[i].c);
	spool_free(m->kept);
	free(m->heads);
	free(m->heap);
	free(m->holders);
	free(m);
	return st;
}

tensen_status
term_counts_remap(const term_counts *c, uint32_t block, uint32_t **out, tensen_error *err)
{
	const term_counts_block *b = &c->blocks[block];
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
