/* tensen/update.h - bring an index up to date without building it anew.
 *
 * Documents are known by their id.  A document whose content did not change is skipped (the index
 * keeps a hash of the content).  A new or changed document is analyzed with the vocabulary of the
 * index and projected into its model.  All other documents are copied.  The new file replaces the
 * old one when it is complete and on disk; a process that has the old file open keeps reading that.
 *
 *     tensen_update_opts o = TENSEN_UPDATE_OPTS_INIT;
 *     const char *inputs[] = {"tonight.jsonl"};
 *     if (tensen_update(&r, "patents.tensen", inputs, 1, &o, &err) < 0) ...
 */
#pragma once

#include <tensen/build.h>

typedef struct tensen_update_opts {
	size_t size;
	/* How inputs are read, and on what the work is done; the model stays, so what describes
	 * one does not count.  Another dictionary or user_dic than that of the index is
	 * TENSEN_E_MISMATCH.  NULL: the defaults. */
	const tensen_build_opts *build;
	const char *const *delete_ids; /* documents to take out; unknown ids are counted */
	size_t n_delete;
	int retrain;   /* 1: word weights, model and vectors are made anew from the stored terms;
			  texts are not tokenized again */
	uint32_t wait; /* seconds for another writer of the index to end, before E_IO */
} tensen_update_opts;
#define TENSEN_UPDATE_OPTS_INIT TENSEN_SIZED(tensen_update_opts)

/* Update the index `path` from inputs (n_inputs may be 0: only delete, or retrain).
 * A licence record (its id is a licence number) that names a patent of the index opens that
 * patent; the licence number among delete_ids closes it again.  A patent that is replaced keeps
 * its licence.
 * *out (may be NULL) is the account of tensen_build() with a part "update": documents added,
 * replaced, unchanged, deleted, unknown ids, and the drift.
 * TENSEN_E_MISMATCH: other dictionary or word lists.  TENSEN_E_CORRUPT, TENSEN_E_VERSION: of
 * the index.  TENSEN_E_INPUT: a bad file, or no document would be left; inputs without any
 * record change nothing.  After any
 * failure the old index is unchanged. */
TENSEN_API tensen_status tensen_update(tensen_result **out, const char *path,
    const char *const *inputs, size_t n_inputs, const tensen_update_opts *opts, tensen_error *err);
