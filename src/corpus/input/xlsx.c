/* corpus/input/xlsx.c - see xlsx.h.
 *
 * First pass: the list of sheets, which styles are dates, the shared strings.  Then a pass for each
 * sheet, as it is asked for. */
#include "corpus/input/xlsx.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "corpus/input/xlsx_parts.h"
#include "corpus/input/xlsx_sheet.h"
#include "util/fail.h"
#include "util/memory.h"

/* Cells of one shared string cost a few bytes each: behind the first 256 MiB no more CSV comes than
 * so many times what was read of the file.  Lists of patents come to 10 .. 60. */
#define GIVEN_FREE ((uint64_t)256 << 20)
#define GIVEN_RATIO 400

struct xlsx {
	char *path;
	input *file;
	unpack *archive;
	xlsx_parts parts;
	size_t next;
	xlsx_sheet *sheet;
	char part[256];         /* of the sheet */
	char first[128];        /* the name of the first sheet that is read */
	xlsx_header like;       /* its header; n 0: not found yet */
	uint64_t given, packed; /* bytes of CSV, of the file in all passes that ended */
	char why[SAID_MAX];     /* of a tab */
	int joined;             /* xlsx_open_joined() */
	tensen_status failed;   /* and stays so: a reader may ask again */
	tensen_error bad;
};

/* ---- the archive ---- */

static void
end_pass(xlsx *book)
{
	xlsx_sheet_close(book->sheet);
	unpack_free(book->archive);
	if (book->file)
		book->packed += input_consumed(book->file);
	input_close(book->file);
	book->sheet = NULL;
	book->archive = NULL;
	book->file = NULL;
}

static tensen_status
begin_pass(xlsx *book, tensen_error *err)
{
	tensen_status st;

	end_pass(book);
	st = input_open(&book->file, book->path, 0, 0, err);
	return st < 0 ? st : input_unpack(book->file, &book->archive, err);
}

static tensen_status
take_parts(xlsx *book, tensen_error *err)
{
	const char *name;
	tensen_status st = begin_pass(book, err);

	while (
	    st == TENSEN_OK && (st = unpack_next(book->archive, &name, err)) == TENSEN_OK && name)
		st = xlsx_take_part(&book->parts, name, book->archive, err);
	if (st == TENSEN_OK && !book->parts.has_workbook)
		st = tensen_fail(err, TENSEN_E_INPUT, SAY_WORD_FILE_OR);
	return st < 0 ? st : xlsx_parts_finish(&book->parts, err);
}

/* The archive at the part of a sheet. */
static tensen_status
find_part(xlsx *book, const xlsx_entry *entry, tensen_error *err)
{
	const char *name = NULL;
	tensen_status st;

	if (!xlsx_part_of(&book->parts, entry->relation, book->part, sizeof book->part))
		return tensen_fail(err, TENSEN_E_INPUT, SAY_WORKBOOK_LACKS_SHEET, entry->name,
		    "xl/_rels/workbook.xml.rels");
	st = begin_pass(book, err);
	while (st == TENSEN_OK && (st = unpack_next(book->archive, &name, err)) == TENSEN_OK &&
	       name && strcasecmp(name, book->part) != 0)
		;
	if (st == TENSEN_OK && !name)
		st = tensen_fail(
		    err, TENSEN_E_INPUT, SAY_WORKBOOK_LACKS_SHEET, entry->name, book->part);
	return st;
}

/* ---- sheets ---- */

static tensen_status
copy_header(xlsx *book, const xlsx_entry *entry, const xlsx_header *header, tensen_error *err)
{
	book->like = *header;
	book->like.names = (buf)BUF_INIT;
	buf_add(&book->like.names, header->names.p, header->names.n);
	snprintf(book->first, sizeof book->first, "%s", entry->name);
	return book->like.names.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}

