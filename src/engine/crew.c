/* engine/crew.c - see crew.h. */
#include "engine/crew.h"
#include <stdlib.h>
#include "util/fail.h"
#include "util/threads/threads.h"

#define CHUNK 512 /* pieces between two signs of progress */

tensen_status
crew_begin(crew *out, const tensen_index *ix, unsigned threads, tensen_error *err)
{
	tensen_status st;

	*out = (crew){.threads = threads, .searchers = calloc(threads, sizeof *out->searchers)};
	st = out->searchers ? TENSEN_OK : tensen_fail_nomem(err);
	for (unsigned i = 0; i < threads && st == TENSEN_OK; i++)
		st = tensen_searcher_new(&out->searchers[i], ix, err);
	return st;
}

void
crew_end(crew *all)
{
	for (unsigned i = 0; all->searchers && i < all->threads; i++)
		tensen_searcher_free(all->searchers[i]);
	free(all->searchers);
}

typedef struct pieces {
	const crew *all;
	crew_fn fn;
	void *ctx;
	uint32_t first;
	tensen_error errors[CHUNK];
} pieces;

static void
crew_work(void *ctx, size_t piece, unsigned worker)
{
	pieces *p = ctx;

	p->errors[piece].code = TENSEN_OK;
	p->fn(p->ctx, p->first + (uint32_t)piece, p->all->searchers[worker], &p->errors[piece]);
}

tensen_status
crew_run(const crew *all, uint32_t n, crew_fn fn, void *ctx, tensen_error *err)
{
	pieces *p = calloc(1, sizeof *p);
	tensen_status st = p ? TENSEN_OK : tensen_fail_nomem(err);

	if (p)
		*p = (pieces){.all = all, .fn = fn, .ctx = ctx};
	for (uint32_t chunk; st == TENSEN_OK && p->first < n; p->first += chunk) {
		chunk = n - p->first < CHUNK ? n - p->first : CHUNK;
		threads_run(all->threads, chunk, crew_work, p);
		st = tensen_fail_first(err, p->errors, chunk);
		if (st == TENSEN_OK && all->progress &&
		    all->progress(all->stage, p->first + chunk, n, all->payload) != 0)
			st = tensen_fail(err, TENSEN_E_CANCELLED, STOPPED_SAY);
	}
	free(p);
	return st;
}
