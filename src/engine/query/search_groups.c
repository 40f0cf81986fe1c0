/* engine/query/search_groups.c - see search_groups.h. */
#include "engine/base/query.h"
#include <tensen/messages.h>
#include "engine/query/search_groups.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "engine/query/lexical.h"
#include "index/postings/postings_top.h"
#include "util/fail.h"
#include "util/threads/sort.h"

/* ---- every document's scores ---- */

typedef struct row_scores {
	tensen_side side;
	float *dense, *lexical; /* [rows] */
} row_scores;

static tensen_status
score_rows(row_scores *scores, tensen_searcher *searcher, const query *q, tensen_side side,
    tensen_error *err)
{
	const store *ix = searcher->ix->store;
	size_t bytes = (ix->rows.n + (size_t)1) * sizeof(float);
	lex_query words = {.n_terms = 0};
	searcher_vectors topic;
	tensen_status st = lexical_words(&words, searcher, q, side, err);

	*scores = (row_scores){
	    side, arena_alloc(&searcher->mem, bytes), arena_alloc(&searcher->mem, bytes)};
	if (st == TENSEN_OK && (!scores->dense || !scores->lexical))
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK)
		st = searcher_view(&topic, searcher, VIEW_TOPIC, err);
	if (st == TENSEN_OK)
		st = vecset_score_all(topic.v, topic.scratch, q->topic, scores->dense, err);
	if (st == TENSEN_OK)
		st = postings_score_all(
		    ix->lexical, searcher->lexical, &words, scores->lexical, err);
	return st;
}

/* 1 if the row is on a list that the side ranks (rank.h). */
static int
is_found(const row_scores *scores, uint32_t row)
{
	return (scores->side <= TENSEN_DENSE && scores->dense[row] != VECSET_NOTHING) ||
	       (scores->side != TENSEN_DENSE && scores->lexical[row] > 0);
}

static candidate
candidate_of(const row_scores *scores, uint32_t row)
{
	candidate c = {{row, 0}, scores->dense[row], scores->lexical[row]};

	if (c.dense == VECSET_NOTHING)
		c.dense = 0;
	c.hit.score = rank_score(scores->side, c.dense, c.lexical);
	return c;
}

/* ---- which groups a document is in ---- */

typedef struct grouping {
	const rows *r;
	tensen_per per;
	uint32_t n;
	strtab classes;     /* unless by field */
	uint32_t *class_of; /* of a main group; STRTAB_NONE: it has none */
	uint32_t *seen;     /* [n] the last row that had it: a row has main groups of one class */
	uint32_t *of;       /* [n] groups of the current row */
} grouping;

static tensen_status
find_classes(grouping *groups, tensen_searcher *searcher, tensen_error *err)
{
	const size_t letters = groups->per == TENSEN_PER_IPC3 ? 3 : 4;

	groups->class_of = arena_alloc(
	    &searcher->mem, (groups->r->n_groups + (size_t)1) * sizeof *groups->class_of);
	if (!groups->class_of)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < groups->r->n_groups; i++) {
		span name = rows_group_name(groups->r, i);

		groups->class_of[i] = STRTAB_NONE;
		if (name.n < letters)
			continue;
		groups->class_of[i] = strtab_add(&groups->classes, (span){name.p, letters});
		if (groups->class_of[i] == STRTAB_NONE)
			return tensen_fail_nomem(err);
	}
	groups->n = groups->classes.n;
	return TENSEN_OK;
}

static tensen_status
grouping_make(grouping *groups, tensen_searcher *searcher, tensen_per per, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	*groups = (grouping){.r = &searcher->ix->store->rows, .per = per, .n = N_FIELDS};
	strtab_init(&groups->classes);
	if (per != TENSEN_PER_WIPO35 && (st = find_classes(groups, searcher, err)) < 0)
		return st;
	groups->seen = arena_alloc(&searcher->mem, (groups->n + (size_t)1) * sizeof *groups->seen);
	groups->of = arena_alloc(&searcher->mem, (groups->n + (size_t)1) * sizeof *groups->of);
	if (!groups->seen || !groups->of)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < groups->n; i++)
		groups->seen[i] = ROW_NONE;
	return TENSEN_OK;
}

/* The row's groups to groups->of, each once; returns how many. */
static uint32_t
groups_of(grouping *groups, uint32_t row)
{
	uint32_t n = 0, many;
	const uint32_t *v;

	if (groups->per == TENSEN_PER_WIPO35) {
		for (uint64_t m = groups->r->mask[row]; m; m &= m - 1)
			groups->of[n++] = (uint32_t)__builtin_ctzll(m);
		return n;
	}
	v = rows_groups(groups->r, row, &many);
	for (uint32_t i = 0; i < many; i++) {
		uint32_t c = groups->class_of[v[i]];

		if (c == STRTAB_NONE || groups->seen[c] == row)
			continue;
		groups->seen[c] = row;
		groups->of[n++] = c;
	}
	return n;
}

/* ---- the best of each ---- */

typedef struct group {
	uint32_t number;
	uint64_t documents; /* that pass the filter */
	lex_top top;        /* of room for the documents met so far, up to k */
} group;

/* A float as an integer of the same order; -0 is 0. */
static uint32_t
search_ordered(float x)
{
	uint32_t u;

	x += 0.0f;
	memcpy(&u, &x, sizeof u);
	return u >> 31 ? ~u : u | 0x80000000u;
}

#define FIRST_ROOM 4 /* hits of a heap at first; it doubles */

