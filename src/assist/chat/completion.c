/* assist/chat/completion.c - see completion.h. */
#include "assist/chat/completion.h"
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include "assist/json.h"

#define MOST_TOKENS 4096 /* eight judgements need some 1,500; a model that rambles is stopped */
#define DEPTH 32

static void
add_message(json_object *list, const char *role, const char *text)
{
	json_object *m = json_object_new_object();

	json_put_text(m, "role", role);
	json_put_text(m, "content", text);
	json_object_array_add(list, m);
}

static json_object *
response_format(const char *schema)
{
	json_object *o = json_object_new_object(), *s = json_object_new_object();

	json_put_text(s, "name", "answer");
	json_put_flag(s, "strict", 1);
	json_object_object_add(s, "schema", json_tokener_parse(schema));
	json_put_text(o, "type", "json_schema");
	json_object_object_add(o, "json_schema", s);
	return o;
}

char *
completion_body(const chat_request *req, const char *model, int plain)
{
	json_object *o = json_object_new_object(), *messages = json_object_new_array();
	char *text;

	json_put_text(o, "model", model);
	add_message(messages, "system", req->system);
	add_message(messages, "user", req->user);
	json_object_object_add(o, "messages", messages);
	json_put_flag(o, "stream", 0);
	if (!plain) {
		json_put_int(o, "temperature", 0);
		json_put_int(o, "max_tokens", MOST_TOKENS);
		json_object_object_add(o, "response_format", response_format(req->schema));
	}
	text = strdup(json_line(o));
	json_object_put(o);
	return text;
}

json_object *
completion_json(const char *text, size_t n, int depth)
{
	json_tokener *t = json_tokener_new_ex(depth);
	json_object *o;

	if (!t)
		return NULL;
	json_tokener_set_flags(t, JSON_TOKENER_VALIDATE_UTF8);
	o = json_tokener_parse_ex(t, text, (int)n);
	if (json_tokener_get_error(t) != json_tokener_success) {
		json_object_put(o);
		o = NULL;
	}
	json_tokener_free(t);
	return o;
}

static unsigned long
count_of(json_object *usage, const char *key)
{
	int64_t n = json_object_get_int64(json_at(usage, key));

	return n > 0 ? (unsigned long)n : 0;
}

/* The text behind the last thought: some models write their thoughts first. */
static const char *
behind_thoughts(const char *text)
{
	const char *from = text;

	for (const char *p = text; (p = strstr(p, "</think>"));)
		from = p += strlen("</think>");
	return from;
}

static void
read_choice(completion *out, json_object *choices)
{
	json_object *first =
	    json_object_is_type(choices, json_type_array) ? json_item(choices, 0) : NULL;
	json_object *content = json_at(json_at(first, "message"), "content");
	const char *finish = json_object_get_string(json_at(first, "finish_reason"));

	if (!json_object_is_type(content, json_type_string))
		out->why = "the answer has no text";
	else if (!(out->content = strdup(behind_thoughts(json_object_get_string(content)))))
		out->why = "out of memory";
	out->cut = finish && strcmp(finish, "length") == 0;
}

void
completion_read(completion *out, const char *body, size_t n)
{
	json_object *o = completion_json(body, n, DEPTH);

	*out = (completion){.why = NULL};
	if (!json_object_is_type(o, json_type_object)) {
		out->why = "the answer is not JSON";
	} else {
		read_choice(out, json_at(o, "choices"));
		out->prompt_tokens = count_of(json_at(o, "usage"), "prompt_tokens");
		out->completion_tokens = count_of(json_at(o, "usage"), "completion_tokens");
	}
	json_object_put(o);
}
