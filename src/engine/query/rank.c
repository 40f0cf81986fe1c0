/* engine/query/rank.c - see rank.h. */
#include "engine/base/query.h"
#include "engine/query/rank.h"
#include <math.h>
#include <stdlib.h>
#include "engine/query/embedded.h"
#include "engine/query/lexical.h"
#include "engine/query/question.h"
#include "engine/translate/lexicon.h"
#include "util/fail.h"
#include "util/threads/sort.h"

#define DEPTH 200          /* candidates of each side in the first tier */
#define QUESTION_DEPTH 400 /* of a short question's words, before they are scored one by one */
#define DEPTH_GROWTH 8     /* of the next tier */
#define NEIGHBOUR_DEPTH 2  /* candidates of each side for a neighbour that is wanted */
/* DEPTH of a translation beside the query itself, which gives one or two of the first ten
 * documents: with 32 to 200 the order within a language is the same in 400 of 400 lists. */
#define TRANSLATED_DEPTH 32
#define DENSE_WEIGHT 0.05f /* w of rank.h; 0.025 to 0.075 are level */
/* The same for a short question: it orders documents that meet the same words (bench/short.txt). */
#define QUESTION_DENSE_WEIGHT 0.01f

#define NOT_SCORED NAN /* of a candidate by the side that did not find it, until complete() */

/* One ranking in progress. */
typedef struct ranking {
	tensen_searcher *s;
	const query *a;
	const filter_set *f;
	tensen_side side;
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

/* Add a row, except the query itself and rows of earlier tiers. */
static void
rank_add(ranking *rank, uint32_t row, float dense, float lexical)
{
	if (row != rank->f->self && !(rank->listed && rank->listed[row / 64] >> (row % 64) & 1))
		rank->tier[rank->n++] = (candidate){{row, 0}, dense, lexical};
}

/* Depth of a tier's lists: without a bitmap the query itself takes one place of each. */
static uint32_t
rank_places(const filter_set *filter, uint32_t depth, uint32_t n_rows)
{
	return depth + (!filter->allow && filter->self != ROW_NONE && depth < n_rows);
}

static tensen_status
dense_side(ranking *rank, uint32_t k, tensen_error *err)
{
	tensen_searcher *s = rank->s;
	const store *st = s->ix->store;
	const vecset_query q = {.q = rank->embedded ? rank->embedded : rank->a->topic,
	    .skip = rank->f->skip,
	    .allow = rank->f->allow,
	    .k = k,
	    .exact = st->rows.n < EXACT_BELOW};
	hit *hits = arena_alloc(&s->mem, (k + (size_t)1) * sizeof *hits);
	searcher_vectors topic;
	uint32_t n = 0;
	tensen_status rc = TENSEN_OK;

	if (!hits)
		return tensen_fail_nomem(err);
	if (rank->embedded)
		rc = vecset_search(st->embedded.v, s->embedded, &q, hits, &n, err);
	else if (rank->a->norm > 0 && (rc = searcher_view(&topic, s, VIEW_TOPIC, err)) == TENSEN_OK)
		rc = vecset_search(topic.v, topic.scratch, &q, hits, &n, err);
	for (uint32_t i = 0; rc == TENSEN_OK && i < n; i++)
		rank_add(rank, hits[i].row, hits[i].score, NOT_SCORED);
	return rc;
}

/* Rows with a word of so few documents that it has no list.  In the first tier. */
static void
add_rare(ranking *rank)
{
	for (uint32_t i = 0; rank->question && !rank->listed && i < rank->question->n; i++)
		for (uint32_t k = 0; k < rank->question->v[i].n_rows; k++)
			if (filter_allows(
				rank->f, &rank->s->ix->store->rows, rank->question->v[i].rows[k]))
				rank_add(
				    rank, rank->question->v[i].rows[k], NOT_SCORED, NOT_SCORED);
}

static tensen_status
lexical_side(ranking *rank, uint32_t k, tensen_error *err)
{
	tensen_searcher *s = rank->s;
	hit *hits = arena_alloc(&s->mem, (k + (size_t)1) * sizeof *hits);
	uint32_t n = 0;
	tensen_status rc;

	if (!hits)
		return tensen_fail_nomem(err);
	add_rare(rank);
	if (rank->lexical.n_terms == 0)
		return TENSEN_OK;
	rank->lexical.k = k;
	rc = postings_search(s->ix->store->lexical, s->lexical, &rank->lexical, hits, &n, err);
	for (uint32_t i = 0; rc == TENSEN_OK && i < n; i++)
		rank_add(
		    rank, hits[i].row, NOT_SCORED, rank->question ? NOT_SCORED : hits[i].score);
	return rc;
}

/* One entry per row, in the order of rows. */
static tensen_status
rank_unite(ranking *rank, tensen_error *err)
{
	uint32_t n = 0, *keys = arena_alloc(&rank->s->mem, (rank->n + (size_t)1) * sizeof *keys);
	candidate *tier;

	for (uint32_t i = 0; keys && i < rank->n; i++)
		keys[i] = rank->tier[i].hit.row;
	if (!keys || !(tier = sort_by_keys(rank->tier, sizeof *tier, keys, rank->n, &rank->s->mem)))
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < rank->n; i++) {
		candidate *last = n ? &tier[n - 1] : NULL, *x = &tier[i];
		if (!last || last->hit.row != x->hit.row) {
			tier[n++] = *x;
			continue;
		}
		if (!isnan(x->dense))
			last->dense = x->dense;
		if (!isnan(x->lexical))
			last->lexical = x->lexical;
	}
	rank->tier = tier;
	rank->n = n;
	return TENSEN_OK;
}

