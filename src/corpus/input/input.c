/* corpus/input/input.c - plain, gzip and zstd bytes behind one call. */
#include "corpus/input/input.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>
#include "util/fail.h"
#include "util/memory.h"

#define RAW_SIZE ((size_t)256 * 1024) /* bytes of the file read at a time */

typedef enum packing { PLAIN, GZIP, ZSTD } packing;

struct input {
	int fd;
	packing kind;
	unsigned char *raw;
	size_t at, n; /* raw[at .. n) is not used yet */
	int raw_end;  /* the file has no more bytes */
	int inside;   /* a gzip member or zstd frame is open */
	uint64_t consumed;
	uint64_t left; /* bytes that may still be read */
	z_stream gz;
	int gz_ready;
	ZSTD_DStream *zstd;
};

/* Append bytes of the file to raw. */
static tensen_status
read_more(input *in, tensen_error *err)
{
	size_t room = RAW_SIZE - in->n;
	ssize_t k;

	if (room > in->left)
		room = (size_t)in->left;
	do
		k = read(in->fd, in->raw + in->n, room);
	while (k < 0 && errno == EINTR);
	if (k < 0)
		return tensen_fail(err, TENSEN_E_IO, "cannot read: %s", strerror(errno));
	in->n += (size_t)k;
	in->consumed += (size_t)k;
	in->left -= (size_t)k;
	in->raw_end = k == 0;
	return TENSEN_OK;
}

/* Fill raw when it is empty. */
static tensen_status
refill(input *in, tensen_error *err)
{
	if (in->at < in->n || in->raw_end)
		return TENSEN_OK;
	in->at = in->n = 0;
	return read_more(in, err);
}

/* Reads the first four bytes, which show the packing; a pipe may give fewer at once. */
static tensen_status
fill_head(input *in, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	while (in->n < 4 && !in->raw_end && st == TENSEN_OK)
		st = read_more(in, err);
	return st;
}

static tensen_status
start_unpacking(input *in, tensen_error *err)
{
	static const unsigned char zstd_magic[4] = {0x28, 0xb5, 0x2f, 0xfd};

	if (in->n >= 2 && in->raw[0] == 0x1f && in->raw[1] == 0x8b) {
		in->kind = GZIP;
		if (inflateInit2(&in->gz, 15 + 16) != Z_OK)
			return tensen_fail_nomem(err);
		in->gz_ready = 1;
	} else if (in->n >= 4 && memcmp(in->raw, zstd_magic, 4) == 0) {
		in->kind = ZSTD;
		in->zstd = ZSTD_createDStream();
		if (!in->zstd)
			return tensen_fail_nomem(err);
	}
	return TENSEN_OK;
}

static tensen_status
open_path(input *in, const char *path, uint64_t from, uint64_t to, tensen_error *err)
{
	tensen_status st;

	in->raw = malloc(RAW_SIZE);
	in->left = to ? to - from : UINT64_MAX;
	in->fd = strcmp(path, "-") == 0 ? dup(0) : open(path, O_RDONLY | O_CLOEXEC);
	if (!in->raw)
		return tensen_fail_nomem(err);
	if (in->fd < 0 || (from && lseek(in->fd, (off_t)from, SEEK_SET) < 0))
		return tensen_fail(err, TENSEN_E_IO, "cannot open: %s", strerror(errno));
	st = fill_head(in, err);
	return st == TENSEN_OK ? start_unpacking(in, err) : st;
}

tensen_status
input_open(input **out, const char *path, uint64_t from, uint64_t to, tensen_error *err)
{
	input *in = *out = calloc(1, sizeof *in);
	tensen_status st = in ? open_path(in, path, from, to, err) : tensen_fail_nomem(err);

	return KEEP_OR_FREE(st, out, input_close);
}

void
input_close(input *in)
{
	if (!in)
		return;
	if (in->fd >= 0)
		close(in->fd);
	if (in->gz_ready)
		inflateEnd(&in->gz);
	ZSTD_freeDStream(in->zstd);
	free(in->raw);
	free(in);
}

static tensen_status
cut_short(const input *in, tensen_error *err)
{
	return tensen_fail(err, TENSEN_E_INPUT, "%s data is cut short after %llu bytes",
	    in->kind == GZIP ? "gzip" : "zstd", (unsigned long long)in->consumed);
}

static tensen_status
damaged(const input *in, const char *why, tensen_error *err)
{
	return tensen_fail(err, TENSEN_E_INPUT, "%s data is damaged: %s",
	    in->kind == GZIP ? "gzip" : "zstd", why ? why : "unknown reason");
}

/* One step of inflate; *n bytes came out, which may be none yet. */
static tensen_status
step_gzip(input *in, void *p, size_t max, size_t *n, tensen_error *err)
{
	int rc;

	if (!in->inside) { /* another member, or zeros that pad the last one */
		if (in->raw[in->at] == 0) {
			in->at++;
			return TENSEN_OK;
		}
		inflateReset(&in->gz);
		in->inside = 1;
	}
	in->gz.next_in = in->raw + in->at;
	in->gz.avail_in = (uInt)(in->n - in->at);
	in->gz.next_out = p;
	in->gz.avail_out = max > RAW_SIZE ? (uInt)RAW_SIZE : (uInt)max;
	*n = in->gz.avail_out;
	rc = inflate(&in->gz, Z_NO_FLUSH);
	in->at = in->n - in->gz.avail_in;
	*n -= in->gz.avail_out;
	if (rc == Z_STREAM_END)
		in->inside = 0;
	else if (rc != Z_OK && rc != Z_BUF_ERROR)
		return damaged(in, in->gz.msg, err);
	return TENSEN_OK;
}

static tensen_status
step_zstd(input *in, void *p, size_t max, size_t *n, tensen_error *err)
{
	ZSTD_inBuffer from = {in->raw, in->n, in->at};
	ZSTD_outBuffer to = {p, max, 0};
	size_t rc = ZSTD_decompressStream(in->zstd, &to, &from);

	in->at = from.pos;
	*n = to.pos;
	if (ZSTD_isError(rc))
		return damaged(in, ZSTD_getErrorName(rc), err);
	in->inside = rc != 0;
	return TENSEN_OK;
}

static tensen_status
copy_plain(input *in, void *p, size_t max, size_t *n)
{
	*n = in->n - in->at < max ? in->n - in->at : max;
	memcpy(p, in->raw + in->at, *n);
	in->at += *n;
	return TENSEN_OK;
}

tensen_status
input_read(input *in, void *p, size_t max, size_t *n, tensen_error *err)
{
	tensen_status st;
	int used_up;

	*n = 0;
	while (*n == 0) {
		if ((st = refill(in, err)) < 0)
			return st;
		used_up = in->at == in->n;
		if (used_up && !in->inside)
			return TENSEN_OK;
		st = in->kind == GZIP   ? step_gzip(in, p, max, n, err)
		     : in->kind == ZSTD ? step_zstd(in, p, max, n, err)
					: copy_plain(in, p, max, n);
		if (st < 0)
			return st;
		/* A decompressor may still hold output when its input is used up.  The file is
		 * cut short only if this call gave nothing. */
		if (used_up && *n == 0)
			return cut_short(in, err);
	}
	return TENSEN_OK;
}

uint64_t
input_consumed(const input *in)
{
	return in->consumed - (in->n - in->at);
}
