/* engine/lexical.h - the query as the postings know it. */
#ifndef ENGINE_LEXICAL_H
#define ENGINE_LEXICAL_H
#include "engine/engine.h"

/* Weighted counts of the query's words (functions are not in the postings); in s->mem. */
tensen_status lexical_query(
    lex_term **out, uint32_t *n, tensen_searcher *s, const asked *a, tensen_error *err);

#endif
