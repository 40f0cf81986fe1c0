/* Stored documents are read as they were written, whatever their size; no tail is trusted. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "index/store/docstore.h"
#include "util/rng.h"

/* Records in blocks, as a build packs them. */
typedef struct packing {
	docstore_writer *w;
	docstore_packer *packer;
	buf raw, packed;
	uint32_t n;
} packing;

static void
end_block(packing *b)
{
	docstore_block one = {.raw_size = (uint32_t)b->raw.n, .n_records = b->n};

	if (!b->n)
		return;
	assert_int_equal(
	    docstore_pack(b->packer, (span){b->raw.p, b->raw.n}, &b->packed, NULL), TENSEN_OK);
	one.packed = (span){b->packed.p, b->packed.n};
	assert_int_equal(docstore_writer_block(b->w, &one, NULL), TENSEN_OK);
	buf_reset(&b->raw);
	b->n = 0;
}

static void
add_record(packing *b, span record)
{
	if (!b->packer)
		assert_int_equal(docstore_packer_new(&b->packer, b->w, NULL), TENSEN_OK);
	if (!docstore_fits(b->raw.n, record.n))
		end_block(b);
	docstore_put_record(&b->raw, record);
	b->n++;
}

static tensen_status
end_records(packing *b, tensen_error *err)
{
	end_block(b);
	docstore_packer_free(b->packer);
	bufs_clear(&b->raw, &b->packed);
	return docstore_writer_end(b->w, err);
}

/* Record i of a corpus of short texts that resemble each other. */
static void
record(buf *out, uint32_t i)
{
	static const char *const words[] = {
	    "制御装置", "振動", "軸受", "流体", "樹脂", "回転体", "電極", "冷却", "搬送", "検出"};
	rng r = {i};

	buf_reset(out);
	buf_printf(out, "特開2099-%06u【課題】", i);
	for (uint32_t k = 0; k < 40 + i % 50; k++)
		buf_printf(out, "%sを%sする", words[rng_below(&r, 10)], words[rng_below(&r, 10)]);
}

static void
make(buf *section, uint32_t n, int with_samples)
{
	packing all = {0};
	buf one = BUF_INIT, samples = BUF_INIT;
	size_t *sizes = calloc(n + 1, sizeof *sizes);

	for (uint32_t i = 0; with_samples && i < n; i++) {
		record(&one, i);
		buf_span(&samples, (span){one.p, one.n});
		sizes[i] = one.n;
	}
	assert_int_equal(docstore_writer_new(&all.w, n, DOCSTORE_TEXTS, samples.p, sizes,
			     with_samples ? n : 0, sink_to_buf, section, NULL),
	    TENSEN_OK);
	for (uint32_t i = 0; i < n; i++) {
		record(&one, i);
		add_record(&all, (span){one.p, one.n});
	}
	assert_int_equal(end_records(&all, NULL), TENSEN_OK);
	buf_clear(&one);
	buf_clear(&samples);
	free(sizes);
}

static void
assert_all_there(const buf *section, uint32_t n)
{
	docstore *d;
	docstore_scratch *s;
	buf one = BUF_INIT;
	rng r = {5};

	assert_int_equal(docstore_open(&d, section->p, section->n, NULL), TENSEN_OK);
	assert_int_equal(docstore_scratch_new(&s, NULL), TENSEN_OK);
	assert_int_equal(docstore_count(d), n);
	for (uint32_t k = 0; k < 2 * n; k++) {
		uint32_t i = k < n ? k : rng_below(&r, n); /* in order, then anyhow */
		span got;
		record(&one, i);
		assert_int_equal(docstore_get(d, s, i, &got, NULL), TENSEN_OK);
		assert_true(span_eq(got, (span){one.p, one.n}));
	}
	docstore_scratch_free(s);
	docstore_close(d);
	buf_clear(&one);
}

static void
records_come_back_in_any_order_with_a_dictionary_or_without(void **state)
{
	buf with = BUF_INIT, without = BUF_INIT;

	(void)state;
	make(&without, 700, 0);
	make(&with, 700, 1);
	assert_all_there(&without, 700);
	assert_all_there(&with, 700);
	assert_true(with.n != without.n); /* a dictionary was in fact made */
	buf_clear(&with);
	buf_clear(&without);
}

static void
the_same_records_give_the_same_bytes(void **state)
{
	buf a = BUF_INIT, b = BUF_INIT;

	(void)state;
	make(&a, 300, 1);
	make(&b, 300, 1);
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p, b.p, a.n);
	buf_clear(&a);
	buf_clear(&b);
}

