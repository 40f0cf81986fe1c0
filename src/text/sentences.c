/* text/sentences.c - where sentences end; declared in text/sections.h.
 *
 * Works on text as written and on normalized text, where full-width marks are ASCII and capitals
 * are gone.  A newline ends a sentence unless the line clearly continues: claims have line ends
 * behind 、, English text anywhere.  A sentence has at most SENTENCE_MAX bytes, because the time
 * and the memory of the lattice grow with it. */
#include "text/sections.h"
#include "text/utf8.h"

static int
is_closing(uint32_t c)
{
	return c == 0x300d || c == 0x300f || c == 0xff09 || c == ')' || c == '"' || c == '\'';
}

/* 1 if the word before the full stop at p is an abbreviation, a number or one letter. */
static int
is_abbreviation(const char *start, const char *str)
{
	static const char *const known[] = {"fig", "figs", "no", "nos", "pat", "e.g", "i.e", "ser",
	    "vol", "pp", "vs", "al", "etc", "approx", "ref", "dr", "mr", "inc", "co", "ltd", "u.s",
	    "cf", "eq", "sec", "ca", "st"};
	const char *w = str;
	char lower[8];
	size_t n;

	while (w > start && (is_latin((unsigned char)w[-1]) || w[-1] == '.'))
		w--;
	n = (size_t)(str - w);
	if (n <= 1 || n >= sizeof lower)
		return n == 1;
	for (size_t i = 0; i < n; i++)
		lower[i] = (char)(w[i] | 0x20 * (w[i] != '.'));
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strlen(known[i]) == n && memcmp(known[i], lower, n) == 0)
			return 1;
	return 0;
}

/* 1 if the ASCII mark at p ends a sentence.  next: the character behind it. */
static int
ascii_mark_ends(const char *start, const char *str, const char *end)
{
	uint32_t before = utf8_before(start, str), next;
	size_t n;

	if (str + 1 >= end)
		return 1;
	next = utf8_get(str + 1, end, &n);
	if (is_japanese(before))
		return !is_digit(next) && !is_latin(next);
	if (next != ' ' && next != '\n' && next != '\r' && next != '\t')
		return 0;
	return *str != '.' || !is_abbreviation(start, str);
}

/* 1 if the newline at p ends a sentence; a blank line always does. */
static int
newline_ends(const char *start, const char *str, const char *end)
{
	uint32_t before = utf8_before(start, str > start && str[-1] == '\r' ? str - 1 : str), next;
	size_t n;

	if (str + 1 >= end)
		return 1;
	next = utf8_get(str + 1, end, &n);
	if (next == '\n' || next == '\r')
		return 1;
	if (before == 0x3001 || before == ',' || before == 0xff0c)
		return 0;
	return is_japanese(before) || is_japanese(next) || next == 0x3010;
}

/* 1 if a sentence ends with the character c at p. */
static int
ends_here(const char *start, const char *str, const char *end, uint32_t c)
{
	switch (c) {
	case 0x3002: /* 。 */
	case 0xff61:
	case 0xff01: /* ！ */
	case 0xff1f: /* ？ */
		return 1;
	case 0xff0e: /* ．, also a decimal point */
		return is_japanese(utf8_before(start, str));
	case '.':
	case '!':
	case '?':
		return ascii_mark_ends(start, str, end);
	case '\n':
		return newline_ends(start, str, end);
	default:
		return 0;
	}
}

/* 0 if the character that begins at p cannot end a sentence; the first two bytes suffice for most
 * kana and kanji. */
static inline int
may_end(const char *str, const char *end)
{
	unsigned char c = (unsigned char)*str;

	return c < 0x80 || c == 0xef ||
	       (c == 0xe3 && end - str > 1 && (unsigned char)str[1] == 0x80);
}

/* The last good place to cut in [from, to), which has no sentence end. */
static const char *
soft_cut(const char *from, const char *to)
{
	const char *comma = NULL, *blank = NULL;
	size_t n;

	for (const char *p = from; p < to; p += n) {
		uint32_t c = utf8_get(p, to, &n);
		if (p + n > to)
			break;
		if (c == 0x3001 || c == ',' || c == ';' || c == 0xff0c)
			comma = p + n;
		else if (c == ' ' || c == '\n')
			blank = p + n;
	}
	if (comma && comma - from > (to - from) / 4)
		return comma;
	return blank && blank - from > (to - from) / 4 ? blank : to;
}

/* The end of a sentence whose mark ends at str: closing brackets behind it belong to it. */
static const char *
with_closing(const char *str, const char *end)
{
	size_t n;

	for (int i = 0; i < 4 && str < end && is_closing(utf8_get(str, end, &n)); i++)
		str += n;
	return str;
}

size_t
text_sentences(span text, uint32_t *ends, size_t max)
{
	const char *start = text.p, *end = text.p + text.n, *from = start, *p = start;
	size_t count = 0, n;

	while (p < end && count + 1 < max) {
		uint32_t c = utf8_get(p, end, &n);
		int over = may_end(p, end) && ends_here(start, p, end, c) &&
			   !(c == '\n' && span_trim((span){from, (size_t)(p - from)}).n == 0);
		p += n;
		if (over) {
			from = p = c == '\n' ? p : with_closing(p, end);
			ends[count++] = (uint32_t)(p - start);
		} else if ((size_t)(p - from) >= SENTENCE_MAX) {
			from = p = soft_cut(from, p);
			ends[count++] = (uint32_t)(p - start);
		}
	}
	if (max && (count == 0 || ends[count - 1] < text.n) && text.n)
		ends[count++] = (uint32_t)text.n;
	return count;
}
