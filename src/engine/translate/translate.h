/* engine/translate/translate.h - a query in one language searches documents in the other.
 *
 * The query is translated word by word into weighted terms of the index, not into a sentence:
 * - a word gives several terms with probabilities: weights of the lexicon, times how common the
 *   term is among the documents, times how well it coheres with the other terms;
 * - a compound that the lexicon lacks is cut into words that it has, and neighbouring parts are
 *   joined again where the index has the result;
 * - a function (振動を抑制) is made by the analyzer from the translations of object and action;
 * - Latin spellings stay.
 *
 * SHORT A short text is asked word by word (engine/query/question.h): query.senses says what each of its
 *       words may be, and the terms with their shares are then only its vector.
 *
 * KEPT  A true equivalent is one of several terms, so a document with the same content in the other
 *       language reaches only a part of the greatest possible score: query.kept, the weight of the
 *       words times the sum of squares of their probabilities.  Scores are divided by it, so that
 *       documents of both languages stand in one list (engine/query/rank.h). */
#pragma once
#include "engine/base/query.h"

/* Translate the query read from these words, if its index is in the other language and a lexicon
 * is there. */
tensen_status translate_query(
    query *q, tensen_searcher *searcher, const local_terms *terms, tensen_error *err);

/* The same for documents of the index, of which the terms are known: in an index with both
 * languages. */
tensen_status translate_stored(query *q, tensen_searcher *searcher, tensen_error *err);

/* Before a query: forgets the words looked up so far when they take too much memory. */
void translator_start(struct translator *trans);
void translator_free(struct translator *trans); /* NULL allowed */
