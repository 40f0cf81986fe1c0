/* The fields of every format, and the treatment of faulty input. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "read_outcome.h"

#define HEADER_A                                                                                              \
	"\"文献番号\",\"出願番号\",\"出願日\",\"公知日\",\"発明の名称\",\"出願人/"      \
	"権利者\",\"FI\",\"要約\","                                                                      \
	"\"公開番号\",\"公告番号\",\"登録番号\",\"審判番号\",\"その他\",\"ステージ\"," \
	"\"イベント詳細\",\"文献URL\""

static void
jsonl_fields_arrive_and_unknown_keys_are_kept(void **state)
{
	outcome *o = read_string(
	    "{\"id\":\"X-1\",\"title\":\"棚\",\"abstract\":\"湿気を防ぐ。\",\"claims\":[\"請求一\","
	    "\"請求二\"],\"ipc\":[\"A47B 55/00\",\"F24F3/14\"],\"fi\":[\"A63F5/04,512@D\"],"
	    "\"applicants\":[\"甲, "
	    "乙\"],\"date\":\"2010-02-18\",\"status\":\"alive\",\"open\":true,"
	    "\"license\":{\"id\":\"L1\",\"terms\":\"可\",\"fee\":3},\"odd\":{\"a\":[1,2]},"
	    "\"none\":null,\"lang\":\"ja\"}\n");
	document *d = &o->d[0];
	(void)state;
	assert_int_equal(o->st, TENSEN_OK);
	assert_int_equal(o->n, 1);
	assert_true(is(d->id, "X-1"));
	assert_int_equal(d->claims.n, 2);
	assert_true(is(d->claims.v[1], "請求二"));
	assert_true(is(d->ipc.v[1], "F24F 3/14"));
	assert_int_equal(d->fi.n, 1);
	assert_true(is(d->fi.v[0], "A63F5/04,512@D"));
	assert_int_equal(d->applicants.n, 1);
	assert_int_equal(d->date, 20100218);
	assert_int_equal(d->status, DOC_ALIVE);
	assert_int_equal(d->open, 1);
	assert_true(is(d->license_id, "L1"));
	assert_true(is(d->license_terms, "可"));
	assert_true(is(d->extra, "{\"license.fee\":3,\"odd\":{\"a\":[1,2]}}"));
	outcome_free(o);
}

static void
a_jsonl_id_stays_and_its_canonical_number_links(void **state)
{
	outcome *o = read_string("{\"id\":\"ＪＰ2010-035913A\",\"title\":\"t\"}\n");
	(void)state;
	assert_true(is(o->d[0].id, "JP2010-035913A"));
	assert_int_equal(o->d[0].numbers.n, 1);
	assert_true(is(o->d[0].numbers.v[0], "特開2010-035913"));
	outcome_free(o);
}

/* As many as a cell may hold; one recursive call for each would exhaust the stack. */
static void
a_cell_of_a_million_commas_is_a_list_of_numbers(void **state)
{
	const size_t commas = 1000000;
	buf b = BUF_INIT;
	outcome *o;

	(void)state;
	buf_str(&b, "{\"id\":\"A\",\"title\":\"弁\",\"numbers\":\"特許6243555");
	for (size_t i = 0; i < commas; i++)
		buf_char(&b, ',');
	buf_str(&b, "特許7203250\"}\n");
	assert_false(b.failed);
	o = read_bytes(b.p, b.n, NULL);
	assert_int_equal(o->st, TENSEN_OK);
	assert_int_equal(o->n, 1);
	assert_int_equal(o->d[0].numbers.n, 2);
	assert_true(is(o->d[0].numbers.v[0], "特許6243555"));
	assert_true(is(o->d[0].numbers.v[1], "特許7203250"));
	outcome_free(o);
	buf_clear(&b);
}

