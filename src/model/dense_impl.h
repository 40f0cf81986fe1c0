/* model/dense_impl.h - kernels of tall blocks for one kind of processor. */
#ifndef MODEL_DENSE_IMPL_H
#define MODEL_DENSE_IMPL_H
#include <stddef.h>
#include <stdint.h>
#include "model/dense.h"

/* OpenBLAS 0.3.21 of Debian 12 treats newer processors as a Haswell and uses half of
 * their vector width: 45 of 150 to 200 GFLOPS a core on a Zen 5. */
int dense_has_avx512(void);

/* part[BLOCK][BLOCK] = x^T y over `rows` rows. */
void dense_gram_avx512(float *part, const float *x, const float *y, uint32_t rows);

/* Rows first .. first + rows - 1 of tall_combine(). */
void dense_combine_avx512(const tall_sum *sum, size_t first, uint32_t rows);

#endif
