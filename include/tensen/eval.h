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
 * MRR, by distance bucket, beside the baselines.  Same documents, same truth, one table.
 * With the intervals of the differences between the engine and each baseline, and two null
 * tests: fields in a random order, and problems with the means of other documents. */
#define TENSEN_EVAL_HIDDEN_FIELD 1u
/* nDCG@10, nDCG@100, Recall@100 of queries with known answers. */
#define TENSEN_EVAL_RETRIEVAL 2u
/* Serendipity, coverage, hubness, stability of what is shown. */
#define TENSEN_EVAL_LISTS 4u

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
} tensen_eval_opts;
#define TENSEN_EVAL_OPTS_INIT                                                                      \
	{                                                                                          \
		.size = sizeof(tensen_eval_opts)                                                   \
	}

/* The parts asked for, as one result.  E_IO, E_INPUT: the files of retrieval. */
TENSEN_API tensen_status tensen_eval(
    const tensen_index *ix, const tensen_eval_opts *opts, tensen_result **out, tensen_error *err);

/* A team's judgements of ideas (`path`: src/result/JSON.md, "decisions file") held against the
 * ranking of this index: precision with Wilson's 95 % intervals, over all, by rank and by
 * field; and, from enough of them, the boldness that they speak for, if it judges patents
 * that it has not seen better than the one in use (ten folds; opts->seed).  Lines that are
 * no judgements and ids that are not in the index are counted and named.  E_IO. */
TENSEN_API tensen_status tensen_eval_decisions(const tensen_index *ix, const char *path,
    const tensen_eval_opts *opts, tensen_result **out, tensen_error *err);

#ifdef __cplusplus
}
#endif
#endif
