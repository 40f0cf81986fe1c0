/* engine/query/rank.c - see rank.h. */
#include "engine/query/rank.h"
#include <math.h>
#include <stdlib.h>
#include "engine/query/embedded.h"
#include "engine/query/lexical.h"
#include "engine/query/question.h"
#include "engine/translate/lexicon.h"
#include "util/fail.h"
#include "util/sort.h"

#define DEPTH 200          /* candidates of each side in the first tier */
#define QUESTION_DEPTH 400 /* of a short question's words, before they are scored one by one */
#define DEPTH_GROWTH 8     /* of the next tier */
/* DEPTH of a translation beside the query itself, which gives one or two of the first ten
 * documents: with 32 to 200 the order within a language is the same in 400 of 400 lists. */
#define TRANSLATED_DEPTH 32
#define DENSE_WEIGHT 0.05f /* w of rank.h; 0.025 to 0.075 are level */

#define NOT_SCORED NAN /* of a candidate by the side that did not find it, until complete() */

/* One ranking in progress. */
typedef struct ranking {
	tensen_searcher *s;
	const query *a;
	const filter_set *f;
	tensen_side side;
	int by_words;             /* 1: the words' list alone finds candidates */
	const question *question; /* asked word by word; NULL: as a document */
	const float *embedded;    /* asked by the vectors of a model; NULL: by LSA */
	lex_query lexical;
	lex_range ranges[FILTER_RANGES];
	uint64_t *listed; /* rows of earlier tiers, a bit each; NULL in the first */
	candidate *tier;
	uint32_t n;
	candidates *out; /* the tiers made so far */
	uint64_t depth;  /* of the next tier; 0: DEPTH */
	int whole;       /* 1: there is no further tier */
} ranking;

static int
row_order(const void *a, const void *b)
{
	const candidate *x = a, *y = b;

	return ORDER(x->hit.row, y->hit.row);
}

/* Add a row, except the query itself and rows of earlier tiers. */
static void
add(ranking *r, uint32_t row, float dense, float lexical)
{
	if (row != r->f->self && !(r->listed && r->listed[row / 64] >> (row % 64) & 1))
		r->tier[r->n++] = (candidate){{row, 0}, dense, lexical};
}

/* Depth of a tier's lists: without a bitmap the query itself takes one place of each. */
static uint32_t
places(const filter_set *f, uint32_t depth, uint32_t n_rows)
{
	return depth + (!f->allow && f->self != ROW_NONE && depth < n_rows);
}

static tensen_status
dense_side(ranking *r, uint32_t k, tensen_error *err)
{
	tensen_searcher *s = r->s;
	const store *st = s->ix->store;
	const vecset_query q = {.q = r->embedded ? r->embedded : r->a->topic,
	    .skip = r->f->skip,
	    .allow = r->f->allow,
	    .k = k,
	    .exact = st->rows.n < EXACT_BELOW};
	hit *hits = arena_alloc(&s->mem, (k + (size_t)1) * sizeof *hits);
	uint32_t n = 0;
	tensen_status rc = TENSEN_OK;

	if (!hits)
		return tensen_fail_nomem(err);
	if (r->embedded)
		rc = vecset_search(st->embedded.v, s->embedded, &q, hits, &n, err);
	else if (r->a->norm > 0)
		rc =
		    vecset_search(st->views[VIEW_TOPIC], s->vectors[VIEW_TOPIC], &q, hits, &n, err);
	for (uint32_t i = 0; rc == TENSEN_OK && i < n; i++)
		add(r, hits[i].row, hits[i].score, NOT_SCORED);
	return rc;
}

/* Rows with a word of so few documents that it has no list.  In the first tier. */
static void
add_rare(ranking *r)
{
	for (uint32_t i = 0; r->question && !r->listed && i < r->question->n; i++)
		for (uint32_t k = 0; k < r->question->v[i].n_rows; k++)
			if (filter_allows(r->f, &r->s->ix->store->rows, r->question->v[i].rows[k]))
				add(r, r->question->v[i].rows[k], NOT_SCORED, NOT_SCORED);
}

static tensen_status
lexical_side(ranking *r, uint32_t k, tensen_error *err)
{
	tensen_searcher *s = r->s;
	hit *hits = arena_alloc(&s->mem, (k + (size_t)1) * sizeof *hits);
	uint32_t n = 0;
	tensen_status rc;

	if (!hits)
		return tensen_fail_nomem(err);
	add_rare(r);
	if (r->lexical.n_terms == 0)
		return TENSEN_OK;
	r->lexical.k = k;
	rc = postings_search(s->ix->store->lexical, s->lexical, &r->lexical, hits, &n, err);
	for (uint32_t i = 0; rc == TENSEN_OK && i < n; i++)
		add(r, hits[i].row, NOT_SCORED, r->question ? NOT_SCORED : hits[i].score);
	return rc;
}

