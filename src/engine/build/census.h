/* engine/build/census.h - every term met while reading, counted over all documents.
 *
 * WHAT    Documents come in blocks: within one, terms have numbers in order of
 *         arrival and their document frequencies are counted in a table.  When the
 *         table fills its room it is sorted to disk and the next block begins.  At
 *         the end the sorted blocks are merged, so the frequencies are exact and
 *         memory does not grow with the corpus.
 * RULES   A term keeps the kind and the shown word of its first document.  What is
 *         chosen depends on the documents, not on where blocks end. */
#ifndef ENGINE_BUILD_CENSUS_H
#define ENGINE_BUILD_CENSUS_H
#include <stdint.h>
#include <tensen/status.h>
#include "model/vocab.h"
#include "util/buf.h"

typedef struct census census;

/* room: bytes that the table of a block may fill; it and its sorting take about twice that. */
tensen_status census_new(
    census **out, const char *target, size_t room, unsigned threads, tensen_error *err);
void census_free(census *c); /* NULL allowed */
/* Forms that census_add() will be given next (strtab_expect). */
void census_expect(const census *c, const span *forms, uint32_t n);
/* One document more holds the term.  Its number in this block; STRTAB_NONE: out of memory. */
uint32_t census_add(census *c, span form, span shown, uint8_t kind);
/* The document ends here; a full block ends with it. */
tensen_status census_document(census *c, tensen_error *err);
tensen_status census_finish(census *c, tensen_error *err);

uint32_t census_blocks(const census *c);
uint32_t census_first(const census *c, uint32_t block); /* its first document */
/* The vocabulary by `rule`; if that keeps more than max_terms, min_df is raised until
 * it does not (the frequency taken is put into rule->min_df).  words gets the section
 * `show` (index/store/shown.h). */
tensen_status census_choose(
    census *c, vocab *out, vocab_rule *rule, uint32_t max_terms, buf *words, tensen_error *err);
/* After census_choose(): numbers of a block -> terms or VOCAB_NONE; malloc'ed. */
tensen_status census_remap(const census *c, uint32_t block, uint32_t **out, tensen_error *err);

#endif
