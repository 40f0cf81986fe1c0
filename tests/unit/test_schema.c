/* The schemas in src/result/schema against the printed results. */
#include <limits.h>
#include <stdlib.h>
#include "../support.h"
#include "result/ideas/ideas_result.h"
#include "result/lists/search_result.h"
#include "print_schema.h"
#include "schema.h"

static tensen_index *ix;
static tensen_searcher *s;
static tensen_result *account;

static json_object *
schema_of(const char *kind)
{
	char path[256];
	json_object *o;

	snprintf(path, sizeof path, "src/result/schema/%s.json", kind);
	o = json_object_from_file(path);
	if (!o)
		fail_msg("%s: %s", path, json_util_get_last_err());
	return o;
}

static int write_them; /* --write: the files are printed anew */

/* The definitions of the schema of ideas, to which the other schemas refer. */
static const schema_defs *
defs_of_ideas(void)
{
	static schema_defs defs;
	ideas_result *r = result_new(&ideas_class);
	buf b = BUF_INIT;
	schema_printer to = {.out = &b};

	assert_non_null(r);
	schema_print(&to, r->base.cls, NULL, "");
	defs = to.own;
	defs.id = "urn:tensen:schema:ideas:3";
	buf_clear(&b);
	tensen_result_free(&r->base);
	return &defs;
}

/* Prints the schema of a kind that has a table, with the title that the file has, and compares it
 * with the file. */
static void
is_printed(const result_class *cls, json_object *file)
{
	const int of_ideas = strcmp(cls->kind, "ideas") == 0;
	search_result *groups = search_result_new(TENSEN_PER_IPC4);
	buf b = BUF_INIT;
	schema_printer to = {.out = &b, .others = of_ideas ? NULL : defs_of_ideas()};
	json_object *title, *printed;
	char path[256];

	assert_non_null(groups);
	json_object_object_get_ex(file, "title", &title);
	schema_print(&to, cls, strcmp(cls->kind, "search") ? NULL : groups->base.cls->keys,
	    json_object_get_string(title));
	snprintf(path, sizeof path, "src/result/schema/%s.json", cls->kind);
	if (write_them) {
		FILE *f = fopen(path, "w");
		assert_non_null(f);
		fwrite(b.p, 1, b.n, f);
		fclose(f);
	}
	printed = json_tokener_parse(buf_cstr(&b));
	if (!json_object_equal(printed, file) && !write_them)
		fail_msg("%s is not as the table of columns says: `make schemas` prints it", path);
	json_object_put(printed);
	buf_clear(&b);
	tensen_result_free(&groups->base);
}

/* In both languages, as it was asked; frees r. */
static void
fits(const char *kind, tensen_status st, tensen_result *r)
{
	schema_check c = {schema_of(kind), ""};

	assert_int_equal(st, TENSEN_OK);
	/* combine has the table, and refers to the schema, of ideas; groups of hits are printed with hits */
	if (r->cls->keys && strcmp(kind, "combine") != 0 &&
	    (strcmp(kind, "search") != 0 || !RESULT_AS(search_result, r)->per))
		is_printed(r->cls, c.root);
	for (int l = 0; l < 2 && !write_them; l++) {
		tensen_style style = {.format = TENSEN_JSON, .lang = (tensen_lang)l};
		tensen_text text;
		json_object *v;
		assert_int_equal(tensen_result_render(r, &style, &text, NULL), TENSEN_OK);
		v = json_tokener_parse(text.p);
		assert_non_null(v);
		if (!schema_holds(&c, c.root, v, kind))
			fail_msg("%s", c.why);
		json_object_put(v);
		tensen_text_free(&text);
	}
	json_object_put(c.root);
	tensen_result_free(r);
}

