/* One sentence that says an idea: from what there is, with nothing made up. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "ideas/statement.h"

#define PARTS 6
#define WEAK (1u << PARTS)
#define SILENT (2u << PARTS)

/* The parts whose bit is set; each is a word that stands nowhere else. */
static statement_parts
parts_of(unsigned set)
{
	static const char *const words[PARTS] = {
	    "SOURCE", "FUNCTION", "SUBCLASS", "PRODUCTS", "NEED", "TITLE"};
	statement_parts p = {
	    {"", 0}, {"", 0}, {"", 0}, {"", 0}, {"", 0}, {"", 0}, .is_weak = 0, .is_silent = 0};
	span *all[PARTS] = {
	    &p.source, &p.function, &p.subclass, &p.products, &p.need, &p.need_title};

	for (unsigned i = 0; i < PARTS; i++)
		if (set >> i & 1)
			*all[i] = span_of(words[i]);
	return p;
}

static const char *
written(buf *b, unsigned set, int lang, unsigned variant)
{
	statement_parts p = parts_of(set & ~(WEAK | SILENT));
	statement_uses uses = {{{{0}}}};

	p.is_weak = (set & WEAK) != 0;
	p.is_silent = (set & SILENT) != 0;
	for (unsigned i = 0; i <= variant; i++) {
		buf_reset(b);
		statement_write(b, &p, (tensen_lang)lang, &uses);
	}
	return buf_cstr(b);
}

/* A list of the first ideas of many patents takes every sentence from a fresh count. */
static void
first_ideas_of_different_sources_are_told_in_different_words(void **state)
{
	enum { N = 48 };
	char title[N][32];
	buf b[N];

	(void)state;
	for (int lang = 0; lang < 2; lang++)
		for (unsigned kind = 0; kind <= SILENT; kind += WEAK) {
			for (unsigned i = 0; i < N; i++) {
				statement_parts p = parts_of(63);
				statement_uses uses = {{{{0}}}};
				char *at;
				p.is_weak = kind > 0;
				p.is_silent = kind == SILENT;
				snprintf(title[i], sizeof title[i], "装置の第%u型", i);
				p.need_title = span_of(title[i]);
				b[i] = (buf)BUF_INIT;
				statement_write(&b[i], &p, (tensen_lang)lang, &uses);
				/* the sentence less its title is its template */
				at = strstr(buf_cstr(&b[i]), title[i]);
				if (at)
					memset(at, 'x', strlen(title[i]));
			}
			for (unsigned i = 0; i < N; i++) {
				unsigned same = 0;
				for (unsigned k = 0; k < N; k++)
					same += strncmp(b[i].p, b[k].p, 12) == 0;
				assert_true(same <= N / 2);
			}
			for (unsigned i = 0; i < N; i++)
				buf_clear(&b[i]);
		}
}

/* Only a document that states a problem has one to speak of. */
static void
a_hint_speaks_of_no_problem(void **state)
{
	static const char *const words[] = {"課題", "NEED", "解", "problem", "task", "solve"};
	buf b = BUF_INIT;

	(void)state;
	for (unsigned set = 0; set < 1u << PARTS; set++)
		for (unsigned variant = 0; variant < 12; variant++)
			for (int lang = 0; lang < 2; lang++) {
				const char *s = written(&b, set | 4 | SILENT | WEAK, lang, variant);
				for (size_t i = 0; i < sizeof words / sizeof *words; i++)
					if (strstr(s, words[i]))
						fail_msg("parts %x: %s", set, s);
			}
	buf_clear(&b);
}

/* By what it is or by the document that has it. */
static void
a_need_that_is_known_is_named(void **state)
{
	buf b = BUF_INIT;

	(void)state;
	for (unsigned set = 0; set < 2u << PARTS; set++)
		for (unsigned variant = 0; variant < 12; variant++)
			for (int lang = 0; lang < 2; lang++) {
				const char *s = written(&b, set | 32 | 4, lang, variant);
				if (!strstr(s, "NEED") && !strstr(s, "TITLE"))
					fail_msg("parts %x: %s", set, s);
			}
	buf_clear(&b);
}

