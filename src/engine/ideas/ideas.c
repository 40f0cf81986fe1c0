/* engine/ideas/ideas.c - tensen_ideas(): pairs that were read and held, and what is worth reading.
 */
#include "engine/query/understand.h"
#include "engine/ideas/ideas.h"
#include <stdlib.h>
#include <string.h>
#include "engine/ideas/candidate_fill.h"
#include "engine/ideas/varied.h"
#include "engine/base/options.h"
#include "engine/base/late.h"
#include "engine/query/filter.h"
#include "engine/query/idea_sources.h"
#include "engine/query/term_overlap.h"
#include "engine/readings/readings.h"
#include "result/lists/search_result.h"
#include "util/fail.h"

#define IDEAS_DEFAULT 8
#define UNREAD_DEFAULT 20
#define FUNCTIONS_SHOWN 5
#define APPLICANTS_SHOWN 4

/* The data from which one answer is made. */
typedef struct making {
	ideas_result *r;
	tensen_searcher *s;
	triage *t;
	const tensen_ideas_opts *o;
	tensen_idea *ideas;
} making;

/* The heaviest functions of the query (verb and object), joined. */
static tensen_status
fill_functions(ideas_result *r, tensen_searcher *s, const query *a, tensen_error *err)
{
	const vocab *v = &s->ix->store->vocab;
	weighted_term *w = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *w);
	uint32_t n = 0;
	buf b = BUF_INIT;

	if (!w)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < a->n_terms; i++)
		if (v->kind[a->terms[i].term] == TERM_FUNCTION)
			w[n++] = (weighted_term){a->terms[i].term,
			    vocab_idf(v, a->terms[i].term) *
				term_weighted(&a->terms[i], function_section_weights)};
	if (n)
		qsort(w, n, sizeof *w, weighted_term_compare);
	for (uint32_t i = 0; i < n && i < FUNCTIONS_SHOWN; i++) {
		if (i)
			buf_str(&b, "、");
		shown_write(&b, &s->ix->store->shown, v, w[i].term);
	}
	r->functions = result_text(&r->base, &b);
	return TENSEN_OK;
}

static tensen_status
fill_query(ideas_result *r, tensen_searcher *s, const query *a, tensen_error *err)
{
	tensen_status st = fill_query_words(&r->words, &r->base, s->ix->store, a, err);

	if (st < 0)
		return st;
	r->id = result_copy(&r->base, a->doc.id);
	r->title = result_copy(&r->base, a->doc.title);
	r->title_only = query_title_only(a);
	if ((st = query_fields(&r->query_fields, s, a, err)) < 0 ||
	    (st = fill_key_words(&r->key_words, &r->n_key_words, &r->base, s, a, err)) < 0)
		return st;
	r->fields_guessed = !a->mask && r->query_fields;
	for (int l = 0; l < 2; l++)
		r->own_fields[l] =
		    field_list(&r->base, s->ix->fields, r->query_fields, (tensen_lang)l);
	return fill_functions(r, s, a, err);
}

/* ---- ideas: pairs that were read ---- */

/* A judgement that makes an idea, with what decides its place. */
typedef struct held {
	const judged_row *of;
	const triage_doc *listed; /* NULL: in none of today's listed_docs */
	uint32_t place;           /* in the list, UINT32_MAX behind it */
	int person, title_only;
} held;

/* A model's reading is held when a second one held it, a person's by itself. */
static int
was_held(const tensen_judgement *j)
{
	return j->grade >= GOOD_GRADE && j->shelf != TENSEN_OWN_FAMILY &&
	       (!j->by || !j->by[0] || j->doubt > 0);
}

static int
held_order(const void *a, const void *b)
{
	const held *x = a, *y = b;
	const tensen_judgement *i = x->of->judgement, *k = y->of->judgement;

	if (i->grade != k->grade)
		return k->grade - i->grade;
	if (x->person != y->person)
		return y->person - x->person;
	if ((i->doubt > 0) != (k->doubt > 0))
		return (k->doubt > 0) - (i->doubt > 0);
	if (x->title_only != y->title_only)
		return x->title_only - y->title_only;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return x->of < y->of ? -1 : 1;
}

static void
find_in_list(held *h, const triage *t)
{
	for (uint32_t i = 0; i < t->n && !h->listed; i++)
		if (t->v[i].row == h->of->row) {
			h->listed = &t->v[i];
			h->place = i;
		}
}

