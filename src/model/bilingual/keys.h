/* model/bilingual/keys.h - the spellings of one word under one key.
 *
 * A key is a hash of EUC-JP bytes without long vowel marks, middle dots, hyphens and blanks, Latin
 * letters in lower case and of single width: サーバー, サーバ; ガラス・セラミックス. */
#ifndef MODEL_BILINGUAL_KEYS_H
#define MODEL_BILINGUAL_KEYS_H
#include <stdint.h>
#include "util/span.h"

/* Bytes of the EUC-JP character at p, at most to the end. */
size_t euc_length(const char *p, const char *end);
/* 0 for a word without a letter of its own. */
uint32_t japanese_key(span euc);
/* The key of the first word of an English phrase: the upper 17 bits are a hash of its first four
 * letters (y is i: batteri, battery), the others its three next ones. */
uint32_t english_key(span word);
/* 1 if the word of a key may have this stem (stem_key is its key): a stem begins like its words
 * except for its last letter. */
int english_key_fits(uint32_t key, uint32_t stem_key, span stem);

#endif
