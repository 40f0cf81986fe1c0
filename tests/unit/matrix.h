/* tests/unit/matrix.h - a sparse matrix that a test makes. */
#pragma once
#include <stdlib.h>
#include "model/lsa.h"

typedef struct matrix {
	csr a;
	uint64_t *start;
	uint32_t *col;
	float *val;
} matrix;

static inline void
matrix_clear(matrix *x)
{
	free(x->start);
	free(x->col);
	free(x->val);
}
