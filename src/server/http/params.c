/* server/http/params.c - see params.h. */
#include "server/http/params.h"
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include "server/http/utf8.h"
#include "server/http/said.h"

static int
params_add(params *out, const char *name, const char *value, size_t n, problem *why)
{
	if (!utf8_is_text(name, strlen(name)) || !utf8_is_text(value, n))
		return problem_set(why, 400, "bad_encoding", SAY_HTTP_PARAMETER_TEXT);
	if (out->n == out->most)
		return problem_set(why, 400, "too_many", SAY_HTTP_PARAMETERS, out->most);
	out->v[out->n++] = (param){name, value, n};
	return 1;
}

static int
params_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes %XX and + in place; returns the length, or -1 for a broken escape. */
static long
params_unescape(char *str)
{
	char *to = str, *begin = str;

	for (; *str; str++) {
		if (*str == '+') {
			*to++ = ' ';
		} else if (*str == '%') {
			int high = params_digit(str[1]), low = high < 0 ? -1 : params_digit(str[2]);
			if (low < 0)
				return -1;
			*to++ = (char)(high << 4 | low);
			str += 2;
		} else {
			*to++ = *str;
		}
	}
	*to = '\0';
	return to - begin;
}

/* name=value; the name alone is an empty value. */
static int
add_pair(params *out, char *pair, problem *why)
{
	char *equals = strchr(pair, '=');
	char *value = equals ? equals + 1 : pair + strlen(pair);
	long n_name, n;

	if (equals)
		*equals = '\0';
	n_name = params_unescape(pair);
	n = params_unescape(value);
	if (n_name < 0 || n < 0)
		return problem_set(why, 400, "bad_escape", SAY_HTTP_ESCAPE);
	if (strlen(pair) != (size_t)n_name)
		return problem_set(why, 400, "bad_encoding", SAY_HTTP_NAME_NUL);
	return params_add(out, pair, value, (size_t)n, why);
}

int
params_query(params *out, const char *query, problem *why)
{
	char *next;

	*out = (params){.most = PARAMS_MAX};
	if (!(out->bytes = strdup(query)))
		return problem_set(why, 503, "no_memory", SAY_OUT_MEMORY);
	next = out->bytes;
	for (char *pair; (pair = strsep(&next, "&"));)
		if (pair[0] && !add_pair(out, pair, why))
			return 0;
	return 1;
}

static int
add_value(params *out, const char *name, json_object *obj, int in_list, problem *why)
{
	switch (json_object_get_type(obj)) {
	case json_type_string:
		return params_add(out, name, json_object_get_string(obj),
		    (size_t)json_object_get_string_len(obj), why);
	case json_type_int:
	case json_type_double: {
		const char *digits = json_object_get_string(obj); /* the digits as sent */
		if (strspn(digits, "0123456789+-.eE") != strlen(digits))
			break; /* json-c accepts NaN and Infinity, JSON does not */
		return params_add(out, name, digits, strlen(digits), why);
	}
	case json_type_boolean:
		if (!in_list)
			return params_add(out, name,
			    json_object_get_boolean(obj) ? "true" : "false",
			    json_object_get_boolean(obj) ? 4 : 5, why);
		break;
	case json_type_array:
		for (size_t i = 0; !in_list && i < json_object_array_length(obj); i++)
			if (!add_value(out, name, json_object_array_get_idx(obj, i), 1, why))
				return 0;
		if (!in_list)
			return 1;
		break;
	default:
		break;
	}
	return problem_set(why, 400, "bad_value", SAY_HTTP_VALUE, name);
}

int
params_json(params *out, const char *body, size_t n, problem *why)
{
	json_tokener *t = json_tokener_new_ex(PARAMS_DEPTH);
	enum json_tokener_error e;

	*out = (params){.most = PARAMS_BODY_MAX};
	if (!t || n > (size_t)INT32_MAX) {
		if (t) /* json-c does not accept NULL */
			json_tokener_free(t);
		return problem_set(why, 503, "no_memory", SAY_OUT_MEMORY);
	}
	json_tokener_set_flags(t, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	out->json = json_tokener_parse_ex(t, body, (int)n);
	e = json_tokener_get_error(t);
	if (e == json_tokener_success && json_tokener_get_parse_end(t) < n)
		e = json_tokener_error_parse_unexpected;
	json_tokener_free(t);
	if (e != json_tokener_success || !json_object_is_type(out->json, json_type_object))
		return problem_set(why, 400, "bad_json", SAY_HTTP_BODY_JSON,
		    e == json_tokener_success ? SAID("expected {", "{ で始まりません")
		    : e == json_tokener_continue ? SAID("it ends too early", "途中で終わっています")
						 : json_tokener_error_desc(e));
	json_object_object_foreach(out->json, name, value)
	{
		if (!add_value(out, name, value, 0, why))
			return 0;
	}
	return 1;
}

void
params_clear(params *par)
{
	free(par->bytes);
	json_object_put(par->json);
	*par = (params){.n = 0};
}
