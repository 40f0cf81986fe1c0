/* engine/query/run.c - a file of queries in, a TREC run out.
 *
 * Queries are documents in any corpus format; they are answered in windows by
 * all threads and written in the order they came.  A thread takes a group of them: it reads their
 * words first, then makes the LSA lists of all in one pass over the codes, then each list of
 * results. */
#include <stdio.h>
#include <stdlib.h>
#include "corpus/reader.h"
#include "engine/options.h"
#include "engine/query/own.h"
#include "engine/query/rank.h"
#include "util/fail.h"
#include "util/files/file.h"
#include "util/files/spill.h"
#include "util/threads.h"
#include "util/memory.h"

#define GROUP VECSET_GROUP
#define WINDOW 64 /* groups at once */
#define RUN_DEPTH 100

typedef struct run {
	const tensen_index *ix;
	const tensen_search_opts *opts;
	spill *queries;
	tensen_searcher **searchers; /* by worker */
	vecset_batch **batches;      /* by worker; NULL for lists of words only */
	uint64_t first, n;           /* of the window, of all */
	uint32_t group;              /* queries of a group: few when there are few */
	buf lines[WINDOW];
	tensen_error errors[WINDOW];
} run;

static tensen_status
keep_query(void *payload, const document *d, tensen_error *err)
{
	buf b = BUF_INIT;
	tensen_status st;

	document_write(&b, d);
	st = b.failed ? tensen_fail_nomem(err) : spill_add(payload, b.p, b.n, err);
	buf_clear(&b);
	return st;
}

/* A group of queries, understood. */
typedef struct group {
	arena mem;
	document d[GROUP];
	query a[GROUP];
	filter_set f[GROUP];
	hit_list near[GROUP];
} group;

static tensen_status
understand_query(group *g, uint32_t i, run *r, tensen_searcher *s, uint64_t at, tensen_error *err)
{
	query *a = &g->a[i];
	span record;
	uint64_t own = 0;
	tensen_status st = spill_get(r->queries, at, &g->mem, &record, err);

	if (st == TENSEN_OK)
		st = document_read(&g->d[i], &g->mem, record, err);
	if (st == TENSEN_OK)
		st = query_of_document(a, s, &g->d[i], err);
	if (st == TENSEN_OK)
		st = query_fields(&own, s, a, err);
	return st < 0 ? st : filter_rows(&g->f[i], s, a, own, &r->opts->filter, err);
}

static tensen_status
write_lines(buf *out, group *g, uint32_t i, run *r, tensen_searcher *s, tensen_error *err)
{
	const rows *rw = &r->ix->store->rows;
	uint32_t k = r->opts->k ? r->opts->k : RUN_DEPTH;
	candidates c = {NULL, 0};
	tensen_status st = TENSEN_OK;

	if (g->a[i].n_terms)
		st = rank_rows_near(&c, s, &g->a[i], &g->f[i], (tensen_side)r->opts->side, k,
		    r->batches ? &g->near[i] : NULL, err);
	for (uint32_t n = 0; st == TENSEN_OK && n < c.n && n < k; n++) {
		buf_span(out, g->d[i].id);
		buf_str(out, " Q0 ");
		buf_span(out, rows_id(rw, c.v[n].hit.row));
		buf_printf(out, " %u %.6f tensen\n", n + 1, (double)c.v[n].hit.score);
	}
	return st == TENSEN_OK && out->failed ? tensen_fail_nomem(err) : st;
}

static tensen_status
answer_group(run *r, size_t piece, unsigned worker, buf *out, tensen_error *err)
{
	tensen_searcher *s = r->searchers[worker];
	uint64_t first = r->first + piece * r->group;
	uint32_t n = r->n - first < r->group ? (uint32_t)(r->n - first) : r->group;
	group *g = calloc(1, sizeof *g);
	tensen_status st = TENSEN_OK;

	if (!g)
		return tensen_fail_nomem(err);
	arena_init(&g->mem);
	arena_reset(&s->mem);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		st = understand_query(g, i, r, s, first + i, err);
	if (st == TENSEN_OK && r->batches)
		st = rank_nearest(g->near, s, r->batches[worker], g->a, g->f, n, err);
	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		st = write_lines(out, g, i, r, s, err);
	arena_clear(&g->mem);
	free(g);
	return st;
}

