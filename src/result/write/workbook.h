/* result/write/workbook.h - a CSV as an Excel workbook, by libxlsxwriter.
 *
 * One sheet of all rows, or one for each patent.  The header stands still and has filters, columns
 * are as wide as their content (within limits) and rows as high, texts wrap, it prints across on A4,
 * on A3 if it is wide, with the header on every page.  Addresses are links, and so are the numbers
 * of documents; short numbers are numbers.  Every other cell is a text: a formula in it is not
 * calculated.  Columns without content, but for those that a person fills in, are hidden.  One row
 * is in memory at a time: libxlsxwriter keeps the others in a temporary file; the workbook itself is
 * made in memory (memfd). */
#ifndef RESULT_WRITE_WORKBOOK_H
#define RESULT_WRITE_WORKBOOK_H
#include <tensen/result.h>
#include "util/buf.h"

/* `csv`, UTF-8 with or without a byte order mark, becomes the bytes of the workbook.  title: of a
 * sheet that has no patent.  E_IO; E_ARG: a sheet each of too many patents. */
tensen_status workbook_of_csv(buf *csv, const char *title, tensen_sheets sheets, tensen_error *err);

#endif
