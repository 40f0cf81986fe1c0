/* engine/ideas/match.c - tensen_match(): from a need in everyday words to patents that are open to
 * licence.
 *
 * A need is mostly a problem, written without headings and in everyday words.  So candidates of the
 * fused search are ordered by their words, by the share of the need that they cover and by their
 * cosine, and the sentence of a patent that states its effect is quoted as the answer. */
#include <math.h>
#include <stdlib.h>
#include "engine/query/understand.h"
#include "engine/readings/readings.h"
#include "engine/translate/lexicon.h"
#include "engine/base/document_ref.h"
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
#include "util/fail.h"
#include "util/threads/sort.h"
#include "engine/ideas/candidate_fill.h"

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

COMPARE(by_row, candidate, UP(hit.row))

/* The words of a need, each with its weight: s(tf) idf, as BM25 weighs them. */
typedef struct need_words {
	lex_query q;
	float *weight;
	double sum;
} need_words;

static tensen_status
weigh_words(need_words *out, tensen_searcher *searcher, const query *asked, tensen_error *err)
{
	const postings *p = searcher->ix->store->lexical;
	weighted_term *terms;
	tensen_status st = lexical_query(&terms, &out->q.n_terms, searcher, asked, err);

	if (st < 0)
		return st;
	out->q.terms = terms;
	out->sum = 0;
	out->weight =
	    arena_alloc(&searcher->mem, (out->q.n_terms + (size_t)1) * sizeof *out->weight);
	if (!out->weight)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < out->q.n_terms; i++) {
		double df = postings_df(p, terms[i].term), n = postings_rows(p);
		if (searcher->ix->store->vocab.kind[terms[i].term] == TERM_COMPOUND)
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
match_coverage(
    float *out, tensen_searcher *searcher, const need_words *words, uint32_t row, tensen_error *err)
{
	term_count *t;
	uint32_t n, k = 0;
	double sum = 0;
	tensen_status st = row_terms(searcher, row, &t, &n, err);

	for (uint32_t i = 0; st == TENSEN_OK && i < words->q.n_terms; i++) {
		while (k < n && t[k].term < words->q.terms[i].term)
			k++;
		if (k < n && t[k].term == words->q.terms[i].term)
			sum += (double)words->weight[i];
	}
	*out = words->sum > 0 ? (float)(sum / words->sum) : 0;
	return st;
}

/* Score those that are asked `as`: the need, or its translation, whose scores are made comparable.
 */
static tensen_status
score_as(candidate *cand, uint32_t n, tensen_searcher *searcher, const query *asked,
    const query *as, tensen_error *err)
{
	uint32_t *ids = arena_alloc(&searcher->mem, (n + (size_t)1) * sizeof *ids), k = 0;
	float *words = arena_calloc(&searcher->mem, (n + (size_t)1) * sizeof *words);
	need_words w = {.weight = NULL};
	tensen_status st;

	if (!ids || !words)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++)
		if (query_for_row(asked, searcher, cand[i].hit.row) == as)
			ids[k++] = cand[i].hit.row;
	if ((st = weigh_words(&w, searcher, as, err)) < 0)
		return st;
	if (w.q.n_terms)
		st = postings_score(
		    searcher->ix->store->lexical, searcher->lexical, &w.q, ids, k, words, err);
	for (uint32_t i = 0, at = 0; i < n && st == TENSEN_OK; i++) {
		float covered;
		if (query_for_row(asked, searcher, cand[i].hit.row) != as)
			continue;
		st = match_coverage(&covered, searcher, &w, cand[i].hit.row, err);
		cand[i].hit.score = (w.sum > 0 ? words[at++] / (float)(BM25_MOST * w.sum) : 0) +
				    COVERAGE * covered + DENSE * cand[i].dense;
		if (as != asked)
			cand[i].hit.score = rank_comparable(as, cand[i].hit.score);
	}
	return st;
}

/* Beside the words of a short need, asked one by one. */
#define QUESTION_DENSE 0.02f

