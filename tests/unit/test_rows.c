/* The columns of rows: added rows are found again by row, id and number; no value of a file leads
 * outside its table. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "index/store/rows.h"
#include "index/store/rows_format.h"
#include "util/bytes.h"

static void
add(rows_writer *w, const char *id, uint8_t primary, uint64_t mask, const char *number)
{
	uint32_t groups[] = {rows_group(w, SPAN_LIT("A63F 5")), rows_group(w, SPAN_LIT("B01D 53"))};
	uint32_t applicants[] = {
	    rows_applicant(w, span_of(id)), rows_applicant(w, SPAN_LIT("甲社"))};
	span keys[] = {span_of(id), span_of(number)};
	row_info r = {.id = span_of(id),
	    .title = SPAN_LIT("回転装置"),
	    .date = 20240131,
	    .status = 1,
	    .flags = ROW_OPEN,
	    .primary = primary,
	    .mask = mask,
	    .hash = 77,
	    .groups = groups,
	    .applicants = applicants,
	    .n_groups = primary % 3 ? 2 : 0,
	    .n_applicants = 2,
	    .keys = keys,
	    .n_keys = 2};

	rows_add(w, &r);
}

/* Twenty rows; the section begins at an address that 8 divides. */
static void
make(buf *out)
{
	rows_writer *w;
	char id[32], number[32];

	assert_int_equal(rows_writer_new(&w, NULL, NULL), TENSEN_OK);
	for (uint8_t i = 0; i < 20; i++) {
		snprintf(id, sizeof id, "特開2099-%03u", i);
		snprintf(number, sizeof number, "JP-%03u", i);
		add(w, id, i < 18 ? (uint8_t)(i + 1) : 0, i < 18 ? (uint64_t)1 << i : 0, number);
	}
	assert_int_equal(rows_writer_end(w, sink_to_buf, out, NULL), TENSEN_OK);
}

static void
every_column_of_every_row_comes_back(void **state)
{
	buf b = BUF_INIT;
	rows r;
	char id[32];

	(void)state;
	make(&b);
	assert_int_equal(rows_open(&r, b.p, b.n, NULL), TENSEN_OK);
	assert_int_equal(r.n, 20);
	assert_int_equal(r.n_groups, 2);
	assert_int_equal(r.n_applicants, 21); /* equal names have one number */
	for (uint32_t i = 0; i < 20; i++) {
		uint32_t n;
		const uint32_t *v;
		snprintf(id, sizeof id, "特開2099-%03u", i);
		assert_true(span_eq(rows_id(&r, i), span_of(id)));
		assert_true(span_eq(rows_title(&r, i), SPAN_LIT("回転装置")));
		assert_int_equal(r.primary[i], i < 18 ? i + 1 : 0);
		assert_true(r.mask[i] == (i < 18 ? (uint64_t)1 << i : 0));
		assert_int_equal(r.date[i], 20240131);
		assert_int_equal(r.flags[i], ROW_OPEN);
		assert_int_equal(r.status[i], 1);
		assert_int_equal(r.hash[i], 77);
		v = rows_groups(&r, i, &n);
		assert_int_equal(n, r.primary[i] % 3 ? 2 : 0);
		if (n)
			assert_true(span_eq(rows_group_name(&r, v[1]), SPAN_LIT("B01D 53")));
		v = rows_applicants(&r, i, &n);
		assert_int_equal(n, 2);
		assert_true(span_eq(rows_applicant_name(&r, v[0]), span_of(id)));
		assert_true(span_eq(rows_applicant_name(&r, v[1]), SPAN_LIT("甲社")));
	}
	buf_clear(&b);
}

static void
ids_and_numbers_lead_to_their_row_and_others_nowhere(void **state)
{
	buf b = BUF_INIT;
	rows r;

	(void)state;
	make(&b);
	assert_int_equal(rows_open(&r, b.p, b.n, NULL), TENSEN_OK);
	for (uint32_t i = 0; i < 20; i++) {
		char number[32];
		int n = snprintf(number, sizeof number, "JP-%03u", i);
		assert_int_equal(rows_find(&r, rows_id(&r, i)), i);
		assert_int_equal(rows_find(&r, (span){number, (size_t)n}), i);
	}
	assert_int_equal(rows_find(&r, SPAN_LIT("JP-020")), ROW_NONE);
	assert_int_equal(rows_find(&r, SPAN_LIT("")), ROW_NONE);
	buf_clear(&b);
}

