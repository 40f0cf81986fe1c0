/* engine/build/term_counts_merge.c - merges sorted blocks of terms into one vocabulary.
 *
 * One merge over all blocks adds frequencies and applies the rule.  A second pass over the
 * kept terms cuts them to the number that memory allows. */
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
term_advance(head *one, tensen_error *err)
{
	tensen_status st;
	const void *p = spool_next(&one->c, sizeof one->e, &st, err);

	if (!p)
		return st;
	memcpy(&one->e, p, sizeof one->e);
	p = spool_next(&one->c, (size_t)one->e.form_n + one->e.shown_n, &st, err);
	if (!p && st < 0)
		return st;
	one->form = (span){p ? p : "", one->e.form_n};
	one->shown = (span){one->form.p + one->e.form_n, one->e.shown_n};
	return 1;
}

static int
term_before(const head *one, const head *of_it)
{
	int c = span_order(one->form, of_it->form);

	return c ? c < 0 : one->block < of_it->block;
}

static void
sink_down(merge *merged, uint32_t at)
{
	for (;;) {
		uint32_t least = at, left = 2 * at + 1;
		head *h = merged->heap[at];

		for (uint32_t i = left; i < left + 2 && i < merged->n; i++)
			if (term_before(merged->heap[i], merged->heap[least]))
				least = i;
		if (least == at)
			return;
		merged->heap[at] = merged->heap[least];
		merged->heap[least] = h;
		at = least;
	}
}

static tensen_status
open_heads(merge *merged, tensen_error *err)
{
	term_counts *c = merged->counts;

	merged->heads = calloc(c->n_blocks + (size_t)1, sizeof *merged->heads);
	merged->heap = calloc(c->n_blocks + (size_t)1, sizeof *merged->heap);
	merged->holders = calloc(c->n_blocks + (size_t)1, sizeof *merged->holders);
	if (!merged->heads || !merged->heap || !merged->holders)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < c->n_blocks; i++) {
		head *h = &merged->heads[i];
		int more;
		h->c.s = c->blocks[i].entries;
		h->block = i;
		if ((more = term_advance(h, err)) < 0)
			return (tensen_status)more;
		if (more)
			merged->heap[merged->n++] = h;
	}
	for (uint32_t i = merged->n; i-- > 0;)
		sink_down(merged, i);
	return TENSEN_OK;
}

static tensen_status
take_least(merge *merged, tensen_error *err)
{
	int more = term_advance(merged->heap[0], err);

	if (more < 0)
		return (tensen_status)more;
	if (!more)
		merged->heap[0] = merged->heap[--merged->n];
	if (merged->n)
		sink_down(merged, 0);
	return TENSEN_OK;
}

