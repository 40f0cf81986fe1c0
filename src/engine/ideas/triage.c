/* engine/ideas/triage.c - see triage.h. */
#include "engine/ideas/triage.h"
#include <math.h>
#include <stdlib.h>
#include "engine/ideas/candidates.h"
#include "engine/ideas/pair.h"
#include "engine/query/filter.h"
#include "engine/query/term_overlap.h"
#include "util/fail.h"

/* Lower ends of the bands: calibrated shares of 2 or 3 (bench/ideas/judged.txt). */
#define BAND_LOW 0.12f
#define BAND_MIDDLE 0.15f
#define BAND_HIGH 0.30f
/* Changes by judgements, in log-odds; chosen by simulated triage (bench/ideas/judged.txt).
 * Similarity to bad documents improved nothing. */
#define ASPECT_MOVES 0.2f
#define CLASS_MOVES 1.0f
#define LIKE_GOOD 2.0f
/* More than any signal or judgement of others adds. */
#define JUDGED_MOVES 50.0f
/* Log-odds between the nearest and the most distant field at boldness 1: as much as lies between
 * the lowest and the highest band. */
#define BOLD_MOVES 2.5f

tensen_band
triage_band(float share)
{
	return share >= BAND_HIGH     ? TENSEN_BAND_HIGH
	       : share >= BAND_MIDDLE ? TENSEN_BAND_MIDDLE
	       : share >= BAND_LOW    ? TENSEN_BAND_LOW
				      : TENSEN_BAND_NONE;
}

static int
order_then_row(const void *a, const void *b)
{
	const triage_doc *x = a, *y = b;
	uint32_t xr = x->pair->found->row, yr = y->pair->found->row;

	if (x->order > y->order || x->order < y->order)
		return x->order > y->order ? -1 : 1;
	return (xr > yr) - (xr < yr);
}

/* Judgements of documents that the index has; the others are left out. */
static tensen_status
judged_rows(judged_row **out, uint32_t *n, tensen_searcher *s, const tensen_candidates_opts *o,
    tensen_error *err)
{
	*n = 0;
	*out = arena_alloc(&s->mem, (o->asking.n_judgements + 1) * sizeof **out);
	if (!*out)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < o->asking.n_judgements; i++) {
		const tensen_judgement *j = &o->asking.judgements[i];
		uint32_t row;
		if (j->id && row_of_id(&row, s->ix, j->id, NULL) == TENSEN_OK)
			(*out)[(*n)++] = (judged_row){row, j};
	}
	return TENSEN_OK;
}

/* The last judgement of a row; one of a person outranks those of models. */
static const tensen_judgement *
judgement_of(const judged_row *v, uint32_t n, uint32_t row)
{
	const tensen_judgement *best = NULL;

	for (uint32_t i = 0; i < n; i++) {
		const tensen_judgement *j = v[i].judgement;
		int person = !j->by || !j->by[0];
		if (v[i].row == row && (!best || person || (best->by && best->by[0])))
			best = j;
	}
	return best;
}

/* A document with the query's own title belongs to its family, whatever its classes. */
static int
has_title_of(const rows *r, uint32_t row, uint32_t self)
{
	return self != ROW_NONE && rows_title(r, self).n &&
	       span_eq(rows_title(r, row), rows_title(r, self));
}

static tensen_shelf
shelf_of(const rows *r, const pair *p, uint32_t self, const tensen_judgement *j)
{
	if (j && j->shelf >= 0)
		return (tensen_shelf)j->shelf;
	if (p->family >= FAMILY_FROM || has_title_of(r, p->found->row, self))
		return TENSEN_OWN_FAMILY;
	return p->precedent >= 0.5f ? TENSEN_PRECEDENT : TENSEN_NEW_USE;
}

float
triage_log_odds(float p)
{
	const float least = 1e-6f;

	p = p < least ? least : p > 1 - least ? 1 - least : p;
	return logf(p / (1 - p));
}

/* The judged documents that share an aspect or a class with a candidate, counted. */
typedef struct tally {
	float good, bad;
} tally;

/* The change in log-odds.  A reader finds one good document in several, so a bad one counts a
 * quarter. */
static float
tally_moves(tally t)
{
	return logf((t.good + 1) / (t.bad / 4 + 1));
}

static void
move_by_tallies(triage *t, const rows *r)
{
	for (uint32_t i = 0; i < t->n; i++) {
		const met_document *d = t->v[i].pair->found;
		tally by_aspect = {0, 0}, by_class = {0, 0};
		if (t->v[i].judgement)
			continue;
		for (uint32_t k = 0; k < t->n; k++) {
			const met_document *x = t->v[k].pair->found;
			float good;
			if (!t->v[k].judgement)
				continue;
			good = t->v[k].judgement->grade >= GOOD_GRADE;
			if (x->met[0].aspect == d->met[0].aspect) {
				by_aspect.good += good;
				by_aspect.bad += 1 - good;
			}
			if (same_subclass(r, x->row, d->row)) {
				by_class.good += good;
				by_class.bad += 1 - good;
			}
		}
		t->v[i].order +=
		    ASPECT_MOVES * tally_moves(by_aspect) + CLASS_MOVES * tally_moves(by_class);
	}
}

/* Mean topic vector of the good ones of the judged documents, unit length; *any is 0 without one.
 */
