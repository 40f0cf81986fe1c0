/* engine/ideas/need.h - what was read of a need and the patents that are offered for it. */
#pragma once
#include "engine/query/rank.h"
#include "result/lists/match_result.h"

/* Order candidates by what was read of them: 3, 2, unread, 1, 0; within each as they stood.  The
 * readings of those that are there are kept by the result and counted. */
tensen_status need_read_order(match_result *result, candidates *cands, tensen_searcher *searcher,
    const tensen_judgement *readings, size_t n, tensen_error *err);
/* The reading of a row, of the result; NULL: none. */
const tensen_judgement *need_reading(const match_result *result, uint32_t row);
