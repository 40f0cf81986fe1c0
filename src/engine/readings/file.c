/* engine/readings/file.c - the file of readings: lines found by role and key, or by query.
 *
 * RULES  A line goes out by one write() to a file opened with O_APPEND, under a lock, so that two
 *        programs may write at once; a torn last line of a killed program is ended first.  Lines
 *        that the side file covers are found there; the others (the tail) are read once and kept
 *        in memory as places.  A file that another one has replaced is read from its
 *        beginning. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <tensen/messages.h>
#include <tensen/readings.h>
#include <unistd.h>
#include "engine/readings/lines.h"
#include "engine/readings/side.h"
#include "engine/readings/tail.h"
#include "util/buf.h"
#include "util/fail.h"

/* The side file is renewed when the tail is longer: its lines are read in a few milliseconds, and
 * the places of a million lines are sorted and written in half a second. */
#define TAIL_MOST ((uint64_t)1 << 20)

struct tensen_readings {
	pthread_mutex_t lock;
	char *path, *side_path;
	int fd;           /* -1: there is no file yet */
	struct stat file; /* of fd, when it was opened */
	side side;
	tail tail;
	uint64_t read_to;
};

/* Under the lock: the lines behind read_to that are whole. */
static tensen_status
read_on(tensen_readings *kept, tensen_error *err)
{
	FILE *f = fdopen(dup(kept->fd), "rb");
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	int ok = 1, bad = !f || fseeko(f, (off_t)kept->read_to, SEEK_SET) != 0;

	while (!bad && ok && (n = getline(&line, &size, f)) > 0 && line[n - 1] == '\n') {
		line_head h;
		if ((size_t)n <= READING_MAX && line_head_read(&h, (span){line, (size_t)n})) {
			ok = tail_add(&kept->tail, line_key_name(h.role, h.key),
			    line_query_name(h.query), kept->read_to, (uint32_t)n);
			line_head_clear(&h);
		}
		kept->read_to += (uint64_t)n;
	}
	bad = bad || ferror(f);
	free(line);
	if (f)
		fclose(f);
	if (!ok)
		return tensen_fail_nomem(err);
	if (!bad)
		return TENSEN_OK;
	tensen_fail(err, TENSEN_E_IO, SAY_COULD_NOT_BE);
	tensen_fail_at(err, kept->path, 0);
	return TENSEN_E_IO;
}

static void
file_forget(tensen_readings *kept)
{
	if (kept->fd >= 0)
		close(kept->fd);
	kept->fd = -1;
	side_close(&kept->side);
	tail_clear(&kept->tail);
	kept->read_to = 0;
}

static tensen_status
fail_here(const tensen_readings *kept, tensen_error *err)
{
	tensen_fail(err, TENSEN_E_IO, "%s", errno ? tensen_os_error(errno) : SAY_DISK_FULL);
	tensen_fail_at(err, kept->path, 0);
	return TENSEN_E_IO;
}

/* Under the lock: open the file, also one that cannot be written; flags: O_CREAT or 0. */
static int
open_file(tensen_readings *kept, int flags)
{
	if (kept->fd >= 0)
		return 1;
	kept->fd = open(kept->path, O_RDWR | O_APPEND | O_CLOEXEC | flags, 0666);
	if (kept->fd < 0 && !flags && (errno == EACCES || errno == EROFS))
		kept->fd = open(kept->path, O_RDONLY | O_CLOEXEC);
	if (kept->fd < 0 || fstat(kept->fd, &kept->file) != 0)
		return 0;
	side_open(&kept->side, kept->side_path, kept->fd, (uint64_t)kept->file.st_size);
	kept->read_to = kept->side.covers;
	return 1;
}

/* Under the lock. */
static tensen_status
file_refresh(tensen_readings *kept, tensen_error *err)
{
	struct stat now;

	if (stat(kept->path, &now) != 0) {
		file_forget(kept);
		return errno == ENOENT ? TENSEN_OK : fail_here(kept, err);
	}
	if (kept->fd >= 0 && (now.st_ino != kept->file.st_ino || now.st_dev != kept->file.st_dev ||
				 (uint64_t)now.st_size < kept->read_to))
		file_forget(kept);
	if (!open_file(kept, 0))
		return fail_here(kept, err);
	return (uint64_t)now.st_size > kept->read_to ? read_on(kept, err) : TENSEN_OK;
}

tensen_status
tensen_readings_refresh(tensen_readings *kept, tensen_error *err)
{
	tensen_status st;

	pthread_mutex_lock(&kept->lock);
	st = file_refresh(kept, err);
	pthread_mutex_unlock(&kept->lock);
	return st;
}

