/* engine/ideas/ideas.c - tensen_ideas(): ideas of the candidates that are sure enough. */
#include "engine/ideas/ideas.h"
#include <stdlib.h>
#include <string.h>
#include "engine/ideas/candidate_fill.h"
#include "engine/options.h"
#include "engine/query/term_overlap.h"
#include "engine/query/idea_sources.h"
#include "ideas/statement.h"
#include "result/lists/search_result.h"
#include "text/utf8.h"
#include "util/fail.h"

#define IDEAS_DEFAULT 8
#define EVIDENCE_DEFAULT 3
#define CANDIDATES_DEFAULT 40
#define FUNCTIONS_SHOWN 5
#define APPLICANTS_SHOWN 4
/* The nearest document is said to solve the same problem by the same means (exists) only when its
 * whole text is this near to the query's and it has this share of the words that the best candidate
 * has in common with the query. */
#define EXISTS_NEAR 0.85f
#define EXISTS_WORDS 0.8f

/* The data from which one answer is made. */
typedef struct making {
	ideas_result *r;
	tensen_searcher *s;
	const triage *t;
	const tensen_ideas_opts *o;
	candidate_filler filler;
	span source;   /* title of the query */
	uint8_t *used; /* of t->v: part of an idea already */
	tensen_idea *ideas;
	idea_detail *details;
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
				term_weighted(&a->terms[i], view_section_weights[VIEW_FUNCTION])};
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

static int
same_application(const rows *r, const triage_doc *x, const triage_doc *y)
{
	return x->shelf == y->shelf && same_subclass(r, x->pair->found->row, y->pair->found->row);
}

/* 1 if a candidate may lead an idea: a judged one if it was judged good, another one by its band.
 * A candidate of a lower share than all that a model has read may not lead until it is judged: one
 * in ten of these candidates is good, but two in three of those that the model calls good
 * (bench/judged.txt). */
static int
may_lead(const triage *t, const triage_doc *d)
{
	if (d->shelf == TENSEN_OWN_FAMILY)
		return 0;
	if (d->judgement)
		return d->judgement->grade >= GOOD_GRADE;
	return !t->own.unfamiliar && d->pair->share >= t->read_from &&
	       triage_band(d->pair->share) != TENSEN_BAND_NONE;
}

/* The next letter of a title that carries meaning: hiragana, 及 and signs join words. */
static uint32_t
next_letter(span title, size_t *at)
{
	while (*at < title.n) {
		size_t n;
		uint32_t c = utf8_get(title.p + *at, title.p + title.n, &n);
		*at += n;
		if (c > ' ' && !is_hiragana(c) && c != 0x53ca && c != 0x3001 && c != 0xff0c)
			return c;
	}
	return 0;
}

/* 樹脂粒および用途 and 樹脂粒及びその用途: one family, whatever its classes. */
static int
titles_alike(span a, span b)
{
	size_t i = 0, k = 0;
	uint32_t x, y, n = 0;

	do {
		x = next_letter(a, &i);
		y = next_letter(b, &k);
		n += x != 0;
	} while (x && x == y);
	return x == y && n > 0; /* a title in hiragana alone is like no other */
}

static int
leads_already(const making *m, uint32_t place)
{
	const rows *r = &m->s->ix->store->rows;
	span title = rows_title(r, m->t->v[place].pair->found->row);

	for (uint32_t i = 0; i < m->r->n_ideas; i++)
		if (titles_alike(title, span_of(m->ideas[i].lead->title)))
			return 1;
	return 0;
}

/* The candidate of place i: from the list when it is there, else read now. */
static tensen_status
candidate_at(making *m, const tensen_candidate **out, uint32_t i, tensen_error *err)
{
	tensen_candidate *c;

	if (i < m->r->list.n) {
		*out = &m->r->list.v[i];
		return TENSEN_OK;
	}
	*out = c = arena_calloc(&m->r->base.mem, sizeof *c);
	return c ? fill_candidate(&m->filler, c, &m->t->v[i], err) : tensen_fail_nomem(err);
}

/* Further candidates of the application of place `lead`, which may lead no other idea; without the
 * nearest document, which is shown separately. */
