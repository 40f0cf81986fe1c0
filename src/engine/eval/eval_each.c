/* engine/eval/eval_each.c - shared by all parts of an evaluation: pieces on all threads
 * (eval_parts.h). */
#include <stdlib.h>
#include "engine/eval/eval_parts.h"
#include "util/fail.h"
#include "util/threads/threads.h"

#define CHUNK 512 /* pieces between two signs of progress */

typedef struct pieces {
	eval_fn fn;
	void *ctx;
	tensen_searcher **searchers; /* by worker */
	uint32_t first;
	tensen_error errors[CHUNK];
} pieces;

static void
eval_work(void *ctx, size_t piece, unsigned worker)
{
	pieces *p = ctx;

	p->errors[piece].code = TENSEN_OK;
	p->fn(p->ctx, p->first + (uint32_t)piece, p->searchers[worker], &p->errors[piece]);
}

static tensen_status
run_all(pieces *one, const evaluation *eval, uint32_t n, tensen_error *err)
{
	const tensen_eval_opts *o = eval->opts;

	for (uint32_t chunk; one->first < n; one->first += chunk) {
		tensen_status st;
		chunk = n - one->first < CHUNK ? n - one->first : CHUNK;
		threads_run(eval->threads, chunk, eval_work, one);
		if ((st = tensen_fail_first(err, one->errors, chunk)) < 0)
			return st;
		if (o->progress &&
		    o->progress("evaluate", one->first + chunk, n, o->progress_payload) != 0)
			return tensen_fail(err, TENSEN_E_CANCELLED, STOPPED_SAY);
	}
	return TENSEN_OK;
}

tensen_status
eval_each(const evaluation *eval, uint32_t n, eval_fn fn, void *ctx, tensen_error *err)
{
	pieces *p = calloc(1, sizeof *p);
	tensen_searcher **searchers = calloc(eval->threads, sizeof(tensen_searcher *));
	tensen_status st = p && searchers ? TENSEN_OK : tensen_fail_nomem(err);

	for (unsigned i = 0; i < eval->threads && st == TENSEN_OK; i++)
		st = tensen_searcher_new(&searchers[i], eval->ix, err);
	if (st == TENSEN_OK) {
		*p = (pieces){.fn = fn, .ctx = ctx, .searchers = searchers};
		st = run_all(p, eval, n, err);
	}
	for (unsigned i = 0; searchers && i < eval->threads; i++)
		tensen_searcher_free(searchers[i]);
	free(searchers);
	free(p);
	return st;
}
