/* result/write/table.h - text for a terminal: wrapping and padding by display width. */
#pragma once
#include <tensen/result.h>
#include "util/buf.h"

/* The width of a table: the style's, 80 if it has none, and at least 40, because labels and
 * indents take up to 20. */
unsigned table_columns(const tensen_style *style);
/* Writes s cut to `columns` (with … when cut); pad: filled with blanks to `columns`. */
void table_cell(buf *out, span text, size_t columns, int pad);
/* Writes s in lines of at most `columns`; every line after the first begins with `indent` more
 * blanks; ends with a newline.  Japanese breaks anywhere except before closing and after
 * opening marks, English at blanks. */
void table_wrap(buf *out, span text, size_t columns, size_t indent);
/* A right-aligned number with thousands separated by commas. */
void table_number(buf *out, unsigned long long v, size_t columns);
/* A list of words as people write it: 振動、騒音; vibration, noise. */
void words_joined(buf *out, const char *const *str, size_t n, tensen_lang lang);
/* Words that a result joined with Japanese commas, joined with those of the language. */
void words_rejoined(buf *out, const char *joined, tensen_lang lang);
/* 20240131 -> 2024-01-31; nothing for 0. */
void table_date(buf *out, uint32_t date);
