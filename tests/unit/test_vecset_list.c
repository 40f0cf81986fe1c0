/* What a search lists, and what is prefetched behind the list. */
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
#include "../in_memory.h"

#define DIM 256
#define ROWS 3000
#define SEED 20260101ull

/* A small set whose rows have one, two or three of six fields. */
static vecset *
make(buf *b, void **p)
{
	float *rows = malloc((size_t)ROWS * DIM * sizeof *rows);
	uint64_t *masks = malloc(ROWS * sizeof *masks);
	tensen_error err;
	vecset *v;

	for (uint32_t i = 0; i < ROWS * DIM; i++)
		rows[i] = rng_gauss_at(SEED, i) + 3 * rng_gauss_at(SEED + 1, i / DIM % 19);
	for (uint32_t i = 0; i < ROWS; i++)
		masks[i] = 1ull << i % 6 | (uint64_t)(i % 5 == 0) << i % 4 | (uint64_t)(i % 7 == 0);
	if (vecset_build(b, rows, masks, NULL, ROWS,
		&(vecset_build_opts){.dim = DIM, .seed = SEED, .threads = 1}, &err) < 0)
		fail_msg("build: %s", err.message);
	*p = aligned_alloc(64, (b->n + 63) & ~(size_t)63);
	memcpy(*p, b->p, b->n);
	if (vecset_open(&v, *p, b->n, &err) < 0)
		fail_msg("open: %s", err.message);
	free_all(rows, masks);
	return v;
}

static vecset_scratch *
make_scratch(const vecset *v)
{
	vecset_scratch *s;

	if (vecset_scratch_new(&s, v, NULL) < 0)
		fail_msg("out of memory");
	return s;
}

/* Add to times[] the blocks of the list; all blocks of a stretch have the fields of its first, or a
 * single one each. */
static void
count_blocks(const pass *p, const vecset_scratch *s, uint8_t *times)
{
	const vec_view *a = &p->v->a;

	assert_int_equal(p->n_list > 0, p->n_stretches > 0);
	for (uint32_t i = 0, at = 0; i < p->n_stretches; i++) {
		uint32_t to = i + 1 < p->n_stretches ? s->stretches[i + 1].at : p->n_list;

		assert_int_equal(s->stretches[i].at, at);
		assert_true(to > at);
		for (; at < to; at++) {
			uint32_t c = vecset_cluster_of(p->v, p->v->first[s->list[at]]);

			times[s->list[at]]++;
			assert_true(a->cluster[c].fields == s->stretches[i].fields ||
				    (!vec_has_several(a->cluster[c].fields) &&
					!vec_has_several(s->stretches[i].fields)));
		}
	}
}

static void
an_exact_search_lists_every_block_once(void **state)
{
	buf b = BUF_INIT;
	void *bytes;
	vecset *v = make(&b, &bytes);
	vecset_scratch *s = make_scratch(v);
	uint8_t *times = calloc(v->h.n_blocks, 1);
	float q[DIM];
	vecset_query query = {.q = q, .k = 10, .exact = 1};
	pass p;

	(void)state;
	for (uint32_t d = 0; d < DIM; d++)
		q[d] = rng_gauss_at(SEED + 2, d);
	assert_int_equal(pass_begin(&p, v, s, &query, NULL), 1);
	for (int round = 0; round < VEC_ROUNDS; round++) {
		pass_list(&p, round);
		count_blocks(&p, s, times);
		pass_scan(&p);
	}
	assert_true(v->h.n_blocks > 100);
	for (uint32_t i = 0; i < v->h.n_blocks; i++)
		assert_int_equal(times[i], 1);
	vecset_scratch_free(s);
	vecset_close(v);
	buf_clear(&b);
	free_all(bytes, times);
}

static void
what_follows_a_list_is_its_last_block(void **state)
{
	buf b = BUF_INIT;
	void *bytes;
	vecset *v = make(&b, &bytes);
	const uint32_t ahead = vec_run_ahead(v);
	uint32_t *list = calloc(3 + ahead, sizeof *list);
	float centre[3] = {0};
	vec_run run;

	(void)state;
	for (uint32_t i = 0; i < 3; i++)
		list[i] = 7 + i;
	run = vec_run_start(v, list, 3, centre);
	assert_int_equal(run.ahead, ahead);
	for (uint32_t i = 0; i < ahead; i++)
		assert_int_equal(list[3 + i], 9);
	list[0] = 5;
	vec_run_start(v, list, 0, centre);
	assert_int_equal(list[0], 5);
	vecset_close(v);
	buf_clear(&b);
	free_all(bytes, list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_exact_search_lists_every_block_once),
	    cmocka_unit_test(what_follows_a_list_is_its_last_block),
	};
	return cmocka_run_group_tests_name("vecset list", tests, NULL, NULL);
}
