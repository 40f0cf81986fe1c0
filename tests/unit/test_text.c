/* How text becomes sections, sentences and terms.  Each test name is a fact. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "text/analyzer.h"
#include "text/normalize.h"
#include "text/sections.h"
#include "text/utf8.h"
#include "util/rng.h"

typedef struct kit {
	models *models;
	analyzer *analyzer;
	analysis *analysis;
	sectioner *sectioner;
} kit;

static int
setup(void **state)
{
	kit *k = calloc(1, sizeof *k);
	tensen_error err = {0};
	analyzer_opts opts = {0};

	assert_int_equal(models_open(&k->models, NULL, &err), TENSEN_OK);
	opts.models = k->models;
	if (analyzer_new(&k->analyzer, &opts, &err) < 0)
		fail_msg("%s: %s", err.where, err.message);
	assert_int_equal(analysis_new(&k->analysis, k->analyzer, &err), TENSEN_OK);
	assert_int_equal(sectioner_new(&k->sectioner, k->models, &err), TENSEN_OK);
	*state = k;
	return 0;
}

static int
teardown(void **state)
{
	kit *k = *state;

	sectioner_free(k->sectioner);
	analysis_free(k->analysis);
	analyzer_free(k->analyzer);
	models_close(k->models);
	free(k);
	return 0;
}

/* The terms of one kind, joined by '|'. */
static const char *
terms(kit *k, const char *text, int kind, buf *out)
{
	const term *t;
	size_t n;
	tensen_error err = {0};

	buf_reset(out);
	if (analysis_run(k->analysis, span_of(text), &t, &n, &err) < 0)
		fail_msg("%s", err.message);
	for (size_t i = 0; i < n; i++) {
		assert_true(t[i].at <= t[i].to && t[i].to <= strlen(text));
		if (t[i].kind != kind)
			continue;
		if (out->n)
			buf_char(out, '|');
		buf_span(out, t[i].s);
	}
	return buf_cstr(out);
}

static void
check_terms(kit *k, int kind, const char *text, const char *want)
{
	buf b = BUF_INIT;

	assert_string_equal(terms(k, text, kind, &b), want);
	buf_clear(&b);
}

static void
check_normal(const char *in, size_t n, const char *want)
{
	normalized z = NORMALIZED_INIT, twice = NORMALIZED_INIT;

	assert_int_equal(text_normalize(&z, (span){in, n}, NULL), TENSEN_OK);
	assert_string_equal(buf_cstr(&z.text), want);
	assert_int_equal(z.map.n, (z.text.n + 1) * sizeof(uint32_t));
	assert_int_equal(text_normalize(&twice, (span){z.text.p, z.text.n}, NULL), TENSEN_OK);
	assert_string_equal(buf_cstr(&twice.text), want);
	normalized_clear(&z);
	normalized_clear(&twice);
}

#define NORMAL(in, want) check_normal(in, sizeof(in) - 1, want)

static void
one_spelling_for_widths_dashes_waves_and_dots(void **state)
{
	(void)state;
	NORMAL("ＬＥＤ／Ａ１", "led/a1");
	NORMAL("ｶﾞﾗｽ", "ガラス");
	NORMAL("か\xe3\x82\x99", "が"); /* combining voiced mark */
	NORMAL("①㎜℃", "1mm°c");
	NORMAL("センサ−は", "センサーは");
	NORMAL("ロータ－２", "ロータ-2");
	NORMAL("１～５", "1~5");
	NORMAL("A\0B\tC", "a b c");
	NORMAL("粉▲じん▼", "粉じん");
	NORMAL("café", "café");
	NORMAL("cafe\xcc\x81", "café");
	NORMAL("x\xff\xfey", "x\xef\xbf\xbd\xef\xbf\xbdy");
	NORMAL("", "");
}

static void
a_long_pile_of_accents_ends(void **state)
{
	buf b = BUF_INIT;
	normalized z = NORMALIZED_INIT;

	(void)state;
	buf_str(&b, "か");
	for (int i = 0; i < 1000; i++)
		buf_str(&b, i & 1 ? "\xe3\x82\x99" : "▲");
	for (int i = 0; i < 1000; i++)
		buf_str(&b, "\xcc\x81");
	assert_int_equal(text_normalize(&z, (span){b.p, b.n}, NULL), TENSEN_OK);
	assert_true(z.text.n > 1000);
	normalized_clear(&z);
	buf_clear(&b);
}

