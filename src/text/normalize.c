/* text/normalize.c - see normalize.h.
 *
 * WHY THREE PATHS  Nine characters in ten of a patent are kana, kanji or lower-case ASCII and stay
 *   unchanged.  Most of the others are full-width ASCII, which one subtraction folds.  ICU gets
 *   the rest (NFKC_Casefold: NFKC, case folding, no invisible characters such as soft hyphens)
 *   in runs, each from a character where normalization may start to the next such character.
 * OFFSETS  Every output byte maps to the first input byte of its character, or of its ICU run.
 */
#include "text/normalize.h"
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>
#include "text/utf8.h"
#include "util/fail.h"

#define RUN_MAX 64 /* characters in one ICU run; a longer sequence of accents is cut */
#define OUT_MAX                                                                                    \
	1200 /* UTF-16 units of a normalized run: NFKC makes 18 of one character at most           \
	      */

typedef struct normalizer {
	const UNormalizer2 *icu;
	const uint8_t *in;
	size_t n, at; /* input */
	char *out;
	uint32_t *map;
	size_t cap, len;
	size_t last;     /* start, in out, of the last character written */
	size_t last_end; /* end of its input; 0: it cannot be taken back */
	int failed;
} normalizer;

void
normalized_clear(normalized *norm)
{
	bufs_clear(&norm->text, &norm->map);
}

/* The next input character; ill-formed bytes read as U+FFFD. */
static uint32_t
next_char(const normalizer *z, size_t at, size_t *len)
{
	int32_t i = 0, n = z->n - at < 4 ? (int32_t)(z->n - at) : 4;
	UChar32 c;

	U8_NEXT(z->in + at, i, n, c);
	*len = (size_t)i;
	return c < 0 ? 0xfffd : (uint32_t)c;
}

/* 1 for a character that stays unchanged beside any other, except before a combining mark; the mark
 * takes the slow path and takes the character back. */
static inline int
is_plain(uint32_t c)
{
	/* U+3001-3, 5, 8-11; 41-96; A1-FC, one bit each: kanji and kana alternate, and the
	 * processor would mispredict a branch every few characters. */
	static const uint64_t marks_and_kana[] = {
	    0x000000000003ff2e, 0xfffffffffffffffe, 0xfffffffe007fffff, 0x1fffffffffffffff};
	uint64_t row = marks_and_kana[c >> 6 & 3];

	return (c - 0x4e00 <= 0x9fff - 0x4e00) | (c >> 8 == 0x30 && row >> (c & 63) & 1);
}

/* 1 for every dash except the ASCII hyphen and the long vowel mark. */
static int
is_dash(uint32_t c)
{
	return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xfe63 || c == 0xff0d ||
	       c == 0x2500 || c == 0x2501 || c == 0xfe58;
}

/* The foldings that Japanese patents need beyond NFKC; 0: drop the character. */
static uint32_t
normalize_fold(uint32_t c)
{
	switch (c) {
	case 0x301c: /* wave dash, and its look-alikes */
	case 0xff5e:
	case 0x223c:
	case 0x223e:
		return '~';
	case 0x00b7: /* middle dots */
	case 0x2022:
	case 0x2027:
	case 0x22c5:
	case 0xff65:
		return 0x30fb;
	case 0x2019: /* primes and apostrophes of reference signs and English */
	case 0x2018:
	case 0x2032:
	case 0xff07:
		return '\'';
	case 0x25b2: /* a character that JIS lacks, written in kana: "▲ふん▼" */
	case 0x25bc:
		return 0;
	default:
		return c;
	}
}

static void
put_bytes(normalizer *norm, const char *str, size_t n, size_t from)
{
	for (size_t i = 0; i < n; i++) {
		norm->out[norm->len] = str[i];
		norm->map[norm->len++] = (uint32_t)from;
	}
}

static void
normalize_put(normalizer *norm, uint32_t c, size_t from)
{
	char b[4];

	norm->last = norm->len;
	put_bytes(norm, b, utf8_put(b, c), from);
}

/* 1 for a dash behind katakana and not before a digit or Latin letter: it was typed for a long
 * vowel mark (センサ−). */
static int
means_long_vowel(const normalizer *norm, size_t next)
{
	size_t n;
	uint32_t before = utf8_before(norm->out, norm->out + norm->len), after;

	if (!is_katakana(before) || before == 0x30fc)
		return 0;
	after = next < norm->n ? next_char(norm, next, &n) : 0;
	if (after >= 0xff01 && after <= 0xff5e)
		after -= 0xfee0;
	return !is_digit(after) && !is_latin(after);
}

/* Writes one character without ICU; 0 if it needs ICU. */
static int
put_simple(normalizer *norm, uint32_t c, size_t from, size_t next)
{
	uint32_t folded;

	if (c < 0x80) {
		normalize_put(norm,
		    (c < 0x20 && c != '\n') || c == 0x7f ? ' '
		    : c >= 'A' && c <= 'Z'               ? c + 32
							 : c,
		    from);
		return 1;
	}
	if (is_plain(c)) {
		normalize_put(norm, c, from);
		return 1;
	}
	if (is_dash(c)) {
		normalize_put(norm, means_long_vowel(norm, next) ? 0x30fc : '-', from);
		return 1;
	}
	if ((folded = normalize_fold(c)) != c) {
		if (folded)
			normalize_put(norm, folded, from);
		return 1;
	}
	if (c >= 0xff01 && c <= 0xff5e) {
		c -= 0xfee0;
		normalize_put(norm, c >= 'A' && c <= 'Z' ? c + 32 : c, from);
		return 1;
	}
	if (c == 0x3000 || (c >= 0x80 && c < 0xa0)) {
		normalize_put(norm, ' ', from);
		return 1;
	}
	return 0;
}

