/* engine/ideas/combine.c - tensen_combine(): uses that need several patents together.
 *
 * Each patent is asked by itself.  A document that all of them found stands at the place that the
 * weakest of them gives it; one that a patent did not find stands behind that patent's list.  The
 * own family of one is the own family of all.  What was read of each patent counts together as what
 * was read of the patent that the document serves least: an idea is one that all of them serve. */
#include <stdlib.h>
#include <string.h>
#include "engine/query/understand.h"
#include "engine/ideas/ideas.h"
#include "engine/base/document_ref.h"
#include "engine/base/options.h"
#include "engine/ideas/candidate_fill.h"
#include "engine/readings/readings.h"
#include "util/fail.h"
#include "util/threads/sort.h"

/* One patent among those combined. */
typedef struct side {
	uint32_t row;
	query query;
	own_classes own;
	family family;
	tensen_asking asking; /* with what was said and read of this patent alone */
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
find_sides(combining *combined, const char *const *ids, tensen_error *err)
{
	for (size_t i = 0; i < combined->n; i++) {
		tensen_status st = row_of_id(&combined->side[i].row, combined->s->ix, ids[i], err);
		if (st < 0)
			return st;
		for (size_t k = 0; k < i; k++)
			if (combined->side[k].row == combined->side[i].row)
				return tensen_fail(
				    err, TENSEN_E_ARG, SAY_SAME_DOCUMENT_TWICE, ids[i]);
		combined->own.fields |= combined->s->ix->store->rows.mask[combined->side[i].row];
	}
	return TENSEN_OK;
}

/* A document outside the classes of one patent may be inside those of another, so a filter by class
 * uses the classes of all. */
static tensen_status
add_all_classes(combining *combined, side *one_side, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (size_t i = 0; i < combined->n && st == TENSEN_OK; i++)
		if (&combined->side[i] != one_side)
			st = add_classes(
			    &one_side->query.doc, combined->s, combined->side[i].row, err);
	return st;
}

static tensen_status
ask_side(combining *combined, side *one_side, const tensen_ideas_opts *opts, tensen_error *err)
{
	tensen_status st;

	one_side->asking = opts->asking;
	one_side->asking.n_judgements = 0; /* the caller's concern all patents together */
	if ((st = query_of_stored_row(&one_side->query, combined->s, one_side->row, err)) < 0 ||
	    (st = own_classes_of(&one_side->own, combined->s, &one_side->query, err)) < 0 ||
	    (st = family_of(&one_side->family, combined->s, &one_side->query, err)) < 0 ||
	    (st = add_all_classes(combined, one_side, err)) < 0 ||
	    (st = readings_join(&one_side->asking, combined->s, &one_side->query, err)) < 0 ||
	    (st = aspects_make(
		 &one_side->aspects, combined->s, &one_side->query, &one_side->asking, err)) < 0)
		return st;
	return lists_make(&one_side->found, combined->s, &one_side->aspects, &one_side->family,
	    &opts->filter, combined->own.fields, 0, err);
}

COMPARE2(by_row_then_side, shared_doc, UP(row), UP(side))

COMPARE3(by_place, shared_doc, UP(worst), UP(best), UP(row))

static int
is_combined(const combining *combined, uint32_t row)
{
	for (size_t i = 0; i < combined->n; i++)
		if (combined->side[i].row == row)
			return 1;
	return 0;
}

/* What any side found, each document once, in the order of the weakest side. */
static tensen_status
combine_unite(shared_doc **out, uint32_t *n, combining *combined, tensen_error *err)
{
	size_t room = 0;
	uint32_t longest = 0, k = 0;
	shared_doc *v;

	for (size_t i = 0; i < combined->n; i++) {
		room += combined->side[i].found.n;
		longest = combined->side[i].found.n > longest ? combined->side[i].found.n : longest;
	}
	if (!(v = *out = arena_alloc(&combined->s->mem, (room + 1) * sizeof *v)))
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < combined->n; i++)
		for (uint32_t at = 0; at < combined->side[i].found.n; at++)
			if (!is_combined(combined, combined->side[i].found.v[at].row))
				v[k++] =
				    (shared_doc){combined->side[i].found.v[at].row, i, at, at, at};
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
		if (to - from < combined->n)
			d.worst = longest;
		v[(*n)++] = d;
	}
	if (*n)
		qsort(v, *n, sizeof *v, by_place);
	return TENSEN_OK;
}

