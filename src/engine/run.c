/* engine/run.c - a file of queries in, a TREC run out.
 *
 * Queries are documents in any corpus format; they are answered in windows by
 * all threads and written in the order they came. */
#include <stdio.h>
#include <stdlib.h>
#include "corpus/reader.h"
#include "engine/rank.h"
#include "util/fail.h"
#include "util/file.h"
#include "util/spill.h"
#include "util/threads.h"

#define WINDOW 256
#define RUN_DEPTH 100

typedef struct run {
	const tensen_index *ix;
	const tensen_search_opts *opts;
	spill *queries;
	tensen_searcher **searchers; /* by worker */
	uint64_t first;
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
answer(run *r, tensen_searcher *s, uint64_t i, buf *out, tensen_error *err)
{
	const rows *rw = &r->ix->store->rows;
	uint32_t k = r->opts->k ? r->opts->k : RUN_DEPTH;
	arena mem;
	document d = {0};
	asked a = {.row = ROW_NONE};
	filter_set f;
	candidates c = {NULL, 0};
	span record;
	tensen_status st;

	arena_init(&mem);
	st = spill_get(r->queries, i, &mem, &record, err);
	if (st == TENSEN_OK)
		st = document_read(&d, &mem, record, err);
	if (st == TENSEN_OK)
		st = asked_document(&a, s, &d, err);
	if (st == TENSEN_OK)
		st = filter_rows(
		    &f, s, &a, a.mask ? a.mask : guess_fields(s, &a, err), &r->opts->filter, err);
	if (st == TENSEN_OK && a.n_terms)
		st = rank_rows(&c, s, &a, &f, (tensen_side)r->opts->side, k, err);
	for (uint32_t n = 0; st == TENSEN_OK && n < c.n && n < k; n++) {
		buf_span(out, d.id);
		buf_str(out, " Q0 ");
		buf_span(out, rows_id(rw, c.v[n].row));
		buf_printf(out, " %u %.6f tensen\n", n + 1, (double)c.v[n].score);
	}
	arena_clear(&mem);
	return st == TENSEN_OK && out->failed ? tensen_fail_nomem(err) : st;
}

static void
work(void *ctx, size_t piece, unsigned worker)
{
	run *r = ctx;

	buf_reset(&r->lines[piece]);
	r->errors[piece].code = TENSEN_OK;
	answer(r, r->searchers[worker], r->first + piece, &r->lines[piece], &r->errors[piece]);
}

static tensen_status
all_windows(run *r, unsigned threads, filewriter *w, tensen_error *err)
{
	uint64_t n = spill_count(r->queries);

	for (r->first = 0; r->first < n; r->first += WINDOW) {
		size_t pieces = n - r->first < WINDOW ? (size_t)(n - r->first) : WINDOW;
		threads_run(threads, pieces, work, r);
		for (size_t i = 0; i < pieces; i++) {
			if (r->errors[i].code < 0) {
				if (err)
					*err = r->errors[i];
				return r->errors[i].code;
			}
			filewriter_add(w, r->lines[i].p, r->lines[i].n);
		}
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

tensen_status
tensen_search_run(const tensen_index *ix, const char *queries_path, const char *run_path,
    const tensen_search_opts *opts, unsigned threads, tensen_error *err)
{
	static const tensen_search_opts defaults;
	run *r = calloc(1, sizeof *r);
	filewriter *w = NULL;
	tensen_status st = r ? TENSEN_OK : tensen_fail_nomem(err);

	if (st == TENSEN_OK && opts &&
	    (opts->side < TENSEN_FUSED || opts->side > TENSEN_LEXICAL_BM25))
		st = tensen_fail(err, TENSEN_E_ARG, "side %d, expected 0 to 3", opts->side);
	threads = threads_wanted(threads);
	if (st == TENSEN_OK) {
		r->ix = ix;
		r->opts = opts ? opts : &defaults;
		r->searchers = calloc(threads, sizeof *r->searchers);
		st = r->searchers ? read_queries(r, queries_path, run_path, err)
				  : tensen_fail_nomem(err);
	}
	for (unsigned i = 0; i < threads && st == TENSEN_OK; i++)
		st = tensen_searcher_new(&r->searchers[i], ix, err);
	if (st == TENSEN_OK)
		st = filewriter_open(&w, run_path, err);
	if (st == TENSEN_OK)
		st = all_windows(r, threads, w, err);
	if (w && st == TENSEN_OK)
		st = filewriter_commit(w, err);
	else
		filewriter_abort(w);
	for (unsigned i = 0; r && r->searchers && i < threads; i++)
		tensen_searcher_free(r->searchers[i]);
	for (size_t i = 0; r && i < WINDOW; i++)
		buf_clear(&r->lines[i]);
	if (r) {
		spill_free(r->queries);
		free(r->searchers);
	}
	free(r);
	return st;
}
