/* engine/query/corrections.c - see corrections.h. */
#include "engine/query/understand.h"
#include "engine/query/corrections.h"
#include <stdlib.h>
#include "engine/base/options.h"
#include "text/utf8.h"
#include "util/fail.h"
#include "util/threads/sort.h"

#define UNKNOWN_SHOWN 20

static tensen_status
check_words(const char *const *words, const char *what, size_t *n, tensen_error *err)
{
	*n = 0;
	while (words && words[*n]) {
		size_t bytes = strlen(words[*n]), bad = utf8_bad_at(span_of(words[*n]));
		if (bad < bytes)
			return tensen_fail(err, TENSEN_E_INPUT,
			    "query text is not UTF-8: byte %zu does not fit", bad);
		++*n;
	}
	return options_limit(what, *n, TENSEN_WORDS_MAX, err);
}

/* The terms that a person's word is read as. */
static tensen_status
read_word(query *out, tensen_searcher *s, const char *word, tensen_error *err)
{
	document d;

	document_init(&d, &s->mem);
	d.title = span_of(word);
	return query_words_of_document(out, s, &d, err);
}

/* The term of the query that is shown as `word`: VOCAB_NONE if there is none. */
static uint32_t
term_shown_as(const tensen_searcher *s, const query *a, const char *word)
{
	const store *st = s->ix->store;
	uint32_t found = VOCAB_NONE;
	buf b = BUF_INIT;

	for (uint32_t i = 0; i < a->n_terms && found == VOCAB_NONE; i++) {
		buf_again(&b);
		shown_write(&b, &st->shown, &st->vocab, a->terms[i].term);
		if (!b.failed && span_eq((span){b.p, b.n}, span_of(word)))
			found = a->terms[i].term;
	}
	buf_clear(&b);
	return found;
}

/* A word as the page shows it is one term; any other is all the terms that it is read as. */
static tensen_status
add_dropped(buf *ids, tensen_searcher *s, const query *a, const char *word, tensen_error *err)
{
	uint32_t id = term_shown_as(s, a, word);
	tensen_status st = TENSEN_OK;
	query w;

	if (id != VOCAB_NONE)
		buf_add(ids, &id, sizeof id);
	else if ((st = read_word(&w, s, word, err)) == TENSEN_OK)
		for (uint32_t i = 0; i < w.n_terms; i++)
			buf_add(ids, &w.terms[i].term, sizeof w.terms[i].term);
	return st;
}

static tensen_status
find_dropped(query *a, tensen_searcher *s, const char *const *words, tensen_error *err)
{
	buf ids = BUF_INIT;
	tensen_status st = TENSEN_OK;
	uint32_t *v;

	for (size_t i = 0; words && words[i] && st == TENSEN_OK; i++)
		st = add_dropped(&ids, s, a, words[i], err);
	if (st == TENSEN_OK && ids.n) {
		v = arena_alloc(&s->mem, ids.n);
		if (ids.failed || !v)
			st = tensen_fail_nomem(err);
		else {
			memcpy(v, ids.p, ids.n);
			a->n_dropped = (uint32_t)(ids.n / sizeof *v);
			qsort(v, a->n_dropped, sizeof *v, sort_u32);
			a->dropped = v;
		}
	}
	buf_clear(&ids);
	return st;
}

static int
is_dropped(const query *of, uint32_t id)
{
	return of->n_dropped && bsearch(&id, of->dropped, of->n_dropped, sizeof id, sort_u32);
}

/* Copied, not changed in place: terms of a document may lie in a scratch of the index. */
static tensen_status
drop(query *a, tensen_searcher *s, const query *of, tensen_error *err)
{
	term_count *t = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *t);
	float *share = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *share);
	float *worth = arena_alloc(&s->mem, (a->n_terms + (size_t)1) * sizeof *worth);
	uint32_t n = 0;

	if (!t || !share || !worth)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < a->n_terms; i++)
		if (!is_dropped(of, a->terms[i].term)) {
			share[n] = a->share ? a->share[i] : 1;
			worth[n] = a->worth ? a->worth[i] : 1;
			t[n++] = a->terms[i];
		}
	a->terms = t;
	a->n_terms = n;
	a->meant = NULL; /* no longer by place */
	a->share = a->share ? share : NULL;
	a->worth = a->worth ? worth : NULL;
	return TENSEN_OK;
}

