/* result/write/markdown.h - Markdown in which texts of documents are text and never markup. */
#pragma once
#include "result/write/quote.h"
#include "result/result.h"

/* One line; characters with a meaning in Markdown or HTML are escaped. */
void md_text(buf *out, span text);
void md_str(buf *out, const char *str);
/* The same with the marked pieces in bold. */
void md_highlighted(buf *out, span text, highlights marks);
/* "| a ", a cell of a table; md_row_end() closes the row. */
void md_cell(buf *out, const char *str);
void md_row_end(buf *out);
/* A table's head and the line under it; align: 'l' or 'r' for each column. */
void md_table(buf *out, const char *const names[][2], size_t n, const char *align, int lang);

/* The closing line: how the result was made, by which index and version. */
void md_made_by(buf *out, const tensen_result *result, const tensen_style *style);
