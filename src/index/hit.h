/* index/hit.h - a row and its score: the answer of every search, by vectors or by words. */
#pragma once
#include <stdint.h>
#include "util/threads/sort.h"

typedef struct hit {
	uint32_t row;
	float score; /* larger is better */
} hit;

/* The order of hits, also for qsort(): the better score first, of equal scores the lower row. */
static inline int
hit_compare(const void *a, const void *b)
{
	const hit *x = a, *y = b;
	int c = ORDER(y->score, x->score);

	return c ? c : ORDER(x->row, y->row);
}
