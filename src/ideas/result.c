/* ideas/result.c - making, rendering and ending results of any kind. */
#include "ideas/result.h"
#include <stdlib.h>
#include "util/fail.h"

#define JSON_VERSION 1

void *
result_new(const result_class *cls, size_t size)
{
	tensen_result *r = calloc(1, size);

	if (!r)
		return NULL;
	r->cls = cls;
	arena_init(&r->mem);
	return r;
}

const char *
result_copy(tensen_result *r, span s)
{
	const char *p = arena_copy(&r->mem, s.p, s.n).p;

	if (p)
		return p;
	r->nomem = 1;
	return "";
}

const char *
result_text(tensen_result *r, buf *b)
{
	const char *p = result_copy(r, (span){b->p ? b->p : "", b->n});

	r->nomem |= b->failed;
	buf_clear(b);
	return p;
}

tensen_status
result_end(tensen_result *r, tensen_status st, tensen_result **out, tensen_error *err)
{
	*out = NULL;
	if (st == TENSEN_OK && (!r || r->nomem))
		st = tensen_fail_nomem(err);
	if (st < 0)
		tensen_result_free(r);
	else
		*out = r;
	return st;
}

void
tensen_result_free(tensen_result *r)
{
	if (!r)
		return;
	arena_clear(&r->mem);
	free(r);
}

int
tensen_result_empty(const tensen_result *r)
{
	return r->cls->empty(r);
}

void
tensen_text_free(tensen_text *t)
{
	free(t->p);
	*t = (tensen_text){NULL, 0};
}

static void
render_json(const tensen_result *r, const tensen_style *style, buf *out)
{
	json j;

	json_init(&j, out, 1);
	json_open(&j, '{');
	json_key_str(&j, "kind", r->cls->kind);
	json_key_int(&j, "version", JSON_VERSION);
	r->cls->json(r, style, &j);
	json_close(&j, '}');
	buf_char(out, '\n');
}

tensen_status
tensen_result_render(
    const tensen_result *r, const tensen_style *style, tensen_text *out, tensen_error *err)
{
	static const char *const names[] = {"table", "json", "jsonl", "csv", "md", "html"};
	const result_class *c = r->cls;
	void (*const forms[])(const tensen_result *, const tensen_style *, buf *) = {
	    c->table, render_json, c->jsonl, c->csv, c->markdown, c->html};
	buf b = BUF_INIT;

	*out = (tensen_text){NULL, 0};
	if ((unsigned)style->format >= sizeof forms / sizeof *forms || !forms[style->format])
		return tensen_fail(err, TENSEN_E_ARG, "%s results have no %s form", c->kind,
		    (unsigned)style->format < 6 ? names[style->format] : "such");
	forms[style->format](r, style, &b);
	buf_cstr(&b);
	if (b.failed) {
		buf_clear(&b);
		return tensen_fail_nomem(err);
	}
	*out = (tensen_text){b.p, b.n};
	return TENSEN_OK;
}
