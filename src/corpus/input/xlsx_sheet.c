/* corpus/input/xlsx_sheet.c - see xlsx_sheet.h.
 *
 * A row is gathered cell by cell, because columns may stand in another order than wanted.  The
 * parser stops after a row that fills a piece, so that memory does not grow with a tag that costs
 * few bytes of the file. */
#include "corpus/input/xlsx_sheet.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "text/utf8.h"
#include "util/fail.h"
#include "util/plain.h"

#define PIECE ((size_t)64 * 1024)
#define CELL_MAX ((size_t)1 << 20) /* bytes; Excel takes 32,767 characters */
#define ROW_MAX ((size_t)64 << 20)

struct xlsx_sheet {
	XML_Parser xml; /* first: xlsx_parser() */
	xlsx_wanted wanted;
	uint64_t fed; /* bytes of the part */
	uint64_t row; /* as Excel counts them */
	buf csv;      /* from csv_at on is not given yet */
	size_t csv_at;
	buf line; /* the values of the open row as CSV, column i in from[i] .. to[i] */
	uint32_t from[XLSX_COLUMNS], to[XLSX_COLUMNS], n;
	buf cell;      /* the text of the open cell */
	buf shared;    /* the shared string that it names */
	char kind[12]; /* its type: "s", "inlineStr", "str", "b", "d", "e", "" a number */
	unsigned style, column;
	xlsx_header header;
	uint32_t place[XLSX_COLUMNS]; /* of column i of wanted.like in this sheet */
	int in_value, in_furigana, is_other, is_last, is_suspended, ended;
	const char *why; /* what is wrong with the sheet */
	char said[SAID_MAX];
	tensen_status failed; /* shared strings cannot be read back */
	tensen_error bad;
};

/* ---- values ---- */

/* yyyy-mm-dd of a serial number; a number that no calendar has stays as it is.  The first system
 * counts a 29 February 1900 that was none. */
static int
write_date(xlsx_sheet *sheet, double serial)
{
	time_t day; /* since 1970 */
	struct tm date;

	if (serial < 1 || serial > 2958465)
		return 0;
	day = (time_t)floor(serial);
	day = sheet->wanted.parts->from_1904 ? day - 24107 : day - 25569 + (day < 60);
	gmtime_r(&(time_t){86400 * day}, &date);
	buf_printf(
	    &sheet->line, "%04d-%02d-%02d", date.tm_year + 1900, date.tm_mon + 1, date.tm_mday);
	return 1;
}

/* Excel keeps 15 digits of a number: 0.30000000000000004 is 0.3. */
static void
write_digits(xlsx_sheet *sheet, double v)
{
	char digits[32];

	plain_snprintf(digits, sizeof digits, "%.15g", v);
	if (strchr(digits, 'e') && floor(v) == v && fabs(v) < 1e21)
		buf_printf(&sheet->line, "%.0f", strtod(digits, NULL));
	else
		buf_str(&sheet->line, digits);
}

