/* util/files/file.c - mmap for reading, temp + fsync + rename for writing.
 *
 * WHY the lock: without it two nightly jobs on one target would write into one temporary file.
 * A flock ends with its process, so the next run can lock and reuse the file of a killed one. */
#include "util/files/file.h"
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "util/fail.h"
#include "util/memory.h"

/* Bytes written at once, from a multiple of as many.  Linux keeps what one such call writes on a
 * page of 2 MB (ext4 from 6.16, xfs), and a mapping of the file then has pages of 2 MB: a search by
 * field takes .8 of the time (FORMAT-vectors.md, "Pages"). */
#define WRITE_PIECE ((size_t)2 << 20)

static tensen_status
fail_errno(tensen_error *err, const char *path, const char *doing)
{
	return tensen_fail_in(err, TENSEN_E_IO, path, "%s: %s", doing, tensen_os_error(errno));
}

tensen_status
filemap_open(filemap *out, const char *path, tensen_error *err)
{
	struct stat sb;
	void *p = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	*out = (filemap){NULL, 0};
	if (fd < 0)
		return fail_errno(err, path, SAY_OPENING);
	if (fstat(fd, &sb) < 0) {
		close(fd);
		return fail_errno(err, path, SAY_STAT);
	}
	if (!S_ISREG(sb.st_mode)) {
		close(fd);
		return tensen_fail_in(err, TENSEN_E_IO, path, SAY_NO_REGULAR_FILE);
	}
	if (sb.st_size > 0)
		p = mmap(NULL, (size_t)sb.st_size, PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (p == MAP_FAILED)
		return fail_errno(err, path, SAY_MAPPING);
	out->p = p;
	out->n = (size_t)sb.st_size;
	return TENSEN_OK;
}

void
filemap_close(filemap *fmap)
{
	if (fmap->p)
		munmap((void *)(uintptr_t)fmap->p, fmap->n);
	*fmap = (filemap){NULL, 0};
}

void
filemap_drop_pages(const filemap *fmap)
{
	if (fmap->p)
		madvise((void *)(uintptr_t)fmap->p, fmap->n, MADV_DONTNEED);
}

struct filewriter {
	int fd;
	int saved_errno; /* the first failure, 0 if none */
	uint64_t pos;
	size_t fill;
	char *path, *temp;
	unsigned char *bytes;
};

static void
writer_free(filewriter *w)
{
	if (w->fd >= 0)
		close(w->fd);
	free_all(w->path, w->temp, w->bytes, w);
}

/* Open and lock the temporary name.  Its owner may unlink or rename the file between open() and
 * flock(), so check that the name still leads to the locked file and try again if not. */
static int
open_locked(const char *temp)
{
	struct stat here, there;

	for (int tries = 0; tries < 16; tries++) {
		int fd = open(temp, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
		if (fd < 0)
			return -1;
		if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
			close(fd);
			return -1;
		}
		if (fstat(fd, &here) == 0 && stat(temp, &there) == 0 &&
		    here.st_ino == there.st_ino && here.st_dev == there.st_dev)
			return fd;
		close(fd);
	}
	errno = EBUSY;
	return -1;
}

static filewriter *
writer_new(const char *path)
{
	filewriter *w = calloc(1, sizeof *w);

	if (!w)
		return NULL;
	w->fd = -1;
	w->path = strdup(path);
	w->bytes = malloc(WRITE_PIECE);
	if (asprintf(&w->temp, "%s.tmp", path) < 0)
		w->temp = NULL;
	if (w->path && w->temp && w->bytes)
		return w;
	writer_free(w);
	return NULL;
}

tensen_status
filewriter_open(filewriter **out, const char *path, tensen_error *err)
{
	filewriter *w;
	struct stat sb;

	*out = NULL;
	/* rename() would replace a device by a file */
	if (stat(path, &sb) == 0 && !S_ISREG(sb.st_mode))
		return tensen_fail_in(err, TENSEN_E_IO, path, SAY_CANNOT_WRITE_NOT);
	if (!(w = writer_new(path)))
		return tensen_fail_nomem(err);
	w->fd = open_locked(w->temp);
	if (w->fd < 0) {
		tensen_status st =
		    errno == EWOULDBLOCK
			? tensen_fail_in(err, TENSEN_E_IO, path, SAY_ANOTHER_PROCESS_WRITING)
			: tensen_fail_in(
			      err, TENSEN_E_IO, path, SAY_CANNOT_WRITE_WHY, tensen_os_error(errno));
		writer_free(w);
		return st;
	}
	if (ftruncate(w->fd, 0) < 0)
		w->saved_errno = errno;
	*out = w;
	return TENSEN_OK;
}

int
filewriter_is_busy(const char *path)
{
	char *temp;
	int fd, busy;

	if (asprintf(&temp, "%s.tmp", path) < 0)
		return 0;
	fd = open(temp, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	free(temp);
	if (fd < 0)
		return 0;
	busy = flock(fd, LOCK_SH | LOCK_NB) < 0 && errno == EWOULDBLOCK;
	close(fd);
	return busy;
}

int
file_write_all(int fd, const void *bytes, size_t n, int64_t at)
{
	for (const unsigned char *p = bytes; n > 0;) {
		ssize_t k = at < 0 ? write(fd, p, n) : pwrite(fd, p, n, at);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return k < 0 ? errno : EIO;
		p += k;
		n -= (size_t)k;
		at = at < 0 ? at : at + k;
	}
	return 0;
}

static void
write_more(filewriter *out, const void *bytes, size_t n, int64_t at)
{
	if (!out->saved_errno)
		out->saved_errno = file_write_all(out->fd, bytes, n, at);
}

static void
file_flush(filewriter *out)
{
	write_more(out, out->bytes, out->fill, -1);
	out->fill = 0;
}

void
filewriter_add(filewriter *out, const void *ctx, size_t n)
{
	const unsigned char *from = ctx;

	while (n > 0) {
		const size_t room = WRITE_PIECE - out->pos % WRITE_PIECE;
		size_t k = n < room ? n : room;

		if (room == WRITE_PIECE && n >= WRITE_PIECE) { /* whole pieces, not copied */
			k = n - n % WRITE_PIECE;
			write_more(out, from, k, -1);
		} else {
			memcpy(out->bytes + out->fill, from, k);
			out->fill += k;
			if (k == room)
				file_flush(out);
		}
		out->pos += k;
		from += k;
		n -= k;
	}
}

void
filewriter_pad(filewriter *out, size_t align)
{
	static const unsigned char zeros[4096];
	size_t n = (align - out->pos % align) % align;

	while (n > 0) {
		size_t k = n < sizeof zeros ? n : sizeof zeros;
		filewriter_add(out, zeros, k);
		n -= k;
	}
}

void
filewriter_at(filewriter *out, uint64_t at, const void *ctx, size_t n)
{
	file_flush(out);
	write_more(out, ctx, n, (int64_t)at);
}

uint64_t
filewriter_pos(const filewriter *out)
{
	return out->pos;
}

static int
sync_folder(const char *path)
{
	char *copy = strdup(path);
	int fd = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1, rc;

	free(copy);
	if (fd < 0)
		return -1;
	rc = fsync(fd);
	close(fd);
	return rc;
}

tensen_status
filewriter_commit(filewriter *out, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	file_flush(out);
	if (!out->saved_errno && fsync(out->fd) < 0)
		out->saved_errno = errno;
	if (!out->saved_errno && rename(out->temp, out->path) < 0)
		out->saved_errno = errno;
	if (out->saved_errno) {
		st = tensen_fail_in(err, TENSEN_E_IO, out->path, SAY_CANNOT_WRITE_WHY,
		    tensen_os_error(out->saved_errno));
		unlink(out->temp);
	} else if (sync_folder(out->path) < 0) {
		st = fail_errno(err, out->path, SAY_NOT_SYNCED);
	}
	writer_free(out);
	return st;
}

void
filewriter_abort(filewriter *out)
{
	if (!out)
		return;
	unlink(out->temp);
	writer_free(out);
}

tensen_status
file_slurp(buf *out, const char *path, tensen_error *err)
{
	int fd = strcmp(path, "-") == 0 ? dup(0) : open(path, O_RDONLY | O_CLOEXEC);
	ssize_t k = 0;

	if (fd < 0)
		return fail_errno(err, path, SAY_OPENING);
	do {
		if (buf_reserve(out, 65536) < 0)
			break;
		k = read(fd, out->p + out->n, 65536);
		if (k > 0)
			out->n += (size_t)k;
	} while (k > 0 || (k < 0 && errno == EINTR));
	close(fd);
	if (out->failed)
		return tensen_fail_nomem(err);
	if (k < 0)
		return fail_errno(err, path, SAY_READING);
	return TENSEN_OK;
}
