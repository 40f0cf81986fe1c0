/* engine/ideas/triage.c - see triage.h. */
#include "engine/query/understand.h"
#include "engine/ideas/triage.h"
#include <math.h>
#include <stdlib.h>
#include "engine/base/document_ref.h"
#include "engine/base/late.h"
#include "engine/query/term_overlap.h"
#include "util/fail.h"
#include "util/threads/sort.h"

/* Changes by judgements, on the scale of triage_place(); chosen by simulated triage
 * (bench/ideas/judged.txt).  Similarity to bad documents improved nothing. */
#define ASPECT_MOVES 0.2f
#define CLASS_MOVES 1.0f
#define LIKE_GOOD 2.0f
/* More than any place or judgement of others adds. */
#define JUDGED_MOVES 50.0f
/* Between the nearest and the most distant field at boldness 1: as much as between the first and
 * the twelfth document. */
#define BOLD_MOVES 2.5f

/* The order of a place in a list, from 0. */
static float
triage_place(uint32_t place)
{
	return -logf(1 + (float)place);
}

COMPARE2(order_then_row, triage_doc, DOWN(order), UP(row))

static void
triage_sort(triage *grades)
{
	if (grades->n)
		qsort(grades->v, grades->n, sizeof *grades->v, order_then_row);
}

/* ---- judgements ---- */

static int
is_of_person(const tensen_judgement *judged)
{
	return !judged->by || !judged->by[0];
}

/* `now` counts; a grade without a reason takes kind and reasons from the reading before it, so that
 * a person who grades an idea again does not lose what was quoted. */
static const tensen_judgement *
with_reasons(arena *mem, const tensen_judgement *now, const tensen_judgement *before)
{
	tensen_judgement *out;

	if (now->transfer || now->quote_query || now->quote_document || !before->transfer)
		return now;
	if (!(out = arena_alloc(mem, sizeof *out)))
		return NULL;
	*out = *before;
	out->id = now->id;
	out->grade = now->grade;
	out->by = now->by;
	out->date = now->date;
	out->note = now->note ? now->note : before->note;
	/* a second reading was of the earlier grade */
	out->doubt = now->doubt;
	out->doubt_objection = now->doubt_objection;
	out->doubt_by = now->doubt_by;
	if (now->shelf >= 0)
		out->shelf = now->shelf;
	return out;
}

/* A note alone goes to what was read; 0: no memory. */
static int
keep_note(triage *grades, arena *mem, uint32_t i, const char *note)
{
	tensen_judgement *noted;

	if (i == grades->n_judged)
		return 1;
	if (!(noted = arena_alloc(mem, sizeof *noted)))
		return 0;
	*noted = *grades->judged[i].judgement;
	noted->note = note;
	grades->judged[i].judgement = noted;
	return 1;
}

/* The last judgement of a row counts; one of a person outranks those of models.  0: no memory. */
static int
keep_judgement(triage *grades, arena *mem, uint32_t row, const tensen_judgement *verdict)
{
	uint32_t i = 0;
	const tensen_judgement *before;

	while (i < grades->n_judged && grades->judged[i].row != row)
		i++;
	if (verdict->grade < 0)
		return keep_note(grades, mem, i, verdict->note);
	if (i == grades->n_judged) {
		grades->judged[grades->n_judged++] = (judged_row){.row = row, .judgement = verdict};
		return 1;
	}
	before = grades->judged[i].judgement;
	grades->judged[i].judgement = is_of_person(verdict) || !is_of_person(before)
					  ? with_reasons(mem, verdict, before)
					  : with_reasons(mem, before, verdict);
	return grades->judged[i].judgement != NULL;
}

tensen_status
triage_judged(
    triage *grades, tensen_searcher *searcher, const tensen_asking *asking, tensen_error *err)
{
	grades->n_judged = 0;
	grades->judged =
	    arena_alloc(&searcher->mem, (asking->n_judgements + 1) * sizeof *grades->judged);
	if (!grades->judged)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < asking->n_judgements; i++) {
		const tensen_judgement *j = &asking->judgements[i];
		uint32_t row;
		if (j->id && row_of_id(&row, searcher->ix, j->id, NULL) == TENSEN_OK &&
		    !keep_judgement(grades, &searcher->mem, row, j))
			return tensen_fail_nomem(err);
	}
	return TENSEN_OK;
}

