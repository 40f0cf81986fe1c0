/* assist/reader/answers.c - see answers.h.
 *
 * RULES  A line goes out by one write() to a file opened with O_APPEND, under a lock, so
 *        that two programs may write at once; a torn last line of a killed program is ended
 *        first.  The file is read from where the last reading ended, up to its last line
 *        end; a file that another one has replaced is read from its beginning. */
#include "assist/reader/answers.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "assist/failure.h"
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "assist/json.h"

#define DEPTH 8
#define LINE_MAX_BYTES ((size_t)1 << 20) /* an answer has at most as many (CHAT_ANSWER_MAX) */

/* The place of the last line of a key. */
typedef struct place {
	XXH128_hash_t name; /* of role and key */
	uint64_t at;
	uint32_t n; /* bytes; 0: the slot is free */
} place;

struct answers {
	pthread_mutex_t lock;
	char *path;
	int fd;           /* -1: there is no file yet */
	struct stat file; /* of fd, when it was opened */
	uint64_t read_to;
	place *slots;
	size_t n, size; /* size: a power of two, at least twice n; 0: none yet */
};

void
answers_key(char out[33], const char *const *parts)
{
	XXH3_state_t s;
	XXH128_hash_t h;

	XXH3_128bits_reset(&s);
	for (; *parts; parts++)
		XXH3_128bits_update(&s, *parts, strlen(*parts) + 1);
	h = XXH3_128bits_digest(&s);
	snprintf(
	    out, 33, "%016llx%016llx", (unsigned long long)h.high64, (unsigned long long)h.low64);
}

static XXH128_hash_t
name_of(const char *role, const char *key)
{
	XXH3_state_t s;

	XXH3_128bits_reset(&s);
	XXH3_128bits_update(&s, role, strlen(role) + 1);
	XXH3_128bits_update(&s, key, strlen(key));
	return XXH3_128bits_digest(&s);
}

/* The slot of a name, or the free one where it belongs; there is always a free one. */
static place *
slot_of(place *slots, size_t size, XXH128_hash_t name)
{
	size_t i = name.low64 & (size - 1);

	while (slots[i].n && !XXH128_isEqual(slots[i].name, name))
		i = (i + 1) & (size - 1);
	return &slots[i];
}

static int
grow(answers *j)
{
	size_t size = j->size ? 2 * j->size : 256;
	place *slots = calloc(size, sizeof *slots);

	if (!slots)
		return 0;
	for (size_t i = 0; i < j->size; i++)
		if (j->slots[i].n)
			*slot_of(slots, size, j->slots[i].name) = j->slots[i];
	free(j->slots);
	j->slots = slots;
	j->size = size;
	return 1;
}

/* 0: out of memory. */
static int
remember(answers *j, XXH128_hash_t name, uint64_t at, size_t n)
{
	place *p;

	if (2 * (j->n + 1) > j->size && !grow(j))
		return 0;
	p = slot_of(j->slots, j->size, name);
	j->n += p->n == 0;
	*p = (place){name, at, (uint32_t)n};
	return 1;
}