/* Exact scores by vectors of n rows, 0 where the query has no vector. */
static tensen_status
score_dense(float *scores, ranking *rank, const uint32_t *ids, uint32_t n, tensen_error *err)
{
	tensen_searcher *s = rank->s;
	searcher_vectors topic;
	tensen_status st;

	if (rank->embedded)
		return vecset_score(
		    s->ix->store->embedded.v, s->embedded, rank->embedded, ids, n, scores, err);
	if (rank->a->norm <= 0)
		return TENSEN_OK;
	st = searcher_view(&topic, s, VIEW_TOPIC, err);
	return st < 0 ? st
		      : vecset_score(topic.v, topic.scratch, rank->a->topic, ids, n, scores, err);
}

/* The same by words. */
static tensen_status
score_lexical(float *scores, ranking *rank, const uint32_t *ids, uint32_t n, tensen_error *err)
{
	tensen_searcher *s = rank->s;

	if (rank->question)
		return question_score(scores, s, rank->question, ids, n, err);
	if (rank->lexical.n_terms == 0)
		return TENSEN_OK;
	return postings_score(
	    s->ix->store->lexical, s->lexical, &rank->lexical, ids, n, scores, err);
}

/* Where a candidate keeps the score of a side. */
static float *
score_of(candidate *cand, int dense)
{
	return dense ? &cand->dense : &cand->lexical;
}

/* Exact scores of one side for the rows that only the other side found. */
static tensen_status
rank_complete(ranking *r, int dense, tensen_error *err)
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
rank_comparable(const query *q, float score)
{
	float kept = q->kept / TRANSLATED_SCALE;

	/* 1/kept at the foot, where scores lie; 1 stays 1 */
	return q->kept > 0 && score > 0 ? score / (kept + (1 - kept) * score) : score;
}

static float
rank_fused(float dense, float lexical, float weight)
{
	return (lexical + weight * dense) / (1 + weight);
}

float
rank_score(tensen_side side, float dense, float lexical)
{
	if (side == TENSEN_FUSED)
		return rank_fused(dense, lexical, DENSE_WEIGHT);
	return side == TENSEN_DENSE || side == TENSEN_EMBEDDINGS ? dense : lexical;
}

/* The score that orders the list of this ranking. */
static float
score_in(const ranking *rank, const candidate *cand)
{
	const tensen_index *ix = rank->s->ix;
	float score = rank_score(rank->side, cand->dense, cand->lexical);

	if (rank->side != TENSEN_FUSED)
		return score;
	if (rank->embedded)
		score = rank_fused(
		    embedded_share(ix, cand->dense), cand->lexical, rank->s->embed_weight);
	else if (rank->question)
		return rank_fused(cand->dense, cand->lexical, QUESTION_DENSE_WEIGHT);
	return rank_comparable(rank->a, score);
}

