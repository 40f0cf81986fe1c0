/* util/buf.h - a growing byte buffer whose errors are sticky.
 *
 * Append freely and test `failed` once at the end: after a failed allocation every later call does
 * nothing.  The owner frees it with buf_clear().  With buf_again() between several pieces made in
 * one buffer, one test at the end covers all of them. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "util/span.h"

typedef struct buf {
	char *p;
	size_t n, cap;
	int failed;
} buf;
#define BUF_INIT                                                                                   \
	{                                                                                          \
		NULL, 0, 0, 0                                                                      \
	}

void buf_clear(buf *out); /* frees; usable again afterwards */
/* buf_clear() of each: bufs_clear(&x->ids, &x->names). */
#define bufs_clear(...)                                                                            \
	bufs_clear_each((buf *[]){__VA_ARGS__}, sizeof((buf *[]){__VA_ARGS__}) / sizeof(buf *))
void bufs_clear_each(buf *const *out, size_t n);
void buf_reset(buf *out);                 /* n = 0, keeps the memory and clears `failed` */
void buf_again(buf *out);                 /* n = 0 for the next piece; a failure stays */
void buf_end_part(buf *whole, buf *part); /* frees a part; its failure becomes the whole's */
int buf_grow(buf *out, size_t extra);     /* for buf_reserve() */

/* Room for `extra` more bytes: 0, or -1 and sticky failure. */
static inline int
buf_reserve(buf *out, size_t extra)
{
	return !out->failed && extra <= out->cap - out->n ? 0 : buf_grow(out, extra);
}

/* n more bytes for the caller to fill at once; NULL when failed. */
static inline void *
buf_more(buf *out, size_t n)
{
	if (buf_reserve(out, n) < 0)
		return NULL;
	out->n += n;
	return out->p + (out->n - n);
}

void buf_add(buf *out, const void *ctx, size_t n);
void buf_span(buf *out, span text);
void buf_str(buf *out, const char *str);
void buf_char(buf *out, char c);
__attribute__((format(printf, 2, 3))) void buf_printf(buf *out, const char *fmt, ...);
void buf_u16(buf *out, uint16_t v); /* little-endian */
void buf_u32(buf *out, uint32_t v);
void buf_u64(buf *out, uint64_t v);
void buf_f32(buf *out, float v);
void buf_varint(buf *out, uint64_t v); /* LEB128, at most 10 bytes */
const char *buf_cstr(buf *out);        /* NUL-terminated view; "" when failed */
