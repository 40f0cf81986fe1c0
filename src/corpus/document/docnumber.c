/* corpus/document/docnumber.c - see docnumber.h.
 *
 * HOW     The text is folded (widths, dashes, blanks, case).  A prefix gives the kind; year and
 *         serial number follow.  Only a tail that numbers have (号, 公報, a kind code, brackets)
 *         may stand behind them: prose that begins like a number is no number. */
#include "corpus/document/docnumber.h"
#include <stdio.h>
#include "corpus/document/fold.h"

typedef enum shape {
	YEAR_SERIAL,  /* 特開2024-127407 */
	PLAIN_SERIAL, /* 特許7448894 */
	SLASH_SERIAL  /* 再表2014/208038 */
} shape;

/* The first spelling that fits is taken, so longer spellings stand before their beginnings. */
static const struct kind {
	const char *spelling, *canonical;
	shape shape;
} kinds[] = {
    {"特許公開", "特開", YEAR_SERIAL},
    {"特開", "特開", YEAR_SERIAL},
    {"特許公表", "特表", YEAR_SERIAL},
    {"特表", "特表", YEAR_SERIAL},
    {"特許公告", "特公", YEAR_SERIAL},
    {"特公", "特公", YEAR_SERIAL},
    {"特許出願", "特願", YEAR_SERIAL},
    {"特許願", "特願", YEAR_SERIAL},
    {"特願", "特願", YEAR_SERIAL},
    {"実用新案登録出願", "実願", YEAR_SERIAL},
    {"実願", "実願", YEAR_SERIAL},
    {"実開", "実開", YEAR_SERIAL},
    {"実全", "実全", YEAR_SERIAL},
    {"実表", "実表", YEAR_SERIAL},
    {"実公", "実公", YEAR_SERIAL},
    {"再公表特許", "再表", SLASH_SERIAL},
    {"再公表", "再表", SLASH_SERIAL},
    {"再表", "再表", SLASH_SERIAL},
    {"国際公開", "WO", SLASH_SERIAL},
    {"登録実用新案", "実登", PLAIN_SERIAL},
    {"実用新案登録", "実登", PLAIN_SERIAL},
    {"実登", "実登", PLAIN_SERIAL},
    {"特許", "特許", PLAIN_SERIAL},
    {"WO", "WO", SLASH_SERIAL},
};

static int
docnumber_skip(span *text, const char *str)
{
	span word;

	if (text->n == 0 || text->p[0] != str[0] || !span_starts(*text, word = span_of(str)))
		return 0;
	*text = span_sub(*text, word.n, text->n);
	return 1;
}

static size_t
digits_of(span text)
{
	size_t n = 0;

	while (n < text.n && text.p[n] >= '0' && text.p[n] <= '9')
		n++;
	return n;
}

static uint32_t
take_digits(span *text, size_t n)
{
	uint32_t v = 0;

	for (size_t i = 0; i < n; i++)
		v = v * 10 + (uint32_t)(text->p[i] - '0');
	*text = span_sub(*text, n, text->n);
	return v;
}

/* Passes over 昭, 昭和, S ... before a year; returns the western year before the era's first,
 * 0 if there is no era. */
static uint32_t
take_era(span *text)
{
	static const struct {
		const char *name;
		uint32_t before;
	} eras[] = {{"昭和", 1925}, {"昭", 1925}, {"平成", 1988}, {"平", 1988}, {"令和", 2018},
	    {"令", 2018}, {"S", 1925}, {"H", 1988}, {"R", 2018}};

	for (size_t i = 0; i < sizeof eras / sizeof *eras; i++)
		if (docnumber_skip(text, eras[i].name))
			return eras[i].before;
	return 0;
}

static int
is_kind_code(span text)
{
	return text.n >= 1 && text.p[0] >= 'A' && text.p[0] <= 'Z' &&
	       (text.n == 1 || (text.p[1] >= '0' && text.p[1] <= '9'));
}

/* 1 if s may stand behind a number. */
static int
is_tail(span text)
{
	docnumber_skip(&text, "号");
	docnumber_skip(&text, "明細書");
	docnumber_skip(&text, "公報");
	docnumber_skip(&text, "-");
	if (is_kind_code(text))
		text = span_sub(text, text.n > 1 ? 2 : 1, text.n);
	return text.n == 0 || text.p[0] == '(' || span_starts(text, SPAN_LIT("公報"));
}

static void
skip_filling(span *text)
{
	while (docnumber_skip(text, "公報") || docnumber_skip(text, "番号") ||
	       docnumber_skip(text, "第") || docnumber_skip(text, "WO") ||
	       docnumber_skip(text, ":") || docnumber_skip(text, "-") || docnumber_skip(text, "/"))
		;
}

