/* corpus/input/xlsx.c - see xlsx.h.
 *
 * First pass: which part is the first sheet, which styles are dates, the shared strings.  Second
 * pass: the sheet, as it is asked for. */
#include "corpus/input/xlsx.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <tensen/messages.h>
#include "corpus/input/xlsx_parts.h"
#include "text/utf8.h"
#include "util/fail.h"
#include "util/memory.h"
#include "util/plain.h"

#define PIECE ((size_t)64 * 1024)
/* Cells of one shared string cost a few bytes each: behind the first 256 MiB no more CSV comes than
 * so many times what was read of the file.  Lists of patents come to 10 .. 60. */
#define GIVEN_FREE ((uint64_t)256 << 20)
#define GIVEN_RATIO 400
#define CELL_MAX ((size_t)1 << 20) /* bytes; Excel takes 32,767 characters */

typedef struct xlsx {
	XML_Parser xml; /* first: xlsx_parser() */
	input *file;
	unpack *archive;
	xlsx_parts parts;
	uint64_t fed, given; /* bytes of the sheet, of CSV */
	buf csv;             /* from csv_at on is not given yet */
	size_t csv_at;
	buf cell;      /* the text of the open cell */
	char kind[12]; /* its type: "s", "inlineStr", "str", "b", "e", "" a number */
	unsigned style, column, written, width;
	int in_value, in_furigana, row_filled, ended;
	const char *why;      /* what is wrong with the sheet */
	tensen_status failed; /* and stays so: a reader may ask again */
	tensen_error bad;
} xlsx;

/* ---- values ---- */

/* Days since 1970 of a serial number; the first system counts a 29 February 1900 that was none. */
static long
days_of(const xlsx *book, double serial)
{
	long day = (long)floor(serial);

	return book->parts.from_1904 ? day - 24107 : day - 25569 + (day < 60);
}

/* yyyy-mm-dd of a serial number; a number that no calendar has stays as it is. */
static int
write_date(xlsx *book, double serial)
{
	long z = days_of(book, serial) + 719468, era, doe, yoe, doy, mp;

	if (serial < 1 || serial > 2958465)
		return 0;
	/* civil_from_days, H. Hinnant */
	era = z / 146097;
	doe = z - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	buf_printf(&book->csv, "%04ld-%02ld-%02ld", yoe + era * 400 + (mp >= 10),
	    mp < 10 ? mp + 3 : mp - 9, doy - (153 * mp + 2) / 5 + 1);
	return 1;
}

/* Excel keeps 15 digits of a number: 0.30000000000000004 is 0.3. */
static void
write_digits(xlsx *book, double v)
{
	char digits[32];

	plain_snprintf(digits, sizeof digits, "%.15g", v);
	if (strchr(digits, 'e') && floor(v) == v && fabs(v) < 1e21)
		buf_printf(&book->csv, "%.0f", strtod(digits, NULL));
	else
		buf_str(&book->csv, digits);
}

static void
write_number(xlsx *book)
{
	char *end;
	double v = strtod(buf_cstr(&book->cell), &end);
	int is_number = end != book->cell.p && *end == '\0' && isfinite(v);

	if (is_number && book->style < book->parts.n_styles && book->parts.is_date[book->style] &&
	    write_date(book, v))
		return;
	if (is_number)
		write_digits(book, v);
	else
		buf_span(&book->csv, (span){book->cell.p, book->cell.n});
}

/* The character of an escape _xHHHH_ that begins a text; -1: none does.  A part of a surrogate pair
 * is no character. */
static long
escaped(span text)
{
	long c = 0;

	if (text.n < 7 || text.p[0] != '_' || text.p[1] != 'x' || text.p[6] != '_')
		return -1;
	for (int i = 2; i < 6; i++) {
		const char *digits = "0123456789abcdefABCDEF", *at = strchr(digits, text.p[i]);
		if (!text.p[i] || !at)
			return -1;
		c = c * 16 + (at - digits) - (at - digits > 15 ? 6 : 0);
	}
	return c == 0 || (c >= 0xD800 && c < 0xE000) ? 0xFFFD : c;
}

