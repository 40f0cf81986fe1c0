/* engine/build/rowread.h - rows of counted terms, read from their pool in pieces. */
#ifndef ENGINE_BUILD_ROWREAD_H
#define ENGINE_BUILD_ROWREAD_H
#include "engine/build/pool.h"
#include "model/termrec.h"

/* Rows first .. first+n-1, decoded; reused from piece to piece. */
typedef struct rowread {
	uint32_t first, n;
	buf raw;
	buf terms; /* term_count, row after row */
	buf ends;  /* uint32_t by row: in term_count */
} rowread;

/* E_NOMEM, E_IO.  Terms are checked to be below n_terms. */
tensen_status rowread_piece(
    rowread *r, const pool *terms, uint32_t first, uint32_t n, uint32_t n_terms, tensen_error *err);
/* The terms of row first + i, *n of them. */
const term_count *rowread_row(const rowread *r, uint32_t i, uint32_t *n);
void rowread_clear(rowread *r);

#endif
