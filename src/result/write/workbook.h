/* result/write/workbook.h - a CSV as an Excel workbook, by libxlsxwriter.
 *
 * The header stands still and has filters, columns are as wide as their content (within limits),
 * texts wrap, it prints on A4 across with the header on every page, addresses are links, short numbers are numbers.  Every other cell is a text: a formula
 * in it is not calculated.  One row is in memory at a time: libxlsxwriter keeps
 * the others in a temporary file; the workbook itself is made in memory (memfd). */
#ifndef RESULT_WRITE_WORKBOOK_H
#define RESULT_WRITE_WORKBOOK_H
#include <tensen/status.h>
#include "util/buf.h"

/* `csv`, UTF-8 with or without a byte order mark, becomes the bytes of the workbook.  E_IO. */
tensen_status workbook_of_csv(buf *csv, const char *sheet, tensen_error *err);

#endif
