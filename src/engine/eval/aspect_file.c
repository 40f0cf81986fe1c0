/* engine/eval/aspect_file.c - see judged_queries.h. */
#include "engine/eval/judged_queries.h"
#include <stdlib.h>
#include <string.h>
#include <tensen/limits.h>
#include "corpus/formats/csv.h"
#include "util/fail.h"

typedef struct entry {
	uint32_t query;
	const char *text;
} entry;

static tensen_status
aspect_add(aspect_file *file, span of, span text, uint64_t line, tensen_error *err)
{
	entry e = {strtab_add(&file->queries, of), arena_copy(&file->mem, text.p, text.n).p};

	if (text.n > TENSEN_ASPECT_BYTES)
		return tensen_fail(err, TENSEN_E_INPUT, SAY_LINE_ASPECT_BYTES,
		    (unsigned long long)line, text.n, TENSEN_ASPECT_BYTES);
	if (e.query == STRTAB_NONE || !e.text)
		return tensen_fail_nomem(err);
	buf_add(&file->entries, &e, sizeof e);
	return file->entries.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

static tensen_status
add_cell(aspect_file *file, span of, span cell, uint64_t line, tensen_error *err)
{
	size_t from = 0;
	tensen_status st = TENSEN_OK;

	while (from <= cell.n && st == TENSEN_OK) {
		size_t to = span_find(cell, SPAN_LIT(" | "), from);
		span text = span_trim(span_sub(cell, from, to == (size_t)-1 ? cell.n : to));
		if (text.n)
			st = aspect_add(file, of, text, line, err);
		if (to == (size_t)-1)
			break;
		from = to + 3;
	}
	return st;
}

static tensen_status
find_columns(int *of, int *aspect, const csv_row *row, tensen_error *err)
{
	*of = *aspect = -1;
	for (uint32_t i = 0; i < row->n; i++) {
		span name = span_trim(row->v[i]);
		if (span_eq(name, SPAN_LIT("query")))
			*of = (int)i;
		else if (span_eq(name, SPAN_LIT("aspect")) ||
			 span_starts(name, SPAN_LIT("short_queries")))
			*aspect = (int)i;
	}
	if (*of < 0 || *aspect < 0)
		return tensen_fail(
		    err, TENSEN_E_INPUT, SAY_LINE_1_NO, *of < 0 ? "query" : "aspect");
	return TENSEN_OK;
}

static tensen_status
read_rows(aspect_file *file, csv *table, tensen_error *err)
{
	csv_row row;
	int of, aspect;
	tensen_status st = csv_next(table, &row, err);

	if (st == TENSEN_OK)
		st = find_columns(&of, &aspect, &row, err);
	while (st == TENSEN_OK && (st = csv_next(table, &row, err)) == TENSEN_OK && row.n) {
		if (row.problem)
			return tensen_fail(err, TENSEN_E_INPUT, SAY_IN_LINE,
			    (unsigned long long)row.line, row.problem);
		if ((uint32_t)of < row.n && (uint32_t)aspect < row.n)
			st = add_cell(file, span_trim(row.v[of]), row.v[aspect], row.line, err);
	}
	return st;
}

/* Sort entries to their queries, in the order of the file. */
static tensen_status
aspect_deal(aspect_file *file, tensen_error *err)
{
	const entry *e = (const entry *)(const void *)file->entries.p;
	size_t n = file->entries.n / sizeof *e, at = 0;

	file->v = calloc(n + file->queries.n + 1, sizeof *file->v);
	file->start = calloc((size_t)file->queries.n + 1, sizeof *file->start);
	if (!file->v || !file->start)
		return tensen_fail_nomem(err);
	for (uint32_t q = 0; q < file->queries.n; q++) {
		file->start[q] = at;
		for (size_t i = 0; i < n; i++)
			if (e[i].query == q)
				file->v[at++] = e[i].text;
		if (at - file->start[q] > TENSEN_ASPECTS_MAX)
			return tensen_fail(err, TENSEN_E_INPUT, SAY_ASPECTS_ONE_QUERY,
			    at - file->start[q], TENSEN_ASPECTS_MAX);
		at++; /* the NULL behind them */
	}
	return TENSEN_OK;
}

tensen_status
aspect_file_read(aspect_file *out, const char *path, tensen_error *err)
{
	stream *in = NULL;
	csv *table = NULL;
	span head;
	tensen_status st = stream_open(&in, path, NULL, err);

	*out = (aspect_file){.v = NULL};
	arena_init(&out->mem);
	strtab_init(&out->queries);
	if (st == TENSEN_OK && (st = stream_peek(in, 4096, &head, err)) == TENSEN_OK)
		st = csv_new(&table, in, memchr(head.p, '\t', head.n) ? '\t' : ',', err);
	if (st == TENSEN_OK)
		st = read_rows(out, table, err);
	csv_close(table);
	stream_close(in);
	if (st == TENSEN_OK)
		st = aspect_deal(out, err);
	if (st < 0)
		tensen_fail_at(err, path, 0);
	return st;
}

void
aspect_file_clear(aspect_file *file)
{
	arena_clear(&file->mem);
	strtab_clear(&file->queries);
	buf_clear(&file->entries);
	free(file->v);
	free(file->start);
	*file = (aspect_file){.v = NULL};
}

const char *const *
aspect_file_of(const aspect_file *file, const char *id)
{
	uint32_t q = strtab_find(&file->queries, span_of(id));

	return q == STRTAB_NONE ? NULL : file->v + file->start[q];
}
