/* engine/update/updater.h - what the steps of tensen_update() hand to each other.
 *
 * WHAT    The builder of tensen_build() reads the inputs and writes the file; what
 *         stays comes from the old index, what changed waits in spills.
 * ROWS    In the order of a build: by primary field, in it as they were, new ones last.
 *         So what stays keeps its order, and blocks of records that lost none and
 *         gained none are copied as they are. */
#ifndef ENGINE_UPDATE_UPDATER_H
#define ENGINE_UPDATE_UPDATER_H
#include <tensen/update.h>
#include "engine/build/builder.h"
#include "index/store/store.h"

#define FRESH 0x80000000u /* in updater.source: the rest is a number of a change */
#define GONE UINT32_MAX

/* A document that is new or says something else. */
typedef struct change {
	doc_slot slot;
	uint32_t old;   /* row it replaces, or GONE */
	uint32_t row;   /* afterwards */
	uint32_t terms; /* in its record */
} change;

typedef struct updater {
	builder b; /* reads, holds the tools and the writer; rows as they will be */
	const tensen_update_opts *opts;
	tensen_build_opts build;
	store *old;

	change *changes; /* in order of arrival */
	uint32_t n_changes;
	spill *binaries, *records; /* by change: document, term record */
	uint32_t *row_of;          /* [old rows] row afterwards, GONE; of replaced ones GONE */
	uint8_t *fate;             /* [old rows] enum fate */
	uint32_t *source;          /* [b.n_rows] old row, or FRESH | change */
	uint32_t *fresh, n_fresh;  /* rows that are changes, ascending */
	account_update *told;
} updater;

enum fate { FATE_KEPT, FATE_REPLACED, FATE_MOVED, FATE_DELETED }; /* moved: to another field */

/* Compare the stage with the index; understand what changed; deletions. */
tensen_status update_read(updater *u, tensen_error *err);
/* row_of, source, fresh, b.n_rows, b.slots. */
tensen_status update_order(updater *u, tensen_error *err);
/* b.terms: the term records of `fresh`; to train anew, those of all rows, and b.sizes. */
tensen_status update_terms(updater *u, tensen_error *err);
/* ROWS; fills b.group_of and its kin. */
tensen_status update_rows(updater *u, tensen_error *err);
/* DOCS, TERM. */
tensen_status update_records(updater *u, const char *tag, tensen_error *err);
/* CENT and the views, the model as it was. */
tensen_status update_views(updater *u, tensen_error *err);
/* Document frequencies of b.vocab counted anew from b.terms. */
tensen_status update_vocab(updater *u, tensen_error *err);

/* The terms of old row r; out is reused. */
tensen_status old_terms(
    const updater *u, docstore_scratch *s, uint32_t r, buf *out, uint32_t *n, tensen_error *err);
/* The record of change k, as stored. */
tensen_status change_record(const spill *s, uint32_t k, buf *out, span *record, tensen_error *err);

#endif
