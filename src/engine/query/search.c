/* engine/query/search.c - tensen_search(): similar documents and the facts that are shown of
 * them. */
#include <stdlib.h>
#include "engine/query/understand.h"
#include "engine/translate/lexicon.h"
#include "engine/base/document_ref.h"
#include "engine/base/options.h"
#include "engine/query/embedded.h"
#include "engine/query/filter.h"
#include "engine/query/lexical.h"
#include "engine/query/own.h"
#include "engine/query/rank.h"
#include "engine/query/search_groups.h"
#include "engine/query/sentence.h"
#include "engine/query/question.h"
#include "engine/query/variety.h"
#include "result/lists/search_result.h"
#include "util/fail.h"

/* The first subclass of a hit, and the sentence that the query met. */
static tensen_status
quote_hit(search_result *result, tensen_hit *found, tensen_searcher *searcher, const query *q,
    uint32_t row, tensen_error *err)
{
	const rows *rw = &searcher->ix->store->rows;
	met_sentence m;
	uint32_t n;
	const uint32_t *g = rows_groups(rw, row, &n);
	span name = n ? rows_group_name(rw, g[0]) : (span){"", 0};
	tensen_status st = sentence_met(&m, &result->base, searcher, q, row, err);

	found->class_symbol = result_copy(&result->base, name);
	found->sentence = found->document.title_only ? "" : m.sentence;
	found->highlights = m.highlights;
	found->n_highlights = found->document.title_only ? 0 : m.n_highlights;
	return st;
}

#define EXPLAIN_TERMS 10 /* shown for each hit, heaviest first */

/* The addend of each term of the query, or word of a question, to the lexical score of a hit. */
typedef struct explainer {
	tensen_searcher *s;
	const query *a;
	const question *question; /* NULL: the terms of q */
	lex_query q;
	uint32_t n;            /* terms, or words */
	weighted_term *shares; /* room for all; .term is a place among them */
	float *parts;
	word_met *met; /* of a question */
} explainer;

static tensen_status
explainer_init(explainer *why, tensen_searcher *searcher, const query *asked, tensen_side side,
    tensen_error *err)
{
	tensen_status st;

	*why = (explainer){
	    .s = searcher, .a = asked, .question = side == TENSEN_FUSED ? asked->question : NULL};
	if (!why->question && (st = lexical_words(&why->q, searcher, asked, side, err)) < 0)
		return st;
	why->n = why->question ? why->question->n : why->q.n_terms;
	why->shares = arena_alloc(&searcher->mem, (why->n + (size_t)1) * sizeof *why->shares);
	why->parts = arena_alloc(&searcher->mem, (why->n + (size_t)1) * sizeof *why->parts);
	why->met = arena_alloc(&searcher->mem, (why->n + (size_t)1) * sizeof *why->met);
	return why->shares && why->parts && why->met ? TENSEN_OK : tensen_fail_nomem(err);
}

/* A word of a question as it was read, a term in the form of the index; a translated one with the
 * word of the query. */
static const char *
term_explained(search_result *result, const explainer *why, uint32_t i)
{
	const store *st = why->s->ix->store;

	if (why->question)
		return question_met_word(&result->base, st, &why->met[i]);
	return why->a->meant
		   ? term_words(&result->base, st, why->a, why->q.terms[i].term)
		   : result_copy(&result->base, vocab_term(&st->vocab, why->q.terms[i].term));
}

static tensen_status
parts_of(explainer *why, uint32_t row, tensen_error *err)
{
	if (why->question)
		return question_explain(why->parts, why->met, why->s, why->question, row, err);
	return postings_explain(
	    why->s->ix->store->lexical, why->s->lexical, &why->q, row, why->parts, err);
}

static tensen_status
explain_hit(
    search_result *result, tensen_hit *found, explainer *why, uint32_t row, tensen_error *err)
{
	uint32_t n = 0;
	tensen_hit_term *out = arena_alloc(&result->base.mem, EXPLAIN_TERMS * sizeof *out);
	tensen_status rc = out ? parts_of(why, row, err) : tensen_fail_nomem(err);

	if (rc < 0)
		return rc;
	for (uint32_t i = 0; i < why->n; i++)
		if (why->parts[i] > 0)
			why->shares[n++] = (weighted_term){i, why->parts[i]};
	if (n)
		qsort(why->shares, n, sizeof *why->shares, weighted_term_compare);
	n = n < EXPLAIN_TERMS ? n : EXPLAIN_TERMS;
	for (uint32_t i = 0; i < n; i++) {
		const char *copy = term_explained(result, why, why->shares[i].term);
		if (!copy)
			return tensen_fail_nomem(err);
		out[i] = (tensen_hit_term){copy, why->shares[i].weight};
	}
	found->terms = n ? out : NULL;
	found->n_terms = n;
	return TENSEN_OK;
}

