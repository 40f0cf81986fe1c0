/* Sizes of the fields of a corpus, and the distances between them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "fields/fieldmap.h"

static models *m;
static fields *f;

static int
open_all(void **state)
{
	(void)state;
	return models_open(&m, NULL, NULL) < 0 || fields_open(&f, m, NULL) < 0;
}

static int
close_all(void **state)
{
	(void)state;
	fields_close(f);
	models_close(m);
	return 0;
}

static void
make(fieldmap *map, const uint64_t *masks, uint32_t n)
{
	fieldmap_make(map, masks, n, f);
}

/* 100 documents of fields 1 and 2, 50 of 1 alone, 10 of 3, one of none. */
static void
sample(fieldmap *map)
{
	uint64_t masks[161] = {0};

	for (int i = 0; i < 160; i++)
		masks[i] = i < 100 ? 3 : i < 150 ? 1 : 4;
	make(map, masks, 161);
}

static void
sizes_and_pairs_are_counted(void **state)
{
	fieldmap map;

	(void)state;
	sample(&map);
	assert_int_equal(map.n_docs, 160);
	assert_int_equal(map.size[1], 150);
	assert_int_equal(map.size[2], 100);
	assert_int_equal(map.both[1][2], 100);
	assert_int_equal(map.both[2][1], 100);
	assert_int_equal(map.both[1][3], 0);
}

static void
what_goes_with_a_field_sums_to_one(void **state)
{
	fieldmap map;

	(void)state;
	sample(&map);
	for (unsigned a = 1; a <= N_FIELDS; a++) {
		double sum = 0;
		for (unsigned b = 1; b <= N_FIELDS; b++)
			sum += a == b ? 0 : fieldmap_given(&map, b, a);
		assert_float_equal(sum, 1, 1e-9);
	}
}

static void
the_strongest_of_several_known_fields_counts(void **state)
{
	fieldmap map;
	double a, b;

	(void)state;
	sample(&map);
	a = fieldmap_given(&map, 2, 1);
	b = fieldmap_given(&map, 2, 3);
	assert_true(a > b);
}

static void
distance_is_zero_to_itself_symmetric_and_between_zero_and_one(void **state)
{
	fieldmap map;

	(void)state;
	sample(&map);
	for (unsigned a = 1; a <= N_FIELDS; a++)
		for (unsigned b = 1; b <= N_FIELDS; b++) {
			double d = fieldmap_distance(&map, FIELD_BIT(a), b);
			assert_true(d >= 0 && d <= 1);
			assert_float_equal(d, fieldmap_distance(&map, FIELD_BIT(b), a), 1e-9);
			assert_int_equal(d < 1e-6, a == b);
		}
	assert_float_equal(fieldmap_distance(&map, 0, 7), 1,
	    1e-12); /* no field in the mask: the largest distance */
}

static void
fields_often_found_together_are_nearer(void **state)
{
	fieldmap map;

	(void)state;
	sample(&map);
	assert_true(
	    fieldmap_distance(&map, FIELD_BIT(1), 2) < fieldmap_distance(&map, FIELD_BIT(1), 29));
	assert_float_equal(fieldmap_distance(&map, FIELD_BIT(1) | FIELD_BIT(29), 29), 0, 1e-6);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sizes_and_pairs_are_counted),
	    cmocka_unit_test(what_goes_with_a_field_sums_to_one),
	    cmocka_unit_test(the_strongest_of_several_known_fields_counts),
	    cmocka_unit_test(distance_is_zero_to_itself_symmetric_and_between_zero_and_one),
	    cmocka_unit_test(fields_often_found_together_are_nearer),
	};
	return cmocka_run_group_tests_name("fieldmap", tests, open_all, close_all);
}
