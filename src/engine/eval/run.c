/* engine/eval/run.c - a file of queries in, a TREC run out.
 *
 * Queries are documents in any corpus format; they are answered in windows by
 * all threads and written in the order they came. */
#include <stdlib.h>
#include "engine/query/understand.h"
#include "corpus/reader.h"
#include "engine/crew.h"
#include "engine/base/options.h"
#include "engine/query/own.h"
#include "engine/query/variety.h"
#include "util/fail.h"
#include "util/files/file.h"
#include "util/files/spill.h"
#include "util/threads/threads.h"

#define WINDOW 512 /* queries at once */
#define RUN_DEPTH 100

typedef struct run {
	const tensen_index *ix;
	const tensen_search_opts *opts;
	spill *queries;
	crew crew;
	uint64_t first; /* of the window */
	buf lines[WINDOW];
} run;

static tensen_status
keep_query(void *payload, const document *doc, tensen_error *err)
{
	buf b = BUF_INIT;
	tensen_status st;

	document_write(&b, doc);
	st = b.failed ? tensen_fail_nomem(err) : spill_add(payload, b.p, b.n, err);
	buf_clear(&b);
	return st;
}

static tensen_status
write_lines(
    buf *out, const candidates *cands, uint32_t k, span id, const rows *rw, tensen_error *err)
{
	for (uint32_t n = 0; n < cands->n && n < k; n++) {
		buf_span(out, id);
		buf_str(out, " Q0 ");
		buf_span(out, rows_id(rw, cands->v[n].hit.row));
		buf_printf(out, " %u %.6f tensen\n", n + 1, (double)cands->v[n].hit.score);
	}
	return out->failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static tensen_status
run_answer(
    buf *out, const run *rn, tensen_searcher *searcher, uint64_t at, arena *mem, tensen_error *err)
{
	const uint32_t k = rn->opts->k ? rn->opts->k : RUN_DEPTH;
	document d;
	query a;
	filter_set f;
	candidates c = {NULL, 0};
	span record;
	uint64_t own = 0;
	tensen_status st = spill_get(rn->queries, at, mem, &record, err);

	arena_reset(&searcher->mem);
	if (st == TENSEN_OK)
		st = document_read(&d, mem, record, err);
	if (st == TENSEN_OK)
		st = query_of_document(&a, searcher, &d, err);
	if (st == TENSEN_OK)
		st = query_fields(&own, searcher, &a, err);
	if (st == TENSEN_OK)
		st = filter_rows(&f, searcher, &a, own, &rn->opts->filter, err);
	if (st == TENSEN_OK && (a.n_terms || a.question))
		st = variety_rows(&c, searcher, &a, &f, rn->opts, k, err);
	if (st == TENSEN_OK)
		st = write_lines(out, &c, k, d.id, &rn->ix->store->rows, err);
	return st;
}

static tensen_status
run_piece(void *ctx, uint32_t piece, tensen_searcher *searcher, tensen_error *err)
{
	run *r = ctx;
	arena mem;
	tensen_status st;

	buf_reset(&r->lines[piece]);
	arena_init(&mem);
	st = run_answer(&r->lines[piece], r, searcher, r->first + piece, &mem, err);
	arena_clear(&mem);
	return st;
}

static tensen_status
all_windows(run *rn, filewriter *out, tensen_error *err)
{
	const uint64_t n = spill_count(rn->queries);
	tensen_status st;

	for (rn->first = 0; rn->first < n; rn->first += WINDOW) {
		uint32_t pieces = n - rn->first < WINDOW ? (uint32_t)(n - rn->first) : WINDOW;

		if ((st = crew_run(&rn->crew, pieces, run_piece, rn, err)) < 0)
			return st;
		for (uint32_t i = 0; i < pieces; i++)
			filewriter_add(out, rn->lines[i].p, rn->lines[i].n);
	}
	return TENSEN_OK;
}

static tensen_status
read_queries(run *rn, const char *queries, const char *target, tensen_error *err)
{
	corpus_opts o = {.strict = 1};
	corpus_sink sink = {.document = keep_query};
	tensen_status st = spill_new(&rn->queries, target, err);

	sink.payload = rn->queries;
	if (st == TENSEN_OK)
		st = corpus_read(&queries, 1, &o, &sink, err);
	return st == TENSEN_OK ? spill_finish(rn->queries, err) : st;
}

static void
run_free(run *r)
{
	crew_end(&r->crew);
	for (size_t i = 0; i < WINDOW; i++)
		buf_clear(&r->lines[i]);
	spill_free(r->queries);
	free(r);
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
		return tensen_fail(err, TENSEN_E_ARG, SAY_RUN_HAS_ONE);
	if (!(r = calloc(1, sizeof *r)))
		return tensen_fail_nomem(err);
	r->ix = ix;
	r->opts = &o;
	st = read_queries(r, queries_path, run_path, err);
	if (st == TENSEN_OK)
		st = crew_begin(&r->crew, ix, threads_wanted(threads), err);
	if (st == TENSEN_OK)
		st = filewriter_open(&w, run_path, err);
	if (st == TENSEN_OK)
		st = all_windows(r, w, err);
	if (w && st == TENSEN_OK)
		st = filewriter_commit(w, err);
	else
		filewriter_abort(w);
	run_free(r);
	return st;
}
