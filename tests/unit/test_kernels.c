/* Every set of kernels the processor runs gives the very bits of the plain one, on random
 * numbers and on the worst ones. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <math.h>
#include "index/vectors/kernels.h"
#include "util/rng.h"

#define SEED 7ull
#define ROWS (VEC_PARTS * VEC_BLOCK) /* of one call */
#define PAD 1024

enum { RANDOM, ALL_ZERO, ALL_ONES };

static const vec_kernels *
plain(void)
{
	const vec_kernels *const *k = vec_kernels_all();

	while (k[1])
		k++;
	return *k;
}

static void
fill(uint8_t *p, size_t n, uint8_t top, int how, uint64_t seed)
{
	for (size_t i = 0; i < n; i++)
		p[i] = how == RANDOM ? (uint8_t)(rng_at(seed, i) & top) : how == ALL_ONES ? top : 0;
}

static void
check_scan(const vec_kernels *k, uint32_t n_bytes, uint32_t rows, int how, float floor)
{
	size_t n_blocks = (rows + VEC_BLOCK - 1) / VEC_BLOCK,
	       bytes = n_blocks * vec_block_bytes(n_bytes);
	uint8_t *blocks = aligned_alloc(64, bytes), *tables = aligned_alloc(64, 8 * 128 * 16);
	vec_lut lut = {.n_bytes = n_bytes,
	    .est = {.step = 0.001f, .base = -0.3f},
	    .part = {.step = 0.0007f, .base = -0.2f}};
	uint16_t scales[ROWS + VEC_BLOCK];
	uint32_t first[VEC_PARTS + 1], list[2 * VEC_PARTS];
	float centre[VEC_PARTS];
	vec_run run = {.blocks = blocks,
	    .scales = scales,
	    .first = first,
	    .list = list,
	    .centre = centre,
	    .n = (uint32_t)n_blocks,
	    .ahead = 3,
	    .floor = floor};
	float a[4][ROWS + 16];
	uint32_t pos[2][ROWS + 16];
	vec_survivors x = {a[0], a[1], pos[0], 0}, y = {a[2], a[3], pos[1], 0};

	fill(blocks, bytes, 255, how, SEED + rows);
	for (uint32_t r = 0; r < n_blocks * VEC_BLOCK; r++) /* sane bfloat16 */
		scales[r] = (uint16_t)(0x3f00 + (rng_at(SEED, r) & 0x7f));
	fill(tables, 8 * 128 * 16, n_bytes > 32 ? 7 : 31, how, SEED + 1);
	for (uint32_t i = 0; i <= n_blocks; i++)
		first[i] = 5 + (i < n_blocks ? i * VEC_BLOCK : rows);
	for (uint32_t i = 0; i < n_blocks + 3; i++) /* from the last one back */
		list[i] = i < n_blocks ? (uint32_t)n_blocks - 1 - i : 0;
	for (uint32_t i = 0; i < n_blocks; i++)
		centre[i] = 0.25f + (float)i / 16;
	for (int i = 0; i < 4; i++) {
		lut.est.kind[i] = tables + i * 128 * 16;
		lut.part.kind[i] = tables + (4 + i) * 128 * 16;
	}
	memset(tables + 128 * 16, 0, 128 * 16); /* est: one plane */
	memset(tables + 3 * 128 * 16, 0, 128 * 16);
	plain()->scan(&lut, &run, &x);
	k->scan(&lut, &run, &y);
	if (x.n != y.n || memcmp(x.est, y.est, x.n * 4) || memcmp(x.part, y.part, x.n * 4) ||
	    memcmp(x.pos, y.pos, x.n * 4))
		fail_msg("%s: scan of %u rows of %u bytes differs (seed %llu): %u, %u found",
		    k->name, rows, n_bytes, SEED, x.n, y.n);
	plain()->estimate(&lut, blocks, scales, (uint32_t)n_blocks, 0.25f, a[0]);
	k->estimate(&lut, blocks, scales, (uint32_t)n_blocks, 0.25f, a[2]);
	if (memcmp(a[0], a[2], n_blocks * VEC_BLOCK * 4))
		fail_msg("%s: estimates of %zu blocks of %u bytes differ (seed %llu)", k->name,
		    n_blocks, n_bytes, SEED);
	free(blocks);
	free(tables);
}

