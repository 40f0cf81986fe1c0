/* engine/need.c - see need.h. */
#include "engine/need.h"
#include <stdlib.h>
#include "engine/lexical.h"
#include "util/fail.h"

/* What is being put together. */
typedef struct search {
	tensen_searcher *s;
	const asked *a;
	uint64_t skip;
	const filter_set *allowed; /* NULL: all */
	const vec_hit *dense;      /* [64 * NEED_K] */
	const uint32_t *n_dense;   /* [64] */
	lex_hit *lexical;
	uint32_t n_lexical[64];
} search;

static tensen_status
lexical_side(search *x, const lex_query *words, tensen_error *err)
{
	tensen_searcher *s = x->s;
	lex_query q = *words;

	memset(x->n_lexical, 0, sizeof x->n_lexical);
	q.allow = x->allowed ? x->allowed->allow : NULL;
	q.masks = s->ix->store->rows.mask;
	q.fields = ((uint64_t)1 << N_FIELDS) - 1;
	q.skip = x->skip;
	q.k = NEED_K;
	if (q.n_terms == 0)
		return TENSEN_OK;
	return postings_search_fields(
	    s->ix->store->lexical, s->lexical, &q, x->lexical, x->n_lexical, err);
}

static int
row_order(const void *a, const void *b)
{
	const need_doc *x = a, *y = b;

	return (x->row > y->row) - (x->row < y->row);
}

