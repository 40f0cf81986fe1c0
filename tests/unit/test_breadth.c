/* Application breadth against fields whose proximities are known. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "ideas/breadth.h"

/* Fields 1 and 2 have proximity 1; all others have nothing in common. */
static breadth_map
map(void)
{
	breadth_map m;

	memset(&m, 0, sizeof m);
	for (unsigned f = 1; f <= N_FIELDS; f++)
		m.z[f][f] = 1;
	m.z[1][2] = m.z[2][1] = 1;
	return m;
}

static breadth
of(const unsigned *in, uint32_t n, uint64_t seed)
{
	breadth_map m = map();
	breadth_item items[64];

	for (uint32_t i = 0; i < n; i++)
		items[i] = (breadth_item){FIELD_BIT(in[i]), 0.5, 0};
	return breadth_measure(&m, items, n, seed);
}

static void
documents_of_one_field_make_a_breadth_of_one(void **state)
{
	static const unsigned same[] = {7, 7, 7, 7}, twins[] = {1, 2, 1, 2};
	(void)state;
	assert_float_equal(of(same, 4, 1).fields, 1, 1e-9);
	assert_float_equal(of(twins, 4, 1).fields, 1, 1e-9);
	assert_float_equal(of(twins, 4, 1).low, 1, 1e-9);
	assert_float_equal(of(twins, 4, 1).high, 1, 1e-9);
}

static void
n_fields_with_nothing_in_common_make_a_breadth_of_n(void **state)
{
	unsigned in[64];
	breadth b;
	(void)state;
	for (unsigned i = 0; i < 60; i++)
		in[i] = 3 + i % 4;
	b = of(in, 60, 1);
	/* of 59 others 14 are in the same field: the chance of two alike, exactly */
	assert_float_equal(b.fields, 59.0 / 14, 1e-9);
	assert_true(b.low < b.fields && b.fields < b.high);
	assert_true(b.low > 3 && b.high < 7);
}

static void
nothing_near_is_no_breadth_and_one_document_is_one(void **state)
{
	static const unsigned one[] = {9};
	(void)state;
	assert_float_equal(of(one, 0, 1).fields, 0, 0);
	assert_int_equal(of(one, 0, 1).documents, 0);
	assert_float_equal(of(one, 1, 1).fields, 1, 1e-9);
	assert_float_equal(of(one, 1, 1).high, 1, 1e-9);
}

static void
a_document_of_two_fields_is_shared_among_them(void **state)
{
	breadth_map m = map();
	breadth_item items[2] = {
	    {FIELD_BIT(3) | FIELD_BIT(4), 1, 0}, {FIELD_BIT(3) | FIELD_BIT(4), 1, 0}};
	(void)state;
	/* two documents: the chance that their fields are the same is one half */
	assert_float_equal(breadth_measure(&m, items, 2, 1).fields, 2, 1e-9);
}

static void
the_interval_comes_from_the_seed_alone(void **state)
{
	unsigned in[40];
	breadth a, b, c;
	(void)state;
	for (unsigned i = 0; i < 40; i++)
		in[i] = 3 + i * i % 11;
	a = of(in, 40, 5);
	b = of(in, 40, 5);
	c = of(in, 40, 6);
	assert_memory_equal(&a, &b, sizeof a);
	assert_float_equal(a.fields, c.fields, 0);
	assert_true(a.low != c.low || a.high != c.high);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(documents_of_one_field_make_a_breadth_of_one),
	    cmocka_unit_test(n_fields_with_nothing_in_common_make_a_breadth_of_n),
	    cmocka_unit_test(nothing_near_is_no_breadth_and_one_document_is_one),
	    cmocka_unit_test(a_document_of_two_fields_is_shared_among_them),
	    cmocka_unit_test(the_interval_comes_from_the_seed_alone)};
	return cmocka_run_group_tests_name("breadth", tests, NULL, NULL);
}
