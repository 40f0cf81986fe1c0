/* engine/build/row_reader.h - reads the counted terms of some rows from a row_spill. */
#pragma once
#include "engine/build/row_spill.h"
#include "model/termrec.h"

/* The decoded rows first .. first+n-1; reused for the next piece. */
typedef struct row_reader {
	uint32_t first, n;
	buf raw;
	buf terms; /* term_count, row after row */
	buf ends;  /* uint32_t by row: in term_count */
} row_reader;

/* E_NOMEM, E_IO; E_CORRUPT for a term that is not below n_terms. */
tensen_status row_reader_piece(row_reader *row, const row_spill *terms, uint32_t first, uint32_t n,
    uint32_t n_terms, tensen_error *err);
/* The *n terms of row first + i. */
const term_count *row_reader_row(const row_reader *row, uint32_t i, uint32_t *n);
void row_reader_clear(row_reader *row);
