/* engine/ideas/match.c - tensen_match(): from a need in everyday words to patents that are open to
 * licence.
 *
 * A need is mostly a problem, written without headings and in everyday words.  So candidates of the
 * fused search are ordered by their words, by the share of the need that they cover and by their
 * cosine, and the sentence of a patent that states its effect is quoted as the answer. */
#include <math.h>
#include <stdlib.h>
#include "engine/query/understand.h"
#include "engine/translate/lexicon.h"
#include "engine/base/options.h"
#include "engine/query/filter.h"
#include "engine/query/lexical.h"
#include "engine/query/highlights.h"
#include "engine/query/own.h"
#include "engine/query/question.h"
#include "engine/query/rank.h"
#include "engine/query/term_overlap.h"
#include "engine/query/variety.h"
#include "result/lists/match_result.h"
#include "result/lists/search_result.h"
#include "util/fail.h"

#define OFFERS_DEFAULT 10
#define DEPTH 300 /* candidates scored */
/* Beside the words' BM25: how much of the need a document covers, and how near it lies.  Chosen
 * on short needs that readers wrote from patents (bench/ideas/judged.txt): a need is short, each of
 * its words was chosen, and a title that repeats one of them must not come before a text that has
 * them all. */
#define COVERAGE 0.5f
#define DENSE 0.05f
#define COMPOUND_WEIGHT                                                                            \
	0.5f           /* of a compound: its parts count by themselves (bench/text/fusion.txt) */
#define BM25_MOST 2.2f /* k1 + 1: the greatest score of one word, times its weight */
#define SHARED_SHOWN 6
#define LACKS_SHOWN 4

/* The words of a need, each with its weight: s(tf) idf, as BM25 weighs them. */
typedef struct need_words {
	lex_query q;
	float *weight;
	double sum;
} need_words;

static tensen_status
weigh_words(need_words *out, tensen_searcher *s, const query *a, tensen_error *err)
{
	const postings *p = s->ix->store->lexical;
	weighted_term *terms;
	tensen_status st = lexical_query(&terms, &out->q.n_terms, s, a, err);

	if (st < 0)
		return st;
	out->q.terms = terms;
	out->q.score = LEXICAL_BM25;
	out->sum = 0;
	out->weight = arena_alloc(&s->mem, (out->q.n_terms + (size_t)1) * sizeof *out->weight);
	if (!out->weight)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < out->q.n_terms; i++) {
		double df = postings_df(p, terms[i].term), n = postings_rows(p);
		if (s->ix->store->vocab.kind[terms[i].term] == TERM_COMPOUND)
			terms[i].weight *= COMPOUND_WEIGHT;
		out->weight[i] =
		    (terms[i].weight >= 1 ? 1 + logf(terms[i].weight) : terms[i].weight) *
		    (float)log(1 + (n - df + 0.5) / (df + 0.5));
		out->sum += (double)out->weight[i];
	}
	return TENSEN_OK;
}

/* The share of the need's words, by weight, that a row has. */
static tensen_status
coverage(float *out, tensen_searcher *s, const need_words *w, uint32_t row, tensen_error *err)
{
	term_count *t;
	uint32_t n, k = 0;
	double sum = 0;
	tensen_status st = row_terms(s, row, &t, &n, err);

	for (uint32_t i = 0; st == TENSEN_OK && i < w->q.n_terms; i++) {
		while (k < n && t[k].term < w->q.terms[i].term)
			k++;
		if (k < n && t[k].term == w->q.terms[i].term)
			sum += (double)w->weight[i];
	}
	*out = w->sum > 0 ? (float)(sum / w->sum) : 0;
	return st;
}

/* Score those that are asked `as`: the need, or its translation, whose scores are made comparable.
 */
static tensen_status
score_as(candidate *v, uint32_t n, tensen_searcher *s, const query *a, const query *as,
    tensen_error *err)
{
	uint32_t *ids = arena_alloc(&s->mem, (n + (size_t)1) * sizeof *ids), k = 0;
	float *words = arena_calloc(&s->mem, (n + (size_t)1) * sizeof *words);
	need_words w = {.weight = NULL};
	tensen_status st;

	if (!ids || !words)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++)
		if (query_for_row(a, s, v[i].hit.row) == as)
			ids[k++] = v[i].hit.row;
	if ((st = weigh_words(&w, s, as, err)) < 0)
		return st;
	if (w.q.n_terms)
		st = postings_score(s->ix->store->lexical, s->lexical, &w.q, ids, k, words, err);
	for (uint32_t i = 0, at = 0; i < n && st == TENSEN_OK; i++) {
		float covered;
		if (query_for_row(a, s, v[i].hit.row) != as)
			continue;
		st = coverage(&covered, s, &w, v[i].hit.row, err);
		v[i].hit.score = (w.sum > 0 ? words[at++] / (float)(BM25_MOST * w.sum) : 0) +
				 COVERAGE * covered + DENSE * v[i].dense;
		if (as != a)
			v[i].hit.score = rank_comparable(as, v[i].hit.score);
	}
	return st;
}

