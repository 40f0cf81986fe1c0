/* assist/mcp/tools.h - the tools, as tools.json describes them to an assistant. */
#pragma once
#include <json-c/json.h>
#include <tensen/tensen.h>

typedef struct tools {
	json_object *list; /* as tools/list gives it */
	const tensen_index *ix;
	tensen_searcher *searcher;
	const char *models; /* the folder of --models, or NULL */
	tensen_lang lang;
} tools;

/* 1, or 0: out of memory.  The index and its searcher are the caller's. */
int tools_open(tools *kit, const char *models, tensen_lang lang);
void tools_close(tools *kit);
int tools_has(const tools *kit, const char *name);
/* The result of tools/call, with a message if the arguments are wrong; the caller's.  NULL: out of
 * memory. arguments NULL: none. */
json_object *tools_call(tools *kit, const char *name, json_object *arguments);