static void
offsets_lead_back_to_the_original(void **state)
{
	normalized z = NORMALIZED_INIT;
	static const char in[] = "Ａか\xe3\x82\x99Ｂ"; /* A at 0, が at 3, B at 9 */
	const uint32_t *map;

	(void)state;
	assert_int_equal(text_normalize(&z, SPAN_LIT(in), NULL), TENSEN_OK);
	assert_string_equal(buf_cstr(&z.text), "aがb");
	map = (const uint32_t *)(const void *)z.map.p;
	assert_int_equal(map[0], 0);
	assert_int_equal(map[1], 3);
	assert_int_equal(map[4], 9);
	assert_int_equal(map[5], 12);
	normalized_clear(&z);
}

static void
columns_count_wide_characters_twice(void **state)
{
	(void)state;
	assert_int_equal(utf8_columns(SPAN_LIT("振動abc")), 7);
	assert_int_equal(utf8_clip(SPAN_LIT("振動abc"), 3).n, 3);
	assert_int_equal(utf8_clip(SPAN_LIT("abc"), 9).n, 3);
	assert_int_equal(utf8_columns(SPAN_LIT("ｶ")), 1);
}

static void
broken_utf8_is_found_where_it_is(void **state)
{
	(void)state;
	assert_int_equal(utf8_bad_at(SPAN_LIT("振動 abc")), 10);
	assert_int_equal(utf8_bad_at(SPAN_LIT("ab\xe6\x8c")), 2);
	assert_int_equal(utf8_bad_at(SPAN_LIT("a\xed\xa0\x80")), 1); /* a lone surrogate */
}

static void
check_sentences(const char *text, size_t want)
{
	uint32_t ends[64];
	size_t n = text_sentences(span_of(text), ends, 64);

	if (n != want)
		fail_msg("%zu sentences, %zu wanted: %s", n, want, text);
	assert_int_equal(ends[n - 1], strlen(text));
}

static void
sentences_end_where_a_reader_would_stop(void **state)
{
	(void)state;
	check_sentences("防止する。提供する。", 2);
	check_sentences("本発明は、\n基板と、\n膜とを備える。", 1);
	check_sentences("見出し\n本文である。", 2);
	check_sentences("厚さは０．５ｍｍである．次に磨く．", 2);
	check_sentences("「止まる。」と言う。", 2);
	check_sentences("See Fig. 2. It is 0.5 mm. Done.", 3);
	check_sentences("a line\nthat goes on.", 1);
	check_sentences("one.\n\ntwo.", 2);
}

static void
a_sentence_without_end_is_cut(void **state)
{
	buf b = BUF_INIT;
	uint32_t ends[64];
	size_t n;

	(void)state;
	for (int i = 0; i < 3000; i++)
		buf_str(&b, i % 10 ? "水" : "、");
	n = text_sentences((span){b.p, b.n}, ends, 64);
	assert_true(n >= 3);
	for (size_t i = 0; i < n; i++)
		assert_true(ends[i] - (i ? ends[i - 1] : 0) <= SENTENCE_MAX + 3);
	buf_clear(&b);
}

static void
check_sections(kit *k, const char *text, const char *want)
{
	section_piece p[32];
	buf b = BUF_INIT;
	size_t n = sectioner_cut(k->sectioner, span_of(text), p, 32);

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s=%.*s", i ? "|" : "", section_names[p[i].what],
		    (int)p[i].text.n, p[i].text.p);
	assert_string_equal(buf_cstr(&b), want);
	buf_clear(&b);
}

static void
headings_cut_an_abstract(void **state)
{
	check_sections(*state,
	    "(57)"
	    "【要約】（修正有）\n【課題】漏れを防ぐ。\n【解決手段】弁１を備える。\n【選択図】図４",
	    "problem=漏れを防ぐ。|means=弁１を備える。");
	check_sections(*state, "【目的】軽くする。【構成】樹脂で作る。【効果】軽い。",
	    "problem=軽くする。|means=樹脂で作る。|effect=軽い。");
	check_sections(*state, "（目的）軽くする。（構成）樹脂（硬質）で作る。",
	    "problem=軽くする。|means=樹脂（硬質）で作る。");
	check_sections(*state, "PURPOSE: To stop leaks.\nCONSTITUTION: A valve is used.",
	    "problem=To stop leaks.|means=A valve is used.");
	check_sections(
	    *state, "【課題】割れる。【０００２】直す。", "problem=割れる。|problem=直す。");
}