/* Year and serial number, with or without a separator; 0 if they are not there.  A year of two
 * digits is 19xx from 70 on: international publications begin in 1978. */
static int
take_year_serial(span *text, uint32_t *western, uint32_t *serial)
{
	uint32_t before = take_era(text);
	size_t n = digits_of(*text);

	if (n == (before ? 8 : 10)) { /* 2010035913, H08172838: no separator */
		*western = before + take_digits(text, n - 6);
	} else if (n == 7 && !before) { /* WO9812345 */
		*western = 1900 + take_digits(text, 2);
	} else if (n >= 1 && n <= 4 && (before ? n <= 2 : n != 3 && n != 1)) {
		uint32_t y = take_digits(text, n);
		*western = before ? before + y : n == 4 ? y : y >= 70 ? 1900 + y : 2000 + y;
		docnumber_skip(text, "年");
		docnumber_skip(text, "特許願");
		docnumber_skip(text, "実用新案登録願");
		skip_filling(text);
	} else {
		return 0;
	}
	n = digits_of(*text);
	if (n < 1 || n > 6 || *western < 1926 || *western > 2199)
		return 0;
	*serial = take_digits(text, n);
	return 1;
}

/* Writes v with at least so many digits behind the n bytes of out; the new length.  A corpus
 * has millions of numbers, and snprintf() took a tenth of the time of reading it. */
static size_t
put_digits(char *out, size_t n, uint32_t v, size_t digits)
{
	char text[10];
	size_t k = 0;

	for (; v || k < digits; v /= 10)
		text[k++] = (char)('0' + v % 10);
	while (k > 0)
		out[n++] = text[--k];
	out[n] = '\0';
	return n;
}

static size_t
put_word(char *out, size_t n, const char *word)
{
	size_t k = strlen(word);

	memcpy(out + n, word, k);
	return n + k;
}

static size_t
print_year_serial(const char *kind, uint32_t western, uint32_t serial, char *out)
{
	size_t n = put_word(out, 0, kind);

	if (western < 1989)
		n = put_digits(out, put_word(out, n, "昭"), western - 1925, 2);
	else if (western < 2000)
		n = put_digits(out, put_word(out, n, "平"), western - 1988, 2);
	else
		n = put_digits(out, n, western, 4);
	out[n++] = '-';
	return put_digits(out, n, serial, 6);
}

static size_t
parse_after_kind(const struct kind *which, span text, char *out)
{
	uint32_t western, serial;
	size_t n;

	skip_filling(&text);
	if (which->shape != PLAIN_SERIAL) {
		if (!take_year_serial(&text, &western, &serial) || !is_tail(text) ||
		    (which->shape == SLASH_SERIAL && western < 1970))
			return 0;
		if (which->shape == YEAR_SERIAL)
			return print_year_serial(which->canonical, western, serial, out);
		/* WIPO wrote two digits of the year until 2003, and J-PlatPat keeps them. */
		if (western < 2004)
			western %= 100;
		n = put_digits(out, put_word(out, 0, which->canonical), western, 2);
		out[n++] = '/';
		return put_digits(out, n, serial, 6);
	}
	n = digits_of(text);
	if (n < 1 || n > 8)
		return 0;
	serial = take_digits(&text, n);
	if (!is_tail(text))
		return 0;
	return put_digits(out, put_word(out, 0, which->canonical), serial, 1);
}

/* 平成8年特許願第172838号: the kind stands behind the year. */
static size_t
parse_era_first(span text, char *out)
{
	span word = SPAN_LIT("特許願"), model = SPAN_LIT("実用新案登録願");
	int patent = span_find(text, word, 0) != (size_t)-1;
	uint32_t western, serial;

	if (!patent && span_find(text, model, 0) == (size_t)-1)
		return 0;
	if (!take_year_serial(&text, &western, &serial) || !is_tail(text))
		return 0;
	return print_year_serial(patent ? "特願" : "実願", western, serial, out);
}

static const char *
kind_of_year_number(char code, uint32_t serial)
{
	/* Translations of PCT applications are numbered from 500001 in every year. */
	switch (code) {
	case 'U':
		return serial > 500000 ? "実表" : "実開";
	case 'Y':
		return "実公";
	case 'B':
		return "特公";
	default:
		return serial > 500000 ? "特表" : "特開";
	}
}

/* JP2010-035913A, JPH08-172838A, JP7203250B2, JPA2010035913, P2010-035913A.  P with a bare
 * serial number is an id of the file's owner, not a patent's number. */
