/* corpus/formats/csv.h - rows of a CSV or TSV, one at a time, by libcsv.
 *
 * A row that cannot be read is given with `problem` set.  When a quote is not closed, reading
 * goes on at the first later line that is a whole row, so that few rows are lost. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>
#include "corpus/input/stream.h"

/* A longer field or row is refused and passed over in bounded memory. */
#define CSV_FIELD_MAX ((size_t)16 << 20)
#define CSV_ROW_MAX ((size_t)32 << 20)

typedef struct csv csv;

typedef struct csv_row {
	const span *v;       /* fields, borrowed until the next row */
	uint32_t n;          /* 0 with no problem: the end */
	uint64_t line;       /* where the row began, 1-based */
	const char *problem; /* NULL, or why there are no fields */
	int cut;             /* 1: because the file ends inside the row */
} csv_row;

tensen_status csv_new(csv **out, stream *src, char delimiter, tensen_error *err);
void csv_close(csv *csv_in); /* NULL allowed; the stream is not closed */
/* Every row from now on must have n columns; called after the header. */
void csv_expect(csv *csv_in, uint32_t n);
tensen_status csv_next(csv *csv_in, csv_row *row, tensen_error *err);