/* Score those that are asked `as`: the need, or its translation. */
static tensen_status
score_question(candidate *cand, uint32_t n, tensen_searcher *searcher, const query *asked,
    const query *as, tensen_error *err)
{
	uint32_t *ids = arena_alloc(&searcher->mem, (n + (size_t)1) * sizeof *ids), k = 0;
	float *scores = arena_alloc(&searcher->mem, (n + (size_t)1) * sizeof *scores);
	tensen_status st;

	if (!ids || !scores)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++)
		if (query_for_row(asked, searcher, cand[i].hit.row) == as)
			ids[k++] = cand[i].hit.row;
	st = question_need(scores, searcher, as->question, ids, k, err);
	for (uint32_t i = 0, at = 0; i < n && st == TENSEN_OK; i++)
		if (at < k && ids[at] == cand[i].hit.row)
			cand[i].hit.score = scores[at++] + QUESTION_DENSE * cand[i].dense;
	return st;
}

static tensen_status
score_candidates(candidates *cands, tensen_searcher *searcher, const query *q, tensen_error *err)
{
	tensen_status (*score)(candidate *, uint32_t, tensen_searcher *, const query *,
	    const query *, tensen_error *) = q->question ? score_question : score_as;
	tensen_status st;

	if (cands->n)
		qsort(cands->v, cands->n, sizeof *cands->v, by_row);
	st = score(cands->v, cands->n, searcher, q, q, err);
	return st == TENSEN_OK && q->other ? score(cands->v, cands->n, searcher, q, q->other, err)
					   : st;
}

/* Candidates of the fused search, scored for a need and ordered (*out). */
static tensen_status
match_rank(candidates *out, tensen_searcher *searcher, const query *q, const filter_set *filter,
    uint32_t want, tensen_error *err)
{
	tensen_status st =
	    rank_rows(out, searcher, q, filter, TENSEN_FUSED, want > DEPTH ? want : DEPTH, err);

	if (st < 0 || (st = score_candidates(out, searcher, q, err)) < 0)
		return st;
	if (out->n)
		qsort(out->v, out->n, sizeof *out->v, hit_compare);
	return variety_order(out, searcher, err);
}

/* Cosines of the problem of documents with the whole need, for those that are shown. */
static tensen_status
problem_cosines(float **out, tensen_searcher *searcher, const query *q, const candidate *cand,
    uint32_t n, tensen_error *err)
{
	uint32_t *ids = arena_alloc(&searcher->mem, (n + (size_t)1) * sizeof *ids);

	*out = arena_calloc(&searcher->mem, (n + (size_t)1) * sizeof **out);
	if (!ids || !*out)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++)
		ids[i] = cand[i].hit.row;
	return q->norm > 0 ? rank_views(*out, searcher, q, VIEW_PROBLEM, ids, n, err) : TENSEN_OK;
}

/* The text of the first of the wanted sections that the document has. */
static span
answering_text(const document_sections *sections)
{
	static const section order[] = {SEC_EFFECT, SEC_PROBLEM, SEC_MEANS, SEC_OTHER};

	for (size_t k = 0; k < sizeof order / sizeof *order; k++)
		for (size_t i = 0; i < sections->n; i++)
			if (sections->v[i].what == order[k])
				return sections->v[i].text;
	return (span){"", 0};
}

static tensen_status
fill_shared(match_result *result, tensen_offer *offer, const tensen_searcher *searcher,
    const query *q, const weighted_term *weighted, uint32_t n, tensen_error *err)
{
	const char **words = arena_alloc(&result->base.mem, SHARED_SHOWN * sizeof *words);

	if (!words)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n && offer->n_shared < SHARED_SHOWN; i++)
		words[offer->n_shared++] =
		    term_words(&result->base, searcher->ix->store, q, weighted[i].term);
	offer->shared = words;
	return TENSEN_OK;
}

static int
is_shared(const weighted_term *weighted, uint32_t n, uint32_t term_id)
{
	for (uint32_t i = 0; i < n; i++)
		if (weighted[i].term == term_id)
			return 1;
	return 0;
}

