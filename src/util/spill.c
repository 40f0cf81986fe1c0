/* util/spill.c - see spill.h. */
#include "util/spill.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "util/fail.h"

struct spill {
	FILE *file;
	buf ends; /* uint64_t per record */
	uint64_t n, size;
	const char *map;
};

/* An unnamed temporary file in the folder of `target`; -1 and errno. */
static int
temp_file(const char *target)
{
	char folder[4096], name[4200];
	const char *slash = strrchr(target, '/');
	int n, fd;

	if (slash)
		n = snprintf(folder, sizeof folder, "%.*s",
		    slash == target ? 1 : (int)(slash - target), target);
	else
		n = snprintf(folder, sizeof folder, ".");
	if (n < 0 || (size_t)n >= sizeof folder) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = open(folder, O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
		return fd;
	/* A file system without O_TMPFILE: a name for as short as can be. */
	snprintf(name, sizeof name, "%s/tensen-XXXXXX", folder);
	fd = mkostemp(name, O_CLOEXEC);
	if (fd >= 0)
		unlink(name);
	return fd;
}

static tensen_status
fail_temp(tensen_error *err, const char *doing)
{
	return tensen_fail(
	    err, TENSEN_E_IO, "temporary file: cannot %s: %s", doing, strerror(errno));
}

tensen_status
spill_new(spill **out, const char *target, tensen_error *err)
{
	spill *s = calloc(1, sizeof *s);
	int fd;

	*out = NULL;
	if (!s)
		return tensen_fail_nomem(err);
	fd = temp_file(target);
	if (fd < 0 || !(s->file = fdopen(fd, "w+"))) {
		tensen_status st = fail_temp(err, "create");
		tensen_fail_at(err, target, 0);
		if (fd >= 0)
			close(fd);
		free(s);
		return st;
	}
	*out = s;
	return TENSEN_OK;
}

void
spill_free(spill *s)
{
	if (!s)
		return;
	if (s->map)
		munmap((void *)(uintptr_t)s->map, s->size);
	fclose(s->file);
	buf_clear(&s->ends);
	free(s);
}

tensen_status
spill_add(spill *s, const void *p, size_t n, tensen_error *err)
{
	s->size += n;
	buf_add(&s->ends, &s->size, sizeof s->size);
	if (s->ends.failed)
		return tensen_fail_nomem(err);
	if (n && fwrite(p, 1, n, s->file) != n)
		return fail_temp(err, "write");
	s->n++;
	return TENSEN_OK;
}

uint64_t
spill_count(const spill *s)
{
	return s->n;
}

uint64_t
spill_bytes(const spill *s)
{
	return s->size;
}

tensen_status
spill_finish(spill *s, tensen_error *err)
{
	void *p;

	if (fflush(s->file) != 0)
		return fail_temp(err, "write");
	if (s->size == 0)
		return TENSEN_OK;
	p = mmap(NULL, s->size, PROT_READ, MAP_SHARED, fileno(s->file), 0);
	if (p == MAP_FAILED)
		return fail_temp(err, "map");
	s->map = p;
	return TENSEN_OK;
}

span
spill_get(const spill *s, uint64_t i)
{
	const uint64_t *end = (const uint64_t *)(const void *)s->ends.p;
	uint64_t from = i ? end[i - 1] : 0;

	return s->map ? (span){s->map + from, (size_t)(end[i] - from)} : (span){"", 0};
}
