/* engine/query/search.c - tensen_search(): similar documents and the facts that are shown of
 * them. */
#include <stdlib.h>
#include "engine/options.h"
#include "engine/engine.h"
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
quote_hit(search_result *r, hit_detail *d, tensen_searcher *s, const query *a, uint32_t row,
    tensen_error *err)
{
	const rows *rw = &s->ix->store->rows;
	met_sentence m;
	uint32_t n;
	const uint32_t *g = rows_groups(rw, row, &n);
	span name = n ? rows_group_name(rw, g[0]) : (span){"", 0};
	tensen_status st = sentence_met(&m, &r->base, s, a, row, err);

	d->class_symbol = result_copy(&r->base, name);
	d->sentence = m.title_only ? "" : m.sentence;
	d->highlights = m.highlights;
	d->n_highlights = m.title_only ? 0 : m.n_highlights;
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
} explainer;

static tensen_status
explainer_init(
    explainer *e, tensen_searcher *s, const query *a, tensen_side side, tensen_error *err)
{
	tensen_status st;

	*e = (explainer){.s = s, .a = a, .question = side == TENSEN_FUSED ? a->question : NULL};
	if (!e->question && (st = lexical_words(&e->q, s, a, side, err)) < 0)
		return st;
	e->n = e->question ? e->question->n : e->q.n_terms;
	e->shares = arena_alloc(&s->mem, (e->n + (size_t)1) * sizeof *e->shares);
	e->parts = arena_alloc(&s->mem, (e->n + (size_t)1) * sizeof *e->parts);
	return e->shares && e->parts ? TENSEN_OK : tensen_fail_nomem(err);
}

/* A word of a question as it was read, a term in the form of the index; a translated one with the
 * word of the query. */
static const char *
term_explained(search_result *r, const explainer *e, uint32_t i)
{
	const store *st = e->s->ix->store;

	if (e->question)
		return result_copy(&r->base, e->question->v[i].shown);
	return e->a->meant ? term_words(&r->base, st, e->a, e->q.terms[i].term)
			   : result_copy(&r->base, vocab_term(&st->vocab, e->q.terms[i].term));
}

static tensen_status
parts_of(explainer *e, uint32_t row, tensen_error *err)
{
	if (e->question)
		return question_explain(e->parts, e->s, e->question, row, err);
	return postings_explain(e->s->ix->store->lexical, e->s->lexical, &e->q, row, e->parts, err);
}

static tensen_status
explain_hit(search_result *r, hit_detail *d, explainer *e, uint32_t row, tensen_error *err)
{
	uint32_t n = 0;
	hit_term *out = arena_alloc(&r->base.mem, EXPLAIN_TERMS * sizeof *out);
	tensen_status rc = out ? parts_of(e, row, err) : tensen_fail_nomem(err);

	if (rc < 0)
		return rc;
	for (uint32_t i = 0; i < e->n; i++)
		if (e->parts[i] > 0)
			e->shares[n++] = (weighted_term){i, e->parts[i]};
	if (n)
		qsort(e->shares, n, sizeof *e->shares, weighted_term_compare);
	n = n < EXPLAIN_TERMS ? n : EXPLAIN_TERMS;
	for (uint32_t i = 0; i < n; i++) {
		const char *copy = term_explained(r, e, e->shares[i].term);
		if (!copy)
			return tensen_fail_nomem(err);
		out[i] = (hit_term){copy, e->shares[i].weight};
	}
	d->terms = out;
	d->n_terms = n;
	return TENSEN_OK;
}