/* Comparing each with all before it would take minutes. */
static void
a_cell_of_many_symbols_holds_each_once_in_order(void **state)
{
	const unsigned n = 200000;
	buf b = BUF_INIT;
	outcome *o;

	(void)state;
	buf_str(&b, "{\"id\":\"A\",\"title\":\"弁\",\"ipc\":\"");
	for (unsigned i = 0; i < 2 * n; i++)
		buf_printf(&b, "A01B %u/%02u;", 1 + i % n / 100, i % 100);
	buf_str(&b, "\"}\n");
	assert_false(b.failed);
	o = read_bytes(b.p, b.n, NULL);
	assert_int_equal(o->n, 1);
	assert_int_equal(o->d[0].ipc.n, n);
	for (unsigned i = 0; i < n; i++) {
		char want[32];
		snprintf(want, sizeof want, "A01B %u/%02u", 1 + i / 100, i % 100);
		assert_true(is(o->d[0].ipc.v[i], want));
	}
	outcome_free(o);
	buf_clear(&b);
}

static void
a_licence_key_of_any_length_is_kept(void **state)
{
	char key[400], line[600];
	outcome *o;

	(void)state;
	memset(key, 'k', sizeof key);
	key[sizeof key - 1] = '\0';
	snprintf(
	    line, sizeof line, "{\"id\":\"A\",\"title\":\"弁\",\"license\":{\"%s\":1}}\n", key);
	o = read_string(line);
	assert_int_equal(o->n, 1);
	assert_int_equal(o->d[0].extra.n, strlen("{\"license.\":1}") + strlen(key));
	assert_true(span_starts(o->d[0].extra, SPAN_LIT("{\"license.kkk")));
	outcome_free(o);
}

static void
a_broken_json_line_costs_that_line_only(void **state)
{
	outcome *o =
	    read_string("{\"id\":\"1\",\"title\":\"t\"}\n{\"id\":\"2\",\"title\":\"t\"}\n\n"
			"{\"id\":\"4\",\"title\":\"t\"}\n{\"id\":\"5\",\"title\":\"t\"}\n"
			"{\"id\":\"6\",\"title\":\"t\"}\n{\"id\":\"7\",\"title\":\n"
			"{\"id\":\"8\",\"title\":\"t\"}\n");
	(void)state;
	assert_int_equal(o->st, TENSEN_OK);
	assert_int_equal(o->n, 6);
	assert_int_equal(o->n_refused, 1);
	assert_true(strncmp(o->refused[0], "7: ", 3) == 0);
	assert_int_equal(o->records, 7);
	outcome_free(o);
}

static void
strict_makes_the_first_bad_record_the_error(void **state)
{
	static const char text[] = "{\"id\":\"1\",\"title\":\"t\"}\n{]\n";
	corpus_opts opts = {.strict = 1};
	outcome *o = read_bytes(text, sizeof text - 1, &opts);
	(void)state;
	assert_int_equal(o->st, TENSEN_E_INPUT);
	assert_int_equal(o->err.at, 2);
	outcome_free(o);
}

static void
an_array_of_objects_is_read_like_lines(void **state)
{
	outcome *o = read_string("[\n {\n  \"id\": \"a\",\n  \"title\": \"x}{\"\n },\n"
				 " {\"id\": 7, \"title\": \"y\"}\n]\n");
	(void)state;
	assert_int_equal(o->n, 2);
	assert_true(is(o->d[0].title, "x}{"));
	assert_true(is(o->d[1].id, "7"));
	outcome_free(o);
}