/* The weightiest words of the need that the patent does not have. */
static tensen_status
fill_lacks(match_result *result, tensen_offer *offer, tensen_searcher *searcher, const query *q,
    const weighted_term *weighted, uint32_t n, tensen_error *err)
{
	const vocab *v = &searcher->ix->store->vocab;
	const char **words = arena_alloc(&result->base.mem, LACKS_SHOWN * sizeof *words);
	uint32_t *col = arena_alloc(&searcher->mem, (q->n_terms + (size_t)1) * sizeof *col), m;
	float *val = arena_alloc(&searcher->mem, (q->n_terms + (size_t)1) * sizeof *val);

	if (!words || !col || !val)
		return tensen_fail_nomem(err);
	m = query_view_row(q, v, VIEW_TOPIC, col, val);
	while (offer->n_lacks < LACKS_SHOWN) {
		uint32_t best = UINT32_MAX;
		for (uint32_t i = 0; i < m; i++)
			if (val[i] > 0 && !is_shared(weighted, n, col[i]) &&
			    (best == UINT32_MAX || val[i] > val[best]))
				best = i;
		if (best == UINT32_MAX)
			break;
		words[offer->n_lacks++] =
		    term_words(&result->base, searcher->ix->store, q, col[best]);
		val[best] = 0;
	}
	offer->lacks = words;
	return TENSEN_OK;
}

#define PARTS 5 /* of a need that is no short question: its weight in so many parts */

/* How many parts of the need the patent meets, by the weight of its words. */
static tensen_status
fill_met(
    tensen_offer *offer, tensen_searcher *searcher, const query *q, uint32_t row, tensen_error *err)
{
	const query *as = query_for_row(q, searcher, row);
	need_words w = {.weight = NULL};
	float covered;
	tensen_status st;

	if ((st = weigh_words(&w, searcher, as, err)) < 0 ||
	    (st = match_coverage(&covered, searcher, &w, row, err)) < 0)
		return st;
	offer->asked = PARTS;
	offer->met = (uint32_t)(covered * PARTS + 0.5f);
	return TENSEN_OK;
}

COMPARE2(heavier_word, word_met, DOWN(weight), UP(shown.p))

/* Words of a short need that the patent has and lacks; *terms: the terms that stand there. */
static tensen_status
fill_words(match_result *result, tensen_offer *offer, weighted_term **terms, uint32_t *n,
    tensen_searcher *searcher, const question *asked, uint32_t row, tensen_error *err)
{
	const char **has = arena_alloc(&result->base.mem, (asked->n + (size_t)1) * sizeof *has);
	const char **lacks = arena_alloc(&result->base.mem, (asked->n + (size_t)1) * sizeof *lacks);
	weighted_term *t = arena_alloc(&searcher->mem, (asked->n + (size_t)1) * sizeof *t);
	word_met *v = arena_alloc(&searcher->mem, (asked->n + (size_t)1) * sizeof *v);
	tensen_status st;

	if (!has || !lacks || !t || !v)
		return tensen_fail_nomem(err);
	if ((st = question_met(v, searcher, asked, row, err)) < 0)
		return st;
	qsort(v, asked->n, sizeof *v, heavier_word);
	*n = 0;
	for (uint32_t i = 0; i < asked->n; i++) {
		if (v[i].how > 0 && v[i].term != VOCAB_NONE)
			t[(*n)++] = (weighted_term){v[i].term, v[i].weight};
		if (!v[i].is_word)
			continue;
		offer->asked++;
		offer->met += v[i].how > 0;
		if (v[i].how > 0 && offer->n_shared < SHARED_SHOWN)
			has[offer->n_shared++] =
			    question_met_word(&result->base, searcher->ix->store, &v[i]);
		else if (v[i].how <= 0 && offer->n_lacks < LACKS_SHOWN)
			lacks[offer->n_lacks++] = result_copy(&result->base, v[i].shown);
	}
	offer->shared = has;
	offer->lacks = lacks;
	*terms = t;
	return TENSEN_OK;
}