static void
one_record_and_no_record_are_stores_too(void **state)
{
	buf one = BUF_INIT, none = BUF_INIT;
	docstore *d;
	docstore_scratch *s;
	span got;

	(void)state;
	make(&one, 1, 0);
	assert_all_there(&one, 1);
	make(&none, 0, 0);
	assert_int_equal(docstore_open(&d, none.p, none.n, NULL), TENSEN_OK);
	assert_int_equal(docstore_count(d), 0);
	assert_int_equal(docstore_scratch_new(&s, NULL), TENSEN_OK);
	assert_int_equal(docstore_get(d, s, 0, &got, NULL), TENSEN_E_ARG);
	docstore_scratch_free(s);
	docstore_close(d);
	docstore_close(NULL);
	docstore_scratch_free(NULL);
	buf_clear(&one);
	buf_clear(&none);
}

/* Large blocks have slots of their own, and several take turns in one. */
static void
large_records_are_right_in_any_order(void **state)
{
	enum { N = 40 };
	packing all = {0};
	docstore *d;
	docstore_scratch *s;
	buf one = BUF_INIT, section = BUF_INIT;
	rng r = {7};

	(void)state;
	assert_int_equal(docstore_writer_new(
			     &all.w, N, DOCSTORE_TEXTS, NULL, NULL, 0, sink_to_buf, &section, NULL),
	    TENSEN_OK);
	for (uint32_t i = 0; i < N; i++) {
		buf_reset(&one);
		for (uint32_t k = 0; k < 5000 * (i % 4 + 1) * (i % 4 + 1); k++)
			buf_printf(&one, "%u ", i * k);
		add_record(&all, (span){one.p, one.n});
	}
	assert_int_equal(end_records(&all, NULL), TENSEN_OK);
	assert_int_equal(docstore_open(&d, section.p, section.n, NULL), TENSEN_OK);
	assert_int_equal(docstore_scratch_new(&s, NULL), TENSEN_OK);
	for (int round = 0; round < 4 * N; round++) {
		uint32_t i = rng_below(&r, N);
		span got;
		assert_int_equal(docstore_get(d, s, i, &got, NULL), TENSEN_OK);
		buf_reset(&one);
		for (uint32_t k = 0; k < 5000 * (i % 4 + 1) * (i % 4 + 1); k++)
			buf_printf(&one, "%u ", i * k);
		assert_int_equal(got.n, one.n);
		assert_memory_equal(got.p, one.p, one.n);
	}
	docstore_scratch_free(s);
	docstore_close(d);
	buf_clear(&one);
	buf_clear(&section);
}

static void
empty_and_huge_records_stand_beside_each_other(void **state)
{
	static const size_t sizes[] = {0, 1, 0, 5000000, 0, 32768, 32767, 3, 0};
	enum { N = sizeof sizes / sizeof *sizes };
	packing all = {0};
	docstore *d;
	docstore_scratch *s;
	buf section = BUF_INIT;
	char *big = malloc(5000000);

	(void)state;
	for (size_t i = 0; i < 5000000; i++)
		big[i] = (char)rng_at(3, i / 3);
	assert_int_equal(docstore_writer_new(
			     &all.w, N, DOCSTORE_TEXTS, NULL, NULL, 0, sink_to_buf, &section, NULL),
	    TENSEN_OK);
	for (int i = 0; i < N; i++)
		add_record(&all, (span){big, sizes[i]});
	assert_int_equal(end_records(&all, NULL), TENSEN_OK);
	assert_int_equal(docstore_open(&d, section.p, section.n, NULL), TENSEN_OK);
	assert_int_equal(docstore_scratch_new(&s, NULL), TENSEN_OK);
	for (uint32_t i = N; i-- > 0;) {
		span got;
		assert_int_equal(docstore_get(d, s, i, &got, NULL), TENSEN_OK);
		assert_true(span_eq(got, (span){big, sizes[i]}));
	}
	docstore_scratch_free(s);
	docstore_close(d);
	buf_clear(&section);
	free(big);
}

static void
a_count_that_was_not_kept_is_an_error(void **state)
{
	packing all = {0};
	buf section = BUF_INIT;
	tensen_error err;

	(void)state;
	assert_int_equal(docstore_writer_new(
			     &all.w, 2, DOCSTORE_TEXTS, NULL, NULL, 0, sink_to_buf, &section, NULL),
	    TENSEN_OK);
	add_record(&all, SPAN_LIT("one"));
	assert_int_equal(end_records(&all, &err), TENSEN_E_ARG);
	assert_non_null(strstr(err.message, "1 records added, 2 announced"));
	buf_clear(&section);
}

