/* result/write/quote.h - quotations: finding their marked pieces, shortening them. */
#pragma once
#include "util/buf.h"

/* Strings to mark wherever they occur in a text; the list may be empty. */
typedef struct highlights {
	const char *const *v;
	size_t n;
} highlights;
#define NO_HIGHLIGHTS ((highlights){NULL, 0})

/* Finds the first place from `from` on where a mark occurs, the longest if several begin there:
 * s.p[*at .. *end).  0 if there is none.  A mark of Latin letters matches whole words only. */
int quote_mark(span text, size_t from, highlights marks, size_t *at, size_t *end);

/* Writes s to out as one line of at most `columns` (a Japanese letter takes two).  A longer
 * text is cut after a comma if one is near, else anywhere, and ends in …; if that would lose
 * the first mark, the text begins with … at the clause that holds the mark. */
void quote_shorten(buf *out, span text, size_t columns, highlights marks);
