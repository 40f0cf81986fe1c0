/* corpus/document/fold.h - the small folds that make keys comparable: numbers, dates,
 * column names.  Text itself is never changed here (that is text/normalize). */
#ifndef CORPUS_DOCUMENT_FOLD_H
#define CORPUS_DOCUMENT_FOLD_H
#include <stddef.h>
#include <stdint.h>
#include "util/arena.h"
#include "util/span.h"

/* Copy s into out (at most max bytes; SIZE_MAX when it does not fit) with
 * full-width ASCII made half-width, every kind of dash made '-', blanks dropped
 * and Latin letters in capitals: 特開２０１０－０３５９１３ -> 特開2010-035913. */
size_t fold_key(span s, char *out, size_t max);

/* An id: blanks at the ends dropped, full-width ASCII made half-width, else as it is. */
span fold_id(span s, arena *mem);

/* Runs of blanks (U+3000 too) become one blank, none at the ends. */
span fold_blanks(span s, arena *mem);

#endif
