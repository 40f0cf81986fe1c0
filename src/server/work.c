/* server/work.c - see work.h. */
#include "server/work.h"
#include "server/http/said.h"
#define XXH_INLINE_ALL
#include <stdio.h>
#include <string.h>
#include <tensen/version.h>
#include <xxhash.h>

#define SMALL 1000 /* bytes: fits one packet, not worth compressing */

void
worker_clear(worker *wk)
{
	tensen_searcher_free(wk->searcher);
	current_put(wk->ix, wk->held);
	wk->searcher = NULL;
	wk->held = NULL;
}

void
worker_refresh(worker *wk, tensen_error *err)
{
	if (wk->held && wk->searcher && current_is(wk->ix, wk->held))
		return;
	worker_clear(wk);
	wk->held = current_get(wk->ix);
	tensen_searcher_new(&wk->searcher, wk->held->ix, err);
}

/* The answer depends on the target as sent, the index with its dictionary, and the program. */
void
work_etag(char out[48], uint64_t index, const char *target, coding codec)
{
	XXH3_state_t s;
	XXH128_hash_t h;
	const unsigned char tail = (unsigned char)codec;

	XXH3_128bits_reset(&s);
	XXH3_128bits_update(&s, &index, sizeof index);
	XXH3_128bits_update(&s, &tail, 1);
	XXH3_128bits_update(&s, TENSEN_VERSION, sizeof TENSEN_VERSION);
	XXH3_128bits_update(&s, target, strlen(target));
	h = XXH3_128bits_digest(&s);
	snprintf(out, 48, "\"%016llx%016llx\"", (unsigned long long)h.high64,
	    (unsigned long long)h.low64);
}

static const char *
type_of(const tensen_style *style)
{
	static const char *const types[] = {"text/plain; charset=utf-8", "application/json",
	    "application/x-ndjson", "text/csv; charset=utf-8", "text/markdown; charset=utf-8",
	    "text/html; charset=utf-8",
	    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"};

	_Static_assert(sizeof types / sizeof *types == TENSEN_XLSX + 1, "a type for each form");
	if (style->format == TENSEN_CSV && style->encoding == TENSEN_CP932)
		return "text/csv; charset=windows-31j";
	return types[style->format];
}

/* Compresses the body if it is large enough and memory suffices. */
static void
work_finish(answer *reply, tensen_text *text, const ask *req, const request *asked, uint64_t index)
{
	size_t n = 0;
	coding c =
	    text->n < SMALL && asked->coding != CODING_NONE ? CODING_IDENTITY : asked->coding;
	char *smaller = c > CODING_IDENTITY ? coding_apply(c, 0, text->p, text->n, &n) : NULL;

	answer_take(
	    reply, 200, type_of(&req->style), smaller ? smaller : text->p, smaller ? n : text->n);
	if (smaller)
		tensen_text_free(text);
	*text = (tensen_text){.p = NULL};
	reply->coding = smaller ? c : CODING_IDENTITY;
	reply->is_page = req->style.format == TENSEN_HTML;
	reply->file = req->style.format == TENSEN_CSV    ? "attachment; filename=tensen.csv"
		      : req->style.format == TENSEN_XLSX ? "attachment; filename=tensen.xlsx"
							 : NULL;
	if (asked->body)
		return;
	reply->cache = "private, no-cache";
	work_etag(reply->etag, index, asked->target, asked->coding);
}

void
worker_answer(worker *wk, request *req, answer *reply, tensen_error *err)
{
	params p;
	ask q;
	problem why;
	tensen_text text = {.p = NULL};
	int ok;

	if (req->route->kind == ROUTE_MODEL) {
		work_model(wk, req, reply, err);
		return;
	}
	ok = req->body ? params_json(&p, req->body, req->body_n, &why)
		       : params_query(&p, req->query, &why);
	ok = ok && ask_parse(&q, req->route->op, req->route->form, &p, wk->models, &why);
	if (ok && !req->body)
		q.style.command = req->target; /* a request with a text is too long to be shown */
	if (ok && !wk->searcher)
		ok = problem_of(&why, err);
	if (ok && req->body == NULL && ask_written(&q))
		ok = problem_set(&why, 400, "bad_query", SAY_HTTP_INTO_POST, ask_written(&q));
	if (ok && ask_run(&q, &(ask_to){wk->held->ix, wk->searcher, wk->model}, &text, err, &why))
		work_finish(
		    reply, &text, &q, req, wk->held->answers + tensen_index_readings(wk->held->ix));
	else
		answer_problem(reply, &why);
	params_clear(&p);
}
