/* engine/lexical.h - the query as the postings know it. */
#ifndef ENGINE_LEXICAL_H
#define ENGINE_LEXICAL_H
#include "engine/engine.h"

/* Counts of the query's words weighted as in view v (functions are not in the postings); in
 * s->mem. */
tensen_status lexical_query(
    lex_term **out, uint32_t *n, tensen_searcher *s, const asked *a, view v, tensen_error *err);

#endif
