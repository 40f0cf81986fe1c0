/* text/english.h - terms of one English sentence.
 *
 * ICU finds the words, Snowball stems them.  Two neighbouring content words are a phrase; a verb
 * and its object are a function. */
#ifndef TEXT_ENGLISH_H
#define TEXT_ENGLISH_H
#include <tensen/status.h>
#include "text/emit.h"
#include "text/lexicon.h"

typedef struct english english; /* belongs to one thread */

tensen_status english_new(english **out, tensen_error *err);
void english_free(english *g);
/* `s` is normalized.  0, or -1 when out of memory. */
int english_emit(english *g, span s, const lexicon *x, emitter *e);

#endif
