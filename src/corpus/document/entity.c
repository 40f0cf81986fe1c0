/* corpus/document/entity.c - entity_read() of fold.h. */
#include "corpus/document/fold.h"
#include <stdlib.h>
#include <string.h>
#include "text/utf8.h"

#define LONGEST 10 /* bytes: &#x10FFFF; */

static const struct {
	const char *name, *text;
} named[] = {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}};

/* 0: no character that a text may hold. */
static uint32_t
entity_number(span text)
{
	const int is_hex = text.n > 1 && (text.p[0] | 32) == 'x';
	char digits[LONGEST + 1] = "";
	unsigned long c;

	memcpy(digits, text.p + is_hex, text.n - (size_t)is_hex);
	if (digits[strspn(digits, is_hex ? "0123456789abcdefABCDEF" : "0123456789")])
		return 0;
	c = strtoul(digits, NULL, is_hex ? 16 : 10);
	if (c == 9 || c == 10 || c == 13 || c == 160)
		return ' ';
	return c < 32 || (c >= 127 && c < 160) || (c >= 0xd800 && c < 0xe000) || c > 0x10ffff
		   ? 0
		   : (uint32_t)c;
}

size_t
entity_read(span bytes, char out[ENTITY_MAX], size_t *n)
{
	const size_t most = bytes.n < LONGEST ? bytes.n : LONGEST;
	const char *end = bytes.n > 3 && bytes.p[0] == '&' ? memchr(bytes.p, ';', most) : NULL;
	span inside;
	uint32_t c;

	if (!end)
		return 0;
	inside = span_sub(bytes, 1, (size_t)(end - bytes.p));
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (span_eq(inside, span_of(named[i].name))) {
			out[0] = named[i].text[0];
			*n = 1;
			return inside.n + 2;
		}
	if (inside.n < 2 || inside.p[0] != '#' ||
	    !(c = entity_number(span_sub(inside, 1, inside.n))))
		return 0;
	*n = utf8_put(out, c);
	return inside.n + 2;
}
