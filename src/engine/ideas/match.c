/* engine/ideas/match.c - tensen_match(): a need in anybody's words, patents to license out.
 *
 * A need is mostly a problem, told without headings and in everyday words; so
 * the fused search over everything is joined by the problem view, and what the
 * patent says is gained is quoted as the answer. */
#include <stdlib.h>
#include "engine/options.h"
#include "engine/query/filter.h"
#include "engine/query/marks.h"
#include "engine/query/rank.h"
#include "engine/query/shared.h"
#include "result/lists/match_result.h"
#include "result/lists/search_result.h"
#include "util/fail.h"

#define OFFERS_DEFAULT 10
#define DEPTH 200 /* candidates scored */
#define PROBLEM_WEIGHT                                                                             \
	0.6f /* of the problem view's cosine beside the fused score; 0.5 to 1 are level */
#define SHARED_SHOWN 6
#define LACKS_SHOWN 4

typedef struct scored {
	candidate c;
	float problem, score;
} scored;

static int
score_order(const void *a, const void *b)
{
	const scored *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return (x->c.row > y->c.row) - (x->c.row < y->c.row);
}

static tensen_status
rank(scored **out, uint32_t *n, tensen_searcher *s, const asked *a, const filter_set *f,
    uint32_t want, tensen_error *err)
{
	candidates c;
	uint32_t *ids;
	float *problem;
	tensen_status st = rank_rows(&c, s, a, f, TENSEN_FUSED, want > DEPTH ? want : DEPTH, err);

	if (st < 0)
		return st;
	*out = arena_alloc(&s->mem, (c.n + (size_t)1) * sizeof **out);
	ids = arena_alloc(&s->mem, (c.n + (size_t)1) * sizeof *ids);
	problem = arena_calloc(&s->mem, (c.n + (size_t)1) * sizeof *problem);
	if (!*out || !ids || !problem)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < c.n; i++)
		ids[i] = c.v[i].row;
	if (a->norm[VIEW_TOPIC] > 0)
		st = vecset_score(s->ix->store->views[VIEW_PROBLEM], s->vectors[VIEW_PROBLEM],
		    a->view[VIEW_TOPIC], ids, c.n, problem, err);
	for (uint32_t i = 0; i < c.n; i++)
		(*out)[i] =
		    (scored){c.v[i], problem[i], c.v[i].score + PROBLEM_WEIGHT * problem[i]};
	*n = c.n;
	if (c.n)
		qsort(*out, c.n, sizeof **out, score_order);
	return st;
}

/* The text of the first of the wanted sections that the document has. */
static span
answering_text(const reading *r)
{
	static const section order[] = {SEC_EFFECT, SEC_PROBLEM, SEC_MEANS, SEC_OTHER, SEC_TITLE};

	for (size_t k = 0; k < sizeof order / sizeof *order; k++)
		for (size_t i = 0; i < r->n; i++)
			if (r->v[i].what == order[k])
				return r->v[i].text;
	return (span){"", 0};
}

static tensen_status
fill_shared(match_result *r, tensen_offer *o, const tensen_searcher *s, const shared_term *t,
    uint32_t n, tensen_error *err)
{
	const char **words = arena_alloc(&r->base.mem, SHARED_SHOWN * sizeof *words);

	if (!words)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n && o->n_shared < SHARED_SHOWN; i++)
		words[o->n_shared++] = term_words(&r->base, s->ix->store, t[i].term);
	o->shared = words;
	return TENSEN_OK;
}

static int
is_shared(const shared_term *t, uint32_t n, uint32_t term_id)
{
	for (uint32_t i = 0; i < n; i++)
		if (t[i].term == term_id)
			return 1;
	return 0;
}

/* The weightiest words of the need that the patent does not have. */
static tensen_status
fill_lacks(match_result *r, tensen_offer *o, tensen_searcher *s, const asked *a,
    const shared_term *t, uint32_t n, tensen_error *err)
{
	const vocab *v = &s->ix->store->vocab;
	const char **words = arena_alloc(&r->base.mem, LACKS_SHOWN * sizeof *words);
	uint32_t *col = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *col), m;
	float *val = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *val);

	if (!words || !col || !val)
		return tensen_fail_nomem(err);
	m = view_row(v, VIEW_TOPIC, a->terms, a->n_terms, col, val);
	while (o->n_lacks < LACKS_SHOWN) {
		uint32_t best = UINT32_MAX;
		for (uint32_t i = 0; i < m; i++)
			if (val[i] > 0 && !is_shared(t, n, col[i]) &&
			    (best == UINT32_MAX || val[i] > val[best]))
				best = i;
		if (best == UINT32_MAX)
			break;
		words[o->n_lacks++] = term_words(&r->base, s->ix->store, col[best]);
		val[best] = 0;
	}
	o->lacks = words;
	return TENSEN_OK;
}