tensen_status
triage_mark_judged(triage *grades, tensen_searcher *searcher, const family *of, tensen_error *err)
{
	uint8_t *is = arena_calloc(&searcher->mem, grades->n_judged + (size_t)1);
	tensen_status st = is ? TENSEN_OK : tensen_fail_nomem(err);

	if (st == TENSEN_OK)
		st = family_mark(is, of, searcher, &grades->judged->row, sizeof *grades->judged,
		    grades->n_judged, err);
	for (uint32_t i = 0; i < grades->n_judged && st == TENSEN_OK; i++)
		grades->judged[i].family |= is[i];
	return st;
}

static const tensen_judgement *
judgement_of(const triage *grades, uint32_t row)
{
	for (uint32_t i = 0; i < grades->n_judged; i++)
		if (grades->judged[i].row == row)
			return grades->judged[i].judgement;
	return NULL;
}

/* The judged documents that share an aspect or a class with a candidate, counted. */
typedef struct tally {
	float good, bad;
} tally;

static void
count_into(tally *to, const tensen_judgement *judged)
{
	to->good += judged->grade >= GOOD_GRADE;
	to->bad += judged->grade < GOOD_GRADE;
}

/* A reader finds one good document in several, so a bad one counts a quarter. */
static float
tally_moves(tally sum)
{
	return logf((sum.good + 1) / (sum.bad / 4 + 1));
}

static void
move_by_tallies(triage *grades, const rows *rows_of)
{
	for (uint32_t i = 0; i < grades->n; i++) {
		triage_doc *d = &grades->v[i];
		tally by_aspect = {0, 0}, by_class = {0, 0};
		const span subclass = row_subclass(rows_of, d->row);
		if (d->judgement)
			continue;
		for (uint32_t k = 0; k < grades->n; k++) {
			const triage_doc *x = &grades->v[k];
			if (x->judgement && x->aspect == d->aspect)
				count_into(&by_aspect, x->judgement);
		}
		for (uint32_t k = 0; k < grades->n_judged; k++)
			if (subclass.n &&
			    span_eq(subclass, row_subclass(rows_of, grades->judged[k].row)))
				count_into(&by_class, grades->judged[k].judgement);
		d->order +=
		    ASPECT_MOVES * tally_moves(by_aspect) + CLASS_MOVES * tally_moves(by_class);
	}
}

/* Mean topic vector of the good ones of the judged documents, unit length; *any is 0 without one.
 */
