/* On 5,000 real US abstracts of ../shared (skipped where they are not): the
 * codes find what exact search finds, and the engine's fit is not below plain
 * tf-idf neighbours. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "engine/query/understand.h"
#include "../support.h"
#include "util/rng.h"

#define CORPUS "../shared/data/en/uspto_random_5000.tsv"
#define K 10
#define QUERIES 300
#define SEED 20261121

static tensen_index *ix;

static int
build(void **state)
{
	if (access(CORPUS, R_OK) < 0)
		return 0;
	if (place_make(state) < 0)
		return -1;
	ix = index_of(CORPUS);
	return 0;
}

static int
clean(void **state)
{
	tensen_index_free(ix);
	return ix ? place_remove(state) : 0;
}

static void
need_corpus(void)
{
	if (!ix) {
		print_message("skipped: no %s\n", CORPUS);
		skip();
	}
}

/* The number of the exact ten nearest that the codes found. */
static uint32_t
found(tensen_searcher *s, const float *all, view v, uint32_t of)
{
	uint32_t n = ix->store->rows.n, dims = ix->store->meta.dims, got = 0, best[K], hits_n = 0;
	const float *q = all + (size_t)of * dims;
	float top[K];
	hit hits[K];
	vecset_query vq = {.q = q, .k = K, .exact = n < EXACT_BELOW};
	searcher_vectors set;

	for (int i = 0; i < K; i++)
		top[i] = -2;
	for (uint32_t r = 0; r < n; r++) {
		const float *x = all + (size_t)r * dims;
		float dot = 0;
		int k = K;
		for (uint32_t d = 0; d < dims; d++)
			dot += q[d] * x[d];
		while (k > 0 && dot > top[k - 1]) {
			if (k < K) {
				top[k] = top[k - 1];
				best[k] = best[k - 1];
			}
			k--;
		}
		if (k < K) {
			top[k] = dot;
			best[k] = r;
		}
	}
	assert_int_equal(searcher_view(&set, s, v, NULL), TENSEN_OK);
	assert_int_equal(vecset_search(set.v, set.scratch, &vq, hits, &hits_n, NULL), TENSEN_OK);
	for (uint32_t i = 0; i < hits_n; i++)
		for (int k = 0; k < K; k++)
			got += hits[i].row == best[k];
	return got;
}

static void
codes_find_ten_nearest_as_float32_does(void **state)
{
	uint32_t n, dims, total = 0;
	rng random = {SEED};
	float *all;
	tensen_searcher *s;
	query a;

	(void)state;
	need_corpus();
	n = ix->store->rows.n;
	dims = ix->store->meta.dims;
	all = malloc((size_t)n * dims * sizeof *all);
	assert_non_null(all);
	assert_int_equal(tensen_searcher_new(&s, ix, NULL), TENSEN_OK);
	for (uint32_t r = 0; r < n; r++) {
		arena_reset(&s->mem);
		assert_int_equal(query_of_next_row(&a, s, r, NULL), TENSEN_OK);
		memcpy(all + (size_t)r * dims, a.topic, dims * sizeof *all);
	}
	for (int i = 0; i < QUERIES; i++)
		total += found(s, all, VIEW_TOPIC, rng_below(&random, n));
	print_message("recall@10 of the codes against float32: %.4f (%d queries, seed %d)\n",
	    (double)total / (QUERIES * K), QUERIES, SEED);
	free(all);
	tensen_searcher_free(s);
	assert_true(total >= 0.99 * QUERIES * K);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(codes_find_ten_nearest_as_float32_does),
	};
	return cmocka_run_group_tests_name("us", tests, build, clean);
}
