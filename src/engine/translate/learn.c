/* engine/translate/learn.c - see learn.h. */
#include "engine/base/searcher.h"
#include "engine/translate/learn.h"
#include <stdlib.h>
#include "engine/translate/lexicon.h"
#include "util/fail.h"
#include "util/threads/sort.h"

/* Chosen on the seeded corpus of bench/text/bilingual.txt. */
#define DOCUMENTS_READ 128 /* with the word */
#define TOGETHER_LEAST 2
#define DICE_LEAST 0.3f
#define TRIED 48 /* terms whose own documents are counted */

typedef struct partner {
	uint32_t term, together;
} partner;

/* The documents in both languages that have a term. */
static tensen_status
rows_with(hit *out, uint32_t *n, tensen_searcher *searcher, uint32_t id, tensen_error *err)
{
	weighted_term one = {id, 1};
	uint32_t all;
	lex_query q = {.terms = &one,
	    .n_terms = 1,
	    .allow = lexicon_bilingual_rows(searcher->ix->lexicon, &all),
	    .k = DOCUMENTS_READ};

	return postings_search(searcher->ix->store->lexical, searcher->lexical, &q, out, n, err);
}

static int
is_japanese_term(const vocab *words, uint32_t id)
{
	return (unsigned char)vocab_term(words, id).p[0] >= 0x80;
}

/* Numbers of the terms of the other language in those documents, one behind the other. */
static tensen_status
learn_collect(buf *out, tensen_searcher *searcher, uint32_t id, const hit *best, uint32_t n,
    tensen_error *err)
{
	const vocab *vc = &searcher->ix->store->vocab;
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		term_count *t;
		uint32_t n_terms = 0;
		st = row_terms(searcher, best[i].row, &t, &n_terms, err);
		for (uint32_t k = 0; k < n_terms && st == TENSEN_OK; k++)
			if (vc->kind[t[k].term] != TERM_FUNCTION &&
			    is_japanese_term(vc, t[k].term) != is_japanese_term(vc, id))
				buf_add(out, &t[k].term, sizeof t[k].term);
	}
	return st == TENSEN_OK && out->failed ? tensen_fail_nomem(err) : st;
}

COMPARE2(learn_oftener, partner, DOWN(together), UP(term))

/* Equal numbers counted; the most frequent first. */
static uint32_t
count_partners(partner *out, uint32_t *ids, size_t n)
{
	uint32_t k = 0;

	if (n == 0)
		return 0;
	qsort(ids, n, sizeof *ids, sort_u32);
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || ids[i] != ids[i - 1])
			out[k++] = (partner){ids[i], 0};
		out[k - 1].together++;
	}
	qsort(out, k, sizeof *out, learn_oftener);
	return k;
}

static void
keep_best(learned_term out[LEARNED_MAX], uint32_t *n, learned_term learned)
{
	uint32_t i = *n < LEARNED_MAX ? (*n)++ : LEARNED_MAX;

	for (; i > 0 && out[i - 1].dice < learned.dice; i--)
		if (i < LEARNED_MAX)
			out[i] = out[i - 1];
	if (i < LEARNED_MAX)
		out[i] = learned;
}

tensen_status
learned_terms(learned_term out[LEARNED_MAX], uint32_t *n, tensen_searcher *searcher, uint32_t id,
    tensen_error *err)
{
	hit with[DOCUMENTS_READ], other[DOCUMENTS_READ];
	uint32_t n_with = 0, n_other, n_partners;
	buf all = BUF_INIT;
	partner *v;
	tensen_status st;

	*n = 0;
	if (!lexicon_bilingual_rows(searcher->ix->lexicon, &n_other))
		return TENSEN_OK;
	if ((st = rows_with(with, &n_with, searcher, id, err)) == TENSEN_OK)
		st = learn_collect(&all, searcher, id, with, n_with, err);
	v = arena_alloc(&searcher->mem, all.n / sizeof(uint32_t) * sizeof *v + sizeof *v);
	if (st == TENSEN_OK && !v)
		st = tensen_fail_nomem(err);
	n_partners =
	    st < 0 ? 0 : count_partners(v, (uint32_t *)(void *)all.p, all.n / sizeof(uint32_t));
	for (uint32_t i = 0; i < n_partners && i < TRIED && st == TENSEN_OK; i++) {
		float dice;
		if (v[i].together < TOGETHER_LEAST)
			break;
		st = rows_with(other, &n_other, searcher, v[i].term, err);
		dice = 2 * (float)v[i].together / (float)(n_with + n_other);
		if (st == TENSEN_OK && dice >= DICE_LEAST)
			keep_best(out, n, (learned_term){v[i].term, dice});
	}
	buf_clear(&all);
	return st;
}
