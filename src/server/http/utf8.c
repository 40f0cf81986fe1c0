/* server/http/utf8.c - see utf8.h. */
#include "server/http/utf8.h"
#include <string.h>
#include <unicode/utf8.h>

/* Length of the character at p, 0 if it is not one, or NUL. */
static size_t
utf8_character(const unsigned char *bytes, size_t n)
{
	int32_t at = 0, most = n < 4 ? (int32_t)n : 4;
	UChar32 c;

	U8_NEXT(bytes, at, most, c);
	return c > 0 ? (size_t)at : 0;
}

int
utf8_is_text(const char *str, size_t n)
{
	while (n > 0) {
		size_t k = utf8_character((const unsigned char *)str, n);
		if (k == 0)
			return 0;
		str += k;
		n -= k;
	}
	return 1;
}

void
utf8_tidy(char *str)
{
	size_t n = strlen(str);

	while (*str) {
		size_t k = utf8_character((unsigned char *)str, n);
		if (k == 0 && n < 4) {
			*str = '\0'; /* a character cut by the end of the buffer */
			return;
		}
		if (k == 0 || (unsigned char)*str < 0x20 || *str == 0x7F)
			*str = '?';
		k = k ? k : 1;
		str += k;
		n -= k;
	}
}
