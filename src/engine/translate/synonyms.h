/* engine/translate/synonyms.h - other words for the same thing: asked of the dictionary there and
 * back (転ぶ - fall - 転倒; noisy - うるさい, 騒音 - noise).
 *
 * A word of everyday speech and the word that patents use for the same thing seldom share a letter,
 * but they share a translation.  What comes back by several senses, or by the first ones, is the
 * likelier; terms that the index does not have fall away. */
#pragma once
#include "engine/base/index.h"

#define SYNONYMS_MAX 8 /* of a word */

typedef struct synonym {
	uint32_t term;
	float likely; /* 0 .. 1 */
} synonym;

/* as_read: the word before it became a stem, for the table of near words, which goes before the
 * dictionary; empty: the dictionary alone.  Likeliest first; *n is 0 without a dictionary, or when the searcher has synonyms turned off. */
tensen_status synonyms_find(synonym out[SYNONYMS_MAX], uint32_t *n, tensen_searcher *searcher,
    span word, span as_read, tensen_error *err);
/* *out: 1 if the dictionary has this word or phrase; 0 also where synonyms are turned off. */
tensen_status synonyms_listed(int *out, tensen_searcher *searcher, span word, tensen_error *err);
