/* engine/ideas/pair.c - see pair.h. */
#include "engine/ideas/pair.h"
#include "engine/query/rank.h"
#include <math.h>
#include <string.h>
#include "engine/query/lexical.h"
#include "util/fail.h"

#define CLOSE_FROM 0.7f   /* cosine of topics that is more than likeness of a need */
#define SAID_WEIGHT 4.0f  /* of an aspect that was given, as in aspect_sources.c */
#define FAR_PLACE 2000.0f /* of a document that no aspect of the kind found */
#define SCENES_COUNTED 3  /* the best scenes of a document */
/* Beyond this, one pair in a thousand that readers graded: the weights know nothing there. */
#define SHARE_MOST 0.5f

typedef struct group_facts {
	float area; /* strength of the area that it lies in, 0: none */
	uint8_t known, own_group, own_class, own_subclass;
} group_facts;

/* The state while all pairs are measured. */
typedef struct measuring {
	tensen_searcher *s;
	const query *a;
	const aspects *x;
	const met_documents *d;
	const own_classes *own;
	pair *pairs;
	uint32_t *ids;
	float *scores;
	group_facts *groups; /* by number */
} measuring;

static float
largest(const float *v, uint32_t n)
{
	float most = 0;

	for (uint32_t i = 0; i < n; i++)
		most = v[i] > most ? v[i] : most;
	return most;
}

static tensen_status
measure_words(measuring *m, tensen_error *err)
{
	const store *st = m->s->ix->store;
	lex_query q;
	float most;
	tensen_status rc = lexical_words(&q, m->s, m->a, TENSEN_FUSED, err);

	if (rc < 0 || q.n_terms == 0)
		return rc;
	rc = postings_score(st->lexical, m->s->lexical, &q, m->ids, m->d->n, m->scores, err);
	most = largest(m->scores, m->d->n);
	for (uint32_t i = 0; rc == TENSEN_OK && i < m->d->n; i++)
		m->pairs[i].signal[SIGNAL_WHOLE] = most > 0 ? m->scores[i] / most : 0;
	return rc;
}

static tensen_status
measure_cosines(measuring *m, view of_query, pair_signal to, tensen_error *err)
{
	tensen_status rc;

	if (m->a->norm[of_query] <= 0)
		return TENSEN_OK;
	rc = rank_views(m->scores, m->s, m->a, VIEW_TOPIC, of_query, m->ids, m->d->n, err);
	for (uint32_t i = 0; rc == TENSEN_OK && i < m->d->n; i++)
		m->pairs[i].signal[to] = m->scores[i];
	return rc;
}

static int
begins_alike(span a, span b, size_t n)
{
	return a.n >= n && b.n >= n && !memcmp(a.p, b.p, n);
}

static int
any_alike(const rows *r, const uint32_t *v, uint32_t n, span name, size_t letters)
{
	for (uint32_t i = 0; i < n; i++)
		if (begins_alike(rows_group_name(r, v[i]), name, letters))
			return 1;
	return 0;
}

/* The relation of a main group to the query; documents of one list share most of their groups. */
static const group_facts *
facts_of(const measuring *m, uint32_t group)
{
	const rows *r = &m->s->ix->store->rows;
	group_facts *f = &m->groups[group];
	span name = rows_group_name(r, group);
	uint32_t n_own = 0;
	const uint32_t *own = m->a->row == ROW_NONE ? NULL : rows_groups(r, m->a->row, &n_own);

	if (f->known)
		return f;
	f->known = 1;
	for (uint32_t k = 0; k < n_own; k++)
		f->own_group |= own[k] == group;
	f->own_class = (uint8_t)own_has(m->own, name, 3);
	f->own_subclass = (uint8_t)own_has(m->own, name, 4);
	f->area = area_strength(&m->x->areas, name);
	return f;
}

static void
measure_classes(const measuring *m, pair *p)
{
	const rows *r = &m->s->ix->store->rows;
	uint32_t n, subclasses = 0, shared = 0, row = p->found->row;
	const uint32_t *v = rows_groups(r, row, &n);

	for (uint32_t i = 0; i < n; i++) {
		const group_facts *f = facts_of(m, v[i]);
		if (f->own_group)
			p->signal[SIGNAL_GROUP] = 1;
		if (f->own_class)
			p->signal[SIGNAL_CLASS] = 1;
		p->signal[SIGNAL_AREA] = fmaxf(p->signal[SIGNAL_AREA], f->area);
		if (any_alike(r, v, i, rows_group_name(r, v[i]), 4))
			continue; /* the subclass was counted */
		subclasses++;
		shared += f->own_subclass;
	}
	p->signal[SIGNAL_SUBCLASS] = subclasses ? (float)shared / (float)subclasses : 0;
	p->signal[SIGNAL_DISTANCE] = r->primary[row] ? (float)fieldmap_distance(searcher_map(m->s),
							   m->own->fields, r->primary[row])
						     : 1;
}

/* Aspects that a user or a model states are treated like the whole text: cosine and place by them
 * count as those of the whole text, because the whole text is not near a use elsewhere. */
static void
met_what_was_said(pair *p, const meeting *m)
{
	float place = logf(1 + (float)m->place / SAID_WEIGHT);

	p->signal[SIGNAL_NEAR] = fmaxf(p->signal[SIGNAL_NEAR], m->dense);
	p->signal[SIGNAL_PLAIN] = fminf(p->signal[SIGNAL_PLAIN], place);
	p->signal[SIGNAL_SCENE] = fminf(p->signal[SIGNAL_SCENE], place);
}

