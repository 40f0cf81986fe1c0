/* assist/mcp/tool_eval.h - the tool eval_judged: a list of judged pairs held against the index. */
#ifndef ASSIST_MCP_TOOL_EVAL_H
#define ASSIST_MCP_TOOL_EVAL_H
#include <json-c/json.h>
#include "server/ask.h"

/* arguments: "judged", a list of {query, document, grade}; 1 with the JSON in *out, or 0
 * with the problem. */
int tool_eval(tensen_text *out, const tensen_index *ix, tensen_lang lang, json_object *arguments,
    problem *why);

#endif