/* Every line of JSONL fits the definition `def` of the schema, and says besides whose it is. */
static void
lines_fit(const char *kind, const char *def, const char *whose, tensen_result *r)
{
	schema_check c = {schema_of(kind), ""};
	tensen_style style = {.format = TENSEN_JSONL};
	tensen_text text;
	json_object *defs, *one;
	int n = 0;

	assert_int_equal(tensen_result_render(r, &style, &text, NULL), TENSEN_OK);
	assert_true(json_object_object_get_ex(c.root, "$defs", &defs));
	assert_true(json_object_object_get_ex(defs, def, &one));
	for (char *line = strtok(text.p, "\n"); line; line = strtok(NULL, "\n"), n++) {
		json_object *v = json_tokener_parse(line), *of = NULL;
		if (whose) {
			assert_true(json_object_object_get_ex(v, whose, &of));
			assert_true(json_object_is_type(of, json_type_string));
			json_object_object_del(v, whose);
		}
		if (!schema_holds(&c, one, v, def))
			fail_msg("%s", c.why);
		json_object_put(v);
	}
	assert_true(n > 0);
	tensen_text_free(&text);
	json_object_put(c.root);
	tensen_result_free(r);
}

static const tensen_query by_id = {.id = "DEMO-35-012"},
			  by_text = {.text = "粉が湿気で固まる qwrtzpx", .text_len = 32};

static void
answers_to_a_query_are_as_their_schemas_say(void **state)
{
	tensen_search_opts explain = {.k = 20, .explain = 1}, grouped = {.per = TENSEN_PER_IPC4};
	tensen_result *r;
	tensen_status st;

	(void)state;
	for (int t = 0; t < 2; t++) {
		const tensen_query *q = t ? &by_text : &by_id;
		st = tensen_search(s, q, &explain, &r, NULL);
		fits("search", st, r);
		st = tensen_search(s, q, &grouped, &r, NULL);
		fits("search", st, r);
		st = tensen_ideas(s, q, NULL, &r, NULL);
		fits("ideas", st, r);
		st = tensen_candidates(s, q, NULL, &r, NULL);
		fits("candidates", st, r);
		st = tensen_match(s, q, NULL, &r, NULL);
		fits("match", st, r);
		st = tensen_show(s, q, &r, NULL);
		fits("show", st, r);
	}
	st = tensen_combine(
	    s, (const char *const[]){"DEMO-01-001", "DEMO-34-014"}, 2, NULL, &r, NULL);
	fits("combine", st, r);
}

static void
write_graded_pairs(void)
{
	FILE *f = fopen(place("judged"), "w");

	assert_non_null(f);
	fputs("query\tdocument\tgrade\nDEMO-34-005\tDEMO-32-006\t2\nDEMO-34-005\tDEMO-01-006\t0\n",
	    f);
	fclose(f);
}

static void
answers_about_an_index_are_as_their_schemas_say(void **state)
{
	tensen_result *r;
	tensen_status st;
	tensen_bench_opts few = {.queries = 3, .seed = 1, .threads = 1};
	tensen_eval_opts quick = {.seed = 1, .bootstrap = 20, .judged = place("judged")};
	tensen_scan_opts scan = TENSEN_SCAN_OPTS_INIT;
	tensen_report_opts report = {.patents = 20, .seed = 1};

	(void)state;
	st = tensen_index_info(ix, &r, NULL);
	fits("info", st, r);
	st = tensen_index_verify(place("index"), &r, NULL);
	fits("verify", st, r);
	st = tensen_index_fields(ix, &r, NULL);
	fits("fields", st, r);
	st = tensen_bench(ix, &few, &r, NULL);
	fits("bench", st, r);
	write_graded_pairs();
	st = tensen_eval(ix, &quick, &r, NULL);
	fits("eval", st, r);
	st = tensen_report(ix, &report, &r, NULL);
	fits("report", st, r);
	scan.k = 1;
	st = tensen_scan(ix, place("scan"), &scan, &r, NULL);
	fits("scan", st, r);
	fits("account", TENSEN_OK, account);
	account = NULL;
}

