/* engine/eval/run.c - a file of queries in, a TREC run out.
 *
 * Queries are documents in any corpus format; they are answered in windows by
 * all threads and written in the order they came. */
#include <stdio.h>
#include <stdlib.h>
#include "engine/query/understand.h"
#include "corpus/reader.h"
#include "engine/base/options.h"
#include "engine/query/own.h"
#include "engine/query/rank.h"
#include "util/fail.h"
#include "util/files/file.h"
#include "util/files/spill.h"
#include "util/threads/threads.h"
#include "util/memory.h"

#define WINDOW 512 /* queries at once */
#define RUN_DEPTH 100

typedef struct run {
	const tensen_index *ix;
	const tensen_search_opts *opts;
	spill *queries;
	tensen_searcher **searchers; /* by worker */
	uint64_t first;              /* of the window */
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

static tensen_status
write_lines(buf *out, const candidates *c, uint32_t k, span id, const rows *rw, tensen_error *err)
{
	for (uint32_t n = 0; n < c->n && n < k; n++) {
		buf_span(out, id);
		buf_str(out, " Q0 ");
		buf_span(out, rows_id(rw, c->v[n].hit.row));
		buf_printf(out, " %u %.6f tensen\n", n + 1, (double)c->v[n].hit.score);
	}
	return out->failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static tensen_status
answer(buf *out, const run *r, tensen_searcher *s, uint64_t at, arena *mem, tensen_error *err)
{
	const uint32_t k = r->opts->k ? r->opts->k : RUN_DEPTH;
	document d;
	query a;
	filter_set f;
	candidates c = {NULL, 0};
	span record;
	uint64_t own = 0;
	tensen_status st = spill_get(r->queries, at, mem, &record, err);

	arena_reset(&s->mem);
	if (st == TENSEN_OK)
		st = document_read(&d, mem, record, err);
	if (st == TENSEN_OK)
		st = query_of_document(&a, s, &d, err);
	if (st == TENSEN_OK)
		st = query_fields(&own, s, &a, err);
	if (st == TENSEN_OK)
		st = filter_rows(&f, s, &a, own, &r->opts->filter, err);
	if (st == TENSEN_OK && (a.n_terms || a.question))
		st = rank_rows(&c, s, &a, &f, (tensen_side)r->opts->side, k, err);
	if (st == TENSEN_OK)
		st = write_lines(out, &c, k, d.id, &r->ix->store->rows, err);
	return st;
}

static void
work(void *ctx, size_t piece, unsigned worker)
{
	run *r = ctx;
	arena mem;

	buf_reset(&r->lines[piece]);
	r->errors[piece].code = TENSEN_OK;
	arena_init(&mem);
	answer(
	    &r->lines[piece], r, r->searchers[worker], r->first + piece, &mem, &r->errors[piece]);
	arena_clear(&mem);
}

static tensen_status
all_windows(run *r, unsigned threads, filewriter *w, tensen_error *err)
{
	const uint64_t n = spill_count(r->queries);
	tensen_status st;

	for (r->first = 0; r->first < n; r->first += WINDOW) {
		size_t pieces = n - r->first < WINDOW ? (size_t)(n - r->first) : WINDOW;

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

static tensen_status
equip(run *r, unsigned threads, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	r->searchers = calloc(threads, sizeof *r->searchers);
	if (!r->searchers)
		return tensen_fail_nomem(err);
	for (unsigned i = 0; i < threads && st == TENSEN_OK; i++)
		st = tensen_searcher_new(&r->searchers[i], r->ix, err);
	return st;
}

static void
run_free(run *r, unsigned threads)
{
	for (unsigned i = 0; r->searchers && i < threads; i++)
		tensen_searcher_free(r->searchers[i]);
	for (size_t i = 0; i < WINDOW; i++)
		buf_clear(&r->lines[i]);
	spill_free(r->queries);
	free_all(r->searchers, r);
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