/* The memory ends with the text, so the address sanitizer sees a read one byte too far. */
static void
brackets_at_the_end_of_a_text_are_read_no_further(void **state)
{
	static const char *const texts[] = {"(", "()", "(a)", "[]", "(57", "（", "【】"};
	const kit *k = *state;
	section_piece p[4];

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		size_t n = strlen(texts[i]);
		char *exact = malloc(n);
		memcpy(exact, texts[i], n);
		assert_true(sectioner_cut(k->sectioner, (span){exact, n}, p, 4) <= 1);
		free(exact);
	}
}

static void
cues_place_sentences_without_headings(void **state)
{
	check_sections(*state,
	    "配管が詰まるという問題があった。弁を備える装置とした。詰まりを防ぐことができる。",
	    "problem=配管が詰まるという問題があった。|means=弁を備える装置とした。"
	    "|effect=詰まりを防ぐことができる。");
	check_sections(*state, "It is difficult to stop leaks. A pump comprising a valve is shown.",
	    "problem=It is difficult to stop leaks.|means=A pump comprising a valve is shown.");
	check_sections(*state, "配管", "other=配管");
	check_sections(*state, "", "");
}

/* The order of the list decides, not the order in the sentence; 'によれば' and 'により' have the
 * same beginning. */
static void
of_two_cues_in_a_sentence_the_earlier_of_the_list_counts(void **state)
{
	check_sections(
	    *state, "弁により詰まりが問題となる。", "problem=弁により詰まりが問題となる。");
	check_sections(
	    *state, "詰まりが問題となる弁により。", "problem=詰まりが問題となる弁により。");
	check_sections(*state, "弁を備えた本例により、これによれば軽い。",
	    "effect=弁を備えた本例により、これによれば軽い。");
	check_sections(*state, "A valve COMPRISING a seat has a Drawback.",
	    "problem=A valve COMPRISING a seat has a Drawback.");
}

static void
reference_signs_are_no_part_of_words(void **state)
{
	check_terms(*state, TERM_COMPOUND, "制御部６は、移動台車５を第１反射面１３ａへ動かす。",
	    "制御部|移動台車|反射面");
	check_terms(*state, TERM_COMPOUND, "駆動輪６，７及び案内板８ａ～８ｃ", "駆動輪|案内板");
	check_terms(
	    *state, TERM_COMPOUND, "搬送路（１２ａ、１２ｂ）と押圧板（Ｓ１）", "搬送路|押圧板");
	check_terms(*state, TERM_WORD, "図４に弁２、ねじ３を示す。", "弁|ねじ");
}

static void
numbers_inside_names_stay(void **state)
{
	check_terms(
	    *state, TERM_COMPOUND, "２次電池とＣＯ２濃度と三次元形状", "2次電池|co2濃度|3次元形状");
	check_terms(*state, TERM_COMPOUND, "厚さ５ｍｍの板を１０枚並べる", "");
}

static void
compounds_are_joined_and_their_parts_kept(void **state)
{
	check_terms(*state, TERM_COMPOUND, "熱硬化性樹脂組成物", "熱硬化性樹脂組成物");
	check_terms(*state, TERM_WORD, "熱硬化性樹脂組成物", "熱|硬化|樹脂|組成");
	check_terms(*state, TERM_COMPOUND, "前記制御部は該移動台車側の抜け止め部材",
	    "制御部|移動台車|抜け止め部材");
}

static void
loanwords_meet_in_one_spelling(void **state)
{
	check_terms(*state, TERM_WORD, "センサーとｾﾝｻとセンサ", "センサ|センサ|センサ");
	check_terms(
	    *state, TERM_WORD, "カバーとエネルギとエネルギー", "カバー|エネルギー|エネルギー");
}

