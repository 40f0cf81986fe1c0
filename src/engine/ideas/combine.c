/* engine/ideas/combine.c - tensen_combine(): uses that need several patents together.
 *
 * Each patent is asked by itself.  A document that all of them found stands at the place that the
 * weakest of them gives it; one that a patent did not find stands behind that patent's list.  The
 * own family of one is the own family of all. */
#include <stdlib.h>
#include <string.h>
#include "engine/query/understand.h"
#include "engine/ideas/ideas.h"
#include "engine/base/options.h"
#include "engine/query/idea_sources.h"
#include "result/lists/search_result.h"
#include "util/fail.h"

/* One patent among those combined. */
typedef struct side {
	uint32_t row;
	query query;
	own_classes own;
	family family;
	aspects aspects;
	listed_docs found;
} side;

typedef struct combining {
	tensen_searcher *s;
	side side[TENSEN_COMBINE_MAX];
	size_t n;
	own_classes own; /* of any */
} combining;

/* A document with the place that each side gives it. */
typedef struct shared_doc {
	uint32_t row, side, at; /* of the side that found it best */
	uint32_t best, worst;
} shared_doc;

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
	    (st = family_of(&x->family, c->s, &x->query, err)) < 0 ||
	    (st = add_all_classes(c, x, err)) < 0 ||
	    (st = aspects_make(&x->aspects, c->s, &x->query, &o->asking, err)) < 0)
		return st;
	return lists_make(
	    &x->found, c->s, &x->aspects, &x->family, &o->filter, c->own.fields, 0, err);
}

static int
by_row_then_side(const void *a, const void *b)
{
	const shared_doc *x = a, *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return (x->side > y->side) - (x->side < y->side);
}

static int
by_place(const void *a, const void *b)
{
	const shared_doc *x = a, *y = b;

	if (x->worst != y->worst)
		return x->worst < y->worst ? -1 : 1;
	if (x->best != y->best)
		return x->best < y->best ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static int
is_combined(const combining *c, uint32_t row)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->side[i].row == row)
			return 1;
	return 0;
}

/* What any side found, each document once, in the order of the weakest side. */
static tensen_status
unite(shared_doc **out, uint32_t *n, combining *c, tensen_error *err)
{
	size_t room = 0;
	uint32_t longest = 0, k = 0;
	shared_doc *v;

	for (size_t i = 0; i < c->n; i++) {
		room += c->side[i].found.n;
		longest = c->side[i].found.n > longest ? c->side[i].found.n : longest;
	}
	if (!(v = *out = arena_alloc(&c->s->mem, (room + 1) * sizeof *v)))
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < c->n; i++)
		for (uint32_t at = 0; at < c->side[i].found.n; at++)
			if (!is_combined(c, c->side[i].found.v[at].row))
				v[k++] = (shared_doc){c->side[i].found.v[at].row, i, at, at, at};
	if (k)
		qsort(v, k, sizeof *v, by_row_then_side);
	*n = 0;
	for (uint32_t from = 0, to; from < k; from = to) {
		shared_doc d = v[from];
		for (to = from + 1; to < k && v[to].row == d.row; to++) {
			d.worst = v[to].at > d.worst ? v[to].at : d.worst;
			if (v[to].at < d.best) {
				d.best = d.at = v[to].at;
				d.side = v[to].side;
			}
		}
		if (to - from < c->n)
			d.worst = longest;
		v[(*n)++] = d;
	}
	if (*n)
		qsort(v, *n, sizeof *v, by_place);
	return TENSEN_OK;
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

/* Leave out what is the family of any side, and give each document its aspect. */
static tensen_status
take_strangers(listed_docs *out, combining *c, const shared_doc *v, uint32_t n,
    const uint32_t first[TENSEN_COMBINE_MAX], tensen_error *err)
{
	uint32_t *ids = arena_alloc(&c->s->mem, (n + (size_t)1) * sizeof *ids);
	uint8_t *is = arena_calloc(&c->s->mem, n + (size_t)1);

	*out = (listed_docs){.v = arena_alloc(&c->s->mem, (n + (size_t)1) * sizeof *out->v)};
	if (!ids || !is || !out->v)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++)
		ids[i] = v[i].row;
	for (size_t i = 0; i < c->n; i++) {
		tensen_status st = family_mark(is, &c->side[i].family, c->s, ids, n, err);
		if (st < 0)
			return st;
		out->n_family += c->side[i].found.n_family;
	}
	for (uint32_t i = 0; i < n; i++) {
		const side *x = &c->side[v[i].side];
		if (is[i])
			continue;
		out->v[out->n++] = (listed){
		    .row = v[i].row, .aspect = first[v[i].side] + x->found.v[v[i].at].aspect};
	}
	return TENSEN_OK;
}

static tensen_status
combine(ideas_result *r, combining *c, const tensen_ideas_opts *o, tensen_error *err)
{
	uint32_t first[TENSEN_COMBINE_MAX], at[TENSEN_COMBINE_MAX], n = 0;
	const query nobody = {.row = ROW_NONE};
	triage t = {.own = c->own};
	shared_doc *v = NULL;
	listed_docs l;
	tensen_status st = TENSEN_OK;

	for (size_t i = 0; i < c->n && st == TENSEN_OK; i++) {
		st = ask_side(c, &c->side[i], o, err);
		at[i] = c->side[i].row;
	}
	if (st < 0 || (st = unite(&v, &n, c, err)) < 0 ||
	    (st = join_aspects(&t.aspects, first, c, err)) < 0 ||
	    (st = take_strangers(&l, c, v, n, first, err)) < 0 ||
	    (st = idea_sources_of_rows(r, c->s, at, c->n, err)) < 0 ||
	    (st = triage_judged(&t, c->s, &o->asking, err)) < 0 ||
	    (st = triage_fill(&t, c->s, &l, err)) < 0)
		return st;
	return ideas_from(r, &t, c->s, &nobody, o, err);
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
