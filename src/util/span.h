/* util/span.h - a borrowed run of bytes; never NUL-terminated by contract. */
#ifndef UTIL_SPAN_H
#define UTIL_SPAN_H
#include <stddef.h>
#include <string.h>

typedef struct span {
	const char *p;
	size_t n;
} span;

#define SPAN_LIT(s) ((span){(s), sizeof(s) - 1})

static inline span
span_of(const char *s)
{
	return (span){s, s ? strlen(s) : 0};
}

static inline int
span_eq(span a, span b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline int
span_starts(span s, span prefix)
{
	return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

/* The first occurrence of `needle` in s at or after `from`, or (size_t)-1. */
static inline size_t
span_find(span s, span needle, size_t from)
{
	const char *found;

	if (from > s.n || needle.n == 0)
		return (size_t)-1;
	found = memmem(s.p + from, s.n - from, needle.p, needle.n);
	return found ? (size_t)(found - s.p) : (size_t)-1;
}

static inline span
span_sub(span s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from > to)
		from = to;
	return (span){s.p + from, to - from};
}

/* Without ASCII blanks, newlines and U+3000 at both ends. */
span span_trim(span s);

#endif
