/* engine/query/term_overlap.c - see term_overlap.h. */
#include "engine/base/query.h"
#include "engine/translate/lexicon.h"
#include "engine/query/term_overlap.h"
#include <stdlib.h>
#include "engine/query/question.h"
#include "util/fail.h"
#include "util/threads/sort.h"

/* The translated words of the query that weigh most, each once with its translation. */
static tensen_status
fill_translated(
    query_words *out, tensen_result *result, const store *kept, const query *q, tensen_error *err)
{
	translated_word *v = arena_calloc(&result->mem, TRANSLATED_SHOWN * sizeof *v);
	float *weight = arena_alloc(&result->mem, (q->n_terms + (size_t)1) * sizeof *weight);
	buf b = BUF_INIT;

	if (!v || !weight)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; q->meant && i < q->n_terms; i++)
		weight[i] = vocab_idf(&kept->vocab, q->terms[i].term) * q->share[i] *
			    term_weighted(&q->terms[i], view_section_weights[VIEW_TOPIC]);
	while (q->meant && out->n_translated < TRANSLATED_SHOWN) {
		uint32_t best = UINT32_MAX;
		float most = 0;
		for (uint32_t i = 0; i < q->n_terms; i++)
			if (weight[i] > most) {
				most = weight[i];
				best = i;
			}
		if (best == UINT32_MAX)
			break;
		weight[best] = 0;
		buf_again(&b);
		shown_write(&b, &kept->shown, &kept->vocab, q->terms[best].term);
		v[out->n_translated].to = result_copy(result, (span){b.p ? b.p : "", b.n});
		v[out->n_translated].from = result_copy(result, q->meant[best]);
		v[out->n_translated++].share = q->share[best];
	}
	out->translated = out->n_translated ? v : NULL;
	result->nomem |= b.failed;
	buf_clear(&b);
	return TENSEN_OK;
}

tensen_status
fill_query_words(
    query_words *out, tensen_result *result, const store *kept, const query *q, tensen_error *err)
{
	*out = (query_words){.known = q->n_terms,
	    .unknown = q->unknown,
	    .examples = result_copies(result, q->unknown_terms, q->n_unknown_terms),
	    .n_examples = q->n_unknown_terms,
	    .translation = q->translation};
	if (!out->examples)
		return tensen_fail_nomem(err);
	if (q->question)
		return question_words(out, result, kept, q, err);
	return q->meant || q->other
		   ? fill_translated(out, result, kept, q->other ? q->other : q, err)
		   : TENSEN_OK;
}

int
weighted_term_compare(const void *a, const void *b)
{
	const weighted_term *x = a, *y = b;
	int c = ORDER(y->weight, x->weight);

	return c ? c : ORDER(x->term, y->term);
}

typedef struct sparse {
	uint32_t *col, n;
	float *val;
} sparse;

static tensen_status
row_of(sparse *out, tensen_searcher *searcher, view which, const query *q, tensen_error *err)
{
	out->col = arena_alloc(&searcher->mem, (q->n_terms + (size_t)1) * sizeof *out->col);
	out->val = arena_alloc(&searcher->mem, (q->n_terms + (size_t)1) * sizeof *out->val);
	if (!out->col || !out->val)
		return tensen_fail_nomem(err);
	out->n = query_view_row(q, &searcher->ix->store->vocab, which, out->col, out->val);
	return TENSEN_OK;
}

tensen_status
term_overlap(tensen_searcher *searcher, const query *q, uint32_t row, view which,
    weighted_term **out, uint32_t *n, tensen_error *err)
{
	query found = {.row = row};
	const query *asking = query_for_row(q, searcher, row);
	sparse x, y;
	tensen_status st = row_terms(searcher, row, &found.terms, &found.n_terms, err);

	*n = 0;
	if (st < 0 || (st = row_of(&x, searcher, which, asking, err)) < 0 ||
	    (st = row_of(&y, searcher, which, &found, err)) < 0)
		return st;
	/* a query without terms in this view was asked by its topic (query_views.c) */
	if (x.n == 0 && (st = row_of(&x, searcher, VIEW_TOPIC, asking, err)) < 0)
		return st;
	*out = arena_alloc(&searcher->mem, ((x.n < y.n ? x.n : y.n) + (size_t)1) * sizeof **out);
	if (!*out)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0, j = 0; i < x.n && j < y.n;) {
		if (x.col[i] == y.col[j]) {
			(*out)[(*n)++] = (weighted_term){x.col[i], x.val[i] * y.val[j]};
			i++;
			j++;
		} else if (x.col[i] < y.col[j]) {
			i++;
		} else {
			j++;
		}
	}
	if (*n)
		qsort(*out, *n, sizeof **out, weighted_term_compare);
	return TENSEN_OK;
}

