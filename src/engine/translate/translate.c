/* engine/translate/translate.c - see translate.h. */
#include "engine/base/query.h"
#include "engine/translate/translate.h"
#include <math.h>
#include <stdlib.h>
#include "engine/translate/senses.h"
#include "engine/translate/cohere.h"
#include "engine/translate/lexicon.h"
#include "util/fail.h"
#include "util/threads/sort.h"

tensen_lang
terms_language(const local_terms *t)
{
	uint64_t japanese = 0, all = 0;

	for (size_t i = 0; i < t->n; i++)
		for (int k = 0; t->v[i].kind == TERM_WORD && k < N_SECTIONS; k++) {
			all += t->v[i].in[k];
			japanese += (unsigned char)t->v[i].s.p[0] >= 0x80 ? t->v[i].in[k] : 0;
		}
	return 4 * japanese >= all ? TENSEN_JA : TENSEN_EN; /* symbols in Japanese are Latin */
}

/* A equivalent below it is dropped: bench/text/bilingual.txt. */
#define LEAST_PROBABILITY 0.02f

/* ---- the query ---- */

/* One term of the index that a word became. */
typedef struct piece {
	uint32_t term, word;
	float p;
} piece;

static int
piece_order(const void *a, const void *b)
{
	const piece *x = a, *y = b;
	int c = ORDER(x->term, y->term);

	return c ? c : ORDER(x->word, y->word);
}

static tensen_status
list_pieces(piece **out, uint32_t *n, const translation *w, tensen_error *err)
{
	size_t all = 0;

	for (uint32_t i = 0; i < w->n; i++)
		all += (size_t)w->v[i].n * EQUIVALENT_TERMS_MAX;
	*n = 0;
	if (!(*out = arena_alloc(&w->s->mem, (all + 1) * sizeof **out)))
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < w->n; i++)
		for (uint32_t c = 0; c < w->v[i].n; c++)
			for (uint32_t k = 0; k < w->v[i].v[c].n; k++)
				if (w->p[i][c] >= LEAST_PROBABILITY)
					(*out)[(*n)++] = (piece){w->v[i].v[c].term[k], w->v[i].word,
					    w->p[i][c] * w->v[i].v[c].part[k]};
	if (*n)
		qsort(*out, *n, sizeof **out, piece_order);
	return TENSEN_OK;
}

static void
add_counts(term_count *to, const local_term *from)
{
	for (int k = 0; k < N_SECTIONS; k++) {
		uint32_t sum = (uint32_t)to->in[k] + from->in[k];
		to->in[k] = (uint16_t)(sum < UINT16_MAX ? sum : UINT16_MAX);
	}
}

static tensen_status
gather_terms(query *a, const translation *w, const piece *v, uint32_t n, tensen_error *err)
{
	arena *mem = &w->s->mem;
	float *share = arena_calloc(mem, (n + (size_t)1) * sizeof *share);
	float *all = arena_calloc(mem, (n + (size_t)1) * sizeof *all);
	float *most = arena_calloc(mem, (n + (size_t)1) * sizeof *most);
	span *meant = arena_calloc(mem, (n + (size_t)1) * sizeof *meant);
	term_count *t = arena_calloc(mem, (n + (size_t)1) * sizeof *t);
	uint32_t k = 0;

	if (!share || !all || !t || !meant || !most)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++) {
		const local_term *from = &w->t->v[v[i].word];
		float tf = translation_count(from);
		if (i && v[i].term != v[i - 1].term)
			k++;
		t[k].term = v[i].term;
		if (i == 0 || v[i].term != v[i - 1].term || v[i].word != v[i - 1].word) {
			add_counts(&t[k], from);
			all[k] += tf;
		}
		share[k] += tf * v[i].p;
		if (tf * v[i].p > most[k]) {
			most[k] = tf * v[i].p;
			meant[k] = from->shown.n ? from->shown : from->s;
		}
	}
	k += n > 0;
	for (uint32_t i = 0; i < k; i++)
		share[i] = all[i] > 0 ? share[i] / all[i] : 0;
	a->terms = t;
	a->n_terms = k;
	a->share = share;
	a->meant = meant;
	return TENSEN_OK;
}

