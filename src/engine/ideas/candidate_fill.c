/* engine/ideas/candidate_fill.c - see candidate_fill.h. */
#include "engine/ideas/candidate_fill.h"
#include <string.h>
#include "engine/query/sentence.h"
#include "util/fail.h"

#define SIGNALS_SHOWN 6 /* those that add or take most */

/* Separators of the things that a title names. */
static const char *const joins[] = {"、", "，", "および", "及び", "並びに", "ならびに", "とその",
    "とこれを", "、および", " and ", ", ", "; "};

/* The products that a document is about, from its title: the first thing that it names
 * ("苗植付け機の操舵装置" of 「苗植付け機の操舵装置、苗植付け機、及びプログラム」); without a
 * title, the typical products of its class, or without that, its number. */
static const char *
application_name(tensen_result *r, span title, span products, span id)
{
	size_t end;

	title = span_trim(title);
	if (!title.n)
		return result_copy(r, products.n ? products : id);
	end = title.n;
	for (size_t k = 0; k < sizeof joins / sizeof *joins; k++) {
		size_t at = span_find(title, span_of(joins[k]), 0);
		if (at != (size_t)-1 && at >= 6 && at < end)
			end = at;
	}
	return result_copy(r, span_trim(span_sub(title, 0, end)));
}

int
query_title_only(const query *a)
{
	for (size_t i = 0; i < a->sections.n; i++)
		if (a->sections.v[i].what != SEC_TITLE)
			return 0;
	return a->row != ROW_NONE && a->sections.n > 0;
}

static tensen_status
fill_sentence(
    const candidate_filler *f, tensen_candidate *out, const triage_doc *d, tensen_error *err)
{
	const met_document *found = d->pair->found;
	met_sentence m;
	tensen_status st = sentence_met(
	    &m, f->base, f->s, &f->t->aspects.v[found->met[0].aspect].query, found->row, err);

	out->sentence = m.sentence;
	out->highlights = m.highlights;
	out->n_highlights = m.n_highlights;
	out->title_only = m.title_only;
	return st;
}

static void
fill_classes(const candidate_filler *f, tensen_candidate *out, uint32_t row)
{
	const rows *r = &f->s->ix->store->rows;
	uint32_t n;
	const uint32_t *g = rows_groups(r, row, &n);
	span name = n ? rows_group_name(r, g[0]) : (span){"", 0};
	const subclass_info *info;

	out->field = r->primary[row];
	out->subclass = result_copy(f->base, name.n >= 4 ? span_sub(name, 0, 4) : (span){"", 0});
	info = fields_subclass(f->s->ix->fields, out->subclass);
	for (int l = 0; l < 2; l++) {
		out->subclass_name[l] = result_copy(f->base, info ? info->name[l] : (span){"", 0});
		out->application[l] = application_name(f->base, rows_title(r, row),
		    info ? info->products[l] : (span){"", 0}, rows_id(r, row));
	}
}

/* The signals that move the log-odds most, either way. */
static tensen_status
fill_signals(const candidate_filler *f, tensen_candidate *out, const pair *p, tensen_error *err)
{
	const double *w = f->s->ix->pair_weights.good;
	tensen_signal *v = arena_alloc(&f->base->mem, N_SIGNALS * sizeof *v);
	size_t n = 0;

	if (!v)
		return tensen_fail_nomem(err);
	for (int k = 0; k < N_SIGNALS; k++) {
		tensen_signal x = {
		    pair_signal_name((pair_signal)k), p->signal[k], (float)w[k] * p->signal[k]};
		size_t at = n++;
		float size = x.adds < 0 ? -x.adds : x.adds;
		while (at > 0 && (v[at - 1].adds < 0 ? -v[at - 1].adds : v[at - 1].adds) < size) {
			v[at] = v[at - 1];
			at--;
		}
		v[at] = x;
	}
	out->signals = v;
	out->n_signals = n;
	return TENSEN_OK;
}

static const char *
copied(tensen_result *r, const char *s)
{
	return s ? result_copy(r, span_of(s)) : NULL;
}

