/* corpus/input/input.c - plain and packed bytes behind one call. */
#include "corpus/input/input.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include "util/fail.h"
#include "util/memory.h"

#define RAW_SIZE ((size_t)256 * 1024) /* bytes of the file read at a time */

typedef enum packing { PLAIN, GZIP, PACKED } packing;

struct input {
	int fd;
	unpack *member;    /* of an archive, in place of fd; borrowed */
	input_maker maker; /* in place of both; read NULL: none */
	int whole;         /* fd is a file that is read from its first byte to its last */
	packing kind;
	unsigned char *raw;
	size_t at, n; /* raw[at .. n) is not used yet */
	int raw_end;  /* the file has no more bytes */
	int inside;   /* a gzip member is open */
	uint64_t consumed;
	uint64_t left;  /* bytes that may still be read */
	uint64_t given; /* unpacked */
	z_stream gz;
	int gz_ready;
	unpack *filter; /* PACKED otherwise: zstd, xz, bzip2 */
	char *piece;    /* of input_unpack(); RAW_SIZE */
	unsigned char head[INPUT_HEAD];
	size_t head_at, head_n; /* head[head_at .. head_n) is given before anything else */
};

static tensen_status
read_file(const input *in, void *ctx, size_t max, size_t *n, tensen_error *err)
{
	ssize_t k;

	do
		k = read(in->fd, ctx, max);
	while (k < 0 && errno == EINTR);
	*n = k < 0 ? 0 : (size_t)k;
	return k < 0 ? tensen_fail(err, TENSEN_E_IO, SAY_CANNOT_READ, tensen_os_error(errno))
		     : TENSEN_OK;
}

/* Append bytes of the file to raw. */
static tensen_status
read_more(input *in, tensen_error *err)
{
	size_t room = RAW_SIZE - in->n, k = 0;
	tensen_status st;

	if (room > in->left)
		room = (size_t)in->left;
	st = in->maker.read ? in->maker.read(in->maker.ctx, in->raw + in->n, room, &k, err)
	     : in->member   ? unpack_read(in->member, in->raw + in->n, room, &k, err)
			    : read_file(in, in->raw + in->n, room, &k, err);
	if (st < 0)
		return st;
	in->n += k;
	in->consumed += k;
	in->left -= k;
	in->raw_end = k == 0;
	return TENSEN_OK;
}

/* Fill raw when it is empty. */
static tensen_status
input_refill(input *in, tensen_error *err)
{
	if (in->at < in->n || in->raw_end)
		return TENSEN_OK;
	in->at = in->n = 0;
	return read_more(in, err);
}

#define MAGIC_BYTES 6

/* Reads the first bytes, which show the packing; a pipe may give fewer at once. */
static tensen_status
fill_magic(input *in, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	while (in->n < MAGIC_BYTES && !in->raw_end && st == TENSEN_OK)
		st = read_more(in, err);
	return st;
}

/* The raw bytes as a source for libarchive. */
static tensen_status
next_raw(void *ctx, const void **data, size_t *n, tensen_error *err)
{
	input *in = ctx;
	tensen_status st = input_refill(in, err);

	*data = in->raw + in->at;
	*n = in->n - in->at;
	in->at = in->n;
	return st;
}

static int
begins_with(const input *in, const char *magic, size_t n)
{
	return in->n >= n && memcmp(in->raw, magic, n) == 0;
}

static tensen_status
start_unpacking(input *in, tensen_error *err)
{
	if (begins_with(in, "\x1f\x8b", 2)) {
		in->kind = GZIP;
		if (inflateInit2(&in->gz, 15 + 16) != Z_OK)
			return tensen_fail_nomem(err);
		in->gz_ready = 1;
	} else if (begins_with(in, "\x28\xb5\x2f\xfd", 4) ||
		   begins_with(in,
		       "\xfd"
		       "7zXZ",
		       6) ||
		   begins_with(in, "BZh", 3)) {
		in->kind = PACKED;
		return unpack_new(
		    &in->filter, UNPACK_DATA, (unpack_source){next_raw, NULL, in}, err);
	}
	return TENSEN_OK;
}

/* Keep the first unpacked bytes.  When the data is damaged behind some of them, the failure comes
 * again when they have been given. */
static tensen_status
fill_head(input *in, tensen_error *err)
{
	tensen_status st = TENSEN_OK;
	size_t n = 1, have = 0;

	while (have < INPUT_HEAD && n > 0 && st == TENSEN_OK) {
		st = input_read(in, in->head + have, INPUT_HEAD - have, &n, err);
		have += n;
	}
	in->head_n = have;
	return have ? TENSEN_OK : st;
}

static tensen_status
input_begin(input *in, tensen_error *err)
{
	tensen_status st;

	if (!(in->raw = calloc(1, RAW_SIZE)))
		return tensen_fail_nomem(err);
	if ((st = fill_magic(in, err)) < 0 || (st = start_unpacking(in, err)) < 0)
		return st;
	return fill_head(in, err);
}

static tensen_status
open_path(input *in, const char *path, uint64_t from, uint64_t to, tensen_error *err)
{
	struct stat sb;

	in->left = to ? to - from : UINT64_MAX;
	in->fd = strcmp(path, "-") == 0 ? dup(0) : open(path, O_RDONLY | O_CLOEXEC);
	if (in->fd < 0 || (from && lseek(in->fd, (off_t)from, SEEK_SET) < 0))
		return tensen_fail(err, TENSEN_E_IO, SAY_CANNOT_OPEN, tensen_os_error(errno));
	in->whole = !from && !to && strcmp(path, "-") != 0 && fstat(in->fd, &sb) == 0 &&
		    S_ISREG(sb.st_mode);
	return input_begin(in, err);
}

