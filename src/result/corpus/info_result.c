/* result/corpus/info_result.c - info, verify and fields as table and JSON. */
#include "result/corpus/info_result.h"
#include <math.h>
#include <stdlib.h>
#include "result/write/table.h"
#include "util/threads/sort.h"

#define NAME_COLUMNS 30

static void
recall_json(const info_result *result, json *out)
{
	json_key_open(out, "recall", '[');
	for (int v = 0; v < N_VIEWS; v++) {
		const info_recall *x = &result->recall[v];
		json_open(out, '{');
		json_key_str(out, "view", view_name((view)v));
		json_key_num(out, "at_10", x->n_sample ? x->at_10 : (double)NAN, 4);
		json_key_int(out, "sample", x->n_sample);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void
recall_line(const info_result *result, int ja, unsigned w, buf *out)
{
	static const char *const names[N_VIEWS][2] = {{"主題", "topic"}, {"課題", "problem"}};
	const char *before =
	    ja ? "作成時に測った recall@10: " : "recall@10 as measured when built: ";
	buf line = BUF_INIT;

	for (int v = 0; v < N_VIEWS; v++) {
		if (!result->recall[v].n_sample)
			continue;
		buf_printf(&line, "%s%s %.3f", before, names[v][!ja], result->recall[v].at_10);
		before = ja ? "、" : ", ";
	}
	if (result->recall[VIEW_TOPIC].n_sample)
		table_wrap(out, (span){line.p, line.n}, w, 2);
	out->failed |= line.failed;
	buf_clear(&line);
}

static void
example_keys(json *out, const void *list, size_t i)
{
	const tensen_document_ref *x = (const tensen_document_ref *)list + i;

	json_key_str(out, "id", x->id);
	json_key_str(out, "title", x->title);
	json_key_int(out, "field", x->field);
}

static void
info_json(const tensen_result *res, const tensen_style *style, json *out)
{
	const info_result *r = RESULT_AS(info_result, res);

	if (r->path) {
		json_key_str(out, "path", r->path);
		json_key_bool(out, "sound", 1);
	}
	json_key_int(out, "documents", r->documents);
	json_key_int(out, "open", r->open);
	json_key_int(out, "unknown_state", r->unknown_state);
	json_key_int(out, "in_fields", r->in_fields);
	json_key_int(out, "terms", r->terms);
	json_key_int(out, "dims", r->dims);
	json_key_int(out, "bytes", (int64_t)r->bytes);
	if (r->files)
		json_key_int(out, "files", r->files);
	json_key_int(out, "first_date", r->first);
	json_key_int(out, "last_date", r->last);
	json_key_objects(out, "examples", r->n_examples, example_keys, r->examples);
	json_key(out, "meta");
	json_raw(out, span_trim(span_of(r->meta)));
	json_key_open(out, "sections", '[');
	for (uint32_t i = 0; i < r->n_sections; i++) {
		json_open(out, '{');
		json_key_str(out, "tag", r->sections[i].tag);
		json_key_str(out, "holds", r->sections[i].holds[style->lang]);
		json_key_int(out, "stored", (int64_t)r->sections[i].stored);
		json_key_int(out, "raw", (int64_t)r->sections[i].raw);
		json_close(out, '}');
	}
	json_close(out, ']');
	recall_json(r, out);
	agreement_json(out, &r->agreed);
}

static void
info_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const info_result *r = RESULT_AS(info_result, res);
	int ja = style->lang == TENSEN_JA;

	if (r->path)
		buf_printf(out,
		    ja ? "%s: 異常なし（全区画を検査）\n" : "%s: sound (every section checked)\n",
		    r->path);
	buf_printf(out,
	    ja ? "文献 %u（開放 %u、分野のあるもの %u）、用語 %u、次元 %u\n"
	       : "%u documents (%u open, %u with a field), %u terms, %u dimensions\n",
	    r->documents, r->open, r->in_fields, r->terms, r->dims);
	for (uint32_t i = 0; i < r->n_sections; i++) {
		const info_section *s = &r->sections[i];
		buf_printf(out, "  %s ", s->tag);
		table_cell(out, span_of(s->holds[style->lang]), NAME_COLUMNS, 1);
		table_number(out, s->stored, 15);
		buf_printf(out, ja ? " バイト  %8.1f /文献\n" : " bytes   %8.1f /document\n",
		    r->documents ? (double)s->stored / r->documents : 0);
	}
	buf_str(out, "       ");
	table_cell(out, span_of(ja ? "合計" : "total"), NAME_COLUMNS, 1);
	table_number(out, r->bytes, 15);
	buf_printf(out, ja ? " バイト  %8.1f /文献\n" : " bytes   %8.1f /document\n",
	    r->documents ? (double)r->bytes / r->documents : 0);
	recall_line(r, ja, table_columns(style), out);
	agreement_line(out, &r->agreed, style->lang, table_columns(style));
}

const result_class info_class = {.kind = "info",
    .size = sizeof(info_result),
    .version = 1,
    .json = info_json,
    .table = info_table};
const result_class verify_class = {.kind = "verify",
    .size = sizeof(info_result),
    .version = 1,
    .json = info_json,
    .table = info_table};

#define NEAREST 3 /* fields named beside a field: fits 80 columns */

typedef struct distant {
	double distance;
	unsigned field;
} distant;

COMPARE2(nearest_first, distant, UP(distance), UP(field))

/* The nearest other fields that have documents, nearest first. */
static size_t
info_nearest(const fields_result *result, unsigned f, distant out[N_FIELDS])
{
	size_t n = 0;

	for (unsigned g = 1; g <= N_FIELDS; g++)
		if (g != f && result->size[g])
			out[n++] = (distant){result->distance[f][g], g};
	qsort(out, n, sizeof *out, nearest_first);
	return n < NEAREST ? n : NEAREST;
}

static void
json_mostly(json *out, const field_mostly *mostly, tensen_lang lang)
{
	json_key_open(out, "mostly", '[');
	for (size_t i = 0; i < MOSTLY_MAX && mostly[i].documents; i++) {
		json_open(out, '{');
		json_key_str(out, "subclass", mostly[i].subclass);
		json_key_str(out, "name", mostly[i].name[lang]);
		json_key_int(out, "documents", mostly[i].documents);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void
fields_json(const tensen_result *res, const tensen_style *style, json *out)
{
	const fields_result *r = RESULT_AS(fields_result, res);

	json_key_open(out, "fields", '[');
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		json_open(out, '{');
		json_key_int(out, "field", f);
		json_key_str(out, "name", r->name[f][style->lang]);
		json_key_str(out, "short", r->brief[f][style->lang]);
		json_key_str(out, "sector", r->sector[f][style->lang]);
		json_key_int(out, "documents", r->size[f]);
		json_mostly(out, r->mostly[f], style->lang);
		json_key_open(out, "distance", '[');
		for (unsigned g = 1; g <= N_FIELDS; g++)
			json_num(out, f == g ? 0 : r->distance[f][g], 3);
		json_close(out, ']');
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void
fields_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const fields_result *r = RESULT_AS(fields_result, res);
	int ja = style->lang == TENSEN_JA;

	buf_str(out, ja ? "    分野                          文献  近い分野（距離）\n"
			: "    field                     documents  nearest fields (distance)\n");
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		distant near[N_FIELDS];
		size_t n = info_nearest(r, f, near);
		buf_printf(out, "%2u  ", f);
		table_cell(out, span_of(r->name[f][style->lang]), 26, 1);
		table_number(out, r->size[f], 9);
		buf_str(out, "  ");
		for (size_t i = 0; i < n; i++)
			buf_printf(
			    out, "%s%u (%.2f)", i ? ", " : "", near[i].field, near[i].distance);
		buf_char(out, '\n');
	}
}

const result_class fields_class = {.kind = "fields",
    .size = sizeof(fields_result),
    .version = 1,
    .json = fields_json,
    .table = fields_table};