/* Candidates of the fused search, scored for a need and ordered (*out). */
static tensen_status
rank(candidates *out, tensen_searcher *s, const query *a, const filter_set *f, uint32_t want,
    tensen_error *err)
{
	tensen_status st = rank_rows(out, s, a, f, TENSEN_FUSED, want > DEPTH ? want : DEPTH, err);

	if (st < 0 || (st = score_as(out->v, out->n, s, a, a, err)) < 0 ||
	    (a->other && (st = score_as(out->v, out->n, s, a, a->other, err)) < 0))
		return st;
	if (out->n)
		qsort(out->v, out->n, sizeof *out->v, hit_compare);
	return variety_order(out, s, err);
}

/* Cosines of the problem of documents with the whole need, for those that are shown. */
static tensen_status
problem_cosines(float **out, tensen_searcher *s, const query *a, const candidate *v, uint32_t n,
    tensen_error *err)
{
	uint32_t *ids = arena_alloc(&s->mem, (n + (size_t)1) * sizeof *ids);

	*out = arena_calloc(&s->mem, (n + (size_t)1) * sizeof **out);
	if (!ids || !*out)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++)
		ids[i] = v[i].hit.row;
	return a->norm > 0 ? rank_views(*out, s, a, VIEW_PROBLEM, ids, n, err) : TENSEN_OK;
}

/* The text of the first of the wanted sections that the document has. */
static span
answering_text(const document_sections *r)
{
	static const section order[] = {SEC_EFFECT, SEC_PROBLEM, SEC_MEANS, SEC_OTHER, SEC_TITLE};

	for (size_t k = 0; k < sizeof order / sizeof *order; k++)
		for (size_t i = 0; i < r->n; i++)
			if (r->v[i].what == order[k])
				return r->v[i].text;
	return (span){"", 0};
}

static tensen_status
fill_shared(match_result *r, tensen_offer *o, const tensen_searcher *s, const query *a,
    const weighted_term *t, uint32_t n, tensen_error *err)
{
	const char **words = arena_alloc(&r->base.mem, SHARED_SHOWN * sizeof *words);

	if (!words)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n && o->n_shared < SHARED_SHOWN; i++)
		words[o->n_shared++] = term_words(&r->base, s->ix->store, a, t[i].term);
	o->shared = words;
	return TENSEN_OK;
}

static int
is_shared(const weighted_term *t, uint32_t n, uint32_t term_id)
{
	for (uint32_t i = 0; i < n; i++)
		if (t[i].term == term_id)
			return 1;
	return 0;
}

/* The weightiest words of the need that the patent does not have. */
static tensen_status
fill_lacks(match_result *r, tensen_offer *o, tensen_searcher *s, const query *a,
    const weighted_term *t, uint32_t n, tensen_error *err)
{
	const vocab *v = &s->ix->store->vocab;
	const char **words = arena_alloc(&r->base.mem, LACKS_SHOWN * sizeof *words);
	uint32_t *col = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *col), m;
	float *val = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *val);

	if (!words || !col || !val)
		return tensen_fail_nomem(err);
	m = query_view_row(a, v, VIEW_TOPIC, col, val);
	while (o->n_lacks < LACKS_SHOWN) {
		uint32_t best = UINT32_MAX;
		for (uint32_t i = 0; i < m; i++)
			if (val[i] > 0 && !is_shared(t, n, col[i]) &&
			    (best == UINT32_MAX || val[i] > val[best]))
				best = i;
		if (best == UINT32_MAX)
			break;
		words[o->n_lacks++] = term_words(&r->base, s->ix->store, a, col[best]);
		val[best] = 0;
	}
	o->lacks = words;
	return TENSEN_OK;
}

#define PARTS 5 /* of a need that is no short question: its weight in so many parts */

/* How many parts of the need the patent meets: words of a short question, else parts of its
 * weight. */
static tensen_status
fill_met(tensen_offer *o, tensen_searcher *s, const query *a, uint32_t row, tensen_error *err)
{
	const query *as = query_for_row(a, s, row);
	need_words w = {.weight = NULL};
	float covered;
	tensen_status st;

	if (a->question)
		return question_count(&o->met, &o->asked, s, a->question, row, err);
	if ((st = weigh_words(&w, s, as, err)) < 0 ||
	    (st = coverage(&covered, s, &w, row, err)) < 0)
		return st;
	o->asked = PARTS;
	o->met = (uint32_t)(covered * PARTS + 0.5f);
	return TENSEN_OK;
}

static const char *
joined(match_result *r, const span_list *l)
{
	buf b = BUF_INIT;

	for (uint32_t i = 0; i < l->n; i++) {
		if (i)
			buf_str(&b, "、");
		buf_span(&b, l->v[i]);
	}
	return result_text(&r->base, &b);
}

