/* engine/translate/senses.c - the senses of a word: what the lexicon has, what is put together from
 * the parts of a compound or of a function, and what documents in both languages teach; see
 * senses.h. */
#include "engine/base/searcher.h"
#include "engine/translate/senses.h"
#include <math.h>
#include "engine/translate/learn.h"
#include "text/utf8.h"
#include "util/fail.h"

#define JOIN_LEAST 0.01f
#define ACTIONS_TRIED 3
#define OBJECTS_TRIED 3
#define LEARNED_MOST 0.7f /* share of what is learned beside what the lexicon says */
#define KANA_BYTES 3
#define SHORT_KANA (2 * (size_t)KANA_BYTES)

/* ---- compounds ---- */

/* Two neighbouring parts as one term of the index, each with each. */
static tensen_status
senses_join(equivalents *same, const word_senses *senses, const word_senses *one, tensen_lang from,
    tensen_error *err)
{
	const vocab *v = &same->s->ix->store->vocab;
	buf s = BUF_INIT;

	*same = (equivalents){.s = same->s, .t = same->t, .max = EQUIVALENTS_MAX};
	if (!(same->v = arena_alloc(&same->t->scratch, EQUIVALENTS_MAX * sizeof *same->v)))
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < senses->n; i++)
		for (uint32_t j = 0; j < one->n; j++) {
			equivalent_terms c = {
			    .n = 1, .part = {1}, .p = senses->v[i].p * one->v[j].p};
			if (senses->v[i].n != 1 || one->v[j].n != 1 || c.p < JOIN_LEAST)
				continue;
			buf_again(&s);
			buf_span(&s, vocab_term(v, senses->v[i].term[0]));
			buf_str(&s, from == TENSEN_JA ? " " : "");
			buf_span(&s, vocab_term(v, one->v[j].term[0]));
			c.term[0] = s.failed ? VOCAB_NONE : vocab_find(v, (span){s.p, s.n});
			if (c.term[0] != VOCAB_NONE)
				equivalents_add(same, &c);
		}
	buf_clear(&s);
	return TENSEN_OK;
}

/* The parts of a compound or of a phrase of English stems. */
static tensen_status
cut_word(
    word_piece *one, uint32_t *n, translator *trans, span word, tensen_lang from, tensen_error *err)
{
	size_t blank;

	if (from == TENSEN_JA)
		return bilingual_cut(one, n, trans->reader, word, err);
	blank = span_find(word, SPAN_LIT(" "), 0);
	*n = blank == (size_t)-1 ? 0 : 2;
	one[0] = (word_piece){span_sub(word, 0, blank), 1};
	one[1] = (word_piece){span_sub(word, blank + 1, word.n), 1};
	return TENSEN_OK;
}

static void
senses_append(word_senses *out, uint32_t *n, const word_senses *senses)
{
	if (senses->n && *n < SENSES_OF_WORD)
		out[(*n)++] = *senses;
}

static int
is_kana_at(span text, size_t at)
{
	size_t n;

	return at < text.n && is_katakana(utf8_get(text.p + at, text.p + text.n, &n));
}

/* 1 or 2 characters out of a longer word of katakana: the バ of リザーバ is no bar. */
static int
is_cut_from_kana(span word, const word_piece *one)
{
	size_t from = (size_t)(one->s.p - word.p), end = from + one->s.n;

	return one->s.n <= SHORT_KANA && is_kana_at(word, from) &&
	       (is_kana_at(word, end) ||
		   (from >= KANA_BYTES && is_kana_at(word, from - KANA_BYTES)));
}

/* The parts of a word that the lexicon lacks; those of a compound are words of the query. */
static tensen_status
by_parts(word_senses *out, uint32_t *n, equivalents *same, const local_term *local,
    tensen_lang from, tensen_error *err)
{
	word_piece p[PIECES_MAX];
	word_senses part[PIECES_MAX];
	equivalents both = {.s = same->s, .t = same->t};
	uint32_t k = 0;
	tensen_status st = cut_word(p, &k, same->t, local->s, from, err);

	for (uint32_t i = 0; i < k && st == TENSEN_OK; i++) {
		part[i] = (word_senses){.n = 0};
		if (p[i].known && (from == TENSEN_EN || !is_cut_from_kana(local->s, &p[i])))
			st = equivalents_find(&part[i], same, p[i].s, from, err);
		if (st == TENSEN_OK && local->kind == TERM_WORD && p[i].s.n > 3)
			senses_append(out, n, &part[i]);
	}
	for (uint32_t i = 0; i + 1 < k && st == TENSEN_OK; i++)
		if ((st = senses_join(&both, &part[i], &part[i + 1], from, err)) == TENSEN_OK)
			st = equivalents_put(out, n, &both, 1, err);
	return st;
}

