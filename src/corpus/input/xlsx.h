/* corpus/input/xlsx.h - the sheets of an Excel workbook (.xlsx) as CSV.
 *
 * SHEETS  Read are the first visible sheet that has a row, and each visible sheet behind it whose
 *         header (its first row that is not empty) has the same columns, in any order.
 * SOURCE  ECMA-376 (Office Open XML), parts 1 and 2: the archive is read by libarchive, its parts by
 *         expat.  Shared and inline strings without their furigana, _xHHHH_ decoded, CRLF as LF,
 *         cached values of formulas, numbers of at most 15 digits, dates as yyyy-mm-dd (styles with
 *         day or year in their format; both date systems).  Errors are empty cells, empty rows are
 *         left out, and so are cells to the right of the header.
 * LIMITS  No DTD, no entities of its own; shared strings of at most XLSX_STRINGS bytes; at most
 *         XLSX_COLUMNS columns and XLSX_SHEETS sheets; what unpack.h says of archives.  Links and
 *         macros are not looked at.
 * COST    The archive is passed once for the parts and once a sheet: shared strings are kept (on
 *         disk behind the first 16 MiB), rows are not. */
#pragma once
#include "corpus/input/input.h"

#define XLSX_STRINGS ((size_t)1 << 30)
#define XLSX_COLUMNS 1024
#define XLSX_SHEETS 1000

typedef struct xlsx xlsx;

/* The file is opened again by its path.  E_INPUT, also of the calls below: it is damaged, or no
 * workbook of Excel. */
tensen_status xlsx_open(xlsx **out, const char *path, tensen_error *err);
void xlsx_close(xlsx *book);          /* NULL allowed */
size_t xlsx_sheets(const xlsx *book); /* hidden ones too */

/* A sheet in the order of their tabs; borrowed until the next one. */
typedef struct xlsx_tab {
	const char *name; /* NULL: no more */
	const char *why;  /* NULL, or why the sheet is not read */
} xlsx_tab;
tensen_status xlsx_next(xlsx *book, xlsx_tab *tab, tensen_error *err);
/* The sheet that xlsx_next() gave, as CSV with its header; to be closed before the next one. */
tensen_status xlsx_input(xlsx *book, input **out, tensen_error *err);

/* All sheets that are read, as one CSV with the header of the first. */
tensen_status xlsx_open_joined(input **out, const char *path, tensen_error *err);