static void
no_template_stands_three_times_in_a_list_of_eight(void **state)
{
	buf a = BUF_INIT, b = BUF_INIT;

	(void)state;
	for (int lang = 0; lang < 2; lang++)
		for (unsigned set = 63; set < 256; set += WEAK)
			for (unsigned i = 0; i < 8; i++) {
				unsigned same = 0;
				written(&a, set, lang, i);
				for (unsigned k = 0; k < 8; k++)
					same +=
					    strcmp(buf_cstr(&a), written(&b, set, lang, k)) == 0;
				assert_true(same <= 2);
			}
	buf_clear(&a);
	buf_clear(&b);
}

/* The subclass (bit 2) is always known: it is at least the field's name. */
static void
no_slot_is_ever_printed_empty_or_unfilled(void **state)
{
	static const char *const empty[] = {
	    "「」", "（）", "（など", "()", "\"\"", "{", "}", " .", " ,", ": .", "  "};
	buf b = BUF_INIT;

	(void)state;
	for (unsigned set = 0; set < 4u << PARTS; set++)
		for (unsigned variant = 0; variant < 12; variant++)
			for (int lang = 0; lang < 2; lang++) {
				const char *s = written(&b, set | 4, lang, variant);
				assert_true(s[0] != '\0');
				for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
					if (strstr(s, empty[i]))
						fail_msg("parts %x: %s", set | 4, s);
			}
	buf_clear(&b);
}

static void
a_part_that_is_missing_is_not_spoken_of(void **state)
{
	static const char *const words[PARTS] = {
	    "SOURCE", "FUNCTION", "SUBCLASS", "PRODUCTS", "NEED", "TITLE"};
	buf b = BUF_INIT;

	(void)state;
	for (unsigned set = 0; set < 4u << PARTS; set++)
		for (unsigned variant = 0; variant < 12; variant++)
			for (int lang = 0; lang < 2; lang++) {
				const char *s = written(&b, set, lang, variant);
				for (unsigned i = 0; i < PARTS; i++)
					if (!(set >> i & 1) && strstr(s, words[i]))
						fail_msg("%s is not known: %s", words[i], s);
			}
	buf_clear(&b);
}

static void
neighbours_in_a_list_differ_when_everything_is_known(void **state)
{
	buf a = BUF_INIT, b = BUF_INIT;

	(void)state;
	for (unsigned variant = 0; variant < 8; variant++)
		for (int lang = 0; lang < 2; lang++)
			for (unsigned set = 63; set < 128; set += WEAK)
				assert_string_not_equal(written(&a, set, lang, variant),
				    written(&b, set, lang, variant + 1));
	buf_clear(&a);
	buf_clear(&b);
}

static void
the_subclass_or_its_products_are_always_named(void **state)
{
	buf b = BUF_INIT;

	(void)state;
	for (unsigned set = 0; set < 4u << PARTS; set++)
		for (unsigned variant = 0; variant < 12; variant++)
			for (int lang = 0; lang < 2; lang++) {
				const char *s = written(&b, set | 4, lang, variant);
				assert_true(strstr(s, "SUBCLASS") || strstr(s, "PRODUCTS"));
			}
	buf_clear(&b);
}

static void
braces_in_a_title_are_only_text(void **state)
{
	statement_parts p = parts_of(4);
	statement_uses uses = {{{{0}}}};
	buf b = BUF_INIT;

	(void)state;
	p.source = SPAN_LIT("{f} and {");
	p.products = SPAN_LIT("{c");
	for (unsigned variant = 0; variant < 5; variant++) {
		buf_reset(&b);
		statement_write(&b, &p, TENSEN_EN, &uses);
		assert_non_null(strstr(buf_cstr(&b), "{f} and {"));
	}
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_slot_is_ever_printed_empty_or_unfilled),
	    cmocka_unit_test(a_part_that_is_missing_is_not_spoken_of),
	    cmocka_unit_test(neighbours_in_a_list_differ_when_everything_is_known),
	    cmocka_unit_test(first_ideas_of_different_sources_are_told_in_different_words),
	    cmocka_unit_test(a_hint_speaks_of_no_problem),
	    cmocka_unit_test(a_need_that_is_known_is_named),
	    cmocka_unit_test(no_template_stands_three_times_in_a_list_of_eight),
	    cmocka_unit_test(the_subclass_or_its_products_are_always_named),
	    cmocka_unit_test(braces_in_a_title_are_only_text),
	};
	return cmocka_run_group_tests_name("statement", tests, NULL, NULL);
}