static void
write_text(xlsx *book, span text)
{
	buf_char(&book->csv, '"');
	for (size_t i = 0; i < text.n; i++) {
		long c = escaped(span_sub(text, i, text.n));
		char bytes[4] = {text.p[i]};
		size_t n = c < 0 ? 1 : utf8_put(bytes, (uint32_t)c);
		if (bytes[0] == '"')
			buf_char(&book->csv, '"');
		buf_add(&book->csv, bytes, n);
		i += c < 0 ? 0 : 6;
	}
	buf_char(&book->csv, '"');
}

static void
write_cell(xlsx *book)
{
	span text = {book->cell.p, book->cell.n};

	if (strcmp(book->kind, "e") == 0 || text.n == 0)
		return;
	while (book->written < book->column) {
		buf_char(&book->csv, ',');
		book->written++;
	}
	book->row_filled = 1;
	if (strcmp(book->kind, "s") == 0) {
		char *end;
		unsigned long i = strtoul(buf_cstr(&book->cell), &end, 10);
		if (*end || i >= book->parts.n_strings)
			book->why = SAY_CELL_NAMES_SHARED;
		else
			write_text(book, xlsx_string(&book->parts, i));
	} else if (strcmp(book->kind, "inlineStr") == 0 || strcmp(book->kind, "str") == 0) {
		write_text(book, text);
	} else {
		write_number(book);
	}
}

/* Every row is as wide as the header at least. */
static void
write_row_end(xlsx *book)
{
	if (!book->row_filled)
		return;
	if (!book->width)
		book->width = book->written + 1;
	for (; book->written + 1 < book->width; book->written++)
		buf_char(&book->csv, ',');
	buf_char(&book->csv, '\n');
}

/* ---- the sheet ---- */

/* The column of "AB12", from 0; the next one if there is no reference. */
static unsigned
column_of(const char *reference, unsigned next)
{
	unsigned n = 0;

	if (!reference)
		return next;
	for (; *reference >= 'A' && *reference <= 'Z' && n <= XLSX_COLUMNS; reference++)
		n = n * 26 + (unsigned)(*reference - 'A' + 1);
	return n ? n - 1 : next;
}

static void
begin_cell(xlsx *book, const XML_Char **attributes)
{
	const char *kind = xlsx_attribute(attributes, "t"),
		   *style = xlsx_attribute(attributes, "s");

	book->column = column_of(xlsx_attribute(attributes, "r"), book->column + 1);
	if (book->column >= XLSX_COLUMNS)
		book->why = SAY_MORE_THAN_1024;
	snprintf(book->kind, sizeof book->kind, "%s", kind && strcmp(kind, "n") != 0 ? kind : "");
	book->style = style ? (unsigned)strtoul(style, NULL, 10) : 0;
	buf_reset(&book->cell);
}

static void
on_sheet_start(void *payload, const XML_Char *name, const XML_Char **attributes)
{
	xlsx *book = payload;

	name = xlsx_local(name);
	if (strcmp(name, "row") == 0) {
		book->row_filled = 0;
		book->written = 0;
		book->column = (unsigned)-1;
	} else if (strcmp(name, "c") == 0) {
		begin_cell(book, attributes);
	} else if (strcmp(name, "rPh") == 0) {
		book->in_furigana++;
	} else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
		book->in_value = 1;
	}
}

static void
on_sheet_end(void *payload, const XML_Char *name)
{
	xlsx *book = payload;

	name = xlsx_local(name);
	if (strcmp(name, "c") == 0)
		write_cell(book);
	else if (strcmp(name, "row") == 0)
		write_row_end(book);
	else if (strcmp(name, "rPh") == 0)
		book->in_furigana--;
	else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		book->in_value = 0;
}

static void
on_sheet_text(void *payload, const XML_Char *text, int n)
{
	xlsx *book = payload;

	if (!book->in_value || book->in_furigana)
		return;
	buf_add(&book->cell, text, (size_t)n);
	if (book->cell.n > CELL_MAX)
		book->why = SAY_CELL_MORE_THAN;
	if (book->why)
		XML_StopParser(book->xml, XML_FALSE);
}

/* ---- as bytes ---- */

static void
xlsx_close(void *ctx)
{
	xlsx *book = ctx;

	if (book->xml)
		XML_ParserFree(book->xml);
	unpack_free(book->archive);
	input_close(book->file);
	xlsx_parts_clear(&book->parts);
	bufs_clear(&book->csv, &book->cell);
	free(book);
}

