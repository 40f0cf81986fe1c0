/* A patent's number has a dozen spellings, which must become one; dates likewise. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "corpus/document/docnumber.h"
#include "corpus/document/date.h"

typedef struct pair {
	const char *from, *to;
} pair;

static void
all_spellings_become_one(void **state)
{
	static const pair cases[] = {
	    {"特開2024-127407", "特開2024-127407"},
	    {"特開２０２４－１２７４０７", "特開2024-127407"},
	    {"特開2024-127407号公報", "特開2024-127407"},
	    {"特開２０２４−１２７４０７（Ｐ２０２４−１２７４０７Ａ）", "特開2024-127407"},
	    {"特開2024-1274", "特開2024-001274"},
	    {"JP-A-2018-130833", "特開2018-130833"},
	    {"JP H07-140239 A", "特開平07-140239"},
	    {"特開2024127407", "特開2024-127407"},
	    {"JP2024-127407A", "特開2024-127407"},
	    {"JP 2024127407 A", "特開2024-127407"},
	    {"JP-2024127407-A", "特開2024-127407"},
	    {"JPA2024127407", "特開2024-127407"},
	    {"P2024-127407A", "特開2024-127407"},
	    {"特開平8-172838", "特開平08-172838"},
	    {"特開平08-172838", "特開平08-172838"},
	    {"JPH08-172838A", "特開平08-172838"},
	    {"JPH08172838A", "特開平08-172838"},
	    {"特開昭58-102690号", "特開昭58-102690"},
	    {"JPS58102690A", "特開昭58-102690"},
	    {"特開平12-1", "特開2000-000001"},
	    {"特表2010-531669", "特表2010-531669"},
	    {"JP2010531669A", "特表2010-531669"},
	    {"再表2014/208038", "再表2014/208038"},
	    {"再公表特許WO2014/208038", "再表2014/208038"},
	    {"JPWO2014208038A1", "再表2014/208038"},
	    {"JPWO2014/208038A1", "再表2014/208038"},
	    {"WO2021/124584", "WO2021/124584"},
	    {"WO 2021/124584 A1", "WO2021/124584"},
	    {"WO2021124584A1", "WO2021/124584"},
	    {"国際公開第2021/124584号", "WO2021/124584"},
	    {"国際公開番号ＷＯ９８／１２３４５", "WO98/012345"},
	    {"WO2003/106539", "WO03/106539"},
	    {"再表03/106539", "再表03/106539"},
	    {"特許7448894", "特許7448894"},
	    {"特許第7448894号", "特許7448894"},
	    {"特許第７４４８８９４号公報", "特許7448894"},
	    {"JP7448894B2", "特許7448894"},
	    {"JP-7448894-B1", "特許7448894"},
	    {"実登3146848", "実登3146848"},
	    {"実用新案登録第3146848号", "実登3146848"},
	    {"登録実用新案第3146848号公報", "実登3146848"},
	    {"JP3146848U", "実登3146848"},
	    {"実開平6-66980", "実開平06-066980"},
	    {"実全昭63-194033", "実全昭63-194033"},
	    {"特公平01-026831", "特公平01-026831"},
	    {"特願2021-565316", "特願2021-565316"},
	    {"特願２０２１－５６５３１６号", "特願2021-565316"},
	    {"平成8年特許願第172838号", "特願平08-172838"},
	    {"実願平05-013162", "実願平05-013162"},
	    {"PCT/JP2019/46123", "PCT/JP2019/046123"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char out[DOCNUMBER_MAX];
		size_t n = docnumber_parse(span_of(cases[i].from), out);
		if (!span_eq((span){out, n}, span_of(cases[i].to)))
			fail_msg("%s: got %.*s", cases[i].from, (int)n, out);
	}
}

static void
what_is_no_number_is_left_alone(void **state)
{
	static const char *const cases[] = {"", "a", "P00123", "DEMO-07-003", "L2023000887",
	    "US7506080B2", "特許庁", "特開2024-127407に記載の装置", "特許第号", "特開", "JP", "WO",
	    "特開平-1", "123456", "特開99999-1", "特許12345678901", "PCT/", "PCT/JP"};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char out[DOCNUMBER_MAX];
		size_t n = docnumber_parse(span_of(cases[i]), out);
		if (n)
			fail_msg("%s: taken for %.*s", cases[i], (int)n, out);
	}
}

static void
bare_digits_of_a_gazette_take_their_kind(void **state)
{
	char out[DOCNUMBER_MAX];
	(void)state;
	assert_true(docnumber_make("特開", SPAN_LIT("2010000068"), out) > 0);
	assert_memory_equal(out, "特開2010-000068", sizeof "特開2010-000068" - 1);
	assert_true(docnumber_make("特許", SPAN_LIT("7550342"), out) > 0);
	assert_memory_equal(out, "特許7550342", sizeof "特許7550342" - 1);
	assert_int_equal(docnumber_make("特開", SPAN_LIT("x"), out), 0);
}

static void
dates_of_every_spelling(void **state)
{
	static const struct {
		const char *s;
		uint32_t day;
	} cases[] = {{"2004/06/02", 20040602}, {"2023/7/19", 20230719}, {"20100107", 20100107},
	    {"2022-03-16", 20220316}, {"2022-03-16T10:00:00Z", 20220316},
	    {"2022-03-16 00:00:00", 20220316}, {"2022.3.16", 20220316},
	    {"平成22年1月7日", 20100107}, {"平成22年1月7日(2010.1.7)", 20100107},
	    {"令和元年5月1日", 20190501}, {"２０２２年３月１６日", 20220316},
	    {"2024-02-29", 20240229}, {"2022", 20220101}, {"2022-03", 20220301}, {"2023-02-29", 0},
	    {"2023-13-01", 0}, {"2023-00-01", 0}, {"20231301", 0}, {"0000-00-00", 0},
	    {"yesterday", 0}, {"", 0}, {"2023-02-2x", 0}, {"99999999", 0}, {"12", 0}};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (date_parse(span_of(cases[i].s)) != cases[i].day)
			fail_msg("%s: got %u", cases[i].s, date_parse(span_of(cases[i].s)));
}

static void
an_end_of_a_period_is_a_day_of_the_calendar(void **state)
{
	static const struct {
		const char *s;
		uint32_t first, last;
	} cases[] = {{"2010", 20100101, 20101231}, {"2010-02", 20100201, 20100228},
	    {"2012/2", 20120201, 20120229}, {"2010-02-18", 20100218, 20100218},
	    {"20100218", 20100218, 20100218}, {"平成22年2月", 20100201, 20100228},
	    {"2999", 29990101, 29991231}, {"2010-02-31", 0, 0}, {"20100231", 0, 0},
	    {"2010-13", 0, 0}, {"2010-00", 0, 0}, {"-999", 0, 0}, {"999", 0, 0}, {"201", 0, 0},
	    {"2010-02-18T10:00", 0, 0}, {"2010(1)", 0, 0}, {"2010.jsonl", 0, 0}, {"", 0, 0}};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint32_t first = date_bound(span_of(cases[i].s), 0);
		uint32_t last = date_bound(span_of(cases[i].s), 1);
		if (first != cases[i].first || last != cases[i].last)
			fail_msg("%s: got %u and %u", cases[i].s, first, last);
	}
}

static void
numbers_of_the_united_states_have_one_spelling(void **state)
{
	static const pair cases[] = {{"US 7,198,689 B2", "US7198689"}, {"US7198689", "US7198689"},
	    {"US07198689-20070403", "US7198689"}, {"US-7198689-B2", "US7198689"},
	    {"US Patent No. 7,198,689", "US7198689"}, {"US-2014159973-A1", "US2014159973"},
	    {"US 2014/0159973 A1", "US2014159973"}, {"US20140159973A1", "US2014159973"}, {"US", ""},
	    {"US 12", ""}, {"US7198689 or others", ""}, {"EP1234567", ""},
	    {"US123456789012345", ""}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char out[DOCNUMBER_MAX] = "";
		size_t n = docnumber_us(span_of(cases[i].from), out);
		assert_int_equal(n, strlen(cases[i].to));
		assert_memory_equal(out, cases[i].to, n);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_spellings_become_one),
	    cmocka_unit_test(what_is_no_number_is_left_alone),
	    cmocka_unit_test(numbers_of_the_united_states_have_one_spelling),
	    cmocka_unit_test(bare_digits_of_a_gazette_take_their_kind),
	    cmocka_unit_test(dates_of_every_spelling),
	    cmocka_unit_test(an_end_of_a_period_is_a_day_of_the_calendar),
	};
	return cmocka_run_group_tests_name("docnumber", tests, NULL, NULL);
}
