/* corpus/document/fold.c - see fold.h. */
#include "corpus/document/fold.h"
#include <stdint.h>
#include <string.h>

/* Bytes of the UTF-8 character at s.p[i], never past the end. */
static size_t
char_length(span s, size_t i)
{
	unsigned char c = (unsigned char)s.p[i];
	size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	return n <= s.n - i ? n : s.n - i;
}

/* The ASCII character that a full-width one or a dash stands for, 0 if none. */
static char
as_ascii(const unsigned char *p, size_t n)
{
	if (n == 1)
		return (char)p[0];
	if (n != 3)
		return 0;
	if (p[0] == 0xef && p[1] == 0xbc && p[2] >= 0x81) /* U+FF01..U+FF3F */
		return (char)(p[2] - 0x81 + '!');
	if (p[0] == 0xef && p[1] == 0xbd && p[2] <= 0x9e) /* U+FF40..U+FF5E */
		return (char)(p[2] - 0x80 + '`');
	if (p[0] == 0xe3 && p[1] == 0x80 && p[2] == 0x80) /* U+3000 */
		return ' ';
	return 0;
}

static int
is_dash(const unsigned char *p, size_t n)
{
	if (n != 3)
		return 0;
	return (p[0] == 0xe2 && p[1] == 0x80 && p[2] >= 0x90 && p[2] <= 0x95) || /* 2010..2015 */
	       (p[0] == 0xe2 && p[1] == 0x88 && p[2] == 0x92) ||                 /* U+2212 */
	       (p[0] == 0xe3 && p[1] == 0x83 && p[2] == 0xbc);                   /* U+30FC */
}

/* Writes c, or if c is 0 the n bytes of the character unchanged; how many bytes. */
static size_t
put(char *out, char c, const unsigned char *p, size_t n)
{
	if (c)
		*out = c;
	else
		memcpy(out, p, n);
	return c ? 1 : n;
}

size_t
fold_key(span s, char *out, size_t max)
{
	size_t k = 0;

	for (size_t i = 0, n; i < s.n; i += n) {
		const unsigned char *p = (const unsigned char *)s.p + i;
		char c;
		n = char_length(s, i);
		c = is_dash(p, n) ? '-' : as_ascii(p, n);
		if (c && (unsigned char)c <= ' ')
			continue;
		if (k + (c ? 1 : n) > max)
			return SIZE_MAX;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		k += put(out + k, c, p, n);
	}
	return k;
}

/* Trims *s; room for as many bytes and a NUL. */
static char *
room_trimmed(span *s, arena *mem)
{
	*s = span_trim(*s);
	return arena_alloc(mem, s->n + 1);
}

span
fold_id(span s, arena *mem)
{
	char *q = room_trimmed(&s, mem);
	size_t k = 0;

	if (!q)
		return (span){NULL, 0};
	for (size_t i = 0, n; i < s.n; i += n) {
		const unsigned char *p = (const unsigned char *)s.p + i;
		char c;
		n = char_length(s, i);
		c = as_ascii(p, n);
		k += put(q + k, c && (unsigned char)c < ' ' ? ' ' : c, p, n);
	}
	q[k] = '\0';
	return (span){q, k};
}

span
fold_blanks(span s, arena *mem)
{
	char *q = room_trimmed(&s, mem);
	size_t k = 0;

	if (!q)
		return (span){NULL, 0};
	for (size_t i = 0, n; i < s.n; i += n) {
		char c;
		n = char_length(s, i);
		c = as_ascii((const unsigned char *)s.p + i, n);
		if (c && (unsigned char)c <= ' ') {
			/* Control characters count as blanks here, but not for span_trim(). */
			if (k > 0 && q[k - 1] != ' ')
				q[k++] = ' ';
			continue;
		}
		memcpy(q + k, s.p + i, n);
		k += n;
	}
	if (k > 0 && q[k - 1] == ' ')
		k--;
	q[k] = '\0';
	return (span){q, k};
}
