/* Terms counted in blocks: the vocabulary does not depend on where blocks end. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "engine/build/term_counts.h"
#include "text/analyzer.h"
#include "util/rng.h"

#define DOCS 400
#define WORDS 3000

/* Word w is in document d? Small numbers are common, large ones rare. */
static int
holds(uint32_t d, uint32_t w)
{
	return rng_at(w, d) % (w / 10 + 2) == 0;
}

static span
form_of(uint32_t w, char out[24])
{
	return (span){
	    out, (size_t)snprintf(out, 24, "w%u.%u", (unsigned)(rng_at(9, w) % 100000), w)};
}

static uint32_t
true_df(uint32_t w)
{
	uint32_t n = 0;

	for (uint32_t d = 0; d < DOCS; d++)
		n += holds(d, w) != 0;
	return n;
}

/* numbers[d][k]: what the k-th word of document d was numbered. */
static term_counts *
count(size_t room, uint32_t *numbers)
{
	term_counts *c;
	char form[24], word[24];

	assert_int_equal(term_counts_new(&c, "term_counts", room, 2, NULL), TENSEN_OK);
	for (uint32_t d = 0; d < DOCS; d++) {
		for (uint32_t w = 0; w < WORDS; w++) {
			size_t n;
			if (!holds(d, w))
				continue;
			n = (size_t)snprintf(word, sizeof word, "read in %u", d);
			numbers[(size_t)d * WORDS + w] =
			    term_counts_add(c, form_of(w, form), (span){word, w % 7 ? 0 : n},
				(uint8_t)(d % 2 ? TERM_WORD : TERM_COMPOUND));
			assert_int_not_equal(numbers[(size_t)d * WORDS + w], STRTAB_NONE);
		}
		assert_int_equal(term_counts_document(c, NULL), TENSEN_OK);
	}
	assert_int_equal(term_counts_finish(c, NULL), TENSEN_OK);
	return c;
}

/* Every number of every document leads to the right term, or to none. */
static void
check_numbers(const term_counts *c, const vocab *v, const uint32_t *numbers)
{
	char form[24];

	for (uint32_t b = 0; b < term_counts_blocks(c); b++) {
		uint32_t *remap;
		uint64_t *rare;
		assert_int_equal(term_counts_remap(c, b, &remap, &rare, NULL), TENSEN_OK);
		free(rare);
		for (uint32_t d = term_counts_first(c, b); d < term_counts_first(c, b + 1); d++)
			for (uint32_t w = 0; w < WORDS; w++)
				if (holds(d, w))
					assert_int_equal(remap[numbers[(size_t)d * WORDS + w]],
					    vocab_find(v, form_of(w, form)));
		free(remap);
	}
}

static void
blocks_of_any_size_give_the_same_vocabulary(void **state)
{
	static const size_t rooms[] = {1 << 24, 40000, 3000, 1};
	uint32_t *numbers = malloc((size_t)DOCS * WORDS * sizeof *numbers);
	buf written[4] = {BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT};
	buf words[4] = {BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT};

	(void)state;
	for (int i = 0; i < 4; i++) {
		term_counts *c = count(rooms[i], numbers);
		vocab_rule rule = {2, 0.4};
		vocab v;
		assert_int_equal(
		    term_counts_choose(c, &v, &rule, WORDS, &words[i], NULL), TENSEN_OK);
		if (i > 0)
			assert_true(term_counts_blocks(c) > 1);
		check_numbers(c, &v, numbers);
		vocab_write(&written[i], &v);
		assert_int_equal(written[i].n, written[0].n);
		assert_memory_equal(written[i].p, written[0].p, written[0].n);
		assert_int_equal(words[i].n, words[0].n);
		assert_memory_equal(words[i].p, words[0].p, words[0].n);
		vocab_clear(&v);
		term_counts_free(c);
	}
	for (int i = 0; i < 4; i++) {
		buf_clear(&written[i]);
		buf_clear(&words[i]);
	}
	free(numbers);
}

static void
frequencies_are_exact_and_the_rule_decides(void **state)
{
	uint32_t *numbers = malloc((size_t)DOCS * WORDS * sizeof *numbers), kept = 0;
	term_counts *c = count(20000, numbers);
	vocab_rule rule = {3, 0.2};
	buf words = BUF_INIT;
	vocab v;
	char form[24];

	(void)state;
	assert_int_equal(term_counts_choose(c, &v, &rule, WORDS, &words, NULL), TENSEN_OK);
	assert_int_equal(rule.min_df, 3);
	for (uint32_t w = 0; w < WORDS; w++) {
		uint32_t df = true_df(w), t = vocab_find(&v, form_of(w, form));
		if (df < 3 || df > 0.2 * DOCS + 1) {
			assert_int_equal(t, VOCAB_NONE);
			continue;
		}
		kept++;
		assert_int_equal(v.df[t], df);
	}
	assert_int_equal(v.terms.n, kept);
	assert_true(kept > 100);
	vocab_clear(&v);
	buf_clear(&words);
	term_counts_free(c);
	free(numbers);
}

static void
a_bound_on_terms_drops_the_rarest_first(void **state)
{
	uint32_t *numbers = malloc((size_t)DOCS * WORDS * sizeof *numbers);
	term_counts *c = count(20000, numbers);
	vocab_rule rule = {2, 1.0};
	buf words = BUF_INIT;
	vocab v;
	char form[24];

	(void)state;
	assert_int_equal(term_counts_choose(c, &v, &rule, 300, &words, NULL), TENSEN_OK);
	assert_true(v.terms.n <= 300 && v.terms.n > 100);
	assert_true(rule.min_df > 2);
	for (uint32_t w = 0; w < WORDS; w++)
		assert_int_equal(
		    vocab_find(&v, form_of(w, form)) != VOCAB_NONE, true_df(w) >= rule.min_df);
	check_numbers(c, &v, numbers);
	vocab_clear(&v);
	buf_clear(&words);
	term_counts_free(c);
	free(numbers);
}

static void
no_documents_give_no_terms(void **state)
{
	term_counts *c;
	vocab_rule rule = {1, 1.0};
	buf words = BUF_INIT;
	vocab v;

	(void)state;
	assert_int_equal(term_counts_new(&c, "term_counts", 100, 1, NULL), TENSEN_OK);
	assert_int_equal(term_counts_finish(c, NULL), TENSEN_OK);
	assert_int_equal(term_counts_blocks(c), 0);
	assert_int_equal(term_counts_choose(c, &v, &rule, 10, &words, NULL), TENSEN_OK);
	assert_int_equal(v.terms.n, 0);
	vocab_clear(&v);
	buf_clear(&words);
	term_counts_free(c);
	term_counts_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(blocks_of_any_size_give_the_same_vocabulary),
	    cmocka_unit_test(frequencies_are_exact_and_the_rule_decides),
	    cmocka_unit_test(a_bound_on_terms_drops_the_rarest_first),
	    cmocka_unit_test(no_documents_give_no_terms),
	};

	return cmocka_run_group_tests_name("term_counts", tests, NULL, NULL);
}
