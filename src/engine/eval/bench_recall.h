/* engine/eval/bench_recall.h - what the codes find of what exact vectors find. */
#ifndef ENGINE_EVAL_BENCH_RECALL_H
#define ENGINE_EVAL_BENCH_RECALL_H
#include "engine/engine.h"

/* Mean recall@10 of vecset_search() on the topic view for the given query rows, against
 * cosines of all rows as float32, folded from their term records as building did; the
 * query itself is left out of both.  *used: queries that say anything in this view; with
 * none of them *recall is NaN.  searchers: one per thread. */
tensen_status bench_recall(double *recall, uint32_t *used, tensen_searcher **searchers,
    unsigned threads, const uint32_t *queries, uint32_t n, tensen_error *err);

#endif