static void
fill_hit(
    tensen_hit *out, search_result *result, const tensen_searcher *searcher, const candidate *x)
{
	*out = (tensen_hit){.score = x->hit.score, .dense = x->dense, .lexical = x->lexical};
	ref_of_row(&out->document, &result->base, searcher->ix, x->hit.row);
}

/* Hits stand group after group: the groups know where, and each hit its group and its rank there. */
static void
join_groups(search_result *result, tensen_hit *hits)
{
	for (size_t i = 0, at = 0; i < result->n_groups; at += result->groups[i++].n) {
		result->groups[i].hits = hits + at;
		for (size_t k = 0; k < result->groups[i].n; k++) {
			hits[at + k].group = &result->groups[i];
			hits[at + k].rank = (uint32_t)k + 1;
		}
	}
}

static tensen_status
fill_hits(search_result *result, tensen_searcher *searcher, const query *q, const candidates *cands,
    const tensen_search_opts *opts, uint32_t k, tensen_error *err)
{
	explainer e[2] = {{.a = NULL}, {.a = NULL}}; /* of the query, of its translation */
	uint32_t from = opts->offset < cands->n ? opts->offset : cands->n;
	uint32_t n = cands->n - from < k ? cands->n - from : k;
	tensen_hit *hits = arena_calloc(&result->base.mem, (n + (size_t)1) * sizeof *hits);
	tensen_status st = hits ? TENSEN_OK : tensen_fail_nomem(err);

	if (st == TENSEN_OK && opts->explain)
		st = explainer_init(&e[0], searcher, q, (tensen_side)opts->side, err);
	if (st == TENSEN_OK && opts->explain && q->other)
		st = explainer_init(&e[1], searcher, q->other, (tensen_side)opts->side, err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		const candidate *x = &cands->v[from + i];
		fill_hit(&hits[i], result, searcher, x);
		hits[i].rank = from + i + 1;
		if (opts->quote)
			st = quote_hit(result, &hits[i], searcher, q, x->hit.row, err);
		if (opts->explain && st == TENSEN_OK)
			st = explain_hit(result, &hits[i],
			    &e[query_for_row(q, searcher, x->hit.row) != q], x->hit.row, err);
	}
	result->hits = hits;
	result->n_hits = n;
	if (st == TENSEN_OK)
		join_groups(result, hits);
	return st;
}

#define HITS_DEFAULT 10
#define HITS_OF_GROUP 3

/* Fill the hits: one list, or one for each group. */
static tensen_status
find_hits(search_result *result, candidates *cands, tensen_searcher *searcher, const query *q,
    const filter_set *filter, const tensen_search_opts *opts, uint32_t k, tensen_error *err)
{
	if (q->n_terms == 0 && !q->question &&
	    !embedded_may_ask(searcher, q, (tensen_side)opts->side))
		return TENSEN_OK;
	if (opts->per)
		return search_groups(result, cands, searcher, q, filter, opts, k, err);
	return variety_rows(cands, searcher, q, filter, opts, (uint64_t)opts->offset + k, err);
}

static tensen_status
search_answer(search_result *result, tensen_searcher *searcher, const tensen_query *q,
    const tensen_search_opts *opts, tensen_error *err)
{
	uint32_t k = opts->k ? opts->k : opts->per ? HITS_OF_GROUP : HITS_DEFAULT;
	query a;
	filter_set f;
	filter_counts counts;
	candidates c = {.v = NULL};
	tensen_status st;

	if ((st = query_understand(&a, searcher, q, err)) < 0 ||
	    (st = fill_query_words(&result->words, &result->base, searcher->ix->store, &a, err)) <
		0)
		return st;
	result->query = result_copy(&result->base, span_of(q->id ? q->id : ""));
	if ((st = query_fields(&result->query_fields, searcher, &a, err)) < 0)
		return st;
	result->fields_guessed = !a.mask && result->query_fields;
	if ((st = filter_rows(&f, searcher, &a, result->query_fields, &opts->filter, err)) < 0)
		return st;
	filter_count(&counts, searcher, &f);
	result->total = counts.total;
	memcpy(result->per_field, counts.per_field, sizeof result->per_field);
	if ((st = find_hits(result, &c, searcher, &a, &f, opts, k, err)) < 0)
		return st;
	if ((st = question_note(&result->words, searcher, &a, &c, err)) < 0)
		return st;
	return fill_hits(result, searcher, &a, &c, opts, opts->per ? c.n : k, err);
}

tensen_status
tensen_search(tensen_searcher *searcher, const tensen_query *q, const tensen_search_opts *opts,
    tensen_result **out, tensen_error *err)
{
	tensen_search_opts o;
	tensen_status st = search_options(&o, opts, err);
	search_result *r = st < 0 ? NULL : search_result_new(o.per);

	if (r)
		st = search_answer(r, searcher, q, &o, err);
	return engine_answer(r, st, searcher->ix, out, err);
}
