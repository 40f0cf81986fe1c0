/* result/eval/bench_result.h - how fast an index answers. */
#ifndef RESULT_EVAL_BENCH_RESULT_H
#define RESULT_EVAL_BENCH_RESULT_H
#include <stdint.h>
#include "result/result.h"

enum { BENCH_SEARCH, BENCH_FIELDS, BENCH_IDEAS, N_BENCH };
enum { BENCH_P50, BENCH_P95, BENCH_P99, N_QUANTILES };

typedef struct bench_row {
	double warm[N_QUANTILES], cold[N_QUANTILES]; /* milliseconds of a query */
	double per_second, per_second_all;           /* queries, warm: one thread, all threads */
	double bytes;                                /* codes read per query, mean */
	double bandwidth; /* share of the memory's; more than 1 where caches hold the codes */
} bench_row;

typedef struct bench_result {
	tensen_result base;
	uint64_t seed;
	uint32_t documents, queries, cold_queries;
	unsigned threads;
	bench_row rows[N_BENCH];
	double recall; /* at 10, of the topic codes against float32; NaN: nothing to compare */
	uint32_t recall_queries;
	double bandwidth;     /* bytes a second, one thread reading memory */
	uint64_t peak_memory; /* bytes resident at most, pages of the index among them */
	uint64_t index_bytes;
} bench_result;

bench_result *bench_result_new(void);

#endif
