/* engine/translate/synonyms.c - see synonyms.h. */
#include "engine/base/late.h"
#include "engine/base/searcher.h"
#include "engine/translate/synonyms.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "engine/translate/lexicon.h"
#include "engine/translate/near_words.h"
#include "engine/translate/senses.h"
#include "text/utf8.h"
#include "util/fail.h"
#include "util/threads/sort.h"

#define THERE 6          /* equivalents of the word that are asked back */
#define BACK 40          /* of each of them, the heaviest */
#define COMMONNESS 0.25f /* exponent of the document frequency, as for translations */
#define GLOSS_WORDS 3    /* a longer gloss explains the word */
#define FOUND_MAX 64
/* Another word is likely enough from here; of a Japanese word also from a quarter of the likeliest
 * (うるさい: 音 .10, 騒音 .03).  The same for English: match .325 -> .315 (bench/short.txt). */
#define LEAST_LIKELY 0.05f
#define LIKELY_ENOUGH 0.025f
#define OF_LIKELIEST 0.25f
#define OF_DICTIONARY 4 /* other words that it says; the table's are all taken */

typedef struct found {
	synonym v[FOUND_MAX];
	uint32_t n;
	int inflected; /* 1: they are asked for a verb or an adjective in Japanese */
	int table;     /* 1: they are of the table */
} found;

static void
synonyms_add(found *find, uint32_t id, float likely)
{
	for (uint32_t i = 0; i < find->n; i++)
		if (find->v[i].term == id) {
			find->v[i].likely += likely;
			return;
		}
	if (find->n < FOUND_MAX)
		find->v[find->n++] = (synonym){id, likely};
}

static tensen_lang
language_of(span word)
{
	return word.n && (unsigned char)word.p[0] >= 0x80 ? TENSEN_JA : TENSEN_EN;
}

COMPARE2(synonyms_likelier, synonym, DOWN(likely), UP(term))

static int
synonyms_heavier(const void *a, const void *b)
{
	const equivalent *x = a, *y = b;
	int c = ORDER(y->weight, x->weight);

	return c ? c : span_order(x->s, y->s);
}

/* The equivalents of a word, heaviest first, and the sum of all their weights. */
static tensen_status
look_up(equivalent **out, uint32_t *n, float *all, translator *trans, tensen_lang lang, span word,
    tensen_error *err)
{
	tensen_status st = bilingual_find(out, n, trans->reader, lang, word, &trans->scratch, err);

	*all = 0;
	for (uint32_t i = 0; st == TENSEN_OK && i < *n; i++)
		*all += (*out)[i].weight;
	if (st == TENSEN_OK && *n)
		qsort(*out, *n, sizeof **out, synonyms_heavier);
	return st;
}

/* The term that a whole text is: a word, or a compound with its parts; VOCAB_NONE: several words,
 * one word and more (丸 of 丸一晩), or unknown. */
static tensen_status
read_term(uint32_t *out, tensen_searcher *searcher, span text, tensen_error *err)
{
	const term *t;
	size_t n, words = 0;
	span rest;
	tensen_status st = analysis_run(searcher->analysis, text, &t, &n, err);

	*out = VOCAB_NONE;
	for (size_t i = 0; st == TENSEN_OK && i < n; i++)
		words += t[i].kind == TERM_WORD;
	if (st < 0 || n == 0)
		return st;
	rest = (span){text.p + t[0].to, text.n - t[0].to};
	if (t[0].at == 0 && (rest.n == 0 || utf8_all(rest, is_hiragana)) &&
	    (words == 1 || t[0].kind == TERM_COMPOUND))
		*out = vocab_find(&searcher->ix->store->vocab, t[0].s);
	return st;
}

/* The same, read once: three texts in five come back again (bench/short.txt). */
static tensen_status
term_of(uint32_t *out, tensen_searcher *searcher, span text, tensen_error *err)
{
	translator *trans = searcher->translator;
	uint32_t before = trans->texts.n, id = strtab_add(&trans->texts, text);
	tensen_status st;

	if (id == STRTAB_NONE)
		return tensen_fail_nomem(err);
	if (id < before) {
		*out = ((const uint32_t *)(const void *)trans->terms.p)[id];
		return TENSEN_OK;
	}
	st = read_term(out, searcher, text, err);
	buf_add(&trans->terms, out, sizeof *out);
	return st == TENSEN_OK && trans->terms.failed ? tensen_fail_nomem(err) : st;
}

