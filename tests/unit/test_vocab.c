/* The vocabulary: which terms are kept, their order, and their written form. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "engine/build/term_counts.h"
#include "text/analyzer.h"

static const struct {
	const char *s;
	uint32_t df;
	uint8_t kind;
} candidates[] = {{"振動", 3, TERM_WORD}, {"bearing", 2, TERM_WORD}, {"稀", 1, TERM_WORD},
    {"装置", 10, TERM_WORD}, {"振動>抑制", 2, TERM_FUNCTION}, {"振", 4, TERM_WORD},
    {"振動抑制装置", 5, TERM_COMPOUND}, {"a", 2, TERM_WORD}};
#define N (sizeof candidates / sizeof *candidates)

/* The candidates counted: number i in the term_counts is candidate i, in df documents. */
static void
make(vocab *v, uint32_t remap[N], uint32_t n_docs, vocab_rule rule)
{
	term_counts *c;
	uint32_t *numbers;
	uint64_t *rare;
	buf shown = BUF_INIT;

	assert_int_equal(term_counts_new(&c, "vocab", 1 << 20, 1, NULL), TENSEN_OK);
	for (uint32_t d = 0; d < n_docs; d++) {
		for (uint32_t i = 0; i < N; i++)
			if (d == 0 || d < candidates[i].df)
				assert_int_equal(term_counts_add(c, span_of(candidates[i].s),
						     SPAN_LIT(""), candidates[i].kind),
				    i);
		assert_int_equal(term_counts_document(c, NULL), TENSEN_OK);
	}
	assert_int_equal(term_counts_finish(c, NULL), TENSEN_OK);
	assert_int_equal(term_counts_choose(c, v, &rule, N, &shown, NULL), TENSEN_OK);
	assert_int_equal(term_counts_remap(c, 0, &numbers, &rare, NULL), TENSEN_OK);
	free(rare);
	memcpy(remap, numbers, N * sizeof *remap);
	free(numbers);
	buf_clear(&shown);
	term_counts_free(c);
}

static void
terms_are_numbered_in_byte_order_and_keep_what_belongs_to_them(void **state)
{
	vocab v;
	uint32_t remap[N];

	(void)state;
	make(&v, remap, 12, (vocab_rule){1, 1.0});
	assert_int_equal(v.terms.n, N);
	for (uint32_t i = 1; i < v.terms.n; i++) {
		span a = vocab_term(&v, i - 1), b = vocab_term(&v, i);
		int c = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);
		assert_true(c < 0 || (c == 0 && a.n < b.n));
	}
	for (size_t i = 0; i < N; i++) {
		assert_int_equal(vocab_find(&v, span_of(candidates[i].s)), remap[i]);
		assert_int_equal(v.df[remap[i]], candidates[i].df);
		assert_int_equal(v.kind[remap[i]], candidates[i].kind);
	}
	assert_int_equal(vocab_find(&v, SPAN_LIT("未知")), VOCAB_NONE);
	vocab_clear(&v);
}

static void
terms_too_rare_or_too_common_are_dropped(void **state)
{
	vocab v;
	uint32_t remap[N];

	(void)state;
	make(&v, remap, 12, (vocab_rule){2, 0.5});
	assert_int_equal(vocab_find(&v, SPAN_LIT("稀")), VOCAB_NONE);
	assert_int_equal(remap[2], VOCAB_NONE);
	assert_int_equal(vocab_find(&v, SPAN_LIT("装置")), VOCAB_NONE);
	assert_int_equal(remap[3], VOCAB_NONE);
	assert_int_equal(v.terms.n, N - 2);
	vocab_clear(&v);
}

static void
a_rule_that_keeps_nothing_gives_an_empty_vocabulary(void **state)
{
	vocab v, back;
	uint32_t remap[N];
	buf b = BUF_INIT;

	(void)state;
	make(&v, remap, 12, (vocab_rule){100, 1.0});
	assert_int_equal(v.terms.n, 0);
	for (size_t i = 0; i < N; i++)
		assert_int_equal(remap[i], VOCAB_NONE);
	vocab_write(&b, &v);
	assert_int_equal(vocab_read(&back, (span){b.p, b.n}, NULL), TENSEN_OK);
	assert_int_equal(back.terms.n, 0);
	assert_int_equal(vocab_find(&back, SPAN_LIT("a")), VOCAB_NONE);
	vocab_clear(&v);
	vocab_clear(&back);
	buf_clear(&b);
}