static void
count_known(query *a, const translation *w, const uint8_t *known)
{
	double all = 0, sure = 0, found_weight = 0;

	for (size_t i = 0; i < w->t->n; i++)
		if (w->t->v[i].kind == TERM_WORD) {
			double weight = tf_damped(translation_count(&w->t->v[i]));
			all += weight;
			found_weight += known[i] ? weight : 0;
			a->unknown += !known[i];
			if (!known[i] && a->n_unknown_terms < UNKNOWN_TERMS_KEPT)
				a->unknown_terms[a->n_unknown_terms++] = w->t->v[i].s;
		}
	for (uint32_t i = 0; i < w->n; i++) {
		const local_term *t = &w->t->v[w->v[i].word];
		double square = 0;
		for (uint32_t c = 0; c < w->v[i].n; c++)
			square += (double)w->p[i][c] * w->p[i][c];
		sure += t->kind == TERM_WORD ? square * tf_damped(translation_count(t)) : 0;
	}
	a->known_share = all > 0 ? (float)(found_weight / all) : 0;
	a->kept = all > 0 && sure > 0 ? (float)fmin(1, sure / all) : 1;
}

static tensen_status
find_senses(translation *w, uint8_t *known, tensen_lang from, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	w->v = arena_alloc(&w->s->mem, (w->t->n * SENSES_OF_WORD + 1) * sizeof *w->v);
	if (!w->v)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < w->t->n && st == TENSEN_OK; i++) {
		uint32_t before = w->n;
		st = senses_find(w->v, &w->n, w->s, &w->t->v[i], from, err);
		for (uint32_t k = before; k < w->n; k++)
			w->v[k].word = (uint32_t)i;
		known[i] = w->n > before;
	}
	return st;
}

tensen_status
translate_terms(
    query *a, tensen_searcher *s, const local_terms *t, tensen_lang from, tensen_error *err)
{
	translation w = {.s = s, .t = t, .dims = s->ix->store->meta.dims};
	uint8_t *known = arena_calloc(&s->mem, t->n + 1);
	piece *v;
	uint32_t n;
	tensen_status st;

	a->unknown_terms = arena_alloc(&s->mem, UNKNOWN_TERMS_KEPT * sizeof *a->unknown_terms);
	if (!known || !a->unknown_terms)
		return tensen_fail_nomem(err);
	translator_start(s->translator);
	if ((st = translator_inverse(&w.inverse, s, err)) < 0 ||
	    (st = find_senses(&w, known, from, err)) < 0 ||
	    (st = translation_cohere(&w, err)) < 0 || (st = list_pieces(&v, &n, &w, err)) < 0 ||
	    (st = gather_terms(a, &w, v, n, err)) < 0 ||
	    (st = translation_weigh(a, s, w.inverse, err)) < 0)
		return st;
	count_known(a, &w, known);
	return TENSEN_OK;
}

/* 1 if most documents have text in both languages. */
static int
answers_in_both(const tensen_searcher *s)
{
	uint32_t n;

	return lexicon_bilingual_rows(s->ix->lexicon, &n) && 2 * (uint64_t)n > s->ix->store->rows.n;
}

tensen_status
translate_query(query *a, tensen_searcher *s, const local_terms *t, tensen_error *err)
{
	lexicon_slot *l = s->ix->lexicon;
	tensen_lang from = terms_language(t);
	query *other, x;
	int one_language, ready;
	tensen_status st;

	if (t->n == 0 || !l || s->untranslated)
		return TENSEN_OK;
	one_language = !lexicon_rows(l, TENSEN_EN);
	if (one_language && (from == lexicon_language(l) || answers_in_both(s)))
		return TENSEN_OK;
	if ((st = lexicon_ready(&ready, l, 1, err)) < 0)
		return st;
	a->translation = lexicon_trouble(l);
	if (!ready)
		return st;
	if (one_language) {
		x = *a;
		x.unknown = x.n_unknown_terms = 0;
		if ((st = translate_terms(&x, s, t, from, err)) == TENSEN_OK && x.n_terms)
			*a = x;
		return st;
	}
	if (!(other = arena_alloc(&s->mem, sizeof *other)))
		return tensen_fail_nomem(err);
	*other = *a;
	other->unknown = other->n_unknown_terms = 0;
	if ((st = translate_terms(other, s, t, from, err)) < 0 ||
	    (st = query_project(other, s, err)) < 0)
		return st;
	a->language = from;
	a->other = other->n_terms ? other : NULL;
	return TENSEN_OK;
}

tensen_status
translate_stored(query *a, tensen_searcher *s, tensen_error *err)
{
	const vocab *v = &s->ix->store->vocab;
	local_terms t = {NULL, a->n_terms};

	if (!s->ix->lexicon || !lexicon_rows(s->ix->lexicon, TENSEN_EN))
		return TENSEN_OK;
	if (!(t.v = arena_calloc(&s->mem, (t.n + 1) * sizeof *t.v)))
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < t.n; i++) {
		t.v[i].s = vocab_term(v, a->terms[i].term);
		t.v[i].kind = v->kind[a->terms[i].term];
		memcpy(t.v[i].in, a->terms[i].in, sizeof t.v[i].in);
	}
	return translate_query(a, s, &t, err);
}
