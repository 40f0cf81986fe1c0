/* model/bilingual/keys.c - see bilingual_impl.h. */
#include "model/bilingual/bilingual_impl.h"

#define ENGLISH_PREFIX 4
#define ENGLISH_TAIL 3 /* letters behind it, in the low bits of a key */
#define TAIL_BITS 5
#define LETTER_MASK 0x1fu
#define TAIL_MASK 0x7fffu /* of all three: the bits that table.c does not sort by */

size_t
euc_length(const char *str, const char *end)
{
	unsigned char c = (unsigned char)*str;
	size_t n = c < 0x80 ? 1 : c == 0x8f ? 3 : 2;

	return n <= (size_t)(end - str) ? n : (size_t)(end - str);
}

static uint32_t
keys_mixed(uint32_t h, uint32_t c)
{
	return (h ^ c) * 0x9e3779b1u ^ (h >> 15);
}

static unsigned
keys_lower(unsigned c)
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
		h = keys_mixed(
		    h, keys_lower(c >= 0xa3b0 && c <= 0xa3fa ? (c & 0xff) - 0x80 : c) + 1);
	}
	return h;
}

/* A letter that stemming keeps equal: batteri, battery. */
static unsigned
stable_letter(char c)
{
	unsigned l = keys_lower((unsigned char)c);

	return l == 'y' ? 'i' : l;
}

/* 1 to 26; 0 for any other byte. */
static unsigned
letter_number(char c)
{
	unsigned l = stable_letter(c);

	return l >= 'a' && l <= 'z' ? l - 'a' + 1 : 0;
}

uint32_t
english_key(span word)
{
	size_t end = span_find(word, SPAN_LIT(" "), 0), n = end < word.n ? end : word.n;
	uint32_t h = 0, tail = 0;

	if (n == 0)
		return 0;
	for (size_t i = 0; i < n && i < ENGLISH_PREFIX; i++)
		h = keys_mixed(h, stable_letter(word.p[i]) + 1);
	for (size_t i = ENGLISH_PREFIX; i < ENGLISH_PREFIX + ENGLISH_TAIL; i++)
		tail = tail << TAIL_BITS | (i < n ? letter_number(word.p[i]) : 0);
	h &= ~TAIL_MASK;
	return (h ? h : TAIL_MASK + 1) | tail;
}

int
english_key_fits(uint32_t key, uint32_t stem_key, span stem)
{
	size_t end = span_find(stem, SPAN_LIT(" "), 0), n = end < stem.n ? end : stem.n;
	size_t sure = n > ENGLISH_PREFIX + 1 ? n - 1 - ENGLISH_PREFIX : 0;
	uint32_t mask = ~TAIL_MASK;

	for (size_t i = 0; i < sure && i < ENGLISH_TAIL; i++)
		mask |= LETTER_MASK << (TAIL_BITS * (ENGLISH_TAIL - 1 - i));
	return (key & mask) == (stem_key & mask);
}