static void
an_id_is_meant_before_a_number_of_another_row(void **state)
{
	rows_writer *w;
	buf b = BUF_INIT;
	rows r;

	(void)state;
	assert_int_equal(rows_writer_new(&w, NULL, NULL), TENSEN_OK);
	add(w, "A", 1, 1, "B"); /* row 0 is also known as B */
	add(w, "B", 2, 2, "X");
	add(w, "C", 3, 4, "X"); /* two rows of one number: the first */
	assert_int_equal(rows_writer_end(w, sink_to_buf, &b, NULL), TENSEN_OK);
	assert_int_equal(rows_open(&r, b.p, b.n, NULL), TENSEN_OK);
	assert_int_equal(rows_find(&r, SPAN_LIT("B")), 1);
	assert_int_equal(rows_find(&r, SPAN_LIT("X")), 1);
	buf_clear(&b);
}

static void
no_rows_at_all_are_legal(void **state)
{
	rows_writer *w;
	buf b = BUF_INIT;
	rows r;

	(void)state;
	assert_int_equal(rows_writer_new(&w, NULL, NULL), TENSEN_OK);
	assert_int_equal(rows_writer_end(w, sink_to_buf, &b, NULL), TENSEN_OK);
	assert_int_equal(rows_open(&r, b.p, b.n, NULL), TENSEN_OK);
	assert_int_equal(r.n, 0);
	assert_int_equal(rows_find(&r, SPAN_LIT("A")), ROW_NONE);
	buf_clear(&b);
	rows_writer_free(NULL);
}

/* STRTAB_NONE is what an exhausted table of names answers. */
static void
a_name_that_found_no_memory_fails_the_section(void **state)
{
	static const uint32_t none = STRTAB_NONE;
	rows_writer *w;
	buf b = BUF_INIT;
	row_info r = {.id = SPAN_LIT("A"), .groups = &none, .n_groups = 1};

	(void)state;
	assert_int_equal(rows_writer_new(&w, NULL, NULL), TENSEN_OK);
	rows_add(w, &r);
	assert_int_equal(rows_writer_end(w, sink_to_buf, &b, NULL), TENSEN_E_NOMEM);
	buf_clear(&b);
}

static tensen_status
open_checked(rows *r, const void *p, size_t n, tensen_error *err)
{
	tensen_status st = rows_open(r, p, n, err);

	return st == TENSEN_OK ? rows_check(r, err) : st;
}

static void
every_truncation_is_refused(void **state)
{
	buf b = BUF_INIT;

	(void)state;
	make(&b);
	for (size_t n = 0; n < b.n; n++) {
		char *exact = aligned_alloc(8, n / 8 * 8 + 8);
		tensen_error err = {.code = TENSEN_OK};
		rows r;
		memcpy(exact, b.p, n);
		assert_int_equal(open_checked(&r, exact, n, &err), TENSEN_E_CORRUPT);
		assert_true(err.message[0] != '\0');
		free(exact);
	}
	buf_clear(&b);
}

/* Fields index tables of 35: a number beyond them is refused here, once for all. */
static void
a_row_of_an_impossible_field_is_refused(void **state)
{
	static const struct {
		uint8_t primary;
		uint64_t mask;
	} cases[] = {
	    {1, (uint64_t)1 << 35 | 1}, {1, UINT64_MAX}, {36, 1}, {255, 1}, {2, 1}, {0, 1}, {1, 0}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		rows_writer *w;
		buf b = BUF_INIT;
		rows r;
		tensen_error err;
		assert_int_equal(rows_writer_new(&w, NULL, NULL), TENSEN_OK);
		add(w, "A", cases[i].primary, cases[i].mask, "B");
		assert_int_equal(rows_writer_end(w, sink_to_buf, &b, NULL), TENSEN_OK);
		if (open_checked(&r, b.p, b.n, &err) != TENSEN_E_CORRUPT)
			fail_msg("primary %u of mask %llx was accepted", cases[i].primary,
			    (unsigned long long)cases[i].mask);
		buf_clear(&b);
	}
}

