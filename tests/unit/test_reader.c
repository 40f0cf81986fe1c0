/* tests/unit/test_reader.c - the parts of a language model's reader that need no connection:
 * addresses, answers, quotations, prompts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sys/stat.h>
#include "assist/chat/completion.h"
#include "assist/chat/endpoint.h"
#include "assist/prompts.h"
#include "assist/reader/literal.h"
#include "assist/reader/loose.h"
#include "../support.h"

static void
assert_found(const char *text, const char *quote, const char *as_spelled)
{
	size_t n = 0;
	const char *at = literal_find(text, quote, LITERAL_LEAST, &n);

	if (!as_spelled) {
		assert_null(at);
		return;
	}
	assert_non_null(at);
	assert_int_equal(n, strlen(as_spelled));
	assert_memory_equal(at, as_spelled, n);
}

static void
a_quotation_is_found_as_the_document_spells_it(void **state)
{
	(void)state;
	assert_found("前置き。揺れの周期を　ＡＢＣ１２ に\n合わせる。",
	    "揺れの周期をABC12に合わせる", "揺れの周期を　ＡＢＣ１２ に\n合わせる");
	assert_found("これはｶﾞﾗｽﾎﾟﾝﾌﾟの話である", "ガラスポンプの話", "ｶﾞﾗｽﾎﾟﾝﾌﾟの話");
	assert_found("これはガラスポンプの話である", "ｶﾞﾗｽﾎﾟﾝﾌﾟの話", "ガラスポンプの話");
	assert_found("a graded  touch tells", "graded touch", "graded  touch");
	assert_found("前置き、「揺れ」の周期〔Ｔ〕を合わせる。後", "『揺れ』の周期[T]を合わせる.",
	    "「揺れ」の周期〔Ｔ〕を合わせる。");
	assert_found("it has a so-called \xE2\x80\x9Ctip\xE2\x80\x9D \xE2\x80\x94 the long one",
	    "\"a so-called \"tip\" - the long one...\"",
	    "a so-called \xE2\x80\x9Ctip\xE2\x80\x9D \xE2\x80\x94 the long one");
	assert_found("[problem] a rod that is long swings in the wind",
	    "[problem] a rod that is long", "a rod that is long");
	assert_found("長い棒の先が風で大きく揺れ、根元が傷み、音が出る。",
	    "棒の先が風で…根元が傷み、音が出る", "根元が傷み、音が出る");
	assert_found("長い棒の先が風で大きく揺れ、根元が傷み、音が出る。",
	    "棒の先が雨で…根元が傷み、音が出る", NULL);
	assert_found("長い棒の先が風で大きく揺れ、根元が傷み、音が出る。",
	    "根元が傷み、音が出る…棒の先が風で", NULL);
	assert_found("ends with the words at hand", "the words at hand", "the words at hand");
}

static void
an_invented_or_short_quotation_is_not_found(void **state)
{
	(void)state;
	assert_found("揺れの周期を十二に合わせる装置", "揺れの周期を十三に合わせる", NULL);
	assert_found("A Graded Touch tells", "a graded touch", NULL);
	assert_found("揺れの周期", "揺れの周期", NULL);
	assert_found("some text of the document", "", NULL);
	assert_found("", "some text of the document", NULL);
	assert_found("short", "a text that is longer than the document", NULL);
	assert_found("broken \xE6\x8F text of a document", "\xE6\x8F\xFF\xFF bytes here", NULL);
}

static void
own_words_are_recognised_in_any_case_and_width(void **state)
{
	(void)state;
	assert_true(literal_has("keeps the TORQUE sensor calm", "torque sensor"));
	assert_true(literal_has("トルクｾﾝｻの値", "センサ"));
	assert_false(literal_has("tells a bump from a grip", "torque"));
	assert_true(literal_has_word("介護ベッドの床板", "ベッド"));
	assert_true(literal_has_word("床に置く", "床"));
	assert_true(literal_has_word("two packs of it", "pack"));
	assert_false(literal_has_word("病床の移動", "床"));
	assert_false(literal_has_word("carried in a backpack", "pack"));
	assert_false(literal_has("anything", " "));
}

static void
only_loopback_addresses_are_this_machine(void **state)
{
	static const char *const here[] = {"http://127.0.0.1:8080", "http://localhost/v1",
	    "http://LOCALHOST:1", "http://127.3.2.1", "https://[::1]:9/v1/chat/completions"};
	static const char *const elsewhere[] = {"http://10.0.0.1", "https://api.example.com/v1",
	    "http://localhost.example.com", "http://127.0.0.1.example.com", "http://0.0.0.0:80",
	    "http://[::2]:8080", "http://gpu-server:8000/v1", "http://128.0.0.1"};
	endpoint e;
	tensen_error err;

	(void)state;
	for (size_t i = 0; i < sizeof here / sizeof *here; i++) {
		assert_int_equal(endpoint_parse(&e, here[i], ENDPOINT_CHAT, &err), TENSEN_OK);
		assert_true(e.local);
	}
	for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) {
		assert_int_equal(endpoint_parse(&e, elsewhere[i], ENDPOINT_CHAT, &err), TENSEN_OK);
		assert_false(e.local);
	}
}

static void
an_address_is_completed_and_its_secrets_are_not_shown(void **state)
{
	static const char *const same[] = {"http://127.0.0.1:8080", "http://127.0.0.1:8080/",
	    "http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1/",
	    "http://127.0.0.1:8080/v1/chat/completions"};
	static const char *const wrong[] = {"", "ftp://127.0.0.1/", "file:///etc/passwd",
	    "127.0.0.1:x", "http://user:secret@127.0.0.1/", "http://"};
	endpoint e;
	tensen_error err;

	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		assert_int_equal(endpoint_parse(&e, same[i], ENDPOINT_CHAT, &err), TENSEN_OK);
		assert_string_equal(e.url, "http://127.0.0.1:8080/v1/chat/completions");
	}
	assert_int_equal(
	    endpoint_parse(&e, "https://h/openai?api-key=secret", ENDPOINT_CHAT, &err), TENSEN_OK);
	assert_string_equal(e.url, "https://h/openai/chat/completions?api-key=secret");
	assert_string_equal(e.shown, "https://h/openai/chat/completions");
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(endpoint_parse(&e, wrong[i], ENDPOINT_CHAT, &err), TENSEN_E_ARG);
		assert_null(strstr(err.message, "secret"));
	}
}

static void
assert_content(const char *content, const char *expected)
{
	char body[1000];
	completion c;

	snprintf(body, sizeof body,
	    "{\"choices\":[{\"message\":{\"content\":\"%s\"}}],\"usage\":{\"prompt_tokens\":7}}",
	    content);
	completion_read(&c, body, strlen(body));
	assert_int_equal(c.prompt_tokens, 7);
	assert_string_equal(c.content, expected);
	free(c.content);
}

static void
thoughts_before_an_answer_are_left_out(void **state)
{
	(void)state;
	assert_content("{\\\"a\\\":1}", "{\"a\":1}");
	assert_content("<think>{\\\"b\\\":2}</think> Here: {\\\"a\\\":1}", " Here: {\"a\":1}");
	assert_content("<think>a</think>b<think>c</think>d", "d");
	assert_content("I cannot.", "I cannot.");
}

/* The JSON that loose_object() reads under "list", "" for none. */
static const char *
read_loosely(const char *text)
{
	static char out[2000];
	const char *why = NULL;
	json_object *o = loose_object(text, "list", &why);

	snprintf(out, sizeof out, "%s",
	    o ? json_object_to_json_string_ext(
		    o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE)
	      : "");
	assert_true(o || why);
	json_object_put(o);
	return out;
}

