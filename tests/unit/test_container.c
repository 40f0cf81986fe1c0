/* Each test name is a sentence about the file; a reader who knows only this file
 * and FORMAT.md should be able to write another reader. */
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>
#include "../support.h"
#include "index/container.h"
#include "util/files/file.h"

/* A file made by hand from the specification: two sections, "AAAA" of 5 bytes at
 * 128 and "bbbb" of 3 at 192. */
#define SMALL 195
static void
small_file(uint8_t f[SMALL])
{
	memset(f, 0, SMALL);
	memcpy(f, "TENSEN\0\n\4\0\0\0\2\0\0\0", 16);
	put_u64(f + 16, SMALL);
	memcpy(f + 32, "AAAA", 4);
	put_u64(f + 32 + 8, 128);
	put_u64(f + 32 + 16, 5);
	put_u64(f + 32 + 24, 5);
	memcpy(f + 80, "bbbb", 4);
	put_u64(f + 80 + 8, 192);
	put_u64(f + 80 + 16, 3);
	put_u64(f + 80 + 24, 3);
	memcpy(f + 128, "first", 5);
	memcpy(f + 192, "2nd", 3);
	put_u64(f + 32 + 32, XXH3_64bits("first", 5));
	put_u64(f + 80 + 32, XXH3_64bits("2nd", 3));
	sign_table(f);
}

static void
a_file_made_by_hand_from_the_specification_is_read(void **state)
{
	uint8_t f[SMALL];
	container c;
	span s;

	(void)state;
	small_file(f);
	assert_int_equal(container_parse(&c, f, SMALL, NULL), TENSEN_OK);
	assert_int_equal(c.n_entries, 2);
	assert_int_equal(container_get(&c, "AAAA", 1, &s, NULL, NULL), TENSEN_OK);
	assert_true(span_eq(s, SPAN_LIT("first")));
	assert_int_equal(container_get(&c, "bbbb", 1, &s, NULL, NULL), TENSEN_OK);
	assert_true(span_eq(s, SPAN_LIT("2nd")));
	assert_null(container_find(&c, "cccc"));
}

static void
an_index_without_sections_is_a_header_alone(void **state)
{
	uint8_t f[32] = "TENSEN\0\n\4\0\0\0";
	container c;

	(void)state;
	put_u64(f + 16, 32);
	sign_table(f);
	assert_int_equal(container_parse(&c, f, 32, NULL), TENSEN_OK);
	assert_int_equal(c.n_entries, 0);
}