static void
idf_is_smooth_and_never_below_one(void **state)
{
	vocab v;
	uint32_t remap[N];

	(void)state;
	make(&v, remap, 12, (vocab_rule){1, 1.0});
	for (size_t i = 0; i < N; i++) {
		double want = log((1.0 + 12) / (1.0 + candidates[i].df)) + 1;
		assert_float_equal(vocab_idf(&v, remap[i]), want, 1e-6);
		assert_true(vocab_idf(&v, remap[i]) >= 1);
	}
	vocab_clear(&v);
}

static void
what_is_written_is_read_back(void **state)
{
	vocab v, back;
	uint32_t remap[N];
	buf b = BUF_INIT;

	(void)state;
	make(&v, remap, 12, (vocab_rule){1, 1.0});
	vocab_write(&b, &v);
	assert_int_equal(vocab_read(&back, (span){b.p, b.n}, NULL), TENSEN_OK);
	assert_int_equal(back.terms.n, v.terms.n);
	assert_int_equal(back.n_docs, 12);
	for (uint32_t i = 0; i < v.terms.n; i++) {
		assert_true(span_eq(vocab_term(&v, i), vocab_term(&back, i)));
		assert_int_equal(v.df[i], back.df[i]);
		assert_int_equal(v.kind[i], back.kind[i]);
	}
	vocab_clear(&v);
	vocab_clear(&back);
	buf_clear(&b);
}

static tensen_status
read_bytes(const buf *b, tensen_error *err)
{
	vocab v;
	char *exact = malloc(b->n ? b->n : 1);
	tensen_status st;

	if (b->n)
		memcpy(exact, b->p, b->n);
	st = vocab_read(&v, (span){exact, b->n}, err);
	vocab_clear(&v); /* a failed read left nothing behind, or ASan reports it */
	free(exact);
	return st;
}

/* One term behind "abc": its form, kind, df. */
static tensen_status
read_second_term(const char *form, uint8_t kind, uint32_t df, tensen_error *err)
{
	buf b = BUF_INIT;
	uint32_t n = (uint32_t)strlen(form);
	tensen_status st;

	buf_u32(&b, 2); /* version, terms, documents, zero */
	buf_u32(&b, 2);
	buf_u32(&b, 10);
	buf_u32(&b, 0);
	buf_u32(&b, 1);
	buf_u32(&b, df);
	buf_u32(&b, 3);
	buf_u32(&b, 3 + n);
	buf_char(&b, 0);
	buf_char(&b, (char)kind);
	buf_str(&b, "abc");
	buf_str(&b, form);
	st = read_bytes(&b, err);
	buf_clear(&b);
	return st;
}

static void
every_broken_term_is_refused(void **state)
{
	static char longest[4098];
	tensen_error err;

	(void)state;
	assert_int_equal(read_second_term("abx", TERM_FUNCTION, 10, &err), TENSEN_OK);
	assert_int_equal(read_second_term("abc", 0, 1, &err), TENSEN_E_CORRUPT); /* twice */
	assert_non_null(strstr(err.message, "does not ascend"));
	assert_int_equal(read_second_term("aa", 0, 1, &err), TENSEN_E_CORRUPT); /* order */
	assert_int_equal(read_second_term("", 0, 1, &err), TENSEN_E_CORRUPT);
	assert_int_equal(read_second_term("abx", 0, 11, &err), TENSEN_E_CORRUPT);
	assert_non_null(strstr(err.message, "of 10"));
	assert_int_equal(read_second_term("abx", 3, 1, &err), TENSEN_E_CORRUPT); /* kind */
	memset(longest, 'x', sizeof longest - 1);
	assert_int_equal(read_second_term(longest, 0, 1, &err), TENSEN_E_CORRUPT);
	longest[4096] = '\0';
	assert_int_equal(read_second_term(longest, 0, 1, &err), TENSEN_OK);
}