#define ENTRIES "{\"list\":[{\"id\":\"a\",\"t\":\"x\"},{\"id\":\"b\",\"t\":\"y\"}]}"

static void
the_list_is_read_in_all_the_ways_in_which_small_models_write_it(void **state)
{
	static const char *const same[] = {ENTRIES, "```json\n" ENTRIES "\n```",
	    "Sure {as asked}! Here is the [list]:\n\n" ENTRIES "\n\nI hope {this} helps.",
	    "{\"list\":[{\"id\":\"z\",\"t\":\"draft\"}]} No: " ENTRIES,
	    ENTRIES " {\"note\":{\"of\":\"mine\"}}",
	    "{\"list\":[{\"id\":\"a\",\"t\":\"x\",},{\"id\":\"b\",\"t\":\"y\"},],}",
	    "｛“list”：［｛“id”：“a”，“t”：“x”｝，｛“id”：“b”，“t”：“y”｝］｝",
	    "{“list”: [{“id”: “a”, “t”: “x”}, {“id”: “b”, “t”: “y”}]}",
	    "{\n  \"list\": [\n    {\"id\": \"a\",\n \"t\": \"x\"},\n    {\"id\": \"b\", \"t\": "
	    "\"y\"}]\n}",
	    "[{\"id\":\"a\",\"t\":\"x\"},{\"id\":\"b\",\"t\":\"y\"}]",
	    "{\"id\":\"a\",\"t\":\"x\"}\n{\"id\":\"b\",\"t\":\"y\"}\n",
	    "{\"list\":[{\"id\":\"a\",\"t\":\"x\"},{\"id\":\"b\",\"t\":\"y\"},{\"id\":\"c\",\"t\":"
	    "\"bro",
	    "{\"list\":[{\"id\":\"a\",\"t\":\"x\"},{\"id\":\"b\",\"t\":\"y\"},{\"id\":\"c\","};

	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		assert_string_equal(read_loosely(same[i]), ENTRIES);
	assert_string_equal(read_loosely("{\"answer\":[{\"id\":\"a\"}]}"),
	    "{\"answer\":[{\"id\":\"a\"}],\"list\":[{\"id\":\"a\"}]}");
	assert_string_equal(read_loosely("{\"a\":{\"t\":\"x\"},\"b\":{\"t\":\"y\"}}"),
	    "{\"a\":{\"t\":\"x\",\"id\":\"a\"},\"b\":{\"t\":\"y\",\"id\":\"b\"},"
	    "\"list\":[{\"t\":\"x\",\"id\":\"a\"},{\"t\":\"y\",\"id\":\"b\"}]}");
}