/* The aspects of all sides in one list; first[i]: the number of the first of side i. */
static tensen_status
join_aspects(
    aspects *out, uint32_t first[TENSEN_COMBINE_MAX], combining *combined, tensen_error *err)
{
	uint32_t n = 0;

	for (size_t i = 0; i < combined->n; i++)
		n += combined->side[i].aspects.n;
	out->v = arena_alloc(&combined->s->mem, (n + (size_t)1) * sizeof *out->v);
	if (!out->v)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < combined->n; i++) {
		first[i] = out->n;
		memcpy(out->v + out->n, combined->side[i].aspects.v,
		    combined->side[i].aspects.n * sizeof *out->v);
		out->n += combined->side[i].aspects.n;
	}
	return TENSEN_OK;
}

/* Leave out what is the family of any side, and give each document its aspect. */
static tensen_status
take_strangers(listed_docs *out, combining *combined, const shared_doc *doc, uint32_t n,
    const uint32_t first[TENSEN_COMBINE_MAX], tensen_error *err)
{
	uint8_t *is = arena_calloc(&combined->s->mem, n + (size_t)1);

	*out = (listed_docs){.v = arena_alloc(&combined->s->mem, (n + (size_t)1) * sizeof *out->v)};
	if (!is || !out->v)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < combined->n; i++) {
		tensen_status st = family_mark(
		    is, &combined->side[i].family, combined->s, &doc->row, sizeof *doc, n, err);
		if (st < 0)
			return st;
		out->n_family += combined->side[i].found.n_family;
	}
	for (uint32_t i = 0; i < n; i++) {
		const side *x = &combined->side[doc[i].side];
		if (is[i])
			continue;
		out->v[out->n++] = (listed){
		    .row = doc[i].row, .aspect = first[doc[i].side] + x->found.v[doc[i].at].aspect};
	}
	return TENSEN_OK;
}

/* What is the own product of one patent is no use of several. */
static tensen_status
mark_judged(triage *grades, combining *combined, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (size_t i = 0; i < combined->n && st == TENSEN_OK; i++)
		st = triage_mark_judged(grades, combined->s, &combined->side[i].family, err);
	return st;
}

/* ---- what was read ---- */

static const tensen_judgement *
judgement_in(const side *one_side, const char *id)
{
	for (size_t i = 0; i < one_side->asking.n_judgements; i++)
		if (strcmp(one_side->asking.judgements[i].id, id) == 0)
			return &one_side->asking.judgements[i];
	return NULL;
}

/* The reading that is worst for the document; NULL: some patent was not read with it, and the
 * others serve it. */
static const tensen_judgement *
combine_weakest(const combining *combined, const char *id)
{
	const tensen_judgement *worst = NULL;
	int all = 1;

	for (size_t i = 0; i < combined->n; i++) {
		const tensen_judgement *j = judgement_in(&combined->side[i], id);
		if (!j)
			all = 0;
		else if (!worst || judgement_held(j) < judgement_held(worst) ||
			 (judgement_held(j) == judgement_held(worst) && j->grade < worst->grade))
			worst = j;
	}
	return worst && (all || !judgement_held(worst)) ? worst : NULL;
}

/* The weakest readings, each document once, before the caller's judgements. */
static tensen_status
join_readings(
    tensen_asking *out, combining *combined, const tensen_asking *asking, tensen_error *err)
{
	size_t room = asking->n_judgements, n = 0;
	tensen_judgement *v;

	for (size_t i = 0; i < combined->n; i++)
		room += combined->side[i].asking.n_judgements;
	if (!(v = arena_alloc(&combined->s->mem, (room + 1) * sizeof *v)))
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < combined->n; i++)
		for (size_t k = 0; k < combined->side[i].asking.n_judgements; k++) {
			const char *id = combined->side[i].asking.judgements[k].id;
			const tensen_judgement *worst = combine_weakest(combined, id);
			int again = 0;
			for (size_t before = 0; before < i; before++)
				again |= judgement_in(&combined->side[before], id) != NULL;
			if (worst && !again)
				v[n++] = *worst;
		}
	if (asking->n_judgements)
		memcpy(v + n, asking->judgements, asking->n_judgements * sizeof *v);
	*out = *asking;
	out->judgements = v;
	out->n_judgements += n;
	return TENSEN_OK;
}