static tensen_status
fill_others(making *m, tensen_idea *x, uint32_t lead, uint32_t nearest, tensen_error *err)
{
	uint32_t want = m->o->evidence ? m->o->evidence : EVIDENCE_DEFAULT;
	tensen_candidate *v = arena_calloc(&m->r->base.mem, (want + (size_t)1) * sizeof *v);
	const rows *r = &m->s->ix->store->rows;

	if (!v)
		return tensen_fail_nomem(err);
	for (uint32_t i = lead + 1; i < m->t->n; i++) {
		const tensen_candidate *c;
		tensen_status st;
		if (m->used[i] || !same_application(r, &m->t->v[lead], &m->t->v[i]))
			continue;
		m->used[i] = 1;
		if (i == nearest || x->n_others >= want || !may_lead(m->t, &m->t->v[i]))
			continue;
		if ((st = candidate_at(m, &c, i, err)) < 0)
			return st;
		v[x->n_others++] = *c;
	}
	x->others = v;
	return TENSEN_OK;
}

/* The place of the document of the application whose whole text is nearest to the query's. */
static uint32_t
nearest_of(const making *m, uint32_t lead)
{
	const rows *r = &m->s->ix->store->rows;
	uint32_t best = lead;

	for (uint32_t i = 0; i < m->t->n; i++)
		if (same_application(r, &m->t->v[lead], &m->t->v[i]) &&
		    m->t->v[i].pair->signal[SIGNAL_NEAR] > m->t->v[best].pair->signal[SIGNAL_NEAR])
			best = i;
	return best;
}

static tensen_status
fill_nearest(making *m, tensen_idea *x, uint32_t lead, uint32_t best, tensen_error *err)
{
	tensen_nearest *out = arena_calloc(&m->r->base.mem, sizeof *out);
	const tensen_candidate *c;
	const pair *p;
	tensen_status st;

	if (!out)
		return tensen_fail_nomem(err);
	if (best == lead)
		return TENSEN_OK; /* one document is not quoted twice */
	if ((st = candidate_at(m, &c, best, err)) < 0)
		return st;
	p = m->t->v[best].pair;
	*out = (tensen_nearest){.id = c->id,
	    .title = c->title,
	    .sentence = c->sentence,
	    .near = p->signal[SIGNAL_NEAR],
	    .exists =
		p->signal[SIGNAL_NEAR] >= EXISTS_NEAR && p->signal[SIGNAL_WHOLE] >= EXISTS_WORDS,
	    .date = c->date,
	    .open = c->open,
	    .status = c->status};
	x->nearest = out;
	return TENSEN_OK;
}

static void
add_applicants(making *m, const char **v, size_t *n, uint32_t row)
{
	const rows *r = &m->s->ix->store->rows;
	uint32_t count;
	const uint32_t *a = rows_applicants(r, row, &count);

	for (uint32_t i = 0; i < count && *n < APPLICANTS_SHOWN; i++) {
		span name = rows_applicant_name(r, a[i]);
		size_t k = 0;
		while (k < *n && !span_eq(span_of(v[k]), name))
			k++;
		if (k == *n)
			v[(*n)++] = result_copy(&m->r->base, name);
	}
}

static tensen_status
fill_applicants(making *m, tensen_idea *x, uint32_t lead, tensen_error *err)
{
	const rows *r = &m->s->ix->store->rows;
	const char **v = arena_alloc(&m->r->base.mem, APPLICANTS_SHOWN * sizeof *v);

	if (!v)
		return tensen_fail_nomem(err);
	add_applicants(m, v, &x->n_applicants, m->t->v[lead].pair->found->row);
	for (size_t i = 0; i < x->n_others; i++)
		add_applicants(m, v, &x->n_applicants, rows_find(r, span_of(x->others[i].id)));
	x->applicants = v;
	return TENSEN_OK;
}

static void
fill_names(making *m, tensen_idea *x, idea_detail *d)
{
	const field_info *f = fields_info(m->s->ix->fields, x->field);
	const subclass_info *c = fields_subclass(m->s->ix->fields, x->subclass);
	static const span none = {"", 0};

	for (int l = 0; l < 2; l++) {
		d->field_name[l] = result_copy(&m->r->base, f ? f->name[l] : none);
		d->sector_name[l] = result_copy(&m->r->base, f ? f->sector_name[l] : none);
		d->subclass_name[l] = result_copy(&m->r->base, c ? c->name[l] : none);
		d->products[l] = result_copy(&m->r->base, c ? c->products[l] : none);
	}
	d->field_size = x->field ? fieldmap_size(searcher_map(m->s), x->field, 0) : 0;
}

