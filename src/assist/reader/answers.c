/* assist/reader/answers.c - see answers.h.
 *
 * RULES  A line goes out by one write() to a file opened with O_APPEND, under a lock, so
 *        that two programs may write at once; a torn last line of a killed program is ended
 *        first. */
#include "assist/reader/answers.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "assist/failure.h"
#define XXH_INLINE_ALL
#include <xxhash.h>

#define DEPTH 8

struct answers {
	char *path;
	json_object *lines; /* "role key" -> line */
	int fd;             /* -1: nothing was written yet */
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

static const char *
string_at(json_object *o, const char *key)
{
	json_object *v = NULL;

	return json_object_object_get_ex(o, key, &v) && json_object_is_type(v, json_type_string)
		   ? json_object_get_string(v)
		   : NULL;
}

/* Takes the line. */
static int
remember(answers *j, json_object *line)
{
	const char *role = string_at(line, "role"), *key = string_at(line, "key");
	json_object *version = NULL;
	char name[80];

	json_object_object_get_ex(line, "v", &version);
	if (!role || !key || json_object_get_int(version) != ANSWERS_VERSION ||
	    snprintf(name, sizeof name, "%s %s", role, key) >= (int)sizeof name) {
		json_object_put(line);
		return 0;
	}
	json_object_object_add(j->lines, name, line);
	return 1;
}

static void
read_line(answers *j, const char *line, size_t n)
{
	json_tokener *t = json_tokener_new_ex(DEPTH);
	json_object *o;

	if (!t)
		return;
	json_tokener_set_flags(t, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	o = json_tokener_parse_ex(t, line, (int)n);
	if (json_tokener_get_error(t) == json_tokener_success &&
	    json_object_is_type(o, json_type_object))
		remember(j, o);
	else
		json_object_put(o);
	json_tokener_free(t);
}

static tensen_status
read_lines(answers *j, tensen_error *err)
{
	FILE *f = fopen(j->path, "rb");
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	int bad;

	if (!f && errno == ENOENT)
		return TENSEN_OK;
	if (!f)
		return failure(err, TENSEN_E_IO, j->path, "%s", strerror(errno));
	while ((n = getline(&line, &size, f)) > 0)
		if (line[n - 1] == '\n' && n < 1 << 20)
			read_line(j, line, (size_t)n);
	bad = ferror(f);
	free(line);
	fclose(f);
	return bad ? failure(err, TENSEN_E_IO, j->path, "could not be read") : TENSEN_OK;
}

tensen_status
answers_open(answers **out, const char *path, tensen_error *err)
{
	answers *j = calloc(1, sizeof *j);
	tensen_status st;

	*out = NULL;
	if (j) {
		j->fd = -1;
		j->path = strdup(path);
		j->lines = json_object_new_object();
	}
	if (!j || !j->path || !j->lines) {
		answers_close(j);
		return failure(err, TENSEN_E_NOMEM, "", "out of memory");
	}
	if ((st = read_lines(j, err)) < 0) {
		answers_close(j);
		return st;
	}
	*out = j;
	return TENSEN_OK;
}

void
answers_close(answers *j)
{
	if (!j)
		return;
	if (j->fd >= 0)
		close(j->fd);
	json_object_put(j->lines);
	free(j->path);
	free(j);
}

json_object *
answers_find(const answers *j, const char *role, const char *key)
{
	char name[80];
	json_object *line = NULL;

	snprintf(name, sizeof name, "%s %s", role, key);
	return json_object_object_get_ex(j->lines, name, &line) ? line : NULL;
}

/* All of it, and not into the middle of somebody else's line. */
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
	int n = asprintf(&whole, "%s\n", text), ok;

	if (n < 0) {
		json_object_put(line);
		return failure(err, TENSEN_E_NOMEM, "", "out of memory");
	}
	remember(j, line);
	errno = 0;
	if (j->fd < 0)
		j->fd = open(j->path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	ok = j->fd >= 0 && write_line(j->fd, whole, (size_t)n);
	free(whole);
	return ok ? TENSEN_OK
		  : failure(err, TENSEN_E_IO, j->path, "%s", errno ? strerror(errno) : "disk full");
}
