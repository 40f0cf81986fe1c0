/* engine/translate/lexicon.h - the lexicon of an index, opened when a query first needs it, and
 * which documents are in which language.
 *
 * An index and its queries in one language never open the lexicon.  Shared by the threads of an
 * index. */
#pragma once
#include "engine/base/query.h"
#include "model/bilingual/bilingual.h"

typedef struct lexicon_slot lexicon_slot;

/* Keeps a copy of the paths in opts. */
tensen_status lexicon_slot_new(
    lexicon_slot **out, const tensen_index *ix, const tensen_open_opts *opts, tensen_error *err);
void lexicon_slot_free(lexicon_slot *lex_of); /* NULL allowed */

/* Open the lexicon when it is first wanted.  *ready is 0 if there is none or translation is turned
 * off; tensen_index_translation() says so if it was wanted to_translate, and not for other
 * words of one language.  A lexicon that cannot be read is an error, and the next
 * call tries again. */
tensen_status lexicon_ready(int *ready, lexicon_slot *lex_of, int to_translate, tensen_error *err);
/* Why an answer lacks documents in the other language: NULL, "no_dictionary" or "other_dictionary"
 * (than that of the index).  Static text. */
const char *lexicon_trouble(lexicon_slot *lex_of);
bilingual *lexicon_opened(const lexicon_slot *lex_of); /* after lexicon_ready() said 1 */

/* The language of all documents, or of most. */
tensen_lang lexicon_language(const lexicon_slot *lex_of);
/* A bit for every row in that language, NULL if all are. */
const uint64_t *lexicon_rows(const lexicon_slot *lex_of, tensen_lang lang);
/* A bit for every row with text in both languages, of which there are *n; NULL: none. */
const uint64_t *lexicon_bilingual_rows(const lexicon_slot *lex_of, uint32_t *n);
tensen_lang lexicon_language_of(const lexicon_slot *lex_of, uint32_t row);

/* The query for a document of this row: itself, or its translation. */
const query *query_for_row(const query *q, const tensen_searcher *searcher, uint32_t row);
