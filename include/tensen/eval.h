/* tensen/eval.h - quality on the user's own corpus. */
#ifndef TENSEN_EVAL_H
#define TENSEN_EVAL_H

#include <tensen/index.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Parts of an evaluation; together they are one report. */

/* nDCG@10, nDCG@100, Recall@100 of queries with known answers. */
#define TENSEN_EVAL_RETRIEVAL 1u
/* Pairs that people (or models) graded (opts->judged): grades of the documents that ideas,
 * candidates and plain searches show first, known good documents among the first 20 and
 * 100, whether the bands of confidence hold, queries without an idea. */
#define TENSEN_EVAL_JUDGED 2u
/* Triage simulated on the graded pairs: good documents found after 20, 40, 60 answers, with
 * the rest ranked anew after every ten and without.  A document without a grade counts 0. */
#define TENSEN_EVAL_TRIAGE 4u

typedef struct tensen_eval_opts {
	size_t size;
	uint64_t seed;      /* of the bootstrap; 0: 1 */
	uint32_t bootstrap; /* resamples for intervals, at most TENSEN_BOOTSTRAP_MAX; 0: 1000 */
	unsigned threads;   /* 0: all cores; the figures do not depend on it */
	tensen_progress_fn progress;
	void *progress_payload;
	unsigned parts; /* at least one */
	/* For retrieval: documents in any corpus format; lines "query document [IN|OUT]" of their
	 * answers.  Queries without an answer are not asked. */
	const char *queries, *qrels;
	/* For judged and triage: a file of graded pairs (tensen_judged_read()), and NULL or a table
	 * whose columns `query` and `aspect` (or a name that begins with short_queries) give a
	 * caller's aspects, several in a cell with " | " between.  Queries that the index does
	 * not have are counted and left out. */
	const char *judged, *aspects;
} tensen_eval_opts;
#define TENSEN_EVAL_OPTS_INIT                                                                      \
	{                                                                                          \
		.size = sizeof(tensen_eval_opts)                                                   \
	}

/* The parts asked for, as one result.  E_ARG: no part, or one without its files;
 * E_IO, E_INPUT: a file that is wrong. */
TENSEN_API tensen_status tensen_eval(
    const tensen_index *ix, const tensen_eval_opts *opts, tensen_result **out, tensen_error *err);

#ifdef __cplusplus
}
#endif
#endif
