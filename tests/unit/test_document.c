/* A document survives its binary form, and two records of one document merge. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "read_outcome.h"
#include "corpus/document/document.h"

static document
example(arena *mem)
{
	document d;

	document_init(&d, mem);
	d.id = SPAN_LIT("特開2020-000001");
	d.title = SPAN_LIT("除湿する棚");
	d.abstract = SPAN_LIT("【課題】湿気を\n防ぐ。");
	d.date = 20200102;
	d.status = DOC_PENDING;
	span_list_add(mem, &d.ipc, SPAN_LIT("A47B 55/00"));
	span_list_add(mem, &d.ipc, SPAN_LIT("F24F 3/14"));
	span_list_add(mem, &d.claims, SPAN_LIT("棚。"));
	d.extra = SPAN_LIT("{\"a\":1}");
	return d;
}

static void
a_document_is_bilingual_with_as_much_in_each_language(void **state)
{
	arena mem;
	document d;

	(void)state;
	arena_init(&mem);
	document_init(&d, &mem);
	d.abstract = SPAN_LIT("グロメットを車両の板の穴にはめ、電線の束を通して水を防ぐ。\n"
			      "A grommet is fitted into a hole of a panel of a vehicle.");
	assert_true(document_is_bilingual(&d));
	d.abstract =
	    SPAN_LIT("TiO2とZrO2とを含むPETフィルムを、電線の束を通す車両の板の穴にはめる。");
	assert_false(document_is_bilingual(&d)); /* symbols are no English text */
	d.abstract =
	    SPAN_LIT("A grommet (グロメット) is fitted into a hole of a panel of a vehicle.");
	assert_false(document_is_bilingual(&d));
	arena_clear(&mem);
}

static void
a_document_reads_back_as_it_was_written(void **state)
{
	arena mem;
	document d, e;
	buf b = BUF_INIT, c = BUF_INIT;
	(void)state;
	arena_init(&mem);
	d = example(&mem);
	d.open = 1;
	document_write(&b, &d);
	assert_int_equal(document_read(&e, &mem, (span){b.p, b.n}, NULL), TENSEN_OK);
	assert_true(is(e.id, "特開2020-000001"));
	assert_int_equal(e.date, 20200102);
	assert_int_equal(e.status, DOC_PENDING);
	assert_int_equal(e.open, 1);
	assert_int_equal(e.ipc.n, 2);
	assert_true(is(e.ipc.v[1], "F24F 3/14"));
	document_write(&c, &e);
	assert_int_equal(b.n, c.n);
	assert_memory_equal(b.p, c.p, b.n);
	buf_clear(&b);
	buf_clear(&c);
	arena_clear(&mem);
}

static void
a_document_cut_short_is_refused_or_smaller_never_read_past(void **state)
{
	arena mem;
	document d, e;
	buf b = BUF_INIT;
	(void)state;
	arena_init(&mem);
	d = example(&mem);
	document_write(&b, &d);
	for (size_t n = 0; n < b.n; n++) {
		char *exact = malloc(n ? n : 1);
		tensen_error err;
		memcpy(exact, b.p, n);
		if (document_read(&e, &mem, (span){exact, n}, &err) < 0)
			assert_int_equal(err.code, TENSEN_E_CORRUPT);
		free(exact);
	}
	buf_clear(&b);
	arena_clear(&mem);
}

static void
an_unknown_tag_is_skipped_and_an_unknown_version_refused(void **state)
{
	static const char newer[] = {2}, extra_tag[] = {1, 120, 2, 'x', 'y', 16, 1, 'i'};
	arena mem;
	document d;
	(void)state;
	arena_init(&mem);
	assert_int_equal(document_read(&d, &mem, (span){newer, 1}, NULL), TENSEN_E_VERSION);
	assert_int_equal(
	    document_read(&d, &mem, (span){extra_tag, sizeof extra_tag}, NULL), TENSEN_OK);
	assert_true(is(d.id, "i"));
	arena_clear(&mem);
}

typedef struct pair {
	arena mem;
	document a, b;
} pair;

static void
two_examples(pair *p)
{
	arena_init(&p->mem);
	p->a = example(&p->mem);
	p->b = example(&p->mem);
}

