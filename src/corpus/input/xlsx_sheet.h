/* corpus/input/xlsx_sheet.h - the rows of one sheet of a workbook as CSV. */
#pragma once
#include "corpus/input/xlsx_parts.h"

/* The names of the columns of a header, one behind the other. */
typedef struct xlsx_header {
	buf names;
	uint32_t n;
	uint32_t from[XLSX_COLUMNS + 1]; /* where each begins in names; the last ends */
} xlsx_header;

typedef struct xlsx_sheet xlsx_sheet;

/* What a sheet is to be like.  Parts, archive and the name of its part are borrowed; the archive
 * stands at the part. */
typedef struct xlsx_wanted {
	const xlsx_parts *parts;
	unpack *archive;
	const char *part;
	const xlsx_header *like; /* NULL, or of the sheet that it has to be like */
	int joined;              /* 1: without its header, its columns in the order of `like` */
} xlsx_wanted;

tensen_status xlsx_sheet_open(xlsx_sheet **out, const xlsx_wanted *wanted, tensen_error *err);
void xlsx_sheet_close(xlsx_sheet *sheet); /* NULL allowed */
/* The header, read until it is known; n 0: the sheet has no row. */
tensen_status xlsx_sheet_header(xlsx_sheet *sheet, const xlsx_header **out, tensen_error *err);
/* 1: it has the columns that were wanted, in any order. */
int xlsx_sheet_is_like(const xlsx_sheet *sheet);
/* Up to max bytes of CSV; *n 0: the end. */
tensen_status xlsx_sheet_read(
    xlsx_sheet *sheet, void *to, size_t max, size_t *n, tensen_error *err);