static void
write_number(xlsx_sheet *sheet)
{
	char *end;
	double v = strtod(buf_cstr(&sheet->cell), &end);
	int is_number = end != sheet->cell.p && *end == '\0' && isfinite(v);

	if (is_number && sheet->style < sheet->wanted.parts->n_styles &&
	    sheet->wanted.parts->is_date[sheet->style] && write_date(sheet, v))
		return;
	if (is_number)
		write_digits(sheet, v);
	else
		buf_span(&sheet->line, (span){sheet->cell.p, sheet->cell.n});
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
write_text(xlsx_sheet *sheet, span text)
{
	buf_char(&sheet->line, '"');
	for (size_t i = 0; i < text.n; i++) {
		long c = escaped(span_sub(text, i, text.n));
		if (c ==
		    '\r') { /* Excel keeps the CR of CRLF as _x000D_; a line ends with LF here */
			i += i + 7 < text.n && text.p[i + 7] == '\n' ? 7 : 6;
			buf_char(&sheet->line, '\n');
			continue;
		}
		char bytes[4] = {text.p[i]};
		size_t n = c < 0 ? 1 : utf8_put(bytes, (uint32_t)c);
		if (bytes[0] == '"')
			buf_char(&sheet->line, '"');
		buf_add(&sheet->line, bytes, n);
		i += c < 0 ? 0 : 6;
	}
	buf_char(&sheet->line, '"');
}

/* Its place as Excel shows it: AB12. */
static void
name_cell(const xlsx_sheet *sheet, char *out, size_t size)
{
	char letters[8];
	size_t at = sizeof letters - 1;

	letters[at] = '\0';
	for (unsigned column = sheet->column + 1; column && at; column = (column - 1) / 26)
		letters[--at] = (char)('A' + (column - 1) % 26);
	snprintf(out, size, "%s%llu", letters + at, (unsigned long long)sheet->row);
}

/* The text of a cell, or of the shared string that it names. */
static span
text_of_cell(xlsx_sheet *sheet)
{
	char *end, name[32];
	unsigned long i;

	if (strcmp(sheet->kind, "s") != 0)
		return (span){sheet->cell.p, sheet->cell.n};
	i = strtoul(buf_cstr(&sheet->cell), &end, 10);
	if (*end == '\0' && i < sheet->wanted.parts->n_strings) {
		span text = {"", 0};
		if (xlsx_string_size(sheet->wanted.parts, i) > CELL_MAX)
			sheet->why = SAY_CELL_MORE_THAN;
		else
			sheet->failed =
			    xlsx_string(sheet->wanted.parts, i, &sheet->shared, &text, &sheet->bad);
		return text;
	}
	name_cell(sheet, name, sizeof name);
	snprintf(sheet->said, sizeof sheet->said, SAY_CELL_NAMES_SHARED, name,
	    buf_cstr(&sheet->cell), sheet->wanted.parts->n_strings);
	sheet->why = sheet->said;
	return (span){"", 0};
}

/* A day as ISO 8601 has it, without its time. */
static void
write_iso_day(xlsx_sheet *sheet, span text)
{
	const char *time = memchr(text.p, 'T', text.n);

	buf_span(&sheet->line, time ? (span){text.p, (size_t)(time - text.p)} : text);
}

static void
end_cell(xlsx_sheet *sheet)
{
	span text;
	const char *kind = sheet->kind;

	if (strcmp(kind, "e") == 0 || sheet->cell.n == 0 || sheet->column >= XLSX_COLUMNS)
		return;
	text = text_of_cell(sheet);
	if (sheet->line.n > ROW_MAX)
		sheet->why = SAY_A_RECORD_OF_64;
	if (sheet->why || sheet->failed < 0) {
		XML_StopParser(sheet->xml, XML_FALSE);
		return;
	}
	while (sheet->n <= sheet->column) {
		sheet->from[sheet->n] = sheet->to[sheet->n] = 0;
		sheet->n++;
	}
	sheet->from[sheet->column] = (uint32_t)sheet->line.n;
	if (strcmp(kind, "s") == 0 || strcmp(kind, "inlineStr") == 0 || strcmp(kind, "str") == 0)
		write_text(sheet, text);
	else if (strcmp(kind, "d") == 0)
		write_iso_day(sheet, text);
	else
		write_number(sheet);
	sheet->to[sheet->column] = (uint32_t)sheet->line.n;
}

/* ---- rows ---- */

static span
sheet_value(const xlsx_sheet *sheet, uint32_t i)
{
	return i < sheet->n ? (span){sheet->line.p + sheet->from[i], sheet->to[i] - sheet->from[i]}
			    : (span){"", 0};
}

static span
name_of(const xlsx_header *header, uint32_t i)
{
	return (span){header->names.p + header->from[i], header->from[i + 1] - header->from[i]};
}

/* The first row: the names of the columns. */
static void
take_header(xlsx_sheet *sheet)
{
	xlsx_header *header = &sheet->header;

	header->n = sheet->n;
	for (uint32_t i = 0; i < sheet->n; i++) {
		span name = span_trim(sheet_value(sheet, i));
		if (name.n >= 2 && name.p[0] == '"')
			name = span_trim(span_sub(name, 1, name.n - 1));
		buf_span(&header->names, name);
		header->from[i + 1] = (uint32_t)header->names.n;
	}
}

/* Where the columns of `like` stand in this sheet; 0: it has others. */
static int
find_places(xlsx_sheet *sheet)
{
	const xlsx_header *like = sheet->wanted.like, *mine = &sheet->header;
	uint8_t taken[XLSX_COLUMNS] = {0};

	if (like->n != mine->n)
		return 0;
	for (uint32_t i = 0; i < like->n; i++) {
		uint32_t k = 0;
		while (k < mine->n && (taken[k] || !span_eq(name_of(like, i), name_of(mine, k))))
			k++;
		if (k == mine->n)
			return 0;
		taken[k] = 1;
		sheet->place[i] = k;
	}
	return 1;
}

static void
write_row(xlsx_sheet *sheet)
{
	for (uint32_t i = 0; i < sheet->header.n; i++) {
		if (i)
			buf_char(&sheet->csv, ',');
		buf_span(&sheet->csv,
		    sheet_value(
			sheet, sheet->wanted.joined && sheet->wanted.like ? sheet->place[i] : i));
	}
	buf_char(&sheet->csv, '\n');
	if (sheet->csv.n >= PIECE)
		XML_StopParser(sheet->xml, XML_TRUE);
}

static void
end_row(xlsx_sheet *sheet)
{
	if (sheet->n == 0)
		return;
	if (sheet->header.n) {
		write_row(sheet);
		return;
	}
	take_header(sheet);
	if (sheet->wanted.like && !find_places(sheet)) {
		sheet->is_other = 1;
		XML_StopParser(sheet->xml, XML_FALSE);
	} else if (!sheet->wanted.joined || !sheet->wanted.like) {
		write_row(sheet);
	}
}

/* ---- the parser ---- */

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
begin_row(xlsx_sheet *sheet, const XML_Char **attributes)
{
	const char *number = xlsx_attribute(attributes, "r");

	sheet->row = number ? strtoull(number, NULL, 10) : sheet->row + 1;
	sheet->n = 0;
	sheet->column = (unsigned)-1;
	buf_again(&sheet->line);
}

static void
begin_cell(xlsx_sheet *sheet, const XML_Char **attributes)
{
	const char *kind = xlsx_attribute(attributes, "t"),
		   *style = xlsx_attribute(attributes, "s");

	sheet->column = column_of(xlsx_attribute(attributes, "r"), sheet->column + 1);
	if (sheet->column >= XLSX_COLUMNS) {
		sheet->why = SAY_MORE_THAN_1024;
		XML_StopParser(sheet->xml, XML_FALSE);
	}
	snprintf(sheet->kind, sizeof sheet->kind, "%s", kind && strcmp(kind, "n") != 0 ? kind : "");
	sheet->style = style ? (unsigned)strtoul(style, NULL, 10) : 0;
	buf_again(&sheet->cell);
}

static void
on_sheet_start(void *payload, const XML_Char *name, const XML_Char **attributes)
{
	xlsx_sheet *sheet = payload;

	name = xlsx_local(name);
	if (strcmp(name, "row") == 0)
		begin_row(sheet, attributes);
	else if (strcmp(name, "c") == 0)
		begin_cell(sheet, attributes);
	else if (strcmp(name, "rPh") == 0)
		sheet->in_furigana++;
	else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		sheet->in_value = 1;
}

static void
on_sheet_end(void *payload, const XML_Char *name)
{
	xlsx_sheet *sheet = payload;

	name = xlsx_local(name);
	if (strcmp(name, "c") == 0)
		end_cell(sheet);
	else if (strcmp(name, "row") == 0)
		end_row(sheet);
	else if (strcmp(name, "rPh") == 0)
		sheet->in_furigana--;
	else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		sheet->in_value = 0;
}

static void
on_sheet_text(void *payload, const XML_Char *text, int n)
{
	xlsx_sheet *sheet = payload;

	if (!sheet->in_value || sheet->in_furigana)
		return;
	buf_add(&sheet->cell, text, (size_t)n);
	if (sheet->cell.n > CELL_MAX)
		sheet->why = SAY_CELL_MORE_THAN;
	if (sheet->why)
		XML_StopParser(sheet->xml, XML_FALSE);
}

/* ---- as bytes ---- */

/* Parse the next piece, or what is left of one. */
static tensen_status
sheet_feed(xlsx_sheet *sheet, tensen_error *err)
{
	enum XML_Status parsed;
	tensen_status st;
	size_t n = 0;
	void *room;

	if (sheet->is_suspended) {
		parsed = XML_ResumeParser(sheet->xml);
	} else {
		if (!(room = XML_GetBuffer(sheet->xml, (int)PIECE)))
			return tensen_fail_nomem(err);
		st = xlsx_unpack(sheet->wanted.archive, sheet->wanted.part, room, PIECE, &n, err);
		if (st < 0)
			return st;
		sheet->fed += n;
		sheet->is_last = n == 0;
		parsed = XML_ParseBuffer(sheet->xml, (int)n, n == 0);
	}
	sheet->is_suspended = parsed == XML_STATUS_SUSPENDED;
	sheet->ended = sheet->is_other || (sheet->is_last && !sheet->is_suspended);
	if (parsed != XML_STATUS_ERROR && xlsx_is_stuck(sheet->xml, sheet->fed))
		sheet->why = XLSX_STUCK;
	if (sheet->failed < 0) {
		if (err)
			*err = sheet->bad;
		return sheet->failed;
	}
	if (!sheet->is_other && (parsed == XML_STATUS_ERROR || sheet->why))
		return xlsx_damaged(&(xlsx_place){sheet->xml, sheet->wanted.part, sheet->why}, err);
	return sheet->csv.failed || sheet->cell.failed || sheet->line.failed ||
		       sheet->header.names.failed
		   ? tensen_fail_nomem(err)
		   : TENSEN_OK;
}

tensen_status
xlsx_sheet_header(xlsx_sheet *sheet, const xlsx_header **out, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	while (st == TENSEN_OK && !sheet->header.n && !sheet->ended)
		st = sheet_feed(sheet, err);
	*out = &sheet->header;
	return st;
}

int
xlsx_sheet_is_like(const xlsx_sheet *sheet)
{
	return !sheet->is_other;
}

tensen_status
xlsx_sheet_read(xlsx_sheet *sheet, void *to, size_t max, size_t *n, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	*n = 0;
	if (sheet->csv_at == sheet->csv.n) {
		buf_again(&sheet->csv);
		sheet->csv_at = 0;
	}
	while (st == TENSEN_OK && sheet->csv.n == 0 && !sheet->ended)
		st = sheet_feed(sheet, err);
	if (st < 0)
		return st;
	*n = sheet->csv.n - sheet->csv_at < max ? sheet->csv.n - sheet->csv_at : max;
	memcpy(to, sheet->csv.p ? sheet->csv.p + sheet->csv_at : "", *n);
	sheet->csv_at += *n;
	return TENSEN_OK;
}

tensen_status
xlsx_sheet_open(xlsx_sheet **out, const xlsx_wanted *wanted, tensen_error *err)
{
	xlsx_sheet *sheet = *out = calloc(1, sizeof *sheet);

	if (!sheet || !(sheet->xml = xlsx_parser(sheet, on_sheet_start, on_sheet_end))) {
		free(sheet);
		*out = NULL;
		return tensen_fail_nomem(err);
	}
	sheet->wanted = *wanted;
	XML_SetCharacterDataHandler(sheet->xml, on_sheet_text);
	return TENSEN_OK;
}

void
xlsx_sheet_close(xlsx_sheet *sheet)
{
	if (!sheet)
		return;
	XML_ParserFree(sheet->xml);
	bufs_clear(&sheet->csv, &sheet->line, &sheet->cell, &sheet->shared, &sheet->header.names);
	free(sheet);
}
