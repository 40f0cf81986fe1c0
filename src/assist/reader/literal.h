/* assist/reader/literal.h - does a quotation stand literally in a text.
 *
 * Compared is what NFKC makes of both, without white space: a model gives half-width letters
 * for full-width ones and closes up lines, and means the same place. */
#ifndef ASSIST_READER_LITERAL_H
#define ASSIST_READER_LITERAL_H
#include <stddef.h>

#define LITERAL_LEAST 8 /* characters of a quotation: fewer stand in many texts */

/* The place in `text` where `quote` stands, as it is spelled there; *n: its bytes.  NULL: it
 * does not stand there, is too short, or there is no memory. */
const char *literal_find(const char *text, const char *quote, size_t least, size_t *n);
/* Is any character sequence of `part` (at least one character) in `text`, case ignored. */
int literal_has(const char *text, const char *part);

#endif
