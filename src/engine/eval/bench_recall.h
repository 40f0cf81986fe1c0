/* engine/eval/bench_recall.h - recall of the topic codes against exact float32 vectors. */
#pragma once
#include "engine/crew.h"

typedef struct bench_recalls {
	double recall;    /* NaN: nothing to compare */
	uint32_t queries; /* that have a vector */
} bench_recalls;

/* Recall@10 of vecset_search() on the topic view for the given query rows, against cosines of all
 * rows as float32, projected from their term records as building did. Hits with an equal cosine are
 * equally right. */
tensen_status bench_recall(
    bench_recalls *out, const crew *all, const uint32_t *queries, uint32_t n, tensen_error *err);
