/* engine/search.c - similar documents: dense and lexical lists, fused.
 *
 * FUSION  Both sides answer cosines of the same query; a candidate of either
 *         list is scored by both and the two are added with fixed weights. */
#include <stdlib.h>
#include "engine/engine.h"
#include "engine/filter.h"
#include "engine/lexical.h"
#include "engine/search.h"
#include "engine/shared.h"
#include "ideas/search_result.h"
#include "model/lsa.h"
#include "util/fail.h"

#define DEPTH 200 /* candidates of each side, at least */
#define DEPTH_MAX 100000
#define DENSE_WEIGHT 0.5f

static int
row_order(const void *a, const void *b)
{
	const candidate *x = a, *y = b;

	return (x->row > y->row) - (x->row < y->row);
}

static int
score_order(const void *a, const void *b)
{
	const candidate *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return row_order(a, b);
}

static tensen_status
dense_side(candidates *c, tensen_searcher *s, const asked *a, const filter_set *f, uint32_t k,
    tensen_error *err)
{
	const store *st = s->ix->store;
	vecset_query q = {.q = a->view[VIEW_TOPIC],
	    .skip = f->skip,
	    .allow = f->allow,
	    .k = k,
	    .exact = st->rows.n < EXACT_BELOW};
	vec_hit *hits = arena_alloc(&s->mem, k * sizeof *hits);
	uint32_t n = 0;
	tensen_status rc;

	if (!hits)
		return tensen_fail_nomem(err);
	if (a->norm[VIEW_TOPIC] <= 0)
		return TENSEN_OK;
	rc = vecset_search(st->views[VIEW_TOPIC], s->vectors[VIEW_TOPIC], &q, hits, &n, err);
	for (uint32_t i = 0; rc == TENSEN_OK && i < n; i++)
		c->v[c->n++] = (candidate){hits[i].row, 0, hits[i].score, 0};
	return rc;
}

static tensen_status
lexical_side(candidates *c, tensen_searcher *s, const asked *a, const filter_set *f, uint32_t k,
    tensen_error *err)
{
	const store *st = s->ix->store;
	lex_query q = {.score = LEXICAL_TFIDF,
	    .allow = f->allow,
	    .masks = st->rows.mask,
	    .skip = f->skip,
	    .k = k};
	lex_term *terms;
	lex_hit *hits = arena_alloc(&s->mem, k * sizeof *hits);
	uint32_t n = 0;
	tensen_status rc =
	    hits ? lexical_query(&terms, &q.n_terms, s, a, err) : tensen_fail_nomem(err);

	if (rc < 0 || q.n_terms == 0)
		return rc;
	q.terms = terms;
	rc = postings_search(st->lexical, s->lexical, &q, hits, &n, err);
	for (uint32_t i = 0; rc == TENSEN_OK && i < n; i++)
		c->v[c->n++] = (candidate){hits[i].row, 0, 0, hits[i].score};
	return rc;
}

/* One entry per row; the dense score of what only the lexical side found. */
static tensen_status
unite(candidates *c, tensen_searcher *s, const asked *a, tensen_error *err)
{
	uint32_t n = 0, *ids = arena_alloc(&s->mem, (c->n + (size_t)1) * sizeof *ids);
	float *dense = arena_alloc(&s->mem, (c->n + (size_t)1) * sizeof *dense);
	tensen_status st;

	if (!ids || !dense)
		return tensen_fail_nomem(err);
	if (c->n)
		qsort(c->v, c->n, sizeof *c->v, row_order);
	for (uint32_t i = 0; i < c->n; i++) {
		if (n && c->v[n - 1].row == c->v[i].row) {
			if (c->v[i].lexical > c->v[n - 1].lexical)
				c->v[n - 1].lexical = c->v[i].lexical;
			continue;
		}
		c->v[n++] = c->v[i];
	}
	c->n = n;
	for (uint32_t i = 0; i < n; i++)
		ids[i] = c->v[i].row;
	if (a->norm[VIEW_TOPIC] <= 0)
		return TENSEN_OK;
	st = vecset_score(s->ix->store->views[VIEW_TOPIC], s->vectors[VIEW_TOPIC],
	    a->view[VIEW_TOPIC], ids, n, dense, err);
	for (uint32_t i = 0; st == TENSEN_OK && i < n; i++)
		c->v[i].dense = dense[i];
	return st;
}

static void
fuse(candidates *c, int side)
{
	float wd = side == 1 ? 1.0f : side == 2 ? 0.0f : DENSE_WEIGHT;

	for (uint32_t i = 0; i < c->n; i++)
		c->v[i].score = wd * c->v[i].dense + (1.0f - wd) * c->v[i].lexical;
	if (c->n)
		qsort(c->v, c->n, sizeof *c->v, score_order);
}

tensen_status
search_rank(candidates *c, tensen_searcher *s, const asked *a, const filter_set *f, int side,
    uint32_t want, tensen_error *err)
{
	uint32_t k = want < DEPTH ? DEPTH : want;
	tensen_status st = TENSEN_OK;

	if (k > s->ix->store->rows.n)
		k = s->ix->store->rows.n;
	c->n = 0;
	c->v = arena_alloc(&s->mem, (2 * (size_t)k + 1) * sizeof *c->v);
	if (!c->v)
		return tensen_fail_nomem(err);
	if (side != 2)
		st = dense_side(c, s, a, f, k, err);
	if (st == TENSEN_OK && side != 1)
		st = lexical_side(c, s, a, f, k, err);
	if (st == TENSEN_OK)
		st = unite(c, s, a, err);
	if (st == TENSEN_OK)
		fuse(c, side);
	return st;
}

