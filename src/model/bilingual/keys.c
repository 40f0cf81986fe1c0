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

unsigned
english_letter(char c)
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
		tail = tail << TAIL_BITS | (i < n ? english_letter(word.p[i]) : 0);
	h &= ~TAIL_MASK;
	return (h ? h : TAIL_MASK + 1) | tail;
}

/* The letters of a stem that begin its words: all, but the last where stemming changes it (hope of
 * hoping, possibl of possibility). */
static size_t
sure_letters(span stem)
{
	char last = stem.n ? stem.p[stem.n - 1] : 0;

	return stem.n - (stem.n && (stem.n == 1 || last == 'e' || last == 'i' || last == 'y' ||
				       last == 'l'));
}

int
stem_begins(span stem, span word)
{
	if (word.n + 1 < stem.n || word.n < sure_letters(stem))
		return 0;
	for (size_t i = 0; i < sure_letters(stem); i++)
		if ((stable_letter(word.p[i]) | 0x20) != (stable_letter(stem.p[i]) | 0x20))
			return 0;
	return 1;
}

uint32_t
english_key_mask(span term, int all)
{
	span stem = span_sub(term, 0, span_find(term, SPAN_LIT(" "), 0));
	size_t sure = all ? sure_letters(stem) : stem.n - (stem.n > 0);
	uint32_t mask = ~TAIL_MASK;

	for (size_t i = ENGLISH_PREFIX; i < sure && i < ENGLISH_PREFIX + ENGLISH_TAIL; i++)
		mask |= LETTER_MASK << (TAIL_BITS * (ENGLISH_PREFIX + ENGLISH_TAIL - 1 - i));
	return mask;
}

uint32_t
english_next(span text)
{
	size_t at = 0;

	for (size_t i = 0; i < text.n; i++)
		if (gloss_bracket(text.p[i]))
			return UINT32_MAX;
	while ((at = span_find(text, SPAN_LIT(" "), at)) < text.n) {
		span rest = span_sub(text, ++at, text.n);
		if (rest.n && !gloss_article(span_sub(rest, 0, span_find(rest, SPAN_LIT(" "), 0))))
			return 1u << english_letter(rest.p[0]);
	}
	return NEXT_NONE;
}

uint32_t
english_next_of(span term)
{
	size_t blank = span_find(term, SPAN_LIT(" "), 0);
	span next = span_sub(term, blank < term.n ? blank + 1 : term.n, term.n);

	if (blank < 2 || term.n < 2)
		return UINT32_MAX;
	if (blank >= term.n)
		return NEXT_NONE;
	if (next.n < 2 || next.p[1] == ' ')
		return ~NEXT_NONE;
	return 1u << english_letter(next.p[0]);
}
