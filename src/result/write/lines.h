/* result/write/lines.h - the labelled lines of a row (result/write/columns.h), in every form for people. */
#pragma once
#include "result/write/columns.h"

/* In a terminal: where a label begins, its columns, all columns. */
typedef struct line_columns {
	unsigned indent, label, all;
} line_columns;
void lines_table(buf *out, const column *table, const void *at, tensen_lang lang, line_columns of);
void lines_markdown(buf *out, const column *table, const void *at, tensen_lang lang);
/* Of a <dl>. */
void lines_html(buf *out, const column *table, const void *at, tensen_lang lang);
