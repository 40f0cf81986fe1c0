/* model/lsa_divide.h - a matrix whose rows lie with the ranks of a team, divided for products.
 *
 * Every rank gets consecutive rows of the matrix, in the order of their numbers, and consecutive
 * columns with all their entries.  So both products gather as they do on one rank, and give the
 * same bits.  Rows and columns are divided by the pieces of dense.h, for the same reason. */
#pragma once
#include "model/spmm.h"
#include "util/threads/team.h"

typedef struct divided {
	csr rows, cols; /* rows here by all columns; columns here by all rows */
	uint64_t *row_start, *col_start;
	uint32_t *row_col, *col_row;
	float *row_val, *col_val;
	size_t *first_row, *first_col; /* [size + 1]: of each rank */
} divided;

/* mat: rows that are here; number[]: theirs among n_all.  gathered: rank 0 gets all rows, and no
 * rank gets columns. */
tensen_status lsa_divide(divided *split_text, team *threads, const csr *mat, const uint32_t *number,
    uint32_t n_all, int gathered, tensen_error *err);
void lsa_divide_clear(divided *split_text);
/* The piece of dense.h that rank r begins with, of a block of m rows. */
uint32_t lsa_first_piece(const team *threads, unsigned r, uint32_t m);
/* The sum of all squared values, added in the order of one rank. */
tensen_status lsa_divided_norm(
    team *threads, const divided *split_text, double *out, tensen_error *err);
