/* result/write/workbook.h - a CSV as an Excel workbook, by libxlsxwriter.
 *
 * One sheet of all rows, one for each patent, or one for each of two lists.  The header stands still and has filters, columns
 * are as wide as their content (within limits) and rows as high, texts wrap, it prints across on A4,
 * on A3 if it is wide, with the header on every page.  Addresses are links, and so are the numbers
 * of documents; short numbers are numbers.  Every other cell is a text: a formula in it is not
 * calculated.  Columns without content, but for those that a person fills in, are hidden.  One row
 * is in memory at a time: libxlsxwriter keeps the others in a temporary file; the workbook itself is
 * made in memory (memfd). */
#pragma once
#include <tensen/result.h>
#include "util/buf.h"

typedef struct workbook_shape {
	const char *title; /* of a sheet that has no patent */
	tensen_sheets sheets;
	/* With one sheet: the rows behind the first `rows` stand on another with the title `rest`. */
	const char *rest; /* NULL: they do not */
	size_t rows;
} workbook_shape;

/* `csv`, UTF-8 with or without a byte order mark, becomes the bytes of the workbook.  E_IO; E_ARG: a
 * sheet each of too many patents. */
tensen_status workbook_of_csv(buf *csv, const workbook_shape *shape, tensen_error *err);
