/* tensen/eval.h - quality on the user's own corpus. */
#ifndef TENSEN_EVAL_H
#define TENSEN_EVAL_H

#include <tensen/index.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Parts of an evaluation; together they are one report. */

/* For every document with two or more fields: the first field is given, the document itself is
 * left out, the 34 others are ranked, its other fields are the truth.  hit@1, recall@5, MRR, by
 * distance bucket, beside the baselines; all methods have the same documents and the same truth.
 * Also the intervals of the differences between the engine and each baseline, and two null
 * tests: fields in a random order, and problems with the means of other documents. */
#define TENSEN_EVAL_HIDDEN_FIELD 1u
/* nDCG@10, nDCG@100, Recall@100 of queries with known answers. */
#define TENSEN_EVAL_RETRIEVAL 2u
/* Serendipity, coverage, hubness and stability of the lists that are shown. */
#define TENSEN_EVAL_LISTS 4u

typedef struct tensen_eval_opts {
	size_t size;
	uint64_t seed;      /* of the bootstrap and of samples; 0: 1 */
	uint32_t max_docs;  /* 0: every document with two or more fields; else a seeded sample */
	uint32_t bootstrap; /* resamples for intervals, at most TENSEN_BOOTSTRAP_MAX; 0: 1000 */
	unsigned threads;   /* 0: all cores; the figures do not depend on it */
	tensen_progress_fn progress;
	void *progress_payload;
	unsigned parts; /* parts of tensen_eval(); 0: TENSEN_EVAL_HIDDEN_FIELD */
	/* For retrieval: a file of queries in any corpus format, and a file of lines "query
	 * document [IN|OUT]".  Queries without an answer are left out. */
	const char *queries, *qrels;
} tensen_eval_opts;
#define TENSEN_EVAL_OPTS_INIT                                                                      \
	{                                                                                          \
		.size = sizeof(tensen_eval_opts)                                                   \
	}

/* The parts asked for, as one result.  E_IO, E_INPUT: the files of retrieval. */
TENSEN_API tensen_status tensen_eval(
    const tensen_index *ix, const tensen_eval_opts *opts, tensen_result **out, tensen_error *err);

/* Compare a team's judgements of ideas (`path`: src/result/JSON.md, "decisions file") with the
 * ranking of this index.  Precision with Wilson's 95 % intervals: over all, by rank and by
 * field.  With enough judgements, also a boldness, if it predicts the judgements of unseen
 * patents better than the one in use (ten folds; opts->seed).  Lines that are no judgements and
 * ids that are not in the index are counted and named.  E_IO. */
TENSEN_API tensen_status tensen_eval_decisions(const tensen_index *ix, const char *path,
    const tensen_eval_opts *opts, tensen_result **out, tensen_error *err);

#ifdef __cplusplus
}
#endif
#endif
