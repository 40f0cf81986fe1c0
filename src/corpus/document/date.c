/* corpus/document/date.c - see date.h. */
#include "corpus/document/date.h"
#include "corpus/document/fold.h"

#define DATE_BYTES 64 /* a longer text is no date: 平成22年1月7日(2010.1.7) has 31 bytes */

static const struct era {
	const char *name;
	uint32_t before_first; /* western year = this + year of the era */
} eras[] = {{"明治", 1867}, {"大正", 1911}, {"昭和", 1925}, {"平成", 1988}, {"令和", 2018}};

/* Digits at the beginning of *s, at most max_digits of them; how many there were. */
static size_t
take_number(span *text, uint32_t *ids, size_t max_digits)
{
	size_t i = 0;

	for (*ids = 0; i < text->n && i < max_digits && text->p[i] >= '0' && text->p[i] <= '9'; i++)
		*ids = *ids * 10 + (uint32_t)(text->p[i] - '0');
	*text = span_sub(*text, i, text->n);
	return i;
}

static int
take_word(span *text, const char *str)
{
	span word = span_of(str);

	if (!span_starts(*text, word))
		return 0;
	*text = span_sub(*text, word.n, text->n);
	return 1;
}

static int
take_separator(span *text)
{
	return take_word(text, "-") || take_word(text, "/") || take_word(text, ".") ||
	       take_word(text, "年") || take_word(text, "月");
}

static uint32_t
days_of_month(uint32_t y, uint32_t m)
{
	static const uint32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);

	return days[m - 1] + (m == 2 && leap);
}

static uint32_t
calendar_day(uint32_t y, uint32_t m, uint32_t d)
{
	if (y < 1000 || y > 9999 || m < 1 || m > 12 || d < 1 || d > days_of_month(y, m))
		return 0;
	return y * 10000 + m * 100 + d;
}

/* A separator and the number behind it.  *v stays if there is none; 0 if something else
 * stands behind the separator. */
static int
take_part(span *text, uint32_t *ids)
{
	if (!take_separator(text) || text->n == 0)
		return 1;
	return take_number(text, ids, 2) > 0;
}

/* The date whose year was read; month and day may be missing. */
static uint32_t
take_rest(span *text, uint32_t y, int last)
{
	uint32_t m = last ? 12 : 1, d;

	if (!take_part(text, &m) || m < 1 || m > 12)
		return 0;
	d = last ? days_of_month(y, m) : 1;
	if (!take_part(text, &d))
		return 0;
	take_word(text, "日");
	return calendar_day(y, m, d);
}

static uint32_t
take_era_date(span *text, int last)
{
	for (size_t i = 0; i < sizeof eras / sizeof *eras; i++) {
		uint32_t y = 1;
		if (!take_word(text, eras[i].name))
			continue;
		if (!take_word(text, "元") && !take_number(text, &y, 2))
			return 0;
		return take_rest(text, eras[i].before_first + y, last);
	}
	return 0;
}

/* The date that *s, folded, begins with; *s moves behind it. */
static uint32_t
take_date(span *text, int last)
{
	uint32_t y;
	size_t digits;

	if (text->n == 0 || text->p[0] < '0' || text->p[0] > '9')
		return take_era_date(text, last);
	digits = take_number(text, &y, 8);
	if (digits == 8)
		return calendar_day(y / 10000, y / 100 % 100, y % 100);
	return digits == 4 ? take_rest(text, y, last) : 0;
}

/* The date that a text begins with; *rest is what stands behind it, folded, in key. */
static uint32_t
date_of(span text, int last, char key[DATE_BYTES], span *rest)
{
	size_t n = fold_key(text, key, DATE_BYTES);

	*rest = (span){key, n == SIZE_MAX ? 0 : n};
	return take_date(rest, last);
}

uint32_t
date_parse(span text)
{
	char key[DATE_BYTES];
	uint32_t day;

	text = span_trim(text);
	/* "2010-02-18 00:00:00": a blank would vanish in the key, so cut there. */
	for (size_t i = 8; i < text.n && i < 11; i++)
		if (text.p[i] == ' ')
			text.n = i;
	day = date_of(text, 0, key, &text);
	if (text.n > 0 && text.p[0] != 'T' && text.p[0] != '(')
		return 0;
	return day >= 18000101 && day <= 21991231 ? day : 0;
}

uint32_t
date_bound(span text, int last)
{
	char key[DATE_BYTES];
	uint32_t day = date_of(span_trim(text), last, key, &text);

	return text.n == 0 ? day : 0;
}
