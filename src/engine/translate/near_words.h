/* engine/translate/near_words.h - what a table of words says of a word (models/near-words.tsv): other names of
 * the same thing, action or phenomenon (操縦者 - 操作者, パイロット). */
#pragma once
#include "util/files/models.h"

#define NEAR_WORDS_MAX 8

typedef struct near_words {
	span near[NEAR_WORDS_MAX]; /* the best first; borrowed */
	size_t n_near;
} near_words;

/* An English word is also found without its s.  Nothing of a word that the table lacks. */
void near_words_find(near_words *out, const models *tables, span word);
