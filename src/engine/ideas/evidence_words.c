/* engine/ideas/evidence_words.c - the words of an idea: bridges, what differs.
 *
 * BRIDGES  Terms that stand on both sides (Swanson's B-terms).  One ranks by the weight
 *          it has in common with every document of the evidence, summed, times how near its
 *          own place in the LSA space lies to the query: a rare word that merely
 *          happens to stand on both sides lies anywhere. */
#include <math.h>
#include <stdlib.h>
#include "engine/ideas/evidence.h"
#include "text/utf8.h"
#include "util/fail.h"

#define BRIDGES 6
#define DIFFERS 5
#define VERB_SHARE 0.5f  /* of a verb's weight as a bridge */
#define LEAST_SHARE 0.1f /* of the heaviest word's weight: below it nothing is said */

tensen_status
term_sums_add(term_sums *t, tensen_searcher *s, const shared_term *v, uint32_t n, tensen_error *err)
{
	if (t->n + n > t->cap) {
		uint32_t cap = (t->n + n) * 2;
		shared_term *grown = arena_alloc(&s->mem, cap * sizeof *grown);
		if (!grown)
			return tensen_fail_nomem(err);
		if (t->n)
			memcpy(grown, t->v, t->n * sizeof *grown);
		t->v = grown;
		t->cap = cap;
	}
	for (uint32_t i = 0; i < n; i++) {
		uint32_t k = 0;
		while (k < t->n && t->v[k].term != v[i].term)
			k++;
		if (k == t->n)
			t->v[t->n++] = (shared_term){v[i].term, 0};
		t->v[k].weight += v[i].weight;
	}
	return TENSEN_OK;
}

double
term_nearness(const teller *t, uint32_t id, view v)
{
	const store *st = t->s->ix->store;
	const float *x = st->basis + (size_t)id * st->meta.dims, *q = t->a->view[v];
	double dot = 0, square = 0;

	for (uint32_t d = 0; d < st->meta.dims; d++) {
		dot += (double)x[d] * (double)q[d];
		square += (double)x[d] * (double)x[d];
	}
	return square > 0 ? dot / sqrt(square) : 0;
}

/* A term that only repeats part of one already chosen, or the other way round. */
static int
says_nothing_new(const vocab *v, uint32_t t, const uint32_t *chosen, size_t n)
{
	span x = vocab_term(v, t);

	for (size_t i = 0; i < n; i++) {
		span y = vocab_term(v, chosen[i]);
		if (span_find(y, x, 0) != (size_t)-1 || span_find(x, y, 0) != (size_t)-1)
			return 1;
	}
	return 0;
}

/* One character says too little to stand alone (槽, 剤). */
static int
is_one_character(span s)
{
	return s.n == 0 || s.n <= utf8_len((unsigned char)s.p[0]);
}

/* The heaviest terms as people read them, none inside another; `want` at most. */
static tensen_status
fill_heaviest(
    teller *t, term_sums *sums, const char *const **out, size_t *n, size_t want, tensen_error *err)
{
	const store *st = t->s->ix->store;
	const char **words = arena_alloc(&t->r->base.mem, want * sizeof *words);
	uint32_t chosen[BRIDGES + DIFFERS];

	*n = 0;
	if (!words)
		return tensen_fail_nomem(err);
	if (sums->n)
		qsort(sums->v, sums->n, sizeof *sums->v, shared_heavier);
	for (uint32_t i = 0;
	     i < sums->n && *n < want && sums->v[i].weight > LEAST_SHARE * sums->v[0].weight; i++) {
		uint32_t id = sums->v[i].term;
		if (is_one_character(vocab_term(&st->vocab, id)) ||
		    says_nothing_new(&st->vocab, id, chosen, *n))
			continue;
		chosen[*n] = id;
		words[(*n)++] = term_words(&t->r->base, st, id);
	}
	*out = words;
	return TENSEN_OK;
}

/* Verbs and adjectives end in hiragana: 続く joins nothing, 曇る may. */
static int
ends_in_hiragana(span s)
{
	return s.n >= 3 && is_hiragana(utf8_before(s.p, s.p + s.n));
}

tensen_status
fill_bridges(teller *t, tensen_idea *out, tensen_error *err)
{
	for (uint32_t i = 0; i < t->bridges.n; i++) {
		shared_term *x = &t->bridges.v[i];
		x->weight *= (float)fmax(0, term_nearness(t, x->term, VIEW_TOPIC));
		if (ends_in_hiragana(vocab_term(&t->s->ix->store->vocab, x->term)))
			x->weight *= VERB_SHARE;
	}
	return fill_heaviest(t, &t->bridges, &out->bridges, &out->n_bridges, BRIDGES, err);
}

static int
query_has(const asked *a, uint32_t id)
{
	uint32_t low = 0, high = a->n_terms;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		if (a->terms[mid].term < id)
			low = mid + 1;
		else
			high = mid;
	}
	return low < a->n_terms && a->terms[low].term == id;
}

/* What the needs say of their problem and the query nowhere says. */
tensen_status
fill_differs(teller *t, tensen_idea *out, const evidence *e, tensen_error *err)
{
	tensen_searcher *s = t->s;
	tensen_status st = TENSEN_OK;

	for (uint32_t i = 0; i < e->n_needs && st == TENSEN_OK; i++) {
		const witness *w = &e->all[e->needs[i]];
		term_count *terms;
		uint32_t n, m, kept = 0, *col;
		float *val;
		shared_term *own;
		if ((st = row_terms(s, w->row, &terms, &n, err)) < 0)
			break;
		col = arena_alloc(&s->mem, (n + (size_t)1) * sizeof *col);
		val = arena_alloc(&s->mem, (n + (size_t)1) * sizeof *val);
		own = arena_alloc(&s->mem, (n + (size_t)1) * sizeof *own);
		if (!col || !val || !own)
			return tensen_fail_nomem(err);
		m = view_row(&s->ix->store->vocab, VIEW_PROBLEM, terms, n, col, val);
		for (uint32_t k = 0; k < m; k++)
			if (!query_has(t->a, col[k]) &&
			    !ends_in_hiragana(vocab_term(&s->ix->store->vocab, col[k])))
				own[kept++] = (shared_term){col[k], val[k] * w->need};
		st = term_sums_add(&t->differs, s, own, kept, err);
	}
	if (st == TENSEN_OK)
		st = fill_heaviest(t, &t->differs, &out->differs, &out->n_differs, DIFFERS, err);
	return st;
}