static void
scans_agree(void **state)
{
	(void)state;
	for (const vec_kernels *const *k = vec_kernels_all(); *k; k++)
		for (uint32_t n_bytes = 4; n_bytes <= 128 && (*k)->usable(); n_bytes += 4)
			for (uint32_t rows = 1; rows <= ROWS; rows += rows < 34 ? 1 : 37)
				for (int how = RANDOM; how <= ALL_ONES; how++) {
					check_scan(*k, n_bytes, rows, how, -1e9f);
					check_scan(*k, n_bytes, rows, how, 0.3f);
				}
}

static void
make_query(vec_q15 *q, int16_t *x, int8_t *hi, int8_t *lo, uint32_t n, int how)
{
	*q = (vec_q15){x, hi, lo, n, 1, 0};
	for (uint32_t d = 0; d < n; d++) {
		int i = how == RANDOM     ? (int)(rng_at(SEED, d) % 16129) - 8064
			: how == ALL_ONES ? 8064
					  : -8064;
		int h = (i + 8192 + 64) / 128 - 64;
		x[d] = (int16_t)i;
		hi[d] = (int8_t)h;
		lo[d] = (int8_t)(i - 128 * h);
		q->sum += i;
	}
}

static void
products_agree(void **state)
{
	static _Alignas(64) int8_t hi[PAD], lo[PAD];
	static int16_t x[PAD];
	static const uint32_t at[7] = {3, 0, 6, 6, 1, 2, 4};
	uint8_t *rows = malloc(7 * (PAD + 3));
	int32_t a[7], b[7];
	vec_q15 q;

	(void)state;
	for (const vec_kernels *const *k = vec_kernels_all(); *k; k++)
		for (uint32_t n = 64; n <= PAD && (*k)->usable(); n += 64)
			for (int how = RANDOM; how <= ALL_ONES; how++)
				for (int values = RANDOM; values <= ALL_ONES; values++) {
					fill(rows, 7 * (PAD + 3), 255, values, SEED + n);
					make_query(&q, x, hi, lo, n, how);
					plain()->dot8(&q, rows, PAD + 3, at, 7, a);
					(*k)->dot8(&q, rows, PAD + 3, at, 7, b);
					assert_memory_equal(a, b, sizeof a);
					plain()->dot4(&q, rows, PAD / 2 + 3, at, 7, a);
					(*k)->dot4(&q, rows, PAD / 2 + 3, at, 7, b);
					assert_memory_equal(a, b, sizeof a);
				}
	free(rows);
}

static void
selections_agree(void **state)
{
	float at[77], radius[77];
	uint32_t a[77 + 16], b[77 + 16];

	(void)state;
	for (uint32_t i = 0; i < 77; i++) {
		at[i] = (float)(rng_at(SEED, i) % 10);
		radius[i] = (float)(rng_at(SEED + 1, i) % 5);
	}
	at[9] = NAN;
	for (const vec_kernels *const *k = vec_kernels_all(); *k; k++)
		for (uint32_t n = 0; n <= 77 && (*k)->usable(); n++)
			for (int t = -1; t <= 22; t++) {
				uint32_t x = plain()->reaching(at, radius, n, 3, (float)t, 7, a);
				uint32_t y = (*k)->reaching(at, radius, n, 3, (float)t, 7, b);
				assert_int_equal(x, y);
				assert_memory_equal(a, b, x * sizeof *a);
			}
}

static void
the_best_set_is_usable(void **state)
{
	(void)state;
	assert_true(vec_kernels_best()->usable());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(scans_agree),
	    cmocka_unit_test(products_agree),
	    cmocka_unit_test(selections_agree),
	    cmocka_unit_test(the_best_set_is_usable),
	};
	return cmocka_run_group_tests_name("kernels", tests, NULL, NULL);
}
