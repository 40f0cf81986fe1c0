/* engine/ideas/probe.c - see probe.h. */
#include "engine/ideas/probe.h"
#include <math.h>
#include <stdlib.h>
#include "engine/ideas/along.h"
#include "engine/query/lexical.h"
#include "util/fail.h"

#define CORRECTION 0.5
#define PLAIN_NEIGHBOURS 50 /* of the baselines */
#define NEAR_SHARE 0.5      /* a document is near when its cosine is this share of the best */

static void
vote(double votes[N_FIELDS + 1], uint64_t mask, double weight)
{
	for (; mask; mask &= mask - 1)
		votes[__builtin_ctzll(mask) + 1] += weight;
}

/* The nearest rows but the query's own; room for n + 1. */
static tensen_status
dense_neighbours(vec_hit *hits, uint32_t *n, tensen_searcher *s, const asked *a, tensen_error *err)
{
	vecset_query q = {
	    .q = a->view[VIEW_TOPIC], .k = *n + 1, .exact = s->ix->store->rows.n < EXACT_BELOW};
	uint32_t got = 0, kept = 0;
	tensen_status st = TENSEN_OK;

	if (a->norm[VIEW_TOPIC] > 0)
		st = vecset_search(
		    s->ix->store->views[VIEW_TOPIC], s->vectors[VIEW_TOPIC], &q, hits, &got, err);
	for (uint32_t i = 0; st == TENSEN_OK && i < got; i++)
		if (hits[i].row != a->row && kept < *n)
			hits[kept++] = hits[i];
	*n = kept;
	return st;
}

static tensen_status
lexical_neighbours(lex_hit *hits, uint32_t *n, lexical_score score, tensen_searcher *s,
    const asked *a, tensen_error *err)
{
	lex_query q = {.score = score, .k = *n + 1};
	lex_term *terms;
	uint32_t got = 0, kept = 0;
	tensen_status st = lexical_query(&terms, &q.n_terms, s, a, VIEW_TOPIC, err);

	q.terms = terms;
	if (st == TENSEN_OK && q.n_terms)
		st = postings_search(s->ix->store->lexical, s->lexical, &q, hits, &got, err);
	for (uint32_t i = 0; st == TENSEN_OK && i < got; i++)
		if (hits[i].row != a->row && kept < *n)
			hits[kept++] = hits[i];
	*n = kept;
	return st;
}

/* A document's first field is what it is, the others are what it serves besides: the question is
 * for those, so they are counted once more by themselves. */
static tensen_status
vote_all(signals *g, tensen_searcher *s, const asked *a, tensen_error *err)
{
	const rows *r = &s->ix->store->rows;
	lex_hit near[PROBE_NEIGHBOURS + 1];
	uint32_t n = PROBE_NEIGHBOURS;
	tensen_status st = lexical_neighbours(near, &n, LEXICAL_BM25, s, a, err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
		double x = near[i].score > 0 ? (double)near[i].score : 0;
		uint64_t mask = r->mask[near[i].row];
		if (!mask)
			continue; /* of no field */
		vote(g->votes, mask, x * x * x);
		vote(g->second, mask & ~FIELD_BIT(r->primary[near[i].row]), x * x * x);
	}
	return st;
}

static tensen_status
vote_plainly(probe *p, tensen_searcher *s, const asked *a, tensen_error *err)
{
	const uint64_t *mask = s->ix->store->rows.mask;
	vec_hit dense[PLAIN_NEIGHBOURS + 1];
	lex_hit lex[PLAIN_NEIGHBOURS + 1];
	uint32_t nd = PLAIN_NEIGHBOURS, nl = PLAIN_NEIGHBOURS;
	tensen_status st = dense_neighbours(dense, &nd, s, a, err);

	if (st == TENSEN_OK)
		st = lexical_neighbours(lex, &nl, LEXICAL_TFIDF, s, a, err);
	if (st < 0)
		return st;
	for (uint32_t i = 0; i < nl; i++)
		vote(p->lexical_votes, mask[lex[i].row], lex[i].score > 0 ? lex[i].score : 0);
	for (uint32_t i = 0; i < nd; i++)
		vote(p->dense_votes, mask[dense[i].row], dense[i].score > 0 ? dense[i].score : 0);
	return TENSEN_OK;
}

static tensen_status
words_of_fields(signals *g, tensen_searcher *s, const asked *a, tensen_error *err)
{
	const store *st = s->ix->store;
	uint32_t *col = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *col), n;
	float *val = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *val);

	if (!col || !val)
		return tensen_fail_nomem(err);
	n = view_row(&st->vocab, VIEW_TOPIC, a->terms, a->n_terms, col, val);
	centroids_likelihood(&st->centroids, col, val, n, g->without, g->size + 1, g->words + 1);
	return TENSEN_OK;
}