static void
strings_are_read_with_marks_and_ends_of_lines_that_json_forbids(void **state)
{
	(void)state;
	assert_string_equal(read_loosely("{\"list\":[\"the \"tip\" moves\"]}"),
	    "{\"list\":[\"the \\\"tip\\\" moves\"]}");
	assert_string_equal(read_loosely("{\"list\":[\"a\nb\"]}"), "{\"list\":[\"a b\"]}");
	assert_string_equal(read_loosely("{\"list\":[\"a\\'b\\。\"]}"), "{\"list\":[\"a'b。\"]}");
	assert_string_equal(
	    read_loosely("{\"list\":[\"a\\u3042\\n\\\"\"]}"), "{\"list\":[\"aあ\\n\\\"\"]}");
	assert_string_equal(
	    read_loosely("{\"list\":[\"彼は“先端”と言う\"]}"), "{\"list\":[\"彼は“先端”と言う\"]}");
}

static void
what_is_no_list_is_not_read(void **state)
{
	static const char *const none[] = {"", "I cannot.", "} {", "{", "[", "{}", "[]", "[1,2]",
	    "{\"list\":3}", "{\"list\":\"a\"}", "{\"lis", "{\"list\":[{\"id\":", "{\"a\":1}",
	    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "{\"list\":[}]"};
	char *deep = malloc(100001);

	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_string_equal(read_loosely(none[i]), "");
	assert_non_null(deep);
	memset(deep, '{', 100000);
	deep[100000] = '\0';
	assert_string_equal(read_loosely(deep), "");
	free(deep);
}

static void
a_broken_answer_says_why(void **state)
{
	static const struct {
		const char *body, *why;
	} cases[] = {{"", "the answer is not JSON"}, {"<html>", "the answer is not JSON"},
	    {"[1]", "the answer is not JSON"}, {"{\"choices\":[", "the answer is not JSON"},
	    {"{}", "the answer has no text"}, {"{\"choices\":[]}", "the answer has no text"},
	    {"{\"choices\":[{\"message\":{\"content\":null}}]}", "the answer has no text"}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		completion c;
		completion_read(&c, cases[i].body, strlen(cases[i].body));
		assert_null(c.content);
		assert_string_equal(c.why, cases[i].why);
	}
}

static void
blanks_are_filled_once(void **state)
{
	char *s = prompt_fill(
	    "{a} and {b}, {c}", (const prompt_blank[]){{"a", "{b}"}, {"b", "two"}, {NULL, NULL}});

	(void)state;
	assert_string_equal(s, "{b} and two, {c}");
	free(s);
}

static void
every_prompt_is_there_in_both_languages(void **state)
{
	static const char *const names[] = {"reader", "protocol", "say", "again", "screen", "judge",
	    "doubt", "controls", "assistant"};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		for (int lang = 0; lang < 2; lang++) {
			char *s = NULL;
			assert_int_equal(
			    prompt_read(&s, names[i], (tensen_lang)lang, NULL, NULL), TENSEN_OK);
			assert_true(strlen(s) > 200);
			assert_int_not_equal(s[0], '#');
			free(s);
		}
}

static void
a_prompt_of_the_users_own_has_a_version_of_its_own(void **state)
{
	char *mine = NULL, *ours = NULL, a[13], b[13];

	(void)state;
	assert_int_equal(prompt_read(&ours, "say", TENSEN_EN, place(""), NULL), TENSEN_OK);
	assert_int_equal(mkdir(place("prompts"), 0777), 0);
	file_text(place("prompts/say-en.txt"), "# mine\nSay it.\n");
	assert_int_equal(prompt_read(&mine, "say", TENSEN_EN, place(""), NULL), TENSEN_OK);
	assert_string_equal(mine, "Say it.\n");
	prompt_version(a, (const char *const *)&mine, 1);
	prompt_version(b, (const char *const *)&ours, 1);
	assert_string_not_equal(a, b);
	free(mine);
	free(ours);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_quotation_is_found_as_the_document_spells_it),
	    cmocka_unit_test(an_invented_or_short_quotation_is_not_found),
	    cmocka_unit_test(own_words_are_recognised_in_any_case_and_width),
	    cmocka_unit_test(only_loopback_addresses_are_this_machine),
	    cmocka_unit_test(an_address_is_completed_and_its_secrets_are_not_shown),
	    cmocka_unit_test(thoughts_before_an_answer_are_left_out),
	    cmocka_unit_test(the_list_is_read_in_all_the_ways_in_which_small_models_write_it),
	    cmocka_unit_test(strings_are_read_with_marks_and_ends_of_lines_that_json_forbids),
	    cmocka_unit_test(what_is_no_list_is_not_read),
	    cmocka_unit_test(a_broken_answer_says_why),
	    cmocka_unit_test(blanks_are_filled_once),
	    cmocka_unit_test(every_prompt_is_there_in_both_languages),
	    cmocka_unit_test_setup_teardown(
		a_prompt_of_the_users_own_has_a_version_of_its_own, place_make, place_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
