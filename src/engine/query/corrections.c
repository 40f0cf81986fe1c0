/* engine/query/corrections.c - see corrections.h. */
#include "engine/query/understand.h"
#include <tensen/messages.h>
#include "engine/query/corrections.h"
#include "engine/query/question.h"
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
			return tensen_fail(err, TENSEN_E_INPUT, SAY_QUERY_TEXT_NOT, bad);
		++*n;
	}
	return options_limit(what, *n, TENSEN_WORDS_MAX, err);
}

/* The terms that a person's word is read as. */
static tensen_status
read_word(query *out, tensen_searcher *searcher, const char *word, tensen_error *err)
{
	document d;

	document_init(&d, &searcher->mem);
	d.title = span_of(word);
	return query_words_of_document(out, searcher, &d, err);
}

/* The term of the query that is shown as `word`: VOCAB_NONE if there is none. */
static uint32_t
term_shown_as(const tensen_searcher *searcher, const query *q, const char *word)
{
	const store *st = searcher->ix->store;
	uint32_t found = VOCAB_NONE;
	buf b = BUF_INIT;

	for (uint32_t i = 0; i < q->n_terms && found == VOCAB_NONE; i++) {
		buf_again(&b);
		shown_write(&b, &st->shown, &st->vocab, q->terms[i].term);
		if (!b.failed && span_eq((span){b.p, b.n}, span_of(word)))
			found = q->terms[i].term;
	}
	buf_clear(&b);
	return found;
}

/* A word as the page shows it is one term; any other is all the terms that it is read as. */
static tensen_status
add_dropped(
    buf *ids, tensen_searcher *searcher, const query *q, const char *word, tensen_error *err)
{
	uint32_t id = term_shown_as(searcher, q, word);
	tensen_status st = TENSEN_OK;
	query w;

	if (id != VOCAB_NONE)
		buf_add(ids, &id, sizeof id);
	else if ((st = read_word(&w, searcher, word, err)) == TENSEN_OK)
		for (uint32_t i = 0; i < w.n_terms; i++)
			buf_add(ids, &w.terms[i].term, sizeof w.terms[i].term);
	return st;
}

static tensen_status
find_dropped(query *q, tensen_searcher *searcher, const char *const *words, tensen_error *err)
{
	buf ids = BUF_INIT;
	tensen_status st = TENSEN_OK;
	uint32_t *v;

	for (size_t i = 0; words && words[i] && st == TENSEN_OK; i++)
		st = add_dropped(&ids, searcher, q, words[i], err);
	if (st == TENSEN_OK && ids.n) {
		v = arena_alloc(&searcher->mem, ids.n);
		if (ids.failed || !v)
			st = tensen_fail_nomem(err);
		else {
			memcpy(v, ids.p, ids.n);
			q->n_dropped = (uint32_t)(ids.n / sizeof *v);
			qsort(v, q->n_dropped, sizeof *v, sort_u32);
			q->dropped = v;
		}
	}
	buf_clear(&ids);
	return st;
}

/* Copied, not changed in place: terms of a document may lie in a scratch of the index. */
static tensen_status
query_corrections_drop(query *q, tensen_searcher *searcher, const query *of, tensen_error *err)
{
	term_count *t = arena_alloc(&searcher->mem, (q->n_terms + (size_t)1) * sizeof *t);
	float *share = arena_alloc(&searcher->mem, (q->n_terms + (size_t)1) * sizeof *share);
	float *worth = arena_alloc(&searcher->mem, (q->n_terms + (size_t)1) * sizeof *worth);
	uint32_t n = 0;

	if (!t || !share || !worth)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < q->n_terms; i++)
		if (!question_dropped(of, q->terms[i].term)) {
			share[n] = q->share ? q->share[i] : 1;
			worth[n] = q->worth ? q->worth[i] : 1;
			t[n++] = q->terms[i];
		}
	q->terms = t;
	q->n_terms = n;
	q->meant = NULL; /* no longer by place */
	q->share = q->share ? share : NULL;
	q->worth = q->worth ? worth : NULL;
	return TENSEN_OK;
}

