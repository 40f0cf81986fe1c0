/* corpus/input/encoding.c - see encoding.h.
 *
 * WHY     A detector of our own: ICU's ucsdet guesses Shift_JIS for short UTF-8 and does not
 *         recognise UTF-16 without a byte order mark.  Here only five encodings are possible,
 *         and the texts are Japanese.
 * HOW     EUC-JP and Shift_JIS get a score each: kana and common kanji raise it, impossible
 *         bytes and half-width kana lower it. */
#include "corpus/input/encoding.h"
#include <strings.h>
#include <unicode/utf8.h>

static const encoding utf8 = {"UTF-8", NULL, 0};
static const encoding utf16le = {"UTF-16LE", "UTF-16LE", 0};
static const encoding utf16be = {"UTF-16BE", "UTF-16BE", 0};
/* ibm-943_P15A is Microsoft's code page 932 with 0x5C as backslash; euc-jp-2007
 * has the NEC and IBM rows (circled digits, roman numerals) of CP51932. */
static const encoding shift_jis = {"Shift_JIS", "ibm-943_P15A-2003", 0};
static const encoding euc_jp = {"EUC-JP", "euc-jp-2007", 0};
static const encoding iso2022 = {"ISO-2022-JP", "ISO-2022-JP-2", 0};

static int
encoding_starts(span text, const char *bytes, size_t n)
{
	return text.n >= n && memcmp(text.p, bytes, n) == 0;
}

static encoding
with_bom(encoding charset, size_t n)
{
	charset.bom = n;
	return charset;
}

static int
detect_bom(span text, encoding *charset)
{
	if (encoding_starts(text, "\xef\xbb\xbf", 3))
		*charset = with_bom(utf8, 3);
	else if (encoding_starts(text, "\xff\xfe", 2))
		*charset = with_bom(utf16le, 2);
	else if (encoding_starts(text, "\xfe\xff", 2))
		*charset = with_bom(utf16be, 2);
	else
		return 0;
	return 1;
}

/* Without a byte order mark the high bytes of ASCII (0x00) and kana (0x30) show UTF-16: they all
 * stand at even or all at odd places. */
static int
detect_utf16(span text, encoding *charset)
{
	size_t n = text.n < 4096 ? text.n & ~(size_t)1 : 4096, high[2] = {0, 0}, pairs = n / 2;

	for (size_t i = 0; i < n; i++)
		high[i & 1] += text.p[i] == 0 || text.p[i] == 0x30;
	if (pairs < 4 || memchr(text.p, 0, n) == NULL)
		return 0;
	if (high[1] * 4 >= pairs && high[0] * 4 < high[1])
		*charset = utf16le;
	else if (high[0] * 4 >= pairs && high[1] * 4 < high[0])
		*charset = utf16be;
	else
		return 0;
	return 1;
}

static int
detect_iso2022(span text)
{
	for (size_t i = 0; i + 2 < text.n; i++)
		if (text.p[i] == 0x1b &&
		    ((text.p[i + 1] == '$' && memchr("@B(", text.p[i + 2], 3)) ||
			(text.p[i + 1] == '(' && memchr("JI", text.p[i + 2], 2))))
			return 1;
	return 0;
}

/* Counts well-formed characters of more than one byte, and ill-formed sequences. */
static void
count_utf8(span s, size_t *good, size_t *bad)
{
	size_t i = 0;

	*good = *bad = 0;
	while (i < s.n) {
		UChar32 c;
		size_t start = i;
		if ((unsigned char)s.p[i] < 0x80) {
			i++;
			continue;
		}
		U8_NEXT((const uint8_t *)s.p, i, s.n, c);
		if (c >= 0)
			++*good;
		else if (s.n - start > 3) /* the sample may end inside a character */
			++*bad;
	}
}

/* The bytes of a character that begins with c, d; *score rises with what Japanese text has much of. */
typedef size_t (*character_fn)(unsigned char c, unsigned char d, long *score);

