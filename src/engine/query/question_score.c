/* engine/query/question_score.c - how well documents meet a question, and what is said of it; see
 * question.h. */
#include "engine/base/query.h"
#include "engine/query/question.h"
#include <math.h>
#include <stdlib.h>
#include "engine/translate/lexicon.h"
#include "util/fail.h"

#define COVERED 0.5f /* bench/short.txt */
/* How well a row meets a word that has no list: about as by standing there once. */
#define RARE_MET 0.5f

/* ---- candidates ---- */

/* The count that is damped to x. */
static float
question_undamped(float x)
{
	return x > 1 ? expf(x - 1) : x;
}

#define HEAVIEST 10.0f /* log count of the heaviest term: shares are the same at any size */

/* Weights of terms as the counts of which the postings make these shares.  In an index of a few
 * documents the weights are so large that they are no counts. */
static void
weigh_as_counts(weighted_term *weighted, uint32_t n)
{
	float most = 0;

	for (uint32_t i = 0; i < n; i++)
		most = fmaxf(most, weighted[i].weight);
	for (uint32_t i = 0; i < n; i++)
		weighted[i].weight = question_undamped(HEAVIEST * weighted[i].weight / most);
}

tensen_status
question_terms(lex_query *out, tensen_searcher *searcher, const query *asked, tensen_error *err)
{
	const question *q = asked->question;
	weighted_term *t;
	size_t all = 0;
	uint32_t n = 0;

	for (uint32_t i = 0; i < q->n; i++)
		all += q->v[i].n_forms;
	if (!(t = arena_alloc(&searcher->mem, (all + 1) * sizeof *t)))
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < q->n; i++)
		for (uint32_t k = 0; k < q->v[i].n_forms; k++) {
			const asked_form *f = &q->v[i].forms[k];
			double idf =
			    question_rarity(searcher, searcher->ix->store->vocab.df[f->term]);
			uint32_t at = 0;
			while (at < n && t[at].term != f->term)
				at++;
			if (at == n)
				t[n++] = (weighted_term){
				    f->term, (float)(q->v[i].weight * f->factor / (idf * idf))};
		}
	weigh_as_counts(t, n);
	*out = (lex_query){.terms = t, .n_terms = n, .share = 1};
	return TENSEN_OK;
}

uint32_t
question_rare(const question *asked)
{
	uint32_t n = 0;

	for (uint32_t i = 0; asked && i < asked->n; i++)
		n += asked->v[i].n_rows;
	return n;
}

/* ---- scores ---- */

/* Rows of a word that has no list. */
static void
meet_rows(float *met, float *share, const asked_word *asked, const uint32_t *ids, uint32_t n)
{
	for (uint32_t i = 0, k = 0; i < n && k < asked->n_rows; i++) {
		while (k < asked->n_rows && asked->rows[k] < ids[i])
			k++;
		if (k < asked->n_rows && asked->rows[k] == ids[i]) {
			met[i] = fmaxf(met[i], RARE_MET);
			if (share)
				share[i] = 1;
		}
	}
}

/* How well a word is met by rows, the best of its forms: 0 .. 1; share, if not NULL: the factor of
 * the surest form that a row has. */
static tensen_status
meet_forms(float *met, float *share, float *one, tensen_searcher *searcher, const asked_word *asked,
    const uint32_t *ids, uint32_t n, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	memset(met, 0, n * sizeof *met);
	if (share)
		memset(share, 0, n * sizeof *share);
	for (uint32_t k = 0; k < asked->n_forms && st == TENSEN_OK; k++) {
		weighted_term t = {asked->forms[k].term, 1};
		lex_query q = {.terms = &t, .n_terms = 1, .share = 1};
		st = postings_score(
		    searcher->ix->store->lexical, searcher->lexical, &q, ids, n, one, err);
		for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
			met[i] = fmaxf(met[i], asked->forms[k].factor * one[i]);
		for (uint32_t i = 0; share && i < n && st == TENSEN_OK; i++)
			if (one[i] > 0)
				share[i] = fmaxf(share[i], asked->forms[k].factor);
	}
	meet_rows(met, share, asked, ids, n);
	return st;
}