static tensen_status
mean_vector(
    float **out, int *any, tensen_searcher *s, const judged_row *v, uint32_t n, tensen_error *err)
{
	uint32_t dims = s->ix->store->meta.dims;
	double square = 0;

	*any = 0;
	*out = arena_calloc(&s->mem, dims * sizeof **out);
	if (!*out)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++) {
		query d;
		tensen_status st;
		if (v[i].judgement->grade < GOOD_GRADE)
			continue;
		if ((st = query_of_next_row(&d, s, v[i].row, err)) < 0)
			return st;
		for (uint32_t k = 0; k < dims; k++)
			(*out)[k] += d.topic[k];
		*any = 1;
	}
	for (uint32_t k = 0; k < dims; k++)
		square += (double)(*out)[k] * (double)(*out)[k];
	for (uint32_t k = 0; k < dims && square > 0; k++)
		(*out)[k] = (float)((double)(*out)[k] / sqrt(square));
	*any &= square > 0;
	return TENSEN_OK;
}

static tensen_status
move_by_likeness(triage *t, tensen_searcher *s, const judged_row *v, uint32_t n, tensen_error *err)
{
	uint32_t *ids = arena_alloc(&s->mem, (t->n + (size_t)1) * sizeof *ids);
	float *scores = arena_alloc(&s->mem, (t->n + (size_t)1) * sizeof *scores), *mean;
	int any;
	tensen_status st = ids && scores ? TENSEN_OK : tensen_fail_nomem(err);

	if (st < 0 || (st = mean_vector(&mean, &any, s, v, n, err)) < 0 || !any)
		return st;
	for (uint32_t i = 0; i < t->n; i++)
		ids[i] = t->v[i].pair->found->row;
	st = vecset_score(
	    s->ix->store->views[VIEW_TOPIC], s->vectors[VIEW_TOPIC], mean, ids, t->n, scores, err);
	for (uint32_t i = 0; st == TENSEN_OK && i < t->n; i++)
		if (!t->v[i].judgement)
			t->v[i].order += LIKE_GOOD * scores[i];
	return st;
}

/* Documents judged good stand first, the best first; those judged bad stand last. */
static float
moved_by(const tensen_judgement *j)
{
	if (!j)
		return 0;
	return j->grade >= GOOD_GRADE ? JUDGED_MOVES * (float)j->grade : -JUDGED_MOVES;
}

static void
fill(triage *t, const rows *r, uint32_t self, const pair *pairs, uint32_t n, const judged_row *v,
    uint32_t n_judged, int family)
{
	t->n = t->n_family = 0;
	t->read_from = 0;
	for (uint32_t i = 0; i < n; i++) {
		const tensen_judgement *j = judgement_of(v, n_judged, pairs[i].found->row);
		tensen_shelf shelf = shelf_of(r, &pairs[i], self, j);
		t->n_family += shelf == TENSEN_OWN_FAMILY;
		if (shelf == TENSEN_OWN_FAMILY && !family)
			continue;
		if (j && j->by && j->by[0] && (t->read_from <= 0 || pairs[i].share < t->read_from))
			t->read_from = pairs[i].share;
		t->v[t->n++] = (triage_doc){
		    &pairs[i], triage_log_odds(pairs[i].share) + moved_by(j), shelf, j};
	}
}

void
triage_sort(triage *t)
{
	if (t->n)
		qsort(t->v, t->n, sizeof *t->v, order_then_row);
}

void
triage_order(triage *t, float boldness)
{
	if (boldness <= 0 || t->n == 0)
		return;
	for (uint32_t i = 0; i < t->n; i++)
		t->v[i].order +=
		    BOLD_MOVES * boldness * (t->v[i].pair->signal[SIGNAL_DISTANCE] - 0.5f);
	triage_sort(t);
}

tensen_status
triage_make(triage *out, tensen_searcher *s, const query *a, const tensen_candidates_opts *o,
    tensen_error *err)
{
	uint32_t want = o->n > TRIAGE_CANDIDATES / 2 ? 2 * o->n : TRIAGE_CANDIDATES, n_judged;
	tensen_filter filter = o->filter;
	judged_row *judged;
	met_documents found;
	pair *pairs;
	tensen_status st;

	memset(out, 0, sizeof *out);
	if ((st = own_classes_of(&out->own, s, a, err)) < 0)
		return st;
	/* without classes, the guessed fields and those given by the user count as own fields */
	if (out->own.guessed || out->own.given)
		filter.not_field |= out->own.fields;
	if ((st = aspects_make(&out->aspects, s, a, &out->own, &o->asking, err)) < 0 ||
	    (st = candidates_find(
		 &found, s, a, &out->aspects, &filter, out->own.fields, want, err)) < 0 ||
	    (st = pairs_measure(&pairs, s, a, &out->aspects, &found, &out->own, err)) < 0 ||
	    (st = judged_rows(&judged, &n_judged, s, o, err)) < 0)
		return st;
	out->v = arena_alloc(&s->mem, (found.n + (size_t)1) * sizeof *out->v);
	if (!out->v)
		return tensen_fail_nomem(err);
	fill(out, &s->ix->store->rows, a->row, pairs, found.n, judged, n_judged, o->family);
	if (n_judged) {
		move_by_tallies(out, &s->ix->store->rows);
		st = move_by_likeness(out, s, judged, n_judged, err);
	}
	triage_sort(out);
	return st;
}
