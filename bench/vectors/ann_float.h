/* bench/vectors/ann_float.h - exact answers and the float32 scan, the standard of all measures. */
#pragma once
#include <stddef.h>
#include <stdint.h>

/* The k exact neighbours of each query. */
typedef struct ann_truth {
	uint32_t k;
	uint32_t *row; /* [queries][k] */
} ann_truth;

void ann_truth_make(ann_truth *t, const float *rows, uint32_t n, uint32_t dim, const float *q,
    uint32_t nq, uint32_t k, unsigned threads);
const uint32_t *ann_truth_of(const ann_truth *t, uint32_t query);

float ann_scan(
    const float *rows, uint32_t n, uint32_t dim, const float *q); /* one query, all rows */
uint64_t ann_read(const void *p, size_t n);                       /* just read */
/* Push other data out of the caches; returns bytes read. */
size_t ann_flush(const float *rows, uint32_t n, uint32_t dim);
