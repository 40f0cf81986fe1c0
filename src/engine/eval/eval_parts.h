/* engine/eval/eval_parts.h - the parts of an evaluation, each of which fills its place in the
 * result. */
#ifndef ENGINE_EVAL_EVAL_PARTS_H
#define ENGINE_EVAL_EVAL_PARTS_H
#include <tensen/eval.h>
#include "engine/engine.h"
#include "result/eval/eval_result.h"
#include "util/team.h"

typedef struct eval_keep eval_keep;

typedef struct evaluation {
	const tensen_index *ix;
	const tensen_eval_opts *opts;
	eval_result *r;
	unsigned threads;
	team *team;      /* NULL: alone */
	eval_keep *keep; /* NULL: nothing is kept */
} evaluation;

/* Piece i, by a searcher that no other thread has. */
typedef tensen_status (*eval_fn)(void *ctx, uint32_t i, tensen_searcher *s, tensen_error *err);

/* An array that pieces fill: piece i the `width` bytes at base + i * width. */
typedef struct eval_column {
	void *base;
	size_t width;
} eval_column;

#define EVAL_COLUMNS 4
typedef struct eval_pieces {
	uint32_t n;
	const fieldmap
	    *map; /* NULL, or the field map that searchers use instead of the index's own */
	eval_fn fn;
	void *ctx;
	eval_column out[EVAL_COLUMNS]; /* all that fn writes; ends with base NULL */
} eval_pieces;

/* All pieces on all threads, of all ranks; the first failure by number ends it. */
tensen_status eval_each(const evaluation *e, const eval_pieces *pieces, tensen_error *err);

/* At most max rows of the index, a seeded sample in row order; malloc'ed. */
uint32_t *eval_sample(const evaluation *e, uint32_t max, uint32_t *n);

/* A figure's mean and interval over the values that are not NaN (they are put in order). */
tensen_status eval_mean(
    const evaluation *e, interval *out, float *values, uint32_t n, tensen_error *err);

/* Hidden-field recovery; differences between the engine and each baseline; a random order. */
tensen_status eval_hidden(const evaluation *e, tensen_error *err);

/* Tests whether the documents nearest by problem are also nearest by means.  Each of a sample with
 * its own means (real) and with that of the one `shift` places on in a seeded order (x); chance:
 * the mean over all pairings of different documents. shift 0 breaks no pair. */
tensen_status eval_pairing(
    const evaluation *e, uint32_t shift, eval_figure *out, tensen_error *err);

/* Queries with known answers (opts->queries, opts->qrels). */
tensen_status eval_qrels(const evaluation *e, tensen_error *err);

/* Graded pairs (opts->judged, opts->aspects): documents shown first, documents found,
 * confidence. */
tensen_status eval_judged(const evaluation *e, tensen_error *err);
/* Triage simulated on them. */
tensen_status eval_triage(const evaluation *e, tensen_error *err);

/* Serendipity, coverage and hubness of the documents shown, stability of neighbours, on a
 * sample. */
tensen_status eval_lists(const evaluation *e, tensen_error *err);

#endif
