/* util/files/journal.c - append, sync, cut. */
#include "util/files/journal.h"
#include <errno.h>
#include <fcntl.h>
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
	return tensen_fail_in(err, TENSEN_E_IO, path, "%s: %s", doing, tensen_os_error(number));
}

static tensen_status
open_locked(journal *jr, tensen_error *err)
{
	struct stat sb;

	jr->fd = open(jr->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (jr->fd < 0)
		return fail_errno(jr->path, SAY_CANNOT_WRITE, errno, err);
	if (fstat(jr->fd, &sb) < 0)
		return fail_errno(jr->path, SAY_STAT, errno, err);
	if (!S_ISREG(sb.st_mode))
		return tensen_fail_in(err, TENSEN_E_IO, jr->path, SAY_CANNOT_WRITE_NOT);
	if (flock(jr->fd, LOCK_EX | LOCK_NB) < 0)
		return errno != EWOULDBLOCK ? fail_errno(jr->path, SAY_LOCKING, errno, err)
					    : tensen_fail_in(err, TENSEN_E_IO, jr->path,
						  SAY_ANOTHER_PROCESS_WRITING);
	/* again, now with the lock: its last holder may have written since the first fstat */
	if (fstat(jr->fd, &sb) < 0)
		return fail_errno(jr->path, SAY_STAT, errno, err);
	jr->size = (uint64_t)sb.st_size;
	return TENSEN_OK;
}

static tensen_status
open_path(journal *jr, const char *path, tensen_error *err)
{
	jr->fd = -1;
	jr->path = strdup(path);
	return jr->path ? open_locked(jr, err) : tensen_fail_nomem(err);
}

tensen_status
journal_open(journal **out, const char *path, tensen_error *err)
{
	journal *j = *out = calloc(1, sizeof *j);
	tensen_status st = j ? open_path(j, path, err) : tensen_fail_nomem(err);

	return KEEP_OR_FREE(st, out, journal_close);
}

tensen_status
journal_bytes(journal *jr, span *out, tensen_error *err)
{
	tensen_status st;

	filemap_close(&jr->map);
	st = filemap_open(&jr->map, jr->path, err);
	*out = (span){(const char *)jr->map.p, jr->map.n};
	return st;
}

tensen_status
journal_cut(journal *jr, uint64_t keep, tensen_error *err)
{
	filemap_close(&jr->map);
	if (keep >= jr->size)
		return TENSEN_OK;
	if (ftruncate(jr->fd, (off_t)keep) < 0)
		return fail_errno(jr->path, SAY_CANNOT_WRITE, errno, err);
	jr->size = keep;
	return TENSEN_OK;
}

tensen_status
journal_add(journal *jr, const void *ctx, size_t n, tensen_error *err)
{
	int failed = file_write_all(jr->fd, ctx, n, (int64_t)jr->size);

	if (!failed && n && fdatasync(jr->fd) < 0)
		failed = errno;
	if (!failed) {
		jr->size += n;
		return TENSEN_OK;
	}
	/* if the cut fails too, the next reader recognises the torn end */
	if (ftruncate(jr->fd, (off_t)jr->size) < 0)
		return fail_errno(jr->path, SAY_NOT_CUT_BACK, failed, err);
	return fail_errno(jr->path, SAY_CANNOT_WRITE, failed, err);
}

void
journal_close(journal *jr)
{
	if (!jr)
		return;
	filemap_close(&jr->map);
	if (jr->fd >= 0)
		close(jr->fd);
	free_all(jr->path, jr);
}
