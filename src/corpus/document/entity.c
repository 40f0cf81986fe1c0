/* corpus/document/entity.c - see entity.h. */
#include "corpus/document/entity.h"
#include <string.h>
#include "text/utf8.h"

#define LONGEST 10 /* bytes: &#x10FFFF; */

static const struct {
	const char *name, *text;
} named[] = {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}};

static int
entity_digit(char c, uint32_t base, uint32_t *ids)
{
	if (c >= '0' && c <= '9')
		*ids = (uint32_t)(c - '0');
	else if (base == 16 && (c | 32) >= 'a' && (c | 32) <= 'f')
		*ids = (uint32_t)((c | 32) - 'a' + 10);
	else
		return 0;
	return 1;
}

/* 0: no character that a text may hold. */
static uint32_t
entity_number(span text)
{
	const uint32_t base = text.n > 1 && (text.p[0] | 32) == 'x' ? 16 : 10;
	uint32_t c = 0, v;

	for (size_t i = base == 16; i < text.n; i++) {
		if (!entity_digit(text.p[i], base, &v))
			return 0;
		c = c * base + v;
	}
	if (c == 9 || c == 10 || c == 13 || c == 160)
		return ' ';
	return c < 32 || (c >= 127 && c < 160) || (c >= 0xd800 && c < 0xe000) || c > 0x10ffff ? 0
											      : c;
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
