/* assist/reader/exchange.h - readings from and to other files. */
#pragma once
#include <tensen/tensen.h>

typedef struct import_opts {
	const char *person; /* who graded, for a file of grades; NULL: not said */
	void (*refused)(uint64_t line, const char *why, void *payload); /* NULL: not told */
	void *payload;
} import_opts;
typedef struct import_counts {
	uint64_t taken, refused, known; /* known: the same line is there already */
} import_counts;

/* Lines of exchange_export(), or a file of grades ("judged file" in JSON.md), which are a person's.
 * Of a file of grades `line` counts its pairs. */
tensen_status exchange_import(tensen_readings *kept, tensen_searcher *searcher, const char *path,
    const import_opts *opts, import_counts *counts, tensen_error *err);
/* All lines that still count; path "-": standard output. */
tensen_status exchange_export(tensen_readings *kept, const char *path, tensen_error *err);