static tensen_status
combine_fill(
    ideas_result *result, combining *combined, const tensen_ideas_opts *opts, tensen_error *err)
{
	uint32_t first[TENSEN_COMBINE_MAX], at[TENSEN_COMBINE_MAX], n = 0;
	const query nobody = {.row = ROW_NONE}, *together[TENSEN_COMBINE_MAX];
	triage t = {.own = combined->own};
	tensen_asking read;
	shared_doc *v = NULL;
	listed_docs l;
	tensen_status st = TENSEN_OK;

	for (size_t i = 0; i < combined->n && st == TENSEN_OK; i++) {
		st = ask_side(combined, &combined->side[i], opts, err);
		at[i] = combined->side[i].row;
		together[i] = &combined->side[i].query;
	}
	t.together = together;
	t.n_together = combined->n;
	if (st < 0 || (st = combine_unite(&v, &n, combined, err)) < 0 ||
	    (st = join_aspects(&t.aspects, first, combined, err)) < 0 ||
	    (st = take_strangers(&l, combined, v, n, first, err)) < 0 ||
	    (st = lists_drop_silent(&l, &t.aspects, combined->s, err)) < 0 ||
	    (st = idea_sources_of_rows(result, combined->s, at, combined->n, err)) < 0 ||
	    (st = join_readings(&read, combined, &opts->asking, err)) < 0 ||
	    (st = triage_judged(&t, combined->s, &read, err)) < 0 ||
	    (st = mark_judged(&t, combined, err)) < 0 ||
	    (st = triage_fill(&t, combined->s, &l, err)) < 0)
		return st;
	return ideas_from(result, &t, combined->s, &nobody, opts, err);
}

/* Fill the facts of the result that do not depend on ideas. */
static void
combine_begin(ideas_result *result, const combining *combined, const char *const *ids)
{
	const tensen_searcher *s = combined->s;
	buf id = BUF_INIT, title = BUF_INIT;

	for (size_t i = 0; i < combined->n; i++) {
		buf_printf(&id, "%s%s", i ? " + " : "", ids[i]);
		buf_str(&title, i ? " + " : "");
		buf_span(&title, rows_title(&s->ix->store->rows, combined->side[i].row));
	}
	result->id = result_text(&result->base, &id);
	result->title = result_text(&result->base, &title);
	result->functions = "";
	result->words.known = 1;
	result->query_fields = combined->own.fields;
	field_lists(result->own_fields, &result->base, s->ix->fields, combined->own.fields);
}

tensen_status
tensen_combine(tensen_searcher *searcher, const char *const *ids, size_t n_ids,
    const tensen_ideas_opts *opts, tensen_result **out, tensen_error *err)
{
	combining *c;
	ideas_result *r = NULL;
	tensen_ideas_opts o;
	tensen_status st = ideas_options(&o, opts, err);

	if (st == TENSEN_OK && (n_ids < 2 || n_ids > TENSEN_COMBINE_MAX))
		st = tensen_fail(
		    err, TENSEN_E_ARG, SAY_DOCUMENTS_TO_COMBINE, n_ids, TENSEN_COMBINE_MAX);
	arena_reset(&searcher->mem);
	c = arena_calloc(&searcher->mem, sizeof *c);
	if (st == TENSEN_OK && c)
		r = result_new(&combine_class);
	if (r) {
		c->s = searcher;
		c->n = n_ids;
		r->combined = 1;
		st = find_sides(c, ids, err);
	}
	if (r && st == TENSEN_OK) {
		combine_begin(r, c, ids);
		st = combine_fill(r, c, &o, err);
	}
	return engine_answer(r, st, searcher->ix, out, err);
}
