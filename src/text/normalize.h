/* text/normalize.h - one form for every spelling: the first step of the path.
 *
 * NFKC, case folding of Latin letters, then the folds that Japanese patents
 * need (dashes, waves, middle dots).  Words are not changed here: long-vowel
 * and synonym variants are folded on terms (text/lexicon). */
#ifndef TEXT_NORMALIZE_H
#define TEXT_NORMALIZE_H
#include <stdint.h>
#include <tensen/status.h>
#include "util/buf.h"

/* Normalized text and, for every byte of it, the offset of the original byte
 * it came from (map has text.n + 1 entries, the last = length of the input), so that a term
 * found in the normalized text can be marked in the original. */
typedef struct normalized {
	buf text;
	buf map; /* uint32_t[text.n + 1] */
} normalized;
#define NORMALIZED_INIT                                                                            \
	{                                                                                          \
		BUF_INIT, BUF_INIT                                                                 \
	}

void normalized_clear(normalized *n);
/* Replaces what n held.  `in` must be UTF-8: ill-formed bytes become U+FFFD.
 * NUL and other control characters become blanks.  At most 4 GiB. */
tensen_status text_normalize(normalized *n, span in, tensen_error *err);

/* 1 if s is well-formed UTF-8; else 0 and *bad is the offset of the first bad byte. */
int utf8_valid(span s, size_t *bad);
/* Columns a terminal needs (East Asian wide = 2). */
size_t utf8_columns(span s);
/* The longest prefix of s within `columns`, never cutting a character. */
span utf8_clip(span s, size_t columns);

#endif
