/* assist/reader/literal.h - does a quotation stand literally in a text.
 *
 * Compared is what NFKC makes of both, without white space and with one sign for all spellings
 * of a quotation mark, dash, bracket, comma or full stop: a model gives half-width letters for
 * full-width ones, closes up lines and sets its own punctuation, and means the same place.
 * Letters and digits must agree, also in case. */
#ifndef ASSIST_READER_LITERAL_H
#define ASSIST_READER_LITERAL_H
#include <stddef.h>

#define LITERAL_LEAST 8 /* characters of a quotation: fewer stand in many texts */

/* The place in `text` where `quote` stands, as it is spelled there; *n: its bytes.  Marks around
 * the quotation and the name of a section before it do not count.  Of a quotation with
 * something left out (...) every part must stand, in order, and the longest part is the
 * place.  `least`: characters of the place.  NULL: it does not stand there, is too short, or
 * there is no memory. */
const char *literal_find(const char *text, const char *quote, size_t least, size_t *n);
/* Is any character sequence of `part` (at least one character) in `text`, case ignored. */
int literal_has(const char *text, const char *part);

#endif
