/* tensen/eval.h - quality on the user's own corpus. */
#pragma once

#include <tensen/index.h>

/* How much the vectors of a model count beside the words of a short question, fitted to graded pairs
 * (tensen_open_opts.embed_weight). */
typedef struct tensen_fitted_weight {
	float weight;       /* the best for all patents; 0: the words do better alone */
	int not_worse;      /* 1: left_out >= standard, so the weight may be kept */
	uint32_t patents;   /* with a known good document and a short question */
	uint32_t questions; /* of these patents */
	double left_out;    /* mean nDCG@25, each patent by the weight best for the others */
	double standard;    /* the same by the weight that counts when none is kept */
} tensen_fitted_weight;

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
	/* Where the weight goes that is fitted to the pairs of `judged`, by the aspects of each patent
	 * and what a model said of it, or its title; NULL: none is fitted.  E_ARG: the index has no
	 * vectors of a model or was opened without `embed`; E_IO: a question has no vector;
	 * E_INPUT: fewer than TENSEN_WEIGHT_PATENTS patents. */
	tensen_fitted_weight *weight;
} tensen_eval_opts;
#define TENSEN_EVAL_OPTS_INIT TENSEN_SIZED(tensen_eval_opts)

/* What files are given for, as one result.  E_ARG: nothing; E_IO, E_INPUT: a file that is wrong. */
TENSEN_API tensen_status tensen_eval(
    const tensen_index *ix, const tensen_eval_opts *opts, tensen_result **out, tensen_error *err);