/* Order the tier, whose rows ascend, and put it behind the list. */
static tensen_status
rank_append(ranking *rank, tensen_error *err)
{
	candidates *out = rank->out;
	candidate *all = arena_alloc(&rank->s->mem, (out->n + (size_t)rank->n + 1) * sizeof *all),
		  *tier;
	uint32_t *keys = arena_alloc(&rank->s->mem, (rank->n + (size_t)1) * sizeof *keys);

	for (uint32_t i = 0; keys && i < rank->n; i++) {
		rank->tier[i].hit.score = score_in(rank, &rank->tier[i]);
		keys[i] = sort_descending(rank->tier[i].hit.score);
	}
	if (!all || !keys ||
	    !(tier = sort_by_keys(rank->tier, sizeof *tier, keys, rank->n, &rank->s->mem)))
		return tensen_fail_nomem(err);
	if (out->n)
		memcpy(all, out->v, out->n * sizeof *all);
	memcpy(all + out->n, tier, rank->n * sizeof *all);
	out->v = all;
	out->n += rank->n;
	return TENSEN_OK;
}

static int
by_vectors(tensen_side side)
{
	return side == TENSEN_DENSE || side == TENSEN_EMBEDDINGS;
}

static tensen_status
make_tier(ranking *rank, uint32_t depth, tensen_error *err)
{
	uint32_t k = rank_places(rank->f, depth, rank->s->ix->store->rows.n);
	tensen_status st = TENSEN_OK;

	rank->n = 0;
	rank->tier = arena_alloc(&rank->s->mem,
	    (2 * (size_t)k + question_rare(rank->question) + 1) * sizeof *rank->tier);
	if (!rank->tier)
		return tensen_fail_nomem(err);
	if ((rank->side == TENSEN_FUSED && (!rank->question || rank->embedded)) ||
	    by_vectors(rank->side))
		st = dense_side(rank, k, err);
	if (st == TENSEN_OK && !by_vectors(rank->side))
		st = lexical_side(rank, k, err);
	if (st < 0)
		return st;
	if ((st = rank_unite(rank, err)) < 0 || (st = rank_complete(rank, 1, err)) < 0 ||
	    (st = rank_complete(rank, 0, err)) < 0)
		return st;
	return rank_append(rank, err);
}

static tensen_status
mark_listed(ranking *rank, tensen_error *err)
{
	if (!rank->listed)
		rank->listed = arena_calloc(&rank->s->mem,
		    (rank->s->ix->store->rows.n / 64 + (size_t)1) * sizeof *rank->listed);
	if (!rank->listed)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < rank->out->n; i++)
		rank->listed[rank->out->v[i].hit.row / 64] |= (uint64_t)1
							      << (rank->out->v[i].hit.row % 64);
	return TENSEN_OK;
}

static tensen_status
rank_start(ranking *rank, tensen_error *err)
{
	const store *st = rank->s->ix->store;
	lex_query *q = &rank->lexical;
	tensen_status rc;

	rank->question = rank->side == TENSEN_FUSED ? rank->a->question : NULL;
	rc = rank->question ? question_terms(q, rank->s, rank->a, err)
			    : lexical_words(q, rank->s, rank->a, rank->side, err);
	q->allow = rank->f->allow;
	q->masks = st->rows.mask;
	q->skip = rank->f->skip;
	q->n_ranges = filter_ranges(rank->ranges, rank->f, &st->rows);
	q->ranges = q->n_ranges ? rank->ranges : NULL;
	rank->depth = rank->depth ? rank->depth : rank->question ? QUESTION_DEPTH : DEPTH;
	*rank->out = (candidates){NULL, 0};
	return rc;
}

static tensen_status
next_tier(ranking *rank, tensen_error *err)
{
	uint32_t n = rank->s->ix->store->rows.n;
	tensen_status st = rank->out->n ? mark_listed(rank, err) : TENSEN_OK;

	if (st == TENSEN_OK)
		st = make_tier(rank, rank->depth < n ? (uint32_t)rank->depth : n, err);
	rank->whole = rank->depth >= n;
	rank->depth *= DEPTH_GROWTH;
	return st;
}

static tensen_status
rank_one(candidates *out, tensen_searcher *searcher, const query *q, const filter_set *filter,
    tensen_side side, uint64_t want, tensen_error *err)
{
	ranking r = {.s = searcher, .a = q, .f = filter, .side = side, .out = out};
	tensen_status st = embedded_query(&r.embedded, searcher, q, side, err);

	if (st == TENSEN_OK)
		st = rank_start(&r, err);
	do
		st = st < 0 ? st : next_tier(&r, err);
	while (st == TENSEN_OK && out->n < want && !r.whole);
	return st;
}

/* ---- both languages ---- */

