/* index/vectors/vecset_batch.c - many queries on all cores, each by itself.
 *
 * WHY     Groups of 64 queries that shared each pass over the codes were 1.05 to 1.12 times as fast
 *         as one by one where memory is quick, and each needed its own scratch; the pass is shorter
 *         now (FORMAT-vectors.md, "Many queries"). */
#include <stdlib.h>
#include <string.h>
#include "index/vectors/vecset_pass.h"
#include "util/fail.h"
#include "util/threads.h"
#include "util/memory.h"

struct vecset_batch {
	const vecset *v;
	unsigned threads;
	vecset_scratch **scratch; /* [threads] */
	tensen_error *errors;     /* [threads] */
	/* the current call */
	const vecset_query *queries;
	const vec_answer *answers;
};

tensen_status
vecset_batch_new(vecset_batch **out, const vecset *v, unsigned threads, tensen_error *err)
{
	vecset_batch *b = calloc(1, sizeof *b);
	tensen_status st = TENSEN_OK;

	*out = NULL;
	if (!b)
		return tensen_fail_nomem(err);
	b->v = v;
	b->threads = threads ? threads : 1;
	b->scratch = calloc(b->threads, sizeof(vecset_scratch *));
	b->errors = calloc(b->threads, sizeof *b->errors);
	if (!b->scratch || !b->errors)
		st = tensen_fail_nomem(err);
	for (unsigned i = 0; i < b->threads && st == TENSEN_OK; i++)
		st = vecset_scratch_new(&b->scratch[i], v, err);
	if (st < 0)
		vecset_batch_free(b);
	else
		*out = b;
	return st;
}

void
vecset_batch_free(vecset_batch *b)
{
	if (!b)
		return;
	for (unsigned i = 0; b->scratch && i < b->threads; i++)
		vecset_scratch_free(b->scratch[i]);
	free_all(b->scratch, b->errors, b);
}

static void
answer(void *ctx, size_t i, unsigned worker)
{
	vecset_batch *b = ctx;
	const vec_answer *to = &b->answers[i];

	vecset_search(
	    b->v, b->scratch[worker], &b->queries[i], to->hits, to->n_hits, &b->errors[worker]);
}

tensen_status
vecset_search_batch(vecset_batch *b, const vecset_query *queries, const vec_answer *answers,
    uint32_t n, tensen_error *err)
{
	b->queries = queries;
	b->answers = answers;
	memset(b->errors, 0, b->threads * sizeof *b->errors);
	threads_run(b->threads, n, answer, b);
	return tensen_fail_first(err, b->errors, b->threads);
}
