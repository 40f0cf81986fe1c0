/* util/buf.c - see buf.h. */
#include "util/buf.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "util/plain.h"

void
buf_clear(buf *b)
{
	free(b->p);
	*b = (buf)BUF_INIT;
}

void
bufs_clear_each(buf *const *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_clear(b[i]);
}

void
buf_reset(buf *b)
{
	b->n = 0;
	b->failed = 0;
}

void
buf_again(buf *b)
{
	b->n = 0;
}

void
buf_end_part(buf *whole, buf *part)
{
	whole->failed |= part->failed;
	buf_clear(part);
}

int
buf_grow(buf *b, size_t extra)
{
	size_t cap = b->cap ? b->cap : 256;
	char *p;

	if (b->failed)
		return -1;
	if (extra <= b->cap - b->n)
		return 0;
	if (extra > SIZE_MAX / 2 - b->n) {
		b->failed = 1;
		return -1;
	}
	while (cap < b->n + extra)
		cap += cap / 2;
	p = realloc(b->p, cap);
	if (!p) {
		b->failed = 1;
		return -1;
	}
	b->p = p;
	b->cap = cap;
	return 0;
}

void
buf_add(buf *b, const void *p, size_t n)
{
	if (n == 0 || buf_reserve(b, n) < 0)
		return;
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

void
buf_span(buf *b, span s)
{
	buf_add(b, s.p, s.n);
}

void
buf_str(buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_char(buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_printf(buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = plain_vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || buf_reserve(b, (size_t)n + 1) < 0) {
		b->failed = 1;
		return;
	}
	va_start(ap, fmt);
	plain_vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
}

static void
add_le(buf *b, uint64_t v, int bytes)
{
	unsigned char x[8];

	for (int i = 0; i < bytes; i++)
		x[i] = (unsigned char)(v >> 8 * i);
	buf_add(b, x, (size_t)bytes);
}

void
buf_u16(buf *b, uint16_t v)
{
	add_le(b, v, 2);
}

void
buf_u32(buf *b, uint32_t v)
{
	add_le(b, v, 4);
}

void
buf_u64(buf *b, uint64_t v)
{
	add_le(b, v, 8);
}

void
buf_f32(buf *b, float v)
{
	uint32_t u;

	memcpy(&u, &v, 4);
	add_le(b, u, 4);
}

void
buf_varint(buf *b, uint64_t v)
{
	unsigned char x[10];
	size_t n = 0;

	while (v >= 0x80) {
		x[n++] = (unsigned char)(v | 0x80);
		v >>= 7;
	}
	x[n++] = (unsigned char)v;
	buf_add(b, x, n);
}

const char *
buf_cstr(buf *b)
{
	if (buf_reserve(b, 1) < 0)
		return "";
	b->p[b->n] = '\0';
	return b->p;
}