/* One entry per row. */
static void
unite(ranking *r)
{
	uint32_t n = 0;

	if (r->n)
		qsort(r->tier, r->n, sizeof *r->tier, row_order);
	for (uint32_t i = 0; i < r->n; i++) {
		candidate *last = n ? &r->tier[n - 1] : NULL, *x = &r->tier[i];
		if (!last || last->hit.row != x->hit.row) {
			r->tier[n++] = *x;
			continue;
		}
		if (!isnan(x->dense))
			last->dense = x->dense;
		if (!isnan(x->lexical))
			last->lexical = x->lexical;
	}
	r->n = n;
}

/* Exact scores by vectors of n rows, 0 where the query has no vector. */
static tensen_status
score_dense(float *scores, ranking *r, const uint32_t *ids, uint32_t n, tensen_error *err)
{
	tensen_searcher *s = r->s;

	if (r->embedded)
		return vecset_score(
		    s->ix->store->embedded.v, s->embedded, r->embedded, ids, n, scores, err);
	if (r->a->norm <= 0)
		return TENSEN_OK;
	return vecset_score(s->ix->store->views[VIEW_TOPIC], s->vectors[VIEW_TOPIC], r->a->topic,
	    ids, n, scores, err);
}

/* The same by words. */
static tensen_status
score_lexical(float *scores, ranking *r, const uint32_t *ids, uint32_t n, tensen_error *err)
{
	tensen_searcher *s = r->s;

	if (r->question)
		return question_score(scores, s, r->question, ids, n, err);
	if (r->lexical.n_terms == 0)
		return TENSEN_OK;
	return postings_score(s->ix->store->lexical, s->lexical, &r->lexical, ids, n, scores, err);
}

/* Where a candidate keeps the score of a side. */
static float *
score_of(candidate *c, int dense)
{
	return dense ? &c->dense : &c->lexical;
}

/* Exact scores of one side for the rows that only the other side found. */
static tensen_status
complete(ranking *r, int dense, tensen_error *err)
{
	uint32_t *ids = arena_alloc(&r->s->mem, (r->n + (size_t)1) * sizeof *ids), n = 0;
	float *scores = arena_calloc(&r->s->mem, (r->n + (size_t)1) * sizeof *scores);
	tensen_status st;

	if (!ids || !scores)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < r->n; i++)
		if (isnan(*score_of(&r->tier[i], dense)))
			ids[n++] = r->tier[i].hit.row;
	st = dense ? score_dense(scores, r, ids, n, err) : score_lexical(scores, r, ids, n, err);
	n = 0;
	for (uint32_t i = 0; i < r->n && st == TENSEN_OK; i++)
		if (isnan(*score_of(&r->tier[i], dense)))
			*score_of(&r->tier[i], dense) = scores[n++];
	return st;
}

/* Factor that makes scores of a translation as large as scores in the language of the query. */
#define TRANSLATED_SCALE 0.55f /* bench/text/bilingual.txt */

float
rank_comparable(const query *a, float score)
{
	float kept = a->kept / TRANSLATED_SCALE;

	/* 1/kept at the foot, where scores lie; 1 stays 1 */
	return a->kept > 0 && score > 0 ? score / (kept + (1 - kept) * score) : score;
}

float
rank_score(tensen_side side, float dense, float lexical)
{
	if (side == TENSEN_FUSED)
		return (lexical + DENSE_WEIGHT * dense) / (1 + DENSE_WEIGHT);
	return side == TENSEN_DENSE || side == TENSEN_EMBEDDINGS ? dense : lexical;
}

/* The score that orders the list of this ranking. */
static float
score_in(const ranking *r, const candidate *c)
{
	const tensen_index *ix = r->s->ix;
	float score;

	if (r->side != TENSEN_FUSED)
		return rank_score(r->side, c->dense, c->lexical);
	score = r->embedded ? (c->lexical + ix->embed_weight * embedded_share(ix, c->dense)) /
				  (1 + ix->embed_weight)
			    : rank_score(r->side, c->dense, c->lexical);
	return rank_comparable(r->a, score);
}