static void
every_fault_of_the_header_is_named(void **state)
{
	static const struct {
		const char *why;
		size_t at;
		uint8_t byte;
		tensen_status want;
		const char *says;
	} cases[] = {
	    {"bad magic", 0, 'X', TENSEN_E_CORRUPT, "magic"},
	    {"a text-mode copy", 7, '\r', TENSEN_E_CORRUPT, "magic"},
	    {"newer major", 8, 9, TENSEN_E_VERSION, "format 9"},
	    {"older major", 8, 1, TENSEN_E_VERSION, "build the index again"},
	    {"newer major, high byte", 9, 1, TENSEN_E_VERSION, "format 260"},
	    {"65 sections", 12, 65, TENSEN_E_CORRUPT, "65 sections"},
	    {"absurd count", 15, 0x7f, TENSEN_E_CORRUPT, "sections"},
	    {"table cut short", 12, 4, TENSEN_E_CORRUPT, "cut short"},
	    {"other size", 16, SMALL + 1, TENSEN_E_CORRUPT, "cut or padded"},
	    {"one section less", 12, 1, TENSEN_E_CORRUPT, "checksum"},
	    {"table hash", 24, 0, TENSEN_E_CORRUPT, "checksum"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint8_t f[SMALL];
		container c;
		tensen_error err = {.code = TENSEN_OK};
		small_file(f);
		f[cases[i].at] =
		    (uint8_t)(f[cases[i].at] == cases[i].byte ? cases[i].byte ^ 1 : cases[i].byte);
		if (container_parse(&c, f, SMALL, &err) != cases[i].want ||
		    !strstr(err.message, cases[i].says))
			fail_msg("%s: got %d (%s)", cases[i].why, err.code, err.message);
	}
}

/* These have a right checksum: somebody made them so. */
static void
every_fault_of_the_table_is_named(void **state)
{
	static const struct {
		const char *why;
		size_t at;
		uint64_t value;
		size_t bytes;
		const char *says;
	} cases[] = {
	    {"tag with a blank", 32 + 1, ' ', 1, "tag"},
	    {"tag with a NUL", 32 + 3, 0, 1, "tag"},
	    {"the tag of another section", 80, 0x41414141, 4, "twice"},
	    {"unknown codec", 32 + 4, 2, 1, "codec"},
	    {"not at a multiple of 64", 32 + 8, 129, 8, "outside"},
	    {"inside the table", 32 + 8, 64, 8, "outside"},
	    {"behind the end", 80 + 8, 256, 8, "outside"},
	    {"far behind the end", 80 + 8, ~(uint64_t)63, 8, "outside"},
	    {"longer than the file", 80 + 16, 4, 8, "outside"},
	    {"length that wraps around", 80 + 16, UINT64_MAX - 10, 8, "outside"},
	    {"over the next section", 32 + 16, 65, 8, ""},
	    {"sections in wrong order", 32 + 8, 192, 8, "outside"},
	    {"two sizes for stored bytes", 32 + 24, 6, 8, "two sizes"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint8_t f[SMALL];
		container c;
		tensen_error err = {.code = TENSEN_OK};
		small_file(f);
		for (size_t k = 0; k < cases[i].bytes; k++)
			f[cases[i].at + k] = (uint8_t)(cases[i].value >> 8 * k);
		sign_table(f);
		if (container_parse(&c, f, SMALL, &err) != TENSEN_E_CORRUPT ||
		    !strstr(err.message, cases[i].says))
			fail_msg("%s: got %d (%s)", cases[i].why, err.code, err.message);
	}
}

static void
every_truncation_is_refused(void **state)
{
	uint8_t f[SMALL];

	(void)state;
	small_file(f);
	for (size_t n = 0; n < SMALL; n++) {
		uint8_t *exact = malloc(n ? n : 1); /* so ASan sees one byte too far */
		container c;
		tensen_error err = {.code = TENSEN_OK};
		memcpy(exact, f, n);
		assert_true(container_parse(&c, exact, n, &err) < 0);
		assert_true(err.message[0] != '\0');
		free(exact);
	}
}

static void
every_changed_bit_is_refused_or_in_a_gap(void **state)
{
	uint8_t f[SMALL];

	(void)state;
	for (size_t bit = 0; bit < SMALL * 8; bit++) {
		size_t at = bit / 8;
		container c;
		tensen_status st;
		span s;
		small_file(f);
		f[at] ^= (uint8_t)(1 << bit % 8);
		st = container_parse(&c, f, SMALL, NULL);
		if (st == TENSEN_OK)
			st = container_get(&c, "AAAA", 1, &s, NULL, NULL);
		if (st == TENSEN_OK)
			st = container_get(&c, "bbbb", 1, &s, NULL, NULL);
		/* gap between the sections */
		assert_int_equal(st == TENSEN_OK, at >= 133 && at < 192);
	}
}

static void
a_newer_minor_is_read(void **state)
{
	uint8_t f[SMALL];
	container c;

	(void)state;
	small_file(f);
	f[10] = 9;
	sign_table(f);
	assert_int_equal(container_parse(&c, f, SMALL, NULL), TENSEN_OK);
}

/* --- what the writer writes --- */

static void
make_file(filemap *m, const char *text, size_t n)
{
	container_writer *w;

	assert_int_equal(container_create(&w, place("file"), NULL), TENSEN_OK);
	container_put(w, "STOR", CODEC_STORED, text, n);
	container_put(w, "PACK", CODEC_ZSTD, text, n);
	container_begin(w, "PIEC");
	for (size_t i = 0; i < n; i++)
		container_write(w, text + i, 1);
	container_end(w);
	container_put(w, "NONE", CODEC_STORED, NULL, 0);
	container_put(w, "none", CODEC_ZSTD, "", 0);
	assert_int_equal(container_commit(w, NULL), TENSEN_OK);
	assert_int_equal(filemap_open(m, place("file"), NULL), TENSEN_OK);
}

static void
what_was_put_comes_out_stored_packed_or_in_pieces(void **state)
{
	static const char *const tags[] = {"STOR", "PACK", "PIEC"};
	char text[3000];
	filemap m;
	container c;
	buf owned = BUF_INIT;
	span s;

	(void)state;
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = "いろはにほへと"[i % 21];
	make_file(&m, text, sizeof text);
	assert_int_equal(container_parse(&c, m.p, m.n, NULL), TENSEN_OK);
	assert_int_equal(c.n_entries, 5);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(container_get(&c, tags[i], 1, &s, &owned, NULL), TENSEN_OK);
		assert_true(span_eq(s, (span){text, sizeof text}));
	}
	assert_int_equal(container_get(&c, "NONE", 1, &s, NULL, NULL), TENSEN_OK);
	assert_int_equal(s.n, 0);
	assert_int_equal(container_get(&c, "none", 1, &s, &owned, NULL), TENSEN_OK);
	assert_int_equal(s.n, 0);
	for (uint32_t i = 0; i < c.n_entries; i++) {
		assert_int_equal(c.entries[i].offset % 64, 0);
		assert_int_equal(container_check(&c, &c.entries[i], NULL), TENSEN_OK);
	}
	assert_true(container_find(&c, "PACK")->stored_size < sizeof text / 4);
	buf_clear(&owned);
	filemap_close(&m);
}

static void
the_same_sections_give_the_same_bytes(void **state)
{
	filemap a;
	uint8_t *first;

	(void)state;
	make_file(&a, "determinism", 11);
	first = malloc(a.n);
	memcpy(first, a.p, a.n);
	filemap_close(&a);
	make_file(&a, "determinism", 11);
	assert_memory_equal(first, a.p, a.n);
	filemap_close(&a);
	free(first);
}

static void
a_missing_section_and_an_unexpected_packed_one_are_named(void **state)
{
	filemap m;
	container c;
	span s;
	tensen_error err;

	(void)state;
	make_file(&m, "abc", 3);
	assert_int_equal(container_parse(&c, m.p, m.n, NULL), TENSEN_OK);
	assert_int_equal(container_get(&c, "GONE", 1, &s, NULL, &err), TENSEN_E_CORRUPT);
	assert_non_null(strstr(err.message, "GONE"));
	assert_int_equal(container_get(&c, "PACK", 1, &s, NULL, &err), TENSEN_E_CORRUPT);
	assert_non_null(strstr(err.message, "PACK"));
	filemap_close(&m);
}

/* The raw size is read from the file: no memory is taken for an absurd one, though
 * the frame itself may repeat it. */
static void
a_packed_section_of_absurd_size_is_refused_before_memory_is_taken(void **state)
{
	static const uint64_t sizes[] = {(uint64_t)1 << 40, UINT64_MAX, UINT64_MAX - 1, 4};

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		filemap m;
		container c;
		tensen_status st;
		tensen_error err;
		buf owned = BUF_INIT;
		span s;
		uint8_t *f;
		make_file(&m, "abcabcabc", 9);
		f = malloc(m.n);
		memcpy(f, m.p, m.n);
		put_u64(f + 32 + 48 + 24, sizes[i]);
		sign_table(f);
		st = container_parse(&c, f, m.n, &err);
		if (st == TENSEN_OK)
			st = container_get(&c, "PACK", 1, &s, &owned, &err);
		assert_int_equal(st, TENSEN_E_CORRUPT);
		buf_clear(&owned);
		free(f);
		filemap_close(&m);
	}
}

