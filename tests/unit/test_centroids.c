/* The likelihood of the words of a row in every field. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "model/centroids.h"

enum { TERMS = 5, ALL = (TERMS + 1) * N_FIELDS };

typedef struct row {
	uint64_t mask;
	uint32_t col[2];
	float val[2];
} row;

/* Field 1 has terms 0 and 1, field 2 has 2 and 3, row 3 is in both. */
static const row rows[] = {{1, {0, 1}, {0.6f, 0.8f}}, {1, {0, 1}, {0.8f, 0.6f}},
    {2, {2, 3}, {0.6f, 0.8f}}, {3, {1, 2}, {0.8f, 0.6f}}, {2, {0, 3}, {0.28f, 0.96f}}};
enum { ROWS = sizeof rows / sizeof *rows };

/* The sums of all rows but `left_out`, and how many documents each field has in them. */
static centroids
sums_without(int left_out, float store[ALL], double size[N_FIELDS])
{
	centroids c = {store, store + TERMS * N_FIELDS, TERMS};

	memset(store, 0, ALL * sizeof *store);
	memset(size, 0, N_FIELDS * sizeof *size);
	for (int i = 0; i < ROWS; i++) {
		if (i == left_out)
			continue;
		centroids_add(store, rows[i].mask, rows[i].col, rows[i].val, 2);
		size[0] += (double)(rows[i].mask & 1);
		size[1] += (double)(rows[i].mask >> 1 & 1);
	}
	centroids_squares(store, TERMS, store + TERMS * N_FIELDS);
	return c;
}

static void
a_row_taken_out_is_judged_as_if_it_had_never_been_there(void **state)
{
	float with[ALL], never[ALL];
	double size[N_FIELDS], a[N_FIELDS], b[N_FIELDS];

	(void)state;
	for (int i = 0; i < ROWS; i++) {
		centroids all = sums_without(-1, with, size), rest = sums_without(i, never, size);
		centroids_likelihood(&all, rows[i].col, rows[i].val, 2, rows[i].mask, size, a);
		centroids_likelihood(&rest, rows[i].col, rows[i].val, 2, 0, size, b);
		for (int f = 0; f < N_FIELDS; f++)
			assert_float_equal(a[f], b[f], 1e-5);
	}
}

static void
words_are_likeliest_in_the_field_that_speaks_so(void **state)
{
	float store[ALL];
	double size[N_FIELDS], out[N_FIELDS];
	centroids c = sums_without(-1, store, size);

	(void)state;
	centroids_likelihood(&c, rows[0].col, rows[0].val, 2, 0, size, out);
	assert_true(out[0] > 0 && out[1] < 0);
	centroids_likelihood(&c, rows[2].col, rows[2].val, 2, 0, size, out);
	assert_true(out[0] < 0 && out[1] > 0);
	assert_float_equal(out[34], 0, 1e-9); /* a field without documents has the mean of all */
}

static void
a_word_that_nobody_else_has_says_nothing_of_the_fields(void **state)
{
	float store[ALL];
	double size[N_FIELDS], out[N_FIELDS];
	centroids c = sums_without(-1, store, size);
	uint32_t col = 4;
	float val = 1;

	(void)state;
	centroids_likelihood(&c, &col, &val, 1, 0, size, out);
	/* but that a larger field would more likely have had it */
	assert_float_equal(out[0], out[1], 1e-9);
	assert_true(out[34] > out[0]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_row_taken_out_is_judged_as_if_it_had_never_been_there),
	    cmocka_unit_test(words_are_likeliest_in_the_field_that_speaks_so),
	    cmocka_unit_test(a_word_that_nobody_else_has_says_nothing_of_the_fields),
	};
	return cmocka_run_group_tests_name("centroids", tests, NULL, NULL);
}
