/* The promises of a vector set, on small sets with known answers. */
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
#include "../in_memory.h"

#define DIM 32
#define SEED 20240501ull

typedef struct made {
	buf b;
	void *p;
	vecset *v;
	vecset_scratch *s;
	float *rows;
	uint64_t *masks;
	uint32_t n;
} made;

static void
random_rows(float *rows, uint32_t n, uint32_t dim, uint64_t seed)
{
	for (uint32_t i = 0; i < n; i++) {
		double s = 0;
		for (uint32_t d = 0; d < dim; d++) {
			float x =
			    rng_gauss_at(seed, (uint64_t)i * dim + d) / sqrtf(1.0f + (float)d);
			x += rng_gauss_at(seed + 1, (uint64_t)(i % 7) * dim + d) / 2;
			rows[(size_t)i * dim + d] = x;
			s += (double)x * x;
		}
		for (uint32_t d = 0; d < dim; d++)
			rows[(size_t)i * dim + d] /= (float)sqrt(s);
	}
}

static void
open_made(made *m)
{
	tensen_error err;

	m->p = aligned_alloc(64, (m->b.n + 63) & ~(size_t)63);
	memcpy(m->p, m->b.p, m->b.n);
	if (vecset_open(&m->v, m->p, m->b.n, &err) < 0)
		fail_msg("open: %s", err.message);
	assert_int_equal(vecset_scratch_new(&m->s, m->v, &err), TENSEN_OK);
}

/* n random rows; row i in field i % fields, and every fifth also in the next. */
static made
make(uint32_t n, uint32_t dim, uint32_t fields, unsigned threads)
{
	made m = {.n = n};
	tensen_error err;

	m.rows = malloc((size_t)(n + 1) * dim * sizeof *m.rows);
	m.masks = malloc((n + 1) * sizeof *m.masks);
	random_rows(m.rows, n, dim, SEED);
	for (uint32_t i = 0; i < n; i++) {
		m.masks[i] = 1ull << (i % fields);
		if (i % 5 == 0)
			m.masks[i] |= 1ull << ((i + 1) % fields);
	}
	if (vecset_build(&m.b, m.rows, m.masks, NULL, n,
		&(vecset_build_opts){.dim = dim, .seed = SEED, .threads = threads}, &err) < 0)
		fail_msg("build: %s", err.message);
	open_made(&m);
	return m;
}

static void
unmake(made *m)
{
	vecset_scratch_free(m->s);
	vecset_close(m->v);
	free(m->p);
	buf_clear(&m->b);
	free(m->rows);
	free(m->masks);
}

/* Build again with a zero row. */
static void
rezero(made *m, uint32_t row)
{
	memset(m->rows + (size_t)row * DIM, 0, DIM * sizeof(float));
	vecset_scratch_free(m->s);
	vecset_close(m->v);
	free(m->p);
	buf_reset(&m->b);
	assert_int_equal(vecset_build(&m->b, m->rows, m->masks, NULL, m->n,
			     &(vecset_build_opts){.dim = DIM, .seed = SEED, .threads = 1}, NULL),
	    TENSEN_OK);
	open_made(m);
}

static uint32_t
search(made *m, const vecset_query *q, hit *hits)
{
	uint32_t n;
	tensen_error err;

	if (vecset_search(m->v, m->s, q, hits, &n, &err) < 0)
		fail_msg("search: %s", err.message);
	return n;
}

static void
an_empty_set_opens_and_finds_nothing(void **state)
{
	made m = make(0, DIM, 1, 1);
	float q[DIM] = {1};
	hit hits[3];

	(void)state;
	assert_int_equal(vecset_count(m.v), 0);
	assert_int_equal(search(&m, &(vecset_query){.q = q, .k = 3}, hits), 0);
	unmake(&m);
}

static void
one_row_is_found_with_its_cosine(void **state)
{
	made m = make(1, DIM, 1, 1);
	hit hits[2];

	(void)state;
	assert_int_equal(search(&m, &(vecset_query){.q = m.rows, .k = 2}, hits), 1);
	assert_int_equal(hits[0].row, 0);
	assert_true(fabsf(hits[0].score - 1.0f) < 0.01f);
	unmake(&m);
}

