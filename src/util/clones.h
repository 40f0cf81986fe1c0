/* util/clones.h - one function compiled for several processors; the loader takes the best one.
 *
 *     CLONES static void add(lanes *restrict sum, const lanes *x, uint32_t n)
 *
 * For loops over vectors of fixed width in GCC's vector extension.  Multiplications and additions
 * are not fused, so every clone gives the same bits.  A function called from a clone must be
 * `static inline ALWAYS`; otherwise it is compiled for the plain processor. */
#pragma once

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

#define ALWAYS __attribute__((always_inline))

/* Clones need indirect functions.  A program with the address or thread sanitizer crashes on them
 * at start, and clang 14 gives them other names than the callers in other files look for. */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) &&                 \
    !defined(__SANITIZE_THREAD__) && !defined(__clang__)
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CLONES
#endif
