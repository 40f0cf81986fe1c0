/* assist/mcp/tools.c - see tools.h; a call becomes a request like one over HTTP. */
#include "assist/mcp/tools.h"
#include "assist/json.h"
#include <string.h>
#include "assist/prompts.h"
#include "server/ask.h"

static const struct {
	const char *name;
	operation op;
	const char *without[3]; /* keys of the answer that only people who tune an index need */
} operations[] = {
    {"search", OP_SEARCH, {"per_field", NULL}},
    {"ideas", OP_IDEAS, {NULL}},
    {"candidates", OP_CANDIDATES, {NULL}},
    {"combine", OP_COMBINE, {NULL}},
    {"match", OP_MATCH, {NULL}},
    {"show", OP_SHOW, {"terms", "functions", NULL}},
    {"fields", OP_FIELDS, {NULL}},
    {"info", OP_INFO, {"sections", "meta", NULL}},
};
#define N_OPERATIONS (sizeof operations / sizeof *operations)

int
tools_open(tools *kit, const char *models, tensen_lang lang)
{
	size_t n = 0;
	const char *text = prompt_embedded("tools.json", &n);

	kit->list = json_tokener_parse(text ? text : "[]");
	kit->models = models;
	kit->lang = lang;
	return kit->list != NULL;
}

void
tools_close(tools *kit)
{
	json_object_put(kit->list);
	kit->list = NULL;
}

static json_object *
tool_find(const tools *kit, const char *name)
{
	for (size_t i = 0; i < json_count(kit->list); i++) {
		json_object *tool = json_item(kit->list, i), *has = NULL;
		json_object_object_get_ex(tool, "name", &has);
		if (strcmp(json_object_get_string(has), name) == 0)
			return tool;
	}
	return NULL;
}

int
tools_has(const tools *kit, const char *name)
{
	return tool_find(kit, name) != NULL;
}

static size_t
operation_of(const char *name)
{
	size_t i = 0;

	while (i + 1 < N_OPERATIONS && strcmp(operations[i].name, name) != 0)
		i++;
	return i;
}

/* {"content":[{"type":"text","text":…}],"isError":…} */
static json_object *
tools_content(const char *text, int is_error)
{
	json_object *o = json_object_new_object(), *list = json_object_new_array(),
		    *part = json_object_new_object();

	json_put_text(part, "type", "text");
	json_put_text(part, "text", text);
	json_object_array_add(list, part);
	json_object_object_add(o, "content", list);
	json_put_flag(o, "isError", is_error);
	return o;
}

static json_object *
tools_refusal(const problem *why)
{
	json_object *o = json_object_new_object(), *e = json_object_new_object(), *out;

	json_put_text(e, "code", why->code);
	json_put_text(e, "message", why->message);
	json_object_object_add(o, "error", e);
	out = tools_content(json_line(o), 1);
	json_object_put(o);
	return out;
}

/* An assistant is offered only those parameters of an operation that tools.json names. */
static int
check_names(json_object *tool, json_object *arguments, problem *why)
{
	json_object *schema = NULL, *properties = NULL;

	json_object_object_get_ex(tool, "inputSchema", &schema);
	json_object_object_get_ex(schema, "properties", &properties);
	json_object_object_foreach(arguments, name, value)
	{
		(void)value;
		if (!json_object_object_get_ex(properties, name, NULL))
			return problem_set(
			    why, 400, "unknown_parameter", "no parameter \"%s\" here", name);
	}
	return 1;
}

/* The answer without blanks, and without the keys that the operation leaves out: an assistant pays
 * for every token that it reads. */
static json_object *
tools_answer(const tensen_text *text, const char *const *without)
{
	json_object *o = json_tokener_parse(text->p), *out;

	if (!o)
		return NULL;
	for (; *without; without++)
		json_object_object_del(o, *without);
	out = tools_content(json_line(o), 0);
	json_object_put(o);
	return out;
}

/* Through the parameters of HTTP. */
static int
ask_index(const tools *kit, size_t at, json_object *arguments, tensen_text *text, problem *why)
{
	const char *body = arguments ? json_object_to_json_string(arguments) : "{}";
	tensen_error err = {0};
	params p = {.n = 0};
	ask a;
	int ok = params_json(&p, body, strlen(body), why) &&
		 ask_parse(&a, operations[at].op, TENSEN_JSON, &p, kit->models, why);

	if (ok && !json_object_object_get_ex(arguments, "lang", NULL))
		a.style.lang = kit->lang;
	ok = ok && ask_run(&a, &(ask_to){kit->ix, kit->searcher, NULL}, text, &err, why);
	params_clear(&p);
	return ok;
}

json_object *
tools_call(tools *kit, const char *name, json_object *arguments)
{
	const size_t at = operation_of(name);
	tensen_text text = {.p = NULL};
	json_object *out;
	problem why;
	int ok = !arguments || check_names(tool_find(kit, name), arguments, &why);

	ok = ok && ask_index(kit, at, arguments, &text, &why);
	out = ok ? tools_answer(&text, operations[at].without) : tools_refusal(&why);
	tensen_text_free(&text);
	return out;
}