static tensen_status
fill_offer(match_result *r, tensen_offer *o, tensen_searcher *s, const query *a, const candidate *x,
    float problem, uint64_t own, tensen_error *err)
{
	const rows *rw = &s->ix->store->rows;
	uint32_t row = x->hit.row, n;
	weighted_term *t;
	document d;
	document_sections read;
	tensen_status st = term_overlap(s, a, row, VIEW_TOPIC, &t, &n, err);

	if (st < 0 || (st = stored_document(s, row, &d, err)) < 0 ||
	    (st = document_sections_of(&read, &d, s->ix->sectioner, &s->mem, err)) < 0)
		return st;
	*o = (tensen_offer){.id = result_copy(&r->base, rows_id(rw, row)),
	    .title = result_copy(&r->base, rows_title(rw, row)),
	    .score = x->hit.score,
	    .problem = problem,
	    .topic = x->dense,
	    .lexical = x->lexical,
	    .in_field = (rw->mask[row] & own) != 0,
	    .open = (rw->flags[row] & ROW_OPEN) != 0,
	    .status = rw->status[row],
	    .date = rw->date[row],
	    .license_id = result_copy(&r->base, d.license_id),
	    .license_terms = result_copy(&r->base, d.license_terms),
	    .applicants = joined(r, &d.applicants)};
	if ((st = heaviest_sentence(&o->brings, &r->base, s, answering_text(&read), t, n, err)) <
		0 ||
	    (st = highlights_find(&o->highlights, &o->n_highlights, &r->base, &s->ix->store->vocab,
		 span_of(o->brings), t, n, err)) < 0 ||
	    (st = fill_shared(r, o, s, query_for_row(a, s, row), t, n, err)) < 0)
		return st;
	if ((st = fill_lacks(r, o, s, a, t, n, err)) < 0)
		return st;
	return fill_met(o, s, a, row, err);
}

static tensen_status
fill_offers(match_result *r, tensen_searcher *s, const query *a, const candidates *c, uint32_t n,
    uint64_t own, tensen_error *err)
{
	tensen_offer *offers = arena_calloc(&r->base.mem, (n + (size_t)1) * sizeof *offers);
	offer_detail *details = arena_calloc(&r->base.mem, (n + (size_t)1) * sizeof *details);
	float *problem;
	tensen_status st = problem_cosines(&problem, s, a, c->v, n, err);

	if (st == TENSEN_OK && (!offers || !details))
		st = tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		st = fill_offer(r, &offers[i], s, a, &c->v[i], problem[i], own, err);
		for (int l = 0; l < 2; l++)
			details[i].field_names[l] = field_list(&r->base, s->ix->fields,
			    s->ix->store->rows.mask[c->v[i].hit.row], (tensen_lang)l);
	}
	r->offers = offers;
	r->details = details;
	r->n_offers = st == TENSEN_OK ? n : 0;
	return st;
}

static tensen_status
match(match_result *r, tensen_searcher *s, const tensen_query *q, const tensen_match_opts *o,
    tensen_error *err)
{
	uint32_t k = o->k ? o->k : OFFERS_DEFAULT;
	tensen_filter filter = o->filter;
	filter_set allowed;
	filter_counts counts;
	candidates c = {NULL, 0};
	uint64_t own;
	query a;
	tensen_status st = query_understand(&a, s, q, err);

	if (st < 0 || (st = query_fields(&own, s, &a, err)) < 0)
		return st;
	r->fields_guessed = !a.mask && own;
	if ((st = fill_query_words(&r->words, &r->base, s->ix->store, &a, err)) < 0)
		return st;
	r->query = result_copy(&r->base, span_of(q->id ? q->id : ""));
	for (int l = 0; l < 2; l++)
		r->own_fields[l] = field_list(&r->base, s->ix->fields, own, (tensen_lang)l);
	r->closed = o->closed;
	filter.open |= !o->closed;
	if ((st = filter_rows(&allowed, s, &a, own, &filter, err)) < 0)
		return st;
	filter_count(&counts, s, &allowed);
	r->total = counts.total;
	if ((a.n_terms || a.question) && (st = rank(&c, s, &a, &allowed, k, err)) < 0)
		return st;
	if ((st = question_note(&r->words, s, &a, &c, err)) < 0)
		return st;
	return fill_offers(r, s, &a, &c, c.n < k ? c.n : k, own, err);
}

tensen_status
tensen_match(tensen_searcher *s, const tensen_query *q, const tensen_match_opts *opts,
    tensen_result **out, tensen_error *err)
{
	tensen_match_opts o;
	tensen_status st = match_options(&o, opts, err);
	match_result *r = st < 0 ? NULL : match_result_new();

	if (r)
		st = match(r, s, q, &o, err);
	return engine_answer(r, st, s->ix, out, err);
}
