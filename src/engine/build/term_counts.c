/* engine/build/term_counts.c - counting terms in blocks; see term_counts.h.  Merging:
 * term_counts_merge.c. */
#include <stdlib.h>
#include "engine/build/term_counts_impl.h"
#include "util/fail.h"
#include "util/threads/sort.h"

/* Bytes of a term in the table beside its text: offset, hash slots, frequency, kind, first
 * document, end of the shown word, sort key. */
#define TERM_COST 62

tensen_status
term_counts_new(
    term_counts **out, const char *target, size_t room, unsigned threads, tensen_error *err)
{
	term_counts *c = *out = calloc(1, sizeof *c);

	if (!c)
		return tensen_fail_nomem(err);
	buf_str(&c->target, target);
	buf_cstr(&c->target);
	c->room = room;
	c->threads = threads;
	if (!c->target.failed)
		return TENSEN_OK;
	term_counts_free(c);
	*out = NULL;
	return tensen_fail_nomem(err);
}

static void
clear_table(term_counts *c)
{
	strtab_clear(&c->terms);
	bufs_clear(&c->df, &c->kind, &c->first, &c->shown, &c->shown_end);
}

void
term_counts_free(term_counts *c)
{
	if (!c)
		return;
	for (uint32_t i = 0; i < c->n_blocks; i++) {
		spool_free(c->blocks[i].entries);
		spool_free(c->blocks[i].numbers);
		spool_free(c->blocks[i].kept);
	}
	free(c->blocks);
	free(c->final);
	spool_free(c->kept);
	free(c->tally);
	clear_table(c);
	buf_clear(&c->target);
	free(c);
}

void
term_counts_expect(const term_counts *c, const span *forms, uint32_t n)
{
	strtab_expect(&c->terms, forms, n);
}

uint32_t
term_counts_add(term_counts *c, span form, span shown, uint8_t kind)
{
	static const uint32_t zero = 0;
	uint32_t before = c->terms.n, id = strtab_add(&c->terms, form);

	if (id == STRTAB_NONE)
		return id;
	if (id == before) {
		buf_add(&c->df, &zero, sizeof zero);
		buf_add(&c->kind, &kind, 1);
		buf_u32(&c->first, c->documents);
		buf_span(&c->shown, shown);
		buf_u64(&c->shown_end, c->shown.n);
		if (c->df.failed || c->kind.failed || c->first.failed || c->shown.failed ||
		    c->shown_end.failed)
			return STRTAB_NONE;
	}
	((uint32_t *)(void *)c->df.p)[id]++;
	return id;
}

typedef struct sort_key {
	uint64_t prefix; /* first 8 bytes: they decide most comparisons */
	uint32_t term;
} sort_key;

static int
key_order(const void *a, const void *b, void *ctx)
{
	const sort_key *x = a, *y = b;
	int c = ORDER(x->prefix, y->prefix);

	return c ? c : form_order(strtab_get(ctx, x->term), strtab_get(ctx, y->term));
}

static uint64_t
prefix_of(span s)
{
	uint64_t p = 0;

	for (size_t i = 0; i < 8; i++)
		p = p << 8 | (i < s.n ? (unsigned char)s.p[i] : 0u);
	return p;
}

static tensen_status
sorted_keys(term_counts *c, sort_key **out, tensen_error *err)
{
	uint32_t n = c->terms.n;
	sort_key *k = *out = malloc((n + (size_t)1) * sizeof *k);

	if (!k)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++)
		k[i] = (sort_key){prefix_of(strtab_get(&c->terms, i)), i};
	return sort_large(k, n, sizeof *k, key_order, &c->terms, c->threads, err);
}

tensen_status
term_counts_put(spool *s, const entry_head *h, span form, span shown, tensen_error *err)
{
	tensen_status st = spool_add(s, h, sizeof *h, err);

	if (st == TENSEN_OK)
		st = spool_add(s, form.p, form.n, err);
	return st < 0 ? st : spool_add(s, shown.p, shown.n, err);
}

tensen_status
counted_term_put(spool *s, const counted_term *t, tensen_error *err)
{
	entry_head h = {t->df, (uint32_t)t->form.n, (uint32_t)t->shown.n, t->kind, {0}, t->first};

	return term_counts_put(s, &h, t->form, t->shown, err);
}

static tensen_status
put_term(const term_counts *c, const term_counts_block_head *b, uint32_t i, tensen_error *err)
{
	const uint64_t *end = (const uint64_t *)(const void *)c->shown_end.p;
	uint64_t from = i ? end[i - 1] : 0;
	span form = strtab_get(&c->terms, i);
	span shown = {end[i] > from ? c->shown.p + from : "", (size_t)(end[i] - from)};
	entry_head h = {((const uint32_t *)(const void *)c->df.p)[i], (uint32_t)form.n,
	    (uint32_t)shown.n, (uint8_t)c->kind.p[i], {0},
	    ((const uint32_t *)(const void *)c->first.p)[i]};
	tensen_status st = spool_add(b->numbers, &i, sizeof i, err);

	return st < 0 ? st : term_counts_put(b->entries, &h, form, shown, err);
}

static tensen_status
add_block(term_counts *c, term_counts_block_head **out, tensen_error *err)
{
	term_counts_block_head *grown =
	    realloc(c->blocks, (c->n_blocks + (size_t)1) * sizeof *grown);

	if (!grown)
		return tensen_fail_nomem(err);
	c->blocks = grown;
	*out = &grown[c->n_blocks++];
	**out = (term_counts_block_head){.first = c->block_first, .n = c->terms.n};
	c->block_first = c->documents;
	return spool_new(&(*out)->kept, c->target.p, err);
}

tensen_status
term_counts_block(term_counts *c, spool *entries, uint64_t n_docs, tensen_error *err)
{
	term_counts_block_head *b;
	tensen_status st = add_block(c, &b, err);

	c->n_docs = n_docs;
	if (st < 0) {
		spool_free(entries);
		return st;
	}
	b->entries = entries;
	return spool_finish(entries, err);
}

/* Sort the table to disk and begin a new one. */
static tensen_status
end_block(term_counts *c, tensen_error *err)
{
	sort_key *keys = NULL;
	term_counts_block_head *b = NULL;
	tensen_status st = sorted_keys(c, &keys, err);

	if (st == TENSEN_OK)
		st = add_block(c, &b, err);
	if (st == TENSEN_OK)
		st = spool_new(&b->entries, c->target.p, err);
	if (st == TENSEN_OK)
		st = spool_new(&b->numbers, c->target.p, err);
	for (uint32_t i = 0; st == TENSEN_OK && i < b->n; i++)
		st = put_term(c, b, keys[i].term, err);
	if (st == TENSEN_OK)
		st = spool_finish(b->entries, err);
	if (st == TENSEN_OK)
		st = spool_finish(b->numbers, err);
	free(keys);
	clear_table(c);
	return st;
}

tensen_status
term_counts_document(term_counts *c, tensen_error *err)
{
	c->documents++;
	if (c->terms.n_bytes + c->shown.n + (size_t)c->terms.n * TERM_COST <= c->room)
		return TENSEN_OK;
	return end_block(c, err);
}

tensen_status
term_counts_finish(term_counts *c, tensen_error *err)
{
	c->n_docs = c->documents;
	return c->block_first < c->documents ? end_block(c, err) : TENSEN_OK;
}

uint32_t
term_counts_blocks(const term_counts *c)
{
	return c->n_blocks;
}

uint32_t
term_counts_first(const term_counts *c, uint32_t block)
{
	return block < c->n_blocks ? c->blocks[block].first : c->documents;
}