/* A phrase that no document has is met as well as the least met of its words; what another word
 * meets is no word of it. */
static tensen_status
meet_phrase(float *met, float *share, float *one, tensen_searcher *searcher,
    const asked_word *asked, const uint32_t *ids, uint32_t n, tensen_error *err)
{
	float *part = arena_alloc(&searcher->mem, (n + (size_t)1) * sizeof *part);
	tensen_status st = part ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < n; i++)
		met[i] = 1;
	for (uint32_t p = 0; p < asked->n_parts && st == TENSEN_OK; p++) {
		asked_word own = *asked->parts[p];
		own.n_forms = own.n_own;
		st = meet_forms(part, NULL, one, searcher, &own, ids, n, err);
		for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
			met[i] = fminf(met[i], part[i]);
	}
	for (uint32_t i = 0; share && i < n; i++)
		share[i] = met[i] > 0;
	return st;
}

static tensen_status
meet_word(float *met, float *share, float *one, tensen_searcher *searcher, const asked_word *asked,
    const uint32_t *ids, uint32_t n, tensen_error *err)
{
	return asked->n_parts ? meet_phrase(met, share, one, searcher, asked, ids, n, err)
			      : meet_forms(met, share, one, searcher, asked, ids, n, err);
}

/* What the share of the question that is met makes of the sum. */
static float
factor_of(const question *asked, float covered)
{
	return (float)(1 / asked->weight) *
	       powf((float)(covered / fmax(asked->cover, 1e-9)), COVERED);
}

tensen_status
question_score(float *scores, tensen_searcher *searcher, const question *asked, const uint32_t *ids,
    uint32_t n, tensen_error *err)
{
	float *met = arena_alloc(&searcher->mem, (n + (size_t)1) * sizeof *met);
	float *share = arena_alloc(&searcher->mem, (n + (size_t)1) * sizeof *share);
	float *one = arena_alloc(&searcher->mem, (n + (size_t)1) * sizeof *one);
	float *covered = arena_calloc(&searcher->mem, (n + (size_t)1) * sizeof *covered);
	tensen_status st = met && share && one && covered ? TENSEN_OK : tensen_fail_nomem(err);

	memset(scores, 0, n * sizeof *scores);
	for (uint32_t w = 0; w < asked->n && st == TENSEN_OK; w++) {
		st = meet_word(met, share, one, searcher, &asked->v[w], ids, n, err);
		for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
			scores[i] += asked->v[w].weight * met[i];
			covered[i] += asked->v[w].cover * share[i];
		}
	}
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		scores[i] *= factor_of(asked, covered[i]);
	return st;
}

/* Of a need: its words weighed by how rare they are, not more, and the share of them that a row
 * has counts besides, so that a title that repeats one word does not come before a text that has
 * them all (bench/short.txt). */
#define NEED_COVERED 0.4f
/* One word of three or more is hardly an answer, however rare it is: 冬 of 冬に窓が曇る. */
#define NEED_WORDS 3
#define NEED_ALONE 0.9f

static float
need_weight(const asked_word *asked)
{
	return asked->cover > 0 ? asked->weight / powf(asked->cover, QUESTION_RARITY - 1) : 0;
}

/* What need_word() adds up. */
typedef struct need_sums {
	float *scores, *met, *one; /* of each row; met, one: room for the word at hand */
	uint32_t *words;           /* that each row meets, compounds aside */
	uint32_t asked;
	float weight;
} need_sums;