static tensen_status
fill_hits(search_result *r, tensen_searcher *s, const query *a, const candidates *c,
    const tensen_search_opts *o, uint32_t k, tensen_error *err)
{
	const rows *rw = &s->ix->store->rows;
	explainer e[2] = {{.a = NULL}, {.a = NULL}}; /* of the query, of its translation */
	uint32_t from = o->offset < c->n ? o->offset : c->n;
	uint32_t n = c->n - from < k ? c->n - from : k;
	tensen_hit *hits = arena_calloc(&r->base.mem, (n + (size_t)1) * sizeof *hits);
	hit_detail *details = arena_calloc(&r->base.mem, (n + (size_t)1) * sizeof *details);
	tensen_status st = hits && details ? TENSEN_OK : tensen_fail_nomem(err);

	if (st == TENSEN_OK && o->explain)
		st = explainer_init(&e[0], s, a, (tensen_side)o->side, err);
	if (st == TENSEN_OK && o->explain && a->other)
		st = explainer_init(&e[1], s, a->other, (tensen_side)o->side, err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		const candidate *x = &c->v[from + i];
		hits[i] = (tensen_hit){result_copy(&r->base, rows_id(rw, x->hit.row)),
		    result_copy(&r->base, rows_title(rw, x->hit.row)), x->hit.score, x->dense,
		    x->lexical, rw->mask[x->hit.row], (rw->flags[x->hit.row] & ROW_OPEN) != 0,
		    rw->status[x->hit.row], rw->date[x->hit.row]};
		details[i].applicants = row_applicants(&r->base, rw, x->hit.row);
		for (int l = 0; l < 2; l++)
			details[i].field_names[l] = field_list(
			    &r->base, s->ix->fields, rw->mask[x->hit.row], (tensen_lang)l);
		if (o->quote)
			st = quote_hit(r, &details[i], s, a, x->hit.row, err);
		if (o->explain && st == TENSEN_OK)
			st = explain_hit(r, &details[i], &e[query_for_row(a, s, x->hit.row) != a],
			    x->hit.row, err);
	}
	r->hits = hits;
	r->details = details;
	r->n_hits = n;
	r->offset = o->offset;
	return st;
}

#define HITS_DEFAULT 10
#define HITS_OF_GROUP 3

/* Fill the hits: one list, or one for each group. */
static tensen_status
find_hits(search_result *r, candidates *c, tensen_searcher *s, const query *a, const filter_set *f,
    const tensen_search_opts *o, uint32_t k, tensen_error *err)
{
	uint64_t want = (uint64_t)o->offset + k;
	tensen_status st;

	if (a->n_terms == 0 && !a->question && !embedded_may_ask(s, a, (tensen_side)o->side))
		return TENSEN_OK;
	if (o->per)
		return search_groups(r, c, s, a, f, o, k, err);
	if (o->varied && want < VARIETY_DEPTH)
		want = VARIETY_DEPTH;
	st = rank_rows(c, s, a, f, (tensen_side)o->side, want, err);
	return st == TENSEN_OK && o->varied ? variety_order(c, s, err) : st;
}

static tensen_status
search(search_result *r, tensen_searcher *s, const tensen_query *q, const tensen_search_opts *o,
    tensen_error *err)
{
	uint32_t k = o->k ? o->k : o->per ? HITS_OF_GROUP : HITS_DEFAULT;
	query a;
	filter_set f;
	filter_counts counts;
	candidates c = {.v = NULL};
	tensen_status st;

	if ((st = query_understand(&a, s, q, err)) < 0 ||
	    (st = fill_query_words(&r->words, &r->base, s->ix->store, &a, err)) < 0)
		return st;
	r->query = result_copy(&r->base, span_of(q->id ? q->id : ""));
	if ((st = query_fields(&r->query_fields, s, &a, err)) < 0)
		return st;
	r->fields_guessed = !a.mask && r->query_fields;
	if ((st = filter_rows(&f, s, &a, r->query_fields, &o->filter, err)) < 0)
		return st;
	filter_count(&counts, s, &f);
	r->total = counts.total;
	memcpy(r->per_field, counts.per_field, sizeof r->per_field);
	r->per = o->per;
	if ((st = find_hits(r, &c, s, &a, &f, o, k, err)) < 0)
		return st;
	if ((st = question_note(&r->words, s, &a, &c, err)) < 0)
		return st;
	return fill_hits(r, s, &a, &c, o, o->per ? c.n : k, err);
}

tensen_status
tensen_search(tensen_searcher *s, const tensen_query *q, const tensen_search_opts *opts,
    tensen_result **out, tensen_error *err)
{
	tensen_search_opts o;
	tensen_status st = search_options(&o, opts, err);
	search_result *r = st < 0 ? NULL : search_result_new();

	if (r)
		st = search(r, s, q, &o, err);
	return engine_answer(r, st, s->ix, out, err);
}
