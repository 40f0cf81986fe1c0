/* corpus/input/walk_share.c - the share of one of several processes that read the same files. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "corpus/input/walk.h"
#include "util/fail.h"

#define LOOK ((size_t)16 << 10) /* bytes searched for line ends at a time */

/* A file of one JSON object a line, not compressed. */
static int
has_lines(const walked *visited)
{
	const char *dot = strrchr(visited->path, '.');

	return dot && (strcmp(dot, ".jsonl") == 0 || strcmp(dot, ".ndjson") == 0) && !visited->why;
}

static tensen_status
fail_errno(const walked *visited, const char *doing, tensen_error *err)
{
	return tensen_fail_in(err, TENSEN_E_IO, visited->path, doing, tensen_os_error(errno));
}

/* The first beginning of a line at or after `at`; the size of the file if there is none. */
static uint64_t
line_start(FILE *f, uint64_t at, uint64_t size)
{
	int c = 0;

	if (at == 0 || at >= size || fseeko(f, (off_t)at - 1, SEEK_SET) < 0)
		return at;
	for (at--; c != '\n'; at++)
		if ((c = getc_unlocked(f)) == EOF)
			return size;
	return at;
}

/* Set the part of f whose lines begin in from .. to - 1. */
static tensen_status
walk_cut(walked *visited, uint64_t from, uint64_t to, tensen_error *err)
{
	FILE *f = fopen(visited->path, "re");
	tensen_status st = TENSEN_OK;

	if (!f)
		return fail_errno(visited, SAY_CANNOT_OPEN, err);
	visited->from = line_start(f, from, visited->size);
	visited->to = line_start(f, to, visited->size);
	if (ferror(f))
		st = fail_errno(visited, SAY_CANNOT_READ, err);
	fclose(f);
	visited->part = visited->from > 0 || visited->to < visited->size;
	visited->size = visited->to - visited->from;
	return st;
}

/* Keep what lies in the bytes first .. last - 1 of all files; the file itself begins at `at`. */
static tensen_status
walk_keep(walked *visited, uint64_t at, uint64_t first, uint64_t last, int split, int *kept,
    tensen_error *err)
{
	uint64_t end = at + (visited->size ? visited->size : 1);

	*kept = at >= first && at < last;
	if (!split || !has_lines(visited) || (*kept && end <= last))
		return TENSEN_OK;
	*kept = at < last && end > first;
	if (!*kept)
		return TENSEN_OK;
	if (walk_cut(visited, first > at ? first - at : 0, last < end ? last - at : visited->size,
		err) < 0)
		return TENSEN_E_IO;
	*kept = visited->size > 0;
	return TENSEN_OK;
}

tensen_status
walk_share(walk *way, unsigned share, unsigned shares, int split, tensen_error *err)
{
	uint64_t total = 0, at = 0, first, last;
	size_t n = 0;
	tensen_status st = TENSEN_OK;

	for (size_t i = 0; i < way->n; i++) {
		if (strcmp(way->v[i].path, "-") == 0)
			return tensen_fail(err, TENSEN_E_ARG, SAY_STANDARD_INPUT_CANNOT);
		total += way->v[i].size ? way->v[i].size : 1;
	}
	first = (uint64_t)((unsigned __int128)total * share / shares);
	last = (uint64_t)((unsigned __int128)total * (share + 1) / shares);
	for (size_t i = 0; i < way->n; i++) {
		walked f = way->v[i];
		uint64_t size = f.size ? f.size : 1;
		int kept = 0;
		if (st == TENSEN_OK)
			st = walk_keep(&f, at, first, last, split, &kept, err);
		at += size;
		if (kept)
			way->v[n++] = f;
		else
			free(f.path);
	}
	way->n = n;
	return st;
}

tensen_status
walk_lines(const walked *visited, uint64_t *out, tensen_error *err)
{
	FILE *f = fopen(visited->path, "re");
	uint64_t left = visited->to - visited->from;
	char look[LOOK];
	size_t n = 1;
	tensen_status st = TENSEN_OK;

	*out = 0;
	if (!f || fseeko(f, (off_t)visited->from, SEEK_SET) < 0)
		st = fail_errno(visited, SAY_CANNOT_OPEN, err);
	while (st == TENSEN_OK && n && left) {
		n = fread(look, 1, left < LOOK ? (size_t)left : LOOK, f);
		for (size_t i = 0; i < n; i++)
			*out += look[i] == '\n';
		left -= n;
	}
	if (st == TENSEN_OK && ferror(f))
		st = fail_errno(visited, SAY_CANNOT_READ, err);
	if (f)
		fclose(f);
	return st;
}
