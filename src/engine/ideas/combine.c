/* engine/ideas/combine.c - tensen_combine(): what could patents do together?
 *
 * For every field that none of them is in: the documents near to the problem of any
 * are weighed by the weakest of their problem cosines.  A document that complains of
 * all the troubles at once is a need that calls for all. */
#include <math.h>
#include <stdlib.h>
#include "engine/options.h"
#include "engine/ideas/combine.h"
#include "engine/query/filter.h"
#include "engine/query/source.h"
#include "result/ideas/ideas_result.h"
#include "result/lists/search_result.h"
#include "util/fail.h"

#define IDEAS_DEFAULT 8
#define EVIDENCE_DEFAULT 3

static void
side_clear(side *x)
{
	free(x->problem);
	free(x->docs);
}

static tensen_status
ask_side(side *out, tensen_searcher *s, const char *id, uint64_t known, const tensen_filter *filter,
    tensen_error *err)
{
	uint32_t dims = s->ix->store->meta.dims;
	filter_set allowed;
	asked a;
	probe p;
	tensen_status st = asked_query(&a, s, &(tensen_query){.id = id}, err);

	if (st < 0 || (st = filter_rows(&allowed, s, &a, known, filter, err)) < 0 ||
	    (st = probe_query(&p, s, &a, known, a.mask, &allowed, err)) < 0)
		return st;
	out->problem = malloc(dims * sizeof *out->problem);
	out->silent = a.norm[VIEW_PROBLEM] <= 0;
	if (!out->problem)
		return tensen_fail_nomem(err);
	memcpy(out->problem, a.view[VIEW_PROBLEM], dims * sizeof *out->problem);
	out->docs = malloc(N_FIELDS * NEED_MAX * sizeof *out->docs);
	if (!out->docs)
		return tensen_fail_nomem(err);
	memcpy(out->docs, p.needs.docs, N_FIELDS * NEED_MAX * sizeof *out->docs);
	memcpy(out->n, p.needs.n, sizeof out->n);
	return TENSEN_OK;
}

static uint32_t
pool_of(const parts *p, unsigned f, uint32_t *rows_out)
{
	uint32_t n = 0;

	for (size_t k = 0; k < p->n; k++)
		for (uint32_t i = 0; i < p->side[k].n[f - 1]; i++) {
			uint32_t row = p->side[k].docs[(f - 1) * NEED_MAX + i].row, j = 0;
			while (j < n && rows_out[j] != row)
				j++;
			if (j == n)
				rows_out[n++] = row;
		}
	return n;
}