static void
a_row_finds_itself_and_decodes_to_itself(void **state)
{
	static const uint32_t dims[] = {8, 13, 32, 64, 100, 128, 200, 256, 300};

	(void)state;
	for (size_t t = 0; t < sizeof dims / sizeof *dims; t++) {
		uint32_t dim = dims[t];
		made m = make(700, dim, 5, 1);
		float *x = malloc(dim * sizeof *x);
		hit got;

		assert_int_equal(vecset_dim(m.v), dim);
		for (uint32_t i = 0; i < m.n; i += 13) {
			const float *row = m.rows + (size_t)i * dim;
			double dot = 0, norm = 0;

			assert_int_equal(search(&m, &(vecset_query){.q = row, .k = 1}, &got), 1);
			if (dim >= 32) /* with few dimensions 700 rows crowd */
				assert_int_equal(got.row, i);
			vecset_get(m.v, i, x);
			for (uint32_t d = 0; d < dim; d++) {
				dot += (double)x[d] * row[d];
				norm += (double)x[d] * x[d];
			}
			if (got.row == i && (fabs(dot - got.score) > (dim < 64 ? 4e-3 : 1.5e-3) ||
						dot / sqrt(norm) < 0.99))
				fail_msg("dim %u row %u: dot %f score %f norm %f", dim, i, dot,
				    (double)got.score, norm);
		}
		free(x);
		unmake(&m);
	}
}

static void
a_row_of_two_fields_is_found_in_both_and_stored_once(void **state)
{
	made m = make(100, DIM, 4, 1);
	hit hits[2];

	(void)state;
	for (unsigned f = 0; f < 5; f++) {
		uint64_t allow[2] = {0};
		vecset_query q = {.q = m.rows, .k = 2, .allow = allow};

		for (uint32_t i = 0; i < 100; i++)
			allow[i / 64] |= (m.masks[i] >> f & 1) << i % 64;
		assert_int_equal(search(&m, &q, hits), f < 4 ? 2 : 0);
		if (f < 2)
			assert_int_equal(hits[0].row, 0);
	}
	assert_int_equal(vecset_count(m.v), 100);
	unmake(&m);
}

static void
skipped_fields_hide_rows_that_share_them(void **state)
{
	made m = make(100, DIM, 4, 1);
	hit hits[100];
	uint32_t n;

	(void)state;
	n = search(&m, &(vecset_query){.q = m.rows, .k = 100, .skip = 1}, hits);
	for (uint32_t i = 0; i < n; i++)
		assert_false(m.masks[hits[i].row] & 1);
	assert_int_equal(n, 70); /* 25 in field 0 alone, 5 more in 3 and 0 */
	unmake(&m);
}

static void
a_zero_row_is_kept_but_never_found(void **state)
{
	made m = make(10, DIM, 2, 1);
	float x[DIM], score = 9;
	hit hits[10];
	uint32_t row = 3;

	(void)state;
	rezero(&m, 3);
	assert_int_equal(vecset_count(m.v), 10);
	assert_int_equal(search(&m, &(vecset_query){.q = m.rows, .k = 10}, hits), 9);
	vecset_get(m.v, 3, x);
	assert_true(x[0] == 0 && x[DIM - 1] == 0);
	assert_int_equal(vecset_score(m.v, m.s, m.rows, &row, 1, &score, NULL), TENSEN_OK);
	assert_true(score == 0);
	unmake(&m);
}

static void
rows_without_a_field_are_found_only_in_the_whole(void **state)
{
	float rows[3 * DIM] = {0};
	uint64_t masks[3] = {0, 2, 0};
	hit hits[3];
	made m = {.n = 3};

	(void)state;
	rows[0] = rows[DIM + 1] = rows[2 * DIM + 2] = 1;
	assert_int_equal(vecset_build(&m.b, rows, masks, NULL, 3,
			     &(vecset_build_opts){.dim = DIM, .seed = 1, .threads = 1}, NULL),
	    TENSEN_OK);
	open_made(&m);
	assert_int_equal(search(&m, &(vecset_query){.q = rows, .k = 3}, hits), 3);
	unmake(&m);
}

static void
bad_rows_and_fields_are_refused(void **state)
{
	float rows[2 * DIM] = {0};
	uint64_t masks[2] = {1, 6};
	uint8_t primary[2] = {0, 3};
	tensen_error err;
	buf b = BUF_INIT;

	(void)state;
	rows[0] = rows[DIM] = 1;
	assert_int_equal(vecset_build(&b, rows, masks, primary, 2,
			     &(vecset_build_opts){.dim = DIM, .seed = 1, .threads = 1}, &err),
	    TENSEN_E_ARG);
	rows[DIM + 5] = NAN;
	assert_int_equal(vecset_build(&b, rows, masks, NULL, 2,
			     &(vecset_build_opts){.dim = DIM, .seed = 1, .threads = 1}, &err),
	    TENSEN_E_INPUT);
	assert_int_equal(err.at, 1);
	assert_int_equal(vecset_build(&b, rows, masks, NULL, 2,
			     &(vecset_build_opts){.dim = 7, .seed = 1, .threads = 1}, &err),
	    TENSEN_E_ARG);
	assert_int_equal(b.n, 0);
	buf_clear(&b);
}

