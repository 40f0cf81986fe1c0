/* corpus/input/input.h - the bytes of a file, of standard input or of a member of an archive,
 * unpacked.
 *
 * The first bytes, not the file's name, show gzip (also of several members), zstd, xz and bzip2.
 * Memory: one buffer of raw bytes and the decompressor's window. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <tensen/status.h>
#include "corpus/input/unpack.h"
#include "util/span.h"

typedef struct input input;

/* path "-": standard input.  Only the bytes from .. to - 1 are read; to 0: to the end. */
tensen_status input_open(
    input **out, const char *path, uint64_t from, uint64_t to, tensen_error *err);
/* The member of an archive that unpack_next() named; `from` is borrowed. */
tensen_status input_open_member(input **out, unpack *from, tensen_error *err);
/* Bytes that somebody makes. */
typedef struct input_maker {
	/* Up to max bytes; *n is 0 only at the end. */
	tensen_status (*read)(void *ctx, void *to, size_t max, size_t *n, tensen_error *err);
	void (*close)(void *ctx);
	void *ctx;
} input_maker;
/* The input closes its maker, also after a failure. */
tensen_status input_open_made(input **out, input_maker maker, tensen_error *err);
void input_close(input *in); /* NULL allowed */
/* Up to max bytes into p; *n is 0 only at the end.  E_INPUT when packed data is
 * damaged or cut short, E_IO when the system refuses. */
tensen_status input_read(input *in, void *ctx, size_t max, size_t *n, tensen_error *err);
uint64_t input_consumed(const input *in); /* bytes of the file itself, for progress */

/* The first bytes, unpacked; up to INPUT_HEAD of them. */
#define INPUT_HEAD 512
span input_head(const input *in);
/* 1: they are those of a zip or tar. */
int input_is_archive(const input *in);
/* Opens it; `in` is borrowed and not to be read by others from then on. */
tensen_status input_unpack(input *in, unpack **out, tensen_error *err);
