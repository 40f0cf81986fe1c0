/* index/vectors/kernels.c - the sets of kernels and the choice among them. */
#include "index/vectors/kernels.h"

extern const vec_kernels vec_kernels_plain;
#if defined __x86_64__
extern const vec_kernels vec_kernels_avx512, vec_kernels_avx2;
#elif defined __aarch64__
extern const vec_kernels vec_kernels_neon;
#endif

/* Lloyd's levels for trellis-coded residuals of bench/ann_vectors.py (seed 7), symmetric, with a
 * standard deviation of 39.5.  The levels for a normal distribution differ by less than 4 %. */
const int8_t vec_levels[2][16] = {
    {-127, -83, -62, -48, -36, -26, -16, -7, 2, 12, 21, 31, 42, 55, 72, 99},
    {-99, -72, -55, -42, -31, -21, -12, -2, 7, 16, 26, 36, 48, 62, 83, 127},
};

static const vec_kernels *const sets[] = {
#if defined __x86_64__
    &vec_kernels_avx512, &vec_kernels_avx2,
#elif defined __aarch64__
    &vec_kernels_neon,
#endif
    &vec_kernels_plain, 0};

const vec_kernels *const *
vec_kernels_all(void)
{
	return sets;
}

const vec_kernels *
vec_kernels_best(void)
{
	const vec_kernels *const *k = sets;

	while (!(*k)->usable())
		k++; /* ends: the plain set is always usable */
	return *k;
}
