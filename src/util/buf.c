/* util/buf.c - see buf.h. */
#include "util/buf.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "util/plain.h"

void
buf_clear(buf *out)
{
	free(out->p);
	*out = (buf)BUF_INIT;
}

void
bufs_clear_each(buf *const *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_clear(out[i]);
}

void
buf_reset(buf *out)
{
	out->n = 0;
	out->failed = 0;
}

void
buf_again(buf *out)
{
	out->n = 0;
}

void
buf_end_part(buf *whole, buf *part)
{
	whole->failed |= part->failed;
	buf_clear(part);
}

int
buf_grow(buf *out, size_t extra)
{
	size_t cap = out->cap ? out->cap : 256;
	char *p;

	if (out->failed)
		return -1;
	if (extra <= out->cap - out->n)
		return 0;
	if (extra > SIZE_MAX / 2 - out->n) {
		out->failed = 1;
		return -1;
	}
	while (cap < out->n + extra)
		cap += cap / 2;
	p = realloc(out->p, cap);
	if (!p) {
		out->failed = 1;
		return -1;
	}
	out->p = p;
	out->cap = cap;
	return 0;
}

void
buf_add(buf *out, const void *ctx, size_t n)
{
	if (n == 0 || buf_reserve(out, n) < 0)
		return;
	memcpy(out->p + out->n, ctx, n);
	out->n += n;
}

void
buf_span(buf *out, span text)
{
	buf_add(out, text.p, text.n);
}

void
buf_str(buf *out, const char *str)
{
	buf_add(out, str, strlen(str));
}

void
buf_char(buf *out, char c)
{
	if (buf_reserve(out, 1) == 0)
		out->p[out->n++] = c;
}

void
buf_printf(buf *out, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = plain_vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || buf_reserve(out, (size_t)n + 1) < 0) {
		out->failed = 1;
		return;
	}
	va_start(ap, fmt);
	plain_vsnprintf(out->p + out->n, (size_t)n + 1, fmt, ap);
	va_end(ap);
	out->n += (size_t)n;
}

static void
add_le(buf *out, uint64_t v, int bytes)
{
	unsigned char x[8];

	for (int i = 0; i < bytes; i++)
		x[i] = (unsigned char)(v >> 8 * i);
	buf_add(out, x, (size_t)bytes);
}

void
buf_u16(buf *out, uint16_t v)
{
	add_le(out, v, 2);
}

void
buf_u32(buf *out, uint32_t v)
{
	add_le(out, v, 4);
}

void
buf_u64(buf *out, uint64_t v)
{
	add_le(out, v, 8);
}

void
buf_f32(buf *out, float v)
{
	uint32_t u;

	memcpy(&u, &v, 4);
	add_le(out, u, 4);
}

void
buf_varint(buf *out, uint64_t v)
{
	unsigned char x[10];
	size_t n = 0;

	while (v >= 0x80) {
		x[n++] = (unsigned char)(v | 0x80);
		v >>= 7;
	}
	x[n++] = (unsigned char)v;
	buf_add(out, x, n);
}

const char *
buf_cstr(buf *out)
{
	if (buf_reserve(out, 1) < 0)
		return "";
	out->p[out->n] = '\0';
	return out->p;
}
