/* bench/vectors/ann_part.h - a part of bench/vectors/ann: the scan against the memory's
 * bandwidth. */
#pragma once
#include "index/vectors/vecset.h"

typedef struct ann_part {
	const vecset *v;
	const float *q; /* [nq][dim] */
	uint32_t nq, dim, k, rounds;
	float reach;
	unsigned threads;
	const float *rows; /* [n][dim]: the rows that bandwidth is measured on */
	uint32_t n;
} ann_part;

double ann_median(double *x, uint32_t n); /* sorts x */
void ann_time_scan(const ann_part *a);
