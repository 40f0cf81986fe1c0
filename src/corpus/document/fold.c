/* corpus/document/fold.c - see fold.h. */
#include "corpus/document/fold.h"
#include <stdint.h>
#include <string.h>

/* Bytes of the UTF-8 character at s.p[i], never past the end. */
static size_t
char_length(span s, size_t i)
{
	unsigned char c = (unsigned char)s.p[i];
	size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	return n <= s.n - i ? n : s.n - i;
}

/* The ASCII character that a full-width one or a dash stands for, 0 if none. */
static char
as_ascii(const unsigned char *p, size_t n)
{
	if (n == 1)
		return (char)p[0];
	if (n != 3)
		return 0;
	if (p[0] == 0xef && p[1] == 0xbc && p[2] >= 0x81) /* U+FF01..U+FF3F */
		return (char)(p[2] - 0x81 + '!');
	if (p[0] == 0xef && p[1] == 0xbd && p[2] <= 0x9e) /* U+FF40..U+FF5E */
		return (char)(p[2] - 0x80 + '`');
	if (p[0] == 0xe3 && p[1] == 0x80 && p[2] == 0x80) /* U+3000 */
		return ' ';
	return 0;
}

static int
is_dash(const unsigned char *p, size_t n)
{
	if (n != 3)
		return 0;
	return (p[0] == 0xe2 && p[1] == 0x80 && p[2] >= 0x90 && p[2] <= 0x95) || /* 2010..2015 */
	       (p[0] == 0xe2 && p[1] == 0x88 && p[2] == 0x92) ||                 /* U+2212 */
	       (p[0] == 0xe3 && p[1] == 0x83 && p[2] == 0xbc);                   /* U+30FC */
}

/* c, or where it is 0 the n bytes of the character as they are; how many were put. */
static size_t
put(char *out, char c, const unsigned char *p, size_t n)
{
	if (c)
		*out = c;
	else
		memcpy(out, p, n);
	return c ? 1 : n;
}

size_t
fold_key(span s, char *out, size_t max)
{
	size_t k = 0;

	for (size_t i = 0, n; i < s.n; i += n) {
		const unsigned char *p = (const unsigned char *)s.p + i;
		char c;
		n = char_length(s, i);
		c = is_dash(p, n) ? '-' : as_ascii(p, n);
		if (c && (unsigned char)c <= ' ')
			continue;
		if (k + (c ? 1 : n) > max)
			return SIZE_MAX;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		k += put(out + k, c, p, n);
	}
	return k;
}

span
fold_id(span s, arena *mem)
{
	char *q;
	size_t k = 0;

	s = span_trim(s);
	q = arena_alloc(mem, s.n + 1);
	if (!q)
		return (span){NULL, 0};
	for (size_t i = 0, n; i < s.n; i += n) {
		const unsigned char *p = (const unsigned char *)s.p + i;
		char c;
		n = char_length(s, i);
		c = as_ascii(p, n);
		k += put(q + k, c && (unsigned char)c < ' ' ? ' ' : c, p, n);
	}
	q[k] = '\0';
	return (span){q, k};
}

span
fold_blanks(span s, arena *mem)
{
	char *q;
	size_t k = 0;

	s = span_trim(s);
	q = arena_alloc(mem, s.n + 1);
	if (!q)
		return (span){NULL, 0};
	for (size_t i = 0, n; i < s.n; i += n) {
		char c;
		n = char_length(s, i);
		c = as_ascii((const unsigned char *)s.p + i, n);
		if (c && (unsigned char)c <= ' ') {
			/* Control characters are blanks here, though not to span_trim(). */
			if (k > 0 && q[k - 1] != ' ')
				q[k++] = ' ';
			continue;
		}
		memcpy(q + k, s.p + i, n);
		k += n;
	}
	if (k > 0 && q[k - 1] == ' ')
		k--;
	q[k] = '\0';
	return (span){q, k};
}

/* --- dates ------------------------------------------------------------- */

static const struct era {
	const char *name;
	uint32_t before_first; /* western year = this + year of the era */
} eras[] = {{"明治", 1867}, {"大正", 1911}, {"昭和", 1925}, {"平成", 1988}, {"令和", 2018}};

static int
take_number(span *s, uint32_t *v, size_t max_digits)
{
	size_t i = 0;

	for (*v = 0; i < s->n && i < max_digits && s->p[i] >= '0' && s->p[i] <= '9'; i++)
		*v = *v * 10 + (uint32_t)(s->p[i] - '0');
	*s = span_sub(*s, i, s->n);
	return (int)i;
}

static int
take_word(span *s, const char *w)
{
	span word = span_of(w);

	if (!span_starts(*s, word))
		return 0;
	*s = span_sub(*s, word.n, s->n);
	return 1;
}

static uint32_t
calendar_day(uint32_t y, uint32_t m, uint32_t d)
{
	static const uint32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	uint32_t leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);

	if (y < 1800 || y > 2199 || m < 1 || m > 12 || d < 1 ||
	    d > days[m - 1] + (m == 2 ? leap : 0))
		return 0;
	return y * 10000 + m * 100 + d;
}

static int
take_separator(span *s)
{
	return take_word(s, "-") || take_word(s, "/") || take_word(s, ".") || take_word(s, "年") ||
	       take_word(s, "月");
}

/* Month and day behind a year, each with its separator; either may be missing. */
static uint32_t
rest_of_date(uint32_t y, span s)
{
	uint32_t m = 1, d = 1;

	if (take_separator(&s) && s.n > 0 && !take_number(&s, &m, 2))
		return 0;
	if (take_separator(&s) && s.n > 0 && !take_number(&s, &d, 2))
		return 0;
	take_word(&s, "日");
	/* A time of day, or the same date again in brackets: 平成22年1月7日(2010.1.7). */
	if (s.n > 0 && s.p[0] != 'T' && s.p[0] != '(')
		return 0;
	return calendar_day(y, m, d);
}

static uint32_t
era_date(span s)
{
	for (size_t i = 0; i < sizeof eras / sizeof *eras; i++) {
		uint32_t y = 1;
		if (!take_word(&s, eras[i].name))
			continue;
		if (!take_word(&s, "元") && !take_number(&s, &y, 2))
			return 0;
		return rest_of_date(eras[i].before_first + y, s);
	}
	return 0;
}

uint32_t
date_parse(span s)
{
	char key[64];
	size_t n;
	uint32_t y, day;

	s = span_trim(s);
	/* "2010-02-18 00:00:00": a blank would vanish in the key, so cut there. */
	for (size_t i = 8; i < s.n && i < 11; i++)
		if (s.p[i] == ' ')
			s.n = i;
	n = fold_key(s, key, sizeof key);
	if (n == SIZE_MAX || n < 4)
		return 0;
	s = (span){key, n};
	if (key[0] < '0' || key[0] > '9')
		return era_date(s);
	n = (size_t)take_number(&s, &y, 8);
	if (n == 8) {
		day = s.n == 0 || s.p[0] == 'T' ? y : 0;
		return calendar_day(day / 10000, day / 100 % 100, day % 100);
	}
	return n == 4 ? rest_of_date(y, s) : 0;
}
