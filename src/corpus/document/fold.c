/* corpus/document/fold.c - see fold.h. */
#include "corpus/document/fold.h"
#include <string.h>

/* Bytes of the UTF-8 character at s.p[i], never past the end. */
static size_t
char_length(span text, size_t i)
{
	unsigned char c = (unsigned char)text.p[i];
	size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	return n <= text.n - i ? n : text.n - i;
}

/* The ASCII character that a full-width one or a dash stands for, 0 if none. */
static char
as_ascii(const unsigned char *bytes, size_t n)
{
	if (n == 1)
		return (char)bytes[0];
	if (n != 3)
		return 0;
	if (bytes[0] == 0xef && bytes[1] == 0xbc && bytes[2] >= 0x81) /* U+FF01..U+FF3F */
		return (char)(bytes[2] - 0x81 + '!');
	if (bytes[0] == 0xef && bytes[1] == 0xbd && bytes[2] <= 0x9e) /* U+FF40..U+FF5E */
		return (char)(bytes[2] - 0x80 + '`');
	if (bytes[0] == 0xe3 && bytes[1] == 0x80 && bytes[2] == 0x80) /* U+3000 */
		return ' ';
	return 0;
}

static int
is_dash(const unsigned char *bytes, size_t n)
{
	if (n != 3)
		return 0;
	return (bytes[0] == 0xe2 && bytes[1] == 0x80 && bytes[2] >= 0x90 &&
		   bytes[2] <= 0x95) ||                                      /* 2010..2015 */
	       (bytes[0] == 0xe2 && bytes[1] == 0x88 && bytes[2] == 0x92) || /* U+2212 */
	       (bytes[0] == 0xe3 && bytes[1] == 0x83 && bytes[2] == 0xbc);   /* U+30FC */
}

/* Writes c, or if c is 0 the n bytes of the character unchanged; how many bytes. */
static size_t
fold_put(char *out, char c, const unsigned char *bytes, size_t n)
{
	if (c)
		*out = c;
	else
		memcpy(out, bytes, n);
	return c ? 1 : n;
}

size_t
fold_key(span text, char *out, size_t max)
{
	size_t k = 0;

	for (size_t i = 0, n; i < text.n; i += n) {
		const unsigned char *p = (const unsigned char *)text.p + i;
		char c;
		n = char_length(text, i);
		c = is_dash(p, n) ? '-' : as_ascii(p, n);
		if (c && (unsigned char)c <= ' ')
			continue;
		if (k + (c ? 1 : n) > max)
			return SIZE_MAX;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		k += fold_put(out + k, c, p, n);
	}
	return k;
}

/* Trims *s; room for as many bytes and a NUL. */
static char *
room_trimmed(span *text, arena *mem)
{
	*text = span_trim(*text);
	return arena_alloc(mem, text->n + 1);
}

span
fold_id(span text, arena *mem)
{
	char *q = room_trimmed(&text, mem);
	size_t k = 0;

	if (!q)
		return (span){NULL, 0};
	for (size_t i = 0, n; i < text.n; i += n) {
		const unsigned char *p = (const unsigned char *)text.p + i;
		char c;
		n = char_length(text, i);
		c = as_ascii(p, n);
		k += fold_put(q + k, c && (unsigned char)c < ' ' ? ' ' : c, p, n);
	}
	q[k] = '\0';
	return (span){q, k};
}

span
fold_blanks(span text, arena *mem)
{
	char *q = room_trimmed(&text, mem);
	size_t k = 0;

	if (!q)
		return (span){NULL, 0};
	for (size_t i = 0, n; i < text.n; i += n) {
		char c;
		n = char_length(text, i);
		c = as_ascii((const unsigned char *)text.p + i, n);
		if (c && (unsigned char)c <= ' ') {
			/* Control characters count as blanks here, but not for span_trim(). */
			if (k > 0 && q[k - 1] != ' ')
				q[k++] = ' ';
			continue;
		}
		memcpy(q + k, text.p + i, n);
		k += n;
	}
	if (k > 0 && q[k - 1] == ' ')
		k--;
	q[k] = '\0';
	return (span){q, k};
}

int
is_listed(span word, const char *words)
{
	for (const char *at = words; *at; at = strchr(at, ' ') + 1)
		if (strncmp(at, word.p, word.n) == 0 && at[word.n] == ' ')
			return 1;
	return 0;
}
