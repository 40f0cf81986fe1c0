/* engine/eval/eval_each.c - what all parts of an evaluation share: pieces on all threads, a sample
 * of rows, a mean with its interval (eval_parts.h). */
#include <math.h>
#include <stdlib.h>
#include "engine/eval/eval_parts.h"
#include "util/fail.h"
#include "util/threads.h"

#define CHUNK 512

typedef struct pieces {
	eval_fn fn;
	void *ctx;
	tensen_searcher **searchers; /* by worker */
	uint32_t first;
	tensen_error errors[CHUNK];
} pieces;

static void
work(void *ctx, size_t piece, unsigned worker)
{
	pieces *p = ctx;

	p->errors[piece].code = TENSEN_OK;
	p->fn(p->ctx, p->first + (uint32_t)piece, p->searchers[worker], &p->errors[piece]);
}

/* Pieces p->first .. last - 1. */
static tensen_status
run_all(pieces *p, const evaluation *e, uint32_t last, tensen_error *err)
{
	const tensen_eval_opts *o = e->opts;
	const uint32_t begin = p->first;
	tensen_status st;

	for (uint32_t part; p->first < last; p->first += part) {
		part = last - p->first < CHUNK ? last - p->first : CHUNK;
		threads_run(e->threads, part, work, p);
		if ((st = tensen_fail_first(err, p->errors, part)) < 0)
			return st;
		if (o->progress && o->progress("evaluate", p->first + part - begin, last - begin,
				       o->progress_payload) != 0)
			return tensen_fail(err, TENSEN_E_CANCELLED, STOPPED_SAY);
	}
	return TENSEN_OK;
}

/* Every rank gets what the others have measured. */
static tensen_status
share_columns(team *t, const eval_pieces *of, tensen_error *err)
{
	size_t *first = malloc((t->size + (size_t)1) * sizeof *first);
	tensen_status st = first ? TENSEN_OK : tensen_fail_nomem(err);

	for (unsigned r = 0; first && r <= t->size; r++)
		first[r] = team_first(t, r, of->n);
	for (const eval_column *c = of->out; c->base && st == TENSEN_OK; c++)
		st = team_join(t, (const char *)c->base + first[t->rank] * c->width, first,
		    c->width, c->base, err);
	free(first);
	return st;
}

tensen_status
eval_each(const evaluation *e, const eval_pieces *of, tensen_error *err)
{
	pieces *p = calloc(1, sizeof *p);
	tensen_searcher **searchers = calloc(e->threads, sizeof(tensen_searcher *));
	tensen_status st = p && searchers ? TENSEN_OK : tensen_fail_nomem(err);
	uint32_t last = of->n;

	for (unsigned i = 0; i < e->threads && st == TENSEN_OK; i++)
		if ((st = tensen_searcher_new(&searchers[i], e->ix, err)) == TENSEN_OK && of->map)
			searchers[i]->map = of->map;
	if (st == TENSEN_OK) {
		*p = (pieces){.fn = of->fn, .ctx = of->ctx, .searchers = searchers};
		if (e->team) {
			p->first = (uint32_t)team_first(e->team, e->team->rank, of->n);
			last = (uint32_t)team_first(e->team, e->team->rank + 1, of->n);
		}
		st = run_all(p, e, last, err);
	}
	if (st == TENSEN_OK && e->team)
		st = share_columns(e->team, of, err);
	for (unsigned i = 0; searchers && i < e->threads; i++)
		tensen_searcher_free(searchers[i]);
	free(searchers);
	free(p);
	return st;
}

uint32_t *
eval_sample(const evaluation *e, uint32_t max, uint32_t *n)
{
	uint32_t all = e->ix->store->rows.n, left = all < max ? all : max;
	uint32_t *out = malloc((left + (size_t)1) * sizeof *out);

	*n = 0;
	for (uint32_t i = 0; out && i < all && left; i++)
		if (rng_draws(e->opts->seed, i, &left, all - i))
			out[(*n)++] = i;
	return out;
}

tensen_status
eval_mean(const evaluation *e, interval *out, float *values, uint32_t n, tensen_error *err)
{
	uint32_t k = 0;

	for (uint32_t i = 0; i < n; i++)
		if (!isnan(values[i]))
			values[k++] = values[i];
	return interval_of_mean(out, values, k, e->r->bootstrap, e->r->seed, err);
}
