/* engine/ideas/need.c - see need.h. */
#include "engine/ideas/need.h"
#include <stdlib.h>
#include "engine/query/lexical.h"
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
	filter_set others = {.skip = x->skip};
	lex_range ranges[FILTER_RANGES];
	lex_query q = *words;

	memset(x->n_lexical, 0, sizeof x->n_lexical);
	q.allow = x->allowed ? x->allowed->allow : NULL;
	q.masks = s->ix->store->rows.mask;
	q.sets = s->ix->store->sets;
	q.fields = ((uint64_t)1 << N_FIELDS) - 1;
	q.skip = x->skip;
	q.n_ranges = filter_ranges(ranges, &others, &s->ix->store->rows);
	q.ranges = q.n_ranges ? ranges : NULL;
	q.k = NEED_K;
	if (q.n_terms == 0)
		return TENSEN_OK;
	return postings_search_fields(
	    s->ix->store->lexical, s->lexical, &q, x->lexical, x->n_lexical, err);
}

/* A document as it answers the query's problem. */
typedef struct heard {
	uint32_t row;
	uint8_t has, stated;
	float cosine, words;
} heard;

enum { HAS_COSINE = 1, HAS_WORDS = 2 };

static int
row_order(const void *a, const void *b)
{
	const heard *x = a, *y = b;

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

/* The rows that either side found in a field, each once, with what was found. */
static uint32_t
unite(const search *x, unsigned f, heard *out)
{
	const vec_hit *dense = x->dense ? x->dense + (size_t)f * NEED_K : NULL;
	const lex_hit *lexical = x->lexical + (size_t)f * NEED_K;
	uint32_t n = 0, kept = 0;

	for (uint32_t i = 0; dense && i < x->n_dense[f]; i++)
		out[n++] = (heard){dense[i].row, HAS_COSINE, 0, dense[i].score, 0};
	for (uint32_t i = 0; i < x->n_lexical[f]; i++)
		out[n++] = (heard){lexical[i].row, HAS_WORDS, 0, 0, lexical[i].score};
	if (n)
		qsort(out, n, sizeof *out, row_order);
	for (uint32_t i = 0; i < n; i++) {
		heard *last = kept ? &out[kept - 1] : NULL;
		if (out[i].row == x->a->row)
			continue;
		if (last && last->row == out[i].row) {
			last->has |= out[i].has;
			last->cosine += out[i].cosine; /* one of the two is 0 */
			last->words += out[i].words;
		} else {
			out[kept++] = out[i];
		}
	}
	return kept;
}

/* The places in h of what has none of `flags`, and their rows. */
static uint32_t
lacking(const heard *h, uint32_t n, uint8_t flags, uint32_t *at, uint32_t *rows_of)
{
	uint32_t m = 0;

	for (uint32_t i = 0; i < n; i++)
		if (!(h[i].has & flags)) {
			at[m] = i;
			rows_of[m++] = h[i].row;
		}
	return m;
}

/* Cosines with the query's problem: of the problem of a document, or, where it states none,
 * of all it says.  One call for many rows: each call prepares the query. */
static tensen_status
hear_cosines(tensen_searcher *s, const asked *a, heard *h, uint32_t n, uint32_t *at,
    uint32_t *rows_of, float *scores, tensen_error *err)
{
	const store *st = s->ix->store;
	const float *problem = a->view[VIEW_PROBLEM];
	uint32_t m = lacking(h, n, HAS_COSINE, at, rows_of);
	tensen_status rc = vecset_score(
	    st->views[VIEW_PROBLEM], s->vectors[VIEW_PROBLEM], problem, rows_of, m, scores, err);

	for (uint32_t i = 0; rc == TENSEN_OK && i < m; i++)
		h[at[i]].cosine = scores[i];
	for (uint32_t i = 0; i < n; i++) {
		/* a row without a vector scores an exact 0 */
		h[i].stated = h[i].cosine < 0 || h[i].cosine > 0;
		h[i].has = h[i].stated ? h[i].has | HAS_COSINE : h[i].has & ~HAS_COSINE;
	}
	m = lacking(h, n, HAS_COSINE, at, rows_of);
	if (rc == TENSEN_OK)
		rc = vecset_score(st->views[VIEW_TOPIC], s->vectors[VIEW_TOPIC], problem, rows_of,
		    m, scores, err);
	for (uint32_t i = 0; rc == TENSEN_OK && i < m; i++)
		h[at[i]].cosine = scores[i];
	return rc;
}

/* Complete what is known of n rows. */
static tensen_status
hear(const need_lists *d, tensen_searcher *s, const asked *a, heard *h, uint32_t n,
    tensen_error *err)
{
	uint32_t *at = arena_alloc(&s->mem, (n + (size_t)1) * sizeof *at), m;
	uint32_t *rows_of = arena_alloc(&s->mem, (n + (size_t)1) * sizeof *rows_of);
	float *scores = arena_calloc(&s->mem, (n + (size_t)1) * sizeof *scores);
	tensen_status rc = at && rows_of && scores ? TENSEN_OK : tensen_fail_nomem(err);

	if (rc == TENSEN_OK && a->norm[VIEW_PROBLEM] > 0)
		rc = hear_cosines(s, a, h, n, at, rows_of, scores, err);
	if (rc < 0 || d->words.n_terms == 0)
		return rc;
	m = lacking(h, n, HAS_WORDS, at, rows_of);
	rc = postings_score(s->ix->store->lexical, s->lexical, &d->words, rows_of, m, scores, err);
	for (uint32_t i = 0; rc == TENSEN_OK && i < m; i++)
		h[at[i]].words = scores[i];
	return rc;
}

static float
share(float x, float best)
{
	return best <= 0 || x <= 0 ? 0 : x < best ? x / best : 1;
}

static float
likeness_of(const need_lists *d, const rows *r, const heard *h, unsigned field)
{
	return 0.5f * (share(h->cosine, d->best_cosine) + share(h->words, d->best_words)) *
	       (h->stated ? 1 : NEED_UNSTATED) *
	       (r->primary[h->row] == field ? 1 : NEED_OTHER_FIELD);
}

tensen_status
needs_score(const need_lists *d, tensen_searcher *s, const asked *a, unsigned field,
    const uint32_t *rows_in, uint32_t n, float *likeness, tensen_error *err)
{
	heard *h = arena_calloc(&s->mem, (n + (size_t)1) * sizeof *h);
	tensen_status rc;

	if (!h)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++)
		h[i].row = rows_in[i];
	rc = hear(d, s, a, h, n, err);
	for (uint32_t i = 0; i < n; i++)
		likeness[i] = rc < 0 ? 0 : likeness_of(d, &s->ix->store->rows, &h[i], field);
	return rc;
}

/* The documents of all fields, weighed together and dealt to their fields. */
static tensen_status
weigh_fields(need_lists *out, const search *x, tensen_error *err)
{
	heard *all = arena_alloc(&x->s->mem, N_FIELDS * NEED_MAX * sizeof *all), *h = all;
	uint32_t n = 0;
	tensen_status st;

	if (!all)
		return tensen_fail_nomem(err);
	for (unsigned f = 0; f < N_FIELDS; f++)
		n += out->n[f] = unite(x, f, all + n);
	if ((st = hear(out, x->s, x->a, all, n, err)) < 0)
		return st;
	for (unsigned f = 0; f < N_FIELDS; h += out->n[f++]) {
		need_doc *docs = out->docs + (size_t)f * NEED_MAX;
		for (uint32_t i = 0; i < out->n[f]; i++)
			docs[i] = (need_doc){
			    h[i].row, likeness_of(out, &x->s->ix->store->rows, &h[i], f + 1)};
		if (out->n[f])
			qsort(docs, out->n[f], sizeof *docs, likeness_order);
	}
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
	return weigh_fields(out, &x, err);
}
