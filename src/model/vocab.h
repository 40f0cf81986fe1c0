/* model/vocab.h - the terms of an index: numbers, document frequencies, kinds.
 *
 * Terms are numbered in byte order of their canonical forms, so that the numbers depend only on the
 * set of terms.  Immutable once made.
 *
 * An index is read where it lies: opening touches the head of VOCB, a query the terms that it
 * names.  A builder has a vocabulary in memory, with a hash table. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "util/buf.h"
#include "util/strtab.h"

#define VOCAB_NONE STRTAB_NONE

typedef struct vocab {
	strtab terms;        /* i -> canonical form, ascending; read in place: terms.n alone */
	const uint8_t *kind; /* term_kind of text/analyzer.h */
	const uint32_t *df;  /* documents that hold the term */
	float *idf;          /* vocab_idf(): computed when first wanted, 0 before */
	uint32_t n_docs;
	/* of a vocabulary in memory: kind and df, which its owner may change before the first use
	 */
	uint8_t *own_kind;
	uint32_t *own_df;
	/* of one read in place: where the forms end in `forms` */
	const uint32_t *end;
	const char *forms;
	uint32_t n_forms; /* bytes */
} vocab;

typedef struct vocab_rule {
	uint32_t min_df;  /* keep terms of at least this many documents */
	double max_share; /* and of at most this share of them */
} vocab_rule;

void vocab_clear(vocab *words);

int vocab_keeps(const vocab_rule *one, span form, uint32_t df, uint32_t n_docs);

/* A vocabulary of n terms over n_docs documents, then each of them, ascending. */
tensen_status vocab_start(vocab *out, uint32_t n, uint32_t n_docs, tensen_error *err);
tensen_status vocab_add(vocab *words, span form, uint8_t kind, uint32_t df, tensen_error *err);

/* The number of a canonical form, VOCAB_NONE if unknown. */
uint32_t vocab_find(const vocab *words, span form);
span vocab_term(const vocab *words, uint32_t i);
/* ln((1 + n_docs) / (1 + df)) + 1, which is never zero (the smooth idf of scikit-learn). */
float vocab_idf(const vocab *words, uint32_t i);

/* VOCB: index/FORMAT.md.  E_NOMEM is left in out->failed. */
void vocab_write(buf *out, const vocab *words);
/* Read in place: bytes must stay and lie at a multiple of 4.  Only sizes are checked; a term that
 * does not lie in `bytes` is empty. */
tensen_status vocab_open(vocab *out, span bytes, tensen_error *err);
/* Check every term of a vocabulary that is read in place. */
tensen_status vocab_check(const vocab *words, tensen_error *err);
/* A vocabulary in memory, of bytes that are all checked. */
tensen_status vocab_read(vocab *out, span bytes, tensen_error *err);
