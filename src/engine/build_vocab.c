/* engine/build_vocab.c - candidates to vocabulary, documents to ordered rows. */
#include <stdlib.h>
#include "engine/builder.h"
#include "util/bytes.h"
#include "util/fail.h"

#define SMALL 50 /* documents: below this nothing is too rare or too common */

static vocab_rule
rule_for(const builder *b, uint32_t n_docs)
{
	vocab_rule r = {2, 0.4};

	if (n_docs < SMALL)
		r = (vocab_rule){1, 1.0};
	if (b->opts->min_df)
		r.min_df = b->opts->min_df;
	return r;
}

/* Rows by primary field, documents without a field last, in order of arrival. */
static void
order_rows(builder *b)
{
	uint32_t n = stage_count(b->stage), at[N_FIELDS + 2] = {0}, sum = 0;

	for (uint32_t i = 0; i < n; i++)
		if (b->slots[i].has_text)
			at[b->slots[i].primary ? b->slots[i].primary : N_FIELDS + 1]++;
	for (unsigned f = 0; f < N_FIELDS + 2; f++) {
		uint32_t count = at[f];
		at[f] = sum;
		sum += count;
	}
	for (uint32_t i = 0; i < n; i++)
		if (b->slots[i].has_text)
			b->order[at[b->slots[i].primary ? b->slots[i].primary : N_FIELDS + 1]++] =
			    i;
	b->n_rows = sum;
}

static int
term_order(const void *a, const void *b)
{
	const term_count *x = a, *y = b;

	return (x->term > y->term) - (x->term < y->term);
}

/* Decode one spilled record, dropping candidates that the vocabulary dropped. */
static uint32_t
decode(const builder *b, span record, term_count *out)
{
	cursor c = cursor_of(record.p, record.n);
	uint32_t n = 0;

	while (cursor_left(&c) > 0 && !c.failed) {
		uint32_t id = b->remap[cursor_varint(&c)];
		uint8_t set = cursor_u8(&c);
		term_count t = {id, {0}};
		for (int s = 0; s < N_SECTIONS; s++)
			if (set >> s & 1)
				t.in[s] = (uint16_t)cursor_varint(&c);
		if (id != VOCAB_NONE) {
			if (out)
				out[n] = t;
			n++;
		}
	}
	if (out)
		qsort(out, n, sizeof *out, term_order);
	return n;
}

static tensen_status
load_rows(builder *b, tensen_error *err)
{
	b->row_start = malloc((b->n_rows + (size_t)1) * sizeof *b->row_start);
	if (!b->row_start)
		return tensen_fail_nomem(err);
	b->row_start[0] = 0;
	for (uint32_t r = 0; r < b->n_rows; r++)
		b->row_start[r + 1] =
		    b->row_start[r] + decode(b, spill_get(b->raw_terms, b->order[r]), NULL);
	b->row_terms = malloc((b->row_start[b->n_rows] + 1) * sizeof *b->row_terms);
	if (!b->row_terms)
		return tensen_fail_nomem(err);
	for (uint32_t r = 0; r < b->n_rows; r++)
		decode(b, spill_get(b->raw_terms, b->order[r]), b->row_terms + b->row_start[r]);
	return TENSEN_OK;
}

tensen_status
build_vocab(builder *b, tensen_error *err)
{
	uint32_t n = stage_count(b->stage);
	vocab_rule rule;
	tensen_status st;

	b->order = malloc((n + (size_t)1) * sizeof *b->order);
	b->remap = malloc((b->seen.n + (size_t)1) * sizeof *b->remap);
	if (!b->order || !b->remap)
		return tensen_fail_nomem(err);
	order_rows(b);
	if (b->n_rows == 0)
		return tensen_fail(
		    err, TENSEN_E_INPUT, "no document with text among %u records", n);
	rule = rule_for(b, b->n_rows);
	st = vocab_make(&b->vocab, &b->seen, (const uint32_t *)(const void *)b->seen_df.p,
	    (const uint8_t *)b->seen_kind.p, b->n_rows, &rule, b->remap, err);
	return st < 0 ? st : load_rows(b, err);
}