/* The filter, for documents in one language. */
static tensen_status
filter_language(filter_set *out, tensen_searcher *searcher, const filter_set *filter,
    tensen_lang lang, tensen_error *err)
{
	const uint64_t *in = lexicon_rows(searcher->ix->lexicon, lang);
	size_t words = searcher->ix->store->rows.n / 64 + (size_t)1;
	uint64_t *both = arena_alloc(&searcher->mem, words * sizeof *both);

	*out = *filter;
	if (!both)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < words; i++)
		both[i] = in[i] & (filter->allow ? filter->allow[i] : UINT64_MAX);
	if (filter->self != ROW_NONE)
		both[filter->self / 64] &= ~((uint64_t)1 << (filter->self % 64));
	out->allow = both;
	return TENSEN_OK;
}

/* The query among documents in its language, and its translation among the others. */
static tensen_status
start_both(ranking rank[2], candidates lists[2], filter_set only[2], tensen_searcher *searcher,
    const query *q, const filter_set *filter, tensen_side side, tensen_error *err)
{
	const float *embedded;
	tensen_status st = embedded_query(&embedded, searcher, q, side, err);

	for (int k = 0; k < 2 && st == TENSEN_OK; k++) {
		st = filter_language(
		    &only[k], searcher, filter, k ? !q->language : q->language, err);
		rank[k] = (ranking){.s = searcher,
		    .a = k ? q->other : q,
		    .f = &only[k],
		    .side = side,
		    .embedded = embedded,
		    .out = &lists[k],
		    .depth = q->question ? 0
			     : k         ? TRANSLATED_DEPTH
					 : DEPTH};
		if (st == TENSEN_OK)
			st = rank_start(&rank[k], err);
	}
	return st;
}

/* Room for all candidates of two lists, behind those that were merged before. */
static tensen_status
make_room(candidates *out, uint32_t *room, const candidates lists[2], tensen_searcher *searcher,
    tensen_error *err)
{
	uint32_t most = lists[0].n + lists[1].n;
	candidate *all;

	if (most <= *room)
		return TENSEN_OK;
	if (!(all = arena_alloc(&searcher->mem, most * sizeof *all)))
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
rank_both(candidates *out, tensen_searcher *searcher, const query *q, const filter_set *filter,
    tensen_side side, uint64_t want, tensen_error *err)
{
	ranking r[2];
	candidates lists[2];
	filter_set only[2];
	uint32_t at[2] = {0, 0}, room = 0;
	tensen_status st = start_both(r, lists, only, searcher, q, filter, side, err);

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
		    (st = make_room(out, &room, lists, searcher, err)) < 0)
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
rank_views(float *scores, tensen_searcher *searcher, const query *q, view of_documents,
    const uint32_t *ids, uint32_t n, tensen_error *err)
{
	searcher_vectors set;
	float *other;
	tensen_status st = searcher_view(&set, searcher, of_documents, err);

	if (st < 0 || (st = vecset_score(set.v, set.scratch, q->topic, ids, n, scores, err)) < 0 ||
	    !q->other)
		return st;
	if (!(other = arena_alloc(&searcher->mem, (n + (size_t)1) * sizeof *other)))
		return tensen_fail_nomem(err);
	st = vecset_score(set.v, set.scratch, q->other->topic, ids, n, other, err);
	for (uint32_t i = 0; st == TENSEN_OK && i < n; i++)
		if (query_for_row(q, searcher, ids[i]) != q)
			scores[i] = other[i];
	return st;
}

tensen_status
rank_rows(candidates *out, tensen_searcher *searcher, const query *q, const filter_set *filter,
    tensen_side side, uint64_t want, tensen_error *err)
{
	if (q->other)
		return rank_both(out, searcher, q, filter, side, want, err);
	return rank_one(out, searcher, q, filter, side, want, err);
}

tensen_status
rank_neighbours(candidates *out, tensen_searcher *searcher, const query *q,
    const filter_set *filter, uint32_t n, tensen_error *err)
{
	ranking r = {.s = searcher,
	    .a = q,
	    .f = filter,
	    .side = TENSEN_FUSED,
	    .out = out,
	    .depth = NEIGHBOUR_DEPTH * (uint64_t)n};
	tensen_status st;

	if (q->other)
		return rank_rows(out, searcher, q, filter, TENSEN_FUSED, n, err);
	st = rank_start(&r, err);
	return st == TENSEN_OK ? next_tier(&r, err) : st;
}
