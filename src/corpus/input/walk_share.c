/* corpus/input/walk_share.c - the share of one of several processes that read the same files. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "corpus/input/walk.h"
#include "util/fail.h"

#define LOOK ((size_t)64 << 10) /* bytes searched for a line end at a time */

/* A file of one JSON object a line, not compressed. */
static int
has_lines(const walked *visited)
{
	const char *dot = strrchr(visited->path, '.');

	return dot && (strcmp(dot, ".jsonl") == 0 || strcmp(dot, ".ndjson") == 0) && !visited->why;
}

/* The first beginning of a line at or after `at`; the size of the file if there is none. */
static tensen_status
line_start(int fd, uint64_t at, uint64_t size, uint64_t *out, tensen_error *err)
{
	char *look;

	*out = at;
	if (at == 0 || at >= size)
		return TENSEN_OK;
	if (!(look = malloc(LOOK)))
		return tensen_fail_nomem(err);
	for (at--;;) {
		ssize_t n = pread(fd, look, LOOK, (off_t)at);
		const char *end = n > 0 ? memchr(look, '\n', (size_t)n) : NULL;
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0 || end) {
			*out = end ? at + (uint64_t)(end - look) + 1 : size;
			free(look);
			return n < 0 ? tensen_fail(err, TENSEN_E_IO, SAY_CANNOT_READ,
					   tensen_os_error(errno))
				     : TENSEN_OK;
		}
		at += (uint64_t)n;
	}
}

/* Set the part of f whose lines begin in from .. to - 1. */
static tensen_status
walk_cut(walked *visited, uint64_t from, uint64_t to, tensen_error *err)
{
	int fd = open(visited->path, O_RDONLY | O_CLOEXEC);
	tensen_status st;

	if (fd < 0)
		return tensen_fail(err, TENSEN_E_IO, SAY_CANNOT_OPEN, tensen_os_error(errno));
	if ((st = line_start(fd, from, visited->size, &visited->from, err)) == TENSEN_OK)
		st = line_start(fd, to, visited->size, &visited->to, err);
	close(fd);
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
		err) < 0) {
		tensen_fail_at(err, visited->path, 0);
		return TENSEN_E_IO;
	}
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
	int fd = open(visited->path, O_RDONLY | O_CLOEXEC);
	char *look = malloc(LOOK);
	tensen_status st = TENSEN_OK;

	*out = 0;
	if (fd < 0 || !look)
		st = fd < 0 ? tensen_fail(err, TENSEN_E_IO, SAY_CANNOT_OPEN, tensen_os_error(errno))
			    : tensen_fail_nomem(err);
	for (uint64_t at = visited->from; st == TENSEN_OK && at < visited->to;) {
		size_t want = visited->to - at < LOOK ? (size_t)(visited->to - at) : LOOK;
		ssize_t n = pread(fd, look, want, (off_t)at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			st = tensen_fail(err, TENSEN_E_IO, SAY_CANNOT_READ, tensen_os_error(errno));
		if (n <= 0)
			break;
		for (ssize_t i = 0; i < n; i++)
			*out += look[i] == '\n';
		at += (uint64_t)n;
	}
	if (fd >= 0)
		close(fd);
	free(look);
	return st;
}