/* Order the tier and put it behind the list. */
static tensen_status
append(ranking *r, tensen_error *err)
{
	candidates *out = r->out;
	candidate *all = arena_alloc(&r->s->mem, (out->n + (size_t)r->n + 1) * sizeof *all);

	if (!all)
		return tensen_fail_nomem(err);
	if (out->n)
		memcpy(all, out->v, out->n * sizeof *all);
	for (uint32_t i = 0; i < r->n; i++) {
		candidate *c = &all[out->n + i];
		*c = r->tier[i];
		c->hit.score = score_in(r, c);
	}
	if (r->n)
		qsort(all + out->n, r->n, sizeof *all, hit_compare);
	out->v = all;
	out->n += r->n;
	return TENSEN_OK;
}

static int
by_vectors(tensen_side side)
{
	return side == TENSEN_DENSE || side == TENSEN_EMBEDDINGS;
}

static tensen_status
make_tier(ranking *r, uint32_t depth, tensen_error *err)
{
	uint32_t k = places(r->f, depth, r->s->ix->store->rows.n);
	tensen_status st = TENSEN_OK;

	r->n = 0;
	r->tier = arena_alloc(
	    &r->s->mem, (2 * (size_t)k + question_rare(r->question) + 1) * sizeof *r->tier);
	if (!r->tier)
		return tensen_fail_nomem(err);
	if ((r->side == TENSEN_FUSED && !r->by_words) || by_vectors(r->side))
		st = dense_side(r, k, err);
	if (st == TENSEN_OK && !by_vectors(r->side))
		st = lexical_side(r, k, err);
	if (st < 0)
		return st;
	unite(r);
	if ((st = complete(r, 1, err)) < 0 || (st = complete(r, 0, err)) < 0)
		return st;
	return append(r, err);
}

static tensen_status
mark_listed(ranking *r, tensen_error *err)
{
	if (!r->listed)
		r->listed = arena_calloc(
		    &r->s->mem, (r->s->ix->store->rows.n / 64 + (size_t)1) * sizeof *r->listed);
	if (!r->listed)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < r->out->n; i++)
		r->listed[r->out->v[i].hit.row / 64] |= (uint64_t)1 << (r->out->v[i].hit.row % 64);
	return TENSEN_OK;
}

static tensen_status
start(ranking *r, tensen_error *err)
{
	const store *st = r->s->ix->store;
	lex_query *q = &r->lexical;
	tensen_status rc;

	r->question = r->side == TENSEN_FUSED ? r->a->question : NULL;
	rc = r->question ? question_terms(q, r->s, r->a, err)
			 : lexical_words(q, r->s, r->a, r->side, err);
	r->by_words |= r->question && !r->embedded;
	q->allow = r->f->allow;
	q->masks = st->rows.mask;
	q->skip = r->f->skip;
	q->n_ranges = filter_ranges(r->ranges, r->f, &st->rows);
	q->ranges = q->n_ranges ? r->ranges : NULL;
	r->depth = r->depth ? r->depth : r->question ? QUESTION_DEPTH : DEPTH;
	*r->out = (candidates){NULL, 0};
	return rc;
}

static tensen_status
next_tier(ranking *r, tensen_error *err)
{
	uint32_t n = r->s->ix->store->rows.n;
	tensen_status st = r->out->n ? mark_listed(r, err) : TENSEN_OK;

	if (st == TENSEN_OK)
		st = make_tier(r, r->depth < n ? (uint32_t)r->depth : n, err);
	r->whole = r->depth >= n;
	r->depth *= DEPTH_GROWTH;
	return st;
}

static tensen_status
rank_one(candidates *out, tensen_searcher *s, const query *a, const filter_set *f, tensen_side side,
    uint64_t want, tensen_error *err)
{
	ranking r = {.s = s, .a = a, .f = f, .side = side, .out = out};
	tensen_status st = embedded_query(&r.embedded, s, a, side, err);

	if (st == TENSEN_OK)
		st = start(&r, err);

	do
		st = st < 0 ? st : next_tier(&r, err);
	while (st == TENSEN_OK && out->n < want && !r.whole);
	return st;
}

/* ---- both languages ---- */

/* The filter, for documents in one language. */
static tensen_status
filter_language(
    filter_set *out, tensen_searcher *s, const filter_set *f, tensen_lang lang, tensen_error *err)
{
	const uint64_t *in = lexicon_rows(s->ix->lexicon, lang);
	size_t words = s->ix->store->rows.n / 64 + (size_t)1;
	uint64_t *both = arena_alloc(&s->mem, words * sizeof *both);

	*out = *f;
	if (!both)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < words; i++)
		both[i] = in[i] & (f->allow ? f->allow[i] : UINT64_MAX);
	if (f->self != ROW_NONE)
		both[f->self / 64] &= ~((uint64_t)1 << (f->self % 64));
	out->allow = both;
	return TENSEN_OK;
}

