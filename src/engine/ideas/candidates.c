/* engine/ideas/candidates.c - see candidates.h. */
#include "engine/ideas/candidates.h"
#include <math.h>
#include <stdlib.h>
#include "engine/ideas/area.h"
#include "engine/query/rank.h"
#include "util/fail.h"

/* Documents taken of one aspect.  The first tier of engine/query/rank.h holds as many of each
 * side; with more, half of the aspects needed the second tier, which is eight times as deep,
 * and no figure on graded pairs changed. */
#define ASPECT_DEPTH 200
#define SCENE_DEPTH 50 /* a scene is a guess from the class: only its best count */

typedef struct finding {
	uint32_t row;
	float key;
	meeting met;
} finding;

typedef struct findings {
	finding *v;
	uint32_t n;
} findings;

static int
row_then_key(const void *a, const void *b)
{
	const finding *x = a, *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	if (x->key < y->key || x->key > y->key)
		return x->key < y->key ? -1 : 1;
	return (x->met.aspect > y->met.aspect) - (x->met.aspect < y->met.aspect);
}

static int
key_order(const void *a, const void *b)
{
	const found_doc *x = a, *y = b;

	if (x->key < y->key || x->key > y->key)
		return x->key < y->key ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static int
row_order(const void *a, const void *b)
{
	const found_doc *x = a, *y = b;

	return (x->row > y->row) - (x->row < y->row);
}

/* What the rows that aspects are asked among have in common, made once. */
typedef struct scopes {
	filter_set all, outside, areas;
	int has_areas;
} scopes;

static tensen_status
make_scopes(scopes *out, tensen_searcher *s, const asked *a, const aspects *x,
    const tensen_filter *filter, uint64_t own, tensen_error *err)
{
	const rows *r = &s->ix->store->rows;
	tensen_filter f = *filter;
	tensen_status st = filter_rows(&out->all, s, a, own, &f, err);

	if (f.out_of_field == TENSEN_ANY_FIELD)
		f.out_of_field = TENSEN_OUT_IPC4;
	if (st == TENSEN_OK)
		st = filter_rows(&out->outside, s, a, own, &f, err);
	out->areas = out->outside;
	out->has_areas = x->areas.n > 0;
	if (st == TENSEN_OK && out->has_areas)
		st = area_rows(&out->areas.allow, s, &x->areas, err);
	for (uint32_t i = 0; st == TENSEN_OK && out->has_areas && i < r->n / 64 + 1; i++)
		if (out->outside.allow)
			out->areas.allow[i] &= out->outside.allow[i];
	if (st == TENSEN_OK && out->has_areas && a->row != ROW_NONE)
		out->areas.allow[a->row / 64] &= ~((uint64_t)1 << (a->row % 64));
	return st;
}

static tensen_status
ask_aspect(findings *to, tensen_searcher *s, const aspects *all, uint32_t i,
    const filter_set *allowed, uint32_t depth, tensen_error *err)
{
	const aspect *x = &all->v[i];
	candidates c;
	tensen_status st;

	if (x->query.n_terms == 0)
		return TENSEN_OK;
	if (x->kind == TENSEN_ASPECT_SCENE && depth > SCENE_DEPTH)
		depth = SCENE_DEPTH;
	if (x->kind == TENSEN_ASPECT_SCENE)
		st = rank_words(&c, s, &x->query, allowed, depth, err);
	else
		st = rank_rows(&c, s, &x->query, allowed, x->side, depth, err);
	for (uint32_t k = 0; st == TENSEN_OK && k < c.n && k < depth; k++) {
		if (c.v[k].score <= 0)
			break;
		to->v[to->n++] = (finding){c.v[k].row, (float)(k + 1) / x->weight,
		    {i, k, c.v[k].score, c.v[k].lexical, c.v[k].dense}};
	}
	return st;
}

/* The findings of one row become one document, its best meeting first. */
static void
unite(found_docs *out, findings *f, const aspects *x)
{
	if (f->n)
		qsort(f->v, f->n, sizeof *f->v, row_then_key);
	out->n = 0;
	for (uint32_t i = 0; i < f->n; i++) {
		found_doc *d = out->n ? &out->v[out->n - 1] : NULL;
		if (!d || d->row != f->v[i].row) {
			d = &out->v[out->n++];
			*d = (found_doc){.row = f->v[i].row,
			    .key = f->v[i].key,
			    .place = INFINITY,
			    .scene = INFINITY,
			    .plain = INFINITY};
		}
		if (x->v[f->v[i].met.aspect].kind == TENSEN_ASPECT_SCENE)
			d->scene = fminf(d->scene, (float)f->v[i].met.place);
		else if (x->v[f->v[i].met.aspect].side == TENSEN_LEXICAL_BM25)
			d->plain = (float)f->v[i].met.place;
		else
			d->place = fminf(d->place, f->v[i].key);
		if (d->n_met < MEETINGS_MAX)
			d->met[d->n_met++] = f->v[i].met;
	}
	if (out->n)
		qsort(out->v, out->n, sizeof *out->v, key_order);
}

/* The first of those with one title; divisions and republications say the same again. */
static void
keep_titles_once(found_docs *d, const rows *r, uint32_t want)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < d->n && n < want; i++) {
		span title = rows_title(r, d->v[i].row);
		uint64_t mask = r->mask[d->v[i].row];
		uint32_t k = 0;
		while (k < n && !(r->mask[d->v[k].row] == mask && title.n &&
				    span_eq(title, rows_title(r, d->v[k].row))))
			k++;
		if (k == n)
			d->v[n++] = d->v[i];
	}
	d->n = n;
}

tensen_status
candidates_find(found_docs *out, tensen_searcher *s, const asked *a, const aspects *x,
    const tensen_filter *filter, uint64_t own, uint32_t want, tensen_error *err)
{
	uint32_t n_rows = s->ix->store->rows.n;
	uint32_t most = want < ASPECT_DEPTH ? want : ASPECT_DEPTH;
	uint32_t depth = most < n_rows ? most : n_rows;
	size_t room = (size_t)x->n * depth + 1;
	findings f = {arena_alloc(&s->mem, room * sizeof *f.v), 0};
	scopes c;
	tensen_status st = make_scopes(&c, s, a, x, filter, own, err);

	out->v = arena_alloc(&s->mem, room * sizeof *out->v);
	out->n = 0;
	if (st < 0)
		return st;
	if (!f.v || !out->v)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < x->n && st == TENSEN_OK; i++)
		st = ask_aspect(&f, s, x, i,
		    x->v[i].areas     ? &c.areas
		    : x->v[i].outside ? &c.outside
				      : &c.all,
		    depth, err);
	if (st < 0)
		return st;
	unite(out, &f, x);
	keep_titles_once(out, &s->ix->store->rows, want);
	if (out->n)
		qsort(out->v, out->n, sizeof *out->v, row_order);
	return TENSEN_OK;
}