static tensen_status
find_held(held **out, uint32_t *n, making *m, const filter_set *f, tensen_error *err)
{
	const rows *r = &m->s->ix->store->rows;

	*n = 0;
	*out = arena_calloc(&m->s->mem, (m->t->n_judged + (size_t)1) * sizeof **out);
	if (!*out)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < m->t->n_judged; i++) {
		const judged_row *j = &m->t->judged[i];
		held h = {.of = j, .place = UINT32_MAX};
		read_row d;
		tensen_status st;
		if (!was_held(j->judgement) || !filter_allows(f, r, j->row))
			continue;
		if ((st = read_row_of(&d, m->s, j->row, err)) < 0)
			return st;
		h.title_only = d.title_only;
		h.person = !j->judgement->by || !j->judgement->by[0];
		find_in_list(&h, m->t);
		(*out)[(*n)++] = h;
	}
	if (*n)
		qsort(*out, *n, sizeof **out, held_order);
	return TENSEN_OK;
}

static tensen_status
fill_applicants(making *m, tensen_idea *x, uint32_t row, tensen_error *err)
{
	const rows *r = &m->s->ix->store->rows;
	uint32_t n;
	const uint32_t *a = rows_applicants(r, row, &n);
	const char **v = arena_alloc(&m->r->base.mem, APPLICANTS_SHOWN * sizeof *v);

	if (!v)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n && x->n_applicants < APPLICANTS_SHOWN; i++)
		v[x->n_applicants++] = result_copy(&m->r->base, rows_applicant_name(r, a[i]));
	x->applicants = v;
	return TENSEN_OK;
}

static const char *
said(making *m, const char *s)
{
	return s ? result_copy(&m->r->base, span_of(s)) : "";
}

static void
fill_reading(making *m, tensen_idea *x, const tensen_judgement *j)
{
	const int again = j->doubt_objection && j->doubt_objection[0];

	x->grade = j->grade;
	x->shelf = j->shelf == TENSEN_PRECEDENT ? TENSEN_PRECEDENT : TENSEN_NEW_USE;
	x->transfer = said(m, j->transfer);
	x->quote_query = said(m, j->quote_query);
	x->quote_document = said(m, j->quote_document);
	x->objection = said(m, again ? j->doubt_objection : j->objection);
	x->by = said(m, j->by);
	x->date = said(m, j->date);
	x->doubted = j->doubt > 0;
	x->doubt_by = said(m, j->doubt_by);
}

static tensen_status
add_idea(making *m, const held *h, tensen_error *err)
{
	const tensen_judgement *j = h->of->judgement;
	tensen_idea *x = &m->ideas[m->r->n_ideas];
	const char *names[2];
	read_row d;
	tensen_status st = read_row_of(&d, m->s, h->of->row, err);

	if (st < 0)
		return st;
	*x = (tensen_idea){.aspect = h->listed ? h->listed->aspect : TENSEN_NO_ASPECT};
	fill_document(&x->document, &m->r->base, m->s, &d);
	fill_application(names, &m->r->base, m->s, &x->document);
	x->application =
	    j->application && j->application[0] ? said(m, j->application) : names[TENSEN_JA];
	x->distance = x->document.field ? (float)fieldmap_distance(index_map(m->s->ix),
					      m->t->own.fields, x->document.field)
					: 1;
	fill_reading(m, x, j);
	m->r->n_ideas++;
	return fill_applicants(m, x, h->of->row, err);
}

static tensen_status
add_ideas(making *m, const query *a, tensen_error *err)
{
	const uint32_t k = m->o->k ? m->o->k : IDEAS_DEFAULT;
	filter_set f;
	held *v;
	uint32_t n;
	tensen_status st = filter_rows(&f, m->s, a, m->t->own.fields, &m->o->filter, err);

	if (st < 0 || (st = find_held(&v, &n, m, &f, err)) < 0)
		return st;
	m->r->n_read = m->t->n_judged;
	m->r->ideas = m->ideas = arena_calloc(&m->r->base.mem, (n + (size_t)1) * sizeof *m->ideas);
	if (!m->ideas)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n && i < k && st == TENSEN_OK; i++)
		st = add_idea(m, &v[i], err);
	return st;
}

/* ---- the unread list ---- */

/* Documents with a sentence of trouble stand first; the order stays. */
static void
troubled_first(tensen_candidate *v, tensen_candidate *room, size_t n)
{
	size_t k = 0;

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < n; i++)
			if ((v[i].trouble[0] == '\0') == pass)
				room[k++] = v[i];
	memcpy(v, room, n * sizeof *v);
}

