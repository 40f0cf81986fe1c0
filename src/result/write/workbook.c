/* result/write/workbook.c - see workbook.h. */
#include "result/write/workbook.h"
#include <ctype.h>
#include <csv.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include <tensen/messages.h>
#include "util/fail.h"

#define PAPER_A4 9 /* as Excel counts */
#define COLUMNS 64
#define WIDTH_LEAST 8 /* characters of Latin script */
#define WIDTH_MOST 60
#define LINKS_MOST 60000  /* of a sheet; Excel takes 65,530 */
#define ADDRESS_MOST 2000 /* bytes; Excel takes 2,079 characters */
#define TEXT_MOST 32000   /* bytes; Excel takes 32,767 characters */

typedef struct workbook {
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *head, *body;
	uint32_t row, links;
	uint16_t column, columns;
	double width[COLUMNS];
	buf cell;
	int failed;
} workbook;

/* Columns of a terminal: characters above U+1100 count twice. */
static double
shown_width(span text)
{
	double n = 0;

	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		n += c < 0x80 || (c >= 0xC0 && c < 0xE1) ? 1 : c >= 0xE1 ? 2 : 0;
	}
	return n;
}

/* 1: a number of at most four digits, or one with a point.  Longer ones are numbers of documents. */
static int
is_number(span text)
{
	size_t i = text.n && text.p[0] == '-', digits = 0, points = 0;

	for (; i < text.n; i++) {
		digits += isdigit((unsigned char)text.p[i]) != 0;
		points += text.p[i] == '.';
		if (!isdigit((unsigned char)text.p[i]) && text.p[i] != '.')
			return 0;
	}
	return digits && points <= 1 && text.n < 16 && (digits <= 4 || points) &&
	       (text.p[0] != '0' || text.n == 1 || text.p[1] == '.');
}

static int
is_address(span text)
{
	return text.n < ADDRESS_MOST && text.n > 8 &&
	       (strncmp(text.p, "https://", 8) == 0 || strncmp(text.p, "http://", 7) == 0) &&
	       !memchr(text.p, ' ', text.n);
}

/* Bytes of a text that fit into a cell, no character cut. */
static void
cut_cell(buf *cell)
{
	if (cell->n <= TEXT_MOST)
		return;
	cell->n = TEXT_MOST;
	while (cell->n && ((unsigned char)cell->p[cell->n] & 0xC0) == 0x80)
		cell->n--;
}

static void
on_cell(void *bytes, size_t n, void *payload)
{
	workbook *w = payload;
	lxw_format *format = w->row ? w->body : w->head;
	const char *text;
	span shown;
	lxw_error e = LXW_NO_ERROR;

	buf_reset(&w->cell);
	/* the apostrophe before what a spreadsheet would take for a formula: here it is a text anyway */
	if (n > 1 && ((const char *)bytes)[0] == '\'' && strchr("=+-@", ((const char *)bytes)[1])) {
		bytes = (char *)bytes + 1;
		n--;
	}
	buf_add(&w->cell, bytes, n);
	cut_cell(&w->cell);
	text = buf_cstr(&w->cell);
	shown = (span){text, w->cell.n};
	if (w->column < COLUMNS && shown_width(shown) + 2 > w->width[w->column])
		w->width[w->column] = shown_width(shown) + 2;
	if (w->row && is_number(shown))
		e = worksheet_write_number(w->sheet, w->row, w->column, strtod(text, NULL), format);
	else if (w->row && is_address(shown) && w->links++ < LINKS_MOST)
		e = worksheet_write_url(w->sheet, w->row, w->column, text, NULL);
	else if (shown.n)
		e = worksheet_write_string(w->sheet, w->row, w->column, text, format);
	w->failed |= w->cell.failed || e != LXW_NO_ERROR;
	w->column++;
}

static void
on_row(int end, void *payload)
{
	workbook *w = payload;

	(void)end;
	if (w->column > w->columns)
		w->columns = w->column;
	w->column = 0;
	w->row++;
}