static int
likeness_order(const void *a, const void *b)
{
	const need_doc *x = a, *y = b;

	if (x->likeness != y->likeness)
		return x->likeness > y->likeness ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

/* The rows that either side found in a field, each once. */
static uint32_t
unite(const search *x, unsigned f, need_doc *out)
{
	uint32_t n = 0, kept = 0;

	for (uint32_t i = 0; x->dense && i < x->n_dense[f]; i++)
		out[n++].row = x->dense[f * NEED_K + i].row;
	for (uint32_t i = 0; i < x->n_lexical[f]; i++)
		out[n++].row = x->lexical[f * NEED_K + i].row;
	if (n)
		qsort(out, n, sizeof *out, row_order);
	for (uint32_t i = 0; i < n; i++)
		if (out[i].row != x->a->row && (kept == 0 || out[kept - 1].row != out[i].row))
			out[kept++] = out[i];
	return kept;
}

/* Cosines with the query's problem: of the problem of a document, or, where it states none
 * (*stated 0), of all it says. */
static tensen_status
cosines(tensen_searcher *s, const asked *a, const uint32_t *rows_in, uint32_t n, float *cosine,
    uint8_t *stated, tensen_error *err)
{
	const store *st = s->ix->store;
	const float *problem = a->view[VIEW_PROBLEM];
	float *all = arena_calloc(&s->mem, (n + (size_t)1) * sizeof *all);
	tensen_status rc = all ? TENSEN_OK : tensen_fail_nomem(err);

	if (rc == TENSEN_OK)
		rc = vecset_score(st->views[VIEW_PROBLEM], s->vectors[VIEW_PROBLEM], problem,
		    rows_in, n, cosine, err);
	if (rc == TENSEN_OK)
		rc = vecset_score(
		    st->views[VIEW_TOPIC], s->vectors[VIEW_TOPIC], problem, rows_in, n, all, err);
	for (uint32_t i = 0; rc == TENSEN_OK && i < n; i++) {
		/* a row without a vector scores an exact 0 */
		stated[i] = cosine[i] < 0 || cosine[i] > 0;
		cosine[i] = stated[i] ? cosine[i] : all[i];
	}
	return rc;
}

static float
share(float x, float best)
{
	return best <= 0 || x <= 0 ? 0 : x < best ? x / best : 1;
}

tensen_status
needs_score(const need_lists *d, tensen_searcher *s, const asked *a, unsigned field,
    const uint32_t *rows_in, uint32_t n, float *likeness, tensen_error *err)
{
	const store *st = s->ix->store;
	float *words = arena_calloc(&s->mem, (n + (size_t)1) * sizeof *words);
	uint8_t *stated = arena_calloc(&s->mem, n + (size_t)1);
	tensen_status rc = words && stated ? TENSEN_OK : tensen_fail_nomem(err);

	memset(likeness, 0, n * sizeof *likeness);
	if (rc == TENSEN_OK && a->norm[VIEW_PROBLEM] > 0)
		rc = cosines(s, a, rows_in, n, likeness, stated, err);
	if (rc == TENSEN_OK && d->words.n_terms)
		rc = postings_score(st->lexical, s->lexical, &d->words, rows_in, n, words, err);
	for (uint32_t i = 0; rc == TENSEN_OK && i < n; i++)
		likeness[i] =
		    0.5f * (share(likeness[i], d->best_cosine) + share(words[i], d->best_words)) *
		    (stated[i] ? 1 : NEED_UNSTATED) *
		    (st->rows.primary[rows_in[i]] == field ? 1 : NEED_OTHER_FIELD);
	return rc;
}

static tensen_status
weigh_field(need_lists *out, const search *x, unsigned f, tensen_error *err)
{
	need_doc *docs = out->docs + (size_t)f * NEED_MAX;
	uint32_t ids[NEED_MAX], n = unite(x, f, docs);
	float likeness[NEED_MAX];
	tensen_status st;

	for (uint32_t i = 0; i < n; i++)
		ids[i] = docs[i].row;
	if ((st = needs_score(out, x->s, x->a, f + 1, ids, n, likeness, err)) < 0)
		return st;
	for (uint32_t i = 0; i < n; i++)
		docs[i].likeness = likeness[i];
	if (n)
		qsort(docs, n, sizeof *docs, likeness_order);
	out->n[f] = n;
	return TENSEN_OK;
}

static tensen_status
problem_words(need_lists *out, tensen_searcher *s, const asked *a, tensen_error *err)
{
	lex_term *terms;
	tensen_status st = lexical_query(&terms, &out->words.n_terms, s, a, VIEW_PROBLEM, err);

	/* a query that states no problem is asked by all it says, as in asked.c */
	if (st == TENSEN_OK && out->words.n_terms == 0)
		st = lexical_query(&terms, &out->words.n_terms, s, a, VIEW_TOPIC, err);
	out->words.terms = terms;
	out->words.score = LEXICAL_BM25;
	return st;
}

tensen_status
needs_find(need_lists *out, tensen_searcher *s, const asked *a, uint64_t skip,
    const filter_set *allowed, const vec_hit *dense, const uint32_t n_dense[64], tensen_error *err)
{
	search x = {.s = s,
	    .a = a,
	    .skip = skip | (allowed ? allowed->skip : 0),
	    .allowed = allowed,
	    .dense = dense,
	    .n_dense = n_dense};
	tensen_status st;

	memset(out, 0, sizeof *out);
	x.lexical = arena_alloc(&s->mem, 64 * NEED_K * sizeof *x.lexical);
	out->docs = arena_alloc(&s->mem, N_FIELDS * NEED_MAX * sizeof *out->docs);
	if (!x.lexical || !out->docs)
		return tensen_fail_nomem(err);
	if ((st = problem_words(out, s, a, err)) < 0 ||
	    (st = lexical_side(&x, &out->words, err)) < 0)
		return st;
	for (unsigned f = 0; f < N_FIELDS; f++) {
		if (dense && n_dense[f] && dense[f * NEED_K].score > out->best_cosine)
			out->best_cosine = dense[f * NEED_K].score;
		if (x.n_lexical[f] && x.lexical[f * NEED_K].score > out->best_words)
			out->best_words = x.lexical[f * NEED_K].score;
	}
	for (unsigned f = 0; f < N_FIELDS && st == TENSEN_OK; f++)
		st = weigh_field(out, &x, f, err);
	return st;
}
