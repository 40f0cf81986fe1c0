/* engine/distributed/united.h - the documents of several parts as the rows of one index: shared by
 * merging and by making a joint file.
 *
 * Rows are in the order of one process, the model is that of the parts. */
#pragma once
#include "engine/build/builder.h"
#include "engine/distributed/parts.h"

typedef struct united_row {
	uint64_t arrival;
	uint32_t part, row;
	uint8_t field; /* N_FIELDS + 1: none */
} united_row;

typedef struct united {
	builder b;
	parts parts;
	united_row *rows; /* [b.n_rows] */
} united;

/* After parts_open(): rows, b.n_rows, b.n_all.  E_INPUT: a document is in two parts. */
tensen_status united_order_rows(united *all, tensen_error *err);
/* b.slots; room for b.sizes. */
tensen_status united_fill_slots(united *all, tensen_error *err);
/* b.docs; of terms b.terms and b.sizes. */
tensen_status united_copy(united *all, int terms, tensen_error *err);
/* b.rare. */
tensen_status united_take_rare(united *all, tensen_error *err);
/* b.vocab, b.shown, b.basis, b.lsa. */
tensen_status united_take_model(united *all, tensen_error *err);
/* After united_fill_slots(): b.given and b.embeddings, if a part has vectors of a model.  E_MISMATCH: the
 * parts have those of different models. */
tensen_status united_take_vectors(united *all, tensen_error *err);
void united_clear(united *all); /* all but the account */
