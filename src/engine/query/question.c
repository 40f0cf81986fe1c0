/* engine/query/question.c - see question.h. */
#include "engine/base/query.h"
#include "engine/query/question.h"
#include <math.h>
#include <stdlib.h>
#include "engine/translate/synonyms.h"
#include "index/store/rare.h"
#include "text/analyzer.h"
#include "util/fail.h"

#define SHORT_WORDS 40 /* a longer text is asked as a document */
#define COMPOUND 0.5f  /* of a compound: its parts count by themselves (bench/fusion.txt) */
/* Of idf in the weight of a word: 1 lets common words win, 2 the rarest one. */
#define RARITY 1.5f
#define COVERED 0.25f      /* bench/short.txt */
#define SYNONYM 0.3f       /* another word for the same thing */
#define SURE 0.15f         /* how likely another word is beside one that the index has */
#define SYNONYM_ALONE 0.6f /* the same of a word that the index does not have */
#define RARE_MET                                                                                   \
	0.5f /* how well a row meets a word that has no list: about as by standing there once */
#define ENDING 0.7f /* a word without its ending (高齢 of 高齢者) */

static uint32_t
count_words(const local_terms *terms)
{
	uint32_t n = 0;

	for (size_t i = 0; i < terms->n; i++)
		for (int k = 0; terms->v[i].kind == TERM_WORD && k < N_SECTIONS; k++)
			n += terms->v[i].in[k];
	return n;
}

static double
question_rarity(const tensen_searcher *searcher, double df)
{
	double n = postings_rows(searcher->ix->store->lexical);

	return log(1 + (n - df + 0.5) / (df + 0.5));
}

/* The place of a term among those of the query, which corrections may have changed. */
static const term_count *
of_query(const query *q, uint32_t id)
{
	for (uint32_t i = 0; i < q->n_terms; i++)
		if (q->terms[i].term == id)
			return &q->terms[i];
	return NULL;
}

/* 1 if `longer` is `word` with an ending: 高齢者 of 高齢, 硬さ of 硬い.  Both are read of one place. */
static int
is_ending_of(const local_term *longer, const local_term *word)
{
	span stem = word->s;

	if (longer == word || longer->kind != TERM_WORD || word->kind != TERM_WORD || !stem.n ||
	    (unsigned char)stem.p[0] < 0x80)
		return 0;
	if (stem.n > 3 && memcmp(stem.p + stem.n - 3, "い", 3) == 0)
		stem.n -= 3;
	return longer->s.n > stem.n && memcmp(longer->s.p, stem.p, stem.n) == 0 &&
	       (longer->s.n > word->s.n || stem.n < word->s.n);
}

/* The word that x is a spelling of, NULL for none. */
static const local_term *
without_ending(const local_terms *terms, const local_term *local)
{
	for (size_t i = 0; i < terms->n; i++)
		if (is_ending_of(local, &terms->v[i]))
			return &terms->v[i];
	return NULL;
}

/* A word whose spelling with an ending is asked is not asked again. */
static int
has_ending(const local_terms *terms, const local_term *local)
{
	for (size_t i = 0; i < terms->n; i++)
		if (is_ending_of(&terms->v[i], local))
			return 1;
	return 0;
}

static void
add_form(asked_word *asked, uint32_t id, float factor)
{
	for (uint32_t i = 0; i < asked->n_forms; i++)
		if (asked->forms[i].term == id)
			return;
	asked->forms[asked->n_forms++] = (asked_form){id, factor};
}

#define FORMS_MAX 12

/* The rows of a word that the vocabulary lacks; none for a word of many documents. */
static tensen_status
find_rare(asked_word *asked, tensen_searcher *searcher, span form, tensen_error *err)
{
	uint32_t *ids = arena_alloc(&searcher->mem, (RARE_FEW + 1) * sizeof *ids);

	if (!ids)
		return tensen_fail_nomem(err);
	asked->n_rows = rare_find(&searcher->ix->store->rare, form, ids, RARE_FEW + 1);
	asked->rows = ids;
	asked->too_common = asked->n_rows > RARE_FEW;
	if (asked->too_common)
		asked->n_rows = 0;
	return TENSEN_OK;
}

/* The terms and rows that are the word itself. */
static tensen_status
find_own(asked_word *asked, tensen_searcher *searcher, const local_term *local,
    const local_term *part, tensen_error *err)
{
	const vocab *v = &searcher->ix->store->vocab;
	uint32_t id = vocab_find(v, local->s), part_id = part ? vocab_find(v, part->s) : VOCAB_NONE;

	asked->forms = arena_alloc(&searcher->mem, FORMS_MAX * sizeof *asked->forms);
	if (!asked->forms)
		return tensen_fail_nomem(err);
	if (id != VOCAB_NONE)
		add_form(asked, id, 1);
	if (part_id != VOCAB_NONE)
		add_form(asked, part_id, id == VOCAB_NONE ? 1 : ENDING);
	asked->n_own = asked->n_forms;
	return id == VOCAB_NONE ? find_rare(asked, searcher, local->s, err) : TENSEN_OK;
}

/* In how many documents the word stands; of a word that the index lacks, its likeliest other. */
static uint32_t
documents_of(const asked_word *asked, const tensen_searcher *searcher)
{
	return asked->n_rows    ? asked->n_rows
	       : asked->n_forms ? searcher->ix->store->vocab.df[asked->forms[0].term]
				: 0;
}