/* *why NULL: the sheet is to be read, and open. */
static tensen_status
open_sheet(xlsx *book, const xlsx_entry *entry, const char **why, tensen_error *err)
{
	xlsx_wanted wanted = {.parts = &book->parts, .part = book->part, .joined = book->joined};
	const xlsx_header *header;
	tensen_status st = find_part(book, entry, err);

	wanted.archive = book->archive;
	wanted.like = book->like.n ? &book->like : NULL;
	if (st == TENSEN_OK)
		st = xlsx_sheet_open(&book->sheet, &wanted, err);
	if (st == TENSEN_OK)
		st = xlsx_sheet_header(book->sheet, &header, err);
	if (st < 0)
		return st;
	snprintf(book->why, sizeof book->why, SAY_SHEET_OTHER_COLUMNS, book->first);
	*why = header->n == 0                     ? SAY_SHEET_EMPTY
	       : !xlsx_sheet_is_like(book->sheet) ? book->why
						  : NULL;
	if (!*why && !book->like.n)
		st = copy_header(book, entry, header, err);
	return st;
}

size_t
xlsx_sheets(const xlsx *book)
{
	return book->parts.n_sheets;
}

tensen_status
xlsx_next(xlsx *book, xlsx_tab *tab, tensen_error *err)
{
	xlsx_entry entry;

	end_pass(book);
	*tab = (xlsx_tab){NULL, NULL};
	if (!xlsx_listed(&book->parts, book->next, &entry))
		return book->like.n ? TENSEN_OK
				    : tensen_fail(err, TENSEN_E_INPUT, SAY_SHEETS_WITHOUT_ROWS);
	book->next++;
	tab->name = entry.name;
	if (entry.is_hidden) {
		tab->why = SAY_SHEET_HIDDEN;
		return TENSEN_OK;
	}
	return open_sheet(book, &entry, &tab->why, err);
}

/* ---- as bytes ---- */

static tensen_status
check_given(xlsx *book, size_t n, tensen_error *err)
{
	book->given += n;
	if (book->given > GIVEN_FREE &&
	    book->given / GIVEN_RATIO > book->packed + input_consumed(book->file))
		return tensen_fail(err, TENSEN_E_INPUT, SAY_EXCEL_DATA_DAMAGED);
	return TENSEN_OK;
}

/* Bytes of the open sheet, joined also of those behind it. */
static tensen_status
next_bytes(xlsx *book, void *to, size_t max, size_t *n, tensen_error *err)
{
	tensen_status st = xlsx_sheet_read(book->sheet, to, max, n, err);

	while (st == TENSEN_OK && *n == 0 && book->joined) {
		xlsx_tab tab;
		do
			st = xlsx_next(book, &tab, err);
		while (st == TENSEN_OK && tab.why);
		if (st < 0 || !tab.name)
			return st;
		st = xlsx_sheet_read(book->sheet, to, max, n, err);
	}
	return st == TENSEN_OK && *n ? check_given(book, *n, err) : st;
}

static tensen_status
read_book(void *ctx, void *to, size_t max, size_t *n, tensen_error *err)
{
	xlsx *book = ctx;

	*n = 0;
	if (book->failed == TENSEN_OK && book->sheet)
		book->failed = next_bytes(book, to, max, n, &book->bad);
	if (book->failed < 0 && err)
		*err = book->bad;
	return book->failed;
}

static void
leave_book(void *ctx)
{
	(void)ctx; /* the book is not the input's */
}

tensen_status
xlsx_input(xlsx *book, input **out, tensen_error *err)
{
	return input_open_made(out, (input_maker){read_book, leave_book, book}, err);
}

tensen_status
xlsx_open(xlsx **out, const char *path, tensen_error *err)
{
	xlsx *book = *out = calloc(1, sizeof *book);
	tensen_status st =
	    book && (book->path = strdup(path)) ? take_parts(book, err) : tensen_fail_nomem(err);

	return KEEP_OR_FREE(st, out, xlsx_close);
}

void
xlsx_close(xlsx *book)
{
	if (!book)
		return;
	end_pass(book);
	xlsx_parts_clear(&book->parts);
	buf_clear(&book->like.names);
	free(book->path);
	free(book);
}

static void
close_book(void *ctx)
{
	xlsx_close(ctx);
}

tensen_status
xlsx_open_joined(input **out, const char *path, tensen_error *err)
{
	xlsx *book;
	xlsx_tab tab;
	tensen_status st = xlsx_open(&book, path, err);

	*out = NULL;
	if (st < 0)
		return st;
	book->joined = 1;
	do
		st = xlsx_next(book, &tab, err);
	while (st == TENSEN_OK && tab.why);
	if (st < 0) {
		xlsx_close(book);
		return st;
	}
	return input_open_made(out, (input_maker){read_book, close_book, book}, err);
}
