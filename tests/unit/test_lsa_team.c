/* The basis that several ranks train has the bits of the one that one process trains. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "../thread_team.h"
#include "matrix.h"
#include "util/rng.h"
#include "util/threads/team.h"

#define EACH 24 /* entries of a row */
#define RANK 40

/* Rows of topics: columns near to each other come together, common ones more often. */
static matrix
make_matrix(uint32_t n_rows, uint32_t n_cols)
{
	matrix m = {.start = malloc((n_rows + 1) * sizeof *m.start),
	    .col = malloc((size_t)n_rows * EACH * sizeof *m.col),
	    .val = malloc((size_t)n_rows * EACH * sizeof *m.val)};
	uint64_t n = 0;

	for (uint32_t r = 0; r < n_rows; r++) {
		uint32_t topic = (uint32_t)(rng_at(1, r) % 60), next = 0;
		m.start[r] = n;
		for (uint32_t i = 0; i < EACH; i++) {
			uint64_t x = rng_at(2, (uint64_t)r * EACH + i);
			uint32_t step = n_cols / EACH, at = i * step;
			at += (topic * 7 + (uint32_t)(x % 5)) % step;
			if (at < next)
				continue;
			m.col[n] = at;
			m.val[n++] = (float)(1 + x / 8 % 100) / 100;
			next = at + 1;
		}
	}
	m.start[n_rows] = n;
	m.a = (csr){n_rows, n_cols, m.start, m.col, m.val};
	return m;
}

typedef struct rank {
	const tensen_team *link;
	const matrix *whole;
	lsa out;
	tensen_status status;
} rank;

/* The rows of a rank: every size-th one, as hashes of ids spread documents. */
static void *
train(void *p)
{
	rank *r = p;
	team t;
	const csr *w = &r->whole->a;
	matrix m = {.start = malloc((w->n_rows + 1) * sizeof *m.start),
	    .col = malloc((size_t)w->n_rows * EACH * sizeof *m.col),
	    .val = malloc((size_t)w->n_rows * EACH * sizeof *m.val)};
	uint32_t *number = malloc(w->n_rows * sizeof *number), n = 0;
	lsa_opts o = {.rank = RANK, .seed = 5, .threads = 1, .n_all = w->n_rows};

	team_init(&t, r->link);
	m.start[0] = 0;
	for (uint32_t row = t.rank; row < w->n_rows; row += t.size) {
		size_t k = (size_t)(w->start[row + 1] - w->start[row]);
		memcpy(m.col + m.start[n], w->col + w->start[row], k * sizeof *m.col);
		memcpy(m.val + m.start[n], w->val + w->start[row], k * sizeof *m.val);
		m.start[n + 1] = m.start[n] + k;
		number[n++] = row;
	}
	m.a = (csr){n, w->n_cols, m.start, m.col, m.val};
	o.team = &t;
	o.row_number = number;
	r->status = lsa_train(&r->out, &m.a, &o, NULL);
	matrix_clear(&m);
	free(number);
	return NULL;
}

static void
assert_same_basis(uint32_t n_rows, uint32_t n_cols, unsigned size, uint32_t *blocks)
{
	matrix m = make_matrix(n_rows, n_cols);
	lsa_opts o = {.rank = RANK, .seed = 5, .threads = 2};
	rank ranks[TEAM_MOST] = {0};
	tensen_team teams[TEAM_MOST];
	lsa one;

	assert_int_equal(lsa_train(&one, &m.a, &o, NULL), TENSEN_OK);
	*blocks = one.blocks;
	for (unsigned i = 0; i < size; i++)
		ranks[i] = (rank){.link = &teams[i], .whole = &m};
	team_run(size, teams, train, ranks, sizeof *ranks);
	for (unsigned i = 0; i < size; i++) {
		const lsa *l = &ranks[i].out;
		assert_int_equal(ranks[i].status, TENSEN_OK);
		assert_int_equal(l->rank, one.rank);
		assert_true(l->energy <= one.energy && l->energy >= one.energy);
		assert_memory_equal(
		    l->basis, one.basis, (size_t)n_cols * one.rank * sizeof *one.basis);
		lsa_clear(&ranks[i].out);
	}
	lsa_clear(&one);
	matrix_clear(&m);
}

static void
more_documents_than_terms_give_the_same_bits(void **state)
{
	uint32_t blocks;

	(void)state;
	assert_same_basis(9000, 4000, 2, &blocks);
	assert_true(blocks > 0);
	assert_same_basis(9000, 4000, 3, &blocks);
	assert_same_basis(9000, 4000, 7, &blocks);
}

static void
fewer_documents_than_terms_give_the_same_bits(void **state)
{
	uint32_t blocks;

	(void)state;
	assert_same_basis(3000, 6000, 2, &blocks);
	assert_true(blocks > 0);
	assert_same_basis(3000, 6000, 4, &blocks);
}

static void
few_documents_give_the_exact_bits(void **state)
{
	uint32_t blocks;

	(void)state;
	assert_same_basis(300, 2000, 3, &blocks);
	assert_int_equal(blocks, 0);
}

/* More ranks than pieces of rows: some have none. */
static void
a_rank_without_rows_of_the_basis_is_no_problem(void **state)
{
	uint32_t blocks;

	(void)state;
	assert_same_basis(2100, 1900, 7, &blocks);
	assert_true(blocks > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(more_documents_than_terms_give_the_same_bits),
	    cmocka_unit_test(fewer_documents_than_terms_give_the_same_bits),
	    cmocka_unit_test(few_documents_give_the_exact_bits),
	    cmocka_unit_test(a_rank_without_rows_of_the_basis_is_no_problem),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