tensen_status
input_open(input **out, const char *path, uint64_t from, uint64_t to, tensen_error *err)
{
	input *in = *out = calloc(1, sizeof *in);
	tensen_status st = in ? open_path(in, path, from, to, err) : tensen_fail_nomem(err);

	return KEEP_OR_FREE(st, out, input_close);
}

static tensen_status
open_given(input **out, const input *given, tensen_error *err)
{
	input *in = *out = malloc(sizeof *in);
	tensen_status st;

	if (!in) {
		if (given->maker.close)
			given->maker.close(given->maker.ctx);
		return tensen_fail_nomem(err);
	}
	*in = *given;
	st = input_begin(in, err);
	return KEEP_OR_FREE(st, out, input_close);
}

tensen_status
input_open_member(input **out, unpack *from, tensen_error *err)
{
	return open_given(out, &(input){.fd = -1, .member = from, .left = UINT64_MAX}, err);
}

tensen_status
input_open_made(input **out, input_maker maker, tensen_error *err)
{
	return open_given(out, &(input){.fd = -1, .maker = maker, .left = UINT64_MAX}, err);
}

void
input_close(input *in)
{
	if (!in)
		return;
	if (in->maker.close)
		in->maker.close(in->maker.ctx);
	if (in->fd >= 0)
		close(in->fd);
	if (in->gz_ready)
		inflateEnd(&in->gz);
	unpack_free(in->filter);
	free_all(in->raw, in->piece, in);
}

/* One step of inflate; *n bytes came out, which may be none yet. */
static tensen_status
step_gzip(input *in, void *ctx, size_t max, size_t *n, tensen_error *err)
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
	in->gz.next_out = ctx;
	in->gz.avail_out = max > RAW_SIZE ? (uInt)RAW_SIZE : (uInt)max;
	*n = in->gz.avail_out;
	rc = inflate(&in->gz, Z_NO_FLUSH);
	in->at = in->n - in->gz.avail_in;
	*n -= in->gz.avail_out;
	if (rc == Z_STREAM_END)
		in->inside = 0;
	else if (rc != Z_OK && rc != Z_BUF_ERROR)
		return tensen_fail(err, TENSEN_E_INPUT, SAY_DATA_DAMAGED, "gzip",
		    in->gz.msg ? in->gz.msg : SAY_UNKNOWN_REASON);
	return TENSEN_OK;
}

/* Up to max of the bytes from[*at .. n). */
static tensen_status
give(void *to, size_t max, size_t *given, const unsigned char *from, size_t *at, size_t n)
{
	*given = n - *at < max ? n - *at : max;
	memcpy(to, from + *at, *given);
	*at += *given;
	return TENSEN_OK;
}

static tensen_status
unpack_some(input *in, void *ctx, size_t max, size_t *n, tensen_error *err)
{
	tensen_status st;
	int used_up;

	if (in->kind == PACKED)
		return unpack_read(in->filter, ctx, max, n, err);
	while (*n == 0) {
		if ((st = input_refill(in, err)) < 0)
			return st;
		used_up = in->at == in->n;
		if (used_up && !in->inside)
			return TENSEN_OK;
		st = in->kind == GZIP ? step_gzip(in, ctx, max, n, err)
				      : give(ctx, max, n, in->raw, &in->at, in->n);
		if (st < 0)
			return st;
		/* A decompressor may still hold output when its input is used up.  The file is
		 * cut short only if this call gave nothing. */
		if (used_up && *n == 0)
			return tensen_fail(err, TENSEN_E_INPUT, SAY_DATA_CUT_SHORT, "gzip",
			    (unsigned long long)in->consumed);
	}
	return TENSEN_OK;
}

tensen_status
input_read(input *in, void *ctx, size_t max, size_t *n, tensen_error *err)
{
	tensen_status st;

	*n = 0;
	if (in->head_at < in->head_n)
		return give(ctx, max, n, in->head, &in->head_at, in->head_n);
	st = unpack_some(in, ctx, max, n, err);
	in->given += *n;
	return st < 0 || in->kind == PLAIN ? st : unpack_limit(in->given, in->consumed, err);
}

uint64_t
input_consumed(const input *in)
{
	return in->consumed - (in->n - in->at);
}

/* ---- archives ---- */

span
input_head(const input *in)
{
	return (span){(const char *)in->head, in->head_n};
}

int
input_is_archive(const input *in)
{
	span s = input_head(in);

	return (s.n >= 4 && (memcmp(s.p, "PK\3\4", 4) == 0 || memcmp(s.p, "PK\5\6", 4) == 0)) ||
	       (s.n >= 262 && memcmp(s.p + 257, "ustar", 5) == 0);
}

/* The unpacked bytes as a source for libarchive. */
static tensen_status
next_unpacked(void *ctx, const void **data, size_t *n, tensen_error *err)
{
	input *in = ctx;
	tensen_status st;

	if (!in->piece && !(in->piece = malloc(RAW_SIZE)))
		return tensen_fail_nomem(err);
	st = input_read(in, in->piece, RAW_SIZE, n, err);
	*data = in->piece;
	return st;
}

static int64_t
seek_file(void *ctx, int64_t at, int from)
{
	input *in = ctx;
	off_t place = lseek(in->fd, (off_t)at, from);

	in->head_at = in->head_n;
	in->at = in->n = 0;
	in->raw_end = 0;
	return (int64_t)place;
}

tensen_status
input_unpack(input *in, unpack **out, tensen_error *err)
{
	int can_seek = in->whole && in->kind == PLAIN;

	return unpack_new(out, UNPACK_ARCHIVE,
	    (unpack_source){next_unpacked, can_seek ? seek_file : NULL, in}, err);
}