/* ---- functions ---- */

/* The first word of an equivalent, as the lexicon has it. */
static tensen_status
senses_called(equivalent **out, uint32_t *n, translator *trans, span word, tensen_lang from,
    uint32_t most, tensen_error *err)
{
	tensen_status st = bilingual_find(out, n, trans->reader, from, word, &trans->scratch, err);

	*n = *n < most ? *n : most;
	return st;
}

/* A sentence in which the analyzer finds the function. */
static void
say_function(buf *out, span object, span action, tensen_lang from)
{
	buf_again(out);
	if (from == TENSEN_JA) {
		buf_span(out, action);
		buf_str(out, " the ");
		buf_span(out, object);
		buf_str(out, ".\n");
		buf_span(out, action);
		buf_str(out, " of ");
		buf_span(out, object);
	} else {
		buf_span(out, object);
		buf_str(out, "を");
		buf_span(out, action);
		buf_str(out, "する");
	}
}

static tensen_status
function_senses(equivalents *same, span function, tensen_lang from, tensen_error *err)
{
	const vocab *v = &same->s->ix->store->vocab;
	size_t mark = span_find(function, SPAN_LIT(">"), 0);
	equivalent *o = NULL, *a = NULL;
	uint32_t no = 0, na = 0;
	buf b = BUF_INIT;
	tensen_status st;

	same->max = EQUIVALENTS_MAX;
	same->n = 0;
	if (mark == (size_t)-1)
		return TENSEN_OK;
	st = senses_called(&o, &no, same->t, span_sub(function, 0, mark), from, OBJECTS_TRIED, err);
	if (st == TENSEN_OK)
		st = senses_called(&a, &na, same->t, span_sub(function, mark + 1, function.n), from,
		    ACTIONS_TRIED, err);
	if (st == TENSEN_OK &&
	    !(same->v = arena_alloc(&same->t->scratch, EQUIVALENTS_MAX * sizeof *same->v)))
		st = tensen_fail_nomem(err);
	for (uint32_t i = 0; st == TENSEN_OK && i < no * na; i++) {
		const term *t;
		size_t n = 0;
		analysis *cutter;
		say_function(&b, o[i / na].s, a[i % na].s, from);
		if ((st = searcher_analysis(&cutter, same->s, err)) == TENSEN_OK)
			st = analysis_run(cutter, (span){b.p, b.n}, &t, &n, err);
		for (size_t k = 0; k < n && st == TENSEN_OK; k++) {
			equivalent_terms c = {.n = 1, .part = {1}};
			c.term[0] = t[k].kind == TERM_FUNCTION ? vocab_find(v, t[k].s) : VOCAB_NONE;
			c.p = o[i / na].weight * a[i % na].weight;
			if (c.term[0] != VOCAB_NONE)
				equivalents_add(same, &c);
		}
	}
	buf_clear(&b);
	equivalents_normalize(same);
	return st;
}

/* ---- words ---- */

/* A Latin spelling is its own equivalent. */
static tensen_status
same_spelling(equivalents *same, span word, tensen_error *err)
{
	uint32_t id = vocab_find(&same->s->ix->store->vocab, word);

	same->n = 0;
	if (id == VOCAB_NONE)
		return TENSEN_OK;
	if (!(same->v = arena_alloc(&same->t->scratch, sizeof *same->v)))
		return tensen_fail_nomem(err);
	same->v[same->n++] = (equivalent_terms){.term = {id}, .part = {1}, .n = 1, .p = 1};
	return TENSEN_OK;
}