/* Add other words for the same thing, set how rare the word is.  A common word does not count as
 * much as the rare one for which it stands. */
static tensen_status
find_others(asked_word *asked, tensen_searcher *searcher, span form, tensen_error *err)
{
	synonym v[SYNONYMS_MAX];
	uint32_t n, own = asked->n_own + asked->n_rows;
	tensen_status st = synonyms_find(v, &n, searcher, form, err);

	for (uint32_t i = 0; st == TENSEN_OK && i < n; i++)
		if (!own || v[i].likely >= SURE)
			add_form(asked, v[i].term, own ? SYNONYM : SYNONYM_ALONE);
	asked->cover = (float)question_rarity(searcher, documents_of(asked, searcher));
	for (uint32_t i = asked->n_own; i < asked->n_forms; i++) {
		float of = (float)question_rarity(
			       searcher, searcher->ix->store->vocab.df[asked->forms[i].term]) /
			   asked->cover;
		asked->forms[i].factor *= of < 1 ? powf(of, RARITY) : 1;
	}
	return st;
}

static tensen_status
ask_word(question *asked, tensen_searcher *searcher, const query *query_of, const local_term *local,
    tensen_error *err)
{
	const local_term *part = without_ending(query_of->read, local);
	asked_word *w = &asked->v[asked->n];
	float tf = 0;
	tensen_status st;

	if (local->kind == TERM_FUNCTION || has_ending(query_of->read, local))
		return TENSEN_OK;
	*w = (asked_word){.shown = local_term_shown(local), .kind = local->kind};
	if ((st = find_own(w, searcher, local, part, err)) < 0)
		return st;
	if (w->too_common || strtab_find(&searcher->ix->everyday, local->s) != STRTAB_NONE ||
	    (w->n_own && !of_query(query_of, w->forms[0].term)))
		return TENSEN_OK; /* says nothing, or was taken out */
	for (int k = 0; k < N_SECTIONS; k++)
		tf += local->in[k];
	if ((st = find_others(w, searcher, local->s, err)) < 0)
		return st;
	w->weight = tf_damped(tf) * powf(w->cover, RARITY);
	if (local->kind == TERM_COMPOUND && !part) {
		w->weight *= COMPOUND;
		if (!w->n_forms && !w->n_rows)
			return TENSEN_OK; /* its parts are asked */
	}
	asked->n++;
	return TENSEN_OK;
}

tensen_status
question_make(query *asked, tensen_searcher *searcher, tensen_error *err)
{
	question *q;
	tensen_status st = TENSEN_OK;

	asked->question = NULL;
	asked->is_short =
	    asked->read && asked->row == ROW_NONE && count_words(asked->read) <= SHORT_WORDS;
	if (!asked->is_short || asked->meant || asked->other)
		return TENSEN_OK;
	if (!(q = arena_calloc(&searcher->mem, sizeof *q)) ||
	    !(q->v = arena_alloc(&searcher->mem, (asked->read->n + 1) * sizeof *q->v)))
		return tensen_fail_nomem(err);
	for (size_t i = 0; i < asked->read->n && st == TENSEN_OK; i++)
		st = ask_word(q, searcher, asked, &asked->read->v[i], err);
	for (uint32_t i = 0; i < q->n; i++) {
		q->weight += q->v[i].weight;
		q->cover += q->v[i].cover;
	}
	asked->question = q->weight > 0 ? q : NULL;
	return st;
}

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
	weighted_term *t = arena_alloc(&searcher->mem, (q->n * (size_t)FORMS_MAX + 1) * sizeof *t);
	uint32_t n = 0;

	if (!t)
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
	return asked->cover > 0 ? asked->weight / powf(asked->cover, RARITY - 1) : 0;
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
question_explain(
    float *parts, tensen_searcher *searcher, const question *asked, uint32_t row, tensen_error *err)
{
	float one, covered = 0;

	for (uint32_t i = 0; i < asked->n; i++) {
		tensen_status st = meet_word(&parts[i], &one, searcher, &asked->v[i], &row, 1, err);
		if (st < 0)
			return st;
		covered += parts[i] > 0 ? asked->v[i].cover : 0;
		parts[i] *= asked->v[i].weight;
	}
	for (uint32_t i = 0; i < asked->n; i++)
		parts[i] *= factor_of(asked, covered);
	return TENSEN_OK;
}

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

/* ---- what is said of it ---- */

#define LOOKED_AT 50 /* hits, for two words of the question */

tensen_status
question_note(query_words *out, tensen_searcher *searcher, const query *q, const candidates *found,
    tensen_error *err)
{
	uint32_t met = 0, asked = 2;
	tensen_status st = TENSEN_OK;

	if (!q->question || found->n == 0)
		return TENSEN_OK;
	for (uint32_t i = 0; i < found->n && i < LOOKED_AT && met < 2 && asked > 1; i++)
		if ((st = count_met(
			 &met, &asked, searcher, q->question, found->v[i].hit.row, err)) < 0)
			return st;
	out->nothing_here = met < 2 && asked > 1;
	return TENSEN_OK;
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
	return st == TENSEN_OK ? list_others(out, result, kept, q, err) : st;
}
