/* engine/fieldmodel/coclass_prior.h - fields that usually go with a document's main groups. */
#ifndef ENGINE_FIELDMODEL_COCLASS_PRIOR_H
#define ENGINE_FIELDMODEL_COCLASS_PRIOR_H
#include "engine/engine.h"
#include "ideas/field_fit.h"

/* Fill g->coclass from the main groups that the query's document has in the known fields:
 * P(field | main group), backed off to its subclass and from there to g->prior, the
 * mean over these groups.  The document itself is left out of every count.  A text has no
 * groups: g->prior stands. */
void coclass_prior(field_signals *g, const tensen_searcher *s, uint32_t row);

#endif
