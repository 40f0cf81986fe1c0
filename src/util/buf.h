/* util/buf.h - a growing byte buffer whose errors are sticky.
 *
 * Append freely and test `failed` once at the end: after a failed allocation every later call does
 * nothing.  The owner frees it with buf_clear().  With buf_again() between several pieces made in
 * one buffer, one test at the end covers all of them. */
#ifndef UTIL_BUF_H
#define UTIL_BUF_H
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

void buf_clear(buf *b); /* frees; usable again afterwards */
/* buf_clear() of each: bufs_clear(&x->ids, &x->names). */
#define bufs_clear(...)                                                                            \
	bufs_clear_each((buf *[]){__VA_ARGS__}, sizeof((buf *[]){__VA_ARGS__}) / sizeof(buf *))
void bufs_clear_each(buf *const *b, size_t n);
void buf_reset(buf *b);                   /* n = 0, keeps the memory and clears `failed` */
void buf_again(buf *b);                   /* n = 0 for the next piece; a failure stays */
void buf_end_part(buf *whole, buf *part); /* frees a part; its failure becomes the whole's */
int buf_grow(buf *b, size_t extra);       /* for buf_reserve() */

/* Room for `extra` more bytes: 0, or -1 and sticky failure. */
static inline int
buf_reserve(buf *b, size_t extra)
{
	return !b->failed && extra <= b->cap - b->n ? 0 : buf_grow(b, extra);
}

/* n more bytes for the caller to fill at once; NULL when failed. */
static inline void *
buf_more(buf *b, size_t n)
{
	if (buf_reserve(b, n) < 0)
		return NULL;
	b->n += n;
	return b->p + (b->n - n);
}

void buf_add(buf *b, const void *p, size_t n);
void buf_span(buf *b, span s);
void buf_str(buf *b, const char *s);
void buf_char(buf *b, char c);
__attribute__((format(printf, 2, 3))) void buf_printf(buf *b, const char *fmt, ...);
void buf_u16(buf *b, uint16_t v); /* little-endian */
void buf_u32(buf *b, uint32_t v);
void buf_u64(buf *b, uint64_t v);
void buf_f32(buf *b, float v);
void buf_varint(buf *b, uint64_t v); /* LEB128, at most 10 bytes */
const char *buf_cstr(buf *b);        /* NUL-terminated view; "" when failed */

#endif
