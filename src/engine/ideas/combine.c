/* engine/ideas/combine.c - tensen_combine(): uses that need several patents together.
 *
 * Each patent is asked by itself; a document counts as much as the patent that is the least
 * probable to serve there, and the own family of one is the own family of all. */
#include <stdlib.h>
#include <string.h>
#include "engine/ideas/candidates.h"
#include "engine/ideas/ideas.h"
#include "engine/options.h"
#include "engine/query/idea_sources.h"
#include "result/lists/search_result.h"
#include "util/fail.h"

#define COMBINE_DEPTH 300 /* candidates of each patent */

/* One patent among those combined. */
typedef struct side {
	uint32_t row;
	query query;
	own_classes own;
	aspects aspects;
	met_documents found; /* its own list, then the list of all sides measured by this one */
	pair *pairs;         /* of all */
} side;

typedef struct combining {
	tensen_searcher *s;
	side side[TENSEN_COMBINE_MAX];
	size_t n;
	own_classes own; /* of any */
	uint32_t *rows;  /* that some side found, ascending */
	uint32_t n_rows;
} combining;

static tensen_status
find_sides(combining *c, const char *const *ids, tensen_error *err)
{
	for (size_t i = 0; i < c->n; i++) {
		tensen_status st = row_of_id(&c->side[i].row, c->s->ix, ids[i], err);
		if (st < 0)
			return st;
		for (size_t k = 0; k < i; k++)
			if (c->side[k].row == c->side[i].row)
				return tensen_fail(
				    err, TENSEN_E_ARG, "the same document twice: %s", ids[i]);
		c->own.fields |= c->s->ix->store->rows.mask[c->side[i].row];
	}
	return TENSEN_OK;
}

/* A document outside the classes of one patent may be inside those of another, so a filter by class
 * uses the classes of all. */
static tensen_status
add_all_classes(combining *c, side *x, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (size_t i = 0; i < c->n && st == TENSEN_OK; i++)
		if (&c->side[i] != x)
			st = add_classes(&x->query.doc, c->s, c->side[i].row, err);
	return st;
}

static tensen_status
ask_side(combining *c, side *x, const tensen_ideas_opts *o, tensen_error *err)
{
	tensen_status st;

	if ((st = query_of_stored_row(&x->query, c->s, x->row, err)) < 0 ||
	    (st = own_classes_of(&x->own, c->s, &x->query, err)) < 0 ||
	    (st = add_all_classes(c, x, err)) < 0 ||
	    (st = aspects_make(&x->aspects, c->s, &x->query, &x->own, &o->asking, err)) < 0)
		return st;
	return candidates_find(
	    &x->found, c->s, &x->query, &x->aspects, &o->filter, c->own.fields, COMBINE_DEPTH, err);
}

static int
ascending(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static int
is_combined(const combining *c, uint32_t row)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->side[i].row == row)
			return 1;
	return 0;
}

static tensen_status
unite_rows(combining *c, tensen_error *err)
{
	size_t room = 0;
	uint32_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		room += c->side[i].found.n;
	c->rows = arena_alloc(&c->s->mem, (room + 1) * sizeof *c->rows);
	if (!c->rows)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < c->n; i++)
		for (uint32_t k = 0; k < c->side[i].found.n; k++)
			if (!is_combined(c, c->side[i].found.v[k].row))
				c->rows[n++] = c->side[i].found.v[k].row;
	if (n)
		qsort(c->rows, n, sizeof *c->rows, ascending);
	for (uint32_t i = 0; i < n; i++)
		if (!c->n_rows || c->rows[c->n_rows - 1] != c->rows[i])
			c->rows[c->n_rows++] = c->rows[i];
	return TENSEN_OK;
}

/* Measure every row for one side; a row that it did not find gets a place behind its list. */
static tensen_status
measure_side(combining *c, side *x, tensen_error *err)
{
	met_documents all = {
	    arena_alloc(&c->s->mem, (c->n_rows + (size_t)1) * sizeof *all.v), c->n_rows};

	if (!all.v)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < c->n_rows; i++) {
		all.v[i] = met_document_of(c->rows[i], COMBINE_DEPTH, COMBINE_DEPTH);
		for (uint32_t k = 0; k < x->found.n; k++)
			if (x->found.v[k].row == c->rows[i])
				all.v[i] = x->found.v[k];
	}
	x->found = all;
	return pairs_measure(&x->pairs, c->s, &x->query, &x->aspects, &x->found, &x->own, err);
}