static tensen_status
make_senses(word_senses *out, uint32_t *n, equivalents *same, const local_term *local,
    tensen_lang from, tensen_error *err)
{
	word_senses word;
	tensen_status st = TENSEN_OK;

	*n = 0;
	if (local->kind == TERM_FUNCTION) {
		st = function_senses(same, local->s, from, err);
		return st < 0 ? st : equivalents_put(out, n, same, 0, err);
	}
	same->n = 0;
	if (from == TENSEN_JA && is_ascii(local->s))
		st = same_spelling(same, local->s, err);
	else if ((st = equivalents_find(&word, same, local->s, from, err)) == TENSEN_OK)
		senses_append(out, n, &word);
	if (st == TENSEN_OK && *n == 0 && from == TENSEN_EN)
		st = same_spelling(same, local->s, err);
	if (st == TENSEN_OK && *n == 0)
		st = equivalents_put(out, n, same, 0, err);
	if (st == TENSEN_OK && *n == 0 && (from == TENSEN_EN || !is_ascii(local->s)))
		st = by_parts(out, n, same, local, from, err);
	return st;
}

/* ---- what documents in both languages teach ---- */

/* The equivalents of the lexicon and those learned: a word whose translation always stands beside
 * it needs no lexicon. */
static tensen_status
unite_learned(equivalents *same, const word_senses *known, const learned_term *learned, uint32_t n,
    tensen_error *err)
{
	float sum = 0, share = known ? fminf(learned[0].dice, LEARNED_MOST) : 1;

	*same = (equivalents){.s = same->s, .t = same->t, .max = EQUIVALENTS_MAX};
	if (!(same->v = arena_alloc(&same->t->scratch, EQUIVALENTS_MAX * sizeof *same->v)))
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; known && i < known->n; i++) {
		equivalent_terms c = known->v[i];
		c.p *= 1 - share;
		equivalents_add(same, &c);
	}
	for (uint32_t i = 0; i < n; i++)
		sum += learned[i].dice * learned[i].dice;
	for (uint32_t i = 0; i < n; i++) {
		equivalent_terms c = {.term = {learned[i].term}, .part = {1}, .n = 1};
		c.p = share * learned[i].dice * learned[i].dice / sum;
		equivalents_add(same, &c);
	}
	equivalents_normalize(same);
	return TENSEN_OK;
}

/* Add what is learned to the lists of a word: to its one list, or beside those of its parts. */
static tensen_status
add_learned(
    word_senses *out, uint32_t *n, equivalents *same, const local_term *local, tensen_error *err)
{
	uint32_t id = vocab_find(&same->s->ix->store->vocab, local->s), k = 0;
	learned_term l[LEARNED_MAX];
	int whole = *n == 1 && !out[0].joined;
	tensen_status st;

	if (id == VOCAB_NONE || local->kind == TERM_FUNCTION)
		return TENSEN_OK;
	if ((st = learned_terms(l, &k, same->s, id, err)) < 0 || k == 0)
		return st;
	if ((st = unite_learned(same, whole ? &out[0] : NULL, l, k, err)) < 0)
		return st;
	if (whole)
		*n = 0;
	return equivalents_put(out, n, same, 0, err);
}

tensen_status
senses_find(word_senses *out, uint32_t *n, tensen_searcher *searcher, const local_term *local,
    tensen_lang from, tensen_error *err)
{
	translator *x = NULL;
	uint32_t id, before;
	equivalents m;
	tensen_status st = translator_of(&x, searcher, err);

	if (st < 0)
		return st;
	before = x->words.n;
	if ((id = translator_remember(x, KEPT_TERM, from, local->s)) == STRTAB_NONE)
		return tensen_fail_nomem(err);
	if (id == before) {
		word_senses made[SENSES_OF_WORD];
		uint32_t k;
		x->v[id].n = 0;
		arena_reset(&x->scratch);
		m = (equivalents){.s = searcher, .t = x};
		if ((st = make_senses(made, &k, &m, local, from, err)) < 0 ||
		    (st = add_learned(made, &k, &m, local, err)) < 0 ||
		    (st = translator_keep(x, id, made, k, err)) < 0)
			return st;
	}
	for (uint32_t i = 0; i < x->v[id].n; i++)
		out[(*n)++] = x->v[id].v[i];
	return TENSEN_OK;
}
