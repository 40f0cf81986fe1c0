/* Under any filters a search equals filtering all rows by hand: same rows, same scores, same order.
 * The seed of a failing round is printed. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "index/vectors/vecset.h"
#include "util/rng.h"
#include "util/memory.h"
#include "util/threads/sort.h"
#include "../in_memory.h"

#define DIM 48
#define ROUNDS 25

typedef struct world {
	uint32_t n, k;
	float *rows, *scores;
	uint64_t *masks, *allow;
	uint8_t *primary;
	hit *hits, *want;
	buf b;
	void *p;
	vecset *v;
	vecset_scratch *s;
	vecset_query q;
	uint64_t seed;
} world;

static uint64_t
random_mask(rng *r)
{
	uint64_t m = rng_below(r, 12) ? 1ull << rng_below(r, 6) : 0;

	while (m && rng_below(r, 3) == 0)
		m |= 1ull << (rng_below(r, 20) ? rng_below(r, 6) : 63);
	return m;
}

static uint8_t
random_bit(rng *r, uint64_t m)
{
	uint32_t skip = m ? rng_below(r, (uint32_t)__builtin_popcountll(m)) : 0;

	for (; skip; skip--)
		m &= m - 1;
	return m ? (uint8_t)__builtin_ctzll(m) : 0;
}

static void
world_make(world *w, uint64_t seed)
{
	rng r = {seed};

	memset(w, 0, sizeof *w);
	w->seed = seed;
	w->n = rng_below(&r, 8) ? rng_below(&r, 700) : 9000 + rng_below(&r, 1000);
	w->rows = calloc((size_t)w->n * DIM + DIM, sizeof *w->rows);
	w->scores = malloc((w->n + 1) * sizeof *w->scores);
	w->masks = calloc(w->n + 1, sizeof *w->masks);
	w->primary = calloc(w->n + 1, 1);
	w->allow = calloc(w->n / 64 + 1, sizeof *w->allow);
	for (uint32_t i = 0; i <= w->n; i++) {
		w->masks[i] = i < w->n ? random_mask(&r) : 0;
		w->primary[i] = random_bit(&r, w->masks[i]);
		for (uint32_t d = 0; d < DIM && (i == w->n || rng_below(&r, 5000)); d++)
			w->rows[(size_t)i * DIM + d] =
			    rng_gauss_at(seed, (uint64_t)(i % 97 ? i : 0) * DIM + d);
	}
	for (uint32_t i = 0; i < w->n / 64 + 1; i++)
		w->allow[i] = rng_next(&r) & (rng_below(&r, 2) ? rng_next(&r) : ~0ull);
	assert_int_equal(vecset_build(&w->b, w->rows, w->masks, w->primary, w->n,
			     &(vecset_build_opts){.dim = DIM, .seed = seed, .threads = 2}, NULL),
	    TENSEN_OK);
	w->p = aligned_alloc(64, w->b.n);
	memcpy(w->p, w->b.p, w->b.n);
	assert_int_equal(vecset_open(&w->v, w->p, w->b.n, NULL), TENSEN_OK);
	assert_int_equal(vecset_scratch_new(&w->s, w->v, NULL), TENSEN_OK);
	w->k = rng_below(&r, 3) ? 1 + rng_below(&r, 30) : w->n + 5;
	w->hits = malloc((w->k + 1) * sizeof *w->hits);
	w->want = malloc((w->n + 1) * sizeof *w->want);
	w->q = (vecset_query){.q = w->rows + (size_t)w->n * DIM,
	    .k = w->k,
	    .skip = rng_below(&r, 2) ? 1ull << rng_below(&r, 6) : 0,
	    .allow = rng_below(&r, 2) ? w->allow : NULL,
	    .exact = w->n > 8192};
}

static void
world_free(world *w)
{
	vecset_scratch_free(w->s);
	vecset_close(w->v);
	buf_clear(&w->b);
	free_all(w->p, w->rows, w->scores, w->masks, w->primary, w->allow, w->hits, w->want);
}

static int
is_zero(const world *w, uint32_t i)
{
	for (uint32_t d = 0; d < DIM; d++)
		if (w->rows[(size_t)i * DIM + d] != 0)
			return 0;
	return 1;
}

/* Brute force: all rows that pass the filters. */
static uint32_t
expected(world *w)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < w->n; i++) {
		uint64_t m = w->masks[i];
		if (is_zero(w, i) || (m & w->q.skip) ||
		    (w->q.allow && !(w->allow[i / 64] >> (i % 64) & 1)))
			continue;
		w->want[n++] = (hit){i, w->scores[i]};
	}
	qsort(w->want, n, sizeof *w->want, hit_compare);
	return n < w->k ? n : w->k;
}

static void
compare(world *w, const hit *got, uint32_t n)
{
	uint32_t want = expected(w);

	if (n != want)
		fail_msg("seed %llu: %u hits, %u expected", (unsigned long long)w->seed, n, want);
	for (uint32_t i = 0; i < n; i++)
		if (got[i].row != w->want[i].row || got[i].score != w->want[i].score)
			fail_msg("seed %llu hit %u: row %u %.9g, expected %u %.9g",
			    (unsigned long long)w->seed, i, got[i].row, (double)got[i].score,
			    w->want[i].row, (double)w->want[i].score);
}

static void
filters_equal_brute_force(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
		world w;
		uint32_t n, *all;

		world_make(&w, seed);
		all = malloc((w.n + 1) * sizeof *all);
		for (uint32_t i = 0; i < w.n; i++)
			all[i] = i;
		assert_int_equal(
		    vecset_score(w.v, w.s, w.q.q, all, w.n, w.scores, NULL), TENSEN_OK);
		assert_int_equal(vecset_search(w.v, w.s, &w.q, w.hits, &n, NULL), TENSEN_OK);
		compare(&w, w.hits, n);
		free(all);
		world_free(&w);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(filters_equal_brute_force)};
	return cmocka_run_group_tests_name("vecset filters", tests, NULL, NULL);
}
