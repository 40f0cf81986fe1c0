/* util/span.h - a borrowed run of bytes; never NUL-terminated by contract. */
#pragma once
#include <stddef.h>
#include <string.h>

typedef struct span {
	const char *p;
	size_t n;
} span;

#define SPAN_LIT(s) ((span){(s), sizeof(s) - 1})

static inline span
span_of(const char *str)
{
	return (span){str, str ? strlen(str) : 0};
}

static inline int
span_eq(span text, span bytes)
{
	return text.n == bytes.n && (text.n == 0 || memcmp(text.p, bytes.p, text.n) == 0);
}

static inline int
span_starts(span text, span prefix)
{
	return text.n >= prefix.n && (prefix.n == 0 || memcmp(text.p, prefix.p, prefix.n) == 0);
}

/* In the order of their bytes: below 0, 0, above 0. */
static inline int
span_order(span text, span one)
{
	int c = memcmp(text.p, one.p, text.n < one.n ? text.n : one.n);

	return c ? c : (text.n > one.n) - (text.n < one.n);
}

/* The first occurrence of `needle` in s at or after `from`, or (size_t)-1. */
static inline size_t
span_find(span text, span needle, size_t from)
{
	const char *found;

	if (from > text.n || needle.n == 0)
		return (size_t)-1;
	found = memmem(text.p + from, text.n - from, needle.p, needle.n);
	return found ? (size_t)(found - text.p) : (size_t)-1;
}

static inline span
span_sub(span text, size_t from, size_t to)
{
	if (to > text.n)
		to = text.n;
	if (from > to)
		from = to;
	return (span){text.p + from, to - from};
}

/* What stands before the first separator, or all; it is cut off with the separator. */
static inline span
span_cut(span *rest, char separator)
{
	const char *end = rest->n ? memchr(rest->p, separator, rest->n) : NULL;
	span first = span_sub(*rest, 0, end ? (size_t)(end - rest->p) : rest->n);

	*rest = span_sub(*rest, end ? first.n + 1 : rest->n, rest->n);
	return first;
}

/* Without ASCII blanks, newlines and U+3000 at both ends. */
span span_trim(span text);