static void
work(void *ctx, size_t piece, unsigned worker)
{
	run *r = ctx;

	buf_reset(&r->lines[piece]);
	r->errors[piece].code = TENSEN_OK;
	answer_group(r, piece, worker, &r->lines[piece], &r->errors[piece]);
}

static tensen_status
all_windows(run *r, unsigned threads, filewriter *w, tensen_error *err)
{
	uint64_t share = spill_count(r->queries) / (4 * (uint64_t)threads) + 1;
	tensen_status st;

	r->n = spill_count(r->queries);
	r->group = share < GROUP ? (uint32_t)share : GROUP;
	for (r->first = 0; r->first < r->n; r->first += (uint64_t)WINDOW * r->group) {
		uint64_t left = (r->n - r->first + r->group - 1) / r->group;
		size_t pieces = left < WINDOW ? (size_t)left : WINDOW;

		threads_run(threads, pieces, work, r);
		if ((st = tensen_fail_first(err, r->errors, pieces)) < 0)
			return st;
		for (size_t i = 0; i < pieces; i++)
			filewriter_add(w, r->lines[i].p, r->lines[i].n);
	}
	return TENSEN_OK;
}

static tensen_status
read_queries(run *r, const char *queries, const char *target, tensen_error *err)
{
	corpus_opts o = {.strict = 1};
	corpus_sink sink = {.document = keep_query};
	tensen_status st = spill_new(&r->queries, target, err);

	sink.payload = r->queries;
	if (st == TENSEN_OK)
		st = corpus_read(&queries, 1, &o, &sink, err);
	return st == TENSEN_OK ? spill_finish(r->queries, err) : st;
}

/* The searchers, batches and queries of all threads. */
static tensen_status
equip(run *r, unsigned threads, tensen_error *err)
{
	int dense = r->opts->side == TENSEN_FUSED || r->opts->side == TENSEN_DENSE;
	tensen_status st = TENSEN_OK;

	r->searchers = calloc(threads, sizeof *r->searchers);
	r->batches = dense ? calloc(threads, sizeof *r->batches) : NULL;
	if (!r->searchers || (dense && !r->batches))
		return tensen_fail_nomem(err);
	for (unsigned i = 0; i < threads && st == TENSEN_OK; i++) {
		st = tensen_searcher_new(&r->searchers[i], r->ix, err);
		if (st == TENSEN_OK && dense)
			st = vecset_batch_new(
			    &r->batches[i], r->ix->store->views[VIEW_TOPIC], 1, err);
	}
	return st;
}

static void
run_free(run *r, unsigned threads)
{
	for (unsigned i = 0; r->searchers && i < threads; i++)
		tensen_searcher_free(r->searchers[i]);
	for (unsigned i = 0; r->batches && i < threads; i++)
		vecset_batch_free(r->batches[i]);
	for (size_t i = 0; i < WINDOW; i++)
		buf_clear(&r->lines[i]);
	spill_free(r->queries);
	free_all(r->searchers, r->batches, r);
}

tensen_status
tensen_search_run(const tensen_index *ix, const char *queries_path, const char *run_path,
    const tensen_search_opts *opts, unsigned threads, tensen_error *err)
{
	tensen_search_opts o;
	run *r;
	filewriter *w = NULL;
	tensen_status st;

	if ((st = search_options(&o, opts, err)) < 0 ||
	    (st = options_limit("threads", threads, TENSEN_THREADS_MAX, err)) < 0)
		return st;
	if (o.per)
		return tensen_fail(err, TENSEN_E_ARG, "a run has one list a query, not groups");
	if (!(r = calloc(1, sizeof *r)))
		return tensen_fail_nomem(err);
	threads = threads_wanted(threads);
	r->ix = ix;
	r->opts = &o;
	st = read_queries(r, queries_path, run_path, err);
	if (st == TENSEN_OK)
		st = equip(r, threads, err);
	if (st == TENSEN_OK)
		st = filewriter_open(&w, run_path, err);
	if (st == TENSEN_OK)
		st = all_windows(r, threads, w, err);
	if (w && st == TENSEN_OK)
		st = filewriter_commit(w, err);
	else
		filewriter_abort(w);
	run_free(r, threads);
	return st;
}
