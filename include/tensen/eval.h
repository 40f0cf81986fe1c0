/* tensen/eval.h - quality on the user's own corpus. */
#ifndef TENSEN_EVAL_H
#define TENSEN_EVAL_H

#include <tensen/index.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Parts of an evaluation; together they are one report. */

/* For every document with two or more fields the first is taken as known, the document
 * itself is left out, the 34 others are ranked, the rest are the truth.  hit@1, recall@5,
 * MRR, by distance bucket, beside the baselines.  All methods rank the same documents, and one
 * table has their figures.  Intervals of the differences between the engine and each baseline come
 * with it, and two null tests: fields in a random order, and problems with the means of other
 * documents. */
#define TENSEN_EVAL_HIDDEN_FIELD 1u
/* nDCG@10, nDCG@100, Recall@100 of queries with known answers. */
#define TENSEN_EVAL_RETRIEVAL 2u
/* Serendipity, coverage, hubness of the documents shown, stability of neighbours. */
#define TENSEN_EVAL_LISTS 4u
/* Pairs that people (or models) graded (opts->judged): grades of the documents that ideas,
 * candidates and plain searches show first, known good documents among the first 20 and
 * 100, whether the bands of confidence hold, queries without an idea. */
#define TENSEN_EVAL_JUDGED 8u
/* Triage simulated on the graded pairs: good documents found after 20, 40, 60 answers, with
 * the rest ranked anew after every ten and without.  A document without a grade counts 0. */
#define TENSEN_EVAL_TRIAGE 16u

typedef struct tensen_eval_opts {
	size_t size;
	uint64_t seed;      /* of the bootstrap and of samples; 0: 1 */
	uint32_t max_docs;  /* 0: every document with two or more fields; else a seeded sample */
	uint32_t bootstrap; /* resamples for intervals, at most TENSEN_BOOTSTRAP_MAX; 0: 1000 */
	unsigned threads;   /* 0: all cores; the figures do not depend on it */
	tensen_progress_fn progress;
	void *progress_payload;
	unsigned parts; /* of tensen_eval(); 0: TENSEN_EVAL_HIDDEN_FIELD */
	/* For retrieval: documents in any corpus format; lines "query document [IN|OUT]" of their
	 * answers.  Queries without an answer are not asked. */
	const char *queries, *qrels;
	/* For judged and triage: a file of graded pairs (tensen_judged_read()), and NULL or a table
	 * whose columns `query` and `aspect` (or a name that begins with short_queries) give a
	 * caller's aspects, several in a cell with " | " between.  Queries that the index does
	 * not have are counted and left out. */
	const char *judged, *aspects;
	/* NULL, or a file that keeps the measurements: after a stop the same call continues from
	 * there.  The file is removed at the end. */
	const char *keep;
	/* NULL, or the ranks that all make this call with the same index and options
	 * (tensen/shards.h): each measures its share, all get the result. */
	const struct tensen_team *team;
} tensen_eval_opts;
#define TENSEN_EVAL_OPTS_INIT                                                                      \
	{                                                                                          \
		.size = sizeof(tensen_eval_opts)                                                   \
	}

/* The parts asked for, as one result.  E_ARG: a part without its files;
 * E_IO, E_INPUT: a file that is wrong. */
TENSEN_API tensen_status tensen_eval(
    const tensen_index *ix, const tensen_eval_opts *opts, tensen_result **out, tensen_error *err);

#ifdef __cplusplus
}
#endif
#endif
