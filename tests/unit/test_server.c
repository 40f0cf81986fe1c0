/* tests/unit/test_server.c - the parts of the server that need no connection: parameters,
 * limits, who may ask, codings, ETags. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <zlib.h>
#include <zstd.h>
#include "server/ask.h"
#include "server/assets.h"
#include "server/http/encode.h"
#include "server/gate.h"
#include "server/http/params.h"
#include "server/routes.h"
#include "server/http/utf8.h"
#include "server/work.h"

static void
assert_param(const params *p, size_t i, const char *name, const char *value)
{
	assert_true(i < p->n);
	assert_string_equal(p->v[i].name, name);
	assert_string_equal(p->v[i].value, value);
	assert_int_equal(p->v[i].n, strlen(value));
}

static void
a_query_string_is_decoded(void **state)
{
	params p;
	problem why;

	(void)state;
	assert_true(params_query(&p, "id=A%2fB+C&k=5&&open&x=%E7%B2%89&e=a=b", &why));
	assert_int_equal(p.n, 5);
	assert_param(&p, 0, "id", "A/B C");
	assert_param(&p, 1, "k", "5");
	assert_param(&p, 2, "open", "");
	assert_param(&p, 3, "x", "粉");
	assert_param(&p, 4, "e", "a=b");
	params_clear(&p);
	assert_true(params_query(&p, "", &why));
	assert_int_equal(p.n, 0);
	params_clear(&p);
}

static void
assert_query_refused(const char *query, const char *code)
{
	params p;
	problem why;

	assert_false(params_query(&p, query, &why));
	assert_int_equal(why.status, 400);
	assert_string_equal(why.code, code);
	params_clear(&p);
}

static void
a_broken_query_string_is_refused(void **state)
{
	char many[4 * PARAMS_MAX + 8] = "";

	(void)state;
	assert_query_refused("a=%", "bad_escape");
	assert_query_refused("a=%4", "bad_escape");
	assert_query_refused("a=%g0", "bad_escape");
	assert_query_refused("%=a", "bad_escape");
	assert_query_refused("a=%00", "bad_encoding");
	assert_query_refused("a%00b=c", "bad_encoding");
	assert_query_refused("a=%c0%af", "bad_encoding");
	assert_query_refused("a=%e3%81", "bad_encoding");
	for (int i = 0; i <= PARAMS_MAX; i++)
		strcat(many, "a=&");
	assert_query_refused(many, "too_many");
}

static void
a_json_body_gives_the_same_list_as_a_query_string(void **state)
{
	static const char body[] =
	    "{\"id\":\"A/B\",\"k\":5,\"open\":true,\"field\":[26,\"土木\"],\"boldness\":0.25}";
	params p;
	problem why;

	(void)state;
	assert_true(params_json(&p, body, sizeof body - 1, &why));
	assert_int_equal(p.n, 6);
	assert_param(&p, 0, "id", "A/B");
	assert_param(&p, 1, "k", "5");
	assert_param(&p, 2, "open", "true");
	assert_param(&p, 3, "field", "26");
	assert_param(&p, 4, "field", "土木");
	assert_param(&p, 5, "boldness", "0.25");
	params_clear(&p);
}

static void
assert_body_refused(const char *body, size_t n, const char *code)
{
	params p;
	problem why;

	assert_false(params_json(&p, body, n, &why));
	assert_int_equal(why.status, 400);
	assert_string_equal(why.code, code);
	params_clear(&p);
}

static void
a_body_that_is_no_flat_object_is_refused(void **state)
{
	static const struct {
		const char *body, *code;
	} all[] = {{"", "bad_json"}, {"{", "bad_json"}, {"[]", "bad_json"}, {"1", "bad_json"},
	    {"{} {}", "bad_json"}, {"{\"a\":1,}", "bad_json"}, {"{\"a\":\"\xff\"}", "bad_json"},
	    {"{\"a\":null}", "bad_value"}, {"{\"a\":{}}", "bad_value"},
	    {"{\"a\":[true]}", "bad_value"}, {"{\"a\":[[1]]}", "bad_value"},
	    {"{\"a\":NaN}", "bad_value"}, {"{\"a\":\"x\\u0000\"}", "bad_encoding"}};
	char *deep = malloc(200001);

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		assert_body_refused(all[i].body, strlen(all[i].body), all[i].code);
	assert_non_null(deep);
	memset(deep, '[', 200000);
	memcpy(deep, "{\"a\":", 5);
	assert_body_refused(deep, 200000, "bad_json");
	free(deep);
}

static int
parse(ask *a, params *p, operation op, const char *query, problem *why)
{
	assert_true(params_query(p, query, why));
	return ask_parse(a, op, TENSEN_JSON, p, NULL, why);
}

static void
parameters_become_options(void **state)
{
	params p;
	problem why;
	ask a;

	(void)state;
	assert_true(parse(&a, &p, OP_SEARCH,
	    "id=X&k=7&offset=3&side=dense&explain&field=26&field=35&not-field=1&out-of-field=ipc3&"
	    "open=1&alive=true&applicant=abc&since=2010&until=2012-06&format=csv&lang=en",
	    &why));
	assert_string_equal(a.ids[0], "X");
	assert_int_equal(a.k, 7);
	assert_int_equal(a.offset, 3);
	assert_int_equal(a.side, TENSEN_DENSE);
	assert_int_equal(a.explain, 1);
	assert_true(a.filter.field == ((uint64_t)1 << 25 | (uint64_t)1 << 34));
	assert_true(a.filter.not_field == 1);
	assert_int_equal(a.filter.out_of_field, TENSEN_OUT_IPC3);
	assert_int_equal(a.filter.open, 1);
	assert_int_equal(a.filter.alive, 1);
	assert_string_equal(a.filter.applicant, "abc");
	assert_int_equal(a.filter.since, 20100101);
	assert_int_equal(a.filter.until, 20120630);
	assert_int_equal(a.style.format, TENSEN_CSV);
	assert_int_equal(a.style.lang, TENSEN_EN);
	params_clear(&p);
	/* a missing value is the engine's own default */
	assert_true(parse(&a, &p, OP_IDEAS, "id=X", &why));
	assert_true(a.boldness == 0);
	assert_int_equal(a.k, 0);
	assert_int_equal(a.style.format, TENSEN_JSON);
	params_clear(&p);
}

