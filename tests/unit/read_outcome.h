/* tests/unit/read_outcome.h - reads a text as if it were a file and keeps the result. */
#pragma once
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <tensen/messages.h>
#include "../support.h"
#include "corpus/reader.h"

#define MAX_READ 64

#define KEPT 16 /* refusals and notes that are kept; all are counted */
#define LINE_BYTES 300

typedef struct outcome {
	tensen_status st;
	tensen_error err;
	arena mem;
	document d[MAX_READ];
	size_t n;
	char refused[KEPT][LINE_BYTES]; /* "at: why" */
	size_t n_refused;
	char noted[KEPT][LINE_BYTES];
	size_t n_noted;
	file_account account; /* of the last file; path is gone */
	uint64_t files, records, read, no_text, n_account_refused;
} outcome;

static inline tensen_status
keep_document(void *payload, const document *d, tensen_error *err)
{
	outcome *o = payload;
	buf b = BUF_INIT;
	span s;

	if (o->n == MAX_READ)
		return TENSEN_OK;
	document_write(&b, d);
	s = arena_copy(&o->mem, b.p, b.n);
	buf_clear(&b);
	return document_read(&o->d[o->n++], &o->mem, s, err);
}

static inline void
keep_line(char lines[KEPT][LINE_BYTES], size_t *n, unsigned long long at, const char *what)
{
	char words[LINE_BYTES - 24];

	tensen_message(words, sizeof words, what, TENSEN_EN);
	if ((*n)++ < KEPT)
		snprintf(lines[*n - 1], LINE_BYTES, "%llu: %s", at, words);
}

static inline void
keep_refused(void *payload, const char *path, unsigned long long at, const char *why)
{
	outcome *o = payload;

	(void)path;
	keep_line(o->refused, &o->n_refused, at, why);
}

static inline void
keep_noted(void *payload, const char *path, unsigned long long at, const char *what)
{
	outcome *o = payload;

	(void)path;
	keep_line(o->noted, &o->n_noted, at, what);
}

static inline void
keep_account(void *payload, const file_account *a)
{
	outcome *o = payload;

	if (a->problem)
		keep_line(o->refused, &o->n_refused, a->problem_at, a->problem);
	o->account = *a;
	o->account.path = NULL;
	o->account.problem = a->problem ? "problem" : NULL;
	o->account.encoding = NULL;
	o->files++;
	o->records += a->records;
	o->read += a->read;
	o->no_text += a->no_text;
	o->n_account_refused += a->refused;
}

static inline outcome *
read_paths(const char *const *paths, size_t n, const corpus_opts *opts)
{
	static const corpus_opts plain;
	outcome *o = calloc(1, sizeof *o);
	corpus_sink sink = {keep_document, keep_refused, keep_account, o, keep_noted, NULL};

	arena_init(&o->mem);
	o->st = corpus_read(paths, n, opts ? opts : &plain, &sink, &o->err);
	return o;
}

static inline void
outcome_free(outcome *o)
{
	arena_clear(&o->mem);
	free(o);
}

/* A file of these bytes, whose name says nothing of its format. */
static inline void
write_temp(char path[300], const void *p, size_t n)
{
	int fd;

	temporary_name(path, 300);
	fd = mkstemp(path);
	if (fd < 0 || write(fd, p, n) != (ssize_t)n)
		abort();
	close(fd);
}

static inline outcome *
read_bytes(const void *p, size_t n, const corpus_opts *opts)
{
	char path[300];
	const char *paths[1] = {path};
	outcome *o;

	write_temp(path, p, n);
	o = read_paths(paths, 1, opts);
	unlink(path);
	return o;
}

static inline outcome *
read_string(const char *s)
{
	return read_bytes(s, strlen(s), NULL);
}

static inline int
is(span s, const char *want)
{
	return span_eq(s, span_of(want));
}
