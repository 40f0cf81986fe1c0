/* model/bilingual/keys.c - see keys.h. */
#include "model/bilingual/keys.h"

#define ENGLISH_PREFIX 4

size_t
euc_length(const char *p, const char *end)
{
	unsigned char c = (unsigned char)*p;
	size_t n = c < 0x80 ? 1 : c == 0x8f ? 3 : 2;

	return n <= (size_t)(end - p) ? n : (size_t)(end - p);
}

static uint32_t
mixed(uint32_t h, uint32_t c)
{
	return (h ^ c) * 0x9e3779b1u ^ (h >> 15);
}

static unsigned
lower(unsigned c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

uint32_t
japanese_key(span euc)
{
	const char *p = euc.p, *end = euc.p + euc.n;
	uint32_t h = 0;

	while (p < end) {
		size_t n = euc_length(p, end);
		unsigned c = (unsigned char)p[0];
		if (n > 1)
			c = c << 8 | (unsigned char)p[1];
		if (n == 3)
			c = c << 8 | (unsigned char)p[2];
		p += n;
		if (c == ' ' || c == '-' || c == 0xa1bc || c == 0xa1a6 || c == 0xa1dd ||
		    c == 0xa1be)
			continue; /* blank, hyphens, ー, ・ */
		h = mixed(h, lower(c >= 0xa3b0 && c <= 0xa3fa ? (c & 0xff) - 0x80 : c) + 1);
	}
	return h;
}

uint32_t
english_key(span word)
{
	uint32_t h = 0;

	for (size_t i = 0; i < word.n && i < ENGLISH_PREFIX; i++) {
		unsigned c = lower((unsigned char)word.p[i]);
		if (c == ' ')
			break;
		h = mixed(h, (c == 'y' ? 'i' : c) + 1);
	}
	return h;
}
