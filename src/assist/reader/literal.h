/* assist/reader/literal.h - tests whether a quotation stands literally in a text.
 *
 * Both are compared after NFKC, without white space and with one sign for all spellings of a
 * quotation mark, dash, bracket, comma or full stop, because a model writes half-width letters for
 * full-width ones, joins lines and uses its own punctuation when it quotes.  Letters and digits
 * must agree, also in case. */
#pragma once
#include <stddef.h>

#define LITERAL_LEAST 8 /* characters of a quotation: fewer stand in many texts */

/* The place in `text` where `quote` stands, as it is spelled there; *n: its bytes.  Marks around
 * the quotation and the name of a section before it do not count.  If a quotation has omissions
 * (...), all its parts must stand there in order, and the longest part is the place. `least`:
 * characters of the place.  NULL: it does not stand there, is too short, or there is no memory. */
const char *literal_find(const char *text, const char *quote, size_t least, size_t *n);
/* 1 if `part` (at least one character) is in `text`, case ignored. */
int literal_has(const char *text, const char *part);
/* The same where `part` is a whole word: no letter of its own script stands beside it, so that 床 is
 * not in 病床 nor "pack" in "backpack"; an "s" behind it may. */
int literal_has_word(const char *text, const char *part);
