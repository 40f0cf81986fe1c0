/* text/normalize.h - one form for every spelling: the first step from a text to its terms.
 *
 * NFKC, case folding of Latin letters, then the foldings that Japanese patents need (dashes, wave
 * dashes, middle dots).  Words stay: text/lexicon unites long-vowel variants and synonyms. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "util/buf.h"

/* Normalized text and, for every byte of it, the offset of its original byte, so that a term found
 * in the normalized text can be marked in the original.  map has text.n + 1 entries; the last one
 * is the length of the input. */
typedef struct normalized {
	buf text;
	buf map; /* uint32_t[text.n + 1] */
} normalized;
#define NORMALIZED_INIT                                                                            \
	{                                                                                          \
		BUF_INIT, BUF_INIT                                                                 \
	}

void normalized_clear(normalized *norm);
/* Replaces the content of n.  `in` must be UTF-8: ill-formed bytes become U+FFFD.
 * NUL and other control characters become blanks.  At most 4 GiB. */
tensen_status text_normalize(normalized *norm, span in, tensen_error *err);