static void
a_block_beyond_the_limit_is_refused_by_name(void **state)
{
	packing all = {0};
	buf section = BUF_INIT;
	tensen_error err;

	(void)state;
	assert_int_equal(docstore_writer_new(
			     &all.w, 1, DOCSTORE_TEXTS, NULL, NULL, 0, sink_to_buf, &section, NULL),
	    TENSEN_OK);
	assert_int_equal(
	    docstore_writer_block(all.w, &(docstore_block){.raw_size = 1u << 31}, &err),
	    TENSEN_E_INPUT);
	assert_non_null(strstr(err.message, "2147483648 bytes"));
	docstore_writer_free(all.w);
	buf_clear(&section);
}

/* Of 300 records every second is a document, the last first. */
static void
make_ordered(buf *section, uint32_t order[150], tensen_status want)
{
	packing all = {0};
	buf one = BUF_INIT;

	assert_int_equal(docstore_writer_new(&all.w, 150, DOCSTORE_TEXTS, NULL, NULL, 0,
			     sink_to_buf, section, NULL),
	    TENSEN_OK);
	for (uint32_t i = 0; i < 300; i++) {
		record(&one, i);
		add_record(&all, (span){one.p, one.n});
	}
	docstore_writer_order(all.w, order);
	assert_int_equal(end_records(&all, NULL), want);
	buf_clear(&one);
}

static void
an_order_says_which_record_is_whose(void **state)
{
	buf section = BUF_INIT, one = BUF_INIT;
	uint32_t order[150];
	docstore *d;
	docstore_scratch *s;
	span got;

	(void)state;
	for (uint32_t i = 0; i < 150; i++)
		order[i] = 298 - 2 * i;
	make_ordered(&section, order, TENSEN_OK);
	assert_int_equal(docstore_open(&d, section.p, section.n, NULL), TENSEN_OK);
	assert_int_equal(docstore_scratch_new(&s, NULL), TENSEN_OK);
	assert_int_equal(docstore_count(d), 150);
	assert_int_equal(docstore_records(d), 300);
	for (uint32_t i = 0; i < 150; i++) {
		record(&one, order[i]);
		assert_int_equal(docstore_record_of(d, i), order[i]);
		assert_int_equal(docstore_get(d, s, i, &got, NULL), TENSEN_OK);
		assert_true(span_eq(got, (span){one.p, one.n}));
	}
	assert_int_equal(docstore_get(d, s, 150, &got, NULL), TENSEN_E_ARG);
	section.p[section.n - 32 - 4 * 150 + 2] = 1; /* document 0: record 65834 */
	assert_int_equal(docstore_get(d, s, 0, &got, NULL), TENSEN_E_CORRUPT);
	docstore_scratch_free(s);
	docstore_close(d);
	order[7] = 300;
	make_ordered(&section, order, TENSEN_E_ARG);
	buf_clear(&section);
	buf_clear(&one);
}

/* Read all of a store that may be broken: any answer but a crash. */
static int
survives(const void *bytes, size_t n)
{
	docstore *d;
	docstore_scratch *s;
	tensen_error err = {.code = TENSEN_OK};
	int bad = docstore_open(&d, bytes, n, &err) < 0;

	if (bad) {
		assert_true(err.message[0] != '\0');
		return 0;
	}
	assert_int_equal(docstore_scratch_new(&s, NULL), TENSEN_OK);
	for (uint32_t i = 0; i < docstore_count(d) && i < 1000; i++) {
		span got;
		if (docstore_get(d, s, i, &got, &err) < 0) {
			assert_int_equal(err.code, TENSEN_E_CORRUPT);
			bad = 1;
		}
	}
	docstore_scratch_free(s);
	docstore_close(d);
	return !bad;
}

static void
every_truncation_is_refused(void **state)
{
	buf section = BUF_INIT;

	(void)state;
	make(&section, 200, 1);
	for (size_t n = 0; n < section.n; n += n + 200 < section.n && n > 200 ? 97 : 1) {
		char *exact = malloc(n ? n : 1);
		memcpy(exact, section.p, n);
		assert_false(survives(exact, n));
		free(exact);
	}
	buf_clear(&section);
}

static void
no_changed_byte_of_table_or_tail_leads_outside(void **state)
{
	static const uint8_t changes[] = {1, 0x80, 0xff};
	buf section = BUF_INIT;
	size_t table;
	char *exact;

	(void)state;
	make(&section, 200, 0);
	exact = malloc(section.n);
	table = section.n - 32 - 16 * 8; /* some entries of the table and the tail */
	for (size_t at = table; at < section.n; at++)
		for (size_t k = 0; k < sizeof changes; k++) {
			memcpy(exact, section.p, section.n);
			exact[at] = (char)(exact[at] ^ (char)changes[k]);
			survives(exact, section.n);
		}
	memcpy(exact, section.p, section.n);
	assert_true(survives(exact, section.n));
	free(exact);
	buf_clear(&section);
}

