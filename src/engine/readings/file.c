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
read_on(tensen_readings *r, tensen_error *err)
{
	FILE *f = fdopen(dup(r->fd), "rb");
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	int ok = 1, bad = !f || fseeko(f, (off_t)r->read_to, SEEK_SET) != 0;

	while (!bad && ok && (n = getline(&line, &size, f)) > 0 && line[n - 1] == '\n') {
		line_head h;
		if ((size_t)n <= READING_MAX && line_head_read(&h, (span){line, (size_t)n})) {
			ok = tail_add(&r->tail, line_key_name(h.role, h.key),
			    line_query_name(h.query), r->read_to, (uint32_t)n);
			line_head_clear(&h);
		}
		r->read_to += (uint64_t)n;
	}
	bad = bad || ferror(f);
	free(line);
	if (f)
		fclose(f);
	if (!ok)
		return tensen_fail_nomem(err);
	if (!bad)
		return TENSEN_OK;
	tensen_fail(err, TENSEN_E_IO, "could not be read");
	tensen_fail_at(err, r->path, 0);
	return TENSEN_E_IO;
}

static void
forget(tensen_readings *r)
{
	if (r->fd >= 0)
		close(r->fd);
	r->fd = -1;
	side_close(&r->side);
	tail_clear(&r->tail);
	r->read_to = 0;
}

static tensen_status
fail_here(const tensen_readings *r, tensen_error *err)
{
	tensen_fail(err, TENSEN_E_IO, "%s", errno ? strerror(errno) : "the disk is full");
	tensen_fail_at(err, r->path, 0);
	return TENSEN_E_IO;
}

/* Under the lock: open the file, also one that cannot be written; flags: O_CREAT or 0. */
static int
open_file(tensen_readings *r, int flags)
{
	if (r->fd >= 0)
		return 1;
	r->fd = open(r->path, O_RDWR | O_APPEND | O_CLOEXEC | flags, 0666);
	if (r->fd < 0 && !flags && (errno == EACCES || errno == EROFS))
		r->fd = open(r->path, O_RDONLY | O_CLOEXEC);
	if (r->fd < 0 || fstat(r->fd, &r->file) != 0)
		return 0;
	side_open(&r->side, r->side_path, r->fd, (uint64_t)r->file.st_size);
	r->read_to = r->side.covers;
	return 1;
}

/* Under the lock. */
static tensen_status
refresh(tensen_readings *r, tensen_error *err)
{
	struct stat now;

	if (stat(r->path, &now) != 0) {
		forget(r);
		return errno == ENOENT ? TENSEN_OK : fail_here(r, err);
	}
	if (r->fd >= 0 && (now.st_ino != r->file.st_ino || now.st_dev != r->file.st_dev ||
			      (uint64_t)now.st_size < r->read_to))
		forget(r);
	if (!open_file(r, 0))
		return fail_here(r, err);
	return (uint64_t)now.st_size > r->read_to ? read_on(r, err) : TENSEN_OK;
}