static void
jplatpat_rows_become_documents(void **state)
{
	outcome *o = read_string(
	    "\xef\xbb\xbf" HEADER_A "\r\n"
	    "\"特開平8-17\",\"特願平6-5\",\"1994/06/02\",\"1996/01/19\",\"湿る<BR>棚\","
	    "\"甲　乙,丙株式会社\",\"B01D53/14,102,B01D53/14@C\",\"(57)【要約】      （修正有）\r\n"
	    "【目的】注意喚<BR>起\n【構成】棚。\r\n\",\"特開平8-17\",\"\",\"特許2500001\",\"null\","
	    "\"\","
	    "\"特許 消滅\",\"満了\",\"https://example.invalid/1\"\r\n");
	document *d = &o->d[0];
	(void)state;
	assert_int_equal(o->st, TENSEN_OK);
	assert_int_equal(o->account.format, FORMAT_JPLATPAT);
	assert_int_equal(o->n, 1);
	assert_true(is(d->id, "特開平08-000017"));
	assert_true(is(d->title, "湿る棚"));
	assert_true(is(d->abstract, "【目的】注意喚起\n【構成】棚。"));
	assert_int_equal(d->fi.n, 2);
	assert_true(is(d->fi.v[0], "B01D53/14,102"));
	assert_true(is(d->fi.v[1], "B01D53/14@C"));
	assert_int_equal(d->applicants.n, 2);
	assert_true(is(d->applicants.v[0], "甲 乙"));
	assert_int_equal(d->date, 19960119);
	assert_int_equal(d->status, DOC_DEAD);
	assert_true(span_list_has(&d->numbers, SPAN_LIT("特願平06-000005")));
	assert_true(span_list_has(&d->numbers, SPAN_LIT("特許2500001")));
	assert_true(span_find(d->extra, SPAN_LIT("\"イベント詳細\":\"満了\""), 0) != (size_t)-1);
	outcome_free(o);
}

/* The four real headers have different columns, which are found by name. */
static void
every_column_set_of_jplatpat_is_read_by_name(void **state)
{
	static const char *const files[] = {
	    "\"文献番号\",\"出願人/"
	    "権利者\",\"発明の名称\",\"FI\",\"要約\"\n\"特開2001-1\",\"甲\",\"棚\","
	    "\"A47B55/00\",\"短い\"\n",
	    "\"FI\",\"発明の名称\",\"文献番号\",\"出願人/権利者\"\n\"A47B55/"
	    "00\",\"棚\",\"特開2001-1\","
	    "\"甲\"\n",
	    "文献番号,出願人/権利者,発明の名称,FI\n特開2001-1,甲,棚,A47B55/00\n"};
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		outcome *o = read_string(files[i]);
		assert_int_equal(o->n, 1);
		assert_true(is(o->d[0].id, "特開2001-000001"));
		assert_true(is(o->d[0].title, "棚"));
		assert_true(is(o->d[0].fi.v[0], "A47B55/00"));
		outcome_free(o);
	}
}

static void
states_of_the_office_become_ours(void **state)
{
	static const struct {
		const char *stage;
		int status;
	} cases[] = {{"特許 有効", DOC_ALIVE}, {"特許　消滅", DOC_DEAD},
	    {"審査請求前", DOC_PENDING}, {"審査中", DOC_PENDING}, {"査定不服", DOC_PENDING},
	    {"異議・無効", DOC_ALIVE}, {"（出願の）却下・拒絶", DOC_DEAD}, {"なにか", DOC_UNKNOWN}};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[400];
		outcome *o;
		snprintf(text, sizeof text,
		    "文献番号,出願人/権利者,発明の名称,ステージ\n特開2001-1,甲,棚,%s\n",
		    cases[i].stage);
		o = read_string(text);
		if (o->n != 1 || o->d[0].status != cases[i].status)
			fail_msg("%s", cases[i].stage);
		outcome_free(o);
	}
}

