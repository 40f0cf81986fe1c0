/* result/write/cells.c - see cells.h. */
#include "result/write/cells.h"
#include <stdio.h>
#include <unicode/ucnv.h>
#include <unicode/unorm2.h>
#include "result/write/table.h"
#include "text/utf8.h"
#include "util/fail.h"

cells
cells_to(buf *out)
{
	return (cells){out, 0};
}

static void
cells_separate(cells *row)
{
	if (row->n++)
		buf_char(row->out, ',');
}

/* Characters before a formula that some spreadsheets skip. */
static int
is_skipped(uint32_t c)
{
	return c == ' ' || c == 0xa0 || c == 0x3000 || c == 0xfeff || c == 0x200b || c == '\n';
}

int
cells_look_like_formula(span text)
{
	const char *p = text.p, *end = text.p + text.n;

	while (p < end) {
		size_t n;
		uint32_t c = utf8_get(p, end, &n);
		switch (c) {
		case '=':
		case '+':
		case '-':
		case '@':
		case '\t':
		case '\r':
		case 0xff1d: /* ＝ */
		case 0xff0b: /* ＋ */
		case 0xff0d: /* － */
		case 0x2212: /* −, which becomes － in CP932 */
		case 0xff20: /* ＠ */
			return 1;
		default:
			if (!is_skipped(c))
				return 0;
		}
		p += n;
	}
	return 0;
}

void
cells_text(cells *row, span text)
{
	cells_separate(row);
	buf_char(row->out, '"');
	if (cells_look_like_formula(text))
		buf_char(row->out, '\'');
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\r') { /* a cell has one kind of line break: \n */
			if (i + 1 == text.n || text.p[i + 1] != '\n')
				buf_char(row->out, '\n');
			continue;
		}
		if (text.p[i] == '"')
			buf_char(row->out, '"');
		buf_char(row->out, text.p[i]);
	}
	buf_char(row->out, '"');
}

void
cells_str(cells *row, const char *str)
{
	cells_text(row, span_of(str));
}

void
cells_int(cells *row, long long v)
{
	cells_separate(row);
	buf_printf(row->out, "%lld", v);
}

void
cells_num(cells *row, double v, int digits)
{
	cells_separate(row);
	buf_printf(row->out, "%.*f", digits, v);
}

void
cells_date(cells *row, uint32_t date)
{
	cells_separate(row);
	table_date(row->out, date);
}

void
cells_end(cells *row)
{
	buf_str(row->out, "\r\n");
	row->n = 0;
}

/* Characters that mean the same as one of CP932 for a reader: they are replaced by it and not
 * counted as lost. */
static uint32_t
same_in_cp932(uint32_t c)
{
	static const uint16_t same[][2] = {{0x00a0, ' '}, {0x00a2, 0xffe0}, {0x00a3, 0xffe1},
	    {0x00a5, 0xffe5}, {0x00ac, 0xffe2}, {0x2010, 0xff0d}, {0x2011, 0xff0d},
	    {0x2013, 0x2015}, {0x2014, 0x2015}, {0x2016, 0x2225}, {0x2022, 0x30fb},
	    {0x203e, 0xffe3}, {0x2212, 0xff0d}, {0x223c, 0xff5e}, {0x301c, 0xff5e}};

	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		if (same[i][0] == c)
			return same[i][1];
	return c;
}

typedef struct cp932 {
	UConverter *to;
	const UNormalizer2 *nfc;
	size_t replaced;
} cp932;

/* 1: appended; 0: CP932 does not have c. */
static int
put_cp932(buf *out, const cp932 *decoder, uint32_t c)
{
	UErrorCode e = U_ZERO_ERROR;
	UChar from[2];
	char bytes[8];
	int32_t n = 0, k;

	U16_APPEND_UNSAFE(from, n, (UChar32)c);
	ucnv_resetFromUnicode(decoder->to);
	k = ucnv_fromUChars(decoder->to, bytes, sizeof bytes, from, n, &e);
	if (U_FAILURE(e) || k <= 0)
		return 0;
	buf_add(out, bytes, (size_t)k);
	return 1;
}

static void
put_character(buf *out, cp932 *decoder, uint32_t c)
{
	if (c < 0x80) {
		buf_char(out, (char)c);
		return;
	}
	if (put_cp932(out, decoder, c) || put_cp932(out, decoder, same_in_cp932(c)))
		return;
	decoder->replaced++;
	buf_str(out, "\x81\xac"); /* 〓 */
}

/* A letter followed by a combining voicing mark (か゛) is one character in CP932. */
static uint32_t
cells_composed(const cp932 *decoder, const char *str, const char *end, size_t *n)
{
	uint32_t c = utf8_get(str, end, n);

	while (str + *n < end) {
		size_t m;
		uint32_t mark = utf8_get(str + *n, end, &m);
		UChar32 both;
		if (mark < 0x300 || (mark > 0x36f && mark != 0x3099 && mark != 0x309a))
			break;
		both = unorm2_composePair(decoder->nfc, (UChar32)c, (UChar32)mark);
		if (both < 0)
			break;
		c = (uint32_t)both;
		*n += m;
	}
	return c;
}

static tensen_status
encode_cp932(buf *out, span csv, size_t *replaced, tensen_error *err)
{
	UErrorCode e = U_ZERO_ERROR;
	cp932 x = {ucnv_open("ibm-943_P15A-2003", &e), unorm2_getNFCInstance(&e), 0};
	const char *p = csv.p, *end = csv.p + csv.n;

	if (U_SUCCESS(e))
		ucnv_setFromUCallBack(x.to, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &e);
	if (U_FAILURE(e)) {
		if (x.to)
			ucnv_close(x.to);
		return tensen_fail(err, TENSEN_E_NOMEM, "CP932: ICU says %s", u_errorName(e));
	}
	ucnv_setFallback(x.to, 0);
	while (p < end) {
		size_t n;
		uint32_t c = cells_composed(&x, p, end, &n);
		put_character(out, &x, c);
		p += n;
	}
	ucnv_close(x.to);
	*replaced = x.replaced;
	return TENSEN_OK;
}

tensen_status
cells_encode(buf *out, span csv, const tensen_style *style, size_t *replaced, tensen_error *err)
{
	*replaced = 0;
	if (style->encoding == TENSEN_CP932)
		return encode_cp932(out, csv, replaced, err);
	if (style->encoding == TENSEN_UTF8_BOM)
		buf_str(out, "\xef\xbb\xbf");
	buf_span(out, csv);
	return TENSEN_OK;
}
