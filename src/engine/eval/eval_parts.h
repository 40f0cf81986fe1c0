/* engine/eval/eval_parts.h - the parts of an evaluation, each of which fills its place in the
 * result. */
#pragma once
#include <tensen/eval.h>
#include "engine/crew.h"
#include "result/eval/eval_result.h"

typedef struct evaluation {
	const tensen_index *ix;
	const tensen_eval_opts *opts;
	eval_result *r;
	crew crew;
} evaluation;

/* Queries with known answers (opts->queries, opts->qrels). */
tensen_status eval_qrels(const evaluation *eval, tensen_error *err);

/* Graded pairs (opts->judged, opts->aspects): documents shown first, documents found,
 * confidence. */
tensen_status eval_judged(const evaluation *eval, tensen_error *err);

/* The weight of the vectors of a model (opts->weight), fitted to the graded pairs. */
tensen_status eval_weight(const evaluation *eval, tensen_error *err);