static void
licence_records_are_open_and_name_their_patent(void **state)
{
	outcome *o = read_string(
	    "開放特許情報番号,タイトル,発明の名称,出願番号,公開番号,登録番号,特許権者,適用製品,"
	    "目的,効果,"
	    "技術概要,特許権譲渡,特許権実施許諾　可否,国際特許分類（IPC）,登録者名称,出願日\n"
	    "L2099000001,乾く棚,除湿棚,特願2015-1,WO2016/"
	    "111012,特許第6243555号,甲社,食器棚,湿気を防ぐ。,"
	    "乾く。,棚に穴。,否,可,\"G06Q50/34,G07C13/00\",乙,2015/1/9\n");
	document *d = &o->d[0];
	(void)state;
	assert_int_equal(o->account.format, FORMAT_PLIDB);
	assert_int_equal(o->n, 1);
	assert_int_equal(d->open, 1);
	assert_true(is(d->license_id, "L2099000001"));
	assert_true(is(d->title, "乾く棚（除湿棚）"));
	assert_true(is(d->problem, "湿気を防ぐ。"));
	assert_true(is(d->means, "棚に穴。"));
	assert_true(is(d->products, "食器棚"));
	assert_int_equal(d->ipc.n, 2);
	assert_true(is(d->ipc.v[0], "G06Q 50/34"));
	assert_int_equal(d->numbers.n, 3);
	assert_true(span_list_has(&d->numbers, SPAN_LIT("特許6243555")));
	assert_true(span_list_has(&d->numbers, SPAN_LIT("WO2016/111012")));
	assert_true(is(d->license_terms, "特許権譲渡 否; 特許権実施許諾　可否 可"));
	assert_int_equal(d->date, 20150109);
	outcome_free(o);
}

static void
tables_are_known_by_their_header_or_told(void **state)
{
	static const char *const map[] = {"id=Pub. No", "title=Name", NULL};
	static const char text[] = "Pub. No;Name;Colour\nA1;shelf;red\n";
	static const char *const bad[] = {"nothing", NULL};
	corpus_opts opts = {.columns = map}, wrong = {.columns = bad};
	outcome *o = read_string("id\tdate\tcpc\tabstract\nU1\t2005-01-04\tA63F5/04 G06F 3/01;"
				 "H04N5/00|B01D1/00\tA \"quoted\" word\nU2\t\t\t\"x\n");
	(void)state;
	assert_int_equal(o->n, 2);
	assert_int_equal(o->d[0].cpc.n, 4);
	assert_true(is(o->d[0].cpc.v[1], "G06F 3/01"));
	assert_true(is(o->d[0].abstract, "A \"quoted\" word"));
	assert_true(is(o->d[1].abstract, "\"x"));
	outcome_free(o);
	o = read_bytes(text, sizeof text - 1, &opts);
	assert_int_equal(o->n, 1);
	assert_true(is(o->d[0].id, "A1"));
	assert_true(is(o->d[0].extra, "{\"Colour\":\"red\"}"));
	outcome_free(o);
	o = read_bytes(text, sizeof text - 1, &wrong);
	assert_int_equal(o->st, TENSEN_E_ARG);
	outcome_free(o);
}

static void
of_several_numbers_the_column_id_is_the_id_in_any_spelling(void **state)
{
	static const char *const texts[] = {"PatentNo,id,title\n特開2010-035913,A1,shelf\n",
	    "PatentNo,ID,title\n特開2010-035913,A1,shelf\n",
	    "PatentNo,ＩＤ,title\n特開2010-035913,A1,shelf\n",
	    "{\"PatentNo\":\"特開2010-035913\",\"id\":\"A1\",\"title\":\"shelf\"}\n",
	    "{\"PatentNo\":\"特開2010-035913\",\"ID\":\"A1\",\"title\":\"shelf\"}\n",
	    "{\"Id\":\"A1\",\"PatentNo\":\"特開2010-035913\",\"title\":\"shelf\"}\n"};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		outcome *o = read_string(texts[i]);
		assert_int_equal(o->n, 1);
		assert_true(is(o->d[0].id, "A1"));
		assert_int_equal(o->d[0].numbers.n, 1);
		outcome_free(o);
	}
}

static void
a_table_without_needed_columns_says_what_it_found(void **state)
{
	outcome *o = read_string("\"発明の名称\",\"要約\",\"公知日\"\n\"a\",\"b\",\"c\"\n");
	(void)state;
	assert_int_equal(o->st, TENSEN_E_INPUT);
	assert_non_null(strstr(o->err.message, "文献番号"));
	assert_non_null(strstr(o->err.message, "found 発明の名称, 要約"));
	outcome_free(o);
}