/* Every bit of the number counts, also those that a real number never has. */
static void
a_number_of_records_beyond_32_bits_is_damage(void **state)
{
	buf section = BUF_INIT;
	docstore *d;
	tensen_error err;

	(void)state;
	make(&section, 200, 0);
	section.p[section.n - 4] = 1;
	assert_int_equal(docstore_open(&d, section.p, section.n, &err), TENSEN_E_CORRUPT);
	assert_string_equal(err.message, "stored documents: 4294967296 records");
	buf_clear(&section);
}

static void
a_broken_dictionary_is_damage_not_lack_of_memory(void **state)
{
	buf section = BUF_INIT;
	docstore *d;
	tensen_error err;
	uint64_t blocks;
	char *dict;

	(void)state;
	make(&section, 700, 1);
	memcpy(&blocks, section.p + section.n - 32, 8);
	dict = section.p + blocks;
	memset(dict + 8, 0xff, 200); /* its magic stays */
	assert_int_equal(docstore_open(&d, section.p, section.n, &err), TENSEN_E_CORRUPT);
	assert_non_null(strstr(err.message, "dictionary"));
	buf_clear(&section);
}

/* Two stores of n records each, joined so that rows alternate between them. */
typedef struct joined {
	buf sections[2];
	docstore *parts[2], *all;
	uint32_t n, row_of[200];
	uint16_t part_of[200];
} joined;

static tensen_status
join(joined *j, uint32_t n)
{
	docstore_parts of = {(const docstore *const *)j->parts, 2, 2 * n, j->part_of, j->row_of};

	for (int p = 0; p < 2; p++) {
		j->sections[p] = (buf)BUF_INIT;
		make(&j->sections[p], n, p);
		assert_int_equal(
		    docstore_open(&j->parts[p], j->sections[p].p, j->sections[p].n, NULL),
		    TENSEN_OK);
	}
	return docstore_join(&j->all, &of, NULL);
}

static void
unjoin(joined *j)
{
	docstore_close(j->all);
	for (int p = 0; p < 2; p++) {
		docstore_close(j->parts[p]);
		buf_clear(&j->sections[p]);
	}
}

static void
joined_stores_give_the_records_of_their_parts(void **state)
{
	static joined j;
	docstore_scratch *s;
	buf one = BUF_INIT;
	span got;

	(void)state;
	for (uint32_t i = 0; i < 200; i++) {
		j.part_of[i] = i % 2;
		j.row_of[i] = 99 - i / 2;
	}
	assert_int_equal(join(&j, 100), TENSEN_OK);
	assert_int_equal(docstore_count(j.all), 200);
	assert_int_equal(docstore_scratch_new(&s, NULL), TENSEN_OK);
	for (uint32_t i = 0; i < 200; i++) {
		record(&one, j.row_of[i]);
		assert_int_equal(docstore_get(j.all, s, i, &got, NULL), TENSEN_OK);
		assert_true(span_eq(got, (span){one.p, one.n}));
	}
	assert_int_equal(docstore_get(j.all, s, 200, &got, NULL), TENSEN_E_ARG);
	docstore_scratch_free(s);
	buf_clear(&one);
	unjoin(&j);
}

static void
a_row_that_no_part_has_is_damage(void **state)
{
	static joined j;

	(void)state;
	for (uint32_t i = 0; i < 20; i++)
		j.row_of[i] = i / 2;
	j.row_of[7] = 10; /* of 10 */
	assert_int_equal(join(&j, 10), TENSEN_E_CORRUPT);
	unjoin(&j);
	j.row_of[7] = 3;
	j.part_of[7] = 2; /* of 2 */
	assert_int_equal(join(&j, 10), TENSEN_E_CORRUPT);
	unjoin(&j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(records_come_back_in_any_order_with_a_dictionary_or_without),
	    cmocka_unit_test(the_same_records_give_the_same_bytes),
	    cmocka_unit_test(one_record_and_no_record_are_stores_too),
	    cmocka_unit_test(large_records_are_right_in_any_order),
	    cmocka_unit_test(empty_and_huge_records_stand_beside_each_other),
	    cmocka_unit_test(a_count_that_was_not_kept_is_an_error),
	    cmocka_unit_test(an_order_says_which_record_is_whose),
	    cmocka_unit_test(a_block_beyond_the_limit_is_refused_by_name),
	    cmocka_unit_test(every_truncation_is_refused),
	    cmocka_unit_test(no_changed_byte_of_table_or_tail_leads_outside),
	    cmocka_unit_test(a_number_of_records_beyond_32_bits_is_damage),
	    cmocka_unit_test(a_broken_dictionary_is_damage_not_lack_of_memory),
	    cmocka_unit_test(joined_stores_give_the_records_of_their_parts),
	    cmocka_unit_test(a_row_that_no_part_has_is_damage),
	};
	return cmocka_run_group_tests_name("docstore", tests, NULL, NULL);
}
