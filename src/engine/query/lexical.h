/* engine/query/lexical.h - the query as the postings know it. */
#ifndef ENGINE_QUERY_LEXICAL_H
#define ENGINE_QUERY_LEXICAL_H
#include "engine/engine.h"

/* Counts of the query's words weighted as in view v (functions are not in the postings); in
 * s->mem. */
tensen_status lexical_query(weighted_term **out, uint32_t *n, tensen_searcher *s, const query *a,
    view v, tensen_error *err);

/* What a search asks of the words: the terms of the topic, and how they are scored.  The
 * fusion takes BM25 as a share (index/postings/postings.h) and half of a compound's count, for its
 * parts are counted too; so are the words of what LSA alone has found. */
tensen_status lexical_words(
    lex_query *out, tensen_searcher *s, const query *a, tensen_side side, tensen_error *err);

#endif