/* Writes the text of an ICU run; dots and dashes in it are folded too. */
static void
put_folded(normalizer *norm, const UChar *u, int32_t n, size_t from)
{
	size_t start = norm->len;

	for (int32_t i = 0; i < n;) {
		UChar32 c;
		uint32_t f;
		U16_NEXT(u, i, n, c);
		f = is_dash((uint32_t)c) ? '-' : normalize_fold((uint32_t)c);
		if (f == 0x3000 || f == 0xa0)
			f = ' ';
		if (f)
			normalize_put(norm, f, from);
	}
	norm->last = start;
}

/* Normalizes the run that starts at `from`: the character taken back, if any, and everything up to
 * the next possible start. */
static void
put_by_icu(normalizer *norm, size_t from)
{
	UChar in[RUN_MAX * 2], out[OUT_MAX];
	int32_t n = 0, m;
	size_t at = from, len;
	int more;
	UErrorCode status = U_ZERO_ERROR;

	do {
		uint32_t c = next_char(norm, at, &len);
		if (c < 0x20 && c != '\n')
			c = ' ';
		U16_APPEND_UNSAFE(in, n, (UChar32)c);
		at += len;
		more = at < norm->n &&
		       !unorm2_hasBoundaryBefore(norm->icu, (UChar32)next_char(norm, at, &len));
	} while (more && n < RUN_MAX * 2 - 2);
	m = unorm2_normalize(norm->icu, in, n, out, OUT_MAX, &status);
	if (U_FAILURE(status)) {
		norm->failed = 1;
		return;
	}
	put_folded(norm, out, m, from);
	norm->at = at;
	norm->last_end =
	    more ? 0 : at; /* a run cut at RUN_MAX is never taken back, or it would not end */
}

/* Takes back the last character if the next one may combine with it. */
static size_t
run_start(normalizer *norm, uint32_t c, size_t at)
{
	if (norm->last_end != at || at == 0 || norm->last >= norm->len ||
	    unorm2_hasBoundaryBefore(norm->icu, (UChar32)c))
		return at;
	at = norm->map[norm->last];
	norm->len = norm->last;
	return at;
}

/* Copies the kana and kanji that come next, as far as there is room. */
static void
put_plain(normalizer *norm)
{
	const uint8_t *in = norm->in;
	size_t at = norm->at, len = norm->len, end = at + (norm->cap - len - OUT_MAX * 3 - 8);

	for (end = end < norm->n ? end : norm->n; at + 3 <= end; at += 3) {
		if ((in[at] & 0xf0) != 0xe0 || (in[at + 1] & 0xc0) != 0x80 ||
		    (in[at + 2] & 0xc0) != 0x80 ||
		    !is_plain((in[at] & 15u) << 12 | (in[at + 1] & 63u) << 6 | (in[at + 2] & 63u)))
			break;
		memcpy(norm->out + len, in + at, 3);
		for (int i = 0; i < 3; i++)
			norm->map[len++] = (uint32_t)at;
	}
	if (at == norm->at)
		return;
	norm->at = norm->last_end = at;
	norm->len = len;
	norm->last = len - 3;
}

static int
normalize_reserve(normalizer *norm, normalized *one)
{
	one->text.n = norm->len;
	one->map.n = norm->len * sizeof(uint32_t);
	if (buf_reserve(&one->text, OUT_MAX * 3 + (norm->n - norm->at)) < 0 ||
	    buf_reserve(&one->map, (OUT_MAX * 3 + (norm->n - norm->at)) * sizeof(uint32_t)) < 0)
		return -1;
	norm->out = one->text.p;
	norm->map = (uint32_t *)(void *)one->map.p;
	norm->cap = one->text.cap < one->map.cap / sizeof(uint32_t)
			? one->text.cap
			: one->map.cap / sizeof(uint32_t);
	return 0;
}

tensen_status
text_normalize(normalized *norm, span in, tensen_error *err)
{
	UErrorCode status = U_ZERO_ERROR;
	normalizer z = {.in = (const uint8_t *)in.p, .n = in.n};

	buf_reset(&norm->text);
	buf_reset(&norm->map);
	if (in.n >= UINT32_MAX)
		return tensen_fail(err, TENSEN_E_ARG, SAY_TEXT_BYTES_AT, in.n);
	z.icu = unorm2_getNFKCCasefoldInstance(&status);
	if (U_FAILURE(status))
		return tensen_fail(err, TENSEN_E_IO, SAY_ICU_HAS_NO, u_errorName(status));
	if (normalize_reserve(&z, norm) < 0)
		return tensen_fail_nomem(err);
	while (z.at < z.n && !z.failed) {
		size_t len, before;
		uint32_t c;
		if (z.cap - z.len < OUT_MAX * 3 + 8 && normalize_reserve(&z, norm) < 0)
			return tensen_fail_nomem(err);
		put_plain(&z);
		if (z.at == z.n)
			break;
		before = z.len;
		c = next_char(&z, z.at, &len);
		if (put_simple(&z, c, z.at, z.at + len)) {
			z.at += len;
			z.last_end = z.len > before ? z.at : 0; /* 0: c was dropped, as ▲ is */
		} else
			put_by_icu(&z, run_start(&z, c, z.at));
	}
	if (z.failed)
		return tensen_fail(err, TENSEN_E_IO, "ICU refused a run of %d characters", RUN_MAX);
	z.map[z.len] = (uint32_t)in.n;
	norm->text.n = z.len;
	norm->map.n = (z.len + 1) * sizeof(uint32_t);
	return TENSEN_OK;
}
