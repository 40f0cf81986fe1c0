/* server/http/utf8.c - see utf8.h. */
#include "server/http/utf8.h"
#include <string.h>

/* Length of the character at p, 0 if it is not one: the table of RFC 3629, section 4. */
static size_t
utf8_character(const unsigned char *bytes, size_t n)
{
	unsigned char c = bytes[0], low = 0x80, high = 0xBF;
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
	if (bytes[1] < low || bytes[1] > high)
		return 0;
	for (size_t i = 2; i < k; i++)
		if ((bytes[i] & 0xC0) != 0x80)
			return 0;
	return k;
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
