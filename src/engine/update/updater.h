/* engine/update/updater.h - the state that the steps of tensen_update() share.
 *
 * WHAT    The builder of tensen_build() reads the inputs and writes the file.  Unchanged
 *         documents come from the old index, changed ones wait in spills.
 * ROWS    Ordered as in a build: by primary field; within a field first the old rows in their
 *         order, then the new ones.  So unchanged rows keep their order, and unchanged
 *         blocks of records are copied without decoding. */
#pragma once
#include <tensen/update.h>
#include "engine/build/builder.h"
#include "index/store/store.h"

#define CHANGE 0x80000000u /* flag in updater.source: the other bits number a change */
#define GONE UINT32_MAX

/* A document that is new, or whose content changed. */
typedef struct change {
	doc_slot slot;
	uint32_t old;   /* the replaced row, or GONE */
	uint32_t row;   /* its row in the new index */
	uint32_t terms; /* in its term record */
} change;

typedef struct updater {
	builder b; /* tools and writer; its rows are those of the new index */
	const tensen_update_opts *opts;
	tensen_build_opts build;
	store *old;

	change *changes; /* in order of arrival */
	uint32_t n_changes;
	spill *binaries, *records; /* by change: document, term record */
	buf rare;         /* uint64_t: keys of words without a term, with the change for the row */
	uint32_t *row_of; /* [old rows] row in the new index; GONE: deleted or replaced */
	uint8_t *fate;    /* [old rows] enum fate */
	uint32_t *source; /* [b.n_rows] old row, or CHANGE | change */
	uint32_t *changed_rows, n_changed_rows; /* rows that are changes, ascending */
	account_update *account;
} updater;

enum fate {
	FATE_KEPT,
	FATE_REPLACED,
	FATE_MOVED,
	FATE_DELETED
}; /* moved: replaced, in another field */

/* Compare the staged documents with the index, analyse the changed ones, apply deletions. */
tensen_status update_read(updater *update, tensen_error *err);
/* Sets row_of, source, changed_rows, b.n_rows, b.slots. */
tensen_status update_order(updater *update, tensen_error *err);
/* b.terms: the term records of changed_rows; with --retrain those of all rows, and b.sizes. */
tensen_status update_terms(updater *update, tensen_error *err);
/* ROWS; fills b.group_of, b.group_end and b.group_field. */
tensen_status update_rows(updater *update, tensen_error *err);
/* DOCS, TERM. */
tensen_status update_records(updater *update, const char *tag, tensen_error *err);
/* b.rare: of the rows that stay, and of the changes. */
tensen_status update_rare(updater *update, tensen_error *err);
/* The views, by the old model. */
tensen_status update_views(updater *update, tensen_error *err);
/* Vectors of a model, of the documents that stay. */
tensen_status update_embedded(updater *update, tensen_error *err);
/* Count the document frequencies of b.vocab again, from b.terms. */
tensen_status update_vocab(updater *update, tensen_error *err);

/* The record of change k, as stored. */
tensen_status change_record(
    const spill *spilled, uint32_t k, buf *out, span *record, tensen_error *err);