/* A gloss as the lexicon is asked for it: English words as stems with blanks between. */
static tensen_status
key_of(buf *out, tensen_searcher *searcher, span gloss, tensen_lang lang, tensen_error *err)
{
	const term *t;
	size_t n, words = 0;
	tensen_status st;

	buf_again(out);
	if (lang == TENSEN_JA) {
		buf_span(out, gloss);
		return TENSEN_OK;
	}
	st = analysis_run(searcher->analysis, gloss, &t, &n, err);
	for (size_t i = 0; st == TENSEN_OK && i < n; i++)
		if (t[i].kind == TERM_WORD) {
			buf_str(out, words++ ? " " : "");
			buf_span(out, t[i].s);
		}
	if (words > GLOSS_WORDS)
		buf_again(out);
	return st;
}

/* 1 if the word is a verb or an adjective, which a thing in katakana does not stand for: タイヤ is
 * no word for 疲れる, though both are "tire". */
static int
is_inflected(span word)
{
	return word.n > 3 && !utf8_all(word, is_katakana) &&
	       utf8_all((span){word.p + word.n - 3, 3}, is_hiragana);
}

static tensen_status
read_back(
    kept_back *out, tensen_searcher *searcher, span gloss, tensen_lang lang, tensen_error *err)
{
	translator *trans = searcher->translator;
	equivalent *e;
	back_term *v;
	tensen_status st = look_up(&e, &out->n_found, &out->all, trans, lang, gloss, err);

	if (st < 0)
		return st;
	if (!(out->v = v = arena_alloc(&trans->mem, BACK * sizeof *v)))
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < out->n_found && i < BACK && st == TENSEN_OK; i++) {
		uint32_t id;
		st = term_of(&id, searcher, e[i].s, err);
		if (st == TENSEN_OK && id != VOCAB_NONE)
			v[out->n++] = (back_term){id, e[i].weight, utf8_all(e[i].s, is_katakana)};
	}
	return st;
}

/* What a gloss brings back, looked up once. */
static tensen_status
back_of(kept_back *out, tensen_searcher *searcher, span gloss, tensen_lang lang, tensen_error *err)
{
	translator *trans = searcher->translator;
	uint32_t before = trans->glosses[lang].n, id = strtab_add(&trans->glosses[lang], gloss);
	tensen_status st;

	*out = (kept_back){.v = NULL};
	if (id == STRTAB_NONE)
		return tensen_fail_nomem(err);
	if (id < before) {
		*out = ((const kept_back *)(const void *)trans->backs[lang].p)[id];
		return TENSEN_OK;
	}
	st = read_back(out, searcher, gloss, lang, err);
	buf_add(&trans->backs[lang], out, sizeof *out);
	return st == TENSEN_OK && trans->backs[lang].failed ? tensen_fail_nomem(err) : st;
}

static tensen_status
ask_back(found *find, uint32_t *asked, tensen_searcher *searcher, span gloss, tensen_lang lang,
    float share, tensen_error *err)
{
	const uint32_t *df = searcher->ix->store->vocab.df;
	kept_back back;
	tensen_status st = back_of(&back, searcher, gloss, lang, err);

	for (uint32_t i = 0; st == TENSEN_OK && i < back.n; i++) {
		const back_term *word = &back.v[i];
		if (!(find->inflected && word->katakana))
			synonyms_add(find, word->term,
			    share * word->weight / back.all *
				powf((float)df[word->term], COMMONNESS));
	}
	*asked += back.n_found;
	return st;
}

/* A gloss as it stands ("fall over"); else as stems, of an adjective also as its noun (noisi, nois). */
static tensen_status
ask_gloss(found *find, tensen_searcher *searcher, span gloss, tensen_lang lang, float share,
    tensen_error *err)
{
	buf key = BUF_INIT;
	uint32_t asked = 0;
	tensen_status st = ask_back(find, &asked, searcher, gloss, lang, share, err);

	if (st == TENSEN_OK && !asked && lang == TENSEN_EN) {
		st = key_of(&key, searcher, gloss, lang, err);
		if (st == TENSEN_OK && key.n && !key.failed)
			st = ask_back(
			    find, &asked, searcher, (span){key.p, key.n}, lang, share, err);
		if (st == TENSEN_OK && key.n > 3 && !key.failed && key.p[key.n - 1] == 'i')
			st = ask_back(
			    find, &asked, searcher, (span){key.p, key.n - 1}, lang, share, err);
	}
	buf_clear(&key);
	return st;
}

