/* corpus/formats/csv_cut.h - the quick way through a row that is as it should be.
 *
 * WHAT    A row of so many fields, each within quotes (doubled inside) or without any, nothing
 *         and no blanks around them.  Of such a row the fields are the same as libcsv's.
 * WHY     libcsv asks two functions about every byte: five times the price. */
#ifndef CORPUS_FORMATS_CSV_CUT_H
#define CORPUS_FORMATS_CSV_CUT_H
#include <stdint.h>
#include "util/buf.h"

/* Append the n fields of the row that s begins with to bytes, size_t ends of each to ends;
 * *lines: line ends in it.  Returns its length, 0 if no such row ends in s: then bytes and ends
 * hold a part of one. */
size_t csv_cut(span s, char delimiter, uint32_t n, buf *bytes, buf *ends, uint64_t *lines);

/* What libcsv is told: CR is a blank, it goes away before LF and at the ends of fields. */
int csv_is_blank(unsigned char c);
int csv_is_line_end(unsigned char c);

#endif