static size_t
parse_latin(span text, char *out)
{
	char code = 0;
	uint32_t western, serial;
	span at;
	size_t n;
	int short_form;

	short_form = !docnumber_skip(&text, "JP") && docnumber_skip(&text, "P");
	docnumber_skip(&text, "-");
	if (text.n > 2 && memchr("ABUY", text.p[0], 4) &&
	    ((text.p[1] >= '0' && text.p[1] <= '9') || text.p[1] == '-')) {
		code = text.p[0];
		text = span_sub(text, 1, text.n);
		docnumber_skip(&text, "-");
	}
	n = digits_of(text);
	at = span_sub(text, n, text.n);
	if (n >= 5 && n <= 7 && !short_form && is_tail(at)) {
		int model;
		serial = take_digits(&text, n);
		docnumber_skip(&text, "-");
		model = (text.n > 0 && (text.p[0] == 'U' || text.p[0] == 'Y')) || code == 'U';
		return (size_t)snprintf(
		    out, DOCNUMBER_MAX, "%s%u", model ? "実登" : "特許", serial);
	}
	if (!take_year_serial(&text, &western, &serial) || !is_tail(text))
		return 0;
	docnumber_skip(&text, "-");
	if (is_kind_code(text))
		code = text.p[0];
	return print_year_serial(kind_of_year_number(code, serial), western, serial, out);
}

/* PCT/JP2019/046123, the number of an international application, has this spelling only. */
static size_t
parse_pct(span text, char *out)
{
	uint32_t western, serial;
	char country[3];

	if (text.n < 3 || text.p[0] < 'A' || text.p[0] > 'Z' || text.p[1] < 'A' || text.p[1] > 'Z')
		return 0;
	memcpy(country, text.p, 2);
	country[2] = '\0';
	text = span_sub(text, 2, text.n);
	if (!take_year_serial(&text, &western, &serial) || text.n > 0)
		return 0;
	return (size_t)snprintf(out, DOCNUMBER_MAX, "PCT/%s%u/%06u", country, western, serial);
}

size_t
docnumber_parse(span text, char out[DOCNUMBER_MAX])
{
	char key[160];
	size_t n = fold_key(text, key, sizeof key);

	if (n == SIZE_MAX || n < 5)
		return 0;
	text = (span){key, n};
	if (docnumber_skip(&text, "PCT/"))
		return parse_pct(text, out);
	if (docnumber_skip(&text, "JPWO"))
		return parse_after_kind(&(struct kind){"再表", "再表", SLASH_SERIAL}, text, out);
	if (key[0] == 'P' || span_starts(text, SPAN_LIT("JP")))
		return parse_latin(text, out);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (docnumber_skip(&text, kinds[i].spelling))
			return parse_after_kind(&kinds[i], text, out);
	return parse_era_first(text, out);
}

size_t
docnumber_make(const char *prefix, span digits, char out[DOCNUMBER_MAX])
{
	char text[128];

	if (digits.n > 32)
		return 0;
	snprintf(text, sizeof text, "%s%.*s", prefix, (int)digits.n, digits.p);
	return docnumber_parse(span_of(text), out);
}

/* Digits of a number of the United States, signs between them left out; a kind code or a date may
 * stand behind them.  *n 0: something else stands there. */
static void
take_us_digits(span text, char digits[16], size_t *n)
{
	*n = 0;
	for (; text.n; text = span_sub(text, 1, text.n)) {
		if (text.p[0] >= '0' && text.p[0] <= '9') {
			if (*n == 15)
				break;
			digits[(*n)++] = text.p[0];
		} else if (text.p[0] == '-' && *n >= 6) {
			text = span_sub(text, 1, text.n);
			break;
		} else if (!memchr(",/-.", text.p[0], 4)) {
			break;
		}
	}
	if (text.n && !is_kind_code(text) && !(digits_of(text) == 8 && text.n == 8))
		*n = 0;
}

size_t
docnumber_us(span text, char out[DOCNUMBER_MAX])
{
	char key[64], digits[16];
	size_t n = fold_key(text, key, sizeof key), year = 0, at;

	if (n == SIZE_MAX || n < 7)
		return 0;
	text = (span){key, n};
	if (!docnumber_skip(&text, "US"))
		return 0;
	while (docnumber_skip(&text, "-") || docnumber_skip(&text, "PATENT") ||
	       docnumber_skip(&text, "NO.") || docnumber_skip(&text, "PAT."))
		;
	take_us_digits(text, digits, &n);
	if (n < 5 || n > 11)
		return 0;
	if (n >= 10 && (digits[0] == '1' || digits[0] == '2'))
		year = 4; /* of an application */
	memcpy(out, "US", 2);
	memcpy(out + 2, digits, year);
	for (at = year; at + 1 < n && digits[at] == '0';)
		at++;
	memcpy(out + 2 + year, digits + at, n - at);
	out[2 + year + n - at] = '\0';
	return 2 + year + n - at;
}
