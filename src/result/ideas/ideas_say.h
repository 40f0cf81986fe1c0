/* result/ideas/ideas_say.h - wording of parts of an idea, the same in every form. */
#ifndef RESULT_IDEAS_IDEAS_SAY_H
#define RESULT_IDEAS_IDEAS_SAY_H
#include "result/ideas/ideas_result.h"

/* Documents, applicants and years that support the need. */
void support_say(buf *out, const tensen_support *x, tensen_lang lang);
/* One sentence on how the document of a need differs from the query's patent. */
void difference_say(buf *out, const tensen_evidence *need, tensen_lang lang);
/* "F16F ばね・緩衝器・防振 61%、…"; nothing when there are none. */
void subclasses_say(buf *out, const idea_detail *d, tensen_lang lang);
/* State and date of a patent, and whether it is open to licence. */
void state_say(buf *out, const idea_source *x, tensen_lang lang);
void licence_say(buf *out, const char *id, const char *terms);

#endif
