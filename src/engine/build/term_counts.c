/* engine/build/term_counts.c - counting terms in blocks; see term_counts.h.  Merging:
 * term_counts_merge.c. */
#include "engine/build/term_counts_impl.h"
#include "util/fail.h"
#include "util/memory.h"
#include "util/threads/sort.h"

/* Bytes of a term in the table beside its text: offset, hash slots, frequency, kind, first
 * document, end of the shown word, sort key. */
#define TERM_COST 62

tensen_status
term_counts_new(
    term_counts **out, const char *target, size_t room, unsigned threads, tensen_error *err)
{
	*out = malloc(sizeof **out);
	if (!*out)
		return tensen_fail_nomem(err);
	**out = (term_counts){.target = target, .room = room, .threads = threads};
	return TENSEN_OK;
}

static void
clear_table(term_counts *c)
{
	strtab_clear(&c->terms);
	bufs_clear(&c->df, &c->kind, &c->first, &c->shown, &c->shown_end);
}

void
term_counts_free(term_counts *counts)
{
	if (!counts)
		return;
	for (uint32_t i = 0; i < counts->n_blocks; i++) {
		spool_free(counts->blocks[i].entries);
		spool_free(counts->blocks[i].numbers);
		spool_free(counts->blocks[i].kept);
	}
	spool_free(counts->kept);
	clear_table(counts);
	free_all(counts->blocks, counts->final, counts->tally, counts);
}

void
term_counts_expect(const term_counts *counts, const span *forms, uint32_t n)
{
	strtab_expect(&counts->terms, forms, n);
}

uint32_t
term_counts_add(term_counts *counts, span form, span shown, uint8_t kind)
{
	static const uint32_t zero = 0;
	uint32_t before = counts->terms.n, id = strtab_add(&counts->terms, form);

	if (id == STRTAB_NONE)
		return id;
	if (id == before) {
		buf_add(&counts->df, &zero, sizeof zero);
		buf_add(&counts->kind, &kind, 1);
		buf_u32(&counts->first, counts->documents);
		buf_span(&counts->shown, shown);
		buf_u64(&counts->shown_end, counts->shown.n);
		if (counts->df.failed || counts->kind.failed || counts->first.failed ||
		    counts->shown.failed || counts->shown_end.failed)
			return STRTAB_NONE;
	}
	((uint32_t *)(void *)counts->df.p)[id]++;
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

	return c ? c : span_order(strtab_get(ctx, x->term), strtab_get(ctx, y->term));
}

static uint64_t
prefix_of(span text)
{
	uint64_t p = 0;

	for (size_t i = 0; i < 8; i++)
		p = p << 8 | (i < text.n ? (unsigned char)text.p[i] : 0u);
	return p;
}

static tensen_status
sorted_keys(term_counts *counts, sort_key **out, tensen_error *err)
{
	uint32_t n = counts->terms.n;
	sort_key *k = *out = malloc((n + (size_t)1) * sizeof *k);

	if (!k)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++)
		k[i] = (sort_key){prefix_of(strtab_get(&counts->terms, i)), i};
	return sort_large(k, n, sizeof *k, key_order, &counts->terms, counts->threads, err);
}

tensen_status
term_counts_put(spool *spooled, const entry_head *head_of, span form, span shown, tensen_error *err)
{
	tensen_status st = spool_add(spooled, head_of, sizeof *head_of, err);

	if (st == TENSEN_OK)
		st = spool_add(spooled, form.p, form.n, err);
	return st < 0 ? st : spool_add(spooled, shown.p, shown.n, err);
}

tensen_status
counted_term_put(spool *spooled, const counted_term *one, tensen_error *err)
{
	entry_head h = {
	    one->df, (uint32_t)one->form.n, (uint32_t)one->shown.n, one->kind, {0}, one->first};

	return term_counts_put(spooled, &h, one->form, one->shown, err);
}

static tensen_status
put_term(
    const term_counts *counts, const term_counts_block_head *one, uint32_t i, tensen_error *err)
{
	const uint64_t *end = (const uint64_t *)(const void *)counts->shown_end.p;
	uint64_t from = i ? end[i - 1] : 0;
	span form = strtab_get(&counts->terms, i);
	span shown = {end[i] > from ? counts->shown.p + from : "", (size_t)(end[i] - from)};
	entry_head h = {((const uint32_t *)(const void *)counts->df.p)[i], (uint32_t)form.n,
	    (uint32_t)shown.n, (uint8_t)counts->kind.p[i], {0},
	    ((const uint32_t *)(const void *)counts->first.p)[i]};
	tensen_status st = spool_add(one->numbers, &i, sizeof i, err);

	return st < 0 ? st : term_counts_put(one->entries, &h, form, shown, err);
}

static tensen_status
add_block(term_counts *counts, term_counts_block_head **out, tensen_error *err)
{
	term_counts_block_head *grown =
	    realloc(counts->blocks, (counts->n_blocks + (size_t)1) * sizeof *grown);

	if (!grown)
		return tensen_fail_nomem(err);
	counts->blocks = grown;
	*out = &grown[counts->n_blocks++];
	**out = (term_counts_block_head){.first = counts->block_first, .n = counts->terms.n};
	counts->block_first = counts->documents;
	return spool_new(&(*out)->kept, counts->target, err);
}

tensen_status
term_counts_block(term_counts *counts, spool *entries, uint64_t n_docs, tensen_error *err)
{
	term_counts_block_head *b;
	tensen_status st = add_block(counts, &b, err);

	counts->n_docs = n_docs;
	if (st < 0) {
		spool_free(entries);
		return st;
	}
	b->entries = entries;
	return spool_finish(entries, err);
}

/* Sort the table to disk and begin a new one. */
static tensen_status
end_block(term_counts *counts, tensen_error *err)
{
	sort_key *keys = NULL;
	term_counts_block_head *b = NULL;
	tensen_status st = sorted_keys(counts, &keys, err);

	if (st == TENSEN_OK)
		st = add_block(counts, &b, err);
	if (st == TENSEN_OK)
		st = spool_new(&b->entries, counts->target, err);
	if (st == TENSEN_OK)
		st = spool_new(&b->numbers, counts->target, err);
	for (uint32_t i = 0; st == TENSEN_OK && i < b->n; i++)
		st = put_term(counts, b, keys[i].term, err);
	if (st == TENSEN_OK)
		st = spool_finish(b->entries, err);
	if (st == TENSEN_OK)
		st = spool_finish(b->numbers, err);
	free(keys);
	clear_table(counts);
	return st;
}

tensen_status
term_counts_document(term_counts *counts, tensen_error *err)
{
	counts->documents++;
	if (counts->terms.n_bytes + counts->shown.n + (size_t)counts->terms.n * TERM_COST <=
	    counts->room)
		return TENSEN_OK;
	return end_block(counts, err);
}

tensen_status
term_counts_finish(term_counts *counts, tensen_error *err)
{
	counts->n_docs = counts->documents;
	return counts->block_first < counts->documents ? end_block(counts, err) : TENSEN_OK;
}

uint32_t
term_counts_blocks(const term_counts *counts)
{
	return counts->n_blocks;
}

uint32_t
term_counts_first(const term_counts *counts, uint32_t block)
{
	return block < counts->n_blocks ? counts->blocks[block].first : counts->documents;
}
