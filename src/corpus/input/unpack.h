/* corpus/input/unpack.h - libarchive behind one call: the members of .zip and .tar, and the bytes
 * of .zst, .xz and .bz2.
 *
 * gzip stays with input.c, because libarchive does not check the end of gzip data.
 * LIMITS  An archive has at most UNPACK_MEMBERS members with names of at most UNPACK_NAME bytes.
 *         Behind the first GiB nothing may unpack to more than UNPACK_RATIO times its size.  The
 *         reader follows archives in archives UNPACK_DEPTH levels deep. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <tensen/status.h>

#define UNPACK_MEMBERS 1000000u
#define UNPACK_NAME 1024
#define UNPACK_RATIO 1000u /* deflate reaches 1,032 at most; patents come to 5 .. 20 */
#define UNPACK_FREE ((uint64_t)1 << 30)
#define UNPACK_DEPTH 3

/* Where the packed bytes come from. */
typedef struct unpack_source {
	/* The next bytes, borrowed until the next call; *n 0: the end. */
	tensen_status (*next)(void *ctx, const void **p, size_t *n, tensen_error *err);
	/* Go on at byte `at`; `from` as for lseek().  The new place, negative: it cannot.  NULL:
	 * the source cannot go back; a zip is then read from its local headers. */
	int64_t (*seek)(void *ctx, int64_t at, int from);
	void *ctx;
} unpack_source;

typedef enum unpack_kind { UNPACK_ARCHIVE, UNPACK_DATA } unpack_kind;

typedef struct unpack unpack;

/* E_INPUT when the data is damaged or cut short, also of the calls below; what the source reports
 * is passed on. */
tensen_status unpack_new(unpack **out, unpack_kind kind, unpack_source from, tensen_error *err);
void unpack_free(unpack *arc); /* NULL allowed */
/* The next member that is a file: its name in UTF-8, borrowed until the next call; NULL: no more.
 * Names of parts that begin with a dot and __MACOSX are passed over, and so are links. */
tensen_status unpack_next(unpack *arc, const char **name, tensen_error *err);
/* Up to max bytes of the member; *n is 0 only at its end. */
tensen_status unpack_read(unpack *arc, void *ctx, size_t max, size_t *n, tensen_error *err);
/* E_INPUT if `given` unpacked bytes of `packed` ones are more than the limit. */
tensen_status unpack_limit(uint64_t given, uint64_t packed, tensen_error *err);
