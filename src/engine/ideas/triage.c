/* engine/ideas/triage.c - see triage.h. */
#include "engine/query/understand.h"
#include "engine/ideas/triage.h"
#include <math.h>
#include <stdlib.h>
#include "engine/base/late.h"
#include "engine/query/filter.h"
#include "engine/query/term_overlap.h"
#include "util/fail.h"

/* Changes by judgements, on the scale of triage_place(); chosen by simulated triage
 * (bench/judged.txt).  Similarity to bad documents improved nothing. */
#define ASPECT_MOVES 0.2f
#define CLASS_MOVES 1.0f
#define LIKE_GOOD 2.0f
/* More than any place or judgement of others adds. */
#define JUDGED_MOVES 50.0f
/* Between the nearest and the most distant field at boldness 1: as much as between the first and
 * the twelfth document. */
#define BOLD_MOVES 2.5f

float
triage_place(uint32_t place)
{
	return -logf(1 + (float)place);
}

static int
order_then_row(const void *a, const void *b)
{
	const triage_doc *x = a, *y = b;

	if (x->order > y->order || x->order < y->order)
		return x->order > y->order ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static void
sort(triage *t)
{
	if (t->n)
		qsort(t->v, t->n, sizeof *t->v, order_then_row);
}

/* ---- judgements ---- */

static int
is_of_person(const tensen_judgement *j)
{
	return !j->by || !j->by[0];
}

/* The last judgement of a row counts; one of a person outranks those of models. */
static void
keep_judgement(triage *t, uint32_t row, const tensen_judgement *j)
{
	uint32_t i = 0;

	while (i < t->n_judged && t->judged[i].row != row)
		i++;
	if (i == t->n_judged)
		t->judged[t->n_judged++] = (judged_row){row, j};
	else if (is_of_person(j) || !is_of_person(t->judged[i].judgement))
		t->judged[i].judgement = j;
}

tensen_status
triage_judged(triage *t, tensen_searcher *s, const tensen_asking *asking, tensen_error *err)
{
	t->n_judged = 0;
	t->judged = arena_alloc(&s->mem, (asking->n_judgements + 1) * sizeof *t->judged);
	if (!t->judged)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < asking->n_judgements; i++) {
		const tensen_judgement *j = &asking->judgements[i];
		uint32_t row;
		if (j->id && row_of_id(&row, s->ix, j->id, NULL) == TENSEN_OK)
			keep_judgement(t, row, j);
	}
	return TENSEN_OK;
}

static const tensen_judgement *
judgement_of(const triage *t, uint32_t row)
{
	for (uint32_t i = 0; i < t->n_judged; i++)
		if (t->judged[i].row == row)
			return t->judged[i].judgement;
	return NULL;
}

/* The judged documents that share an aspect or a class with a candidate, counted. */
typedef struct tally {
	float good, bad;
} tally;

static void
count_into(tally *to, const tensen_judgement *j)
{
	to->good += j->grade >= GOOD_GRADE;
	to->bad += j->grade < GOOD_GRADE;
}

/* A reader finds one good document in several, so a bad one counts a quarter. */
static float
tally_moves(tally t)
{
	return logf((t.good + 1) / (t.bad / 4 + 1));
}

static void
move_by_tallies(triage *t, const rows *r)
{
	for (uint32_t i = 0; i < t->n; i++) {
		triage_doc *d = &t->v[i];
		tally by_aspect = {0, 0}, by_class = {0, 0};
		if (d->judgement)
			continue;
		for (uint32_t k = 0; k < t->n; k++) {
			const triage_doc *x = &t->v[k];
			if (x->judgement && x->aspect == d->aspect)
				count_into(&by_aspect, x->judgement);
		}
		for (uint32_t k = 0; k < t->n_judged; k++)
			if (same_subclass(r, t->judged[k].row, d->row))
				count_into(&by_class, t->judged[k].judgement);
		d->order +=
		    ASPECT_MOVES * tally_moves(by_aspect) + CLASS_MOVES * tally_moves(by_class);
	}
}

/* Mean topic vector of the good ones of the judged documents, unit length; *any is 0 without one.
 */