static void
bad_queries_are_refused_and_zero_ones_find_nothing(void **state)
{
	made m = make(50, DIM, 2, 1);
	float q[DIM] = {0}, all[50];
	hit hits[8];
	uint32_t n = 9;

	(void)state;
	assert_int_equal(search(&m, &(vecset_query){.q = q, .k = 3}, hits), 0);
	assert_int_equal(search(&m, &(vecset_query){.q = m.rows, .k = 0}, hits), 0);
	q[3] = INFINITY;
	assert_int_equal(vecset_search(m.v, m.s, &(vecset_query){.q = q, .k = 3}, hits, &n, NULL),
	    TENSEN_E_INPUT);
	assert_int_equal(n, 0);
	assert_int_equal(vecset_score_all(m.v, m.s, q, all, NULL), TENSEN_E_INPUT);
	q[3] = 0;
	assert_int_equal(vecset_score_all(m.v, m.s, q, all, NULL), TENSEN_OK);
	for (uint32_t i = 0; i < 50; i++)
		assert_true(all[i] == VECSET_NOTHING);
	unmake(&m);
}

static void
a_million_wanted_gives_all_in_order(void **state)
{
	made m = make(3000, DIM, 3, 1);
	hit *hits = malloc(1000000 * sizeof *hits);
	uint32_t n;

	(void)state;
	n = search(&m, &(vecset_query){.q = m.rows, .k = 1000000}, hits);
	assert_int_equal(n, 3000);
	for (uint32_t i = 1; i < n; i++)
		assert_true(hits[i - 1].score > hits[i].score ||
			    (hits[i - 1].score == hits[i].score && hits[i - 1].row < hits[i].row));
	free(hits);
	unmake(&m);
}

/* Clusters of more rows than one piece of a scan, zero rows among them. */
static void
scores_of_all_rows_are_those_of_given_rows(void **state)
{
	enum { N = 2500 };
	static float all[N], one[N];
	static uint32_t rows[N];
	made m = make(N, DIM, 2, 1);

	(void)state;
	rezero(&m, 7);
	for (uint32_t i = 0; i < N; i++)
		rows[i] = i;
	for (uint32_t q = 0; q < 3; q++) {
		const float *of = m.rows + (size_t)q * 900 * DIM;
		assert_int_equal(vecset_score_all(m.v, m.s, of, all, NULL), TENSEN_OK);
		assert_int_equal(vecset_score(m.v, m.s, of, rows, N, one, NULL), TENSEN_OK);
		for (uint32_t i = 0; i < N; i++)
			assert_true(all[i] == (i == 7 ? VECSET_NOTHING : one[i]));
	}
	unmake(&m);
}

static void
hits_are_ordered_by_score_and_then_by_the_lower_row(void **state)
{
	hit v[] = {{7, 0.5f}, {2, 0.25f}, {9, -1}, {3, 0.5f}, {1, 0.25f}};
	static const uint32_t rows[] = {3, 7, 1, 2, 9};

	(void)state;
	qsort(v, 5, sizeof *v, hit_compare);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(v[i].row, rows[i]);
	assert_int_equal(hit_compare(&v[0], &v[0]), 0);
}

static void
equal_rows_come_in_row_order(void **state)
{
	made m = {.n = 2000};
	float *rows = calloc((size_t)m.n * DIM, sizeof *rows);
	hit hits[10];

	(void)state;
	for (uint32_t i = 0; i < m.n; i++)
		rows[(size_t)i * DIM] = 1;
	assert_int_equal(vecset_build(&m.b, rows, NULL, NULL, m.n,
			     &(vecset_build_opts){.dim = DIM, .seed = 1, .threads = 1}, NULL),
	    TENSEN_OK);
	open_made(&m);
	assert_int_equal(search(&m, &(vecset_query){.q = rows, .k = 10, .exact = 1}, hits), 10);
	for (uint32_t i = 0; i < 10; i++)
		assert_int_equal(hits[i].row, i);
	free(rows);
	unmake(&m);
}

static void
the_bytes_do_not_depend_on_threads_or_place(void **state)
{
	made a = make(5000, DIM, 3, 1), b = make(5000, DIM, 3, 3);
	buf c = BUF_INIT;

	(void)state;
	assert_int_equal(a.b.n, b.b.n);
	assert_memory_equal(a.b.p, b.b.p, a.b.n);
	buf_char(&c, 'x'); /* an odd place in the caller's buffer */
	assert_int_equal(vecset_build(&c, a.rows, a.masks, NULL, a.n,
			     &(vecset_build_opts){.dim = DIM, .seed = SEED, .threads = 2}, NULL),
	    TENSEN_OK);
	assert_int_equal(c.n, a.b.n + 1);
	assert_memory_equal(c.p + 1, a.b.p, a.b.n);
	buf_clear(&c);
	unmake(&a);
	unmake(&b);
}