/* The same of a longer need, by all its terms. */
static tensen_status
fill_terms(match_result *result, tensen_offer *offer, weighted_term **terms, uint32_t *n,
    tensen_searcher *searcher, const query *q, uint32_t row, tensen_error *err)
{
	tensen_status st = term_overlap(searcher, q, row, VIEW_TOPIC, terms, n, err);

	if (st < 0 ||
	    (st = fill_shared(
		 result, offer, searcher, query_for_row(q, searcher, row), *terms, *n, err)) < 0 ||
	    (st = fill_lacks(result, offer, searcher, q, *terms, *n, err)) < 0)
		return st;
	return fill_met(offer, searcher, q, row, err);
}

static tensen_status
fill_offer(match_result *result, tensen_offer *offer, tensen_searcher *searcher, const query *q,
    const candidate *cand, float problem, uint64_t own, tensen_error *err)
{
	uint32_t row = cand->hit.row, n;
	const question *asked;
	weighted_term *t;
	document d;
	document_sections read;
	tensen_status st;

	if ((st = stored_document(searcher, row, &d, err)) < 0 ||
	    (st = document_sections_of(&read, &d, searcher->ix->sectioner, &searcher->mem, err)) <
		0)
		return st;
	*offer = (tensen_offer){.score = cand->hit.score,
	    .problem = problem,
	    .topic = cand->dense,
	    .lexical = cand->lexical,
	    .in_field = (searcher->ix->store->rows.mask[row] & own) != 0};
	ref_of_row(&offer->document, &result->base, searcher->ix, row);
	ref_add_text(&offer->document, &result->base, &d);
	asked = query_for_row(q, searcher, row)->question;
	st = asked ? fill_words(result, offer, &t, &n, searcher, asked, row, err)
		   : fill_terms(result, offer, &t, &n, searcher, q, row, err);
	if (st < 0 || (st = heaviest_sentence(&offer->brings, &result->base, searcher,
			   answering_text(&read), t, n, err)) < 0)
		return st;
	return highlights_find(&offer->highlights, &offer->n_highlights, &result->base,
	    &searcher->ix->store->vocab, span_of(offer->brings), t, n, err);
}

struct need_readings {
	size_t n;
	struct need_read {
		uint32_t row;
		const tensen_judgement *judged;
	} v[];
};

/* The reading of a row, of the result; NULL: none. */
static const tensen_judgement *
need_reading(const match_result *result, uint32_t row)
{
	const struct need_readings *kept = result->readings;

	for (size_t i = 0; kept && i < kept->n; i++)
		if (kept->v[i].row == row)
			return kept->v[i].judged;
	return NULL;
}

/* 3 before 2, then unread ones, then 1 and 0. */
static int
need_class(const match_result *result, uint32_t row)
{
	const tensen_judgement *judged = need_reading(result, row);

	return !judged ? 2 : judged->grade > 1 ? 3 - judged->grade : 4 - judged->grade;
}

static tensen_status
need_sort(match_result *result, candidates *cands, tensen_searcher *searcher, tensen_error *err)
{
	candidate *to = arena_alloc(&searcher->mem, (cands->n + (size_t)1) * sizeof *to);
	uint32_t n = 0;

	if (!to)
		return tensen_fail_nomem(err);
	for (int class = 0; class < 5; class ++)
		for (uint32_t i = 0; i < cands->n; i++)
			if (need_class(result, cands->v[i].hit.row) == class)
				to[n++] = cands->v[i];
	cands->v = to;
	return TENSEN_OK;
}

static int
need_has(const candidates *cands, uint32_t row)
{
	for (uint32_t i = 0; i < cands->n; i++)
		if (cands->v[i].hit.row == row)
			return 1;
	return 0;
}

/* Order candidates by what was read of them: 3, 2, unread, 1, 0; within each as they stood.  The
 * readings of those that are there are kept by the result and counted. */
static tensen_status
need_read_order(match_result *result, candidates *cands, tensen_searcher *searcher,
    const tensen_judgement *readings, size_t n, tensen_error *err)
{
	struct need_readings *kept =
	    arena_alloc(&result->base.mem, sizeof *kept + n * sizeof *kept->v);

	if (!kept)
		return tensen_fail_nomem(err);
	kept->n = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t row;
		if (row_of_id(&row, searcher->ix, readings[i].id, NULL) < 0 ||
		    !need_has(cands, row))
			continue;
		kept->v[kept->n].row = row;
		if (!(kept->v[kept->n].judged = judgement_copy(&result->base, &readings[i])))
			return tensen_fail_nomem(err);
		kept->n++;
		result->answering += readings[i].grade > 1;
	}
	result->read = (uint32_t)kept->n;
	result->readings = kept;
	return kept->n ? need_sort(result, cands, searcher, err) : TENSEN_OK;
}

