/* index/vectors/kernels.c - the sets of kernels and the choice among them. */
#include "index/vectors/kernels.h"

extern const vec_kernels vec_kernels_plain;
#if defined __x86_64__
extern const vec_kernels vec_kernels_avx512, vec_kernels_avx2;
#elif defined __aarch64__
extern const vec_kernels vec_kernels_neon;
#endif

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