/* The query among documents in its language, and its translation among the others. */
static tensen_status
start_both(ranking r[2], candidates lists[2], filter_set only[2], tensen_searcher *s,
    const query *a, const filter_set *f, tensen_side side, int by_words, tensen_error *err)
{
	const float *embedded = NULL;
	tensen_status st = by_words ? TENSEN_OK : embedded_query(&embedded, s, a, side, err);

	for (int k = 0; k < 2 && st == TENSEN_OK; k++) {
		st = filter_language(&only[k], s, f, k ? !a->language : a->language, err);
		r[k] = (ranking){.s = s,
		    .a = k ? a->other : a,
		    .f = &only[k],
		    .side = side,
		    .by_words = by_words,
		    .embedded = embedded,
		    .out = &lists[k],
		    .depth = k ? TRANSLATED_DEPTH : DEPTH};
		if (st == TENSEN_OK)
			st = start(&r[k], err);
	}
	return st;
}

/* Room for all candidates of two lists, behind those that were merged before. */
static tensen_status
make_room(candidates *out, uint32_t *room, const candidates lists[2], tensen_searcher *s,
    tensen_error *err)
{
	uint32_t most = lists[0].n + lists[1].n;
	candidate *all;

	if (most <= *room)
		return TENSEN_OK;
	if (!(all = arena_alloc(&s->mem, most * sizeof *all)))
		return tensen_fail_nomem(err);
	if (out->n)
		memcpy(all, out->v, out->n * sizeof *all);
	out->v = all;
	*room = most;
	return TENSEN_OK;
}

/* Merge two lists: take always the better of both heads, so that the order of each stays.  A list
 * makes its next tier only when its head is needed. */
static tensen_status
rank_both(candidates *out, tensen_searcher *s, const query *a, const filter_set *f,
    tensen_side side, int by_words, uint64_t want, tensen_error *err)
{
	ranking r[2];
	candidates lists[2];
	filter_set only[2];
	uint32_t at[2] = {0, 0}, room = 0;
	tensen_status st = start_both(r, lists, only, s, a, f, side, by_words, err);

	*out = (candidates){NULL, 0};
	while (st == TENSEN_OK) {
		int first;
		for (int k = 0; k < 2; k++)
			while (st == TENSEN_OK && at[k] == lists[k].n && !r[k].whole) {
				if (out->n >= want && out->n > 0)
					return TENSEN_OK;
				st = next_tier(&r[k], err);
			}
		if (st < 0 || (at[0] == lists[0].n && at[1] == lists[1].n) ||
		    (st = make_room(out, &room, lists, s, err)) < 0)
			break;
		first =
		    at[1] == lists[1].n ||
		    (at[0] < lists[0].n && hit_compare(&lists[0].v[at[0]], &lists[1].v[at[1]]) < 0);
		out->v[out->n++] = lists[!first].v[at[!first]];
		at[!first]++;
	}
	return st;
}

tensen_status
rank_views(float *scores, tensen_searcher *s, const query *a, view of_documents,
    const uint32_t *ids, uint32_t n, tensen_error *err)
{
	const vecset *v = s->ix->store->views[of_documents];
	vecset_scratch *scratch = s->vectors[of_documents];
	float *other;
	tensen_status st = vecset_score(v, scratch, a->topic, ids, n, scores, err);

	if (st < 0 || !a->other)
		return st;
	if (!(other = arena_alloc(&s->mem, (n + (size_t)1) * sizeof *other)))
		return tensen_fail_nomem(err);
	st = vecset_score(v, scratch, a->other->topic, ids, n, other, err);
	for (uint32_t i = 0; st == TENSEN_OK && i < n; i++)
		if (query_for_row(a, s, ids[i]) != a)
			scores[i] = other[i];
	return st;
}

tensen_status
rank_rows(candidates *out, tensen_searcher *s, const query *a, const filter_set *f,
    tensen_side side, uint64_t want, tensen_error *err)
{
	if (a->other)
		return rank_both(out, s, a, f, side, 0, want, err);
	return rank_one(out, s, a, f, side, want, err);
}

tensen_status
rank_words(candidates *out, tensen_searcher *s, const query *a, const filter_set *f, uint32_t want,
    tensen_error *err)
{
	ranking r = {
	    .s = s, .a = a, .f = f, .side = TENSEN_FUSED, .by_words = 1, .out = out, .depth = want};
	tensen_status st;

	if (a->other)
		return rank_both(out, s, a, f, TENSEN_FUSED, 1, want, err);
	st = start(&r, err);
	return st == TENSEN_OK ? next_tier(&r, err) : st;
}
