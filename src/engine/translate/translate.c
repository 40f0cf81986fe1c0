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

/* The language of most of the words; TENSEN_JA also for none. */
static tensen_lang
terms_language(const local_terms *terms)
{
	uint64_t japanese = 0, all = 0;

	for (size_t i = 0; i < terms->n; i++)
		for (int k = 0; terms->v[i].kind == TERM_WORD && k < N_SECTIONS; k++) {
			all += terms->v[i].in[k];
			japanese +=
			    (unsigned char)terms->v[i].s.p[0] >= 0x80 ? terms->v[i].in[k] : 0;
		}
	return 4 * japanese >= all ? TENSEN_JA : TENSEN_EN; /* symbols in Japanese are Latin */
}

/* A equivalent below it is dropped: bench/text/bilingual.txt. */
#define LEAST_PROBABILITY 0.02f

/* ---- the query ---- */

COMPARE2(sense_order, query_sense, UP(term), UP(word))

static tensen_status
list_senses(query_sense **out, uint32_t *n, const translation *words, tensen_error *err)
{
	size_t all = 0;

	for (uint32_t i = 0; i < words->n; i++)
		all += (size_t)words->v[i].n * EQUIVALENT_TERMS_MAX;
	*n = 0;
	if (!(*out = arena_alloc(&words->s->mem, (all + 1) * sizeof **out)))
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < words->n; i++)
		for (uint32_t c = 0; c < words->v[i].n; c++)
			for (uint32_t k = 0; k < words->v[i].v[c].n; k++)
				if (words->p[i][c] >= LEAST_PROBABILITY)
					(*out)[(*n)++] = (query_sense){words->v[i].word,
					    words->v[i].v[c].term[k], words->p[i][c],
					    words->v[i].v[c].part[k]};
	if (*n)
		qsort(*out, *n, sizeof **out, sense_order);
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
gather_terms(
    query *q, const translation *words, const query_sense *senses, uint32_t n, tensen_error *err)
{
	arena *mem = &words->s->mem;
	float *share = arena_calloc(mem, (n + (size_t)1) * sizeof *share);
	float *all = arena_calloc(mem, (n + (size_t)1) * sizeof *all);
	float *most = arena_calloc(mem, (n + (size_t)1) * sizeof *most);
	span *meant = arena_calloc(mem, (n + (size_t)1) * sizeof *meant);
	term_count *t = arena_calloc(mem, (n + (size_t)1) * sizeof *t);
	uint32_t k = 0;

	if (!share || !all || !t || !meant || !most)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < n; i++) {
		const local_term *from = &words->t->v[senses[i].word];
		float tf = translation_count(from),
		      meaning = tf * senses[i].likely * senses[i].part;
		if (i && senses[i].term != senses[i - 1].term)
			k++;
		t[k].term = senses[i].term;
		if (i == 0 || senses[i].term != senses[i - 1].term ||
		    senses[i].word != senses[i - 1].word) {
			add_counts(&t[k], from);
			all[k] += tf;
		}
		share[k] += meaning;
		if (meaning > most[k]) {
			most[k] = meaning;
			meant[k] = local_term_shown(from);
		}
	}
	k += n > 0;
	for (uint32_t i = 0; i < k; i++)
		share[i] = all[i] > 0 ? share[i] / all[i] : 0;
	q->terms = t;
	q->n_terms = k;
	q->share = share;
	q->meant = meant;
	return TENSEN_OK;
}

static void
count_known(query *q, const translation *words, const uint8_t *known)
{
	double all = 0, sure = 0, found_weight = 0;

	for (size_t i = 0; i < words->t->n; i++)
		if (words->t->v[i].kind == TERM_WORD) {
			double weight = tf_damped(translation_count(&words->t->v[i]));
			all += weight;
			found_weight += known[i] ? weight : 0;
			q->unknown += !known[i];
			if (!known[i] && q->n_unknown_terms < UNKNOWN_TERMS_KEPT)
				q->unknown_terms[q->n_unknown_terms++] =
				    local_term_shown(&words->t->v[i]);
		}
	for (uint32_t i = 0; i < words->n; i++) {
		const local_term *t = &words->t->v[words->v[i].word];
		double square = 0;
		for (uint32_t c = 0; c < words->v[i].n; c++)
			square += (double)words->p[i][c] * words->p[i][c];
		sure += t->kind == TERM_WORD ? square * tf_damped(translation_count(t)) : 0;
	}
	q->known_share = all > 0 ? (float)(found_weight / all) : 0;
	q->kept = all > 0 && sure > 0 ? (float)fmin(1, sure / all) : 1;
}