tensen_status
corrections_drop(query *q, tensen_searcher *searcher, const query *of, tensen_error *err)
{
	uint32_t before = q->n_terms;
	tensen_status st;

	if (!of || !of->n_dropped)
		return TENSEN_OK;
	if ((st = query_corrections_drop(q, searcher, of, err)) < 0 || q->n_terms == before)
		return st;
	q->dropped = of->dropped;
	q->n_dropped = of->n_dropped;
	st = query_project(q, searcher, err);
	return st == TENSEN_OK ? question_make(q, searcher, err) : st;
}

/* The terms of a word count as if they stood in the title, once more. */
static tensen_status
add_word(query *q, tensen_searcher *searcher, const query *asked, tensen_error *err)
{
	size_t room = q->n_terms + asked->n_terms + (size_t)1;
	term_count *t = arena_alloc(&searcher->mem, room * sizeof *t);
	float *share = arena_alloc(&searcher->mem, room * sizeof *share);
	float *worth = arena_alloc(&searcher->mem, room * sizeof *worth);
	uint32_t i = 0, k = 0, n = 0;

	if (!t || !share || !worth)
		return tensen_fail_nomem(err);
	for (; i < q->n_terms || k < asked->n_terms; n++) {
		int own = k == asked->n_terms ||
			  (i < q->n_terms && q->terms[i].term <= asked->terms[k].term);
		int both = own && k < asked->n_terms && q->terms[i].term == asked->terms[k].term;
		const query *of = own ? q : asked;
		uint32_t at = own ? i++ : k;
		t[n] = of->terms[at];
		share[n] = of->share ? of->share[at] : 1;
		worth[n] = of->worth ? of->worth[at] : 1;
		k += !own || both;
		t[n].in[SEC_TITLE] += both && t[n].in[SEC_TITLE] < UINT16_MAX;
	}
	q->terms = t;
	q->n_terms = n;
	q->meant = NULL;
	if (q->share || asked->share) {
		q->share = share;
		q->worth = worth;
	}
	return TENSEN_OK;
}

/* A word that the index lacks is among the unknown ones of the query. */
static tensen_status
add_unknown(query *q, tensen_searcher *searcher, const query *asked, tensen_error *err)
{
	span *v = arena_calloc(&searcher->mem, UNKNOWN_SHOWN * sizeof *v);
	uint32_t n = 0;

	if (!v)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < q->n_unknown_terms && n < UNKNOWN_SHOWN; i++)
		v[n++] = q->unknown_terms[i];
	for (uint32_t i = 0; i < asked->n_unknown_terms && n < UNKNOWN_SHOWN; i++)
		v[n++] = asked->unknown_terms[i];
	q->unknown += asked->unknown;
	q->unknown_terms = v;
	q->n_unknown_terms = n;
	return TENSEN_OK;
}

static tensen_status
add_words(query *q, tensen_searcher *searcher, const char *const *words, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	for (size_t i = 0; words && words[i] && st == TENSEN_OK; i++) {
		query *word = arena_alloc(&searcher->mem, sizeof *word);
		if (!word)
			return tensen_fail_nomem(err);
		if ((st = read_word(word, searcher, words[i], err)) == TENSEN_OK &&
		    (st = add_word(q, searcher, word, err)) == TENSEN_OK)
			st = add_unknown(q, searcher, word, err);
		word->added = q->added;
		q->added = word;
	}
	return st;
}

tensen_status
corrections_apply(query *asked, tensen_searcher *searcher, const tensen_query *q, tensen_error *err)
{
	size_t n_drop, n_add;
	tensen_status st;

	if ((st = check_words(q->drop_words, "words to drop", &n_drop, err)) < 0 ||
	    (st = check_words(q->add_words, "words to add", &n_add, err)) < 0)
		return st;
	asked->own_fields = q->own_fields;
	if (q->own_fields)
		asked->mask = q->own_fields & ~TENSEN_NO_FIELD;
	if (n_drop + n_add == 0)
		return TENSEN_OK;
	if ((st = find_dropped(asked, searcher, q->drop_words, err)) < 0 ||
	    (st = query_corrections_drop(asked, searcher, asked, err)) < 0 ||
	    (st = add_words(asked, searcher, q->add_words, err)) < 0)
		return st;
	return query_project(asked, searcher, err);
}
