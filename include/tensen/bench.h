/* tensen/bench.h - measures the speed of an index on the machine that holds it. */
#pragma once

#include <tensen/index.h>

typedef struct tensen_bench_opts {
	size_t size;
	uint32_t queries; /* documents drawn from the index, at most
			   * TENSEN_BENCH_QUERIES_MAX; 0: 200 */
	uint64_t seed;    /* of the draw; 0: 1 */
	unsigned threads; /* for the throughput on many cores; 0: all */
} tensen_bench_opts;
#define TENSEN_BENCH_OPTS_INIT TENSEN_SIZED(tensen_bench_opts)

/* Times of search (best 10, fused) and of ideas (defaults), for documents of the index.
 *
 *   warm  one searcher, one thread, every query asked once before
 *   cold  a new searcher for each of at most 50 queries, and the pages of the index dropped from
 *         the process, so that they come from the system's page cache or from disk
 *
 * It also gives recall@10 of the codes against exact float32 and peak memory.  An index without
 * documents gives an empty result. */
TENSEN_API tensen_status tensen_bench(
    const tensen_index *ix, const tensen_bench_opts *opts, tensen_result **out, tensen_error *err);