static const char *
joined(match_result *r, const span_list *l)
{
	buf b = BUF_INIT;

	for (uint32_t i = 0; i < l->n; i++) {
		if (i)
			buf_str(&b, "、");
		buf_span(&b, l->v[i]);
	}
	return result_text(&r->base, &b);
}

static tensen_status
fill_offer(match_result *r, tensen_offer *o, tensen_searcher *s, const asked *a, const scored *x,
    uint64_t own, tensen_error *err)
{
	const rows *rw = &s->ix->store->rows;
	uint32_t row = x->c.row, n;
	shared_term *t;
	document d;
	reading read;
	tensen_status st = shared_terms(s, a, row, VIEW_TOPIC, &t, &n, err);

	if (st < 0 || (st = stored_document(s, row, &d, err)) < 0 ||
	    (st = reading_of(&read, &d, s->ix->sectioner, &s->mem, err)) < 0)
		return st;
	*o = (tensen_offer){.id = result_copy(&r->base, rows_id(rw, row)),
	    .title = result_copy(&r->base, rows_title(rw, row)),
	    .score = x->score,
	    .problem = x->problem,
	    .topic = x->c.dense,
	    .lexical = x->c.lexical,
	    .in_field = (rw->mask[row] & own) != 0,
	    .open = (rw->flags[row] & ROW_OPEN) != 0,
	    .status = rw->status[row],
	    .date = rw->date[row],
	    .license_id = result_copy(&r->base, d.license_id),
	    .license_terms = result_copy(&r->base, d.license_terms),
	    .applicants = joined(r, &d.applicants)};
	if ((st = telling_sentence(&o->brings, &r->base, s, answering_text(&read), t, n, err)) <
		0 ||
	    (st = marks_find(&o->marks, &o->n_marks, &r->base, &s->ix->store->vocab,
		 span_of(o->brings), t, n, err)) < 0 ||
	    (st = fill_shared(r, o, s, t, n, err)) < 0)
		return st;
	return fill_lacks(r, o, s, a, t, n, err);
}

static tensen_status
fill_offers(match_result *r, tensen_searcher *s, const asked *a, const scored *v, uint32_t n,
    uint64_t own, tensen_error *err)
{
	tensen_offer *offers = arena_calloc(&r->base.mem, (n + (size_t)1) * sizeof *offers);
	offer_detail *details = arena_calloc(&r->base.mem, (n + (size_t)1) * sizeof *details);
	tensen_status st = offers && details ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		st = fill_offer(r, &offers[i], s, a, &v[i], own, err);
		for (int l = 0; l < 2; l++)
			details[i].field_names[l] = field_list(&r->base, s->ix->fields,
			    s->ix->store->rows.mask[v[i].c.row], (tensen_lang)l);
	}
	r->offers = offers;
	r->details = details;
	r->n_offers = st == TENSEN_OK ? n : 0;
	return st;
}

static tensen_status
match(match_result *r, tensen_searcher *s, const tensen_query *q, const tensen_match_opts *o,
    tensen_error *err)
{
	uint32_t k = o->k ? o->k : OFFERS_DEFAULT, n = 0;
	tensen_filter filter = o->filter;
	filter_set allowed;
	filter_counts counts;
	scored *v = NULL;
	uint64_t own;
	asked a;
	tensen_status st = asked_query(&a, s, q, err);

	if (st < 0 || (st = asked_fields(&own, s, &a, err)) < 0)
		return st;
	r->fields_guessed = !a.mask && own;
	if ((st = fill_query_words(&r->words, &r->base, &a, err)) < 0)
		return st;
	r->query = result_copy(&r->base, span_of(q->id ? q->id : ""));
	for (int l = 0; l < 2; l++)
		r->own_fields[l] = field_list(&r->base, s->ix->fields, own, (tensen_lang)l);
	filter.open |= !o->closed;
	if ((st = filter_rows(&allowed, s, &a, own, &filter, err)) < 0)
		return st;
	filter_count(&counts, s, &allowed);
	r->total = counts.total;
	if (a.n_terms && (st = rank(&v, &n, s, &a, &allowed, k, err)) < 0)
		return st;
	return fill_offers(r, s, &a, v, n < k ? n : k, own, err);
}

tensen_status
tensen_match(tensen_searcher *s, const tensen_query *q, const tensen_match_opts *opts,
    tensen_result **out, tensen_error *err)
{
	tensen_match_opts o;
	match_result *r;
	tensen_status st = match_options(&o, opts, err);

	*out = NULL;
	if (st < 0)
		return st;
	if (!(r = match_result_new()))
		return tensen_fail_nomem(err);
	result_sign(&r->base, container_signature(&s->ix->store->file));
	st = match(r, s, q, &o, err);
	return result_end(&r->base, st, out, err);
}
