/* util/rng.h - splitmix64: a seeded generator with no state outside itself.
 * Source: Steele, Lea, Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014.  Counter-based use (rng_at) gives every (seed, i)
 * its own number, so parallel fills do not depend on the thread count. */
#pragma once
#include <math.h>
#include <stdint.h>

typedef struct rng {
	uint64_t s;
} rng;

static inline uint64_t
rng_mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
	return z ^ (z >> 31);
}

static inline uint64_t
rng_next(rng *random)
{
	return rng_mix(random->s += 0x9e3779b97f4a7c15ull);
}

static inline uint64_t
rng_at(uint64_t seed, uint64_t i)
{
	return rng_mix(rng_mix(seed + 0x9e3779b97f4a7c15ull) + i * 0x9e3779b97f4a7c15ull);
}

/* Selection sampling (Knuth 3.4.2 S): 1 if i is drawn, where `rest` numbers from i on are left and
 * *left of them are still to be drawn.  Called for i = 0, 1, 2 ... it draws an ordered sample. */
static inline int
rng_draws(uint64_t seed, uint64_t i, uint32_t *left, uint32_t rest)
{
	if (rng_at(seed, i) % rest >= *left)
		return 0;
	--*left;
	return 1;
}

/* Uniform in [0, 1). */
static inline double
rng_unit(rng *random)
{
	return (double)(rng_next(random) >> 11) * 0x1.0p-53;
}

/* Uniform in 0 .. n-1 (n > 0); the bias of the multiply is below 2^-32. */
static inline uint32_t
rng_below(rng *random, uint32_t n)
{
	return (uint32_t)(((rng_next(random) >> 32) * n) >> 32);
}

/* Standard normal by Box-Muller on the i-th pair of the stream. */
static inline float
rng_gauss_at(uint64_t seed, uint64_t i)
{
	double u = ((double)(rng_at(seed, 2 * i) >> 11) + 1.0) * 0x1.0p-53;
	double v = (double)(rng_at(seed, 2 * i + 1) >> 11) * 0x1.0p-53;

	return (float)(sqrt(-2.0 * log(u)) * cos(6.283185307179586 * v));
}
