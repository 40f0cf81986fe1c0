/* engine/ideas/along.h - what usually goes along with the main groups a document has. */
#ifndef ENGINE_IDEAS_ALONG_H
#define ENGINE_IDEAS_ALONG_H
#include "engine/engine.h"
#include "ideas/score.h"

/* Fill g->along from the main groups that the query's document has in the known fields:
 * P(field | main group), backed off to its subclass and from there to g->prior, the
 * mean over these groups.  The document itself is left out of every count.  A text has no
 * groups: g->prior stands. */
void along_groups(signals *g, const tensen_searcher *s, uint32_t row);

#endif