static int
need_order(const void *p, const void *q)
{
	const need_of_all *x = p, *y = q;

	if (x->weakest != y->weakest)
		return x->weakest > y->weakest ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static tensen_status
weigh(chance *c, tensen_searcher *s, const parts *p, unsigned f, const filter_set *allowed,
    tensen_error *err)
{
	const vecset *v = s->ix->store->views[VIEW_PROBLEM];
	uint32_t ids[COMBINE_POOL], n = pool_of(p, f, ids);
	float weakest[COMBINE_POOL], one[COMBINE_POOL] = {0};

	c->field = f;
	c->n = 0;
	for (uint32_t i = 0; i < n; i++)
		weakest[i] = INFINITY;
	for (size_t k = 0; k < p->n; k++) {
		tensen_status st =
		    vecset_score(v, s->vectors[VIEW_PROBLEM], p->side[k].problem, ids, n, one, err);
		if (st < 0)
			return st;
		for (uint32_t i = 0; i < n; i++)
			weakest[i] = one[i] < weakest[i] ? one[i] : weakest[i];
	}
	for (uint32_t i = 0; i < n; i++)
		if (filter_allows(allowed, &s->ix->store->rows, ids[i]) && weakest[i] > 0)
			c->docs[c->n++] = (need_of_all){ids[i], weakest[i]};
	if (c->n)
		qsort(c->docs, c->n, sizeof *c->docs, need_order);
	return TENSEN_OK;
}

static int
chance_order(const void *p, const void *q)
{
	const chance *x = p, *y = q;
	float a = x->n ? x->docs[0].weakest : 0, b = y->n ? y->docs[0].weakest : 0;

	if (a != b)
		return a > b ? -1 : 1;
	return (x->field > y->field) - (x->field < y->field);
}

/* A document makes one idea, not one in each of its fields: it goes to the field that has
 * it best, the others keep the rest of theirs.  Puts the chances in order. */
static void
share_out(chance *all, size_t *n, const rows *r)
{
	told_rows told = {.n = 0};

	for (size_t i = 0; i < *n; i++) {
		for (size_t k = i; k < *n; k++) {
			chance *c = &all[k];
			uint32_t skip = 0;
			while (skip < c->n && is_told(&told, r, c->docs[skip].row))
				skip++;
			c->n -= skip;
			memmove(c->docs, c->docs + skip, c->n * sizeof *c->docs);
		}
		qsort(all + i, *n - i, sizeof *all, chance_order);
		if (all[i].n == 0)
			*n = i;
		else
			told.rows[told.n++] = all[i].docs[0].row;
	}
}

static tensen_status
find_chances(chance *all, size_t *n, tensen_searcher *s, const parts *p,
    const tensen_filter *filter, tensen_error *err)
{
	asked all_of_them = {.row = ROW_NONE}; /* the classes of all: what is outside of one may
						* be inside of another */
	filter_set allowed;
	tensen_filter f = *filter;
	tensen_status st = TENSEN_OK;

	if (f.out_of_field == TENSEN_ANY_FIELD)
		f.out_of_field = TENSEN_OUT_WIPO35;
	document_init(&all_of_them.doc, &s->mem);
	for (size_t i = 0; i < p->n && st == TENSEN_OK; i++)
		st = add_classes(&all_of_them.doc, s, p->row[i], err);
	if (st == TENSEN_OK)
		st = filter_rows(&allowed, s, &all_of_them, p->own, &f, err);
	for (unsigned k = 1; k <= N_FIELDS && st == TENSEN_OK; k++)
		if (!(p->own & FIELD_BIT(k)) &&
		    (st = weigh(&all[*n], s, p, k, &allowed, err)) == TENSEN_OK)
			*n += all[*n].n > 0;
	share_out(all, n, &s->ix->store->rows);
	return st;
}

static tensen_status
find_rows(parts *p, const tensen_searcher *s, tensen_error *err)
{
	const rows *rw = &s->ix->store->rows;

	for (size_t i = 0; i < p->n; i++) {
		tensen_status st = row_of_id(&p->row[i], s->ix, p->ids[i], err);
		if (st < 0)
			return st;
		for (size_t k = 0; k < i; k++)
			if (p->row[k] == p->row[i])
				return tensen_fail(
				    err, TENSEN_E_ARG, "the same document twice: %s", p->ids[i]);
		p->titles[i] = rows_title(rw, p->row[i]);
		p->own |= rw->mask[p->row[i]];
	}
	return TENSEN_OK;
}

/* Each patent asked by itself. */
static tensen_status
ask_all(parts *p, tensen_searcher *s, const tensen_filter *filter, tensen_error *err)
{
	tensen_status st = find_rows(p, s, err);

	for (size_t i = 0; i < p->n && st == TENSEN_OK; i++)
		st = ask_side(&p->side[i], s, p->ids[i], p->own, filter, err);
	return st;
}

static tensen_status
combine(ideas_result *r, tensen_searcher *s, parts *p, chance *all, const tensen_ideas_opts *o,
    tensen_error *err)
{
	size_t n = 0, k = o->k ? o->k : IDEAS_DEFAULT;
	int silent = 0;
	tensen_status st = ask_all(p, s, &o->filter, err);

	for (size_t i = 0; i < p->n; i++)
		silent |= p->side[i].silent;
	if (st == TENSEN_OK && !silent)
		st = find_chances(all, &n, s, p, &o->filter, err);
	for (int l = 0; l < 2; l++)
		r->own_fields[l] = field_list(&r->base, s->ix->fields, p->own, (tensen_lang)l);
	if (st == TENSEN_OK)
		st = source_documents(r, s, p->row, p->n, err);
	if (st == TENSEN_OK)
		st = asked_query(&p->asked[0], s, &(tensen_query){.id = p->ids[0]}, err);
	for (size_t i = 1; i < p->n && st == TENSEN_OK; i++)
		st = asked_more(&p->asked[i], s, p->row[i], err);
	for (size_t i = 0; i < n && i < k && st == TENSEN_OK; i++)
		st = fill_chance(
		    r, s, p, &all[i], o->evidence ? o->evidence : EVIDENCE_DEFAULT, err);
	return st;
}

/* What the result says before there are ideas. */
static tensen_status
begin(ideas_result *r, const tensen_searcher *s, const parts *p, tensen_error *err)
{
	buf id = BUF_INIT;

	for (size_t i = 0; i < p->n; i++)
		buf_printf(&id, "%s%s", i ? " + " : "", p->ids[i]);
	r->id = result_text(&r->base, &id);
	r->title = r->functions = "";
	r->words.known = 1;
	result_sign(&r->base, container_signature(&s->ix->store->file));
	r->ideas = arena_calloc(&r->base.mem, N_FIELDS * sizeof *r->ideas);
	r->details = arena_calloc(&r->base.mem, N_FIELDS * sizeof *r->details);
	return r->ideas && r->details ? TENSEN_OK : tensen_fail_nomem(err);
}

tensen_status
tensen_combine(tensen_searcher *s, const char *const *ids, size_t n_ids,
    const tensen_ideas_opts *opts, tensen_result **out, tensen_error *err)
{
	tensen_ideas_opts o;
	ideas_result *r;
	chance *all;
	parts *p;
	tensen_status st;

	*out = NULL;
	if ((st = ideas_options(&o, opts, err)) < 0)
		return st;
	if (n_ids < 2 || n_ids > TENSEN_COMBINE_MAX)
		return tensen_fail(err, TENSEN_E_ARG, "%zu documents to combine, expected 2 to %d",
		    n_ids, TENSEN_COMBINE_MAX);
	r = combine_result_new();
	all = malloc(N_FIELDS * sizeof *all);
	p = calloc(1, sizeof *p);
	st = r && all && p ? TENSEN_OK : tensen_fail_nomem(err);
	if (p) {
		p->ids = ids;
		p->n = n_ids;
	}
	if (st == TENSEN_OK)
		st = begin(r, s, p, err);
	if (st == TENSEN_OK)
		st = combine(r, s, p, all, &o, err);
	for (size_t i = 0; p && i < n_ids; i++)
		side_clear(&p->side[i]);
	free(p);
	free(all);
	return result_end(r ? &r->base : NULL, st, out, err);
}
