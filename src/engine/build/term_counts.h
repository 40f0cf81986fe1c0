/* engine/build/term_counts.h - the document frequency of every term, in bounded memory.
 *
 * WHAT    Documents are counted in blocks.  Within a block, terms are numbered in order
 *         of arrival and a table counts their document frequencies.  A full table is
 *         sorted to disk and the next block begins.  At the end the sorted blocks are
 *         merged: frequencies are exact, and memory does not grow with the corpus.
 * RULES   A term keeps the kind and the shown word of its first document.  The chosen
 *         vocabulary depends on the documents, not on where blocks end. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "model/vocab.h"
#include "util/buf.h"
#include "util/files/spool.h"

typedef struct term_counts term_counts;

/* target is borrowed.  room: bytes of one block's table; table and sorting together take about
 * twice as much. */
tensen_status term_counts_new(
    term_counts **out, const char *target, size_t room, unsigned threads, tensen_error *err);
void term_counts_free(term_counts *counts); /* NULL allowed */
/* Prefetch for the forms that term_counts_add() gets next (strtab_expect). */
void term_counts_expect(const term_counts *counts, const span *forms, uint32_t n);
/* Count one more document of a term.  Returns its number in this block; STRTAB_NONE: out of
 * memory. */
uint32_t term_counts_add(term_counts *counts, span form, span shown, uint8_t kind);
/* End a document, and the block if its table is full. */
tensen_status term_counts_document(term_counts *counts, tensen_error *err);
tensen_status term_counts_finish(term_counts *counts, tensen_error *err);

uint32_t term_counts_blocks(const term_counts *counts);
uint32_t term_counts_first(const term_counts *counts, uint32_t block); /* its first document */
/* Choose the vocabulary by `rule`.  If the rule keeps more than max_terms, rule->min_df is raised
 * until it does not.  words gets the section `show` (index/store/shown.h). */
tensen_status term_counts_choose(term_counts *counts, vocab *out, vocab_rule *rule,
    uint32_t max_terms, buf *words, tensen_error *err);
/* After term_counts_choose(), by number of a block: the term, or VOCAB_NONE; and the hash
 * (index/store/rare.h) of a word or compound that the vocabulary does not have, else
 * TERM_COUNTS_KEPT.  Both are malloc'ed, also after a failure. */
#define TERM_COUNTS_KEPT UINT64_MAX
tensen_status term_counts_remap(const term_counts *counts, uint32_t block, uint32_t **term,
    uint64_t **hashes, tensen_error *err);

/* ---- terms that several ranks count: engine/distributed ---- */

/* A term as one rank, or all ranks together, counted it. */
typedef struct counted_term {
	span form, shown;
	uint8_t kind;
	uint32_t df;
	uint64_t first; /* of its documents */
} counted_term;

/* Merge all blocks.  rule NULL: keep every term. */
tensen_status term_counts_merge(term_counts *counts_of, const vocab_rule *rule, tensen_error *err);
/* After merging: every kept term of at least min_df documents, ascending.  place: its number
 * among all kept ones. */
typedef tensen_status (*term_visit)(
    void *ctx, uint32_t place, const counted_term *t, tensen_error *err);
tensen_status term_counts_each(
    term_counts *counts, uint32_t min_df, term_visit visit, void *ctx, tensen_error *err);
uint32_t term_counts_kept(const term_counts *counts);
/* Kept terms by document frequency: [TERM_COUNTS_TALLY + 1], the last: that frequency and more. */
#define TERM_COUNTS_TALLY 65536
uint64_t *term_counts_tally(term_counts *counts);
/* The least frequency that leaves at most max_terms of a tally's terms; *n: their number. */
uint32_t term_counts_cut(const uint64_t *tally, uint32_t max_terms, uint64_t *n);
/* What term_counts_remap() gives by place: malloc'ed, taken over. */
void term_counts_set_final(term_counts *counts, uint32_t *final);
/* Append a term to a spool, for term_counts_block(). */
tensen_status counted_term_put(spool *spooled, const counted_term *one, tensen_error *err);
/* Add a block of such terms, ascending; takes over and finishes the spool.  n_docs: documents of
 * the whole corpus. */
tensen_status term_counts_block(
    term_counts *counts, spool *entries, uint64_t n_docs, tensen_error *err);
