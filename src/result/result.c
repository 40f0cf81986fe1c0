/* result/result.c - making, rendering and ending results of any kind. */
#include "result/result.h"
#include <stdio.h>
#include <stdlib.h>
#include "result/write/cells.h"
#include "result/write/table.h"
#include "result/write/workbook.h"
#include "util/fail.h"
#include "util/options.h"

void *
result_new(const result_class *cls)
{
	tensen_result *r = calloc(1, cls->size);

	if (!r)
		return NULL;
	r->cls = cls;
	arena_init(&r->mem);
	return r;
}

const char *
result_copy(tensen_result *result, span text)
{
	const char *p = arena_copy(&result->mem, text.p, text.n).p;

	if (p)
		return p;
	result->nomem = 1;
	return "";
}

const char *const *
result_copies(tensen_result *result, const span *text, size_t n)
{
	const char **copies = arena_alloc(&result->mem, (n + 1) * sizeof *copies);

	for (size_t i = 0; copies && i < n; i++)
		copies[i] = result_copy(result, text[i]);
	return copies;
}

const char *
result_text(tensen_result *result, buf *out)
{
	const char *p = result_copy(result, (span){out->p ? out->p : "", out->n});

	result->nomem |= out->failed;
	buf_clear(out);
	return p;
}

void
result_sign(tensen_result *result, uint64_t signature)
{
	snprintf(result->index, sizeof result->index, "%016llx", (unsigned long long)signature);
}

tensen_status
result_end(tensen_result *result, tensen_status st, tensen_result **out, tensen_error *err)
{
	*out = NULL;
	if (st == TENSEN_OK && (!result || result->nomem))
		st = tensen_fail_nomem(err);
	if (st < 0)
		tensen_result_free(result);
	else
		*out = result;
	return st;
}

void
tensen_result_free(tensen_result *result)
{
	if (!result)
		return;
	if (result->cls->clear)
		result->cls->clear(result);
	arena_clear(&result->mem);
	free(result);
}

int
tensen_result_empty(const tensen_result *result)
{
	const column_at *of = result->cls->holds;

	for (int i = 0; i < 2; i++)
		if (of[i].size && column_count(of[i], result))
			return 0;
	return of[0].size != 0;
}

void
tensen_text_free(tensen_text *text)
{
	free(text->p);
	*text = (tensen_text){NULL, 0, 0};
}

static void
coverage_json(json *out, const tensen_coverage *coverage)
{
	if (coverage->files == coverage->of_files)
		return;
	json_key(out, "coverage");
	json_open(out, '{');
	json_key_int(out, "files", coverage->files);
	json_key_int(out, "of_files", coverage->of_files);
	json_key_int(out, "documents", (int64_t)coverage->documents);
	json_key_int(out, "of_documents", (int64_t)coverage->of_documents);
	json_close(out, '}');
}

void
agreement_json(json *out, const tensen_agreement *agreed)
{
	if (!agreed->pairs)
		return;
	json_key_open(out, "agreement", '{');
	json_key_int(out, "pairs", agreed->pairs);
	json_key_int(out, "agreed", agreed->agreed);
	json_key_int(out, "ideas", agreed->ideas);
	json_key_int(out, "confirmed", agreed->confirmed);
	json_close(out, '}');
}

void
agreement_line(buf *out, const tensen_agreement *agreed, tensen_lang lang, unsigned columns)
{
	buf line = BUF_INIT;

	if (!agreed->pairs)
		return;
	buf_printf(&line,
	    lang == TENSEN_JA
		? "人と言語モデルがともに採点した %u 組のうち、%u 組で 2 以上かどうかが一致。"
		  "再読で残った %u 件のうち %u 件を人が 2 以上とした"
		: "%u pairs graded by people and by a model: on %u they agree whether it is 2 or "
		  "more; of %u that the second reading held people gave %u a 2 or more",
	    agreed->pairs, agreed->agreed, agreed->ideas, agreed->confirmed);
	table_wrap(out, (span){line.p, line.n}, columns, 2);
	buf_end_part(out, &line);
}

/* The result itself as a row. */
static column_row
whole(const tensen_result *result, const tensen_style *style)
{
	column_row row = {.at = result, .query = "", .result = result, .style = style};

	if (result->cls->query.size)
		memcpy(&row.query, (const char *)result + result->cls->query.at, sizeof row.query);
	return row;
}