/* Copy form and shown word of one: reading on overwrites them. */
static tensen_status
copy_words(merge *merged, const head *one, tensen_error *err)
{
	buf_reset(&merged->first);
	buf_span(&merged->first, one->form);
	buf_span(&merged->first, one->shown);
	return merged->first.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static tensen_status
term_keep(merge *merged, const entry_head *head_of, uint32_t *place, tensen_error *err)
{
	term_counts *c = merged->counts;
	span form = {merged->first.p, head_of->form_n},
	     word = {merged->first.p + head_of->form_n, head_of->shown_n};

	*place = VOCAB_NONE;
	if (merged->rule && !vocab_keeps(merged->rule, form, head_of->df, (uint32_t)c->n_docs))
		return TENSEN_OK;
	*place = c->n_kept++;
	c->tally[head_of->df < TERM_COUNTS_TALLY ? head_of->df : TERM_COUNTS_TALLY]++;
	return term_counts_put(c->kept, head_of, form, word, err);
}

/* Merge all entries of the least form. */
static tensen_status
merge_one(merge *merged, tensen_error *err)
{
	entry_head e = merged->heap[0]->e;
	uint32_t n = 0, place = VOCAB_NONE, df = 0;
	tensen_status st = copy_words(merged, merged->heap[0], err);

	while (st == TENSEN_OK && merged->n &&
	       span_order(merged->heap[0]->form, (span){merged->first.p, e.form_n}) == 0) {
		const head *h = merged->heap[0];
		df += h->e.df;
		merged->holders[n++] = h->block;
		if (h->e.first < e.first) {
			e = h->e;
			st = copy_words(merged, h, err);
		}
		if (st == TENSEN_OK)
			st = take_least(merged, err);
	}
	e.df = df;
	if (st == TENSEN_OK)
		st = term_keep(merged, &e, &place, err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		st = spool_add(
		    merged->counts->blocks[merged->holders[i]].kept, &place, sizeof place, err);
	return st;
}

static tensen_status
merge_all(merge *merged, tensen_error *err)
{
	term_counts *c = merged->counts;
	tensen_status st = open_heads(merged, err);

	while (st == TENSEN_OK && merged->n)
		st = merge_one(merged, err);
	for (uint32_t i = 0; i < c->n_blocks && st == TENSEN_OK; i++)
		st = spool_finish(c->blocks[i].kept, err);
	return st == TENSEN_OK ? spool_finish(c->kept, err) : st;
}

tensen_status
term_counts_merge(term_counts *counts_of, const vocab_rule *rule, tensen_error *err)
{
	merge m = {.counts = counts_of, .rule = rule};
	tensen_status st = spool_new(&counts_of->kept, counts_of->target, err);

	counts_of->tally = calloc(TERM_COUNTS_TALLY + 1, sizeof *counts_of->tally);
	if (st == TENSEN_OK)
		st = counts_of->tally ? merge_all(&m, err) : tensen_fail_nomem(err);
	for (uint32_t i = 0; m.heads && i < counts_of->n_blocks; i++)
		spool_cursor_clear(&m.heads[i].c);
	free_all(m.heads, m.heap, m.holders);
	buf_clear(&m.first);
	return st;
}

uint32_t
term_counts_kept(const term_counts *counts)
{
	return counts->n_kept;
}

uint64_t *
term_counts_tally(term_counts *counts)
{
	return counts->tally;
}

void
term_counts_set_final(term_counts *counts, uint32_t *final)
{
	free(counts->final);
	counts->final = final;
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
term_counts_each(
    term_counts *counts, uint32_t min_df, term_visit visit, void *ctx, tensen_error *err)
{
	head h = {.c = {.s = counts->kept}};
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < counts->n_kept && st == TENSEN_OK; i++) {
		int more = term_advance(&h, err);
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
term_choose(void *ctx, uint32_t place, const counted_term *one, tensen_error *err)
{
	chosen *c = ctx;
	uint32_t id = c->vocab->terms.n;

	c->final[place] = id;
	if (one->shown.n)
		shown_add(c->words, id, &c->last_shown, one->shown);
	return vocab_add(c->vocab, one->form, one->kind, one->df, err);
}

tensen_status
term_counts_choose(term_counts *counts, vocab *out, vocab_rule *rule, uint32_t max_terms,
    buf *words, tensen_error *err)
{
	chosen ctx = {.vocab = out, .words = words};
	uint64_t n;
	uint32_t df;
	tensen_status st = term_counts_merge(counts, rule, err);

	if (st < 0)
		return st;
	df = term_counts_cut(counts->tally, max_terms, &n);
	if (df > rule->min_df)
		rule->min_df = df;
	ctx.final = counts->final = malloc((counts->n_kept + (size_t)1) * sizeof *counts->final);
	if (!counts->final)
		return tensen_fail_nomem(err);
	memset(counts->final, 0xff, counts->n_kept * sizeof *counts->final); /* VOCAB_NONE */
	if ((st = vocab_start(out, (uint32_t)n, (uint32_t)counts->n_docs, err)) < 0)
		return st;
	st = term_counts_each(counts, rule->min_df, term_choose, &ctx, err);
	return st == TENSEN_OK && words->failed ? tensen_fail_nomem(err) : st;
}

tensen_status
term_counts_remap(const term_counts *counts, uint32_t block, uint32_t **terms, uint64_t **hashes,
    tensen_error *err)
{
	const term_counts_block_head *b = &counts->blocks[block];
	spool_cursor numbers = {.s = b->numbers}, kept = {.s = b->kept};
	head h = {.c = {.s = b->entries}};
	uint32_t *remap = *terms = malloc((b->n + (size_t)1) * sizeof *remap);
	uint64_t *hash = *hashes = malloc((b->n + (size_t)1) * sizeof *hash);
	tensen_status st = remap && hash ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < b->n && st == TENSEN_OK; i++) {
		uint32_t number = 0, place = VOCAB_NONE;
		int more = term_advance(&h, err);
		const void *p = spool_next(&numbers, sizeof number, &st, err);
		if (p)
			memcpy(&number, p, sizeof number);
		if (st == TENSEN_OK && (p = spool_next(&kept, sizeof place, &st, err)))
			memcpy(&place, p, sizeof place);
		if (more < 0)
			st = (tensen_status)more;
		if (st < 0)
			break;
		remap[number] = place == VOCAB_NONE ? VOCAB_NONE : counts->final[place];
		hash[number] = remap[number] == VOCAB_NONE && h.e.kind != TERM_FUNCTION
				   ? rare_hash(h.form)
				   : TERM_COUNTS_KEPT;
	}
	spool_cursor_clear(&numbers);
	spool_cursor_clear(&kept);
	spool_cursor_clear(&h.c);
	return st;
}