static tensen_status
fill_judgement(
    const candidate_filler *f, tensen_candidate *out, const tensen_judgement *j, tensen_error *err)
{
	tensen_judgement *to;

	if (!j)
		return TENSEN_OK;
	to = arena_alloc(&f->base->mem, sizeof *to);
	if (!to)
		return tensen_fail_nomem(err);
	*to = (tensen_judgement){out->id, j->grade, j->shelf, copied(f->base, j->by),
	    copied(f->base, j->date), copied(f->base, j->application), copied(f->base, j->transfer),
	    copied(f->base, j->quote_query), copied(f->base, j->quote_document),
	    copied(f->base, j->objection), j->doubt, copied(f->base, j->doubt_objection),
	    copied(f->base, j->doubt_by)};
	out->judgement = to;
	return TENSEN_OK;
}

static uint32_t
name_aspect(candidate_filler *f, uint32_t number)
{
	if (f->number[number] == UINT32_MAX) {
		f->number[number] = f->n_named;
		f->named[f->n_named++] = number;
	}
	return f->number[number];
}

tensen_status
filler_begin(candidate_filler *f, tensen_result *base, tensen_searcher *s, const triage *t,
    tensen_error *err)
{
	const aspects *x = &t->aspects;

	*f = (candidate_filler){.base = base,
	    .s = s,
	    .t = t,
	    .number = arena_alloc(&s->mem, (x->n + (size_t)1) * sizeof *f->number),
	    .named = arena_alloc(&s->mem, (x->n + (size_t)1) * sizeof *f->named)};
	if (!f->number || !f->named)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < x->n; i++) {
		f->number[i] = UINT32_MAX;
		if (x->v[i].kind != TENSEN_ASPECT_SCENE)
			name_aspect(f, i);
	}
	return TENSEN_OK;
}

tensen_status
fill_candidate(candidate_filler *f, tensen_candidate *out, const triage_doc *d, tensen_error *err)
{
	const rows *r = &f->s->ix->store->rows;
	uint32_t row = d->pair->found->row;
	tensen_status st;

	*out = (tensen_candidate){.id = result_copy(f->base, rows_id(r, row)),
	    .title = result_copy(f->base, rows_title(r, row)),
	    .aspect = name_aspect(f, d->pair->found->met[0].aspect),
	    .share = d->pair->share,
	    .band = triage_band(d->pair->share),
	    .shelf = d->shelf,
	    .applicants = row_applicants(f->base, r, row),
	    .date = r->date[row],
	    .open = (r->flags[row] & ROW_OPEN) != 0,
	    .status = r->status[row]};
	fill_classes(f, out, row);
	if ((st = fill_sentence(f, out, d, err)) < 0 ||
	    (st = fill_signals(f, out, d->pair, err)) < 0)
		return st;
	return fill_judgement(f, out, d->judgement, err);
}

tensen_status
fill_aspects(const candidate_filler *f, candidate_list *out, tensen_error *err)
{
	tensen_aspect *v = arena_calloc(&f->base->mem, (f->n_named + (size_t)1) * sizeof *v);

	if (!v)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < f->n_named; i++) {
		const aspect *x = &f->t->aspects.v[f->named[i]];
		v[i] = (tensen_aspect){
		    .text = result_copy(f->base, x->text), .kind = x->kind, .weight = x->weight};
	}
	for (uint32_t i = 0; i < f->t->n; i++) {
		const triage_doc *d = &f->t->v[i];
		uint32_t k = f->number[d->pair->found->met[0].aspect];
		if (k == UINT32_MAX)
			continue;
		v[k].candidates++;
		v[k].good += d->judgement && d->judgement->grade >= 2;
	}
	out->aspects = v;
	out->n_aspects = f->n_named;
	return TENSEN_OK;
}

tensen_status
fill_candidates(candidate_filler *f, candidate_list *out, uint32_t most, tensen_error *err)
{
	uint32_t n = f->t->n < most ? f->t->n : most;
	tensen_candidate *v = arena_calloc(&f->base->mem, (n + (size_t)1) * sizeof *v);
	tensen_status st = v ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		st = fill_candidate(f, &v[i], &f->t->v[i], err);
	out->v = v;
	out->n = st == TENSEN_OK ? n : 0;
	return st;
}
