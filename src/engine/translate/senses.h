/* engine/translate/senses.h - the possible translations of one word of a query.
 *
 * Equivalents of the lexicon are read by the analyzer of the index, so that they become its
 * terms; those that the index lacks fall away.  The searcher keeps the result for each word. */
#ifndef ENGINE_TRANSLATE_SENSES_H
#define ENGINE_TRANSLATE_SENSES_H
#include "engine/engine.h"

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
tensen_status senses_find(word_senses *out, uint32_t *n, tensen_searcher *s, const local_term *t,
    tensen_lang from, tensen_error *err);

/* Room for a number of each term of the index, 0 at first, kept by the searcher: 1 over the length
 * of the term's direction (engine/translate/cohere.c). */
tensen_status translator_inverse(float **out, tensen_searcher *s, tensen_error *err);

#endif
