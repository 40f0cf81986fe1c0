/* model/vocab.h - the terms of an index: numbers, document frequencies, kinds.
 *
 * Terms are numbered in byte order of their canonical forms, so that the numbers depend only on the
 * set of terms.  Immutable once made. */
#ifndef MODEL_VOCAB_H
#define MODEL_VOCAB_H
#include <stdint.h>
#include <tensen/status.h>
#include "util/buf.h"
#include "util/strtab.h"

#define VOCAB_NONE STRTAB_NONE

typedef struct vocab {
	strtab terms;  /* i -> canonical form, ascending */
	uint8_t *kind; /* term_kind of text/analyzer.h */
	uint32_t *df;  /* documents that hold the term */
	float *idf;
	uint32_t n_docs;
} vocab;

typedef struct vocab_rule {
	uint32_t min_df;  /* keep terms of at least this many documents */
	double max_share; /* and of at most this share of them */
} vocab_rule;

void vocab_clear(vocab *v);

int vocab_keeps(const vocab_rule *r, span form, uint32_t df, uint32_t n_docs);

/* A vocabulary of n terms over n_docs documents, then each of them, ascending. */
tensen_status vocab_start(vocab *out, uint32_t n, uint32_t n_docs, tensen_error *err);
tensen_status vocab_add(vocab *v, span form, uint8_t kind, uint32_t df, tensen_error *err);

/* The number of a canonical form, VOCAB_NONE if unknown. */
uint32_t vocab_find(const vocab *v, span form);
span vocab_term(const vocab *v, uint32_t i);
/* ln((1 + n_docs) / (1 + df)) + 1, which is never zero (the smooth idf of scikit-learn). */
float vocab_idf(const vocab *v, uint32_t i);

/* VOCB: u32 version, u32 n, u32 n_docs, then per term in order: varint bytes
 * shared with the previous term, varint length of the rest, the rest, u8 kind, varint df. */
void vocab_write(buf *out, const vocab *v);
tensen_status vocab_read(vocab *out, span bytes, tensen_error *err);

#endif
