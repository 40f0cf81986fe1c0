/* text/utf8.h - checks UTF-8, reads the characters of well-formed UTF-8, distinguishes kana, kanji
 * and Latin letters, and measures columns of a terminal. */
#pragma once
#include <stdint.h>
#include "util/span.h"

/* Offset of the first byte of s that is not well-formed UTF-8, s.n if none. */
size_t utf8_bad_at(span text);

/* Columns a terminal needs (East Asian wide = 2). */
size_t utf8_columns(span text);
/* The longest prefix of s within `columns`, never cutting a character. */
span utf8_clip(span text, size_t columns);

/* Bytes of the character that starts with lead byte c (1 for stray bytes). */
static inline size_t
utf8_len(unsigned char c)
{
	return c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

/* The character at p (before end) and its length; a sequence that `end` cuts is U+FFFD of one
 * byte. */
static inline uint32_t
utf8_get(const char *str, const char *end, size_t *len)
{
	const unsigned char *u = (const unsigned char *)str;
	size_t n = utf8_len(u[0]);

	if (n > (size_t)(end - str)) {
		*len = 1;
		return 0xfffd;
	}
	*len = n;
	if (n == 1)
		return u[0];
	if (n == 2)
		return (u[0] & 0x1fu) << 6 | (u[1] & 0x3fu);
	if (n == 3)
		return (u[0] & 0x0fu) << 12 | (u[1] & 0x3fu) << 6 | (u[2] & 0x3fu);
	return (u[0] & 0x07u) << 18 | (u[1] & 0x3fu) << 12 | (u[2] & 0x3fu) << 6 | (u[3] & 0x3fu);
}

/* The character that ends just before p; 0 at the start. */
static inline uint32_t
utf8_before(const char *start, const char *str)
{
	const char *q = str;
	size_t n;

	if (str == start)
		return 0;
	do
		q--;
	while (q > start && ((unsigned char)*q & 0xc0) == 0x80);
	return utf8_get(q, str, &n);
}

/* 1: no letter beyond ASCII. */
static inline int
is_ascii(span text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] >= 0x80)
			return 0;
	return 1;
}

/* Writes c at out (room for 4), returns the length. */
static inline size_t
utf8_put(char *out, uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

static inline int
is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static inline int
is_lower(uint32_t c)
{
	return c >= 'a' && c <= 'z';
}

static inline int
is_latin(uint32_t c)
{
	return is_lower(c) || (c >= 'A' && c <= 'Z');
}

static inline int
is_hiragana(uint32_t c)
{
	return c >= 0x3041 && c <= 0x309f;
}

/* With the long vowel mark, without the middle dot. */
static inline int
is_katakana(uint32_t c)
{
	return c >= 0x30a1 && c <= 0x30ff && c != 0x30fb;
}

/* With the repetition mark; extension A and the supplementary planes included. */
static inline int
is_kanji(uint32_t c)
{
	return (c >= 0x4e00 && c <= 0x9fff) || c == 0x3005 || (c >= 0x3400 && c <= 0x4dbf) ||
	       (c >= 0x20000 && c <= 0x3ffff);
}

static inline int
is_japanese(uint32_t c)
{
	return is_hiragana(c) || is_katakana(c) || is_kanji(c);
}

/* 1 if s has characters and `is` holds for every one of them. */
static inline int
utf8_all(span text, int (*is)(uint32_t))
{
	const char *p = text.p, *end = text.p + text.n;
	size_t n;

	while (p < end) {
		if (!is(utf8_get(p, end, &n)))
			return 0;
		p += n;
	}
	return text.n > 0;
}

static inline size_t
utf8_count(span text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		n += ((unsigned char)text.p[i] & 0xc0) != 0x80;
	return n;
}

/* 1: a text in Japanese, which has a kana or a kanji somewhere; all others are read as English. */
int has_japanese(span text);