static void
render_jsonl(const tensen_result *result, const tensen_style *style, buf *out)
{
	const column_row all = whole(result, style);

	columns_jsonl(out, result->cls->lists, &all);
}

static void
render_csv(const tensen_result *result, const tensen_style *style, buf *out)
{
	const column_row all = whole(result, style);

	columns_csv(out, result->cls->lists, &all);
}

static void
render_json(const tensen_result *result, const tensen_style *style, buf *out)
{
	json j;

	json_init(&j, out, 1);
	json_open(&j, '{');
	json_key_str(&j, "kind", result->cls->kind);
	json_key_int(&j, "version", result->cls->version);
	if (result->index[0])
		json_key_str(&j, "index", result->index);
	coverage_json(&j, &result->coverage);
	if (result->cls->keys) {
		const column_row all = whole(result, style);
		columns_json(&j, result->cls->keys, &all);
	} else {
		result->cls->json(result, style, &j);
	}
	json_close(&j, '}');
	buf_char(out, '\n');
}

/* Converts b to the encoding of the style, in place. */
static tensen_status
result_encode(buf *out, const tensen_style *style, size_t *replaced, tensen_error *err)
{
	buf encoded = BUF_INIT;
	tensen_status st =
	    cells_encode(&encoded, (span){out->p ? out->p : "", out->n}, style, replaced, err);

	encoded.failed |= out->failed;
	buf_clear(out);
	*out = encoded;
	return st;
}

/* The CSV of a result as a workbook. */
static tensen_status
result_workbook(buf *csv, const tensen_result *result, const tensen_style *style, tensen_error *err)
{
	const result_class *c = result->cls;
	workbook_shape shape = {.title = c->kind, .sheets = style->sheets};

	if (c->sheets[0][0]) {
		shape.title = c->sheets[0][style->lang];
		shape.rest = c->sheets[1][style->lang];
		shape.rows = (size_t)column_count(c->lists->n, result);
	}
	return workbook_of_csv(csv, &shape, err);
}

tensen_status
tensen_result_render(
    const tensen_result *result, const tensen_style *style, tensen_text *out, tensen_error *err)
{
	static const char *const names[] = {"table", "json", "jsonl", "csv", "md", "html", "xlsx"};
	const result_class *c = result->cls;
	void (*const jsonl)(const tensen_result *, const tensen_style *, buf *) =
	    c->lists ? render_jsonl : NULL;
	void (*const csv)(const tensen_result *, const tensen_style *, buf *) =
	    c->lists ? render_csv : c->csv;
	void (*const forms[])(const tensen_result *, const tensen_style *, buf *) = {
	    c->table, render_json, jsonl, csv, c->markdown, c->html, csv};
	_Static_assert(sizeof forms / sizeof *forms == sizeof names / sizeof *names &&
			   sizeof forms / sizeof *forms == TENSEN_XLSX + 1,
	    "a name and a function for each form");
	buf b = BUF_INIT;
	tensen_style query;
	tensen_status st = options_read(&query, sizeof query, style, err);

	*out = (tensen_text){NULL, 0, 0};
	if (st < 0)
		return st;
	style = &query;
	if ((unsigned)style->format >= sizeof forms / sizeof *forms || !forms[style->format])
		return tensen_fail(err, TENSEN_E_ARG, SAY_RESULTS_HAVE_NO, c->kind,
		    (unsigned)style->format < sizeof forms / sizeof *forms ? names[style->format]
									   : "such");
	forms[style->format](result, style, &b);
	if (style->format == TENSEN_CSV)
		st = result_encode(&b, style, &out->replaced, err);
	else if (style->format == TENSEN_XLSX && !b.failed)
		st = result_workbook(&b, result, style, err);
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

tensen_status
tensen_workbook(const char *csv, size_t n, const char *title, const tensen_style *style,
    tensen_text *out, tensen_error *err)
{
	buf b = BUF_INIT;
	tensen_style query;
	tensen_status st = options_read(&query, sizeof query, style, err);

	*out = (tensen_text){NULL, 0, 0};
	if (st < 0)
		return st;
	buf_add(&b, csv, n);
	st = b.failed ? tensen_fail_nomem(err)
		      : workbook_of_csv(
			    &b, &(workbook_shape){.title = title, .sheets = query.sheets}, err);
	buf_cstr(&b);
	if (st == TENSEN_OK && b.failed)
		st = tensen_fail_nomem(err);
	if (st < 0)
		buf_clear(&b);
	else
		*out = (tensen_text){b.p, b.n, 0};
	return st;
}