/* The aspects of all sides in one list; first[i]: the number of the first of side i. */
static tensen_status
join_aspects(aspects *out, uint32_t first[TENSEN_COMBINE_MAX], combining *c, tensen_error *err)
{
	uint32_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += c->side[i].aspects.n;
	out->v = arena_alloc(&c->s->mem, (n + (size_t)1) * sizeof *out->v);
	if (!out->v)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < c->n; i++) {
		first[i] = out->n;
		memcpy(
		    out->v + out->n, c->side[i].aspects.v, c->side[i].aspects.n * sizeof *out->v);
		out->n += c->side[i].aspects.n;
	}
	return TENSEN_OK;
}

/* The weakest side decides; the aspect that is shown is one of the strongest side that found
 * the row. */
static void
weigh_row(triage *t, combining *c, uint32_t i, const uint32_t *first)
{
	pair *weakest = &c->side[0].pairs[i];
	met_document *best = NULL;
	float family = 0;

	for (size_t k = 0; k < c->n; k++) {
		pair *p = &c->side[k].pairs[i];
		met_document *d = &c->side[k].found.v[i];
		family = p->family > family ? p->family : family;
		if (p->share < weakest->share)
			weakest = p;
		for (uint32_t m = 0; m < d->n_met; m++)
			d->met[m].aspect += first[k];
		if (d->n_met && (!best || d->key < best->key))
			best = d;
	}
	if (family >= FAMILY_FROM) {
		t->n_family++;
		return;
	}
	weakest->found = best;
	t->v[t->n++] = (triage_doc){weakest, triage_log_odds(weakest->share), TENSEN_NEW_USE, NULL};
}

static tensen_status
combine(ideas_result *r, combining *c, const tensen_ideas_opts *o, tensen_error *err)
{
	uint32_t first[TENSEN_COMBINE_MAX], at[TENSEN_COMBINE_MAX];
	triage t = {.own = c->own};
	tensen_status st = TENSEN_OK;

	for (size_t i = 0; i < c->n && st == TENSEN_OK; i++)
		st = ask_side(c, &c->side[i], o, err);
	if (st == TENSEN_OK)
		st = unite_rows(c, err);
	for (size_t i = 0; i < c->n && st == TENSEN_OK; i++) {
		st = measure_side(c, &c->side[i], err);
		at[i] = c->side[i].row;
	}
	t.v = arena_alloc(&c->s->mem, (c->n_rows + (size_t)1) * sizeof *t.v);
	if (st < 0 || !t.v)
		return st < 0 ? st : tensen_fail_nomem(err);
	if ((st = join_aspects(&t.aspects, first, c, err)) < 0 ||
	    (st = idea_sources_of_rows(r, c->s, at, c->n, err)) < 0)
		return st;
	for (uint32_t i = 0; i < c->n_rows; i++)
		weigh_row(&t, c, i, first);
	triage_sort(&t);
	triage_order(&t, o->boldness);
	return ideas_from(r, &t, c->s, o, span_of(r->title), err);
}

/* Fill the facts of the result that do not depend on ideas. */
static void
begin(ideas_result *r, const combining *c, const char *const *ids)
{
	const tensen_searcher *s = c->s;
	buf id = BUF_INIT, title = BUF_INIT;

	for (size_t i = 0; i < c->n; i++) {
		buf_printf(&id, "%s%s", i ? " + " : "", ids[i]);
		buf_str(&title, i ? " + " : "");
		buf_span(&title, rows_title(&s->ix->store->rows, c->side[i].row));
	}
	r->id = result_text(&r->base, &id);
	r->title = result_text(&r->base, &title);
	r->functions = "";
	r->words.known = 1;
	r->query_fields = c->own.fields;
	for (int l = 0; l < 2; l++)
		r->own_fields[l] =
		    field_list(&r->base, s->ix->fields, c->own.fields, (tensen_lang)l);
	engine_sign(&r->base, s->ix);
}

tensen_status
tensen_combine(tensen_searcher *s, const char *const *ids, size_t n_ids,
    const tensen_ideas_opts *opts, tensen_result **out, tensen_error *err)
{
	combining *c;
	ideas_result *r;
	tensen_ideas_opts o;
	tensen_status st;

	*out = NULL;
	if ((st = ideas_options(&o, opts, err)) < 0)
		return st;
	if (n_ids < 2 || n_ids > TENSEN_COMBINE_MAX)
		return tensen_fail(err, TENSEN_E_ARG, "%zu documents to combine, expected 2 to %d",
		    n_ids, TENSEN_COMBINE_MAX);
	arena_reset(&s->mem);
	c = arena_calloc(&s->mem, sizeof *c);
	r = combine_result_new();
	st = c && r ? TENSEN_OK : tensen_fail_nomem(err);
	if (st == TENSEN_OK) {
		c->s = s;
		c->n = n_ids;
		st = find_sides(c, ids, err);
	}
	if (st == TENSEN_OK) {
		begin(r, c, ids);
		st = combine(r, c, &o, err);
	}
	return result_end(r ? &r->base : NULL, st, out, err);
}
