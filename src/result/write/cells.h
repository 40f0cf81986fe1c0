/* result/write/cells.h - rows of CSV that spreadsheets read correctly.
 *
 * RFC 4180: fields quoted where needed, CRLF.  A text that a spreadsheet would take for a
 * formula (it begins with = + - @ or a full-width form of them, a tab or a carriage return)
 * gets an apostrophe in front.  Our own numbers stay numbers. */
#pragma once
#include <stdint.h>
#include <tensen/result.h>
#include "util/buf.h"

typedef struct cells {
	buf *out;
	int n; /* in this row so far */
} cells;

cells cells_to(buf *out);
void cells_text(cells *row, span text);
int cells_look_like_formula(span text); /* 1: cells_text() writes an apostrophe before it */
void cells_str(cells *row, const char *str);
void cells_int(cells *row, long long v);
void cells_num(cells *row, double v, int digits);
void cells_date(cells *row, uint32_t date); /* 2024-01-31, empty for 0 */
void cells_end(cells *row);

/* Appends `csv` (UTF-8) to out in the encoding of the style; *replaced counts the characters
 * that the encoding lacks. */
tensen_status cells_encode(
    buf *out, span csv, const tensen_style *style, size_t *replaced, tensen_error *err);