static tensen_status
add_unread(making *m, const candidate_filler *f, tensen_error *err)
{
	uint32_t *places, n = 0;
	tensen_candidate *v, *room;
	tensen_status st =
	    varied_pick(&places, &n, m->s, m->t, m->o->unread ? m->o->unread : UNREAD_DEFAULT, err);

	if (st < 0)
		return st;
	v = arena_calloc(&m->r->base.mem, (n + (size_t)1) * sizeof *v);
	room = arena_alloc(&m->s->mem, (n + (size_t)1) * sizeof *room);
	if (!v || !room)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		st = fill_candidate(f, &v[i], &m->t->v[places[i]], err);
	if (st == TENSEN_OK)
		troubled_first(v, room, n);
	m->r->list.v = v;
	m->r->list.n = st == TENSEN_OK ? n : 0;
	return st;
}

tensen_status
ideas_from(ideas_result *r, triage *t, tensen_searcher *s, const query *a,
    const tensen_ideas_opts *o, tensen_error *err)
{
	making m = {.r = r, .s = s, .t = t, .o = o};
	candidate_filler f = {&r->base, s, t, 0};
	tensen_status st;

	r->n_family = t->n_family;
	r->unfamiliar = t->own.unfamiliar;
	if ((st = add_ideas(&m, a, err)) < 0)
		return st;
	triage_order(t, o->boldness);
	if (!r->unfamiliar && (st = add_unread(&m, &f, err)) < 0)
		return st;
	return fill_aspects(&f, &r->list, err);
}

tensen_status
ideas_answer(ideas_result *r, triage *t, tensen_searcher *s, const query *a,
    const tensen_ideas_opts *o, tensen_error *err)
{
	tensen_candidates_opts c = {.asking = o->asking, .filter = o->filter};
	tensen_status st = fill_query(r, s, a, err);

	memset(t, 0, sizeof *t);
	if (st < 0)
		return st;
	r->boldness = o->boldness;
	if (a->n_terms == 0)
		return TENSEN_OK;
	if ((st = readings_join(&c.asking, s, a, err)) < 0)
		return st;
	if ((st = triage_make(t, s, a, &c, err)) < 0)
		return st;
	return ideas_from(r, t, s, a, o, err);
}

static tensen_status
of_query(ideas_result *r, tensen_searcher *s, const tensen_query *q, const tensen_ideas_opts *o,
    tensen_error *err)
{
	query a;
	triage t;
	tensen_status st = query_understand(&a, s, q, err);

	if (st == TENSEN_OK)
		st = idea_source_of_query(r, &a, err);
	return st == TENSEN_OK ? ideas_answer(r, &t, s, &a, o, err) : st;
}

tensen_status
tensen_ideas(tensen_searcher *s, const tensen_query *q, const tensen_ideas_opts *opts,
    tensen_result **out, tensen_error *err)
{
	tensen_ideas_opts o;
	tensen_status st = ideas_options(&o, opts, err);
	ideas_result *r = st < 0 ? NULL : ideas_result_new();

	if (r)
		st = of_query(r, s, q, &o, err);
	return engine_answer(r, st, s->ix, out, err);
}

/* The rows of the ids, each once: a patent named twice counts once. */
static tensen_status
rows_of_ids(uint32_t *out, size_t *n, const tensen_index *ix, const char *const *ids, size_t n_ids,
    tensen_error *err)
{
	*n = 0;
	for (size_t i = 0; i < n_ids; i++) {
		size_t k = 0;
		tensen_status st = row_of_id(&out[*n], ix, ids[i], err);
		if (st < 0)
			return st;
		while (k < *n && out[k] != out[*n])
			k++;
		*n += k == *n;
	}
	return TENSEN_OK;
}

tensen_status
tensen_ideas_together(tensen_searcher *s, const char *const *ids, size_t n_ids,
    const tensen_ideas_opts *opts, tensen_result **out, tensen_error *err)
{
	tensen_ideas_opts o;
	ideas_result *r;
	uint32_t rows_of[TENSEN_TOGETHER_MAX];
	size_t n = 0;
	query a;
	triage t;
	tensen_status st;

	*out = NULL;
	if ((st = ideas_options(&o, opts, err)) < 0 ||
	    (st = options_limit("ids", n_ids, TENSEN_TOGETHER_MAX, err)) < 0)
		return st;
	if (!(r = ideas_result_new()))
		return tensen_fail_nomem(err);
	st = rows_of_ids(rows_of, &n, s->ix, ids, n_ids, err);
	if (st == TENSEN_OK) {
		engine_sign(&r->base, s->ix);
		st = query_of_rows(&a, s, rows_of, n, err);
	}
	if (st == TENSEN_OK)
		st = idea_sources_of_rows(r, s, rows_of, n, err);
	if (st == TENSEN_OK)
		st = ideas_answer(r, &t, s, &a, &o, err);
	return result_end(&r->base, st, out, err);
}
