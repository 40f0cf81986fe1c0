/* Term records: the terms of one document, by section. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "model/termrec.h"

#define N 5
static const term_count sample[N] = {{0, {1}}, {1, {0, 2, 65535}}, {7, {[SEC_OTHER] = 300}},
    {100000, {1, 1, 1, 1, 1, 1, 1, 1}}, {4000000000u, {[SEC_CLAIMS] = 9}}};

static tensen_status
read_exact(const char *p, size_t n, term_count *t, uint32_t max, uint32_t *got, uint32_t n_terms)
{
	char *exact = malloc(n ? n : 1);
	tensen_error err = {.code = TENSEN_OK};
	tensen_status st;

	memcpy(exact, p, n);
	st = termrec_read((span){exact, n}, t, max, got, n_terms, &err);
	assert_true(st == TENSEN_OK || (err.code == TENSEN_E_CORRUPT && err.message[0]));
	free(exact);
	return st;
}

static void
what_is_written_is_read_back(void **state)
{
	term_count t[N];
	uint32_t n;
	buf b = BUF_INIT;

	(void)state;
	termrec_write(&b, sample, N);
	assert_int_equal(termrec_count((span){b.p, b.n}), N);
	assert_int_equal(read_exact(b.p, b.n, t, N, &n, UINT32_MAX), TENSEN_OK);
	assert_int_equal(n, N);
	for (int i = 0; i < N; i++) {
		assert_int_equal(t[i].term, sample[i].term);
		assert_memory_equal(t[i].in, sample[i].in, sizeof t[i].in);
	}
	buf_clear(&b);
}

static void
the_bytes_are_those_of_the_specification(void **state)
{
	static const unsigned char expected[] = {
	    3, 1, 0x01, 1, 1, 0x06, 2, 0xff, 0xff, 0x03, 6, 0x80, 0xac, 0x02};
	buf b = BUF_INIT;

	(void)state;
	termrec_write(&b, sample, 3);
	assert_int_equal(b.n, sizeof expected);
	assert_memory_equal(b.p, expected, sizeof expected);
	buf_clear(&b);
}

static void
a_document_without_terms_has_a_record(void **state)
{
	uint32_t n = 9;
	buf b = BUF_INIT;

	(void)state;
	termrec_write(&b, NULL, 0);
	assert_int_equal(b.n, 1);
	assert_int_equal(read_exact(b.p, b.n, NULL, 0, &n, 10), TENSEN_OK);
	assert_int_equal(n, 0);
	assert_int_equal(termrec_count((span){"", 0}), 0);
	buf_clear(&b);
}

static void
a_term_outside_the_vocabulary_is_refused(void **state)
{
	term_count t[N];
	uint32_t n;
	buf b = BUF_INIT;

	(void)state;
	termrec_write(&b, sample, 4);
	assert_int_equal(read_exact(b.p, b.n, t, N, &n, 100001), TENSEN_OK);
	assert_int_equal(read_exact(b.p, b.n, t, N, &n, 100000), TENSEN_E_CORRUPT);
	assert_int_equal(n, 0);
	assert_int_equal(read_exact(b.p, b.n, t, 3, &n, 100001), TENSEN_E_CORRUPT); /* no room */
	buf_clear(&b);
}

static void
terms_must_ascend_and_counts_must_fit(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
	} broken[] = {
	    {"\2\1\1\1\0\1\1", 7},                                /* the same term again */
	    {"\1\0\1\1", 4},                                      /* term -1 */
	    {"\1\1\1\x80\x80\4", 6},                              /* count 65536 */
	    {"\1\x80\x80\x80\x80\x80\x80\x80\x80\x80\1\1\1", 13}, /* delta 2^63 */
	    {"\xff\xff\xff\xff\x0f\1\1\1", 8},                    /* more terms than bytes */
	};
	term_count t[N];
	uint32_t n;

	(void)state;
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
		if (read_exact(broken[i].bytes, broken[i].n, t, N, &n, UINT32_MAX) !=
		    TENSEN_E_CORRUPT)
			fail_msg("case %zu was read", i);
}

static void
every_truncation_and_every_longer_form_is_refused(void **state)
{
	term_count t[N];
	uint32_t n;
	buf b = BUF_INIT;

	(void)state;
	termrec_write(&b, sample, N);
	for (size_t k = 0; k < b.n; k++)
		assert_int_equal(read_exact(b.p, k, t, N, &n, UINT32_MAX), TENSEN_E_CORRUPT);
	buf_char(&b, 0);
	assert_int_equal(read_exact(b.p, b.n, t, N, &n, UINT32_MAX), TENSEN_E_CORRUPT);
	buf_clear(&b);
}

static void
no_changed_byte_crashes_the_reader(void **state)
{
	term_count t[N];
	uint32_t n;
	buf b = BUF_INIT;

	(void)state;
	termrec_write(&b, sample, N);
	for (size_t at = 0; at < b.n; at++)
		for (int change = 1; change < 256; change++) {
			b.p[at] = (char)(b.p[at] ^ change);
			if (read_exact(b.p, b.n, t, N, &n, 200000) == TENSEN_OK)
				for (uint32_t i = 0; i < n; i++)
					assert_true(t[i].term < 200000);
			b.p[at] = (char)(b.p[at] ^ change);
		}
	buf_clear(&b);
}

static void
occurrences_are_weighted_by_section(void **state)
{
	static const float weight[N_SECTIONS] = {2, 1, 0.5f, 0, 0, 0, 0, 1};
	term_count t = {0, {1, 2, 3, 9, 9, 9, 9, 4}};

	(void)state;
	assert_float_equal(term_weighted(&t, weight), 2 + 2 + 1.5 + 4, 1e-6);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_written_is_read_back),
	    cmocka_unit_test(the_bytes_are_those_of_the_specification),
	    cmocka_unit_test(a_document_without_terms_has_a_record),
	    cmocka_unit_test(a_term_outside_the_vocabulary_is_refused),
	    cmocka_unit_test(terms_must_ascend_and_counts_must_fit),
	    cmocka_unit_test(every_truncation_and_every_longer_form_is_refused),
	    cmocka_unit_test(no_changed_byte_crashes_the_reader),
	    cmocka_unit_test(occurrences_are_weighted_by_section),
	};
	return cmocka_run_group_tests_name("termrec", tests, NULL, NULL);
}