static void
fill_sheet(workbook *w, span csv)
{
	struct csv_parser parser;

	if (csv.n >= 3 && memcmp(csv.p, "\xEF\xBB\xBF", 3) == 0)
		csv = span_sub(csv, 3, csv.n);
	if (csv_init(&parser, CSV_APPEND_NULL)) {
		w->failed = 1;
		return;
	}
	w->failed |= csv_parse(&parser, csv.p, csv.n, on_cell, on_row, w) != csv.n;
	csv_fini(&parser, on_cell, on_row, w);
	csv_free(&parser);
}

static void
begin_book(workbook *w, const char *path, const char *sheet)
{
	lxw_workbook_options options = {.constant_memory = LXW_TRUE};

	w->book = workbook_new_opt(path, &options);
	w->sheet = w->book ? workbook_add_worksheet(w->book, sheet) : NULL;
	w->head = w->book ? workbook_add_format(w->book) : NULL;
	w->body = w->book ? workbook_add_format(w->book) : NULL;
	if (!w->sheet || !w->head || !w->body) {
		w->failed = 1;
		return;
	}
	format_set_bold(w->head);
	format_set_bg_color(w->head, 0xE8EEF4);
	format_set_border(w->head, LXW_BORDER_THIN);
	format_set_align(w->head, LXW_ALIGN_VERTICAL_TOP);
	format_set_align(w->body, LXW_ALIGN_VERTICAL_TOP);
	format_set_text_wrap(w->head);
	format_set_text_wrap(w->body);
	worksheet_freeze_panes(w->sheet, 1, 0);
	worksheet_set_landscape(w->sheet);
	worksheet_set_paper(w->sheet, PAPER_A4);
	worksheet_fit_to_pages(w->sheet, 1, 0); /* as wide as the paper, as long as it is */
	worksheet_repeat_rows(w->sheet, 0, 0);
}

static void
end_book(workbook *w)
{
	for (uint16_t i = 0; !w->failed && i < w->columns && i < COLUMNS; i++)
		worksheet_set_column(w->sheet, i, i,
		    w->width[i] < WIDTH_LEAST  ? WIDTH_LEAST
		    : w->width[i] > WIDTH_MOST ? WIDTH_MOST
					       : w->width[i],
		    NULL);
	if (!w->failed && w->row > 1 && w->columns)
		worksheet_autofilter(w->sheet, 0, 0, w->row - 1, (uint16_t)(w->columns - 1));
	/* frees it, also after a failure */
	if (w->book && w->sheet)
		w->failed |= workbook_close(w->book) != LXW_NO_ERROR;
	else if (
	    w->book) /* no folder for temporary files: to close a book without sheets would crash */
		lxw_workbook_free(w->book);
}

/* The bytes of the file in place of the CSV. */
static tensen_status
take_file(buf *csv, int file, tensen_error *err)
{
	struct stat sb;
	size_t at = 0;

	buf_reset(csv);
	if (fstat(file, &sb) < 0 || sb.st_size <= 0 || buf_reserve(csv, (size_t)sb.st_size) < 0)
		return tensen_fail_nomem(err);
	while (at < (size_t)sb.st_size) {
		ssize_t n = pread(file, csv->p + at, (size_t)sb.st_size - at, (off_t)at);
		if (n <= 0)
			return tensen_fail(err, TENSEN_E_IO, SAY_WORKBOOK_CANNOT_BE);
		at += (size_t)n;
	}
	csv->n = at;
	return TENSEN_OK;
}

tensen_status
workbook_of_csv(buf *csv, const char *sheet, tensen_error *err)
{
	workbook w = {.row = 0};
	int file = memfd_create("workbook", MFD_CLOEXEC);
	char path[64];
	locale_t plain, before;
	tensen_status st;

	if (file < 0)
		return tensen_fail_nomem(err);
	snprintf(path, sizeof path, "/proc/self/fd/%d", file);
	/* libxlsxwriter prints numbers in the locale of the caller */
	plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	before = plain ? uselocale(plain) : (locale_t)0;
	begin_book(&w, path, sheet);
	if (!w.failed)
		fill_sheet(&w, (span){csv->p ? csv->p : "", csv->n});
	end_book(&w);
	if (plain) {
		uselocale(before);
		freelocale(plain);
	}
	buf_clear(&w.cell);
	st = w.failed ? tensen_fail(err, TENSEN_E_IO, SAY_WORKBOOK_CANNOT_BE_WRITTEN)
		      : take_file(csv, file, err);
	close(file);
	return st;
}
