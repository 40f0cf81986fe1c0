/* Prefetched blocks are those of the listed clusters, each once, in order. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "index/vectors/vecset_pass.h"
#include "util/rng.h"
#include "util/memory.h"

#define DIM 256
#define ROWS 3000
#define SEED 20260101ull

/* A small set; its clusters are of different sizes. */
static vecset *
make(buf *b, void **p)
{
	float *rows = malloc((size_t)ROWS * DIM * sizeof *rows);
	tensen_error err;
	vecset *v;

	for (uint32_t i = 0; i < ROWS * DIM; i++)
		rows[i] = rng_gauss_at(SEED, i) + 3 * rng_gauss_at(SEED + 1, i / DIM % 19);
	if (vecset_build(b, rows, NULL, NULL, ROWS,
		&(vecset_build_opts){.dim = DIM, .seed = SEED, .threads = 1}, &err) < 0)
		fail_msg("build: %s", err.message);
	*p = aligned_alloc(64, (b->n + 63) & ~(size_t)63);
	memcpy(*p, b->p, b->n);
	if (vecset_open(&v, *p, b->n, &err) < 0)
		fail_msg("open: %s", err.message);
	free(rows);
	return v;
}

/* The blocks of every second cluster, in order. */
static uint32_t
expected(const vecset *v, uint32_t *list, uint32_t *n_list, size_t *blocks)
{
	uint32_t n = 0;

	*n_list = 0;
	for (uint32_t c = 0; c < v->h.n_clusters; c += 2) {
		const vec_cluster *k = &v->a.cluster[c];

		list[(*n_list)++] = c;
		for (uint32_t i = 0; i < (k->n + VEC_BLOCK - 1) / VEC_BLOCK; i++)
			blocks[n++] = k->block + i;
	}
	return n;
}

static void
each_block_is_given_once_and_prefetched_once_a_fixed_distance_before(void **state)
{
	buf b = BUF_INIT;
	void *p;
	vecset *v = make(&b, &p);
	uint32_t *list = malloc((v->h.n_clusters + 1) * sizeof *list), n_list, n, early, at;
	size_t *blocks = malloc((v->h.n_blocks + 1) * sizeof *blocks);
	float *centre = calloc(v->h.n_clusters + 1, sizeof *centre);
	vec_blocks walk;

	(void)state;
	n = expected(v, list, &n_list, blocks);
	assert_true(n_list > 4);
	vec_blocks_start(&walk, v, list, n_list, centre);
	for (early = 0; early < n && blocks[early] != v->a.cluster[list[walk.ahead_at]].block +
							  (size_t)walk.ahead_block;)
		early++;
	assert_true(early > 0 && early + 20 < n);
	for (at = 0; walk.at < walk.n; at++) {
		vec_part part;

		vec_blocks_next(&walk, &part);
		assert_true(at < n);
		assert_ptr_equal(part.block, v->a.blocks + blocks[at] * vec_block_size(&v->h));
		assert_ptr_equal(part.scales, v->a.scales + blocks[at] * VEC_BLOCK);
		if (at + early < n)
			assert_ptr_equal(part.ahead.block,
			    v->a.blocks + blocks[at + early] * vec_block_size(&v->h));
		else
			assert_null(part.ahead.block);
	}
	assert_int_equal(at, n);
	vecset_close(v);
	buf_clear(&b);
	free_all(p, list, blocks, centre);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_block_is_given_once_and_prefetched_once_a_fixed_distance_before),
	};
	return cmocka_run_group_tests_name("vecset prefetch", tests, NULL, NULL);
}