/* Bytes of the sheet until some CSV is there, or the end. */
static tensen_status
xlsx_more(xlsx *book, tensen_error *err)
{
	size_t n = 0;
	tensen_status st = TENSEN_OK;

	buf_again(&book->csv);
	book->csv_at = 0;
	while (st == TENSEN_OK && book->csv.n == 0 && !book->ended) {
		void *room = XML_GetBuffer(book->xml, (int)PIECE);
		if (!room)
			return tensen_fail_nomem(err);
		if ((st = unpack_read(book->archive, room, PIECE, &n, err)) < 0)
			return st;
		book->ended = n == 0;
		book->fed += n;
		if (XML_ParseBuffer(book->xml, (int)n, n == 0) == XML_STATUS_OK &&
		    xlsx_is_stuck(book->xml, book->fed))
			book->why = XLSX_STUCK;
		if (XML_GetErrorCode(book->xml) != XML_ERROR_NONE || book->why)
			st = xlsx_damaged(book->xml, "the sheet", book->why, err);
	}
	if (st == TENSEN_OK && (book->csv.failed || book->cell.failed))
		st = tensen_fail_nomem(err);
	return st;
}

static tensen_status
xlsx_read(void *ctx, void *to, size_t max, size_t *n, tensen_error *err)
{
	xlsx *book = ctx;

	*n = 0;
	if (book->failed == TENSEN_OK && book->csv_at == book->csv.n)
		book->failed = xlsx_more(book, &book->bad);
	if (book->failed < 0 && err)
		*err = book->bad;
	if (book->failed < 0)
		return book->failed;
	*n = book->csv.n - book->csv_at < max ? book->csv.n - book->csv_at : max;
	memcpy(to, book->csv.p ? book->csv.p + book->csv_at : "", *n);
	book->csv_at += *n;
	book->given += *n;
	if (book->given > GIVEN_FREE && book->given / GIVEN_RATIO > input_consumed(book->file))
		book->failed = tensen_fail(&book->bad, TENSEN_E_INPUT, SAY_EXCEL_DATA_DAMAGED);
	return TENSEN_OK;
}

/* ---- the passes ---- */

static tensen_status
open_archive(xlsx *book, const char *path, tensen_error *err)
{
	tensen_status st;

	unpack_free(book->archive);
	input_close(book->file);
	book->archive = NULL;
	book->file = NULL;
	st = input_open(&book->file, path, 0, 0, err);
	return st < 0 ? st : input_unpack(book->file, &book->archive, err);
}

static tensen_status
find_sheet(xlsx *book, const char *path, tensen_error *err)
{
	const char *name;
	tensen_status st = open_archive(book, path, err);

	while (
	    st == TENSEN_OK && (st = unpack_next(book->archive, &name, err)) == TENSEN_OK && name)
		st = xlsx_take_part(&book->parts, name, book->archive, err);
	if (st == TENSEN_OK && !xlsx_first_sheet(&book->parts))
		st = tensen_fail(err, TENSEN_E_INPUT, SAY_WORD_FILE_OR);
	return st;
}

static tensen_status
begin_sheet(xlsx *book, const char *path, tensen_error *err)
{
	const char *name = NULL, *wanted = xlsx_first_sheet(&book->parts);
	tensen_status st = open_archive(book, path, err);

	while (st == TENSEN_OK && (st = unpack_next(book->archive, &name, err)) == TENSEN_OK &&
	       name && strcasecmp(name, wanted) != 0)
		;
	if (st == TENSEN_OK && !name)
		st = tensen_fail(err, TENSEN_E_INPUT, SAY_WORKBOOK_LACKS_SHEET, wanted);
	if (st == TENSEN_OK && !(book->xml = xlsx_parser(book, on_sheet_start, on_sheet_end)))
		st = tensen_fail_nomem(err);
	if (st == TENSEN_OK)
		XML_SetCharacterDataHandler(book->xml, on_sheet_text);
	return st;
}

tensen_status
xlsx_open(input **out, const char *path, tensen_error *err)
{
	xlsx *book = calloc(1, sizeof *book);
	tensen_status st;

	*out = NULL;
	if (!book)
		return tensen_fail_nomem(err);
	st = find_sheet(book, path, err);
	if (st == TENSEN_OK)
		st = begin_sheet(book, path, err);
	if (st < 0) {
		xlsx_close(book);
		return st;
	}
	return input_open_made(out, (input_maker){xlsx_read, xlsx_close, book}, err);
}
