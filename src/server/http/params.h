/* server/http/params.h - the parameters of a request: names and values.
 *
 * A query string (?id=A&k=5) and a JSON body ({"id":"A","k":5}) become the same list, so
 * only ask.h reads parameters.  Everything here is UTF-8
 * without NUL; a body nested deeper than PARAMS_DEPTH, or with more than
 * PARAMS_BODY_MAX values, is refused. */
#pragma once
#include <stddef.h>
#include "server/http/problem.h"

#define PARAMS_MAX 128       /* of an address; libmicrohttpd gives up on 500 */
#define PARAMS_BODY_MAX 1040 /* of a body: a query with its grades and notes */
#define PARAMS_DEPTH 4       /* an object with lists has 2 */

typedef struct param {
	const char *name, *value; /* NUL-terminated, borrowed from the list */
	size_t n;                 /* bytes of value */
} param;

typedef struct params {
	param v[PARAMS_BODY_MAX];
	size_t n, most;
	char *bytes; /* a query string, decoded in place */
	struct json_object *json;
} params;

/* Both return 1, or 0 with the problem; either way params_clear() ends the list. */
int params_query(params *out, const char *query, problem *why);
/* Reads one object whose values are strings, numbers, booleans, or lists of strings and
 * numbers.  A list is the same name several times. */
int params_json(params *out, const char *body, size_t n, problem *why);
void params_clear(params *par);
