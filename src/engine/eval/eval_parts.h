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

/* ---- bench_recall.c: recall of the topic codes against exact float32 vectors. ---- */

typedef struct bench_recalls {
	double recall;    /* NaN: nothing to compare */
	uint32_t queries; /* that have a vector */
} bench_recalls;

/* Recall@10 of vecset_search() on the topic view for the given query rows, against cosines of all
 * rows as float32, projected from their term records as building did. Hits with an equal cosine are
 * equally right. */
tensen_status bench_recall(
    bench_recalls *out, const crew *all, const uint32_t *queries, uint32_t n, tensen_error *err);