static tensen_status
find_senses(translation *words, uint8_t *known, tensen_lang from, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	words->v =
	    arena_alloc(&words->s->mem, (words->t->n * SENSES_OF_WORD + 1) * sizeof *words->v);
	if (!words->v)
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < words->t->n && st == TENSEN_OK; i++) {
		uint32_t before = words->n;
		st = senses_find(words->v, &words->n, words->s, &words->t->v[i], from, err);
		for (uint32_t k = before; k < words->n; k++)
			words->v[k].word = (uint32_t)i;
		known[i] = words->n > before;
	}
	return st;
}

/* Fill the terms of a query, their shares and worths, and its unknown words, from its words in the
 * other language.  Views are left to query_make_views(). */
static tensen_status
translate_terms(query *q, tensen_searcher *searcher, const local_terms *terms, tensen_lang from,
    tensen_error *err)
{
	translation w = {.s = searcher, .t = terms, .dims = searcher->ix->store->meta.dims};
	uint8_t *known = arena_calloc(&searcher->mem, terms->n + 1);
	query_sense *v;
	uint32_t n;
	tensen_status st;

	q->unknown_terms =
	    arena_alloc(&searcher->mem, UNKNOWN_TERMS_KEPT * sizeof *q->unknown_terms);
	if (!known || !q->unknown_terms)
		return tensen_fail_nomem(err);
	translator_start(searcher->translator);
	if ((st = translator_inverse(&w.inverse, searcher, err)) < 0 ||
	    (st = find_senses(&w, known, from, err)) < 0 ||
	    (st = translation_cohere(&w, err)) < 0 || (st = list_senses(&v, &n, &w, err)) < 0 ||
	    (st = gather_terms(q, &w, v, n, err)) < 0 ||
	    (st = translation_weigh(q, searcher, w.inverse, err)) < 0)
		return st;
	q->senses = v;
	q->n_senses = n;
	count_known(q, &w, known);
	return TENSEN_OK;
}

/* 1 if most documents have text in both languages. */
static int
answers_in_both(const tensen_searcher *searcher)
{
	uint32_t n;

	return lexicon_bilingual_rows(searcher->ix->lexicon, &n) &&
	       2 * (uint64_t)n > searcher->ix->store->rows.n;
}

tensen_status
translate_query(query *q, tensen_searcher *searcher, const local_terms *terms, tensen_error *err)
{
	lexicon_slot *l = searcher->ix->lexicon;
	tensen_lang from = terms_language(terms);
	query *other, x;
	int one_language, ready;
	tensen_status st;

	if (terms->n == 0 || !l || searcher->untranslated)
		return TENSEN_OK;
	one_language = !lexicon_rows(l, TENSEN_EN);
	if (one_language && (from == lexicon_language(l) || answers_in_both(searcher)))
		return TENSEN_OK;
	if ((st = lexicon_ready(&ready, l, 1, err)) < 0)
		return st;
	q->translation = lexicon_trouble(l);
	if (!ready)
		return st;
	if (one_language) {
		x = *q;
		x.unknown = x.n_unknown_terms = 0;
		if ((st = translate_terms(&x, searcher, terms, from, err)) == TENSEN_OK &&
		    x.n_terms)
			*q = x;
		return st;
	}
	if (!(other = arena_alloc(&searcher->mem, sizeof *other)))
		return tensen_fail_nomem(err);
	*other = *q;
	other->unknown = other->n_unknown_terms = 0;
	if ((st = translate_terms(other, searcher, terms, from, err)) < 0 ||
	    (st = query_project(other, searcher, err)) < 0)
		return st;
	q->language = from;
	q->other = other->n_terms ? other : NULL;
	return TENSEN_OK;
}

tensen_status
translate_stored(query *q, tensen_searcher *searcher, tensen_error *err)
{
	const vocab *v = &searcher->ix->store->vocab;
	local_terms t = {NULL, q->n_terms};

	if (!searcher->ix->lexicon || !lexicon_rows(searcher->ix->lexicon, TENSEN_EN))
		return TENSEN_OK;
	if (!(t.v = arena_calloc(&searcher->mem, (t.n + 1) * sizeof *t.v)))
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < t.n; i++) {
		t.v[i].s = vocab_term(v, q->terms[i].term);
		t.v[i].kind = v->kind[q->terms[i].term];
		memcpy(t.v[i].in, q->terms[i].in, sizeof t.v[i].in);
	}
	return translate_query(q, searcher, &t, err);
}