static void
furniture_is_no_content(void **state)
{
	check_terms(
	    *state, TERM_WORD, "前記実施形態の装置によれば、請求項１に記載の方法を提供する。", "");
}

static void
functions_say_what_is_done_to_what(void **state)
{
	check_terms(*state, TERM_FUNCTION, "振動を効果的に抑制する。", "振動>抑制");
	check_terms(*state, TERM_FUNCTION, "揺れを抑える。", "揺れ>抑制|振動>抑制");
	check_terms(*state, TERM_FUNCTION, "目詰まりが生じにくい。", "目詰まり>抑制|詰まり>抑制");
	check_terms(*state, TERM_FUNCTION, "ビビリの生じにくい工具。", "びびり>抑制|振動>抑制");
	check_terms(*state, TERM_FUNCTION, "騒音の低減を図る。", "騒音>抑制");
	check_terms(*state, TERM_FUNCTION, "破損しにくい。", "破損>抑制");
	check_terms(*state, TERM_FUNCTION, "温度差を小さくできる。", "温度差>抑制");
	check_terms(*state, TERM_FUNCTION, "弁を介して水を槽に送る。", "水>搬送");
	check_terms(*state, TERM_FUNCTION, "装置を提供する。", "");
}

static void
english_is_stemmed_and_paired(void **state)
{
	check_terms(*state, TERM_WORD, "Cooling fins of the heated engine block 12",
	    "cool|fin|heat|engin|block");
	check_terms(*state, TERM_COMPOUND, "the engine block 12 moves", "engin block");
	check_terms(*state, TERM_FUNCTION, "for preventing excessive vibration of the shaft",
	    "excess vibrat>suppress|vibrat>suppress");
	check_terms(*state, TERM_FUNCTION, "wherein noise is reduced", "nois>suppress");
}

static void
both_languages_in_one_document(void **state)
{
	check_terms(*state, TERM_WORD, "振動する。The pump leaks.", "振動|pump|leak");
}

static void
any_bytes_at_all_are_survived(void **state)
{
	kit *k = *state;
	rng r = {11};
	char text[600];

	for (int round = 0; round < 300; round++) {
		static const char *const bits[] = {"振動", "を", "が", "(", "図", "1", "a", "\xe3",
		    "\0", "。", "、", "ー", "-", "抑制", "\xff", "\xcc\x81", "ｶﾞ", "の", "にくい",
		    "第"};
		const term *t;
		size_t n = 0, m;
		while (n < 500) {
			const char *s = bits[rng_below(&r, sizeof bits / sizeof *bits)];
			size_t len = *s ? strlen(s) : 1;
			memcpy(text + n, s, len);
			n += len;
		}
		assert_int_equal(
		    analysis_run(k->analysis, (span){text, n}, &t, &m, NULL), TENSEN_OK);
		for (size_t i = 0; i < m; i++)
			assert_true(t[i].at <= t[i].to && t[i].to <= n && t[i].s.n > 0);
	}
}
static void
words_that_dictionaries_shatter_are_whole(void **state)
{
	check_terms(*state, TERM_WORD, "嵌合して当接する。", "嵌合|当接");
	check_terms(*state, TERM_COMPOUND, "焙煎度と転動体", "焙煎度|転動体");
	check_terms(*state, TERM_FUNCTION, "酸性白土を懸濁させる。", "酸性白土>懸濁|白土>懸濁");
	check_terms(*state, TERM_WORD, "付加振動", "付加|振動"); /* not 加振 */
}

static void
a_function_is_shown_with_the_particle_of_its_verb(void **state)
{
	static const char *const said[][2] = {{"振動>抑制", "振動の抑制"},
	    {"車両>到達", "車両の到達"}, {"操作>アシスト", "操作のアシスト"},
	    {"振動>伝わる", "振動が伝わる"}, {"負荷>かかる", "負荷がかかる"},
	    {"雨>降る", "雨が降る"}, {"シート>折る", "シートを折る"}, {"穴>あける", "穴をあける"},
	    {"値>はかる", "値をはかる"}, {"肉厚>厚い", "肉厚が厚い"},
	    {"部品>取付け", "部品の取付け"}, {"valve>open", "open valve"}};
	buf b = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		buf_again(&b);
		term_display(&b, span_of(said[i][0]), TERM_FUNCTION);
		assert_string_equal(buf_cstr(&b), said[i][1]);
	}
	buf_clear(&b);
}