tensen_status
tensen_readings_refresh(tensen_readings *r, tensen_error *err)
{
	tensen_status st;

	pthread_mutex_lock(&r->lock);
	st = refresh(r, err);
	pthread_mutex_unlock(&r->lock);
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
		st = refresh(r, err);
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
tensen_readings_close(tensen_readings *r)
{
	if (!r)
		return;
	forget(r);
	pthread_mutex_destroy(&r->lock);
	free(r->path);
	free(r->side_path);
	free(r);
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
tensen_readings_add(tensen_readings *r, const char *line, tensen_error *err)
{
	size_t n = strlen(line);
	char *whole = NULL;
	line_head h;
	tensen_status st;

	if (n + 1 > READING_MAX || memchr(line, '\n', n) || !line_head_read(&h, (span){line, n}))
		return tensen_fail(err, TENSEN_E_ARG, "not one line of a reading");
	line_head_clear(&h);
	if (asprintf(&whole, "%s\n", line) < 0)
		return tensen_fail_nomem(err);
	pthread_mutex_lock(&r->lock);
	errno = 0;
	if (!open_file(r, O_CREAT) || !write_line(r->fd, whole, n + 1))
		st = fail_here(r, err);
	else
		st = refresh(r, err);
	pthread_mutex_unlock(&r->lock);
	free(whole);
	return st;
}

/* Under the lock: the side file of all lines read so far. */
static tensen_status
renew_side(tensen_readings *r, tensen_error *err)
{
	uint64_t n = r->side.n + r->tail.n;
	line_place *v = malloc((2 * n + 1) * sizeof *v);
	tensen_status st;

	if (!v)
		return tensen_fail_nomem(err);
	if (r->side.n) {
		memcpy(v, r->side.by_key, r->side.n * sizeof *v);
		memcpy(v + n, r->side.by_query, r->side.n * sizeof *v);
	}
	tail_copy(&r->tail, v + r->side.n, v + n + r->side.n);
	st = side_write(r->side_path, r->fd, r->read_to, v, v + n, n, err);
	free(v);
	if (st < 0)
		return st;
	forget(r);
	return refresh(r, err);
}

tensen_status
tensen_readings_settle(tensen_readings *r, tensen_error *err)
{
	tensen_status st;

	pthread_mutex_lock(&r->lock);
	st = refresh(r, err);
	if (st == TENSEN_OK && r->fd >= 0 && r->read_to - r->side.covers > TAIL_MOST)
		st = renew_side(r, err);
	pthread_mutex_unlock(&r->lock);
	return st;
}

void
tensen_readings_counted(tensen_readings *r, tensen_readings_counts *out)
{
	pthread_mutex_lock(&r->lock);
	*out = (tensen_readings_counts){
	    r->side.n + r->tail.n, r->read_to, r->side.n, tail_memory(&r->tail)};
	pthread_mutex_unlock(&r->lock);
}

/* ---- finding ---- */

/* Under the lock: append the line of a place if its head is what is sought; an empty span is not
 * compared.  1: it is. */
static int
take_line(tensen_readings *r, buf *out, uint64_t at, uint32_t n, const line_head *sought)
{
	size_t before = out->n;
	char *to = n <= READING_MAX ? buf_more(out, n) : NULL;
	line_head h;
	int same;

	if (!to)
		return 0;
	if (pread(r->fd, to, n, (off_t)at) != (ssize_t)n || to[n - 1] != '\n' ||
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
find_last(tensen_readings *r, buf *out, const line_head *sought)
{
	uint64_t name = line_key_name(sought->role, sought->key), first, i;

	for (uint32_t e = tail_last_of_key(&r->tail, name); e != TAIL_NONE;
	     e = tail_before_of_key(&r->tail, e))
		if (take_line(r, out, r->tail.v[e].at, r->tail.v[e].n, sought))
			return 1;
	first = i = side_first(r->side.by_key, r->side.n, name);
	while (i < r->side.n && r->side.by_key[i].name == name)
		i++;
	while (i-- > first)
		if (take_line(r, out, r->side.by_key[i].at, r->side.by_key[i].n, sought))
			return 1;
	return 0;
}

static tensen_status
give(buf *b, tensen_text *out, tensen_error *err)
{
	*out = (tensen_text){.p = NULL};
	if (b->n)
		buf_cstr(b);
	if (b->failed) {
		buf_clear(b);
		return tensen_fail_nomem(err);
	}
	if (b->n)
		*out = (tensen_text){.p = b->p, .n = b->n};
	else
		buf_clear(b);
	return TENSEN_OK;
}

tensen_status
tensen_readings_find(
    tensen_readings *r, const char *role, const char *key, tensen_text *out, tensen_error *err)
{
	const line_head sought = {.role = span_of(role), .key = span_of(key)};
	buf b = BUF_INIT;

	pthread_mutex_lock(&r->lock);
	find_last(r, &b, &sought);
	pthread_mutex_unlock(&r->lock);
	return give(&b, out, err);
}

int
tensen_readings_has(tensen_readings *r, const char *role, const char *key)
{
	tensen_text line = {.p = NULL};
	int has = tensen_readings_find(r, role, key, &line, NULL) == TENSEN_OK && line.p;

	tensen_text_free(&line);
	return has;
}

tensen_status
tensen_readings_lines(tensen_readings *r, const char *query, tensen_text *out, tensen_error *err)
{
	const line_head sought = {.query = span_of(query)};
	uint64_t name = line_query_name(sought.query);
	uint32_t *later, n = 0;
	buf b = BUF_INIT;

	pthread_mutex_lock(&r->lock);
	for (uint64_t i = side_first(r->side.by_query, r->side.n, name);
	     i < r->side.n && r->side.by_query[i].name == name; i++)
		take_line(r, &b, r->side.by_query[i].at, r->side.by_query[i].n, &sought);
	if ((later = tail_of_query(&r->tail, name, &n)))
		while (n-- > 0)
			take_line(r, &b, r->tail.v[later[n]].at, r->tail.v[later[n]].n, &sought);
	pthread_mutex_unlock(&r->lock);
	free(later);
	return give(&b, out, err);
}

/* Under the lock: 1 if no later line has the same role and key. */
static int
is_last(tensen_readings *r, const line_head *h, span line)
{
	const line_head sought = {.role = h->role, .key = h->key};
	buf b = BUF_INIT;
	int last = find_last(r, &b, &sought) && span_eq((span){b.p, b.n}, line);

	buf_clear(&b);
	return last;
}

tensen_status
tensen_readings_each(
    tensen_readings *r, tensen_readings_take take, void *payload, tensen_error *err)
{
	FILE *f = fopen(r->path, "rb");
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	tensen_status st = TENSEN_OK;

	if (!f)
		return errno == ENOENT ? TENSEN_OK : fail_here(r, err);
	while (st == TENSEN_OK && (n = getline(&line, &size, f)) > 0 && line[n - 1] == '\n') {
		line_head h;
		int last;
		if (!line_head_read(&h, (span){line, (size_t)n}))
			continue;
		pthread_mutex_lock(&r->lock);
		last = is_last(r, &h, (span){line, (size_t)n});
		pthread_mutex_unlock(&r->lock);
		line_head_clear(&h);
		if (last)
			st = take(line, (size_t)n - 1, payload);
	}
	if (st == TENSEN_OK && ferror(f))
		st = fail_here(r, err);
	free(line);
	fclose(f);
	return st;
}

typedef struct carrying {
	tensen_readings *to;
	tensen_error *err;
} carrying;

static tensen_status
carry_line(const char *line, size_t n, void *payload)
{
	carrying *c = payload;
	tensen_text known = {.p = NULL};
	line_head h;
	tensen_status st = TENSEN_OK;
	char *copy = strndup(line, n), *role, *key;

	if (!copy)
		return tensen_fail_nomem(c->err);
	if (line_head_read(&h, (span){line, n})) {
		role = strndup(h.role.p, h.role.n);
		key = strndup(h.key.p, h.key.n);
		st = role && key ? tensen_readings_find(c->to, role, key, &known, c->err)
				 : tensen_fail_nomem(c->err);
		free(role);
		free(key);
		line_head_clear(&h);
	}
	if (st == TENSEN_OK && !known.p)
		st = tensen_readings_add(c->to, copy, c->err);
	tensen_text_free(&known);
	free(copy);
	return st;
}

tensen_status
tensen_readings_carry(const char *to, const char *from, tensen_error *err)
{
	tensen_readings *source = NULL;
	carrying c = {NULL, err};
	tensen_status st =
	    strcmp(to, from) == 0 ? TENSEN_OK : tensen_readings_beside(&source, from, err);

	if (st < 0 || !source)
		return st;
	st = tensen_readings_beside(&c.to, to, err);
	if (st == TENSEN_OK)
		st = tensen_readings_each(source, carry_line, &c, err);
	if (st == TENSEN_OK)
		st = tensen_readings_settle(c.to, err);
	tensen_readings_close(c.to);
	tensen_readings_close(source);
	return st;
}