static json_object *
parse_line(const char *line, size_t n)
{
	json_tokener *t = json_tokener_new_ex(DEPTH);
	json_object *o, *version = NULL;

	if (!t)
		return NULL;
	json_tokener_set_flags(t, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	o = json_tokener_parse_ex(t, line, (int)n);
	if (json_tokener_get_error(t) != json_tokener_success ||
	    !json_object_is_type(o, json_type_object) ||
	    !json_object_object_get_ex(o, "v", &version) ||
	    json_object_get_int(version) != ANSWERS_VERSION) {
		json_object_put(o);
		o = NULL;
	}
	json_tokener_free(t);
	return o;
}

static int
read_line(answers *j, const char *line, size_t n, uint64_t at)
{
	json_object *o = n < LINE_MAX_BYTES ? parse_line(line, n) : NULL;
	const char *role = o ? json_text_at(o, "role") : NULL,
		   *key = o ? json_text_at(o, "key") : NULL;
	int ok = !role || !key || remember(j, name_of(role, key), at, n);

	json_object_put(o);
	return ok;
}

/* Under the lock: the lines behind read_to that are whole. */
static tensen_status
read_on(answers *j, tensen_error *err)
{
	FILE *f = fdopen(dup(j->fd), "rb");
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	int ok = 1, bad = !f || fseeko(f, (off_t)j->read_to, SEEK_SET) != 0;

	while (!bad && ok && (n = getline(&line, &size, f)) > 0 && line[n - 1] == '\n') {
		ok = read_line(j, line, (size_t)n, j->read_to);
		j->read_to += (uint64_t)n;
	}
	bad = bad || ferror(f);
	free(line);
	if (f)
		fclose(f);
	if (!ok)
		return failure_nomem(err);
	return bad ? failure(err, TENSEN_E_IO, j->path, "could not be read") : TENSEN_OK;
}

static void
forget(answers *j)
{
	if (j->fd >= 0)
		close(j->fd);
	free(j->slots);
	j->fd = -1;
	j->slots = NULL;
	j->n = j->size = 0;
	j->read_to = 0;
}

/* Under the lock: open the file, also one that cannot be written; flags: O_CREAT or 0. */
static int
open_file(answers *j, int flags)
{
	if (j->fd >= 0)
		return 1;
	j->fd = open(j->path, O_RDWR | O_APPEND | O_CLOEXEC | flags, 0666);
	if (j->fd < 0 && !flags && (errno == EACCES || errno == EROFS))
		j->fd = open(j->path, O_RDONLY | O_CLOEXEC);
	return j->fd >= 0 && fstat(j->fd, &j->file) == 0;
}

/* Under the lock. */
static tensen_status
refresh(answers *j, tensen_error *err)
{
	struct stat now;

	if (stat(j->path, &now) != 0) {
		forget(j);
		return errno == ENOENT ? TENSEN_OK
				       : failure(err, TENSEN_E_IO, j->path, "%s", strerror(errno));
	}
	if (j->fd >= 0 && (now.st_ino != j->file.st_ino || now.st_dev != j->file.st_dev ||
			      (uint64_t)now.st_size < j->read_to))
		forget(j);
	if (!open_file(j, 0))
		return failure(err, TENSEN_E_IO, j->path, "%s", strerror(errno));
	return (uint64_t)now.st_size > j->read_to ? read_on(j, err) : TENSEN_OK;
}

tensen_status
answers_refresh(answers *j, tensen_error *err)
{
	tensen_status st;

	pthread_mutex_lock(&j->lock);
	st = refresh(j, err);
	pthread_mutex_unlock(&j->lock);
	return st;
}

tensen_status
answers_open(answers **out, const char *path, tensen_error *err)
{
	answers *j = calloc(1, sizeof *j);
	tensen_status st;

	*out = NULL;
	if (j) {
		pthread_mutex_init(&j->lock, NULL);
		j->fd = -1;
		j->path = strdup(path);
	}
	if (!j || !j->path) {
		answers_close(j);
		return failure_nomem(err);
	}
	if ((st = refresh(j, err)) < 0) {
		answers_close(j);
		return st;
	}
	*out = j;
	return TENSEN_OK;
}

tensen_status
answers_open_beside(answers **out, const char *path, const char *index, tensen_error *err)
{
	char *beside = NULL;
	tensen_status st;

	if (path)
		return answers_open(out, path, err);
	if (asprintf(&beside, "%s.model.jsonl", index) < 0)
		return failure_nomem(err);
	st = answers_open(out, beside, err);
	free(beside);
	return st;
}

void
answers_close(answers *j)
{
	if (!j)
		return;
	forget(j);
	pthread_mutex_destroy(&j->lock);
	free(j->path);
	free(j);
}

/* Under the lock. */
static place
place_of(const answers *j, const char *role, const char *key)
{
	return j->size ? *slot_of(j->slots, j->size, name_of(role, key)) : (place){.n = 0};
}

int
answers_has(answers *j, const char *role, const char *key)
{
	int has;

	pthread_mutex_lock(&j->lock);
	has = place_of(j, role, key).n > 0;
	pthread_mutex_unlock(&j->lock);
	return has;
}

json_object *
answers_find(answers *j, const char *role, const char *key)
{
	json_object *line = NULL;
	char *bytes = NULL;
	place p;

	pthread_mutex_lock(&j->lock);
	p = place_of(j, role, key);
	if (p.n && (bytes = malloc(p.n)) && pread(j->fd, bytes, p.n, (off_t)p.at) == (ssize_t)p.n)
		line = parse_line(bytes, p.n);
	pthread_mutex_unlock(&j->lock);
	free(bytes);
	return line;
}

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
answers_add(answers *j, json_object *line, tensen_error *err)
{
	const char *text = json_object_to_json_string_ext(
	    line, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
	char *whole = NULL;
	int n = asprintf(&whole, "%s\n", text);
	tensen_status st = TENSEN_OK;

	json_object_put(line);
	if (n < 0)
		return failure_nomem(err);
	pthread_mutex_lock(&j->lock);
	errno = 0;
	if (!open_file(j, O_CREAT) || !write_line(j->fd, whole, (size_t)n))
		st =
		    failure(err, TENSEN_E_IO, j->path, "%s", errno ? strerror(errno) : "disk full");
	else
		st = refresh(j, err);
	pthread_mutex_unlock(&j->lock);
	free(whole);
	return st;
}
