/* engine/query/search_groups.c - see search_groups.h. */
#include "engine/base/query.h"
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
score_rows(row_scores *x, tensen_searcher *s, const query *a, tensen_side side, tensen_error *err)
{
	const store *ix = s->ix->store;
	size_t bytes = (ix->rows.n + (size_t)1) * sizeof(float);
	lex_query words = {.n_terms = 0};
	tensen_status st = lexical_words(&words, s, a, side, err);

	*x = (row_scores){side, arena_alloc(&s->mem, bytes), arena_alloc(&s->mem, bytes)};
	if (st == TENSEN_OK && (!x->dense || !x->lexical))
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK)
		st = vecset_score_all(
		    ix->views[VIEW_TOPIC], s->vectors[VIEW_TOPIC], a->topic, x->dense, err);
	if (st == TENSEN_OK)
		st = postings_score_all(ix->lexical, s->lexical, &words, x->lexical, err);
	return st;
}

/* 1 if the row is on a list that the side ranks (rank.h). */
static int
is_found(const row_scores *x, uint32_t row)
{
	return (x->side <= TENSEN_DENSE && x->dense[row] != VECSET_NOTHING) ||
	       (x->side != TENSEN_DENSE && x->lexical[row] > 0);
}

static candidate
candidate_of(const row_scores *x, uint32_t row)
{
	candidate c = {{row, 0}, x->dense[row], x->lexical[row]};

	if (c.dense == VECSET_NOTHING)
		c.dense = 0;
	c.hit.score = rank_score(x->side, c.dense, c.lexical);
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
find_classes(grouping *g, tensen_searcher *s, tensen_error *err)
{
	const size_t letters = g->per == TENSEN_PER_IPC3 ? 3 : 4;

	g->class_of = arena_alloc(&s->mem, (g->r->n_groups + (size_t)1) * sizeof *g->class_of);
	if (!g->class_of)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < g->r->n_groups; i++) {
		span name = rows_group_name(g->r, i);

		g->class_of[i] = STRTAB_NONE;
		if (name.n < letters)
			continue;
		g->class_of[i] = strtab_add(&g->classes, (span){name.p, letters});
		if (g->class_of[i] == STRTAB_NONE)
			return tensen_fail_nomem(err);
	}
	g->n = g->classes.n;
	return TENSEN_OK;
}

static tensen_status
grouping_make(grouping *g, tensen_searcher *s, tensen_per per, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	*g = (grouping){.r = &s->ix->store->rows, .per = per, .n = N_FIELDS};
	strtab_init(&g->classes);
	if (per != TENSEN_PER_WIPO35 && (st = find_classes(g, s, err)) < 0)
		return st;
	g->seen = arena_alloc(&s->mem, (g->n + (size_t)1) * sizeof *g->seen);
	g->of = arena_alloc(&s->mem, (g->n + (size_t)1) * sizeof *g->of);
	if (!g->seen || !g->of)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < g->n; i++)
		g->seen[i] = ROW_NONE;
	return TENSEN_OK;
}

