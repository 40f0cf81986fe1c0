/* engine/query/lexical.h - the words of a query as weighted terms for the postings. */
#pragma once
#include "engine/base/query.h"

/* Counts of the query's words weighted as in the topic view (functions are not in the postings); in
 * searcher->mem. */
tensen_status lexical_query(
    weighted_term **out, uint32_t *n, tensen_searcher *searcher, const query *q, tensen_error *err);

/* The lexical query of a search: the terms of the topic.  The fusion takes BM25 as
 * a share (index/postings/postings.h) and half of a compound's count, because its parts are counted
 * too.  Rows that only LSA found are scored in the same way. */
tensen_status lexical_words(
    lex_query *out, tensen_searcher *searcher, const query *q, tensen_side side, tensen_error *err);
