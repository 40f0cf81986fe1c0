/* result/ideas/ideas_say.h - parts of an idea as people read them, the same in every form. */
#ifndef RESULT_IDEAS_IDEAS_SAY_H
#define RESULT_IDEAS_IDEAS_SAY_H
#include "result/ideas/ideas_result.h"

/* How well the need is attested. */
void support_say(buf *out, const tensen_support *x, tensen_lang lang);
/* What parts a need from the patent, in a sentence. */
void difference_say(buf *out, const tensen_evidence *need, tensen_lang lang);
/* "F16F ばね・緩衝器・防振 61%、…"; nothing when there are none. */
void subclasses_say(buf *out, const idea_detail *d, tensen_lang lang);
/* State, open or not, date of a patent. */
void state_say(buf *out, const idea_source *x, tensen_lang lang);
void licence_say(buf *out, const char *id, const char *terms);

#endif
