/* model/termrec.h - the terms of one document, by section.
 *
 * RECORD  varint number of terms, then for each, terms ascending: varint delta
 *         to the previous term + 1 (the first: term + 1), u8 bit set of sections
 *         that hold it, and a varint count for each set bit in order.
 *
 * These records are the corpus as the model sees it: tf-idf rows, views and
 * postings are made from them, and --retrain needs nothing else. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "text/sections.h"
#include "util/buf.h"

typedef struct term_count {
	uint32_t term;
	uint16_t in[N_SECTIONS]; /* occurrences by section, saturating */
} term_count;

/* Occurrences weighted by section (model/weights.h has the weights). */
float term_weighted(const term_count *terms, const float weight[N_SECTIONS]);

/* Ascending, as a record has them. */
void term_counts_sort(term_count *terms, size_t n);
void termrec_write(buf *out, const term_count *terms, uint32_t n);
/* Decode into t (room for max).  Terms at or above n_terms are refused. */
tensen_status termrec_read(
    span record, term_count *terms, uint32_t max, uint32_t *n, uint32_t n_terms, tensen_error *err);
/* How many terms a record holds, 0 if it is unreadable: for sizing. */
uint32_t termrec_count(span record);