/* Behind a term of the other language, the word of the query that it translates. */
static void
write_meant(buf *out, const query *q, uint32_t term_id)
{
	for (uint32_t i = 0; q->meant && i < q->n_terms; i++)
		if (q->terms[i].term == term_id && q->meant[i].n) {
			int same = span_eq((span){out->p, out->n}, q->meant[i]);
			buf_str(out, same ? "" : " (");
			buf_span(out, same ? (span){"", 0} : q->meant[i]);
			buf_str(out, same ? "" : ")");
			return;
		}
}

const char *
term_words(tensen_result *result, const store *kept, const query *q, uint32_t term_id)
{
	buf b = BUF_INIT;

	shown_write(&b, &kept->shown, &kept->vocab, term_id);
	if (!b.failed && b.p)
		write_meant(&b, q, term_id);
	return result_text(result, &b);
}

#define SENTENCES_READ 64 /* of a text; a section of a patent seldom has more */

/* The weight of the terms that occur in a sentence. */
static tensen_status
term_carried(double *out, const tensen_searcher *searcher, span sentence,
    const weighted_term *weighted, uint32_t n, tensen_error *err)
{
	normalized norm = NORMALIZED_INIT;
	tensen_status st = text_normalize(&norm, sentence, err);

	*out = 0;
	for (uint32_t i = 0; st == TENSEN_OK && i < n; i++)
		if (span_find((span){norm.text.p, norm.text.n},
			vocab_term(&searcher->ix->store->vocab, weighted[i].term), 0) != (size_t)-1)
			*out += weighted[i].weight;
	normalized_clear(&norm);
	return st;
}

tensen_status
heaviest_sentence(const char **out, tensen_result *result, const tensen_searcher *searcher,
    span text, const weighted_term *weighted, uint32_t n, tensen_error *err)
{
	uint32_t ends[SENTENCES_READ], from = 0;
	size_t k = text_sentences(text, ends, SENTENCES_READ);
	span best = text;
	double most = -1, x;
	tensen_status st = TENSEN_OK;

	for (size_t i = 0; i < k && st == TENSEN_OK; from = ends[i++]) {
		span one = span_trim(span_sub(text, from, ends[i]));
		if (!one.n)
			continue;
		st = term_carried(&x, searcher, one, weighted, n, err);
		if (x > most) {
			most = x;
			best = one;
		}
	}
	*out = result_copy(result, span_trim(best));
	return st;
}

/* Keeps the heaviest of the terms offered, heaviest first. */
static void
keep_heaviest(weighted_term *weighted, uint32_t *n, weighted_term one)
{
	uint32_t i = *n < KEY_WORDS_MAX ? (*n)++ : KEY_WORDS_MAX - 1;

	if (i == KEY_WORDS_MAX - 1 && *n == KEY_WORDS_MAX && weighted[i].weight >= one.weight &&
	    weighted[i].weight > 0)
		return;
	for (; i > 0 && weighted[i - 1].weight < one.weight; i--)
		weighted[i] = weighted[i - 1];
	weighted[i] = one;
}

tensen_status
fill_key_words(const char *const **out, size_t *n, tensen_result *result, tensen_searcher *searcher,
    const query *q, tensen_error *err)
{
	const store *st = searcher->ix->store;
	uint32_t *col = arena_alloc(&searcher->mem, (q->n_terms + (size_t)1) * sizeof *col);
	float *val = arena_alloc(&searcher->mem, (q->n_terms + (size_t)1) * sizeof *val);
	const char **words = arena_alloc(&result->mem, KEY_WORDS_MAX * sizeof *words);
	weighted_term top[KEY_WORDS_MAX] = {{0, 0}};
	uint32_t n_col, n_top = 0;

	if (!col || !val || !words)
		return tensen_fail_nomem(err);
	n_col = query_view_row(q, &st->vocab, VIEW_TOPIC, col, val);
	for (uint32_t i = 0; i < n_col; i++)
		if (st->vocab.kind[col[i]] != TERM_FUNCTION &&
		    (q->row != ROW_NONE || strtab_find(&searcher->ix->everyday,
					       vocab_term(&st->vocab, col[i])) == STRTAB_NONE))
			keep_heaviest(top, &n_top, (weighted_term){col[i], val[i]});
	for (uint32_t i = 0; i < n_top; i++)
		if (!(words[i] = term_words(result, st, q, top[i].term)))
			return tensen_fail_nomem(err);
	*out = words;
	*n = n_top;
	return TENSEN_OK;
}
