/* engine/translate/senses.h - the possible translations of one word of a query.
 *
 * Equivalents of the lexicon are read by the analyzer of the index, so that they become its
 * terms; those that the index lacks fall away.  The searcher keeps the result for each word. */
#pragma once
#include "engine/base/index.h"
#include "model/bilingual/bilingual.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/strtab.h"

#define EQUIVALENT_TERMS_MAX 6 /* of one equivalent */
#define SENSES_OF_WORD 17      /* lists that one word gives at most: its pieces and their pairs */

typedef struct equivalent_terms {
	uint32_t term[EQUIVALENT_TERMS_MAX];
	float part[EQUIVALENT_TERMS_MAX]; /* of the probability */
	uint32_t n;
	float p; /* before coherence; the equivalents of a word have 1 together, of a join less */
} equivalent_terms;

typedef struct word_senses {
	const equivalent_terms *v;
	uint32_t n;
	uint32_t word; /* number of the word in the query */
	int joined;    /* 1: a term joined of two parts */
} word_senses;

/* Append the lists of a word to out[*n]: none, one, or several of a compound. */
tensen_status senses_find(word_senses *out, uint32_t *n, tensen_searcher *searcher,
    const local_term *local, tensen_lang from, tensen_error *err);

/* Room for a number of each term of the index, 0 at first, kept by the searcher: 1 over the length
 * of the term's direction (engine/translate/cohere.c). */
tensen_status translator_inverse(float **out, tensen_searcher *searcher, tensen_error *err);

/* ---- the lookup in the lexicon, on which senses.c builds: engine/translate/equivalents.c ---- */

typedef struct kept_senses {
	word_senses *v;
	uint32_t n;
} kept_senses;

/* What the lexicon has of a gloss, asked back (synonyms.c): terms of the index with their weights. */
typedef struct back_term {
	uint32_t term;
	float weight;
	int katakana; /* 1: written in katakana alone */
} back_term;

typedef struct kept_back {
	const back_term *v;
	uint32_t n, n_found; /* of these equivalents n are terms */
	float all;           /* weight of all n_found */
} kept_back;

typedef struct translator translator;
struct translator {
	bilingual_reader *reader;
	strtab words;   /* looked up so far, with kind and language in front */
	kept_senses *v; /* [words.n], their lists in mem */
	uint32_t cap;
	buf key;
	float *inverse; /* translator_inverse() */
	/* Of synonyms: glosses recur, and the words that they bring back do so still more. */
	strtab glosses[2]; /* by language */
	buf backs[2];      /* kept_back[glosses.n] */
	strtab texts;
	buf terms; /* uint32_t[texts.n]: the term that a text is */
	arena mem;
	arena scratch;
};

/* That of the searcher, made when it is first wanted. */
tensen_status translator_of(translator **out, tensen_searcher *searcher, tensen_error *err);

/* A whole term, or a word as the lexicon alone has it. */
enum { KEPT_TERM, KEPT_WORD, KEPT_SYNONYMS };

/* The number of a word in trans->v, trans->words.n before the call if the word is new; STRTAB_NONE: no
 * memory. */
uint32_t translator_remember(translator *trans, int kind, tensen_lang from, span word);
/* Copy the lists of a word to trans->v[id]. */
tensen_status translator_keep(
    translator *trans, uint32_t id, const word_senses *senses, uint32_t n, tensen_error *err);

/* Equivalents of one word or of one join, as they are collected. */
typedef struct equivalents {
	tensen_searcher *s;
	translator *t;
	equivalent_terms *v; /* room for max, until the next word */
	uint32_t n, max;
} equivalents;

/* Add an equivalent, or its probability to that of the same terms. */
void equivalents_add(equivalents *same, const equivalent_terms *terms);
/* The likeliest equivalents, with a probability of 1 together. */
void equivalents_normalize(equivalents *same);
/* Append the equivalents of m as one list of the word. */
tensen_status equivalents_put(
    word_senses *out, uint32_t *n, const equivalents *same, int joined, tensen_error *err);
/* The equivalents that the lexicon has of a word, looked up once: words stand in many compounds.
 * out->n is 0 for a word without equivalents. */
tensen_status equivalents_find(
    word_senses *out, equivalents *same, span word, tensen_lang from, tensen_error *err);