static tensen_status
mean_vector(
    float **out, int *any, tensen_searcher *searcher, const triage *grades, tensen_error *err)
{
	uint32_t dims = searcher->ix->store->meta.dims;
	double square = 0;

	*any = 0;
	*out = arena_calloc(&searcher->mem, dims * sizeof **out);
	if (!*out)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < grades->n_judged; i++) {
		query d;
		tensen_status st;
		if (grades->judged[i].judgement->grade < GOOD_GRADE)
			continue;
		if ((st = query_of_next_row(&d, searcher, grades->judged[i].row, err)) < 0)
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
move_by_likeness(triage *grades, tensen_searcher *searcher, tensen_error *err)
{
	uint32_t *ids = arena_alloc(&searcher->mem, (grades->n + (size_t)1) * sizeof *ids);
	float *scores = arena_alloc(&searcher->mem, (grades->n + (size_t)1) * sizeof *scores),
	      *mean;
	searcher_vectors topic;
	int any;
	tensen_status st = ids && scores ? TENSEN_OK : tensen_fail_nomem(err);

	if (st < 0 || (st = mean_vector(&mean, &any, searcher, grades, err)) < 0 || !any)
		return st;
	for (uint32_t i = 0; i < grades->n; i++)
		ids[i] = grades->v[i].row;
	if ((st = searcher_view(&topic, searcher, VIEW_TOPIC, err)) == TENSEN_OK)
		st = vecset_score(topic.v, topic.scratch, mean, ids, grades->n, scores, err);
	for (uint32_t i = 0; st == TENSEN_OK && i < grades->n; i++)
		if (!grades->v[i].judgement)
			grades->v[i].order += LIKE_GOOD * scores[i];
	return st;
}

/* Documents judged good stand first, the best first; those judged bad stand last. */
static float
moved_by(const tensen_judgement *judged)
{
	if (!judged)
		return 0;
	return judged->grade >= GOOD_GRADE ? JUDGED_MOVES * (float)judged->grade : -JUDGED_MOVES;
}

/* ---- the list ---- */

static tensen_shelf
shelf_of(const listed *one, const tensen_judgement *judged)
{
	if (judged && judged->shelf >= 0)
		return (tensen_shelf)judged->shelf;
	return one->family ? TENSEN_OWN_FAMILY : TENSEN_NEW_USE;
}

/* Distances of all fields from those of the query. */
static void
find_distances(float out[N_FIELDS + 1], const triage *grades, const tensen_searcher *searcher)
{
	out[0] = 1;
	for (unsigned f = 1; f <= N_FIELDS; f++)
		out[f] = (float)fieldmap_distance(index_map(searcher->ix), grades->own.fields, f);
}

static void
add_doc(triage *grades, const listed_docs *docs, uint32_t place, float distance)
{
	const listed *d = &docs->v[place];
	const tensen_judgement *j = judgement_of(grades, d->row);
	tensen_shelf shelf = shelf_of(d, j);

	if (shelf == TENSEN_OWN_FAMILY && !docs->keep) {
		grades->n_family++;
		return;
	}
	grades->v[grades->n++] = (triage_doc){.row = d->row,
	    .aspect = d->aspect,
	    .order = triage_place(place) + moved_by(j),
	    .distance = distance,
	    .shelf = shelf,
	    .judgement = j};
}

tensen_status
triage_fill(triage *grades, tensen_searcher *searcher, const listed_docs *docs, tensen_error *err)
{
	const rows *r = &searcher->ix->store->rows;
	float distances[N_FIELDS + 1];
	tensen_status st = TENSEN_OK;

	grades->n = 0;
	grades->n_family = docs->n_family;
	grades->v = arena_alloc(&searcher->mem, (docs->n + (size_t)1) * sizeof *grades->v);
	if (!grades->v)
		return tensen_fail_nomem(err);
	find_distances(distances, grades, searcher);
	for (uint32_t i = 0; i < docs->n; i++)
		add_doc(grades, docs, i, distances[r->primary[docs->v[i].row]]);
	if (grades->n_judged) {
		move_by_tallies(grades, r);
		st = move_by_likeness(grades, searcher, err);
	}
	triage_sort(grades);
	return st;
}

void
triage_order(triage *grades, float boldness)
{
	if (boldness <= 0)
		return;
	for (uint32_t i = 0; i < grades->n; i++)
		grades->v[i].order += BOLD_MOVES * boldness * (grades->v[i].distance - 0.5f);
	triage_sort(grades);
}

tensen_status
triage_make(triage *out, tensen_searcher *searcher, const query *q,
    const tensen_candidates_opts *opts, tensen_error *err)
{
	tensen_filter filter = opts->filter;
	family of;
	listed_docs l;
	tensen_status st;

	memset(out, 0, sizeof *out);
	if ((st = own_classes_of(&out->own, searcher, q, err)) < 0 ||
	    (st = family_of(&of, searcher, q, err)) < 0)
		return st;
	/* without classes, the guessed fields and those given by the user count as own fields */
	if (out->own.guessed || out->own.given)
		filter.not_field |= out->own.fields;
	if ((st = aspects_make(&out->aspects, searcher, q, &opts->asking, err)) < 0 ||
	    (st = lists_make(&l, searcher, &out->aspects, &of, &filter, out->own.fields,
		 opts->family, err)) < 0 ||
	    (st = lists_drop_silent(&l, &out->aspects, searcher, err)) < 0 ||
	    (st = triage_judged(out, searcher, &opts->asking, err)) < 0 ||
	    (st = triage_mark_judged(out, searcher, &of, err)) < 0)
		return st;
	return triage_fill(out, searcher, &l, err);
}
