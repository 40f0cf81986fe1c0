/* corpus/input/walk.c - see walk.h. */
#include "corpus/input/walk.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "util/fail.h"
#include "util/memory.h"
#include "util/threads/sort.h"

#define DEPTH_MAX 64 /* every level holds one folder open, and a process may open 1,024 files */

static tensen_status
walk_add(walk *way, char *path, walked file, tensen_error *err)
{
	walked *v = array_room(way->v, way->n, &way->cap, 16, sizeof *v);

	if (!v) {
		free(path);
		return tensen_fail_nomem(err);
	}
	way->v = v;
	file.path = path;
	way->v[way->n++] = file;
	return TENSEN_OK;
}

/* What the system says, as far as it is worth a text of its own. */
static const char *
why_not(int number)
{
	switch (number) {
	case ENOENT:
	case ENOTDIR:
		return SAY_CANNOT_OPEN_NO;
	case EACCES:
		return SAY_CANNOT_OPEN_PERMISSION;
	case ELOOP:
		return SAY_CANNOT_OPEN_TOO;
	default:
		return SAY_CANNOT_BE_OPENED;
	}
}

static tensen_status
add_copy(walk *way, const char *path, walked file, tensen_error *err)
{
	char *copy = strdup(path);

	return copy ? walk_add(way, copy, file, err) : tensen_fail_nomem(err);
}

COMPARE(by_bytes, walked, TEXT(path))

static tensen_status walk_folder(walk *way, const char *path, int depth, tensen_error *err);

static tensen_status
add_entry(walk *way, const char *folder, const char *name, int depth, tensen_error *err)
{
	struct stat here, there;
	char *path;
	walked file = {.from_folder = 1};
	tensen_status st = TENSEN_OK;

	if (name[0] == '.')
		return TENSEN_OK;
	if (asprintf(&path, "%s/%s", folder, name) < 0)
		return tensen_fail_nomem(err);
	if (lstat(path, &here) < 0 || stat(path, &there) < 0)
		file.why = lstat(path, &here) == 0 && S_ISLNK(here.st_mode) && errno == ENOENT
			       ? SAY_LINK_TO_FILE
			       : why_not(errno);
	else if (S_ISREG(there.st_mode))
		file.size = (uint64_t)there.st_size;
	else if (!S_ISDIR(there.st_mode))
		file = (walked){.from_folder = 1, .why = SAY_NEITHER_FILE_NOR, .harmless = 1};
	else if (!S_ISDIR(here.st_mode))
		file.why = SAY_LINK_TO_FOLDER;
	else if (depth == DEPTH_MAX)
		file.why = SAY_FOLDER_NESTED_TOO;
	else {
		st = walk_folder(way, path, depth + 1, err);
		free(path);
		return st;
	}
	return walk_add(way, path, file, err);
}

static tensen_status
walk_folder(walk *way, const char *path, int depth, tensen_error *err)
{
	DIR *d = opendir(path);
	struct dirent *e;
	tensen_status st = TENSEN_OK;

	if (!d)
		return add_copy(way, path, (walked){.from_folder = 1, .why = why_not(errno)}, err);
	while (st == TENSEN_OK) {
		errno = 0; /* the end of the folder leaves it 0, a failure sets it */
		if (!(e = readdir(d))) {
			if (errno)
				st = add_copy(way, path,
				    (walked){.from_folder = 1, .why = SAY_CANNOT_BE_READ}, err);
			break;
		}
		st = add_entry(way, path, e->d_name, depth, err);
	}
	closedir(d);
	return st;
}

static tensen_status
walk_one(walk *way, const char *path, tensen_error *err)
{
	struct stat sb = {.st_size = 0};
	size_t from = way->n;
	int is_stdin = strcmp(path, "-") == 0;
	tensen_status st;

	if (!is_stdin && stat(path, &sb) < 0)
		return add_copy(way, path, (walked){.why = why_not(errno)}, err);
	if (!is_stdin && S_ISDIR(sb.st_mode)) {
		st = walk_folder(way, path, 0, err);
		if (way->n > from)
			qsort(way->v + from, way->n - from, sizeof *way->v, by_bytes);
		return st;
	}
	return add_copy(way, path, (walked){.size = (uint64_t)sb.st_size}, err);
}

tensen_status
walk_paths(walk *way, const char *const *paths, size_t n, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	*way = (walk){NULL, 0, 0};
	for (size_t i = 0; i < n && st == TENSEN_OK; i++)
		st = walk_one(way, paths[i], err);
	if (st < 0)
		walk_clear(way);
	return st;
}

void
walk_clear(walk *way)
{
	for (size_t i = 0; i < way->n; i++)
		free(way->v[i].path);
	free(way->v);
	*way = (walk){NULL, 0, 0};
}