/* The row's groups to g->of, each once; returns how many. */
static uint32_t
groups_of(grouping *g, uint32_t row)
{
	uint32_t n = 0, many;
	const uint32_t *v;

	if (g->per == TENSEN_PER_WIPO35) {
		for (uint64_t m = g->r->mask[row]; m; m &= m - 1)
			g->of[n++] = (uint32_t)__builtin_ctzll(m);
		return n;
	}
	v = rows_groups(g->r, row, &many);
	for (uint32_t i = 0; i < many; i++) {
		uint32_t c = g->class_of[v[i]];

		if (c == STRTAB_NONE || g->seen[c] == row)
			continue;
		g->seen[c] = row;
		g->of[n++] = c;
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
ordered(float x)
{
	uint32_t u;

	x += 0.0f;
	memcpy(&u, &x, sizeof u);
	return u >> 31 ? ~u : u | 0x80000000u;
}

#define FIRST_ROOM 4 /* hits of a heap at first; it doubles */

/* k may be a million where a group has one document: heaps grow. */
static tensen_status
make_room(lex_top *t, uint32_t k, arena *mem, tensen_error *err)
{
	uint32_t room = t->k > k / 2 ? k : t->k ? 2 * t->k : k < FIRST_ROOM ? k : FIRST_ROOM;
	uint64_t *keys;

	if (t->n < t->k || t->k == k)
		return TENSEN_OK;
	if (!(keys = arena_alloc(mem, room * sizeof *keys)))
		return tensen_fail_nomem(err);
	if (t->n)
		memcpy(keys, t->keys, t->n * sizeof *keys);
	*t = (lex_top){keys, t->n, room};
	return TENSEN_OK;
}

static tensen_status
fill(group *v, grouping *g, const filter_set *f, const row_scores *x, uint32_t k, arena *mem,
    tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (uint32_t row = 0; row < g->r->n && st == TENSEN_OK; row++) {
		int found = is_found(x, row);
		uint32_t score;

		if (!filter_allows(f, g->r, row))
			continue;
		score = found ? ordered(candidate_of(x, row).hit.score) : 0;
		for (uint32_t n = groups_of(g, row); n > 0 && st == TENSEN_OK; n--) {
			group *to = &v[g->of[n - 1]];
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
name_group(hit_group *out, search_result *r, const grouping *g, uint32_t number, const fields *f)
{
	char symbol[8];
	const subclass_info *subclass;

	for (int l = 0; l < 2; l++)
		out->name[l] = "";
	if (g->per == TENSEN_PER_WIPO35) {
		out->symbol = result_copy(&r->base,
		    (span){symbol, (size_t)snprintf(symbol, sizeof symbol, "%u", number + 1)});
		for (int l = 0; l < 2; l++)
			out->name[l] = result_copy(&r->base, fields_info(f, number + 1)->name[l]);
		return;
	}
	out->symbol = result_copy(&r->base, strtab_get(&g->classes, number));
	if ((subclass = fields_subclass(f, out->symbol)))
		for (int l = 0; l < 2; l++)
			out->name[l] = result_copy(&r->base, subclass->name[l]);
}

static tensen_status
fill_groups(search_result *r, candidates *out, tensen_searcher *s, const grouping *g,
    const group *v, uint32_t wanted, const row_scores *x, tensen_error *err)
{
	size_t all = 0, n, hits = 0;
	hit_group *filled;

	while (all < g->n && v[all].top.n)
		all++;
	n = wanted && wanted < all ? wanted : all;
	for (size_t i = 0; i < n; i++)
		hits += v[i].top.n;
	if (hits > UINT32_MAX)
		return tensen_fail(err, TENSEN_E_ARG, "%zu hits in groups", hits);
	filled = arena_calloc(&r->base.mem, (n + 1) * sizeof *filled);
	*out = (candidates){.v = arena_alloc(&s->mem, (hits + 1) * sizeof *out->v)};
	if (!filled || !out->v)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < n; i++) {
		name_group(&filled[i], r, g, v[i].number, s->ix->fields);
		filled[i].documents = v[i].documents;
		filled[i].first = out->n;
		filled[i].n = v[i].top.n;
		for (uint32_t j = 0; j < v[i].top.n; j++)
			out->v[out->n++] = candidate_of(x, UINT32_MAX - (uint32_t)v[i].top.keys[j]);
	}
	r->groups = filled;
	r->n_groups = n;
	r->all_groups = all;
	return TENSEN_OK;
}

static tensen_status
best_of_each(search_result *r, candidates *out, tensen_searcher *s, grouping *g,
    const filter_set *f, uint32_t wanted, const row_scores *x, uint32_t k, tensen_error *err)
{
	group *v = arena_calloc(&s->mem, (g->n + (size_t)1) * sizeof *v);
	tensen_status st = v ? fill(v, g, f, x, k, &s->mem, err) : tensen_fail_nomem(err);

	if (st < 0)
		return st;
	for (uint32_t i = 0; i < g->n; i++) {
		v[i].number = i;
		if (v[i].top.n)
			qsort(v[i].top.keys, v[i].top.n, sizeof *v[i].top.keys, greater_key);
	}
	if (g->n)
		qsort(v, g->n, sizeof *v, better_group);
	return fill_groups(r, out, s, g, v, wanted, x, err);
}

tensen_status
search_groups(search_result *r, candidates *out, tensen_searcher *s, const query *a,
    const filter_set *f, const tensen_search_opts *o, uint32_t k, tensen_error *err)
{
	row_scores x;
	grouping g;
	tensen_status st = score_rows(&x, s, a, (tensen_side)o->side, err);

	if (st < 0)
		return st;
	st = grouping_make(&g, s, o->per, err);
	if (st == TENSEN_OK)
		st = best_of_each(r, out, s, &g, f, o->groups, &x, k, err);
	strtab_clear(&g.classes);
	return st;
}