static void
merging_takes_the_longer_text_and_unites_lists(void **state)
{
	pair p;
	int differs;
	(void)state;
	two_examples(&p);
	p.b.abstract = SPAN_LIT("");
	p.b.effect = SPAN_LIT("乾く。");
	p.b.ipc.v[0] = SPAN_LIT("A47B 96/00");
	p.b.extra = SPAN_LIT("{\"a\":2,\"b\":3}");
	assert_int_equal(document_merge(&p.a, &p.b, &differs), TENSEN_OK);
	assert_int_equal(differs, 0);
	assert_true(is(p.a.abstract, "【課題】湿気を\n防ぐ。"));
	assert_true(is(p.a.effect, "乾く。"));
	assert_int_equal(p.a.ipc.n, 3);
	assert_int_equal(p.a.claims.n, 1);
	assert_true(is(p.a.extra, "{\"a\":1,\"b\":3}"));
	arena_clear(&p.mem);
}

static void
line_breaks_are_no_difference_but_words_are(void **state)
{
	pair p;
	int differs;
	(void)state;
	two_examples(&p);
	p.b.abstract = SPAN_LIT("【課題】 湿気を防ぐ。　");
	document_merge(&p.a, &p.b, &differs);
	assert_int_equal(differs, 0);
	p.b.abstract = SPAN_LIT("【課題】熱を防ぐ。");
	document_merge(&p.a, &p.b, &differs);
	assert_int_equal(differs, 1);
	arena_clear(&p.mem);
}

static void
the_further_state_wins_in_either_order(void **state)
{
	static const uint8_t cases[][3] = {{DOC_UNKNOWN, DOC_PENDING, DOC_PENDING},
	    {DOC_PENDING, DOC_ALIVE, DOC_ALIVE}, {DOC_ALIVE, DOC_DEAD, DOC_DEAD}};
	(void)state;
	for (size_t i = 0; i < 3; i++)
		for (int swap = 0; swap < 2; swap++) {
			pair p;
			two_examples(&p);
			p.a.status = cases[i][swap];
			p.b.status = cases[i][1 - swap];
			document_merge(&p.a, &p.b, NULL);
			assert_int_equal(p.a.status, cases[i][2]);
			arena_clear(&p.mem);
		}
}

static void
a_licence_opens_its_patent_without_renaming_it(void **state)
{
	arena mem;
	document a, b;
	int differs;
	(void)state;
	arena_init(&mem);
	a = example(&mem);
	document_init(&b, &mem);
	b.id = b.license_id = SPAN_LIT("L2099000001");
	b.title = SPAN_LIT("まったく別の、もっと長い売り文句の題名");
	b.license_terms = SPAN_LIT("可");
	b.open = 1;
	assert_int_equal(document_merge(&a, &b, &differs), TENSEN_OK);
	assert_int_equal(differs, 0);
	assert_true(is(a.title, "除湿する棚"));
	assert_int_equal(a.open, 1);
	assert_true(is(a.license_id, "L2099000001"));
	assert_true(span_list_has(&a.numbers, SPAN_LIT("L2099000001")));
	arena_clear(&mem);
}

static uint64_t
hash_of(const document *d)
{
	buf b = BUF_INIT;
	uint64_t h;

	document_write(&b, d);
	h = document_hash((span){b.p, b.n});
	buf_clear(&b);
	return h;
}

static void
the_hash_is_of_what_is_said_not_of_where_it_stood(void **state)
{
	arena mem;
	document a, b;
	(void)state;
	arena_init(&mem);
	a = example(&mem);
	b = example(&mem);
	a.source = SPAN_LIT("monday.jsonl:1");
	b.source = SPAN_LIT("tuesday.jsonl:20000");
	assert_true(hash_of(&a) == hash_of(&b));
	b.source = (span){NULL, 0};
	assert_true(hash_of(&a) == hash_of(&b));
	b.status = a.status == DOC_DEAD ? DOC_ALIVE : DOC_DEAD;
	assert_true(hash_of(&a) != hash_of(&b));
	b = example(&mem);
	b.extra = SPAN_LIT("{}"); /* behind the source */
	assert_true(hash_of(&a) != hash_of(&b));
	arena_clear(&mem);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_hash_is_of_what_is_said_not_of_where_it_stood),
	    cmocka_unit_test(a_document_is_bilingual_with_as_much_in_each_language),
	    cmocka_unit_test(a_document_reads_back_as_it_was_written),
	    cmocka_unit_test(a_document_cut_short_is_refused_or_smaller_never_read_past),
	    cmocka_unit_test(an_unknown_tag_is_skipped_and_an_unknown_version_refused),
	    cmocka_unit_test(merging_takes_the_longer_text_and_unites_lists),
	    cmocka_unit_test(line_breaks_are_no_difference_but_words_are),
	    cmocka_unit_test(the_further_state_wins_in_either_order),
	    cmocka_unit_test(a_licence_opens_its_patent_without_renaming_it),
	};
	return cmocka_run_group_tests_name("document", tests, NULL, NULL);
}