/* What the table of near words says, which was written for patents. */
static tensen_status
ask_table(found *find, tensen_searcher *searcher, span as_read, tensen_error *err)
{
	near_words table;
	tensen_status st = TENSEN_OK;

	near_words_find(&table, searcher->ix->models, as_read);
	for (size_t i = 0; i < table.n_near && st == TENSEN_OK; i++) {
		uint32_t id;
		st = term_of(&id, searcher, table.near[i], err);
		if (st == TENSEN_OK && id != VOCAB_NONE)
			synonyms_add(find, id, 1);
	}
	find->table = find->n > 0;
	return st;
}

static tensen_status
synonyms_ask(found *find, tensen_searcher *searcher, span word, span as_read, tensen_error *err)
{
	translator *t = searcher->translator;
	tensen_lang from = language_of(word);
	equivalent *e;
	uint32_t n;
	float all;
	tensen_status st;

	*find = (found){.n = 0};
	if ((st = ask_table(find, searcher, as_read, err)) < 0 || find->n)
		return st;
	st = look_up(&e, &n, &all, t, from, word, err);
	find->inflected = from == TENSEN_JA && is_inflected(word);
	for (uint32_t i = 0; i < n && i < THERE && st == TENSEN_OK; i++) {
		st = ask_gloss(find, searcher, e[i].s, (tensen_lang)!from, e[i].weight / all, err);
	}
	if (find->n)
		qsort(find->v, find->n, sizeof *find->v, synonyms_likelier);
	return st;
}

static int
is_likely(const found *find, uint32_t i, span word)
{
	float likely = find->v[i].likely;

	if ((unsigned char)word.p[0] < 0x80)
		return likely >= LEAST_LIKELY;
	return likely >= LIKELY_ENOUGH && likely >= OF_LIKELIEST * find->v[0].likely;
}

/* Looked up once: the searcher keeps them as the senses of a word. */
static tensen_status
synonyms_keep(translator *trans, uint32_t id, const found *find, span word, uint32_t itself,
    tensen_error *err)
{
	word_senses w = {.n = 0};
	const uint32_t most = find->table ? SYNONYMS_MAX : OF_DICTIONARY;
	equivalent_terms *v = arena_calloc(&trans->mem, (SYNONYMS_MAX + 1) * sizeof *v);

	if (!v)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < find->n && w.n < most; i++)
		if (find->v[i].term != itself && is_likely(find, i, word))
			v[w.n++] = (equivalent_terms){
			    .term = {find->v[i].term}, .part = {1}, .n = 1, .p = find->v[i].likely};
	w.v = v;
	return translator_keep(trans, id, &w, 1, err);
}

tensen_status
synonyms_find(synonym out[SYNONYMS_MAX], uint32_t *n, tensen_searcher *searcher, span word,
    span as_read, tensen_error *err)
{
	translator *t;
	found f;
	int ready = 0;
	analysis *a;
	uint32_t id, before;
	tensen_status st;

	*n = 0;
	if (searcher->no_synonyms || !searcher->ix->lexicon)
		return TENSEN_OK;
	if ((st = lexicon_ready(&ready, searcher->ix->lexicon, 0, err)) < 0 || !ready ||
	    (st = translator_of(&t, searcher, err)) < 0)
		return st;
	before = t->words.n;
	id = translator_remember(t, KEPT_SYNONYMS, TENSEN_JA, word);
	if (id == STRTAB_NONE)
		return tensen_fail_nomem(err);
	if (id == before) {
		t->v[id].n = 0;
		/* the analysis is not there yet when a stored document asks */
		if ((st = searcher_analysis(&a, searcher, err)) < 0 ||
		    (st = synonyms_ask(&f, searcher, word, as_read, err)) < 0 ||
		    (st = synonyms_keep(
			 t, id, &f, word, vocab_find(&searcher->ix->store->vocab, word), err)) < 0)
			return st;
		arena_reset(&t->scratch);
	}
	for (uint32_t i = 0; t->v[id].n && i < t->v[id].v[0].n; i++)
		out[(*n)++] = (synonym){t->v[id].v[0].v[i].term[0], t->v[id].v[0].v[i].p};
	return TENSEN_OK;
}

tensen_status
synonyms_listed(int *out, tensen_searcher *searcher, span word, tensen_error *err)
{
	translator *trans;
	equivalent *e;
	uint32_t n = 0;
	int ready = 0;
	tensen_status st;

	*out = 0;
	if (searcher->no_synonyms || !searcher->ix->lexicon)
		return TENSEN_OK;
	if ((st = lexicon_ready(&ready, searcher->ix->lexicon, 0, err)) < 0 || !ready ||
	    (st = translator_of(&trans, searcher, err)) < 0)
		return st;
	st = bilingual_find(&e, &n, trans->reader, language_of(word), word, &trans->scratch, err);
	*out = n > 0;
	arena_reset(&trans->scratch);
	return st;
}
