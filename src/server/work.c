/* server/work.c - see work.h. */
#include "server/work.h"
#define XXH_INLINE_ALL
#include <stdio.h>
#include <string.h>
#include <tensen/version.h>
#include <xxhash.h>

#define SMALL 1000 /* bytes: fits one packet, not worth compressing */

void
worker_clear(worker *w)
{
	tensen_searcher_free(w->searcher);
	current_put(w->ix, w->held);
	w->searcher = NULL;
	w->held = NULL;
}

void
worker_refresh(worker *w, tensen_error *err)
{
	if (w->held && w->searcher && w->generation == current_generation(w->ix))
		return;
	worker_clear(w);
	w->held = current_get(w->ix);
	w->generation = w->held->generation;
	tensen_searcher_new(&w->searcher, w->held->ix, err);
}

/* The answer depends on the target as sent, the index with its dictionary, and the program. */
void
work_etag(char out[48], uint64_t index, const char *target, coding c)
{
	XXH3_state_t s;
	XXH128_hash_t h;
	const unsigned char tail = (unsigned char)c;

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
type_of(const tensen_style *s)
{
	static const char *const types[] = {"text/plain; charset=utf-8", "application/json",
	    "application/x-ndjson", "text/csv; charset=utf-8", "text/markdown; charset=utf-8",
	    "text/html; charset=utf-8"};

	if (s->format == TENSEN_CSV && s->encoding == TENSEN_CP932)
		return "text/csv; charset=windows-31j";
	return types[s->format];
}

/* Compresses the body if it is large enough and memory suffices. */
static void
finish(answer *a, tensen_text *text, const ask *q, const request *r, uint64_t index)
{
	size_t n = 0;
	coding c = text->n < SMALL && r->coding != CODING_NONE ? CODING_IDENTITY : r->coding;
	char *smaller = c > CODING_IDENTITY ? coding_apply(c, 0, text->p, text->n, &n) : NULL;

	answer_take(a, 200, type_of(&q->style), smaller ? smaller : text->p, smaller ? n : text->n);
	if (smaller)
		tensen_text_free(text);
	*text = (tensen_text){.p = NULL};
	a->coding = smaller ? c : CODING_IDENTITY;
	a->is_page = q->style.format == TENSEN_HTML;
	a->is_file = q->style.format == TENSEN_CSV;
	if (r->body)
		return;
	a->cache = "private, no-cache";
	work_etag(a->etag, index, r->target, r->coding);
}

void
worker_answer(worker *w, request *r, answer *a, tensen_error *err)
{
	params p;
	ask q;
	problem why;
	tensen_text text = {.p = NULL};
	int ok;

	if (r->route->kind == ROUTE_MODEL) {
		work_model(w, r, a, err);
		return;
	}
	ok = r->body ? params_json(&p, r->body, r->body_n, &why) : params_query(&p, r->query, &why);
	ok = ok && ask_parse(&q, r->route->op, r->route->form, &p, w->models, &why);
	if (ok && !r->body)
		q.style.command = r->target; /* a request with a text is too long to be shown */
	if (ok && !w->searcher)
		ok = problem_of(&why, err);
	if (ok && r->body == NULL && ask_written(&q))
		ok = problem_set(
		    &why, 400, "bad_query", "\"%s\" goes into the body of a POST", ask_written(&q));
	if (ok && ask_run(&q, &(ask_to){w->held->ix, w->searcher, w->model}, &text, err, &why))
		finish(a, &text, &q, r, w->held->answers + tensen_index_readings(w->held->ix));
	else
		answer_problem(a, &why);
	params_clear(&p);
}