static void
a_quote_never_closed_costs_its_record_only(void **state)
{
	outcome *o =
	    read_string("\"id\",\"title\"\n\"1\",\"a\"\n\"2\",\"b\n\"3\",\"c\"\n\"4\",\"d\"\n");
	(void)state;
	assert_int_equal(o->n, 3);
	assert_true(is(o->d[1].id, "3"));
	assert_int_equal(o->n_refused, 1);
	assert_non_null(strstr(o->refused[0], "3: the quote opened in line 3"));
	outcome_free(o);
	o = read_string("\"id\",\"title\"\n\"1\",\"a\"\n\"2\",\"b\nc");
	assert_int_equal(o->n, 1);
	assert_non_null(strstr(o->refused[0], "3: the quote opened in line 3 is never closed"));
	outcome_free(o);
}

static void
a_cell_of_50_megabytes_is_refused_and_survived(void **state)
{
	size_t n = (size_t)50 << 20, at;
	char *text = malloc(n + 100);
	outcome *o;
	(void)state;
	at = (size_t)sprintf(text, "\"id\",\"title\"\n\"1\",\"a\"\n\"2\",\"");
	memset(text + at, 'x', n);
	for (size_t i = at; i < at + n; i += 1000)
		text[i] = '\n';
	strcpy(text + at + n, "\"\n\"3\",\"c\"\n");
	o = read_string(text);
	assert_int_equal(o->n, 2);
	assert_true(is(o->d[1].id, "3"));
	assert_int_equal(o->n_refused, 1);
	assert_true(strncmp(o->refused[0], "3: ", 3) == 0);
	outcome_free(o);
	free(text);
}

static void
ill_formed_utf8_is_told_with_its_offset(void **state)
{
	outcome *o =
	    read_string("{\"id\":\"1\",\"title\":\"日本語の題名\"}\n"
			"{\"id\":\"2\",\"title\":\"\xff\"}\n{\"id\":\"3\",\"title\":\"棚\"}\n");
	(void)state;
	assert_int_equal(o->n, 2);
	assert_string_equal(o->refused[0], "2: not UTF-8: byte 0xff at offset 59");
	outcome_free(o);
}

static void
nuls_and_lone_surrogates_do_no_harm(void **state)
{
	static const char text[] = "{\"id\":\"1\",\"title\":\"a\\u0000b\\ud800c\"}\n"
				   "{\"id\":\"2\",\"title\":\"a\0b\"}\n";
	outcome *o = read_bytes(text, sizeof text - 1, NULL);
	(void)state;
	assert_int_equal(o->n, 2);
	assert_true(is(o->d[0].title, "a b\xef\xbf\xbd"
				      "c"));
	assert_true(is(o->d[1].title, "a b"));
	assert_int_equal(o->n_noted, 1);
	outcome_free(o);
}

static void
dates_and_classes_that_do_not_exist_cost_nothing(void **state)
{
	outcome *o = read_string("{\"id\":\"1\",\"title\":\"t\",\"date\":\"2023-02-30\","
				 "\"ipc\":[\"Z99Z 1/00\",\"A63F 5/04\"]}\n");
	(void)state;
	assert_int_equal(o->n, 1);
	assert_int_equal(o->d[0].date, 0);
	assert_int_equal(o->d[0].ipc.n, 2);
	assert_true(is(o->d[0].extra, "{\"date\":\"2023-02-30\"}"));
	assert_int_equal(o->n_noted, 2);
	assert_string_equal(o->noted[0], "1: no such date: 2023-02-30");
	assert_string_equal(o->noted[1], "1: no such class: Z99Z 1/00");
	outcome_free(o);
}

