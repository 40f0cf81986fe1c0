/* corpus/input/xlsx.h - the first visible sheet of an Excel workbook (.xlsx) as CSV.
 *
 * SOURCE  ECMA-376 (Office Open XML), parts 1 and 2: the archive is read by libarchive, its parts by
 *         expat.  Shared and inline strings without their furigana, _xHHHH_ decoded, cached values of
 *         formulas, numbers of at most 15 digits, dates as yyyy-mm-dd (styles with day or year
 *         in their format; both date systems).  Errors are empty cells, empty rows are left out.
 * LIMITS  No DTD, no entities of its own; shared strings of at most XLSX_STRINGS bytes; at most
 *         XLSX_COLUMNS columns; what unpack.h says of archives.  Links, macros and other sheets are
 *         not looked at.
 * COST    The archive is passed twice: shared strings are kept, the sheet is not. */
#ifndef CORPUS_INPUT_XLSX_H
#define CORPUS_INPUT_XLSX_H
#include "corpus/input/input.h"

#define XLSX_STRINGS ((size_t)1 << 30)
#define XLSX_COLUMNS 1024

/* The file is opened again by its path.  E_INPUT: it is damaged, or no workbook of Excel. */
tensen_status xlsx_open(input **out, const char *path, tensen_error *err);

#endif
