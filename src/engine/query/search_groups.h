/* engine/query/search_groups.h - the k best documents of every field, IPC class or subclass.
 *
 * PROMISE Exact.  Every document that passes the filter has the very score that the one list of
 *         rank.h gives it, by the words of the query and by the finest codes of its vector;
 *         each group has its k best by that score, ties by lower row.  Nothing depends on k,
 *         and no list of candidates cuts documents off: a document far down in the one list is
 *         found when it is the best of its group.
 * HOW     One pass over all codes, one over the lists of the query's words, 8 bytes a
 *         document; then one over the columns of classes that counts and fills a bounded
 *         heap per group.
 * COST    A million documents, k 3, CPU time of the thread, medians of 20 queries in two runs
 *         with other work on the machine: 53 and 57 ms by field, 80 and 92 by class, 76 and 95
 *         by subclass, where the one list takes 9 (bench/text/groups).
 */
#pragma once
#include "engine/base/query.h"
#include "engine/query/rank.h"
#include "result/lists/search_result.h"

/* result->groups, those with a hit, the one with the best first, opts->groups of them; their hits in `out`,
 * group after group.  per: not TENSEN_PER_NONE. */
tensen_status search_groups(search_result *result, candidates *out, tensen_searcher *searcher,
    const query *q, const filter_set *filter, const tensen_search_opts *opts, uint32_t k,
    tensen_error *err);
