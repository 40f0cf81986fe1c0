/* The table of how near the fields are: sums of vectors in, cosines out. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "../support.h"
#include "index/store/nearness.h"

#define N_DIMS 8

/* Three rows: of fields 1 and 2, of 2 alone, of 35 against both. */
static void
write_three(buf *out)
{
	static const float rows[3][N_DIMS] = {{1}, {0, 1}, {-1}};
	static const uint64_t masks[3] = {3, 2, FIELD_BIT(N_FIELDS)};
	nearness_sums sums;

	assert_int_equal(nearness_begin(&sums, N_DIMS, NULL), TENSEN_OK);
	for (int i = 0; i < 3; i++)
		nearness_add(&sums, masks[i], rows[i]);
	nearness_write(out, &sums);
	nearness_clear(&sums);
}

static void
cosines_of_mean_vectors_are_read_as_written(void **state)
{
	buf b = BUF_INIT;
	nearness near;

	(void)state;
	write_three(&b);
	assert_int_equal(nearness_read(&near, (span){b.p, b.n}, 3, NULL), TENSEN_OK);
	assert_float_equal(near.cosine[0][1], sqrt(0.5), 1e-6);
	assert_float_equal(near.cosine[0][34], -1, 1e-6);
	assert_float_equal(near.cosine[1][34], -sqrt(0.5), 1e-6);
	for (int a = 0; a < N_FIELDS; a++)
		for (int f = 0; f < N_FIELDS; f++) {
			assert_true(near.cosine[a][f] == near.cosine[f][a]);
			if (a == f || (a > 1 && a < 34))
				assert_true(near.cosine[a][f] == 0);
		}
	buf_clear(&b);
}

static void
assert_refused(span bytes, uint32_t n_rows)
{
	tensen_error err = {.code = TENSEN_OK};
	nearness near;

	assert_int_equal(nearness_read(&near, bytes, n_rows, &err), TENSEN_E_CORRUPT);
	assert_non_null(strstr(err.message, "section near"));
}

static void
a_table_of_another_size_version_or_index_is_refused(void **state)
{
	buf b = BUF_INIT;

	(void)state;
	write_three(&b);
	assert_refused((span){b.p, b.n}, 4);
	assert_refused((span){b.p, b.n - 4}, 3);
	assert_refused((span){NULL, 0}, 3);
	b.p[0] = 2;
	assert_refused((span){b.p, b.n}, 3);
	buf_clear(&b);
}

static void
what_is_no_cosine_is_refused(void **state)
{
	static const float bad[] = {1.5f, -2, NAN, INFINITY};
	buf b = BUF_INIT;

	(void)state;
	write_three(&b);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		memcpy(b.p + b.n - 4, &bad[i], 4);
		assert_refused((span){b.p, b.n}, 3);
	}
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cosines_of_mean_vectors_are_read_as_written),
	    cmocka_unit_test(a_table_of_another_size_version_or_index_is_refused),
	    cmocka_unit_test(what_is_no_cosine_is_refused),
	};
	return cmocka_run_group_tests_name("nearness", tests, NULL, NULL);
}