static void
a_wrong_parameter_is_named_in_the_message(void **state)
{
	static const char *const all[] = {"k=0", "k=1001", "k=1x", "k=", "k= 1", "k=+1",
	    "offset=1000001", "side=both", "explain=2", "field=0", "field=36", "field=99999999999",
	    "since=2010-13", "since=2010-02-31", "until=x", "lang=de", "format=table", "open=yes"};
	char query[64];
	params p;
	problem why;
	ask a;

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		snprintf(query, sizeof query, "id=X&%s", all[i]);
		assert_false(parse(&a, &p, OP_SEARCH, query, &why));
		assert_string_equal(why.code, "bad_value");
		assert_memory_equal(why.message + 1, all[i], strcspn(all[i], "="));
		params_clear(&p);
	}
	for (const char *const *b = (const char *[]){"1.1", "-0.1", "nan", "0x1", "1e0", "", NULL};
	     *b; b++) {
		snprintf(query, sizeof query, "id=X&boldness=%s", *b);
		assert_false(parse(&a, &p, OP_IDEAS, query, &why));
		params_clear(&p);
	}
}

static void
aspects_and_grades_become_what_is_asked_with(void **state)
{
	params p;
	problem why;
	ask a;

	(void)state;
	assert_true(parse(&a, &p, OP_CANDIDATES,
	    "id=X&n=7&family=1&aspect=%E7%B2%89&aspect=b&aspects-only&grade=A=3&grade=B=C=0P&open="
	    "1",
	    &why));
	assert_int_equal(a.candidates, 7);
	assert_int_equal(a.family, 1);
	assert_string_equal(a.aspects[0], "粉");
	assert_string_equal(a.aspects[1], "b");
	assert_null(a.aspects[2]);
	assert_int_equal(a.aspects_only, 1);
	assert_int_equal(a.n_judgements, 2);
	assert_string_equal(a.judgements[0].id, "A");
	assert_int_equal(a.judgements[0].grade, 3);
	assert_int_equal(a.judgements[0].shelf, -1);
	assert_string_equal(a.judgements[1].id, "B=C");
	assert_int_equal(a.judgements[1].grade, 0);
	assert_int_equal(a.judgements[1].shelf, TENSEN_PRECEDENT);
	params_clear(&p);
	assert_true(parse(&a, &p, OP_COMBINE, "id=X&id=Y&grade=A=2N&unread=9", &why));
	assert_int_equal(a.judgements[0].shelf, TENSEN_NEW_USE);
	assert_int_equal(a.candidates, 9);
	params_clear(&p);
	assert_true(parse(&a, &p, OP_IDEAS,
	    "id=X&note=A=a%3Db&note=B=c&grade=A=2N@2026-11-24&grade=AB=1@2026-01-02", &why));
	assert_int_equal(a.n_judgements, 3);
	assert_string_equal(a.judgements[0].date, "2026-11-24");
	assert_string_equal(a.judgements[0].note, "a=b");
	assert_string_equal(a.judgements[1].date, "2026-01-02");
	assert_null(a.judgements[1].note);
	assert_string_equal(a.judgements[2].id, "B");
	assert_int_equal(a.judgements[2].grade, -1);
	assert_string_equal(ask_written(&a), "note");
	params_clear(&p);
}