static void
a_record_without_text_is_given_and_counted(void **state)
{
	outcome *o = read_string("{\"id\":\"1\",\"ipc\":[\"A63F 5/04\"]}\n{\"title\":\"no id\"}\n");
	(void)state;
	assert_int_equal(o->n, 1);
	assert_int_equal(o->no_text, 1);
	assert_int_equal(o->n_account_refused, 1);
	assert_string_equal(o->refused[0], "2: no id");
	outcome_free(o);
}

static void
what_cannot_be_read_at_all_is_one_clear_error(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *why;
	} cases[] = {{"", 0, "the file is empty"}, {"\n \n", 3, "the file is empty"},
	    {"\x7f"
	     "ELF\1\1\1\0\0\0\1\2\3",
		13, "a binary file"},
	    {"{\"a\"", 4, "JSON ends before it is complete"},
	    {"\x1f\x8b\x08\0\0\0\0\0", 8, "gzip data is cut short after 8 bytes"},
	    {"id,title\n", 9, "no records"}};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		outcome *o = read_bytes(cases[i].bytes, cases[i].n, NULL);
		assert_int_equal(o->st, TENSEN_E_INPUT);
		if (!strstr(o->err.message, cases[i].why) || !o->err.where[0])
			fail_msg("case %zu: %s: %s", i, o->err.where, o->err.message);
		outcome_free(o);
	}
}

static void
a_path_that_is_not_there_is_told_before_anything_is_read(void **state)
{
	static const char *const paths[] = {"/nonexistent/tensen"};
	outcome *o = read_paths(paths, 1, NULL);
	(void)state;
	assert_int_equal(o->st, TENSEN_E_INPUT);
	assert_string_equal(o->err.where, "/nonexistent/tensen");
	outcome_free(o);
}

static void
formats_have_names(void **state)
{
	(void)state;
	for (int i = 0; i < N_FORMATS; i++)
		assert_int_equal(corpus_format_parse(corpus_format_name((corpus_format)i)), i);
	assert_int_equal(corpus_format_parse("nonsense"), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(jsonl_fields_arrive_and_unknown_keys_are_kept),
	    cmocka_unit_test(a_jsonl_id_stays_and_its_canonical_number_links),
	    cmocka_unit_test(a_cell_of_a_million_commas_is_a_list_of_numbers),
	    cmocka_unit_test(a_cell_of_many_symbols_holds_each_once_in_order),
	    cmocka_unit_test(a_licence_key_of_any_length_is_kept),
	    cmocka_unit_test(a_broken_json_line_costs_that_line_only),
	    cmocka_unit_test(strict_makes_the_first_bad_record_the_error),
	    cmocka_unit_test(an_array_of_objects_is_read_like_lines),
	    cmocka_unit_test(jplatpat_rows_become_documents),
	    cmocka_unit_test(every_column_set_of_jplatpat_is_read_by_name),
	    cmocka_unit_test(states_of_the_office_become_ours),
	    cmocka_unit_test(licence_records_are_open_and_name_their_patent),
	    cmocka_unit_test(tables_are_known_by_their_header_or_told),
	    cmocka_unit_test(of_several_numbers_the_column_id_is_the_id_in_any_spelling),
	    cmocka_unit_test(a_table_without_needed_columns_says_what_it_found),
	    cmocka_unit_test(a_quote_never_closed_costs_its_record_only),
	    cmocka_unit_test(a_cell_of_50_megabytes_is_refused_and_survived),
	    cmocka_unit_test(ill_formed_utf8_is_told_with_its_offset),
	    cmocka_unit_test(nuls_and_lone_surrogates_do_no_harm),
	    cmocka_unit_test(dates_and_classes_that_do_not_exist_cost_nothing),
	    cmocka_unit_test(a_record_without_text_is_given_and_counted),
	    cmocka_unit_test(what_cannot_be_read_at_all_is_one_clear_error),
	    cmocka_unit_test(a_path_that_is_not_there_is_told_before_anything_is_read),
	    cmocka_unit_test(formats_have_names),
	};
	return cmocka_run_group_tests_name("readers", tests, NULL, NULL);
}