static tensen_status
mean_vector(float **out, int *any, tensen_searcher *s, const triage *t, tensen_error *err)
{
	uint32_t dims = s->ix->store->meta.dims;
	double square = 0;

	*any = 0;
	*out = arena_calloc(&s->mem, dims * sizeof **out);
	if (!*out)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < t->n_judged; i++) {
		query d;
		tensen_status st;
		if (t->judged[i].judgement->grade < GOOD_GRADE)
			continue;
		if ((st = query_of_next_row(&d, s, t->judged[i].row, err)) < 0)
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
move_by_likeness(triage *t, tensen_searcher *s, tensen_error *err)
{
	uint32_t *ids = arena_alloc(&s->mem, (t->n + (size_t)1) * sizeof *ids);
	float *scores = arena_alloc(&s->mem, (t->n + (size_t)1) * sizeof *scores), *mean;
	int any;
	tensen_status st = ids && scores ? TENSEN_OK : tensen_fail_nomem(err);

	if (st < 0 || (st = mean_vector(&mean, &any, s, t, err)) < 0 || !any)
		return st;
	for (uint32_t i = 0; i < t->n; i++)
		ids[i] = t->v[i].row;
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

/* ---- the list ---- */

static tensen_shelf
shelf_of(const listed *d, const tensen_judgement *j)
{
	if (j && j->shelf >= 0)
		return (tensen_shelf)j->shelf;
	return d->family ? TENSEN_OWN_FAMILY : TENSEN_NEW_USE;
}

/* Distances of all fields from those of the query. */
static void
find_distances(float out[N_FIELDS + 1], const triage *t, const tensen_searcher *s)
{
	out[0] = 1;
	for (unsigned f = 1; f <= N_FIELDS; f++)
		out[f] = (float)fieldmap_distance(index_map(s->ix), t->own.fields, f);
}

static void
add_doc(triage *t, const listed_docs *l, uint32_t place, float distance)
{
	const listed *d = &l->v[place];
	const tensen_judgement *j = judgement_of(t, d->row);
	tensen_shelf shelf = shelf_of(d, j);

	if (shelf == TENSEN_OWN_FAMILY && !l->keep) {
		t->n_family++;
		return;
	}
	t->v[t->n++] = (triage_doc){.row = d->row,
	    .aspect = d->aspect,
	    .order = triage_place(place) + moved_by(j),
	    .distance = distance,
	    .shelf = shelf,
	    .judgement = j};
}

tensen_status
triage_fill(triage *t, tensen_searcher *s, const listed_docs *l, tensen_error *err)
{
	const rows *r = &s->ix->store->rows;
	float distances[N_FIELDS + 1];
	tensen_status st = TENSEN_OK;

	t->n = 0;
	t->n_family = l->n_family;
	t->v = arena_alloc(&s->mem, (l->n + (size_t)1) * sizeof *t->v);
	if (!t->v)
		return tensen_fail_nomem(err);
	find_distances(distances, t, s);
	for (uint32_t i = 0; i < l->n; i++)
		add_doc(t, l, i, distances[r->primary[l->v[i].row]]);
	if (t->n_judged) {
		move_by_tallies(t, r);
		st = move_by_likeness(t, s, err);
	}
	sort(t);
	return st;
}

void
triage_order(triage *t, float boldness)
{
	if (boldness <= 0)
		return;
	for (uint32_t i = 0; i < t->n; i++)
		t->v[i].order += BOLD_MOVES * boldness * (t->v[i].distance - 0.5f);
	sort(t);
}

tensen_status
triage_make(triage *out, tensen_searcher *s, const query *a, const tensen_candidates_opts *o,
    tensen_error *err)
{
	tensen_filter filter = o->filter;
	family of;
	listed_docs l;
	tensen_status st;

	memset(out, 0, sizeof *out);
	if ((st = own_classes_of(&out->own, s, a, err)) < 0 || (st = family_of(&of, s, a, err)) < 0)
		return st;
	/* without classes, the guessed fields and those given by the user count as own fields */
	if (out->own.guessed || out->own.given)
		filter.not_field |= out->own.fields;
	if ((st = aspects_make(&out->aspects, s, a, &o->asking, err)) < 0 ||
	    (st = lists_make(&l, s, &out->aspects, &of, &filter, out->own.fields, o->family, err)) <
		0 ||
	    (st = triage_judged(out, s, &o->asking, err)) < 0)
		return st;
	return triage_fill(out, s, &l, err);
}
