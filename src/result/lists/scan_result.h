/* result/lists/scan_result.h - the result of a scan: the best ideas, or the new ones. */
#pragma once
#include <stdint.h>
#include <tensen/ideas.h>
#include "result/result.h"

typedef enum scan_change { SCAN_SAME, SCAN_NEW, SCAN_MOVED } scan_change;

typedef struct scan_row {
	uint32_t rank; /* over the whole corpus, from 1 */
	tensen_document_ref patent,
	    document; /* asked, that the idea stands on: what the file says */
	const char *application, *transfer, *objection;
	tensen_shelf shelf;
	int grade, doubted;
	const char *by; /* "": a person */
	scan_change change;
	int was; /* grade before; SCAN_MOVED */
} scan_row;

typedef struct scan_result {
	tensen_result base;
	const char *path;
	int open_only;            /* 1: patents that are not open were not asked */
	uint32_t documents, kept; /* patents in the file; of them, taken over from an earlier run */
	uint32_t silent;          /* patents without an idea */
	uint64_t ideas;
	const char *since;           /* NULL: not asked */
	uint64_t fresh, moved, gone; /* ideas; with since */
	uint64_t found;              /* with since fresh and moved, else documents */
	const scan_row *rows;
	uint32_t n_rows;
} scan_result;

extern const result_class scan_class;