static void
every_line_of_jsonl_is_an_object_of_the_list(void **state)
{
	tensen_result *r;

	(void)state;
	assert_int_equal(tensen_search(s, &by_id, NULL, &r, NULL), TENSEN_OK);
	lines_fit("search", "hits", NULL, r);
	assert_int_equal(
	    tensen_search(s, &by_id, &(tensen_search_opts){.per = TENSEN_PER_WIPO35}, &r, NULL),
	    TENSEN_OK);
	lines_fit("search", "hits", "group", r);
	assert_int_equal(tensen_ideas(s, &by_id, NULL, &r, NULL), TENSEN_OK);
	lines_fit("ideas", "unread", "query", r);
	assert_int_equal(tensen_candidates(s, &by_id, NULL, &r, NULL), TENSEN_OK);
	lines_fit("candidates", "candidates", "query", r);
	assert_int_equal(tensen_match(s, &by_id, NULL, &r, NULL), TENSEN_OK);
	lines_fit("match", "offers", NULL, r);
}

static void
what_is_not_as_the_schema_says_is_refused(void **state)
{
	static const struct {
		const char *schema, *value;
		int good;
	} cases[] = {
	    {"{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":"
	     "\"integer\"}}}",
		"{\"a\":1}", 1},
	    {"{\"type\":\"object\",\"required\":[\"a\"]}", "{}", 0},
	    {"{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}", "{\"a\":1.5}",
		0},
	    {"{\"type\":\"object\",\"properties\":{}}", "{\"b\":1}", 0},
	    {"{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}", "{\"b\":1}",
		0},
	    {"{\"type\":\"array\",\"items\":{\"minimum\":0}}", "[0,1,-1]", 0},
	    {"{\"type\":\"array\",\"items\":{\"maximum\":1}}", "[0,1]", 1},
	    {"{\"enum\":[\"a\",\"b\"]}", "\"c\"", 0},
	    {"{\"const\":1}", "2", 0},
	    {"{\"type\":[\"number\",\"null\"]}", "\"x\"", 0},
	    {"{\"$ref\":\"#/$defs/nothing\"}", "1", 0},
	    {"{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"properties\":{\"a\":{}}}}}", "{\"a\":1}",
		1},
	    {"{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"properties\":{\"a\":{}}}},"
	     "\"required\":[\"b\"]}",
		"{\"a\":1}", 0},
	    {"{\"$ref\":\"urn:tensen:schema:ideas:2\"}", "{}", 0},
	    {"{\"$ref\":\"urn:tensen:schema:ideas:3#/$defs/nothing\"}", "{}", 0},
	    {"{\"$ref\":\"urn:tensen:schema:ideas:3#/$defs/aspect\"}",
		"{\"number\":0,\"kind\":\"use\",\"text\":\"\"}", 1},
	    {"{\"oneOf\":[]}", "1", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		schema_check c = {json_tokener_parse(cases[i].schema), ""};
		json_object *v = json_tokener_parse(cases[i].value);
		assert_non_null(c.root);
		if (schema_holds(&c, c.root, v, "it") != cases[i].good)
			fail_msg("case %zu: %s", i, c.why);
		json_object_put(v);
		json_object_put(c.root);
	}
}

static int
make(void **state)
{
	static const char *const inputs[] = {"data/demo", NULL};
	tensen_build_opts o = TENSEN_BUILD_OPTS_INIT;

	return place_make(state) < 0 ||
	       tensen_build(&account, place("index"), inputs, 1, &o, NULL) < 0 ||
	       tensen_index_open(&ix, place("index"), NULL, NULL) < 0 ||
	       tensen_searcher_new(&s, ix, NULL) < 0;
}

static int
end(void **state)
{
	tensen_searcher_free(s);
	tensen_index_free(ix);
	tensen_result_free(account);
	return place_remove(state);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(answers_to_a_query_are_as_their_schemas_say),
	    cmocka_unit_test(answers_about_an_index_are_as_their_schemas_say),
	    cmocka_unit_test(every_line_of_jsonl_is_an_object_of_the_list),
	    cmocka_unit_test(what_is_not_as_the_schema_says_is_refused),
	};
	write_them = argc > 1 && strcmp(argv[1], "--write") == 0;
	return cmocka_run_group_tests_name("schema", tests, make, end);
}