tensen_status
corrections_drop(query *a, tensen_searcher *s, const query *of, tensen_error *err)
{
	uint32_t before = a->n_terms;
	tensen_status st;

	if (!of || !of->n_dropped)
		return TENSEN_OK;
	if ((st = drop(a, s, of, err)) < 0 || a->n_terms == before)
		return st;
	return query_project(a, s, err);
}

/* The terms of a word count as if they stood in the title, once more. */
static tensen_status
add_word(query *a, tensen_searcher *s, const query *w, tensen_error *err)
{
	size_t room = a->n_terms + w->n_terms + (size_t)1;
	term_count *t = arena_alloc(&s->mem, room * sizeof *t);
	float *share = arena_alloc(&s->mem, room * sizeof *share);
	float *worth = arena_alloc(&s->mem, room * sizeof *worth);
	uint32_t i = 0, k = 0, n = 0;

	if (!t || !share || !worth)
		return tensen_fail_nomem(err);
	for (; i < a->n_terms || k < w->n_terms; n++) {
		int own =
		    k == w->n_terms || (i < a->n_terms && a->terms[i].term <= w->terms[k].term);
		int both = own && k < w->n_terms && a->terms[i].term == w->terms[k].term;
		const query *of = own ? a : w;
		uint32_t at = own ? i++ : k;
		t[n] = of->terms[at];
		share[n] = of->share ? of->share[at] : 1;
		worth[n] = of->worth ? of->worth[at] : 1;
		k += !own || both;
		t[n].in[SEC_TITLE] += both && t[n].in[SEC_TITLE] < UINT16_MAX;
	}
	a->terms = t;
	a->n_terms = n;
	a->meant = NULL;
	if (a->share || w->share) {
		a->share = share;
		a->worth = worth;
	}
	return TENSEN_OK;
}

/* A word that the index lacks is among the unknown ones of the query. */
static tensen_status
add_unknown(query *a, tensen_searcher *s, const query *w, tensen_error *err)
{
	span *v = arena_calloc(&s->mem, UNKNOWN_SHOWN * sizeof *v);
	uint32_t n = 0;

	if (!v)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < a->n_unknown_terms && n < UNKNOWN_SHOWN; i++)
		v[n++] = a->unknown_terms[i];
	for (uint32_t i = 0; i < w->n_unknown_terms && n < UNKNOWN_SHOWN; i++)
		v[n++] = w->unknown_terms[i];
	a->unknown += w->unknown;
	a->unknown_terms = v;
	a->n_unknown_terms = n;
	return TENSEN_OK;
}

static tensen_status
add_words(query *a, tensen_searcher *s, const char *const *words, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (size_t i = 0; words && words[i] && st == TENSEN_OK; i++) {
		query w;
		if ((st = read_word(&w, s, words[i], err)) == TENSEN_OK &&
		    (st = add_word(a, s, &w, err)) == TENSEN_OK)
			st = add_unknown(a, s, &w, err);
	}
	return st;
}

tensen_status
corrections_apply(query *a, tensen_searcher *s, const tensen_query *q, tensen_error *err)
{
	size_t n_drop, n_add;
	tensen_status st;

	if ((st = check_words(q->drop_words, "words to drop", &n_drop, err)) < 0 ||
	    (st = check_words(q->add_words, "words to add", &n_add, err)) < 0)
		return st;
	a->own_fields = q->own_fields;
	if (q->own_fields)
		a->mask = q->own_fields;
	if (n_drop + n_add == 0)
		return TENSEN_OK;
	if ((st = find_dropped(a, s, q->drop_words, err)) < 0 || (st = drop(a, s, a, err)) < 0 ||
	    (st = add_words(a, s, q->add_words, err)) < 0)
		return st;
	return query_project(a, s, err);
}
