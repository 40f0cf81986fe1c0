/* server/http/utf8.c - see utf8.h. */
#include "server/http/utf8.h"
#include <string.h>

/* Length of the character at p, 0 if it is not one: the table of RFC 3629, section 4. */
static size_t
character(const unsigned char *p, size_t n)
{
	unsigned char c = p[0], low = 0x80, high = 0xBF;
	size_t k = c < 0x80 ? 1 : c >= 0xC2 && c <= 0xDF ? 2 : (c & 0xF0) == 0xE0 ? 3 : 4;

	if (k == 1)
		return c != 0;
	if (c < 0xC2 || c > 0xF4 || n < k)
		return 0;
	if (c == 0xE0)
		low = 0xA0;
	else if (c == 0xED)
		high = 0x9F;
	else if (c == 0xF0)
		low = 0x90;
	else if (c == 0xF4)
		high = 0x8F;
	if (p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < k; i++)
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	return k;
}

int
utf8_is_text(const char *p, size_t n)
{
	while (n > 0) {
		size_t k = character((const unsigned char *)p, n);
		if (k == 0)
			return 0;
		p += k;
		n -= k;
	}
	return 1;
}

void
utf8_tidy(char *s)
{
	size_t n = strlen(s);

	while (*s) {
		size_t k = character((unsigned char *)s, n);
		if (k == 0 && n < 4) {
			*s = '\0'; /* a character cut by the end of the buffer */
			return;
		}
		if (k == 0 || (unsigned char)*s < 0x20 || *s == 0x7F)
			*s = '?';
		k = k ? k : 1;
		s += k;
		n -= k;
	}
}
