/* engine/query/question_score.c - how well documents meet a question; see question.h. */
#include "engine/base/query.h"
#include "engine/query/question.h"
#include <math.h>
#include "util/fail.h"

#define COVERED 0.25f /* bench/short.txt */
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

/* How well a word is met by rows, the best of its forms: 0 .. 1. */
static tensen_status
meet_word(float *met, float *one, tensen_searcher *searcher, const asked_word *asked,
    const uint32_t *ids, uint32_t n, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	memset(met, 0, n * sizeof *met);
	for (uint32_t k = 0; k < asked->n_forms && st == TENSEN_OK; k++) {
		weighted_term t = {asked->forms[k].term, 1};
		lex_query q = {.terms = &t, .n_terms = 1, .share = 1};
		st = postings_score(
		    searcher->ix->store->lexical, searcher->lexical, &q, ids, n, one, err);
		for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
			met[i] = fmaxf(met[i], asked->forms[k].factor * one[i]);
	}
	for (uint32_t i = 0, k = 0; i < n && k < asked->n_rows; i++) {
		while (k < asked->n_rows && asked->rows[k] < ids[i])
			k++;
		if (k < asked->n_rows && asked->rows[k] == ids[i])
			met[i] = fmaxf(met[i], RARE_MET);
	}
	return st;
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
	float *one = arena_alloc(&searcher->mem, (n + (size_t)1) * sizeof *one);
	float *covered = arena_calloc(&searcher->mem, (n + (size_t)1) * sizeof *covered);
	tensen_status st = met && one && covered ? TENSEN_OK : tensen_fail_nomem(err);

	memset(scores, 0, n * sizeof *scores);
	for (uint32_t w = 0; w < asked->n && st == TENSEN_OK; w++) {
		st = meet_word(met, one, searcher, &asked->v[w], ids, n, err);
		for (uint32_t i = 0; i < n && st == TENSEN_OK; i++) {
			scores[i] += asked->v[w].weight * met[i];
			covered[i] += met[i] > 0 ? asked->v[w].cover : 0;
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

	if (word->kind != TERM_WORD)
		return TENSEN_OK;
	own.n_forms = own.n_own;
	if (word->n_forms > own.n_own)
		st = meet_word(sums->met, sums->one, searcher, &own, ids, n, err);
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
	tensen_status st = meet_word(sums->met, sums->one, searcher, word, ids, n, err);

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
	float how, one;

	for (uint32_t i = 0; i < asked->n && st == TENSEN_OK; i++) {
		asked_word form = asked->v[i];
		out[i] = (word_met){.shown = form.shown,
		    .term = VOCAB_NONE,
		    .is_word = form.kind == TERM_WORD,
		    .translated = form.translated,
		    .weight = form.weight};
		form.n_forms = 0;
		st = meet_word(&out[i].how, &one, searcher, &form, &row, 1, err);
		form.n_rows = 0;
		form.n_forms = 1;
		for (uint32_t k = 0; k < asked->v[i].n_forms && st == TENSEN_OK; k++) {
			form.forms = &asked->v[i].forms[k];
			st = meet_word(&how, &one, searcher, &form, &row, 1, err);
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
		covered += met[i].how > 0 ? asked->v[i].cover : 0;
	for (uint32_t i = 0; i < asked->n && st == TENSEN_OK; i++)
		out[i] = met[i].how * asked->v[i].weight * factor_of(asked, covered);
	return st;
}
