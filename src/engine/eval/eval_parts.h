/* engine/eval/eval_parts.h - the parts of an evaluation, each of which fills its place in the
 * result. */
#pragma once
#include <tensen/eval.h>
#include "engine/base/index.h"
#include "result/eval/eval_result.h"

typedef struct evaluation {
	const tensen_index *ix;
	const tensen_eval_opts *opts;
	eval_result *r;
	unsigned threads;
} evaluation;

/* Piece i, by a searcher that no other thread has. */
typedef tensen_status (*eval_fn)(void *ctx, uint32_t i, tensen_searcher *s, tensen_error *err);

/* n pieces on all threads; the first failure by number ends it. */
tensen_status eval_each(
    const evaluation *eval, uint32_t n, eval_fn fn, void *ctx, tensen_error *err);

/* Queries with known answers (opts->queries, opts->qrels). */
tensen_status eval_qrels(const evaluation *eval, tensen_error *err);

/* Graded pairs (opts->judged, opts->aspects): documents shown first, documents found,
 * confidence. */
tensen_status eval_judged(const evaluation *eval, tensen_error *err);

/* The weight of the vectors of a model (opts->weight), fitted to the graded pairs. */
tensen_status eval_weight(const evaluation *eval, tensen_error *err);
