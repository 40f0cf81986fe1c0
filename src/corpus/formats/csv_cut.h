/* corpus/formats/csv_cut.h - the quick way through a regular row.
 *
 * WHAT    A regular row has n fields, each wholly in quotes (doubled inside) or without quotes,
 *         with no blanks around them.  Its fields are the same as libcsv's.
 * WHY     libcsv calls two functions for every byte and takes five times as long. */
#ifndef CORPUS_FORMATS_CSV_CUT_H
#define CORPUS_FORMATS_CSV_CUT_H
#include <stdint.h>
#include "util/buf.h"

/* Append the n fields of the row at the beginning of s to `bytes`, and the size_t end of each to
 * `ends`; *lines: the line ends in the row.  Returns the row's length, or 0 if s holds no whole
 * regular row; then `bytes` and `ends` hold a part of one. */
size_t csv_cut(span text, char delimiter, uint32_t n, buf *bytes, buf *ends, uint64_t *lines);

/* Given to libcsv: CR counts as a blank, so it is dropped before LF and at the ends of fields. */
int csv_is_blank(unsigned char c);
int csv_is_line_end(unsigned char c);

#endif
