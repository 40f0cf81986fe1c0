/* tests/unit/test_openapi.c - openapi.json says what the server does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <json-c/json.h>
#include "server/ask.h"
#include "server/assets.h"
#include "server/http/params.h"
#include "server/routes.h"

static json_object *
get(json_object *o, const char *key)
{
	json_object *v = NULL;

	json_object_object_get_ex(o, key, &v);
	return v;
}

/* Every parameter of an operation stands in `names` as often as ask.c takes it: once. */
static void
compare_parameters(operation op, json_object *root, json_object *get_item)
{
	json_object *list = get(get_item, "parameters"),
		    *all = get(get(root, "components"), "parameters");
	size_t n = 0, told = json_object_array_length(list);

	for (size_t i = 0; i < told; i++) {
		const char *ref =
		    json_object_get_string(get(json_object_array_get_idx(list, i), "$ref"));
		json_object *p = get(all, strrchr(ref, '/') + 1);
		assert_non_null(p);
		assert_true(ask_takes(op, json_object_get_string(get(p, "name"))));
	}
	json_object_object_foreach(all, key, value)
	{
		const char *name = json_object_get_string(get(value, "name"));
		n += strcmp(key, name) == 0 && ask_takes(op, name);
	}
	assert_int_equal(n, told);
}

/* The maximum of one of the schemas of openapi.json. */
static int64_t
maximum(json_object *doc, const char *name)
{
	return json_object_get_int64(
	    get(get(get(get(doc, "components"), "schemas"), name), "maximum"));
}

static void
openapi_tells_the_limits_that_are_kept(void **state)
{
	const asset *a = asset_find("/api/v1/openapi.json");
	json_tokener *t = json_tokener_new();
	json_object *doc = json_tokener_parse_ex(t, a->bytes, (int)a->size);

	(void)state;
	assert_non_null(doc);
	assert_int_equal(maximum(doc, "k"), ASK_K);
	assert_int_equal(maximum(doc, "offset"), ASK_OFFSET);
	assert_int_equal(maximum(doc, "groups"), ASK_GROUPS);
	json_object_put(doc);
	json_tokener_free(t);
}

static void
openapi_tells_every_route_and_parameter(void **state)
{
	const asset *a = asset_find("/api/v1/openapi.json");
	json_tokener *t = json_tokener_new();
	json_object *root, *paths;

	(void)state;
	assert_non_null(a);
	root = json_tokener_parse_ex(t, a->bytes, (int)a->size);
	json_tokener_free(t);
	assert_non_null(root);
	paths = get(root, "paths");
	for (size_t i = 0; route_at(i); i++) {
		const route *r = route_at(i);
		json_object *item, *post;
		if (!r->path)
			continue;
		item = get(paths, r->path);
		assert_int_equal(get(item, "get") != NULL, !r->only_post);
		post = get(item, "post");
		assert_int_equal(post != NULL, r->takes_post);
		if ((r->kind == ROUTE_ENGINE || r->kind == ROUTE_MODEL) && !r->only_post)
			compare_parameters(r->op, root, get(item, "get"));
		if (!post)
			continue;
		post = get(
		    get(get(get(post, "requestBody"), "content"), "application/json"), "schema");
		json_object_object_foreach(get(post, "properties"), key, value)
		{
			(void)value;
			assert_true(ask_takes(r->op, key));
		}
	}
	json_object_object_foreach(paths, path, item)
	{
		(void)item;
		assert_non_null(route_find(path));
	}
	json_object_put(root);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(openapi_tells_the_limits_that_are_kept),
	    cmocka_unit_test(openapi_tells_every_route_and_parameter)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
