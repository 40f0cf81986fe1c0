/* engine/eval/eval_each.c - shared by all parts of an evaluation: pieces on all threads, a sample
 * of rows, a mean with its interval (eval_parts.h). */
#include <math.h>
#include <stdlib.h>
#include "engine/eval/eval_keep.h"
#include "util/fail.h"
#include "util/threads.h"

#define CHUNK 512 /* pieces between two records of eval_keep.h: a stop loses at most these */

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

/* Pieces first .. last - 1, at most CHUNK. */
static tensen_status
run_chunk(pieces *p, const evaluation *e, uint32_t first, uint32_t last, tensen_error *err)
{
	p->first = first;
	threads_run(e->threads, last - first, work, p);
	return tensen_fail_first(err, p->errors, last - first);
}

/* The ranks measure a part of n pieces each; every rank gets the measurements of the others. */
static tensen_status
run_together(pieces *p, const evaluation *e, const eval_pieces *of, uint32_t from, uint32_t n,
    tensen_error *err)
{
	team *t = e->team;
	size_t *first = malloc((t->size + (size_t)1) * sizeof *first);
	tensen_status st = first ? TENSEN_OK : tensen_fail_nomem(err);

	for (unsigned r = 0; first && r <= t->size; r++)
		first[r] = team_first(t, r, n);
	if (st == TENSEN_OK)
		st = run_chunk(p, e, from + (uint32_t)first[t->rank],
		    from + (uint32_t)first[t->rank + 1], err);
	for (const eval_column *c = of->out; c->base && st == TENSEN_OK; c++) {
		char *base = (char *)c->base + from * c->width;
		st = team_join(t, base + first[t->rank] * c->width, first, c->width, base, err);
	}
	free(first);
	return st;
}

static tensen_status
run_all(pieces *p, const evaluation *e, const eval_pieces *of, tensen_error *err)
{
	const tensen_eval_opts *o = e->opts;
	const uint32_t most = CHUNK * (e->team ? e->team->size : 1);
	uint32_t done, n;
	tensen_status st = eval_keep_take(e, of, &done, err);

	for (; st == TENSEN_OK && done < of->n; done += n) {
		n = of->n - done < most ? of->n - done : most;
		st = e->team ? run_together(p, e, of, done, n, err)
			     : run_chunk(p, e, done, done + n, err);
		if (st < 0 || (st = eval_keep_add(e, of, done, n, err)) < 0)
			return st;
		if (o->progress &&
		    o->progress("evaluate", done + n, of->n, o->progress_payload) != 0)
			return tensen_fail(err, TENSEN_E_CANCELLED,
			    e->keep ? "stopped: the same command goes on from here" : STOPPED_SAY);
	}
	return st;
}

tensen_status
eval_each(const evaluation *e, const eval_pieces *of, tensen_error *err)
{
	pieces *p = calloc(1, sizeof *p);
	tensen_searcher **searchers = calloc(e->threads, sizeof(tensen_searcher *));
	tensen_status st = p && searchers ? TENSEN_OK : tensen_fail_nomem(err);

	for (unsigned i = 0; i < e->threads && st == TENSEN_OK; i++)
		if ((st = tensen_searcher_new(&searchers[i], e->ix, err)) == TENSEN_OK && of->map)
			searchers[i]->map = of->map;
	if (st == TENSEN_OK) {
		*p = (pieces){.fn = of->fn, .ctx = of->ctx, .searchers = searchers};
		st = run_all(p, e, of, err);
	}
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
