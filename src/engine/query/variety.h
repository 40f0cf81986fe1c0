/* engine/query/variety.h - a list of different things: the same hits in another order.
 *
 * Whoever reads ten hits of a short statement wants ten kinds of answers.  In each ten, titles that
 * are nearly the same (a family, a series, divisions) stand once, and at most OF_GROUP documents
 * have the same first main group; what has no place comes later, in its order.  No hit is lost,
 * and scores stay as they are. */
#pragma once
#include "engine/base/query.h"
#include "engine/query/rank.h"

#define VARIETY_DEPTH 100 /* hits that are looked at; ask rank_rows() for so many */

/* rank_rows(), in this order if the options say so. */
tensen_status variety_rows(candidates *out, tensen_searcher *searcher, const query *q,
    const filter_set *filter, const tensen_search_opts *opts, uint64_t want, tensen_error *err);

/* Order the first VARIETY_DEPTH hits of a list. */
tensen_status variety_order(candidates *cands, tensen_searcher *searcher, tensen_error *err);

/* Whether item i of a list may stand behind the `n` that were picked. */
typedef int (*variety_rule)(const void *list, uint32_t i, const uint32_t *picked, uint32_t n);

/* Picks at most `want` of n items that are not taken: each time the first that may follow, else the
 * first of all.  Marks them taken and returns their number. */
uint32_t variety_pick(uint32_t *picked, uint32_t want, uint8_t *taken, uint32_t n,
    variety_rule may_follow, const void *list);