static void
fill_statements(making *m, tensen_idea *x)
{
	for (int l = 0; l < 2; l++) {
		buf b = BUF_INIT;
		statement_parts p = {.source = m->source,
		    .application = span_of(x->application[l]),
		    .band = x->band,
		    .shelf = x->shelf,
		    .title_only = x->lead->title_only};
		statement_write(&b, &p, (tensen_lang)l);
		if (l == TENSEN_JA)
			x->statement_ja = result_text(&m->r->base, &b);
		else
			x->statement_en = result_text(&m->r->base, &b);
	}
}

static tensen_status
add_idea(making *m, uint32_t lead, tensen_error *err)
{
	const triage_doc *d = &m->t->v[lead];
	const uint32_t nearest = nearest_of(m, lead);
	tensen_idea *x = &m->ideas[m->r->n_ideas];
	tensen_status st;

	*x = (tensen_idea){.shelf = d->shelf,
	    .share = d->pair->share,
	    .distance = d->pair->signal[SIGNAL_DISTANCE]};
	if ((st = candidate_at(m, &x->lead, lead, err)) < 0)
		return st;
	x->band = x->lead->band == TENSEN_BAND_NONE ? TENSEN_BAND_LOW : x->lead->band;
	x->field = x->lead->field;
	x->subclass = x->lead->subclass;
	for (int l = 0; l < 2; l++)
		x->application[l] = x->lead->application[l];
	if ((st = fill_others(m, x, lead, nearest, err)) < 0 ||
	    (st = fill_nearest(m, x, lead, nearest, err)) < 0 ||
	    (st = fill_applicants(m, x, lead, err)) < 0)
		return st;
	fill_names(m, x, &m->details[m->r->n_ideas]);
	fill_statements(m, x);
	m->r->n_ideas++;
	return TENSEN_OK;
}

tensen_status
ideas_from(ideas_result *r, const triage *t, tensen_searcher *s, const tensen_ideas_opts *o,
    span source, tensen_error *err)
{
	uint32_t k = o->k ? o->k : IDEAS_DEFAULT;
	making m = {.r = r,
	    .s = s,
	    .t = t,
	    .o = o,
	    .source = source,
	    .used = arena_calloc(&s->mem, t->n + (size_t)1),
	    .ideas = arena_calloc(&r->base.mem, k * sizeof *m.ideas),
	    .details = arena_calloc(&r->base.mem, k * sizeof *m.details)};
	tensen_status st = m.used && m.ideas && m.details ? TENSEN_OK : tensen_fail_nomem(err);

	r->ideas = m.ideas;
	r->details = m.details;
	r->n_family = t->n_family;
	r->unfamiliar = t->own.unfamiliar;
	if (st == TENSEN_OK)
		st = filler_begin(&m.filler, &r->base, s, t, err);
	if (st == TENSEN_OK)
		st = fill_candidates(
		    &m.filler, &r->list, o->candidates ? o->candidates : CANDIDATES_DEFAULT, err);
	for (uint32_t i = 0; i < t->n && r->n_ideas < k && st == TENSEN_OK; i++)
		if (!m.used[i] && may_lead(t, &t->v[i]) && !leads_already(&m, i)) {
			m.used[i] = 1;
			st = add_idea(&m, i, err);
		}
	return st == TENSEN_OK ? fill_aspects(&m.filler, &r->list, err) : st;
}

tensen_status
ideas_answer(ideas_result *r, triage *t, tensen_searcher *s, const query *a,
    const tensen_ideas_opts *o, tensen_error *err)
{
	tensen_candidates_opts c = {.n = o->candidates, .asking = o->asking, .filter = o->filter};
	tensen_status st = fill_query(r, s, a, err);

	memset(t, 0, sizeof *t);
	if (st < 0)
		return st;
	r->boldness = o->boldness;
	if (a->n_terms == 0)
		return TENSEN_OK;
	if ((st = triage_make(t, s, a, &c, err)) < 0)
		return st;
	triage_order(t, o->boldness);
	return ideas_from(r, t, s, o, a->doc.title.n ? a->doc.title : a->doc.id, err);
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
