/* util/clones.h - one function compiled for several processors; the best one is taken.
 *
 *     CLONES static void add(lanes *restrict sum, const lanes *x, uint32_t n)
 *
 * For loops over vectors of fixed width in GCC's vector extension.  Products and sums stay
 * apart (no fused operation), so every clone gives the same bits.  What such a function
 * calls must be `static inline ALWAYS`, or it is compiled for the plain processor. */
#ifndef UTIL_CLONES_H
#define UTIL_CLONES_H

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

#define ALWAYS __attribute__((always_inline))

/* Needs indirect functions, which the address sanitizer's start-up does not survive, and
 * which clang 14 calls by other names than it looks for from another file. */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) &&                 \
    !defined(__clang__)
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CLONES
#endif

#endif
