/* index/postings/postings_norms.h - what the lengths of rows do to the weight of their postings. */
#ifndef INDEX_POSTINGS_POSTINGS_NORMS_H
#define INDEX_POSTINGS_POSTINGS_NORMS_H
#include "index/postings/postings_levels.h"

typedef struct row_norms {
	uint32_t n_rows;
	float k1, b;
	double *count;     /* by row: sum of its counts, as they are coded */
	double *square;    /* sum of its squared tf-idf weights; 0 for a row without terms */
	uint8_t *top_code; /* its greatest count code */
	/* after row_norms_end() */
	uint8_t *norm[N_LEXICAL]; /* the bytes of the section */
	float book[N_LEXICAL][256];
} row_norms;

tensen_status row_norms_init(row_norms *n, uint32_t n_rows, float k1, float b, tensen_error *err);
void row_norms_clear(row_norms *n);

/* The terms of one row count, weighted by their squared idf; terms must come in
 * ascending order, so that sums do not depend on who adds them. */
static inline void
row_norms_add(row_norms *n, const count_levels *l, uint32_t row, uint8_t code, double idf_square)
{
	double w = l->log_tf[code];

	n->square[row] += w * w * idf_square;
	n->count[row] += l->tf[code];
	if (code > n->top_code[row])
		n->top_code[row] = code;
}

/* Row bytes and their books, and the impacts of `table`. */
tensen_status row_norms_end(
    row_norms *n, const count_levels *l, struct postings *table, tensen_error *err);

#endif