static void
half_words_and_reference_signs_are_not_shown_as_functions(void **state)
{
	(void)state;
	assert_true(term_is_whole(SPAN_LIT("振動>抑制")));
	assert_true(term_is_whole(SPAN_LIT("led>発光")));
	assert_true(term_is_whole(SPAN_LIT("valve>open")));
	assert_false(term_is_whole(SPAN_LIT("パネル>設")));  /* 設け */
	assert_false(term_is_whole(SPAN_LIT("α産生>抑制"))); /* TNF-α産生 */
	assert_false(term_is_whole(SPAN_LIT("t1>経過")));
	assert_false(term_is_whole(SPAN_LIT("閾値>基づく"))); /* 閾値に */
	assert_false(term_is_whole(SPAN_LIT("車両>位置")));   /* 前方に */
}

static void
a_missing_dictionary_names_its_package(void **state)
{
	kit *k = *state;
	analyzer *a;
	tensen_error err = {0};
	analyzer_opts opts = {"/nonexistent", NULL, k->models};

	assert_int_equal(analyzer_new(&a, &opts, &err), TENSEN_E_IO);
	assert_non_null(strstr(err.message, "mecab-ipadic-utf8"));
	assert_string_equal(err.where, "/nonexistent");
	assert_null(a);
}

static void
a_term_of_a_later_sentence_lies_where_it_was_read(void **state)
{
	static const char text[] = "弁を開く。ポンプを洗浄する。The pump runs. A valve opens.";
	const term *t;
	size_t n, seen = 0;

	assert_int_equal(
	    analysis_run(((kit *)*state)->analysis, span_of(text), &t, &n, NULL), TENSEN_OK);
	for (size_t i = 0; i < n; i++) {
		span read = span_sub(span_of(text), t[i].at, t[i].to);
		if (span_eq(t[i].s, SPAN_LIT("ポンプ"))) {
			assert_true(span_eq(read, SPAN_LIT("ポンプ")));
			seen++;
		}
		if (span_eq(t[i].s, SPAN_LIT("valv"))) {
			assert_true(span_eq(read, SPAN_LIT("valve")));
			seen++;
		}
	}
	assert_int_equal(seen, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_spelling_for_widths_dashes_waves_and_dots),
	    cmocka_unit_test(a_long_pile_of_accents_ends),
	    cmocka_unit_test(offsets_lead_back_to_the_original),
	    cmocka_unit_test(a_term_of_a_later_sentence_lies_where_it_was_read),
	    cmocka_unit_test(columns_count_wide_characters_twice),
	    cmocka_unit_test(broken_utf8_is_found_where_it_is),
	    cmocka_unit_test(sentences_end_where_a_reader_would_stop),
	    cmocka_unit_test(a_sentence_without_end_is_cut),
	    cmocka_unit_test(headings_cut_an_abstract),
	    cmocka_unit_test(brackets_at_the_end_of_a_text_are_read_no_further),
	    cmocka_unit_test(cues_place_sentences_without_headings),
	    cmocka_unit_test(of_two_cues_in_a_sentence_the_earlier_of_the_list_counts),
	    cmocka_unit_test(reference_signs_are_no_part_of_words),
	    cmocka_unit_test(numbers_inside_names_stay),
	    cmocka_unit_test(compounds_are_joined_and_their_parts_kept),
	    cmocka_unit_test(loanwords_meet_in_one_spelling),
	    cmocka_unit_test(furniture_is_no_content),
	    cmocka_unit_test(functions_say_what_is_done_to_what),
	    cmocka_unit_test(english_is_stemmed_and_paired),
	    cmocka_unit_test(both_languages_in_one_document),
	    cmocka_unit_test(any_bytes_at_all_are_survived),
	    cmocka_unit_test(words_that_dictionaries_shatter_are_whole),
	    cmocka_unit_test(a_function_is_shown_with_the_particle_of_its_verb),
	    cmocka_unit_test(half_words_and_reference_signs_are_not_shown_as_functions),
	    cmocka_unit_test(a_missing_dictionary_names_its_package),
	};
	return cmocka_run_group_tests_name("text", tests, setup, teardown);
}
