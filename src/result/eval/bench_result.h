/* result/eval/bench_result.h - the measured speed of an index. */
#pragma once
#include <stdint.h>
#include "result/result.h"

enum { BENCH_SEARCH, BENCH_IDEAS, N_BENCH };
enum { BENCH_P50, BENCH_P95, BENCH_P99, N_QUANTILES };

typedef struct bench_row {
	double warm[N_QUANTILES], cold[N_QUANTILES]; /* milliseconds of a query */
	double per_second,
	    per_second_all; /* queries per second, warm: on one thread, on all threads */
} bench_row;

typedef struct bench_result {
	tensen_result base;
	uint64_t seed;
	uint32_t documents, queries, cold_queries;
	unsigned threads;
	bench_row rows[N_BENCH];
	/* recall@10 of the topic codes against float32, NaN: too few
	 * documents */
	double recall;
	uint32_t recall_queries;
	uint64_t peak_memory; /* peak resident bytes, pages of the index included */
	uint64_t index_bytes;
} bench_result;

extern const result_class bench_class;