/* k may be a million where a group has one document: heaps grow. */
static tensen_status
make_room(lex_top *top, uint32_t k, arena *mem, tensen_error *err)
{
	uint32_t room = top->k > k / 2 ? k : top->k ? 2 * top->k : k < FIRST_ROOM ? k : FIRST_ROOM;
	uint64_t *keys;

	if (top->n < top->k || top->k == k)
		return TENSEN_OK;
	if (!(keys = arena_alloc(mem, room * sizeof *keys)))
		return tensen_fail_nomem(err);
	if (top->n)
		memcpy(keys, top->keys, top->n * sizeof *keys);
	*top = (lex_top){keys, top->n, room};
	return TENSEN_OK;
}

static tensen_status
search_fill(group *grp, grouping *groups, const filter_set *filter, const row_scores *scores,
    uint32_t k, arena *mem, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (uint32_t row = 0; row < groups->r->n && st == TENSEN_OK; row++) {
		int found = is_found(scores, row);
		uint32_t score;

		if (!filter_allows(filter, groups->r, row))
			continue;
		score = found ? search_ordered(candidate_of(scores, row).hit.score) : 0;
		for (uint32_t n = groups_of(groups, row); n > 0 && st == TENSEN_OK; n--) {
			group *to = &grp[groups->of[n - 1]];
			to->documents++;
			if (found && (st = make_room(&to->top, k, mem, err)) == TENSEN_OK)
				lex_top_offer(&to->top, row, score);
		}
	}
	return st;
}

static int
greater_key(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return ORDER(y, x);
}

/* By the best hit; of groups with the same one by number, those without one last. */
static int
better_group(const void *a, const void *b)
{
	const group *x = a, *y = b;

	if (!x->top.n || !y->top.n)
		return (x->top.n == 0) - (y->top.n == 0);
	if (x->top.keys[0] != y->top.keys[0])
		return greater_key(x->top.keys, y->top.keys);
	return ORDER(x->number, y->number);
}

/* ---- the groups as an answer ---- */

static void
name_group(tensen_hit_group *out, search_result *result, const grouping *groups, uint32_t number,
    const fields *names)
{
	char symbol[8];
	const subclass_info *subclass;

	for (int l = 0; l < 2; l++)
		out->name[l] = "";
	if (groups->per == TENSEN_PER_WIPO35) {
		out->symbol = result_copy(&result->base,
		    (span){symbol, (size_t)snprintf(symbol, sizeof symbol, "%u", number + 1)});
		for (int l = 0; l < 2; l++)
			out->name[l] = result_copy(
			    &result->base, fields_info(names, number + 1)->short_name[l]);
		return;
	}
	out->symbol = result_copy(&result->base, strtab_get(&groups->classes, number));
	if ((subclass = fields_subclass(names, out->symbol)))
		for (int l = 0; l < 2; l++)
			out->name[l] = result_copy(&result->base, subclass->name[l]);
}

static tensen_status
fill_groups(search_result *result, candidates *out, tensen_searcher *searcher, const grouping *grp,
    const group *of, uint32_t wanted, const row_scores *scores, tensen_error *err)
{
	size_t all = 0, n, hits = 0;
	tensen_hit_group *filled;

	while (all < grp->n && of[all].top.n)
		all++;
	n = wanted && wanted < all ? wanted : all;
	for (size_t i = 0; i < n; i++)
		hits += of[i].top.n;
	if (hits > UINT32_MAX)
		return tensen_fail(err, TENSEN_E_ARG, SAY_HITS_IN_GROUPS, hits);
	filled = arena_calloc(&result->base.mem, (n + 1) * sizeof *filled);
	*out = (candidates){.v = arena_alloc(&searcher->mem, (hits + 1) * sizeof *out->v)};
	if (!filled || !out->v)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < n; i++) {
		name_group(&filled[i], result, grp, of[i].number, searcher->ix->fields);
		filled[i].documents = of[i].documents;
		filled[i].n = of[i].top.n;
		for (uint32_t j = 0; j < of[i].top.n; j++)
			out->v[out->n++] =
			    candidate_of(scores, UINT32_MAX - (uint32_t)of[i].top.keys[j]);
	}
	result->groups = filled;
	result->n_groups = n;
	result->all_groups = all;
	return TENSEN_OK;
}

static tensen_status
best_of_each(search_result *result, candidates *out, tensen_searcher *searcher, grouping *groups,
    const filter_set *filter, uint32_t wanted, const row_scores *scores, uint32_t k,
    tensen_error *err)
{
	group *v = arena_calloc(&searcher->mem, (groups->n + (size_t)1) * sizeof *v);
	tensen_status st = v ? search_fill(v, groups, filter, scores, k, &searcher->mem, err)
			     : tensen_fail_nomem(err);

	if (st < 0)
		return st;
	for (uint32_t i = 0; i < groups->n; i++) {
		v[i].number = i;
		if (v[i].top.n)
			qsort(v[i].top.keys, v[i].top.n, sizeof *v[i].top.keys, greater_key);
	}
	if (groups->n)
		qsort(v, groups->n, sizeof *v, better_group);
	return fill_groups(result, out, searcher, groups, v, wanted, scores, err);
}

tensen_status
search_groups(search_result *result, candidates *out, tensen_searcher *searcher, const query *q,
    const filter_set *filter, const tensen_search_opts *opts, uint32_t k, tensen_error *err)
{
	row_scores x;
	grouping g;
	tensen_status st = score_rows(&x, searcher, q, (tensen_side)opts->side, err);

	if (st < 0)
		return st;
	st = grouping_make(&g, searcher, opts->per, err);
	if (st == TENSEN_OK)
		st = best_of_each(result, out, searcher, &g, filter, opts->groups, &x, k, err);
	strtab_clear(&g.classes);
	return st;
}
