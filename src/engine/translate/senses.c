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
join(
    equivalents *m, const word_senses *a, const word_senses *b, tensen_lang from, tensen_error *err)
{
	const vocab *v = &m->s->ix->store->vocab;
	buf s = BUF_INIT;

	*m = (equivalents){.s = m->s, .t = m->t, .max = EQUIVALENTS_MAX};
	if (!(m->v = arena_alloc(&m->t->scratch, EQUIVALENTS_MAX * sizeof *m->v)))
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < a->n; i++)
		for (uint32_t j = 0; j < b->n; j++) {
			equivalent_terms c = {.n = 1, .part = {1}, .p = a->v[i].p * b->v[j].p};
			if (a->v[i].n != 1 || b->v[j].n != 1 || c.p < JOIN_LEAST)
				continue;
			buf_again(&s);
			buf_span(&s, vocab_term(v, a->v[i].term[0]));
			buf_str(&s, from == TENSEN_JA ? " " : "");
			buf_span(&s, vocab_term(v, b->v[j].term[0]));
			c.term[0] = s.failed ? VOCAB_NONE : vocab_find(v, (span){s.p, s.n});
			if (c.term[0] != VOCAB_NONE)
				equivalents_add(m, &c);
		}
	buf_clear(&s);
	return TENSEN_OK;
}

/* The parts of a compound or of a phrase of English stems. */
static tensen_status
cut_word(word_piece *p, uint32_t *n, translator *t, span word, tensen_lang from, tensen_error *err)
{
	size_t blank;

	if (from == TENSEN_JA)
		return bilingual_cut(p, n, t->reader, word, err);
	blank = span_find(word, SPAN_LIT(" "), 0);
	*n = blank == (size_t)-1 ? 0 : 2;
	p[0] = (word_piece){span_sub(word, 0, blank), 1};
	p[1] = (word_piece){span_sub(word, blank + 1, word.n), 1};
	return TENSEN_OK;
}

static void
append(word_senses *out, uint32_t *n, const word_senses *x)
{
	if (x->n && *n < SENSES_OF_WORD)
		out[(*n)++] = *x;
}

static int
is_kana_at(span s, size_t at)
{
	size_t n;

	return at < s.n && is_katakana(utf8_get(s.p + at, s.p + s.n, &n));
}

/* 1 or 2 characters out of a longer word of katakana: the バ of リザーバ is no bar. */
static int
is_cut_from_kana(span word, const word_piece *p)
{
	size_t from = (size_t)(p->s.p - word.p), end = from + p->s.n;

	return p->s.n <= SHORT_KANA && is_kana_at(word, from) &&
	       (is_kana_at(word, end) ||
		   (from >= KANA_BYTES && is_kana_at(word, from - KANA_BYTES)));
}

/* The parts of a word that the lexicon lacks; those of a compound are words of the query. */
static tensen_status
by_parts(word_senses *out, uint32_t *n, equivalents *m, const local_term *t, tensen_lang from,
    tensen_error *err)
{
	word_piece p[PIECES_MAX];
	word_senses part[PIECES_MAX];
	equivalents both = {.s = m->s, .t = m->t};
	uint32_t k = 0;
	tensen_status st = cut_word(p, &k, m->t, t->s, from, err);

	for (uint32_t i = 0; i < k && st == TENSEN_OK; i++) {
		part[i] = (word_senses){.n = 0};
		if (p[i].known && (from == TENSEN_EN || !is_cut_from_kana(t->s, &p[i])))
			st = equivalents_find(&part[i], m, p[i].s, from, err);
		if (st == TENSEN_OK && t->kind == TERM_WORD && p[i].s.n > 3)
			append(out, n, &part[i]);
	}
	for (uint32_t i = 0; i + 1 < k && st == TENSEN_OK; i++)
		if ((st = join(&both, &part[i], &part[i + 1], from, err)) == TENSEN_OK)
			st = equivalents_put(out, n, &both, 1, err);
	return st;
}