static tensen_status
fill_offers(match_result *result, tensen_searcher *searcher, const query *q,
    const candidates *cands, uint32_t n, uint64_t own, tensen_error *err)
{
	tensen_offer *offers = arena_calloc(&result->base.mem, (n + (size_t)1) * sizeof *offers);
	float *problem;
	tensen_status st = problem_cosines(&problem, searcher, q, cands->v, n, err);

	if (st == TENSEN_OK && !offers)
		st = tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		st =
		    fill_offer(result, &offers[i], searcher, q, &cands->v[i], problem[i], own, err);
		offers[i].judgement = need_reading(result, cands->v[i].hit.row);
	}
	result->offers = offers;
	result->n_offers = st == TENSEN_OK ? n : 0;
	return st;
}

/* Of what is shown nothing has two words of the need, and nobody says that it answers it all the same:
 * one rule, which every form tells. */
static void
note_nothing(match_result *result)
{
	int nothing = result->n_offers > 0 && result->answering == 0;

	for (size_t i = 0; i < result->n_offers; i++)
		nothing &= result->offers[i].asked >= 2 && result->offers[i].met < 2;
	result->words.nothing_here = nothing;
}

/* What was read puts the answers first and what answers nothing last. */
static tensen_status
match_sort_read(match_result *result, candidates *cands, tensen_searcher *searcher, const query *q,
    const tensen_match_opts *opts, tensen_error *err)
{
	const tensen_judgement *v = NULL;
	size_t n = 0;
	tensen_status st = opts->no_kept ? TENSEN_OK : readings_of_need(&v, &n, searcher, q, err);

	return st < 0 ? st : need_read_order(result, cands, searcher, v, n, err);
}

static tensen_status
match_fill(match_result *result, tensen_searcher *searcher, const tensen_query *q,
    const tensen_match_opts *opts, tensen_error *err)
{
	uint32_t k = opts->k ? opts->k : OFFERS_DEFAULT;
	tensen_filter filter = opts->filter;
	filter_set allowed;
	filter_counts counts;
	candidates c = {NULL, 0};
	uint64_t own;
	query a;
	tensen_status st = query_understand(&a, searcher, q, err);

	if (st < 0 || (st = query_fields(&own, searcher, &a, err)) < 0)
		return st;
	result->fields_guessed = !a.mask && own;
	result->fifths = !a.question;
	if ((st = fill_query_words(&result->words, &result->base, searcher->ix->store, &a, err)) <
	    0)
		return st;
	result->query = result_copy(&result->base, span_of(q->id ? q->id : ""));
	field_lists(result->own_fields, &result->base, searcher->ix->fields, own);
	result->closed = opts->closed;
	filter.open |= !opts->closed;
	if ((st = filter_rows(&allowed, searcher, &a, own, &filter, err)) < 0)
		return st;
	filter_count(&counts, searcher, &allowed);
	result->total = counts.total;
	if ((a.n_terms || a.question) && (st = match_rank(&c, searcher, &a, &allowed, k, err)) < 0)
		return st;
	if ((st = match_sort_read(result, &c, searcher, &a, opts, err)) < 0)
		return st;
	st = fill_offers(result, searcher, &a, &c, c.n < k ? c.n : k, own, err);
	note_nothing(result);
	return st;
}

tensen_status
tensen_match(tensen_searcher *searcher, const tensen_query *q, const tensen_match_opts *opts,
    tensen_result **out, tensen_error *err)
{
	tensen_match_opts o;
	tensen_status st = match_options(&o, opts, err);
	match_result *r = st < 0 ? NULL : result_new(&match_class);

	if (r)
		st = match_fill(r, searcher, q, &o, err);
	return engine_answer(r, st, searcher->ix, out, err);
}