/* Opening checks sizes; whatever a byte says, terms lie in the section. */
static void
no_changed_byte_leads_a_vocabulary_in_place_outside(void **state)
{
	vocab v, back;
	uint32_t remap[N];
	buf b = BUF_INIT;

	(void)state;
	make(&v, remap, 12, (vocab_rule){1, 1.0});
	vocab_write(&b, &v);
	for (size_t at = 0; at < b.n; at++)
		for (int change = 1; change < 256; change *= 3) {
			size_t sum = 0;
			b.p[at] = (char)(b.p[at] ^ change);
			if (vocab_open(&back, (span){b.p, b.n}, NULL) == TENSEN_OK)
				for (uint32_t i = 0; i < back.terms.n; i++) {
					span form = vocab_term(&back, i);
					for (size_t k = 0; k < form.n; k++)
						sum += (unsigned char)form.p[k];
					sum += vocab_find(&back, form) + (vocab_idf(&back, i) > 0);
				}
			vocab_clear(&back);
			b.p[at] = (char)(b.p[at] ^ change);
			assert_true(sum < SIZE_MAX);
		}
	vocab_clear(&v);
	buf_clear(&b);
}

static void
a_vocabulary_in_place_finds_what_one_in_memory_finds(void **state)
{
	vocab v, back;
	uint32_t remap[N];
	buf b = BUF_INIT;

	(void)state;
	make(&v, remap, 12, (vocab_rule){1, 1.0});
	vocab_write(&b, &v);
	assert_int_equal(vocab_open(&back, (span){b.p, b.n}, NULL), TENSEN_OK);
	assert_int_equal(vocab_check(&back, NULL), TENSEN_OK);
	for (uint32_t i = 0; i < v.terms.n; i++) {
		assert_int_equal(vocab_find(&back, vocab_term(&v, i)), i);
		assert_true(vocab_idf(&back, i) == vocab_idf(&v, i));
	}
	assert_int_equal(vocab_find(&back, SPAN_LIT("")), VOCAB_NONE);
	assert_int_equal(vocab_find(&back, SPAN_LIT("~")), VOCAB_NONE);
	vocab_clear(&v);
	vocab_clear(&back);
	buf_clear(&b);
}

static void
every_truncation_and_every_longer_form_is_refused(void **state)
{
	vocab v;
	uint32_t remap[N];
	buf b = BUF_INIT;
	size_t whole;

	(void)state;
	make(&v, remap, 12, (vocab_rule){1, 1.0});
	vocab_write(&b, &v);
	whole = b.n;
	for (b.n = 0; b.n < whole; b.n++) {
		tensen_error err = {.code = TENSEN_OK};
		assert_int_equal(read_bytes(&b, &err), TENSEN_E_CORRUPT);
		assert_true(err.message[0] != '\0');
	}
	buf_char(&b, 0);
	assert_int_equal(read_bytes(&b, NULL), TENSEN_E_CORRUPT);
	vocab_clear(&v);
	buf_clear(&b);
}

static void
no_changed_byte_crashes_the_reader(void **state)
{
	vocab v;
	uint32_t remap[N];
	buf b = BUF_INIT;

	(void)state;
	make(&v, remap, 12, (vocab_rule){1, 1.0});
	vocab_write(&b, &v);
	for (size_t at = 0; at < b.n; at++)
		for (int change = 1; change < 256; change++) {
			b.p[at] = (char)(b.p[at] ^ change);
			read_bytes(&b, NULL);
			b.p[at] = (char)(b.p[at] ^ change);
		}
	assert_int_equal(read_bytes(&b, NULL), TENSEN_OK);
	vocab_clear(&v);
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(terms_are_numbered_in_byte_order_and_keep_what_belongs_to_them),
	    cmocka_unit_test(terms_too_rare_or_too_common_are_dropped),
	    cmocka_unit_test(a_rule_that_keeps_nothing_gives_an_empty_vocabulary),
	    cmocka_unit_test(idf_is_smooth_and_never_below_one),
	    cmocka_unit_test(what_is_written_is_read_back),
	    cmocka_unit_test(every_broken_term_is_refused),
	    cmocka_unit_test(every_truncation_and_every_longer_form_is_refused),
	    cmocka_unit_test(no_changed_byte_crashes_the_reader),
	    cmocka_unit_test(no_changed_byte_leads_a_vocabulary_in_place_outside),
	    cmocka_unit_test(a_vocabulary_in_place_finds_what_one_in_memory_finds),
	};
	return cmocka_run_group_tests_name("vocab", tests, NULL, NULL);
}
