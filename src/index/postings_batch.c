/* index/postings_batch.c - many lexical queries on many threads.
 *
 * Lists of different queries share nothing worth sharing, so a batch is one search
 * per piece; the hits do not depend on who makes which. */
#include <stdlib.h>
#include "index/postings.h"
#include "util/fail.h"
#include "util/threads.h"

typedef struct batch {
	const postings *p;
	const lex_query *queries;
	postings_scratch **scratch; /* per worker */
	lex_hit *hits;
	size_t stride;
	uint32_t *counts;
	tensen_status *status; /* per query */
	tensen_error *errors;  /* per worker: of its first failure */
} batch;

static void
batch_piece(void *ctx, size_t i, unsigned worker)
{
	batch *b = ctx;

	b->status[i] = postings_search(b->p, b->scratch[worker], &b->queries[i],
	    b->hits + i * b->stride, &b->counts[i], &b->errors[i]);
}

tensen_status
postings_search_batch(const postings *p, const lex_query *queries, size_t n, unsigned threads,
    lex_hit *hits, size_t stride, uint32_t *counts, tensen_error *err)
{
	batch b = {.p = p, .queries = queries, .hits = hits, .stride = stride, .counts = counts};
	unsigned workers = threads ? threads : 1;
	tensen_status st = TENSEN_OK;

	b.scratch = calloc(workers, sizeof *b.scratch);
	b.status = calloc(n + 1, sizeof *b.status);
	b.errors = calloc(n + 1, sizeof *b.errors);
	if (!b.scratch || !b.status || !b.errors)
		st = tensen_fail_nomem(err);
	for (unsigned i = 0; i < workers && st == TENSEN_OK; i++)
		st = postings_scratch_new(&b.scratch[i], p, err);
	if (st == TENSEN_OK)
		threads_run(workers, n, batch_piece, &b);
	for (size_t i = 0; i < n && st == TENSEN_OK; i++)
		if ((st = b.status[i]) < 0 && err)
			*err = b.errors[i];
	for (unsigned i = 0; b.scratch && i < workers; i++)
		postings_scratch_free(b.scratch[i]);
	free(b.scratch);
	free(b.status);
	free(b.errors);
	return st;
}
