/* engine/build/term_counts.h - the document frequency of every term, in bounded memory.
 *
 * WHAT    Documents are counted in blocks.  Within a block, terms are numbered in order
 *         of arrival and a table counts their document frequencies.  A full table is
 *         sorted to disk and the next block begins.  At the end the sorted blocks are
 *         merged: frequencies are exact, and memory does not grow with the corpus.
 * RULES   A term keeps the kind and the shown word of its first document.  The chosen
 *         vocabulary depends on the documents, not on where blocks end. */
#ifndef ENGINE_BUILD_TERM_COUNTS_H
#define ENGINE_BUILD_TERM_COUNTS_H
#include <stdint.h>
#include <tensen/status.h>
#include "model/vocab.h"
#include "util/buf.h"

typedef struct term_counts term_counts;

/* room: bytes of one block's table; table and sorting together take about twice as much. */
tensen_status term_counts_new(
    term_counts **out, const char *target, size_t room, unsigned threads, tensen_error *err);
void term_counts_free(term_counts *c); /* NULL allowed */
/* Prefetch for the forms that term_counts_add() gets next (strtab_expect). */
void term_counts_expect(const term_counts *c, const span *forms, uint32_t n);
/* Count one more document of a term.  Returns its number in this block; STRTAB_NONE: out of
 * memory. */
uint32_t term_counts_add(term_counts *c, span form, span shown, uint8_t kind);
/* End a document, and the block if its table is full. */
tensen_status term_counts_document(term_counts *c, tensen_error *err);
tensen_status term_counts_finish(term_counts *c, tensen_error *err);

uint32_t term_counts_blocks(const term_counts *c);
uint32_t term_counts_first(const term_counts *c, uint32_t block); /* its first document */
/* Choose the vocabulary by `rule`.  If the rule keeps more than max_terms, rule->min_df is raised
 * until it does not.  words gets the section `show` (index/store/shown.h). */
tensen_status term_counts_choose(term_counts *c, vocab *out, vocab_rule *rule, uint32_t max_terms,
    buf *words, tensen_error *err);
/* After term_counts_choose(): the term, or VOCAB_NONE, of every number of a block; malloc'ed. */
tensen_status term_counts_remap(
    const term_counts *c, uint32_t block, uint32_t **out, tensen_error *err);

#endif
