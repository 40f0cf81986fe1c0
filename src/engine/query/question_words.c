/* engine/query/question_words.c - what is said of a question: its unknown words, its other words, and
 * that nothing fits; see question.h. */
#include "engine/base/query.h"
#include "engine/query/question.h"
#include <stdlib.h>
#include "engine/translate/lexicon.h"
#include "util/fail.h"

/* How many of its words, compounds aside, one row meets. */
static tensen_status
count_met(uint32_t *met, uint32_t *asked, tensen_searcher *searcher, const question *question_of,
    uint32_t row, tensen_error *err)
{
	word_met *v = arena_alloc(&searcher->mem, (question_of->n + (size_t)1) * sizeof *v);
	tensen_status st =
	    v ? question_met(v, searcher, question_of, row, err) : tensen_fail_nomem(err);

	*met = *asked = 0;
	for (uint32_t i = 0; i < question_of->n && st == TENSEN_OK; i++) {
		*asked += (uint32_t)v[i].is_word;
		*met += v[i].is_word && v[i].how > 0;
	}
	return st;
}

#define LOOKED_AT 50 /* hits, for two words of the question */

tensen_status
question_note(query_words *out, tensen_searcher *searcher, const query *q, const candidates *found,
    tensen_error *err)
{
	uint32_t met = 0, asked = 2;
	tensen_status st = TENSEN_OK;

	if (!q->question || found->n == 0)
		return TENSEN_OK;
	for (uint32_t i = 0; i < found->n && i < LOOKED_AT && met < 2 && asked > 1; i++) {
		const uint32_t row = found->v[i].hit.row;
		const question *of_row = query_for_row(q, searcher, row)->question;
		if (of_row && (st = count_met(&met, &asked, searcher, of_row, row, err)) < 0)
			return st;
	}
	out->nothing_here = met < 2 && asked > 1;
	return TENSEN_OK;
}

const char *
question_met_word(tensen_result *result, const store *kept, const word_met *word)
{
	buf b = BUF_INIT;
	int named = word->term != VOCAB_NONE && (word->is_other || word->translated);

	if (!named || word->is_other)
		buf_span(&b, word->shown);
	if (named) {
		buf_str(&b, word->is_other ? "→" : "");
		shown_write(&b, &kept->shown, &kept->vocab, word->term);
	}
	if (named && !word->is_other) {
		buf_str(&b, " (");
		buf_span(&b, word->shown);
		buf_char(&b, ')');
	}
	return result_text(result, &b);
}

/* By itself, or by another word for the same thing, which is told beside it. */
static int
is_known(const asked_word *asked)
{
	return asked->n_forms || asked->n_rows;
}

int
question_has(const question *asked, span word)
{
	for (uint32_t i = 0; asked && i < asked->n; i++)
		if (span_eq(asked->v[i].shown, word))
			return is_known(&asked->v[i]);
	return 0;
}

/* Words that no document has, as examples of unknown ones. */
static tensen_status
list_unknown(query_words *out, tensen_result *result, const question *asked, tensen_error *err)
{
	const char **v = arena_alloc(&result->mem, (asked->n + (size_t)1) * sizeof *v);

	if (!v)
		return tensen_fail_nomem(err);
	out->known = out->n_examples = 0;
	for (uint32_t i = 0; i < asked->n; i++)
		if (is_known(&asked->v[i]))
			out->known++;
		else
			v[out->n_examples++] = result_copy(result, asked->v[i].shown);
	out->unknown = out->n_examples;
	out->examples = v;
	return TENSEN_OK;
}

static tensen_status
list_others(query_words *out, tensen_result *result, const store *kept, const question *asked,
    tensen_error *err)
{
	other_words *v = arena_alloc(&result->mem, (asked->n + (size_t)1) * sizeof *v);
	buf b = BUF_INIT;

	if (!v)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < asked->n; i++) {
		const asked_word *w = &asked->v[i];
		const char **also =
		    arena_alloc(&result->mem, (w->n_forms + (size_t)1) * sizeof *also);
		uint32_t n = 0;
		if (!also)
			return tensen_fail_nomem(err);
		for (uint32_t k = w->n_own; k < w->n_forms; k++) {
			buf_again(&b);
			shown_write(&b, &kept->shown, &kept->vocab, w->forms[k].term);
			also[n++] = result_copy(result, (span){b.p ? b.p : "", b.n});
		}
		if (n)
			v[out->n_others++] = (other_words){result_copy(result, w->shown), also, n};
	}
	buf_clear(&b);
	out->others = out->n_others ? v : NULL;
	return TENSEN_OK;
}

/* A word with one of its senses, and what that adds to the score. */
typedef struct weighed_sense {
	float weight;
	uint32_t word, form;
} weighed_sense;

static int
heavier_sense(const void *a, const void *b)
{
	const weighed_sense *x = a, *y = b;
	int c = ORDER(y->weight, x->weight);

	c = c ? c : ORDER(x->word, y->word);
	return c ? c : ORDER(x->form, y->form);
}

/* What the words are in the other language, heaviest first. */
static tensen_status
list_translated(query_words *out, tensen_result *result, const store *kept, const question *asked,
    tensen_error *err)
{
	weighed_sense *senses;
	translated_word *v;
	size_t room = 1, n = 0;
	buf b = BUF_INIT;

	for (uint32_t i = 0; i < asked->n; i++)
		room += asked->v[i].translated ? asked->v[i].n_forms : 0;
	senses = arena_alloc(&result->mem, room * sizeof *senses);
	v = arena_alloc(&result->mem, TRANSLATED_SHOWN * sizeof *v);
	if (!senses || !v)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < asked->n; i++)
		for (uint32_t k = 0; asked->v[i].translated && k < asked->v[i].n_forms; k++)
			senses[n++] =
			    (weighed_sense){asked->v[i].weight * asked->v[i].forms[k].factor, i, k};
	if (n)
		qsort(senses, n, sizeof *senses, heavier_sense);
	for (size_t i = 0; i < n && i < TRANSLATED_SHOWN; i++) {
		const asked_word *word = &asked->v[senses[i].word];
		const asked_form *form = &word->forms[senses[i].form];
		buf_again(&b);
		shown_write(&b, &kept->shown, &kept->vocab, form->term);
		v[out->n_translated++] = (translated_word){result_copy(result, word->shown),
		    result_copy(result, (span){b.p ? b.p : "", b.n}), form->factor};
	}
	out->translated = out->n_translated ? v : NULL;
	result->nomem |= b.failed;
	buf_clear(&b);
	return TENSEN_OK;
}

tensen_status
question_words(query_words *out, tensen_result *result, const store *kept, const query *asked,
    tensen_error *err)
{
	const question *q = asked->question;
	const asked_word *top = NULL;
	tensen_status st = list_unknown(out, result, q, err);

	for (uint32_t i = 0; i < q->n; i++)
		if (!top || q->v[i].weight > top->weight)
			top = &q->v[i];
	if (st == TENSEN_OK && top && !is_known(top) && out->known)
		out->missing = result_copy(result, top->shown);
	if (asked->other && asked->other->question)
		q = asked->other->question;
	if (st == TENSEN_OK)
		st = list_others(out, result, kept, asked->question, err);
	return st == TENSEN_OK ? list_translated(out, result, kept, q, err) : st;
}
