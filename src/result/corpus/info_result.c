/* result/corpus/info_result.c - info, verify and fields as table and JSON. */
#include "result/corpus/info_result.h"
#include <math.h>
#include <stdlib.h>
#include "result/write/table.h"

#define NAME_COLUMNS 30

static int
info_empty(const tensen_result *r)
{
	(void)r;
	return 0;
}

static void
recall_json(const info_result *r, json *j)
{
	json_key_open(j, "recall", '[');
	for (int v = 0; v < N_VIEWS; v++) {
		const info_recall *x = &r->recall[v];
		json_open(j, '{');
		json_key_str(j, "view", view_name((view)v));
		json_key_num(j, "at_10", x->n_sample ? x->at_10 : (double)NAN, 4);
		json_key_int(j, "sample", x->n_sample);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
recall_line(const info_result *r, int ja, unsigned w, buf *out)
{
	static const char *const names[N_VIEWS][2] = {{"主題", "topic"}, {"課題", "problem"}};
	const char *before =
	    ja ? "作成時に測った recall@10: " : "recall@10 as measured when built: ";
	buf line = BUF_INIT;

	for (int v = 0; v < N_VIEWS; v++) {
		if (!r->recall[v].n_sample)
			continue;
		buf_printf(&line, "%s%s %.3f", before, names[v][!ja], r->recall[v].at_10);
		before = ja ? "、" : ", ";
	}
	if (r->recall[VIEW_TOPIC].n_sample)
		table_wrap(out, (span){line.p, line.n}, w, 2);
	out->failed |= line.failed;
	buf_clear(&line);
}

static void
example_keys(json *j, const void *list, size_t i)
{
	const info_example *x = (const info_example *)list + i;

	json_key_str(j, "id", x->id);
	json_key_str(j, "title", x->title);
	json_key_int(j, "field", x->field);
}

static void
info_json(const tensen_result *res, const tensen_style *style, json *j)
{
	const info_result *r = RESULT_AS(info_result, res);

	if (r->path) {
		json_key_str(j, "path", r->path);
		json_key_bool(j, "sound", 1);
	}
	json_key_int(j, "documents", r->documents);
	json_key_int(j, "open", r->open);
	json_key_int(j, "in_fields", r->in_fields);
	json_key_int(j, "terms", r->terms);
	json_key_int(j, "dims", r->dims);
	json_key_int(j, "bytes", (int64_t)r->bytes);
	if (r->files)
		json_key_int(j, "files", r->files);
	json_key_int(j, "first_date", r->first);
	json_key_int(j, "last_date", r->last);
	json_key_objects(j, "examples", r->n_examples, example_keys, r->examples);
	json_key(j, "meta");
	json_raw(j, span_trim(span_of(r->meta)));
	json_key_open(j, "sections", '[');
	for (uint32_t i = 0; i < r->n_sections; i++) {
		json_open(j, '{');
		json_key_str(j, "tag", r->sections[i].tag);
		json_key_str(j, "holds", r->sections[i].holds[style->lang]);
		json_key_int(j, "stored", (int64_t)r->sections[i].stored);
		json_key_int(j, "raw", (int64_t)r->sections[i].raw);
		json_close(j, '}');
	}
	json_close(j, ']');
	recall_json(r, j);
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
}

static const result_class info_class = {
    "info", info_empty, info_json, info_table, NULL, NULL, NULL, NULL, NULL, 1};
static const result_class verify_class = {
    "verify", info_empty, info_json, info_table, NULL, NULL, NULL, NULL, NULL, 1};

info_result *
info_result_new(void)
{
	return result_new(&info_class, sizeof(info_result));
}

info_result *
verify_result_new(void)
{
	return result_new(&verify_class, sizeof(info_result));
}

#define NEAREST 3 /* fields named beside a field: fits 80 columns */

/* The nearest other fields that have documents, nearest first. */
static size_t
nearest(const fields_result *r, unsigned f, unsigned out[NEAREST])
{
	size_t n = 0;

	for (unsigned g = 1; g <= N_FIELDS; g++) {
		size_t k = n < NEAREST ? n++ : NEAREST;
		if (g == f || r->size[g] == 0) {
			if (k < NEAREST)
				n--;
			continue;
		}
		while (k > 0 && r->distance[f][out[k - 1]] > r->distance[f][g]) {
			if (k < NEAREST)
				out[k] = out[k - 1];
			k--;
		}
		if (k < NEAREST)
			out[k] = g;
	}
	return n;
}

static void
json_mostly(json *j, const field_mostly *v, tensen_lang lang)
{
	json_key_open(j, "mostly", '[');
	for (size_t i = 0; i < MOSTLY_MAX && v[i].documents; i++) {
		json_open(j, '{');
		json_key_str(j, "subclass", v[i].subclass);
		json_key_str(j, "name", v[i].name[lang]);
		json_key_int(j, "documents", v[i].documents);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
fields_json(const tensen_result *res, const tensen_style *style, json *j)
{
	const fields_result *r = RESULT_AS(fields_result, res);

	json_key_open(j, "fields", '[');
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		json_open(j, '{');
		json_key_int(j, "field", f);
		json_key_str(j, "name", r->name[f][style->lang]);
		json_key_str(j, "short", r->brief[f][style->lang]);
		json_key_str(j, "sector", r->sector[f][style->lang]);
		json_key_int(j, "documents", r->size[f]);
		json_mostly(j, r->mostly[f], style->lang);
		json_key_open(j, "distance", '[');
		for (unsigned g = 1; g <= N_FIELDS; g++)
			json_num(j, f == g ? 0 : r->distance[f][g], 3);
		json_close(j, ']');
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
fields_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const fields_result *r = RESULT_AS(fields_result, res);
	int ja = style->lang == TENSEN_JA;

	buf_str(out, ja ? "    分野                          文献  近い分野（距離）\n"
			: "    field                     documents  nearest fields (distance)\n");
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		unsigned near[NEAREST];
		size_t n = nearest(r, f, near);
		buf_printf(out, "%2u  ", f);
		table_cell(out, span_of(r->name[f][style->lang]), 26, 1);
		table_number(out, r->size[f], 9);
		buf_str(out, "  ");
		for (size_t i = 0; i < n; i++)
			buf_printf(
			    out, "%s%u (%.2f)", i ? ", " : "", near[i], r->distance[f][near[i]]);
		buf_char(out, '\n');
	}
}

static const result_class fields_class = {
    "fields", info_empty, fields_json, fields_table, NULL, NULL, NULL, NULL, NULL, 1};

fields_result *
fields_result_new(void)
{
	return result_new(&fields_class, sizeof(fields_result));
}
