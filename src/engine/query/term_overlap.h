/* engine/query/term_overlap.h - the terms that a query and a document share. */
#pragma once
#include "engine/base/query.h"
#include "result/query_words.h"
#include "result/result.h"

/* For qsort(): heaviest first, of equal ones the smaller term. */
int weighted_term_compare(const void *a, const void *b);

/* Terms that query and row share in a view, heaviest first; in searcher->mem. */
tensen_status term_overlap(tensen_searcher *searcher, const query *q, uint32_t row, view which,
    weighted_term **out, uint32_t *n, tensen_error *err);
/* A term as people read it, a translated one with the word of the query, in the result's arena;
 * NULL when out of memory. */
const char *term_words(tensen_result *result, const store *kept, const query *q, uint32_t term_id);
/* How much of the query the index knows, in the result's arena. */
tensen_status fill_query_words(
    query_words *out, tensen_result *result, const store *kept, const query *q, tensen_error *err);
/* The heaviest words and compounds of the query as people read them, at most KEY_WORDS_MAX, in
 * the result's arena. */
#define KEY_WORDS_MAX 14
tensen_status fill_key_words(const char *const **out, size_t *n, tensen_result *result,
    tensen_searcher *searcher, const query *q, tensen_error *err);
/* The sentence of `text` that carries most of the given terms' weight, its first sentence
 * when it carries none; in the result's arena. */
tensen_status heaviest_sentence(const char **out, tensen_result *result,
    const tensen_searcher *searcher, span text, const weighted_term *weighted, uint32_t n,
    tensen_error *err);