static void
assert_not_asked(operation op, const char *query, const char *code)
{
	params p;
	problem why;
	static ask a;

	assert_false(parse(&a, &p, op, query, &why));
	assert_string_equal(why.code, code);
	params_clear(&p);
}

static void
a_wrong_grade_or_aspect_is_refused(void **state)
{
	static const char *const wrong[] = {"id=X&grade=A", "id=X&grade=A=", "id=X&grade==3",
	    "id=X&grade=A=4", "id=X&grade=A=-1", "id=X&grade=A=3X", "id=X&grade=A=3NN",
	    "id=X&grade=A=33", "id=X&grade=A=3@", "id=X&grade=A=3@2026-1-24", "id=X&grade=A=3@N",
	    "id=X&note=A", "id=X&aspect=", "id=X&n=0", "id=X&n=1001"};
	char aspects[16 + 16 * (TENSEN_ASPECTS_MAX + 1)] = "id=X";

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_not_asked(OP_CANDIDATES, wrong[i], "bad_value");
	for (int i = 0; i <= TENSEN_ASPECTS_MAX; i++)
		strcat(aspects, "&aspect=a");
	assert_not_asked(OP_IDEAS, aspects, "too_many");
	assert_not_asked(OP_CANDIDATES, "id=X&id=Y", "too_many");
	assert_not_asked(OP_CANDIDATES, "id=X&k=3", "unknown_parameter");
	assert_not_asked(OP_SEARCH, "id=X&grade=A=1", "unknown_parameter");
	assert_not_asked(OP_MATCH, "id=X&aspect=a", "unknown_parameter");
}

/* {"id":"X","grade":["A=1",...]} */
static void
a_body_takes_as_many_grades_as_a_person_gives(void **state)
{
	static char body[32 + 8 * (ASK_GRADES + 1)];
	static ask a;

	(void)state;
	for (int more = 0; more < 2; more++) {
		params p;
		problem why;
		strcpy(body, "{\"id\":\"X\",\"grade\":[\"A=1\"");
		for (int i = 1; i < ASK_GRADES + more; i++)
			strcat(body, ",\"A=1\"");
		strcat(body, "]}");
		assert_true(params_json(&p, body, strlen(body), &why));
		assert_int_equal(ask_parse(&a, OP_IDEAS, TENSEN_JSON, &p, NULL, &why), !more);
		assert_int_equal(a.n_judgements, ASK_GRADES);
		params_clear(&p);
	}
}