static size_t
sjis_character(unsigned char c, unsigned char d, long *score)
{
	const int is_lead = (c >= 0x81 && c <= 0x9f) || (c >= 0xe0 && c <= 0xfc);

	if (c >= 0xa1 && c <= 0xdf) { /* half-width katakana */
		*score -= 1;
	} else if (is_lead && d >= 0x40 && d <= 0xfc && d != 0x7f) {
		*score += c == 0x82 || c == 0x83 ? 2 : c == 0x81 ? 1 : c >= 0x88 && c <= 0x98;
		return 2;
	} else {
		*score -= 10;
	}
	return 1;
}

static size_t
euc_character(unsigned char c, unsigned char d, long *score)
{
	if (c >= 0xa1 && c <= 0xfe && d >= 0xa1 && d <= 0xfe) {
		*score += c == 0xa4 || c == 0xa5   ? 2
			  : c == 0xa1 || c == 0xa3 ? 1
						   : c >= 0xb0 && c <= 0xcf;
		return 2;
	}
	if (c == 0x8e && d >= 0xa1 && d <= 0xdf)
		return 2;
	if (c == 0x8f && d >= 0xa1)
		return 3;
	*score -= 10;
	return 1;
}

/* end: what stands for the second byte of a character that the sample cuts. */
static long
score_of(span text, character_fn read, unsigned char end)
{
	const unsigned char *p = (const unsigned char *)text.p;
	long score = 0;

	for (size_t i = 0; i < text.n;)
		i += p[i] < 0x80 ? 1 : read(p[i], i + 1 < text.n ? p[i + 1] : end, &score);
	return score;
}

/* The encoding that an XML declaration names: 'e' EUC-JP, 's' Shift_JIS, 0 none of them. */
static char
encoding_declared(span text)
{
	span head = span_sub(text, 0, 200), value;
	size_t at = span_find(head, SPAN_LIT("encoding="), 0);

	if (!encoding_starts(text, "<?xml", 5) || at == (size_t)-1)
		return 0;
	value = span_sub(head, at + 10, head.n);
	if (value.n >= 6 && strncasecmp(value.p, "EUC-JP", 6) == 0)
		return 'e';
	if (value.n >= 5 &&
	    (strncasecmp(value.p, "Shift", 5) == 0 || strncasecmp(value.p, "x-sji", 5) == 0 ||
		strncasecmp(value.p, "Windo", 5) == 0))
		return 's';
	return 0;
}

static encoding
detect_legacy(span text)
{
	long sjis = score_of(text, sjis_character, 0x40);
	long euc = score_of(text, euc_character, 0xa1);
	char said = encoding_declared(text);

	if (said == 'e' && euc >= 0)
		return euc_jp;
	if (said == 's' && sjis > euc)
		return shift_jis;
	if (sjis <= 0 && euc <= 0)
		return utf8;
	return euc >= sjis ? euc_jp : shift_jis;
}

encoding
encoding_detect(span text)
{
	encoding e;
	size_t good, bad;

	if (detect_bom(text, &e) || detect_utf16(text, &e))
		return e;
	count_utf8(text, &good, &bad);
	if (good == 0 && bad == 0)
		return detect_iso2022(text) ? iso2022 : utf8;
	/* A UTF-8 file may have a bad record: one ill-formed sequence in ten is allowed. */
	if (bad == 0 || good >= 10 * bad)
		return utf8;
	return detect_legacy(text);
}

encoding
encoding_named(const char *name, span text)
{
	static const struct {
		const char *name;
		const encoding *e;
	} known[] = {{"UTF-8", &utf8}, {"UTF8", &utf8}, {"Shift_JIS", &shift_jis},
	    {"SJIS", &shift_jis}, {"CP932", &shift_jis}, {"Windows-31J", &shift_jis},
	    {"EUC-JP", &euc_jp}, {"EUCJP", &euc_jp}, {"ISO-2022-JP", &iso2022}, {"JIS", &iso2022},
	    {"UTF-16LE", &utf16le}, {"UTF-16BE", &utf16be}};
	encoding e = {name, name, 0}, marked;
	int has_mark = detect_bom(text, &marked);

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcasecmp(name, known[i].name) == 0)
			e = *known[i].e;
	if (strcasecmp(name, "UTF-16") == 0)
		e = has_mark ? marked : utf16be;
	else if (has_mark && strcmp(e.name, marked.name) == 0)
		e.bom = marked.bom;
	return e;
}