tensen_status
tensen_readings_open(tensen_readings **out, const char *path, tensen_error *err)
{
	tensen_readings *r = calloc(1, sizeof *r);
	size_t n = strlen(path), cut;
	tensen_status st = TENSEN_OK;

	*out = NULL;
	if (!r)
		return tensen_fail_nomem(err);
	pthread_mutex_init(&r->lock, NULL);
	r->fd = -1;
	/* FILE.readings.jsonl has its places in FILE.readings.at, any other F in F.at */
	cut = n > 6 && strcmp(path + n - 6, ".jsonl") == 0 ? 6 : 0;
	if (asprintf(&r->side_path, "%.*s.at", (int)(n - cut), path) < 0)
		r->side_path = NULL;
	if (!(r->path = strdup(path)) || !r->side_path)
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK)
		st = file_refresh(r, err);
	if (st < 0)
		tensen_readings_close(r);
	else
		*out = r;
	return st;
}

tensen_status
tensen_readings_beside(tensen_readings **out, const char *index, tensen_error *err)
{
	char *path = NULL;
	tensen_status st;

	*out = NULL;
	if (asprintf(&path, "%s.readings.jsonl", index) < 0)
		return tensen_fail_nomem(err);
	st = tensen_readings_open(out, path, err);
	free(path);
	return st;
}

void
tensen_readings_close(tensen_readings *kept)
{
	if (!kept)
		return;
	file_forget(kept);
	pthread_mutex_destroy(&kept->lock);
	free(kept->path);
	free(kept->side_path);
	free(kept);
}

/* ---- writing ---- */

/* All of it, and never into the middle of another program's line. */
static int
write_line(int fd, const char *line, size_t n)
{
	struct stat s;
	char last = '\n';
	int ok;

	if (flock(fd, LOCK_EX) != 0 || fstat(fd, &s) != 0)
		return 0;
	if (s.st_size > 0 && pread(fd, &last, 1, s.st_size - 1) != 1)
		last = '\n';
	ok = (last == '\n' || write(fd, "\n", 1) == 1) && write(fd, line, n) == (ssize_t)n;
	flock(fd, LOCK_UN);
	return ok;
}

tensen_status
tensen_readings_add(tensen_readings *kept, const char *line, tensen_error *err)
{
	size_t n = strlen(line);
	char *whole = NULL;
	line_head h;
	tensen_status st;

	if (n + 1 > READING_MAX || memchr(line, '\n', n) || !line_head_read(&h, (span){line, n}))
		return tensen_fail(err, TENSEN_E_ARG, SAY_NOT_ONE_LINE);
	line_head_clear(&h);
	if (asprintf(&whole, "%s\n", line) < 0)
		return tensen_fail_nomem(err);
	pthread_mutex_lock(&kept->lock);
	errno = 0;
	if (!open_file(kept, O_CREAT) || !write_line(kept->fd, whole, n + 1))
		st = fail_here(kept, err);
	else
		st = file_refresh(kept, err);
	pthread_mutex_unlock(&kept->lock);
	free(whole);
	return st;
}

/* Under the lock: the side file of all lines read so far. */
static tensen_status
renew_side(tensen_readings *kept, tensen_error *err)
{
	uint64_t n = kept->side.n + kept->tail.n;
	line_place *v = malloc((2 * n + 1) * sizeof *v);
	tensen_status st;

	if (!v)
		return tensen_fail_nomem(err);
	if (kept->side.n) {
		memcpy(v, kept->side.by_key, kept->side.n * sizeof *v);
		memcpy(v + n, kept->side.by_query, kept->side.n * sizeof *v);
	}
	tail_copy(&kept->tail, v + kept->side.n, v + n + kept->side.n);
	st = side_write(kept->side_path, kept->fd, kept->read_to, v, v + n, n, err);
	free(v);
	if (st < 0)
		return st;
	file_forget(kept);
	return file_refresh(kept, err);
}

tensen_status
tensen_readings_settle(tensen_readings *kept, tensen_error *err)
{
	tensen_status st;

	pthread_mutex_lock(&kept->lock);
	st = file_refresh(kept, err);
	if (st == TENSEN_OK && kept->fd >= 0 && kept->read_to - kept->side.covers > TAIL_MOST)
		st = renew_side(kept, err);
	pthread_mutex_unlock(&kept->lock);
	return st;
}

void
tensen_readings_counted(tensen_readings *kept, tensen_readings_counts *out)
{
	pthread_mutex_lock(&kept->lock);
	*out = (tensen_readings_counts){
	    kept->side.n + kept->tail.n, kept->read_to, kept->side.n, tail_memory(&kept->tail)};
	pthread_mutex_unlock(&kept->lock);
}

/* ---- finding ---- */

/* Under the lock: append the line of a place if its head is what is sought; an empty span is not
 * compared.  1: it is. */
