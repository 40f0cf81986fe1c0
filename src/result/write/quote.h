/* result/write/quote.h - quotations: where their marked pieces lie, and how they are shortened. */
#ifndef RESULT_WRITE_QUOTE_H
#define RESULT_WRITE_QUOTE_H
#include "util/buf.h"

/* Pieces of a text that are to be marked where they occur; may be empty. */
typedef struct marks {
	const char *const *v;
	size_t n;
} marks;
#define NO_MARKS ((marks){NULL, 0})

/* The first place at or behind `from` where a mark occurs, the longest if several begin
 * there: s.p[*at .. *end).  0 if there is none.  A mark of Latin letters is a whole word. */
int quote_mark(span s, size_t from, marks m, size_t *at, size_t *end);

/* s within `columns` of a terminal (a Japanese letter is two), written to out as one line.
 * What is too long is cut behind a comma if one is near, else anywhere, and ends in …;
 * when the first mark would be lost, it begins with … at the clause that holds it. */
void quote_shorten(buf *out, span s, size_t columns, marks m);

#endif
