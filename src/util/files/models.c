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

size_t
tsv_next(tsv *one, span *cols, size_t max)
{
	while (one->at < one->file.n) {
		size_t end = span_find(one->file, SPAN_LIT("\n"), one->at), n = 0;
		span rest;
		if (end == (size_t)-1)
			end = one->file.n;
		rest = span_sub(one->file, one->at, end);
		if (rest.n && rest.p[rest.n - 1] == '\r')
			rest.n--;
		one->at = end + 1;
		one->line++;
		if (rest.n == 0 || rest.p[0] == '#')
			continue;
		while (n + 1 < max) {
			size_t tab = span_find(rest, SPAN_LIT("\t"), 0);
			if (tab == (size_t)-1)
				break;
			cols[n++] = span_sub(rest, 0, tab);
			rest = span_sub(rest, tab + 1, rest.n);
		}
		cols[n++] = rest;
		return n;
	}
	return 0;
}