/* ---- functions ---- */

/* The first word of an equivalent, as the lexicon has it. */
static tensen_status
called(equivalent **out, uint32_t *n, translator *t, span word, tensen_lang from, uint32_t most,
    tensen_error *err)
{
	tensen_status st = bilingual_find(out, n, t->reader, from, word, &t->scratch, err);

	*n = *n < most ? *n : most;
	return st;
}

/* A sentence in which the analyzer finds the function. */
static void
say_function(buf *b, span object, span action, tensen_lang from)
{
	buf_again(b);
	if (from == TENSEN_JA) {
		buf_span(b, action);
		buf_str(b, " the ");
		buf_span(b, object);
		buf_str(b, ".\n");
		buf_span(b, action);
		buf_str(b, " of ");
		buf_span(b, object);
	} else {
		buf_span(b, object);
		buf_str(b, "を");
		buf_span(b, action);
		buf_str(b, "する");
	}
}

static tensen_status
function_senses(equivalents *m, span function, tensen_lang from, tensen_error *err)
{
	const vocab *v = &m->s->ix->store->vocab;
	size_t mark = span_find(function, SPAN_LIT(">"), 0);
	equivalent *o = NULL, *a = NULL;
	uint32_t no = 0, na = 0;
	buf b = BUF_INIT;
	tensen_status st;

	m->max = EQUIVALENTS_MAX;
	m->n = 0;
	if (mark == (size_t)-1)
		return TENSEN_OK;
	st = called(&o, &no, m->t, span_sub(function, 0, mark), from, OBJECTS_TRIED, err);
	if (st == TENSEN_OK)
		st = called(&a, &na, m->t, span_sub(function, mark + 1, function.n), from,
		    ACTIONS_TRIED, err);
	if (st == TENSEN_OK &&
	    !(m->v = arena_alloc(&m->t->scratch, EQUIVALENTS_MAX * sizeof *m->v)))
		st = tensen_fail_nomem(err);
	for (uint32_t i = 0; st == TENSEN_OK && i < no * na; i++) {
		const term *t;
		size_t n = 0;
		analysis *cutter;
		say_function(&b, o[i / na].s, a[i % na].s, from);
		if ((st = searcher_analysis(&cutter, m->s, err)) == TENSEN_OK)
			st = analysis_run(cutter, (span){b.p, b.n}, &t, &n, err);
		for (size_t k = 0; k < n && st == TENSEN_OK; k++) {
			equivalent_terms c = {.n = 1, .part = {1}};
			c.term[0] = t[k].kind == TERM_FUNCTION ? vocab_find(v, t[k].s) : VOCAB_NONE;
			c.p = o[i / na].weight * a[i % na].weight;
			if (c.term[0] != VOCAB_NONE)
				equivalents_add(m, &c);
		}
	}
	buf_clear(&b);
	equivalents_normalize(m);
	return st;
}

/* ---- words ---- */

/* A Latin spelling is its own equivalent. */
static tensen_status
same_spelling(equivalents *m, span word, tensen_error *err)
{
	uint32_t id = vocab_find(&m->s->ix->store->vocab, word);

	m->n = 0;
	if (id == VOCAB_NONE)
		return TENSEN_OK;
	if (!(m->v = arena_alloc(&m->t->scratch, sizeof *m->v)))
		return tensen_fail_nomem(err);
	m->v[m->n++] = (equivalent_terms){.term = {id}, .part = {1}, .n = 1, .p = 1};
	return TENSEN_OK;
}