/* Applicants joined for people. */
static const char *
applicants_of(search_result *r, const rows *rw, uint32_t row)
{
	buf b = BUF_INIT;
	uint32_t n;
	const uint32_t *v = rows_applicants(rw, row, &n);
	const char *s;

	for (uint32_t i = 0; i < n; i++) {
		if (i)
			buf_str(&b, "、");
		buf_span(&b, rows_applicant_name(rw, v[i]));
	}
	s = result_copy(&r->base, (span){b.p ? b.p : "", b.n});
	buf_clear(&b);
	return s ? s : "";
}

#define EXPLAIN_TERMS 10

static tensen_status
explain_hit(search_result *r, hit_detail *d, tensen_searcher *s, const asked *a, uint32_t row,
    tensen_error *err)
{
	shared_term *t;
	uint32_t n;
	hit_term *out;
	tensen_status st = shared_terms(s, a, row, VIEW_TOPIC, &t, &n, err);

	if (st < 0)
		return st;
	n = n < EXPLAIN_TERMS ? n : EXPLAIN_TERMS;
	out = arena_alloc(&r->base.mem, (n + (size_t)1) * sizeof *out);
	if (!out)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++) {
		const char *copy =
		    result_copy(&r->base, vocab_term(&s->ix->store->vocab, t[i].term));
		out[i] = (hit_term){copy ? copy : "", t[i].weight};
	}
	d->terms = out;
	d->n_terms = n;
	return TENSEN_OK;
}

static tensen_status
fill_hits(search_result *r, tensen_searcher *s, const asked *a, const candidates *c,
    const tensen_search_opts *o, uint32_t k, tensen_error *err)
{
	const rows *rw = &s->ix->store->rows;
	uint32_t from = o->offset < c->n ? o->offset : c->n;
	uint32_t n = c->n - from < k ? c->n - from : k;
	tensen_hit *hits = arena_calloc(&r->base.mem, (n + (size_t)1) * sizeof *hits);
	hit_detail *details = arena_calloc(&r->base.mem, (n + (size_t)1) * sizeof *details);
	tensen_status st = hits && details ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		const candidate *x = &c->v[from + i];
		hits[i] = (tensen_hit){result_copy(&r->base, rows_id(rw, x->row)),
		    result_copy(&r->base, rows_title(rw, x->row)), x->score, x->dense, x->lexical,
		    rw->mask[x->row], (rw->flags[x->row] & ROW_OPEN) != 0, rw->status[x->row],
		    rw->date[x->row]};
		details[i].applicants = applicants_of(r, rw, x->row);
		for (int l = 0; l < 2; l++)
			details[i].field_names[l] =
			    field_list(&r->base, s->ix->fields, rw->mask[x->row], (tensen_lang)l);
		if (o->explain)
			st = explain_hit(r, &details[i], s, a, x->row, err);
	}
	r->hits = hits;
	r->details = details;
	r->n_hits = n;
	r->offset = o->offset;
	return st;
}

static tensen_status
fill_query(search_result *r, const asked *a, const tensen_query *q, tensen_error *err)
{
	const char **unknown =
	    arena_alloc(&r->base.mem, (a->n_unknown_terms + (size_t)1) * sizeof *unknown);

	if (!unknown)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < a->n_unknown_terms; i++)
		unknown[i] = result_copy(&r->base, a->unknown_terms[i]);
	r->query = result_copy(&r->base, span_of(q->id ? q->id : ""));
	r->known = a->n_terms;
	r->unknown = a->unknown;
	r->unknown_terms = unknown;
	r->n_unknown_terms = a->n_unknown_terms;
	return TENSEN_OK;
}

static tensen_status
search(search_result *r, tensen_searcher *s, const tensen_query *q, const tensen_search_opts *o,
    tensen_error *err)
{
	uint32_t k = o->k ? o->k : 10;
	asked a;
	filter_set f;
	candidates c;
	tensen_status st = asked_query(&a, s, q, err);

	if (st < 0 || (st = fill_query(r, &a, q, err)) < 0)
		return st;
	r->query_fields = a.mask;
	if (!a.mask) {
		r->query_fields = guess_fields(s, &a, err);
		r->fields_guessed = r->query_fields != 0;
	}
	if (k > DEPTH_MAX)
		k = DEPTH_MAX;
	if ((st = filter_rows(&f, s, &a, r->query_fields, &o->filter, err)) < 0)
		return st;
	r->total = f.total;
	memcpy(r->per_field, f.per_field, sizeof r->per_field);
	if (a.n_terms == 0)
		return fill_hits(r, s, &a, &(candidates){NULL, 0}, o, k, err);
	if (o->offset > DEPTH_MAX)
		return tensen_fail(
		    err, TENSEN_E_ARG, "offset %u, at most %d", o->offset, DEPTH_MAX);
	if ((st = search_rank(&c, s, &a, &f, o->side, o->offset + k, err)) < 0)
		return st;
	return fill_hits(r, s, &a, &c, o, k, err);
}

tensen_status
tensen_search(tensen_searcher *s, const tensen_query *q, const tensen_search_opts *opts,
    tensen_result **out, tensen_error *err)
{
	static const tensen_search_opts defaults;
	search_result *r = search_result_new();
	tensen_status st;

	*out = NULL;
	if (!r)
		return tensen_fail_nomem(err);
	st = search(r, s, q, opts ? opts : &defaults, err);
	if (st < 0)
		tensen_result_free(&r->base);
	else
		*out = &r->base;
	return st;
}
