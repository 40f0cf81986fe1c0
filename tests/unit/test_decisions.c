/* Judgements: Wilson's interval against published values; reading a file of any bytes. */
#include <string.h>
#include "../support.h"
#include "engine/eval/decisions.h"
#include "result/eval/decisions_result.h"
#include "util/rng.h"

static void
wilsons_interval_is_the_published_one(void **state)
{
	/* Newcombe 1998, table I, method 3 (81 of 263, 15 of 148, 0 of 20, 1 of 29) */
	static const struct {
		uint32_t yes, n;
		double low, high;
	} cases[] = {{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611},
	    {1, 29, 0.0061, 0.1718}};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		share s = share_of(cases[i].yes, cases[i].n);
		assert_float_equal(s.low, cases[i].low, 5e-5);
		assert_float_equal(s.high, cases[i].high, 5e-5);
	}
	assert_float_equal(share_of(20, 20).high, 1, 0);
	assert_float_equal(share_of(0, 0).low, 0, 0);
	assert_float_equal(share_of(0, 0).high, 1, 0);
}

static decisions
read_text(const char *text, size_t n)
{
	decisions d;

	file_put(place("judged.jsonl"), text, n);
	assert_int_equal(decisions_read(&d, place("judged.jsonl"), NULL), TENSEN_OK);
	return d;
}

static void
the_last_of_several_judgements_counts(void **state)
{
	static const char text[] = "{\"id\":\"B\",\"field\":2,\"new\":true}\r\n"
				   "{\"id\":\"A\",\"field\":2,\"new\":true}\n"
				   "{\"id\":\"B\",\"field\":1,\"plausible\":false}\n"
				   "{\"id\":\"B\",\"field\":2,\"plausible\":true}";
	decisions d = read_text(text, sizeof text - 1);
	(void)state;
	assert_int_equal(d.lines, 4);
	assert_int_equal(d.replaced, 1);
	assert_int_equal(d.n, 3);
	assert_int_equal(d.v[0].field, 1);
	assert_int_equal(d.v[1].field, 2);
	assert_int_equal(d.v[1].is_new, NOT_JUDGED);
	assert_int_equal(d.v[1].plausible, JUDGED_YES);
	assert_int_equal(d.v[1].line, 4);
	decisions_clear(&d);
}

static void
every_line_is_used_replaced_or_broken_whatever_the_bytes(void **state)
{
	static const char good[] = "{\"id\":\"A\",\"field\":2,\"new\":true,\"plausible\":false}\n";
	rng r = {20261121};
	(void)state;
	for (int round = 0; round < 500; round++) {
		char text[4 * sizeof good];
		size_t n = 0;
		decisions d;
		for (int k = 0; k < 4; k++, n += sizeof good - 1)
			memcpy(text + n, good, sizeof good - 1);
		for (uint32_t k = rng_below(&r, 6); k > 0; k--)
			text[rng_below(&r, (uint32_t)n)] = (char)rng_next(&r);
		d = read_text(text, rng_below(&r, (uint32_t)n + 1));
		assert_int_equal(d.lines, d.n + d.replaced + d.broken);
		for (uint32_t i = 0; i < d.n; i++)
			assert_in_range(d.v[i].field, 1, 35);
		decisions_clear(&d);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(wilsons_interval_is_the_published_one),
	    cmocka_unit_test(the_last_of_several_judgements_counts),
	    cmocka_unit_test(every_line_is_used_replaced_or_broken_whatever_the_bytes)};
	return cmocka_run_group_tests_name("decisions", tests, place_make, place_remove);
}
