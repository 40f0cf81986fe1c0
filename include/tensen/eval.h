/* tensen/eval.h - quality on the user's own corpus. */
#ifndef TENSEN_EVAL_H
#define TENSEN_EVAL_H

#include <tensen/index.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tensen_eval_opts {
	size_t size;
	uint64_t seed;      /* of the bootstrap; 0: 1 */
	uint32_t bootstrap; /* resamples for intervals, at most TENSEN_BOOTSTRAP_MAX; 0: 1000 */
	unsigned threads;   /* 0: all cores; the figures do not depend on it */
	tensen_progress_fn progress;
	void *progress_payload;
	/* nDCG@10, nDCG@100, Recall@100 of queries with known answers: documents in any corpus
	 * format; lines "query document [IN|OUT]" of their answers.  Queries without an answer are
	 * not asked.  Both or none. */
	const char *queries, *qrels;
	/* Grades of the documents that ideas, candidates and plain searches show first, and known
	 * good documents among the first 20 and 100, against pairs that people (or models) graded:
	 * a file of graded pairs (tensen_judged_read()), and NULL or a table whose columns `query`
	 * and `aspect` (or a name that begins with short_queries) give a caller's aspects, several
	 * in a cell with " | " between.  Queries that the index does not have are counted and left
	 * out. */
	const char *judged, *aspects;
} tensen_eval_opts;
#define TENSEN_EVAL_OPTS_INIT                                                                      \
	{                                                                                          \
		.size = sizeof(tensen_eval_opts)                                                   \
	}

/* What files are given for, as one result.  E_ARG: nothing; E_IO, E_INPUT: a file that is wrong. */
TENSEN_API tensen_status tensen_eval(
    const tensen_index *ix, const tensen_eval_opts *opts, tensen_result **out, tensen_error *err);

#ifdef __cplusplus
}
#endif
#endif
