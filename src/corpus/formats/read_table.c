/* corpus/formats/read_table.c - tables with a header: J-PlatPat's CSV, the open-patent
 * database's, and the user's own.
 *
 * Columns are found by name, because exports of different years have different columns. */
#include "corpus/formats/columns.h"
#include <stdlib.h>
#include "corpus/formats/csv.h"
#include "text/utf8.h"
#include "util/fail.h"

#define MAX_COLUMNS 1024 /* a file with more columns is refused */

typedef struct table {
	feed *feed;
	csv *csv;
	corpus_format format;
	uint32_t n;      /* columns */
	uint8_t *fields; /* meaning of each */
	buf names;       /* bytes of the header's names */
	span *name;      /* [n] into names */
	record rec;
} table;

/* The delimiter is the one of tab, comma and semicolon that is most frequent in the first line. */
static tensen_status
find_delimiter(feed *from, char *out, tensen_error *err)
{
	static const char delimiters[] = "\t,;";
	span s;
	size_t best = 0;
	tensen_status st = stream_peek(from->src, 16384, &s, err);
	const char *end = st < 0 || !s.n ? NULL : memchr(s.p, '\n', s.n);

	*out = ',';
	if (end)
		s.n = (size_t)(end - s.p);
	for (size_t d = 0; st == TENSEN_OK && delimiters[d]; d++) {
		size_t count = 0;
		for (size_t i = 0; i < s.n; i++)
			count += s.p[i] == delimiters[d];
		if (count > best) {
			best = count;
			*out = delimiters[d];
		}
	}
	return st;
}

static tensen_status
keep_header(table *columns, const csv_row *row, tensen_error *err)
{
	size_t at = 0;

	columns->n = row->n;
	columns->fields = calloc(row->n, 1);
	columns->name = calloc(row->n, sizeof *columns->name);
	for (uint32_t i = 0; i < row->n; i++)
		buf_span(&columns->names, span_trim(row->v[i]));
	if (!columns->fields || !columns->name || columns->names.failed)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < row->n; i++) {
		size_t n = span_trim(row->v[i]).n;
		columns->name[i] = (span){columns->names.p ? columns->names.p + at : "", n};
		at += n;
	}
	return TENSEN_OK;
}

/* If several columns could be the id: the column "id" in any spelling, else the first one. */
static uint32_t
id_column(const table *columns)
{
	uint32_t first = UINT32_MAX;

	for (uint32_t i = 0; i < columns->n; i++) {
		if (columns->fields[i] != FIELD_ID)
			continue;
		if (columns_is_id(columns->name[i]))
			return i;
		if (first == UINT32_MAX)
			first = i;
	}
	return first;
}

/* Columns that could be the id and are not are numbers of the same patent. */
static void
assign_fields(table *tab)
{
	uint32_t id;

	for (uint32_t i = 0; i < tab->n; i++)
		tab->fields[i] =
		    (uint8_t)columns_field(tab->format, tab->name[i], tab->feed->opts->columns);
	id = id_column(tab);
	for (uint32_t i = 0; i < tab->n; i++)
		if (tab->fields[i] == FIELD_ID && i != id)
			tab->fields[i] = FIELD_NUMBER;
}

/* Name the columns that nothing reads; exports of offices have many, all known. */
static void
note_unread(const table *columns)
{
	buf names = BUF_INIT;

	for (uint32_t i = 0; i < columns->n && columns->format == FORMAT_TABLE; i++)
		if (columns->fields[i] == FIELD_EXTRA) {
			buf_str(&names, names.n ? ", " : "");
			buf_span(&names, columns->name[i]);
		}
	if (names.n && !names.failed)
		feed_note(columns->feed, 1, SAY_COLUMNS_THAT_NOTHING, buf_cstr(&names));
	buf_clear(&names);
}

static tensen_status
read_table_refuse(feed *from, const char *why)
{
	feed_bad_file(from, 1, why);
	return TENSEN_OK;
}

/* Read and judge the header; *usable = 0 when the file is refused. */
static tensen_status
read_header(table *tab, int *usable, tensen_error *err)
{
	feed *f = tab->feed;
	csv_row row;
	buf why = BUF_INIT;
	tensen_status st = csv_next(tab->csv, &row, err);

	*usable = 0;
	if (st < 0)
		return st;
	if (row.problem || row.n == 0)
		return read_table_refuse(f, row.problem ? row.problem : SAY_NO_HEADER);
	if (row.n > MAX_COLUMNS)
		return read_table_refuse(f, SAY_MORE_THAN_1024);
	if ((st = keep_header(tab, &row, err)) < 0)
		return st;
	tab->format = f->account.format;
	columns_missing(&why, tab->format, tab->name, tab->n, f->opts->columns);
	if (why.n > 0) {
		const char *text = buf_cstr(&why);
		why.p[utf8_bad_at((span){text, why.n})] = '\0';
		st = read_table_refuse(f, text);
	} else {
		assign_fields(tab);
		note_unread(tab);
		csv_expect(tab->csv, tab->n);
		*usable = 1;
	}
	buf_clear(&why);
	return st;
}

static tensen_status
read_row_of(table *columns, const csv_row *row, tensen_error *err)
{
	record *r = &columns->rec;

	record_begin(r, row->line);
	for (uint32_t i = 0; i < columns->n && i < row->n; i++)
		record_set(r, (record_field)columns->fields[i], columns->name[i], row->v[i]);
	if (columns->format == FORMAT_PLIDB)
		record_is_licence(r);
	if (columns->format == FORMAT_JPLATPAT)
		r->d.lang = SPAN_LIT("ja");
	return record_end(r, err);
}

static tensen_status
read_rows(table *columns, tensen_error *err)
{
	csv_row row;
	tensen_status st;

	while ((st = csv_next(columns->csv, &row, err)) == TENSEN_OK) {
		if (row.problem && row.cut)
			feed_bad_file(columns->feed, row.line, row.problem);
		else if (row.problem)
			st = feed_refuse(columns->feed, row.line, row.problem, err);
		else if (row.n == 0)
			return TENSEN_OK;
		else
			st = read_row_of(columns, &row, err);
		if (st < 0)
			return st;
	}
	return st;
}

tensen_status
read_table(feed *from, tensen_error *err)
{
	table t = {.feed = from};
	char delimiter;
	int usable;
	tensen_status st;

	record_init(&t.rec, from);
	t.rec.canonical_id = from->account.format == FORMAT_JPLATPAT;
	t.rec.has_br = 1;
	if ((st = find_delimiter(from, &delimiter, err)) == TENSEN_OK &&
	    (st = csv_new(&t.csv, from->src, delimiter, err)) == TENSEN_OK &&
	    (st = read_header(&t, &usable, err)) == TENSEN_OK && usable)
		st = read_rows(&t, err);
	csv_close(t.csv);
	record_clear(&t.rec);
	buf_clear(&t.names);
	free(t.fields);
	free(t.name);
	return st;
}
