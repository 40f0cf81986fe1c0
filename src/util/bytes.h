/* util/bytes.h - reading little-endian numbers from untrusted memory. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "util/span.h"

static inline uint16_t
le16(const void *ctx)
{
	const uint8_t *p = ctx;
	return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t
le32(const void *ctx)
{
	const uint8_t *p = ctx;
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline uint64_t
le64(const void *ctx)
{
	return le32(ctx) | (uint64_t)le32((const uint8_t *)ctx + 4) << 32;
}

static inline float
lef32(const void *ctx)
{
	uint32_t u = le32(ctx);
	float f;

	memcpy(&f, &u, 4);
	return f;
}

/* A reader that never goes past its end: when bytes run out `failed` is set
 * and zeros are returned, so a parser tests once per record. */
typedef struct cursor {
	const uint8_t *p, *end;
	int failed;
} cursor;

static inline cursor
cursor_of(const void *ctx, size_t n)
{
	return (cursor){ctx, (const uint8_t *)ctx + n, 0};
}

static inline size_t
cursor_left(const cursor *cur)
{
	return (size_t)(cur->end - cur->p);
}

static inline const uint8_t *
cursor_take(cursor *cur, size_t n)
{
	const uint8_t *p = cur->p;

	if (cur->failed || cursor_left(cur) < n) {
		cur->failed = 1;
		return NULL;
	}
	cur->p += n;
	return p;
}

static inline uint8_t
cursor_u8(cursor *cur)
{
	const uint8_t *p = cursor_take(cur, 1);
	return p ? *p : 0;
}

static inline uint32_t
cursor_u32(cursor *cur)
{
	const uint8_t *p = cursor_take(cur, 4);
	return p ? le32(p) : 0;
}

static inline uint64_t
cursor_u64(cursor *cur)
{
	const uint8_t *p = cursor_take(cur, 8);
	return p ? le64(p) : 0;
}

static inline uint64_t
cursor_varint(cursor *cur)
{
	uint64_t v = 0;

	for (int shift = 0; shift < 64; shift += 7) {
		uint8_t b = cursor_u8(cur);
		if (cur->failed)
			return 0;
		if (shift == 63 && b > 1) /* bit 64 and above */
			break;
		v |= (uint64_t)(b & 0x7f) << shift;
		if (!(b & 0x80))
			return v;
	}
	cur->failed = 1;
	return 0;
}

/* A varint length and that many bytes; borrowed from the cursor's memory. */
static inline span
cursor_span(cursor *cur)
{
	uint64_t n = cursor_varint(cur);
	const uint8_t *p;

	if (n > cursor_left(cur))
		cur->failed = 1;
	p = cur->failed ? NULL : cursor_take(cur, (size_t)n);
	return p ? (span){(const char *)p, (size_t)n} : (span){"", 0};
}
