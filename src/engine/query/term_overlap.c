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
    query_words *out, tensen_result *r, const store *s, const query *a, tensen_error *err)
{
	translated_word *v = arena_calloc(&r->mem, TRANSLATED_SHOWN * sizeof *v);
	float *weight = arena_alloc(&r->mem, (a->n_terms + (size_t)1) * sizeof *weight);
	buf b = BUF_INIT;

	if (!v || !weight)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; a->meant && i < a->n_terms; i++)
		weight[i] = vocab_idf(&s->vocab, a->terms[i].term) * a->share[i] *
			    term_weighted(&a->terms[i], view_section_weights[VIEW_TOPIC]);
	while (a->meant && out->n_translated < TRANSLATED_SHOWN) {
		uint32_t best = UINT32_MAX;
		float most = 0;
		for (uint32_t i = 0; i < a->n_terms; i++)
			if (weight[i] > most) {
				most = weight[i];
				best = i;
			}
		if (best == UINT32_MAX)
			break;
		weight[best] = 0;
		buf_again(&b);
		shown_write(&b, &s->shown, &s->vocab, a->terms[best].term);
		v[out->n_translated].to = result_copy(r, (span){b.p ? b.p : "", b.n});
		v[out->n_translated].from = result_copy(r, a->meant[best]);
		v[out->n_translated++].share = a->share[best];
	}
	out->translated = v;
	r->nomem |= b.failed;
	buf_clear(&b);
	return TENSEN_OK;
}

tensen_status
fill_query_words(
    query_words *out, tensen_result *r, const store *s, const query *a, tensen_error *err)
{
	*out = (query_words){.known = a->n_terms,
	    .unknown = a->unknown,
	    .examples = result_copies(r, a->unknown_terms, a->n_unknown_terms),
	    .n_examples = a->n_unknown_terms,
	    .translation = a->translation};
	if (!out->examples)
		return tensen_fail_nomem(err);
	if (a->question)
		return question_words(out, r, s, a, err);
	return a->meant || a->other ? fill_translated(out, r, s, a->other ? a->other : a, err)
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
row_of(sparse *out, tensen_searcher *s, view which, const query *a, tensen_error *err)
{
	out->col = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *out->col);
	out->val = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *out->val);
	if (!out->col || !out->val)
		return tensen_fail_nomem(err);
	out->n = query_view_row(a, &s->ix->store->vocab, which, out->col, out->val);
	return TENSEN_OK;
}

tensen_status
term_overlap(tensen_searcher *s, const query *a, uint32_t row, view which, weighted_term **out,
    uint32_t *n, tensen_error *err)
{
	query found = {.row = row};
	const query *asking = query_for_row(a, s, row);
	sparse x, y;
	tensen_status st = row_terms(s, row, &found.terms, &found.n_terms, err);

	*n = 0;
	if (st < 0 || (st = row_of(&x, s, which, asking, err)) < 0 ||
	    (st = row_of(&y, s, which, &found, err)) < 0)
		return st;
	/* a query without terms in this view was asked by its topic (query_views.c) */
	if (x.n == 0 && (st = row_of(&x, s, VIEW_TOPIC, asking, err)) < 0)
		return st;
	*out = arena_alloc(&s->mem, ((x.n < y.n ? x.n : y.n) + (size_t)1) * sizeof **out);
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
write_meant(buf *b, const query *a, uint32_t term_id)
{
	for (uint32_t i = 0; a->meant && i < a->n_terms; i++)
		if (a->terms[i].term == term_id && a->meant[i].n) {
			int same = span_eq((span){b->p, b->n}, a->meant[i]);
			buf_str(b, same ? "" : " (");
			buf_span(b, same ? (span){"", 0} : a->meant[i]);
			buf_str(b, same ? "" : ")");
			return;
		}
}

const char *
term_words(tensen_result *r, const store *s, const query *a, uint32_t term_id)
{
	buf b = BUF_INIT;

	shown_write(&b, &s->shown, &s->vocab, term_id);
	if (!b.failed && b.p)
		write_meant(&b, a, term_id);
	return result_text(r, &b);
}

#define SENTENCES_READ 64 /* of a text; a section of a patent seldom has more */

/* The weight of the terms that occur in a sentence. */
static tensen_status
carried(double *out, const tensen_searcher *s, span sentence, const weighted_term *t, uint32_t n,
    tensen_error *err)
{
	normalized norm = NORMALIZED_INIT;
	tensen_status st = text_normalize(&norm, sentence, err);

	*out = 0;
	for (uint32_t i = 0; st == TENSEN_OK && i < n; i++)
		if (span_find((span){norm.text.p, norm.text.n},
			vocab_term(&s->ix->store->vocab, t[i].term), 0) != (size_t)-1)
			*out += t[i].weight;
	normalized_clear(&norm);
	return st;
}

tensen_status
heaviest_sentence(const char **out, tensen_result *r, const tensen_searcher *s, span text,
    const weighted_term *t, uint32_t n, tensen_error *err)
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
		st = carried(&x, s, one, t, n, err);
		if (x > most) {
			most = x;
			best = one;
		}
	}
	*out = result_copy(r, span_trim(best));
	return st;
}