static tensen_status
make_senses(word_senses *out, uint32_t *n, equivalents *m, const local_term *t, tensen_lang from,
    tensen_error *err)
{
	word_senses word;
	tensen_status st = TENSEN_OK;

	*n = 0;
	if (t->kind == TERM_FUNCTION) {
		st = function_senses(m, t->s, from, err);
		return st < 0 ? st : equivalents_put(out, n, m, 0, err);
	}
	m->n = 0;
	if (from == TENSEN_JA && is_ascii(t->s))
		st = same_spelling(m, t->s, err);
	else if ((st = equivalents_find(&word, m, t->s, from, err)) == TENSEN_OK)
		append(out, n, &word);
	if (st == TENSEN_OK && *n == 0 && from == TENSEN_EN)
		st = same_spelling(m, t->s, err);
	if (st == TENSEN_OK && *n == 0)
		st = equivalents_put(out, n, m, 0, err);
	if (st == TENSEN_OK && *n == 0 && (from == TENSEN_EN || !is_ascii(t->s)))
		st = by_parts(out, n, m, t, from, err);
	return st;
}

/* ---- what documents in both languages teach ---- */

/* The equivalents of the lexicon and those learned: a word whose translation always stands beside
 * it needs no lexicon. */
static tensen_status
unite_learned(
    equivalents *m, const word_senses *known, const learned_term *l, uint32_t n, tensen_error *err)
{
	float sum = 0, share = known ? fminf(l[0].dice, LEARNED_MOST) : 1;

	*m = (equivalents){.s = m->s, .t = m->t, .max = EQUIVALENTS_MAX};
	if (!(m->v = arena_alloc(&m->t->scratch, EQUIVALENTS_MAX * sizeof *m->v)))
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; known && i < known->n; i++) {
		equivalent_terms c = known->v[i];
		c.p *= 1 - share;
		equivalents_add(m, &c);
	}
	for (uint32_t i = 0; i < n; i++)
		sum += l[i].dice * l[i].dice;
	for (uint32_t i = 0; i < n; i++) {
		equivalent_terms c = {.term = {l[i].term}, .part = {1}, .n = 1};
		c.p = share * l[i].dice * l[i].dice / sum;
		equivalents_add(m, &c);
	}
	equivalents_normalize(m);
	return TENSEN_OK;
}

/* Add what is learned to the lists of a word: to its one list, or beside those of its parts. */
static tensen_status
add_learned(word_senses *out, uint32_t *n, equivalents *m, const local_term *t, tensen_error *err)
{
	uint32_t id = vocab_find(&m->s->ix->store->vocab, t->s), k = 0;
	learned_term l[LEARNED_MAX];
	int whole = *n == 1 && !out[0].joined;
	tensen_status st;

	if (id == VOCAB_NONE || t->kind == TERM_FUNCTION)
		return TENSEN_OK;
	if ((st = learned_terms(l, &k, m->s, id, err)) < 0 || k == 0)
		return st;
	if ((st = unite_learned(m, whole ? &out[0] : NULL, l, k, err)) < 0)
		return st;
	if (whole)
		*n = 0;
	return equivalents_put(out, n, m, 0, err);
}

tensen_status
senses_find(word_senses *out, uint32_t *n, tensen_searcher *s, const local_term *t,
    tensen_lang from, tensen_error *err)
{
	translator *x = NULL;
	uint32_t id, before;
	equivalents m;
	tensen_status st = translator_of(&x, s, err);

	if (st < 0)
		return st;
	before = x->words.n;
	if ((id = translator_remember(x, KEPT_TERM, from, t->s)) == STRTAB_NONE)
		return tensen_fail_nomem(err);
	if (id == before) {
		word_senses made[SENSES_OF_WORD];
		uint32_t k;
		x->v[id].n = 0;
		arena_reset(&x->scratch);
		m = (equivalents){.s = s, .t = x};
		if ((st = make_senses(made, &k, &m, t, from, err)) < 0 ||
		    (st = add_learned(made, &k, &m, t, err)) < 0 ||
		    (st = translator_keep(x, id, made, k, err)) < 0)
			return st;
	}
	for (uint32_t i = 0; i < x->v[id].n; i++)
		out[(*n)++] = x->v[id].v[i];
	return TENSEN_OK;
}
