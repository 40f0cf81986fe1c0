/* text/utf8.c - see utf8.h. */
#include "text/utf8.h"
#include <unicode/uchar.h>
#include <unicode/utf8.h>

size_t
utf8_bad_at(span s)
{
	size_t i = 0;

	while (i < s.n) {
		size_t start = i;
		UChar32 c;
		if ((unsigned char)s.p[i] < 0x80) {
			i++;
			continue;
		}
		U8_NEXT((const uint8_t *)s.p, i, s.n, c);
		if (c < 0)
			return start;
	}
	return s.n;
}

static size_t
columns_of(uint32_t c)
{
	int width;

	if (c < 0x300)
		return c >= 0x20 && c != 0x7f;
	if (u_charType((UChar32)c) == U_NON_SPACING_MARK ||
	    u_charType((UChar32)c) == U_ENCLOSING_MARK || u_charType((UChar32)c) == U_FORMAT_CHAR)
		return 0;
	width = u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH);
	return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

size_t
utf8_columns(span text)
{
	const char *p = text.p, *end = text.p + text.n;
	size_t n, sum = 0;

	for (; p < end; p += n)
		sum += columns_of(utf8_get(p, end, &n));
	return sum;
}

span
utf8_clip(span text, size_t columns)
{
	const char *p = text.p, *end = text.p + text.n;
	size_t n, sum = 0;

	for (; p < end; p += n) {
		sum += columns_of(utf8_get(p, end, &n));
		if (sum > columns)
			break;
	}
	return (span){text.p, (size_t)(p - text.p)};
}

int
has_japanese(span text)
{
	size_t n;

	for (const char *p = text.p, *end = text.p + text.n; p < end; p += n)
		if (is_japanese(utf8_get(p, end, &n)))
			return 1;
	return 0;
}
