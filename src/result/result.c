/* result/result.c - making, rendering and ending results of any kind. */
#include "result/result.h"
#include <stdio.h>
#include <stdlib.h>
#include "result/write/cells.h"
#include "util/fail.h"
#include "util/options.h"

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

const char *const *
result_copies(tensen_result *r, const span *v, size_t n)
{
	const char **copies = arena_alloc(&r->mem, (n + 1) * sizeof *copies);

	for (size_t i = 0; copies && i < n; i++)
		copies[i] = result_copy(r, v[i]);
	return copies;
}

const char *
result_text(tensen_result *r, buf *b)
{
	const char *p = result_copy(r, (span){b->p ? b->p : "", b->n});

	r->nomem |= b->failed;
	buf_clear(b);
	return p;
}

void
result_sign(tensen_result *r, uint64_t signature)
{
	snprintf(r->index, sizeof r->index, "%016llx", (unsigned long long)signature);
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
	if (r->cls->clear)
		r->cls->clear(r);
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
	*t = (tensen_text){NULL, 0, 0};
}

static void
coverage_json(json *j, const tensen_coverage *c)
{
	if (c->files == c->of_files)
		return;
	json_key(j, "coverage");
	json_open(j, '{');
	json_key_int(j, "files", c->files);
	json_key_int(j, "of_files", c->of_files);
	json_key_int(j, "documents", (int64_t)c->documents);
	json_key_int(j, "of_documents", (int64_t)c->of_documents);
	json_close(j, '}');
}

static void
render_json(const tensen_result *r, const tensen_style *style, buf *out)
{
	json j;

	json_init(&j, out, 1);
	json_open(&j, '{');
	json_key_str(&j, "kind", r->cls->kind);
	json_key_int(&j, "version", r->cls->version);
	if (r->index[0])
		json_key_str(&j, "index", r->index);
	coverage_json(&j, &r->coverage);
	r->cls->json(r, style, &j);
	json_close(&j, '}');
	buf_char(out, '\n');
}

/* Converts b to the encoding of the style, in place. */
static tensen_status
encode(buf *b, const tensen_style *style, size_t *replaced, tensen_error *err)
{
	buf encoded = BUF_INIT;
	tensen_status st =
	    cells_encode(&encoded, (span){b->p ? b->p : "", b->n}, style, replaced, err);

	encoded.failed |= b->failed;
	buf_clear(b);
	*b = encoded;
	return st;
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
	tensen_style query;
	tensen_status st = options_read(&query, sizeof query, style, err);

	*out = (tensen_text){NULL, 0, 0};
	if (st < 0)
		return st;
	style = &query;
	if ((unsigned)style->format >= sizeof forms / sizeof *forms || !forms[style->format])
		return tensen_fail(err, TENSEN_E_ARG, "%s results have no %s form", c->kind,
		    (unsigned)style->format < 6 ? names[style->format] : "such");
	forms[style->format](r, style, &b);
	if (style->format == TENSEN_CSV)
		st = encode(&b, style, &out->replaced, err);
	buf_cstr(&b);
	if (st == TENSEN_OK && b.failed)
		st = tensen_fail_nomem(err);
	if (st < 0) {
		buf_clear(&b);
		return st;
	}
	out->p = b.p;
	out->n = b.n;
	return TENSEN_OK;
}