const char *
row_applicants(tensen_result *r, const rows *v, uint32_t row)
{
	buf b = BUF_INIT;
	uint32_t n;
	const uint32_t *a = rows_applicants(v, row, &n);

	for (uint32_t i = 0; i < n; i++) {
		if (i)
			buf_str(&b, "、");
		buf_span(&b, rows_applicant_name(v, a[i]));
	}
	return result_text(r, &b);
}

span
row_subclass(const rows *v, uint32_t row)
{
	uint32_t n;
	const uint32_t *g = rows_groups(v, row, &n);
	span name = n ? rows_group_name(v, g[0]) : (span){"", 0};

	return name.n >= 4 ? span_sub(name, 0, 4) : (span){"", 0};
}

int
same_subclass(const rows *v, uint32_t a, uint32_t b)
{
	span of_a = row_subclass(v, a);

	return of_a.n && span_eq(of_a, row_subclass(v, b));
}

/* Keeps the heaviest of the terms offered, heaviest first. */
static void
keep_heaviest(weighted_term *v, uint32_t *n, weighted_term x)
{
	uint32_t i = *n < KEY_WORDS_MAX ? (*n)++ : KEY_WORDS_MAX - 1;

	if (i == KEY_WORDS_MAX - 1 && *n == KEY_WORDS_MAX && v[i].weight >= x.weight &&
	    v[i].weight > 0)
		return;
	for (; i > 0 && v[i - 1].weight < x.weight; i--)
		v[i] = v[i - 1];
	v[i] = x;
}

tensen_status
fill_key_words(const char *const **out, size_t *n, tensen_result *r, tensen_searcher *s,
    const query *a, tensen_error *err)
{
	const store *st = s->ix->store;
	uint32_t *col = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *col);
	float *val = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *val);
	const char **words = arena_alloc(&r->mem, KEY_WORDS_MAX * sizeof *words);
	weighted_term top[KEY_WORDS_MAX] = {{0, 0}};
	uint32_t n_col, n_top = 0;

	if (!col || !val || !words)
		return tensen_fail_nomem(err);
	n_col = query_view_row(a, &st->vocab, VIEW_TOPIC, col, val);
	for (uint32_t i = 0; i < n_col; i++)
		if (st->vocab.kind[col[i]] != TERM_FUNCTION &&
		    (a->row != ROW_NONE || strtab_find(&s->ix->everyday,
					       vocab_term(&st->vocab, col[i])) == STRTAB_NONE))
			keep_heaviest(top, &n_top, (weighted_term){col[i], val[i]});
	for (uint32_t i = 0; i < n_top; i++)
		if (!(words[i] = term_words(r, st, a, top[i].term)))
			return tensen_fail_nomem(err);
	*out = words;
	*n = n_top;
	return TENSEN_OK;
}
