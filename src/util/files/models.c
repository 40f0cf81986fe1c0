/* util/files/models.c - see models.h; the embedded table is made by embed.sh. */
#include "util/files/models.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "util/fail.h"
#include "util/files/file.h"

struct embedded {
	const char *name, *bytes;
	uint64_t size;
};
extern const struct embedded models_embedded[];

#define MAX_FILES 64

struct models {
	filemap maps[MAX_FILES];
	uint8_t replaced[MAX_FILES]; /* 1: maps[i] replaces the embedded bytes */
};

/* A file that the folder lacks stays embedded; a file that it has must be readable. */
static tensen_status
models_replace(models *tables, size_t i, const char *dir, tensen_error *err)
{
	char path[4096];
	int n = snprintf(path, sizeof path, "%s/%s", dir, models_embedded[i].name);
	tensen_status st;

	if (n < 0 || n >= (int)sizeof path)
		return tensen_fail(err, TENSEN_E_IO, SAY_NAME_FOLDER_TOO);
	if (access(path, F_OK) != 0)
		return TENSEN_OK;
	st = filemap_open(&tables->maps[i], path, err);
	tables->replaced[i] = st == TENSEN_OK;
	return st;
}

tensen_status
models_open(models **out, const char *dir, tensen_error *err)
{
	models *m = calloc(1, sizeof *m);
	size_t found = 0;

	*out = NULL;
	if (!m)
		return tensen_fail_nomem(err);
	for (size_t i = 0; dir && i < MAX_FILES && models_embedded[i].name; i++) {
		tensen_status st = models_replace(m, i, dir, err);
		if (st < 0) {
			models_close(m);
			return st;
		}
		found += m->replaced[i];
	}
	if (dir && found == 0) {
		models_close(m);
		tensen_fail(err, TENSEN_E_IO, SAY_NO_MODEL_FILE,
		    models_embedded[0].name ? models_embedded[0].name : "fields.tsv");
		tensen_fail_at(err, dir, 0);
		return TENSEN_E_IO;
	}
	*out = m;
	return TENSEN_OK;
}

void
models_close(models *tables)
{
	if (!tables)
		return;
	for (size_t i = 0; i < MAX_FILES; i++)
		filemap_close(&tables->maps[i]);
	free(tables);
}

tensen_status
models_get(const models *tables, const char *name, span *out, tensen_error *err)
{
	for (size_t i = 0; i < MAX_FILES && models_embedded[i].name; i++) {
		if (strcmp(models_embedded[i].name, name) != 0)
			continue;
		if (tables->replaced[i])
			*out = (span){(const char *)tables->maps[i].p, tables->maps[i].n};
		else
			*out = (span){models_embedded[i].bytes, models_embedded[i].size};
		return TENSEN_OK;
	}
	return tensen_fail(err, TENSEN_E_NOTFOUND, SAY_NO_MODEL_FILE_NAMED, name);
}

span
models_builtin(const char *name)
{
	for (size_t i = 0; models_embedded[i].name; i++)
		if (strcmp(models_embedded[i].name, name) == 0)
			return (span){models_embedded[i].bytes, models_embedded[i].size};
	return (span){"", 0};
}

tensen_status
tsv_open(tsv *tab, const models *tables, const char *name, tensen_error *err)
{
	*tab = (tsv){.at = 0};
	return models_get(tables, name, &tab->file, err);
}

static span
line_at(span file, size_t from)
{
	const char *end = memchr(file.p + from, '\n', file.n - from);

	return span_sub(file, from, end ? (size_t)(end - file.p) : file.n);
}

static size_t
columns_of(span *cols, size_t max, span line)
{
	size_t n = 0;

	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	while (n + 1 < max && memchr(line.p, '\t', line.n))
		cols[n++] = span_cut(&line, '\t');
	cols[n++] = line;
	return n;
}

size_t
tsv_next(tsv *one, span *cols, size_t max)
{
	while (one->at < one->file.n) {
		span line = line_at(one->file, one->at);
		one->at += line.n + 1;
		one->line++;
		if (line.n && line.p[0] != '\r' && line.p[0] != '#')
			return columns_of(cols, max, line);
	}
	return 0;
}

/* Where the line begins that has this byte. */
static size_t
line_start(span file, size_t at)
{
	while (at > 0 && file.p[at - 1] != '\n')
		at--;
	return at;
}

/* Where the first line begins whose key is not before this one. */
static size_t
line_not_before(span file, span key)
{
	size_t from = 0, to = file.n; /* starts of lines */

	while (from < to) {
		size_t at = line_start(file, from + (to - from) / 2);
		span line = line_at(file, at), rest = line;
		if (span_order(key, span_cut(&rest, '\t')) <= 0)
			to = at;
		else
			from = at + line.n + 1;
	}
	return from < file.n ? from : file.n;
}

tensen_status
tsv_open_at(tsv *tab, const models *tables, const char *name, span key, tensen_error *err)
{
	tensen_status st = tsv_open(tab, tables, name, err);

	if (st == TENSEN_OK)
		tab->at = line_not_before(tab->file, key);
	return st;
}

size_t
tsv_find(const models *tables, const char *name, span key, span *cols, size_t max)
{
	tsv tab;
	size_t n;

	if (tsv_open_at(&tab, tables, name, key, NULL) != TENSEN_OK)
		return 0;
	n = tsv_next(&tab, cols, max);
	return n && span_eq(cols[0], key) ? n : 0;
}
