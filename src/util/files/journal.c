/* util/files/journal.c - append, sync, cut. */
#include "util/files/journal.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "util/fail.h"
#include "util/files/file.h"
#include "util/memory.h"

struct journal {
	int fd;
	uint64_t size;
	char *path;
	filemap map;
};

static tensen_status
fail_errno(const char *path, const char *doing, int number, tensen_error *err)
{
	tensen_status st = tensen_fail(err, TENSEN_E_IO, "%s: %s", doing, strerror(number));

	tensen_fail_at(err, path, 0);
	return st;
}

static tensen_status
open_locked(journal *j, tensen_error *err)
{
	struct stat sb;

	j->fd = open(j->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (j->fd < 0)
		return fail_errno(j->path, "cannot write", errno, err);
	if (fstat(j->fd, &sb) < 0)
		return fail_errno(j->path, "cannot stat", errno, err);
	if (!S_ISREG(sb.st_mode)) {
		tensen_fail(err, TENSEN_E_IO, "cannot write: not a regular file");
		tensen_fail_at(err, j->path, 0);
		return TENSEN_E_IO;
	}
	if (flock(j->fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK)
			return fail_errno(j->path, "cannot lock", errno, err);
		tensen_fail(err, TENSEN_E_IO, "another process is writing this file");
		tensen_fail_at(err, j->path, 0);
		return TENSEN_E_IO;
	}
	/* again, now with the lock: its last holder may have written since the first fstat */
	if (fstat(j->fd, &sb) < 0)
		return fail_errno(j->path, "cannot stat", errno, err);
	j->size = (uint64_t)sb.st_size;
	return TENSEN_OK;
}

static tensen_status
open_path(journal *j, const char *path, tensen_error *err)
{
	j->fd = -1;
	j->path = strdup(path);
	return j->path ? open_locked(j, err) : tensen_fail_nomem(err);
}

tensen_status
journal_open(journal **out, const char *path, tensen_error *err)
{
	journal *j = *out = calloc(1, sizeof *j);
	tensen_status st = j ? open_path(j, path, err) : tensen_fail_nomem(err);

	return KEEP_OR_FREE(st, out, journal_close);
}

tensen_status
journal_bytes(journal *j, span *out, tensen_error *err)
{
	tensen_status st;

	filemap_close(&j->map);
	st = filemap_open(&j->map, j->path, err);
	*out = (span){(const char *)j->map.p, j->map.n};
	return st;
}

tensen_status
journal_cut(journal *j, uint64_t keep, tensen_error *err)
{
	filemap_close(&j->map);
	if (keep >= j->size)
		return TENSEN_OK;
	if (ftruncate(j->fd, (off_t)keep) < 0)
		return fail_errno(j->path, "cannot write", errno, err);
	j->size = keep;
	return TENSEN_OK;
}

static int
write_all(int fd, uint64_t at, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t k = pwrite(fd, p, n, (off_t)at);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return k < 0 ? errno : EIO;
		p += k;
		at += (uint64_t)k;
		n -= (size_t)k;
	}
	return fdatasync(fd) < 0 ? errno : 0;
}

tensen_status
journal_add(journal *j, const void *p, size_t n, tensen_error *err)
{
	int failed = n ? write_all(j->fd, j->size, p, n) : 0;

	if (!failed) {
		j->size += n;
		return TENSEN_OK;
	}
	/* if the cut fails too, the next reader recognises the torn end */
	if (ftruncate(j->fd, (off_t)j->size) < 0)
		return fail_errno(j->path, "cannot write, nor cut", failed, err);
	return fail_errno(j->path, "cannot write", failed, err);
}

void
journal_close(journal *j)
{
	if (!j)
		return;
	filemap_close(&j->map);
	if (j->fd >= 0)
		close(j->fd);
	free(j->path);
	free(j);
}