static void
measure_meetings(const measuring *m, pair *p)
{
	const met_document *d = p->found;

	p->signal[SIGNAL_PLACE] = logf(1 + fminf(d->place, FAR_PLACE));
	p->signal[SIGNAL_CLOSE] =
	    fmaxf(0, (p->signal[SIGNAL_NEAR] - CLOSE_FROM) / (1 - CLOSE_FROM));
	p->signal[SIGNAL_PLAIN] = logf(1 + fminf(d->plain, FAR_PLACE));
	p->signal[SIGNAL_SCENE] = logf(1 + fminf(d->scene, FAR_PLACE));
	for (uint32_t i = 0; i < d->n_met; i++) {
		const aspect *x = &m->x->v[d->met[i].aspect];
		if (x->kind == TENSEN_ASPECT_GIVEN || x->kind == TENSEN_ASPECT_SAID)
			met_what_was_said(p, &d->met[i]);
	}
}

/* Put x among the greatest values of a document, greatest first. */
static void
keep_greatest(float best[SCENES_COUNTED], float x)
{
	for (int k = 0; k < SCENES_COUNTED; k++)
		if (x > best[k]) {
			float out = best[k];
			best[k] = x;
			x = out;
		}
}

/* Two witnesses that know nothing of each other: scenes and areas are written by class apart. */
static void
measure_agreement(pair *p)
{
	float scenes = p->signal[SIGNAL_SCENES];

	p->signal[SIGNAL_AGREED] = fminf(scenes * scenes, 1) * p->signal[SIGNAL_AREA];
}

/* The share of every scene's words that a document has, of its best scenes.  A word that the index
 * does not know counts as one that the document does not have: without it, one common word of three
 * met a scene in a small index, and 23 known good documents stood among the first twenty instead of
 * 27 (bench/judged.txt).  The root: a document that has all words of a scene was no better than
 * one that has most of them. */
static tensen_status
measure_scenes(measuring *m, tensen_error *err)
{
	const store *st = m->s->ix->store;
	float(*best)[SCENES_COUNTED] =
	    arena_calloc(&m->s->mem, (m->d->n + (size_t)1) * sizeof *best);
	tensen_status rc = best ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < m->x->n && rc == TENSEN_OK; i++) {
		const aspect *x = &m->x->v[i];
		lex_query q;
		if (x->kind != TENSEN_ASPECT_SCENE)
			continue;
		rc = lexical_words(&q, m->s, &x->query, TENSEN_FUSED, err);
		if (rc == TENSEN_OK)
			rc = postings_score(
			    st->lexical, m->s->lexical, &q, m->ids, m->d->n, m->scores, err);
		for (uint32_t k = 0; k < m->d->n && rc == TENSEN_OK; k++)
			keep_greatest(best[k], m->scores[k] * x->query.known_script);
	}
	for (uint32_t k = 0; k < m->d->n && rc == TENSEN_OK; k++) {
		float sum = 0;
		for (int b = 0; b < SCENES_COUNTED; b++)
			sum += best[k][b];
		m->pairs[k].signal[SIGNAL_SCENES] = sqrtf(sum);
	}
	return rc;
}

static tensen_status
measure_all(measuring *m, tensen_error *err)
{
	tensen_status st;

	for (uint32_t i = 0; i < m->d->n; i++) {
		m->pairs[i].found = &m->d->v[i];
		m->ids[i] = m->d->v[i].row;
	}
	if ((st = measure_words(m, err)) < 0 ||
	    (st = measure_cosines(m, VIEW_TOPIC, SIGNAL_NEAR, err)) < 0 ||
	    (st = measure_cosines(m, VIEW_PROBLEM, SIGNAL_PROBLEM, err)) < 0 ||
	    (st = measure_scenes(m, err)) < 0)
		return st;
	for (uint32_t i = 0; i < m->d->n; i++) {
		measure_classes(m, &m->pairs[i]);
		measure_agreement(&m->pairs[i]);
		measure_meetings(m, &m->pairs[i]);
	}
	return st;
}

tensen_status
pairs_measure(pair **out, tensen_searcher *s, const query *a, const aspects *x,
    const met_documents *d, const own_classes *own, tensen_error *err)
{
	const pair_weights *w = &s->ix->pair_weights;
	measuring m = {.s = s, .a = a, .x = x, .d = d, .own = own};
	tensen_status st;

	*out = m.pairs = arena_calloc(&s->mem, (d->n + (size_t)1) * sizeof *m.pairs);
	m.ids = arena_alloc(&s->mem, (d->n + (size_t)1) * sizeof *m.ids);
	m.scores = arena_alloc(&s->mem, (d->n + (size_t)1) * sizeof *m.scores);
	m.groups =
	    arena_calloc(&s->mem, (s->ix->store->rows.n_groups + (size_t)1) * sizeof *m.groups);
	if (!m.pairs || !m.ids || !m.scores || !m.groups)
		return tensen_fail_nomem(err);
	if ((st = measure_all(&m, err)) < 0)
		return st;
	for (uint32_t i = 0; i < d->n; i++) {
		m.pairs[i].share = fminf(pair_probability(w->good, m.pairs[i].signal), SHARE_MOST);
		m.pairs[i].family = pair_probability(w->family, m.pairs[i].signal);
		m.pairs[i].precedent = pair_probability(w->precedent, m.pairs[i].signal);
	}
	return TENSEN_OK;
}