/* An end that lies elsewhere, a group and a row that do not exist: nothing is read, and the answer
 * can be refused. */
static void
what_points_outside_its_table_is_empty_and_noted(void **state)
{
	buf b = BUF_INIT;
	rows r;
	uint32_t n;
	int damaged = 0;

	(void)state;
	make(&b);
	assert_int_equal(open_checked(&r, b.p, b.n, NULL), TENSEN_OK);
	r.damaged = &damaged;
	for (uint32_t i = 0; i < r.n; i++) {
		span id = rows_id(&r, i);
		assert_int_equal(id.p[id.n], '\0');
		rows_title(&r, i);
		rows_groups(&r, i, &n);
		assert_int_equal(rows_find(&r, id), i);
	}
	assert_int_equal(damaged, 0);
	((uint64_t *)(uintptr_t)r.title_end)[0] = UINT64_MAX;
	assert_int_equal(rows_title(&r, 0).n, 0);
	assert_int_equal(damaged, 1);
	assert_int_equal(rows_title(&r, 1).n, 0);
	damaged = 0;
	((uint32_t *)(uintptr_t)r.group_of)[0] = r.n_groups;
	rows_groups(&r, 0, &n);
	assert_int_equal(n, 0);
	assert_int_equal(damaged, 1);
	damaged = 0;
	for (uint32_t i = 0; i < r.n_keys; i++)
		((uint32_t *)(uintptr_t)r.key_row)[i] = r.n;
	assert_int_equal(rows_find(&r, rows_id(&r, 0)), ROW_NONE);
	assert_int_equal(damaged, 1);
	assert_int_equal(rows_check(&r, NULL), TENSEN_E_CORRUPT);
	buf_clear(&b);
}

/* Whatever a changed byte does, everything can be read without leaving the section. */
static void
no_changed_byte_leads_outside(void **state)
{
	buf b = BUF_INIT;
	char *copy;

	(void)state;
	make(&b);
	copy = malloc(b.n);
	for (size_t at = 0; at < b.n; at++)
		for (unsigned change = 1; change < 256; change *= 11) {
			rows r;
			size_t sum = 0;
			memcpy(copy, b.p, b.n);
			copy[at] = (char)(copy[at] ^ (char)change);
			if (rows_open(&r, copy, b.n, NULL) < 0)
				continue;
			for (uint32_t i = 0; i < r.n; i++) {
				uint32_t n;
				const uint32_t *v = rows_groups(&r, i, &n);
				span id = rows_id(&r, i);
				for (size_t k = 0; k < id.n; k++)
					sum += (unsigned char)id.p[k];
				for (uint32_t k = 0; k < n; k++)
					sum += rows_group_name(&r, v[k]).n;
				v = rows_applicants(&r, i, &n);
				for (uint32_t k = 0; k < n; k++)
					sum += rows_applicant_name(&r, v[k]).n;
				sum += rows_title(&r, i).n;
			}
			assert_true(sum > 0);
			rows_find(&r, SPAN_LIT("特開2099-007"));
		}
	free(copy);
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_column_of_every_row_comes_back),
	    cmocka_unit_test(ids_and_numbers_lead_to_their_row_and_others_nowhere),
	    cmocka_unit_test(an_id_is_meant_before_a_number_of_another_row),
	    cmocka_unit_test(no_rows_at_all_are_legal),
	    cmocka_unit_test(a_name_that_found_no_memory_fails_the_section),
	    cmocka_unit_test(every_truncation_is_refused),
	    cmocka_unit_test(a_row_of_an_impossible_field_is_refused),
	    cmocka_unit_test(what_points_outside_its_table_is_empty_and_noted),
	    cmocka_unit_test(no_changed_byte_leads_outside),
	};
	return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