static void
only_well_formed_utf8_is_text(void **state)
{
	static const char *const good[] = {
	    "", "a", "粉", "\xf0\x9f\x98\x80", "\xed\x9f\xbf", "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf"};
	static const char *const bad[] = {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80",
	    "\xed\xa0\x80", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xe3\x81",
	    "\xff", "a\xe3"};
	char message[] = "a\nb\x1b"
			 "c\xff"
			 "d\xe3\x81";

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(utf8_is_text(good[i], strlen(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(utf8_is_text(bad[i], strlen(bad[i])));
	assert_false(utf8_is_text("a\0b", 3));
	utf8_tidy(message);
	assert_string_equal(message, "a?b?c?d");
}

static void
the_coding_is_the_clients_choice(void **state)
{
	static const struct {
		const char *accept;
		coding best;
	} all[] = {{NULL, CODING_IDENTITY}, {"", CODING_IDENTITY}, {"gzip", CODING_GZIP},
	    {"gzip, deflate, br, zstd", CODING_ZSTD}, {"zstd;q=0.5, gzip", CODING_GZIP},
	    {"GZIP", CODING_GZIP}, {"gzip;q=0", CODING_IDENTITY}, {"*", CODING_ZSTD},
	    {"*;q=0", CODING_NONE}, {"identity;q=0", CODING_NONE},
	    {"identity;q=0, gzip;q=0.001", CODING_GZIP}, {"gzip ; q=0.2,identity", CODING_IDENTITY},
	    {"gzipx, xzstd", CODING_IDENTITY}, {",,;;q=,gzip;q=1", CODING_GZIP}};

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		assert_int_equal(coding_choose(all[i].accept), all[i].best);
}

static void
a_packed_body_unpacks_to_itself(void **state)
{
	char body[5000], back[5000];
	z_stream z = {.next_out = (Bytef *)back, .avail_out = sizeof back};
	size_t n;
	char *packed;

	(void)state;
	for (size_t i = 0; i < sizeof body; i++)
		body[i] = (char)(i * i / 7);
	packed = coding_apply(CODING_ZSTD, 0, body, sizeof body, &n);
	assert_non_null(packed);
	assert_int_equal(ZSTD_decompress(back, sizeof back, packed, n), sizeof back);
	assert_memory_equal(back, body, sizeof body);
	free(packed);
	packed = coding_apply(CODING_GZIP, 1, body, sizeof body, &n);
	assert_non_null(packed);
	memset(back, 0, sizeof back);
	z.next_in = (Bytef *)packed;
	z.avail_in = (uInt)n;
	assert_int_equal(inflateInit2(&z, MAX_WBITS + 16), Z_OK);
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
	inflateEnd(&z);
	assert_memory_equal(back, body, sizeof body);
	free(packed);
}

static unsigned
status_of(gate *g, const heads *h, const char *path)
{
	const route *r;
	size_t body;
	coding c;
	problem why;

	return gate_check(g, h, path, &r, &body, &c, &why) ? 200 : why.status;
}

static void
the_gate_lets_in_what_it_should(void **state)
{
	static const char *const names[] = {"tensen.example", NULL};
	static const struct {
		const char *value;
		unsigned status;
	} lengths[] = {{"0", 200}, {"100", 200}, {"101", 413}, {"999999999999999999", 413},
	    {"18446744073709551716", 400}, {"-1", 400}, {"1 ", 400}, {"", 400}, {"0x5", 400}};
	gate g = {.check_host = 1, .hosts = names, .max_body = 100, .max_header = 1000};
	heads h = {.method = "GET", .host = "localhost:8470"};
	const heads post = {.method = "POST",
	    .host = "[::1]:80",
	    .content_type = "application/json; charset=utf-8",
	    .content_length = "100"};
	heads bad;

	(void)state;
	assert_int_equal(status_of(&g, &h, "/api/v1/info"), 200);
	h.host = "TENSEN.example";
	assert_int_equal(status_of(&g, &h, "/"), 200);
	h.host = "tensen.example.evil";
	assert_int_equal(status_of(&g, &h, "/"), 421);
	h.host = "[::1";
	assert_int_equal(status_of(&g, &h, "/"), 421);
	h.host = NULL;
	assert_int_equal(status_of(&g, &h, "/"), 421);
	assert_int_equal(status_of(&g, &post, "/api/v1/search"), 200);
	assert_int_equal(status_of(&g, &post, "/api/v1/info"), 405);
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		bad = post;
		bad.content_length = lengths[i].value;
		assert_int_equal(status_of(&g, &bad, "/api/v1/search"), lengths[i].status);
	}
	bad = post;
	bad.content_length = NULL;
	assert_int_equal(status_of(&g, &bad, "/api/v1/search"), 411);
	bad = post;
	bad.content_type = "application/jsonx";
	assert_int_equal(status_of(&g, &bad, "/api/v1/search"), 415);
	bad = post;
	bad.header_size = 1001;
	assert_int_equal(status_of(&g, &bad, "/api/v1/search"), 431);
}

static void
a_token_is_asked_for_where_there_is_data(void **state)
{
	gate g = {.token = "0123456789abcdef"};
	heads h = {.method = "GET"};

	(void)state;
	assert_int_equal(status_of(&g, &h, "/"), 200);
	assert_int_equal(status_of(&g, &h, "/healthz"), 200);
	assert_int_equal(status_of(&g, &h, "/api/v1/openapi.json"), 200);
	for (size_t i = 0; route_at(i); i++)
		if (!route_at(i)->is_public)
			assert_int_equal(status_of(&g, &h, route_at(i)->path), 401);
	assert_int_equal(status_of(&g, &h, "/nothing"), 401);
	for (const char *const *a = (const char *[]){"", "Bearer", "Bearer ", "0123456789abcdef",
		 "Bearer 0123456789abcde", "Bearer 0123456789abcdeF", "Bearer 0123456789abcdef0",
		 "Bearer 0123456789abcdef0123456789abcdef", "Basic 0123456789abcdef", NULL};
	     *a; a++) {
		h.authorization = *a;
		assert_int_equal(status_of(&g, &h, "/metrics"), 401);
	}
	h.authorization = "bEARER  0123456789abcdef";
	assert_int_equal(status_of(&g, &h, "/metrics"), 200);
}

static void
only_paths_of_the_table_and_the_assets_exist(void **state)
{
	static const char *const nothing[] = {"", "index.html", "//", "/../", "/%2e",
	    "/index.html/", "/openapi.json", "/api/v1", "/api/v1/", "/api/v1/openapi.json/",
	    "/etc/passwd", "/.", "/INDEX.HTML"};

	(void)state;
	assert_non_null(route_find("/"));
	assert_ptr_equal(route_find("/"), route_find("/index.html"));
	for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
		assert_null(route_find(nothing[i]));
}

static void
an_etag_changes_with_whatever_changes_the_answer(void **state)
{
	char a[48], b[48];

	(void)state;
	work_etag(a, 1, "/x?id=1", CODING_GZIP);
	work_etag(b, 1, "/x?id=1", CODING_GZIP);
	assert_string_equal(a, b);
	work_etag(b, 2, "/x?id=1", CODING_GZIP);
	assert_string_not_equal(a, b);
	work_etag(b, 1, "/x?id=2", CODING_GZIP);
	assert_string_not_equal(a, b);
	work_etag(b, 1, "/x?id=1", CODING_ZSTD);
	assert_string_not_equal(a, b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(a_query_string_is_decoded),
	    cmocka_unit_test(a_broken_query_string_is_refused),
	    cmocka_unit_test(a_json_body_gives_the_same_list_as_a_query_string),
	    cmocka_unit_test(a_body_that_is_no_flat_object_is_refused),
	    cmocka_unit_test(parameters_become_options),
	    cmocka_unit_test(a_wrong_parameter_is_named_in_the_message),
	    cmocka_unit_test(aspects_and_grades_become_what_is_asked_with),
	    cmocka_unit_test(a_wrong_grade_or_aspect_is_refused),
	    cmocka_unit_test(a_body_takes_as_many_grades_as_a_person_gives),
	    cmocka_unit_test(only_well_formed_utf8_is_text),
	    cmocka_unit_test(the_coding_is_the_clients_choice),
	    cmocka_unit_test(a_packed_body_unpacks_to_itself),
	    cmocka_unit_test(the_gate_lets_in_what_it_should),
	    cmocka_unit_test(a_token_is_asked_for_where_there_is_data),
	    cmocka_unit_test(only_paths_of_the_table_and_the_assets_exist),
	    cmocka_unit_test(an_etag_changes_with_whatever_changes_the_answer)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