static void
an_aborted_file_leaves_what_was_there(void **state)
{
	container_writer *w;
	filemap m;

	(void)state;
	make_file(&m, "abc", 3);
	filemap_close(&m);
	assert_int_equal(container_create(&w, place("file"), NULL), TENSEN_OK);
	container_put(w, "XXXX", CODEC_STORED, "x", 1);
	container_abort(w);
	container_abort(NULL);
	assert_int_equal(filemap_open(&m, place("file"), NULL), TENSEN_OK);
	assert_memory_equal(m.p, CONTAINER_MAGIC, 8);
	filemap_close(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_file_made_by_hand_from_the_specification_is_read),
	    cmocka_unit_test(an_index_without_sections_is_a_header_alone),
	    cmocka_unit_test(every_fault_of_the_header_is_named),
	    cmocka_unit_test(every_fault_of_the_table_is_named),
	    cmocka_unit_test(every_truncation_is_refused),
	    cmocka_unit_test(every_changed_bit_is_refused_or_in_a_gap),
	    cmocka_unit_test(a_newer_minor_is_read),
	    cmocka_unit_test_setup_teardown(
		what_was_put_comes_out_stored_packed_or_in_pieces, place_make, place_remove),
	    cmocka_unit_test_setup_teardown(
		the_same_sections_give_the_same_bytes, place_make, place_remove),
	    cmocka_unit_test_setup_teardown(
		a_missing_section_and_an_unexpected_packed_one_are_named, place_make, place_remove),
	    cmocka_unit_test_setup_teardown(
		a_packed_section_of_absurd_size_is_refused_before_memory_is_taken, place_make,
		place_remove),
	    cmocka_unit_test_setup_teardown(
		an_aborted_file_leaves_what_was_there, place_make, place_remove),
	};
	return cmocka_run_group_tests_name("container", tests, NULL, NULL);
}
