/* Packed runs of rows and codes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "index/postings/postings_pack.h"
#include "util/rng.h"

static void
every_width_unpacks_to_what_was_packed(void **state)
{
	uint32_t gaps[128], rows[128], row;
	uint8_t codes[128], back[128];
	rng r = {7};
	buf b = BUF_INIT;

	(void)state;
	for (unsigned bits = 0; bits <= 26; bits++)
		for (unsigned code_bits = 0; code_bits <= 5; code_bits++) {
			buf_reset(&b);
			for (int i = 0; i < 128; i++) {
				gaps[i] = (uint32_t)(rng_next(&r) & ((1u << bits) - 1));
				codes[i] = (uint8_t)(rng_next(&r) & ((1u << code_bits) - 1));
			}
			pack_rows(&b, gaps, bits);
			pack_codes(&b, codes, code_bits);
			assert_int_equal(b.n, 16 * (bits + code_bits));
			unpack_rows((uint8_t *)b.p, bits, UINT32_MAX, rows);
			unpack_codes((uint8_t *)b.p + 16 * bits, code_bits, back);
			row = UINT32_MAX;
			for (int i = 0; i < 128; i++)
				assert_int_equal(rows[i], row += gaps[i] + 1);
			assert_memory_equal(codes, back, 128);
			buf_reset(&b);
			pack_run(&b, gaps, codes, 77, bits, code_bits);
			assert_int_equal(b.n, (77 * (bits + code_bits) + 7) / 8);
			unpack_run((uint8_t *)b.p, 77, bits, code_bits, 41, rows, back);
			row = 41;
			for (int i = 0; i < 77; i++)
				assert_int_equal(rows[i], row += gaps[i] + 1);
			assert_memory_equal(codes, back, 77);
		}
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_width_unpacks_to_what_was_packed),
	};
	return cmocka_run_group_tests_name("postings pack", tests, NULL, NULL);
}