static int
take_line(tensen_readings *kept, buf *out, uint64_t at, uint32_t n, const line_head *sought)
{
	size_t before = out->n;
	char *to = n > 0 && n <= READING_MAX ? buf_more(out, n) : NULL;
	line_head h;
	int same;

	if (!to)
		return 0;
	if (pread(kept->fd, to, n, (off_t)at) != (ssize_t)n || to[n - 1] != '\n' ||
	    !line_head_read(&h, (span){to, n})) {
		out->n = before;
		return 0;
	}
	same = (!sought->key.n || (span_eq(h.role, sought->role) && span_eq(h.key, sought->key))) &&
	       (!sought->query.n || span_eq(h.query, sought->query));
	line_head_clear(&h);
	if (!same)
		out->n = before;
	return same;
}

/* Under the lock: the last line with this role and key. */
static int
find_last(tensen_readings *kept, buf *out, const line_head *sought)
{
	uint64_t name = line_key_name(sought->role, sought->key), first, i;

	for (uint32_t e = tail_last_of_key(&kept->tail, name); e != TAIL_NONE;
	     e = tail_before_of_key(&kept->tail, e))
		if (take_line(kept, out, kept->tail.v[e].at, kept->tail.v[e].n, sought))
			return 1;
	first = i = side_first(kept->side.by_key, kept->side.n, name);
	while (i < kept->side.n && kept->side.by_key[i].name == name)
		i++;
	while (i-- > first)
		if (take_line(kept, out, kept->side.by_key[i].at, kept->side.by_key[i].n, sought))
			return 1;
	return 0;
}

static tensen_status
file_give(buf *to, tensen_text *out, tensen_error *err)
{
	*out = (tensen_text){.p = NULL};
	if (to->n)
		buf_cstr(to);
	if (to->failed) {
		buf_clear(to);
		return tensen_fail_nomem(err);
	}
	if (to->n)
		*out = (tensen_text){.p = to->p, .n = to->n};
	else
		buf_clear(to);
	return TENSEN_OK;
}

tensen_status
tensen_readings_find(
    tensen_readings *kept, const char *role, const char *key, tensen_text *out, tensen_error *err)
{
	const line_head sought = {.role = span_of(role), .key = span_of(key)};
	buf b = BUF_INIT;

	pthread_mutex_lock(&kept->lock);
	find_last(kept, &b, &sought);
	pthread_mutex_unlock(&kept->lock);
	return file_give(&b, out, err);
}

int
tensen_readings_has(tensen_readings *kept, const char *role, const char *key)
{
	tensen_text line = {.p = NULL};
	int has = tensen_readings_find(kept, role, key, &line, NULL) == TENSEN_OK && line.p;

	tensen_text_free(&line);
	return has;
}

tensen_status
tensen_readings_lines(tensen_readings *kept, const char *query, tensen_text *out, tensen_error *err)
{
	const line_head sought = {.query = span_of(query)};
	uint64_t name = line_query_name(sought.query);
	uint32_t *later, n = 0;
	buf b = BUF_INIT;

	pthread_mutex_lock(&kept->lock);
	for (uint64_t i = side_first(kept->side.by_query, kept->side.n, name);
	     i < kept->side.n && kept->side.by_query[i].name == name; i++)
		take_line(kept, &b, kept->side.by_query[i].at, kept->side.by_query[i].n, &sought);
	if ((later = tail_of_query(&kept->tail, name, &n)))
		while (n-- > 0)
			take_line(
			    kept, &b, kept->tail.v[later[n]].at, kept->tail.v[later[n]].n, &sought);
	pthread_mutex_unlock(&kept->lock);
	free(later);
	return file_give(&b, out, err);
}

/* Under the lock: 1 if no later line has the same role and key. */
static int
is_last(tensen_readings *kept, const line_head *head_of, span line)
{
	const line_head sought = {.role = head_of->role, .key = head_of->key};
	buf b = BUF_INIT;
	int last = find_last(kept, &b, &sought) && span_eq((span){b.p, b.n}, line);

	buf_clear(&b);
	return last;
}

tensen_status
tensen_readings_each(
    tensen_readings *kept, tensen_readings_take take, void *payload, tensen_error *err)
{
	FILE *f = fopen(kept->path, "rb");
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	tensen_status st = TENSEN_OK;

	if (!f)
		return errno == ENOENT ? TENSEN_OK : fail_here(kept, err);
	while (st == TENSEN_OK && (n = getline(&line, &size, f)) > 0 && line[n - 1] == '\n') {
		line_head h;
		int last;
		if (!line_head_read(&h, (span){line, (size_t)n}))
			continue;
		pthread_mutex_lock(&kept->lock);
		last = is_last(kept, &h, (span){line, (size_t)n});
		pthread_mutex_unlock(&kept->lock);
		line_head_clear(&h);
		if (last)
			st = take(line, (size_t)n - 1, payload);
	}
	if (st == TENSEN_OK && ferror(f))
		st = fail_here(kept, err);
	free(line);
	fclose(f);
	return st;
}
