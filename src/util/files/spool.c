/* util/files/spool.c - see spool.h. */
#include "util/files/spool.h"
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "util/fail.h"

#define WINDOW ((size_t)64 << 10) /* bytes written or read at once */
#define POUR ((size_t)1 << 20)

struct spool {
	int fd; /* -1: in memory */
	uint64_t size;
	buf waiting; /* not yet written; all bytes if there is no file */
};

/* An unnamed temporary file in the folder of `target`; -1 and errno. */
static int
temp_file(const char *target)
{
	char copy[4096], name[4200];
	const char *folder;
	int fd;

	if (strlen(target) >= sizeof copy) {
		errno = ENAMETOOLONG;
		return -1;
	}
	folder = dirname(strcpy(copy, target));
	fd = open(folder, O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
		return fd;
	/* on a file system without O_TMPFILE the file has a name for a moment */
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
	    err, TENSEN_E_IO, SAY_TEMPORARY_FILE_CANNOT, doing, tensen_os_error(errno));
}

void
sink_to_buf(void *payload, const void *ctx, size_t n)
{
	buf_add(payload, ctx, n);
}

tensen_status
spool_new(spool **out, const char *target, tensen_error *err)
{
	spool *s = calloc(1, sizeof *s);
	tensen_status st;

	*out = NULL;
	if (!s)
		return tensen_fail_nomem(err);
	s->fd = target ? temp_file(target) : -1;
	if (target && s->fd < 0) {
		st = fail_temp(err, SAY_TEMP_CREATE);
		tensen_fail_at(err, target, 0);
		free(s);
		return st;
	}
	*out = s;
	return TENSEN_OK;
}

void
spool_free(spool *spooled)
{
	if (!spooled)
		return;
	if (spooled->fd >= 0)
		close(spooled->fd);
	buf_clear(&spooled->waiting);
	free(spooled);
}

static tensen_status
spool_write(const spool *spooled, const void *bytes, size_t n, tensen_error *err)
{
	errno = file_write_all(spooled->fd, bytes, n, -1);
	return errno ? fail_temp(err, SAY_TEMP_WRITE) : TENSEN_OK;
}

static tensen_status
spool_flush(spool *spooled, tensen_error *err)
{
	tensen_status st = spool_write(spooled, spooled->waiting.p, spooled->waiting.n, err);

	buf_reset(&spooled->waiting);
	return st;
}

tensen_status
spool_add(spool *spooled, const void *ctx, size_t n, tensen_error *err)
{
	tensen_status st;

	spooled->size += n;
	if (spooled->fd >= 0 && n >= WINDOW) {
		st = spool_flush(spooled, err);
		return st < 0 ? st : spool_write(spooled, ctx, n, err);
	}
	if (n == 0)
		return TENSEN_OK;
	buf_add(&spooled->waiting, ctx, n);
	if (spooled->waiting.failed)
		return tensen_fail_nomem(err);
	return spooled->fd >= 0 && spooled->waiting.n >= WINDOW ? spool_flush(spooled, err)
								: TENSEN_OK;
}

uint64_t
spool_size(const spool *spooled)
{
	return spooled->size;
}

tensen_status
spool_finish(spool *spooled, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	if (spooled->fd >= 0) {
		st = spool_flush(spooled, err);
		buf_clear(&spooled->waiting);
	}
	return st;
}

tensen_status
spool_read(const spool *spooled, uint64_t at, void *ctx, size_t n, tensen_error *err)
{
	char *to = ctx;

	if (at > spooled->size || n > spooled->size - at)
		return tensen_fail(err, TENSEN_E_IO, SAY_TEMPORARY_FILE_READ);
	if (spooled->fd < 0) {
		if (n)
			memcpy(to, spooled->waiting.p + at, n);
		return TENSEN_OK;
	}
	while (n > 0) {
		ssize_t got = pread(spooled->fd, to, n, (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got == 0)
			errno = EIO; /* the file is shorter than it was written */
		if (got <= 0)
			return fail_temp(err, SAY_TEMP_READ);
		to += got;
		at += (uint64_t)got;
		n -= (size_t)got;
	}
	return TENSEN_OK;
}

tensen_status
spool_pour(const spool *spooled, sink_fn put, void *payload, tensen_error *err)
{
	size_t room = spooled->size < POUR ? (size_t)spooled->size : POUR;
	char *p = malloc(room ? room : 1);
	tensen_status st = p ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint64_t at = 0; st == TENSEN_OK && at < spooled->size; at += room) {
		size_t n = spooled->size - at < room ? (size_t)(spooled->size - at) : room;
		if ((st = spool_read(spooled, at, p, n, err)) == TENSEN_OK)
			put(payload, p, n);
	}
	free(p);
	return st;
}

tensen_status
spool_map(const spool *spooled, filemap *out, tensen_error *err)
{
	void *p;

	*out = (filemap){NULL, (size_t)spooled->size};
	if (spooled->size == 0)
		return TENSEN_OK;
	if (spooled->fd < 0) {
		if (!(p = aligned_alloc(64, ((size_t)spooled->size + 63) & ~(size_t)63)))
			return tensen_fail_nomem(err);
		memcpy(p, spooled->waiting.p, (size_t)spooled->size);
	} else if ((p = mmap(NULL, (size_t)spooled->size, PROT_READ, MAP_SHARED, spooled->fd, 0)) ==
		   MAP_FAILED) {
		return fail_temp(err, SAY_TEMP_MAP);
	}
	out->p = p;
	return TENSEN_OK;
}

void
spool_unmap(const spool *spooled, filemap *fmap)
{
	if (fmap->p && spooled->fd < 0)
		free((void *)(uintptr_t)fmap->p);
	else if (fmap->p)
		munmap((void *)(uintptr_t)fmap->p, fmap->n);
	fmap->p = NULL;
}

/* Move the window so that it begins at the cursor and holds n bytes or more. */
static tensen_status
spool_slide(spool_cursor *cur, size_t n, tensen_error *err)
{
	uint64_t left = cur->s->size - cur->at;
	size_t want = n > WINDOW ? n : WINDOW;

	want = left < want ? (size_t)left : want;
	buf_reset(&cur->window);
	cur->used = 0;
	if (buf_reserve(&cur->window, want) < 0)
		return tensen_fail_nomem(err);
	cur->window.n = want;
	return spool_read(cur->s, cur->at, cur->window.p, want, err);
}

const void *
spool_next(spool_cursor *cur, size_t n, tensen_status *st, tensen_error *err)
{
	const void *p;

	*st = TENSEN_OK;
	if (cur->at == cur->s->size)
		return NULL;
	if (n > cur->s->size - cur->at) {
		*st = tensen_fail(err, TENSEN_E_IO, SAY_TEMPORARY_FILE_READ);
		return NULL;
	}
	if (cur->window.n - cur->used < n && (*st = spool_slide(cur, n, err)) < 0)
		return NULL;
	p = cur->window.p + cur->used;
	cur->used += n;
	cur->at += n;
	return p;
}

void
spool_cursor_clear(spool_cursor *cur)
{
	buf_clear(&cur->window);
}