/* Count the rows that have a word itself: what another word meets is no second word. */
static tensen_status
count_word(need_sums *sums, tensen_searcher *searcher, const asked_word *word, const uint32_t *ids,
    uint32_t n, tensen_error *err)
{
	asked_word own = *word;
	tensen_status st = TENSEN_OK;

	if (word->kind != TERM_WORD || word->is_part)
		return TENSEN_OK;
	own.n_forms = own.n_own;
	if (word->n_forms > own.n_own)
		st = meet_word(sums->met, NULL, sums->one, searcher, &own, ids, n, err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		sums->words[i] += sums->met[i] > 0;
	sums->asked++;
	return st;
}

static tensen_status
need_word(need_sums *sums, tensen_searcher *searcher, const asked_word *word, const uint32_t *ids,
    uint32_t n, tensen_error *err)
{
	const float weight = need_weight(word);
	tensen_status st = meet_word(sums->met, NULL, sums->one, searcher, word, ids, n, err);

	if (st < 0)
		return st;
	for (uint32_t i = 0; i < n; i++)
		sums->scores[i] += weight * (sums->met[i] + (sums->met[i] > 0 ? NEED_COVERED : 0));
	sums->weight += weight;
	return count_word(sums, searcher, word, ids, n, err);
}

tensen_status
question_need(float *scores, tensen_searcher *searcher, const question *asked, const uint32_t *ids,
    uint32_t n, tensen_error *err)
{
	need_sums sums = {.scores = scores,
	    .met = arena_alloc(&searcher->mem, (n + (size_t)1) * sizeof *sums.met),
	    .one = arena_alloc(&searcher->mem, (n + (size_t)1) * sizeof *sums.one),
	    .words = arena_calloc(&searcher->mem, (n + (size_t)1) * sizeof *sums.words)};
	tensen_status st = sums.met && sums.one && sums.words ? TENSEN_OK : tensen_fail_nomem(err);

	memset(scores, 0, n * sizeof *scores);
	for (uint32_t w = 0; w < asked->n && st == TENSEN_OK; w++)
		st = need_word(&sums, searcher, &asked->v[w], ids, n, err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK && sums.weight > 0; i++) {
		scores[i] /= (1 + NEED_COVERED) * sums.weight;
		if (sums.asked >= NEED_WORDS && sums.words[i] < 2)
			scores[i] *= NEED_ALONE;
	}
	return st;
}

tensen_status
question_met(word_met *out, tensen_searcher *searcher, const question *asked, uint32_t row,
    tensen_error *err)
{
	tensen_status st = TENSEN_OK;
	float how, share, one;

	for (uint32_t i = 0; i < asked->n && st == TENSEN_OK; i++) {
		asked_word form = asked->v[i];
		out[i] = (word_met){.shown = form.shown,
		    .term = VOCAB_NONE,
		    .is_word = form.kind == TERM_WORD && !form.is_part,
		    .translated = form.translated,
		    .weight = form.weight};
		form.n_forms = 0;
		st = meet_word(&out[i].how, &out[i].share, &one, searcher, &form, &row, 1, err);
		form.n_rows = 0;
		form.n_forms = 1;
		for (uint32_t k = 0; k < asked->v[i].n_forms && st == TENSEN_OK; k++) {
			form.forms = &asked->v[i].forms[k];
			st = meet_word(&how, &share, &one, searcher, &form, &row, 1, err);
			out[i].share = fmaxf(out[i].share, share);
			if (st == TENSEN_OK && how > out[i].how) {
				out[i].how = how;
				out[i].term = form.forms->term;
				out[i].is_other = k >= form.n_own;
			}
		}
	}
	return st;
}

tensen_status
question_explain(float *out, word_met *met, tensen_searcher *searcher, const question *asked,
    uint32_t row, tensen_error *err)
{
	tensen_status st = question_met(met, searcher, asked, row, err);
	float covered = 0;

	for (uint32_t i = 0; i < asked->n && st == TENSEN_OK; i++)
		covered += asked->v[i].cover * met[i].share;
	for (uint32_t i = 0; i < asked->n && st == TENSEN_OK; i++)
		out[i] = met[i].how * asked->v[i].weight * factor_of(asked, covered);
	return st;
}

/* ---- what is said of it ---- */

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
	out->nothing_here = asked > 1 ? met < 2 : asked == 1 && met == 0;
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

/* Words that no document has, as examples of unknown ones; not their parts. */
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
		else if (!asked->v[i].is_part)
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