/* Scores and decoded rows of a set without rest codes agree. */
static void
a_row_of_many_dimensions_decodes_to_what_is_scored(void **state)
{
	enum { ROWS = 300, WIDE = 192 };
	made m = {.n = ROWS};
	tensen_error err;

	(void)state;
	m.rows = malloc((size_t)ROWS * WIDE * sizeof *m.rows);
	m.masks = malloc(ROWS * sizeof *m.masks);
	random_rows(m.rows, ROWS, WIDE, SEED);
	for (uint32_t i = 0; i < ROWS; i++) {
		m.masks[i] = 1;
		m.rows[(size_t)i * WIDE + i % WIDE] = 0.3f; /* far from the others */
	}
	assert_int_equal(vecset_build(&m.b, m.rows, m.masks, NULL, ROWS,
			     &(vecset_build_opts){.dim = WIDE, .seed = SEED, .threads = 1}, &err),
	    TENSEN_OK);
	open_made(&m);
	for (uint32_t i = 0; i < ROWS; i++) {
		float x[WIDE], score, sum = 0, length = 0;
		const float *q = m.rows + (size_t)i * WIDE;

		vecset_get(m.v, i, x);
		assert_int_equal(vecset_score(m.v, m.s, q, &i, 1, &score, &err), TENSEN_OK);
		for (uint32_t d = 0; d < WIDE; d++) {
			sum += x[d] * q[d];
			length += q[d] * q[d];
		}
		assert_float_equal(score, sum / sqrtf(length), 1e-3);
	}
	unmake(&m);
}

static void
every_truncation_and_every_changed_head_byte_is_refused_or_harmless(void **state)
{
	made m = make(60, 8, 3, 1);
	hit hits[4];

	(void)state;
	for (size_t n = 0; n < m.b.n; n += n < 256 ? 1 : 61) {
		uint8_t *exact = aligned_alloc(64, ((n ? n : 1) + 63) & ~(size_t)63);
		vecset *v = NULL;

		memcpy(exact, m.b.p, n);
		assert_true(vecset_open(&v, exact, n, NULL) < 0);
		assert_null(v);
		free(exact);
	}
	for (size_t at = 0; at < m.b.n; at++) {
		uint8_t *bytes = m.p, old = bytes[at];
		vecset *v = NULL;
		vecset_scratch *s = NULL;
		uint32_t n;

		bytes[at] ^= (uint8_t)(1 + at % 255);
		if (vecset_open(&v, bytes, m.b.n, NULL) == TENSEN_OK) {
			float x[8];
			assert_int_equal(vecset_scratch_new(&s, v, NULL), TENSEN_OK);
			vecset_search(v, s, &(vecset_query){.q = m.rows, .k = 4}, hits, &n, NULL);
			vecset_get(v, 5, x);
		}
		vecset_scratch_free(s);
		vecset_close(v);
		bytes[at] = old;
	}
	unmake(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_empty_set_opens_and_finds_nothing),
	    cmocka_unit_test(one_row_is_found_with_its_cosine),
	    cmocka_unit_test(a_row_finds_itself_and_decodes_to_itself),
	    cmocka_unit_test(a_row_of_two_fields_is_found_in_both_and_stored_once),
	    cmocka_unit_test(skipped_fields_hide_rows_that_share_them),
	    cmocka_unit_test(a_zero_row_is_kept_but_never_found),
	    cmocka_unit_test(rows_without_a_field_are_found_only_in_the_whole),
	    cmocka_unit_test(bad_rows_and_fields_are_refused),
	    cmocka_unit_test(bad_queries_are_refused_and_zero_ones_find_nothing),
	    cmocka_unit_test(a_million_wanted_gives_all_in_order),
	    cmocka_unit_test(scores_of_all_rows_are_those_of_given_rows),
	    cmocka_unit_test(hits_are_ordered_by_score_and_then_by_the_lower_row),
	    cmocka_unit_test(equal_rows_come_in_row_order),
	    cmocka_unit_test(the_bytes_do_not_depend_on_threads_or_place),
	    cmocka_unit_test(a_row_of_many_dimensions_decodes_to_what_is_scored),
	    cmocka_unit_test(every_truncation_and_every_changed_head_byte_is_refused_or_harmless),
	};
	return cmocka_run_group_tests_name("vecset", tests, NULL, NULL);
}