tensen_status
probe_fit(probe *out, tensen_searcher *s, const asked *a, uint64_t known, uint64_t without,
    tensen_error *err)
{
	const fieldmap *m = s->map;
	tensen_status st;

	memset(out, 0, sizeof *out);
	out->signals.known = known;
	out->signals.without = without;
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		out->signals.size[f] = fieldmap_size(m, f, without);
		out->signals.prior[f] = fieldmap_given_any(m, f, known, without);
		out->signals.distance[f] = fieldmap_distance(m, known, f);
	}
	if ((st = words_of_fields(&out->signals, s, a, err)) < 0)
		return st;
	along_groups(&out->signals, s, a->row);
	ridge_score(&s->ix->store->ridge, a->view[VIEW_TOPIC], without, out->signals.ridge + 1);
	return vote_all(&out->signals, s, a, err);
}

tensen_status
probe_votes(probe *out, tensen_searcher *s, const asked *a, uint64_t known, uint64_t without,
    tensen_error *err)
{
	tensen_status st = probe_fit(out, s, a, known, without, err);

	return st < 0 ? st : vote_plainly(out, s, a, err);
}

static tensen_status
scan_view(probe *p, tensen_searcher *s, const asked *a, view v, const filter_set *allowed,
    tensen_error *err)
{
	vecset_query q = {.q = a->view[v],
	    .skip = p->signals.known | (allowed ? allowed->skip : 0),
	    .allow = allowed ? allowed->allow : NULL,
	    .k = PROBE_K,
	    .exact = s->ix->store->rows.n < EXACT_BELOW};

	if (a->norm[v] <= 0)
		return TENSEN_OK;
	p->hits[v] = arena_alloc(&s->mem, 64 * PROBE_K * sizeof(vec_hit));
	if (!p->hits[v])
		return tensen_fail_nomem(err);
	return vecset_search_fields(
	    s->ix->store->views[v], s->vectors[v], &q, p->hits[v], p->counts[v], err);
}

/* The best cosine of a field, less part of what the best cosine usually is in this
 * field: large and generic fields hold something near to everything, but the full
 * correction costs more good fields than bad ones (bench/ablation). */
static double
best_cosine(const probe *p, const tensen_searcher *s, view v, unsigned f)
{
	if (!p->hits[v] || p->counts[v][f - 1] == 0)
		return 0;
	return (double)p->hits[v][(f - 1) * PROBE_K].score -
	       CORRECTION * (double)s->ix->store->background[v * N_FIELDS + f - 1];
}

/* ln of expected over observed documents near in both problem and means, from the
 * kept lists: if the two were independent, |P| |M| / n would be near in both. */
static double
whitespace(const probe *p, unsigned f)
{
	const vec_hit *a = p->hits[VIEW_PROBLEM], *b = p->hits[VIEW_MEANS];
	uint32_t na = p->counts[VIEW_PROBLEM][f - 1], nb = p->counts[VIEW_MEANS][f - 1];
	double np = 0, nm = 0, both = 0, size = p->signals.size[f];

	if (!a || !b || !na || !nb)
		return 0;
	a += (f - 1) * PROBE_K;
	b += (f - 1) * PROBE_K;
	for (uint32_t j = 0; j < nb; j++)
		nm += b[j].score >= NEAR_SHARE * b[0].score;
	for (uint32_t i = 0; i < na; i++) {
		if (a[i].score < NEAR_SHARE * a[0].score)
			continue;
		np++;
		for (uint32_t j = 0; j < nb; j++)
			both += a[i].row == b[j].row && b[j].score >= NEAR_SHARE * b[0].score;
	}
	return log((np * nm / (size > 1 ? size : 1) + 0.5) / (both + 0.5));
}

tensen_status
probe_query(probe *out, tensen_searcher *s, const asked *a, uint64_t known, uint64_t without,
    const filter_set *allowed, tensen_error *err)
{
	signals *g = &out->signals;
	/* ideas need no baseline: the scan for it is spared */
	tensen_status st = probe_fit(out, s, a, known, without, err);

	if (st == TENSEN_OK)
		st = scan_view(out, s, a, VIEW_PROBLEM, allowed, err);
	if (st == TENSEN_OK)
		st = scan_view(out, s, a, VIEW_MEANS, allowed, err);
	if (st == TENSEN_OK)
		st = needs_find(&out->needs, s, a, known, allowed, out->hits[VIEW_PROBLEM],
		    out->counts[VIEW_PROBLEM], err);
	for (unsigned f = 1; f <= N_FIELDS && st == TENSEN_OK; f++) {
		g->need[f] =
		    out->needs.n[f - 1] ? (double)out->needs.docs[(f - 1) * NEED_MAX].likeness : 0;
		g->near[f] = best_cosine(out, s, VIEW_PROBLEM, f);
		g->precedent[f] = best_cosine(out, s, VIEW_MEANS, f);
		g->whitespace[f] = whitespace(out, f);
	}
	return st;
}
